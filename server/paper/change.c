/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From unmatched words to changes. What the renderer alone changed (a word
 * parted or joined by spacing) is none.
 */
#include "paper/change.h"
#include <string.h>

enum {
    GAP = 2,       /* equal words inside a replaced phrase */
    WIDE_GAP = 4,  /* the same between long ones */
    LONG = 8,      /* words of a long one */
    LEFT_OVER = 3, /* words beside a moved paragraph that go with it: its number */
    SLIDE = 400
};

typedef struct Finder {
    const PaperMatch *match;
    const Paragraphs *old, *new;
    GArray *changes;
} Finder;

static void add_change(Finder *finder, guint old_first, guint old_end, guint new_first, guint new_end)
{
    if (old_first == old_end && new_first == new_end)
        return;
    Change change = {CHANGE_REPLACED, old_first, old_end, new_first, new_end};
    if (old_first == old_end)
        change.kind = CHANGE_ADDED;
    else if (new_first == new_end)
        change.kind = CHANGE_REMOVED;
    g_array_append_val(finder->changes, change);
}

static void append_letters(GString *out, const Finder *finder, const GArray *flow, guint first, guint end)
{
    for (guint i = first; i < end; i++)
        g_string_append(out, vocabulary_text(finder->match->vocabulary, token_at(flow, i)->id));
}

/* The same letters, parted into words otherwise. */
static gboolean is_spacing(const Finder *finder, guint old_first, guint old_end, guint new_first, guint new_end)
{
    if (old_end - old_first > LONG || new_end - new_first > LONG)
        return FALSE;
    g_autoptr(GString) old = g_string_new(NULL), new = g_string_new(NULL);
    append_letters(old, finder, finder->match->from->flow, old_first, old_end);
    append_letters(new, finder, finder->match->to->flow, new_first, new_end);
    g_autofree char *old_folded = token_fold(old->str), *new_folded = token_fold(new->str);
    return strcmp(old_folded, new_folded) == 0;
}

/* The end of the moved words that begin at `first`; single changed words belong to them. */
static guint moved_end(const int *moved, guint first, guint end)
{
    guint last = first;
    for (guint i = first + 1; i < end && i - last <= 2; i++)
        if (moved[i] >= 0 && moved[i] >= moved[last] && moved[i] - moved[last] <= 3)
            last = i;
        else if (moved[i] >= 0)
            break;
    return last + 1;
}

/* A stretch of unmatched words on both sides: its moved parts are told elsewhere, the rest is paired in order. */
static void add_stretch(Finder *finder, guint old_first, guint old_end, guint new_first, guint new_end)
{
    const PaperMatch *match = finder->match;
    if (is_spacing(finder, old_first, old_end, new_first, new_end))
        return;
    while (old_first < old_end || new_first < new_end) {
        guint old_part = old_first, new_part = new_first;
        while (old_part < old_end && match->moved_to[old_part] < 0)
            old_part++;
        while (new_part < new_end && match->moved_from[new_part] < 0)
            new_part++;
        /* The number before a moved paragraph, and a word or two behind it, go with it. */
        gboolean beside_old = (old_part < old_end || (old_first > 0 && match->moved_to[old_first - 1] >= 0)) && new_part == new_first;
        gboolean beside_new = (new_part < new_end || (new_first > 0 && match->moved_from[new_first - 1] >= 0)) && old_part == old_first;
        if (!(beside_old && old_part - old_first <= LEFT_OVER) && !(beside_new && new_part - new_first <= LEFT_OVER))
            add_change(finder, old_first, old_part, new_first, new_part);
        old_first = old_part < old_end ? moved_end(match->moved_to, old_part, old_end) : old_end;
        new_first = new_part < new_end ? moved_end(match->moved_from, new_part, new_end) : new_end;
    }
}

static void find_stretches(Finder *finder)
{
    const PaperMatch *match = finder->match;
    guint old_count = match->from->flow->len, new_count = match->to->flow->len;
    for (guint i = 0, j = 0; i < old_count || j < new_count;) {
        guint old_end = i, new_end = j;
        while (old_end < old_count && match->to_of[old_end] < 0)
            old_end++;
        while (new_end < new_count && match->from_of[new_end] < 0)
            new_end++;
        add_stretch(finder, i, old_end, j, new_end);
        i = MIN(old_end + 1, old_count);
        j = MIN(new_end + 1, new_count);
    }
}

/* How well a stretch begins here: at a paragraph, after a sentence, after a comma. */
static int worth(const Finder *finder, const GArray *flow, const Paragraphs *paragraphs, guint at)
{
    if (at == 0 || at >= flow->len || paragraphs->starts[at] >= START_DOUBT)
        return 3;
    const char *before = vocabulary_text(finder->match->vocabulary, token_at(flow, at - 1)->id);
    gsize length = strlen(before);
    char last = length ? before[length - 1] : ' ';
    return strchr(".;:!?", last) ? 2 : last == ',' ? 1 : 0;
}

