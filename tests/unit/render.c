/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drawing promises, tried on small PDFs of our own through the real
 * program in its sandbox.
 */
#include "base/error.h"
#include "base/json.h"
#include "render_files.h"
#include <cairo.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static Render *render;
static char *cache;

static json_t *json_of(GBytes *bytes)
{
    gsize count = 0;
    const char *text = g_bytes_get_data(bytes, &count);
    g_autoptr(GError) error = NULL;
    json_t *value = json_parse(text, count, &error);
    g_assert_no_error(error);
    return value;
}

static gsize entries(void)
{
    g_autofree char *command = g_strdup_printf("find %s -type f | wc -l", cache), *out = NULL;
    g_autofree char *line = g_strdup_printf("sh -c '%s'", command);
    g_assert_true(g_spawn_command_line_sync(line, &out, NULL, NULL, NULL));
    return (gsize)atoi(out);
}

static void assert_refused(const char *name, ErrorKind kind)
{
    PaperFile *file = paper_own(name);
    for (int again = 0; again < 2; again++) {
        g_autoptr(GError) error = NULL;
        RenderPicture picture;
        g_assert_false(render_picture(render, &file->source, 1, 800, NULL, &picture, &error));
        g_assert_cmpint(error_kind(error), ==, kind);
        g_assert_null(render_text(render, &file->source, 1, NULL));
        g_assert_null(render_facts(render, &file->source, NULL));
    }
    g_assert_cmpint(file->taken, ==, 1); /* remembered: the file was not opened again */
    paper_close(file);
}

