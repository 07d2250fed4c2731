/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader's name on a secret page: on every part of it, over white and over
 * black, never in the way of the text and never on disk.
 */
#include "base/error.h"
#include "render_files.h"
#include "workers/pages.h"
#include <cairo.h>
#include <math.h>
#include <stdlib.h>

#define NAME "Nguyễn Thị Hồng Ánh · 22/11/2026 09:15"

static Render *render;
static char *cache;

/* Grey of a picture, a byte a pixel. */
typedef struct Grey {
    int width, height;
    guint8 *at;
} Grey;

static Grey grey_of(RenderPicture *picture)
{
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", picture->fd);
    g_assert_cmpstr(picture->media, ==, "image/png");
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    g_assert_cmpint(cairo_surface_status(surface), ==, CAIRO_STATUS_SUCCESS);
    Grey grey = {cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), NULL};
    grey.at = g_malloc((gsize)grey.width * (gsize)grey.height);
    for (int y = 0; y < grey.height; y++)
        for (int x = 0; x < grey.width; x++)
            grey.at[y * grey.width + x] = cairo_image_surface_get_data(surface)[y * cairo_image_surface_get_stride(surface) + x * 4 + 1];
    cairo_surface_destroy(surface);
    close(picture->fd);
    return grey;
}

static Grey marked(PaperFile *file, guint width, const RenderRegion *region, const char *mark)
{
    g_autoptr(GError) error = NULL;
    RenderPicture picture;
    g_assert_true(render_marked_picture(render, &file->source, 1, width, region, mark, &picture, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(picture.etag, ==, "");
    return grey_of(&picture);
}

static Grey bare(PaperFile *file, guint width, const RenderRegion *region)
{
    RenderPicture picture;
    g_assert_true(render_picture(render, &file->source, 1, width, region, &picture, NULL));
    return grey_of(&picture);
}

/* Share of the pixels that differ by more than `by`. */
static double changed(Grey a, Grey b, int by)
{
    gsize count = 0, all = (gsize)a.width * (gsize)a.height;
    g_assert_cmpint(a.width, ==, b.width);
    g_assert_cmpint(a.height, ==, b.height);
    for (gsize i = 0; i < all; i++)
        count += ABS((int)a.at[i] - (int)b.at[i]) > by;
    return (double)count / (double)all;
}

/* A page of that size, filled with a grey. */
static PaperFile *sheet(double width, double height, double fill)
{
    char *text = g_strdup_printf("%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                                 "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Contents 4 0 R>>endobj\n"
                                 "4 0 obj<</Length 30>>stream\n%.1f g 0 0 %6g %6g re f\nendstream endobj\ntrailer<</Root 1 0 R>>\n",
                                 width, height, fill, width, height);
    PaperFile *file = g_new0(PaperFile, 1);
    gsize count = strlen(text);
    file->bytes = g_bytes_new_take(text, count);
    file->sha256 = text_sha256(text, count);
    file->source = (RenderSource){file->sha256, count, paper_write, file};
    return file;
}

static void mark__covers_little_and_hides_nothing(void)
{
    PaperFile *file = paper_own("text.pdf");
    Grey with = marked(file, 1240, NULL, NAME), without = bare(file, 1240, NULL);
    double share = changed(with, without, 15);
    g_test_message("%.1f %% changed", share * 100);
    g_assert_cmpfloat(share, >, 0.01);
    g_assert_cmpfloat(share, <, 0.12);
    guint ink = 0, kept = 0, shade = 0;
    for (gsize i = 0; i < (gsize)with.width * (gsize)with.height; i++) {
        ink += without.at[i] < 64;
        kept += without.at[i] < 64 && with.at[i] < 140;
        shade += without.at[i] == 255 && with.at[i] < 150;
    }
    g_assert_cmpuint(ink, >, 1000);
    g_assert_cmpuint(kept, ==, ink); /* letters stay dark */
    g_assert_cmpuint(shade, ==, 0);  /* and paper light */
    g_free(with.at);
    g_free(without.at);
    paper_close(file);
}

static void mark__is_seen_on_white_and_on_black(void)
{
    const double fills[] = {0, 0.5, 1};
    for (guint i = 0; i < G_N_ELEMENTS(fills); i++) {
        PaperFile *file = sheet(595, 842, fills[i]);
        Grey with = marked(file, 1240, NULL, NAME), without = bare(file, 1240, NULL);
        double share = changed(with, without, 25);
        g_test_message("fill %.1f: %.1f %%", fills[i], share * 100);
        g_assert_cmpfloat(share, >, 0.01);
        g_free(with.at);
        g_free(without.at);
        paper_close(file);
    }
}

/* A screenshot of any quarter of the page names its reader. */
static void mark__is_on_every_quarter_of_a_page(void)
{
    const double sizes[][2] = {{595, 842}, {842, 595}, {600, 600}, {300, 1500}, {2000, 300}, {14000, 800}};
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        PaperFile *file = sheet(sizes[i][0], sizes[i][1], 1);
        double side = MAX(MIN(sizes[i][0], sizes[i][1]), MAX(sizes[i][0], sizes[i][1]) / 40), least = G_MAXDOUBLE;
        for (int step = 0; step < 9; step++) {
            RenderRegion quarter = {0.23 * (step % 3), 0.23 * (step / 3), 0.5, 0.5};
            Grey with = marked(file, 900, &quarter, NAME), without = bare(file, 900, &quarter);
            double points = changed(with, without, 8) * sizes[i][0] * sizes[i][1] / 4;
            least = MIN(least, points / side / side);
            g_free(with.at);
            g_free(without.at);
        }
        g_test_message("%g × %g: at least %.5f", sizes[i][0], sizes[i][1], least);
        g_assert_cmpfloat(least, >, 0.0075); /* squares of its shorter side; one mark of this name has 0.002 */
        paper_close(file);
    }
}

static gboolean is_inked_nearby(Grey grey, int x, int y)
{
    for (int j = MAX(y - 1, 0); j <= MIN(y + 1, grey.height - 1); j++)
        for (int i = MAX(x - 1, 0); i <= MIN(x + 1, grey.width - 1); i++)
            if (grey.at[j * grey.width + i] < 250)
                return TRUE;
    return FALSE;
}

static void mark__of_a_part_lies_where_the_whole_has_it(void)
{
    PaperFile *file = sheet(600, 800, 1);
    RenderRegion quarter = {0.25, 0.25, 0.5, 0.5};
    Grey whole = marked(file, 1600, NULL, NAME), part = marked(file, 800, &quarter, NAME);
    gsize inked[2] = {0}, alone[2] = {0};
    for (int y = 0; y < part.height; y++)
        for (int x = 0; x < part.width; x++) {
            int across = x + whole.width / 4, down = y + whole.height / 4;
            gboolean here = part.at[y * part.width + x] < 230, there = whole.at[down * whole.width + across] < 230;
            inked[0] += here;
            inked[1] += there;
            alone[0] += here && !is_inked_nearby(whole, across, down);
            alone[1] += there && !is_inked_nearby(part, x, y);
        }
    for (int i = 0; i < 2; i++) {
        g_assert_cmpuint(inked[i], >, 1000);
        g_assert_cmpuint(alone[i], <, inked[i] / 100);
    }
    g_free(whole.at);
    g_free(part.at);
    paper_close(file);
}

static void mark__has_vietnamese_letters(void)
{
    PaperFile *file = sheet(600, 800, 1);
    const char *const names[] = {"Lễ Thị Ườn", "Lệ Thị Ườn", "Lễ Thị Ượn", "Lề Thị Ướn"};
    for (guint i = 1; i < G_N_ELEMENTS(names); i++) { /* boxes for missing letters would be alike */
        Grey one = marked(file, 1240, NULL, names[0]), other = marked(file, 1240, NULL, names[i]);
        g_assert_cmpfloat(changed(one, other, 20), >, 0.0001);
        g_free(one.at);
        g_free(other.at);
    }
    paper_close(file);
}

static void mark__on_a_thumbnail_is_there_but_rarer(void)
{
    PaperFile *file = sheet(595, 842, 1);
    const guint widths[] = {160, 320};
    for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
        Grey with = marked(file, widths[i], NULL, NAME), without = bare(file, widths[i], NULL);
        double share = changed(with, without, 15);
        g_test_message("%u pixels: %.1f %%", widths[i], share * 100);
        g_assert_cmpfloat(share, >, 0.01);
        g_assert_cmpfloat(share, <, 0.12);
        g_free(with.at);
        g_free(without.at);
    }
    paper_close(file);
}

