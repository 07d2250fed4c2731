/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * db.c against a real PostgreSQL with a small schema of its own: what it
 * promises about sessions, failures and lost connections.
 */
#include "private_cluster.h"
#include "data/db.h"
#include "data/db_connection.h"
#include "base/error.h"
#include "base/log.h"
#include <signal.h>

static Cluster *cluster;
static Db *db;

/* The queries' own functions, as small as their signatures allow. session_check is "select 1", so it needs none. */
static const char schema_sql[] =
    "create role nghisu_app login; create schema app; grant usage on schema app to nghisu_app;"
    "create table app.note (id int generated always as identity, text text, constraint note_text unique (text)); grant select on app.note "
    "to nghisu_app;"
    "create function app.session_open(hash text, address text, stale boolean, out session_id uuid, out person_id uuid) language plpgsql as "
    "$$"
    " begin if hash like '0%' then raise exception using errcode = 'NGERR', message = 'signed-out'; end if;"
    " if hash like '1%' and not stale then raise exception using errcode = 'NGERR', message = 'change-password-first'; end if;"
    " perform set_config('app.person_id', '00000000-0000-7000-8000-000000000001', true);"
    " session_id := '00000000-0000-7000-8000-000000000002'; person_id := '00000000-0000-7000-8000-000000000001'; end $$;"
    "create function app.me() returns uuid language sql stable as $$ select nullif(current_setting('app.person_id', true), '')::uuid $$;"
    /* welcome_get(): who is asking, and this connection's process */
    "create function app.welcome_get() returns text language sql as $$ select coalesce(app.me()::text, 'nobody') || ' ' || "
    "pg_backend_pid() $$;"
    /* password_set(hash): writes a row; hashes ask for kinds of failure */
    "create function app.password_set(hash text) returns text language plpgsql security definer as $$"
    " begin insert into app.note (text) values (hash);"
    " if hash = 'fails' then raise exception using errcode = 'NGERR', message = 'wrong-state', column = 'hash', detail = 'so it is'; end "
    "if;"
    " if hash = 'dies' then perform pg_terminate_backend(pg_backend_pid()); end if; return hash; end $$;"
    /* home_get(): dies while flag 'die' is in the table */
    "create function app.home_get() returns text language plpgsql security definer as $$"
    " begin if exists (select from app.note where text = 'die ' || pg_backend_pid()) then perform pg_terminate_backend(pg_backend_pid()); "
    "end if;"
    " return pg_backend_pid(); end $$;";

static const Caller person = {.token_hash = "a", .address = "127.0.0.1"};

static char *ask(DbConn *conn, const Caller *caller, QueryId query, int count, const char *const *values, GError **error)
{
    g_autoptr(PGresult) result = db_query(conn, caller, query, count, values, error);
    return result ? g_strdup(db_text(result) ? db_text(result) : "") : NULL;
}

static int notes(const char *text)
{
    g_autoptr(PGconn) pg = db_connect(cluster_owner_url(cluster), NULL);
    PGresult *result = PQexecParams(pg, "select from app.note where text = $1", 1, NULL, &text, NULL, NULL, 0);
    int count = PQntuples(result);
    PQclear(result);
    return count;
}

static void owner_run(const char *sql)
{
    g_autoptr(PGconn) pg = db_connect(cluster_owner_url(cluster), NULL);
    PGresult *result = PQexec(pg, sql);
    g_assert_true(PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK);
    PQclear(result);
}

static void session__is_set_for_one_query_only(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, &error);
    g_autofree char *signed_in = ask(conn, &person, Q_WELCOME_GET, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(signed_in, "00000000-0000-7000-8000-000000000001 "));
    g_assert_cmpstr(db_caller_person(conn), ==, "00000000-0000-7000-8000-000000000001");
    g_assert_cmpstr(db_caller_session(conn), ==, "00000000-0000-7000-8000-000000000002");
    g_autofree char *nobody = ask(conn, NULL, Q_WELCOME_GET, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(nobody, "nobody "));
    g_assert_null(db_caller_person(conn));
}

