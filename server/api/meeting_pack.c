/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for a meeting pack and taking it; and the thread that builds those
 * asked for, one at a time. Who may have what is the database's to say, at the
 * asking and again at the taking.
 */
#include "api/meeting_pack.h"
#include "api/calls.h"
#include "api/meeting_pack_parts.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define POLL_SECONDS 10          /* another server may have been asked */
#define BEAT_MICROSECONDS 500000 /* progress is written so often */
#define KEPT_DAYS "30"
#define TIDY_SECONDS 3600
#define STALE_SECONDS 3600        /* a file nobody knows is left so long: it may be about to be known */
#define FOLDER_BYTES (8ull << 30) /* of all packs; the longest unused go first */

struct PackBuilder {
    House *house;
    GMutex lock;
    GCond wake;
    gboolean stopping, awake;
    GThread *thread;
    /* of the pack being built; the thread's own */
    DbConn *conn;
    PackBuild *build;
    gint64 beaten_at;
    gboolean unwanted;
};

/* ---- routes */

gboolean meeting_pack_ask(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) seen = conn ? db_query(conn, &request->caller, Q_MEETING_PACK_GET, 1, request->path_values, error) : NULL;
    if (!seen)
        return FALSE;
    if (!db_text(seen))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such meeting");
    g_autofree char *pairs = meeting_pack_pairs(request->house, request->path_values[0], error);
    const char *values[] = {request->path_values[0], pairs};
    g_autoptr(PGresult) row = pairs ? db_query(conn, &request->caller, Q_MEETING_PACK_ASK, G_N_ELEMENTS(values), values, error) : NULL;
    if (!row)
        return FALSE;
    if (!db_text(row))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such meeting any more");
    pack_builder_wake(request->house->packs);
    reply_json_text(request, 0, db_text(row));
    return TRUE;
}

enum { FILE_STATE, FILE_CHANGED, FILE_HASH, FILE_SHA256, FILE_BYTES, FILE_TITLE }; /* columns of meeting_pack_file */

