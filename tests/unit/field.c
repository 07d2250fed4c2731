/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tables of fields take and refuse, and the conditional headers.
 */
#include "net/field.h"
#include "net/range.h"
#include "base/error.h"
#include "base/json.h"
#include <string.h>

const Route route_table[] = {{0}};

static const Shape inner = {.name = "Inner",
                            .fields =
                                (const Field[]){{.name = "title", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 5},
                                                {.name = "minutes", .kind = FIELD_INTEGER, .flags = FIELD_NULLABLE, .min = 0, .max = 10},
                                                {0}}};
static const Shape outer = {
    .name = "Outer",
    .fields = (const Field[]){{.name = "text", .kind = FIELD_TEXT, .flags = FIELD_NULLABLE, .min = 0, .max = 5},
                              {.name = "secret", .kind = FIELD_TEXT, .flags = FIELD_SECRET, .min = 3, .max = 9},
                              {.name = "id", .kind = FIELD_UUID},
                              {.name = "on", .kind = FIELD_DATE},
                              {.name = "at", .kind = FIELD_TIME},
                              {.name = "yes", .kind = FIELD_BOOLEAN},
                              {.name = "x", .kind = FIELD_NUMBER, .min = 0, .max = 2},
                              {.name = "big", .kind = FIELD_INTEGER, .min = 0, .max = G_MAXINT64},
                              {.name = "word", .kind = FIELD_CHOICE, .choices = (const char *const[]){"one", "two", NULL}},
                              {.name = "items", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &inner, .max_items = 2},
                              {.name = "ids", .kind = FIELD_UUID, .flags = FIELD_LIST, .max_items = 3},
                              {0}}};

static void takes(const char *body, const char *clean)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) given = json_parse(body, strlen(body), &error);
    g_assert_no_error(error);
    g_autoptr(json_t) checked = field_check(&outer, given, &error);
    g_assert_no_error(error);
    g_autofree char *text = json_canonical(checked);
    g_assert_cmpstr(text, ==, clean);
}

static void refuses(const char *body, ErrorKind kind, const char *field)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) given = json_parse(body, strlen(body), &error);
    g_assert_no_error(error);
    g_autoptr(json_t) checked = field_check(&outer, given, &error);
    g_assert_null(checked);
    g_assert_cmpstr(error_fact(error_kind(error))->slug, ==, error_fact(kind)->slug);
    g_assert_cmpstr(error_field(error), ==, field);
}

static void cleans_texts(void)
{
    takes("{\"text\":\"  a\\u0300  \"}", "{\"text\":\"\xc3\xa0\"}");
    takes("{\"text\":null}", "{\"text\":null}");
    takes("{\"text\":\"\"}", "{\"text\":\"\"}");
    takes("{\"secret\":\" a b \"}", "{\"secret\":\" a b \"}");
    refuses("{\"text\":\"abcdef\"}", ERROR_TOO_LONG, "text");
    takes("{\"text\":\"\xe1\xbb\x99\xe1\xbb\x99\xe1\xbb\x99\xe1\xbb\x99\xe1\xbb\x99\"}",
          "{\"text\":\"\xe1\xbb\x99\xe1\xbb\x99\xe1\xbb\x99\xe1\xbb\x99\xe1\xbb\x99\"}");
    refuses("{\"text\":5}", ERROR_WRONG_TYPE, "text");
    refuses("{\"secret\":\"ab\"}", ERROR_OUT_OF_RANGE, "secret");
    refuses("{\"secret\":null}", ERROR_WRONG_TYPE, "secret");
}