/* "A. |B. A.| C" and "|A. B.| A. C" tell the same: the stretch that begins best is taken. */
static void slide(const Finder *finder, const GArray *flow, const Paragraphs *paragraphs, guint least, guint most, guint *first, guint *end)
{
    guint length = *end - *first, best = *first;
    int of = worth(finder, flow, paragraphs, best);
    for (guint at = *first; at > least && *first - at < SLIDE && token_at(flow, at - 1)->id == token_at(flow, at - 1 + length)->id; at--)
        if (worth(finder, flow, paragraphs, at - 1) > of) {
            best = at - 1;
            of = worth(finder, flow, paragraphs, best);
        }
    for (guint at = *first; at + length < most && at - *first < SLIDE && token_at(flow, at)->id == token_at(flow, at + length)->id; at++)
        if (worth(finder, flow, paragraphs, at + 1) > of) {
            best = at + 1;
            of = worth(finder, flow, paragraphs, best);
        }
    *first = best;
    *end = best + length;
}

/* Only what came or went whole can slide; its neighbours stay where they are. */
static void slide_all(Finder *finder)
{
    const PaperMatch *match = finder->match;
    for (guint i = 0; i < finder->changes->len; i++) {
        Change *change = &g_array_index(finder->changes, Change, i), *before = i ? change - 1 : NULL;
        Change *next = i + 1 < finder->changes->len ? change + 1 : NULL;
        guint old_least = before ? before->old_end : 0, old_most = next ? next->old_first : match->from->flow->len;
        guint new_least = before ? before->new_end : 0, new_most = next ? next->new_first : match->to->flow->len;
        guint first;
        if (change->kind == CHANGE_ADDED) {
            first = change->new_first;
            slide(finder, match->to->flow, finder->new, MAX(new_least, first - MIN(first, change->old_first - old_least)),
                  MIN(new_most, change->new_end + old_most - change->old_first), &change->new_first, &change->new_end);
            change->old_first = change->old_end = change->old_first + change->new_first - first;
        } else if (change->kind == CHANGE_REMOVED) {
            first = change->old_first;
            slide(finder, match->from->flow, finder->old, MAX(old_least, first - MIN(first, change->new_first - new_least)),
                  MIN(old_most, change->old_end + new_most - change->new_first), &change->old_first, &change->old_end);
            change->new_first = change->new_end = change->new_first + change->old_first - first;
        }
    }
}

/* A paragraph begins in the words between two changes, or with what the second puts in. */
static gboolean has_start(const Paragraphs *paragraphs, guint first, guint next_first, guint next_end)
{
    for (guint i = first; i < next_first || (i == next_first && next_first < next_end); i++)
        if (paragraphs->starts[i] >= START_DOUBT)
            return TRUE;
    return FALSE;
}

static guint size_of(const Change *change)
{
    return MAX(change->old_end - change->old_first, change->new_end - change->new_first);
}

static gboolean is_one(const Finder *finder, const Change *change, const Change *next)
{
    guint gap = next->new_first - change->new_end;
    if (gap != next->old_first - change->old_end || (change->kind == next->kind && change->kind != CHANGE_REPLACED))
        return FALSE;
    if (gap > GAP && !(gap <= WIDE_GAP && size_of(change) >= LONG && size_of(next) >= LONG))
        return FALSE;
    return !has_start(finder->new, change->new_end, next->new_first, next->new_end) ||
           !has_start(finder->old, change->old_end, next->old_first, next->old_end);
}

static gboolean ends_paragraph(const Paragraphs *paragraphs, const GArray *flow, guint end)
{
    return end >= flow->len || paragraphs->starts[end] >= START_DOUBT;
}

/* A sentence that went from the end of a paragraph, and new paragraphs behind it (or the reverse), are two changes. */
static void part_sentences(Finder *finder)
{
    for (guint i = 0; i < finder->changes->len; i++) {
        Change *change = &g_array_index(finder->changes, Change, i);
        if (change->kind != CHANGE_REPLACED)
            continue;
        gboolean old_starts = finder->old->starts[change->old_first] >= START_DOUBT;
        gboolean new_starts = finder->new->starts[change->new_first] >= START_DOUBT;
        gboolean at_ends = ends_paragraph(finder->old, finder->match->from->flow, change->old_end) &&
                           ends_paragraph(finder->new, finder->match->to->flow, change->new_end);
        if (old_starts == new_starts || !at_ends || change->old_end - change->old_first < LONG ||
            change->new_end - change->new_first < LONG)
            continue;
        Change went = {CHANGE_REMOVED, change->old_first, change->old_end, change->new_first, change->new_first};
        Change came = {CHANGE_ADDED, change->old_end, change->old_end, change->new_first, change->new_end};
        if (old_starts) {
            went.new_first = went.new_end = change->new_end;
            came.old_first = came.old_end = change->old_first;
        }
        *change = old_starts ? came : went;
        g_array_insert_val(finder->changes, ++i, *(old_starts ? &went : &came));
    }
}

