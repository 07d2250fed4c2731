/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files on disk that can be made again: <folder>/<aa>/<sha256>/<name>. Entries
 * appear whole (written aside, then renamed) and may vanish at any time, by
 * eviction or by hand. Any thread, and several servers on one folder.
 */
#pragma once
#include <glib.h>

typedef struct Cache Cache;

/* Makes the folder; a thread of its own keeps it under limit_bytes (of disk blocks), the longest unused going first. */
Cache *cache_open(const char *folder, gint64 limit_bytes, GError **error);
void cache_close(Cache *cache);

/* A descriptor at 0 (the caller closes) and the size, or -1 when it is not there. Counts as use. sha256: 64 hex; name: letters, digits,
 * '.', '-'. */
int cache_get(Cache *cache, const char *sha256, const char *name, guint64 *bytes);

/* FALSE when it could not be kept (a full disk), which only costs time later. */
gboolean cache_put(Cache *cache, const char *sha256, const char *name, const void *bytes, gsize count);

void cache_drop(Cache *cache, const char *sha256, const char *name);

/* Evicts now down to the limit; returns the bytes that remain. For the tests and the thread. */
guint64 cache_sweep(Cache *cache);
