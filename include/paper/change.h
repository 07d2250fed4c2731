/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Differences of two versions as people count them: one for a phrase whose
 * words changed, one for a sentence that came or went, one for a paragraph
 * moved, parted or joined. Any thread, pure.
 */
#pragma once
#include "paper/match.h"
#include "paper/paragraph.h"

typedef enum ChangeKind { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_REPLACED, CHANGE_MOVED } ChangeKind;

typedef struct Change {
    ChangeKind kind;
    guint old_first, old_end; /* tokens of the flow; empty on the side where nothing is */
    guint new_first, new_end;
} Change;

/* In the order of the newer version. */
GArray *changes_of(const PaperMatch *match, const Paragraphs *old, const Paragraphs *new);

/* Takes out what a page break through a block of two columns made alone (change_column.c). */
void changes_drop_cuts(const PaperMatch *match, const Paragraphs *old, const Paragraphs *new, GArray *changes);
