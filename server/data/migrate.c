/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Brings a database to this program's schema, forwards only. What was applied,
 * and its hash, stands in app.migration. It writes no data of the product but
 * the zone of civil dates.
 */
#include "data/migrate.h"
#include "data/db_connection.h"
#include "data/migrations.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include <string.h>

#define LOCK_KEY "4907081426430013" /* any number, the same in all our servers */

static const char start_sql[] = "set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; "
                                "select pg_advisory_lock(" LOCK_KEY ")";
static const char table_sql[] = "create schema if not exists app; create table if not exists app.migration "
                                "(name text primary key, sha256 text not null, applied_at timestamptz not null default now())";

/* NULL with what PostgreSQL said; a migration's failure is a defect or a missing right, so its words are wanted whole. */
static PGresult *run(PGconn *pg, const char *sql, const char *what, GError **error)
{
    PGresult *result = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return result;
    g_autofree char *message = g_strdup(PQerrorMessage(pg));
    error_set(error, PQstatus(pg) == CONNECTION_OK ? ERROR_CONFIG : ERROR_DATABASE, NULL, "%s: %s", what, g_strstrip(message));
    PQclear(result);
    return NULL;
}

static gboolean run_only(PGconn *pg, const char *sql, const char *what, GError **error)
{
    PGresult *result = run(pg, sql, what, error);
    PQclear(result);
    return result != NULL;
}

static gboolean run_values(PGconn *pg, const char *sql, int count, const char *const *values, const char *what, GError **error)
{
    PGresult *result = PQexecParams(pg, sql, count, NULL, values, NULL, NULL, 0);
    gboolean fine = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    return fine || error_set(error, ERROR_CONFIG, NULL, "%s: %s", what, PQerrorMessage(pg));
}

/* name → sha256 of what the database has. */
static GHashTable *applied_read(PGconn *pg, GError **error)
{
    PGresult *result = run(pg, "select name, sha256 from app.migration", "app.migration", error);
    if (!result)
        return NULL;
    GHashTable *applied = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (int row = 0; row < PQntuples(result); row++)
        g_hash_table_insert(applied, g_strdup(PQgetvalue(result, row, 0)), g_strdup(PQgetvalue(result, row, 1)));
    PQclear(result);
    return applied;
}

static gboolean apply_one(PGconn *pg, const MigrationText *migration, const char *sha256, GError **error)
{
    const char *const values[] = {migration->name, sha256};
    gboolean fine = run_only(pg, "begin", migration->name, error) && run_only(pg, migration->sql, migration->name, error);
    if (fine && PQtransactionStatus(pg) != PQTRANS_INTRANS)
        fine = error_set(error, ERROR_INTERNAL, NULL, "%s ends its own transaction", migration->name);
    fine = fine && run_values(pg, "insert into app.migration (name, sha256) values ($1, $2)", 2, values, migration->name, error) &&
           run_only(pg, "commit", migration->name, error);
    if (!fine)
        PQclear(PQexec(pg, "rollback"));
    else
        log_info("migration_applied", log_field("name", "%s", migration->name));
    return fine;
}

static gboolean apply_all(PGconn *pg, GError **error)
{
    g_autoptr(GHashTable) applied = applied_read(pg, error);
    if (!applied)
        return FALSE;
    for (const MigrationText *migration = migration_table; migration->name; migration++) {
        g_autofree char *sha256 = text_sha256(migration->sql, strlen(migration->sql));
        const char *before = g_hash_table_lookup(applied, migration->name);
        if (before && strcmp(before, sha256) != 0)
            return error_set(error, ERROR_CONFIG, NULL, "migration %s was applied with another text", migration->name);
        if (!before && !apply_one(pg, migration, sha256, error))
            return FALSE;
        g_hash_table_remove(applied, migration->name);
    }
    GHashTableIter rest;
    gpointer name;
    g_hash_table_iter_init(&rest, applied);
    if (g_hash_table_iter_next(&rest, &name, NULL))
        return error_set(error, ERROR_CONFIG, NULL, "the database is of a newer nghisu: migration %s is not known here", (char *)name);
    return TRUE;
}

static gboolean app_role_make(PGconn *pg, const char *password, GError **error)
{
    PGresult *found = run(pg, "select from pg_roles where rolname = 'nghisu_app'", "nghisu_app", error);
    if (!found)
        return FALSE;
    gboolean missing = PQntuples(found) == 0;
    PQclear(found);
    if (missing && !run_only(pg, "create role nghisu_app login", "the role nghisu_app is missing and cannot be made", error))
        return FALSE;
    if (!password)
        return TRUE;
    /* Hashed here: the password itself reaches neither the server nor its log. */
    char *hashed = PQencryptPasswordConn(pg, password, "nghisu_app", NULL);
    char *literal = hashed ? PQescapeLiteral(pg, hashed, strlen(hashed)) : NULL;
    g_autofree char *sql = g_strdup_printf("alter role nghisu_app password %s", literal ? literal : "null");
    gboolean fine = literal ? run_only(pg, sql, "password of nghisu_app", error)
                            : error_set(error, ERROR_CONFIG, NULL, "password of nghisu_app: %s", PQerrorMessage(pg));
    PQfreemem(literal);
    PQfreemem(hashed);
    return fine;
}

gboolean migrate_apply(const char *owner_url, const char *zone, const char *app_password, GError **error)
{
    g_autoptr(PGconn) pg = db_connect(owner_url, error);
    if (!pg || !run_only(pg, start_sql, "lock", error)) /* let go with the connection */
        return FALSE;
    PGresult *encoding = run(pg, "show server_encoding", "encoding", error);
    if (!encoding)
        return FALSE;
    gboolean utf8 = strcmp(PQgetvalue(encoding, 0, 0), "UTF8") == 0;
    PQclear(encoding);
    if (!utf8)
        return error_set(error, ERROR_CONFIG, NULL, "the database is not in UTF8");
    if (!app_role_make(pg, app_password, error) || !run_only(pg, table_sql, "app.migration", error) || !apply_all(pg, error))
        return FALSE;
    const char *const values[] = {zone};
    return run_values(pg,
                      "insert into app.setting (key, value) values ('zone', $1) on conflict (key) do update set value = excluded.value "
                      "where setting.value <> excluded.value",
                      1, values, "zone", error);
}
