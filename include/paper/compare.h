/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changed between two versions (C5): words over the whole document,
 * whatever the lines and pages they stand on; and pages without words by their
 * pictures. Pictures are compared as drawn, byte by byte: pages that look alike
 * but were scanned anew differ. Pictures on pages that have words are not looked
 * at, nor running heads, feet and page numbers. A part of the flow with
 * `paragraph` begins one; what moved stands in it twice under one number.
 */
#pragma once
#include "paper/look.h"
#include "paper/words.h"
#include <jansson.h>

/* JSON text of compare_shape; kept beside the drawn pages. Blocks for seconds when a version was never read; ERROR_BUSY with a time to wait
 * when it takes longer: the next call goes on from there. Caller unrefs. */
GBytes *compare_versions(Render *render, const RenderSource *from, const RenderSource *to, guint from_number, guint to_number,
                         GError **error);

/* The same of words already read; look is asked only of pages without words. New reference. */
json_t *compare_words(const PaperWords *from, const PaperWords *to, guint from_number, guint to_number, PageLook look, gpointer data,
                      GError **error);