static gsize kept_files(void)
{
    g_autofree char *line = g_strdup_printf("find %s -type f", cache), *out = NULL;
    g_assert_true(g_spawn_command_line_sync(line, &out, NULL, NULL, NULL));
    gsize count = 0;
    for (const char *at = out; *at; at++)
        count += *at == '\n';
    return count;
}

static void mark__is_never_on_disk(void)
{
    PaperFile *file = paper_own("colour.pdf");
    gsize before = kept_files();
    for (guint i = 0; i < 2; i++) {
        RenderPicture picture;
        RenderRegion part = {0, 0, 0.5, i ? 0.5 : 1};
        g_assert_true(render_marked_picture(render, &file->source, 1, 640, &part, NAME, &picture, NULL));
        close(picture.fd);
    }
    g_assert_cmpuint(kept_files(), ==, before);
    paper_close(file);
}

static void mark__that_cannot_be_drawn_shows_no_page(void)
{
    PaperFile *file = paper_own("text.pdf");
    const char *const wrong[] = {NULL, "", "\xff\xfe"};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        RenderPicture picture;
        g_assert_false(render_marked_picture(render, &file->source, 1, 640, NULL, wrong[i], &picture, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
        g_assert_cmpint(picture.fd, ==, -1);
    }
    g_autoptr(GString) endless = g_string_new(NULL);
    while (endless->len < 3 * PAGES_MARK_LIMIT)
        g_string_append(endless, "Nguyễn ");
    Grey with = marked(file, 640, NULL, endless->str), without = bare(file, 640, NULL);
    g_assert_cmpfloat(changed(with, without, 15), >, 0.001);
    g_free(with.at);
    g_free(without.at);
    paper_close(file);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    cache = g_dir_make_tmp("nghisu-pages-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/render/mark/covers_little_and_hides_nothing", mark__covers_little_and_hides_nothing);
    g_test_add_func("/render/mark/is_seen_on_white_and_on_black", mark__is_seen_on_white_and_on_black);
    g_test_add_func("/render/mark/is_on_every_quarter_of_a_page", mark__is_on_every_quarter_of_a_page);
    g_test_add_func("/render/mark/of_a_part_lies_where_the_whole_has_it", mark__of_a_part_lies_where_the_whole_has_it);
    g_test_add_func("/render/mark/has_vietnamese_letters", mark__has_vietnamese_letters);
    g_test_add_func("/render/mark/on_a_thumbnail_is_there_but_rarer", mark__on_a_thumbnail_is_there_but_rarer);
    g_test_add_func("/render/mark/is_never_on_disk", mark__is_never_on_disk);
    g_test_add_func("/render/mark/that_cannot_be_drawn_shows_no_page", mark__that_cannot_be_drawn_shows_no_page);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    g_free(cache);
    return result;
}
