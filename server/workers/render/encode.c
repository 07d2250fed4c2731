/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which picture for which pixels. Drawn things (text, lines, flat fills) have
 * hard steps and few colours: grey ones become 4-bit grey PNG, coloured ones a
 * palette PNG. Scans and photographs have soft steps everywhere, where 16
 * levels would show as bands and PNG would be large: they become JPEG. No
 * dithering: it makes text ragged and files three times as large.
 */
#include "picture.h"
#include <string.h>
#include <turbojpeg.h>

#define LEVELS 16
#define BUCKETS (LEVELS * LEVELS * LEVELS)

typedef struct Look {
    gboolean grey;
    guint soft, steps; /* neighbours that differ a little; that differ at all */
} Look;

static inline guint32 rgb(guint32 pixel)
{
    return pixel & 0xffffff;
}

static inline gboolean is_grey(guint32 pixel)
{
    return ((pixel ^ (pixel >> 8)) & 0xffff) == 0;
}

/* Two pixels at once: most of a page is white. */
static inline guint64 two(const guint32 *pixels)
{
    guint64 both;
    memcpy(&both, pixels, 8);
    return both & G_GUINT64_CONSTANT(0x00ffffff00ffffff);
}
#define WHITE_TWO G_GUINT64_CONSTANT(0x00ffffff00ffffff)

static inline guint step(guint32 a, guint32 b)
{
    int green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
    int blue = (int)(a & 255) - (int)(b & 255), red = (int)(a >> 16 & 255) - (int)(b >> 16 & 255);
    return (guint)MAX(MAX(ABS(green), ABS(blue)), ABS(red));
}

static Look look(const Pixels *pixels)
{
    Look look = {.grey = TRUE};
    for (guint y = 0; y < pixels->height; y++) {
        const guint32 *row = pixels->data + (gsize)y * pixels->stride;
        guint32 last = rgb(row[0]);
        if (!is_grey(last))
            look.grey = FALSE;
        for (guint x = 1; x < pixels->width; x++) {
            if (last == 0xffffff)
                while (x + 1 < pixels->width && two(row + x) == WHITE_TWO)
                    x += 2;
            if (x >= pixels->width)
                break;
            guint32 pixel = rgb(row[x]);
            if (pixel == last)
                continue;
            if (!is_grey(pixel))
                look.grey = FALSE;
            look.steps++;
            if (step(pixel, last) <= 12)
                look.soft++;
            last = pixel;
        }
    }
    return look;
}

/* The shares were read off text, drawings, forms, scans and photographs: drawn pages have under 8% soft steps among their steps, scans over
 * 30%. A smooth picture in a corner of a page of text is told by its share of the whole page. */
static gboolean is_continuous(const Pixels *pixels, const Look *look)
{
    return look->soft > look->steps / 5 && look->soft > (gsize)pixels->width * pixels->height / 50;
}

static guint8 *encode_grey(const Pixels *pixels, gsize *bytes)
{
    guint8 level[256];
    for (guint value = 0; value < 256; value++)
        level[value] = (guint8)((value * 15 + 127) / 255);
    gsize row_bytes = 1 + (pixels->width + 1) / 2;
    g_autofree guint8 *rows = g_try_malloc(row_bytes * pixels->height);
    if (!rows)
        return NULL;
    for (guint y = 0; y < pixels->height; y++) {
        const guint32 *row = pixels->data + (gsize)y * pixels->stride;
        guint8 *out = rows + row_bytes * y;
        *out++ = 0; /* no filter: on 4-bit text it is the smallest at level 1, and free */
        guint x = 0;
        for (; x + 1 < pixels->width; x += 2) {
            guint64 both = two(row + x);
            *out++ = both == WHITE_TWO ? 0xff : (guint8)(level[row[x] & 255] << 4 | level[row[x + 1] & 255]);
        }
        if (x < pixels->width)
            *out = (guint8)(level[row[x] & 255] << 4);
    }
    return png_write(rows, row_bytes, pixels->width, pixels->height, 4, NULL, 0, bytes);
}

/* Colours fall into buckets of 16 levels a channel; a bucket's colour is the mean of what fell into it, so that a flat fill keeps its own.
 */
typedef struct Palette {
    guint16 index[BUCKETS]; /* 0: none yet, else place + 1 */
    guint64 sum[256][3];
    guint32 count[256];
    guint8 colour[256][3];
    guint used;
} Palette;

