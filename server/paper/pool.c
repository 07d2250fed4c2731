/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who draws what: a queue for as many drawings at a time as there are cores,
 * children kept by their file's hash, the oldest idle one ended for a new one.
 * A child that crashed, overran a limit or spoke out of turn is ended, and its
 * end is read from the warm parent. Nothing is remembered here beyond living
 * children; see cache.h.
 */
#include "paper/pool.h"
#include "base/error.h"
#include "base/log.h"
#include "paper/parent.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A drawing that takes longer than this no longer counts as one of the quick ones, so that two hostile files do not stop
 * everybody's reading; there are never more than three times as many drawings as cores. */
#define QUICK_SECONDS 2
/* Below this much processor time an overrun may have been the machine's fault. */
#define COSTLY_MILLISECONDS 5000

/* A child that ends in this time after it was asked ended of something else. */
#define AT_ONCE_MICROSECONDS G_USEC_PER_SEC

/* One drawing that runs. */
typedef struct Place {
    gint64 start; /* monotonic microseconds */
    gboolean export;
} Place;

typedef struct Child {
    char sha256[65];
    int channel;
    int process;
    Parent *parent;
    guint generation;
    gboolean busy;
    gint64 used_at; /* monotonic microseconds */
} Child;

struct Pool {
    GMutex lock;
    GCond changed;
    GPtrArray *children;
    GPtrArray *running; /* Place; its owner is who waits for the answer */
    Parent *parents;
    guint processes;
    guint next; /* parent of the next child */
    gboolean stopping;
};

static void child_end(Child *child, ParentReport *report)
{
    ParentReport seen = parent_end(child->parent, child->process, child->generation);
    if (report)
        *report = seen;
    close(child->channel);
    g_free(child);
}

Pool *pool_start(const char *program, guint processes, GError **error)
{
    Pool *pool = g_new0(Pool, 1);
    g_mutex_init(&pool->lock);
    g_cond_init(&pool->changed);
    pool->children = g_ptr_array_new();
    pool->running = g_ptr_array_new();
    pool->processes = processes ? processes : g_get_num_processors();
    pool->parents = g_new0(Parent, pool->processes);
    for (guint i = 0; i < pool->processes; i++)
        parent_init(&pool->parents[i], program);
    for (guint i = 0; i < pool->processes; i++)
        if (!parent_wake(&pool->parents[i], error)) {
            pool_stop(pool);
            return NULL;
        }
    return pool;
}

void pool_stop(Pool *pool)
{
    if (!pool)
        return;
    g_mutex_lock(&pool->lock);
    pool->stopping = TRUE;
    g_cond_broadcast(&pool->changed);
    while (pool->running->len > 0)
        g_cond_wait(&pool->changed, &pool->lock);
    g_mutex_unlock(&pool->lock);
    for (guint i = 0; i < pool->children->len; i++)
        child_end(g_ptr_array_index(pool->children, i), NULL);
    for (guint i = 0; i < pool->processes; i++)
        parent_clear(&pool->parents[i]);
    g_free(pool->parents);
    g_ptr_array_unref(pool->children);
    g_ptr_array_unref(pool->running);
    g_mutex_clear(&pool->lock);
    g_cond_clear(&pool->changed);
    g_free(pool);
}

const char *pool_stamp(const Pool *pool)
{
    return pool->parents[0].stamp;
}

/* Exports are counted by themselves: half the cores at most, and none of a page's places. */
static gboolean may_start(const Pool *pool, const Place *new)
{
    guint quick = 0, drawings = 0, exports = 0;
    for (guint i = 0; i < pool->running->len; i++) {
        const Place *place = g_ptr_array_index(pool->running, i);
        exports += place->export;
        drawings += !place->export;
        quick += !place->export && new->start - place->start < QUICK_SECONDS *G_USEC_PER_SEC;
    }
    if (new->export)
        return exports < MAX(pool->processes / 2, 1);
    return quick < pool->processes && drawings < pool->processes * 3;
}

