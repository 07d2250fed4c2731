/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a crash may leave behind is put in order: refs of the store as the
 * database says, objects nothing refers to, uploads nobody finished, keys of
 * secret votes that are over. It never touches a version the database knows.
 */
#include "command/command.h"
#include "api/secret.h"
#include "api/upload.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define UPLOADS_EVERY_SECONDS 3600
#define AGAIN_SECONDS 30 /* after a sweep of documents that broke off */

struct Sweep {
    House *house;
    GMutex lock;
    GCond wake;
    gboolean stopping;
    GThread *thread;
};

static gboolean is_stopping(Sweep *sweep)
{
    g_mutex_lock(&sweep->lock);
    gboolean stopping = sweep->stopping;
    g_mutex_unlock(&sweep->lock);
    return stopping;
}

static gboolean document_sweep(House *house, const char *document_id, const char *versions_text, GError **error)
{
    g_autoptr(json_t) versions = json_parse(versions_text, strlen(versions_text), error);
    if (!versions)
        return FALSE;
    gsize count = json_array_size(versions);
    g_autofree const char **commits = g_new0(const char *, count + 1);
    g_autofree guint *numbers = g_new0(guint, count + 1);
    for (gsize i = 0; i < count; i++) {
        const json_t *version = json_array_get(versions, i);
        commits[i] = json_string_value(json_object_get(version, "commit"));
        numbers[i] = (guint)json_integer_value(json_object_get(version, "number"));
    }
    return count == 0 || store_sweep_document(house->store, document_id, commits, numbers, count, error);
}

/* All documents, a page of the list at a time; one that fails is told and passed over. */
static gboolean documents_sweep(Sweep *sweep, DbConn *conn, GError **error)
{
    char after[40] = "";
    guint swept = 0, failed = 0;
    for (;;) {
        const char *values[] = {after[0] ? after : NULL};
        g_autoptr(PGresult) rows = db_query(conn, NULL, Q_SWEEP_DOCUMENTS, 1, values, error);
        if (!rows)
            return FALSE;
        int count = PQntuples(rows);
        for (int row = 0; row < count; row++) {
            g_autoptr(GError) problem = NULL;
            if (is_stopping(sweep))
                return TRUE;
            g_strlcpy(after, PQgetvalue(rows, row, 0), sizeof after);
            swept++;
            if (document_sweep(sweep->house, after, PQgetvalue(rows, row, 1), &problem))
                continue;
            failed++;
            log_error("sweep_failed", log_field("document", "%s", after), log_field("problem", "%s", problem->message));
        }
        if (count == 0)
            break;
    }
    log_info("documents_swept", log_field("documents", "%u", swept), log_field("failed", "%u", failed));
    return TRUE;
}

static gboolean uploads_sweep(Sweep *sweep, DbConn *conn, GError **error)
{
    g_autoptr(PGresult) rows = db_query(conn, NULL, Q_SWEEP_UPLOADS, 0, NULL, error);
    if (!rows)
        return FALSE;
    for (int row = 0; row < PQntuples(rows); row++) {
        g_autofree char *path = upload_path(sweep->house, PQgetvalue(rows, row, 0));
        if (g_unlink(path) < 0 && errno != ENOENT)
            log_warn("upload_not_removed", log_field("upload", "%s", PQgetvalue(rows, row, 0)),
                     log_field("problem", "%s", g_strerror(errno)));
    }
    return TRUE;
}

static gboolean vote_keys_sweep(Sweep *sweep, DbConn *conn, GError **error)
{
    (void)error;
    secret_keys_sweep(sweep->house->store, conn);
    return TRUE;
}

static gboolean sweep_once(Sweep *sweep, gboolean (*what)(Sweep *, DbConn *, GError **))
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(sweep->house->owner_db, &error);
    if (conn && what(sweep, conn, &error))
        return TRUE;
    log_error("sweep_broken_off", log_field("problem", "%s", error->message));
    return FALSE;
}

static gpointer sweep_thread(gpointer data)
{
    Sweep *sweep = data;
    gboolean documents_done = FALSE;
    while (!is_stopping(sweep)) {
        sweep_once(sweep, vote_keys_sweep);
        documents_done = documents_done || sweep_once(sweep, documents_sweep);
        sweep_once(sweep, uploads_sweep);
        gint64 pause = documents_done ? UPLOADS_EVERY_SECONDS : AGAIN_SECONDS;
        gint64 until = g_get_monotonic_time() + pause * G_USEC_PER_SEC;
        g_mutex_lock(&sweep->lock);
        while (!sweep->stopping && g_cond_wait_until(&sweep->wake, &sweep->lock, until))
            continue;
        g_mutex_unlock(&sweep->lock);
    }
    return NULL;
}

Sweep *sweep_start(House *house)
{
    Sweep *sweep = g_new0(Sweep, 1);
    sweep->house = house;
    g_mutex_init(&sweep->lock);
    g_cond_init(&sweep->wake);
    sweep->thread = g_thread_new("sweep", sweep_thread, sweep);
    return sweep;
}

void sweep_stop(Sweep *sweep)
{
    if (!sweep)
        return;
    g_mutex_lock(&sweep->lock);
    sweep->stopping = TRUE;
    g_cond_signal(&sweep->wake);
    g_mutex_unlock(&sweep->lock);
    g_thread_join(sweep->thread);
    g_mutex_clear(&sweep->lock);
    g_cond_clear(&sweep->wake);
    g_free(sweep);
}
