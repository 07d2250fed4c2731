/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What ballots change is told a few times a second at most: two thousand of
 * them are not two thousand events. The database compares and tells
 * (vote_tick); several machines do not tell twice. It decides nothing.
 */
#include "command/command.h"
#include "base/error.h"
#include "base/log.h"
#include <string.h>

#define RUNNING_MS 350 /* while a vote is open or members are asked whether they are ready */
#define IDLE_MS 1000

struct VoteTick {
    House *house;
    GMutex lock;
    GCond wake;
    gboolean stopping;
    GThread *thread;
};

/* Whether something is counted now. What fails is told once and tried again with the next tick. */
static gboolean tick_once(House *house, gboolean *failing)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(house->owner_db, &error);
    g_autoptr(PGresult) found = conn ? db_query(conn, NULL, Q_VOTE_TICK, 0, NULL, &error) : NULL;
    if (!found) {
        if (!*failing)
            log_warn("vote_not_told", log_field("problem", "%s", error->message));
        *failing = TRUE;
        return FALSE;
    }
    *failing = FALSE;
    const char *runs = db_text(found);
    return runs && strcmp(runs, "t") == 0;
}

static gpointer tick_thread(gpointer data)
{
    VoteTick *tick = data;
    gboolean failing = FALSE;
    g_mutex_lock(&tick->lock);
    while (!tick->stopping) {
        g_mutex_unlock(&tick->lock);
        gboolean runs = tick_once(tick->house, &failing);
        gint64 until = g_get_monotonic_time() + (runs ? RUNNING_MS : IDLE_MS) * G_TIME_SPAN_MILLISECOND;
        g_mutex_lock(&tick->lock);
        while (!tick->stopping && g_cond_wait_until(&tick->wake, &tick->lock, until))
            continue;
    }
    g_mutex_unlock(&tick->lock);
    return NULL;
}

VoteTick *vote_tick_start(House *house)
{
    VoteTick *tick = g_new0(VoteTick, 1);
    tick->house = house;
    g_mutex_init(&tick->lock);
    g_cond_init(&tick->wake);
    tick->thread = g_thread_new("vote-tick", tick_thread, tick);
    return tick;
}

void vote_tick_stop(VoteTick *tick)
{
    if (!tick)
        return;
    g_mutex_lock(&tick->lock);
    tick->stopping = TRUE;
    g_cond_signal(&tick->wake);
    g_mutex_unlock(&tick->lock);
    g_thread_join(tick->thread);
    g_mutex_clear(&tick->lock);
    g_cond_clear(&tick->wake);
    g_free(tick);
}
