/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages side by side: those with words by the words they share, those without
 * by their pictures. It draws nothing itself.
 */
#include "paper/pair.h"
#include <string.h>

enum { ALIGNED_PAGES = 2000 }; /* without words; more are paired in order only */

typedef enum Differs { DIFFERS_NO, DIFFERS_TEXT, DIFFERS_PICTURE, DIFFERS_ONLY } Differs;

typedef struct Pair {
    guint old, new; /* 0: none */
    Differs differs;
} Pair;

/* One version's pages; index 0 is unused. */
typedef struct Side {
    const PaperTokens *tokens;
    guint pages;
    guint *words;   /* how many each has */
    guint *partner; /* page of the other version that has most of them; 0: none */
    gboolean *touched;
    gboolean *used;
} Side;

static guint page_of(const PaperTokens *tokens, guint index)
{
    return word_at(tokens->words, token_at(tokens->flow, index)->word)->page;
}

static void side_begin(Side *side, const PaperTokens *tokens, const PaperTokens *other, const int *tied, const int *moved)
{
    guint pages = side->pages = tokens->words->pages;
    g_autofree guint *shares = g_new0(guint, other->words->pages + 1);
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(guint));
    side->tokens = tokens;
    side->words = g_new0(guint, pages + 1);
    side->partner = g_new0(guint, pages + 1);
    side->touched = g_new0(gboolean, pages + 1);
    side->used = g_new0(gboolean, pages + 1);
    for (guint i = 0; i < tokens->flow->len; i++) {
        guint page = page_of(tokens, i);
        int at = tied[i] >= 0 ? tied[i] : moved[i];
        side->words[page]++;
        if (at >= 0) {
            guint there = page_of(other, (guint)at);
            if (shares[there]++ == 0)
                g_array_append_val(seen, there);
            if (shares[there] > shares[side->partner[page]])
                side->partner[page] = there;
        }
        if (i + 1 == tokens->flow->len || page_of(tokens, i + 1) != page) {
            for (guint k = 0; k < seen->len; k++)
                shares[g_array_index(seen, guint, k)] = 0;
            g_array_set_size(seen, 0);
        }
    }
}

static void side_end(Side *side)
{
    g_free(side->words);
    g_free(side->partner);
    g_free(side->touched);
    g_free(side->used);
}

/* What came or went nowhere touches the page where it would stand. */
static void touch(Side *side, guint first, guint end)
{
    guint count = side->tokens->flow->len;
    if (count == 0)
        return;
    for (guint i = MIN(first, count - 1); i < MAX(end, MIN(first, count - 1) + 1) && i < count; i++)
        side->touched[page_of(side->tokens, i)] = TRUE;
}

static void add_pair(GArray *pairs, Side *old, Side *new, guint old_page, guint new_page, Differs differs)
{
    Pair pair = {old_page, new_page, old_page && new_page ? differs : DIFFERS_ONLY};
    old->used[old_page] = TRUE;
    new->used[new_page] = TRUE;
    g_array_append_val(pairs, pair);
}

static void pair_by_words(GArray *pairs, Side *old, Side *new)
{
    for (guint page = 1; page <= new->pages; page++)
        if (new->words[page])
            add_pair(pairs, old, new, new->partner[page], page, new->touched[page] ? DIFFERS_TEXT : DIFFERS_NO);
    for (guint page = 1; page <= old->pages; page++)
        if (old->words[page] && !old->used[page])
            add_pair(pairs, old, new, page, old->partner[page], old->touched[page] ? DIFFERS_TEXT : DIFFERS_NO);
}

/* Pages without words: their numbers, and what they look like. */
typedef struct Blank {
    guint page;
    guint after; /* the page of the old version whose words stand before it */
    char *look;
} Blank;

static void blank_clear(gpointer blank)
{
    g_free(((Blank *)blank)->look);
}

static GArray *blanks_of(const Side *side, gboolean newer, PageLook look, gpointer data, GError **error)
{
    g_autoptr(GArray) blanks = g_array_new(FALSE, FALSE, sizeof(Blank));
    g_array_set_clear_func(blanks, blank_clear);
    guint after = 0;
    for (guint page = 1; page <= side->pages; page++) {
        if (side->words[page]) {
            after = newer ? MAX(after, side->partner[page]) : page;
            continue;
        }
        Blank blank = {page, after, look(newer, page, data, error)};
        if (!blank.look)
            return NULL;
        g_array_append_val(blanks, blank);
    }
    return g_steal_pointer(&blanks);
}

/* Longest common row of equal pictures; ends[i * (n + 1) + j]: of what is from i and j on. */
static guint16 *common_rows(const GArray *old, const GArray *new)
{
    guint m = old->len, n = new->len;
    guint16 *ends = g_new0(guint16, (gsize)(m + 1) * (n + 1));
    for (guint i = m; i-- > 0;)
        for (guint j = n; j-- > 0;) {
            gboolean same = strcmp(g_array_index(old, Blank, i).look, g_array_index(new, Blank, j).look) == 0;
            guint16 down = ends[(gsize)(i + 1) * (n + 1) + j], right = ends[(gsize)i * (n + 1) + j + 1];
            ends[(gsize)i * (n + 1) + j] = same ? (guint16)(ends[(gsize)(i + 1) * (n + 1) + j + 1] + 1) : MAX(down, right);
        }
    return ends;
}

