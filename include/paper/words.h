/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All words of a PDF in reading order, with page and box: what comparison and
 * anchors work on. Built from render_text page by page (cached there); a page
 * whose text cannot be had is left out and counted. Any thread; the result is
 * immutable.
 */
#pragma once
#include "paper/render.h"

typedef struct PaperWord {
    const char *text; /* NFC; owned by the PaperWords */
    guint page;       /* from 1 */
    guint line;       /* of the page, from 0 */
    float x, y, w, h; /* points, origin top left */
} PaperWord;

typedef struct PaperWords {
    GArray *words; /* PaperWord */
    GArray *first; /* guint: index of the first word of each page; pages + 1 entries */
    guint pages, unread;
    GStringChunk *texts;
} PaperWords;

PaperWords *paper_words(Render *render, const RenderSource *source, GError **error);
void paper_words_free(PaperWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PaperWords, paper_words_free)
