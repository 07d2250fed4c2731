/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links of a PDF: where they lie on the page as shown, where they lead, and
 * which of them are left out.
 */
#include "base/json.h"
#include "render_files.h"
#include "workers/pages.h"
#include <math.h>

static Render *render;
static char *cache;

#define ANNOTATION(rectangle, action) "<</Type/Annot/Subtype/Link/Rect[" rectangle "]/Border[0 0 0]" action ">>"
#define URI(address) "/A<</S/URI/URI(" address ")>>"

/* Page 1 is cropped, pages 2 and 4 lie turned by 90 and 180 degrees, page 3 is plain. */
static const char linked[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Dests<</dieu3[5 0 R/XYZ 0 700 0]>>/Names<</Dests<</Names[(phu "
                             "luc)[4 0 R/Fit]]>>>>>>endobj\n"
                             "2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R 6 0 R]/Count 4>>endobj\n"
                             "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/CropBox[50 100 550 700]/Annots[" /* shown 500 × 600 */
    ANNOTATION("100 650 200 670", "/Dest[5 0 R/XYZ 0 700 null]") /* plain: 100 from the top of 800 */
    ANNOTATION("100 600 200 620", "/Dest/dieu3") ANNOTATION("100 520 200 540", URI("https://vanban.example.vn/van-ban?a=1&b=2")) ANNOTATION(
        "100 480 200 500", URI("mailto:vanthu@example.vn")) ANNOTATION("100 440 200 460", URI("javascript:alert\\(1\\)"))
        ANNOTATION("100 440 200 460", "/A<</S/JavaScript/JS(app.alert\\(1\\))>>") ANNOTATION(
            "100 440 200 460", URI("file:///etc/passwd")) ANNOTATION("100 440 200 460", "/A<</S/Launch/F(calc.exe)>>")
            ANNOTATION("100 440 200 460", "/A<</S/GoToR/F(khac.pdf)/D[0/Fit]>>") ANNOTATION(
                "100 440 200 460", "/A<</S/Named/N/NextPage>>") ANNOTATION("100 440 200 460", URI("\\377\\376"))
                ANNOTATION("100 440 200 440", URI("https://khong-cao.example.vn")) ANNOTATION(
                    "100 440 200 460", "/Dest/khong-co") ANNOTATION("100 400 200 420", "/Dest[3 0 R/XYZ null null null]")
                    ANNOTATION("100 360 200 380", "/Dest[3 0 R/FitH 400]") ANNOTATION(
                        "100 320 200 340",
                        "/Dest[4 0 R/XYZ 10 20 0]") "]>>endobj\n"
                                                    "4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate 90/Annots[" ANNOTATION(
                                                        "100 650 200 670",
                                                        "/Dest[5 0 R/Fit]") "]>>endobj\n"
                                                                            "5 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 "
                                                                            "800]>>endobj\n"
                                                                            "6 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate "
                                                                            "180/Annots[" ANNOTATION(
                                                                                "100 650 200 670",
                                                                                "/Dest[5 0 R/Fit]") "]>>endobj\n"
                                                                                                    "trailer<</Root 1 0 R>>\n";

/* The newer way to name places: a tree, with strings for names. */
static const char named[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</Dests<</Names[(phu luc)[4 0 R/FitR 10 20 300 650]]>>>>>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Annots[" ANNOTATION(
        "100 560 200 580",
        "/A<</S/GoTo/D(phu luc)>>") "]>>endobj\n"
                                    "4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>endobj\ntrailer<</Root 1 0 R>>\n";

static PaperFile *paper_of(const char *text, gsize count)
{
    PaperFile *file = g_new0(PaperFile, 1);
    file->bytes = g_bytes_new(text, count);
    file->sha256 = text_sha256(text, count);
    file->source = (RenderSource){file->sha256, count, paper_write, file};
    return file;
}

static json_t *links_of(PaperFile *file, guint page)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = render_text(render, &file->source, page, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) text = json_parse(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);
    g_assert_no_error(error);
    return json_incref(json_object_get(text, "links"));
}

/* page 0: an address; top below 0: none. */
static void assert_link(json_t *links, guint place, double x, double y, double w, double h, int page, double top, const char *uri)
{
    json_t *link = json_array_get(links, place), *to = json_object_get(link, "page"), *down = json_object_get(link, "top");
    const char *const names[] = {"x", "y", "w", "h"};
    const double box[] = {x, y, w, h};
    for (guint i = 0; i < 4; i++)
        g_assert_cmpfloat_with_epsilon(json_number_value(json_object_get(link, names[i])), box[i], 0.02);
    g_assert_true(page ? json_integer_value(to) == page : json_is_null(to));
    g_assert_true(top < 0 ? json_is_null(down) : fabs(json_number_value(down) - top) < 0.02);
    g_assert_cmpstr(json_string_value(json_object_get(link, "uri")), ==, uri);
}

static void links__lead_to_pages_and_addresses_only(void)
{
    PaperFile *file = paper_of(linked, sizeof linked - 1);
    g_autoptr(json_t) links = links_of(file, 1);
    g_assert_cmpuint(json_array_size(links), ==, 7);
    assert_link(links, 0, 50, 30, 100, 20, 3, 100, NULL);
    assert_link(links, 1, 50, 80, 100, 20, 3, 100, NULL);
    assert_link(links, 2, 50, 160, 100, 20, 0, -1, "https://vanban.example.vn/van-ban?a=1&b=2");
    assert_link(links, 3, 50, 200, 100, 20, 0, -1, "mailto:vanthu@example.vn");
    assert_link(links, 4, 50, 280, 100, 20, 1, -1, NULL);
    assert_link(links, 5, 50, 320, 100, 20, 1, 300, NULL); /* 700 - 400: from the top of the cropped page */
    assert_link(links, 6, 50, 360, 100, 20, 2, -1, NULL);  /* across: all of it */
    paper_close(file);
}

static void links__find_places_named_in_a_tree(void)
{
    PaperFile *file = paper_of(named, sizeof named - 1);
    g_autoptr(json_t) links = links_of(file, 1);
    g_assert_cmpuint(json_array_size(links), ==, 1);
    assert_link(links, 0, 100, 220, 100, 20, 2, 150, NULL);
    paper_close(file);
}

static void links__of_a_turned_page_lie_where_they_are_shown(void)
{
    PaperFile *file = paper_of(linked, sizeof linked - 1);
    g_autoptr(json_t) quarter = links_of(file, 2), none = links_of(file, 3), half = links_of(file, 4);
    g_assert_cmpuint(json_array_size(none), ==, 0);
    assert_link(quarter, 0, 650, 100, 20, 100, 3, -1, NULL); /* shown 800 × 600 */
    assert_link(half, 0, 400, 650, 100, 20, 3, -1, NULL);
    paper_close(file);
}

static void links__of_a_crowded_page_are_limited(void)
{
    g_autoptr(GString) text =
        g_string_new("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                     "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Annots[");
    for (guint i = 0; i < 3000; i++)
        g_string_append_printf(text, "<</Subtype/Link/Rect[%u %u %u %u]/Dest[3 0 R/Fit]>>", i % 50, i / 50, i % 50 + 5, i / 50 + 5);
    g_string_append(text, "]>>endobj\ntrailer<</Root 1 0 R>>\n");
    PaperFile *file = paper_of(text->str, text->len);
    g_autoptr(json_t) links = links_of(file, 1);
    g_assert_cmpuint(json_array_size(links), ==, PAGES_LINK_LIMIT);
    paper_close(file);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    cache = g_dir_make_tmp("nghisu-pages-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/render/links/lead_to_pages_and_addresses_only", links__lead_to_pages_and_addresses_only);
    g_test_add_func("/render/links/find_places_named_in_a_tree", links__find_places_named_in_a_tree);
    g_test_add_func("/render/links/of_a_turned_page_lie_where_they_are_shown", links__of_a_turned_page_lie_where_they_are_shown);
    g_test_add_func("/render/links/of_a_crowded_page_are_limited", links__of_a_crowded_page_are_limited);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    g_free(cache);
    return result;
}
