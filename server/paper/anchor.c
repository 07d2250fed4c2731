/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Places of passages and pages on another version. It knows no notes, and where
 * the words do not tell the place it says so instead of guessing on.
 */
#include "paper/anchor_parts.h"
#include <math.h>
#include <string.h>

enum {
    AROUND = 6,      /* words looked at on each side */
    AROUND_SAME = 2, /* of them, next to the passage, that make a side the same */
    PLACES = 4096,   /* equal places looked at */
    LONG_WORDS = 3,  /* a passage of fewer words is too common to be told by itself … */
    LONG_BYTES = 12  /* … unless it has so many letters */
};
#define FUZZY_SHARE 0.6

/* A passage being placed. */
typedef struct Passage {
    const GArray *ids;            /* guint, of its words */
    const GArray *before, *after; /* guint, nearest first */
    int from;                     /* index of its first word in the old flow; -1: not known */
    int low, high;                /* partners of the nearest tied words around it; -1, count: none */
} Passage;

AnchorMap *anchor_map_new(const PaperWords *from, const PaperWords *to)
{
    AnchorMap *map = g_new0(AnchorMap, 1);
    map->match = paper_match(from, to);
    map->from = from;
    map->to = to;
    return map;
}

void anchor_map_free(AnchorMap *map)
{
    if (!map)
        return;
    paper_match_free(map->match);
    g_free(map);
}

void anchor_place_clear(AnchorPlace *place)
{
    g_clear_pointer(&place->quads, g_array_unref);
}

static guint id_at(const GArray *ids, guint index)
{
    return g_array_index(ids, guint, index);
}

/* Numbers of the words of a text; what the versions do not know is 0 and equals nothing. */
static GArray *ids_of(const AnchorMap *map, const char *text)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autofree char *composed = text ? g_utf8_normalize(text, -1, G_NORMALIZE_NFC) : NULL;
    if (!composed)
        return ids;
    for (const char *c = composed; *c;) {
        while (*c && g_unichar_isspace(g_utf8_get_char(c)))
            c = g_utf8_next_char(c);
        const char *start = c;
        while (*c && !g_unichar_isspace(g_utf8_get_char(c)))
            c = g_utf8_next_char(c);
        if (c == start)
            break;
        g_autofree char *word = g_strndup(start, (gsize)(c - start));
        guint id = vocabulary_find(map->match->vocabulary, word);
        g_array_append_val(ids, id);
    }
    return ids;
}

static gboolean is_there(const GArray *flow, guint at, const GArray *ids)
{
    if (at + ids->len > flow->len)
        return FALSE;
    for (guint k = 0; k < ids->len; k++)
        if (id_at(ids, k) == 0 || token_at(flow, at + k)->id != id_at(ids, k))
            return FALSE;
    return TRUE;
}

static guint count_places(const GArray *flow, const GArray *ids, guint most)
{
    guint count = 0;
    for (guint i = 0; i < flow->len && count < most; i++)
        count += is_there(flow, i, ids);
    return count;
}

/* How many words next to a place are as they were. step: -1 before it, 1 after it. */
static guint same_around(const GArray *flow, int at, int step, const GArray *ids)
{
    guint same = 0;
    for (; same < ids->len && at >= 0 && at < (int)flow->len; same++, at += step)
        if (id_at(ids, same) == 0 || token_at(flow, (guint)at)->id != id_at(ids, same))
            break;
    return same;
}

/* The end of the text is a surrounding too. */
static gboolean is_same_side(guint same, const GArray *ids, gboolean at_end)
{
    return ids->len == 0 ? at_end : same >= MIN((guint)AROUND_SAME, ids->len);
}

static GArray *flow_ids(const GArray *flow, int at, int step, guint most)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(guint));
    for (; ids->len < most && at >= 0 && at < (int)flow->len; at += step)
        g_array_append_val(ids, token_at(flow, (guint)at)->id);
    return ids;
}

