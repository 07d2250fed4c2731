/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records as a captured child might send them, and letters as a file might name
 * them: nothing may crash, and what is taken is JSON that others can read. The
 * first byte chooses what the rest is.
 *
 *     clang -g -O1 -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -DG_LOG_USE_STRUCTURED -DG_LOG_DOMAIN='"nghisu"' \
 *       -Iinclude tests/fuzz/layer.c server/paper/layer.c server/base/{error,json,text}.c \
 *       $(pkg-config --cflags --libs glib-2.0 gio-2.0 jansson libsodium poppler-glib) -o fuzz_layer && ./fuzz_layer -max_total_time=60
 */
#include "../../server/workers/render/legacy.c"
#include "base/json.h"
#include "paper/layer.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_back(GBytes *json)
{
    g_autoptr(GError) error = NULL;
    gsize length = 0;
    const char *text = g_bytes_get_data(json, &length);
    g_autoptr(json_t) value = json_parse(text, length, &error);
    g_assert_no_error(error);
    g_assert_true(json_is_object(value));
}

static void records_try(const PagesReply *reply, GBytes *records)
{
    g_autoptr(GBytes) text = layer_text(1, reply, records, NULL), outline = layer_outline(reply, records, NULL);
    g_autoptr(RenderFacts) facts = layer_facts(records, NULL);
    if (text)
        read_back(text);
    if (outline)
        read_back(outline);
    if (g_bytes_get_size(records) >= 64)
        layer_picture_is_sound(reply, records);
}

static void letters_try(const uint8_t *bytes, size_t size)
{
    g_autofree gunichar *letters = g_new(gunichar, size + 1);
    for (LegacyKind kind = LEGACY_NONE; kind <= LEGACY_VNI; kind++) {
        for (size_t i = 0; i < size; i++)
            letters[i] = bytes[i] == 0xfe ? 0x3bc : bytes[i];
        legacy_convert(kind, letters, (guint)size);
        for (size_t i = 0; i < size; i++)
            g_assert_true(g_unichar_validate(letters[i]));
    }
    g_autofree char *name = g_strndup((const char *)bytes, size);
    legacy_kind(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size < 4)
        return 0;
    if (bytes[0] % 4 == 0) {
        letters_try(bytes + 1, size - 1);
        return 0;
    }
    PagesReply reply = {.count = bytes[1], .links = bytes[2], .page_width = 595, .page_height = 842, .width = bytes[3], .height = 1};
    reply.format = bytes[0] % 4 == 1 ? PAGES_PNG : PAGES_JPEG;
    g_autoptr(GBytes) records = g_bytes_new(bytes + 4, size - 4);
    records_try(&reply, records);
    return 0;
}
