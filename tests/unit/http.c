/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies, uploads, deadlines, keep-alive and the stop of a server without a
 * database: all routes here are open.
 */
#include "http_fixture.h"
#include "base/text.h"

static Fixture fixture;
static gint admitted, uploads, slow_calls;
static gboolean refuse_uploads;

static gboolean echo(Request *request, GError **error G_GNUC_UNUSED)
{
    int count = 0;
    const char *const *values = request_values(request, &count);
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < count; i++)
        g_string_append_printf(text, "<%s>", values[i] ? values[i] : "-");
    reply_bytes(request, 0, "text/plain", g_string_free_to_bytes(g_steal_pointer(&text)));
    return TRUE;
}

static gboolean tagged(Request *request, GError **error G_GNUC_UNUSED)
{
    reply_etag(request, "7");
    reply_json_text(request, 0, "{\"a\":1}");
    return TRUE;
}

static gboolean broken(Request *request G_GNUC_UNUSED, GError **error)
{
    return error_set(error, ERROR_INTERNAL, NULL, "the secret inside");
}

static gboolean slow(Request *request, GError **error G_GNUC_UNUSED)
{
    g_atomic_int_inc(&slow_calls);
    g_usleep(G_USEC_PER_SEC / 2);
    reply_empty(request, 0);
    return TRUE;
}

static gboolean upload_admit(Request *request G_GNUC_UNUSED, GError **error)
{
    g_atomic_int_inc(&admitted);
    return refuse_uploads ? error_set(error, ERROR_NOT_ALLOWED, NULL, "not yours") : TRUE;
}

static gboolean upload(Request *request, GError **error G_GNUC_UNUSED)
{
    g_atomic_int_inc(&uploads);
    g_assert_cmpint(lseek(request->body_fd, 0, SEEK_END), ==, (off_t)request->body_bytes);
    g_autofree char *json =
        g_strdup_printf("{\"bytes\":%" G_GUINT64_FORMAT ",\"sha256\":\"%s\"}", request->body_bytes, request->body_sha256);
    reply_json_text(request, 0, json);
    return TRUE;
}

static gboolean file(Request *request, GError **error G_GNUC_UNUSED)
{
    char path[] = "/tmp/nghisu-file-XXXXXX";
    int fd = g_mkstemp(path);
    unlink(path);
    g_assert_cmpint(write(fd, "0123456789", 10), ==, 10);
    reply_etag(request, "ten");
    reply_fd(request, "application/pdf", fd, 10);
    return TRUE;
}

static const Shape reply_shape = {.name = "Reply", .fields = (const Field[]){{0}}};
static const Shape body_shape = {
    .name = "Body",
    .fields = (const Field[]){
        {.name = "title", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 10}, {.name = "n", .kind = FIELD_INTEGER}, {0}}};
static const Field params[] = {
    {.name = "q", .kind = FIELD_TEXT, .min = 1, .max = 10}, {.name = "page", .kind = FIELD_INTEGER, .min = 1, .max = 9}, {0}};
#define ID "0192f0c1-2345-7abc-8def-0123456789ab"
const Route route_table[] = {
    {.method = "GET", .path = "/api/echo/{thing}/pages/{p}", .call = echo, .params = params, .if_match = TRUE, .media = "text/plain"},
    {.method = "GET", .path = "/api/echo/fixed", .call = tagged, .reply = &reply_shape},
    {.method = "GET", .path = "/api/echo/{thing}", .call = echo, .media = "text/plain"},
    {.method = "GET", .path = "/api/words/{word:w}", .call = echo, .media = "text/plain"},
    {.method = "POST", .path = "/api/body", .call = echo, .body = &body_shape, .media = "text/plain"},
    {.method = "POST", .path = "/api/empty", .call = slow},
    {.method = "GET", .path = "/api/slow", .call = slow},
    {.method = "GET", .path = "/api/broken", .call = broken, .reply = &reply_shape},
    {.method = "GET", .path = "/api/file", .call = file, .media = "application/pdf"},
    {.method = "POST",
     .path = "/api/upload",
     .call = upload,
     .admit = upload_admit,
     .stream = TRUE,
     .lane = LANE_STORE,
     .reply = &reply_shape,
     .status = 201},
    {0},
};

#define GET(path, lines) "GET " path " HTTP/1.1\r\nHost: localhost\r\n" lines "\r\n"

static void expect(const char *bytes, int status, const char *inside)
{
    g_autoptr(GString) reply = NULL;
    int got = ASK(&fixture, bytes, &reply);
    if (got != status || (inside && !strstr(reply->str, inside)))
        g_test_message("%s\n→ %s", bytes, reply->str);
    g_assert_cmpint(got, ==, status);
    if (inside)
        g_assert_nonnull(strstr(reply->str, inside));
}

