/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From method and path to the row of the route table. The table is compiled
 * once into a tree of path segments; a literal segment wins over a placeholder.
 * Reading is safe on any thread.
 */
#pragma once
#include "net/route.h"

enum { MATCH_VALUES = 6 };

typedef struct Match Match;

/* A defect of the table (same row twice, too many placeholders) is logged and ends the program: it is a defect of ours, found by every
 * test. */
Match *match_new(const Route *table);
void match_free(Match *match);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Match, match_free)

/* path: raw, begins with '/'. values[0…]: decoded placeholders in order, caller frees each; untouched when nothing matches. HEAD finds
 * GET's row. NULL: no such path (allow NULL), or no such method (*allow: value of the Allow header, caller frees). */
const Route *match_find(const Match *match, const char *method, const char *path, char *values[MATCH_VALUES], char **allow);
