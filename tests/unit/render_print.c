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
    const char *folder = g_getenv("NGHISU_PRINTED"); /* for a person's eyes */
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
    g_strdelimit(text, "\n", ' ');
    for (guint i = 0; i < G_N_ELEMENTS(told); i++)
        if (!strstr(text, told[i]))
            g_error("not found: %s in %s", told[i], text);
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    g_assert_cmpstr(text, ==, composed);
    g_autofree char *title = poppler_document_get_title(document);
    g_assert_cmpstr(title, ==, "Giấy mời họp");
    assert_within_margins(document);
}

static char *joined(PopplerDocument *document)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; i < poppler_document_get_n_pages(document); i++) {
        g_autofree char *text = text_of(document, (guint)i + 1);
        for (const char *at = text; *at; at = g_utf8_next_char(at))
            if (!g_unichar_isspace(g_utf8_get_char(at)))
                g_string_append_unichar(out, g_utf8_get_char(at));
    }
    return g_string_free(out, FALSE);
}

static void print__breaks_a_word_longer_than_the_line(void)
{
    g_autoptr(Print) print = print_plain();
    g_autofree char *word = g_strnfill(500, 'W');
    print_text(print, NULL, word);
    print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = 72, .indent = 300, .first_line = 300}, word);
    print_bullet(print, &(PrintStyle){.size = 30}, "mark-mark-mark-mark-mark-mark-mark ", &(PrintRun){.text = word}, 1);
    g_autoptr(GBytes) made = make(print, NULL);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_autofree char *text = joined(document);
    guint letters = 0;
    for (const char *at = text; *at; at++)
        letters += *at == 'W';
    g_assert_cmpuint(letters, ==, 1500);
    assert_within_margins(document);
}

static void print__carries_a_paragraph_of_1000_lines_over_pages(void)
{
    g_autoptr(Print) print = print_plain();
    g_autoptr(GString) long_text = g_string_new(NULL);
    for (guint i = 0; i < 1000; i++)
        g_string_append_printf(long_text, "Dòng thứ %u của đoạn văn rất dài, viết để thử.\n", i);
    guint pages = 0;
    print_text(print, NULL, long_text->str);
    g_autoptr(GBytes) made = make(print, &pages);
    g_assert_cmpuint(pages, >, 20);
    g_autoptr(PopplerDocument) document = open_made(made);
    assert_within_margins(document);
    g_autofree char *last = text_of(document, pages);
    g_assert_nonnull(strstr(last, "Dòng thứ 999 "));
    g_autofree char *second = text_of(document, 2), *first = text_of(document, 1);
    g_assert_true(g_str_has_prefix(second, "2\n")); /* in the top margin from page 2 */
    g_assert_true(g_str_has_prefix(first, "Dòng"));
}

static void cells_put(Print *print, const char *const *texts, guint count, gboolean bold)
{
    print_row(print);
    for (guint i = 0; i < count; i++) {
        print_cell(print, 1);
        print_text(print, &(PrintStyle){.align = bold ? PRINT_CENTRE : PRINT_LEFT, .size = 12, .bold = bold}, texts[i]);
    }
}

static void print__repeats_a_table_s_header_on_every_page(void)
{
    g_autoptr(Print) print = print_plain();
    print_table_begin(print, &(PrintTable){.columns = 3, .shares = {1, 6, 3}, .borders = TRUE, .header_rows = 1});
    cells_put(print, (const char *const[]){"STT", "Nội dung", "Đơn vị"}, 3, TRUE);
    for (guint i = 1; i <= 300; i++) {
        g_autofree char *number = g_strdup_printf("%u", i),
                        *text = g_strdup_printf("Hàng %u với nội dung dài hơn một dòng để ô phải xuống dòng", i);
        cells_put(print, (const char *const[]){number, text, "Sở Tài chính"}, 3, FALSE);
    }
    print_table_end(print);
    guint pages = 0;
    g_autoptr(GBytes) made = make(print, &pages);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_assert_cmpuint(pages, >, 5);
    for (guint i = 1; i <= pages; i++) {
        g_autofree char *text = text_of(document, i);
        g_assert_nonnull(strstr(text, "Nội dung"));
    }
    g_autofree char *text = joined(document);
    g_assert_nonnull(strstr(text, "Hàng300với"));
    assert_within_margins(document);
}

