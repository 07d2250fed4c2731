/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What json.c refuses, and that canonical writing is canonical.
 */
#include "base/json.h"
#include "base/error.h"
#include <string.h>

static void refused(const char *text, gsize length, ErrorKind kind)
{
    g_autoptr(GError) error = NULL;
    json_t *value = json_parse(text, length, &error);
    g_assert_null(value);
    g_assert_error(error, NGHISU_ERROR, (int)kind);
}

static void parse__refuses_what_is_not_strict(void)
{
    static const char *const bad[] = {"",        "{",     "{\"a\":1}}", "{\"a\":1,\"a\":2}", "nul", "[1,]", "\"\\u0000\"",
                                      "{'a':1}", "[NaN]", "1e999",      "\"\\ud800\""};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        refused(bad[i], strlen(bad[i]), ERROR_BAD_JSON);
    refused("\"\xff\"", 3, ERROR_NOT_UTF8);
    refused("\"a\0b\"", 5, ERROR_BAD_JSON);
}

static void parse__depth_is_bounded(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 32; i++)
        g_string_append_c(text, '[');
    for (int i = 0; i < 32; i++)
        g_string_append_c(text, ']');
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) fine = json_parse(text->str, text->len, &error);
    g_assert_nonnull(fine);
    g_string_prepend(text, "[");
    g_string_append(text, "]");
    refused(text->str, text->len, ERROR_BAD_JSON);
    static const char brackets[] = "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\"";
    g_autoptr(json_t) words = json_parse(brackets, strlen(brackets), &error);
    g_assert_nonnull(words);
}

static void canonical__same_facts_give_the_same_bytes(void)
{
    static const char first[] = "{ \"b\": [1, 2.5, null], \"a\": {\"đ\": \"Nghị Sự\", \"c\": true} }";
    static const char second[] = "{\"a\":{\"c\":true,\"\\u0111\":\"Nghị Sự\"},\"b\":[1,2.5,null]}";
    g_autoptr(json_t) one = json_parse(first, strlen(first), NULL);
    g_autoptr(json_t) two = json_parse(second, strlen(second), NULL);
    g_autofree char *one_text = json_canonical(one);
    g_autofree char *two_text = json_canonical(two);
    g_assert_cmpstr(one_text, ==, two_text);
    g_assert_cmpstr(one_text, ==, "{\"a\":{\"c\":true,\"đ\":\"Nghị Sự\"},\"b\":[1,2.5,null]}");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/parse__refuses_what_is_not_strict", parse__refuses_what_is_not_strict);
    g_test_add_func("/json/parse__depth_is_bounded", parse__depth_is_bounded);
    g_test_add_func("/json/canonical__same_facts_give_the_same_bytes", canonical__same_facts_give_the_same_bytes);
    return g_test_run();
}
