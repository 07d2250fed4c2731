/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many pixels a scanned page has of its own. Of the child's one file.
 */
#pragma once
#include <glib.h>
#include <poppler.h>

/* Pixels to a point of the one picture that makes up the page, as in a scan; 0: the page is drawn, or of several, or its file cannot be
 * read a second way. Width and height: of the page, points. */
double scan_scale(PopplerPage *page, double width, double height);