static void print__cuts_a_row_that_no_page_can_hold(void)
{
    g_autoptr(Print) print = print_plain();
    g_autoptr(GString) tall = g_string_new(NULL);
    for (guint i = 0; i < 200; i++)
        g_string_append_printf(tall, "Dòng %u.\n", i);
    print_table_begin(print, &(PrintTable){.columns = 2, .shares = {1, 1}, .borders = TRUE, .header_rows = 1});
    cells_put(print, (const char *const[]){"Trái", "Phải"}, 2, TRUE);
    cells_put(print, (const char *const[]){tall->str, "Ngắn"}, 2, FALSE);
    cells_put(print, (const char *const[]){"Sau", "cùng"}, 2, FALSE);
    print_table_end(print);
    guint pages = 0;
    g_autoptr(GBytes) made = make(print, &pages);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_assert_cmpuint(pages, >=, 4);
    g_autofree char *text = joined(document);
    for (guint i = 0; i < 200; i++) {
        g_autofree char *line = g_strdup_printf("Dòng%u.", i);
        g_assert_nonnull(strstr(text, line));
    }
    g_assert_nonnull(strstr(text, "cùng"));
    assert_within_margins(document);
}

static void print__keeps_a_heading_with_what_follows_and_a_signature_whole(void)
{
    for (guint lines = 36; lines < 52; lines++) {
        g_autoptr(Print) print = print_plain();
        for (guint i = 0; i < lines; i++)
            print_text(print, NULL, "Dòng đầy trang.");
        print_text(print, &(PrintStyle){.bold = TRUE, .keep_with_next = TRUE}, "ĐẦU MỤC");
        print_text(print, NULL, "Thân mục.");
        print_sign(print, &(PrintSign){.titles = (const char *const[]){"GIÁM ĐỐC", NULL}, .name = "Trần Văn Bình"});
        guint pages = 0;
        g_autoptr(GBytes) made = make(print, &pages);
        g_autoptr(PopplerDocument) document = open_made(made);
        for (guint i = 1; i <= pages; i++) {
            g_autofree char *text = text_of(document, i);
            g_assert_cmpint(!!strstr(text, "ĐẦU MỤC"), ==, !!strstr(text, "Thân mục"));
            g_assert_cmpint(!!strstr(text, "GIÁM ĐỐC"), ==, !!strstr(text, "Trần Văn Bình"));
        }
        assert_within_margins(document);
    }
}

static void print__styles_each_run_by_itself(void)
{
    g_autoptr(Print) print = print_plain();
    const PrintRun runs[] = {{.text = "Thời gian:", .bold = TRUE},
                             {.text = " từ 08 giờ\n"},
                             {.text = "Địa điểm:", .bold = TRUE},
                             {.text = " phòng họp "},
                             {.text = "số một", .italic = TRUE}};
    print_runs(print, NULL, runs, G_N_ELEMENTS(runs));
    g_autoptr(GBytes) made = make(print, NULL);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_autoptr(PopplerPage) page = poppler_document_get_page(document, 0);
    g_autofree char *text = poppler_page_get_text(page);
    GList *styles = poppler_page_get_text_attributes(page);
    g_autoptr(GString) seen = g_string_new(NULL);
    for (GList *at = styles; at; at = at->next) {
        const PopplerTextAttributes *one = at->data;
        const char *from = g_utf8_offset_to_pointer(text, one->start_index), *to = g_utf8_offset_to_pointer(text, one->end_index + 1);
        g_autofree char *words = g_strndup(from, (gsize)(to - from));
        const char *style = strrchr(one->font_name, '-');
        g_string_append_printf(seen, "%s<%s>", style ? style : "", g_strstrip(words));
    }
    poppler_page_free_text_attributes(styles);
    g_autoptr(GString) bold = g_string_new(NULL), italic = g_string_new(NULL);
    g_auto(GStrv) pieces = g_strsplit(seen->str, ">", -1);
    for (guint i = 0; pieces[i]; i++) {
        const char *words = strchr(pieces[i], '<');
        if (words)
            g_string_append(g_str_has_prefix(pieces[i], "-Bold")     ? bold
                            : g_str_has_prefix(pieces[i], "-Italic") ? italic
                                                                     : seen,
                            words + 1);
    }
    g_auto(GStrv) bold_parts = g_strsplit(bold->str, " ", -1), italic_parts = g_strsplit(italic->str, " ", -1);
    g_autofree char *bold_words = g_strjoinv("", bold_parts), *italic_words = g_strjoinv("", italic_parts);
    g_assert_cmpstr(bold_words, ==, "Thờigian:Địađiểm:");
    g_assert_cmpstr(italic_words, ==, "sốmột");
}

