/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file's own kind of table is written: a file with cross-reference streams
 * gets a stream, one with tables a table, for readers need not take a mixture.
 */
#include "append.h"
#include <libdeflate.h>
#include <string.h>

#define TAIL 2048u           /* where "startxref" is looked for */
#define HEAD 1024u           /* where "%PDF-" is; offsets count from there */
#define NUMBER_LIMIT 8388607 /* of an object, as readers take it */
#define OFFSET_LIMIT 0xffffffffu

typedef struct Entry {
    guint number, generation;
    gsize offset;
} Entry;

struct Append {
    qpdf_data pdf;
    qpdf_oh trailer;
    gsize base;  /* file bytes after its header's beginning */
    gsize table; /* offset of the file's newest table */
    gboolean streams;
    guint size, next; /* numbers: the file's, the next free one */
    GString *text;
    GArray *entries;
};

static gboolean find_table(Append *append, const guint8 *file, gsize bytes)
{
    const guint8 *head = memmem(file, MIN(bytes, HEAD), "%PDF-", 5), *found = NULL;
    if (!head)
        return FALSE;
    for (const guint8 *at = bytes > TAIL ? file + bytes - TAIL : file; (at = memmem(at, (gsize)(file + bytes - at), "startxref", 9));
         at += 9)
        found = at;
    if (!found)
        return FALSE;
    g_autofree char *number = g_strndup((const char *)found + 9, MIN((gsize)(file + bytes - found) - 9, 32));
    append->base = (gsize)(file + bytes - head);
    append->table = g_ascii_strtoull(g_strstrip(number), NULL, 10);
    if (append->table == 0 || append->table >= append->base)
        return FALSE;
    const guint8 *at = head + append->table;
    while (at < file + bytes && g_ascii_isspace(*at))
        at++;
    append->streams = at < file + bytes && g_ascii_isdigit(*at);
    return append->streams || (file + bytes - at > 4 && memcmp(at, "xref", 4) == 0);
}

Append *append_begin(qpdf_data pdf, const guint8 *file, gsize file_bytes)
{
    g_autoptr(Append) append = g_new0(Append, 1);
    append->pdf = pdf;
    append->text = g_string_new("\n");
    append->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    append->trailer = qpdf_get_trailer(pdf);
    long long size = qpdf_oh_get_int_value(pdf, qpdf_oh_get_key(pdf, append->trailer, "/Size"));
    gboolean rooted = qpdf_oh_is_indirect(pdf, qpdf_oh_get_key(pdf, append->trailer, "/Root"));
    if (!find_table(append, file, file_bytes) || !rooted || size < 2 || size > NUMBER_LIMIT / 2)
        return NULL;
    append->size = append->next = (guint)size;
    return g_steal_pointer(&append);
}

void append_free(Append *append)
{
    if (!append)
        return;
    g_string_free(append->text, TRUE);
    g_array_unref(append->entries);
    g_free(append);
}

gboolean append_knows(const Append *append, int number)
{
    return number > 0 && (guint)number < append->size;
}

guint append_number(Append *append)
{
    return append->next++;
}

gsize append_bytes(const Append *append)
{
    return append->text->len;
}

static void entry_add(Append *append, guint number, guint generation)
{
    Entry entry = {number, generation, append->base + append->text->len};
    g_array_append_val(append->entries, entry);
    g_string_append_printf(append->text, "%u %u obj\n", number, generation);
}

void append_object(Append *append, guint number, guint generation, const char *text)
{
    entry_add(append, number, generation);
    g_string_append(append->text, text);
    g_string_append(append->text, "\nendobj\n");
}

