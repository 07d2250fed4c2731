/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The border between a child's records and the rest of the server. It mends
 * nothing: records that are not as promised are refused as a whole, for the
 * child that wrote them is no longer ours.
 */
#include "paper/layer.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

typedef struct Reader {
    const guint8 *at;
    gsize left;
} Reader;

static gboolean read_part(Reader *reader, void *into, gsize bytes)
{
    if (reader->left < bytes)
        return FALSE;
    memcpy(into, reader->at, bytes);
    reader->at += bytes;
    reader->left -= bytes;
    return TRUE;
}

/* NFC text of `bytes` bytes, or NULL. */
static char *read_text(Reader *reader, gsize bytes)
{
    if (reader->left < bytes || !g_utf8_validate((const char *)reader->at, (gssize)bytes, NULL))
        return NULL;
    char *clean = text_clean((const char *)reader->at, (gssize)bytes);
    reader->at += bytes;
    reader->left -= bytes;
    return clean;
}

/* As it is: an address is compared byte by byte. */
static char *read_address(Reader *reader, gsize bytes)
{
    if (reader->left < bytes || !g_utf8_validate((const char *)reader->at, (gssize)bytes, NULL))
        return NULL;
    char *address = g_strndup((const char *)reader->at, bytes);
    reader->at += bytes;
    reader->left -= bytes;
    return address;
}

static Reader reader_of(GBytes *records)
{
    gsize left = 0;
    const guint8 *at = g_bytes_get_data(records, &left);
    return (Reader){at, left};
}

static GBytes *refuse(GError **error)
{
    error_set(error, ERROR_PAGE_CRASHED, NULL, "the renderer answered out of turn");
    return NULL;
}

static gboolean is_length(float value)
{
    return isfinite(value) && value > 0 && value <= PAGES_LENGTH_LIMIT;
}

static gboolean is_place(float value)
{
    return isfinite(value) && fabsf(value) <= PAGES_PLACE_LIMIT;
}

static int append_dump(const char *bytes, size_t count, void *out)
{
    g_string_append_len(out, bytes, (gssize)count);
    return 0;
}

static void append_json_text(GString *out, const char *text)
{
    g_autoptr(json_t) value = json_string(text);
    json_dump_callback(value, append_dump, out, JSON_ENCODE_ANY);
}

/* Hundredths of a point: finer than any screen. Never in the locale's form. */
static void append_number(GString *out, const char *name, float value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(digits, sizeof digits, "%.2f", (double)value);
    g_string_append_printf(out, "\"%s\":%s", name, digits);
}

static gboolean append_word(GString *out, Reader *reader, gboolean first)
{
    PagesWord word;
    if (!read_part(reader, &word, sizeof word) || word.bytes == 0 || word.bytes > PAGES_WORD_LIMIT || !is_place(word.x) ||
        !is_place(word.y) || !is_place(word.width) || !is_place(word.height))
        return FALSE;
    g_autofree char *text = read_text(reader, word.bytes);
    if (!text)
        return FALSE;
    if (first)
        g_string_append(out, "{\"words\":[");
    else
        g_string_append(out, word.starts_line ? "]},{\"words\":[" : ",");
    g_string_append(out, "{\"t\":");
    append_json_text(out, text);
    const char *const names[] = {"x", "y", "w", "h"};
    const float values[] = {word.x, word.y, word.width, word.height};
    for (guint i = 0; i < 4; i++) {
        g_string_append_c(out, ',');
        append_number(out, names[i], values[i]);
    }
    g_string_append_c(out, '}');
    return TRUE;
}

static gboolean append_link(GString *out, Reader *reader, gboolean first)
{
    PagesLink link;
    if (!read_part(reader, &link, sizeof link) || !is_place(link.x) || !is_place(link.y) || !is_length(link.width) ||
        !is_length(link.height) || !is_place(link.top) || link.page > PAGES_COUNT_LIMIT || (link.page != 0) == (link.bytes != 0))
        return FALSE;
    g_autofree char *uri = link.page ? NULL : read_address(reader, link.bytes);
    if (!link.page && (!uri || !pages_uri_is_sound(uri, strlen(uri))))
        return FALSE;
    const char *const names[] = {"x", "y", "w", "h"};
    const float values[] = {link.x, link.y, link.width, link.height};
    g_string_append(out, first ? "{" : ",{");
    for (guint i = 0; i < 4; i++) {
        append_number(out, names[i], values[i]);
        g_string_append_c(out, ',');
    }
    if (link.page)
        g_string_append_printf(out, "\"page\":%u,", link.page);
    else
        g_string_append(out, "\"page\":null,");
    if (link.page && link.top >= 0)
        append_number(out, "top", link.top);
    else
        g_string_append(out, "\"top\":null");
    g_string_append(out, ",\"uri\":");
    if (uri)
        append_json_text(out, uri);
    else
        g_string_append(out, "null");
    g_string_append_c(out, '}');
    return TRUE;
}