/* A place among the drawings, to be given back, or FALSE: none came free in time. */
static gboolean place_take(Pool *pool, Place *place, GError **error)
{
    gint64 give_up = g_get_monotonic_time() + POOL_QUEUE_SECONDS * G_USEC_PER_SEC;
    g_mutex_lock(&pool->lock);
    place->start = g_get_monotonic_time();
    while (!pool->stopping && !may_start(pool, place) && place->start < give_up) {
        /* A drawing also stops counting by growing slow, which nobody signals. */
        g_cond_wait_until(&pool->changed, &pool->lock, MIN(give_up, place->start + G_USEC_PER_SEC / 10));
        place->start = g_get_monotonic_time();
    }
    gboolean stopping = pool->stopping, taken = !stopping && may_start(pool, place);
    if (taken)
        g_ptr_array_add(pool->running, place);
    g_mutex_unlock(&pool->lock);
    if (taken)
        return TRUE;
    if (stopping)
        return error_set(error, ERROR_STOPPING, NULL, "the server stops");
    error_set(error, ERROR_BUSY, NULL, place->export ? "another file is being made" : "too many pages are being drawn");
    if (error && *error)
        error_set_retry_after(*error, 2);
    return FALSE;
}

gboolean pool_is_idle(Pool *pool)
{
    guint drawings = 0;
    g_mutex_lock(&pool->lock);
    for (guint i = 0; i < pool->running->len; i++)
        drawings += !((const Place *)g_ptr_array_index(pool->running, i))->export;
    g_mutex_unlock(&pool->lock);
    return drawings == 0;
}

static void place_give(Pool *pool, Place *place)
{
    g_mutex_lock(&pool->lock);
    g_ptr_array_remove_fast(pool->running, place);
    g_cond_broadcast(&pool->changed);
    g_mutex_unlock(&pool->lock);
}

/* An idle child that holds the file, or NULL; with room made for a new one. sha256 NULL: only the room. */
static Child *child_find(Pool *pool, const char *sha256)
{
    Child *found = NULL;
    g_autoptr(GPtrArray) leaving = g_ptr_array_new();
    gint64 now = g_get_monotonic_time();
    guint limit = pool->processes * 2 + 4;
    g_mutex_lock(&pool->lock);
    for (guint i = 0; sha256 && i < pool->children->len && !found; i++) {
        Child *child = g_ptr_array_index(pool->children, i);
        if (!child->busy && strcmp(child->sha256, sha256) == 0)
            found = child;
    }
    if (found)
        found->busy = TRUE;
    for (guint i = pool->children->len; i-- > 0;) {
        Child *child = g_ptr_array_index(pool->children, i);
        if (!child->busy && now - child->used_at > (gint64)PAGES_IDLE_SECONDS * G_USEC_PER_SEC) {
            g_ptr_array_add(leaving, child);
            g_ptr_array_remove_index_fast(pool->children, i);
        }
    }
    while (!found && pool->children->len >= limit) {
        Child *oldest = NULL;
        for (guint i = 0; i < pool->children->len; i++) {
            Child *child = g_ptr_array_index(pool->children, i);
            if (!child->busy && (!oldest || child->used_at < oldest->used_at))
                oldest = child;
        }
        if (!oldest)
            break;
        g_ptr_array_remove_fast(pool->children, oldest);
        g_ptr_array_add(leaving, oldest);
    }
    g_mutex_unlock(&pool->lock);
    for (guint i = 0; i < leaving->len; i++)
        child_end(g_ptr_array_index(leaving, i), NULL);
    return found;
}

/* The file as a sealed memory file: nobody can change it under the child, and the child needs no way to the store. */
static int document_open(const RenderSource *source, GError **error)
{
    int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) {
        error_set_errno(error, errno, "memfd_create");
        return -1;
    }
    struct stat facts;
    if (!source->write_to(fd, source->data, error)) {
        close(fd);
        return -1;
    }
    if (fstat(fd, &facts) != 0 || (guint64)facts.st_size != source->bytes ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
        error_set(error, ERROR_INTERNAL, NULL, "a file gave other bytes than its size");
        close(fd);
        return -1;
    }
    return fd;
}

