/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A PNG of rows that are ready, deflated by libdeflate at level 1: at its
 * default libpng takes ten times as long for a page. Grey and palette
 * pictures only; filtering is the caller's.
 */
#include "picture.h"
#include <libdeflate.h>
#include <string.h>

/* Level 1 packs a 4-bit text page in 4.4 ms; 3 saves 4 to 6% of bytes for 20% more time, 6 saves 9% for 75%. */
#define LEVEL 1

static guint8 *put_u32(guint8 *at, guint32 value)
{
    value = GUINT32_TO_BE(value);
    memcpy(at, &value, 4);
    return at + 4;
}

/* A chunk whose data is already in place at chunk + 8. */
static guint8 *close_chunk(guint8 *chunk, const char *type, gsize bytes)
{
    put_u32(chunk, (guint32)bytes);
    memcpy(chunk + 4, type, 4);
    return put_u32(chunk + 8 + bytes, libdeflate_crc32(0, chunk + 4, bytes + 4));
}

guint8 *png_write(const guint8 *rows, gsize row_bytes, guint width, guint height, guint bits, const guint8 (*palette)[3], guint colours,
                  gsize *bytes)
{
    static const guint8 signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    gsize raw = row_bytes * height;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    if (!compressor)
        return NULL;
    gsize room = libdeflate_zlib_compress_bound(compressor, raw);
    guint8 *file = g_try_malloc(8 + 25 + 12 + 3 * 256 + 12 + room + 12);
    gsize packed = 0;
    if (file) {
        memcpy(file, signature, 8);
        guint8 *at = file + 8;
        guint8 *data = put_u32(put_u32(at + 8, width), height);
        data[0] = (guint8)bits;
        data[1] = palette ? 3 : 0; /* colour type: palette or grey */
        data[2] = data[3] = data[4] = 0;
        at = close_chunk(at, "IHDR", 13);
        if (palette) {
            memcpy(at + 8, palette, 3 * colours);
            at = close_chunk(at, "PLTE", 3 * colours);
        }
        packed = libdeflate_zlib_compress(compressor, rows, raw, at + 8, room);
        at = close_chunk(at, "IDAT", packed);
        at = close_chunk(at, "IEND", 0);
        *bytes = (gsize)(at - file);
    }
    libdeflate_free_compressor(compressor);
    if (packed == 0)
        g_clear_pointer(&file, g_free);
    return file;
}
