/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the door refuses, each by the bytes on the wire, and that what follows a
 * refused head is never read as a request.
 */
#include "http_fixture.h"

static gint calls;

static gboolean hello(Request *request, GError **error G_GNUC_UNUSED)
{
    g_atomic_int_inc(&calls);
    reply_json_text(request, 0, "{}");
    return TRUE;
}

static const Shape reply_shape = {.name = "Reply", .fields = (const Field[]){{0}}};
const Route route_table[] = {
    {.method = "GET", .path = "/api/hello", .access = OPEN, .call = hello, .reply = &reply_shape},
    {.method = "POST", .path = "/api/hello", .access = OPEN, .call = hello, .reply = &reply_shape},
    {.method = "GET", .path = "/api/mine", .access = SIGNED_IN, .call = hello, .reply = &reply_shape},
    {0},
};

static Fixture fixture;

/* `lines` of a head, then a second request: one refusal, nothing called, the line closed. */
static void refused_bytes(const char *head, gsize length)
{
    int before = g_atomic_int_get(&calls);
    int fd = dial(&fixture);
    say(fd, head, length);
    say(fd, "GET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 44);
    g_autoptr(GString) reply = hear(fd, 1000);
    g_assert_true(is_closed(fd, 3000));
    close(fd);
    if (status_in(reply) != 400)
        g_test_message("%s", reply->str);
    g_assert_cmpint(status_in(reply), ==, 400);
    g_assert_null(strstr(reply->str, "HTTP/1.1 2"));
    g_assert_cmpint(g_atomic_int_get(&calls), ==, before);
}

#define REFUSED(text) refused_bytes(text, sizeof(text) - 1)

static void takes_a_plain_request(void)
{
    GString *reply = NULL;
    g_assert_cmpint(
        ASK(&fixture, "GET /api/hello HTTP/1.1\r\nHost: localhost\r\nAccept: a/b\r\nX-Empty:\r\nX-Last:   spaced value\r\n\r\n", &reply),
        ==, 200);
    g_assert_nonnull(strstr(reply->str, "Content-Security-Policy: default-src 'none'"));
    g_assert_nonnull(strstr(reply->str, "X-Request-Id: "));
    g_string_free(reply, TRUE);
    g_assert_cmpint(ASK(&fixture, "GET /api/hello HTTP/1.1\r\nHost: 127.0.0.1:99\r\n\r\n", NULL), ==, 200);
    g_assert_cmpint(ASK(&fixture, "GET /api/hello HTTP/1.0\r\nHost: [::1]\r\n\r\n", NULL), ==, 200);
}

static void refuses_two_content_lengths(void)
{
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 30\r\n\r\n{}");
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}");
}

static void refuses_a_length_beside_chunks(void)
{
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n");
}

