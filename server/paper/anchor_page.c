/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Places of whole pages on another version, by the words they share, or,
 * where there are none, by their pictures.
 */
#include "paper/anchor_parts.h"
#include <math.h>
#include <string.h>

enum {
    MOST_WAY = 60, /* pages a picture is looked for from its old number: each has to be drawn */
    EQUALS_WAY = 5 /* pages behind a found one on which an equal one makes it a guess */
};

void anchor_lose(AnchorPlace *out)
{
    *out = (AnchorPlace){.how = ANCHOR_LOST, .quads = g_array_new(FALSE, FALSE, sizeof(AnchorQuad))};
}

static int by_length(gconstpointer a, gconstpointer b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return one < other ? -1 : one > other;
}

static float middle_of(GArray *lengths)
{
    g_array_sort(lengths, by_length);
    return g_array_index(lengths, float, lengths->len / 2);
}

void anchor_page(const AnchorMap *map, guint page, AnchorPlace *out, float *dx, float *dy)
{
    const PaperMatch *match = map->match;
    g_autofree guint *carried = g_new0(guint, map->to->pages + 2);
    g_autoptr(GArray) across = g_array_new(FALSE, FALSE, sizeof(float)), down = g_array_new(FALSE, FALSE, sizeof(float));
    guint words = 0, best = 0;
    anchor_lose(out);
    *dx = *dy = 0;
    for (guint i = 0; i < match->from->flow->len; i++) {
        if (token_word(match->from, match->from->flow, i)->page != page)
            continue;
        int partner = match_partner(match, i);
        words++;
        if (partner >= 0)
            carried[token_word(match->to, match->to->flow, (guint)partner)->page]++;
    }
    for (guint p = 1; p <= map->to->pages; p++)
        if (carried[p] > carried[best])
            best = p;
    if (words == 0 && page >= 1 && map->from->pages == map->to->pages && page <= map->to->pages) {
        out->how = ANCHOR_GUESSED;
        out->page = page;
        out->score = 0.5;
    }
    if (best == 0 || carried[best] * 5 < words)
        return;
    for (guint i = 0; i < match->from->flow->len; i++) {
        const PaperWord *old = token_word(match->from, match->from->flow, i), *new = NULL;
        int partner = match_partner(match, i);
        if (old->page == page && partner >= 0)
            new = token_word(match->to, match->to->flow, (guint)partner);
        if (!new || new->page != best)
            continue;
        float x = new->x - old->x, y = new->y - old->y;
        g_array_append_val(across, x);
        g_array_append_val(down, y);
    }
    *dx = middle_of(across);
    *dy = middle_of(down);
    guint moved_alike = 0;
    for (guint i = 0; i < down->len; i++)
        moved_alike += fabsf(g_array_index(down, float, i) - *dy) < 3;
    out->page = best;
    out->score = (double)carried[best] / words;
    out->how = out->score >= 0.9 && moved_alike >= 0.9 * down->len ? ANCHOR_SURE : ANCHOR_GUESSED;
}

/* One mark a page, counted from 1: it has words, beside its number and running heads. */
static guint8 *written_pages(const PaperTokens *tokens)
{
    guint8 *written = g_malloc0(tokens->words->pages + 1);
    for (guint i = 0; i < tokens->flow->len; i++)
        written[token_word(tokens, tokens->flow, i)->page] = 1;
    return written;
}

gboolean anchor_picture(const AnchorMap *map, guint page, PageLook look, gpointer data, AnchorPlace *out, GError **error)
{
    g_autofree guint8 *written = written_pages(map->match->from), *written_now = written_pages(map->match->to);
    if (page < 1 || page > map->from->pages || written[page])
        return TRUE;
    g_autofree char *old = look(FALSE, page, data, error);
    if (!old)
        return FALSE;
    guint found = 0, places = 0, most = MOST_WAY;
    /* From its number on outwards. */
    for (guint way = 0; way <= most && places < 2; way++)
        for (int side = 0; side < (way ? 2 : 1) && places < 2; side++) {
            guint there = side ? page - way : page + way; /* below 1 it wraps, and is beyond the last */
            if (there < 1 || there > map->to->pages || written_now[there])
                continue;
            g_autofree char *new = look(TRUE, there, data, error);
            if (!new)
                return FALSE;
            if (strcmp(old, new) != 0)
                continue;
            found = places++ ? found : there;
            most = MIN(most, way + EQUALS_WAY);
        }
    if (!found)
        return TRUE;
    out->how = places == 1 ? ANCHOR_SURE : ANCHOR_GUESSED;
    out->page = found;
    out->score = places == 1 ? 1 : 0.7;
    return TRUE;
}
