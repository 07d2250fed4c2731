/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a passage of one version stands on another (C4): by its text with what
 * stood before and after it, exactly, then by the word difference of the two
 * versions, then fuzzily. It never invents: what is not found is lost and its
 * note goes to the tray (rule 13). Any thread, pure.
 */
#pragma once
#include "paper/look.h"
#include "paper/words.h"

typedef enum AnchorHow {
    ANCHOR_SURE,    /* the same words in the same surroundings */
    ANCHOR_GUESSED, /* words or surroundings changed, or one of several equal places */
    ANCHOR_LOST
} AnchorHow;

typedef struct AnchorQuad {
    float x, y, w, h;
} AnchorQuad;

typedef struct AnchorPlace {
    AnchorHow how;
    guint page;    /* where it begins; 0 when lost */
    GArray *quads; /* AnchorQuad, one a line, on `page`; freed by anchor_place_clear */
    double score;  /* 0…1 */
} AnchorPlace;
void anchor_place_clear(AnchorPlace *place);

/* Both versions' words matched once; keeps both borrowed. */
typedef struct AnchorMap AnchorMap;
AnchorMap *anchor_map_new(const PaperWords *from, const PaperWords *to);
void anchor_map_free(AnchorMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AnchorMap, anchor_map_free)

/* A passage. page: of the old version. exact: its words; prefix, suffix: up to 200 characters around, or NULL. quads: its old boxes, by
 * which equal passages on the page are told apart. */
void anchor_text(const AnchorMap *map, guint page, const char *exact, const char *prefix, const char *suffix, const AnchorQuad *quads,
                 gsize quad_count, AnchorPlace *out);

/* What is drawn or pinned (ink, text notes): as the words under or beside its quads moved, by dx, dy; far from all words, as its page. The
 * place bears no quads. */
void anchor_region(const AnchorMap *map, guint page, const AnchorQuad *quads, gsize quad_count, AnchorPlace *out, float *dx, float *dy);

/* A whole page: the new version's page that carries most of its words; dx, dy: how far its words moved, in points. A
 * page without words keeps its number when page counts are equal (guessed), else is lost. */
void anchor_page(const AnchorMap *map, guint page, AnchorPlace *out, float *dx, float *dy);

/* A page without words, by its picture: the page of the newer version, without words too and at most 60 away, that looks the same; the
 * nearest to its number when several do (then guessed). TRUE when nothing is wrong, found or not: *out is changed only when found. */
gboolean anchor_picture(const AnchorMap *map, guint page, PageLook look, gpointer data, AnchorPlace *out, GError **error);
