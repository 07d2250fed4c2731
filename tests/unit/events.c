/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Event streams and Idempotency-Key against a private PostgreSQL with the few
 * functions they ask: who hears what, and who hears no more.
 */
#include "private_cluster.h"
#include "data/db_connection.h"
#include "http_fixture.h"

#define MEETING "meeting:0192f0c1-2345-7abc-8def-0123456789ab"
#define HIDDEN "meeting:0192f0c1-2345-7abc-8def-0123456789ac"
#define TOKEN "0123456789012345678901234567890123456789012"

static const char schema_sql[] =
    "create role nghisu_app login; create schema app; grant usage on schema app to nghisu_app;"
    "create table app.visible (subject text primary key, revision bigint); create table app.ended (yes boolean);"
    "create table app.done (at timestamptz default now()); create table app.key (key text primary key, route text, fingerprint text, "
    "status int, body text);"
    "grant all on all tables in schema app to nghisu_app;"
    "insert into app.visible values ('" MEETING "', 4);"
    "create function app.session_open(hash text, address text, stale boolean, out session_id uuid, out person_id uuid) language plpgsql as "
    "$$"
    " begin if exists (select from app.ended) then raise exception using errcode = 'NGERR', message = 'signed-out'; end if;"
    " session_id := '00000000-0000-7000-8000-000000000002'; person_id := '00000000-0000-7000-8000-000000000001'; end $$;"
    "create function app.event_subjects(wanted jsonb) returns table (subject text, revision bigint) language sql as $$"
    " select v.subject, v.revision from app.visible v where wanted ? v.subject $$;"
    "create function app.stream_subjects(asked jsonb) returns table (ord int, problem text, subject text, revision bigint) language sql as "
    "$$"
    " select n::int - 1, case when e.yes is not null then 'signed-out' end, v.subject, v.revision"
    " from jsonb_array_elements(asked) with ordinality l (x, n) left join app.ended e on true"
    " left join app.visible v on e.yes is null and x -> 'subjects' ? v.subject where e.yes is not null or v.subject is not null $$;"
    "create function app.home_get() returns json language sql as $$ insert into app.done default values returning "
    "json_build_object('count', "
    "(select count(*) + 1 from app.done)) $$;"
    "create function app.idempotency_claim(k text, r text, f text, out status int, out body text) language plpgsql as $$"
    " declare was app.key; begin insert into app.key values (k, r, f) on conflict do nothing; select * into was from app.key where key = k;"
    " if was.fingerprint <> f or was.route <> r then raise exception using errcode = 'NGERR', message = 'key-reused'; end if;"
    " status := was.status; body := was.body; end $$;"
    "create function app.idempotency_keep(k text, s int, b text) returns void language sql as $$ update app.key set status = s, body = b "
    "where key = k $$;";

static Cluster *cluster;
static Fixture fixture;

static gboolean follow(Request *request, GError **error)
{
    return events_follow(request, error);
}

static const Shape reply_shape = {.name = "Reply", .fields = (const Field[]){{0}}};
static const Field params[] = {
    {.name = "subject", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .min = 6, .max = 60, .max_items = 50}, {0}};
