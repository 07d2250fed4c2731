/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comparison of real files through the real renderer: words as they are drawn,
 * pages without words by their pictures.
 */
#include "base/error.h"
#include "base/json.h"
#include "paper/compare.h"
#include "render_files.h"
#include <cairo-pdf.h>
#ifdef NGHISU_SANITIZE
#include <sanitizer/lsan_interface.h>
#else
#define __lsan_disable()
#define __lsan_enable()
#endif

static Render *render;
static char *folder;

typedef struct Sheet {
    const char *const *lines; /* ends with NULL; NULL: a page without words */
    double seal;              /* where a square stands on a page without words */
} Sheet;

static PaperFile *draw(const char *name, const Sheet *sheets, guint count, double size)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    __lsan_disable(); /* fontconfig keeps what it found until the end */
    cairo_surface_t *surface = cairo_pdf_surface_create(path, 595, 842);
    cairo_t *cairo = cairo_create(surface);
    cairo_select_font_face(cairo, "serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, size);
    for (guint i = 0; i < count; i++) {
        double y = 90;
        for (const char *const *line = sheets[i].lines; line && *line; line++, y += size * 1.4) {
            cairo_move_to(cairo, 80, y);
            cairo_show_text(cairo, *line);
        }
        if (!sheets[i].lines) {
            cairo_rectangle(cairo, sheets[i].seal, 300, 60, 60);
            cairo_fill(cairo);
        }
        cairo_show_page(cairo);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    __lsan_enable();
    PaperFile *file = paper_open(path);
    g_assert_nonnull(file);
    return file;
}

static json_t *compared(PaperFile *from, PaperFile *to)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = compare_versions(render, &from->source, &to->source, 4, 5, &error);
    g_assert_no_error(error);
    json_t *comparison = json_parse(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);
    g_assert_no_error(error);
    return comparison;
}

static void assert_pages(const json_t *comparison, const char *expected)
{
    g_autofree char *pages = json_canonical(json_object_get(comparison, "pages"));
    g_assert_cmpstr(pages, ==, expected);
}

static const char *const ONE[] = {"Điều 1. Phạm vi điều chỉnh", "", "Quy chế này quy định việc chuẩn bị họp của cơ quan.", NULL};
static const char *const ONE_CHANGED[] = {"Điều 1. Phạm vi điều chỉnh", "", "Quy chế này quy định việc tổ chức họp của", "cơ quan.", NULL};

static void compare__sees_words_and_pictures(void)
{
    const Sheet old[] = {{ONE, 0}, {NULL, 100}, {NULL, 200}, {NULL, 300}}, new[] = {{ONE_CHANGED, 0}, {NULL, 100}, {NULL, 230}};
    PaperFile *from = draw("old.pdf", old, G_N_ELEMENTS(old), 13), *to = draw("new.pdf", new, G_N_ELEMENTS(new), 12);
    g_autoptr(json_t) comparison = compared(from, to);
    const json_t *changes = json_object_get(comparison, "changes"), *change = json_array_get(changes, 0);
    g_assert_cmpuint(json_array_size(changes), ==, 1);
    g_assert_cmpstr(json_string_value(json_object_get(change, "heading")), ==, "Điều 1. Phạm vi điều chỉnh");
    g_assert_cmpstr(json_string_value(json_object_get(json_object_get(change, "old"), "text")), ==, "chuẩn bị");
    g_assert_cmpstr(json_string_value(json_object_get(json_object_get(change, "new"), "text")), ==, "tổ chức");
    assert_pages(comparison, "[{\"differs\":\"text\",\"new\":1,\"old\":1},{\"differs\":\"no\",\"new\":2,\"old\":2},"
                             "{\"differs\":\"picture\",\"new\":3,\"old\":3},{\"differs\":\"only\",\"new\":null,\"old\":4}]");
    paper_close(from);
    paper_close(to);
}

static void compare__is_kept(void)
{
    const Sheet old[] = {{ONE, 0}}, new[] = {{ONE_CHANGED, 0}};
    PaperFile *from = draw("kept-old.pdf", old, 1, 14), *to = draw("kept-new.pdf", new, 1, 14);
    g_autoptr(json_t) first = compared(from, to);
    gint taken = from->taken + to->taken;
    g_autoptr(json_t) second = compared(from, to);
    g_assert_true(json_equal(first, second));
    g_assert_cmpint(from->taken + to->taken, ==, taken);
    paper_close(from);
    paper_close(to);
}

static void compare__of_a_damaged_file_is_its_error(void)
{
    const Sheet sheet[] = {{ONE, 0}};
    PaperFile *from = draw("sound.pdf", sheet, 1, 11), *damaged = paper_own("damaged.pdf"), *locked = paper_own("encrypted.pdf");
    g_autoptr(GError) one = NULL, other = NULL, both = NULL;
    g_assert_null(compare_versions(render, &from->source, &damaged->source, 1, 2, &one));
    g_assert_cmpint(error_kind(one), ==, ERROR_PDF_DAMAGED);
    g_assert_null(compare_versions(render, &locked->source, &from->source, 1, 2, &other));
    g_assert_cmpint(error_kind(other), ==, ERROR_PDF_ENCRYPTED);
    g_assert_null(compare_versions(render, &locked->source, &damaged->source, 1, 2, &both));
    g_assert_nonnull(both);
    paper_close(from);
    paper_close(damaged);
    paper_close(locked);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    folder = g_dir_make_tmp("nghisu-compare-XXXXXX", &error);
    g_assert_no_error(error);
    g_autofree char *cache = g_build_filename(folder, "cache", NULL);
    render = paper_start(cache);
    g_test_add_func("/render_compare/sees_words_and_pictures", compare__sees_words_and_pictures);
    g_test_add_func("/render_compare/is_kept", compare__is_kept);
    g_test_add_func("/render_compare/of_a_damaged_file_is_its_error", compare__of_a_damaged_file_is_its_error);
    int failed = g_test_run();
    render_stop(render);
    paper_remove(folder);
    g_free(folder);
    return failed;
}
