/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is given again without asking, seen from a client: never more than was
 * allowed a moment ago, never what was forgotten, and nothing while nobody
 * hears of changes. A private PostgreSQL says who is signed in.
 */
#include "private_cluster.h"
#include "data/db_connection.h"
#include "http_fixture.h"
#include <dirent.h>
#include <fcntl.h>

#define TOKEN "0123456789012345678901234567890123456789012"
#define OTHER_TOKEN "1123456789012345678901234567890123456789012"
#define DOCUMENT "document:0192f0c1-2345-7abc-8def-0123456789ab"

static const char schema_sql[] =
    "create role nghisu_app login; create schema app; grant usage on schema app to nghisu_app; create table app.ended (yes boolean);"
    "grant all on all tables in schema app to nghisu_app;"
    "create function app.session_open(hash text, address text, stale boolean, out session_id uuid, out person_id uuid) language plpgsql as "
    "$$ begin if exists (select from app.ended) then raise exception using errcode = 'NGERR', message = 'signed-out'; end if;"
    " session_id := '00000000-0000-7000-8000-000000000002'; person_id := '00000000-0000-7000-8000-000000000001'; end $$;";

enum { PAGE_BYTES = 70000 };

static Cluster *cluster;
static Fixture fixture;
static char *page_path;
static int calls;     /* atomic */
static gboolean held; /* atomic: the call waits */

