/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The border to a child that has read a stranger's file and may say anything:
 * what is not as promised is refused as a whole.
 */
#include "base/error.h"
#include "paper/layer.h"
#include <glib.h>
#include <math.h>
#include <string.h>

static GBytes *word(float x, guint16 bytes, const char *text, gsize count)
{
    PagesWord record = {x, 2, 3, 4, bytes, 1};
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)&record, sizeof record);
    g_byte_array_append(out, (const guint8 *)text, (guint)count);
    return g_byte_array_free_to_bytes(out);
}

static void assert_text(GBytes *records, guint count, float width, const char *expected)
{
    PagesReply reply = {.count = count, .page_width = width, .page_height = 100};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) mine = records, text = layer_text(1, &reply, mine, &error);
    if (!expected) {
        g_assert_null(text);
        g_assert_error(error, NGHISU_ERROR, ERROR_PAGE_CRASHED);
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(text, NULL), g_bytes_get_size(text), expected, strlen(expected));
}

static void text__is_made_of_sound_records(void)
{
    assert_text(g_bytes_new(NULL, 0), 0, 50, "{\"page\":1,\"width\":50.00,\"height\":100.00,\"lines\":[],\"links\":[]}");
    assert_text(word(1, 2, "a\"", 2), 1, 50,
                "{\"page\":1,\"width\":50.00,\"height\":100.00,\"lines\":[{\"words\":[{\"t\":\"a\\\"\",\"x\":1.00,\"y\":2.00,\"w\":3.00,"
                "\"h\":4.00}]}],\"links\":[]}");
}

static void text__refuses_what_is_not(void)
{
    assert_text(word(1, 3, "\xff\xfe!", 3), 1, 50, NULL); /* not UTF-8 */
    assert_text(word(1, 9, "abc", 3), 1, 50, NULL);       /* longer than what came */
    assert_text(word(1, 3, "abcd", 4), 1, 50, NULL);      /* something behind */
    assert_text(word(1, 3, "abc", 3), 2, 50, NULL);       /* fewer than said */
    assert_text(word(1, 0, "", 0), 1, 50, NULL);          /* empty */
    assert_text(word(NAN, 3, "abc", 3), 1, 50, NULL);     /* nowhere */
    assert_text(word(1e30f, 3, "abc", 3), 1, 50, NULL);   /* far away */
    assert_text(word(1, 3, "abc", 3), 1, INFINITY, NULL); /* an endless page */
    assert_text(word(1, 3, "abc", 3), G_MAXUINT32, 50, NULL);
}

static GBytes *link_record(PagesLink link, const char *uri)
{
    GByteArray *out = g_byte_array_new();
    link.bytes = (guint16)(uri ? strlen(uri) : 0);
    g_byte_array_append(out, (const guint8 *)&link, sizeof link);
    g_byte_array_append(out, (const guint8 *)uri, link.bytes);
    return g_byte_array_free_to_bytes(out);
}

static void assert_link(PagesLink link, const char *uri, const char *expected)
{
    PagesReply reply = {.count = 1, .links = 1, .page_width = 50, .page_height = 100};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) record = link_record(link, uri), text = layer_text(1, &reply, record, &error);
    if (!expected) {
        g_assert_null(text);
        g_assert_error(error, NGHISU_ERROR, ERROR_PAGE_CRASHED);
        return;
    }
    g_assert_no_error(error);
    g_autofree char *json = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    g_assert_nonnull(strstr(json, expected));
}

static void link__is_made_of_sound_records(void)
{
    PagesLink link = {.x = 1, .y = 2, .width = 3, .height = 4, .top = 12.5f, .page = 3};
    assert_link(link, NULL,
                "\"lines\":[],\"links\":[{\"x\":1.00,\"y\":2.00,\"w\":3.00,\"h\":4.00,\"page\":3,\"top\":12.50,\"uri\":null}]}");
    link.top = -1;
    assert_link(link, NULL, "\"page\":3,\"top\":null,\"uri\":null}]}");
    link.page = 0;
    assert_link(link, "HTTPS://example.vn/a\"b", "\"page\":null,\"top\":null,\"uri\":\"HTTPS://example.vn/a\\\"b\"}]}");
    assert_link(link, "mailto:a@example.vn", "\"uri\":\"mailto:a@example.vn\"}]}");
}

