/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes of worker threads, so that a slow kind of work (a password's hash, an
 * upload, a page's drawing) never stands in the way of a quick one. A lane's
 * queue has an end: beyond it a client is told to come again.
 */
#include "net/exchange.h"
#include "base/config.h"

enum { LANES = LANE_STREAMS + 1, PASSWORD_THREADS = 2, STORE_THREADS = 4, STREAM_THREADS = 4 };

struct Lanes {
    GThreadPool *pools[LANES];
};

static void lane_run(gpointer data, gpointer user_data G_GNUC_UNUSED)
{
    exchange_work(data);
}

Lanes *lanes_start(const Config *config)
{
    Lanes *lanes = g_new0(Lanes, 1);
    int threads[LANES] = {
        [LANE_QUICK] = (int)CLAMP(config->worker_threads, 1, 1000), [LANE_PASSWORD] = PASSWORD_THREADS, [LANE_STORE] = STORE_THREADS,
        [LANE_PAGES] = MAX(4, 2 * (int)g_get_num_processors()),     [LANE_STREAMS] = STREAM_THREADS,
    };
    for (int i = 0; i < LANES; i++)
        lanes->pools[i] = g_thread_pool_new(lane_run, NULL, threads[i], FALSE, NULL);
    return lanes;
}

void lanes_stop(Lanes *lanes)
{
    for (int i = 0; i < LANES; i++)
        g_thread_pool_free(lanes->pools[i], FALSE, TRUE);
    g_free(lanes);
}

gboolean lanes_full(const Lanes *lanes, Lane lane)
{
    return g_thread_pool_unprocessed(lanes->pools[lane]) >= (lane == LANE_STREAMS ? http_limits.waiting_streams : http_limits.waiting);
}

void lanes_push(Lanes *lanes, Lane lane, Exchange *exchange)
{
    /* An error here would only say that no new thread could be made: the work is in the queue all the same. */
    g_thread_pool_push(lanes->pools[lane], exchange, NULL);
}
