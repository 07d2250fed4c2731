/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading order of a page. The renderer's is by blocks, and takes the short last
 * line of a paragraph for a column of its own; here lines that stand alone in
 * their row go by height, rows of two columns column by column, rows of more
 * (tables) row by row. Any thread, pure.
 */
#pragma once
#include <glib.h>

/* Orders the words of one page, from `first` to the end of the array of PaperWord, and numbers their lines anew. */
void paper_order(GArray *words, guint first);