static void names_the_field_at_fault(void)
{
    refuses("{\"other\":1}", ERROR_UNKNOWN_FIELD, "other");
    refuses("[]", ERROR_WRONG_TYPE, "body");
    refuses("{\"items\":[{\"title\":\"a\"},{}]}", ERROR_MISSING_FIELD, "items.1.title");
    refuses("{\"items\":[{\"title\":\"  \"}]}", ERROR_MISSING_FIELD, "items.0.title");
    refuses("{\"items\":[{\"title\":\"a\",\"minutes\":11}]}", ERROR_OUT_OF_RANGE, "items.0.minutes");
    refuses("{\"items\":[{\"title\":\"a\",\"id\":1}]}", ERROR_UNKNOWN_FIELD, "items.0.id");
    refuses("{\"items\":[{\"title\":\"a\"},{\"title\":\"a\"},{\"title\":\"a\"}]}", ERROR_TOO_LONG, "items");
    refuses("{\"items\":{}}", ERROR_WRONG_TYPE, "items");
    refuses("{\"ids\":[\"x\"]}", ERROR_WRONG_VALUE, "ids.0");
    refuses("{\"ids\":[null]}", ERROR_WRONG_TYPE, "ids.0");
    takes("{\"items\":[{\"title\":\"a\",\"minutes\":null}]}", "{\"items\":[{\"minutes\":null,\"title\":\"a\"}]}");
}

static void knows_the_calendar(void)
{
    takes("{\"on\":\"2024-02-29\"}", "{\"on\":\"2024-02-29\"}");
    static const char *const wrong[] = {"2023-02-29", "2026-13-01", "2026-00-10",  "2026-04-31", "0000-01-01",
                                        "2026-1-1",   "20260101",   "2026-01-01T", "２026-01-1"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *body = g_strdup_printf("{\"on\":\"%s\"}", wrong[i]);
        refuses(body, ERROR_WRONG_VALUE, "on");
    }
    takes("{\"at\":\"2026-11-22T07:30:00Z\"}", "{\"at\":\"2026-11-22T07:30:00Z\"}");
    takes("{\"at\":\"2026-11-22T07:30:00.123+07:00\"}", "{\"at\":\"2026-11-22T07:30:00.123+07:00\"}");
    static const char *const late[] = {
        "2026-11-22T07:30:00",  "2026-11-22 07:30:00Z",  "2026-11-22T24:00:00Z",  "2026-11-22T07:60:00Z",       "2026-11-22T07:30:60Z",
        "2026-02-30T07:30:00Z", "2026-11-22T07:30:00+7", "2026-11-22T07:30:00.Z", "2026-11-22T07:30:00+07:00x", "now"};
    for (gsize i = 0; i < G_N_ELEMENTS(late); i++) {
        g_autofree char *body = g_strdup_printf("{\"at\":\"%s\"}", late[i]);
        refuses(body, ERROR_WRONG_VALUE, "at");
    }
}

static void keeps_kinds_apart(void)
{
    takes("{\"id\":\"0192F0C1-2345-7ABC-8DEF-0123456789AB\"}", "{\"id\":\"0192f0c1-2345-7abc-8def-0123456789ab\"}");
    refuses("{\"id\":\"0192f0c1\"}", ERROR_WRONG_VALUE, "id");
    refuses("{\"yes\":\"true\"}", ERROR_WRONG_TYPE, "yes");
    refuses("{\"yes\":1}", ERROR_WRONG_TYPE, "yes");
    refuses("{\"big\":1.0}", ERROR_WRONG_TYPE, "big");
    refuses("{\"big\":-1}", ERROR_OUT_OF_RANGE, "big");
    takes("{\"big\":9223372036854775807}", "{\"big\":9223372036854775807}");
    refuses("{\"x\":2.5}", ERROR_OUT_OF_RANGE, "x");
    takes("{\"x\":1.5,\"word\":\"two\",\"yes\":false}", "{\"word\":\"two\",\"x\":1.5,\"yes\":false}");
    refuses("{\"word\":\"three\"}", ERROR_WRONG_VALUE, "word");
}