static void facts__are_counted_and_sized(void)
{
    PaperFile *file = paper_own("rotated.pdf");
    g_autoptr(GError) error = NULL;
    g_autoptr(RenderFacts) facts = render_facts(render, &file->source, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(facts->page_count, ==, 2);
    const RenderPage *page = &g_array_index(facts->pages, RenderPage, 1);
    g_assert_cmpfloat_with_epsilon(page->width_points, 841.89f, 0.1f); /* turned: wider than high */
    g_assert_cmpfloat_with_epsilon(page->height_points, 595.28f, 0.1f);
    paper_close(file);
}

static void picture__of_text_is_a_grey_png(void)
{
    PaperFile *file = paper_own("text.pdf");
    g_autoptr(GError) error = NULL;
    RenderPicture picture;
    guint8 head[29];
    g_assert_true(render_picture(render, &file->source, 1, 1100, NULL, &picture, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(picture.media, ==, "image/png");
    g_assert_cmpint(lseek(picture.fd, 0, SEEK_CUR), ==, 0);
    g_assert_cmpint(read(picture.fd, head, sizeof head), ==, sizeof head);
    g_assert_cmpuint((guint)head[18] << 8 | head[19], ==, 1240); /* the ladder's next width */
    g_assert_cmpuint(head[24], ==, 4);                           /* bits */
    g_assert_cmpuint(head[25], ==, 0);                           /* grey */
    g_assert_cmpuint(picture.bytes, <, 150000);
    close(picture.fd);
    paper_close(file);
}

static const char *media_of(const char *name)
{
    PaperFile *file = paper_own(name);
    g_autoptr(GError) error = NULL;
    RenderPicture picture;
    g_assert_true(render_picture(render, &file->source, 1, 1240, NULL, &picture, &error));
    g_assert_no_error(error);
    close(picture.fd);
    paper_close(file);
    return picture.media;
}

static void picture__is_of_the_fitting_kind(void)
{
    g_assert_cmpstr(media_of("colour.pdf"), ==, "image/png");
    g_assert_cmpstr(media_of("scan.pdf"), ==, "image/jpeg");
}

static void picture__of_a_region_shows_that_part(void)
{
    PaperFile *file = paper_own("text.pdf");
    g_autoptr(GError) error = NULL;
    RenderPicture picture;
    RenderRegion middle = {0.25, 0.25, 0.5, 0.25}, outside = {0.5, 0.5, 1.5, 0.2}, none = {0.1, 0.1, 0.001, 0.001},
                 endless = {NAN, 0, 1, 1};
    guint8 head[24];
    g_assert_true(render_picture(render, &file->source, 1, 900, &middle, &picture, &error));
    g_assert_no_error(error);
    g_assert_cmpint(pread(picture.fd, head, sizeof head, 0), ==, sizeof head);
    g_assert_cmpuint((guint)head[18] << 8 | head[19], ==, 900);
    g_assert_cmpuint((guint)head[22] << 8 | head[23], ==, 636); /* 900 × (841.89 / 4) / (595.28 / 2) */
    close(picture.fd);
    const RenderRegion *wrong[] = {&outside, &none, &endless};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_clear_error(&error);
        g_assert_false(render_picture(render, &file->source, 1, 900, wrong[i], &picture, &error));
        g_assert_cmpint(error_kind(error), ==, ERROR_OUT_OF_RANGE);
        g_assert_cmpstr(error_field(error), ==, "region");
    }
    paper_close(file);
}

static void picture__beyond_the_last_page_is_not_found(void)
{
    PaperFile *file = paper_own("text.pdf");
    RenderPicture picture;
    const guint pages[] = {0, 2, 20001, G_MAXUINT};
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(render_picture(render, &file->source, pages[i], 320, NULL, &picture, &error));
        g_assert_cmpint(error_kind(error), ==, ERROR_NOT_FOUND);
    }
    g_assert_null(render_text(render, &file->source, 2, NULL));
    paper_close(file);
}

static void picture__is_drawn_once_for_the_same_page(void)
{
    PaperFile *file = paper_own("outline.pdf");
    RenderPicture first, second;
    struct stat one, two;
    g_assert_true(render_picture(render, &file->source, 2, 640, NULL, &first, NULL));
    g_assert_true(render_picture(render, &file->source, 2, 640, NULL, &second, NULL));
    fstat(first.fd, &one);
    fstat(second.fd, &two);
    g_assert_cmpuint(one.st_ino, ==, two.st_ino);
    g_assert_cmpstr(first.etag, ==, second.etag);
    close(first.fd);
    close(second.fd);
    paper_close(file);
}

static gpointer draw_one(gpointer data)
{
    PaperFile *file = data;
    RenderPicture picture;
    g_autoptr(GError) error = NULL;
    gboolean drawn = render_picture(render, &file->source, 1, 2000, NULL, &picture, &error);
    g_assert_no_error(error);
    close(picture.fd);
    return GINT_TO_POINTER(drawn);
}

static void picture__asked_for_by_many_is_drawn_once(void)
{
    PaperFile *file = paper_own("scan.pdf");
    GThread *threads[16];
    gsize before = entries();
    gint taken = file->taken;
    for (int i = 0; i < 16; i++)
        threads[i] = g_thread_new("reader", draw_one, file);
    for (int i = 0; i < 16; i++)
        g_assert_true(GPOINTER_TO_INT(g_thread_join(threads[i])));
    g_assert_cmpuint(entries(), ==, before + 1);
    g_assert_cmpint(file->taken - taken, <=, 1);
    paper_close(file);
}

static void cut_picture__is_made_again(void)
{
    PaperFile *file = paper_own("text.pdf");
    RenderPicture picture;
    g_autofree char *path = g_strdup_printf("%s/%.2s/%s/1-480.png", cache, file->sha256, file->sha256);
    g_assert_true(render_picture(render, &file->source, 1, 480, NULL, &picture, NULL));
    guint64 whole = picture.bytes;
    close(picture.fd);
    g_assert_cmpint(truncate(path, 900), ==, 0);
    g_assert_true(render_picture(render, &file->source, 1, 480, NULL, &picture, NULL));
    g_assert_cmpuint(picture.bytes, ==, whole);
    close(picture.fd);
    paper_close(file);
}

static void text__has_words_in_boxes(void)
{
    PaperFile *file = paper_own("text.pdf");
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = render_text(render, &file->source, 1, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) text = json_of(bytes);
    json_t *lines = json_object_get(text, "lines");
    g_assert_cmpuint(json_array_size(lines), >, 40);
    json_t *word = json_array_get(json_object_get(json_array_get(lines, 0), "words"), 1);
    g_assert_cmpstr(json_string_value(json_object_get(word, "t")), ==, "QUYẾT"); /* NFC */
    g_assert_cmpfloat_with_epsilon(json_number_value(json_object_get(word, "x")), 119.7, 1);
    g_assert_cmpfloat_with_epsilon(json_number_value(json_object_get(word, "y")), 59.3, 2);
    paper_close(file);
}

/* Ink lies where the text layer says: the boxes of a turned page are of the page as shown. */
static void text__of_a_turned_page_lies_on_its_ink(void)
{
    PaperFile *file = paper_own("rotated.pdf");
    for (guint page = 1; page <= 2; page++) {
        g_autoptr(GBytes) bytes = render_text(render, &file->source, page, NULL);
        g_autoptr(json_t) text = json_of(bytes);
        json_t *word = json_array_get(json_object_get(json_array_get(json_object_get(text, "lines"), 0), "words"), 0);
        RenderPicture picture;
        g_assert_true(render_picture(render, &file->source, page, 1600, NULL, &picture, NULL));
        g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", picture.fd);
        cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
        g_assert_cmpint(cairo_surface_status(surface), ==, CAIRO_STATUS_SUCCESS);
        double scale = cairo_image_surface_get_width(surface) / json_number_value(json_object_get(text, "width"));
        int left = (int)(json_number_value(json_object_get(word, "x")) * scale),
            top = (int)(json_number_value(json_object_get(word, "y")) * scale);
        int width = (int)(json_number_value(json_object_get(word, "w")) * scale),
            height = (int)(json_number_value(json_object_get(word, "h")) * scale);
        const guint8 *data = cairo_image_surface_get_data(surface);
        int stride = cairo_image_surface_get_stride(surface), ink = 0;
        for (int y = top; y < top + height; y++)
            for (int x = left; x < left + width; x++)
                ink += data[y * stride + x * 4] < 128;
        g_assert_cmpint(ink, >, width * height / 20);
        cairo_surface_destroy(surface);
        close(picture.fd);
    }
    paper_close(file);
}

static void outline__has_titles_pages_and_depth(void)
{
    PaperFile *file = paper_own("outline.pdf");
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = render_outline(render, &file->source, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) outline = json_of(bytes);
    g_autofree char *text = json_canonical(outline);
    g_assert_cmpstr(text, ==,
                    "{\"items\":[{\"items\":[{\"items\":[],\"page\":2,\"title\":\"Khoản 1\"}],\"page\":1,\"title\":\"Điều 1\"},"
                    "{\"items\":[],\"page\":3,\"title\":\"Điều 2\"}]}");
    paper_close(file);
}

static void encrypted__opens_without_a_password_only(void)
{
    g_assert_cmpstr(media_of("encrypted-open.pdf"), ==, "image/png");
    assert_refused("encrypted.pdf", ERROR_PDF_ENCRYPTED);
}

static void damaged__is_refused_and_remembered(void)
{
    assert_refused("damaged.pdf", ERROR_PDF_DAMAGED);
}

static int parent_of(int process)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", process), *stat = NULL;
    int parent = 0;
    if (!g_file_get_contents(path, &stat, NULL, NULL) || sscanf(strrchr(stat, ')') + 1, " %*c %d", &parent) != 1)
        return 0;
    return parent;
}

