/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Matching of two versions' words by libgit2, each word a line. It only finds
 * equal words; what a difference means to people is compare.c's and anchor.c's.
 */
#include "paper/match.h"
#include <git2.h>
#include <string.h>

enum {
    COMPANY = 5,          /* words tied only together, over the whole document */
    MINIMAL_WORDS = 3000, /* a stretch up to this long gets the shortest difference there is */
    MOVED_SEED = 4,       /* words found elsewhere together */
    MOVED_WORDS = 8,      /* the least that counts as moved */
    SEED_PLACES = 32      /* a seed that stands at more places tells nothing */
};

/* Lines of moved words are like no other. */
#define OLD_MOVED (G_GUINT64_CONSTANT(1) << 32)
#define NEW_MOVED (G_GUINT64_CONSTANT(1) << 33)

/* A side of one diff: lines of numbers. */
static void append_line(GString *out, guint64 value)
{
    static const char digits[] = "0123456789abcdef";
    do {
        g_string_append_c(out, digits[value & 15]);
        value >>= 4;
    } while (value);
    g_string_append_c(out, '\n');
}

/* Ties made by a diff: equal lines, both sides rising. */
typedef struct Ties {
    guint old_at, new_at;     /* lines gone by */
    guint old_base, new_base; /* what line 0 is */
    void (*tie)(PaperMatch *match, guint old_index, guint new_index);
    PaperMatch *match;
} Ties;

static void tie_until(Ties *ties, guint old_end)
{
    while (ties->old_at < old_end) {
        ties->tie(ties->match, ties->old_base + ties->old_at, ties->new_base + ties->new_at);
        ties->old_at++;
        ties->new_at++;
    }
}

static int on_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk, void *payload)
{
    Ties *ties = payload;
    (void)delta;
    /* With no lines on a side, its start is the line before. */
    tie_until(ties, (guint)(hunk->old_lines ? hunk->old_start - 1 : hunk->old_start));
    ties->old_at += (guint)hunk->old_lines;
    ties->new_at += (guint)hunk->new_lines;
    return 0;
}

/* FALSE when libgit2 has no memory: then nothing more is tied, which only shows more differences. */
static gboolean run_diff(const GString *old, guint old_lines, const GString *new, guint32 flags, Ties *ties)
{
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_FORCE_TEXT | flags;
    options.context_lines = 0;
    options.interhunk_lines = 0;
    options.max_size = -1;
    if (git_diff_buffers(old->str, old->len, NULL, new->str, new->len, NULL, &options, NULL, NULL, on_hunk, NULL, ties) < 0)
        return FALSE;
    tie_until(ties, old_lines);
    return TRUE;
}

static void tie_word(PaperMatch *match, guint old_index, guint new_index)
{
    match->to_of[old_index] = (int)new_index;
    match->from_of[new_index] = (int)old_index;
}

static gboolean is_free(const PaperMatch *match, guint old_index, guint new_index)
{
    return match->to_of[old_index] < 0 && match->moved_to[old_index] < 0 && match->from_of[new_index] < 0 &&
           match->moved_from[new_index] < 0 && match_from_id(match, old_index) == match_to_id(match, new_index);
}

/* The words that both lines stand for, but those that an earlier line has tied, and none against the order. */
static void tie_company(PaperMatch *match, guint old_index, guint new_index)
{
    int before = -1; /* partner of the last tied word before */
    for (guint i = old_index; i > 0 && i + 2 * COMPANY > old_index && before < 0; i--)
        before = match->to_of[i - 1];
    for (guint k = 0; k < COMPANY; k++) {
        guint from = old_index + k, to = new_index + k;
        if (match->to_of[from] >= 0) {
            before = match->to_of[from];
            continue;
        }
        if ((int)to > before && match->from_of[to] < 0 && match_from_id(match, from) == match_to_id(match, to)) {
            tie_word(match, from, to);
            before = (int)to;
        }
    }
}

static guint64 company_of(const GArray *flow, guint index)
{
    guint64 value = 0xcbf29ce484222325u;
    for (guint k = 0; k < COMPANY; k++)
        value = (value ^ token_at(flow, index + k)->id) * 0x100000001b3u ^ (value >> 29);
    return value;
}

