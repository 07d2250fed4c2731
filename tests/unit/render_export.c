/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies made in the sandbox: an order that lies about its lengths is refused
 * and harms nothing, what cannot be held is refused in words, and what is added
 * to a file follows the file's own bytes.
 */
#include "base/error.h"
#include "paper/export.h"
#include "render_files.h"
#include <glib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static Render *render;
static char *cache;

static const char *const texts[ORDER_TEXTS] = {"Văn bản", "", "2026-11-22T07:30:00.000Z", "Ghi chú", "Chưa tìm được chỗ", "Trang hỏng"};
static const char *const words[NOTE_TEXTS] = {"id", "Nguyễn Văn A", "Trang 1", "D:20261122073000Z", "trích", "lời"};

static void note_put(ExportOrder *order, guint page, NoteKind kind, guint strokes, guint points, float first)
{
    PagesNote head = {.page = page, .kind = kind, .width = 2};
    g_autoptr(GArray) quads = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(float));
    const float quad[] = {first, 60, 100, 12};
    g_array_append_vals(quads, quad, G_N_ELEMENTS(quad));
    for (guint i = 0; i < strokes; i++) {
        g_array_append_val(counts, points);
        for (guint k = 0; k < points; k++) {
            const float point[] = {60 + 50 * sinf((float)k), 200 + (float)(k % 300), 0.5f};
            g_array_append_vals(numbers, point, G_N_ELEMENTS(point));
        }
    }
    export_order_note(order, &head, words, quads, counts, numbers);
}

/* The copy's bytes, or NULL with *error. */
static GBytes *make(const PaperFile *file, ExportOrder *order, GError **error)
{
    guint64 bytes = 0;
    int fd = export_file(render, &file->source, order, &bytes, error);
    if (fd < 0)
        return NULL;
    guint8 *data = g_malloc(bytes);
    g_assert_cmpint(pread(fd, data, bytes, 0), ==, (gssize)bytes);
    close(fd);
    return g_bytes_new_take(data, bytes);
}

static guint count_of(GBytes *bytes, const char *what)
{
    gsize size = 0;
    const char *data = g_bytes_get_data(bytes, &size), *end = data + size;
    guint count = 0;
    for (const char *at = data; (at = memmem(at, (gsize)(end - at), what, strlen(what))); at++)
        count++;
    return count;
}

/* As the server writes one, to be cut short. */
static GBytes *order_raw(OrderShape shape)
{
    GByteArray *bytes = g_byte_array_new();
    PagesOrder head = {.magic = ORDER_MAGIC, .shape = shape, .notes = 1};
    PagesNote note = {.page = 1, .kind = NOTE_INK, .width = 2, .quads = 1, .strokes = 1, .points = 2};
    const float quad[] = {1, 2, 3, 4}, points[] = {10, 10, 0.5f, 20, 20, 0.5f};
    const guint32 strokes[] = {2};
    g_byte_array_append(bytes, (const guint8 *)&head, sizeof head);
    g_byte_array_append(bytes, (const guint8 *)&note, sizeof note);
    g_byte_array_append(bytes, (const guint8 *)quad, sizeof quad);
    g_byte_array_append(bytes, (const guint8 *)strokes, sizeof strokes);
    g_byte_array_append(bytes, (const guint8 *)points, sizeof points);
    return g_byte_array_free_to_bytes(bytes);
}

static void assert_refused(const PaperFile *file, const guint8 *data, gsize bytes)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) order = g_bytes_new(data, bytes);
    g_assert_null(render_export(render, &file->source, order, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_PDF_DAMAGED); /* not ERROR_PAGE_CRASHED */
}

static void order__cut_short_anywhere_is_refused(void)
{
    PaperFile *file = paper_own("text.pdf");
    g_autoptr(GBytes) order = order_raw(ORDER_BURNT);
    gsize bytes = 0;
    const guint8 *data = g_bytes_get_data(order, &bytes);
    for (gsize cut = 1; cut < bytes; cut += 3)
        assert_refused(file, data, cut);
    g_autoptr(GBytes) made = render_export(render, &file->source, order, NULL);
    g_assert_nonnull(made); /* whole, it is taken */
    paper_close(file);
}

