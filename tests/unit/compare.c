/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comparison counts as people count: every edit is listed, nothing else is,
 * however lines and pages fall.
 */
#include "paper/compare.h"
#include "base/json.h"
#include "paper_layout.h"

enum { ARTICLES = 48, CLAUSES = 3 };

/* A decree of some twenty pages; its paragraphs in order. */
static GPtrArray *decree(void)
{
    static const char *const who[] = {"Văn phòng", "Sở Nội vụ", "Ban Tổ chức", "Thanh tra", "Kho bạc", "Phòng Tài chính", "Chi cục Thuế"};
    static const char *const what[] = {"chuẩn bị tài liệu", "gửi dự thảo", "lấy ý kiến", "tổng hợp báo cáo", "kiểm tra hồ sơ"};
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(out, g_strdup("NGHỊ ĐỊNH"));
    g_ptr_array_add(out, g_strdup("Về công tác chuẩn bị phiên họp"));
    for (guint i = 1; i <= ARTICLES; i++) {
        if (i % 12 == 1)
            g_ptr_array_add(out, g_strdup_printf("Chương %s", (const char *const[]){"I", "II", "III", "IV"}[i / 12]));
        g_ptr_array_add(out, g_strdup_printf("Điều %u. %s và việc %s", i, who[i % 7], what[i % 5]));
        for (guint k = 1; k <= CLAUSES; k++)
            g_ptr_array_add(
                out, g_strdup_printf("%u. %s có trách nhiệm %s số %u trước phiên họp và nộp cho người chủ trì chậm nhất ngày %u "
                                     "tháng %u năm 2020. Tài liệu mật được gửi theo mạng riêng của cơ quan thứ %u. Người nhận "
                                     "ký vào sổ khi nhận đủ.",
                                     k, who[(i + k) % 7], what[(i * k) % 5], 100 + i * 7 + k, (i + k) % 28 + 1, i % 12 + 1, i * 3 + k));
    }
    g_ptr_array_add(out, g_strdup("TT Nội dung Kinh phí Ghi chú"));
    for (guint i = 1; i <= 30; i++)
        g_ptr_array_add(out, g_strdup_printf("%u Hạng mục %u %u.000.000 đồng", i, i * 11, i * 3 + 5));
    return out;
}

static guint at(const GPtrArray *text, const char *start)
{
    for (guint i = 0; i < text->len; i++)
        if (g_str_has_prefix(text->pdata[i], start))
            return i;
    g_assert_not_reached();
}

/* A clause of an article. */
static char **clause(const GPtrArray *text, guint article, guint number)
{
    g_autofree char *start = g_strdup_printf("Điều %u. ", article);
    return (char **)&text->pdata[at(text, start) + number];
}

static void replace(char **paragraph, const char *old, const char *new)
{
    g_assert_nonnull(strstr(*paragraph, old));
    GString *text = g_string_new(*paragraph);
    g_string_replace(text, old, new, 1);
    g_free(*paragraph);
    *paragraph = g_string_free(text, FALSE);
}

static char *no_look(gboolean newer, guint page, gpointer data, GError **error)
{
    (void)error;
    g_ptr_array_add(data, g_strdup_printf("%s %u", newer ? "new" : "old", page));
    return g_strdup("blank");
}

static json_t *compared(const GPtrArray *from, const PaperLayout *from_layout, const GPtrArray *to, const PaperLayout *to_layout)
{
    g_autoptr(GPtrArray) old = g_ptr_array_new(), new = g_ptr_array_new(), looked = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < from->len; i++)
        g_ptr_array_add(old, from->pdata[i]);
    for (guint i = 0; i < to->len; i++)
        g_ptr_array_add(new, to->pdata[i]);
    g_ptr_array_add(old, NULL);
    g_ptr_array_add(new, NULL);
    g_autoptr(PaperWords) a = paper_layout(from_layout, (const char *const *)old->pdata);
    g_autoptr(PaperWords) b = paper_layout(to_layout, (const char *const *)new->pdata);
    json_t *comparison = compare_words(a, b, 1, 2, no_look, looked, NULL);
    g_assert_nonnull(comparison);
    return comparison;
}

static const char *text_of(const json_t *change, const char *side)
{
    const char *text = json_string_value(json_object_get(json_object_get(change, side), "text"));
    return text ? text : "";
}

static void tell(const json_t *comparison)
{
    size_t i;
    json_t *change;
    json_array_foreach(json_object_get(comparison, "changes"), i, change)
    {
        g_test_message("%zu %s [%s] '%s' -> '%s'", i + 1, json_string_value(json_object_get(change, "kind")),
                       json_string_value(json_object_get(change, "heading")), text_of(change, "old"), text_of(change, "new"));
    }
}

