/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing an order, and putting what comes back into a file of memory. It opens
 * no PDF and remembers no answer: each copy is its reader's own.
 */
#include "paper/export.h"
#include "base/error.h"
#include "workers/pages.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct ExportOrder {
    OrderShape shape;
    GByteArray *bytes;
    guint notes;
    gboolean full;
};

static void put(ExportOrder *order, const void *data, gsize bytes)
{
    static const guint8 padding[4] = {0};
    if (order->full || order->bytes->len + bytes + sizeof padding > PAGES_ORDER_LIMIT) {
        order->full = TRUE;
        return;
    }
    g_byte_array_append(order->bytes, data, (guint)bytes);
    g_byte_array_append(order->bytes, padding, (guint)(-bytes & 3));
}

/* Whole characters within the limit. */
static guint32 length_of(const char *text)
{
    gsize bytes = text ? strlen(text) : 0;
    while (bytes > ORDER_TEXT_LIMIT)
        bytes = (gsize)(g_utf8_find_prev_char(text, text + MIN(bytes, ORDER_TEXT_LIMIT + 1)) - text);
    return (guint32)bytes;
}

ExportOrder *export_order_new(OrderShape shape, const char *const *texts)
{
    ExportOrder *order = g_new0(ExportOrder, 1);
    PagesOrder head = {.magic = ORDER_MAGIC, .shape = shape};
    order->shape = shape;
    order->bytes = g_byte_array_new();
    for (guint i = 0; i < ORDER_TEXTS; i++)
        head.text_bytes[i] = length_of(texts[i]);
    put(order, &head, sizeof head);
    for (guint i = 0; i < ORDER_TEXTS; i++)
        put(order, texts[i] ? texts[i] : "", head.text_bytes[i]);
    return order;
}

void export_order_free(ExportOrder *order)
{
    if (!order)
        return;
    g_byte_array_unref(order->bytes);
    g_free(order);
}

void export_order_note(ExportOrder *order, const PagesNote *head, const char *const *texts, const GArray *quads, const GArray *strokes,
                       const GArray *points)
{
    PagesNote note = *head;
    note.quads = quads->len / 4;
    note.strokes = strokes->len;
    note.points = points->len / 3;
    for (guint i = 0; i < NOTE_TEXTS; i++)
        note.text_bytes[i] = length_of(texts[i]);
    put(order, &note, sizeof note);
    for (guint i = 0; i < NOTE_TEXTS; i++)
        put(order, texts[i] ? texts[i] : "", note.text_bytes[i]);
    put(order, quads->data, (gsize)note.quads * 4 * sizeof(float));
    put(order, strokes->data, (gsize)note.strokes * sizeof(guint32));
    put(order, points->data, (gsize)note.points * 3 * sizeof(float));
    order->full |= ++order->notes > ORDER_NOTES_LIMIT;
}

static gboolean write_all(int fd, const guint8 *from, gsize bytes, off_t at, GError **error)
{
    while (bytes > 0) {
        ssize_t written = pwrite(fd, from, bytes, at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return error_set_errno(error, errno, "a copy in memory");
        from += written;
        at += written;
        bytes -= (gsize)written;
    }
    return TRUE;
}

/* To stand after the file's own bytes; else a whole file (a broken one comes back mended). */
static gboolean is_addition(GBytes *made)
{
    gsize bytes = 0;
    const char *data = g_bytes_get_data(made, &bytes);
    return bytes == 0 || *data == '\n';
}

/* What the sandbox makes of the order; nothing is asked when nothing is to be added. */
static GBytes *answer_get(Render *render, const RenderSource *source, ExportOrder *order, GError **error)
{
    gboolean added = order->shape == ORDER_ANNOTATIONS;
    if (added && order->notes == 0)
        return g_bytes_new_static("", 0);
    if (order->full) {
        error_set(error, ERROR_PAGE_TOO_COSTLY, NULL, "more notes than one copy can hold");
        return NULL;
    }
    memcpy(order->bytes->data + G_STRUCT_OFFSET(PagesOrder, notes), &order->notes, sizeof order->notes);
    g_autoptr(GBytes) sent = g_bytes_new_static(order->bytes->data, order->bytes->len);
    g_autoptr(GBytes) made = render_export(render, source, sent, error);
    if (made && !added && is_addition(made)) {
        error_set(error, ERROR_PAGE_CRASHED, NULL, "the renderer answered another question");
        return NULL;
    }
    return g_steal_pointer(&made);
}

int export_file(Render *render, const RenderSource *source, ExportOrder *order, guint64 *bytes, GError **error)
{
    g_autoptr(GBytes) made = answer_get(render, source, order, error);
    if (!made)
        return -1;
    gsize count = 0;
    const guint8 *data = g_bytes_get_data(made, &count);
    gboolean added = is_addition(made);
    guint64 before = added ? source->bytes : 0;
    int fd = memfd_create("export", MFD_CLOEXEC);
    if (fd < 0) {
        error_set_errno(error, errno, "memfd_create");
        return -1;
    }
    if ((added && !source->write_to(fd, source->data, error)) || !write_all(fd, data, count, (off_t)before, error)) {
        close(fd);
        return -1;
    }
    *bytes = before + count;
    return fd;
}