static void reads_query_strings(void)
{
    static const Field fields[] = {{.name = "q", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 9},
                                   {.name = "limit", .kind = FIELD_INTEGER, .min = 1, .max = 50},
                                   {.name = "yes", .kind = FIELD_BOOLEAN},
                                   {.name = "subject", .kind = FIELD_TEXT, .flags = FIELD_LIST, .min = 1, .max = 9, .max_items = 2},
                                   {0}};
    char *values[4];
    g_autoptr(GError) error = NULL;
    g_assert_true(field_check_query(fields, "subject=a&q=x%20y&limit=07&subject=b%22&yes=true", values, 4, &error));
    g_assert_cmpstr(values[0], ==, "x y");
    g_assert_cmpstr(values[1], ==, "7");
    g_assert_cmpstr(values[2], ==, "true");
    g_assert_cmpstr(values[3], ==, "[\"a\",\"b\\\"\"]");
    for (int i = 0; i < 4; i++)
        g_free(values[i]);
    static const struct {
        const char *query;
        ErrorKind kind;
    } wrong[] = {{NULL, ERROR_MISSING_FIELD},
                 {"q=", ERROR_MISSING_FIELD},
                 {"q=a&q=b", ERROR_WRONG_VALUE},
                 {"q=a&limit=1.5", ERROR_WRONG_TYPE},
                 {"q=a&limit=99999999999999999999", ERROR_OUT_OF_RANGE},
                 {"q=a&subject=a&subject=b&subject=c", ERROR_TOO_LONG},
                 {"q=%4", ERROR_BAD_REQUEST},
                 {"q=%ff", ERROR_BAD_REQUEST},
                 {"q=a&Q=b", ERROR_UNKNOWN_FIELD}};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) why = NULL;
        g_assert_false(field_check_query(fields, wrong[i].query, values, 4, &why));
        g_assert_cmpstr(error_fact(error_kind(why))->slug, ==, error_fact(wrong[i].kind)->slug);
        g_assert_null(values[0]);
    }
}

static void reads_ranges(void)
{
    guint64 first = 0, last = 0;
    g_assert_cmpint(range_read("bytes=0-0", 10, &first, &last), ==, RANGE_PART);
    g_assert_cmpuint(last, ==, 0);
    g_assert_cmpint(range_read("bytes=5-99999999999999999999", 10, &first, &last), ==, RANGE_WHOLE);
    g_assert_cmpint(range_read("bytes=5-99", 10, &first, &last), ==, RANGE_PART);
    g_assert_cmpuint(last, ==, 9);
    g_assert_cmpint(range_read("bytes=-99", 10, &first, &last), ==, RANGE_PART);
    g_assert_cmpuint(first, ==, 0);
    g_assert_cmpint(range_read("bytes=-0", 10, &first, &last), ==, RANGE_UNSATISFIABLE);
    g_assert_cmpint(range_read("bytes=0-", 0, &first, &last), ==, RANGE_UNSATISFIABLE);
    g_assert_cmpint(range_read("bytes=5-4", 10, &first, &last), ==, RANGE_WHOLE);
    g_assert_cmpint(range_read("items=0-1", 10, &first, &last), ==, RANGE_WHOLE);
    g_assert_cmpint(range_read("bytes=a-b", 10, &first, &last), ==, RANGE_WHOLE);
    g_assert_true(range_still_valid("\"a\"", "a"));
    g_assert_false(range_still_valid("W/\"a\"", "a"));
    g_assert_false(range_still_valid("Sun, 22 Nov 2026 00:00:00 GMT", "a"));
    g_assert_false(range_still_valid("\"", "a"));
    g_assert_true(etag_listed("\"b\", W/\"a\"", "a"));
    g_assert_true(etag_listed("*", "a"));
    g_assert_false(etag_listed("a", "a"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/field/" #name, name)
    ADD(cleans_texts);
    ADD(names_the_field_at_fault);
    ADD(knows_the_calendar);
    ADD(keeps_kinds_apart);
    ADD(reads_query_strings);
    ADD(reads_ranges);
    return g_test_run();
}
