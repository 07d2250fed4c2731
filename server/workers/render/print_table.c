/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table's rows as pieces: a row may be cut between the lines of its cells
 * when no page can hold it whole. Where a page ends is decided elsewhere.
 */
#include "print.h"

#define BORDER 0.5

static void text_pieces(Box *box, const Text *text, double gap)
{
    for (guint i = 0; i < text->lines->len; i++) {
        Piece piece = {.text = text, .line = i, .gap = i == 0 ? gap : 0, .height = g_array_index(text->lines, Line, i).height};
        g_array_append_val(box->pieces, piece);
    }
}

static Box *cell_lay(PangoContext *context, const Cell *cell, double x, double width, double padding)
{
    Box *box = g_new0(Box, 1);
    double above = 0;
    box->x = x;
    box->width = width;
    box->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    for (guint i = 0; i < cell->blocks->len; i++) {
        const Block *block = g_ptr_array_index(cell->blocks, i);
        Piece piece = {.gap = MAX(above, block->style.before)};
        above = block->style.after;
        if (block->kind == BLOCK_TEXT) {
            text_pieces(box, text_lay(context, block, MAX(width - 2 * padding, 1)), piece.gap);
            continue;
        }
        piece.rule = block->kind == BLOCK_RULE ? block->share : 0;
        piece.height = block->kind == BLOCK_RULE ? RULE_WIDTH : block->height;
        g_array_append_val(box->pieces, piece);
    }
    return box;
}

static double box_height(const Box *box, guint from, guint to)
{
    double height = 0;
    for (guint i = from; i < to; i++) {
        const Piece *piece = &g_array_index(box->pieces, Piece, i);
        height += piece->height + (i > from ? piece->gap : 0);
    }
    return height;
}

GPtrArray *table_lay(PangoContext *context, const Table *table, double width)
{
    GPtrArray *strips = g_ptr_array_new();
    for (guint i = 0; i < table->rows->len; i++) {
        const GPtrArray *row = g_ptr_array_index(table->rows, i);
        Strip *strip = g_new0(Strip, 1);
        strip->boxes = g_ptr_array_new();
        double x = 0, tallest = 0;
        guint column = 0;
        for (guint k = 0; column < table->columns; k++) {
            static Cell none = {.columns = 1};
            if (!none.blocks)
                none.blocks = g_ptr_array_new();
            const Cell *cell = k < row->len ? g_ptr_array_index(row, k) : &none; /* cells not begun stay empty */
            double wide = 0;
            for (guint n = 0; n < cell->columns; n++)
                wide += table->shares[column++] * width;
            Box *box = cell_lay(context, cell, x, wide, table->padding);
            tallest = MAX(tallest, box_height(box, 0, box->pieces->len));
            g_ptr_array_add(strip->boxes, box);
            x += wide;
        }
        strip->height = tallest + 2 * table->padding;
        g_ptr_array_add(strips, strip);
    }
    return strips;
}

gboolean strip_is_done(const Strip *strip)
{
    for (guint i = 0; i < strip->boxes->len; i++) {
        const Box *box = g_ptr_array_index(strip->boxes, i);
        if (box->done < box->pieces->len)
            return FALSE;
    }
    return TRUE;
}

void strip_again(Strip *strip)
{
    for (guint i = 0; i < strip->boxes->len; i++)
        ((Box *)g_ptr_array_index(strip->boxes, i))->done = 0;
}

/* The end of the pieces that fit; at least one, so that a cell goes on. */
static guint fitting(const Box *box, double room)
{
    guint end = box->done;
    while (end < box->pieces->len && (end == box->done || box_height(box, box->done, end + 1) <= room + 0.01))
        end++;
    return end;
}

static void pieces_draw(const Box *box, guint end, double padding, cairo_t *cairo, double x, double y)
{
    for (guint i = box->done; i < end; i++) {
        const Piece *piece = &g_array_index(box->pieces, Piece, i);
        y += i > box->done ? piece->gap : 0;
        if (piece->text)
            text_draw(piece->text, cairo, x + padding, y, piece->line, piece->line + 1);
        else if (piece->rule > 0)
            rule_draw(cairo, x + padding, y + RULE_WIDTH / 2, box->width - 2 * padding, piece->rule);
        y += piece->height;
    }
}

double strip_draw(Strip *strip, const Table *table, cairo_t *cairo, double x, double y, double room, gboolean middle)
{
    double inner = 0;
    for (guint i = 0; i < strip->boxes->len; i++) {
        const Box *box = g_ptr_array_index(strip->boxes, i);
        inner = MAX(inner, box_height(box, box->done, fitting(box, room - 2 * table->padding)));
    }
    double height = inner + 2 * table->padding;
    for (guint i = 0; i < strip->boxes->len; i++) {
        Box *box = g_ptr_array_index(strip->boxes, i);
        guint end = fitting(box, room - 2 * table->padding);
        double lower = middle ? (inner - box_height(box, box->done, end)) / 2 : 0;
        pieces_draw(box, end, table->padding, cairo, x + box->x, y + table->padding + lower);
        box->done = end;
        if (table->borders) {
            cairo_set_source_rgb(cairo, 0, 0, 0);
            cairo_set_line_width(cairo, BORDER);
            cairo_rectangle(cairo, x + box->x, y, box->width, height);
            cairo_stroke(cairo);
        }
    }
    return height;
}
