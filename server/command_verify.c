/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs an operator runs beside the server: migrate, verify and
 * allowed-signers. They change nothing but the schema.
 */
#include "command/command.h"
#include "base/json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int command_migrate(int count, char **arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config = command_config(&count, &arguments);
    if (!config)
        return EXIT_USAGE;
    g_autoptr(Installation) installation = installation_open(g_steal_pointer(&config), &error);
    return installation ? EXIT_SUCCESS : command_failed(error);
}

typedef struct {
    guint documents, versions, damaged;
} Count;

static gboolean document_verify(House *house, const char *document_id, const char *versions_text, Count *count, GError **error)
{
    g_autoptr(json_t) versions = json_parse(versions_text, strlen(versions_text), error);
    gsize index;
    json_t *version;
    if (!versions)
        return FALSE;
    count->documents++;
    const char *before = NULL;
    json_array_foreach(versions, index, version)
    {
        g_autoptr(GError) problem = NULL;
        const char *commit = json_string_value(json_object_get(version, "commit"));
        const char *follows = before;
        before = commit;
        count->versions++;
        if (commit && store_verify_version(house->store, document_id, commit, follows, &problem))
            continue;
        count->damaged++;
        printf("%s version %" JSON_INTEGER_FORMAT ": %s\n", document_id, json_integer_value(json_object_get(version, "number")),
               problem ? problem->message : "no commit");
    }
    return TRUE;
}

static gboolean documents_verify(House *house, Count *count, GError **error)
{
    char after[40] = "";
    g_autoptr(DbConn) conn = db_take(house->owner_db, error);
    if (!conn)
        return FALSE;
    for (;;) {
        const char *values[] = {after[0] ? after : NULL};
        g_autoptr(PGresult) rows = db_query(conn, NULL, Q_SWEEP_DOCUMENTS, 1, values, error);
        if (!rows)
            return FALSE;
        if (PQntuples(rows) == 0)
            return TRUE;
        for (int row = 0; row < PQntuples(rows); row++) {
            g_strlcpy(after, PQgetvalue(rows, row, 0), sizeof after);
            if (!document_verify(house, after, PQgetvalue(rows, row, 1), count, error))
                return FALSE;
        }
    }
}

int command_verify(int count, char **arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config = command_config(&count, &arguments);
    Count counted = {0};
    if (!config)
        return EXIT_USAGE;
    g_autoptr(Installation) installation = installation_open(g_steal_pointer(&config), &error);
    if (!installation || !documents_verify(&installation->house, &counted, &error))
        return command_failed(error);
    printf("%u documents, %u versions, %u damaged\n", counted.documents, counted.versions, counted.damaged);
    return counted.damaged ? EXIT_FAILURE : EXIT_SUCCESS;
}

int command_allowed_signers(int count, char **arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config = command_config(&count, &arguments);
    if (!config)
        return EXIT_USAGE;
    g_autofree char *folder = g_build_filename(config->data, "store", NULL);
    g_autoptr(Store) store = store_open(folder, &error);
    g_autofree char *text = store ? store_allowed_signers(store, &error) : NULL;
    if (!text)
        return command_failed(error);
    fputs(text, stdout);
    return EXIT_SUCCESS;
}
