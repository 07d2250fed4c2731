/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies, query strings, paths and conditional headers from any bytes: nothing
 * may crash, and what is taken must be taken again unchanged (cleaning is done
 * once). The first byte chooses what the rest is.
 *
 *     clang -g -O1 -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -DG_LOG_USE_STRUCTURED -DG_LOG_DOMAIN='"nghisu"' \
 *       -Iinclude -I<build>/generated tests/fuzz/field.c server/net/{field,query,match,range}.c server/base/{error,json,text}.c \
 *       $(pkg-config --cflags --libs glib-2.0 gio-2.0 jansson libsodium libpq) -o fuzz_field && ./fuzz_field -max_total_time=60
 */
#include "base/error.h"
#include "base/json.h"
#include "net/field.h"
#include "net/match.h"
#include "net/range.h"
#include <stdint.h>
#include <string.h>

static const Shape inner = {.name = "Inner",
                            .fields = (const Field[]){{.name = "a", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 5},
                                                      {.name = "n", .kind = FIELD_INTEGER, .flags = FIELD_NULLABLE, .max = 10},
                                                      {0}}};
static const Shape shape = {.name = "Outer",
                            .fields =
                                (const Field[]){{.name = "t", .kind = FIELD_TEXT, .flags = FIELD_NULLABLE, .max = 20},
                                                {.name = "i", .kind = FIELD_UUID},
                                                {.name = "d", .kind = FIELD_DATE},
                                                {.name = "z", .kind = FIELD_TIME},
                                                {.name = "b", .kind = FIELD_BOOLEAN},
                                                {.name = "x", .kind = FIELD_NUMBER},
                                                {.name = "w", .kind = FIELD_CHOICE, .choices = (const char *const[]){"one", "two", NULL}},
                                                {.name = "l", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &inner, .max_items = 3},
                                                {0}}};
static const Field params[] = {{.name = "q", .kind = FIELD_TEXT, .min = 1, .max = 9},
                               {.name = "n", .kind = FIELD_INTEGER, .min = 1, .max = 50},
                               {.name = "x", .kind = FIELD_NUMBER},
                               {.name = "s", .kind = FIELD_TEXT, .flags = FIELD_LIST, .min = 1, .max = 9, .max_items = 3},
                               {0}};
static const Route table[] = {{.method = "GET", .path = "/api/a/{thing}/pages/{p}"},
                              {.method = "POST", .path = "/api/a/fixed"},
                              {.method = "GET", .path = "/api/a/{word:w}/{n}"},
                              {0}};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void body_try(const char *text, gsize length)
{
    g_autoptr(json_t) given = json_parse(text, length, NULL);
    g_autoptr(json_t) once = given ? field_check(&shape, given, NULL) : NULL;
    if (!once)
        return;
    g_autoptr(json_t) twice = field_check(&shape, once, NULL);
    g_assert_nonnull(twice);
    g_assert_true(json_equal(once, twice));
}

static void query_try(const char *text)
{
    char *values[4];
    if (!field_check_query(params, text, values, 4, NULL))
        return;
    for (int i = 0; i < 4; i++) {
        g_assert_true(!values[i] || g_utf8_validate(values[i], -1, NULL));
        g_free(values[i]);
    }
}

static void path_try(const char *text)
{
    static Match *match;
    if (!match)
        match = match_new(table);
    char *values[MATCH_VALUES] = {NULL};
    g_autofree char *allow = NULL;
    match_find(match, "GET", text, values, &allow);
    for (int i = 0; i < MATCH_VALUES; i++)
        g_free(values[i]);
}

static void headers_try(const char *text)
{
    guint64 first = 0, last = 0;
    if (range_read(text, 1000, &first, &last) == RANGE_PART)
        g_assert_true(first <= last && last < 1000);
    range_still_valid(text, "tag");
    etag_listed(text, "tag");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!size)
        return 0;
    g_autofree char *text = g_strndup((const char *)bytes + 1, size - 1);
    switch (bytes[0] % 4) {
    case 0:
        body_try((const char *)bytes + 1, size - 1);
        break;
    case 1:
        query_try(text);
        break;
    case 2:
        path_try(text);
        break;
    default:
        headers_try(text);
    }
    return 0;
}