static void reverse(GArray *ids)
{
    for (guint i = 0; i < ids->len / 2; i++) {
        guint *a = &g_array_index(ids, guint, i), *b = &g_array_index(ids, guint, ids->len - 1 - i), kept = *a;
        *a = *b;
        *b = kept;
    }
}

static gboolean is_inside(const PaperWord *word, const AnchorQuad *quads, gsize count)
{
    float x = word->x + word->w / 2, y = word->y + word->h / 2;
    for (gsize i = 0; i < count; i++)
        if (x >= quads[i].x && x <= quads[i].x + quads[i].w && y >= quads[i].y && y <= quads[i].y + quads[i].h)
            return TRUE;
    return FALSE;
}

/* A text without its blanks, as it is matched: what it was parted into does not count. */
static char *letters_of(const char *text)
{
    g_autofree char *composed = text ? g_utf8_normalize(text, -1, G_NORMALIZE_NFC) : NULL;
    GString *letters = g_string_new(NULL);
    g_auto(GStrv) words = g_strsplit_set(composed ? composed : "", " \n\t\r", -1);
    for (char **word = words; *word; word++) {
        g_autofree char *folded = token_fold(*word);
        g_string_append(letters, folded);
    }
    return g_string_free(letters, FALSE);
}

/* The part of a word that a passage beginning in its middle begins with; NULL: none. */
static const char *half_of(const char *word, const char *letters)
{
    for (const char *half = word; *half; half = g_utf8_next_char(half))
        if (g_str_has_prefix(letters, half) || g_str_has_prefix(half, letters))
            return half;
    return NULL;
}

/* How many words from `at` on have just these letters; 0: they have others. halves: it may begin and end inside a word. */
static guint span_of(const AnchorMap *map, const GArray *flow, guint at, const char *letters, gboolean halves)
{
    for (guint i = at; i < flow->len && letters[0]; i++) {
        const char *word = vocabulary_text(map->match->vocabulary, token_at(flow, i)->id);
        if (halves && i == at)
            word = half_of(word, letters);
        if (halves && word && g_str_has_prefix(word, letters))
            return i + 1 - at;
        if (!word || !g_str_has_prefix(letters, word))
            return 0;
        letters += strlen(word);
        if (!letters[0])
            return i + 1 - at;
    }
    return 0;
}

/* Where a passage stands on its own version: among equal ones by its boxes, then by its surroundings. -1: it does not stand there. */
static int find_own(const AnchorMap *map, const GArray *flow, guint page, const char *exact, const GArray *before, const GArray *after,
                    const AnchorQuad *quads, gsize quad_count, gboolean halves, guint *span)
{
    const PaperTokens *tokens = map->match->from;
    g_autofree char *letters = letters_of(exact);
    int best = -1;
    guint most = 0;
    for (guint i = 0; i < flow->len; i++) {
        guint on = token_word(tokens, flow, i)->page;
        if (on > page)
            break;
        guint words = on == page ? span_of(map, flow, i, letters, halves) : 0;
        if (words == 0)
            continue;
        guint inside = 0;
        for (guint k = 0; k < words; k++)
            inside += is_inside(token_word(tokens, flow, i + k), quads, quad_count);
        guint score = 1 + inside * 4 * AROUND + same_around(flow, (int)i - 1, -1, before) + same_around(flow, (int)(i + words), 1, after);
        if (score > most) {
            most = score;
            best = (int)i;
            *span = words;
        }
    }
    return best;
}

/* The words under the boxes, when the text given is not that of the page (half words marked). Returns how many, from *first. */
static guint find_by_quads(const PaperTokens *tokens, guint page, const AnchorQuad *quads, gsize quad_count, int *first)
{
    guint end = 0;
    *first = -1;
    for (guint i = 0; i < tokens->flow->len; i++) {
        const PaperWord *word = token_word(tokens, tokens->flow, i);
        if (word->page != page || !is_inside(word, quads, quad_count))
            continue;
        if (*first < 0)
            *first = (int)i;
        end = i + 1;
    }
    return *first < 0 ? 0 : end - (guint)*first;
}

