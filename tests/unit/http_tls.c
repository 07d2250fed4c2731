/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TLS by the server itself: requests, files, uploads and refusals in the middle
 * of one, with a certificate made for the test; and that nothing older than
 * TLS 1.2 is spoken, and no plain HTTP beyond this machine.
 */
#include "http_fixture.h"
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

static Fixture fixture;

static gboolean hello(Request *request, GError **error G_GNUC_UNUSED)
{
    reply_json_text(request, 0, "{\"hello\":1}");
    return TRUE;
}

static gboolean upload(Request *request, GError **error G_GNUC_UNUSED)
{
    g_autofree char *json = g_strdup_printf("{\"bytes\":%" G_GUINT64_FORMAT "}", request->body_bytes);
    reply_json_text(request, 0, json);
    return TRUE;
}

static const Shape reply_shape = {.name = "Reply", .fields = (const Field[]){{0}}};
static const Shape body_shape = {.name = "Body", .fields = (const Field[]){{0}}};
const Route route_table[] = {
    {.method = "GET", .path = "/api/hello", .call = hello, .reply = &reply_shape},
    {.method = "POST", .path = "/api/body", .call = hello, .body = &body_shape, .reply = &reply_shape},
    {.method = "POST", .path = "/api/upload", .call = upload, .stream = TRUE, .lane = LANE_STORE, .reply = &reply_shape, .status = 201},
    {0},
};

static char *pem_write(const char *name, const gnutls_datum_t *pem)
{
    char *path = g_build_filename(fixture.folder, name, NULL);
    g_assert_true(g_file_set_contents(path, (const char *)pem->data, pem->size, NULL));
    return path;
}

static void certificate_make(void)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t certificate = NULL;
    gnutls_datum_t pem = {0};
    gnutls_x509_privkey_init(&key);
    gnutls_x509_crt_init(&certificate);
    g_assert_cmpint(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0), ==, 0);
    gnutls_x509_crt_set_version(certificate, 3);
    gnutls_x509_crt_set_serial(certificate, "\x01", 1);
    gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 60);
    gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 3600);
    gnutls_x509_crt_set_dn(certificate, "CN=localhost", NULL);
    gnutls_x509_crt_set_key(certificate, key);
    g_assert_cmpint(gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0), ==, 0);
    gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem);
    fixture.config.tls_key = pem_write("key.pem", &pem);
    gnutls_free(pem.data);
    gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem);
    fixture.config.tls_certificate = pem_write("certificate.pem", &pem);
    gnutls_free(pem.data);
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_privkey_deinit(key);
}

/* Speaks TLS by these priorities, sends both parts, returns what came until the end or a second of silence; NULL when there was no
 * handshake. */
static GString *speak(const char *priorities, const char *head, const void *body, gsize size)
{
    int fd = dial(&fixture);
    gnutls_session_t session = NULL;
    gnutls_certificate_credentials_t credentials = NULL;
    gnutls_certificate_allocate_credentials(&credentials);
    gnutls_init(&session, GNUTLS_CLIENT);
    g_assert_cmpint(gnutls_priority_set_direct(session, priorities, NULL), ==, 0);
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_transport_set_int(session, fd);
    gnutls_handshake_set_timeout(session, 5000);
    gnutls_record_set_timeout(session, 1000);
    GString *heard = NULL;
    if (gnutls_handshake(session) == 0) {
        heard = g_string_new(NULL);
        gnutls_record_send(session, head, strlen(head));
        for (gsize sent = 0; sent < size;) {
            ssize_t part = gnutls_record_send(session, (const char *)body + sent, MIN(size - sent, 16384));
            if (part <= 0)
                break;
            sent += (gsize)part;
        }
        char buffer[16384];
        ssize_t got = 0;
        while ((got = gnutls_record_recv(session, buffer, sizeof buffer)) > 0 || got == GNUTLS_E_REHANDSHAKE)
            g_string_append_len(heard, buffer, got);
    }
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
    close(fd);
    return heard;
}

static void expect(const char *head, const void *body, gsize size, int status, const char *inside)
{
    g_autoptr(GString) heard = speak("NORMAL", head, body, size);
    g_assert_nonnull(heard);
    if (status_in(heard) != status || !strstr(heard->str, inside))
        g_test_message("%s → %s", head, heard->str);
    g_assert_cmpint(status_in(heard), ==, status);
    g_assert_nonnull(strstr(heard->str, inside));
}

static void serves_over_tls(void)
{
    expect("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", NULL, 0, 200, "Strict-Transport-Security: max-age=");
    expect("POST /api/body HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
           NULL, 0, 200, "hello");
    expect("POST /api/body HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
           NULL, 0, 403, "foreign-origin");
    expect("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", NULL, 0, 200, "not built");
}

