/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of errors: whole, distinct, and faithful to PostgreSQL's words.
 */
#include "base/error.h"
#include <errno.h>
#include <gio/gio.h>
#include <string.h>

static void table__every_kind_has_a_status_and_its_own_slug(void)
{
    g_autoptr(GHashTable) slugs = g_hash_table_new(g_str_hash, g_str_equal);
    for (int kind = 0; kind < ERROR_KINDS; kind++) {
        const ErrorFact *fact = error_fact((ErrorKind)kind);
        g_assert_cmpint(fact->status, >=, 400);
        g_assert_cmpint(fact->status, <, 600);
        g_assert_true(fact->title && *fact->title);
        g_assert_true(g_regex_match_simple("^[a-z0-9]+(-[a-z0-9]+)*$", fact->slug, 0, 0));
        g_assert_true(g_hash_table_add(slugs, (gpointer)fact->slug));
    }
}

static void error__carries_field_and_wait_through_copies(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(error_set(&error, ERROR_TOO_LONG, "items.2.title", "%d characters", 501));
    g_assert_cmpstr(error->message, ==, "501 characters");
    error_set_retry_after(error, 7);
    g_autoptr(GError) copy = g_error_copy(error);
    g_clear_error(&error);
    g_assert_cmpstr(error_field(copy), ==, "items.2.title");
    g_assert_cmpuint(error_retry_after(copy), ==, 7);
    g_assert_cmpint(error_kind(copy), ==, ERROR_TOO_LONG);
}

static void error__may_be_nobody_s_concern(void)
{
    g_assert_false(error_set(NULL, ERROR_BUSY, NULL, "nothing"));
    g_assert_null(error_field(NULL));
    g_assert_cmpuint(error_retry_after(NULL), ==, 0);
}

static void foreign__full_disks_are_known(void)
{
    g_autoptr(GError) io = g_error_new(G_IO_ERROR, G_IO_ERROR_NO_SPACE, "x");
    g_autoptr(GError) file = g_error_new(G_FILE_ERROR, G_FILE_ERROR_NOSPC, "x");
    g_autoptr(GError) other = g_error_new(G_FILE_ERROR, G_FILE_ERROR_NOENT, "x");
    g_autoptr(GError) number = NULL;
    error_set_errno(&number, ENOSPC, "write");
    g_assert_cmpint(error_kind(io), ==, ERROR_DISK_FULL);
    g_assert_cmpint(error_kind(file), ==, ERROR_DISK_FULL);
    g_assert_cmpint(error_kind(number), ==, ERROR_DISK_FULL);
    g_assert_cmpint(error_kind(other), ==, ERROR_INTERNAL);
}

static void sql__states_become_kinds(void)
{
    static const struct {
        const char *sqlstate;
        ErrorKind kind;
    } cases[] = {{"22P02", ERROR_WRONG_VALUE}, {"22007", ERROR_WRONG_VALUE}, {"23505", ERROR_DUPLICATE}, {"23503", ERROR_UNKNOWN_REFERENCE},
                 {"23514", ERROR_WRONG_VALUE}, {"40001", ERROR_BUSY},        {"40P01", ERROR_BUSY},      {"55P03", ERROR_BUSY},
                 {"57014", ERROR_BUSY},        {"57P01", ERROR_DATABASE},    {"08006", ERROR_DATABASE},  {"53100", ERROR_DISK_FULL},
                 {"42501", ERROR_NOT_ALLOWED}, {"P0002", ERROR_NOT_FOUND},   {"42703", ERROR_INTERNAL},  {"", ERROR_DATABASE}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(error_set_sql(&error, cases[i].sqlstate, NULL, NULL, "said so", NULL));
        g_assert_error(error, NGHISU_ERROR, (int)cases[i].kind);
    }
}

static void sql__our_own_errors_keep_slug_field_and_detail(void)
{
    g_autoptr(GError) error = NULL;
    error_set_sql(&error, "NGERR", NULL, "starts_at", "wrong-state", "it is over");
    g_assert_error(error, NGHISU_ERROR, ERROR_WRONG_STATE);
    g_assert_cmpstr(error_field(error), ==, "starts_at");
    g_assert_cmpstr(error->message, ==, "it is over");
    g_clear_error(&error);
    error_set_sql(&error, "NGERR", NULL, "", "no-such-slug", "");
    g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    g_assert_null(error_field(error));
}

static void sql__constraints_name_the_field(void)
{
    g_autoptr(GError) error = NULL;
    error_set_sql(&error, "23505", "person_account", NULL, "duplicate key", NULL);
    g_assert_error(error, NGHISU_ERROR, ERROR_DUPLICATE);
    g_assert_cmpstr(error_field(error), ==, "account");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/error/table__every_kind_has_a_status_and_its_own_slug", table__every_kind_has_a_status_and_its_own_slug);
    g_test_add_func("/error/error__carries_field_and_wait_through_copies", error__carries_field_and_wait_through_copies);
    g_test_add_func("/error/error__may_be_nobody_s_concern", error__may_be_nobody_s_concern);
    g_test_add_func("/error/foreign__full_disks_are_known", foreign__full_disks_are_known);
    g_test_add_func("/error/sql__states_become_kinds", sql__states_become_kinds);
    g_test_add_func("/error/sql__our_own_errors_keep_slug_field_and_detail", sql__our_own_errors_keep_slug_field_and_detail);
    g_test_add_func("/error/sql__constraints_name_the_field", sql__constraints_name_the_field);
    return g_test_run();
}