static void link__refuses_what_is_not(void)
{
    const PagesLink sound = {.x = 1, .y = 2, .width = 3, .height = 4, .top = -1, .page = 3};
    PagesLink link = sound;
    assert_link(link, "https://example.vn", NULL); /* both */
    link.page = 0;
    assert_link(link, NULL, NULL); /* neither */
    const char *const wrong[] = {"javascript:alert(1)",     "file:///etc/passwd", "https:/example.vn", "ftp://example.vn",
                                 " https://example.vn",     "https://",           "https://a\nb",      "https://\xff",
                                 "https://a\xe2\x80\xae/b", "https://a\xc2\x80"};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
        assert_link(link, wrong[i], NULL);
    g_autofree char *fill = g_strnfill(PAGES_URI_LIMIT, 'a'), *endless = g_strconcat("https://", fill, NULL);
    assert_link(link, endless, NULL);
    PagesLink odd[] = {sound, sound, sound, sound, sound};
    odd[0].x = NAN;
    odd[1].width = 0;
    odd[2].top = INFINITY;
    odd[3].page = PAGES_COUNT_LIMIT + 1;
    odd[4].height = -1;
    for (guint i = 0; i < G_N_ELEMENTS(odd); i++)
        assert_link(odd[i], NULL, NULL);
    PagesReply more = {.count = 1, .links = 2, .page_width = 50, .page_height = 100};
    g_autoptr(GBytes) record = link_record(sound, NULL);
    g_assert_null(layer_text(1, &more, record, NULL)); /* more links than records */
}

static void outline__refuses_a_leap_in_depth(void)
{
    PagesItem items[] = {{.page = 1, .depth = 0}, {.page = 1, .depth = 2}};
    PagesReply reply = {.count = 2};
    g_autoptr(GBytes) records = g_bytes_new_static(items, sizeof items);
    g_assert_null(layer_outline(&reply, records, NULL));
    items[1].depth = 1;
    g_autoptr(GBytes) outline = layer_outline(&reply, records, NULL);
    g_assert_nonnull(outline);
    items[1].page = PAGES_COUNT_LIMIT + 1;
    g_assert_null(layer_outline(&reply, records, NULL));
}

static void facts__refuse_sizes_that_are_none(void)
{
    const float wrong[] = {0, -1, NAN, INFINITY, 1e9f};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        PagesSize sizes[] = {{100, 100}, {100, wrong[i]}};
        g_autoptr(GBytes) records = g_bytes_new(sizes, sizeof sizes);
        g_assert_null(layer_facts(records, NULL));
    }
    g_autoptr(GBytes) none = g_bytes_new(NULL, 0), odd = g_bytes_new("1234567", 7);
    g_assert_null(layer_facts(none, NULL));
    g_assert_null(layer_facts(odd, NULL));
}

static void picture__is_what_it_is_said_to_be(void)
{
    guint8 png[80] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20";
    memcpy(png + 72, "IEND", 4);
    PagesReply reply = {.format = PAGES_PNG, .width = 16, .height = 32};
    g_autoptr(GBytes) picture = g_bytes_new_static(png, sizeof png);
    g_assert_true(layer_picture_is_sound(&reply, picture));
    reply.width = 17;
    g_assert_false(layer_picture_is_sound(&reply, picture));
    reply.width = 16;
    reply.format = PAGES_JPEG;
    g_assert_false(layer_picture_is_sound(&reply, picture));
    reply = (PagesReply){.format = PAGES_PNG, .width = PAGES_SIDE_LIMIT + 1, .height = 32};
    g_assert_false(layer_picture_is_sound(&reply, picture));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/layer/text/is_made_of_sound_records", text__is_made_of_sound_records);
    g_test_add_func("/layer/text/refuses_what_is_not", text__refuses_what_is_not);
    g_test_add_func("/layer/link/is_made_of_sound_records", link__is_made_of_sound_records);
    g_test_add_func("/layer/link/refuses_what_is_not", link__refuses_what_is_not);
    g_test_add_func("/layer/outline/refuses_a_leap_in_depth", outline__refuses_a_leap_in_depth);
    g_test_add_func("/layer/facts/refuse_sizes_that_are_none", facts__refuse_sizes_that_are_none);
    g_test_add_func("/layer/picture/is_what_it_is_said_to_be", picture__is_what_it_is_said_to_be);
    return g_test_run();
}
