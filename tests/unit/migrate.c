/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * migrate.c with the real migrations on a real PostgreSQL: applied once,
 * together or again, and never over a database that is not what it says.
 */
#include "private_cluster.h"
#include "data/db_connection.h"
#include "data/migrate.h"
#include "data/migrations.h"
#include "base/error.h"
#include "base/log.h"
#include <string.h>

#define ZONE "Asia/Ho_Chi_Minh"

static Cluster *cluster;

static char *owner_ask(const char *sql)
{
    g_autoptr(PGconn) pg = db_connect(cluster_owner_url(cluster), NULL);
    PGresult *result = PQexec(pg, sql);
    if (PQresultStatus(result) == PGRES_FATAL_ERROR)
        g_error("%s: %s", sql, PQerrorMessage(pg));
    char *text = PQntuples(result) ? g_strdup(PQgetvalue(result, 0, 0)) : NULL;
    PQclear(result);
    return text;
}

static gpointer apply_thread(gpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    migrate_apply(cluster_owner_url(cluster), ZONE, NULL, &error);
    return g_steal_pointer(&error);
}

static void migrations__several_servers_may_start_at_once(void)
{
    GThread *threads[3];
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("apply", apply_thread, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++) {
        g_autoptr(GError) error = g_thread_join(threads[i]);
        g_assert_no_error(error);
    }
    guint count = 0;
    while (migration_table[count].name)
        count++;
    g_autofree char *applied = owner_ask("select count(*) from app.migration");
    g_assert_cmpuint((guint)atoi(applied), ==, count);
}

static void migrations__applied_again_change_nothing_but_the_zone(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(migrate_apply(cluster_owner_url(cluster), "Europe/Paris", NULL, &error));
    g_assert_no_error(error);
    g_autofree char *zone = owner_ask("select value from app.setting where key = 'zone'");
    g_assert_cmpstr(zone, ==, "Europe/Paris");
}

static void migrations__an_edited_one_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_free(owner_ask("update app.migration set sha256 = 'x' || sha256"));
    g_assert_false(migrate_apply(cluster_owner_url(cluster), ZONE, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CONFIG);
    g_free(owner_ask("update app.migration set sha256 = substr(sha256, 2)"));
}

static void migrations__a_newer_database_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_free(owner_ask("insert into app.migration (name, sha256) values ('9999_later.sql', '')"));
    g_assert_false(migrate_apply(cluster_owner_url(cluster), ZONE, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CONFIG);
    g_free(owner_ask("delete from app.migration where name = '9999_later.sql'"));
}

static void app_role__may_not_write(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PGconn) pg = db_connect(cluster_app_url(cluster), &error);
    g_assert_no_error(error);
    static const char *const refused[] = {"create table app.x ()", "delete from app.person", "insert into app.setting values ('a', 'b')",
                                          "set role nghisu_owner", "update app.migration set sha256 = ''"};
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        PGresult *result = PQexec(pg, refused[i]);
        g_assert_cmpstr(PQresultErrorField(result, PG_DIAG_SQLSTATE), ==, "42501");
        PQclear(result);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    g_autofree char *folder = private_folder_make();
    g_autoptr(GError) error = NULL;
    cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_test_add_func("/migrate/migrations__several_servers_may_start_at_once", migrations__several_servers_may_start_at_once);
    g_test_add_func("/migrate/migrations__applied_again_change_nothing_but_the_zone",
                    migrations__applied_again_change_nothing_but_the_zone);
    g_test_add_func("/migrate/migrations__an_edited_one_is_refused", migrations__an_edited_one_is_refused);
    g_test_add_func("/migrate/migrations__a_newer_database_is_refused", migrations__a_newer_database_is_refused);
    g_test_add_func("/migrate/app_role__may_not_write", app_role__may_not_write);
    int failed = g_test_run();
    cluster_stop(cluster);
    private_folder_remove(folder);
    return failed;
}
