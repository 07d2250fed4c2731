/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which source wins, and what is refused.
 */
#include "base/config.h"
#include "base/error.h"
#include <glib/gstdio.h>
#include <string.h>

static Config *read_words(const char *const *words, int *left, GError **error)
{
    char *arguments[16] = {NULL};
    char **vector = arguments;
    int count = 0;
    while (words[count]) {
        arguments[count] = (char *)words[count];
        count++;
    }
    Config *config = config_read(&count, &vector, error);
    if (left)
        *left = count;
    return config;
}

static void refused(const char *const *words, const char *field)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(read_words(words, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CONFIG);
    if (field)
        g_assert_cmpstr(error_field(error), ==, field);
}

static void config__has_built_in_values(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config = read_words((const char *const[]){NULL}, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(config->data, ==, "data");
    g_assert_cmpstr(config->listen, ==, "127.0.0.1:8080");
    g_assert_cmpstr(config->zone, ==, "Asia/Ho_Chi_Minh");
    g_assert_null(config->database);
    g_assert_null(config->sample);
    g_assert_cmpint(config->upload_limit_bytes, ==, G_GINT64_CONSTANT(2) << 30);
    g_assert_cmpint(config->worker_threads, >=, 8);
    g_assert_nonnull(config->workers);
}

static void config__later_sources_win(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *file = NULL;
    g_close(g_file_open_tmp("config-XXXXXX", &file, NULL), NULL);
    g_assert_true(g_file_set_contents(
        file, "[nghisu]\nlisten = 127.0.0.1:1\ndata = /from/file\nsession_hours = 3\nupload_limit_bytes=5 MiB\n", -1, NULL));
    g_setenv("NGHISU_LISTEN", "127.0.0.1:2", TRUE);
    g_setenv("NGHISU_SESSION_HOURS", "4", TRUE);
    int left = 0;
    g_autoptr(Config) config = read_words((const char *const[]){"--config", file, "rest", "--session-hours=5", NULL}, &left, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(config->data, ==, "/from/file");
    g_assert_cmpstr(config->listen, ==, "127.0.0.1:2");
    g_assert_cmpint(config->session_hours, ==, 5);
    g_assert_cmpint(config->upload_limit_bytes, ==, 5 << 20);
    g_assert_cmpint(left, ==, 1);
    g_unsetenv("NGHISU_LISTEN");
    g_unsetenv("NGHISU_SESSION_HOURS");
    g_unlink(file);
}

static void config__no_sample_wins_over_a_sample(void)
{
    g_autoptr(Config) with = read_words((const char *const[]){"--sample", "deploy/sample", NULL}, NULL, NULL);
    g_assert_cmpstr(with->sample, ==, "deploy/sample");
    g_autoptr(Config) without = read_words((const char *const[]){"--no-sample", "--sample", "deploy/sample", NULL}, NULL, NULL);
    g_assert_null(without->sample);
}

static void config__mistakes_are_refused(void)
{
    refused((const char *const[]){"--no-such-thing", NULL}, NULL);
    refused((const char *const[]){"--config", "/nowhere/nghisu.conf", NULL}, NULL);
    refused((const char *const[]){"--session-hours", "soon", NULL}, "session_hours");
    refused((const char *const[]){"--session-hours", "0", NULL}, "session_hours");
    refused((const char *const[]){"--upload-limit-bytes", "9000000000 GiB", NULL}, "upload_limit_bytes");
    refused((const char *const[]){"--log-level", "loud", NULL}, "log_level");
    refused((const char *const[]){"--zone", "Asia/Nowhere", NULL}, "zone");
    refused((const char *const[]){"--tls-certificate", "a.pem", NULL}, "tls_key");
    refused((const char *const[]){"--origin", "https://hop.vn/path", NULL}, "origin");
    refused((const char *const[]){"--smtp-url", "http://thu.vn", "--mail-from", "hop@thu.vn", NULL}, "smtp_url");
    refused((const char *const[]){"--smtp-url", "smtp://user:password@thu.vn", "--mail-from", "hop@thu.vn", NULL}, "smtp_url");
    refused((const char *const[]){"--smtp-url", "smtp://thu.vn", NULL}, "mail_from");
    refused((const char *const[]){"--smtp-url", "smtp://thu.vn", "--mail-from", "Hop <hop@thu.vn>", NULL}, "mail_from");
    refused((const char *const[]){"--data", "\xff", NULL}, "data");
    refused((const char *const[]){"--data", "", NULL}, "data");
    g_autofree char *file = NULL;
    g_close(g_file_open_tmp("config-XXXXXX", &file, NULL), NULL);
    g_assert_true(g_file_set_contents(file, "[nghisu]\nlissen = 127.0.0.1:1\n", -1, NULL));
    refused((const char *const[]){"--config", file, NULL}, "lissen");
    g_assert_true(g_file_set_contents(file, "[nghi-su]\nlisten = 127.0.0.1:1\n", -1, NULL));
    refused((const char *const[]){"--config", file, NULL}, NULL);
    g_unlink(file);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/config__has_built_in_values", config__has_built_in_values);
    g_test_add_func("/config/config__later_sources_win", config__later_sources_win);
    g_test_add_func("/config/config__no_sample_wins_over_a_sample", config__no_sample_wins_over_a_sample);
    g_test_add_func("/config/config__mistakes_are_refused", config__mistakes_are_refused);
    return g_test_run();
}
