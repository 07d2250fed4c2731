/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lattice of slanted lines of text. Lengths are in shares of the page's
 * shorter side, so that marks look alike on every paper; dark letters with a
 * light edge are seen on white paper and on a dark scan. It knows nothing of
 * PDFs.
 */
#include "mark.h"
#include <math.h>

#define FAMILY "Liberation Sans"
#define SLANT (-25 * G_PI / 180)
#define MEASURED 100.0     /* letters are measured at this size */
#define LEGIBLE_PIXELS 9.0 /* height of letters below which the few large ones are drawn */
#define STAMP_PIXELS 2e6
#define LONGEST_SIDES 40.0 /* a strip of paper longer than so many of its widths is marked as if it were wider */

/* In shares of the side. With these a quarter of a page, wherever it is cut out, has one whole mark in it: a mark is 0.34 wide and at most
 * 0.18 high, and every second row is moved by half a step. */
typedef struct Lattice {
    double length, tallest; /* of the text; of its letters */
    double across, down;
    double shift; /* of every second row, in steps across */
} Lattice;
static const Lattice many = {.length = 0.36, .tallest = 0.035, .across = 0.31, .down = 0.25, .shift = 0.5};
static const Lattice many_square = {.length = 0.36, .tallest = 0.035, .across = 0.31, .down = 0.16, .shift = 0.5};
static const Lattice few = {.length = 0.8, .tallest = 0.09, .across = 0.95, .down = 0.5, .shift = 0};
#define SQUARE 1.3 /* up to this ratio of its sides a page counts as square */

static double size_of(const Lattice *lattice, double side, double advance)
{
    return MIN(lattice->length * side * MEASURED / MAX(advance, 1), lattice->tallest * side);
}

static void draw_one(cairo_t *cairo, const char *text, double x, double y, double length, double size)
{
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_rotate(cairo, SLANT);
    cairo_move_to(cairo, -length / 2, size * 0.35);
    cairo_text_path(cairo, text);
    cairo_set_line_width(cairo, size * 0.12);
    cairo_set_source_rgba(cairo, 1, 1, 1, 0.3);
    cairo_stroke_preserve(cairo);
    cairo_set_source_rgba(cairo, 0.25, 0.25, 0.25, 0.22);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

/* One mark as pixels, for a lattice of them: their outlines took 50 ms a page, the pixels take 3. */
typedef struct Stamp {
    cairo_surface_t *pixels; /* NULL: too large, or no picture of pixels; each is drawn by itself then */
    double middle_x, middle_y;
} Stamp;

static Stamp stamp_new(cairo_t *cairo, const char *text, double length, double size)
{
    Stamp stamp = {0};
    double scale = 1, none = 0;
    cairo_user_to_device_distance(cairo, &scale, &none);
    double wide = scale * (length * cos(SLANT) + 3 * size), high = scale * (length * fabs(sin(SLANT)) + 3 * size);
    if (cairo_surface_get_type(cairo_get_target(cairo)) != CAIRO_SURFACE_TYPE_IMAGE || !(wide * high <= STAMP_PIXELS))
        return stamp;
    stamp.middle_x = ceil(wide / 2);
    stamp.middle_y = ceil(high / 2);
    stamp.pixels = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)stamp.middle_x * 2, (int)stamp.middle_y * 2);
    cairo_t *on = cairo_create(stamp.pixels);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_get_font_options(cairo, options);
    cairo_set_font_options(on, options);
    cairo_font_options_destroy(options);
    cairo_set_font_face(on, cairo_get_font_face(cairo));
    cairo_set_line_join(on, cairo_get_line_join(cairo));
    cairo_translate(on, stamp.middle_x, stamp.middle_y);
    cairo_scale(on, scale, scale);
    cairo_set_font_size(on, size);
    draw_one(on, text, 0, 0, length, size);
    if (cairo_status(on) != CAIRO_STATUS_SUCCESS)
        g_clear_pointer(&stamp.pixels, cairo_surface_destroy);
    cairo_destroy(on);
    return stamp;
}

static void stamp_put(const Stamp *stamp, cairo_t *cairo, double x, double y)
{
    cairo_user_to_device(cairo, &x, &y);
    cairo_save(cairo);
    cairo_identity_matrix(cairo);
    cairo_set_source_surface(cairo, stamp->pixels, round(x) - stamp->middle_x, round(y) - stamp->middle_y);
    cairo_paint(cairo);
    cairo_restore(cairo);
}

gboolean mark_draw(cairo_t *cairo, double width, double height, const char *text)
{
    double longer = MAX(width, height), side = MAX(MIN(width, height), longer / LONGEST_SIDES);
    cairo_text_extents_t measured;
    cairo_font_options_t *options = cairo_font_options_create();
    /* Letters keep their places at every scale. */
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cairo, options);
    cairo_font_options_destroy(options);
    cairo_select_font_face(cairo, FAMILY, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(cairo, MEASURED);
    cairo_text_extents(cairo, text, &measured);

    const Lattice *lattice = longer > side * SQUARE ? &many : &many_square;
    double size = size_of(lattice, side, measured.x_advance), pixels_wide = size, pixels_high = 0;
    cairo_user_to_device_distance(cairo, &pixels_wide, &pixels_high);
    if (hypot(pixels_wide, pixels_high) < LEGIBLE_PIXELS) {
        lattice = &few;
        size = size_of(lattice, side, measured.x_advance);
    }
    cairo_set_font_size(cairo, size);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);

    /* From the middle of the page outwards, as far as the clip reaches. */
    double left, top, right, bottom, length = measured.x_advance * size / MEASURED, reach = length / 2 + size;
    double across = lattice->across * side, down = lattice->down * side;
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    left = MAX(left, 0) - reach - width / 2;
    right = MIN(right, width) + reach - width / 2;
    top = MAX(top, 0) - reach - height / 2;
    bottom = MIN(bottom, height) + reach - height / 2;
    Stamp stamp = stamp_new(cairo, text, length, size);
    for (double row = ceil(top / down); row * down <= bottom; row++) {
        double shift = fmod(fabs(row), 2) == 1 ? lattice->shift : 0;
        for (double column = ceil(left / across - shift); (column + shift) * across <= right; column++) {
            double x = width / 2 + (column + shift) * across, y = height / 2 + row * down;
            if (stamp.pixels)
                stamp_put(&stamp, cairo, x, y);
            else
                draw_one(cairo, text, x, y, length, size);
        }
    }
    g_clear_pointer(&stamp.pixels, cairo_surface_destroy);
    return cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
}
