/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A paragraph as lines: pango shapes and breaks it, also within a word that is
 * longer than the line; lines are drawn one by one, so that a page may end
 * between any two. It knows no pages.
 */
#include "print.h"
#include <string.h>

#define FAMILY "Liberation Serif"
/* A single line is as high as Times New Roman has it: the letters' ascent and descent, and the gap that pango leaves out. */
#define SINGLE 1.0385
#define TAB 36.0

static void attribute_add(PangoAttrList *list, PangoAttribute *attribute, guint from, guint to)
{
    attribute->start_index = from;
    attribute->end_index = to;
    pango_attr_list_insert(list, attribute);
}

static PangoLayout *layout_new(PangoContext *context, const Style *style)
{
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, FAMILY);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    return layout;
}

/* The bytes [start, end) of all runs together. */
static void runs_set(PangoLayout *layout, const Block *block, const GString *whole, guint start, guint end)
{
    PangoAttrList *list = pango_attr_list_new();
    guint at = 0;
    for (guint i = 0; i < block->runs->len; i++) {
        const Run *run = g_ptr_array_index(block->runs, i);
        guint from = MAX(at, start);
        at += (guint)strlen(run->text);
        guint to = MIN(at, end);
        if (from >= to)
            continue;
        from -= start;
        to -= start;
        attribute_add(list, pango_attr_weight_new(run->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL), from, to);
        attribute_add(list, pango_attr_style_new(run->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL), from, to);
        if (run->underline)
            attribute_add(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), from, to);
        if (run->size > 0)
            attribute_add(list, pango_attr_size_new_absolute((int)(run->size * PANGO_SCALE)), from, to);
    }
    /* No hyphen is put where a word is broken: it would be one more letter in a number or an address. */
    attribute_add(list, pango_attr_insert_hyphens_new(FALSE), 0, G_MAXUINT);
    pango_layout_set_text(layout, whole->str + start, (int)(end - start));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

static void lines_read(Text *text, PangoLayout *layout, guint start)
{
    double spread = SINGLE * text->block->style.line;
    PangoLayoutIter *iterator = pango_layout_get_iter(layout);
    do {
        PangoRectangle place, own;
        Line line = {.line = pango_layout_line_ref(pango_layout_iter_get_line_readonly(iterator)), .start = start};
        pango_layout_iter_get_line_extents(iterator, NULL, &place);
        pango_layout_line_get_extents(line.line, NULL, &own);
        double ascent = -(double)own.y / PANGO_SCALE, natural = (double)own.height / PANGO_SCALE;
        line.x = text->left + (double)place.x / PANGO_SCALE;
        line.height = natural * spread;
        line.ascent = ascent + (line.height - natural) / 2;
        g_array_append_val(text->lines, line);
    } while (pango_layout_iter_next_line(iterator));
    pango_layout_iter_free(iterator);
}

/* What stands between two line feeds: a layout of its own, for within one pango would justify the line before a feed. It lives as long as
 * its lines. */
static void part_lay(Text *text, PangoContext *context, const GString *whole, guint start, guint end, double width)
{
    static const PangoAlignment sides[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_LEFT, PANGO_ALIGN_RIGHT, PANGO_ALIGN_CENTER};
    const Style *style = &text->block->style;
    PangoLayout *layout = layout_new(context, style);
    PangoTabArray *tabs = pango_tab_array_new_with_positions(1, FALSE, PANGO_TAB_LEFT, (int)(TAB * PANGO_SCALE));
    runs_set(layout, text->block, whole, start, end);
    pango_layout_set_tabs(layout, tabs);
    pango_tab_array_free(tabs);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, (int)(MAX(width, 1) * PANGO_SCALE));
    /* A hanging indent is of all lines but the first, also of those after a line feed. */
    double first = start == 0 || style->first_line < 0 ? style->first_line : 0;
    pango_layout_set_indent(layout, (int)(MIN(first, width / 2) * PANGO_SCALE));
    pango_layout_set_alignment(layout, sides[style->align]);
    pango_layout_set_justify(layout, style->align == ALIGN_JUSTIFY);
    pango_layout_set_auto_dir(layout, FALSE);
    lines_read(text, layout, start);
}