static void print__has_the_same_bytes_twice_and_after_a_restart(void)
{
    g_autofree char *first = NULL;
    for (guint i = 0; i < 3; i++) {
        g_autoptr(Print) print = print_plain();
        letter(print);
        g_autoptr(GBytes) made = make(print, NULL);
        g_autofree char *sum = text_sha256(g_bytes_get_data(made, NULL), g_bytes_get_size(made));
        if (!first)
            first = g_strdup(sum);
        g_assert_cmpstr(sum, ==, first);
        if (i == 1) {
            render_stop(render);
            render = paper_start(cache);
        }
    }
}

static guint bookmarks_of(PopplerIndexIter *at, GString *titles, int depth)
{
    guint count = 0;
    do {
        PopplerAction *action = poppler_index_iter_get_action(at);
        PopplerIndexIter *child = poppler_index_iter_get_child(at);
        g_string_append_printf(titles, "%d%s@%d;", depth, action->any.title,
                               action->type == POPPLER_ACTION_GOTO_DEST ? action->goto_dest.dest->page_num : -1);
        count += 1 + (child ? bookmarks_of(child, titles, depth + 1) : 0);
        poppler_action_free(action);
        g_clear_pointer(&child, poppler_index_iter_free);
    } while (poppler_index_iter_next(at));
    return count;
}

static void print__has_bookmarks_labels_and_links(void)
{
    g_autoptr(Print) print = print_new(&(PrintPaper){
        .title = "Tài liệu", .made_at = "2026-11-22T07:30:00Z", .labels = PRINT_LABELS_ROMAN, .label_prefix = "A-", .no_numbers = TRUE});
    print_outline(print, 0, "Chương trình");
    const PrintRun runs[] = {{.text = "Mục một", .target = "item-1"},
                             {.text = " và "},
                             {.text = "phụ lục", .target = "elsewhere"},
                             {.text = " và "},
                             {.text = "trang ngoài", .uri = "https://example.vn/x'(y)"}};
    print_runs(print, NULL, runs, G_N_ELEMENTS(runs));
    print_page_break(print);
    print_outline(print, 0, "Nội dung");
    print_outline(print, 1, "1. Mục một");
    print_anchor(print, "item-1");
    print_text(print, NULL, "Mục một");
    g_autoptr(GBytes) made = make(print, NULL);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_autoptr(GString) titles = g_string_new(NULL);
    PopplerIndexIter *index = poppler_index_iter_new(document);
    g_assert_cmpuint(bookmarks_of(index, titles, 0), ==, 3);
    poppler_index_iter_free(index);
    g_assert_cmpstr(titles->str, ==, "0Chương trình@1;0Nội dung@2;11. Mục một@2;");
    g_autoptr(PopplerPage) page = poppler_document_get_page(document, 0), second = poppler_document_get_page(document, 1);
    g_autofree char *label = NULL;
    g_object_get(second, "label", &label, NULL);
    g_assert_cmpstr(label, ==, "A-ii");
    GList *links = poppler_page_get_link_mapping(page);
    g_autoptr(GString) seen = g_string_new(NULL);
    for (GList *at = links; at; at = at->next) {
        const PopplerLinkMapping *link = at->data;
        if (link->action->type == POPPLER_ACTION_URI)
            g_string_append_printf(seen, "%s;", link->action->uri.uri);
        else
            g_assert_cmpint(link->action->type, ==, POPPLER_ACTION_GOTO_DEST);
        g_assert_cmpfloat(link->area.x1, >=, PRINT_MM(30) - 0.6);
        g_assert_cmpfloat(link->area.x2, >, link->area.x1 + 20);
    }
    g_assert_cmpuint(g_list_length(links), ==, 3);
    g_assert_nonnull(strstr(seen->str, "nghisu:elsewhere;"));
    g_assert_nonnull(strstr(seen->str, "https://example.vn/x'(y);"));
    poppler_page_free_link_mapping(links);
}