static void gives_values_in_order(void)
{
    expect(GET("/api/echo/" ID "/pages/3?page=2&q=c%E1%BB%99ng+h", ""), 200, "<" ID "><3><c\xe1\xbb\x99ng h><2><->");
    expect(GET("/api/echo/" ID "/pages/3", "If-Match: \"12\"\r\n"), 200, "<" ID "><3><-><-><12>");
    expect(GET("/api/echo/" ID "/pages/3", "If-Match: *\r\n"), 200, "<-><-><->");
    expect(GET("/api/echo/" ID "/pages/3", "If-Match: \"x\"\r\n"), 412, "lost-race");
    expect(GET("/api/echo/fixed", ""), 200, "{\"a\":1}");
    expect(GET("/api/echo/other", ""), 404, "not-found");
    expect(GET("/api/echo/" ID "/pages/0", ""), 404, NULL);
    expect(GET("/api/words/meeting-type", ""), 200, "<meeting-type>");
    expect(GET("/api/words/Meeting", ""), 404, NULL);
}

static void checks_the_query_string(void)
{
    expect(GET("/api/echo/" ID "/pages/3?other=1", ""), 422, "unknown-field");
    expect(GET("/api/echo/" ID "/pages/3?page=x", ""), 422, "\"field\":\"page\"");
    expect(GET("/api/echo/" ID "/pages/3?page=10", ""), 422, "out-of-range");
    expect(GET("/api/echo/" ID "/pages/3?page=1&page=2", ""), 422, "wrong-value");
    expect(GET("/api/echo/" ID "/pages/3?q=%ff", ""), 400, "bad-request");
    expect(GET("/api/echo/" ID "/pages/3?q=12345678901", ""), 422, "too-long");
}

#define POST(path, lines, length, body) "POST " path " HTTP/1.1\r\nHost: localhost\r\n" lines "Content-Length: " length "\r\n\r\n" body

static void checks_the_body(void)
{
    expect(POST("/api/body", "", "19", "{\"title\": \" b\\u0300 \"}"), 400, "bad-json");
    expect(POST("/api/body", "", "17", "{\"title\":\" bc  \"}"), 200, "<{\"title\":\"bc\"}>");
    expect(POST("/api/body", "Content-Type: application/json; charset=utf-8\r\n", "22", "{\"title\":\"a\",\"other\":1}"), 400, NULL);
    expect(POST("/api/body", "Content-Type: application/json; charset=utf-8\r\n", "23", "{\"title\":\"a\",\"other\":1}"), 422,
           "unknown-field");
    expect(POST("/api/body", "", "7", "{\"n\":1}"), 422, "missing-field");
    expect(POST("/api/body", "Content-Type: text/plain\r\n", "7", "{\"n\":1}"), 415, NULL);
    expect(POST("/api/body", "", "0", ""), 400, "bad-json");
    expect("POST /api/body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"title\"\r\n5\r\n:\"a\"}\r\n0\r\n\r\n",
           200, "<{\"title\":\"a\"}>");
    expect(POST("/api/body", "", "1048577", "{"), 413, "too-large");
}

static void answers_not_modified(void)
{
    expect(GET("/api/echo/fixed", "If-None-Match: W/\"7\", \"8\"\r\n"), 304, "ETag: \"7\"");
    expect(GET("/api/echo/fixed", "If-None-Match: \"8\"\r\n"), 200, "ETag: \"7\"");
}

