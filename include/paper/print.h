/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PDFs of our own words: invitations, covers and agendas of packs, minutes,
 * registers. A caller describes a document block by block and has it laid out
 * in the sandbox (Liberation Serif, which is as wide as Times New Roman). It
 * knows paper, not meetings: what is said and to whom is the caller's. The same
 * description gives the same bytes on the same machine. All texts are UTF-8 and
 * copied; lengths are points (PRINT_MM turns millimetres into them). One
 * description belongs to one thread; print_make blocks.
 *
 *     g_autoptr(Print) print = print_new(&(PrintPaper){.title = "GIẤY MỜI", .made_at = "2026-11-22T07:30:00Z"});
 *     print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .bold = TRUE}, "GIẤY MỜI");
 *     print_table_begin(print, &(PrintTable){.columns = 2, .shares = {1, 3}, .borders = TRUE, .header_rows = 1});
 *     print_row(print);
 *     print_cell(print, 1);
 *     print_text(print, &(PrintStyle){.align = PRINT_LEFT}, "STT");
 *     …
 *     print_table_end(print);
 *     g_autoptr(GBytes) pdf = print_make(print, house->render, &pages, error);
 */
#pragma once
#include "base/json.h"
#include "paper/render.h"
#include "workers/print.h"

#define PRINT_MM(millimetres) ((millimetres)*72.0 / 25.4)
#define PRINT_BODY_SIZE 14.0

typedef struct Print Print;

typedef enum PrintAlign { PRINT_JUSTIFY, PRINT_LEFT, PRINT_RIGHT, PRINT_CENTRE } PrintAlign;

typedef enum PrintLabels { PRINT_LABELS_NONE, PRINT_LABELS_DECIMAL, PRINT_LABELS_ROMAN } PrintLabels;

/* All zero is the decree's page: A4 upright, margins 20 top and bottom, 30 left, 15 right (mm), page number from page 2. */
typedef struct PrintPaper {
    const char *title, *author; /* metadata; NULL: none */
    const char *language;       /* NULL: "vi" */
    const char *made_at;        /* ISO 8601, whole seconds; stands as the file's date. Required */
    gboolean landscape;         /* for wide tables */
    gboolean no_numbers;        /* no page number in the top margin */
    guint first_number;         /* of page 1; 0: 1. The first page shows none, whatever its number */
    PrintLabels labels;         /* the names a reader shows for the pages */
    const char *label_prefix;   /* before each label, as "A-" */
} PrintPaper;

/* All zero is body text: 14, justified, single line, nothing before and after. */
typedef struct PrintStyle {
    PrintAlign align;
    double size; /* 4 to 72; 0: PRINT_BODY_SIZE */
    gboolean bold, italic, caps;
    double first_line;    /* indent of the first line; may be negative, with an indent */
    double indent;        /* of all lines */
    double before, after; /* space; the larger of two neighbours counts, none at the top of a page */
    double line;          /* multiple of a single line; 0: 1 */
    gboolean keep_with_next;
} PrintStyle;

/* A piece of a paragraph. What is FALSE or zero is as in the paragraph's style; plain takes its bold and italic away. */
typedef struct PrintRun {
    const char *text; /* a line feed begins a new line, a tab goes to the next multiple of 36 points */
    gboolean bold, italic, caps, underline, plain;
    double size;
    const char *uri;    /* a link: http, https or mailto; NULL: none */
    const char *target; /* a link to a place of the same finished file: print_anchor, or with a name nobody set here the URI
                           "nghisu:<target>", for whoever joins files to turn into a page. Letters, digits, - _ . only, up to 100 */
} PrintRun;

/* No table within a table. shares: of the width, any positive numbers; the rest of the columns is not looked at. */
typedef struct PrintTable {
    guint columns;
    double shares[PRINT_COLUMNS];
    gboolean borders;  /* thin lines around each cell; else none */
    guint header_rows; /* repeated on top of each page that the table goes on to */
    double padding;    /* in a cell; 0: 4 with borders, none without. Negative: none */
    double before, after;
    gboolean keep; /* the whole table on one page where a page can hold it: heads, signatures */
} PrintTable;

Print *print_new(const PrintPaper *paper);
void print_free(Print *print);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Print, print_free)

/* ---- blocks, in the order of reading; inside a table they go into the cell begun last */

void print_text(Print *print, const PrintStyle *style, const char *text);
void print_runs(Print *print, const PrintStyle *style, const PrintRun *runs, guint count);

/* "- " or another mark hanging before a paragraph; style's indent counts from the mark. */
void print_bullet(Print *print, const PrintStyle *style, const char *mark, const PrintRun *runs, guint count);

/* A line across that share (0 to 1] of the width, in the middle; thin. */
void print_rule(Print *print, double share, double before, double after);
void print_space(Print *print, double height);
void print_page_break(Print *print); /* not within a table */

void print_table_begin(Print *print, const PrintTable *table);
void print_row(Print *print);
void print_cell(Print *print, guint columns); /* so many columns wide; cells not begun stay empty */
void print_table_end(Print *print);

/* A bookmark to where the next block stands; level from 0, at most one deeper than the one before. */
void print_outline(Print *print, guint level, const char *title);
/* A name for where the next block stands, for PrintRun.target; it is also a named destination of the file. */
void print_anchor(Print *print, const char *name);

/* ---- the two shapes of the decree's papers (Appendix I), made of the above */

/* Both columns' lines in turn, "" or NULL ends a list early. Left: parent in caps plain (may be empty), issuer in caps bold, rule, number.
 * Right: motto, tiêu ngữ, rule, place and date (may be empty). */
typedef struct PrintHead {
    const char *parent, *issuer, *number, *subject; /* subject: "V/v …" of a letter, else NULL */
    const char *place_and_date;
} PrintHead;
void print_head(Print *print, const PrintHead *head);

/* Left "Nơi nhận:" with a line for each receiver ("- Như trên;"), right the signature block, kept together. */
typedef struct PrintSign {
    const char *const *receivers;       /* NULL-terminated; NULL: no such list */
    const char *const *titles;          /* caps bold, one a line: "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG" */
    const char *name;                   /* NULL: not known yet, room is left */
    const char *left_title, *left_name; /* instead of receivers, as in minutes: "THƯ KÝ" */
} PrintSign;
void print_sign(Print *print, const PrintSign *sign);

/* "Nơi nhận:" and its lines across the page, below two signatures. NULL-terminated. */
void print_receivers(Print *print, const char *const *receivers);

/* ---- sheets: pages of any size without margins, on which each text has its place; for what is laid over another file's pages */

void print_sheet(Print *print, double width, double height);
/* On the sheet begun last: x, y of the text's top left corner from the sheet's, laid out in `width` and not broken over sheets. */
void print_place(Print *print, const PrintStyle *style, double x, double y, double width, const char *text);

/* What has been described, as workers/print.h has it; for another form of the same pages (docx.h). NULL when a call above was wrong. Borrowed. */
const json_t *print_description(const Print *print);

/* ---- the PDF */

/* NULL with ERROR_PAGE_TOO_COSTLY (more than 8 MiB of description, 2,000 pages or 11 s), ERROR_BUSY, ERROR_PAGE_CRASHED; ERROR_INTERNAL
 * when a call above was wrong (a text that is no UTF-8, a cell without a row). *pages may be NULL. Caller unrefs. May be called again. */
GBytes *print_make(Print *print, Render *render, guint *pages, GError **error);
