/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies: what a call says, with the headers that every reply bears, as a
 * response of libmicrohttpd. Files go out by sendfile, blobs block by block;
 * both answer ranges and conditions. Nothing here decides what is said.
 */
#include "net/exchange.h"
#include "net/range.h"
#include "base/error.h"
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BLOB_BLOCK = 64 * 1024 };

/* Own code only, no inline script, no foreign address, no frame. 'unsafe-inline' for styles alone: components set style attributes. */
static const char content_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
/* Of every reply. */
static const char *const always[] = {
    "X-Content-Type-Options",
    "nosniff",
    "Cross-Origin-Resource-Policy",
    "same-origin",
};
/* Of what a browser runs or shows as a page of its own. */
static const char *const of_pages[] = {
    "Content-Security-Policy",
    content_policy,
    "Referrer-Policy",
    "same-origin",
    "Permissions-Policy",
    "geolocation=(), payment=(), usb=(), camera=(self), microphone=(self)",
    "Cross-Origin-Opener-Policy",
    "same-origin",
};
/* Of pictures and JSON: opened by themselves they are a page that may nothing. */
static const char *const of_data[] = {
    "Content-Security-Policy",
    "default-src 'none'; frame-ancestors 'none'",
};

static void reply_begin(Request *request, ReplyKind kind, int status, const char *media)
{
    Exchange *exchange = exchange_of(request);
    Reply *reply = &exchange->reply;
    g_return_if_fail(reply->kind == REPLY_NONE);
    reply->kind = kind;
    reply->media = media ? g_intern_string(media) : NULL;
    const Route *route = request->route;
    reply->status = status ? status : route && route->status ? route->status : 200;
}

void reply_json_text(Request *request, int status, const char *json)
{
    reply_begin(request, REPLY_BYTES, status, "application/json");
    exchange_of(request)->reply.bytes = g_bytes_new(json, strlen(json));
}

void reply_json(Request *request, int status, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    json_decref(value);
    reply_begin(request, REPLY_BYTES, status, "application/json");
    exchange_of(request)->reply.bytes = g_bytes_new_with_free_func(text, strlen(text), free, text);
}

void reply_empty(Request *request, int status)
{
    int of_route = request->route ? request->route->status : 0;
    reply_begin(request, REPLY_BYTES, status ? status : of_route ? of_route : 204, NULL);
}

void reply_bytes(Request *request, int status, const char *media, GBytes *bytes)
{
    reply_begin(request, REPLY_BYTES, status, media);
    exchange_of(request)->reply.bytes = bytes;
}

void reply_fd(Request *request, const char *media, int fd, guint64 bytes)
{
    reply_begin(request, REPLY_FD, 0, media);
    exchange_of(request)->reply.fd = fd;
    exchange_of(request)->reply.size = bytes;
}

void reply_blob(Request *request, const char *media, StoreReader *reader)
{
    reply_begin(request, REPLY_BLOB, 0, media);
    exchange_of(request)->reply.reader = reader;
}

void reply_made(Request *request, const char *media, struct MHD_Response *response)
{
    reply_begin(request, REPLY_MADE, 0, media);
    exchange_of(request)->reply.made = response;
}

void reply_replay(Request *request, int status, const char *body)
{
    if (body && *body)
        reply_json_text(request, status, body);
    else
        reply_empty(request, status);
    reply_header(request, "Idempotent-Replayed", "true");
}

void reply_header(Request *request, const char *name, const char *value)
{
    Reply *reply = &exchange_of(request)->reply;
    if (!reply->headers)
        reply->headers = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(reply->headers, g_strdup(name));
    g_ptr_array_add(reply->headers, g_strdup(value));
}

void reply_etag(Request *request, const char *tag)
{
    Reply *reply = &exchange_of(request)->reply;
    g_free(reply->etag);
    reply->etag = g_strdup(tag);
}

void reply_edition(Request *request, const char *edit_version)
{
    reply_etag(request, edit_version);
    exchange_of(request)->reply.edition = TRUE;
}

void reply_drop(Reply *reply)
{
    gboolean close_after = reply->close;
    if (reply->fd >= 0)
        close(reply->fd);
    g_clear_pointer(&reply->bytes, g_bytes_unref);
    g_clear_pointer(&reply->reader, store_reader_close);
    g_clear_pointer(&reply->made, MHD_destroy_response);
    g_clear_pointer(&reply->headers, g_ptr_array_unref);
    g_clear_pointer(&reply->etag, g_free);
    *reply = (Reply){.fd = -1, .close = close_after};
}

typedef struct BlobPart {
    StoreReader *reader;
    guint64 first;
} BlobPart;

static ssize_t blob_read(void *data, uint64_t position, char *buffer, size_t most)
{
    BlobPart *part = data;
    gssize got = store_reader_pread(part->reader, buffer, most, part->first + position, NULL);
    return got > 0 ? got : MHD_CONTENT_READER_END_WITH_ERROR; /* the length is known: an end here is too early */
}

