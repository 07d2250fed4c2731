/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which words of one version are which words of another. Two passes of
 * libgit2's diff engine: first over runs of five words, so that only what
 * stands in company is tied over the whole document; then word by word between
 * those ties. What went from its place and stands elsewhere is found after
 * that. Any thread.
 */
#pragma once
#include "paper/token.h"

typedef struct PaperMatch {
    Vocabulary *vocabulary;
    PaperTokens *from, *to;
    int *to_of, *from_of;       /* by index of a token in flow: its partner, rising; or -1 */
    int *moved_to, *moved_from; /* the same for what was moved elsewhere */
} PaperMatch;

/* Keeps both borrowed. */
PaperMatch *paper_match(const PaperWords *from, const PaperWords *to);
void paper_match_free(PaperMatch *match);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PaperMatch, paper_match_free)

static inline guint match_from_id(const PaperMatch *match, guint index)
{
    return token_at(match->from->flow, index)->id;
}

static inline guint match_to_id(const PaperMatch *match, guint index)
{
    return token_at(match->to->flow, index)->id;
}

/* The word of the newer version, in its place or moved; -1: none. */
static inline int match_partner(const PaperMatch *match, guint index)
{
    return match->to_of[index] >= 0 ? match->to_of[index] : match->moved_to[index];
}