static void join_phrases(Finder *finder)
{
    guint kept = 0;
    for (guint i = 1; i < finder->changes->len; i++) {
        Change *change = &g_array_index(finder->changes, Change, kept), *next = &g_array_index(finder->changes, Change, i);
        if (is_one(finder, change, next)) {
            change->kind = CHANGE_REPLACED;
            change->old_end = next->old_end;
            change->new_end = next->new_end;
        } else {
            g_array_index(finder->changes, Change, ++kept) = *next;
        }
    }
    if (finder->changes->len)
        g_array_set_size(finder->changes, kept + 1);
}

/* Back over a paragraph's number and on over a leftover, as add_stretch left them out. */
static void widen(const int *tied, const int *moved, guint count, guint *first, guint *end)
{
    for (guint k = 0; k<LEFT_OVER && * first> 0 && tied[*first - 1] < 0 && moved[*first - 1] < 0; k++)
        --*first;
    for (guint k = 0; k < LEFT_OVER && *end < count && tied[*end] < 0 && moved[*end] < 0; k++)
        ++*end;
}

static gboolean is_in_change(const GArray *changes, guint count, guint old_at, guint new_at)
{
    for (guint i = 0; i < count; i++) {
        const Change *change = &g_array_index(changes, Change, i);
        if ((old_at >= change->old_first && old_at < change->old_end) || (new_at >= change->new_first && new_at < change->new_end))
            return TRUE;
    }
    return FALSE;
}

static void find_moved(Finder *finder)
{
    const PaperMatch *match = finder->match;
    guint old_count = match->from->flow->len, new_count = match->to->flow->len, told = finder->changes->len;
    for (guint i = 0; i < old_count;) {
        if (match->moved_to[i] < 0) {
            i++;
            continue;
        }
        guint end = moved_end(match->moved_to, i, old_count);
        Change change = {CHANGE_MOVED, i, end, (guint)match->moved_to[i], (guint)match->moved_to[end - 1] + 1};
        guint old_first = i, old_end = end, new_first = change.new_first, new_end = change.new_end;
        widen(match->to_of, match->moved_to, old_count, &old_first, &old_end);
        widen(match->from_of, match->moved_from, new_count, &new_first, &new_end);
        while (old_first < change.old_first && is_in_change(finder->changes, told, old_first, G_MAXUINT))
            old_first++;
        while (old_end > change.old_end && is_in_change(finder->changes, told, old_end - 1, G_MAXUINT))
            old_end--;
        while (new_first < change.new_first && is_in_change(finder->changes, told, G_MAXUINT, new_first))
            new_first++;
        while (new_end > change.new_end && is_in_change(finder->changes, told, G_MAXUINT, new_end - 1))
            new_end--;
        change = (Change){CHANGE_MOVED, old_first, old_end, new_first, new_end};
        g_array_append_val(finder->changes, change);
        i = end;
    }
}

static gboolean ends_sentence(const Finder *finder, const GArray *flow, guint at)
{
    const char *text = vocabulary_text(finder->match->vocabulary, token_at(flow, at)->id);
    return text[0] && strchr(".;:!?", text[strlen(text) - 1]);
}

/* Words that stayed side by side, with a paragraph's start between them on one side only. */
static void find_parted(Finder *finder)
{
    const PaperMatch *match = finder->match;
    guint told = finder->changes->len;
    for (guint i = 1; i < match->from->flow->len; i++) {
        int j = match->to_of[i];
        if (j <= 0 || match->to_of[i - 1] != j - 1)
            continue;
        guint8 then = finder->old->starts[i], now = finder->new->starts[j];
        gboolean parted = then <= START_WRAPPED && now == START_SURE, joined = then == START_SURE && now <= START_WRAPPED;
        if ((!parted && !joined) || !ends_sentence(finder, match->from->flow, i - 1) || is_in_change(finder->changes, told, i, (guint)j) ||
            is_in_change(finder->changes, told, i - 1, (guint)j - 1))
            continue;
        Change change = {CHANGE_REPLACED, i - 1, i + 1, (guint)j - 1, (guint)j + 1};
        g_array_append_val(finder->changes, change);
    }
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const Change *one = a, *other = b;
    if (one->new_first != other->new_first)
        return one->new_first < other->new_first ? -1 : 1;
    return one->old_first < other->old_first ? -1 : one->old_first > other->old_first;
}

GArray *changes_of(const PaperMatch *match, const Paragraphs *old, const Paragraphs *new)
{
    Finder finder = {match, old, new, g_array_new(FALSE, FALSE, sizeof(Change))};
    find_stretches(&finder);
    slide_all(&finder);
    join_phrases(&finder);
    part_sentences(&finder);
    find_moved(&finder);
    find_parted(&finder);
    g_array_sort(finder.changes, by_place);
    changes_drop_cuts(match, old, new, finder.changes);
    return finder.changes;
}
