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

Look picture_look(const Pixels *pixels)
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

/* The shares were read off 140 files at 1240 pixels: of drawn pages' steps 0 to 15% are soft (the edges of letters), of scans' and
 * photographs' 45 to 98%. A page of text with a small smooth picture stays a drawing: it must also cover 2% of the page. */
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
        *out++ = 0; /* no filter: up is within 3% either way on text, sub 13% larger */
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

/* Like neighbours are counted in one go, two pixels at a time: most of a page is white. */
static guint run_length(const guint32 *row, guint left)
{
    guint64 pattern = (guint64)rgb(*row) * G_GUINT64_CONSTANT(0x100000001);
    guint run = 1;
    while (run + 1 < left && two(row + run) == pattern)
        run += 2;
    while (run < left && rgb(row[run]) == rgb(*row))
        run++;
    return run;
}

/* Fills rows (each led by a filter byte of 0) with a byte a pixel. FALSE when there are more than 256 colours. */
static gboolean palette_fill(Palette *palette, const Pixels *pixels, const guint8 *level, guint8 *rows)
{
    for (guint y = 0; y < pixels->height; y++) {
        const guint32 *row = pixels->data + (gsize)y * pixels->stride;
        guint8 *out = rows + (gsize)y * (pixels->width + 1);
        *out++ = 0;
        for (guint x = 0, run; x < pixels->width; x += run) {
            run = run_length(row + x, pixels->width - x);
            guint32 pixel = rgb(row[x]);
            guint16 *index = &palette->index[bucket_of(pixel, level)];
            if (*index == 0) {
                if (palette->used == 256)
                    return FALSE;
                *index = (guint16)++palette->used;
            }
            guint place = *index - 1u;
            palette->count[place] += run;
            for (int c = 0; c < 3; c++)
                palette->sum[place][c] += (guint64)run * (pixel >> (16 - 8 * c) & 255);
            memset(out + x, (int)place, run);
        }
    }
    for (guint i = 0; i < palette->used; i++)
        for (int c = 0; c < 3; c++)
            palette->colour[i][c] = (guint8)((palette->sum[i][c] + palette->count[i] / 2) / palette->count[i]);
    return TRUE;
}

/* Two pixels to a byte, in place. */
static gsize pack_rows(guint8 *rows, guint width, guint height)
{
    gsize row_bytes = 1 + (width + 1) / 2;
    for (guint y = 0; y < height; y++) {
        const guint8 *from = rows + (gsize)y * (width + 1) + 1;
        guint8 *out = rows + row_bytes * y;
        *out++ = 0;
        guint x = 0;
        for (; x + 1 < width; x += 2)
            *out++ = (guint8)(from[x] << 4 | from[x + 1]);
        if (x < width)
            *out = (guint8)(from[x] << 4);
    }
    return row_bytes;
}

/* NULL also when there are more than 256 colours. */
static guint8 *encode_palette(const Pixels *pixels, gsize *bytes)
{
    guint8 level[256];
    for (guint value = 0; value < 256; value++)
        level[value] = (guint8)((value * 15 + 127) / 255);
    gsize row_bytes = 1 + pixels->width;
    guint bits = 8;
    g_autofree Palette *palette = g_try_new0(Palette, 1);
    g_autofree guint8 *rows = g_try_malloc(row_bytes * pixels->height);
    if (!palette || !rows || !palette_fill(palette, pixels, level, rows))
        return NULL;
    if (palette->used <= 16) {
        bits = 4;
        row_bytes = pack_rows(rows, pixels->width, pixels->height);
    }
    return png_write(rows, row_bytes, pixels->width, pixels->height, bits, (const guint8(*)[3])palette->colour, palette->used, bytes);
}

/* Colour at half the width and height (4:2:0) is enough for scans, which come so: 4:4:4 gave them 6% more bytes for 0.9 dB. Drawings of
 * many colours have hard edges, where it gave 8% more bytes for 5 to 12 dB on the coloured pixels: red letters stay legible. */
static guint8 *encode_jpeg(const Pixels *pixels, const Look *seen, gsize *bytes)
{
    tjhandle jpeg = tjInitCompress();
    if (!jpeg)
        return NULL;
    /* Where two pixels and more lie on a point, each is smaller than what the eye tells apart: 75 there gave a third less bytes than 85. */
    int quality = pixels->scale > 2 ? 75 : 85;
    int sampling = seen->grey ? TJSAMP_GRAY : seen->soft > seen->steps / 2 ? TJSAMP_420 : TJSAMP_444;
    unsigned long room = tjBufSize((int)pixels->width, (int)pixels->height, sampling);
    guint8 *file = g_try_malloc(room);
    if (file && tjCompress2(jpeg, (const unsigned char *)pixels->data, (int)pixels->width, (int)pixels->stride * 4, (int)pixels->height,
                            TJPF_BGRX, &file, &room, sampling, quality, TJFLAG_NOREALLOC | TJFLAG_FASTDCT) != 0)
        g_clear_pointer(&file, g_free);
    tjDestroy(jpeg);
    *bytes = room;
    return file;
}

guint8 *picture_encode(const Pixels *pixels, const Look *seen, PagesFormat *format, gsize *bytes)
{
    guint8 *file = NULL;
    *format = PAGES_PNG;
    if (!is_continuous(pixels, seen))
        file = seen->grey ? encode_grey(pixels, bytes) : encode_palette(pixels, bytes);
    if (!file) {
        *format = PAGES_JPEG;
        file = encode_jpeg(pixels, seen, bytes);
    }
    return file;
}
