/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the renderer share.
 */
#pragma once
#include "paper/cache.h"
#include "paper/pool.h"

struct Render {
    Pool *pool;
    Cache *cache;
    GMutex lock;
    GCond done;
    GHashTable *flights; /* "sha256/name" → Flight */
};
