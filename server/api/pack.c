/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a tablet keeps of a version for reading without a network (C8, K5): the
 * parts of its pages, named by the hash of their content, so that it fetches
 * only what it has not; a page that a new version left as it was is there
 * already. Drawing them here makes the fetch that follows a cached one. Which
 * documents are kept is the database's to say; a secret one never is (B13).
 */
#include "api/calls.h"
#include "api/page.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <errno.h>
#include <unistd.h>

enum { PARAM_WIDTH, PARAM_FROM, PARAM_COUNT }; /* as in parts_params */
enum {
    DEFAULT_WIDTH = 1240,
    DEFAULT_COUNT = 20,
    PATIENCE_SECONDS = 3, /* pages that are slow to draw come in several answers, so that progress shows and nothing times out */
    READ_BYTES = 256 * 1024
};

static guint param_number(const Request *request, int param, guint otherwise)
{
    const char *text = request->params[param];
    return text ? (guint)g_ascii_strtoull(text, NULL, 10) : otherwise;
}

static char *file_sha256(int fd, GError **error)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree guchar *buffer = g_malloc(READ_BYTES);
    for (off_t at = 0;;) {
        ssize_t got = pread(fd, buffer, READ_BYTES, at);
        if (got < 0)
            return error_set_errno(error, errno, "pread"), NULL;
        if (got == 0)
            return g_strdup(g_checksum_get_string(checksum));
        g_checksum_update(checksum, buffer, got);
        at += got;
    }
}

static json_t *picture_part(Render *render, const PageVersion *version, guint page, guint width, GError **error)
{
    RenderRegion whole = {0};
    RenderPicture picture;
    if (!render_picture(render, &version->source, page, width, &whole, &picture, error))
        return NULL;
    g_autofree char *hash = file_sha256(picture.fd, error);
    close(picture.fd);
    return hash ? json_pack("{s:s, s:I, s:s}", "sha256", hash, "bytes", (json_int_t)picture.bytes, "media", picture.media) : NULL;
}

static json_t *text_part(Render *render, const PageVersion *version, guint page, GError **error)
{
    g_autoptr(GBytes) text = render_text(render, &version->source, page, error);
    if (!text)
        return NULL;
    gsize length = 0;
    const void *bytes = g_bytes_get_data(text, &length);
    g_autofree char *hash = text_sha256(bytes, length);
    return json_pack("{s:s, s:I}", "sha256", hash, "bytes", (json_int_t)length);
}

/* A page that cannot be drawn is kept as that: the reader says why. NULL with *error for what may pass. */
static json_t *page_parts(Request *request, const PageVersion *version, guint page, guint width, GError **error)
{
    Render *render = request->house->render;
    g_autoptr(GError) problem = NULL;
    json_t *picture = picture_part(render, version, page, width, &problem);
    json_t *text = picture ? text_part(render, version, page, &problem) : NULL;
    if (problem && !source_is_unreadable(problem)) {
        json_decref(picture);
        g_propagate_error(error, g_steal_pointer(&problem));
        return NULL;
    }
    return json_pack("{s:i, s:o?, s:o?, s:s?}", "page", (int)page, "picture", picture, "text", text, "problem",
                     problem ? error_fact(error_kind(problem))->slug : NULL);
}

gboolean part_list(Request *request, GError **error)
{
    g_autoptr(PageVersion) version = page_version_find(request, error);
    if (!version)
        return FALSE;
    if (version->secret)
        return error_set(error, ERROR_NOT_ALLOWED, NULL, "a secret document is not kept on tablets");
    g_autoptr(RenderFacts) facts = render_facts(request->house->render, &version->source, error);
    if (!facts)
        return FALSE;
    guint width = param_number(request, PARAM_WIDTH, DEFAULT_WIDTH), page = param_number(request, PARAM_FROM, 1);
    guint64 end = (guint64)page + param_number(request, PARAM_COUNT, DEFAULT_COUNT);
    gint64 patience = g_get_monotonic_time() + PATIENCE_SECONDS * G_USEC_PER_SEC;
    g_autoptr(json_t) items = json_array();
    for (; page < end && page <= facts->page_count && (json_array_size(items) == 0 || g_get_monotonic_time() < patience); page++) {
        json_t *parts = page_parts(request, version, page, width, error);
        if (!parts)
            return FALSE;
        json_array_append_new(items, parts);
    }
    json_t *next = page <= facts->page_count ? json_integer(page) : json_null();
    reply_json(request, 0, json_pack("{s:O, s:o}", "items", items, "next", next));
    reply_header(request, "Cache-Control", "private, no-store");
    return TRUE;
}
