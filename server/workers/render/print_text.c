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

static void runs_set(PangoLayout *layout, const Block *block)
{
    GString *whole = g_string_new(NULL);
    PangoAttrList *list = pango_attr_list_new();
    for (guint i = 0; i < block->runs->len; i++) {
        const Run *run = g_ptr_array_index(block->runs, i);
        guint from = (guint)whole->len;
        g_string_append(whole, run->text);
        guint to = (guint)whole->len;
        attribute_add(list, pango_attr_weight_new(run->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL), from, to);
        attribute_add(list, pango_attr_style_new(run->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL), from, to);
        if (run->underline)
            attribute_add(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), from, to);
        if (run->size > 0)
            attribute_add(list, pango_attr_size_new_absolute((int)(run->size * PANGO_SCALE)), from, to);
    }
    /* No hyphen is put where a word is broken: it would be one more letter in a number or an address. */
    attribute_add(list, pango_attr_insert_hyphens_new(FALSE), 0, G_MAXUINT);
    pango_layout_set_text(layout, whole->str, (int)whole->len);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    g_string_free(whole, TRUE);
}

static void lines_read(Text *text, double left)
{
    double spread = SINGLE * text->block->style.line;
    PangoLayoutIter *iterator = pango_layout_get_iter(text->layout);
    do {
        PangoRectangle place, own;
        Line line = {.line = pango_layout_line_ref(pango_layout_iter_get_line_readonly(iterator))};
        pango_layout_iter_get_line_extents(iterator, NULL, &place);
        pango_layout_line_get_extents(line.line, NULL, &own);
        double ascent = -(double)own.y / PANGO_SCALE, natural = (double)own.height / PANGO_SCALE;
        line.x = left + (double)place.x / PANGO_SCALE;
        line.width = (double)place.width / PANGO_SCALE;
        line.height = natural * spread;
        line.ascent = ascent + (line.height - natural) / 2;
        g_array_append_val(text->lines, line);
    } while (pango_layout_iter_next_line(iterator));
    pango_layout_iter_free(iterator);
}

Text *text_lay(PangoContext *context, const Block *block, double width)
{
    static const PangoAlignment sides[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_LEFT, PANGO_ALIGN_RIGHT, PANGO_ALIGN_CENTER};
    const Style *style = &block->style;
    Text *text = g_new0(Text, 1);
    double left = MIN(style->indent, width / 2);
    text->block = block;
    text->lines = g_array_new(FALSE, FALSE, sizeof(Line));
    if (block->name) {
        int mark_width;
        text->mark = layout_new(context, style);
        text->mark_x = left;
        pango_layout_set_text(text->mark, block->name, -1);
        pango_layout_get_size(text->mark, &mark_width, NULL);
        left = MIN(left + (double)mark_width / PANGO_SCALE, width * 0.75);
    }
    text->left = left;
    text->layout = layout_new(context, style);
    runs_set(text->layout, block);
    PangoTabArray *tabs = pango_tab_array_new_with_positions(1, FALSE, PANGO_TAB_LEFT, (int)(TAB * PANGO_SCALE));
    pango_layout_set_tabs(text->layout, tabs);
    pango_tab_array_free(tabs);
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(text->layout, (int)(MAX(width - left, 1) * PANGO_SCALE));
    pango_layout_set_indent(text->layout, (int)(MIN(style->first_line, width / 2) * PANGO_SCALE));
    pango_layout_set_alignment(text->layout, sides[style->align]);
    pango_layout_set_justify(text->layout, style->align == ALIGN_JUSTIFY);
    pango_layout_set_auto_dir(text->layout, FALSE);
    lines_read(text, left);
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
    int from = 0, first = line->line->start_index, last = first + line->line->length;
    for (guint i = 0; i < text->block->runs->len; i++) {
        const Run *run = g_ptr_array_index(text->block->runs, i);
        int to = from + (int)strlen(run->text);
        if (run->link && to > first && from < last) {
            int *ranges = NULL, count = 0;
            pango_layout_line_get_x_ranges(line->line, MAX(from, first), MIN(to, last), &ranges, &count);
            for (int k = 0; k < count; k++) {
                double left = x + text->left + (double)ranges[2 * k] / PANGO_SCALE;
                double width = (double)(ranges[2 * k + 1] - ranges[2 * k]) / PANGO_SCALE;
                char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];
                const double values[] = {left, y, width, line->height};
                for (guint n = 0; n < 4; n++)
                    g_ascii_formatd(numbers[n], sizeof numbers[n], "%.2f", values[n]);
                g_autofree char *attributes =
                    g_strdup_printf("rect=[%s %s %s %s] %s", numbers[0], numbers[1], numbers[2], numbers[3], run->link);
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
