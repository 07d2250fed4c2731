/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Absolute deadlines. libmicrohttpd's own time-out counts idle time, so that
 * one byte a second would hold a socket for ever; here the end of a head, of a
 * body and of an upload is fixed when it begins. It only shuts sockets down:
 * closing and freeing stay with libmicrohttpd's threads.
 */
#include "net/watchdog.h"
#include "net/limits.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct Lingering {
    int fd;
    gint64 until;
    gsize left;
} Lingering;

struct Watchdog {
    GMutex lock;
    GCond wake;
    GHashTable *lines; /* set of Line */
    GPtrArray *lingering;
    gboolean stopping;
    GThread *thread;
};

static void lingering_free(gpointer data)
{
    Lingering *lingering = data;
    close(lingering->fd);
    g_free(lingering);
}

static gboolean upload_is_too_slow(const Line *line, gint64 now)
{
    gint64 began = __atomic_load_n(&line->upload_began, __ATOMIC_RELAXED);
    if (!began || now - began < (gint64)http_limits.upload_grace_ms * 1000)
        return FALSE;
    double seconds = (double)(now - began) / G_USEC_PER_SEC;
    return (double)__atomic_load_n(&line->upload_bytes, __ATOMIC_RELAXED) < seconds * http_limits.upload_least_rate;
}

static void lines_check(Watchdog *watchdog, gint64 now)
{
    g_autoptr(GArray) polls = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
    g_autoptr(GPtrArray) followed = g_ptr_array_new();
    GHashTableIter iter;
    gpointer key = NULL;
    g_hash_table_iter_init(&iter, watchdog->lines);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        Line *line = key;
        gint64 deadline = __atomic_load_n(&line->deadline, __ATOMIC_RELAXED);
        if ((deadline && now > deadline) || upload_is_too_slow(line, now)) {
            shutdown(line->fd, SHUT_RDWR);
            __atomic_store_n(&line->deadline, 0, __ATOMIC_RELAXED);
        }
        if (line->on_left) {
            struct pollfd entry = {.fd = line->fd, .events = POLLRDHUP};
            g_array_append_val(polls, entry);
            g_ptr_array_add(followed, line);
        }
    }
    if (!polls->len || poll((struct pollfd *)(void *)polls->data, polls->len, 0) <= 0)
        return;
    for (guint i = 0; i < polls->len; i++) {
        Line *line = followed->pdata[i];
        if (!(g_array_index(polls, struct pollfd, i).revents & (POLLRDHUP | POLLHUP | POLLERR)))
            continue;
        void (*on_left)(gpointer) = line->on_left;
        line->on_left = NULL;
        __atomic_store_n(&line->left, TRUE, __ATOMIC_RELAXED);
        on_left(line->on_left_data);
    }
}

static void linger_on(Watchdog *watchdog, gint64 now)
{
    char waste[16384];
    for (guint i = watchdog->lingering->len; i-- > 0;) {
        Lingering *lingering = watchdog->lingering->pdata[i];
        gboolean over = now > lingering->until;
        while (!over) {
            ssize_t got = recv(lingering->fd, waste, sizeof waste, MSG_DONTWAIT);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0 && errno == EAGAIN)
                break;
            over = got <= 0 || (gsize)got >= lingering->left;
            lingering->left -= over ? 0 : (gsize)got;
        }
        if (over)
            g_ptr_array_remove_index_fast(watchdog->lingering, i);
    }
}

static gpointer watchdog_run(gpointer data)
{
    Watchdog *watchdog = data;
    g_mutex_lock(&watchdog->lock);
    while (!watchdog->stopping) {
        gint64 now = g_get_monotonic_time();
        lines_check(watchdog, now);
        linger_on(watchdog, now);
        guint wait_ms = watchdog->lingering->len ? MIN(20, http_limits.watch_ms) : http_limits.watch_ms;
        g_cond_wait_until(&watchdog->wake, &watchdog->lock, now + (gint64)wait_ms * 1000);
    }
    g_mutex_unlock(&watchdog->lock);
    return NULL;
}

Watchdog *watchdog_start(void)
{
    Watchdog *watchdog = g_new0(Watchdog, 1);
    g_mutex_init(&watchdog->lock);
    g_cond_init(&watchdog->wake);
    watchdog->lines = g_hash_table_new(NULL, NULL);
    watchdog->lingering = g_ptr_array_new_with_free_func(lingering_free);
    watchdog->thread = g_thread_new("watchdog", watchdog_run, watchdog);
    return watchdog;
}

void watchdog_stop(Watchdog *watchdog)
{
    g_mutex_lock(&watchdog->lock);
    watchdog->stopping = TRUE;
    g_cond_signal(&watchdog->wake);
    g_mutex_unlock(&watchdog->lock);
    g_thread_join(watchdog->thread);
    g_hash_table_unref(watchdog->lines);
    g_ptr_array_unref(watchdog->lingering);
    g_cond_clear(&watchdog->wake);
    g_mutex_clear(&watchdog->lock);
    g_free(watchdog);
}

Line *watchdog_add(Watchdog *watchdog, int fd)
{
    Line *line = g_new0(Line, 1);
    line->fd = fd;
    watchdog_deadline(line, http_limits.head_ms);
    g_mutex_lock(&watchdog->lock);
    g_hash_table_add(watchdog->lines, line);
    g_mutex_unlock(&watchdog->lock);
    return line;
}

void watchdog_remove(Watchdog *watchdog, Line *line)
{
    g_mutex_lock(&watchdog->lock);
    g_hash_table_remove(watchdog->lines, line);
    int fd = line->linger ? dup(line->fd) : -1;
    if (fd >= 0) {
        /* The copy keeps the socket open after libmicrohttpd closed its own, so that unread bytes do not reset it under the reply. */
        shutdown(fd, SHUT_WR);
        Lingering *lingering = g_new0(Lingering, 1);
        *lingering = (Lingering){fd, g_get_monotonic_time() + (gint64)http_limits.linger_ms * 1000, http_limits.linger_bytes};
        g_ptr_array_add(watchdog->lingering, lingering);
        g_cond_signal(&watchdog->wake);
    }
    g_mutex_unlock(&watchdog->lock);
    g_free(line);
}

void watchdog_follow(Watchdog *watchdog, Line *line, void (*on_left)(gpointer data), gpointer data)
{
    g_mutex_lock(&watchdog->lock);
    line->on_left = on_left;
    line->on_left_data = data;
    g_mutex_unlock(&watchdog->lock);
}

void watchdog_deadline(Line *line, guint milliseconds)
{
    gint64 at = milliseconds ? g_get_monotonic_time() + (gint64)milliseconds * 1000 : 0;
    __atomic_store_n(&line->deadline, at, __ATOMIC_RELAXED);
}

void watchdog_upload(Line *line, gboolean begins)
{
    __atomic_store_n(&line->upload_bytes, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&line->upload_began, begins ? g_get_monotonic_time() : 0, __ATOMIC_RELAXED);
}

void watchdog_shut_all(Watchdog *watchdog)
{
    g_mutex_lock(&watchdog->lock);
    GHashTableIter iter;
    gpointer key = NULL;
    g_hash_table_iter_init(&iter, watchdog->lines);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        shutdown(((Line *)key)->fd, SHUT_RDWR);
    g_mutex_unlock(&watchdog->lock);
}

guint watchdog_count(Watchdog *watchdog)
{
    g_mutex_lock(&watchdog->lock);
    guint count = g_hash_table_size(watchdog->lines);
    g_mutex_unlock(&watchdog->lock);
    return count;
}
