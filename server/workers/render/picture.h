/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page becomes pixels, and pixels the smallest fitting kind of picture.
 */
#pragma once
#include "workers/pages.h"
#include <glib.h>
#include <poppler.h>

typedef struct Pixels { /* opaque, cairo's RGB24: 0x??rrggbb a pixel, rows `stride` pixels apart */
    uint32_t *data;
    guint width, height, stride;
    double scale; /* pixels to a point */
} Pixels;

typedef struct Look { /* what tells drawings from scans */
    gboolean grey;
    guint soft, steps; /* neighbours that differ a little; that differ at all */
} Look;

/* Draws what the request names into new pixels; FALSE when no size fits. The caller frees data with g_free. */
gboolean picture_draw(PopplerPage *page, const PagesRequest *request, Pixels *out);

/* Draws the mark (UTF-8) across what was drawn for the same request. FALSE: the picture must not be shown. */
gboolean picture_mark(PopplerPage *page, const PagesRequest *request, const char *mark, Pixels *pixels);

Look picture_look(const Pixels *pixels);

/* PNG or JPEG, as the page looked before it was marked: the mark's soft edges make no scan of a text. NULL when memory is short. The caller
 * frees with g_free. */
guint8 *picture_encode(const Pixels *pixels, const Look *seen, PagesFormat *format, gsize *bytes);

/* The writer of PNGs. rows: height rows of row_bytes, each led by its filter byte; palette: NULL for grey. NULL when memory is short. */
guint8 *png_write(const guint8 *rows, gsize row_bytes, guint width, guint height, guint bits, const guint8 (*palette)[3], guint colours,
                  gsize *bytes);

/* Shown size in points: never zero, never endless. */
void page_size(PopplerPage *page, float *width, float *height);
