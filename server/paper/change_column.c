/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block of two columns (recipients beside the signature) that a page break
 * cuts in one version only is read in another order there. What stands in the
 * right column on both sides, word for word, was neither moved nor changed. It
 * looks at nothing that stands at the left margin.
 */
#include "paper/change.h"
#include <string.h>

enum { PARTS = 4 }; /* changes that one cut makes */
#define RIGHT_SHARE 0.3f

static gboolean is_right(const PaperTokens *tokens, const Paragraphs *paragraphs, guint first, guint end)
{
    float edge = paragraphs->left + (paragraphs->right - paragraphs->left) * RIGHT_SHARE;
    for (guint i = first; i < end; i++)
        if (token_word(tokens, tokens->flow, i)->x < edge)
            return FALSE;
    return TRUE;
}

static guint page_at(const PaperTokens *tokens, guint index)
{
    return tokens->flow->len ? token_word(tokens, tokens->flow, MIN(index, tokens->flow->len - 1))->page : 0;
}

static gboolean is_over_a_break(const PaperTokens *tokens, guint first, guint end)
{
    return page_at(tokens, first) != page_at(tokens, end > first ? end - 1 : end);
}

static void append_ids(GArray *out, const GArray *flow, guint first, guint end)
{
    for (guint i = first; i < end; i++)
        g_array_append_val(out, token_at(flow, i)->id);
}

/* The changes from `first` to `end` take away and put in the same words, in the right column, near a page break. */
static gboolean is_a_cut(const PaperMatch *match, const Paragraphs *old, const Paragraphs *new, const GArray *changes, guint first,
                         guint end)
{
    g_autoptr(GArray) went = g_array_new(FALSE, FALSE, sizeof(guint)), came = g_array_new(FALSE, FALSE, sizeof(guint));
    guint old_first = G_MAXUINT, old_end = 0, new_first = G_MAXUINT, new_end = 0;
    for (guint i = first; i < end; i++) {
        const Change *change = &g_array_index(changes, Change, i);
        if (change->kind == CHANGE_REPLACED || !is_right(match->from, old, change->old_first, change->old_end) ||
            !is_right(match->to, new, change->new_first, change->new_end))
            return FALSE;
        append_ids(went, match->from->flow, change->old_first, change->old_end);
        append_ids(came, match->to->flow, change->new_first, change->new_end);
        old_first = MIN(old_first, change->old_first);
        old_end = MAX(old_end, change->old_end);
        new_first = MIN(new_first, change->new_first);
        new_end = MAX(new_end, change->new_end);
    }
    return went->len > 0 && went->len == came->len && memcmp(went->data, came->data, went->len * sizeof(guint)) == 0 &&
           (is_over_a_break(match->from, old_first, old_end + 1) || is_over_a_break(match->to, new_first, new_end + 1));
}

void changes_drop_cuts(const PaperMatch *match, const Paragraphs *old, const Paragraphs *new, GArray *changes)
{
    for (guint first = 0; first < changes->len; first++)
        for (guint end = MIN(first + PARTS, changes->len); end > first; end--)
            if (is_a_cut(match, old, new, changes, first, end)) {
                g_array_remove_range(changes, first, end - first);
                first--; /* what is there now; wraps from 0 to the next turn's 0 */
                break;
            }
}
