/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests that bring bytes of their own: an order for a file to take away, and
 * the reader's name for a secret page.
 */
#include "base/error.h"
#include "render_files.h"
#include "workers/pages.h"
#include <glib.h>

static Render *render;
static char *cache;

static GBytes *order_of(gsize bytes)
{
    guint8 *data = g_malloc(bytes);
    memset(data, 0xa5, bytes);
    return g_bytes_new_take(data, bytes);
}

static void assert_drawn(const PaperFile *file, guint width)
{
    g_autoptr(GError) error = NULL;
    RenderPicture picture;
    g_assert_true(render_picture(render, &file->source, 1, width, NULL, &picture, &error));
    g_assert_no_error(error);
    close(picture.fd);
}

/* Larger than any socket's buffer: it must neither hang nor fail before the sandbox has read it all. */
static void order__of_any_size_is_read_and_judged(void)
{
    PaperFile *file = paper_own("text.pdf");
    const gsize sizes[] = {1, 100, 1 << 20, PAGES_ORDER_LIMIT};
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) order = order_of(sizes[i]);
        gint64 start = g_get_monotonic_time();
        g_assert_null(render_export(render, &file->source, order, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_PDF_DAMAGED);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) order = order_of(PAGES_ORDER_LIMIT + 1);
    g_assert_null(render_export(render, &file->source, order, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_PAGE_TOO_COSTLY);
    paper_close(file);
}

/* A wrong order is not the file's fault. */
static void order__that_is_refused_leaves_the_pages_readable(void)
{
    PaperFile *file = paper_own("outline.pdf");
    g_autoptr(GBytes) order = order_of(64);
    g_assert_null(render_export(render, &file->source, order, NULL));
    assert_drawn(file, 320);
    gint taken = file->taken;
    g_assert_null(render_export(render, &file->source, order, NULL));
    assert_drawn(file, 480);
    g_assert_cmpint(file->taken, ==, taken + 1); /* the export's own child; the one that draws had the file */
    paper_close(file);
}

/* A store that is slow to give the file: the export has its place all that time. */
static gboolean write_slowly(int fd, gpointer data, GError **error)
{
    g_usleep(3 * G_USEC_PER_SEC);
    return paper_write(fd, data, error);
}

static gpointer export_slowly(gpointer data)
{
    PaperFile *file = data;
    RenderSource slow = file->source;
    slow.write_to = write_slowly;
    g_autoptr(GBytes) order = order_of(64);
    g_autoptr(GError) error = NULL;
    g_assert_null(render_export(render, &slow, order, &error));
    g_assert_true(error_kind(error) == ERROR_PDF_DAMAGED || error_kind(error) == ERROR_BUSY);
    return NULL;
}

static void exports__take_no_place_of_a_page(void)
{
    PaperFile *file = paper_own("colour.pdf");
    g_autoptr(GPtrArray) threads = g_ptr_array_new();
    for (guint i = 0; i < g_get_num_processors() + 2; i++)
        g_ptr_array_add(threads, g_thread_new("export", export_slowly, file));
    g_usleep(G_USEC_PER_SEC / 5);
    gint64 start = g_get_monotonic_time();
    assert_drawn(file, 320);
    g_assert_cmpint(g_get_monotonic_time() - start, <, G_USEC_PER_SEC * 3 / 2);
    for (guint i = 0; i < threads->len; i++)
        g_thread_join(g_ptr_array_index(threads, i));
    paper_close(file);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    cache = g_dir_make_tmp("nghisu-pages-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/render/order/of_any_size_is_read_and_judged", order__of_any_size_is_read_and_judged);
    g_test_add_func("/render/order/that_is_refused_leaves_the_pages_readable", order__that_is_refused_leaves_the_pages_readable);
    g_test_add_func("/render/exports/take_no_place_of_a_page", exports__take_no_place_of_a_page);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    g_free(cache);
    return result;
}
