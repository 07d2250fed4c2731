/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What letter.c and letter_lines.c share.
 */
#pragma once
#include "api/letter.h"

/* The wording with facts in it that are no markup. Caller frees. */
char *letter_filled(const char *body, const json_t *facts, GError **error);

/* A line's words without its marks; whether it begins bold and whether all of it is (either may be NULL). Caller frees. */
char *letter_plain(const char *line, gboolean *begins_bold, gboolean *all_bold);

void letter_head(Print *print, const json_t *facts);

/* receivers: of strings; gets a NULL at its end. */
void letter_foot(Print *print, const json_t *facts, GPtrArray *receivers);
