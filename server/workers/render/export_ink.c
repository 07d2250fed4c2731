/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stroke as the area the pen has covered, wider where it was pressed, as the
 * reader's page shows it (web/src/notes/ink.ts). It knows no way of drawing.
 */
#include "export.h"
#include <math.h>

/* As the page has them: the ink of a width, how much pressure says, how much a trembling hand is calmed. */
#define SIZE 1.6
#define THINNING 0.55
#define THINNING_EVEN 0.1
#define FOLLOW (0.15 + (1 - 0.3) * 0.85)
#define SMOOTHING 0.5
#define EVEN_PRESSURE 0.5f
#define FINEST 1.0 /* points of paper between two points of an outline */

enum { ROUND = 12 }; /* points of a circle */

typedef struct Bead { /* a calmed point: place and half the width there */
    double x, y, radius;
} Bead;

static void point_add(GArray *points, double x, double y)
{
    InkPoint point = {x, y};
    g_array_append_val(points, point);
}

static void curve_end(const GArray *points, GArray *ends)
{
    g_array_append_val(ends, points->len);
}

/* A curve through the middles of its points' sides lies a little inside of them. */
static double outset(double radius)
{
    return radius / cos(G_PI / ROUND / 2);
}

static void circle_add(GArray *points, GArray *ends, const Bead *bead)
{
    for (int i = 0; i < ROUND; i++)
        point_add(points, bead->x + outset(bead->radius) * cos(2 * G_PI * i / ROUND),
                  bead->y + outset(bead->radius) * sin(2 * G_PI * i / ROUND));
    curve_end(points, ends);
}

/* From one side of an end to the other, around its back. */
static void cap_add(GArray *points, const Bead *bead, double from)
{
    for (int i = 1; i < ROUND / 2; i++)
        point_add(points, bead->x + outset(bead->radius) * cos(from - 2 * G_PI * i / ROUND),
                  bead->y + outset(bead->radius) * sin(from - 2 * G_PI * i / ROUND));
}

static gboolean is_even(const float *stroke, guint count)
{
    for (guint i = 0; i < count; i++)
        if (fabsf(stroke[i * 3 + 2] - EVEN_PRESSURE) > 0.001f)
            return FALSE;
    return TRUE;
}

static GArray *beads_of(const float *stroke, guint count, double width)
{
    double size = width * SIZE, thinning = is_even(stroke, count) ? THINNING_EVEN : THINNING;
    GArray *beads = g_array_sized_new(FALSE, FALSE, sizeof(Bead), count);
    for (guint i = 0; i < count; i++) {
        const float *at = stroke + (gsize)i * 3;
        double pressure = CLAMP((double)at[2], 0, 1);
        Bead bead = {(double)at[0], (double)at[1], size * (0.5 - thinning * (0.5 - pressure))};
        if (beads->len > 0) {
            const Bead *last = &g_array_index(beads, Bead, beads->len - 1);
            if (i + 1 < count) {
                bead.x = last->x + (bead.x - last->x) * FOLLOW;
                bead.y = last->y + (bead.y - last->y) * FOLLOW;
            }
            if (hypot(bead.x - last->x, bead.y - last->y) < 0.01)
                continue;
        }
        g_array_append_val(beads, bead);
    }
    return beads;
}

/* The two points of a bead's sides, across the way of `angle`. */
static void sides_add(GArray *points, GArray *other_side, const Bead *bead, double angle)
{
    double x = bead->radius * cos(angle + G_PI / 2), y = bead->radius * sin(angle + G_PI / 2);
    point_add(points, bead->x + x, bead->y + y);
    point_add(other_side, bead->x - x, bead->y - y);
}

static double way(const Bead *from)
{
    return atan2(from[1].y - from[0].y, from[1].x - from[0].x);
}

void ink_outline(const float *stroke, guint count, double width, GArray *points, GArray *ends)
{
    if (count == 0)
        return;
    g_autoptr(GArray) beads = beads_of(stroke, count, width);
    const Bead *bead = (const Bead *)(gpointer)beads->data;
    guint last = beads->len - 1;
    if (last == 0) {
        circle_add(points, ends, bead);
        return;
    }
    g_autoptr(GArray) other_side = g_array_new(FALSE, FALSE, sizeof(InkPoint));
    g_autoptr(GArray) corners = g_array_new(FALSE, FALSE, sizeof(guint));
    double apart = MIN(width * SIZE * SMOOTHING, FINEST), angle = way(bead);
    guint kept = 0;
    for (guint i = 0; i <= last; i++) {
        double next = i < last ? way(&bead[i]) : angle, turn = remainder(next - angle, 2 * G_PI);
        if (fabs(turn) > G_PI / 2) { /* a sharp corner: both ways end there, and a circle lies over it */
            sides_add(points, other_side, &bead[i], angle);
            sides_add(points, other_side, &bead[i], next);
            g_array_append_val(corners, i);
            kept = i;
        } else if (i == 0 || i == last || hypot(bead[i].x - bead[kept].x, bead[i].y - bead[kept].y) > apart) {
            sides_add(points, other_side, &bead[i], angle + turn / 2);
            kept = i;
        }
        angle = next;
    }
    cap_add(points, &bead[last], angle + G_PI / 2);
    for (guint i = other_side->len; i-- > 0;)
        g_array_append_val(points, g_array_index(other_side, InkPoint, i));
    cap_add(points, &bead[0], way(bead) - G_PI / 2);
    curve_end(points, ends);
    for (guint i = 0; i < corners->len; i++)
        circle_add(points, ends, &bead[g_array_index(corners, guint, i)]);
}
