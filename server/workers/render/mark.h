/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader's name across a page (B13): translucent, again and again, so that
 * no part of the page that is worth showing lacks it, and so that the text
 * beneath can still be read. It decides nothing of whose name and when.
 */
#pragma once
#include <cairo.h>
#include <glib.h>

/* Draws valid UTF-8 on a page of that size in points, whose top left corner is the origin of the cairo context; only what is inside its
 * clip costs time. The places depend on the page and the text alone, so that a part of a page shows what the whole does; where the letters
 * would be too small to read, as in a thumbnail, they are fewer and larger. FALSE: it could not be drawn, so the page must not be shown. */
gboolean mark_draw(cairo_t *cairo, double width, double height, const char *text);