/* How many births lie between this process and that one; 0: not of ours. */
static guint births(int process)
{
    guint count = 0;
    for (; process > 1 && process != getpid(); process = parent_of(process))
        count++;
    return process == getpid() ? count : 0;
}

/* Processes of our renderer: the ones we started, or the youngest, which hold the files. */
static GArray *renderers(gboolean youngest)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GDir) dir = g_dir_open("/proc", 0, NULL);
    const char *name;
    guint wanted = 1;
    while ((name = g_dir_read_name(dir))) {
        int process = atoi(name);
        guint age = process > 0 && process != getpid() ? births(process) : 0;
        if (age == 0 || (!youngest && age != 1) || age < wanted)
            continue;
        if (age > wanted) {
            wanted = age;
            g_array_set_size(found, 0);
        }
        g_array_append_val(found, process);
    }
    return found;
}

static void killed_child__costs_nothing_while_idle(void)
{
    PaperFile *file = paper_own("outline.pdf");
    const int signals[] = {SIGKILL, SIGSEGV};
    for (guint round = 0; round < G_N_ELEMENTS(signals); round++) {
        g_autoptr(GError) error = NULL;
        RenderPicture picture;
        g_assert_true(render_picture(render, &file->source, 1, 320 + 160 * round, NULL, &picture, &error));
        close(picture.fd);
        g_autoptr(GArray) running = renderers(TRUE);
        g_assert_cmpuint(running->len, >, 0);
        for (guint i = 0; i < running->len; i++)
            kill(g_array_index(running, int, i), signals[round]);
        g_assert_true(render_picture(render, &file->source, 1, 1600 + 400 * round, NULL, &picture, &error));
        g_assert_no_error(error);
        close(picture.fd);
    }
    paper_close(file);
}

