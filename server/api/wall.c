/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen in the room (F7): its address, made for who steers and shown once,
 * and what whoever has that address reads. The address is never kept nor
 * written to a log, only its hash; what may be read is the database's to say.
 */
#include "api/calls.h"
#include "api/media.h"
#include "api/source.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "net/events.h"
#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32, WIDTH = 1600 };

gboolean wall_make(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    if (!conn)
        return FALSE;
    guint8 random[TOKEN_BYTES];
    randombytes_buf(random, sizeof random);
    g_autofree char *token = text_base64url(random, sizeof random);
    g_autofree char *hash = text_sha256(token, strlen(token));
    const char *values[] = {request->path_values[0], hash};
    g_autoptr(PGresult) made = db_query(conn, &request->caller, Q_WALL_MAKE, G_N_ELEMENTS(values), values, error);
    if (!made)
        return FALSE;
    const char *text = db_text(made);
    if (!text)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such meeting");
    json_t *wall = json_parse(text, strlen(text), error);
    if (!wall)
        return FALSE;
    g_autofree char *path = g_strconcat("/wall/", token, NULL);
    json_object_set_new(wall, "path", json_string(path));
    reply_header(request, "Cache-Control", "private, no-store");
    reply_json(request, 0, wall);
    return TRUE;
}

/* One row of a query that runs as nobody, asked for by the hash of the address; not there: 404. */
static PGresult *wall_ask(Request *request, QueryId query, char **hash, GError **error)
{
    const char *token = request->path_values[0];
    *hash = text_sha256(token, strlen(token));
    const char *values[] = {*hash};
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, NULL, query, G_N_ELEMENTS(values), values, error) : NULL;
    if (row && PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such screen"), NULL;
    return g_steal_pointer(&row);
}

gboolean wall_read(Request *request, GError **error)
{
    g_autofree char *hash = NULL;
    g_autoptr(PGresult) row = wall_ask(request, Q_WALL_READ, &hash, error);
    const char *text = row ? db_text(row) : NULL;
    json_t *wall = text ? json_parse(text, strlen(text), error) : NULL;
    if (!wall)
        return FALSE;
    reply_header(request, "Cache-Control", "private, no-store");
    reply_header(request, "X-Robots-Tag", "noindex");
    reply_json(request, 0, wall);
    return TRUE;
}

gboolean wall_follow(Request *request, GError **error)
{
    g_autofree char *hash = NULL;
    g_autoptr(PGresult) row = wall_ask(request, Q_WALL_SUBJECTS, &hash, error);
    return row && events_follow_wall(request, PQgetvalue(row, 0, 0), hash, error);
}

/* The page that is being presented, if everybody in the meeting may read it. */
gboolean wall_page(Request *request, GError **error)
{
    g_autofree char *hash = NULL;
    g_autoptr(PGresult) row = wall_ask(request, Q_WALL_PAGE, &hash, error);
    if (!row)
        return FALSE;
    if (!media_is_pdf(PQgetvalue(row, 0, 4)))
        return error_set(error, ERROR_NO_PAGES, NULL, "%s has no pages to draw", PQgetvalue(row, 0, 4));
    StoredFile file = {.house = request->house,
                       .document_id = PQgetvalue(row, 0, 0),
                       .oid = PQgetvalue(row, 0, 1),
                       .sha256 = PQgetvalue(row, 0, 2),
                       .bytes = g_ascii_strtoull(PQgetvalue(row, 0, 3), NULL, 10)};
    const RenderSource source = source_of_file(&file);
    const gint64 pages = g_ascii_strtoll(PQgetvalue(row, 0, 5), NULL, 10), page = g_ascii_strtoll(PQgetvalue(row, 0, 6), NULL, 10);
    if (page < 1 || (pages && page > pages))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such page");
    RenderRegion whole = {0};
    RenderPicture picture;
    if (!render_picture(request->house->render, &source, (guint)page, WIDTH, &whole, &picture, error))
        return FALSE;
    if (*picture.etag)
        reply_etag(request, picture.etag);
    reply_header(request, "Cache-Control", "private, no-cache");
    reply_header(request, "X-Robots-Tag", "noindex");
    reply_fd(request, picture.media, picture.fd, picture.bytes);
    return TRUE;
}
