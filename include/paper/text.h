/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of one page as plain text, for search: in the order of its lines,
 * apart by single blanks, NFC. Any thread.
 */
#pragma once
#include "paper/render.h"

/* Longer pages are cut here, at a character. */
#define PAPER_TEXT_LIMIT (64 * 1024)

/* Empty when the page has no words. NULL with what render_text says; is *own then TRUE, the page itself is at fault and will be again.
 * What the renderer had not kept is not kept for this, for it is read once. Caller frees. */
char *paper_text(Render *render, const RenderSource *source, guint page, gboolean *own, GError **error);