static Child *child_new(Pool *pool, const RenderSource *source, ControlPurpose purpose, GError **error)
{
    int pair[2], document = document_open(source, error);
    if (document < 0)
        return NULL;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        error_set_errno(error, errno, "socketpair");
        close(document);
        return NULL;
    }
    Child *child = g_new0(Child, 1);
    g_strlcpy(child->sha256, source->sha256, sizeof child->sha256);
    child->channel = pair[0];
    child->busy = TRUE;
    g_mutex_lock(&pool->lock);
    child->parent = &pool->parents[pool->next++ % pool->processes];
    g_mutex_unlock(&pool->lock);
    child->process = parent_spawn(child->parent, purpose, pair[1], document, &child->generation, error);
    close(pair[1]);
    close(document);
    if (child->process == 0) {
        close(child->channel);
        g_free(child);
        return NULL;
    }
    g_mutex_lock(&pool->lock);
    g_ptr_array_add(pool->children, child);
    g_mutex_unlock(&pool->lock);
    return child;
}

typedef enum Talk { TALK_DONE, TALK_BROKEN, TALK_LATE, TALK_WRONG } Talk;

static Talk receive(int fd, void *into, gsize bytes, gint64 deadline)
{
    for (char *at = into; bytes > 0;) {
        ssize_t got = recv(fd, at, bytes, MSG_DONTWAIT);
        if (got > 0) {
            at += got;
            bytes -= (gsize)got;
            continue;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
            return TALK_BROKEN;
        gint64 left = deadline - g_get_monotonic_time();
        if (left <= 0)
            return TALK_LATE;
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        poll(&wait, 1, (int)(left / 1000) + 1);
    }
    return TALK_DONE;
}

/* A large order fills the socket's buffer: the rest goes as the child takes it. */
static Talk transmit(int fd, const void *from, gsize bytes, gint64 deadline)
{
    for (const char *at = from; bytes > 0;) {
        ssize_t sent = send(fd, at, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            at += sent;
            bytes -= (gsize)sent;
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return TALK_BROKEN;
        gint64 left = deadline - g_get_monotonic_time();
        if (left <= 0)
            return TALK_LATE;
        struct pollfd wait = {.fd = fd, .events = POLLOUT};
        poll(&wait, 1, (int)(left / 1000) + 1);
    }
    return TALK_DONE;
}

static gboolean head_is_sound(const PagesReply *reply, const PagesRequest *request)
{
    if (reply->magic != PAGES_MAGIC || reply->kind != request->kind || reply->status < PAGES_DONE || reply->status > PAGES_NO_SUCH_PAGE)
        return FALSE;
    if (reply->status != PAGES_DONE)
        return reply->bytes == 0;
    if (request->kind == PAGES_PICTURE)
        return (reply->format == PAGES_PNG || reply->format == PAGES_JPEG) && reply->bytes > 0 && reply->bytes <= PAGES_PICTURE_LIMIT;
    if (request->kind == PAGES_EXPORT || request->kind == PAGES_PRINT)
        return reply->format == PAGES_PDF && reply->bytes > 0 && reply->bytes <= PAGES_EXPORT_LIMIT;
    return reply->format == PAGES_RECORDS && reply->bytes <= PAGES_RECORDS_LIMIT;
}

static Talk talk(Child *child, const PagesRequest *request, GBytes *order, gint64 deadline, PagesReply *reply, GBytes **payload)
{
    Talk end = transmit(child->channel, request, sizeof *request, deadline);
    if (end == TALK_DONE && order)
        end = transmit(child->channel, g_bytes_get_data(order, NULL), request->order_bytes, deadline);
    if (end == TALK_DONE)
        end = receive(child->channel, reply, sizeof *reply, deadline);
    if (end != TALK_DONE)
        return end;
    if (!head_is_sound(reply, request))
        return TALK_WRONG;
    guint8 *bytes = g_try_malloc(reply->bytes + 1u);
    if (!bytes)
        return TALK_LATE;
    end = receive(child->channel, bytes, reply->bytes, deadline);
    *payload = g_bytes_new_take(bytes, reply->bytes);
    return end;
}

/* Why a child ended during an answer. */
static PoolVerdict judge(const Child *child, Talk end, const ParentReport *report, GError **error)
{
    gboolean limit = end == TALK_LATE;
    /* SIGKILL is not of our sending then: the kernel was out of memory. */
    if (report->known && WIFSIGNALED(report->status) && end == TALK_BROKEN)
        limit = WTERMSIG(report->status) == SIGKILL || WTERMSIG(report->status) == SIGXCPU ||
                report->memory_mebibytes > (PAGES_MEMORY_LIMIT >> 20) * 3 / 4;
    log_warn("page_failed", log_field("file", "%.12s", child->sha256), log_field("end", "%s", limit ? "limit" : "crash"),
             log_field("status", "%d", report->known ? report->status : -1), log_field("memory_mib", "%u", report->memory_mebibytes),
             log_field("processor_ms", "%u", report->processor_milliseconds));
    if (report->known && WIFEXITED(report->status) && WEXITSTATUS(report->status) >= PAGES_EXIT_SETUP) {
        error_set(error, ERROR_INTERNAL, NULL, "the renderer could not lock itself in");
        return POOL_NOT_TOLD;
    }
    if (limit) {
        error_set(error, ERROR_PAGE_TOO_COSTLY, NULL, "the page needs more time or memory than a page may");
        return report->known && report->processor_milliseconds < COSTLY_MILLISECONDS && report->memory_mebibytes < 512 ? POOL_LATE
                                                                                                                       : POOL_COSTLY;
    }
    error_set(error, ERROR_PAGE_CRASHED, NULL, "drawing the page failed");
    return report->known || end == TALK_WRONG ? POOL_CRASHED : POOL_NOT_TOLD;
}

PoolVerdict pool_ask(Pool *pool, const RenderSource *source, const PagesRequest *request, GBytes *order, PagesReply *reply,
                     GBytes **payload, GError **error)
{
    PagesRequest mine = *request;
    Place place = {.export = request->kind == PAGES_EXPORT};
    gboolean once = place.export || request->kind == PAGES_PRINT;
    gsize order_bytes = order ? g_bytes_get_size(order) : 0;
    if (order_bytes > PAGES_ORDER_LIMIT) {
        error_set(error, ERROR_PAGE_TOO_COSTLY, NULL, "an order of %zu bytes", order_bytes);
        return POOL_NOT_TOLD;
    }
    mine.order_bytes = (uint32_t)order_bytes;
    if (!place_take(pool, &place, error))
        return POOL_NOT_TOLD;
    PoolVerdict verdict = POOL_NOT_TOLD;
    gint64 start = g_get_monotonic_time();
    gint64 deadline = start + (gint64)(place.export ? PAGES_EXPORT_SECONDS : PAGES_DRAW_SECONDS) * G_USEC_PER_SEC;
    /* A second time when the child had gone by itself (idle) or with its parent, which is nobody's fault. */
    for (int attempt = 0; attempt < 3; attempt++) {
        g_clear_error(error);
        g_clear_pointer(payload, g_bytes_unref);
        /* An export has its child to itself: the one that has the file open goes on serving its pages. So has what is printed. */
        Child *child = child_find(pool, once ? NULL : source->sha256);
        gboolean used = child != NULL;
        if (!child)
            child = child_new(pool, source, request->kind == PAGES_PRINT ? CONTROL_PRINT : CONTROL_PAGES, error);
        if (!child)
            break;
        Talk end = talk(child, &mine, order, deadline, reply, payload);
        gboolean keep = end == TALK_DONE && !once;
        g_mutex_lock(&pool->lock);
        if (keep) {
            child->busy = FALSE;
            child->used_at = g_get_monotonic_time();
        } else {
            g_ptr_array_remove_fast(pool->children, child);
        }
        g_mutex_unlock(&pool->lock);
        if (end == TALK_DONE) {
            if (!keep)
                child_end(child, NULL);
            verdict = POOL_ANSWERED;
            break;
        }
        ParentReport report;
        Child last = *child;
        child_end(child, &report);
        gboolean innocent = end == TALK_BROKEN && (!report.known || (WIFEXITED(report.status) && WEXITSTATUS(report.status) == 0));
        /* A child that served other pages before may have died of those, or of somebody's kill while it was idle. */
        innocent |= end == TALK_BROKEN && used && g_get_monotonic_time() - start < AT_ONCE_MICROSECONDS;
        verdict = judge(&last, end, &report, error);
        if (!innocent)
            break;
    }
    if (verdict != POOL_ANSWERED)
        g_clear_pointer(payload, g_bytes_unref);
    place_give(pool, &place);
    return verdict;
}
