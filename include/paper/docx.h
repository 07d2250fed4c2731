/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same description that print.h makes a PDF of, as an Office Open XML
 * document (DOCX) to be edited further: paragraphs, bold, italic, tables,
 * bullets, A4 margins, page numbers at the top in the middle from page 2 on.
 * Bookmarks, anchors, links and sheets are left out. The same description gives
 * the same bytes. Blocks; any thread.
 */
#pragma once
#include "paper/print.h"

/* Caller unrefs. ERROR_INTERNAL when a call of print.h was wrong. */
GBytes *docx_make(const Print *print, GError **error);