/* Those between two equal ones, in order, as long as they follow the same text. */
static void pair_between(GArray *pairs, Side *old, Side *new, const GArray *olds, guint i, guint i_end, const GArray *news, guint j,
                         guint j_end)
{
    while (i < i_end || j < j_end) {
        const Blank *one = i < i_end ? &g_array_index(olds, Blank, i) : NULL, *other = j < j_end ? &g_array_index(news, Blank, j) : NULL;
        if (one && other && one->after + 1 >= other->after && other->after + 1 >= one->after) {
            add_pair(pairs, old, new, one->page, other->page, strcmp(one->look, other->look) == 0 ? DIFFERS_NO : DIFFERS_PICTURE);
            i++;
            j++;
        } else if (one && (!other || one->after < other->after)) {
            add_pair(pairs, old, new, one->page, 0, DIFFERS_ONLY);
            i++;
        } else {
            add_pair(pairs, old, new, 0, other->page, DIFFERS_ONLY);
            j++;
        }
    }
}

static void pair_by_look(GArray *pairs, Side *old, Side *new, const GArray *olds, const GArray *news)
{
    guint i = 0, j = 0, i_open = 0, j_open = 0;
    if (olds->len <= ALIGNED_PAGES && news->len <= ALIGNED_PAGES) {
        g_autofree guint16 *ends = common_rows(olds, news);
        guint n = news->len;
        while (i < olds->len && j < n) {
            if (strcmp(g_array_index(olds, Blank, i).look, g_array_index(news, Blank, j).look) == 0) {
                pair_between(pairs, old, new, olds, i_open, i, news, j_open, j);
                add_pair(pairs, old, new, g_array_index(olds, Blank, i).page, g_array_index(news, Blank, j).page, DIFFERS_NO);
                i_open = ++i;
                j_open = ++j;
            } else if (ends[(gsize)(i + 1) * (n + 1) + j] >= ends[(gsize)i * (n + 1) + j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }
    pair_between(pairs, old, new, olds, i_open, olds->len, news, j_open, news->len);
}

static int by_new(gconstpointer a, gconstpointer b)
{
    const Pair *one = a, *other = b;
    if (one->new != other->new)
        return one->new < other->new ? -1 : 1;
    return one->old < other->old ? -1 : one->old > other->old;
}

/* A page that went stands behind the last one whose words stood before it. */
static GArray *in_order(GArray *pairs)
{
    GArray *ordered = g_array_new(FALSE, FALSE, sizeof(Pair));
    g_array_sort(pairs, by_new);
    guint gone = 0;
    while (gone < pairs->len && g_array_index(pairs, Pair, gone).new == 0)
        gone++;
    guint next = 0, reached = 0; /* the next that went; the highest old page so far */
    for (guint i = gone; i < pairs->len; i++) {
        Pair pair = g_array_index(pairs, Pair, i);
        while (next < gone && pair.old > reached && g_array_index(pairs, Pair, next).old < pair.old) {
            g_array_append_val(ordered, g_array_index(pairs, Pair, next));
            next++;
        }
        reached = MAX(reached, pair.old);
        g_array_append_val(ordered, pair);
    }
    if (next < gone)
        g_array_append_vals(ordered, &g_array_index(pairs, Pair, next), gone - next);
    return ordered;
}

static json_t *page_json(guint page)
{
    return page ? json_integer(page) : json_null();
}

json_t *pairs_of(const PaperMatch *match, const GArray *changes, PageLook look, gpointer data, GError **error)
{
    static const char *const words[] = {"no", "text", "picture", "only"};
    Side old, new;
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
    side_begin(&old, match->from, match->to, match->to_of, match->moved_to);
    side_begin(&new, match->to, match->from, match->from_of, match->moved_from);
    for (guint i = 0; i < changes->len; i++) {
        const Change *change = &g_array_index(changes, Change, i);
        touch(&old, change->old_first, change->old_end);
        touch(&new, change->new_first, change->new_end);
    }
    pair_by_words(pairs, &old, &new);
    g_autoptr(GArray) olds = blanks_of(&old, FALSE, look, data, error);
    g_autoptr(GArray) news = olds ? blanks_of(&new, TRUE, look, data, error) : NULL;
    if (news)
        pair_by_look(pairs, &old, &new, olds, news);
    side_end(&old);
    side_end(&new);
    if (!news)
        return NULL;
    g_autoptr(GArray) ordered = in_order(pairs);
    json_t *list = json_array();
    for (guint i = 0; i < ordered->len; i++) {
        const Pair *pair = &g_array_index(ordered, Pair, i);
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:s}", "old", page_json(pair->old), "new", page_json(pair->new), "differs", words[pair->differs]));
    }
    return list;
}