static void add_quad(GArray *quads, const PaperWord *word, gboolean new_line)
{
    if (new_line) {
        AnchorQuad quad = {word->x, word->y, word->w, word->h};
        g_array_append_val(quads, quad);
        return;
    }
    AnchorQuad *quad = &g_array_index(quads, AnchorQuad, quads->len - 1);
    float right = MAX(quad->x + quad->w, word->x + word->w), bottom = MAX(quad->y + quad->h, word->y + word->h);
    quad->x = MIN(quad->x, word->x);
    quad->y = MIN(quad->y, word->y);
    quad->w = right - quad->x;
    quad->h = bottom - quad->y;
}

static void put(const PaperTokens *tokens, const GArray *flow, guint first, guint end, AnchorHow how, double score, AnchorPlace *out)
{
    const PaperToken *last = token_at(flow, end - 1);
    const PaperWord *start = token_word(tokens, flow, first), *before = NULL;
    out->how = how;
    out->page = start->page;
    out->score = score;
    for (guint i = token_at(flow, first)->word; i < last->word + last->words; i++) {
        const PaperWord *word = word_at(tokens->words, i);
        if (word->page != start->page)
            break;
        add_quad(out->quads, word, !before || before->line != word->line);
        before = word;
    }
}

/* The hole that the diff leaves for the passage. */
static void find_hole(const AnchorMap *map, Passage *passage)
{
    const PaperMatch *match = map->match;
    passage->low = -1;
    passage->high = (int)match->to->flow->len;
    if (passage->from < 0)
        return;
    for (int i = passage->from - 1; i >= 0 && passage->low < 0; i--)
        passage->low = match->to_of[i];
    for (guint i = (guint)passage->from + passage->ids->len; i < match->from->flow->len; i++)
        if (match->to_of[i] >= 0) {
            passage->high = match->to_of[i];
            break;
        }
}

/* What is known of one equal place. */
typedef struct Equal {
    guint at, before, after;
    gboolean same_before, same_after, mapped, in_hole;
} Equal;

static Equal judge(const AnchorMap *map, const Passage *passage, guint at)
{
    const GArray *flow = map->match->to->flow;
    guint end = at + passage->ids->len;
    Equal equal = {.at = at, .mapped = passage->from >= 0};
    equal.before = same_around(flow, (int)at - 1, -1, passage->before);
    equal.after = same_around(flow, (int)end, 1, passage->after);
    equal.same_before = is_same_side(equal.before, passage->before, at == 0);
    equal.same_after = is_same_side(equal.after, passage->after, end == flow->len);
    for (guint k = 0; k < passage->ids->len && equal.mapped; k++)
        equal.mapped = match_partner(map->match, (guint)passage->from + k) == (int)(at + k);
    equal.in_hole = passage->from >= 0 && (int)at > passage->low && (int)end <= passage->high;
    return equal;
}

static int weight(const Equal *equal)
{
    return (equal->same_before + equal->same_after) * 4 + equal->mapped * 3 + equal->in_hole;
}

/* Among equal places: with the surroundings that stayed it is as often there as it was, and so is the passage alone when one side changed.
 */
static gboolean is_told_apart(const AnchorMap *map, const Passage *passage, const Equal *equal)
{
    const GArray *old = map->match->from->flow, *new = map->match->to->flow;
    guint words = equal->before + passage->ids->len + equal->after;
    g_autoptr(GArray) ids = flow_ids(new, (int)(equal->at - equal->before), 1, words);
    guint now = count_places(new, ids, PLACES), then = count_places(old, ids, PLACES);
    gboolean both = equal->same_before && equal->same_after;
    if (now != then || (now > 1 && !(equal->mapped && both)))
        return FALSE;
    return both || count_places(new, passage->ids, PLACES) == count_places(old, passage->ids, PLACES);
}

static gboolean is_long(const AnchorMap *map, const Passage *passage)
{
    gsize bytes = 0;
    for (guint k = 0; k < passage->ids->len; k++)
        bytes += strlen(vocabulary_text(map->match->vocabulary, id_at(passage->ids, k)));
    return passage->ids->len >= LONG_WORDS || bytes >= LONG_BYTES;
}

