/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of one request: head, admission, body, call, reply. On
 * libmicrohttpd's threads nothing here waits: what may take time is suspended
 * and handed to a lane.
 */
#include "net/exchange.h"
#include "net/field.h"
#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { DISCARD_MOST = 64 * 1024, RETRY_SECONDS = 2, KEY_LONGEST = 100, LONGEST_LOGGED = 40 };

static guint64 next_id; /* atomic */

Exchange *exchange_new(struct Http *http, struct MHD_Connection *connection, const char *target)
{
    Exchange *exchange = g_new0(Exchange, 1);
    exchange->http = http;
    exchange->connection = connection;
    exchange->line = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    exchange->began_at = g_get_monotonic_time();
    exchange->request.house = http->house;
    exchange->request.body_fd = -1;
    exchange->reply.fd = -1;
    exchange->method = "";
    exchange->target = g_strdup(target);
    exchange->target_length = strlen(target);
    char *query = strchr(exchange->target, '?');
    if (query) {
        *query = 0;
        exchange->query = query + 1;
    }
    guint64 number = __atomic_add_fetch(&next_id, 1, __ATOMIC_RELAXED);
    g_snprintf(exchange->id, sizeof exchange->id, "%08x%08x", (guint)(g_get_real_time() / G_USEC_PER_SEC), (guint)number);
    g_atomic_int_inc(&http->running);
    watchdog_deadline(exchange->line, http_limits.head_ms);
    return exchange;
}

/* The path without what is too long to be an id or a word: a secret may stand there, and in a mistyped path too. Caller frees. */
static char *path_logged(const char *target)
{
    g_auto(GStrv) segments = g_strsplit(target, "/", -1);
    for (char **segment = segments; *segment; segment++)
        if (strlen(*segment) > LONGEST_LOGGED)
            strcpy(*segment, "...");
    return g_strjoinv("/", segments);
}

static gboolean is_nameless(const Exchange *exchange)
{
    return exchange->request.route && exchange->request.route->nameless;
}

static void log_request(const Exchange *exchange)
{
    int status = exchange->reply.status;
    if ((status < 500 && !exchange->http->logs_all) || is_nameless(exchange))
        return;
    gint64 taken = g_get_monotonic_time() - exchange->began_at;
    g_autofree char *path = path_logged(exchange->target);
    /* Never the query string: it may hold what nobody else should read. */
    log_write(status >= 500 ? G_LOG_LEVEL_INFO : G_LOG_LEVEL_DEBUG, "request",
              (const LogField[]){log_field("request", "%s", exchange->id), log_field("method", "%s", exchange->method),
                                 log_field("path", "%s", path), log_field("status", "%d", status),
                                 log_field("ms", "%.1f", (double)taken / 1000), log_field("address", "%s", exchange->address)},
              6);
}