static void print__puts_texts_on_sheets_of_any_size(void)
{
    g_autoptr(Print) print = print_plain();
    for (guint i = 1; i <= 1200; i++) {
        g_autofree char *text = g_strdup_printf("Trang %u", i);
        print_sheet(print, i % 2 ? 842 : 300, 595);
        print_place(print, &(PrintStyle){.align = PRINT_RIGHT, .size = 9}, 100, 570, 180, text);
    }
    guint pages = 0;
    g_autoptr(GBytes) made = make(print, &pages);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_assert_cmpuint(pages, ==, 1200);
    double width, height;
    g_autoptr(PopplerPage) page = poppler_document_get_page(document, 1199);
    poppler_page_get_size(page, &width, &height);
    g_assert_cmpfloat(fabs(width - 300), <, 0.1);
    g_autofree char *text = text_of(document, 1200);
    g_assert_nonnull(strstr(text, "Trang 1200"));
}

/* Letters of any script, marks that stand alone, and what is no letter: none ends the printer, none gets a call it may not make. */
static void print__takes_letters_of_any_script(void)
{
    g_autoptr(Print) print = print_plain();
    print_text(print, NULL,
               "Кириллица ελληνικά 漢字 かな 한국어 ไทย ខ្មែរ ລາວ العربية עברית "
               "😀👨‍👩‍👧 "
               "\u0301\u0323\u202e!\ufeff\x01");
    print_text(print, &(PrintStyle){.caps = TRUE}, "tie\u0302\u0301ng vie\u0323\u0302t");
    print_text(print, NULL, "");
    g_autoptr(GBytes) made = make(print, NULL);
    g_autoptr(PopplerDocument) document = open_made(made);
    g_autofree char *text = text_of(document, 1);
    g_assert_nonnull(strstr(text, "TIẾNG VIỆT"));
    g_assert_nonnull(strstr(text, "Кириллица"));
}