/* The change of that kind whose old and new text hold these words; found once only. */
static const json_t *find_change(const json_t *comparison, const char *kind, const char *old, const char *new)
{
    const json_t *found = NULL;
    size_t i;
    json_t *change;
    json_array_foreach(json_object_get(comparison, "changes"), i, change)
    {
        if (strcmp(json_string_value(json_object_get(change, "kind")), kind) == 0 && strstr(text_of(change, "old"), old) &&
            strstr(text_of(change, "new"), new) && !found)
            found = change;
    }
    if (!found)
        g_test_message("not found: %s '%s' -> '%s'", kind, old, new);
    g_assert_nonnull(found);
    return found;
}

static void assert_heading(const json_t *change, const char *heading)
{
    g_assert_cmpstr(json_string_value(json_object_get(change, "heading")), ==, heading);
}

static gsize changes_in(const json_t *comparison)
{
    return json_array_size(json_object_get(comparison, "changes"));
}

static void edit_ten(GPtrArray *text)
{
    replace(clause(text, 3, 1), "trách nhiệm", "nghĩa vụ");                                                /* a word */
    replace(clause(text, 6, 2), "số 144", "số 977");                                                       /* a number */
    replace(clause(text, 9, 1), "Người nhận", "Bản giấy được lưu tại văn thư trong mười năm. Người nhận"); /* a sentence more */
    replace(clause(text, 12, 3), " Tài liệu mật được gửi theo mạng riêng của cơ quan thứ 39.", "");        /* a sentence less */
    char *moved = g_strdup(*clause(text, 15, 2));                                                          /* a paragraph moved */
    g_ptr_array_remove_index(text, (guint)(clause(text, 15, 2) - (char **)text->pdata));
    g_ptr_array_insert(text, (int)(clause(text, 40, 3) - (char **)text->pdata) + 1, moved);
    char **whole = clause(text, 20, 2); /* a paragraph parted */
    char *rest = strstr(*whole, " Tài liệu mật");
    g_assert_nonnull(rest);
    char *second = g_strdup(rest + 1);
    *rest = '\0';
    g_ptr_array_insert(text, (int)(whole - (char **)text->pdata) + 1, second);
    static const char *const page[] = {"\f", "Phụ lục này quy định mẫu biểu dùng chung cho mọi cuộc họp của tỉnh.",
                                       "Mẫu thứ nhất dành cho giấy mời, mẫu thứ hai dành cho danh sách đại biểu.",
                                       "Mỗi mẫu được đóng dấu treo và giữ nguyên khổ chữ.", "\f"};
    for (guint i = 0; i < G_N_ELEMENTS(page); i++) /* a page put in */
        g_ptr_array_insert(text, (int)at(text, "Điều 25. "), g_strdup(page[i]));
    replace((char **)&text->pdata[at(text, "Điều 30. ")], "và việc", "với quy trình");     /* a heading */
    replace((char **)&text->pdata[at(text, "17 Hạng mục")], "56.000.000", "99.500.000");   /* a table's cell */
    replace(clause(text, 44, 1), "ngày 18 tháng 9 năm 2020", "ngày 27 tháng 11 năm 2021"); /* a date */
}

static void assert_ten(const PaperLayout *from_layout, const PaperLayout *to_layout)
{
    g_autoptr(GPtrArray) from = decree(), to = decree();
    edit_ten(to);
    g_autoptr(json_t) comparison = compared(from, from_layout, to, to_layout);
    tell(comparison);
    assert_heading(find_change(comparison, "replaced", "trách nhiệm", "nghĩa vụ"), "Điều 3. Thanh tra và việc tổng hợp báo cáo, khoản 1");
    assert_heading(find_change(comparison, "replaced", "144", "977"), "Điều 6. Chi cục Thuế và việc gửi dự thảo, khoản 2");
    const json_t *more = find_change(comparison, "added", "", "Bản giấy được lưu tại văn thư trong mười năm.");
    g_assert_cmpstr(text_of(more, "new"), ==, "Bản giấy được lưu tại văn thư trong mười năm.");
    const json_t *less = find_change(comparison, "removed", "Tài liệu mật được gửi theo mạng riêng của cơ quan thứ 39.", "");
    g_assert_cmpstr(text_of(less, "old"), ==, "Tài liệu mật được gửi theo mạng riêng của cơ quan thứ 39.");
    find_change(comparison, "moved", "số 207 trước phiên họp", "số 207 trước phiên họp");
    find_change(comparison, "replaced", "2020. Tài", "2020.\nTài");
    find_change(comparison, "added", "", "Mẫu thứ nhất dành cho giấy mời");
    find_change(comparison, "replaced", "và việc", "với quy trình");
    find_change(comparison, "replaced", "56.000.000", "99.500.000");
    const json_t *date = find_change(comparison, "replaced", "18 tháng 9 năm 2020", "27 tháng 11 năm 2021");
    g_assert_cmpuint(json_array_size(json_object_get(json_object_get(date, "new"), "places")), >, 0);
    g_assert_cmpuint(changes_in(comparison), ==, 10);
}