void exchange_free(Exchange *exchange)
{
    struct Http *http = exchange->http;
    Request *request = &exchange->request;
    log_request(exchange);
    if (exchange->followed)
        watchdog_follow(http->watchdog, exchange->line, NULL, NULL);
    watchdog_upload(exchange->line, FALSE);
    watchdog_deadline(exchange->line, http_limits.idle_seconds * 1000);
    if (request->admitted && request->admitted_free)
        request->admitted_free(request->admitted);
    body_drop(exchange);
    reply_drop(&exchange->reply);
    for (gsize i = 0; i < G_N_ELEMENTS(exchange->path_texts); i++)
        g_free(exchange->path_texts[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(exchange->param_texts); i++)
        g_free(exchange->param_texts[i]);
    g_clear_error(&exchange->refusal);
    g_free(exchange->if_match_text);
    g_free(exchange->target);
    g_free(exchange);
    g_atomic_int_add(&http->running, -1);
}

/* A reply without a call. libmicrohttpd closes a connection whose reply was given at the head, so it is given at the end of the request, a
 * small body being read first; a large one is not waited for. */
static enum MHD_Result reply_early(Exchange *exchange)
{
    if (exchange->phase == PHASE_HEAD && !exchange->chunked && exchange->content_length <= DISCARD_MOST && !exchange->reply.close &&
        !request_header(&exchange->request, "Expect")) {
        exchange->phase = PHASE_DISCARD;
        watchdog_deadline(exchange->line, http_limits.body_ms);
        return MHD_YES;
    }
    return reply_send(exchange);
}

static enum MHD_Result refuse(Exchange *exchange, const GError *error)
{
    reply_problem(exchange, error);
    return reply_early(exchange);
}

static gboolean rate_check(Exchange *exchange, GError **error)
{
    const Line *line = exchange->line;
    /* A program on the same machine is the administrator's or a proxy, which is told apart by the address it forwards. */
    if (!is_nameless(exchange) && line->is_loopback && strcmp(exchange->address, line->address) == 0)
        return TRUE;
    Rates *rates = exchange->http->rates;
    if (is_nameless(exchange)) { /* one bucket for all: no address is remembered */
        if (rates_take(rates, exchange->request.route->path, 1, http_limits.address_rate, http_limits.address_burst))
            return TRUE;
        error_set(error, ERROR_TOO_MANY_TRIES, NULL, "too many requests");
        if (error)
            error_set_retry_after(*error, RETRY_SECONDS);
        return FALSE;
    }
    g_autofree char *failures = g_strconcat("failure ", exchange->address, NULL);
    gboolean within = rates_take(rates, exchange->address, 1, http_limits.address_rate, http_limits.address_burst) &&
                      rates_take(rates, failures, 0, http_limits.failure_rate, http_limits.failure_burst);
    if (within && exchange->token_hash[0])
        within = rates_take(rates, exchange->token_hash, 1, http_limits.session_rate, http_limits.session_burst);
    if (within)
        return TRUE;
    error_set(error, ERROR_TOO_MANY_TRIES, NULL, "too many requests");
    if (error)
        error_set_retry_after(*error, RETRY_SECONDS);
    return FALSE;
}

static void failure_count(Exchange *exchange, const GError *error)
{
    ErrorKind kind = error_kind(error);
    if (is_nameless(exchange))
        return;
    gboolean guessed = kind == ERROR_NOT_FOUND && strstr(exchange->request.route->path, "{token}"); /* a secret that is none */
    if (kind != ERROR_SIGNED_OUT && kind != ERROR_WRONG_PASSWORD && !guessed)
        return;
    g_autofree char *key = g_strconcat("failure ", exchange->address, NULL);
    rates_take(exchange->http->rates, key, 1, http_limits.failure_rate, http_limits.failure_burst);
}

static gboolean if_match_read(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    const char *header = request_header(request, "If-Match");
    if (!request->route->if_match || !header || strcmp(header, "*") == 0)
        return TRUE;
    gsize length = strlen(header);
    gsize digits = length > 2 ? strspn(header + 1, "0123456789") : 0;
    if (header[0] != '"' || digits == 0 || digits > 18 || digits + 2 != length || header[length - 1] != '"')
        return error_set(error, ERROR_LOST_RACE, NULL, "If-Match is not an edition of this");
    exchange->if_match_text = g_strndup(header + 1, digits);
    request->if_match = exchange->if_match_text;
    return TRUE;
}

static gboolean key_read(Request *request, GError **error)
{
    const char *key = request_header(request, "Idempotency-Key");
    if (!key)
        return TRUE;
    gsize length = strlen(key);
    gboolean sound = length > 0 && length <= KEY_LONGEST;
    for (gsize i = 0; sound && i < length; i++)
        sound = g_ascii_isprint(key[i]);
    if (!sound)
        return error_set(error, ERROR_WRONG_VALUE, "Idempotency-Key", "1 to %d printable characters", KEY_LONGEST);
    request->idempotency_key = key;
    return TRUE;
}

/* RFC 7240. Only an act has a short answer. */
static void preference_read(Request *request)
{
    const char *prefer = request_header(request, "Prefer");
    request->caller.minimal = prefer && strcmp(request->route->method, "GET") != 0 && g_ascii_strcasecmp(prefer, "return=minimal") == 0;
}

/* Everything of the head that a call may rely on. */
static gboolean head_read(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    const Route *route = request->route;
    for (; exchange->path_count < MATCH_VALUES && exchange->path_texts[exchange->path_count]; exchange->path_count++)
        request->path_values[exchange->path_count] = exchange->path_texts[exchange->path_count];
    if (!door_check_origin(exchange, error) || !session_read(exchange, error) || !rate_check(exchange, error))
        return FALSE;
    if (!field_check_query(route->params, exchange->query, exchange->param_texts, G_N_ELEMENTS(exchange->param_texts), error))
        return FALSE;
    for (const Field *field = route->params; field && field->name; field++, exchange->param_count++)
        request->params[exchange->param_count] = exchange->param_texts[exchange->param_count];
    preference_read(request);
    return if_match_read(exchange, error) && key_read(request, error) && body_begin(exchange, error);
}

static enum MHD_Result work_push(Exchange *exchange, Phase phase)
{
    g_autoptr(GError) error = NULL;
    Lane lane = exchange->request.route->lane;
    if (lanes_full(exchange->http->lanes, lane)) {
        error_set(&error, ERROR_BUSY, NULL, "too many requests wait");
        error_set_retry_after(error, RETRY_SECONDS);
        return refuse(exchange, error);
    }
    exchange->phase = phase;
    watchdog_deadline(exchange->line, 0);
    watchdog_upload(exchange->line, FALSE);
    MHD_suspend_connection(exchange->connection);
    lanes_push(exchange->http->lanes, lane, exchange);
    return MHD_YES;
}

static enum MHD_Result page_send(Exchange *exchange)
{
    static const char unbuilt[] =
        "<!doctype html><meta charset=utf-8><title>Nghị Sự</title><p>The pages are not built: cmake and npm make them (see README.md). The "
        "API answers under /api.</p>";
    Request *request = &exchange->request;
    g_autoptr(GError) error = NULL;
    StaticFile file = {0};
    if (strcmp(exchange->method, "GET") != 0 && strcmp(exchange->method, "HEAD") != 0) {
        error_set(&error, ERROR_METHOD, NULL, "pages are only read");
        reply_problem(exchange, error);
        reply_header(request, "Allow", "GET, HEAD");
        return reply_early(exchange);
    }
    if (static_is_empty(exchange->http->pages)) {
        reply_bytes(request, 200, "text/html; charset=utf-8", g_bytes_new_static(unbuilt, strlen(unbuilt)));
        return reply_early(exchange);
    }
    if (!static_find(exchange->http->pages, exchange->target, request_header(request, "Accept-Encoding"), &file)) {
        error_set(&error, ERROR_NOT_FOUND, NULL, "no such page");
        return refuse(exchange, error);
    }
    int fd = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        error_set_errno(&error, errno, "page");
        return refuse(exchange, error);
    }
    reply_etag(request, file.etag);
    reply_fd(request, file.media, fd, file.bytes);
    reply_header(request, "Cache-Control", file.forever ? "public, max-age=31536000, immutable" : "no-cache");
    if (file.encoding)
        reply_header(request, "Content-Encoding", file.encoding);
    if (file.varies)
        reply_header(request, "Vary", "Accept-Encoding");
    return reply_early(exchange);
}

