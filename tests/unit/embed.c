/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The statements and migrations embed.awk put into the program, looked at as
 * the program sees them.
 */
#include "data/migrations.h"
#include "data/queries.h"
#include <glib.h>
#include <string.h>

static void queries__are_named_once_and_count_their_parameters(void)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (int query = Q_NONE + 1; query < Q_COUNT; query++) {
        const QueryText *text = &query_table[query];
        g_assert_true(g_hash_table_add(names, (gpointer)text->name));
        g_assert_true(g_regex_match_simple("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", text->name, 0, 0));
        g_assert_true(g_utf8_validate(text->sql, -1, NULL));
        for (int n = 1; n <= text->parameters; n++) {
            g_autofree char *parameter = g_strdup_printf("\\$%d(?![0-9])", n);
            if (!g_regex_match_simple(parameter, text->sql, 0, 0))
                g_error("%s: $%d is missing", text->name, n);
        }
    }
    g_assert_cmpstr(query_table[Q_SESSION_CHECK].name, ==, "session_check");
    g_assert_cmpint(query_table[Q_SESSION_CHECK].parameters, ==, 0);
}

static void migrations__rise_by_number(void)
{
    const char *before = "";
    g_assert_nonnull(migration_table[0].name);
    for (const MigrationText *migration = migration_table; migration->name; migration++) {
        g_assert_true(g_regex_match_simple("^[0-9]{4}_[a-z0-9_]+\\.sql$", migration->name, 0, 0));
        g_assert_cmpstr(migration->name, >, before);
        g_assert_cmpint(strncmp(migration->name, before, 4), !=, 0);
        before = migration->name;
    }
}

static void migrations__keep_every_byte(void)
{
    /* 0001 holds what C strings trip over: backslashes in patterns, quotes, letters beyond ASCII. */
    const char *sql = migration_table[0].sql;
    g_assert_nonnull(strstr(sql, "'([\\\\%_])'"));
    g_assert_nonnull(strstr(sql, "'\\s+'"));
    g_assert_nonnull(strstr(sql, "\"T\""));
    g_assert_nonnull(strstr(sql, "Nghị Sự"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/embed/queries__are_named_once_and_count_their_parameters", queries__are_named_once_and_count_their_parameters);
    g_test_add_func("/embed/migrations__rise_by_number", migrations__rise_by_number);
    g_test_add_func("/embed/migrations__keep_every_byte", migrations__keep_every_byte);
    return g_test_run();
}
