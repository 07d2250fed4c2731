/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where passages stand on the next version: what is told must be so, what is
 * gone must be said to be gone.
 */
#include "paper/anchor.h"
#include "paper_layout.h"

enum { PARAGRAPHS = 60 };

/* Paragraphs that are each like no other, about papers before a meeting. */
static char **long_text(void)
{
    static const char *const who[] = {"Văn phòng", "Sở Nội vụ", "Ban Tổ chức", "Thanh tra", "Kho bạc", "Phòng Tài chính", "Chi cục Thuế"};
    static const char *const what[] = {"chuẩn bị tài liệu", "gửi dự thảo", "lấy ý kiến", "tổng hợp báo cáo", "kiểm tra hồ sơ"};
    static const char *const when[] = {"trước phiên họp", "trong quý tới", "theo lịch công tác", "khi được giao"};
    GPtrArray *out = g_ptr_array_new();
    for (guint i = 0; i < PARAGRAPHS; i++)
        g_ptr_array_add(out,
                        g_strdup_printf("%u. %s có trách nhiệm %s số %u %s và nộp cho người chủ trì phiên họp chậm nhất ngày %u tháng %u; "
                                        "tài liệu mật được gửi theo mạng riêng của cơ quan thứ %u.",
                                        i + 1, who[i % 7], what[i % 5], 100 + i * 7, when[i % 4], i % 28 + 1, i % 12 + 1, i + 11));
    g_ptr_array_add(out, NULL);
    return (char **)g_ptr_array_free(out, FALSE);
}

typedef struct Pair {
    PaperWords *from, *to;
    AnchorMap *map;
} Pair;

static Pair pair_of(char **from, const PaperLayout *from_layout, char **to, const PaperLayout *to_layout)
{
    Pair pair = {paper_layout(from_layout, (const char *const *)from), paper_layout(to_layout, (const char *const *)to), NULL};
    pair.map = anchor_map_new(pair.from, pair.to);
    return pair;
}

static void pair_clear(Pair *pair)
{
    anchor_map_free(pair->map);
    paper_words_free(pair->from);
    paper_words_free(pair->to);
}

/* The words of a version from an index on, and the box of the first. */
static char *words_from(const PaperWords *words, guint first, guint count)
{
    GString *text = g_string_new(NULL);
    for (guint i = first; i < first + count && i < words->words->len; i++)
        g_string_append_printf(text, "%s%s", i > first ? " " : "", g_array_index(words->words, PaperWord, i).text);
    return g_string_free(text, FALSE);
}

static guint find_word(const PaperWords *words, const char *text)
{
    for (guint i = 0; i < words->words->len; i++)
        if (strcmp(g_array_index(words->words, PaperWord, i).text, text) == 0)
            return i;
    g_assert_not_reached();
}

/* Places `count` words from the one that reads `start`. */
static AnchorPlace placed(const Pair *pair, const char *start, guint count)
{
    guint at = find_word(pair->from, start);
    const PaperWord *word = &g_array_index(pair->from->words, PaperWord, at);
    g_autofree char *exact = words_from(pair->from, at, count), *prefix = at >= 8 ? words_from(pair->from, at - 8, 8) : NULL;
    g_autofree char *suffix = words_from(pair->from, at + count, 8);
    AnchorQuad quad = {word->x, word->y, word->w, word->h};
    AnchorPlace place;
    anchor_text(pair->map, word->page, exact, prefix, suffix, &quad, 1, &place);
    return place;
}

static void assert_at(const PaperWords *words, const AnchorPlace *place, const char *start)
{
    const PaperWord *word = &g_array_index(words->words, PaperWord, find_word(words, start));
    g_assert_cmpuint(place->page, ==, word->page);
    g_assert_cmpuint(place->quads->len, >, 0);
    g_assert_cmpfloat(g_array_index(place->quads, AnchorQuad, 0).x, ==, word->x);
    g_assert_cmpfloat(g_array_index(place->quads, AnchorQuad, 0).y, ==, word->y);
}