/* Every length and every number of the note, one after the other, made as large as it goes. */
static void order__that_lies_about_a_length_is_refused(void)
{
    PaperFile *file = paper_own("text.pdf");
    g_autoptr(GBytes) order = order_raw(ORDER_ANNOTATIONS);
    gsize bytes = 0;
    const guint8 *data = g_bytes_get_data(order, &bytes);
    for (gsize at = 0; at + 4 <= bytes; at += 4) {
        g_autofree guint8 *wrong = g_memdup2(data, bytes);
        memset(wrong + at, 0xff, 4); /* as a number: not one */
        gboolean of_page = at == sizeof(PagesOrder) + G_STRUCT_OFFSET(PagesNote, page);
        g_autoptr(GBytes) sent = g_bytes_new(wrong, bytes);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) made = render_export(render, &file->source, sent, &error);
        if (of_page)
            g_assert_nonnull(made); /* a page that is gone is none */
        else
            g_assert_error(error, NGHISU_ERROR, ERROR_PDF_DAMAGED);
    }
    paper_close(file);
}

static void notes__on_a_page_that_is_gone_are_listed(void)
{
    PaperFile *file = paper_own("text.pdf");
    g_autoptr(GError) error = NULL;
    g_autoptr(ExportOrder) order = export_order_new(ORDER_ANNOTATIONS, texts);
    note_put(order, 1, NOTE_HIGHLIGHT, 0, 0, 60);
    note_put(order, 19999, NOTE_HIGHLIGHT, 0, 0, 60);
    g_autoptr(GBytes) made = make(file, order, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(count_of(made, "/Subtype/Highlight"), ==, 1);
    g_assert_cmpuint(count_of(made, "/Subtype/Text"), ==, 1);
    paper_close(file);
}

static void annotations__follow_the_files_own_bytes(void)
{
    const char *const names[] = {"text.pdf", "outline.pdf", "rotated.pdf", "colour.pdf", "scan.pdf"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        PaperFile *file = paper_own(names[i]);
        g_autoptr(GError) error = NULL;
        g_autoptr(ExportOrder) order = export_order_new(ORDER_ANNOTATIONS, texts);
        note_put(order, 1, NOTE_INK, 3, 40, 60);
        g_autoptr(GBytes) made = make(file, order, &error);
        g_assert_no_error(error);
        g_autoptr(ExportOrder) empty = export_order_new(ORDER_ANNOTATIONS, texts);
        g_autoptr(GBytes) none = make(file, empty, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(g_bytes_get_size(none), ==, file->source.bytes);
        g_assert_cmpuint(g_bytes_get_size(made), >, file->source.bytes);
        g_assert_cmpmem(g_bytes_get_data(made, NULL), file->source.bytes, g_bytes_get_data(none, NULL), file->source.bytes);
        g_assert_cmpuint(count_of(made, "/Subtype/Ink"), ==, 1);
        paper_close(file);
    }
}

static void order__of_more_than_it_can_hold_is_refused(void)
{
    PaperFile *file = paper_own("text.pdf");
    g_autoptr(GError) error = NULL;
    g_autoptr(ExportOrder) order = export_order_new(ORDER_BURNT, texts);
    for (guint i = 0; i < 40; i++)
        note_put(order, 1, NOTE_INK, 10, 9000, 60);
    g_assert_null(make(file, order, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_PAGE_TOO_COSTLY);
    paper_close(file);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    cache = g_dir_make_tmp("nghisu-pages-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/render/export/order__cut_short_anywhere_is_refused", order__cut_short_anywhere_is_refused);
    g_test_add_func("/render/export/order__that_lies_about_a_length_is_refused", order__that_lies_about_a_length_is_refused);
    g_test_add_func("/render/export/order__of_more_than_it_can_hold_is_refused", order__of_more_than_it_can_hold_is_refused);
    g_test_add_func("/render/export/notes__on_a_page_that_is_gone_are_listed", notes__on_a_page_that_is_gone_are_listed);
    g_test_add_func("/render/export/annotations__follow_the_files_own_bytes", annotations__follow_the_files_own_bytes);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    g_free(cache);
    return result;
}
