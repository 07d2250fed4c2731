/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inside of an AnchorMap, for anchor.c and anchor_page.c alone.
 */
#pragma once
#include "paper/anchor.h"
#include "paper/match.h"

struct AnchorMap {
    PaperMatch *match;
    const PaperWords *from, *to;
};

/* Fills a place that is lost; anchor_place_clear frees it. */
void anchor_lose(AnchorPlace *out);