static void session__unknown_is_refused_before_the_query(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, NULL);
    const char *values[] = {"never"};
    Caller unknown = {.token_hash = "0"};
    g_assert_null(db_query(conn, &unknown, Q_PASSWORD_SET, 1, values, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_SIGNED_OUT);
    g_assert_cmpint(notes("never"), ==, 0);
    g_clear_error(&error);
    Caller stale = {.token_hash = "1"};
    g_assert_null(db_query(conn, &stale, Q_WELCOME_GET, 0, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CHANGE_PASSWORD);
    g_clear_error(&error);
    stale.allow_stale = TRUE;
    g_autofree char *fine = ask(conn, &stale, Q_WELCOME_GET, 0, NULL, &error);
    g_assert_no_error(error);
}

static void session__rolls_back_after_an_error(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, NULL);
    const char *values[] = {"fails"};
    g_assert_null(db_query(conn, &person, Q_PASSWORD_SET, 1, values, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_WRONG_STATE);
    g_assert_cmpstr(error->message, ==, "so it is");
    g_assert_cmpstr(error_field(error), ==, "hash");
    g_assert_cmpint(notes("fails"), ==, 0);
    g_clear_error(&error);
    g_autofree char *after = ask(conn, &person, Q_WELCOME_GET, 0, NULL, &error); /* the same connection is clean */
    g_assert_no_error(error);
}

static void query__duplicate_is_named(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, NULL);
    const char *values[] = {"twice"};
    g_autofree char *first = ask(conn, &person, Q_PASSWORD_SET, 1, values, &error);
    g_assert_no_error(error);
    g_assert_null(db_query(conn, &person, Q_PASSWORD_SET, 1, values, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_DUPLICATE);
}

static void query__with_wrong_values_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, NULL);
    g_assert_null(db_query(conn, NULL, Q_PASSWORD_SET, 0, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    g_clear_error(&error);
    g_assert_null(db_query(conn, NULL, Q_NONE, 0, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
}

static void transaction__ends_with_its_owner(void)
{
    g_autoptr(GError) error = NULL;
    const char *kept[] = {"kept"}, *dropped[] = {"dropped"}, *fails[] = {"fails"};
    DbConn *conn = db_take(db, NULL);
    g_assert_true(db_begin(conn, &person, &error));
    PQclear(db_step(conn, Q_PASSWORD_SET, 1, dropped, &error));
    g_assert_no_error(error);
    db_give(conn);
    g_assert_cmpint(notes("dropped"), ==, 0);

    conn = db_take(db, NULL);
    g_assert_true(db_begin(conn, &person, &error));
    g_assert_cmpstr(db_caller_person(conn), !=, NULL);
    PQclear(db_step(conn, Q_PASSWORD_SET, 1, kept, &error));
    g_assert_true(db_commit(conn, &error));
    g_assert_cmpint(notes("kept"), ==, 1);

    g_assert_true(db_begin(conn, &person, &error));
    PQclear(db_step(conn, Q_PASSWORD_SET, 1, dropped, NULL));
    g_assert_null(db_step(conn, Q_PASSWORD_SET, 1, fails, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_WRONG_STATE);
    g_clear_error(&error);
    g_assert_false(db_commit(conn, &error));
    g_assert_nonnull(error);
    g_clear_error(&error);
    db_rollback(conn);
    g_assert_cmpint(notes("dropped"), ==, 0);
    Caller unknown = {.token_hash = "0"};
    g_assert_false(db_begin(conn, &unknown, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_SIGNED_OUT);
    g_clear_error(&error);
    g_assert_null(db_step(conn, Q_PASSWORD_SET, 1, dropped, &error)); /* nothing runs outside a transaction */
    g_assert_nonnull(error);
    db_give(conn);
}

static void connection__a_lost_read_is_tried_again(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, NULL);
    g_autofree char *before = ask(conn, &person, Q_HOME_GET, 0, NULL, &error);
    g_autofree char *sql = g_strdup_printf("insert into app.note (text) values ('die %s')", before);
    owner_run(sql);
    g_autofree char *after = ask(conn, &person, Q_HOME_GET, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(after, !=, before);
}

static void connection__a_changed_schema_is_prepared_anew(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, NULL);
    g_free(ask(conn, &person, Q_HOME_GET, 0, NULL, NULL));
    owner_run("drop function app.home_get(); create function app.home_get() returns int language sql as 'select 7'");
    g_autofree char *after = ask(conn, &person, Q_HOME_GET, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(after, ==, "7");
}

static void connection__a_lost_write_is_not_repeated(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, NULL);
    const char *values[] = {"dies"};
    g_assert_null(db_query(conn, &person, Q_PASSWORD_SET, 1, values, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_DATABASE);
    g_assert_cmpuint(error_retry_after(error), >, 0);
    g_assert_cmpint(notes("dies"), ==, 0);
    g_clear_error(&error);
    g_autofree char *after = ask(conn, &person, Q_WELCOME_GET, 0, NULL, &error);
    g_assert_no_error(error);
}

static void connection__an_ended_idle_one_is_replaced(void)
{
    g_autoptr(GError) error = NULL;
    db_give(db_take(db, NULL));
    owner_run("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'nghisu_app'");
    g_usleep(100 * 1000);
    g_autoptr(DbConn) conn = db_take(db, &error);
    const char *values[] = {"after idle"}; /* a write: so nothing was tried twice */
    g_autofree char *written = ask(conn, &person, Q_PASSWORD_SET, 1, values, &error);
    g_assert_no_error(error);
}

static void pool__is_bounded(void)
{
    g_autoptr(GError) error = NULL;
    DbConn *first = db_take(db, NULL), *second = db_take(db, NULL);
    g_assert_null(db_take(db, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_BUSY);
    db_give(first);
    g_assert_true(db_take(db, NULL) == first);
    db_give(first);
    db_give(second);
}

static int heard, losses, breaks;
static void on_notice(const char *payload, gpointer data)
{
    (void)data;
    if (g_str_equal(payload, "héllo"))
        g_atomic_int_inc(&heard);
}
static void on_lost(gpointer data)
{
    (void)data;
    g_assert_cmpint(g_atomic_int_get(&losses), ==, g_atomic_int_get(&breaks));
    g_atomic_int_inc(&losses);
}
static void on_break(gpointer data)
{
    (void)data;
    g_assert_cmpint(g_atomic_int_get(&losses), ==, g_atomic_int_get(&breaks) + 1); /* told of the loss first */
    g_atomic_int_inc(&breaks);
}
static void wait_for(int *value, int wanted)
{
    for (int i = 0; i < 500 && g_atomic_int_get(value) < wanted; i++)
        g_usleep(10 * 1000);
    g_assert_cmpint(g_atomic_int_get(value), ==, wanted);
}

static void listener__hears_and_tells_of_a_break(void)
{
    g_autoptr(GError) error = NULL;
    DbListener *listener = db_listen(cluster_app_url(cluster), "nghisu_event", on_notice, on_lost, on_break, NULL, &error);
    g_assert_no_error(error);
    owner_run("notify nghisu_event, 'héllo'");
    wait_for(&heard, 1);
    owner_run("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and pid <> pg_backend_pid()");
    wait_for(&breaks, 1);
    owner_run("notify nghisu_event, 'héllo'");
    wait_for(&heard, 2);
    db_unlisten(listener);
}

static void pool__survives_a_crash_of_the_database(void)
{
    g_autoptr(GError) error = NULL;
    /* One killed backend makes PostgreSQL restart all: the pool must come back by itself. */
    DbConn *conn = db_take(db, NULL);
    g_autofree char *answer = ask(conn, &person, Q_HOME_GET, 0, NULL, NULL);
    db_give(conn);
    kill((pid_t)atoi(answer), SIGKILL);
    g_usleep(50 * 1000);
    conn = db_take(db, &error);
    g_assert_no_error(error);
    g_autofree char *after = ask(conn, &person, Q_HOME_GET, 0, NULL, &error);
    g_assert_no_error(error);
    db_give(conn);
    g_assert_cmpint(notes("kept"), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR); /* our own error lines are part of what is tested */
    g_autofree char *folder = private_folder_make();
    g_autoptr(GError) error = NULL;
    cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    owner_run(schema_sql);
    db = db_open(cluster_app_url(cluster), 2, &error);
    g_assert_no_error(error);
    g_test_add_func("/db/session__is_set_for_one_query_only", session__is_set_for_one_query_only);
    g_test_add_func("/db/session__unknown_is_refused_before_the_query", session__unknown_is_refused_before_the_query);
    g_test_add_func("/db/session__rolls_back_after_an_error", session__rolls_back_after_an_error);
    g_test_add_func("/db/query__duplicate_is_named", query__duplicate_is_named);
    g_test_add_func("/db/query__with_wrong_values_is_refused", query__with_wrong_values_is_refused);
    g_test_add_func("/db/transaction__ends_with_its_owner", transaction__ends_with_its_owner);
    g_test_add_func("/db/connection__a_lost_read_is_tried_again", connection__a_lost_read_is_tried_again);
    g_test_add_func("/db/connection__a_lost_write_is_not_repeated", connection__a_lost_write_is_not_repeated);
    g_test_add_func("/db/connection__an_ended_idle_one_is_replaced", connection__an_ended_idle_one_is_replaced);
    g_test_add_func("/db/pool__is_bounded", pool__is_bounded);
    g_test_add_func("/db/listener__hears_and_tells_of_a_break", listener__hears_and_tells_of_a_break);
    g_test_add_func("/db/pool__survives_a_crash_of_the_database", pool__survives_a_crash_of_the_database);
    g_test_add_func("/db/connection__a_changed_schema_is_prepared_anew",
                    connection__a_changed_schema_is_prepared_anew); /* the last: it replaces home_get */
    int failed = g_test_run();
    db_close(db);
    cluster_stop(cluster);
    private_folder_remove(folder);
    return failed;
}
