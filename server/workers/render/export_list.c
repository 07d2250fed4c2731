/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of the notes on sheets after the last page, by number; and those
 * notes that have no place on this version, so that none is lost on the way out
 * (rule 13). Lines are broken at blanks, as Vietnamese is written.
 */
#include "export.h"
#include <cairo-pdf.h>
#include <string.h>

enum { SHEET_WIDTH = 595, SHEET_HEIGHT = 842, MARGIN = 56, TEXT_LEFT = MARGIN + 28 };
#define BODY 10.5
#define SMALL 9.0
#define LEADING 1.42

typedef struct Sheet {
    cairo_surface_t *surface;
    cairo_t *cairo;
    Stamp *stamp;
    double y; /* where the next line begins; 0: no sheet yet */
    gboolean marked;
} Sheet;

static void sheet_end(Sheet *sheet)
{
    if (sheet->y <= 0)
        return;
    sheet->marked &= stamp_draw(sheet->cairo, sheet->stamp, SHEET_WIDTH, SHEET_HEIGHT);
    cairo_show_page(sheet->cairo);
    sheet->y = 0;
}

/* Room for something so high, on this sheet or a new one. */
static void sheet_need(Sheet *sheet, double height)
{
    if (sheet->y > 0 && sheet->y + height <= SHEET_HEIGHT - MARGIN)
        return;
    sheet_end(sheet);
    cairo_pdf_surface_set_size(sheet->surface, SHEET_WIDTH, SHEET_HEIGHT);
    sheet->y = MARGIN;
}

static void line_draw(Sheet *sheet, const char *line, double size, gboolean quoted, Colour bar)
{
    cairo_t *cairo = sheet->cairo;
    sheet_need(sheet, size * LEADING);
    if (quoted) {
        cairo_set_source_rgb(cairo, bar.red, bar.green, bar.blue);
        cairo_rectangle(cairo, TEXT_LEFT, sheet->y, 2.5, size * LEADING);
        cairo_fill(cairo);
        cairo_set_source_rgb(cairo, 0.28, 0.35, 0.37);
    } else {
        cairo_set_source_rgb(cairo, 0.08, 0.14, 0.16);
    }
    cairo_move_to(cairo, TEXT_LEFT + (quoted ? 9 : 0), sheet->y + size * 1.08);
    cairo_show_text(cairo, line);
    sheet->y += size * LEADING;
}

static double width_of(cairo_t *cairo, const char *text)
{
    cairo_text_extents_t box;
    cairo_text_extents(cairo, text, &box);
    return box.x_advance;
}

/* A word wider than a line is cut where the line ends. */
static char *head_that_fits(cairo_t *cairo, const char *word, double room)
{
    GString *head = g_string_new(NULL);
    for (const char *at = word; *at; at = g_utf8_next_char(at)) {
        gsize before = head->len;
        g_string_append_len(head, at, g_utf8_next_char(at) - at);
        if (before > 0 && width_of(cairo, head->str) > room) {
            g_string_truncate(head, before);
            break;
        }
    }
    return g_string_free(head, FALSE);
}

static void paragraph_draw(Sheet *sheet, const char *text, double size, gboolean quoted, Colour bar)
{
    cairo_t *cairo = sheet->cairo;
    double room = SHEET_WIDTH - MARGIN - TEXT_LEFT - (quoted ? 9 : 0);
    g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
    g_autoptr(GString) line = g_string_new(NULL);
    for (char **word = words; *word; word++) {
        const char *rest = *word;
        gsize before = line->len;
        if (before > 0)
            g_string_append_c(line, ' ');
        g_string_append(line, rest);
        if (width_of(cairo, line->str) <= room)
            continue;
        g_string_truncate(line, before);
        if (before > 0)
            line_draw(sheet, line->str, size, quoted, bar);
        while (*rest && width_of(cairo, rest) > room) {
            g_autofree char *head = head_that_fits(cairo, rest, room);
            line_draw(sheet, head, size, quoted, bar);
            rest += strlen(head);
        }
        g_string_assign(line, rest);
    }
    line_draw(sheet, line->str, size, quoted, bar);
}

static void text_draw(Sheet *sheet, const char *text, double size, cairo_font_weight_t weight, gboolean quoted, Colour bar)
{
    g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
    cairo_select_font_face(sheet->cairo, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, weight);
    cairo_set_font_size(sheet->cairo, size);
    for (char **paragraph = paragraphs; *paragraph; paragraph++)
        paragraph_draw(sheet, *paragraph, size, quoted, bar);
}

static void heading_draw(Sheet *sheet, const char *heading)
{
    sheet_need(sheet, 90); /* with the first lines of what it is over */
    if (sheet->y > MARGIN)
        sheet->y += 14;
    cairo_select_font_face(sheet->cairo, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(sheet->cairo, 15);
    cairo_set_source_rgb(sheet->cairo, 0.04, 0.29, 0.33);
    cairo_move_to(sheet->cairo, MARGIN, sheet->y + 15);
    cairo_show_text(sheet->cairo, heading);
    sheet->y += 34;
}

static void note_draw(Sheet *sheet, const Note *note)
{
    sheet_need(sheet, 3 * BODY * LEADING);
    number_draw(sheet->cairo, note, MARGIN + 9, sheet->y + 6);
    text_draw(sheet, note->texts[NOTE_FACTS], SMALL, CAIRO_FONT_WEIGHT_BOLD, FALSE, note_light(note));
    sheet->y += 2;
    if (*note->texts[NOTE_QUOTE])
        text_draw(sheet, note->texts[NOTE_QUOTE], SMALL, CAIRO_FONT_WEIGHT_NORMAL, TRUE, note_light(note));
    if (*note->texts[NOTE_BODY]) {
        sheet->y += 2;
        text_draw(sheet, note->texts[NOTE_BODY], BODY, CAIRO_FONT_WEIGHT_NORMAL, FALSE, note_light(note));
    }
    sheet->y += 12;
}

gboolean list_draw(cairo_surface_t *surface, cairo_t *cairo, const Order *order, Stamp *stamp)
{
    Sheet sheet = {surface, cairo, stamp, 0, TRUE};
    gboolean headed = FALSE;
    for (guint i = 0; i < order->notes->len && cairo_status(cairo) == CAIRO_STATUS_SUCCESS; i++) {
        const Note *note = &g_array_index(order->notes, Note, i);
        if (i == order->first_lost)
            heading_draw(&sheet, order->texts[ORDER_TRAY]);
        else if (note->shown && !headed)
            heading_draw(&sheet, order->texts[ORDER_HEADING]);
        headed |= note->shown > 0;
        if (note->shown)
            note_draw(&sheet, note);
    }
    sheet_end(&sheet);
    return sheet.marked && cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
}