static void refuses_a_coding_other_than_chunked(void)
{
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n");
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

static void refuses_http_1_0_with_a_coding(void)
{
    REFUSED("POST /api/hello HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

static void refuses_a_length_that_is_no_number(void)
{
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: +2\r\n\r\n{}");
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2 2\r\n\r\n{}");
    REFUSED("POST /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x2\r\n\r\n{}");
}

static void refuses_nul_in_a_header(void)
{
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: one\0two\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\0.evil.example\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: one\0\r\n\r\n");
}

static void refuses_control_bytes_in_a_header(void)
{
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: one\x01two\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: one\x7ftwo\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: one\rtwo\r\n\r\n");
}

static void refuses_a_bare_line_feed(void)
{
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: b\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n\n");
}

static void refuses_a_folded_line(void)
{
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-A: one\r\n two\r\n\r\n");
}

static void refuses_a_name_that_is_no_token(void)
{
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length : 3\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX(A): 3\r\n\r\n");
}

static void refuses_nul_and_control_bytes_in_the_target(void)
{
    REFUSED("GET /api/hello%00b HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REFUSED("GET /api/hello?a=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REFUSED("GET /api/hello%0a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REFUSED("GET /api/hello%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REFUSED("GET /api/he\x01llo HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REFUSED("GET http://localhost/api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

static void refuses_hosts_that_are_not_ours(void)
{
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: \r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\n\r\n");
    REFUSED("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n");
}

static void refuses_a_nul_in_the_first_line(void)
{
    int before = g_atomic_int_get(&calls);
    int fd = dial(&fixture);
    say(fd, "GET /api/hello\0b HTTP/1.1\r\nHost: localhost\r\n\r\n", 46);
    g_autoptr(GString) reply = hear(fd, 500);
    close(fd);
    g_assert_cmpint(status_in(reply), !=, 200);
    g_assert_cmpint(g_atomic_int_get(&calls), ==, before);
}

#define POST_WITH(lines) "POST /api/hello HTTP/1.1\r\nHost: localhost:1\r\n" lines "Content-Length: 0\r\n\r\n"

static void refuses_a_foreign_origin(void)
{
    g_assert_cmpint(ASK(&fixture, POST_WITH("Origin: http://evil.example\r\n"), NULL), ==, 403);
    g_assert_cmpint(ASK(&fixture, POST_WITH("Origin: null\r\n"), NULL), ==, 403);
    g_assert_cmpint(ASK(&fixture, POST_WITH("Origin: https://localhost:1\r\n"), NULL), ==, 403);
    g_assert_cmpint(ASK(&fixture, POST_WITH("Sec-Fetch-Site: cross-site\r\n"), NULL), ==, 403);
    g_assert_cmpint(ASK(&fixture, POST_WITH("Sec-Fetch-Site: same-site\r\n"), NULL), ==, 403);
}

static void takes_its_own_origin(void)
{
    g_assert_cmpint(ASK(&fixture, POST_WITH("Origin: http://localhost:1\r\n"), NULL), ==, 200);
    g_assert_cmpint(ASK(&fixture, POST_WITH("Sec-Fetch-Site: same-origin\r\n"), NULL), ==, 200);
    g_assert_cmpint(ASK(&fixture, POST_WITH("Sec-Fetch-Mode: cors\r\n"), NULL), ==, 200); /* Node, not a browser */
    g_assert_cmpint(ASK(&fixture, POST_WITH(""), NULL), ==, 200);
    g_assert_cmpint(ASK(&fixture, "GET /api/hello HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n", NULL), ==, 200);
}

static void says_which_methods_there_are(void)
{
    GString *reply = NULL;
    g_assert_cmpint(ASK(&fixture, "DELETE /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", &reply), ==, 405);
    g_assert_nonnull(strstr(reply->str, "Allow: GET, HEAD, POST\r\n"));
    g_assert_nonnull(strstr(reply->str, "\"type\":\"/problems/method-not-allowed\""));
    g_string_free(reply, TRUE);
    g_assert_cmpint(ASK(&fixture, "GET /api/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", NULL), ==, 404);
    g_assert_cmpint(ASK(&fixture, "GET /api/hello/ HTTP/1.1\r\nHost: localhost\r\n\r\n", NULL), ==, 404);
}

static void asks_for_a_session(void)
{
    g_assert_cmpint(ASK(&fixture, "GET /api/mine HTTP/1.1\r\nHost: localhost\r\n\r\n", NULL), ==, 401);
    g_assert_cmpint(ASK(&fixture, "GET /api/mine HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-nghisu=short\r\n\r\n", NULL), ==, 401);
    /* A sound token is asked of the database, which is not there. */
    g_assert_cmpint(
        ASK(&fixture,
            "GET /api/mine HTTP/1.1\r\nHost: localhost\r\nCookie: a=b; __Host-nghisu=0123456789012345678901234567890123456789012\r\n\r\n",
            NULL),
        ==, 503);
    g_assert_cmpint(
        ASK(&fixture,
            "GET /api/mine HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer 0123456789012345678901234567890123456789012\r\n\r\n", NULL),
        ==, 503);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    fixture_prepare(&fixture);
    fixture_listen(&fixture);
    g_test_add_func("/door/takes_a_plain_request", takes_a_plain_request);
    g_test_add_func("/door/refuses_two_content_lengths", refuses_two_content_lengths);
    g_test_add_func("/door/refuses_a_length_beside_chunks", refuses_a_length_beside_chunks);
    g_test_add_func("/door/refuses_a_coding_other_than_chunked", refuses_a_coding_other_than_chunked);
    g_test_add_func("/door/refuses_http_1_0_with_a_coding", refuses_http_1_0_with_a_coding);
    g_test_add_func("/door/refuses_a_length_that_is_no_number", refuses_a_length_that_is_no_number);
    g_test_add_func("/door/refuses_nul_in_a_header", refuses_nul_in_a_header);
    g_test_add_func("/door/refuses_control_bytes_in_a_header", refuses_control_bytes_in_a_header);
    g_test_add_func("/door/refuses_a_bare_line_feed", refuses_a_bare_line_feed);
    g_test_add_func("/door/refuses_a_folded_line", refuses_a_folded_line);
    g_test_add_func("/door/refuses_a_name_that_is_no_token", refuses_a_name_that_is_no_token);
    g_test_add_func("/door/refuses_nul_and_control_bytes_in_the_target", refuses_nul_and_control_bytes_in_the_target);
    g_test_add_func("/door/refuses_a_nul_in_the_first_line", refuses_a_nul_in_the_first_line);
    g_test_add_func("/door/refuses_hosts_that_are_not_ours", refuses_hosts_that_are_not_ours);
    g_test_add_func("/door/refuses_a_foreign_origin", refuses_a_foreign_origin);
    g_test_add_func("/door/takes_its_own_origin", takes_its_own_origin);
    g_test_add_func("/door/says_which_methods_there_are", says_which_methods_there_are);
    g_test_add_func("/door/asks_for_a_session", asks_for_a_session);
    int result = g_test_run();
    fixture_end(&fixture);
    return result;
}