static void print__refuses_what_it_cannot_print_in_words(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Print) print = print_plain();
    for (guint i = 0; i < 2001; i++)
        print_page_break(print);
    g_assert_null(print_make(print, render, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_PAGE_TOO_COSTLY);
    g_clear_error(&error);
    g_autoptr(Print) large = print_plain();
    g_autofree char *text = g_strnfill((8 << 20) + 1, 'x');
    print_text(large, NULL, text);
    g_assert_null(print_make(large, render, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_PAGE_TOO_COSTLY);
    g_clear_error(&error);
    g_autoptr(Print) broken = print_plain();
    print_text(broken, NULL, "\xff");
    g_assert_null(print_make(broken, render, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    g_clear_error(&error);
    g_autoptr(Print) cell = print_plain();
    print_table_begin(cell, &(PrintTable){.columns = 1, .shares = {1}});
    print_text(cell, NULL, "ohne Zelle");
    print_table_end(cell);
    g_assert_null(print_make(cell, render, NULL, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
}

/* The child believes the server no more than the server the child. */
static void print__refuses_a_description_that_breaks_the_protocol(void)
{
    static const char whole[] =
        "{\"title\":\"\",\"author\":\"\",\"language\":\"vi\",\"made_at\":\"2026-01-01T00:00:00Z\",\"prefix\":\"\",\"landscape\":"
        "false,\"numbers\":true,\"first\":1,\"labels\":0,\"blocks\":[%s]}";
    static const char *const bad[] = {
        "1",
        "{}",
        "{\"kind\":\"rule\",\"share\":2.0,\"before\":0,\"after\":0}",
        "{\"kind\":\"rule\",\"share\":0.5,\"before\":0,\"after\":0,\"more\":1}",
        "{\"kind\":\"rule\",\"share\":0.5,\"before\":1e300,\"after\":0}",
        "{\"kind\":\"sheet\",\"width\":0,\"height\":10}",
        "{\"kind\":\"place\",\"x\":0,\"y\":0,\"width\":10}",
        "{\"kind\":\"outline\",\"level\":1,\"title\":\"tief\"}",
        "{\"kind\":\"anchor\",\"name\":\"a b\"}",
        "{\"kind\":\"anchor\",\"name\":\"a\"},{\"kind\":\"anchor\",\"name\":\"a\"}",
        "{\"kind\":\"table\",\"shares\":[0],\"borders\":true,\"headers\":0,\"padding\":0,\"before\":0,\"after\":0,\"keep\":false,\"rows\":["
        "]}",
        "{\"kind\":\"table\",\"shares\":[1],\"borders\":true,\"headers\":1,\"padding\":0,\"before\":0,\"after\":0,\"keep\":false,\"rows\":["
        "]}",
        "{\"kind\":\"table\",\"shares\":[1],\"borders\":true,\"headers\":0,\"padding\":0,\"before\":0,\"after\":0,\"keep\":false,\"rows\":["
        "[{\"columns\":2,"
        "\"blocks\":[]}]]}",
    };
    g_autofree char *sound = g_strdup_printf(whole, "{\"kind\":\"rule\",\"share\":0.5,\"before\":0,\"after\":0}");
    g_autoptr(GBytes) sound_bytes = g_bytes_new(sound, strlen(sound));
    g_autoptr(GBytes) made = render_print(render, sound_bytes, NULL, NULL);
    g_assert_nonnull(made);
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *text = g_strdup_printf(whole, bad[i]);
        g_autoptr(GBytes) description = g_bytes_new(text, strlen(text));
        g_autoptr(GError) error = NULL;
        g_assert_null(render_print(render, description, NULL, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    }
    for (gsize cut = 1; cut < strlen(sound); cut += 7) {
        g_autoptr(GBytes) description = g_bytes_new(sound, cut);
        g_autoptr(GError) error = NULL;
        g_assert_null(render_print(render, description, NULL, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cache = g_dir_make_tmp("nghisu-print-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/print/is_read_letter_by_letter", print__is_read_letter_by_letter);
    g_test_add_func("/print/breaks_a_word_longer_than_the_line", print__breaks_a_word_longer_than_the_line);
    g_test_add_func("/print/carries_a_paragraph_of_1000_lines_over_pages", print__carries_a_paragraph_of_1000_lines_over_pages);
    g_test_add_func("/print/repeats_a_table_s_header_on_every_page", print__repeats_a_table_s_header_on_every_page);
    g_test_add_func("/print/cuts_a_row_that_no_page_can_hold", print__cuts_a_row_that_no_page_can_hold);
    g_test_add_func("/print/keeps_a_heading_with_what_follows_and_a_signature_whole",
                    print__keeps_a_heading_with_what_follows_and_a_signature_whole);
    g_test_add_func("/print/styles_each_run_by_itself", print__styles_each_run_by_itself);
    g_test_add_func("/print/has_the_same_bytes_twice_and_after_a_restart", print__has_the_same_bytes_twice_and_after_a_restart);
    g_test_add_func("/print/has_bookmarks_labels_and_links", print__has_bookmarks_labels_and_links);
    g_test_add_func("/print/puts_texts_on_sheets_of_any_size", print__puts_texts_on_sheets_of_any_size);
    g_test_add_func("/print/takes_letters_of_any_script", print__takes_letters_of_any_script);
    g_test_add_func("/print/refuses_what_it_cannot_print_in_words", print__refuses_what_it_cannot_print_in_words);
    g_test_add_func("/print/refuses_a_description_that_breaks_the_protocol", print__refuses_a_description_that_breaks_the_protocol);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    return result;
}
