/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The disk cache of pages. It has no index: the folder is the truth, so it can
 * be deleted while we run. Use is remembered as a file's modification time,
 * moved at most once an hour (access times are often switched off). It does not
 * judge contents.
 */
#include "paper/cache.h"
#include "base/error.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TOUCH_SECONDS 3600
/* Eviction goes below the limit by this share, so that it is not at once due again. */
#define SWEEP_TO_PERCENT 90
/* Without a reason to sweep (another server may share the folder). */
#define SWEEP_SECONDS 600
/* A file that was written aside and never renamed. */
#define STALE_SECONDS 3600

struct Cache {
    char *folder;
    guint64 limit;
    GMutex lock;
    GCond wake;
    GThread *sweeper;
    guint64 known; /* bytes as of the last sweep, and written since */
    gboolean closing;
    guint serial;
};

static char *entry_path(const Cache *cache, const char *sha256, const char *name)
{
    return g_strdup_printf("%s/%.2s/%s/%s", cache->folder, sha256, sha256, name);
}

static gpointer sweep_when_due(gpointer data)
{
    Cache *cache = data;
    g_mutex_lock(&cache->lock);
    while (!cache->closing) {
        g_mutex_unlock(&cache->lock);
        cache_sweep(cache);
        g_mutex_lock(&cache->lock);
        gint64 until = g_get_monotonic_time() + SWEEP_SECONDS * G_USEC_PER_SEC;
        while (!cache->closing && cache->known <= cache->limit && g_cond_wait_until(&cache->wake, &cache->lock, until))
            ;
    }
    g_mutex_unlock(&cache->lock);
    return NULL;
}

Cache *cache_open(const char *folder, gint64 limit_bytes, GError **error)
{
    if (g_mkdir_with_parents(folder, 0700) != 0) {
        error_set_errno(error, errno, folder);
        return NULL;
    }
    Cache *cache = g_new0(Cache, 1);
    cache->folder = g_strdup(folder);
    cache->limit = (guint64)MAX(limit_bytes, 0);
    g_mutex_init(&cache->lock);
    g_cond_init(&cache->wake);
    cache->sweeper = g_thread_new("page-cache", sweep_when_due, cache);
    return cache;
}

void cache_close(Cache *cache)
{
    if (!cache)
        return;
    g_mutex_lock(&cache->lock);
    cache->closing = TRUE;
    g_cond_signal(&cache->wake);
    g_mutex_unlock(&cache->lock);
    g_thread_join(cache->sweeper);
    g_mutex_clear(&cache->lock);
    g_cond_clear(&cache->wake);
    g_free(cache->folder);
    g_free(cache);
}

int cache_get(Cache *cache, const char *sha256, const char *name, guint64 *bytes)
{
    g_autofree char *path = entry_path(cache, sha256, name);
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return -1;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        close(fd);
        return -1;
    }
    if (facts.st_mtime + TOUCH_SECONDS < time(NULL))
        futimens(fd, NULL);
    *bytes = (guint64)facts.st_size;
    return fd;
}

static gboolean write_all(int fd, const char *bytes, gsize count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return FALSE;
        bytes += written;
        count -= (gsize)written;
    }
    return TRUE;
}

gboolean cache_put(Cache *cache, const char *sha256, const char *name, const void *bytes, gsize count)
{
    g_autofree char *path = entry_path(cache, sha256, name);
    g_autofree char *parent = g_path_get_dirname(path);
    g_mutex_lock(&cache->lock);
    guint serial = ++cache->serial;
    g_mutex_unlock(&cache->lock);
    g_autofree char *aside = g_strdup_printf("%s/+%d-%u", parent, (int)getpid(), serial);
    int fd = -1;
    /* Twice: the folder may be swept away between being made and being used. */
    for (int attempt = 0; attempt < 2 && fd < 0; attempt++) {
        g_mkdir_with_parents(parent, 0700);
        fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    }
    gboolean done = fd >= 0 && write_all(fd, bytes, count);
    int number = errno;
    if (fd >= 0 && close(fd) != 0)
        done = FALSE;
    if (done && rename(aside, path) != 0) {
        number = errno;
        done = FALSE;
    }
    if (!done) {
        unlink(aside);
        log_warn("page_not_cached", log_field("file", "%.12s", sha256), log_field("error", "%s", g_strerror(number)));
        return FALSE;
    }
    g_mutex_lock(&cache->lock);
    cache->known += (count + 4095) & ~(gsize)4095;
    if (cache->known > cache->limit)
        g_cond_signal(&cache->wake);
    g_mutex_unlock(&cache->lock);
    return TRUE;
}

void cache_drop(Cache *cache, const char *sha256, const char *name)
{
    g_autofree char *path = entry_path(cache, sha256, name);
    unlink(path);
}

typedef struct Entry {
    char *path;
    gint64 used_at;
    guint64 bytes;
} Entry;

static void entry_clear(gpointer data)
{
    g_free(((Entry *)data)->path);
}

static int by_use(gconstpointer a, gconstpointer b)
{
    gint64 left = ((const Entry *)a)->used_at, right = ((const Entry *)b)->used_at;
    return (left > right) - (left < right);
}

/* depth 0: the folder, 1: <aa>, 2: <sha256>, whose files are entries. Empty folders go, also one that a writer just made: it makes it
 * again. */
static void collect(const char *folder, guint depth, GArray *entries, guint64 *total)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    guint left = 0;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        struct stat facts;
        left++;
        if (lstat(path, &facts) != 0)
            continue;
        if (S_ISDIR(facts.st_mode) && depth < 2) {
            collect(path, depth + 1, entries, total);
        } else if (S_ISREG(facts.st_mode) && depth == 2) {
            if (name[0] == '+' && facts.st_mtime + STALE_SECONDS > time(NULL))
                continue; /* being written */
            Entry entry = {g_steal_pointer(&path), name[0] == '+' ? 0 : facts.st_mtime, (guint64)facts.st_blocks * 512};
            *total += entry.bytes;
            g_array_append_val(entries, entry);
        }
    }
    if (left == 0 && depth > 0)
        rmdir(folder);
}

guint64 cache_sweep(Cache *cache)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(entries, entry_clear);
    guint64 total = 0, evicted = 0;
    collect(cache->folder, 0, entries, &total);
    if (total > cache->limit) {
        guint64 target = cache->limit / 100 * SWEEP_TO_PERCENT;
        g_array_sort(entries, by_use);
        for (guint i = 0; i < entries->len && total > target; i++) {
            const Entry *entry = &g_array_index(entries, Entry, i);
            if (unlink(entry->path) == 0)
                evicted++;
            total -= entry->bytes;
        }
        log_info("page_cache_swept", log_field("evicted", "%" G_GUINT64_FORMAT, evicted), log_field("bytes", "%" G_GUINT64_FORMAT, total));
    }
    g_mutex_lock(&cache->lock);
    cache->known = total;
    g_mutex_unlock(&cache->lock);
    return total;
}
