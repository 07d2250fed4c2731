/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread that seals: claims a sealing, has its repositories written, and
 * says so, all in one transaction; then the refs. A stop before the commit
 * leaves commits nobody refers to, which the sweep drops, and the sealing
 * waiting as before; a stop after it, refs for the sweep to mend.
 */
#include "api/record.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include <string.h>

#define POLL_SECONDS 3 /* closing a meeting asks by the database alone */

struct RecordSealer {
    House *house;
    GMutex lock;
    GCond wake;
    gboolean stopping, awake;
    GThread *thread;
};

static gboolean is_stopping(RecordSealer *sealer)
{
    g_mutex_lock(&sealer->lock);
    gboolean stopping = sealer->stopping;
    g_mutex_unlock(&sealer->lock);
    return stopping;
}

enum { CLAIM_ID, CLAIM_MEETING, CLAIM_NUMBER, CLAIM_PARENT, CLAIM_AUTHOR, CLAIM_NAME, CLAIM_EMAIL, CLAIM_CONTENTS }; /* columns */

static const char *column(const PGresult *row, int index)
{
    return PQgetisnull(row, 0, index) ? NULL : PQgetvalue(row, 0, index);
}

static gboolean seal(House *house, DbConn *conn, const PGresult *row, GArray *refs, GError **error)
{
    const char *text = PQgetvalue(row, 0, CLAIM_CONTENTS);
    g_autoptr(json_t) contents = json_parse(text, strlen(text), error);
    RecordDraft draft = {
        .house = house,
        .meeting_id = column(row, CLAIM_MEETING),
        .parent = column(row, CLAIM_PARENT),
        .author_id = column(row, CLAIM_AUTHOR),
        .author_name = column(row, CLAIM_NAME),
        .author_email = column(row, CLAIM_EMAIL),
        .number = (guint)g_ascii_strtoull(PQgetvalue(row, 0, CLAIM_NUMBER), NULL, 10),
        .contents = contents,
    };
    g_autofree char *fact = contents ? record_write(&draft, refs, error) : NULL;
    const char *values[] = {column(row, CLAIM_ID), fact};
    g_autoptr(PGresult) kept = fact ? db_step(conn, Q_RECORD_SEALED, G_N_ELEMENTS(values), values, error) : NULL;
    return kept && db_commit(conn, error);
}

static void refs_publish(House *house, const GArray *refs)
{
    for (guint i = 0; i < refs->len; i++) {
        const RecordRef *ref = &g_array_index(refs, RecordRef, i);
        g_autoptr(GError) problem = NULL;
        if (!store_publish(house->store, ref->repository, ref->commit, *ref->parent ? ref->parent : NULL, ref->number, &problem))
            log_warn("ref_left", log_field("document", "%s", ref->repository), log_field("version", "%u", ref->number),
                     log_field("slug", "%s", error_fact(error_kind(problem))->slug));
    }
}

static void failure_keep(DbConn *conn, const char *id, const GError *error)
{
    g_autoptr(GError) problem = NULL;
    const char *values[] = {id, error_fact(error_kind(error))->slug};
    log_error("record_not_sealed", log_field("record", "%s", id), log_field("problem", "%s", error->message));
    g_autoptr(PGresult) kept = db_query(conn, NULL, Q_RECORD_FAILED, G_N_ELEMENTS(values), values, &problem);
    if (!kept)
        log_error("record_failure_not_kept", log_field("problem", "%s", problem->message));
}

/* TRUE: one was sealed; perhaps there is another. */
static gboolean work_once(RecordSealer *sealer)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(sealer->house->owner_db, &error);
    g_autoptr(PGresult) row = conn && db_begin(conn, NULL, &error) ? db_step(conn, Q_RECORD_CLAIM, 0, NULL, &error) : NULL;
    g_autoptr(GArray) refs = g_array_new(FALSE, FALSE, sizeof(RecordRef));
    if (!row)
        log_error("records_not_read", log_field("problem", "%s", error->message));
    if (!row || PQntuples(row) == 0) {
        if (conn)
            db_rollback(conn);
        return FALSE;
    }
    if (!seal(sealer->house, conn, row, refs, &error)) {
        db_rollback(conn);
        failure_keep(conn, column(row, CLAIM_ID), error);
        return FALSE;
    }
    refs_publish(sealer->house, refs);
    log_info("record_sealed", log_field("meeting", "%s", column(row, CLAIM_MEETING)), log_field("number", "%s", column(row, CLAIM_NUMBER)));
    return TRUE;
}

static gpointer sealer_thread(gpointer data)
{
    RecordSealer *sealer = data;
    while (!is_stopping(sealer)) {
        if (work_once(sealer))
            continue;
        gint64 until = g_get_monotonic_time() + POLL_SECONDS * G_USEC_PER_SEC;
        g_mutex_lock(&sealer->lock);
        while (!sealer->stopping && !sealer->awake && g_cond_wait_until(&sealer->wake, &sealer->lock, until))
            continue;
        sealer->awake = FALSE;
        g_mutex_unlock(&sealer->lock);
    }
    return NULL;
}

RecordSealer *record_sealer_start(House *house)
{
    RecordSealer *sealer = g_new0(RecordSealer, 1);
    sealer->house = house;
    g_mutex_init(&sealer->lock);
    g_cond_init(&sealer->wake);
    sealer->thread = g_thread_new("records", sealer_thread, sealer);
    return sealer;
}

void record_sealer_wake(RecordSealer *sealer)
{
    if (!sealer)
        return;
    g_mutex_lock(&sealer->lock);
    sealer->awake = TRUE;
    g_cond_signal(&sealer->wake);
    g_mutex_unlock(&sealer->lock);
}

void record_sealer_stop(RecordSealer *sealer)
{
    if (!sealer)
        return;
    g_mutex_lock(&sealer->lock);
    sealer->stopping = TRUE;
    g_cond_signal(&sealer->wake);
    g_mutex_unlock(&sealer->lock);
    g_thread_join(sealer->thread);
    g_mutex_clear(&sealer->lock);
    g_cond_clear(&sealer->wake);
    g_free(sealer);
}
