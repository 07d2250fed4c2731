/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the tests of comparison and anchors: words laid out on pages by hand, as
 * the text layer of a file would hold them. Paragraphs are indented, each page
 * but the first bears its number on top.
 */
#pragma once
#include "paper/words.h"
#include <glib.h>
#include <string.h>

typedef struct PaperLayout {
    float left, right, top, bottom, size; /* points; a letter is half as wide as high */
} PaperLayout;

static const PaperLayout LAYOUT_PLAIN = {85, 525, 70, 780, 14};
static const PaperLayout LAYOUT_OTHER = {120, 450, 110, 700, 13};

typedef struct PaperPen {
    PaperWords *words;
    const PaperLayout *layout;
    guint line;
    float y;
} PaperPen;

static inline void pen_word(PaperPen *pen, float x, float y, const char *text)
{
    float width = (float)g_utf8_strlen(text, -1) * pen->layout->size / 2;
    PaperWord word = {g_string_chunk_insert_const(pen->words->texts, text), pen->words->pages, pen->line, x, y, width, pen->layout->size};
    g_array_append_val(pen->words->words, word);
}

static inline void pen_page(PaperPen *pen)
{
    g_array_append_val(pen->words->first, pen->words->words->len);
    pen->words->pages++;
    pen->line = 0;
    pen->y = pen->layout->top;
    if (pen->words->pages > 1) {
        g_autofree char *number = g_strdup_printf("%u", pen->words->pages);
        pen_word(pen, 297, 40, number);
        pen->line = 1;
    }
}

static inline void pen_line(PaperPen *pen)
{
    pen->line++;
    pen->y += pen->layout->size * 1.3f;
    if (pen->y + pen->layout->size > pen->layout->bottom)
        pen_page(pen);
}

/* paragraphs: ends with NULL; "\f" alone begins a page. */
static inline PaperWords *paper_layout(const PaperLayout *layout, const char *const *paragraphs)
{
    PaperWords *words = g_new0(PaperWords, 1);
    words->words = g_array_new(FALSE, FALSE, sizeof(PaperWord));
    words->first = g_array_new(FALSE, FALSE, sizeof(guint));
    words->texts = g_string_chunk_new(4096);
    PaperPen pen = {words, layout, 0, 0};
    pen_page(&pen);
    for (const char *const *paragraph = paragraphs; *paragraph; paragraph++) {
        if (strcmp(*paragraph, "\f") == 0) {
            pen_page(&pen);
            continue;
        }
        g_auto(GStrv) texts = g_strsplit(*paragraph, " ", -1);
        float x = layout->left + 2 * layout->size;
        for (char **text = texts; *text; text++) {
            float width = (float)g_utf8_strlen(*text, -1) * layout->size / 2;
            if (x + width > layout->right) {
                pen_line(&pen);
                x = layout->left;
            }
            pen_word(&pen, x, pen.y, *text);
            x += width + layout->size / 2;
        }
        pen_line(&pen);
        pen.y += layout->size / 2;
    }
    g_array_append_val(words->first, words->words->len);
    return words;
}
