/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server on a free port of 127.0.0.1 with a route table of the test's own and
 * no database, and a client that sends bytes as they are.
 */
#pragma once
#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include "net/events.h"
#include "net/http.h"
#include "net/limits.h"
#include <arpa/inet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct Fixture {
    char *folder;
    Config config;
    House house;
    Http *http;
    guint16 port;
} Fixture;

static inline void fixture_prepare(Fixture *fixture)
{
    fixture->folder = g_dir_make_tmp("nghisu-http-XXXXXX", NULL);
    fixture->config = (Config){.data = fixture->folder,
                               .listen = (char *)"127.0.0.1:0",
                               .web = g_build_filename(fixture->folder, "web", NULL),
                               .upload_limit_bytes = 8 * 1024 * 1024,
                               .worker_threads = 4,
                               .connections = 500,
                               .stop_grace_seconds = 2};
    fixture->house = (House){.config = &fixture->config, .version = "0"};
}

static inline void fixture_listen(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    fixture->http = http_start(&fixture->house, &error);
    g_assert_no_error(error);
    fixture->port = (guint16)atoi(strrchr(http_origin(fixture->http), ':') + 1);
}

static inline void folder_remove(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name = NULL;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            folder_remove(inner);
        else
            g_unlink(inner);
    }
    g_rmdir(path);
}

static inline void fixture_end(Fixture *fixture)
{
    http_stop(fixture->http);
    folder_remove(fixture->folder);
    g_free(fixture->config.web);
    g_free(fixture->folder);
}

static inline int dial(const Fixture *fixture)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(fixture->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(connect(fd, (struct sockaddr *)&to, sizeof to), ==, 0);
    return fd;
}

static inline void say(int fd, const char *bytes, gsize count)
{
    while (count) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        if (sent < 0)
            return; /* a server that closes early is part of some tests */
        bytes += sent;
        count -= (gsize)sent;
    }
}

/* What comes until the end, or until nothing came for `quiet_ms`. */
static inline GString *hear(int fd, int quiet_ms)
{
    GString *text = g_string_new(NULL);
    char buffer[65536];
    struct pollfd entry = {.fd = fd, .events = POLLIN};
    while (poll(&entry, 1, quiet_ms) == 1) {
        ssize_t got = recv(fd, buffer, sizeof buffer, 0);
        if (got <= 0)
            break;
        g_string_append_len(text, buffer, got);
    }
    return text;
}

/* One whole reply with its Content-Length; the connection stays. */
static inline GString *hear_one(int fd)
{
    GString *text = g_string_new(NULL);
    char buffer[65536];
    for (;;) {
        const char *head_end = strstr(text->str, "\r\n\r\n");
        if (head_end) {
            const char *length = strcasestr(text->str, "content-length:");
            gsize wanted = length && length < head_end ? g_ascii_strtoull(length + 15, NULL, 10) : 0;
            if (text->len >= (gsize)(head_end + 4 - text->str) + wanted)
                return text;
        }
        struct pollfd entry = {.fd = fd, .events = POLLIN};
        if (poll(&entry, 1, 5000) != 1)
            return text;
        ssize_t got = recv(fd, buffer, sizeof buffer, 0);
        if (got <= 0)
            return text;
        g_string_append_len(text, buffer, got);
    }
}

static inline int status_in(const GString *reply)
{
    return g_str_has_prefix(reply->str, "HTTP/1.") ? atoi(reply->str + 9) : 0;
}

/* TRUE when the server closes within the time. */
static inline gboolean is_closed(int fd, int within_ms)
{
    gint64 until = g_get_monotonic_time() + (gint64)within_ms * 1000;
    char waste[4096];
    while (g_get_monotonic_time() < until) {
        struct pollfd entry = {.fd = fd, .events = POLLIN};
        if (poll(&entry, 1, 20) == 1 && recv(fd, waste, sizeof waste, 0) <= 0)
            return TRUE;
    }
    return FALSE;
}

static inline int ask(const Fixture *fixture, const char *bytes, gsize count, GString **reply)
{
    int fd = dial(fixture);
    say(fd, bytes, count);
    GString *text = hear_one(fd);
    close(fd);
    int status = status_in(text);
    if (reply)
        *reply = text;
    else
        g_string_free(text, TRUE);
    return status;
}

#define ASK(fixture, text, reply) ask(fixture, text, strlen(text), reply)
