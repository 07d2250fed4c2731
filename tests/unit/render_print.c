/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PDFs of our own words: what is written can be read and found again letter by
 * letter, nothing leaves the page however long it is, and the same description
 * gives the same bytes. What cannot be printed is refused in words.
 */
#include "base/error.h"
#include "paper/print.h"
#include "render_files.h"
#include <glib.h>
#include <math.h>
#include <poppler.h>
#include <string.h>

/* poppler has none of its own here */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerPage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerDocument, g_object_unref)

static Render *render;
static char *cache;

static Print *print_plain(void)
{
    return print_new(&(PrintPaper){.title = "Giấy mời họp", .author = "Văn phòng", .made_at = "2026-11-22T07:30:00Z"});
}

static GBytes *make(Print *print, guint *pages)
{
    g_autoptr(GError) error = NULL;
    GBytes *made = print_make(print, render, pages, &error);
    g_assert_no_error(error);
    g_assert_nonnull(made);
    /* For a person's eyes: NGHISU_PRINTED names a folder. */
    const char *folder = g_getenv("NGHISU_PRINTED");
    if (folder) {
        static guint number;
        g_autofree char *path = g_strdup_printf("%s/%02u.pdf", folder, ++number);
        gsize bytes = 0;
        const char *data = g_bytes_get_data(made, &bytes);
        g_file_set_contents(path, data, (gssize)bytes, NULL);
    }
    return made;
}

static PopplerDocument *open_made(GBytes *made)
{
    g_autoptr(GError) error = NULL;
    PopplerDocument *document = poppler_document_new_from_bytes(made, NULL, &error);
    g_assert_no_error(error);
    return document;
}

static char *text_of(PopplerDocument *document, guint number)
{
    g_autoptr(PopplerPage) page = poppler_document_get_page(document, (int)number - 1);
    g_assert_nonnull(page);
    return poppler_page_get_text(page);
}

/* Every letter of every page within the decree's margins; the number in the top margin aside. */
static void assert_within_margins(PopplerDocument *document)
{
    for (int i = 0; i < poppler_document_get_n_pages(document); i++) {
        g_autoptr(PopplerPage) page = poppler_document_get_page(document, i);
        PopplerRectangle *places = NULL;
        guint count = 0;
        double width, height;
        poppler_page_get_size(page, &width, &height);
        poppler_page_get_text_layout(page, &places, &count);
        g_autofree char *text = poppler_page_get_text(page);
        const char *at = text;
        for (guint k = 0; k < count; k++, at = g_utf8_next_char(at)) {
            if (g_unichar_isspace(g_utf8_get_char(at)) || (i > 0 && places[k].y2 < PRINT_MM(18)))
                continue;
            g_assert_cmpfloat(places[k].x1, >=, PRINT_MM(30) - 0.6);
            g_assert_cmpfloat(places[k].x2, <=, width - PRINT_MM(15) + 0.6);
            g_assert_cmpfloat(places[k].y1, >=, PRINT_MM(20) - 2);
            g_assert_cmpfloat(places[k].y2, <=, height - PRINT_MM(20) + 2);
        }
        g_free(places);
    }
}

static void letter(Print *print)
{
    print_head(print, &(PrintHead){.parent = "Ủy ban nhân dân thành phố",
                                   .issuer = "Sở Khoa học và Công nghệ",
                                   .number = "Số:      /GM-SKHCN",
                                   .place_and_date = "Đà Nẵng, ngày 03 tháng 02 năm 2026"});
    print_outline(print, 0, "GIẤY MỜI");
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .bold = TRUE}, "GIẤY MỜI");
    print_text(print, &(PrintStyle){.after = 6, .first_line = PRINT_MM(10)},
               "Sở Khoa học và Công nghệ trân trọng kính mời đồng chí Nguyễn Thị Hồng Ánh tới dự phiên họp chuyên đề về chuyển đổi số.");
    const PrintRun runs[] = {{.text = "Thời gian: ", .bold = TRUE}, {.text = "8 giờ 00 phút"}, {.text = " xem", .uri = "https://a.vn/x"}};
    print_runs(print, NULL, runs, G_N_ELEMENTS(runs));
    print_sign(print, &(PrintSign){.receivers = (const char *const[]){"- Như trên;", "- Lưu: VT, TH.", NULL},
                                   .titles = (const char *const[]){"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", NULL},
                                   .name = "Trần Văn Bình"});
}

static void print__is_read_letter_by_letter(void)
{
    g_autoptr(Print) print = print_plain();
    guint pages = 0;
    letter(print);
    g_autoptr(GBytes) made = make(print, &pages);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_autofree char *text = text_of(document, 1);
    static const char *const told[] = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                       "Độc lập - Tự do - Hạnh phúc",
                                       "ỦY BAN NHÂN DÂN THÀNH PHỐ",
                                       "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
                                       "Nguyễn Thị Hồng Ánh",
                                       "KT. GIÁM ĐỐC",
                                       "- Lưu: VT, TH."};
    g_assert_cmpuint(pages, ==, 1);
    for (guint i = 0; i < G_N_ELEMENTS(told); i++)
        if (!strstr(text, told[i]))
            g_error("not found: %s in %s", told[i], text);
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    g_assert_cmpstr(text, ==, composed);
    g_autofree char *title = poppler_document_get_title(document);
    g_assert_cmpstr(title, ==, "Giấy mời họp");
    assert_within_margins(document);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cache = g_dir_make_tmp("nghisu-print-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/print/is_read_letter_by_letter", print__is_read_letter_by_letter);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    return result;
}
