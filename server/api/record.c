/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for a meeting's record to be sealed, and taking it as a git bundle.
 * Who may is the database's to say; the bundle holds what it says is sealed.
 */
#include "api/record.h"
#include "api/calls.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <string.h>

gboolean record_ask(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_RECORD_ASK, 1, request->path_values, error) : NULL;
    if (!row)
        return FALSE;
    if (!db_text(row))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such meeting");
    record_sealer_wake(request->house->records);
    reply_json_text(request, 0, db_text(row));
    return TRUE;
}

enum { FILE_REPOSITORY, FILE_TITLE, FILE_VERSIONS }; /* columns */

static gboolean bundle_reply(Request *request, QueryId query, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, query, 1, request->path_values, error) : NULL;
    if (!row)
        return FALSE;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no sealed record");
    const char *text = PQgetvalue(row, 0, FILE_VERSIONS);
    g_autoptr(json_t) versions = json_parse(text, strlen(text), error);
    gsize count = json_array_size(versions);
    if (!versions)
        return FALSE;
    g_autofree const char **commits = g_new0(const char *, count + 1);
    g_autofree guint *numbers = g_new0(guint, count + 1);
    for (gsize i = 0; i < count; i++) {
        commits[i] = json_string_value(json_object_get(json_array_get(versions, i), "commit"));
        numbers[i] = (guint)json_integer_value(json_object_get(json_array_get(versions, i), "number"));
    }
    GBytes *bundle = store_bundle(request->house->store, PQgetvalue(row, 0, FILE_REPOSITORY), commits, numbers, count, error);
    if (!bundle)
        return FALSE;
    g_autofree char *name = g_strdup_printf("Hồ sơ cuộc họp - %s.bundle", PQgetvalue(row, 0, FILE_TITLE));
    g_autofree char *safe = text_file_name(name), *disposition = text_disposition("attachment", safe);
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-cache");
    reply_bytes(request, 0, request->route->media, bundle);
    return TRUE;
}

gboolean record_bundle(Request *request, GError **error)
{
    return bundle_reply(request, Q_RECORD_FILE, error);
}

gboolean item_record_bundle(Request *request, GError **error)
{
    return bundle_reply(request, Q_ITEM_RECORD_FILE, error);
}