static void answers_ranges(void)
{
    expect(GET("/api/file", ""), 200, "\r\n\r\n0123456789");
    expect(GET("/api/file", "Range: bytes=2-4\r\n"), 206, "Content-Range: bytes 2-4/10\r\n");
    expect(GET("/api/file", "Range: bytes=2-4\r\n"), 206, "\r\n\r\n234");
    expect(GET("/api/file", "Range: bytes=-3\r\n"), 206, "\r\n\r\n789");
    expect(GET("/api/file", "Range: bytes=7-\r\nIf-Range: \"ten\"\r\n"), 206, "\r\n\r\n789");
    expect(GET("/api/file", "Range: bytes=7-\r\nIf-Range: \"eleven\"\r\n"), 200, "\r\n\r\n0123456789");
    expect(GET("/api/file", "Range: bytes=0-1,3-4\r\n"), 200, "\r\n\r\n0123456789");
    expect(GET("/api/file", "Range: bytes=10-\r\n"), 416, "Content-Range: bytes */10");
    expect(GET("/api/file", "If-None-Match: \"ten\"\r\nRange: bytes=0-1\r\n"), 304, NULL);
    expect("HEAD /api/file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200, "Content-Length: 10");
}

static void hides_what_broke_inside(void)
{
    g_autoptr(GString) reply = NULL;
    g_assert_cmpint(ASK(&fixture, GET("/api/broken", ""), &reply), ==, 500);
    g_assert_null(strstr(reply->str, "secret"));
    g_assert_nonnull(strstr(reply->str, "X-Request-Id: "));
}

static guint partial_files(void)
{
    g_autofree char *path = g_build_filename(fixture.folder, "partial", NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    guint count = 0;
    while (g_dir_read_name(dir))
        count++;
    return count;
}

/* The server closes first and tidies up right after. */
static void partial_files_go(void)
{
    for (int i = 0; i < 100 && partial_files() > 0; i++)
        g_usleep(20000);
    g_assert_cmpuint(partial_files(), ==, 0);
}

static void takes_an_upload(void)
{
    gsize size = 5 * 1024 * 1024;
    g_autofree char *bytes = g_malloc(size);
    for (gsize i = 0; i < size; i++)
        bytes[i] = (char)(i * 31 + i / 4096);
    g_autofree char *hash = text_sha256(bytes, size);
    g_autofree char *head = g_strdup_printf("POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n", size);
    int fd = dial(&fixture);
    say(fd, head, strlen(head));
    say(fd, bytes, size);
    g_autoptr(GString) reply = hear_one(fd);
    g_assert_cmpint(status_in(reply), ==, 201);
    g_assert_nonnull(strstr(reply->str, hash));
    say(fd, GET("/api/echo/fixed", ""), strlen(GET("/api/echo/fixed", "")));
    g_autoptr(GString) next = hear_one(fd);
    g_assert_cmpint(status_in(next), ==, 200);
    close(fd);
    expect("POST /api/upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 201,
           "36bbe50ed96841d10443bcb670d6554f0a34b761be67ec9c4a8ad2c0c44ca42c");
    expect(POST("/api/upload", "", "0", ""), 201, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    g_assert_cmpuint(partial_files(), ==, 0);
}

static void tells_a_waiting_uploader_to_go_on(void)
{
    int fd = dial(&fixture);
    static const char head[] = "POST /api/upload HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    say(fd, head, sizeof head - 1);
    g_autoptr(GString) reply = hear_one(fd);
    g_assert_cmpint(status_in(reply), ==, 100);
    say(fd, "abc", 3);
    g_autoptr(GString) next = hear_one(fd);
    g_assert_cmpint(status_in(next), ==, 201);
    close(fd);
    refuse_uploads = TRUE;
    fd = dial(&fixture);
    say(fd, head, sizeof head - 1);
    g_autoptr(GString) refusal = hear_one(fd);
    g_assert_cmpint(status_in(refusal), ==, 403);
    close(fd);
    refuse_uploads = FALSE;
}

static void a_broken_upload_leaves_nothing(void)
{
    int before = g_atomic_int_get(&uploads);
    int fd = dial(&fixture);
    static const char head[] = "POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc";
    say(fd, head, sizeof head - 1);
    for (int i = 0; i < 100 && partial_files() == 0; i++)
        g_usleep(20000);
    g_assert_cmpuint(partial_files(), ==, 1);
    close(fd);
    partial_files_go();
    g_assert_cmpint(g_atomic_int_get(&uploads), ==, before);
}

static void refuses_an_upload_before_its_bytes(void)
{
    g_autofree char *bytes = g_malloc0(4 * 1024 * 1024);
    refuse_uploads = TRUE;
    int fd = dial(&fixture);
    static const char head[] = "POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4194304\r\n\r\n";
    say(fd, head, sizeof head - 1);
    say(fd, bytes, 512 * 1024); /* some of it is on its way: the reply must arrive all the same */
    g_autoptr(GString) reply = hear_one(fd);
    g_assert_cmpint(status_in(reply), ==, 403);
    g_assert_true(is_closed(fd, 5000));
    close(fd);
    refuse_uploads = FALSE;
    expect(POST("/api/upload", "", "9000000", ""), 413, "too-large");
}

static void refuses_a_chunked_body_that_grows_too_large(void)
{
    g_autofree char *bytes = g_malloc0(1024 * 1024);
    int fd = dial(&fixture);
    static const char head[] = "POST /api/body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n180000\r\n";
    say(fd, head, sizeof head - 1);
    say(fd, bytes, 1024 * 1024);
    say(fd, bytes, 65536);
    g_autoptr(GString) reply = hear_one(fd);
    close(fd);
    g_assert_cmpint(status_in(reply), ==, 413);
}

static void keeps_a_line_for_2000_requests(void)
{
    int fd = dial(&fixture);
    for (int i = 0; i < 2000; i++) {
        const char *text = i % 2 ? POST("/api/body", "", "13", "{\"title\":\"a\"}") : GET("/api/echo/fixed", "");
        say(fd, text, strlen(text));
        g_autoptr(GString) reply = hear_one(fd);
        if (status_in(reply) != 200)
            g_test_message("request %d: %s", i, reply->str);
        g_assert_cmpint(status_in(reply), ==, 200);
    }
    close(fd);
}

static void a_head_has_its_time(void)
{
    int fd = dial(&fixture);
    gint64 began = g_get_monotonic_time();
    gboolean closed = FALSE;
    for (int i = 0; i < 100 && !closed; i++) { /* a byte now and then does not keep it open */
        say(fd, "G", 1);
        closed = is_closed(fd, 50);
    }
    close(fd);
    g_assert_true(closed);
    g_assert_cmpint(g_get_monotonic_time() - began, <, 3 * G_USEC_PER_SEC);
}

static void a_small_body_has_its_time(void)
{
    int fd = dial(&fixture);
    static const char head[] = "POST /api/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";
    say(fd, head, sizeof head - 1);
    gboolean closed = FALSE;
    for (int i = 0; i < 100 && !closed; i++) {
        say(fd, " ", 1);
        closed = is_closed(fd, 50);
    }
    close(fd);
    g_assert_true(closed);
}

static void an_upload_has_its_least_rate(void)
{
    int fd = dial(&fixture);
    static const char head[] = "POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
    say(fd, head, sizeof head - 1);
    gboolean closed = FALSE;
    for (int i = 0; i < 100 && !closed; i++) {
        say(fd, " ", 1);
        closed = is_closed(fd, 50);
    }
    close(fd);
    g_assert_true(closed);
    partial_files_go();
}

static void a_client_that_leaves_while_it_waits_harms_nothing(void)
{
    int before = g_atomic_int_get(&slow_calls);
    for (int i = 0; i < 8; i++) {
        int fd = dial(&fixture);
        say(fd, GET("/api/slow", ""), strlen(GET("/api/slow", "")));
        g_usleep(10000);
        close(fd);
    }
    expect(GET("/api/slow", ""), 204, NULL);
    g_assert_cmpint(g_atomic_int_get(&slow_calls), ==, before + 9);
}

static void answers_requests_sent_together(void)
{
    int fd = dial(&fixture);
    static const char three[] = GET("/api/echo/fixed", "") GET("/api/broken", "") GET("/api/words/abc", "Connection: close\r\n");
    say(fd, three, sizeof three - 1);
    g_autoptr(GString) reply = hear(fd, 2000);
    close(fd);
    const char *second = strstr(reply->str, "HTTP/1.1 500");
    g_assert_cmpint(status_in(reply), ==, 200);
    g_assert_true(second && strstr(second, "<abc>"));
}

/* Requests on workers, idle lines, half a head and half an upload are all open when it stops. */
static void stops_with_everything_open(void)
{
    int lines[12];
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
        lines[i] = dial(&fixture);
    for (gsize i = 0; i < 6; i++)
        say(lines[i], GET("/api/slow", ""), strlen(GET("/api/slow", "")));
    say(lines[6], "GET /api", 8);
    static const char head[] = "POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc";
    say(lines[7], head, sizeof head - 1);
    g_usleep(200000);
    gint64 began = g_get_monotonic_time();
    fixture_end(&fixture);
    g_assert_cmpint(g_get_monotonic_time() - began, <, 6 * G_USEC_PER_SEC);
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) reply = hear(lines[i], 100);
        if (i < 6) /* what had begun was finished */
            g_assert_cmpint(status_in(reply), ==, 204);
        close(lines[i]);
    }
    fixture_prepare(&fixture);
    fixture_listen(&fixture);
    expect(GET("/api/echo/fixed", ""), 200, NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    http_limits.head_ms = 600;
    http_limits.body_ms = 600;
    http_limits.upload_grace_ms = 600;
    http_limits.watch_ms = 50;
    fixture_prepare(&fixture);
    fixture_listen(&fixture);
#define ADD(name) g_test_add_func("/http/" #name, name)
    ADD(gives_values_in_order);
    ADD(checks_the_query_string);
    ADD(checks_the_body);
    ADD(answers_not_modified);
    ADD(answers_ranges);
    ADD(hides_what_broke_inside);
    ADD(takes_an_upload);
    ADD(tells_a_waiting_uploader_to_go_on);
    ADD(a_broken_upload_leaves_nothing);
    ADD(refuses_an_upload_before_its_bytes);
    ADD(refuses_a_chunked_body_that_grows_too_large);
    ADD(keeps_a_line_for_2000_requests);
    ADD(a_head_has_its_time);
    ADD(a_small_body_has_its_time);
    ADD(an_upload_has_its_least_rate);
    ADD(a_client_that_leaves_while_it_waits_harms_nothing);
    ADD(answers_requests_sent_together);
    ADD(stops_with_everything_open);
    int result = g_test_run();
    fixture_end(&fixture);
    return result;
}