static void anchor__is_sure_after_reflow_and_page_breaks(void)
{
    g_auto(GStrv) text = long_text();
    Pair pair = pair_of(text, &LAYOUT_PLAIN, text, &LAYOUT_OTHER);
    g_assert_cmpuint(pair.from->pages, >, 2);
    g_assert_cmpuint(pair.to->pages, >, pair.from->pages);
    guint sure = 0, all = 0;
    for (guint i = 12; i + 9 < pair.from->words->len; i += 5) {
        const PaperWord *word = &g_array_index(pair.from->words, PaperWord, i);
        if (i > 0 && word->line == 0 && word->page > 1)
            continue; /* a page's number is no passage */
        AnchorPlace place;
        g_autofree char *exact = words_from(pair.from, i, 3);
        AnchorQuad quad = {word->x, word->y, word->w, word->h};
        anchor_text(pair.map, word->page, exact, NULL, NULL, &quad, 1, &place);
        all++;
        sure += place.how == ANCHOR_SURE;
        anchor_place_clear(&place);
    }
    g_assert_cmpuint(all, >, 100);
    g_assert_cmpuint(sure * 100, >=, all * 99); /* but passages with a page's number inside */
    AnchorPlace place = placed(&pair, "296", 4);
    g_assert_cmpint(place.how, ==, ANCHOR_SURE);
    assert_at(pair.to, &place, "296");
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void anchor__follows_a_moved_paragraph(void)
{
    g_auto(GStrv) from = long_text(), to = long_text();
    char *moved = to[10];
    memmove(to + 10, to + 11, 30 * sizeof(char *));
    to[40] = moved;
    Pair pair = pair_of(from, &LAYOUT_PLAIN, to, &LAYOUT_PLAIN);
    AnchorPlace place = placed(&pair, "170", 5);
    g_assert_cmpint(place.how, ==, ANCHOR_SURE);
    assert_at(pair.to, &place, "170");
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void anchor__guesses_where_words_changed(void)
{
    g_auto(GStrv) from = long_text(), to = long_text();
    g_free(to[20]);
    to[20] = g_strdup(
        "21. Thanh tra có trách nhiệm chuẩn bị hồ sơ số 240 trước phiên họp và nộp cho người chủ trì phiên họp sớm nhất ngày 21 tháng 9; "
        "tài liệu mật được gửi theo mạng riêng của cơ quan thứ 31.");
    Pair pair = pair_of(from, &LAYOUT_PLAIN, to, &LAYOUT_OTHER);
    AnchorPlace place = placed(&pair, "240", 14); /* … chậm nhất → sớm nhất */
    g_assert_cmpint(place.how, ==, ANCHOR_GUESSED);
    g_assert_cmpfloat(place.score, >=, 0.6);
    assert_at(pair.to, &place, "240");
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void anchor__is_lost_with_its_words(void)
{
    g_auto(GStrv) from = long_text(), to = long_text();
    g_free(to[30]);
    memmove(to + 30, to + 31, (PARAGRAPHS - 30) * sizeof(char *));
    Pair pair = pair_of(from, &LAYOUT_PLAIN, to, &LAYOUT_PLAIN);
    const guint lengths[] = {1, 2, 4};
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        AnchorPlace place = placed(&pair, "310", lengths[i]);
        g_assert_cmpint(place.how, ==, ANCHOR_LOST);
        g_assert_cmpuint(place.page, ==, 0);
        g_assert_cmpuint(place.quads->len, ==, 0);
        anchor_place_clear(&place);
    }
    pair_clear(&pair);
}

static void anchor__among_equal_places_is_never_sure_when_one_is_gone(void)
{
    const char *from[] = {
        "Đầu văn bản này nói về thủ tục.", "Có Không Không rõ", "Có Không Không rõ", "Có Không Không rõ", "Cuối văn bản này ký tên.", NULL};
    const char *to[] = {"Đầu văn bản này nói về thủ tục.", "Có Không Không rõ", "Có Không Không rõ", "Cuối văn bản này ký tên.", NULL};
    Pair pair = pair_of((char **)from, &LAYOUT_PLAIN, (char **)to, &LAYOUT_PLAIN);
    const PaperWord *word = &g_array_index(pair.from->words, PaperWord, 12); /* the second row */
    AnchorQuad quad = {word->x, word->y, word->w, word->h};
    AnchorPlace place;
    anchor_text(pair.map, 1, "Có Không Không rõ", NULL, NULL, &quad, 1, &place);
    g_assert_cmpint(place.how, !=, ANCHOR_SURE);
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void anchor__takes_either_way_to_write_a_word(void)
{
    const char *from[] = {"Thủ trưởng cơ quan hoà giải “tranh chấp” – nếu có – trước khi uỷ quyền cho thông-tin viên.", NULL};
    const char *to[] = {"Thủ trưởng cơ quan hòa giải \"tranh chấp\" - nếu có - trước khi ủy quyền cho thông-tin viên.", NULL};
    Pair pair = pair_of((char **)from, &LAYOUT_PLAIN, (char **)to, &LAYOUT_OTHER);
    AnchorPlace place = placed(&pair, "hoà", 10);
    g_assert_cmpint(place.how, ==, ANCHOR_SURE);
    assert_at(pair.to, &place, "hòa");
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void anchor__has_one_box_a_line_on_its_first_page(void)
{
    g_auto(GStrv) text = long_text();
    Pair pair = pair_of(text, &LAYOUT_PLAIN, text, &LAYOUT_OTHER);
    guint first_of_page_2 = g_array_index(pair.to->first, guint, 1);
    g_autofree char *exact = words_from(pair.from, 0, 40);
    AnchorPlace place;
    anchor_text(pair.map, 1, exact, NULL, NULL, NULL, 0, &place);
    const PaperWord *last = &g_array_index(pair.to->words, PaperWord, 39);
    g_assert_cmpuint(place.quads->len, ==, last->line + 1);
    anchor_place_clear(&place);
    /* over a page break of the new version */
    guint own = first_of_page_2 - 4;
    g_autofree char *over = words_from(pair.from, own, 12);
    anchor_text(pair.map, 1, over, NULL, NULL, NULL, 0, &place);
    g_assert_cmpint(place.how, ==, ANCHOR_SURE);
    g_assert_cmpuint(place.page, ==, 1);
    g_assert_cmpuint(place.quads->len, <=, 2);
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void anchor__of_nothing_is_lost(void)
{
    g_auto(GStrv) text = long_text();
    Pair pair = pair_of(text, &LAYOUT_PLAIN, text, &LAYOUT_PLAIN);
    const char *const none[] = {"", "   ", "chữ không có ở đâu"};
    for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
        AnchorPlace place;
        anchor_text(pair.map, 1, none[i], NULL, NULL, NULL, 0, &place);
        g_assert_cmpint(place.how, ==, ANCHOR_LOST);
        anchor_place_clear(&place);
        anchor_text(pair.map, 9999, "trách nhiệm chuẩn bị tài liệu", NULL, NULL, NULL, 0, &place);
        g_assert_cmpint(place.how, !=, ANCHOR_SURE);
        anchor_place_clear(&place);
    }
    pair_clear(&pair);
}

static void page__follows_its_words(void)
{
    g_auto(GStrv) from = long_text();
    const char *to[PARAGRAPHS + 3] = {"Trang chèn thêm vào đầu văn bản, không có ở bản trước.", "\f"};
    for (guint i = 0; i <= PARAGRAPHS; i++)
        to[i + 2] = from[i];
    Pair pair = pair_of(from, &LAYOUT_PLAIN, (char **)to, &LAYOUT_PLAIN);
    AnchorPlace place;
    float dx = 1, dy = 1;
    anchor_page(pair.map, 2, &place, &dx, &dy);
    g_assert_cmpint(place.how, ==, ANCHOR_SURE);
    g_assert_cmpuint(place.page, ==, 3);
    g_assert_cmpfloat(dx, ==, 0);
    g_assert_cmpfloat(dy, ==, 0);
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void page__without_words_keeps_its_number_only_when_counts_are_equal(void)
{
    const char *from[] = {"Trang một.", "\f", "\f", "Trang ba.", NULL};
    const char *same[] = {"Trang một.", "\f", "\f", "Trang ba.", NULL}, *fewer[] = {"Trang một.", "\f", "Trang ba.", NULL};
    float dx, dy;
    Pair pair = pair_of((char **)from, &LAYOUT_PLAIN, (char **)same, &LAYOUT_PLAIN);
    AnchorPlace place;
    anchor_page(pair.map, 2, &place, &dx, &dy);
    g_assert_cmpint(place.how, ==, ANCHOR_GUESSED);
    g_assert_cmpuint(place.page, ==, 2);
    anchor_place_clear(&place);
    pair_clear(&pair);
    pair = pair_of((char **)from, &LAYOUT_PLAIN, (char **)fewer, &LAYOUT_PLAIN);
    anchor_page(pair.map, 2, &place, &dx, &dy);
    g_assert_cmpint(place.how, ==, ANCHOR_LOST);
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static AnchorQuad around(const PaperWords *words, guint index, float more)
{
    const PaperWord *word = &g_array_index(words->words, PaperWord, index);
    return (AnchorQuad){word->x - more, word->y - more, word->w + 2 * more, word->h + 2 * more};
}

static void region__goes_with_the_words_under_it(void)
{
    g_auto(GStrv) from = long_text();
    const char *to[PARAGRAPHS + 2] = {0};
    for (guint i = 0; i < PARAGRAPHS; i++)
        to[i] = from[(i + 7) % PARAGRAPHS]; /* the first seven come last */
    Pair pair = pair_of(from, &LAYOUT_PLAIN, (char **)to, &LAYOUT_PLAIN);
    guint old = find_word(pair.from, "121"), new = find_word(pair.to, "121");
    const PaperWord *was = &g_array_index(pair.from->words, PaperWord, old), *is = &g_array_index(pair.to->words, PaperWord, new);
    AnchorQuad ring = around(pair.from, old, 1);
    AnchorPlace place;
    float dx = 0, dy = 0;
    anchor_region(pair.map, was->page, &ring, 1, &place, &dx, &dy);
    g_assert_cmpint(place.how, ==, ANCHOR_SURE);
    g_assert_cmpuint(place.page, ==, is->page);
    g_assert_cmpfloat(dx, ==, is->x - was->x);
    g_assert_cmpfloat(dy, ==, is->y - was->y);
    g_assert_true(is->page != was->page || dy != 0);
    anchor_place_clear(&place);
    pair_clear(&pair);
}

static void region__whose_words_went_is_only_guessed(void)
{
    g_auto(GStrv) from = long_text();
    g_auto(GStrv) to = long_text();
    g_free(to[3]);
    to[3] = g_strdup("Điều này đã được thay bằng một quy định hoàn toàn mới.");
    Pair pair = pair_of(from, &LAYOUT_PLAIN, to, &LAYOUT_PLAIN);
    guint old = find_word(pair.from, "121");
    AnchorQuad ring = around(pair.from, old, 0);
    AnchorPlace place;
    float dx = 0, dy = 0;
    anchor_region(pair.map, g_array_index(pair.from->words, PaperWord, old).page, &ring, 1, &place, &dx, &dy);
    g_assert_cmpint(place.how, ==, ANCHOR_GUESSED);
    g_assert_cmpuint(place.page, ==, 1);
    anchor_place_clear(&place);
    anchor_region(pair.map, 1, NULL, 0, &place, &dx, &dy); /* nothing said of where it lies: its page */
    g_assert_cmpuint(place.page, ==, 1);
    anchor_place_clear(&place);
    pair_clear(&pair);
}

/* Looks of pages, one letter each; index 0 is the older version's. */
static char *look_up(gboolean newer, guint page, gpointer data, GError **error)
{
    const char *const *looks = data;
    (void)error;
    return g_strndup(looks[newer] + page - 1, 1);
}

static void picture__tells_the_page_of_a_scan(void)
{
    const char *from[] = {"\f", "\f", "Hết.", NULL}, *to[] = {"\f", "\f", "\f", "\f", "\f", "Hết.", NULL};
    Pair pair = pair_of((char **)from, &LAYOUT_PLAIN, (char **)to, &LAYOUT_PLAIN);
    const struct {
        const char *looks[2];
        AnchorHow how;
        guint page;
    } cases[] = {{{"abc", "xxabc"}, ANCHOR_SURE, 4}, {{"abc", "bxabb"}, ANCHOR_GUESSED, 1}, {{"abc", "xxxxx"}, ANCHOR_LOST, 0}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        AnchorPlace place = {.how = ANCHOR_LOST};
        g_assert_true(anchor_picture(pair.map, 2, look_up, (gpointer)cases[i].looks, &place, &error));
        g_assert_no_error(error);
        g_assert_cmpint(place.how, ==, cases[i].how);
        g_assert_cmpuint(place.page, ==, cases[i].page);
    }
    pair_clear(&pair);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/region/goes_with_the_words_under_it", region__goes_with_the_words_under_it);
    g_test_add_func("/region/whose_words_went_is_only_guessed", region__whose_words_went_is_only_guessed);
    g_test_add_func("/picture/tells_the_page_of_a_scan", picture__tells_the_page_of_a_scan);
    g_test_add_func("/anchor/is_sure_after_reflow_and_page_breaks", anchor__is_sure_after_reflow_and_page_breaks);
    g_test_add_func("/anchor/follows_a_moved_paragraph", anchor__follows_a_moved_paragraph);
    g_test_add_func("/anchor/guesses_where_words_changed", anchor__guesses_where_words_changed);
    g_test_add_func("/anchor/is_lost_with_its_words", anchor__is_lost_with_its_words);
    g_test_add_func("/anchor/among_equal_places_is_never_sure_when_one_is_gone", anchor__among_equal_places_is_never_sure_when_one_is_gone);
    g_test_add_func("/anchor/takes_either_way_to_write_a_word", anchor__takes_either_way_to_write_a_word);
    g_test_add_func("/anchor/has_one_box_a_line_on_its_first_page", anchor__has_one_box_a_line_on_its_first_page);
    g_test_add_func("/anchor/of_nothing_is_lost", anchor__of_nothing_is_lost);
    g_test_add_func("/page/follows_its_words", page__follows_its_words);
    g_test_add_func("/page/without_words_keeps_its_number_only_when_counts_are_equal",
                    page__without_words_keeps_its_number_only_when_counts_are_equal);
    return g_test_run();
}
