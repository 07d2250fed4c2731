/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of a page with their boxes in points of the shown page (rotated,
 * cropped, origin top left: poppler's own), and the outline. It does not
 * mend what a file says of itself: order and spaces are poppler's.
 */
#include "words.h"
#include "links.h"
#include <math.h>
#include <string.h>

typedef struct Box {
    double left, top, right, bottom;
} Box;

static void append_word(GByteArray *out, const char *from, gsize bytes, const Box *box, gboolean starts_line)
{
    PagesWord word = {(float)box->left, (float)box->top, (float)(box->right - box->left), (float)(box->bottom - box->top),
                      (guint16)bytes,   starts_line};
    g_byte_array_append(out, (const guint8 *)&word, sizeof word);
    g_byte_array_append(out, (const guint8 *)from, (guint)bytes);
}

static void box_add(Box *box, const PopplerRectangle *part, gboolean first)
{
    Box new = {MIN(part->x1, part->x2), MIN(part->y1, part->y2), MAX(part->x1, part->x2), MAX(part->y1, part->y2)};
    if (first)
        *box = new;
    else
        *box = (Box){MIN(box->left, new.left), MIN(box->top, new.top), MAX(box->right, new.right), MAX(box->bottom, new.bottom)};
}

guint words_read(PopplerPage *page, GByteArray *out)
{
    g_autofree char *text = poppler_page_get_text(page);
    g_autofree PopplerRectangle *boxes = NULL;
    guint box_count = 0, count = 0;
    if (!text || !g_utf8_validate(text, -1, NULL) || !poppler_page_get_text_layout(page, &boxes, &box_count))
        return 0;
    box_count = MIN(box_count, PAGES_CHARACTER_LIMIT);
    const char *word = NULL;
    gboolean starts_line = TRUE;
    Box box = {0};
    guint i = 0;
    const char *at = text;
    for (; *at && i < box_count; at = g_utf8_next_char(at), i++) {
        gunichar character = g_utf8_get_char(at);
        gboolean blank = g_unichar_isspace(character) || g_unichar_iscntrl(character);
        if (word && (blank || (gsize)(at - word) > PAGES_WORD_LIMIT - 8)) {
            append_word(out, word, (gsize)(at - word), &box, starts_line);
            count++;
            word = NULL;
            starts_line = FALSE;
        }
        if (character == '\n')
            starts_line = TRUE;
        if (blank)
            continue;
        box_add(&box, &boxes[i], word == NULL);
        if (!word)
            word = at;
    }
    if (word) {
        append_word(out, word, (gsize)(at - word), &box, starts_line);
        count++;
    }
    return count;
}

static void read_level(PopplerDocument *document, PopplerIndexIter *iter, guint depth, GByteArray *out, guint *count)
{
    do {
        if (*count >= PAGES_OUTLINE_LIMIT)
            return;
        PopplerAction *action = poppler_index_iter_get_action(iter);
        if (action) {
            const char *title = action->any.title && g_utf8_validate(action->any.title, -1, NULL) ? action->any.title : "";
            gsize bytes = strlen(title);
            if (bytes > PAGES_TITLE_LIMIT)
                bytes = (gsize)(g_utf8_find_prev_char(title, title + PAGES_TITLE_LIMIT + 1) - title);
            PagesItem item = {link_page(document, action, NULL), (guint16)depth, (guint16)bytes};
            g_byte_array_append(out, (const guint8 *)&item, sizeof item);
            g_byte_array_append(out, (const guint8 *)title, (guint)bytes);
            poppler_action_free(action);
            ++*count;
        }
        PopplerIndexIter *child = action && depth + 1 < PAGES_OUTLINE_DEPTH ? poppler_index_iter_get_child(iter) : NULL;
        if (child) {
            read_level(document, child, depth + 1, out, count);
            poppler_index_iter_free(child);
        }
    } while (poppler_index_iter_next(iter));
}

guint outline_read(PopplerDocument *document, GByteArray *out)
{
    guint count = 0;
    PopplerIndexIter *iter = poppler_index_iter_new(document);
    if (iter) {
        read_level(document, iter, 0, out, &count);
        poppler_index_iter_free(iter);
    }
    return count;
}
