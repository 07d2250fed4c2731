/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The body as it comes in: a small JSON text in memory, or an upload written to
 * a partial file and hashed on the way. It never takes more than its limit, and
 * leaves no file behind when the sender goes away.
 */
#include "net/exchange.h"
#include "net/field.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static guint64 body_limit(const Exchange *exchange)
{
    return exchange->request.route->stream ? (guint64)exchange->http->house->config->upload_limit_bytes : http_limits.body_bytes;
}

static gboolean media_is_json(const char *media)
{
    gsize length = strcspn(media, "; ");
    return length == strlen("application/json") && g_ascii_strncasecmp(media, "application/json", length) == 0;
}

/* What the head already says of the body. */
gboolean body_begin(Exchange *exchange, GError **error)
{
    const Route *route = exchange->request.route;
    if (exchange->content_length > body_limit(exchange))
        return error_set(error, ERROR_TOO_LARGE, NULL, "the body is larger than %" G_GUINT64_FORMAT " bytes", body_limit(exchange));
    const char *media = request_header(&exchange->request, "Content-Type");
    if (route->body && media && !media_is_json(media))
        return error_set(error, ERROR_WRONG_MEDIA, NULL, "this body is application/json");
    if (request_header(&exchange->request, "Content-Encoding"))
        return error_set(error, ERROR_WRONG_MEDIA, NULL, "a body is taken as it is, without a coding");
    return TRUE;
}

static gboolean partial_open(Exchange *exchange, GError **error)
{
    exchange->partial_path = g_strdup_printf("%s/%s-XXXXXX", exchange->http->partial_folder, exchange->id);
    exchange->request.body_fd = g_mkstemp_full(exchange->partial_path, O_RDWR | O_CLOEXEC, 0600);
    if (exchange->request.body_fd < 0) {
        int number = errno;
        g_clear_pointer(&exchange->partial_path, g_free);
        return error_set_errno(error, number, "partial file");
    }
    crypto_hash_sha256_init(&exchange->sha);
    return TRUE;
}

gboolean body_take(Exchange *exchange, const char *bytes, gsize size, GError **error)
{
    Request *request = &exchange->request;
    if (request->body_bytes + size > body_limit(exchange))
        return error_set(error, ERROR_TOO_LARGE, NULL, "the body is larger than %" G_GUINT64_FORMAT " bytes", body_limit(exchange));
    request->body_bytes += size;
    __atomic_fetch_add(&exchange->line->upload_bytes, size, __ATOMIC_RELAXED);
    if (!request->route->stream) {
        if (request->route->body) {
            if (!exchange->body)
                exchange->body = g_byte_array_sized_new((guint)MIN(exchange->content_length, http_limits.body_bytes));
            g_byte_array_append(exchange->body, (const guint8 *)bytes, (guint)size);
        }
        return TRUE;
    }
    if (request->body_fd < 0 && !partial_open(exchange, error))
        return FALSE;
    crypto_hash_sha256_update(&exchange->sha, (const unsigned char *)bytes, size);
    while (size) {
        ssize_t written = write(request->body_fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return error_set_errno(error, errno, "partial file");
        bytes += written;
        size -= (gsize)written;
    }
    return TRUE;
}

gboolean body_end(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    exchange->body_whole = TRUE;
    if (!request->route->stream)
        return TRUE;
    if (request->body_fd < 0 && !partial_open(exchange, error))
        return FALSE;
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&exchange->sha, hash);
    sodium_bin2hex(request->body_sha256, sizeof request->body_sha256, hash, sizeof hash);
    return TRUE;
}

gboolean body_read_json(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    if (!request->route->body)
        return TRUE;
    if (!exchange->body || !exchange->body->len)
        return error_set(error, ERROR_BAD_JSON, NULL, "the body is empty");
    g_autoptr(json_t) given = json_parse((const char *)exchange->body->data, exchange->body->len, error);
    g_clear_pointer(&exchange->body, g_byte_array_unref);
    if (!given)
        return FALSE;
    request->body = field_check(request->route->body, given, error);
    if (!request->body)
        return FALSE;
    exchange->body_canonical = json_canonical(request->body);
    request->body_text = exchange->body_canonical;
    return TRUE;
}

/* A password that was in it does not stay in freed memory. */
void body_drop(Exchange *exchange)
{
    Request *request = &exchange->request;
    if (exchange->body) {
        sodium_memzero(exchange->body->data, exchange->body->len);
        g_clear_pointer(&exchange->body, g_byte_array_unref);
    }
    if (exchange->body_canonical) {
        sodium_memzero(exchange->body_canonical, strlen(exchange->body_canonical));
        g_clear_pointer(&exchange->body_canonical, g_free);
    }
    g_clear_pointer(&request->body, json_decref);
    request->body_text = NULL;
    if (request->body_fd >= 0)
        close(request->body_fd);
    request->body_fd = -1;
    if (exchange->partial_path)
        unlink(exchange->partial_path);
    g_clear_pointer(&exchange->partial_path, g_free);
}
