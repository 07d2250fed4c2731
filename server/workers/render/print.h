/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document of our own words, from its description to a PDF: read and checked
 * (print_read.c), its texts laid out (print_text.c), its tables
 * (print_table.c), put on pages (print_flow.c) and written (print.c). What is
 * allocated here ends with the process, which prints once.
 */
#pragma once
#include "workers/pages.h"
#include "workers/print.h"
#include <cairo.h>
#include <glib.h>
#include <jansson.h>
#include <pango/pangocairo.h>

typedef enum Align { ALIGN_JUSTIFY, ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE } Align;

typedef struct Style {
    Align align;
    gboolean bold, italic, caps, keep;
    double size, first_line, indent, before, after, line;
} Style;

typedef struct Run {
    char *text; /* NFC, in capitals where asked for */
    gboolean bold, italic, underline;
    double size;
    char *link; /* attributes of cairo's link tag, but its place; NULL: none */
} Run;

typedef enum BlockKind {
    BLOCK_TEXT,
    BLOCK_RULE,
    BLOCK_SPACE,
    BLOCK_BREAK,
    BLOCK_TABLE,
    BLOCK_OUTLINE,
    BLOCK_ANCHOR,
    BLOCK_SHEET,
    BLOCK_PLACE,
} BlockKind;

typedef struct Table {
    guint columns, headers;
    double shares[PRINT_COLUMNS]; /* of 1 */
    gboolean borders, keep;
    double padding;
    GPtrArray *rows; /* of GPtrArray of Cell */
} Table;

typedef struct Block {
    BlockKind kind;
    Style style;          /* TEXT, PLACE; before and after of any */
    GPtrArray *runs;      /* Run */
    char *name;           /* OUTLINE: its title. ANCHOR. TEXT: its mark, or NULL */
    double share;         /* RULE */
    double x, y;          /* PLACE */
    double width, height; /* PLACE, SHEET, SPACE */
    guint level;          /* OUTLINE */
    Table *table;
} Block;

typedef struct Cell {
    guint columns;
    GPtrArray *blocks; /* Block: TEXT, RULE, SPACE */
} Cell;

typedef struct Description {
    char *title, *author, *language, *made_at, *prefix;
    gboolean landscape, numbers;
    guint first, labels;
    GPtrArray *blocks;   /* Block */
    GHashTable *anchors; /* names that are set somewhere */
} Description;

/* NULL when it breaks the protocol. */
Description *description_read(const char *text, gsize bytes);

/* ---- texts */

typedef struct Line {
    PangoLayoutLine *line;
    guint start;              /* where its part begins, in bytes of all runs */
    double x, ascent, height; /* from the text's left edge; baseline from the line's top */
} Line;

typedef struct Text {
    const Block *block;
    PangoLayout *mark;
    double mark_x, left; /* of the mark, of the layout */
    GArray *lines;       /* Line */
} Text;

Text *text_lay(PangoContext *context, const Block *block, double width);
/* Lines [from, to). */
double text_height(const Text *text, guint from, guint to);
/* At the left end of its width and the top of line `from`. */
void text_draw(const Text *text, cairo_t *cairo, double x, double y, guint from, guint to);
void rule_draw(cairo_t *cairo, double x, double y, double width, double share);
#define RULE_WIDTH 0.75

/* ---- tables */

typedef struct Piece { /* a line of a cell, or what stands like one */
    const Text *text;  /* NULL: a rule, or only space */
    guint line;
    double rule;        /* share of the width; 0: none */
    double gap, height; /* gap: above it, unless it comes first */
} Piece;

typedef struct Box { /* a cell with its pieces */
    double x, width; /* of the border; from the table's left */
    GArray *pieces;  /* Piece */
    guint done;      /* pieces drawn */
} Box;

typedef struct Strip { /* a row */
    GPtrArray *boxes;
    double height; /* of all its pieces, with padding */
} Strip;

GPtrArray *table_lay(PangoContext *context, const Table *table, double width);
/* As many pieces of each cell as `room` holds, at least one; 0 when nothing was left. The height drawn. NULL cairo: measured only. */
double strip_draw(Strip *strip, const Table *table, cairo_t *cairo, double x, double y, double room, gboolean middle);
gboolean strip_is_done(const Strip *strip);
void strip_again(Strip *strip);

/* ---- pages */

typedef struct Flow Flow;
/* Puts everything on pages of the surface. The number of pages; 0: more than a file may have, or the surface refused. */
guint flow_all(cairo_surface_t *surface, const Description *description);

/* ---- all of it */

/* Fills reply (status, format, bytes, count) and *payload, which the caller frees with g_free. */
void print_make(const void *description, gsize bytes, PagesReply *reply, guint8 **payload);