void append_stream(Append *append, guint number, const char *entries, const GString *content)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(6);
    gsize room = compressor ? libdeflate_zlib_compress_bound(compressor, content->len) : 0;
    g_autofree char *packed = room ? g_try_malloc(room) : NULL;
    gsize bytes = packed ? libdeflate_zlib_compress(compressor, content->str, content->len, packed, room) : 0;
    libdeflate_free_compressor(compressor);
    entry_add(append, number, 0);
    g_string_append_printf(append->text, "<<%s%s/Length %zu>>\nstream\n", entries, bytes ? "/Filter/FlateDecode" : "",
                           bytes ? bytes : content->len);
    g_string_append_len(append->text, bytes ? packed : content->str, (gssize)(bytes ? bytes : content->len));
    g_string_append(append->text, "\nendstream\nendobj\n");
}

static int by_number(gconstpointer a, gconstpointer b)
{
    guint one = ((const Entry *)a)->number, other = ((const Entry *)b)->number;
    return one < other ? -1 : one > other;
}

/* How many entries from `from` have numbers one after the other. */
static guint run_of(const GArray *entries, guint from)
{
    guint count = 1;
    while (from + count < entries->len &&
           g_array_index(entries, Entry, from + count).number == g_array_index(entries, Entry, from).number + count)
        count++;
    return count;
}

static void trailer_entries(const Append *append, GString *out)
{
    static const char *const kept[] = {"/Root", "/Info", "/ID"};
    g_string_append_printf(out, "/Size %u/Prev %zu", append->next, append->table);
    for (guint i = 0; i < G_N_ELEMENTS(kept); i++)
        if (qpdf_oh_has_key(append->pdf, append->trailer, kept[i]))
            g_string_append_printf(out, "%s %s", kept[i],
                                   qpdf_oh_unparse(append->pdf, qpdf_oh_get_key(append->pdf, append->trailer, kept[i])));
}

static void table_write(Append *append)
{
    g_string_append(append->text, "xref\n");
    for (guint from = 0, count; from < append->entries->len; from += count) {
        count = run_of(append->entries, from);
        g_string_append_printf(append->text, "%u %u\n", g_array_index(append->entries, Entry, from).number, count);
        for (guint i = from; i < from + count; i++) {
            const Entry *entry = &g_array_index(append->entries, Entry, i);
            g_string_append_printf(append->text, "%010zu %05u n \n", entry->offset, entry->generation);
        }
    }
    g_string_append(append->text, "trailer\n<<");
    trailer_entries(append, append->text);
    g_string_append(append->text, ">>\n");
}

static void table_stream_write(Append *append)
{
    guint number = append_number(append);
    gsize own = append->base + append->text->len;
    g_autoptr(GString) rows = g_string_new(NULL), entries = g_string_new("/Type/XRef/W[1 4 2]/Index[");
    Entry last = {number, 0, own};
    g_array_append_val(append->entries, last);
    for (guint from = 0, count; from < append->entries->len; from += count) {
        count = run_of(append->entries, from);
        g_string_append_printf(entries, "%u %u ", g_array_index(append->entries, Entry, from).number, count);
    }
    for (guint i = 0; i < append->entries->len; i++) {
        const Entry *entry = &g_array_index(append->entries, Entry, i);
        guint32 offset = GUINT32_TO_BE((guint32)entry->offset);
        guint16 generation = GUINT16_TO_BE((guint16)entry->generation);
        g_string_append_c(rows, 1);
        g_string_append_len(rows, (const char *)&offset, sizeof offset);
        g_string_append_len(rows, (const char *)&generation, sizeof generation);
    }
    g_string_append_c(entries, ']');
    trailer_entries(append, entries);
    g_array_set_size(append->entries, append->entries->len - 1); /* append_stream notes it itself */
    append_stream(append, number, entries->str, rows);
}

gboolean append_end(Append *append, GByteArray *out)
{
    g_array_sort(append->entries, by_number);
    gsize table = append->base + append->text->len;
    if (table > OFFSET_LIMIT)
        return FALSE;
    if (append->streams)
        table_stream_write(append);
    else
        table_write(append);
    g_string_append_printf(append->text, "startxref\n%zu\n%%%%EOF\n", table);
    g_byte_array_append(out, (const guint8 *)append->text->str, (guint)append->text->len);
    return TRUE;
}
