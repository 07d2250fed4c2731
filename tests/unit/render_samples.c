/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of strangers (../shared/samples, skipped where they are not there):
 * each answers a picture or a clear error within 15 s, our own processes stay,
 * and the pixels are poppler's own.
 */
#include "base/error.h"
#include "render_files.h"
#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>

#define ANSWER_SECONDS 15

static Render *render;
static char *cache, *samples;

static GPtrArray *files_of(const char *folder)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *path = g_build_filename(samples, folder, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        g_ptr_array_add(found, g_build_filename(path, name, NULL));
    if (found->len == 0)
        g_test_skip("../shared/samples is not there");
    return found;
}

static gboolean is_clear(const GError *error)
{
    ErrorKind kind = error_kind(error);
    return kind == ERROR_PDF_ENCRYPTED || kind == ERROR_PDF_DAMAGED || kind == ERROR_PAGE_TOO_COSTLY || kind == ERROR_PAGE_CRASHED;
}

static guint draw_all(const char *folder)
{
    g_autoptr(GPtrArray) files = files_of(folder);
    guint drawn = 0;
    for (guint i = 0; i < files->len; i++) {
        PaperFile *file = paper_open(g_ptr_array_index(files, i));
        RenderPicture picture;
        g_autoptr(GError) error = NULL;
        gint64 start = g_get_monotonic_time();
        gboolean done = render_picture(render, &file->source, 1, 1000, NULL, &picture, &error);
        g_assert_cmpint(g_get_monotonic_time() - start, <, ANSWER_SECONDS * G_USEC_PER_SEC);
        if (done) {
            g_assert_cmpuint(picture.bytes, >, 64);
            close(picture.fd);
            drawn++;
        } else {
            g_assert_true(is_clear(error));
        }
        g_autoptr(GError) text_error = NULL;
        g_autoptr(GBytes) text = render_text(render, &file->source, 1, &text_error);
        g_assert_true(text || is_clear(text_error));
        paper_close(file);
    }
    g_test_message("%u of %u drawn", drawn, files->len);
    return files->len ? drawn * 100 / files->len : 100;
}

static gsize resident_kilobytes(void)
{
    g_autofree char *status = NULL;
    g_assert_true(g_file_get_contents("/proc/self/status", &status, NULL, NULL));
    return (gsize)atol(strstr(status, "VmRSS:") + 6);
}

static void foreign_files__answer_in_time(void)
{
    g_assert_cmpuint(draw_all("pdf"), >=, 95);
    g_assert_cmpuint(draw_all("pdf-signed"), ==, 100);
}

static void hostile_files__answer_in_time_and_are_remembered(void)
{
    draw_all("pdf-hostile");
    gint64 start = g_get_monotonic_time();
    draw_all("pdf-hostile"); /* remembered */
    g_assert_cmpint(g_get_monotonic_time() - start, <, 2 * G_USEC_PER_SEC);
}

static void server__does_not_grow(void)
{
    gsize before = 0;
    for (int round = 0; round < 3; round++) {
        render_stop(render);
        paper_remove(cache);
        render = paper_start(cache);
        draw_all("pdf-signed");
        g_autoptr(GPtrArray) files = files_of("pdf");
        for (guint i = 0; i < files->len && i < 40; i++) {
            PaperFile *file = paper_open(g_ptr_array_index(files, i));
            RenderPicture picture;
            if (render_picture(render, &file->source, 1, 640, NULL, &picture, NULL))
                close(picture.fd);
            paper_close(file);
        }
        if (round == 0)
            before = resident_kilobytes();
    }
#ifndef NGHISU_SANITIZE /* freed memory is kept in quarantine there */
    g_assert_cmpuint(resident_kilobytes(), <, before + 4096);
#else
    (void)before;
#endif
}

static cairo_surface_t *peer_draw(const char *path, guint width)
{
    g_autofree char *scale = g_strdup_printf("%u", width), *out = g_build_filename(cache, "peer", NULL),
                    *picture = g_strconcat(out, ".png", NULL);
    char *arguments[] = {"pdftocairo",  "-png", "-singlefile", "-f", "1",          "-l", "1", "-cropbox",
                         "-scale-to-x", scale,  "-scale-to-y", "-1", (char *)path, out,  NULL};
    int status = 0;
    if (!g_spawn_sync(NULL, arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL) ||
        status != 0)
        return NULL;
    return cairo_image_surface_create_from_png(picture);
}

/* Mean difference of grey, 0 to 255. */
static double difference(cairo_surface_t *a, cairo_surface_t *b)
{
    int width = MIN(cairo_image_surface_get_width(a), cairo_image_surface_get_width(b));
    int height = MIN(cairo_image_surface_get_height(a), cairo_image_surface_get_height(b));
    double sum = 0;
    for (int y = 0; y < height; y++) {
        const guint8 *left = cairo_image_surface_get_data(a) + (gsize)y * (gsize)cairo_image_surface_get_stride(a);
        const guint8 *right = cairo_image_surface_get_data(b) + (gsize)y * (gsize)cairo_image_surface_get_stride(b);
        for (int x = 0; x < width; x++)
            sum += ABS((int)left[x * 4 + 1] - (int)right[x * 4 + 1]);
    }
    return sum / width / height;
}

static void pixels__are_those_without_a_sandbox(void)
{
    g_autoptr(GPtrArray) files = files_of("pdf-signed");
    g_autofree char *found = g_find_program_in_path("pdftocairo"), *root = paper_root();
    if (!found) {
        g_test_skip("pdftocairo is not there");
        return;
    }
    g_ptr_array_add(files, g_build_filename(root, "tests/data/text.pdf", NULL));
    g_ptr_array_add(files, g_build_filename(root, "tests/data/colour.pdf", NULL));
    g_ptr_array_add(files, g_build_filename(root, "tests/data/rotated.pdf", NULL));
    for (guint i = 0; i < files->len; i++) {
        const char *path = g_ptr_array_index(files, i);
        PaperFile *file = paper_open(path);
        RenderPicture picture;
        g_assert_true(render_picture(render, &file->source, 1, 1240, NULL, &picture, NULL));
        g_assert_cmpstr(picture.media, ==, "image/png");
        g_autofree char *ours = g_strdup_printf("/proc/self/fd/%d", picture.fd);
        cairo_surface_t *mine = cairo_image_surface_create_from_png(ours), *peer = peer_draw(path, 1240);
        g_assert_nonnull(peer);
        g_test_message("%s: mean difference %.3f", path, difference(mine, peer));
        g_assert_cmpfloat(difference(mine, peer), <, 2); /* 16 levels of grey, and text hinted alike */
        cairo_surface_destroy(mine);
        cairo_surface_destroy(peer);
        close(picture.fd);
        paper_close(file);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR); /* hostile files are logged as warnings */
    g_autofree char *root = paper_root();
    samples = g_build_filename(root, "../shared/samples", NULL);
    cache = g_dir_make_tmp("nghisu-pages-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/render/foreign_files/answer_in_time", foreign_files__answer_in_time);
    g_test_add_func("/render/pixels/are_those_without_a_sandbox", pixels__are_those_without_a_sandbox);
    g_test_add_func("/render/server/does_not_grow", server__does_not_grow);
    g_test_add_func("/render/hostile_files/answer_in_time_and_are_remembered", hostile_files__answer_in_time_and_are_remembered);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    g_free(cache);
    g_free(samples);
    return result;
}
