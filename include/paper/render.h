/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages of a PDF as pictures and text, drawn by nghisu-render in its sandbox,
 * kept on disk by the file's hash. Calls block (a cold page some tens of
 * milliseconds, at worst the wall clock limit of 12 s; an export 103 s) and may be made from any
 * thread. A file that crashes or overruns a limit costs that page only and is
 * remembered by its hash; the parent believes nothing it is told.
 */
#pragma once
#include <glib.h>

typedef struct Render Render;

typedef struct RenderOptions {
    const char *program;      /* path of nghisu-render */
    const char *cache_folder; /* pages and facts, safe to delete */
    gint64 cache_bytes;
    guint processes; /* children at a time; 0: number of cores */
} RenderOptions;

/* The PDF: its hash, and how to get its bytes (called at most once per child; must write `bytes` bytes to fd). */
typedef struct RenderSource {
    const char *sha256; /* 64 hex; the cache's key */
    guint64 bytes;
    gboolean (*write_to)(int fd, gpointer data, GError **error);
    gpointer data;
} RenderSource;

typedef struct RenderPage {
    float width_points, height_points; /* as shown, rotation applied, crop box */
} RenderPage;

typedef struct RenderFacts {
    guint page_count; /* at most 20,000; more is ERROR_PAGE_TOO_COSTLY */
    GArray *pages;    /* RenderPage of each, in order */
} RenderFacts;
void render_facts_free(RenderFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RenderFacts, render_facts_free)

typedef struct RenderRegion { /* part of the page, in fractions of its shown width and height; all zero: the whole page */
    double left, top, width, height;
} RenderRegion;

typedef struct RenderPicture {
    int fd; /* open for reading at 0, the caller closes; fit for sendfile */
    guint64 bytes;
    const char *media; /* "image/png" or "image/jpeg"; static */
    char etag[80];     /* without quotes; empty: not to be kept */
} RenderPicture;

typedef struct Cache Cache;

Render *render_start(const RenderOptions *options, GError **error);
void render_stop(Render *render);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Render, render_stop)

/* Where pages are kept: also for what is made of them. Borrowed. */
Cache *render_cache(const Render *render);

/* Errors: ERROR_PDF_ENCRYPTED, ERROR_PDF_DAMAGED, ERROR_PAGE_TOO_COSTLY, ERROR_PAGE_CRASHED, ERROR_BUSY. */
RenderFacts *render_facts(Render *render, const RenderSource *source, GError **error);

/* page counts from 1. width: pixels; rounded up to the ladder 160 320 480 640 800 1000 1240 1600 2000 2480 (a region's own width up to
 * 2480). */
gboolean render_picture(Render *render, const RenderSource *source, guint page, guint width, const RenderRegion *region, RenderPicture *out,
                        GError **error);

/* As render_picture, with the mark (UTF-8) drawn across the page: of a secret document, for one reader at one time. Drawn anew for every
 * call, never kept on disk, so out's etag is empty. A mark that is empty or no UTF-8 is ERROR_INTERNAL: without it the page is not shown.
 */
gboolean render_marked_picture(Render *render, const RenderSource *source, guint page, guint width, const RenderRegion *region,
                               const char *mark, RenderPicture *out, GError **error);

/* JSON text {"page":1,"width":595.3,"height":841.9,"lines":[{"words":[{"t":"Cộng","x":1.0,"y":2.0,"w":3.0,"h":4.0}]}],
 * "links":[{"x":1.0,"y":2.0,"w":3.0,"h":4.0,"page":3,"top":12.5,"uri":null}]} in points, origin top left. Caller unrefs. */
GBytes *render_text(Render *render, const RenderSource *source, guint page, GError **error);

/* The same for one who reads every page of many files once: what is kept is taken, and what is not kept is not kept for this, so that no
 * reader's pages have to leave the disk. */
GBytes *render_text_once(Render *render, const RenderSource *source, guint page, GError **error);

/* Nobody waits for a page just now. */
gboolean render_is_idle(Render *render);

/* JSON text {"items":[{"title":"Điều 1","page":3,"items":[…]}]}; depth at most 8, items at most 5,000. Caller unrefs. */
GBytes *render_outline(Render *render, const RenderSource *source, GError **error);

/* A PDF made of the file inside the sandbox, as the order says (server/workers/render/export.h); never kept, no refusal of it remembered.
 * Caller unrefs. */
GBytes *render_export(Render *render, const RenderSource *source, GBytes *order, GError **error);

/* A PDF of our own words, laid out in the sandbox as the description says (workers/print.h, written by paper/print.c); nothing of it is
 * kept. Caller unrefs. */
GBytes *render_print(Render *render, GBytes *description, guint *pages, GError **error);
