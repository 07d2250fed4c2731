/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words and ids, with Vietnamese in both its Unicode forms.
 */
#include "base/text.h"
#include <string.h>

static void clean__composes_and_trims(void)
{
    /* "Nghị Sự" with combining marks, blanks of two kinds around it, a bell inside. */
    g_autofree char *text = text_clean("\xC2\xA0 Nghi\xCC\xA3\a Su\xCC\x9B\xCC\xA3\t\n", -1);
    g_assert_cmpstr(text, ==, "Nghị Sự");
    g_autofree char *inner = text_clean("một\n\thai", -1);
    g_assert_cmpstr(inner, ==, "một\n\thai");
    g_autofree char *empty = text_clean(" \r\n ", -1);
    g_assert_cmpstr(empty, ==, "");
    g_assert_null(text_clean("\xff", -1));
    g_assert_null(text_clean("a\0b", 3));
}

static void file_name__is_fit_for_a_header_and_a_screen(void)
{
    static const char *const cases[][2] = {{"C:\\Hồ sơ\\Tờ trình.pdf", "Tờ trình.pdf"},
                                           {"../../etc/passwd", "passwd"},
                                           {"a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"},
                                           {"\xE2\x80\xAE"
                                            "fdp.exe",
                                            "fdp.exe"},
                                           {"..", "file"},
                                           {"", "file"},
                                           {" / ", "file"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = text_file_name(cases[i][0]);
        g_assert_true(g_utf8_validate(name, -1, NULL));
        if (!strchr(cases[i][0], '\n'))
            g_assert_cmpstr(name, ==, cases[i][1]);
        g_assert_null(strpbrk(name, "\r\n/\\"));
    }
    g_autoptr(GString) longest = g_string_new(NULL);
    for (int i = 0; i < 120; i++)
        g_string_append(longest, "ộ");
    g_string_append(longest, ".docx");
    g_autofree char *cut = text_file_name(longest->str);
    g_assert_cmpuint(strlen(cut), <=, 200);
    g_assert_true(g_utf8_validate(cut, -1, NULL));
    g_assert_true(g_str_has_suffix(cut, "ộ.docx"));
}

static void uuid__seven_is_well_formed_and_rises(void)
{
    g_autofree char *first = text_uuid7();
    g_usleep(2000);
    g_autofree char *second = text_uuid7();
    g_assert_true(text_is_uuid(first));
    g_assert_cmpint(first[14], ==, '7');
    g_assert_nonnull(strchr("89ab", first[19]));
    g_assert_cmpstr(first, <, second);
    g_assert_true(text_is_uuid("00000000-0000-7000-8000-00000000000F"));
    static const char *const wrong[] = {"",
                                        "x",
                                        "00000000-0000-7000-8000-0000000000000",
                                        "00000000-0000-7000-8000-00000000000g",
                                        "00000000000070008000000000000000",
                                        "{0000000-0000-7000-8000-000000000000}"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(text_is_uuid(wrong[i]));
    g_assert_false(text_is_uuid(NULL));
}

static void hex__goes_there_and_back(void)
{
    const guint8 bytes[] = {0, 0x7f, 0xff};
    guint8 back[3];
    g_autofree char *hex = text_hex(bytes, sizeof bytes);
    g_assert_cmpstr(hex, ==, "007fff");
    g_assert_true(text_unhex(hex, back, sizeof back));
    g_assert_cmpmem(bytes, sizeof bytes, back, sizeof back);
    g_assert_false(text_unhex("007ff", back, sizeof back));
    g_assert_false(text_unhex("007fgg", back, sizeof back));
    g_autofree char *digest = text_sha256("abc", 3);
    g_assert_cmpstr(digest, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    g_autofree char *base = text_base64url((const guint8 *)"\xfb\xff", 2);
    g_assert_cmpstr(base, ==, "-_8");
}

static void time__is_utc_with_milliseconds(void)
{
    g_autofree char *at = text_time(G_GINT64_CONSTANT(1795332600007000));
    g_assert_cmpstr(at, ==, "2026-11-22T07:30:00.007Z");
    g_autofree char *before = text_time(-1);
    g_assert_cmpstr(before, ==, "1969-12-31T23:59:59.999Z");
}

static void disposition__carries_both_forms(void)
{
    g_autofree char *value = text_disposition("attachment", "Tờ trình \"100%\".pdf");
    g_assert_cmpstr(value, ==, "attachment; filename=\"T_ tr_nh _100__.pdf\"; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20%22100%25%22.pdf");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/clean__composes_and_trims", clean__composes_and_trims);
    g_test_add_func("/text/file_name__is_fit_for_a_header_and_a_screen", file_name__is_fit_for_a_header_and_a_screen);
    g_test_add_func("/text/uuid__seven_is_well_formed_and_rises", uuid__seven_is_well_formed_and_rises);
    g_test_add_func("/text/hex__goes_there_and_back", hex__goes_there_and_back);
    g_test_add_func("/text/time__is_utc_with_milliseconds", time__is_utc_with_milliseconds);
    g_test_add_func("/text/disposition__carries_both_forms", disposition__carries_both_forms);
    return g_test_run();
}