static gboolean page_call(Request *request, GError **error)
{
    g_atomic_int_inc(&calls);
    while (g_atomic_int_get(&held))
        g_usleep(1000);
    int fd = open(page_path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(error, errno, page_path);
    reply_etag(request, "one");
    reply_fd(request, "image/png", fd, PAGE_BYTES);
    return TRUE;
}

static gboolean secret_call(Request *request, GError **error)
{
    reply_header(request, "Cache-Control", "private, no-store");
    return page_call(request, error);
}

static gboolean words_call(Request *request, GError **error G_GNUC_UNUSED)
{
    g_atomic_int_inc(&calls);
    reply_etag(request, "words");
    reply_json_text(request, 200, "{\"count\":1}");
    return TRUE;
}

static const Shape reply_shape = {.name = "Reply", .fields = (const Field[]){{0}}};
static const Field params[] = {{.name = "width", .kind = FIELD_INTEGER, .min = 1, .max = 4000}, {0}};
const Route route_table[] = {
    {.method = "GET",
     .path = "/api/pages/{n}",
     .access = SIGNED_IN,
     .call = page_call,
     .params = params,
     .media = "image/png",
     .pass = TRUE},
    {.method = "GET", .path = "/api/secrets/{n}", .access = SIGNED_IN, .call = secret_call, .media = "image/png", .pass = TRUE},
    {.method = "GET", .path = "/api/words", .access = SIGNED_IN, .call = words_call, .reply = &reply_shape, .pass = TRUE},
    {.method = "GET", .path = "/api/never", .access = SIGNED_IN, .call = page_call, .media = "image/png"},
    {0},
};

static void owner_run(const char *sql)
{
    g_autoptr(PGconn) pg = db_connect(cluster_owner_url(cluster), NULL);
    PGresult *result = PQexec(pg, sql);
    if (PQresultStatus(result) == PGRES_FATAL_ERROR)
        g_error("%s", PQerrorMessage(pg));
    PQclear(result);
}

/* One request as the session; more is further header lines. */
static int get_as(const char *method, const char *token, const char *target, const char *more, GString **reply)
{
    g_autofree char *text =
        g_strdup_printf("%s %s HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-nghisu=%s\r\n%s\r\n", method, target, token, more);
    return ask(&fixture, text, strlen(text), reply);
}

static int get(const char *target, const char *more)
{
    return get_as("GET", TOKEN, target, more, NULL);
}

/* How often the call ran for so many requests of the target. */
static int calls_of(const char *target, const char *more, int requests, int status)
{
    int before = g_atomic_int_get(&calls);
    for (int i = 0; i < requests; i++)
        g_assert_cmpint(get(target, more), ==, status);
    return g_atomic_int_get(&calls) - before;
}

static void forget(void)
{
    events_notice("{\"rights\":true}", fixture.house.events);
}

static void a_reply_is_given_again_without_the_call(void)
{
    GString *first = NULL, *second = NULL;
    forget();
    int before = g_atomic_int_get(&calls);
    g_assert_cmpint(get_as("GET", TOKEN, "/api/pages/1?width=9", "", &first), ==, 200);
    g_assert_cmpint(get_as("GET", TOKEN, "/api/pages/1?width=9", "", &second), ==, 200);
    g_assert_cmpint(g_atomic_int_get(&calls), ==, before + 1);
    const char *body = strstr(first->str, "\r\n\r\n"), *again = strstr(second->str, "\r\n\r\n");
    gsize length = first->len - (gsize)(body - first->str);
    g_assert_cmpmem(body, length, again, second->len - (gsize)(again - second->str));
    g_assert_cmpuint(length, ==, PAGE_BYTES + 4);
    static const char *const wanted[] = {"Content-Type: image/png\r\n",
                                         "ETag: \"one\"\r\n",
                                         "Cache-Control: private, no-cache\r\n",
                                         "X-Content-Type-Options: nosniff\r\n",
                                         "Content-Security-Policy: default-src 'none'",
                                         "Cross-Origin-Resource-Policy: same-origin\r\n",
                                         "Accept-Ranges: bytes\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_assert_nonnull(strstr(first->str, wanted[i]));
        g_assert_nonnull(strstr(second->str, wanted[i]));
    }
    g_assert_null(strstr(second->str, "X-Request-Id")); /* another request's would mislead */
    g_string_free(first, TRUE);
    g_string_free(second, TRUE);
    g_assert_cmpint(calls_of("/api/words", "", 3, 200), ==, 1);
    g_assert_cmpint(calls_of("/api/never", "", 3, 200), ==, 3);
}

static void a_known_etag_gets_304(void)
{
    GString *reply = NULL;
    forget();
    g_assert_cmpint(calls_of("/api/pages/1", "If-None-Match: \"one\"\r\n", 3, 304), ==, 1);
    /* only that it is unchanged was kept: who wants the whole asks, and then both are there */
    g_assert_cmpint(calls_of("/api/pages/1", "", 3, 200), ==, 1);
    g_assert_cmpint(calls_of("/api/pages/1", "If-None-Match: \"one\"\r\n", 3, 304), ==, 0);
    g_assert_cmpint(calls_of("/api/pages/1", "If-None-Match: \"two\"\r\n", 3, 200), ==, 0);
    g_assert_cmpint(get_as("GET", TOKEN, "/api/pages/1", "If-None-Match: \"one\"\r\n", &reply), ==, 304);
    g_assert_nonnull(strstr(reply->str, "ETag: \"one\"\r\n"));
    g_assert_null(strstr(reply->str, "\r\nContent-Type"));
    g_string_free(reply, TRUE);
}

static void another_session_or_address_asks_for_itself(void)
{
    forget();
    g_assert_cmpint(calls_of("/api/pages/1", "", 2, 200), ==, 1);
    g_assert_cmpint(calls_of("/api/pages/2", "", 2, 200), ==, 1);
    g_assert_cmpint(calls_of("/api/pages/1?width=8", "", 2, 200), ==, 1);
    int before = g_atomic_int_get(&calls);
    g_assert_cmpint(get_as("GET", OTHER_TOKEN, "/api/pages/1", "", NULL), ==, 200);
    g_assert_cmpint(g_atomic_int_get(&calls), ==, before + 1);
    g_assert_cmpint(get_as("GET", "x", "/api/pages/1", "", NULL), ==, 401);
    g_assert_cmpint(ASK(&fixture, "GET /api/pages/1 HTTP/1.1\r\nHost: localhost\r\n\r\n", NULL), ==, 401);
    /* what the door and the fields refuse stays refused */
    g_assert_cmpint(ASK(&fixture, "GET /api/pages/1 HTTP/1.1\r\nHost: evil.example\r\nCookie: __Host-nghisu=" TOKEN "\r\n\r\n", NULL), ==,
                    400);
    g_assert_cmpint(get("/api/pages/1?width=0", ""), ==, 422);
}

static void a_range_and_a_head_are_answered_as_such(void)
{
    GString *reply = NULL;
    forget();
    g_assert_cmpint(get_as("HEAD", TOKEN, "/api/pages/1", "", NULL), ==, 200);
    g_assert_cmpint(calls_of("/api/pages/1", "Range: bytes=0-9\r\n", 2, 206), ==, 2);
    g_assert_cmpint(calls_of("/api/pages/1", "", 2, 200), ==, 1);
    g_assert_cmpint(get_as("GET", TOKEN, "/api/pages/1", "Range: bytes=0-9\r\n", &reply), ==, 206);
    g_assert_nonnull(strstr(reply->str, "Content-Range: bytes 0-9/70000\r\n"));
    g_string_free(reply, TRUE);
    int fd = dial(&fixture);
    static const char head[] = "HEAD /api/pages/1 HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-nghisu=" TOKEN "\r\n\r\n";
    say(fd, head, sizeof head - 1);
    reply = hear(fd, 200);
    g_assert_cmpint(status_in(reply), ==, 200);
    g_assert_true(g_str_has_suffix(reply->str, "\r\n\r\n"));
    g_string_free(reply, TRUE);
    close(fd);
}

static void what_no_browser_may_keep_is_not_kept(void)
{
    forget();
    g_assert_cmpint(calls_of("/api/secrets/1", "", 3, 200), ==, 3);
    g_assert_cmpint(calls_of("/api/secrets/1", "If-None-Match: \"one\"\r\n", 3, 304), ==, 3);
}

static void ends_by_itself(void)
{
    guint normal = http_limits.pass_ms;
    forget();
    http_limits.pass_ms = 300;
    g_assert_cmpint(calls_of("/api/pages/1", "", 2, 200), ==, 1);
    /* giving it again does not lengthen it */
    gint64 until = g_get_monotonic_time() + 400 * 1000;
    int before = g_atomic_int_get(&calls);
    while (g_get_monotonic_time() < until)
        g_assert_cmpint(get("/api/pages/1", ""), ==, 200);
    g_assert_cmpint(g_atomic_int_get(&calls), >, before);
    http_limits.pass_ms = normal;
    forget();
}

static void a_notice_forgets(void)
{
    static const char *const notices[] = {
        "{\"rights\":true}",
        "{\"session\":\"00000000-0000-7000-8000-000000000002\"}",
        "{\"session\":\"00000000-0000-7000-8000-00000000000f\"}",
        "{\"subject\":\"" DOCUMENT "\",\"revision\":2,\"kind\":\"facts\",\"patch\":null}",
        "not JSON",
        "[]",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(notices); i++) {
        get("/api/pages/1", "");
        events_notice(notices[i], fixture.house.events);
        g_assert_cmpint(calls_of("/api/pages/1", "", 2, 200), ==, 1);
    }
    events_notice("{\"subject\":\"" DOCUMENT "\",\"revision\":3,\"kind\":\"comments\",\"patch\":null}", fixture.house.events);
    g_assert_cmpint(calls_of("/api/pages/1", "", 2, 200), ==, 0);
}

static void an_ended_session_is_signed_out(void)
{
    forget();
    g_assert_cmpint(calls_of("/api/pages/1", "", 2, 200), ==, 1);
    owner_run("begin; insert into app.ended values (true); "
              "select pg_notify('nghisu_event', '{\"session\":\"00000000-0000-7000-8000-000000000002\"}'); commit");
    gint64 until = g_get_monotonic_time() + G_USEC_PER_SEC;
    while (get("/api/pages/1", "") != 401)
        g_assert_cmpint(g_get_monotonic_time(), <, until);
    /* these calls ask the database nothing: they have run, and what they said is dropped */
    GString *reply = NULL;
    g_assert_cmpint(get_as("GET", TOKEN, "/api/pages/1", "", &reply), ==, 401);
    g_assert_null(strstr(reply->str, "line 1"));
    g_assert_null(strstr(reply->str, "ETag"));
    g_string_free(reply, TRUE);
    g_assert_cmpint(get("/api/words", ""), ==, 401);
    g_assert_cmpint(calls_of("/api/never", "", 1, 401), ==, 0);
    owner_run("delete from app.ended");
}

static gpointer one_get(gpointer data G_GNUC_UNUSED)
{
    return GINT_TO_POINTER(get("/api/pages/7", ""));
}

static void a_notice_while_the_right_is_checked_keeps_nothing(void)
{
    forget();
    int before = g_atomic_int_get(&calls);
    g_atomic_int_set(&held, TRUE);
    GThread *thread = g_thread_new("get", one_get, NULL);
    while (g_atomic_int_get(&calls) == before)
        g_usleep(1000);
    forget();
    g_atomic_int_set(&held, FALSE);
    g_assert_cmpint(GPOINTER_TO_INT(g_thread_join(thread)), ==, 200);
    g_assert_cmpint(calls_of("/api/pages/7", "", 2, 200), ==, 1);
}

static int descriptors(void)
{
    int count = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static void holds_no_descriptor(void)
{
    forget();
    get("/api/pages/1", "");
    int before = descriptors();
    for (int i = 1; i <= 600; i++) { /* more than its bytes may be */
        char target[64];
        g_snprintf(target, sizeof target, "/api/pages/%d", i);
        g_assert_cmpint(get(target, ""), ==, 200);
    }
    g_assert_cmpint(descriptors() - before, <, 50);
    g_assert_cmpint(calls_of("/api/pages/600", "", 1, 200), ==, 0);
    g_assert_cmpint(calls_of("/api/pages/1", "", 1, 200), ==, 1); /* the oldest made room */
    forget();
}

static void nothing_is_given_while_no_notice_is_heard(void)
{
    forget();
    g_assert_cmpint(calls_of("/api/pages/1", "", 2, 200), ==, 1);
    owner_run("alter role nghisu_app nologin");
    owner_run("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and pid <> pg_backend_pid()");
    gint64 until = g_get_monotonic_time() + 2 * G_USEC_PER_SEC;
    while (calls_of("/api/pages/1", "", 1, 200) == 0)
        g_assert_cmpint(g_get_monotonic_time(), <, until);
    g_assert_cmpint(calls_of("/api/pages/1", "", 5, 200), ==, 5);
    forget(); /* a notice from within does not make it hear */
    g_assert_cmpint(calls_of("/api/pages/1", "", 5, 200), ==, 5);
    owner_run("alter role nghisu_app login");
    until = g_get_monotonic_time() + 5 * G_USEC_PER_SEC;
    while (calls_of("/api/pages/1", "", 1, 200) == 1)
        g_assert_cmpint(g_get_monotonic_time(), <, until);
    g_assert_cmpint(calls_of("/api/pages/1", "", 5, 200), ==, 0);
}

static gpointer many_gets(gpointer data)
{
    const char *token = data;
    int fd = dial(&fixture);
    for (int i = 0; i < 400; i++) {
        g_autofree char *text = g_strdup_printf("GET /api/pages/%d HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-nghisu=%s\r\n%s\r\n",
                                                i % 3 + 1, token, i % 5 ? "" : "If-None-Match: \"one\"\r\n");
        say(fd, text, strlen(text));
        g_autoptr(GString) reply = hear_one(fd);
        g_assert_cmpint(status_in(reply), ==, i % 5 ? 200 : 304);
        if (i % 5)
            g_assert_cmpuint(reply->len, >, PAGE_BYTES);
        if (i % 50 == 49) { /* one that leaves in the middle of a reply */
            say(fd, text, strlen(text));
            close(fd);
            fd = dial(&fixture);
        }
    }
    close(fd);
    return NULL;
}

static void many_at_once_while_all_is_forgotten(void)
{
    GThread *threads[8];
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("gets", many_gets, (gpointer)(i % 2 ? TOKEN : OTHER_TOKEN));
    for (int i = 0; i < 300; i++) {
        forget();
        g_usleep(2000);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

static void page_write(const char *folder)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    for (int i = 0; bytes->len < PAGE_BYTES; i++)
        g_string_append_printf(bytes, "line %d\n", i);
    page_path = g_build_filename(folder, "page", NULL);
    g_assert_true(g_file_set_contents(page_path, bytes->str, PAGE_BYTES, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    g_autofree char *folder = private_folder_make();
    g_autoptr(GError) error = NULL;
    cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    owner_run(schema_sql);
    page_write(folder);
    fixture_prepare(&fixture);
    fixture.house.db = db_open(cluster_app_url(cluster), 4, &error);
    g_assert_no_error(error);
    fixture.house.events = events_start(&fixture.house, cluster_app_url(cluster), &error);
    g_assert_no_error(error);
    fixture_listen(&fixture);
#define ADD(name) g_test_add_func("/pass/" #name, name)
    ADD(a_reply_is_given_again_without_the_call);
    ADD(a_known_etag_gets_304);
    ADD(another_session_or_address_asks_for_itself);
    ADD(a_range_and_a_head_are_answered_as_such);
    ADD(what_no_browser_may_keep_is_not_kept);
    ADD(ends_by_itself);
    ADD(a_notice_forgets);
    ADD(an_ended_session_is_signed_out);
    ADD(a_notice_while_the_right_is_checked_keeps_nothing);
    ADD(holds_no_descriptor);
    ADD(nothing_is_given_while_no_notice_is_heard);
    ADD(many_at_once_while_all_is_forgotten);
    int result = g_test_run();
    events_stop(fixture.house.events); /* before the server: what it kept must not be touched by the hub any more */
    fixture_end(&fixture);
    db_close(fixture.house.db);
    cluster_stop(cluster);
    private_folder_remove(folder);
    g_free(page_path);
    return result;
}