static enum MHD_Result head_step(Exchange *exchange, const char *method, const char *version)
{
    g_autoptr(GError) error = NULL;
    Request *request = &exchange->request;
    struct Http *http = exchange->http;
    exchange->method = method;
    watchdog_deadline(exchange->line, 0);
    if (!door_check(exchange, method, version, &error)) {
        exchange->has_body = TRUE; /* whatever follows is not read as a request */
        exchange->reply.close = TRUE;
        return refuse(exchange, error);
    }
    door_read_address(exchange);
    if (__atomic_load_n(&http->stopping, __ATOMIC_RELAXED)) {
        error_set(&error, ERROR_STOPPING, NULL, "stopping");
        error_set_retry_after(error, RETRY_SECONDS);
        exchange->reply.close = TRUE;
        return refuse(exchange, error);
    }
    if (strcmp(exchange->target, "/api") != 0 && !g_str_has_prefix(exchange->target, "/api/"))
        return page_send(exchange);
    g_autofree char *allow = NULL;
    request->route = match_find(http->match, method, exchange->target, exchange->path_texts, &allow);
    if (!request->route) {
        error_set(&error, allow ? ERROR_METHOD : ERROR_NOT_FOUND, NULL, "%s", allow ? "not this method" : "no such path");
        reply_problem(exchange, error);
        if (allow)
            reply_header(request, "Allow", allow);
        return reply_early(exchange);
    }
    if (!head_read(exchange, &error)) {
        failure_count(exchange, error);
        return refuse(exchange, error);
    }
    if (request->route->stream)
        return work_push(exchange, PHASE_ADMITTING);
    exchange->phase = PHASE_BODY;
    watchdog_deadline(exchange->line, http_limits.body_ms);
    return MHD_YES;
}