static void match_company(PaperMatch *match, guint old_from, guint old_end, guint new_from, guint new_end)
{
    if (old_end - old_from < COMPANY || new_end - new_from < COMPANY)
        return;
    g_autoptr(GString) old = g_string_new(NULL), new = g_string_new(NULL);
    for (guint i = old_from; i + COMPANY <= old_end; i++)
        append_line(old, company_of(match->from->flow, i));
    for (guint i = new_from; i + COMPANY <= new_end; i++)
        append_line(new, company_of(match->to->flow, i));
    Ties ties = {.old_base = old_from, .new_base = new_from, .tie = tie_company, .match = match};
    run_diff(old, old_end - old_from - COMPANY + 1, new, GIT_DIFF_PATIENCE, &ties);
}

static void match_words(PaperMatch *match, guint old_from, guint old_end, guint new_from, guint new_end)
{
    while (old_from < old_end && new_from < new_end && is_free(match, old_from, new_from))
        tie_word(match, old_from++, new_from++);
    while (old_from < old_end && new_from < new_end && is_free(match, old_end - 1, new_end - 1))
        tie_word(match, --old_end, --new_end);
    if (old_from == old_end || new_from == new_end)
        return;
    g_autoptr(GString) old = g_string_new(NULL), new = g_string_new(NULL);
    for (guint i = old_from; i < old_end; i++)
        append_line(old, match->moved_to[i] < 0 ? match_from_id(match, i) : OLD_MOVED | i);
    for (guint i = new_from; i < new_end; i++)
        append_line(new, match->moved_from[i] < 0 ? match_to_id(match, i) : NEW_MOVED | i);
    Ties ties = {.old_base = old_from, .new_base = new_from, .tie = tie_word, .match = match};
    guint32 flags = old_end - old_from + new_end - new_from <= MINIMAL_WORDS ? GIT_DIFF_MINIMAL : GIT_DIFF_PATIENCE;
    run_diff(old, old_end - old_from, new, flags, &ties);
}

/* Each stretch between ties, word by word. */
static void match_between(PaperMatch *match)
{
    guint old_count = match->from->flow->len, new_count = match->to->flow->len, old_from = 0, new_from = 0;
    for (guint i = 0; i <= old_count; i++) {
        if (i < old_count && match->to_of[i] >= 0 && (guint)match->to_of[i] < new_from) { /* against the order */
            match->from_of[match->to_of[i]] = -1;
            match->to_of[i] = -1;
        }
        if (i < old_count && match->to_of[i] < 0)
            continue;
        guint new_end = i < old_count ? (guint)match->to_of[i] : new_count;
        match_words(match, old_from, i, new_from, new_end);
        old_from = i + 1;
        new_from = new_end + 1;
    }
}

static guint64 seed_of(const GArray *flow, const int *partner, guint index)
{
    guint64 value = 0x9e3779b97f4a7c15u;
    if (index + MOVED_SEED > flow->len)
        return 0;
    for (guint k = 0; k < MOVED_SEED; k++) {
        if (partner[index + k] >= 0)
            return 0;
        value = (value ^ token_at(flow, index + k)->id) * 0x100000001b3u ^ (value >> 31);
    }
    return value ? value : 1;
}

/* The longest run of free equal words through a seed; single changed words inside do not end it. Returns its words. */
static guint moved_run(PaperMatch *match, guint old_index, guint new_index, gboolean keep)
{
    guint old_count = match->from->flow->len, new_count = match->to->flow->len, words = 0, gap = 0;
    for (guint k = 0; old_index + k < old_count && new_index + k < new_count && gap <= 1; k++) {
        if (!is_free(match, old_index + k, new_index + k)) {
            if (match->to_of[old_index + k] >= 0 || match->from_of[new_index + k] >= 0)
                break;
            gap++;
            continue;
        }
        gap = 0;
        words++;
        if (keep) {
            match->moved_to[old_index + k] = (int)(new_index + k);
            match->moved_from[new_index + k] = (int)(old_index + k);
        }
    }
    return words;
}