static gboolean place_equal(const AnchorMap *map, const Passage *passage, gboolean own_words, AnchorPlace *out)
{
    const PaperMatch *match = map->match;
    const GArray *flow = match->to->flow;
    Equal best = {0};
    guint places = 0;
    int most = -1, least_way = G_MAXINT, middle = passage->low / 2 + passage->high / 2;
    for (guint i = 0; i < flow->len && places < PLACES; i++) {
        if (!is_there(flow, i, passage->ids))
            continue;
        Equal equal = judge(map, passage, i);
        int way = ABS((int)i - middle), of = weight(&equal);
        places++;
        if (of > most || (of == most && way < least_way)) {
            best = equal;
            most = of;
            least_way = way;
        }
    }
    if (places == 0)
        return FALSE;
    int sides = best.same_before + best.same_after;
    gboolean sure = own_words && sides > 0 && (places == 1 || is_told_apart(map, passage, &best));
    if (!sure && sides == 0 && !best.mapped && !best.in_hole && !is_long(map, passage))
        return FALSE; /* "và" stands everywhere */
    put(match->to, flow, best.at, best.at + passage->ids->len, sure ? ANCHOR_SURE : ANCHOR_GUESSED, (sure ? 0.8 : 0.6) + 0.1 * sides, out);
    return TRUE;
}

static int by_value(gconstpointer a, gconstpointer b)
{
    return *(const int *)a - *(const int *)b;
}

/* The words that stayed, when most of them stand close together. */
static gboolean place_changed(const AnchorMap *map, const Passage *passage, AnchorPlace *out)
{
    const PaperMatch *match = map->match;
    guint count = passage->ids->len, most = 0, best = 0, at = (guint)passage->from;
    g_autoptr(GArray) partners = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint k = 0; k < count; k++) {
        int partner = match_partner(match, at + k);
        if (partner >= 0)
            g_array_append_val(partners, partner);
    }
    g_array_sort(partners, by_value);
    for (guint first = 0, last = 0; last < partners->len; last++) {
        while (g_array_index(partners, int, last) - g_array_index(partners, int, first) > (int)(2 * count + 4))
            first++;
        if (last - first + 1 > most) {
            most = last - first + 1;
            best = first;
        }
    }
    if (most == 0 || most < FUZZY_SHARE * count)
        return FALSE;
    int low = g_array_index(partners, int, best), high = g_array_index(partners, int, best + most - 1) + 1;
    /* Words changed at its edges belong to it as far as its neighbours say so. */
    int before = at > 0 ? match->to_of[at - 1] : -1, after = at + count < match->from->flow->len ? match->to_of[at + count] : -1;
    int spare = (int)(count - most) * 2;
    if (before >= 0 && before < low && low - before - 1 <= spare)
        low = before + 1;
    if (after >= high && after - high <= spare)
        high = after;
    put(match->to, match->to->flow, (guint)low, (guint)high, ANCHOR_GUESSED, 0.8 * most / count, out);
    return TRUE;
}

/* A passage of a running head: on the page that carries the text of its page. */
static void place_edge(const AnchorMap *map, guint page, const GArray *ids, AnchorPlace *out)
{
    const PaperTokens *to = map->match->to;
    AnchorPlace carrier;
    float dx, dy;
    int best = -1, least = G_MAXINT;
    anchor_page(map, page, &carrier, &dx, &dy);
    for (guint i = 0; carrier.page && i < to->edge->len; i++) {
        int way = ABS((int)token_word(to, to->edge, i)->page - (int)carrier.page);
        if (way < least && is_there(to->edge, i, ids)) {
            least = way;
            best = (int)i;
        }
    }
    anchor_place_clear(&carrier);
    if (best >= 0)
        put(to, to->edge, (guint)best, (guint)best + ids->len, ANCHOR_GUESSED, 0.6, out);
}

