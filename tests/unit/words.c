/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Templates of what the server writes for people.
 */
#include "base/error.h"
#include "base/words.h"
#include <string.h>

static void expect(const char *text, const char *facts, const char *wanted)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = json_parse(facts, strlen(facts), &error);
    g_assert_no_error(error);
    g_autofree char *filled = words_fill(text, json, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(filled, ==, wanted);
}

static void fill__puts_facts_where_their_names_stand(void)
{
    expect("Kính gửi: {{name}}, {{n}} mục{{none}}.", "{\"name\":\"Bà Nguyễn Thị Hòa\",\"n\":3,\"none\":null}",
           "Kính gửi: Bà Nguyễn Thị Hòa, 3 mục.");
}

static void fill__repeats_a_section_for_each_entry_and_leaves_no_empty_lines(void)
{
    expect("Gồm:\n{{#items}}\n- {{title}} ({{unit}})\n{{/items}}\n./.\n",
           "{\"unit\":\"Sở Y tế\",\"items\":[{\"title\":\"Một\"},{\"title\":\"Hai\",\"unit\":\"VP\"}]}",
           "Gồm:\n- Một (Sở Y tế)\n- Hai (VP)\n./.\n");
    expect("{{#a}}{{.}};{{/a}}", "{\"a\":[\"x\",\"y\"]}", "x;y;");
    expect("{{#a}}{{#a}}hai{{/a}}{{/a}}", "{\"a\":\"có\"}", "hai");
}

static void fill__leaves_out_what_is_not_there(void)
{
    expect("{{#online}}Trực tuyến{{/online}}{{^online}}Tại phòng{{/online}}", "{\"online\":false}", "Tại phòng");
    expect("{{#reason}}Lý do: {{reason}}{{/reason}}", "{\"reason\":\"\"}", "");
    expect("{{^items}}Chưa có{{/items}}", "{\"items\":[]}", "Chưa có");
}

static void fill__does_not_read_tags_in_facts(void)
{
    expect("{{a}}", "{\"a\":\"{{b}}\",\"b\":\"lộ\"}", "{{b}}");
}

static void fill__refuses_a_tag_that_is_not_closed(void)
{
    static const char *const bad[] = {"{{a", "{{#a}}b", "{{#a}}{{/b}}"};
    g_autoptr(json_t) facts = json_pack("{s:b}", "a", 1);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(words_fill(bad[i], facts, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/words/fill__puts_facts_where_their_names_stand", fill__puts_facts_where_their_names_stand);
    g_test_add_func("/words/fill__repeats_a_section_for_each_entry_and_leaves_no_empty_lines",
                    fill__repeats_a_section_for_each_entry_and_leaves_no_empty_lines);
    g_test_add_func("/words/fill__leaves_out_what_is_not_there", fill__leaves_out_what_is_not_there);
    g_test_add_func("/words/fill__does_not_read_tags_in_facts", fill__does_not_read_tags_in_facts);
    g_test_add_func("/words/fill__refuses_a_tag_that_is_not_closed", fill__refuses_a_tag_that_is_not_closed);
    return g_test_run();
}