static void mark_lay(Text *text, PangoContext *context, double width)
{
    int natural;
    text->mark = layout_new(context, &text->block->style);
    text->mark_x = text->left;
    pango_layout_set_text(text->mark, text->block->name, -1);
    pango_layout_get_size(text->mark, &natural, NULL);
    double room = width * 0.75 - text->left;
    if ((double)natural / PANGO_SCALE > room) { /* a mark that leaves no room for words is cut */
        pango_layout_set_width(text->mark, (int)(room * PANGO_SCALE));
        pango_layout_set_ellipsize(text->mark, PANGO_ELLIPSIZE_END);
    }
    text->left += MIN((double)natural / PANGO_SCALE, room);
}

Text *text_lay(PangoContext *context, const Block *block, double width)
{
    static const char feed[] = "\u2028";
    Text *text = g_new0(Text, 1);
    GString *whole = g_string_new(NULL);
    text->block = block;
    text->left = MIN(block->style.indent, width / 2);
    text->lines = g_array_new(FALSE, FALSE, sizeof(Line));
    if (block->name)
        mark_lay(text, context, width);
    for (guint i = 0; i < block->runs->len; i++)
        g_string_append(whole, ((const Run *)g_ptr_array_index(block->runs, i))->text);
    for (guint start = 0;;) {
        const char *end = strstr(whole->str + start, feed);
        part_lay(text, context, whole, start, (guint)(end ? end - whole->str : (gssize)whole->len), width - text->left);
        if (!end)
            break;
        start = (guint)(end - whole->str) + (guint)strlen(feed);
    }
    g_string_free(whole, TRUE);
    return text;
}

double text_height(const Text *text, guint from, guint to)
{
    double height = 0;
    for (guint i = from; i < to; i++)
        height += g_array_index(text->lines, Line, i).height;
    return height;
}

/* A link's place is where its letters stand on this line. */
static void links_draw(const Text *text, const Line *line, cairo_t *cairo, double x, double y)
{
    int from = -(int)line->start, first = line->line->start_index, last = first + line->line->length;
    for (guint i = 0; i < text->block->runs->len; i++) {
        const Run *run = g_ptr_array_index(text->block->runs, i);
        int to = from + (int)strlen(run->text);
        if (run->link && to > first && from < last) {
            int *ranges = NULL, count = 0;
            pango_layout_line_get_x_ranges(line->line, MAX(from, first), MIN(to, last), &ranges, &count);
            int left = G_MAXINT, right = G_MININT; /* one range comes for each piece that was shaped by itself */
            for (int k = 0; k < count; k++) {
                left = MIN(left, ranges[2 * k]);
                right = MAX(right, ranges[2 * k + 1]);
            }
            char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];
            const double values[] = {x + text->left + (double)left / PANGO_SCALE, y, (double)(right - left) / PANGO_SCALE, line->height};
            for (guint n = 0; n < 4; n++)
                g_ascii_formatd(numbers[n], sizeof numbers[n], "%.2f", values[n]);
            g_autofree char *attributes =
                g_strdup_printf("rect=[%s %s %s %s] %s", numbers[0], numbers[1], numbers[2], numbers[3], run->link);
            if (count > 0) {
                cairo_tag_begin(cairo, CAIRO_TAG_LINK, attributes);
                cairo_tag_end(cairo, CAIRO_TAG_LINK);
            }
            g_free(ranges);
        }
        from = to;
    }
}

void text_draw(const Text *text, cairo_t *cairo, double x, double y, guint from, guint to)
{
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (guint i = from; i < to; i++) {
        const Line *line = &g_array_index(text->lines, Line, i);
        if (i == 0 && text->mark) {
            cairo_move_to(cairo, x + text->mark_x, y + line->ascent);
            pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(text->mark, 0));
        }
        cairo_move_to(cairo, x + line->x, y + line->ascent);
        pango_cairo_show_layout_line(cairo, line->line);
        links_draw(text, line, cairo, x, y);
        y += line->height;
    }
}

void rule_draw(cairo_t *cairo, double x, double y, double width, double share)
{
    double length = width * share;
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_line_width(cairo, RULE_WIDTH);
    cairo_move_to(cairo, x + (width - length) / 2, y);
    cairo_line_to(cairo, x + (width + length) / 2, y);
    cairo_stroke(cairo);
}
