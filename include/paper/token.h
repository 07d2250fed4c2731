/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words made fit for matching: equal tokens have equal numbers. Folded are
 * quotes, dashes, ligatures and the two ways to set a tone (hòa, hoà); case is
 * kept. A word cut by a hyphen at the end of its line is one token, and so are
 * the pieces that a change of font parts a word into. What repeats
 * at the edges of pages (page numbers, running heads and feet) stands aside.
 * Any thread, but one vocabulary on one thread at a time.
 */
#pragma once
#include "paper/words.h"

typedef struct Vocabulary Vocabulary;

Vocabulary *vocabulary_new(void);
void vocabulary_free(Vocabulary *vocabulary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vocabulary, vocabulary_free)

/* The number of a word, from 1; 0: nothing of it is left after folding (a soft hyphen alone). */
guint vocabulary_add(Vocabulary *vocabulary, const char *text);
/* The same for a word that may be new to it: 0 then. */
guint vocabulary_find(const Vocabulary *vocabulary, const char *text);
/* What a number stands for, folded. Borrowed. */
const char *vocabulary_text(const Vocabulary *vocabulary, guint id);

/* A word as it is matched. Caller frees. */
char *token_fold(const char *text);

typedef struct PaperToken {
    guint id;
    guint word, words; /* the first, and how many */
} PaperToken;

typedef struct PaperTokens {
    const PaperWords *words; /* borrowed */
    GArray *flow;            /* PaperToken: the text, in reading order */
    GArray *edge;            /* PaperToken: what repeats at the edges of pages */
} PaperTokens;

PaperTokens *paper_tokens(const PaperWords *words, Vocabulary *vocabulary);
void paper_tokens_free(PaperTokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PaperTokens, paper_tokens_free)

/* Of the words that a token spans, those that are its own: between the halves of a cut word may stand a page's number. */
gboolean token_holds(const PaperWords *words, const PaperToken *token, guint index);

static inline const PaperToken *token_at(const GArray *tokens, guint index)
{
    return &g_array_index(tokens, PaperToken, index);
}

static inline const PaperWord *word_at(const PaperWords *words, guint index)
{
    return &g_array_index(words->words, PaperWord, index);
}

/* The first word of a token. flow: of the tokens, or their edge. */
static inline const PaperWord *token_word(const PaperTokens *tokens, const GArray *flow, guint index)
{
    return word_at(tokens->words, token_at(flow, index)->word);
}

/* One bit a word: it is part of a running head or foot, or a page's number. The caller frees. */
guint8 *paper_edges(const PaperWords *words);
