/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records into the pipe. A pipe that nobody reads any more ends the process.
 */
#include "copy.h"
#include <errno.h>
#include <libdeflate.h>
#include <string.h>
#include <unistd.h>

enum { HEAP_OBJECTS = 200, HEAP_BYTES = 128 * 1024, LEVEL = 6 };

typedef struct Member {
    guint32 number;
    gsize offset;
} Member;

void out_begin(Copy *copy)
{
    copy->heap = g_string_new(NULL);
    copy->members = g_array_new(FALSE, FALSE, sizeof(Member));
}

static void write_all(const void *from, gsize bytes)
{
    for (const char *at = from; bytes > 0;) {
        ssize_t written = write(PACK_CHANNEL_FD, at, bytes);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            _exit(PACK_EXIT_SETUP);
        at += written;
        bytes -= (gsize)written;
    }
}

static void head_write(PackKind kind, guint number, guint count, gsize bytes)
{
    PackRecord record = {.magic = PACK_MAGIC, .kind = kind, .number = number, .count = count, .bytes = bytes};
    write_all(&record, sizeof record);
}

void out_record(PackKind kind, guint number, guint count, const void *payload, gsize bytes)
{
    head_write(kind, number, count, bytes);
    write_all(payload, bytes);
}

void out_stream(guint number, const char *entries, const void *data, gsize bytes)
{
    static const char end[] = "\nendstream";
    g_autofree char *head = g_strdup_printf("<<%s/Length %zu>>\nstream\n", entries, bytes);
    head_write(PACK_OBJECT, number, 0, strlen(head) + bytes + strlen(end));
    write_all(head, strlen(head));
    write_all(data, bytes);
    write_all(end, strlen(end));
}

guint8 *out_deflate(const void *data, gsize bytes, gsize *packed)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    gsize room = compressor ? libdeflate_zlib_compress_bound(compressor, bytes) : 0;
    guint8 *into = room ? g_try_malloc(room) : NULL;
    *packed = into ? libdeflate_zlib_compress(compressor, data, bytes, into, room) : 0;
    libdeflate_free_compressor(compressor);
    if (*packed == 0)
        g_clear_pointer(&into, g_free);
    return into;
}

void out_object(Copy *copy, guint number, const char *text)
{
    Member member = {number, copy->heap->len};
    g_array_append_val(copy->members, member);
    g_string_append(copy->heap, text);
    g_string_append_c(copy->heap, '\n');
    if (copy->members->len >= HEAP_OBJECTS || copy->heap->len >= HEAP_BYTES)
        out_flush(copy);
}

void out_flush(Copy *copy)
{
    if (copy->members->len == 0)
        return;
    guint number = copy->next++;
    g_autoptr(GString) whole = g_string_new(NULL);
    g_autofree guint32 *numbers = g_new(guint32, copy->members->len);
    for (guint i = 0; i < copy->members->len; i++) {
        const Member *member = &g_array_index(copy->members, Member, i);
        numbers[i] = member->number;
        g_string_append_printf(whole, "%u %zu ", member->number, member->offset);
    }
    gsize first = whole->len, packed = 0;
    g_string_append_len(whole, copy->heap->str, (gssize)copy->heap->len);
    g_autofree guint8 *data = out_deflate(whole->str, whole->len, &packed);
    g_autofree char *entries =
        g_strdup_printf("/Type/ObjStm/N %u/First %zu%s", copy->members->len, first, data ? "/Filter/FlateDecode" : "");
    out_stream(number, entries, data ? (const void *)data : whole->str, data ? packed : whole->len);
    out_record(PACK_MEMBERS, number, copy->members->len, numbers, copy->members->len * sizeof *numbers);
    g_array_set_size(copy->members, 0);
    g_string_truncate(copy->heap, 0);
}