static void blob_free(void *data)
{
    BlobPart *part = data;
    store_reader_close(part->reader);
    g_free(part);
}

static void bytes_free(void *data)
{
    g_bytes_unref(data);
}

static struct MHD_Response *response_of_bytes(GBytes *bytes)
{
    gsize size = 0;
    const void *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    if (!size)
        return MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    return MHD_create_response_from_buffer_with_free_callback_cls(size, (void *)(gsize)data, bytes_free, g_bytes_ref(bytes));
}

/* A file or a blob, or the part of it that is wanted. */
static struct MHD_Response *response_of_file(Exchange *exchange, Reply *reply)
{
    guint64 size = reply->kind == REPLY_FD ? reply->size : store_reader_bytes(reply->reader);
    guint64 first = 0, last = size ? size - 1 : 0;
    char text[80];
    const char *range = request_header(&exchange->request, "Range");
    reply_header(&exchange->request, "Accept-Ranges", "bytes");
    if (reply->status == 200 && range && range_still_valid(request_header(&exchange->request, "If-Range"), reply->etag))
        switch (range_read(range, size, &first, &last)) {
        case RANGE_PART:
            reply->status = MHD_HTTP_PARTIAL_CONTENT;
            g_snprintf(text, sizeof text, "bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, first, last, size);
            reply_header(&exchange->request, "Content-Range", text);
            break;
        case RANGE_UNSATISFIABLE: {
            g_autoptr(GError) error = NULL;
            error_set(&error, ERROR_RANGE, NULL, "the file has %" G_GUINT64_FORMAT " bytes", size);
            g_snprintf(text, sizeof text, "bytes */%" G_GUINT64_FORMAT, size);
            reply_problem(exchange, error);
            reply_header(&exchange->request, "Content-Range", text);
            return response_of_bytes(reply->bytes);
        }
        case RANGE_WHOLE:
            break;
        }
    guint64 length = size ? last - first + 1 : 0;
    if (!length)
        return response_of_bytes(NULL);
    struct MHD_Response *response = NULL;
    if (reply->kind == REPLY_FD) {
        response = MHD_create_response_from_fd_at_offset64(length, reply->fd, first);
        reply->fd = response ? -1 : reply->fd;
    } else {
        BlobPart *part = g_new0(BlobPart, 1);
        *part = (BlobPart){g_steal_pointer(&reply->reader), first};
        response = MHD_create_response_from_callback(length, BLOB_BLOCK, blob_read, part, blob_free);
    }
    return response;
}

static gboolean has_header(const Reply *reply, const char *name)
{
    for (guint i = 0; reply->headers && i < reply->headers->len; i += 2)
        if (g_ascii_strcasecmp(reply->headers->pdata[i], name) == 0)
            return TRUE;
    return FALSE;
}

static void headers_add_list(struct MHD_Response *response, const char *const *list, gsize count)
{
    for (gsize i = 0; i < count; i += 2)
        MHD_add_response_header(response, list[i], list[i + 1]);
}

static gboolean is_data(const Exchange *exchange)
{
    const char *media = exchange->reply.media;
    return exchange->request.route && media && (g_str_has_prefix(media, "image/") || g_str_has_prefix(media, "application/json"));
}

/* kept: for other requests too. */
static void headers_add(const Exchange *exchange, struct MHD_Response *response, gboolean with_media, gboolean kept)
{
    const Reply *reply = &exchange->reply;
    headers_add_list(response, always, G_N_ELEMENTS(always));
    if (is_data(exchange))
        headers_add_list(response, of_data, G_N_ELEMENTS(of_data));
    else
        headers_add_list(response, of_pages, G_N_ELEMENTS(of_pages));
    if (exchange->http->tls)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (!kept && !(exchange->request.route && exchange->request.route->nameless)) /* it holds a time */
        MHD_add_response_header(response, "X-Request-Id", exchange->id);
    if (reply->media && with_media)
        MHD_add_response_header(response, "Content-Type", reply->media);
    if (!has_header(reply, "Cache-Control"))
        MHD_add_response_header(response, "Cache-Control", reply->status >= 400 || reply->edition ? "no-store" : "private, no-cache");
    if (reply->etag) {
        g_autofree char *quoted = g_strdup_printf("\"%s\"", reply->etag);
        MHD_add_response_header(response, "ETag", quoted);
    }
    for (guint i = 0; reply->headers && i < reply->headers->len; i += 2)
        MHD_add_response_header(response, reply->headers->pdata[i], reply->headers->pdata[i + 1]);
    if (reply->close)
        MHD_add_response_header(response, "Connection", "close");
}

static gboolean may_keep(Exchange *exchange)
{
    const Reply *reply = &exchange->reply;
    const Route *route = exchange->request.route;
    if (!route || !route->pass || !exchange->token_hash[0] || strcmp(exchange->method, "GET") != 0 || reply->status != 200 ||
        !reply->etag || reply->edition || reply->close || exchange->has_body || exchange->target_length > PASS_LONGEST_TARGET ||
        request_header(&exchange->request, "Range"))
        return FALSE;
    for (guint i = 0; reply->headers && i < reply->headers->len; i += 2)
        if (g_ascii_strcasecmp(reply->headers->pdata[i], "Cache-Control") == 0 && strstr(reply->headers->pdata[i + 1], "no-store"))
            return FALSE; /* what no browser may keep, we do not keep either */
    return reply->kind == REPLY_BYTES || (reply->kind == REPLY_FD && reply->size <= PASS_LARGEST_BYTES);
}

/* A file's bytes, so that the reply holds no descriptor. FALSE: the file is not as said. */
static gboolean reply_read_fd(Exchange *exchange)
{
    Reply *reply = &exchange->reply;
    g_autofree char *bytes = g_malloc(MAX(reply->size, 1));
    for (gsize at = 0; at < reply->size;) {
        ssize_t got = pread(reply->fd, bytes + at, reply->size - at, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return FALSE;
        at += (gsize)got;
    }
    close(reply->fd);
    reply->fd = -1;
    reply->bytes = g_bytes_new_take(g_steal_pointer(&bytes), reply->size);
    reply->kind = REPLY_BYTES;
    reply_header(&exchange->request, "Accept-Ranges", "bytes");
    return TRUE;
}

/* unchanged: the client has the whole already, which is therefore not read. */
static void reply_keep(Exchange *exchange, gboolean unchanged)
{
    Reply *reply = &exchange->reply;
    PassReply kept = {
        .generation = exchange->generation,
        .began_at = exchange->began_at,
        .token_hash = exchange->token_hash,
        .target = exchange->target,
        .query = exchange->query,
        .etag = reply->etag,
        .whole = unchanged ? NULL : response_of_bytes(reply->bytes),
        .unchanged = response_of_bytes(NULL),
        .bytes = unchanged ? 0 : g_bytes_get_size(reply->bytes),
    };
    if (kept.whole)
        headers_add(exchange, kept.whole, TRUE, TRUE);
    headers_add(exchange, kept.unchanged, FALSE, TRUE);
    passes_keep(exchange->http->passes, &kept);
}

enum MHD_Result reply_send(Exchange *exchange)
{
    Reply *reply = &exchange->reply;
    struct MHD_Response *response = NULL;
    gboolean is_read = strcmp(exchange->method, "GET") == 0 || strcmp(exchange->method, "HEAD") == 0;
    gboolean unchanged = is_read && reply->status == 200 && reply->etag && !reply->edition &&
                         etag_listed(request_header(&exchange->request, "If-None-Match"), reply->etag);
    if (may_keep(exchange) && (unchanged || reply->kind == REPLY_BYTES || reply_read_fd(exchange)))
        reply_keep(exchange, unchanged);
    if (unchanged) {
        reply->status = MHD_HTTP_NOT_MODIFIED;
        response = response_of_bytes(NULL);
    } else if (reply->kind == REPLY_FD || reply->kind == REPLY_BLOB)
        response = response_of_file(exchange, reply);
    else if (reply->kind == REPLY_MADE)
        response = g_steal_pointer(&reply->made);
    else
        response = response_of_bytes(reply->bytes);
    if (!response)
        return MHD_NO;
    if (exchange->has_body && !exchange->body_whole) {
        reply->close = TRUE;
        exchange->line->linger = TRUE;
    }
    headers_add(exchange, response, !unchanged, FALSE);
    enum MHD_Result queued = MHD_queue_response(exchange->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    exchange->phase = PHASE_SENT;
    watchdog_deadline(exchange->line, 0);
    return queued;
}

void reply_send_raw(Exchange *exchange, const GError *error)
{
    g_autofree char *body = problem_text(error, exchange->id);
    const ErrorFact *fact = error_fact(error_kind(error));
    g_autofree char *text =
        g_strdup_printf("HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
                        "X-Content-Type-Options: nosniff\r\nX-Request-Id: %s\r\nConnection: close\r\n\r\n%s",
                        fact->status, MHD_get_reason_phrase_for((unsigned)fact->status), strlen(body), exchange->id, body);
    const union MHD_ConnectionInfo *tls =
        exchange->http->tls ? MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION) : NULL;
    /* It is the first thing written on this exchange and small: what does not fit the socket's buffer at once is lost with the connection.
     */
    if (tls && tls->tls_session)
        gnutls_record_send((gnutls_session_t)tls->tls_session, text, strlen(text));
    else
        send(exchange->line->fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL);
    exchange->line->linger = TRUE;
}
