/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The embedded texts, between words.c and what words.awk writes.
 */
#pragma once

typedef struct WordsText {
    const char *language, *name, *text;
} WordsText;

extern const WordsText words_table[]; /* ends with {0} */