GBytes *layer_text(guint page, const PagesReply *reply, GBytes *records, GError **error)
{
    Reader reader = reader_of(records);
    guint links = reply->links;
    if (links > PAGES_LINK_LIMIT || links > reply->count || reply->count - links > PAGES_CHARACTER_LIMIT || !is_length(reply->page_width) ||
        !is_length(reply->page_height))
        return refuse(error);
    GString *out = g_string_sized_new(64 + reader.left * 3);
    g_string_append_printf(out, "{\"page\":%u,", page);
    append_number(out, "width", reply->page_width);
    g_string_append_c(out, ',');
    append_number(out, "height", reply->page_height);
    g_string_append(out, ",\"lines\":[");
    gboolean sound = TRUE;
    guint words = reply->count - links;
    for (guint i = 0; i < words && sound; i++)
        sound = append_word(out, &reader, i == 0);
    g_string_append(out, words ? "]}],\"links\":[" : "],\"links\":[");
    for (guint i = 0; i < links && sound; i++)
        sound = append_link(out, &reader, i == 0);
    g_string_append(out, "]}");
    if (!sound || reader.left != 0) {
        g_string_free(out, TRUE);
        return refuse(error);
    }
    return g_string_free_to_bytes(out);
}

GBytes *layer_outline(const PagesReply *reply, GBytes *records, GError **error)
{
    Reader reader = reader_of(records);
    g_autoptr(json_t) root = json_object();
    json_t *level[PAGES_OUTLINE_DEPTH + 1] = {json_array()}; /* borrowed: level[d] takes the items of depth d */
    json_object_set_new(root, "items", level[0]);
    guint open = 0; /* deepest level that may be added to */
    if (reply->count > PAGES_OUTLINE_LIMIT)
        return refuse(error);
    for (guint i = 0; i < reply->count; i++) {
        PagesItem item;
        if (!read_part(&reader, &item, sizeof item) || item.depth > open || item.depth >= PAGES_OUTLINE_DEPTH ||
            item.bytes > PAGES_TITLE_LIMIT || item.page > PAGES_COUNT_LIMIT)
            return refuse(error);
        g_autofree char *title = read_text(&reader, item.bytes);
        if (!title)
            return refuse(error);
        json_t *entry = json_object(), *items = json_array();
        json_object_set_new(entry, "title", json_string(title));
        json_object_set_new(entry, "page", item.page ? json_integer(item.page) : json_null());
        json_object_set_new(entry, "items", items);
        json_array_append_new(level[item.depth], entry);
        open = item.depth + 1u;
        level[open] = items;
    }
    if (reader.left != 0)
        return refuse(error);
    char *text = json_dumps(root, JSON_COMPACT);
    return text ? g_bytes_new_with_free_func(text, strlen(text), free, text) : refuse(error);
}

void render_facts_free(RenderFacts *facts)
{
    if (!facts)
        return;
    g_array_unref(facts->pages);
    g_free(facts);
}

RenderFacts *layer_facts(GBytes *records, GError **error)
{
    Reader reader = reader_of(records);
    gsize count = reader.left / sizeof(PagesSize);
    if (count == 0 || count > PAGES_COUNT_LIMIT || reader.left % sizeof(PagesSize) != 0) {
        refuse(error);
        return NULL;
    }
    g_autoptr(RenderFacts) facts = g_new0(RenderFacts, 1);
    facts->page_count = (guint)count;
    facts->pages = g_array_sized_new(FALSE, FALSE, sizeof(RenderPage), (guint)count);
    PagesSize size;
    while (read_part(&reader, &size, sizeof size)) {
        if (!is_length(size.width) || !is_length(size.height)) {
            refuse(error);
            return NULL;
        }
        RenderPage page = {size.width, size.height};
        g_array_append_val(facts->pages, page);
    }
    return g_steal_pointer(&facts);
}

gboolean layer_picture_is_sound(const PagesReply *reply, GBytes *picture)
{
    gsize bytes = 0;
    const guint8 *at = g_bytes_get_data(picture, &bytes);
    if (reply->width < 1 || reply->height < 1 || reply->width > PAGES_SIDE_LIMIT || reply->height > PAGES_SIDE_LIMIT || bytes < 64)
        return FALSE;
    if (reply->format == PAGES_JPEG)
        return memcmp(at, "\xff\xd8\xff", 3) == 0 && memcmp(at + bytes - 2, "\xff\xd9", 2) == 0;
    guint32 size[2];
    memcpy(size, at + 16, sizeof size);
    return memcmp(at, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) == 0 && GUINT32_FROM_BE(size[0]) == reply->width &&
           GUINT32_FROM_BE(size[1]) == reply->height && memcmp(at + bytes - 8, "IEND", 4) == 0;
}

gboolean layer_file_is_sound(GBytes *file)
{
    gsize bytes = 0;
    const guint8 *at = g_bytes_get_data(file, &bytes);
    return bytes > 64 && (memcmp(at, "%PDF-", 5) == 0 || *at == '\n') && memcmp(at + bytes - 6, "%%EOF\n", 6) == 0;
}
