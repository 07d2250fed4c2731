/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Places of what is drawn or pinned on a page, by the words it lies on or
 * beside: as these moved, it moves. It changes no shape: where its words parted
 * it goes with most of them.
 */
#include "paper/anchor_parts.h"
#include <math.h>

#define TOUCH 2.0f  /* points around it that still are under it */
#define REACH 90.0f /* points within which words beside it tell its place */
#define ALIKE 3.0f  /* points between words that moved together */
#define SURE_SHARE 0.8

/* A word under or beside it, and where it went. */
typedef struct Neighbour {
    double weight;
    guint page; /* of the newer version; 0: nowhere */
    float dx, dy;
} Neighbour;

static AnchorQuad bounds_of(const AnchorQuad *quads, gsize count)
{
    AnchorQuad all = quads[0];
    for (gsize i = 1; i < count; i++) {
        float right = MAX(all.x + all.w, quads[i].x + quads[i].w), bottom = MAX(all.y + all.h, quads[i].y + quads[i].h);
        all.x = MIN(all.x, quads[i].x);
        all.y = MIN(all.y, quads[i].y);
        all.w = right - all.x;
        all.h = bottom - all.y;
    }
    return all;
}

static float gap_between(float first, float length, float other, float other_length)
{
    return MAX(0, MAX(first - other - other_length, other - first - length));
}

/* Beside a word is nearer than above or below it: that is another line's. */
static float distance_of(const AnchorQuad *all, const PaperWord *word)
{
    return gap_between(all->x, all->w, word->x, word->w) * 0.5f + gap_between(all->y, all->h, word->y, word->h) * 2;
}

static double overlap_of(const AnchorQuad *all, const PaperWord *word)
{
    float across = MIN(all->x + all->w + TOUCH, word->x + word->w) - MAX(all->x - TOUCH, word->x);
    float down = MIN(all->y + all->h + TOUCH, word->y + word->h) - MAX(all->y - TOUCH, word->y);
    return across > 0 && down > 0 ? (double)across * (double)down : 0;
}

/* Where word `index` of the older version went. */
static Neighbour neighbour_of(const PaperMatch *match, guint index, double weight)
{
    const PaperWord *old = token_word(match->from, match->from->flow, index);
    Neighbour neighbour = {.weight = weight};
    int partner = match_partner(match, index);
    if (partner >= 0) {
        const PaperWord *new = token_word(match->to, match->to->flow, (guint)partner);
        neighbour.page = new->page;
        neighbour.dx = new->x - old->x;
        neighbour.dy = new->y - old->y;
    }
    return neighbour;
}

/* The words under it; when there are none, the nearest that stayed, and *beside. */
static GArray *neighbours_of(const PaperMatch *match, guint page, const AnchorQuad *all, gboolean *beside)
{
    GArray *under = g_array_new(FALSE, FALSE, sizeof(Neighbour));
    Neighbour nearest = {0};
    float least = REACH;
    for (guint i = 0; i < match->from->flow->len; i++) {
        const PaperWord *word = token_word(match->from, match->from->flow, i);
        if (word->page != page)
            continue;
        double overlap = overlap_of(all, word);
        Neighbour neighbour = neighbour_of(match, i, overlap);
        if (overlap > 0)
            g_array_append_val(under, neighbour);
        float distance = distance_of(all, word);
        if (neighbour.page && distance < least) {
            least = distance;
            nearest = neighbour;
            nearest.weight = 1;
        }
    }
    gboolean tied = FALSE;
    for (guint i = 0; i < under->len; i++)
        tied |= g_array_index(under, Neighbour, i).page != 0;
    *beside = !tied;
    if (!tied && nearest.page) {
        g_array_set_size(under, 0);
        g_array_append_val(under, nearest);
    }
    return under;
}

/* The weight of those that moved as this one did. */
static double company_of(const GArray *neighbours, const Neighbour *of)
{
    double weight = 0;
    for (guint i = 0; i < neighbours->len; i++) {
        const Neighbour *other = &g_array_index(neighbours, Neighbour, i);
        if (other->page == of->page && fabsf(other->dx - of->dx) < ALIKE && fabsf(other->dy - of->dy) < ALIKE)
            weight += other->weight;
    }
    return weight;
}

void anchor_region(const AnchorMap *map, guint page, const AnchorQuad *quads, gsize quad_count, AnchorPlace *out, float *dx, float *dy)
{
    if (quad_count == 0) {
        anchor_page(map, page, out, dx, dy);
        return;
    }
    AnchorQuad all = bounds_of(quads, quad_count);
    gboolean beside = FALSE;
    g_autoptr(GArray) neighbours = neighbours_of(map->match, page, &all, &beside);
    const Neighbour *best = NULL;
    double total = 0, most = 0;
    for (guint i = 0; i < neighbours->len; i++) {
        const Neighbour *one = &g_array_index(neighbours, Neighbour, i);
        double weight = one->page ? company_of(neighbours, one) : 0;
        total += one->weight;
        if (weight > most) {
            most = weight;
            best = one;
        }
    }
    if (!best) {
        anchor_page(map, page, out, dx, dy);
        if (out->how == ANCHOR_SURE && neighbours->len)
            out->how = ANCHOR_GUESSED; /* the page stayed, the words under it did not */
        return;
    }
    anchor_lose(out);
    out->page = best->page;
    out->score = beside ? 0.6 : most / total;
    out->how = !beside && out->score >= SURE_SHARE ? ANCHOR_SURE : ANCHOR_GUESSED;
    *dx = best->dx;
    *dy = best->dy;
}
