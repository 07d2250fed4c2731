/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of an order become notes in the order of the pages. The server made
 * them, but from what people drew: nothing is believed that is not counted.
 */
#include "export.h"
#include <math.h>
#include <string.h>

typedef struct Cursor {
    const guint8 *at;
    gsize left;
} Cursor;

/* size × count bytes, padded to four; NULL when there are not so many. */
static const void *take(Cursor *cursor, gsize size, gsize count)
{
    if (count > cursor->left / size)
        return NULL;
    const guint8 *from = cursor->at;
    gsize bytes = MIN((size * count + 3) & ~(gsize)3, cursor->left);
    cursor->at += bytes;
    cursor->left -= bytes;
    return from;
}

static char *take_text(Cursor *cursor, guint32 bytes)
{
    const char *text = bytes <= ORDER_TEXT_LIMIT ? take(cursor, 1, bytes) : NULL;
    return text && g_utf8_validate(text, (gssize)bytes, NULL) ? g_strndup(text, bytes) : NULL;
}

static gboolean are_numbers(const float *numbers, gsize count)
{
    for (gsize i = 0; i < count; i++)
        if (!isfinite(numbers[i]) || fabsf(numbers[i]) > ORDER_COORDINATE_LIMIT)
            return FALSE;
    return TRUE;
}

static gboolean note_read(Cursor *cursor, Note *note)
{
    const void *head = take(cursor, sizeof note->head, 1);
    if (!head)
        return FALSE;
    memcpy(&note->head, head, sizeof note->head);
    for (guint i = 0; i < NOTE_TEXTS; i++)
        if (!(note->texts[i] = take_text(cursor, note->head.text_bytes[i])))
            return FALSE;
    note->quads = take(cursor, 4 * sizeof(float), note->head.quads);
    note->strokes = note->quads ? take(cursor, sizeof(uint32_t), note->head.strokes) : NULL;
    note->points = note->strokes ? take(cursor, 3 * sizeof(float), note->head.points) : NULL;
    if (!note->points || !are_numbers(note->quads, (gsize)note->head.quads * 4) || !are_numbers(note->points, (gsize)note->head.points * 3))
        return FALSE;
    guint64 points = 0;
    for (guint i = 0; i < note->head.strokes; i++)
        points += note->strokes[i];
    return points == note->head.points && note->head.kind >= NOTE_HIGHLIGHT && note->head.kind <= NOTE_WRITTEN &&
           note->head.colour < NOTE_COLOURS && isfinite(note->head.width) && note->head.width >= 0 && note->head.width <= 1000;
}

static void note_clear(gpointer data)
{
    for (guint i = 0; i < NOTE_TEXTS; i++)
        g_free(((Note *)data)->texts[i]);
}

static int by_page(gconstpointer a, gconstpointer b)
{
    guint one = ((const Note *)a)->head.page - 1, other = ((const Note *)b)->head.page - 1; /* none is the last */
    return one < other ? -1 : one > other;
}

Order *order_read(const guint8 *bytes, gsize count, guint pages)
{
    Cursor cursor = {bytes, count};
    PagesOrder head;
    const void *first = take(&cursor, sizeof head, 1);
    if (!first)
        return NULL;
    memcpy(&head, first, sizeof head);
    if (head.magic != ORDER_MAGIC || (head.shape != ORDER_BURNT && head.shape != ORDER_ANNOTATIONS) || head.notes > ORDER_NOTES_LIMIT)
        return NULL;
    g_autoptr(Order) order = g_new0(Order, 1);
    order->shape = head.shape;
    order->notes = g_array_new(FALSE, TRUE, sizeof(Note));
    g_array_set_clear_func(order->notes, note_clear);
    for (guint i = 0; i < ORDER_TEXTS; i++)
        if (!(order->texts[i] = take_text(&cursor, head.text_bytes[i])))
            return NULL;
    for (guint i = 0; i < head.notes; i++) {
        g_array_set_size(order->notes, i + 1);
        Note *note = &g_array_index(order->notes, Note, i);
        if (!note_read(&cursor, note))
            return NULL;
        if (note->head.page > pages)
            note->head.page = 0;
    }
    g_array_sort(order->notes, by_page);
    order->first_lost = order->notes->len;
    for (guint i = 0, shown = 0; i < order->notes->len; i++) {
        Note *note = &g_array_index(order->notes, Note, i);
        note->shown = *note->texts[NOTE_BODY] || note->head.page == 0 ? ++shown : 0;
        if (note->head.page == 0)
            order->first_lost = MIN(order->first_lost, i);
    }
    return g_steal_pointer(&order);
}

void order_free(Order *order)
{
    if (!order)
        return;
    for (guint i = 0; i < ORDER_TEXTS; i++)
        g_free(order->texts[i]);
    g_array_unref(order->notes);
    g_free(order);
}

/* The page's own two tones of each colour (web/src/notes/notes.css). */
static Colour tone(guint32 colour)
{
    return (Colour){(colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0};
}

Colour note_light(const Note *note)
{
    static const guint32 tones[NOTE_COLOURS] = {0xffe873, 0xb4edb8, 0xb3dcff, 0xffc3bd, 0xd4d9db};
    return tone(tones[note->head.colour]);
}

Colour note_strong(const Note *note)
{
    static const guint32 tones[NOTE_COLOURS] = {0xa87400, 0x1b7a3d, 0x1457b8, 0xc01f2e, 0x14242a};
    return tone(tones[note->head.colour]);
}
