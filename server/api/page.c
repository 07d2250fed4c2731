/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages of a version as pictures and words (C1): finds the version as the
 * caller, then asks the renderer, whose cache answers most times without the
 * store being touched. Of a secret document every picture bears its reader's
 * name and is kept nowhere (B13). It draws nothing itself.
 */
#include "api/page.h"
#include "api/calls.h"
#include "api/media.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

enum {
    PARAM_WIDTH,
    PARAM_REGION, /* as in image_params */
    DEFAULT_WIDTH = 1000,
    PRECISION = 7 /* digits: a tenth of a point of any page */
};

void page_version_free(PageVersion *version)
{
    g_free(version->oid);
    g_free(version->sha256);
    g_free(version->mark);
    g_free(version);
}

PageVersion *page_version_find(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_PAGE_SOURCE, 2, request->path_values, error) : NULL;
    if (!row)
        return NULL;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such version"), NULL;
    if (!media_is_pdf(PQgetvalue(row, 0, 3)))
        return error_set(error, ERROR_NO_PAGES, NULL, "%s has no pages to draw", PQgetvalue(row, 0, 3)), NULL;
    PageVersion *version = g_new0(PageVersion, 1);
    version->oid = g_strdup(PQgetvalue(row, 0, 0));
    version->sha256 = g_strdup(PQgetvalue(row, 0, 1));
    version->file = (StoredFile){.house = request->house,
                                 .document_id = request->path_values[0],
                                 .oid = version->oid,
                                 .sha256 = version->sha256,
                                 .bytes = g_ascii_strtoull(PQgetvalue(row, 0, 2), NULL, 10)};
    version->source = source_of_file(&version->file);
    version->pages = g_ascii_strtoll(PQgetvalue(row, 0, 4), NULL, 10); /* "" is 0 */
    version->secret = PQgetvalue(row, 0, 5)[0] == 't';
    version->mark = version->secret ? g_strdup(PQgetvalue(row, 0, 6)) : NULL;
    return version;
}

static const char *cache_control(const PageVersion *version)
{
    return version->secret ? "private, no-store" : "private, no-cache";
}

/* A page past the end is not there. Returns 0 with *error. */
static guint page_number(Request *request, const PageVersion *version, GError **error)
{
    guint64 page = g_ascii_strtoull(request->path_values[2], NULL, 10);
    if (page == 0 || page > G_MAXINT32 || (version->pages && page > (guint64)version->pages))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such page"), 0;
    return (guint)page;
}

/* What is said of a version never changes: its hash is its ETag. Takes the bytes. */
static void reply_words(Request *request, const PageVersion *version, GBytes *json)
{
    gsize length;
    const void *bytes = g_bytes_get_data(json, &length);
    g_autofree char *tag = text_sha256(bytes, length);
    reply_etag(request, tag);
    reply_header(request, "Cache-Control", cache_control(version));
    reply_bytes(request, 0, "application/json", json);
}

/* A number of points, to a tenth: enough to place a page, and short. */
static json_t *points(float value)
{
    return json_real(round((double)value * 10) / 10);
}

gboolean page_list(Request *request, GError **error)
{
    g_autoptr(PageVersion) version = page_version_find(request, error);
    if (!version)
        return FALSE;
    g_autoptr(RenderFacts) facts = render_facts(request->house->render, &version->source, error);
    if (!facts)
        return FALSE;
    json_t *pages = json_array();
    for (guint i = 0; i < facts->pages->len; i++) {
        const RenderPage *page = &g_array_index(facts->pages, RenderPage, i);
        json_array_append_new(pages, json_pack("{s:o, s:o}", "width", points(page->width_points), "height", points(page->height_points)));
    }
    g_autoptr(json_t) list = json_pack("{s:I, s:o}", "count", (json_int_t)facts->page_count, "pages", pages);
    char *text = json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(PRECISION));
    reply_words(request, version, g_bytes_new_with_free_func(text, strlen(text), free, text));
    return TRUE;
}

/* "left,top,width,height", each 0…1, inside the page. */
static gboolean region_read(const char *text, RenderRegion *out, GError **error)
{
    double *edges[] = {&out->left, &out->top, &out->width, &out->height};
    const char *at = text;
    for (gsize i = 0; i < G_N_ELEMENTS(edges); i++) {
        char *end = NULL;
        *edges[i] = g_ascii_isdigit(*at) ? g_ascii_strtod(at, &end) : -1;
        if (!end || *end != (i + 1 < G_N_ELEMENTS(edges) ? ',' : '\0') || !(*edges[i] >= 0 && *edges[i] <= 1))
            return error_set(error, ERROR_WRONG_VALUE, "region", "four fractions of the page: left,top,width,height");
        at = end + 1;
    }
    if (out->width <= 0 || out->height <= 0 || out->left + out->width > 1.000001 || out->top + out->height > 1.000001)
        return error_set(error, ERROR_OUT_OF_RANGE, "region", "the region is not inside the page");
    return TRUE;
}

gboolean page_image(Request *request, GError **error)
{
    RenderRegion region = {0};
    if (request->params[PARAM_REGION] && !region_read(request->params[PARAM_REGION], &region, error))
        return FALSE;
    guint width = request->params[PARAM_WIDTH] ? (guint)g_ascii_strtoull(request->params[PARAM_WIDTH], NULL, 10) : DEFAULT_WIDTH;
    g_autoptr(PageVersion) version = page_version_find(request, error);
    guint page = version ? page_number(request, version, error) : 0;
    if (!page)
        return FALSE;
    RenderPicture picture;
    Render *render = request->house->render;
    gboolean drawn = version->secret ? render_marked_picture(render, &version->source, page, width, &region, version->mark, &picture, error)
                                     : render_picture(render, &version->source, page, width, &region, &picture, error);
    if (!drawn)
        return FALSE;
    if (*picture.etag)
        reply_etag(request, picture.etag);
    reply_header(request, "Cache-Control", cache_control(version));
    reply_fd(request, picture.media, picture.fd, picture.bytes);
    return TRUE;
}

gboolean page_text(Request *request, GError **error)
{
    g_autoptr(PageVersion) version = page_version_find(request, error);
    guint page = version ? page_number(request, version, error) : 0;
    if (!page)
        return FALSE;
    GBytes *text = render_text(request->house->render, &version->source, page, error);
    if (!text)
        return FALSE;
    reply_words(request, version, text);
    return TRUE;
}

gboolean page_outline(Request *request, GError **error)
{
    g_autoptr(PageVersion) version = page_version_find(request, error);
    if (!version)
        return FALSE;
    GBytes *outline = render_outline(request->house->render, &version->source, error);
    if (!outline)
        return FALSE;
    reply_words(request, version, outline);
    return TRUE;
}
