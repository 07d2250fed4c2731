/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening an installation, the same way for every verb that works on one:
 * folders, database, schema, pools, store; and closing it in reverse. It
 * listens on nothing.
 */
#include "command/command.h"
#include "base/error.h"
#include "base/log.h"
#include "data/migrate.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CONNECTIONS_BESIDE_QUICK = 16, /* the lanes of passwords, the store and pages */
    CONNECTIONS_MOST = 150,        /* of the 200 the embedded PostgreSQL takes: listener, owner and people's own tools need some */
    OWNER_CONNECTIONS = 7          /* one each for what works in the background, and a few that last a moment */
};

int command_failed(const GError *error)
{
    fprintf(stderr, "nghisu: %s\n", error->message);
    return error_kind(error) == ERROR_CONFIG ? EXIT_USAGE : EXIT_FAILURE;
}

Config *command_config(int *count, char ***arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config = config_read(count, arguments, &error);
    if (config && *count > 0)
        error_set(&error, ERROR_CONFIG, NULL, "\"%s\" is not understood; see nghisu help", (*arguments)[0]);
    if (error) {
        command_failed(error);
        return NULL;
    }
    static const struct {
        const char *name;
        GLogLevelFlags level;
    } levels[] = {
        {"debug", G_LOG_LEVEL_DEBUG}, {"info", G_LOG_LEVEL_INFO}, {"warning", G_LOG_LEVEL_WARNING}, {"error", G_LOG_LEVEL_CRITICAL}};
    for (gsize i = 0; i < G_N_ELEMENTS(levels); i++)
        if (strcmp(config->log_level, levels[i].name) == 0)
            log_start(levels[i].level);
    return g_steal_pointer(&config);
}

static gboolean folders_make(const Config *config, GError **error)
{
    static const char *const inside[] = {"", "uploads", "cache"};
    for (gsize i = 0; i < G_N_ELEMENTS(inside); i++) {
        g_autofree char *path = g_build_filename(config->data, inside[i], NULL);
        if (g_mkdir_with_parents(path, 0700) < 0)
            return error_set(error, ERROR_CONFIG, "data", "%s: %s", path, g_strerror(errno));
    }
    /* An older folder may have been opened to others since. */
    if (g_chmod(config->data, 0700) < 0)
        return error_set(error, ERROR_CONFIG, "data", "%s must belong to the user nghisu runs as: %s", config->data, g_strerror(errno));
    return TRUE;
}

/* The owner's conninfo with another user and without the owner's password. */
static char *app_url_derive(const char *owner_url, GError **error)
{
    char *problem = NULL;
    PQconninfoOption *options = PQconninfoParse(owner_url, &problem);
    if (!options) {
        error_set(error, ERROR_CONFIG, "database", "database: %s", problem ? g_strstrip(problem) : "out of memory");
        PQfreemem(problem);
        return NULL;
    }
    GString *url = g_string_new("user=nghisu_app");
    for (const PQconninfoOption *option = options; option->keyword; option++) {
        if (!option->val || strcmp(option->keyword, "user") == 0 || strcmp(option->keyword, "password") == 0)
            continue;
        g_autoptr(GString) value = g_string_new(option->val);
        g_string_replace(value, "\\", "\\\\", 0);
        g_string_replace(value, "'", "\\'", 0);
        g_string_append_printf(url, " %s='%s'", option->keyword, value->str);
    }
    PQconninfoFree(options);
    return g_string_free(url, FALSE);
}

/* The password that stands in database_app: migrate gives it to the role. Caller frees; NULL when there is none. */
static char *app_password(const char *app_url)
{
    char *password = NULL;
    PQconninfoOption *options = PQconninfoParse(app_url, NULL);
    for (const PQconninfoOption *option = options; option && option->keyword; option++)
        if (strcmp(option->keyword, "password") == 0)
            password = g_strdup(option->val);
    PQconninfoFree(options);
    return password;
}

static gboolean database_open(Installation *installation, GError **error)
{
    const Config *config = installation->config;
    g_autofree char *password = NULL;
    if (!config->database) {
        installation->cluster = cluster_start(config->data, error);
        if (!installation->cluster)
            return FALSE;
        installation->owner_url = g_strdup(cluster_owner_url(installation->cluster));
        installation->app_url = g_strdup(cluster_app_url(installation->cluster));
    } else {
        installation->owner_url = g_strdup(config->database);
        installation->app_url = config->database_app ? g_strdup(config->database_app) : app_url_derive(config->database, error);
        if (!installation->app_url)
            return FALSE;
        password = app_password(installation->app_url);
    }
    if (!migrate_apply(installation->owner_url, config->zone, password, error))
        return FALSE;
    guint size = (guint)MIN(config->worker_threads + CONNECTIONS_BESIDE_QUICK, CONNECTIONS_MOST);
    installation->house.owner_db = db_open(installation->owner_url, OWNER_CONNECTIONS, error);
    installation->house.db = installation->house.owner_db ? db_open(installation->app_url, size, error) : NULL;
    if (!installation->house.db && installation->house.owner_db && config->database && !config->database_app)
        g_prefix_error(error, "as nghisu_app (give --database-app): ");
    return installation->house.db != NULL;
}

Installation *installation_open(Config *config, GError **error)
{
    g_autoptr(Installation) installation = g_new0(Installation, 1);
    g_autofree char *store = g_build_filename(config->data, "store", NULL);
    installation->config = config;
    installation->house.config = config;
    installation->house.version = NGHISU_VERSION;
    if (!folders_make(config, error) || !database_open(installation, error))
        return NULL;
    installation->house.store = store_open(store, error);
    return installation->house.store ? g_steal_pointer(&installation) : NULL;
}

void installation_close(Installation *installation)
{
    if (!installation)
        return;
    store_close(g_steal_pointer(&installation->house.store));
    db_close(g_steal_pointer(&installation->house.db));
    db_close(g_steal_pointer(&installation->house.owner_db));
    cluster_stop(g_steal_pointer(&installation->cluster));
    g_free(installation->owner_url);
    g_free(installation->app_url);
    config_free(installation->config);
    g_free(installation);
}
