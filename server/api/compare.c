/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changed between two versions (C5): finds both as the caller, for whom
 * each must be there, then asks paper/compare. It compares nothing itself.
 */
#include "paper/compare.h"
#include "api/calls.h"
#include "api/media.h"
#include "api/source.h"
#include "base/error.h"
#include "base/text.h"

/* Columns of query page_source. */
enum { OID, SHA256, BYTES, MEDIA, PAGES, SECRET };

/* The row of one version as the caller sees it, or NULL. */
static PGresult *find(Request *request, DbConn *conn, const char *number, GError **error)
{
    const char *const values[] = {request->path_values[0], number};
    g_autoptr(PGresult) row = db_query(conn, &request->caller, Q_PAGE_SOURCE, G_N_ELEMENTS(values), values, error);
    if (!row)
        return NULL;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no version %s", number), NULL;
    const char *media = PQgetvalue(row, 0, MEDIA);
    if (!media_is_pdf(media))
        return error_set(error, ERROR_NO_PAGES, NULL, "version %s is %s, which has no pages to compare", number, media), NULL;
    return g_steal_pointer(&row);
}

static StoredFile file_of(Request *request, PGresult *row)
{
    return (StoredFile){.house = request->house,
                        .document_id = request->path_values[0],
                        .oid = PQgetvalue(row, 0, OID),
                        .sha256 = PQgetvalue(row, 0, SHA256),
                        .bytes = g_ascii_strtoull(PQgetvalue(row, 0, BYTES), NULL, 10)};
}

static guint number_of(const char *text)
{
    return (guint)MIN(g_ascii_strtoull(text, NULL, 10), (guint64)G_MAXINT32);
}

gboolean compare_get(Request *request, GError **error)
{
    const char *from_number = request->path_values[1], *to_number = request->path_values[2];
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) old = conn ? find(request, conn, from_number, error) : NULL;
    g_autoptr(PGresult) new = old ? find(request, conn, to_number, error) : NULL;
    if (!new)
        return FALSE;
    StoredFile old_file = file_of(request, old), new_file = file_of(request, new);
    RenderSource from = source_of_file(&old_file), to = source_of_file(&new_file);
    GBytes *json = compare_versions(request->house->render, &from, &to, number_of(from_number), number_of(to_number), error);
    if (!json)
        return FALSE;
    gsize length = 0;
    const void *bytes = g_bytes_get_data(json, &length);
    g_autofree char *tag = text_sha256(bytes, length);
    reply_etag(request, tag);
    reply_header(request, "Cache-Control", PQgetvalue(new, 0, SECRET)[0] == 't' ? "private, no-store" : "private, no-cache");
    reply_bytes(request, 0, "application/json", json);
    return TRUE;
}
