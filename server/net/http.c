/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The daemon: one listening socket, a few epoll threads of libmicrohttpd, TLS,
 * the table of open lines, and a stop that leaves nothing half done. What a
 * request means is exchange.c's and the calls'.
 */
#include "net/http.h"
#include "net/events.h"
#include "net/exchange.h"
#include "net/listen.h"
#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include <arpa/inet.h>
#include <string.h>
#include <errno.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_MEMORY = 16 * 1024, SPARE_DESCRIPTORS = 256, FEWEST_CONNECTIONS = 64 };

static void *on_target(void *data, const char *target, struct MHD_Connection *connection)
{
    return exchange_new(data, connection, target);
}

static enum MHD_Result on_request(void *data G_GNUC_UNUSED, struct MHD_Connection *connection G_GNUC_UNUSED, const char *url G_GNUC_UNUSED,
                                  const char *method, const char *version, const char *bytes, size_t *size, void **state)
{
    return *state ? exchange_step(*state, method, version, bytes, size) : MHD_NO;
}

static void on_completed(void *data G_GNUC_UNUSED, struct MHD_Connection *connection G_GNUC_UNUSED, void **state,
                         enum MHD_RequestTerminationCode why G_GNUC_UNUSED)
{
    if (*state)
        exchange_free(*state);
    *state = NULL;
}

/* The path is decoded by match.c and static.c, strictly; libmicrohttpd's own decoding would hide %00. */
static size_t leave_escaped(void *data G_GNUC_UNUSED, struct MHD_Connection *connection G_GNUC_UNUSED, char *text)
{
    return strlen(text);
}

static void address_read(Line *line, const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct in_addr *four = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
        inet_ntop(AF_INET, four, line->address, sizeof line->address);
        line->is_loopback = (ntohl(four->s_addr) >> 24) == 127;
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(six)) {
            inet_ntop(AF_INET, &six->s6_addr[12], line->address, sizeof line->address);
            line->is_loopback = six->s6_addr[12] == 127;
        } else {
            inet_ntop(AF_INET6, six, line->address, sizeof line->address);
            line->is_loopback = IN6_IS_ADDR_LOOPBACK(six);
        }
    }
}

static void on_connection(void *data, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
    struct Http *http = data;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*context)
            watchdog_remove(http->watchdog, *context);
        *context = NULL;
        return;
    }
    Line *line = watchdog_add(http->watchdog, MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr)
        address_read(line, info->client_addr);
    *context = line;
}

/* As many sockets as wanted, while each may also hold a file. */
static guint connections_possible(gint64 wanted)
{
    struct rlimit limit = {0};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
        getrlimit(RLIMIT_NOFILE, &limit);
    }
    gint64 room = limit.rlim_cur > (rlim_t)G_MAXINT ? G_MAXINT : (gint64)limit.rlim_cur;
    gint64 possible = (room - SPARE_DESCRIPTORS) * 2 / 3;
    if (possible < wanted)
        log_warn("connections_lowered", log_field("wanted", "%" G_GINT64_FORMAT, wanted),
                 log_field("possible", "%" G_GINT64_FORMAT, possible));
    return (guint)MAX(FEWEST_CONNECTIONS, MIN(wanted, possible));
}

static gboolean tls_read(struct Http *http, GError **error)
{
    const Config *config = http->house->config;
    if (!config->tls_certificate && !config->tls_key)
        return TRUE;
    g_autoptr(GError) cause = NULL;
    if (!config->tls_certificate || !config->tls_key)
        return error_set(error, ERROR_CONFIG, NULL, "tls_certificate and tls_key go together");
    if (!g_file_get_contents(config->tls_certificate, &http->tls_certificate, NULL, &cause) ||
        !g_file_get_contents(config->tls_key, &http->tls_key, NULL, &cause))
        return error_set(error, ERROR_CONFIG, NULL, "TLS: %s", cause->message);
    http->tls = TRUE;
    return TRUE;
}

static gboolean names_read(struct Http *http, const Listening *listening, GError **error)
{
    const Config *config = http->house->config;
    http->listen_host = g_strdup(listening->host);
    http->on_loopback = listening->on_loopback;
    http->on_any = listening->on_any;
    http->port = listening->port;
    http->proxies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) proxies = g_strsplit(config->trusted_proxy ? config->trusted_proxy : "", ",", -1);
    for (char **proxy = proxies; *proxy; proxy++)
        if (*g_strstrip(*proxy))
            g_hash_table_add(http->proxies, g_strdup(*proxy));
    if (!http->tls && !http->on_loopback && !g_hash_table_size(http->proxies))
        return error_set(error, ERROR_CONFIG, NULL,
                         "plain HTTP serves this machine only: listen on 127.0.0.1, or give tls_certificate and tls_key, or name the "
                         "trusted_proxy that does TLS");
    http->origin = g_strdup_printf("%s://%s", http->tls ? "https" : "http", listening->host);
    if (!config->origin)
        return TRUE;
    const char *host = strstr(config->origin, "://");
    if (!host || !host[3] || strchr(host + 3, '/'))
        return error_set(error, ERROR_CONFIG, NULL, "origin is https://name or https://name:port");
    http->own_host = g_strdup(host + 3);
    return TRUE;
}

