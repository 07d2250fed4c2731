/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nghisu serve: everything started in order, told where it is, and stopped in
 * reverse at SIGTERM or SIGINT. It restarts nothing but PostgreSQL (cluster.c):
 * the rest is the service manager's.
 */
#include "command/command.h"
#include "api/meeting_pack.h"
#include "api/record.h"
#include "api/sample.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "net/events.h"
#include "net/http.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean is_loopback(const char *listen_at)
{
    return g_regex_match_simple("^(127\\.[0-9]+\\.[0-9]+\\.[0-9]+|localhost|\\[::1\\])(:[0-9]+)?$", listen_at, G_REGEX_CASELESS, 0);
}

/* Cookies, service worker and camera need a secure context, and passwords must not cross a network in the clear. */
static gboolean transport_check(const Config *config, GError **error)
{
    gboolean behind_tls_proxy = config->trusted_proxy && config->origin && g_str_has_prefix(config->origin, "https://");
    if (config->tls_certificate || behind_tls_proxy || is_loopback(config->listen))
        return TRUE;
    return error_set(
        error, ERROR_CONFIG, "listen",
        "plain HTTP serves this machine only, and %s is open to others. Give --tls-certificate and --tls-key; or let a proxy do TLS and "
        "give --trusted-proxy ADDRESS and --origin https://NAME; or listen on 127.0.0.1.",
        config->listen);
}

static Render *render_open(const Config *config, GError **error)
{
    g_autofree char *program = g_build_filename(config->workers, "nghisu-render", NULL);
    g_autofree char *cache = g_build_filename(config->data, "cache", NULL);
    const RenderOptions options = {.program = program, .cache_folder = cache, .cache_bytes = config->page_cache_bytes};
    return render_start(&options, error);
}

/* Who may sign in to the sample, for the person at the terminal. */
static void sample_accounts_print(House *house)
{
    g_autoptr(DbConn) conn = db_take(house->db, NULL);
    g_autoptr(PGresult) rows = conn ? db_query(conn, NULL, Q_WELCOME_GET, 0, NULL, NULL) : NULL;
    const char *text = db_text(rows);
    g_autoptr(json_t) welcome = text ? json_parse(text, strlen(text), NULL) : NULL;
    const json_t *accounts = json_object_get(welcome, "sample_accounts");
    const char *password = json_string_value(json_object_get(welcome, "sample_password"));
    size_t index;
    const json_t *account;
    if (password)
        printf("Tài khoản mẫu, mật khẩu %s:\n", password);
    json_array_foreach(accounts, index, account)
    {
        static const char *const keys[] = {"account", "full_name", "title", "unit"};
        const char *words[G_N_ELEMENTS(keys)];
        for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
            words[i] = json_string_value(json_object_get(account, keys[i]));
            words[i] = words[i] ? words[i] : "";
        }
        printf("  %-14s %s – %s, %s\n", words[0], words[1], words[2], words[3]);
    }
}

/* Blocked before the first thread is made, so that every thread inherits it and only sigwait() sees them. */
static sigset_t stop_signals_block(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN); /* a client that hangs up is an error of one write, not our end */
    return signals;
}

static gboolean serve(Installation *installation, const sigset_t *stop_signals, GError **error)
{
    House *house = &installation->house;
    g_autoptr(Http) http = NULL;
    Sweep *sweep = NULL;
    TextReader *text_reader = NULL;
    Mailer *mailer = NULL;
    VoteTick *vote_tick = NULL;
    gboolean served = FALSE;

    house->render = render_open(installation->config, error);
    if (!house->render)
        goto out;
    if (installation->config->sample && !sample_load(house, installation->config->sample, error))
        goto out;
    sweep = sweep_start(house);
    house->packs = pack_builder_start(house);
    house->records = record_sealer_start(house);
    text_reader = text_reader_start(house);
    house->events = events_start(house, installation->app_url, error);
    if (!house->events)
        goto out;
    http = http_start(house, error);
    if (!http)
        goto out;
    mailer = mailer_start(house, http_origin(http), error);
    if (!mailer)
        goto out;
    vote_tick = vote_tick_start(house);
    printf("Nghị Sự: %s\n", http_origin(http));
    sample_accounts_print(house);
    fflush(stdout);
    log_info("serving", log_field("origin", "%s", http_origin(http)), log_field("version", "%s", house->version));

    int received = 0;
    while (sigwait(stop_signals, &received) != 0)
        continue;
    log_info("stopping", log_field("signal", "%s", strsignal(received)));
    served = TRUE;
out:
    vote_tick_stop(vote_tick);
    mailer_stop(mailer);
    http_stop(g_steal_pointer(&http));
    if (house->events)
        events_stop(g_steal_pointer(&house->events));
    record_sealer_stop(g_steal_pointer(&house->records));
    pack_builder_stop(g_steal_pointer(&house->packs));
    text_reader_stop(text_reader);
    sweep_stop(sweep);
    render_stop(g_steal_pointer(&house->render));
    return served;
}

int command_serve(int count, char **arguments)
{
    g_autoptr(GError) error = NULL;
    sigset_t stop_signals = stop_signals_block();
    g_autoptr(Config) config = command_config(&count, &arguments);
    if (!config)
        return EXIT_USAGE;
    if (!transport_check(config, &error))
        return command_failed(error);
    g_autoptr(Installation) installation = installation_open(g_steal_pointer(&config), &error);
    if (!installation || !serve(installation, &stop_signals, &error))
        return command_failed(error);
    installation_close(g_steal_pointer(&installation));
    log_info("stopped");
    return EXIT_SUCCESS;
}