/* A run of words that may have moved. */
typedef struct Run {
    guint old_index, new_index, words;
} Run;

static int longest_first(gconstpointer a, gconstpointer b)
{
    const Run *one = a, *other = b;
    if (one->words != other->words)
        return one->words > other->words ? -1 : 1;
    return one->old_index < other->old_index ? -1 : one->old_index > other->old_index;
}

/* Places of every run of MOVED_SEED free words of the newer version. */
static GHashTable *seed_places(const PaperMatch *match)
{
    GHashTable *places = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
    for (guint j = 0; j < match->to->flow->len; j++) {
        guint64 seed = seed_of(match->to->flow, match->from_of, j);
        if (!seed)
            continue;
        GArray *at = g_hash_table_lookup(places, &seed);
        if (!at) {
            at = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(places, g_memdup2(&seed, sizeof seed), at);
        }
        if (at->len <= SEED_PLACES)
            g_array_append_val(at, j);
    }
    return places;
}

/* The longest first: a sentence that looks alike must not take a moved paragraph's words. */
static void find_moved(PaperMatch *match)
{
    g_autoptr(GHashTable) places = seed_places(match);
    g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));
    for (guint i = 0; i < match->from->flow->len; i++) {
        guint64 seed = match->moved_to[i] < 0 ? seed_of(match->from->flow, match->to_of, i) : 0;
        const GArray *at = seed ? g_hash_table_lookup(places, &seed) : NULL;
        for (guint k = 0; at && at->len <= SEED_PLACES && k < at->len; k++) {
            Run run = {i, g_array_index(at, guint, k), 0};
            gboolean inside = i > 0 && run.new_index > 0 && is_free(match, i - 1, run.new_index - 1);
            if (!inside && is_free(match, i, run.new_index))
                run.words = moved_run(match, i, run.new_index, FALSE);
            if (run.words >= MOVED_WORDS)
                g_array_append_val(runs, run);
        }
    }
    g_array_sort(runs, longest_first);
    for (guint i = 0; i < runs->len; i++) {
        const Run *run = &g_array_index(runs, Run, i);
        if (is_free(match, run->old_index, run->new_index) && moved_run(match, run->old_index, run->new_index, FALSE) >= MOVED_WORDS)
            moved_run(match, run->old_index, run->new_index, TRUE);
    }
}

static int *nowhere(guint count)
{
    int *partners = g_new(int, count + 1);
    memset(partners, 0xff, (count + 1) * sizeof(int));
    return partners;
}

PaperMatch *paper_match(const PaperWords *from, const PaperWords *to)
{
    PaperMatch *match = g_new0(PaperMatch, 1);
    git_libgit2_init();
    match->vocabulary = vocabulary_new();
    match->from = paper_tokens(from, match->vocabulary);
    match->to = paper_tokens(to, match->vocabulary);
    guint old_end = match->from->flow->len, new_end = match->to->flow->len, head = 0;
    match->to_of = nowhere(old_end);
    match->from_of = nowhere(new_end);
    match->moved_to = nowhere(old_end);
    match->moved_from = nowhere(new_end);
    for (; head < old_end && head < new_end && match_from_id(match, head) == match_to_id(match, head); head++)
        tie_word(match, head, head);
    while (old_end > head && new_end > head && match_from_id(match, old_end - 1) == match_to_id(match, new_end - 1))
        tie_word(match, --old_end, --new_end);
    match_company(match, head, old_end, head, new_end);
    find_moved(match); /* before single words of a moved paragraph are tied to strangers */
    match_between(match);
    find_moved(match);
    return match;
}

void paper_match_free(PaperMatch *match)
{
    if (!match)
        return;
    paper_tokens_free(match->from);
    paper_tokens_free(match->to);
    vocabulary_free(match->vocabulary);
    g_free(match->to_of);
    g_free(match->from_of);
    g_free(match->moved_to);
    g_free(match->moved_from);
    g_free(match);
    git_libgit2_shutdown();
}
