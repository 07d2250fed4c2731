/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One event stream. A slow client costs at most its queue: beyond that it is
 * told to fetch everything again instead. Who may follow what is the hub's
 * concern (events.c).
 *
 * A suspended connection is out of libmicrohttpd's sight, and its body has no
 * framing (events.c asks for that): an event goes straight to the socket, one
 * call of the kernel and no thread woken. Only what does not fit, and the end,
 * is libmicrohttpd's to send.
 */
#include "net/stream.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

static const char resync_text[] = "event: resync\ndata: {}\n\n";

Stream *stream_new(struct MHD_Connection *connection, int fd)
{
    Stream *stream = g_new0(Stream, 1);
    int one = 1;
    stream->references = 1;
    stream->connection = connection;
    stream->fd = fd;
    if (fd >= 0)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    g_mutex_init(&stream->lock);
    g_queue_init(&stream->waiting);
    stream->subjects = g_ptr_array_new_with_free_func(g_free);
    stream->sent_at = g_get_monotonic_time();
    return stream;
}

Stream *stream_ref(Stream *stream)
{
    g_atomic_int_inc(&stream->references);
    return stream;
}

static void waiting_drop(Stream *stream)
{
    GBytes *bytes = NULL;
    while ((bytes = g_queue_pop_head(&stream->waiting)))
        g_bytes_unref(bytes);
    stream->waiting_bytes = 0;
    stream->offset = 0;
}

static void early_drop(Stream *stream)
{
    for (guint i = 0; stream->early && i < stream->early->len; i += 2) {
        g_free(stream->early->pdata[i]);
        g_bytes_unref(stream->early->pdata[i + 1]);
    }
    g_clear_pointer(&stream->early, g_ptr_array_unref);
}

void stream_unref(Stream *stream)
{
    if (!g_atomic_int_dec_and_test(&stream->references))
        return;
    waiting_drop(stream);
    early_drop(stream);
    g_ptr_array_unref(stream->subjects);
    g_free(stream->person);
    g_free(stream->session);
    g_mutex_clear(&stream->lock);
    g_free(stream);
}

/* Under the lock, so that nobody resumes a connection that is closed or not suspended. */
static void wake(Stream *stream)
{
    if (stream->suspended && !stream->closed) {
        stream->suspended = FALSE;
        MHD_resume_connection(stream->connection);
    }
}

/* Gives how much of it the socket has taken. Under the lock; while suspended libmicrohttpd neither writes nor closes it. */
static gsize send_now(Stream *stream, GBytes *bytes)
{
    gsize size = 0;
    const void *data = g_bytes_get_data(bytes, &size);
    if (stream->fd < 0 || !stream->suspended || stream->closed || !g_queue_is_empty(&stream->waiting))
        return 0;
    ssize_t sent = 0;
    do
        sent = send(stream->fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent > 0 ? (gsize)sent : 0; /* what is wrong with it libmicrohttpd will meet too, and close it */
}

static void queue_push(Stream *stream, GBytes *bytes, gint64 now)
{
    gsize size = g_bytes_get_size(bytes);
    stream->sent_at = now;
    gsize sent = send_now(stream, bytes);
    if (sent == size)
        return;
    if (sent)
        stream->offset = sent; /* of the first in the queue */
    if (stream->resyncing)
        return;
    if (stream->waiting_bytes + size > http_limits.stream_bytes) {
        /* What is half sent goes out whole; the rest is replaced by one word. */
        gsize offset = stream->offset;
        GBytes *begun = offset ? g_queue_pop_head(&stream->waiting) : NULL;
        waiting_drop(stream);
        if (begun) {
            g_queue_push_tail(&stream->waiting, begun);
            stream->waiting_bytes = g_bytes_get_size(begun);
            stream->offset = offset;
        }
        GBytes *resync = g_bytes_new_static(resync_text, strlen(resync_text));
        g_queue_push_tail(&stream->waiting, resync);
        stream->waiting_bytes += g_bytes_get_size(resync);
        stream->resyncing = TRUE;
    } else {
        g_queue_push_tail(&stream->waiting, g_bytes_ref(bytes));
        stream->waiting_bytes += size;
    }
    wake(stream);
}

void stream_push(Stream *stream, const char *subject, GBytes *bytes)
{
    stream_push_at(stream, subject, bytes, g_get_monotonic_time());
}

void stream_push_at(Stream *stream, const char *subject, GBytes *bytes, gint64 now)
{
    g_mutex_lock(&stream->lock);
    if (!stream->ending && !stream->closed) {
        if (stream->held && subject) {
            if (!stream->early)
                stream->early = g_ptr_array_new();
            if (stream->early->len < 2000) {
                g_ptr_array_add(stream->early, g_strdup(subject));
                g_ptr_array_add(stream->early, g_bytes_ref(bytes));
            } else { /* a check that takes so long ends with everything fetched again */
                early_drop(stream);
                g_autoptr(GBytes) resync = g_bytes_new_static(resync_text, strlen(resync_text));
                queue_push(stream, resync, now);
            }
        } else
            queue_push(stream, bytes, now);
    }
    g_mutex_unlock(&stream->lock);
}

void stream_hold(Stream *stream)
{
    g_mutex_lock(&stream->lock);
    stream->held = TRUE;
    g_mutex_unlock(&stream->lock);
}

void stream_release(Stream *stream, GHashTable *visible)
{
    g_mutex_lock(&stream->lock);
    stream->held = FALSE;
    for (guint i = 0; stream->early && i < stream->early->len && !stream->ending && !stream->closed; i += 2)
        if (g_hash_table_contains(visible, stream->early->pdata[i]))
            queue_push(stream, stream->early->pdata[i + 1], g_get_monotonic_time());
    early_drop(stream);
    g_mutex_unlock(&stream->lock);
}

void stream_end(Stream *stream)
{
    g_mutex_lock(&stream->lock);
    stream->ending = TRUE;
    wake(stream);
    g_mutex_unlock(&stream->lock);
}

void stream_close(Stream *stream)
{
    g_mutex_lock(&stream->lock);
    stream->closed = TRUE;
    g_mutex_unlock(&stream->lock);
}

ssize_t stream_read(void *data, uint64_t position G_GNUC_UNUSED, char *buffer, size_t most)
{
    Stream *stream = data;
    gsize filled = 0;
    g_mutex_lock(&stream->lock);
    GBytes *first = NULL;
    while (filled < most && (first = g_queue_peek_head(&stream->waiting))) {
        gsize size = 0;
        const char *bytes = g_bytes_get_data(first, &size);
        gsize part = MIN(size - stream->offset, most - filled);
        memcpy(buffer + filled, bytes + stream->offset, part);
        filled += part;
        stream->offset += part;
        if (stream->offset < size)
            break;
        stream->offset = 0;
        stream->waiting_bytes -= size;
        g_bytes_unref(g_queue_pop_head(&stream->waiting));
    }
    if (g_queue_is_empty(&stream->waiting))
        stream->resyncing = FALSE;
    ssize_t result = (ssize_t)filled;
    if (!filled && stream->ending)
        result = MHD_CONTENT_READER_END_OF_STREAM;
    else if (!filled) {
        stream->suspended = TRUE;
        MHD_suspend_connection(stream->connection);
    }
    g_mutex_unlock(&stream->lock);
    return result;
}