static void compare__lists_ten_edits_and_invents_none(void)
{
    assert_ten(&LAYOUT_PLAIN, &LAYOUT_PLAIN);
}

static void compare__lists_ten_edits_through_a_reflow(void)
{
    assert_ten(&LAYOUT_PLAIN, &LAYOUT_OTHER);
    assert_ten(&LAYOUT_OTHER, &LAYOUT_PLAIN);
}

static void compare__of_a_reflow_is_nothing(void)
{
    g_autoptr(GPtrArray) text = decree();
    g_autoptr(json_t) comparison = compared(text, &LAYOUT_PLAIN, text, &LAYOUT_OTHER);
    tell(comparison);
    g_assert_cmpuint(changes_in(comparison), ==, 0);
    size_t i;
    json_t *pair;
    json_array_foreach(json_object_get(comparison, "pages"), i, pair)
    {
        g_assert_cmpstr(json_string_value(json_object_get(pair, "differs")), ==, "no");
    }
}

/* The flow without what was removed is the new text, without what was added the old one. */
static void flow__holds_both_versions(void)
{
    g_autoptr(GPtrArray) from = decree(), to = decree();
    edit_ten(to);
    g_autoptr(json_t) comparison = compared(from, &LAYOUT_PLAIN, to, &LAYOUT_OTHER);
    g_autoptr(GString) old = g_string_new(NULL), new = g_string_new(NULL), old_is = g_string_new(NULL), new_is = g_string_new(NULL);
    size_t i;
    json_t *part;
    json_array_foreach(json_object_get(comparison, "flow"), i, part)
    {
        const char *kind = json_string_value(json_object_get(part, "kind")), *text = json_string_value(json_object_get(part, "text"));
        if (strcmp(kind, "added") != 0)
            g_string_append_printf(old_is, "%s ", text);
        if (strcmp(kind, "removed") != 0)
            g_string_append_printf(new_is, "%s ", text);
    }
    for (guint k = 0; k < from->len; k++)
        g_string_append_printf(old, "%s ", (char *)from->pdata[k]);
    for (guint k = 0; k < to->len; k++)
        if (strcmp(to->pdata[k], "\f") != 0)
            g_string_append_printf(new, "%s ", (char *)to->pdata[k]);
    g_string_replace(old_is, "\n", " ", 0);
    g_string_replace(new_is, "\n", " ", 0);
    g_assert_cmpstr(new_is->str, ==, new->str);
    g_assert_cmpstr(old_is->str, ==, old->str);
}

static void pages__stand_beside_those_with_the_same_words(void)
{
    g_autoptr(GPtrArray) from = decree(), to = decree();
    const char *const page[] = {"Trang chèn thêm không có ở bản trước, chỉ có ở bản này.", "\f"};
    for (guint i = 0; i < 2; i++)
        g_ptr_array_insert(to, 0, g_strdup(page[1 - i]));
    g_autoptr(json_t) comparison = compared(from, &LAYOUT_PLAIN, to, &LAYOUT_PLAIN);
    const json_t *pages = json_object_get(comparison, "pages");
    g_assert_cmpuint(changes_in(comparison), ==, 1);
    g_assert_true(json_is_null(json_object_get(json_array_get(pages, 0), "old")));
    g_assert_cmpstr(json_string_value(json_object_get(json_array_get(pages, 0), "differs")), ==, "only");
    for (size_t i = 1; i < json_array_size(pages); i++) {
        const json_t *pair = json_array_get(pages, i);
        g_assert_cmpint(json_integer_value(json_object_get(pair, "old")), ==, (json_int_t)i);
        g_assert_cmpint(json_integer_value(json_object_get(pair, "new")), ==, (json_int_t)i + 1);
        g_assert_cmpstr(json_string_value(json_object_get(pair, "differs")), ==, "no");
    }
}

/* Looks of pages without words: the third of the old version is gone, the second of the new one is another. */
static char *some_look(gboolean newer, guint page, gpointer data, GError **error)
{
    (void)data;
    (void)error;
    static const char *const old[] = {"a", "b", "c", "d"}, *const new[] = {"a", "x", "d"};
    return g_strdup(newer ? new[page - 1] : old[page - 1]);
}