static inline guint bucket_of(guint32 pixel, const guint8 *level)
{
    return (guint)level[pixel >> 16 & 255] << 8 | (guint)level[pixel >> 8 & 255] << 4 | level[pixel & 255];
}

static gboolean palette_fill(Palette *palette, const Pixels *pixels, const guint8 *level, guint8 *places)
{
    for (guint y = 0; y < pixels->height; y++) {
        const guint32 *row = pixels->data + (gsize)y * pixels->stride;
        guint32 last = 0;
        guint place = 0, run = 0;
        for (guint x = 0; x < pixels->width; x++) {
            guint32 pixel = rgb(row[x]);
            if (x == 0 || pixel != last) {
                if (run) {
                    palette->count[place] += run;
                    for (int c = 0; c < 3; c++)
                        palette->sum[place][c] += (guint64)run * (last >> (16 - 8 * c) & 255);
                }
                guint16 *index = &palette->index[bucket_of(pixel, level)];
                if (*index == 0) {
                    if (palette->used == 256)
                        return FALSE;
                    *index = (guint16)++palette->used;
                }
                place = *index - 1u;
                last = pixel;
                run = 0;
            }
            run++;
            *places++ = (guint8)place;
        }
        palette->count[place] += run;
        for (int c = 0; c < 3; c++)
            palette->sum[place][c] += (guint64)run * (last >> (16 - 8 * c) & 255);
    }
    for (guint i = 0; i < palette->used; i++)
        for (int c = 0; c < 3; c++)
            palette->colour[i][c] = (guint8)((palette->sum[i][c] + palette->count[i] / 2) / palette->count[i]);
    return TRUE;
}

/* NULL also when there are more than 256 colours. */
static guint8 *encode_palette(const Pixels *pixels, gsize *bytes)
{
    guint8 level[256];
    for (guint value = 0; value < 256; value++)
        level[value] = (guint8)((value * 15 + 127) / 255);
    g_autofree Palette *palette = g_try_new0(Palette, 1);
    g_autofree guint8 *places = g_try_malloc((gsize)pixels->width * pixels->height);
    if (!palette || !places || !palette_fill(palette, pixels, level, places))
        return NULL;
    guint bits = palette->used <= 16 ? 4 : 8;
    gsize row_bytes = 1 + (bits == 4 ? (pixels->width + 1) / 2 : pixels->width);
    g_autofree guint8 *rows = g_try_malloc0(row_bytes * pixels->height);
    if (!rows)
        return NULL;
    for (guint y = 0; y < pixels->height; y++) {
        const guint8 *from = places + (gsize)y * pixels->width;
        guint8 *out = rows + row_bytes * y + 1;
        if (bits == 8)
            memcpy(out, from, pixels->width);
        else
            for (guint x = 0; x < pixels->width; x++)
                out[x / 2] |= (guint8)(from[x] << (x & 1 ? 0 : 4));
    }
    return png_write(rows, row_bytes, pixels->width, pixels->height, bits, (const guint8(*)[3])palette->colour, palette->used, bytes);
}

static guint8 *encode_jpeg(const Pixels *pixels, gboolean grey, gsize *bytes)
{
    tjhandle jpeg = tjInitCompress();
    if (!jpeg)
        return NULL;
    int sampling = grey ? TJSAMP_GRAY : TJSAMP_420;
    unsigned long room = tjBufSize((int)pixels->width, (int)pixels->height, sampling);
    guint8 *file = g_try_malloc(room);
    if (file && tjCompress2(jpeg, (const unsigned char *)pixels->data, (int)pixels->width, (int)pixels->stride * 4, (int)pixels->height,
                            TJPF_BGRX, &file, &room, sampling, 85, TJFLAG_NOREALLOC | TJFLAG_FASTDCT) != 0)
        g_clear_pointer(&file, g_free);
    tjDestroy(jpeg);
    *bytes = room;
    return file;
}

guint8 *picture_encode(const Pixels *pixels, PagesFormat *format, gsize *bytes)
{
    Look seen = look(pixels);
    guint8 *file = NULL;
    *format = PAGES_PNG;
    if (!is_continuous(pixels, &seen))
        file = seen.grey ? encode_grey(pixels, bytes) : encode_palette(pixels, bytes);
    if (!file) {
        *format = PAGES_JPEG;
        file = encode_jpeg(pixels, seen.grey, bytes);
    }
    return file;
}
