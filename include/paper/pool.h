/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The processes that draw: warm parents, and children that each hold one file.
 * Any thread; a call blocks until it has its answer, and never longer than
 * POOL_QUEUE_SECONDS and the wall clock limit of what is asked together: 14 s
 * for a page, 103 s for an export, which has a child of its own and takes no
 * place that a page needs.
 */
#pragma once
#include "paper/render.h"
#include "workers/pages.h"

#define POOL_QUEUE_SECONDS 3

typedef struct Pool Pool;

/* processes: 0 is the number of cores. ERROR_CONFIG when the program cannot be started or has no sandbox. */
Pool *pool_start(const char *program, guint processes, GError **error);
void pool_stop(Pool *pool);

/* Name of the renderer and its library; changes when a refusal is worth another try. Borrowed. */
const char *pool_stamp(const Pool *pool);

/* No page is being drawn; exports count for nothing here. */
gboolean pool_is_idle(Pool *pool);

/* How an answer came about, for those who remember refusals. */
typedef enum PoolVerdict {
    POOL_ANSWERED, /* reply and payload are filled; the status in it may still be a refusal */
    POOL_CRASHED,  /* error is ERROR_PAGE_CRASHED, by the file's own doing */
    POOL_COSTLY,   /* error is ERROR_PAGE_TOO_COSTLY, by the file's own doing */
    POOL_LATE,     /* error is ERROR_PAGE_TOO_COSTLY, but a busy machine may have been the cause: worth a try some minutes later */
    POOL_NOT_TOLD, /* any other error: says nothing of the file */
} PoolVerdict;

/* order: what follows the request, at most PAGES_ORDER_LIMIT bytes; NULL: nothing. The request's order_bytes is set here. reply's sizes are
 * within the protocol's limits and payload has reply->bytes bytes; nothing else is checked. */
PoolVerdict pool_ask(Pool *pool, const RenderSource *source, const PagesRequest *request, GBytes *order, PagesReply *reply,
                     GBytes **payload, GError **error);