static void pages__without_words_are_told_by_their_pictures(void)
{
    const char *const four[] = {"\f", "\f", "\f", NULL}, *const three[] = {"\f", "\f", NULL};
    g_autoptr(PaperWords) from = paper_layout(&LAYOUT_PLAIN, four), to = paper_layout(&LAYOUT_PLAIN, three);
    g_autoptr(json_t) comparison = compare_words(from, to, 3, 7, some_look, NULL, NULL);
    g_autofree char *pages = json_canonical(json_object_get(comparison, "pages"));
    g_assert_cmpuint(changes_in(comparison), ==, 0);
    g_assert_cmpint(json_integer_value(json_object_get(comparison, "from")), ==, 3);
    g_assert_cmpstr(pages, ==,
                    "[{\"differs\":\"no\",\"new\":1,\"old\":1},{\"differs\":\"picture\",\"new\":2,\"old\":2},{\"differs\":\"only\","
                    "\"new\":null,\"old\":3},{\"differs\":\"no\",\"new\":3,\"old\":4}]");
}

static void compare__of_empty_versions_is_empty(void)
{
    const char *const none[] = {NULL}, *const one[] = {"Một dòng.", NULL};
    g_autoptr(GPtrArray) looked = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(PaperWords) empty = paper_layout(&LAYOUT_PLAIN, none), some = paper_layout(&LAYOUT_PLAIN, one);
    g_autoptr(json_t) nothing = compare_words(empty, empty, 1, 2, no_look, looked, NULL);
    g_assert_cmpuint(changes_in(nothing), ==, 0);
    g_autoptr(json_t) came = compare_words(empty, some, 1, 2, no_look, looked, NULL);
    find_change(came, "added", "", "Một dòng.");
    g_autoptr(json_t) went = compare_words(some, empty, 1, 2, no_look, looked, NULL);
    find_change(went, "removed", "Một dòng.", "");
}

/* 300 pages against an edited and reflowed copy, and against quite another text. */
static void compare__of_300_pages_takes_seconds(void)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new_with_free_func(g_free), other = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) strange = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GRand) dice = g_rand_new_with_seed(7);
    for (guint i = 0; i < 2600; i++) {
        g_autoptr(GString) text = g_string_new(NULL), odd = g_string_new(NULL);
        for (guint k = 0; k < 50; k++) {
            g_string_append_printf(text, "%sw%d", k ? " " : "", g_rand_int_range(dice, 0, 1500));
            g_string_append_printf(odd, "%sw%d", k ? " " : "", g_rand_int_range(dice, 0, 1500));
        }
        g_ptr_array_add(one, g_strdup(text->str));
        if (i % 26 == 3)
            g_string_append(text, " thêm vào");
        g_ptr_array_add(other, g_strdup(text->str));
        g_ptr_array_add(strange, g_strdup(odd->str));
    }
    gint64 start = g_get_monotonic_time();
    g_autoptr(json_t) comparison = compared(one, &LAYOUT_PLAIN, other, &LAYOUT_OTHER);
    g_test_message("%zu pages: %.2f s", json_array_size(json_object_get(comparison, "pages")),
                   (double)(g_get_monotonic_time() - start) / 1e6);
    g_assert_cmpuint(changes_in(comparison), ==, 100);
    start = g_get_monotonic_time();
    g_autoptr(json_t) unlike = compared(one, &LAYOUT_PLAIN, strange, &LAYOUT_PLAIN);
    double seconds = (double)(g_get_monotonic_time() - start) / 1e6;
    g_test_message("quite another text: %zu changes, %.2f s", changes_in(unlike), seconds);
    g_assert_cmpfloat(seconds, <, 60);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/compare/lists_ten_edits_and_invents_none", compare__lists_ten_edits_and_invents_none);
    g_test_add_func("/compare/lists_ten_edits_through_a_reflow", compare__lists_ten_edits_through_a_reflow);
    g_test_add_func("/compare/of_a_reflow_is_nothing", compare__of_a_reflow_is_nothing);
    g_test_add_func("/compare/flow/holds_both_versions", flow__holds_both_versions);
    g_test_add_func("/compare/pages/stand_beside_those_with_the_same_words", pages__stand_beside_those_with_the_same_words);
    g_test_add_func("/compare/pages/without_words_are_told_by_their_pictures", pages__without_words_are_told_by_their_pictures);
    g_test_add_func("/compare/of_empty_versions_is_empty", compare__of_empty_versions_is_empty);
    g_test_add_func("/compare/of_300_pages_takes_seconds", compare__of_300_pages_takes_seconds);
    return g_test_run();
}
