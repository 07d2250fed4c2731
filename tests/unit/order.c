/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading order of a page whose lines came as a renderer may give them.
 */
#include "paper/order.h"
#include "paper/words.h"

typedef struct Given {
    const char *text;
    float x, y, w;
} Given;

static void assert_order(const Given *given, guint count, const char *expected)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(PaperWord));
    PaperWord earlier = {"0", 1, 0, 500, 500, 10, 10};
    g_array_append_val(words, earlier); /* of the page before: stays where it is */
    for (guint i = 0; i < count; i++) {
        PaperWord word = {given[i].text, 2, i, given[i].x, given[i].y, given[i].w, 14};
        g_array_append_val(words, word);
    }
    paper_order(words, 1);
    g_autoptr(GString) order = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        const PaperWord *word = &g_array_index(words, PaperWord, i);
        g_string_append(order, word->text);
        g_assert_cmpuint(word->line, ==, i ? i - 1 : 0);
    }
    g_assert_cmpstr(order->str, ==, expected);
}

static void order__puts_a_short_last_line_behind_its_paragraph(void)
{
    const Given given[] = {{"1", 80, 100, 440}, {"3", 80, 140, 440}, {"4", 80, 160, 440}, {"2", 80, 120, 30}};
    assert_order(given, G_N_ELEMENTS(given), "01234");
}

static void order__reads_two_columns_one_after_the_other(void)
{
    const Given given[] = {{"1", 80, 100, 150}, {"3", 300, 101, 200}, {"2", 80, 120, 120}, {"4", 320, 119, 180}, {"5", 80, 150, 440}};
    assert_order(given, G_N_ELEMENTS(given), "012345");
}

static void order__reads_a_table_row_by_row(void)
{
    const Given given[] = {{"1", 80, 100, 50},  {"4", 80, 120, 50},  {"2", 200, 100, 50},
                           {"5", 200, 120, 50}, {"3", 330, 100, 60}, {"6", 330, 120, 60}};
    assert_order(given, G_N_ELEMENTS(given), "0123456");
}

static void order__of_an_empty_page_is_nothing(void)
{
    assert_order(NULL, 0, "0");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/order/puts_a_short_last_line_behind_its_paragraph", order__puts_a_short_last_line_behind_its_paragraph);
    g_test_add_func("/order/reads_two_columns_one_after_the_other", order__reads_two_columns_one_after_the_other);
    g_test_add_func("/order/reads_a_table_row_by_row", order__reads_a_table_row_by_row);
    g_test_add_func("/order/of_an_empty_page_is_nothing", order__of_an_empty_page_is_nothing);
    return g_test_run();
}