/* The file with that many bytes, or −1: evicted, and to be built again. */
static int file_open(Request *request, const PGresult *row, guint64 *bytes)
{
    g_autofree char *path = meeting_pack_path(request->house->config, PQgetvalue(row, 0, FILE_HASH));
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *bytes = g_ascii_strtoull(PQgetvalue(row, 0, FILE_BYTES), NULL, 10);
    if (fd >= 0 && fstat(fd, &facts) == 0 && (guint64)facts.st_size == *bytes) {
        futimens(fd, NULL); /* used: evicted last */
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

static void pack_forget(House *house, const char *hash)
{
    const char *values[] = {hash, "{\"state\": \"queued\"}"};
    g_autoptr(GError) problem = NULL;
    g_autoptr(DbConn) conn = db_take(house->owner_db, &problem);
    g_autoptr(PGresult) done = conn ? db_query(conn, NULL, Q_MEETING_PACK_END, G_N_ELEMENTS(values), values, &problem) : NULL;
    if (!done)
        log_warn("pack_not_queued", log_field("problem", "%s", problem->message));
    pack_builder_wake(house->packs);
}

/* Once a taking: what a reader fetches piece by piece is told with its first piece. */
static gboolean audit_write(Request *request, const PGresult *row, GError **error)
{
    const char *range = request_header(request, "Range");
    if (range && !g_str_has_prefix(range, "bytes=0-"))
        return TRUE;
    g_autofree char *facts =
        g_strdup_printf("{\"pack\": \"%s\", \"bytes\": %s}", PQgetvalue(row, 0, FILE_HASH), PQgetvalue(row, 0, FILE_BYTES));
    const char *values[] = {request->path_values[0], facts};
    g_autoptr(PGresult) kept = db_query(request->conn, &request->caller, Q_MEETING_PACK_TAKEN, G_N_ELEMENTS(values), values, error);
    return kept != NULL;
}

gboolean meeting_pack_file(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_MEETING_PACK_FILE, 1, request->path_values, error) : NULL;
    guint64 bytes = 0;
    if (!row)
        return FALSE;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such meeting");
    if (PQgetvalue(row, 0, FILE_CHANGED)[0] == 't')
        return error_set(error, ERROR_CONFLICT, NULL, "the papers have changed since the pack was asked for");
    if (strcmp(PQgetvalue(row, 0, FILE_STATE), "done") != 0)
        return error_set(error, ERROR_WRONG_STATE, NULL, "the pack is not ready");
    int fd = file_open(request, row, &bytes);
    if (fd < 0) {
        pack_forget(request->house, PQgetvalue(row, 0, FILE_HASH));
        return error_set(error, ERROR_WRONG_STATE, NULL, "the pack is being built again");
    }
    if (!audit_write(request, row, error)) {
        close(fd);
        return FALSE;
    }
    g_autofree char *name = g_strdup_printf("Bộ tài liệu họp - %s.pdf", PQgetvalue(row, 0, FILE_TITLE));
    g_autofree char *safe = text_file_name(name), *disposition = text_disposition("attachment", safe);
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-cache");
    reply_etag(request, PQgetvalue(row, 0, FILE_SHA256));
    reply_fd(request, "application/pdf", fd, bytes);
    return TRUE;
}

/* ---- the thread */

static gboolean is_stopping(PackBuilder *builder)
{
    g_mutex_lock(&builder->lock);
    gboolean stopping = builder->stopping;
    g_mutex_unlock(&builder->lock);
    return stopping;
}

/* Says how far it is; FALSE when the server stops or the meeting is gone. */
static gboolean go_on(gpointer data)
{
    PackBuilder *builder = data;
    gint64 now = g_get_monotonic_time();
    if (now - builder->beaten_at >= BEAT_MICROSECONDS && !builder->unwanted) {
        g_autoptr(GError) problem = NULL;
        g_autofree char *done = g_strdup_printf("%u", builder->build->pages_done);
        const char *values[] = {builder->build->hash, done};
        g_autoptr(PGresult) beat = db_query(builder->conn, NULL, Q_MEETING_PACK_BEAT, G_N_ELEMENTS(values), values, &problem);
        builder->unwanted = beat && g_strcmp0(db_text(beat), "t") != 0;
        builder->beaten_at = now;
    }
    return !builder->unwanted && !is_stopping(builder);
}

static json_t *build_one(PackBuilder *builder, const PGresult *row)
{
    g_autoptr(GError) error = NULL;
    const char *text = PQgetvalue(row, 0, 1);
    PackBuild build = {.house = builder->house, .hash = PQgetvalue(row, 0, 0), .go_on = go_on, .data = builder};
    g_autoptr(json_t) contents = json_parse(text, strlen(text), &error);
    guint64 bytes = 0;
    char sha256[65] = "";
    build.contents = contents;
    builder->build = &build; /* cppcheck-suppress autoVariables ; taken away below */
    builder->beaten_at = 0;
    builder->unwanted = FALSE;
    gboolean built = contents && meeting_pack_build(&build, &bytes, sha256, &error);
    builder->build = NULL;
    if (built)
        return json_pack("{s:s, s:I, s:s}", "state", "done", "bytes", (json_int_t)bytes, "sha256", sha256);
    if (error_kind(error) == ERROR_STOPPING)
        return json_pack("{s:s}", "state", "queued");
    log_error("pack_not_built", log_field("pack", "%.12s", build.hash), log_field("problem", "%s", error->message));
    return json_pack("{s:s}", "state", "failed");
}

/* TRUE: one was built or put back; perhaps there is another. */
static gboolean work_once(PackBuilder *builder)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(builder->house->owner_db, &error);
    g_autoptr(PGresult) row = conn ? db_query(conn, NULL, Q_MEETING_PACK_CLAIM, 0, NULL, &error) : NULL;
    if (!row)
        log_error("packs_not_read", log_field("problem", "%s", error->message));
    if (!row || PQntuples(row) == 0)
        return FALSE;
    builder->conn = conn;
    g_autoptr(json_t) fact = build_one(builder, row);
    g_autofree char *text = json_canonical(fact);
    const char *values[] = {PQgetvalue(row, 0, 0), text};
    g_autoptr(PGresult) kept = db_query(conn, NULL, Q_MEETING_PACK_END, G_N_ELEMENTS(values), values, &error);
    if (!kept)
        log_error("pack_not_kept", log_field("problem", "%s", error->message));
    return kept != NULL;
}

