/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of versions is read in the background, the newest first, so that
 * they are found by it: new ones within seconds, those of before by and by.
 * Whoever wants a page comes first: between pages it waits until nobody does,
 * and rests as long as it worked. What is to be read, and how far it has come,
 * is the database's (0034): several servers share the work, and the next one
 * goes on where one ended. It searches nothing and draws nothing.
 */
#include "api/source.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "command/command.h"
#include "paper/text.h"
#include <string.h>

enum {
    LOOK_EVERY_MS = 1000, /* for what is new */
    YIELD_MS = 20,
    YIELD_MOST_MS = 5000, /* on a machine that is never idle it still goes on, a page at a time */
    KEEP_PAGES = 32,      /* kept together, and at the latest after */
    KEEP_SECONDS = 5
};

struct TextReader {
    House *house;
    GMutex lock;
    GCond wake;
    gboolean stopping;
    GThread *thread;
};

/* A version that was claimed. */
typedef struct Reading {
    TextReader *reader;
    DbConn *conn;
    const char *document_id, *version;
    guint upto;     /* pages kept, or passed over */
    guint skipped;  /* of those not kept yet */
    json_t *pages;  /* read and not kept yet */
    gint64 kept_at; /* monotonic */
} Reading;

enum { DOCUMENT, VERSION, OID, SHA256, BYTES, PAGE }; /* columns of query text_claim */

/* TRUE: to stop. */
static gboolean rest(TextReader *reader, gint64 milliseconds)
{
    gint64 until = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;
    g_mutex_lock(&reader->lock);
    while (!reader->stopping && g_cond_wait_until(&reader->wake, &reader->lock, until))
        continue;
    gboolean stopping = reader->stopping;
    g_mutex_unlock(&reader->lock);
    return stopping;
}

static gboolean let_others_pass(TextReader *reader)
{
    gboolean stopping = FALSE;
    for (guint waited = 0; !stopping && waited < YIELD_MOST_MS && !render_is_idle(reader->house->render); waited += YIELD_MS)
        stopping = rest(reader, YIELD_MS);
    return stopping || rest(reader, 0);
}

static gboolean told(const Reading *reading, QueryId query, int count, const char *const *values, GError **error)
{
    g_autoptr(PGresult) row = db_query(reading->conn, NULL, query, count, values, error);
    return row != NULL;
}

static gboolean pages_keep(Reading *reading, GError **error)
{
    char upto[16], skipped[16];
    g_snprintf(upto, sizeof upto, "%u", reading->upto);
    g_snprintf(skipped, sizeof skipped, "%u", reading->skipped);
    g_autofree char *pages = json_canonical(reading->pages);
    const char *values[] = {reading->document_id, reading->version, upto, skipped, pages};
    if (!told(reading, Q_TEXT_KEEP, G_N_ELEMENTS(values), values, error))
        return FALSE;
    json_array_clear(reading->pages);
    reading->skipped = 0;
    reading->kept_at = g_get_monotonic_time();
    return TRUE;
}

static gboolean page_read(Reading *reading, const RenderSource *source, guint page, GError **error)
{
    gboolean own = FALSE;
    g_autoptr(GError) why = NULL;
    g_autofree char *text = paper_text(reading->reader->house->render, source, page, &own, &why);
    if (!text && !own)
        return g_propagate_error(error, g_steal_pointer(&why)), FALSE;
    if (!text)
        reading->skipped++;
    else if (text[0])
        json_array_append_new(reading->pages, json_pack("{s:i, s:s}", "page", (int)page, "text", text));
    reading->upto = page;
    gboolean due =
        json_array_size(reading->pages) >= KEEP_PAGES || g_get_monotonic_time() - reading->kept_at > KEEP_SECONDS * G_TIME_SPAN_SECOND;
    return !due || pages_keep(reading, error);
}

