/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file to take away, made inside the sandbox: notes and watermark drawn into
 * its pages, or notes added to it as annotations. Everything goes to memory.
 */
#pragma once
#include "workers/export.h"
#include "workers/pages.h"
#include <cairo.h>
#include <glib.h>
#include <poppler.h>

/* Fills reply (status, format, bytes) and *payload, which the caller frees with g_free; TRUE when there is one. */
gboolean export_make(PopplerDocument *document, const guint8 *order, gsize order_bytes, PagesReply *reply, guint8 **payload);

/* ---- an order, read and checked (export_order.c) */

typedef struct Note {
    PagesNote head;
    guint shown; /* number of the note among those with words; 0: it has none */
    char *texts[NOTE_TEXTS];
    const float *quads;
    const uint32_t *strokes;
    const float *points;
} Note;

typedef struct Order {
    OrderShape shape;
    char *texts[ORDER_TEXTS];
    GArray *notes; /* Note, by page, those without one last */
    guint first_lost;
} Order;

/* Borrows the bytes, which lie at an address divisible by 4. NULL when they break the protocol. pages: of the file; a note beyond has no
 * place. */
Order *order_read(const guint8 *bytes, gsize count, guint pages);
void order_free(Order *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Order, order_free)

typedef struct Colour {
    double red, green, blue;
} Colour;
Colour note_light(const Note *note);
Colour note_strong(const Note *note);

/* ---- ink (export_ink.c) */

typedef struct InkPoint {
    double x, y;
} InkPoint;

/* Closed curves around a stroke: appends their points to `points` and the end of each to `ends` (guint). A curve goes through the middles
 * between its points, which draw it towards themselves. Each is filled by itself, with the winding rule. */
void ink_outline(const float *stroke, guint count, double width, GArray *points, GArray *ends);

/* ---- drawing (export_draw.c, export_list.c) */

/* The notes of one page over it. */
void notes_draw(cairo_t *cairo, const Order *order, guint page);
void number_draw(cairo_t *cairo, const Note *note, double x, double y);

typedef struct Stamp { /* the watermark, as drawn for the pages of one size */
    const char *text;  /* "": none */
    cairo_surface_t *drawn;
    double width, height, scale;
} Stamp;
/* Over a page of that size. FALSE: it could not be, so nothing may be shown. */
gboolean stamp_draw(cairo_t *cairo, Stamp *stamp, double width, double height);
void stamp_clear(Stamp *stamp);

/* Pages with the words of the notes, after the others. FALSE when the surface refuses. */
gboolean list_draw(cairo_surface_t *surface, cairo_t *cairo, const Order *order, Stamp *stamp);

/* ---- annotations (export_annotate.c) */

/* The bytes that make the notes annotations when they follow the file, or the whole file anew when it is broken. PAGES_DONE with *out, else
 * why not. */
PagesStatus annotate(PopplerDocument *document, const guint8 *file, gsize file_bytes, const Order *order, GByteArray *out);
