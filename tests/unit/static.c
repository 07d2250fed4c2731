/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The built pages as browsers get them: kept for ever by their hashed names,
 * compressed where they can be, and nothing from outside the folder.
 */
#include "http_fixture.h"

const Route route_table[] = {{0}};
static Fixture fixture;

static void put(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(fixture.config.web, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    g_mkdir_with_parents(folder, 0700);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void expect(const char *target, const char *lines, int status, ...)
{
    g_autoptr(GString) reply = NULL;
    g_autofree char *bytes = g_strdup_printf("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", target, lines);
    int got = ask(&fixture, bytes, strlen(bytes), &reply);
    if (got != status)
        g_test_message("%s → %s", bytes, reply->str);
    g_assert_cmpint(got, ==, status);
    va_list parts;
    va_start(parts, status);
    for (const char *part = va_arg(parts, const char *); part; part = va_arg(parts, const char *)) {
        if (!strstr(reply->str, part))
            g_test_message("%s → %s", bytes, reply->str);
        g_assert_nonnull(strstr(reply->str, part));
    }
    va_end(parts);
}

static void gives_index_to_every_page(void)
{
    expect("/", "", 200, "Content-Type: text/html; charset=utf-8\r\n", "Cache-Control: no-cache\r\n", "\r\n\r\n<index>", NULL);
    expect("/meetings/1", "", 200, "\r\n\r\n<index>", NULL);
    expect("/index.html?x=1", "", 200, "\r\n\r\n<index>", NULL);
}

static void gives_assets_for_ever(void)
{
    expect("/assets/app-1a2b.js", "", 200, "Cache-Control: public, max-age=31536000, immutable\r\n",
           "Content-Type: text/javascript; charset=utf-8\r\n", "Vary: Accept-Encoding\r\n", "\r\n\r\nplain script", NULL);
    expect("/assets/gone.js", "", 404, "not-found", NULL);
    expect("/sw.js", "", 200, "Cache-Control: no-cache\r\n", NULL);
}

static void gives_the_form_the_browser_takes(void)
{
    expect("/assets/app-1a2b.js", "Accept-Encoding: gzip, deflate, br\r\n", 200, "Content-Encoding: br\r\n", "\r\n\r\nbrotli", NULL);
    expect("/assets/app-1a2b.js", "Accept-Encoding: gzip, br;q=0\r\n", 200, "Content-Encoding: gzip\r\n", "\r\n\r\ngzipped", NULL);
    expect("/assets/font.woff2", "Accept-Encoding: gzip, br\r\n", 200, "Content-Type: font/woff2\r\n", "\r\n\r\nfont", NULL);
}

static void knows_what_the_browser_has(void)
{
    g_autoptr(GString) reply = NULL;
    g_assert_cmpint(ASK(&fixture, "GET /sw.js HTTP/1.1\r\nHost: localhost\r\n\r\n", &reply), ==, 200);
    char *tag = strstr(reply->str, "ETag: ") + 6;
    *strstr(tag, "\r\n") = 0;
    g_autofree char *line = g_strdup_printf("If-None-Match: %s\r\n", tag);
    expect("/sw.js", line, 304, NULL);
}

static void stays_in_its_folder(void)
{
    expect("/../secret.txt", "", 200, "<index>", NULL);
    expect("/%2e%2e/secret.txt", "", 200, "<index>", NULL);
    expect("/assets/..%2f..%2fsecret.txt", "", 404, NULL);
    expect("/assets/../../secret.txt", "", 404, NULL);
    expect("/assets/link.txt", "", 404, NULL);
    expect("/.hidden", "", 200, "<index>", NULL);
}

static void only_reads(void)
{
    g_assert_cmpint(ASK(&fixture, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", NULL), ==, 405);
    g_autoptr(GString) reply = NULL;
    g_assert_cmpint(ASK(&fixture, "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", &reply), ==, 200);
    g_assert_null(strstr(reply->str, "<index>"));
    expect("/api", "", 404, "application/problem+json", NULL);
}

static void says_that_pages_are_not_built(void)
{
    Fixture bare = {0};
    fixture_prepare(&bare);
    fixture_listen(&bare);
    g_autoptr(GString) reply = NULL;
    g_assert_cmpint(ASK(&bare, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", &reply), ==, 200);
    g_assert_nonnull(strstr(reply->str, "not built"));
    fixture_end(&bare);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_CRITICAL);
    fixture_prepare(&fixture);
    put("index.html", "<index>");
    put("sw.js", "worker");
    put(".hidden", "hidden");
    put("assets/app-1a2b.js", "plain script");
    put("assets/app-1a2b.js.br", "brotli");
    put("assets/app-1a2b.js.gz", "gzipped");
    put("assets/font.woff2", "font");
    put("../secret.txt", "secret");
    g_autofree char *link = g_build_filename(fixture.config.web, "assets/link.txt", NULL);
    g_assert_cmpint(symlink("../../secret.txt", link), ==, 0);
    fixture_listen(&fixture);
#define ADD(name) g_test_add_func("/static/" #name, name)
    ADD(gives_index_to_every_page);
    ADD(gives_assets_for_ever);
    ADD(gives_the_form_the_browser_takes);
    ADD(knows_what_the_browser_has);
    ADD(stays_in_its_folder);
    ADD(only_reads);
    ADD(says_that_pages_are_not_built);
    int result = g_test_run();
    fixture_end(&fixture);
    return result;
}
