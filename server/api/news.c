/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changed since I last read (C6): which pages of the newest version are
 * not as they were in the version the caller knows. Found by comparison, once
 * for everybody, as versions never change. What a person knows and has seen
 * since is the database's; what exactly changed is compare.c's to show.
 */
#include "api/calls.h"
#include "api/media.h"
#include "api/source.h"
#include "base/error.h"
#include "base/json.h"
#include "paper/compare.h"

enum { REPLY, KNOWN, NEWEST };             /* columns of query news_get */
enum { OID, SHA256, BYTES, MEDIA, PAGES }; /* of page_source */

static PGresult *version_find(Request *request, const char *number, GError **error)
{
    const char *values[] = {request->path_values[0], number};
    g_autoptr(PGresult) row = db_query(request->conn, &request->caller, Q_PAGE_SOURCE, G_N_ELEMENTS(values), values, error);
    if (row && PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such version"), NULL;
    return g_steal_pointer(&row);
}

static StoredFile file_of(Request *request, const PGresult *row)
{
    return (StoredFile){.house = request->house,
                        .document_id = request->path_values[0],
                        .oid = PQgetvalue(row, 0, OID),
                        .sha256 = PQgetvalue(row, 0, SHA256),
                        .bytes = g_ascii_strtoull(PQgetvalue(row, 0, BYTES), NULL, 10)};
}

static json_t *all_pages(const PGresult *newest)
{
    json_t *pages = json_array();
    guint64 count = g_ascii_strtoull(PQgetvalue(newest, 0, PAGES), NULL, 10); /* "" is 0 */
    for (guint64 page = 1; page <= count; page++)
        json_array_append_new(pages, json_integer((json_int_t)page));
    return pages;
}

/* The newer pages of a comparison that are not beside their like. */
static json_t *differing_pages(GBytes *comparison, GError **error)
{
    gsize length = 0;
    const char *text = g_bytes_get_data(comparison, &length);
    g_autoptr(json_t) whole = json_parse(text, length, error);
    if (!whole)
        return NULL;
    json_t *pages = json_array();
    size_t index = 0;
    json_t *pair = NULL;
    json_array_foreach(json_object_get(whole, "pages"), index, pair)
    {
        json_t *page = json_object_get(pair, "new");
        if (json_is_integer(page) && g_strcmp0(json_string_value(json_object_get(pair, "differs")), "no") != 0)
            json_array_append(pages, page);
    }
    return pages;
}

/* What the row of news_get says is not known yet. */
typedef struct Wanted {
    const char *known, *newest; /* numbers of versions */
} Wanted;

/* Pages that changed; all where one of the versions cannot be read. */
static json_t *pages_find(Request *request, const Wanted *wanted, GError **error)
{
    g_autoptr(PGresult) known = version_find(request, wanted->known, error);
    g_autoptr(PGresult) newest = known ? version_find(request, wanted->newest, error) : NULL;
    if (!newest)
        return NULL;
    if (!media_is_pdf(PQgetvalue(known, 0, MEDIA)) || !media_is_pdf(PQgetvalue(newest, 0, MEDIA)))
        return all_pages(newest);
    StoredFile old = file_of(request, known), new = file_of(request, newest);
    RenderSource from = source_of_file(&old), to = source_of_file(&new);
    g_autoptr(GError) problem = NULL;
    g_autoptr(GBytes) comparison = compare_versions(request->house->render, &from, &to, (guint)g_ascii_strtoull(wanted->known, NULL, 10),
                                                    (guint)g_ascii_strtoull(wanted->newest, NULL, 10), &problem);
    if (comparison)
        return differing_pages(comparison, error);
    if (source_is_unreadable(problem))
        return all_pages(newest);
    g_propagate_error(error, g_steal_pointer(&problem));
    return NULL;
}

static gboolean news_find(Request *request, const PGresult *news, GError **error)
{
    Wanted wanted = {PQgetvalue(news, 0, KNOWN), PQgetvalue(news, 0, NEWEST)};
    g_autoptr(json_t) pages = pages_find(request, &wanted, error);
    if (!pages)
        return FALSE;
    g_autofree char *text = json_canonical(pages);
    const char *values[] = {request->path_values[0], wanted.known, wanted.newest, text};
    g_autoptr(PGresult) kept = db_query(request->conn, &request->caller, Q_NEWS_KEEP, G_N_ELEMENTS(values), values, error);
    return kept != NULL;
}

gboolean news_get(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) news = conn ? db_query(conn, &request->caller, Q_NEWS_GET, 1, request->path_values, error) : NULL;
    if (news && PQntuples(news) > 0 && PQgetisnull(news, 0, REPLY)) {
        if (!news_find(request, news, error))
            return FALSE;
        PQclear(news);
        news = db_query(conn, &request->caller, Q_NEWS_GET, 1, request->path_values, error);
    }
    if (!news)
        return FALSE;
    if (PQntuples(news) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such document");
    if (!db_text(news))
        return error_set(error, ERROR_BUSY, NULL, "a newer version came in between");
    reply_json_text(request, 0, db_text(news));
    return TRUE;
}