/* Words under boxes that do not follow one another in the flow (rows of several columns): each goes where it went, those of the page that
 * has most of them are the place. FALSE: they do follow one another, or too few are left together. */
static gboolean place_scattered(const AnchorMap *map, guint page, const AnchorQuad *quads, gsize quad_count, AnchorPlace *out)
{
    const PaperMatch *match = map->match;
    g_autoptr(GArray) partners = g_array_new(FALSE, FALSE, sizeof(int));
    guint count = 0, first = 0, last = 0, best = 0, most = 0;
    for (guint i = 0; i < match->from->flow->len; i++) {
        const PaperWord *word = token_word(match->from, match->from->flow, i);
        if (word->page != page || !is_inside(word, quads, quad_count))
            continue;
        int partner = match_partner(match, i);
        first = count++ ? first : i;
        last = i;
        if (partner >= 0)
            g_array_append_val(partners, partner);
    }
    if (count == 0 || last - first + 1 == count)
        return FALSE;
    g_array_sort(partners, by_value);
    for (guint from = 0, i = 0; i < partners->len; i++) {
        guint at = (guint)g_array_index(partners, int, i), start = (guint)g_array_index(partners, int, from);
        if (token_word(match->to, match->to->flow, at)->page != token_word(match->to, match->to->flow, start)->page)
            from = i;
        if (i - from + 1 > most) {
            most = i - from + 1;
            best = from;
        }
    }
    if (most < FUZZY_SHARE * count)
        return FALSE;
    const PaperWord *before = NULL;
    for (guint i = best; i < best + most; i++) {
        guint at = (guint)g_array_index(partners, int, i);
        const PaperWord *word = token_word(match->to, match->to->flow, at);
        gboolean follows = before && (guint)g_array_index(partners, int, i - 1) + 1 == at && before->line == word->line;
        add_quad(out->quads, word, !follows);
        out->page = word->page;
        before = word;
    }
    out->how = ANCHOR_GUESSED;
    out->score = 0.8 * most / count;
    return TRUE;
}

void anchor_text(const AnchorMap *map, guint page, const char *exact, const char *prefix, const char *suffix, const AnchorQuad *quads,
                 gsize quad_count, AnchorPlace *out)
{
    const PaperTokens *from = map->match->from;
    anchor_lose(out);
    g_autoptr(GArray) ids = ids_of(map, exact), before = ids_of(map, prefix), after = ids_of(map, suffix);
    if (ids->len == 0)
        return;
    reverse(before);
    g_array_set_size(before, MIN(before->len, AROUND));
    g_array_set_size(after, MIN(after->len, AROUND));
    guint span = 0;
    Passage passage = {.from = find_own(map, from->flow, page, exact, before, after, quads, quad_count, FALSE, &span)};
    gboolean own_words = TRUE;
    if (passage.from < 0 && find_own(map, from->edge, page, exact, before, after, quads, quad_count, FALSE, &span) >= 0) {
        place_edge(map, page, ids, out);
        if (out->page)
            return;
    }
    if (passage.from < 0)
        passage.from = find_own(map, from->flow, page, exact, before, after, quads, quad_count, TRUE, &span);
    if (passage.from < 0 && place_scattered(map, page, quads, quad_count, out))
        return;
    if (passage.from < 0) {
        span = find_by_quads(from, page, quads, quad_count, &passage.from);
        own_words = span == 0;
    }
    if (passage.from >= 0) {
        g_array_unref(ids);
        ids = flow_ids(from->flow, passage.from, 1, span);
    }
    if (passage.from >= 0) {
        g_array_unref(before);
        g_array_unref(after);
        before = flow_ids(from->flow, passage.from - 1, -1, AROUND);
        after = flow_ids(from->flow, passage.from + (int)ids->len, 1, AROUND);
    }
    passage.ids = ids;
    passage.before = before;
    passage.after = after;
    find_hole(map, &passage);
    if (!place_equal(map, &passage, own_words, out) && passage.from >= 0)
        place_changed(map, &passage, out);
}