/* To its last page: TRUE. FALSE without *error: told to stop, and what was read by then is kept. */
static gboolean pages_read(Reading *reading, const RenderSource *source, guint first, GError **error)
{
    g_autoptr(RenderFacts) facts = render_facts(reading->reader->house->render, source, error);
    if (!facts)
        return FALSE;
    gboolean stopping = FALSE;
    for (guint page = first; page <= facts->page_count && !stopping; page++) {
        stopping = let_others_pass(reading->reader);
        gint64 began = g_get_monotonic_time();
        if (!stopping && !page_read(reading, source, page, error))
            return FALSE;
        stopping = stopping || rest(reading->reader, (g_get_monotonic_time() - began) / G_TIME_SPAN_MILLISECOND);
    }
    if (reading->upto >= first && !pages_keep(reading, error))
        return FALSE;
    return !stopping || reading->upto == facts->page_count;
}

/* The claim is given up: now (problem NULL), until later, or for good. */
static void version_settle(const Reading *reading, gboolean done, const GError *problem)
{
    g_autoptr(GError) error = NULL;
    const char *slug = problem ? error_fact(error_kind(problem))->slug : NULL;
    const char *values[] = {reading->document_id, reading->version, slug};
    QueryId query = done || (problem && source_is_unreadable(problem)) ? Q_TEXT_FINISH : Q_TEXT_RELEASE;
    if (problem)
        log_info("text_not_read", log_field("document", "%s", reading->document_id), log_field("version", "%s", reading->version),
                 log_field("problem", "%s", slug));
    if (!told(reading, query, G_N_ELEMENTS(values), values, &error))
        log_error("text_not_settled", log_field("document", "%s", reading->document_id), log_field("problem", "%s", error->message));
}

/* One version, if there is one that waits; else FALSE. */
static gboolean version_read(TextReader *reader, DbConn *conn, GError **error)
{
    g_autoptr(PGresult) row = db_query(conn, NULL, Q_TEXT_CLAIM, 0, NULL, error);
    if (!row || PQntuples(row) == 0)
        return FALSE;
    StoredFile file = {.house = reader->house,
                       .document_id = PQgetvalue(row, 0, DOCUMENT),
                       .oid = PQgetvalue(row, 0, OID),
                       .sha256 = PQgetvalue(row, 0, SHA256),
                       .bytes = g_ascii_strtoull(PQgetvalue(row, 0, BYTES), NULL, 10)};
    RenderSource source = source_of_file(&file);
    g_autoptr(json_t) pages = json_array();
    Reading reading = {.reader = reader,
                       .conn = conn,
                       .document_id = file.document_id,
                       .version = PQgetvalue(row, 0, VERSION),
                       .pages = pages,
                       .kept_at = g_get_monotonic_time()};
    g_autoptr(GError) problem = NULL;
    gboolean done = pages_read(&reading, &source, (guint)g_ascii_strtoull(PQgetvalue(row, 0, PAGE), NULL, 10), &problem);
    version_settle(&reading, done, problem);
    return TRUE;
}

static gpointer text_reader_thread(gpointer data)
{
    TextReader *reader = data;
    gboolean broken = FALSE;
    while (!rest(reader, 0)) {
        g_autoptr(GError) error = NULL;
        gboolean found = FALSE;
        {
            g_autoptr(DbConn) conn = db_take(reader->house->owner_db, &error);
            found = conn && version_read(reader, conn, &error);
        }
        if (error && !broken)
            log_error("texts_not_read", log_field("problem", "%s", error->message));
        broken = error != NULL;
        if (!found)
            rest(reader, LOOK_EVERY_MS);
    }
    return NULL;
}

TextReader *text_reader_start(House *house)
{
    TextReader *reader = g_new0(TextReader, 1);
    reader->house = house;
    g_mutex_init(&reader->lock);
    g_cond_init(&reader->wake);
    reader->thread = g_thread_new("text-reader", text_reader_thread, reader);
    return reader;
}

void text_reader_stop(TextReader *reader)
{
    if (!reader)
        return;
    g_mutex_lock(&reader->lock);
    reader->stopping = TRUE;
    g_cond_signal(&reader->wake);
    g_mutex_unlock(&reader->lock);
    g_thread_join(reader->thread);
    g_mutex_clear(&reader->lock);
    g_cond_clear(&reader->wake);
    g_free(reader);
}