/* ---- tidying the folder */

typedef struct Kept {
    char *path;
    gint64 used_at;
    guint64 bytes;
} Kept;

static void kept_clear(gpointer data)
{
    g_free(((Kept *)data)->path);
}

static int by_use(gconstpointer a, gconstpointer b)
{
    gint64 one = ((const Kept *)a)->used_at, other = ((const Kept *)b)->used_at;
    return (one > other) - (one < other);
}

static void folder_tidy(const char *folder, GHashTable *known, GArray *files)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL), *hash = g_strndup(name, 64);
        struct stat facts;
        if (lstat(path, &facts) != 0 || !S_ISREG(facts.st_mode))
            continue;
        if (g_str_has_suffix(name, ".pdf") && g_hash_table_contains(known, hash)) {
            Kept one = {g_steal_pointer(&path), facts.st_mtime, (guint64)facts.st_size};
            g_array_append_val(files, one);
        } else if (facts.st_mtime < g_get_real_time() / G_USEC_PER_SEC - STALE_SECONDS) {
            g_unlink(path);
        }
    }
}

/* A pack that is evicted is built again when it is asked for. */
static void tidy(PackBuilder *builder)
{
    g_autoptr(GError) error = NULL;
    const char *values[] = {KEPT_DAYS};
    g_autoptr(DbConn) conn = db_take(builder->house->owner_db, &error);
    g_autoptr(PGresult) rows = conn ? db_query(conn, NULL, Q_MEETING_PACK_KEPT, 1, values, &error) : NULL;
    if (!rows) {
        log_error("packs_not_tidied", log_field("problem", "%s", error->message));
        return;
    }
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (int i = 0; i < PQntuples(rows); i++)
        g_hash_table_add(known, PQgetvalue(rows, i, 0));
    g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(Kept));
    g_array_set_clear_func(files, kept_clear);
    g_autofree char *folder = g_build_filename(builder->house->config->data, "cache", "packs", NULL);
    folder_tidy(folder, known, files);
    guint64 total = 0;
    for (guint i = 0; i < files->len; i++)
        total += g_array_index(files, Kept, i).bytes;
    g_array_sort(files, by_use);
    for (guint i = 0; i < files->len && total > FOLDER_BYTES; i++) {
        const Kept *one = &g_array_index(files, Kept, i);
        g_unlink(one->path);
        total -= one->bytes;
    }
}

static gpointer builder_thread(gpointer data)
{
    PackBuilder *builder = data;
    gint64 tidied_at = 0;
    while (!is_stopping(builder)) {
        gint64 now = g_get_monotonic_time();
        if (tidied_at == 0 || now - tidied_at > (gint64)TIDY_SECONDS * G_USEC_PER_SEC) {
            tidy(builder);
            tidied_at = now;
        }
        if (work_once(builder))
            continue;
        gint64 until = g_get_monotonic_time() + POLL_SECONDS * G_USEC_PER_SEC;
        g_mutex_lock(&builder->lock);
        while (!builder->stopping && !builder->awake && g_cond_wait_until(&builder->wake, &builder->lock, until))
            continue;
        builder->awake = FALSE;
        g_mutex_unlock(&builder->lock);
    }
    return NULL;
}

PackBuilder *pack_builder_start(House *house)
{
    PackBuilder *builder = g_new0(PackBuilder, 1);
    builder->house = house;
    g_mutex_init(&builder->lock);
    g_cond_init(&builder->wake);
    builder->thread = g_thread_new("packs", builder_thread, builder);
    return builder;
}

void pack_builder_wake(PackBuilder *builder)
{
    if (!builder)
        return;
    g_mutex_lock(&builder->lock);
    builder->awake = TRUE;
    g_cond_signal(&builder->wake);
    g_mutex_unlock(&builder->lock);
}

void pack_builder_stop(PackBuilder *builder)
{
    if (!builder)
        return;
    g_mutex_lock(&builder->lock);
    builder->stopping = TRUE;
    g_cond_signal(&builder->wake);
    g_mutex_unlock(&builder->lock);
    g_thread_join(builder->thread);
    g_mutex_clear(&builder->lock);
    g_cond_clear(&builder->wake);
    g_free(builder);
}
