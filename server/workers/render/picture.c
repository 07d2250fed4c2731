/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing a page, or a part of it, on white. The size is capped here: a page
 * of a thousand metres becomes a small picture, not a large one.
 */
#include "picture.h"
#include "mark.h"
#include "scan.h"
#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define HUGE_PAGE ((gsize)2 << 20)
#define FINE_SCALE 2.3 /* pixels to a point, 166 a inch: from here on it is asked whether the paper has so many */

static void size_picture(double points_wide, double points_high, guint wanted, double *scale, guint *width, guint *height)
{
    double w = CLAMP(wanted, 1, PAGES_SIDE_LIMIT);
    double h = w * points_high / points_wide;
    double shrink = 1;
    if (h > PAGES_SIDE_LIMIT)
        shrink = PAGES_SIDE_LIMIT / h;
    if (w * h * shrink * shrink > PAGES_AREA_LIMIT)
        shrink = sqrt(PAGES_AREA_LIMIT / (w * h));
    *scale = w * shrink / points_wide;
    *width = (guint)CLAMP(lround(w * shrink), 1, (long)PAGES_SIDE_LIMIT);
    *height = (guint)CLAMP(lround(h * shrink), 1, (long)PAGES_SIDE_LIMIT);
}

/* In huge pages where the kernel gives them: a fresh child touches these megabytes once, and two thousand page faults took 4 of the 9 ms of
 * drawing a short text. */
static uint32_t *pixels_new(gsize bytes)
{
    void *pixels = NULL;
    if (bytes < HUGE_PAGE)
        return g_try_malloc(bytes);
    if (posix_memalign(&pixels, HUGE_PAGE, bytes) != 0)
        return NULL;
    madvise(pixels, bytes, MADV_HUGEPAGE);
    return pixels;
}

gboolean picture_draw(PopplerPage *page, const PagesRequest *request, Pixels *out)
{
    float page_width, page_height;
    page_size(page, &page_width, &page_height);
    double part_width = page_width * request->part_width, part_height = page_height * request->part_height;
    if (!(part_width > 0) || !(part_height > 0))
        return FALSE;
    double scale;
    size_picture(part_width, part_height, request->width, &scale, &out->width, &out->height);
    if (scale > FINE_SCALE) {
        /* A scan has no more to show than its own pixels: more would be larger on the line, slower to draw, and not sharper. */
        double own = scan_scale(page, page_width, page_height);
        if (own > 0 && own < scale)
            size_picture(part_width, part_height, (guint)ceil(part_width * MAX(own, FINE_SCALE)), &scale, &out->width, &out->height);
    }

    int stride = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, (int)out->width);
    gsize bytes = (gsize)stride * out->height;
    out->stride = (guint)stride / 4;
    out->data = pixels_new(bytes);
    if (!out->data)
        return FALSE;
    memset(out->data, 0xff, bytes); /* white paper */
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data((unsigned char *)out->data, CAIRO_FORMAT_RGB24, (int)out->width, (int)out->height, stride);
    cairo_t *cairo = cairo_create(surface);
    cairo_translate(cairo, -request->left * page_width * scale, -request->top * page_height * scale);
    cairo_scale(cairo, scale, scale);
    poppler_page_render(page, cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
    out->scale = scale;
    return TRUE;
}

gboolean picture_mark(PopplerPage *page, const PagesRequest *request, const char *mark, Pixels *pixels)
{
    float page_width, page_height;
    page_size(page, &page_width, &page_height);
    cairo_surface_t *surface = cairo_image_surface_create_for_data((unsigned char *)pixels->data, CAIRO_FORMAT_RGB24, (int)pixels->width,
                                                                   (int)pixels->height, (int)pixels->stride * 4);
    cairo_t *cairo = cairo_create(surface);
    cairo_translate(cairo, -request->left * page_width * pixels->scale, -request->top * page_height * pixels->scale);
    cairo_scale(cairo, pixels->scale, pixels->scale);
    gboolean drawn = mark_draw(cairo, page_width, page_height, mark);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
    return drawn;
}
