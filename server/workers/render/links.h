/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a file's links and bookmarks lead: places in the same file, and addresses
 * that a reader may be asked about. What would run, open or fetch anything else
 * is left out.
 */
#pragma once
#include "workers/pages.h"
#include <glib.h>
#include <poppler.h>

/* The page that an action leads to in this file, or 0. *top (may be NULL): points from the top of that page as shown; negative: all of it.
 */
guint link_page(PopplerDocument *document, const PopplerAction *action, float *top);

/* Appends the links of a page and returns how many. */
guint links_read(PopplerDocument *document, PopplerPage *page, GByteArray *out);
