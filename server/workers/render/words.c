/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of a page with their boxes in points of the shown page (rotated,
 * cropped, origin top left: poppler's own), and the outline. It does not
 * mend what a file says of itself, but for letters of old fonts (legacy.h): order
 * and spaces are poppler's.
 */
#include "words.h"
#include "legacy.h"
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

/* Letters so far apart are no word, though poppler puts no blank between them: it joins a line of one column to one of the next that lies a
 * little lower. */
#define APART 0.8
static gboolean is_apart(const PopplerRectangle *one, const PopplerRectangle *other)
{
    double across = MAX(MIN(one->x1, one->x2) - MAX(other->x1, other->x2), MIN(other->x1, other->x2) - MAX(one->x1, one->x2));
    double down = MAX(MIN(one->y1, one->y2) - MAX(other->y1, other->y2), MIN(other->y1, other->y2) - MAX(one->y1, one->y2));
    double letter = MAX(fabs(one->y2 - one->y1), fabs(one->x2 - one->x1));
    return letter > 0 && MAX(across, down) > APART * letter;
}

guint words_read(PopplerPage *page, GByteArray *out)
{
    g_autofree char *text = poppler_page_get_text(page);
    g_autofree PopplerRectangle *boxes = NULL;
    guint box_count = 0, count = 0;
    if (!text || !g_utf8_validate(text, -1, NULL) || !poppler_page_get_text_layout(page, &boxes, &box_count))
        return 0;
    glong length = 0;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(text, -1, &length);
    box_count = MIN(MIN(box_count, (guint)length), PAGES_CHARACTER_LIMIT);
    legacy_mend(page, letters, box_count);
    char word[PAGES_WORD_LIMIT];
    gsize bytes = 0;
    gboolean starts_line = TRUE;
    Box box = {0};
    for (guint i = 0; i < box_count; i++) {
        gunichar letter = letters[i];
        gboolean blank = letter != 0 && (g_unichar_isspace(letter) || g_unichar_iscntrl(letter));
        gboolean elsewhere = bytes && !blank && letter != 0 && is_apart(&boxes[i - 1], &boxes[i]);
        if (bytes && (blank || elsewhere || bytes > PAGES_WORD_LIMIT - 8)) {
            append_word(out, word, bytes, &box, starts_line);
            count++;
            bytes = 0;
            starts_line = FALSE;
        }
        if (letter == '\n' || elsewhere)
            starts_line = TRUE;
        if (blank || (letter == 0 && bytes == 0)) /* a mark whose word was cut before it */
            continue;
        box_add(&box, &boxes[i], bytes == 0);
        if (letter)
            bytes += (gsize)g_unichar_to_utf8(letter, word + bytes);
    }
    if (bytes) {
        append_word(out, word, bytes, &box, starts_line);
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