const Route route_table[] = {
    {.method = "GET", .path = "/api/events", .access = SIGNED_IN, .call = follow, .params = params, .media = "text/event-stream"},
    {.method = "POST", .path = "/api/home", .access = SIGNED_IN, .query = Q_HOME_GET, .reply = &reply_shape, .status = 201},
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

#define COOKIE "Host: localhost\r\nCookie: __Host-nghisu=" TOKEN "\r\n"

static int stream_dial(const char *query)
{
    int fd = dial(&fixture);
    g_autofree char *text = g_strdup_printf("GET /api/events?%s HTTP/1.1\r\n" COOKIE "\r\n", query);
    say(fd, text, strlen(text));
    return fd;
}

/* Everything heard until `wanted` is in it, or 5 s. */
static gboolean hears(int fd, GString *heard, const char *wanted)
{
    char buffer[65536];
    gint64 until = g_get_monotonic_time() + 5 * G_USEC_PER_SEC;
    while (!strstr(heard->str, wanted) && g_get_monotonic_time() < until) {
        struct pollfd entry = {.fd = fd, .events = POLLIN};
        if (poll(&entry, 1, 100) != 1)
            continue;
        ssize_t got = recv(fd, buffer, sizeof buffer, 0);
        if (got <= 0)
            break;
        g_string_append_len(heard, buffer, got);
    }
    if (!strstr(heard->str, wanted))
        g_test_message("wanted %s, heard %s", wanted, heard->str);
    return strstr(heard->str, wanted) != NULL;
}

static gboolean ends(int fd)
{
    char more = 0;
    struct pollfd entry = {.fd = fd, .events = POLLIN};
    return poll(&entry, 1, 5000) == 1 && recv(fd, &more, 1, 0) == 0;
}

static void streams_come_to(guint count)
{
    for (int i = 0; i < 250 && events_stream_count(fixture.house.events) != count; i++)
        g_usleep(20000);
    g_assert_cmpuint(events_stream_count(fixture.house.events), ==, count);
}

static void says_hello_then_changes(void)
{
    int fd = stream_dial("subject=" MEETING "&subject=" HIDDEN);
    g_autoptr(GString) heard = g_string_new(NULL);
    g_assert_true(hears(fd, heard, "event: hello\ndata: {\"at\":"));
    g_assert_true(hears(fd, heard, "\"subjects\":{\"" MEETING "\":4}"));
    g_assert_true(hears(fd, heard, "event: gone\ndata: {\"subject\":\"" HIDDEN "\"}"));
    owner_run("select pg_notify('nghisu_event', '{\"subject\":\"" HIDDEN "\",\"revision\":9,\"kind\":\"x\",\"patch\":null}'),"
              "pg_notify('nghisu_event', '{\"subject\":\"" MEETING "\",\"revision\":5,\"kind\":\"current\",\"patch\":{\"a\":1}}')");
    g_assert_true(
        hears(fd, heard, "event: change\ndata: {\"subject\":\"" MEETING "\",\"revision\":5,\"kind\":\"current\",\"patch\":{\"a\":1}}\n\n"));
    g_assert_null(strstr(heard->str, "\"revision\":9"));
    g_assert_true(hears(fd, heard, ": beat\n\n"));
    close(fd);
    streams_come_to(0);
}

static void refuses_what_is_not_seen(void)
{
    int fd = stream_dial("subject=" HIDDEN);
    g_autoptr(GString) reply = hear_one(fd);
    g_assert_cmpint(status_in(reply), ==, 404);
    close(fd);
    fd = stream_dial("subject=person:1");
    g_autoptr(GString) wrong = hear_one(fd);
    g_assert_cmpint(status_in(wrong), ==, 422);
    close(fd);
    fd = stream_dial("");
    g_autoptr(GString) missing = hear_one(fd);
    g_assert_cmpint(status_in(missing), ==, 422);
    close(fd);
    streams_come_to(0);
}

static void a_lost_right_ends_the_stream(void)
{
    int fd = stream_dial("subject=" MEETING);
    g_autoptr(GString) heard = g_string_new(NULL);
    g_assert_true(hears(fd, heard, "event: hello"));
    /* In one transaction: the change after the loss must not be heard. */
    owner_run("begin; delete from app.visible; select pg_notify('nghisu_event', '{\"rights\":true}');"
              "select pg_notify('nghisu_event', '{\"subject\":\"" MEETING
              "\",\"revision\":6,\"kind\":\"secret\",\"patch\":null}'); commit");
    g_assert_true(hears(fd, heard, "event: gone\ndata: {\"subject\":\"" MEETING "\"}"));
    g_assert_false(hears(fd, heard, "secret"));
    g_assert_true(ends(fd));
    close(fd);
    streams_come_to(0);
    owner_run("insert into app.visible values ('" MEETING "', 4)");
}

static void an_ended_session_ends_its_streams(void)
{
    int fd = stream_dial("subject=" MEETING);
    g_autoptr(GString) heard = g_string_new(NULL);
    g_assert_true(hears(fd, heard, "event: hello"));
    owner_run(
        "insert into app.ended values (true); select pg_notify('nghisu_event', '{\"session\":\"00000000-0000-7000-8000-00000000000f\"}')");
    g_usleep(300000);
    g_assert_null(strstr(heard->str, "signed-out"));
    owner_run("select pg_notify('nghisu_event', '{\"session\":\"00000000-0000-7000-8000-000000000002\"}')");
    g_assert_true(hears(fd, heard, "event: signed-out\ndata: {}"));
    close(fd);
    streams_come_to(0);
    owner_run("delete from app.ended");
}

static void a_person_has_at_most_20(void)
{
    int fds[21];
    for (gsize i = 0; i < G_N_ELEMENTS(fds); i++) {
        fds[i] = stream_dial("subject=" MEETING);
        g_autoptr(GString) heard = g_string_new(NULL);
        g_assert_true(hears(fds[i], heard, i < 20 ? "event: hello" : "429"));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(fds); i++)
        close(fds[i]);
    streams_come_to(0);
}

static void a_slow_client_is_told_to_fetch_again(void)
{
    int fd = stream_dial("subject=" MEETING);
    g_autoptr(GString) heard = g_string_new(NULL);
    g_assert_true(hears(fd, heard, "event: hello"));
    g_autofree char *pad = g_strnfill(7000, 'x');
    g_autofree char *notice = g_strdup_printf("{\"subject\":\"" MEETING "\",\"revision\":7,\"kind\":\"k\",\"patch\":{\"p\":\"%s\"}}", pad);
    for (int i = 0; i < 3000; i++)
        events_notice(notice, fixture.house.events);
    g_assert_true(hears(fd, heard, "event: resync"));
    close(fd);
    streams_come_to(0);
}

static int post_home(const char *lines, GString **reply)
{
    g_autofree char *text = g_strdup_printf("POST /api/home HTTP/1.1\r\n" COOKIE "Content-Length: 0\r\n%s\r\n", lines);
    return ask(&fixture, text, strlen(text), reply);
}

static void a_repeated_key_is_done_once(void)
{
    g_autoptr(GString) first = NULL, second = NULL, third = NULL;
    g_assert_cmpint(post_home("Idempotency-Key: k1\r\n", &first), ==, 201);
    g_assert_cmpint(post_home("Idempotency-Key: k1\r\n", &second), ==, 201);
    g_assert_cmpstr(strstr(first->str, "\r\n\r\n"), ==, strstr(second->str, "\r\n\r\n"));
    g_assert_nonnull(strstr(second->str, "Idempotent-Replayed: true"));
    g_assert_cmpint(post_home("", &third), ==, 201);
    g_assert_cmpstr(strstr(first->str, "\r\n\r\n"), !=, strstr(third->str, "\r\n\r\n"));
    g_assert_cmpint(post_home("Idempotency-Key: \r\n", NULL), ==, 422);
    g_autofree char *other = g_strdup("POST /api/home?x=1 HTTP/1.1\r\n" COOKIE "Content-Length: 0\r\nIdempotency-Key: k1\r\n\r\n");
    g_assert_cmpint(ask(&fixture, other, strlen(other), NULL), ==, 422);
}

static void the_stop_tells_every_stream(void)
{
    int fds[50];
    http_limits.person_streams = 100;
    for (gsize i = 0; i < G_N_ELEMENTS(fds); i++)
        fds[i] = stream_dial("subject=" MEETING);
    streams_come_to(G_N_ELEMENTS(fds));
    g_usleep(100000);
    gint64 began = g_get_monotonic_time();
    http_stop(g_steal_pointer(&fixture.http));
    g_assert_cmpint(g_get_monotonic_time() - began, <, G_USEC_PER_SEC);
    for (gsize i = 0; i < G_N_ELEMENTS(fds); i++) {
        g_autoptr(GString) heard = g_string_new(NULL);
        g_assert_true(hears(fds[i], heard, "event: stopping"));
        close(fds[i]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    http_limits.beat_ms = 400;
    http_limits.watch_ms = 50;
    g_autofree char *folder = private_folder_make();
    g_autoptr(GError) error = NULL;
    cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    owner_run(schema_sql);
    fixture_prepare(&fixture);
    fixture.house.db = db_open(cluster_app_url(cluster), 8, &error);
    g_assert_no_error(error);
    fixture.house.events = events_start(&fixture.house, cluster_app_url(cluster), &error);
    g_assert_no_error(error);
    fixture_listen(&fixture);
#define ADD(name) g_test_add_func("/events/" #name, name)
    ADD(says_hello_then_changes);
    ADD(refuses_what_is_not_seen);
    ADD(a_lost_right_ends_the_stream);
    ADD(an_ended_session_ends_its_streams);
    ADD(a_person_has_at_most_20);
    ADD(a_slow_client_is_told_to_fetch_again);
    ADD(a_repeated_key_is_done_once);
    ADD(the_stop_tells_every_stream); /* the last: no server afterwards */
    int result = g_test_run();
    fixture_end(&fixture);
    events_stop(fixture.house.events);
    db_close(fixture.house.db);
    cluster_stop(cluster);
    private_folder_remove(folder);
    return result;
}