static gboolean daemon_start(struct Http *http, int fd, GError **error)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (http->tls ? MHD_USE_TLS : 0);
    guint threads = CLAMP(g_get_num_processors(), 2, 8);
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, http->tls_certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, http->tls_key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    http->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, http, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads,
        MHD_OPTION_CONNECTION_LIMIT, connections_possible(http->house->config->connections), MHD_OPTION_CONNECTION_TIMEOUT,
        http_limits.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, http, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, http, MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_ARRAY, http->tls ? tls : none, MHD_OPTION_END);
    if (http->daemon)
        return TRUE;
    close(fd);
    return error_set(error, ERROR_CONFIG, NULL, "the HTTP daemon does not start%s",
                     http->tls ? ": are tls_certificate and tls_key PEM and a pair?" : "");
}

static gboolean partial_folder_make(struct Http *http, GError **error)
{
    http->partial_folder = g_build_filename(http->house->config->data, "partial", NULL);
    if (g_mkdir_with_parents(http->partial_folder, 0700) != 0)
        return error_set_errno(error, errno, http->partial_folder);
    /* What a killed server left half written is nobody's. */
    g_autoptr(GDir) dir = g_dir_open(http->partial_folder, 0, NULL);
    const char *name = NULL;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(http->partial_folder, name, NULL);
        unlink(path);
    }
    return TRUE;
}

static void http_free(struct Http *http)
{
    if (http->lanes)
        lanes_stop(http->lanes);
    if (http->watchdog)
        watchdog_stop(http->watchdog);
    if (http->tls_key)
        sodium_memzero(http->tls_key, strlen(http->tls_key));
    if (http->house && http->house->events)
        events_on_rights(http->house->events, NULL, NULL);
    g_clear_pointer(&http->passes, passes_free);
    g_clear_pointer(&http->rates, rates_free);
    g_clear_pointer(&http->match, match_free);
    g_clear_pointer(&http->pages, static_close);
    g_clear_pointer(&http->proxies, g_hash_table_unref);
    g_free(http->partial_folder);
    g_free(http->tls_certificate);
    g_free(http->tls_key);
    g_free(http->origin);
    g_free(http->own_host);
    g_free(http->listen_host);
    g_free(http);
}

Http *http_start(House *house, GError **error)
{
    if (sodium_init() < 0) {
        error_set(error, ERROR_INTERNAL, NULL, "libsodium does not start");
        return NULL;
    }
    struct Http *http = g_new0(struct Http, 1);
    http->house = house;
    Listening listening = {.fd = -1};
    if (!tls_read(http, error) || !partial_folder_make(http, error) || !listen_open(house->config->listen, &listening, error)) {
        http_free(http);
        return NULL;
    }
    http->match = match_new(route_table);
    http->pages = static_open(house->config->web);
    http->rates = rates_new();
    http->passes = passes_new();
    http->logs_all = g_strcmp0(house->config->log_level, "debug") == 0;
    if (house->events)
        events_on_rights(house->events, passes_forget, http->passes);
    http->watchdog = watchdog_start();
    http->lanes = lanes_start(house->config);
    gboolean named = names_read(http, &listening, error);
    if (!named)
        close(listening.fd);
    listening_clear(&listening);
    if (!named || !daemon_start(http, listening.fd, error)) {
        http_free(http);
        return NULL;
    }
    log_info("listening", log_field("origin", "%s", http->origin),
             log_field("pages", "%s", static_is_empty(http->pages) ? "not built" : "built"));
    return http;
}

const char *http_origin(const Http *http)
{
    return http->origin;
}

static void wait_for_end(struct Http *http, gint64 until)
{
    while (g_atomic_int_get(&http->running) > 0 && g_get_monotonic_time() < until)
        g_usleep(5000);
}

void http_stop(Http *http)
{
    if (!http)
        return;
    __atomic_store_n(&http->stopping, TRUE, __ATOMIC_RELAXED);
    if (http->house->events)
        events_end(http->house->events);
    wait_for_end(http, g_get_monotonic_time() + http->house->config->stop_grace_seconds * G_USEC_PER_SEC);
    /* MHD_stop_daemon ends the process when a connection is still suspended, so every request is waited for: those on a worker are bound by
     * its own limits, all others end with their sockets. */
    __atomic_store_n(&http->over, TRUE, __ATOMIC_RELAXED);
    while (g_atomic_int_get(&http->running) > 0) {
        watchdog_shut_all(http->watchdog);
        wait_for_end(http, g_get_monotonic_time() + G_USEC_PER_SEC / 10);
    }
    MHD_stop_daemon(http->daemon);
    log_info("stopped", log_field("origin", "%s", http->origin));
    http_free(http);
}