static void killed_parent__is_replaced(void)
{
    PaperFile *file = paper_own("outline.pdf");
    for (guint round = 0; round < 3; round++) {
        g_autoptr(GArray) running = renderers(FALSE);
        g_assert_cmpuint(running->len, >, 0);
        for (guint i = 0; i < running->len; i++)
            kill(g_array_index(running, int, i), SIGKILL);
        g_autoptr(GError) error = NULL;
        RenderPicture picture;
        g_assert_true(render_picture(render, &file->source, round + 1, 800, NULL, &picture, &error));
        g_assert_no_error(error);
        close(picture.fd);
    }
    paper_close(file);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR); /* a renderer that ends is logged as a warning, and is what is tested here */
    cache = g_dir_make_tmp("nghisu-pages-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/render/facts/are_counted_and_sized", facts__are_counted_and_sized);
    g_test_add_func("/render/picture/of_text_is_a_grey_png", picture__of_text_is_a_grey_png);
    g_test_add_func("/render/picture/is_of_the_fitting_kind", picture__is_of_the_fitting_kind);
    g_test_add_func("/render/picture/of_a_region_shows_that_part", picture__of_a_region_shows_that_part);
    g_test_add_func("/render/picture/beyond_the_last_page_is_not_found", picture__beyond_the_last_page_is_not_found);
    g_test_add_func("/render/picture/is_drawn_once_for_the_same_page", picture__is_drawn_once_for_the_same_page);
    g_test_add_func("/render/picture/asked_for_by_many_is_drawn_once", picture__asked_for_by_many_is_drawn_once);
    g_test_add_func("/render/cut_picture/is_made_again", cut_picture__is_made_again);
    g_test_add_func("/render/text/has_words_in_boxes", text__has_words_in_boxes);
    g_test_add_func("/render/text/of_a_turned_page_lies_on_its_ink", text__of_a_turned_page_lies_on_its_ink);
    g_test_add_func("/render/outline/has_titles_pages_and_depth", outline__has_titles_pages_and_depth);
    g_test_add_func("/render/encrypted/opens_without_a_password_only", encrypted__opens_without_a_password_only);
    g_test_add_func("/render/damaged/is_refused_and_remembered", damaged__is_refused_and_remembered);
    g_test_add_func("/render/killed_child/costs_nothing_while_idle", killed_child__costs_nothing_while_idle);
    g_test_add_func("/render/killed_parent/is_replaced", killed_parent__is_replaced);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    g_free(cache);
    return result;
}