/* What this session was shown a moment ago, without a worker. */
static gboolean pass_send(Exchange *exchange)
{
    Request *request = &exchange->request;
    if (!request->route->pass || !exchange->token_hash[0] || strcmp(exchange->method, "GET") != 0 || request_header(request, "Range"))
        return FALSE;
    Passes *passes = exchange->http->passes;
    exchange->generation = passes_generation(passes);
    guint status = passes_send(passes, exchange->token_hash, exchange->target, exchange->query, request_header(request, "If-None-Match"),
                               exchange->connection);
    if (!status)
        return FALSE;
    exchange->reply.status = (int)status;
    exchange->phase = PHASE_SENT;
    watchdog_deadline(exchange->line, 0);
    return TRUE;
}

static enum MHD_Result body_step(Exchange *exchange, const char *bytes, size_t *size)
{
    if (*size) {
        gboolean taken = body_take(exchange, bytes, *size, &exchange->refusal);
        *size = 0;
        if (taken)
            return MHD_YES;
        /* libmicrohttpd takes no reply in the middle of a body. */
        exchange->reply.status = error_fact(error_kind(exchange->refusal))->status;
        reply_send_raw(exchange, exchange->refusal);
        return MHD_NO;
    }
    if (pass_send(exchange))
        return MHD_YES;
    g_autoptr(GError) error = NULL;
    if (!body_end(exchange, &error))
        return refuse(exchange, error);
    return work_push(exchange, PHASE_CALLING);
}

enum MHD_Result exchange_step(Exchange *exchange, const char *method, const char *version, const char *bytes, size_t *size)
{
    switch (exchange->phase) {
    case PHASE_HEAD:
        return head_step(exchange, method, version);
    case PHASE_DISCARD:
        if (*size) {
            *size = 0;
            return MHD_YES;
        }
        exchange->body_whole = TRUE;
        return reply_send(exchange);
    case PHASE_ADMITTED:
        exchange->phase = PHASE_BODY;
        watchdog_upload(exchange->line, TRUE);
        return *size ? body_step(exchange, bytes, size) : MHD_YES;
    case PHASE_BODY:
        return body_step(exchange, bytes, size);
    case PHASE_READY:
        return reply_send(exchange);
    case PHASE_ADMITTING:
    case PHASE_CALLING:
    case PHASE_SENT:
        break;
    }
    *size = 0;
    return MHD_NO;
}

/* Drawing a page for a client that has turned on is work for nobody. */
static gboolean client_left(const Exchange *exchange)
{
    struct pollfd entry = {.fd = exchange->line->fd, .events = POLLRDHUP};
    return exchange->request.route->lane == LANE_PAGES && poll(&entry, 1, 0) == 1 && entry.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

static gboolean admit(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    return session_check(exchange, error) && (!request->route->admit || request->route->admit(request, error));
}

static gboolean call(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    if (client_left(exchange))
        return error_set(error, ERROR_BUSY, NULL, "the client left");
    if (!body_read_json(exchange, error))
        return FALSE;
    if (!request->route->call)
        return request_run_query(request, error);
    /* A call that may be given again only reads, and asks as the caller itself: its own query is the check of the session. One that asked
     * nothing is checked before anything of it goes out. */
    gboolean reads = request->route->pass && strcmp(request->route->method, "GET") == 0;
    if (!request->route->stream && !reads && !session_check(exchange, error))
        return FALSE;
    if (!request->route->call(request, error))
        return FALSE;
    if (reads && !(request->conn && db_caller_session(request->conn)) && !session_check(exchange, error))
        return FALSE;
    if (exchange->reply.kind == REPLY_NONE)
        return error_set(error, ERROR_INTERNAL, NULL, "the call did not reply");
    return TRUE;
}

void exchange_work(Exchange *exchange)
{
    g_autoptr(GError) error = NULL;
    Request *request = &exchange->request;
    gboolean admitting = exchange->phase == PHASE_ADMITTING;
    gboolean done = FALSE;
    if (__atomic_load_n(&exchange->http->over, __ATOMIC_RELAXED))
        error_set(&error, ERROR_STOPPING, NULL, "stopping");
    else
        done = admitting ? admit(exchange, &error) : call(exchange, &error);
    g_clear_pointer(&request->conn, db_give);
    if (!done) {
        failure_count(exchange, error);
        reply_problem(exchange, error);
    }
    if (!admitting)
        body_drop(exchange); /* a partial file is gone when its sender hears the reply */
    exchange->phase = admitting && done ? PHASE_ADMITTED : PHASE_READY;
    MHD_resume_connection(exchange->connection); /* the exchange may be gone from here on */
}