static void takes_uploads_over_tls(void)
{
    g_autofree char *bytes = g_malloc0(3 * 1024 * 1024);
    expect("POST /api/upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3145728\r\n\r\n", bytes, 3 * 1024 * 1024,
           201, "{\"bytes\":3145728}");
}

static void refuses_in_the_middle_over_tls(void)
{
    g_autofree char *bytes = g_malloc0(1100 * 1024);
    expect("POST /api/body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n180000\r\n", bytes, 1100 * 1024, 413,
           "too-large");
    expect("POST /api/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n", bytes, 500 * 1024, 413, "too-large");
    expect("GET /api/hello HTTP/1.1\r\nHost: evil.example\r\n\r\n", NULL, 0, 400, "bad-request");
}

static void speaks_nothing_old(void)
{
    g_autoptr(GString) old = speak("NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", NULL, 0);
    g_assert_null(old);
    g_autoptr(GString) still =
        speak("NORMAL:-VERS-ALL:+VERS-TLS1.2", "GET /api/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", NULL, 0);
    g_assert_nonnull(still);
    g_assert_cmpint(status_in(still), ==, 200);
}

static void plain_http_stays_on_this_machine(void)
{
    Fixture open = {0};
    g_autoptr(GError) error = NULL;
    fixture_prepare(&open);
    open.config.listen = (char *)"0.0.0.0:0";
    g_assert_null(http_start(&open.house, &error));
    g_assert_cmpint(error_kind(error), ==, ERROR_CONFIG);
    open.config.trusted_proxy = (char *)"192.0.2.1";
    fixture_listen(&open);
    fixture_end(&open);
}

static void hears_the_trusted_proxy_only(void)
{
    Fixture open = {0};
    fixture_prepare(&open);
    open.config.origin = (char *)"https://hop.example.vn";
    fixture_listen(&open);
    g_assert_cmpint(ASK(&open, "GET /api/hello HTTP/1.1\r\nHost: hop.example.vn\r\n\r\n", NULL), ==, 200);
    g_assert_cmpint(ASK(&open, "GET /api/hello HTTP/1.1\r\nHost: example.vn\r\n\r\n", NULL), ==, 400);
    g_assert_cmpint(ASK(&open,
                        "POST /api/body HTTP/1.1\r\nHost: hop.example.vn\r\nOrigin: https://hop.example.vn\r\nContent-Length: 2\r\n\r\n{}",
                        NULL),
                    ==, 200);
    g_assert_cmpint(ASK(&open,
                        "POST /api/body HTTP/1.1\r\nHost: hop.example.vn\r\nOrigin: https://localhost\r\nX-Forwarded-Proto: "
                        "https\r\nContent-Length: 2\r\n\r\n{}",
                        NULL),
                    ==, 403);
    fixture_end(&open);
}

static void listens_on_ipv6(void)
{
    Fixture open = {0};
    fixture_prepare(&open);
    open.config.listen = (char *)"[::1]:0";
    g_autoptr(GError) error = NULL;
    open.http = http_start(&open.house, &error);
    if (!open.http) {
        g_test_skip("no IPv6 here");
        folder_remove(open.folder);
        g_free(open.config.web);
        g_free(open.folder);
        return;
    }
    g_assert_true(g_str_has_prefix(http_origin(open.http), "http://[::1]:"));
    struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    to.sin6_port = htons((guint16)atoi(strrchr(http_origin(open.http), ':') + 1));
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(connect(fd, (struct sockaddr *)&to, sizeof to), ==, 0);
    say(fd, "GET /api/hello HTTP/1.1\r\nHost: [::1]:8\r\n\r\n", 42);
    g_autoptr(GString) reply = hear_one(fd);
    close(fd);
    g_assert_cmpint(status_in(reply), ==, 200);
    fixture_end(&open);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    fixture_prepare(&fixture);
    certificate_make();
    fixture_listen(&fixture);
#define ADD(name) g_test_add_func("/http_tls/" #name, name)
    ADD(serves_over_tls);
    ADD(takes_uploads_over_tls);
    ADD(refuses_in_the_middle_over_tls);
    ADD(speaks_nothing_old);
    ADD(plain_http_stays_on_this_machine);
    ADD(hears_the_trusted_proxy_only);
    ADD(listens_on_ipv6);
    int result = g_test_run();
    g_autofree char *key = fixture.config.tls_key, *certificate = fixture.config.tls_certificate;
    fixture_end(&fixture);
    return result;
}
