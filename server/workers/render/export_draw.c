/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notes and the watermark over a page, as the reader shows them. It knows the
 * page's surface and no file.
 */
#include "export.h"
#include "mark.h"
#include <math.h>

#define LINE 1.6       /* points: under and through words */
#define STRIKE_AT 0.52 /* of a line's height */

#define STAMP_DPI 150.0   /* of the watermark: letters of 20 points */
#define STAMP_SIDE 2400.0 /* pixels at most */

static void colour_set(cairo_t *cairo, Colour colour)
{
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

static void quads_draw(cairo_t *cairo, const Note *note)
{
    for (guint i = 0; i < note->head.quads; i++) {
        const float *quad = note->quads + (gsize)i * 4;
        double x = (double)quad[0], y = (double)quad[1], w = (double)quad[2], h = (double)quad[3];
        if (note->head.kind == NOTE_HIGHLIGHT)
            cairo_rectangle(cairo, x, y, w, h);
        else if (note->head.kind == NOTE_UNDERLINE)
            cairo_rectangle(cairo, x, y + h - LINE, w, LINE);
        else
            cairo_rectangle(cairo, x, y + h * STRIKE_AT, w, LINE);
    }
    if (note->head.kind == NOTE_HIGHLIGHT) {
        colour_set(cairo, note_light(note));
        cairo_set_operator(cairo, CAIRO_OPERATOR_MULTIPLY);
    } else {
        colour_set(cairo, note_strong(note));
    }
    cairo_fill(cairo);
    cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

static InkPoint middle(const InkPoint *a, const InkPoint *b)
{
    return (InkPoint){(a->x + b->x) / 2, (a->y + b->y) / 2};
}

static void curve_draw(cairo_t *cairo, const InkPoint *points, guint count)
{
    InkPoint from = middle(&points[count - 1], &points[0]);
    cairo_move_to(cairo, from.x, from.y);
    for (guint i = 0; i < count; i++) {
        const InkPoint *pull = &points[i];
        InkPoint to = middle(pull, &points[(i + 1) % count]);
        cairo_curve_to(cairo, from.x + (pull->x - from.x) * 2 / 3, from.y + (pull->y - from.y) * 2 / 3, to.x + (pull->x - to.x) * 2 / 3,
                       to.y + (pull->y - to.y) * 2 / 3, to.x, to.y);
        from = to;
    }
    cairo_close_path(cairo);
}

static void ink_draw(cairo_t *cairo, const Note *note)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(InkPoint));
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(guint));
    const float *stroke = note->points;
    colour_set(cairo, note_strong(note));
    for (guint i = 0; i < note->head.strokes; stroke += (gsize)note->strokes[i++] * 3) {
        g_array_set_size(points, 0);
        g_array_set_size(ends, 0);
        ink_outline(stroke, note->strokes[i], (double)note->head.width, points, ends);
        for (guint k = 0, from = 0; k < ends->len; from = g_array_index(ends, guint, k++)) {
            curve_draw(cairo, &g_array_index(points, InkPoint, from), g_array_index(ends, guint, k) - from);
            cairo_fill(cairo); /* each by itself: together, two that turn different ways would leave a hole */
        }
    }
}

void number_draw(cairo_t *cairo, const Note *note, double x, double y)
{
    char number[16];
    cairo_text_extents_t box;
    g_snprintf(number, sizeof number, "%u", note->shown);
    cairo_select_font_face(cairo, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(cairo, 8);
    cairo_text_extents(cairo, number, &box);
    double radius = MAX(7.5, box.x_advance / 2 + 3);
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
    colour_set(cairo, note_light(note));
    cairo_fill_preserve(cairo);
    colour_set(cairo, note_strong(note));
    cairo_set_line_width(cairo, 1);
    cairo_stroke(cairo);
    cairo_move_to(cairo, x - box.x_advance / 2, y + 2.9);
    cairo_show_text(cairo, number);
}

/* Beside the marked words, or where the note was set down. */
static void number_place(const Note *note, double *x, double *y)
{
    if (note->head.quads > 0) {
        const float *quad = note->quads;
        gboolean written = note->head.kind == NOTE_WRITTEN;
        *x = (double)(quad[0] + (written ? quad[2] / 2 : quad[2])) + (written ? 0 : 4);
        *y = (double)(quad[1] + (written ? quad[3] / 2 : 0)) - (written ? 0 : 3);
    } else {
        *x = note->head.points ? (double)note->points[0] : 12;
        *y = note->head.points ? (double)note->points[1] - 12 : 12;
    }
}

/* Light first, then lines, then ink, then numbers: as they lie on each other in the reader. */
void notes_draw(cairo_t *cairo, const Order *order, guint page)
{
    guint first = 0, end;
    while (first < order->first_lost && g_array_index(order->notes, Note, first).head.page < page)
        first++;
    for (end = first; end < order->first_lost && g_array_index(order->notes, Note, end).head.page == page;)
        end++;
    for (guint layer = 0; layer < 4; layer++)
        for (guint i = first; i < end; i++) {
            const Note *note = &g_array_index(order->notes, Note, i);
            NoteKind kind = (NoteKind)note->head.kind;
            if (layer == 0 && kind == NOTE_HIGHLIGHT)
                quads_draw(cairo, note);
            else if (layer == 1 && (kind == NOTE_UNDERLINE || kind == NOTE_STRIKE))
                quads_draw(cairo, note);
            else if (layer == 2 && kind == NOTE_INK)
                ink_draw(cairo, note);
            else if (layer == 3 && note->shown) {
                double x, y;
                number_place(note, &x, &y);
                number_draw(cairo, note, x, y);
            }
        }
}

/* A picture, drawn once and then referred to by every page of the size. As lines, drawn on each page, a file of 2,000 pages took 20 seconds
 * longer and a hundred megabytes more. */
static gboolean stamp_prepare(Stamp *stamp, double width, double height)
{
    stamp_clear(stamp);
    double scale = MIN(STAMP_DPI / 72, STAMP_SIDE / MAX(width, height));
    stamp->drawn = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil(width * scale), (int)ceil(height * scale));
    stamp->width = width;
    stamp->height = height;
    stamp->scale = scale;
    cairo_t *cairo = cairo_create(stamp->drawn);
    cairo_scale(cairo, scale, scale);
    gboolean drawn = mark_draw(cairo, width, height, stamp->text);
    cairo_destroy(cairo);
    return drawn;
}

gboolean stamp_draw(cairo_t *cairo, Stamp *stamp, double width, double height)
{
    if (!*stamp->text)
        return TRUE;
    gboolean fits = stamp->drawn && fabs(stamp->width - width) < 0.01 && fabs(stamp->height - height) < 0.01;
    if (!fits && !stamp_prepare(stamp, width, height))
        return FALSE;
    cairo_save(cairo);
    cairo_scale(cairo, 1 / stamp->scale, 1 / stamp->scale);
    cairo_set_source_surface(cairo, stamp->drawn, 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    return cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
}

void stamp_clear(Stamp *stamp)
{
    g_clear_pointer(&stamp->drawn, cairo_surface_destroy);
}
