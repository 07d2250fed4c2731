/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines, paragraphs and headings of a version, told from where its words stand.
 * Any thread, pure.
 */
#pragma once
#include "paper/token.h"

typedef enum ParagraphStart {
    START_NONE,    /* in the middle of a line */
    START_WRAPPED, /* at the head of a line that goes on */
    START_DOUBT,   /* may begin a paragraph: a cell, a centred line, one sign only */
    START_SURE     /* begins a paragraph */
} ParagraphStart;

typedef struct Paragraphs {
    guint8 *starts;    /* ParagraphStart of each token of the flow */
    GArray *heads;     /* where headings begin */
    float left, right; /* edges that most lines keep, in points */
} Paragraphs;

Paragraphs *paragraphs_of(const PaperTokens *tokens, const Vocabulary *vocabulary);
void paragraphs_free(Paragraphs *paragraphs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paragraphs, paragraphs_free)

/* "Điều 4. Chuẩn bị tài liệu, khoản 2": what a token stands under; NULL when nothing. Caller frees. */
char *paragraph_heading(const Paragraphs *paragraphs, const PaperTokens *tokens, guint index);

/* Words of a stretch as they are written; paragraphs parted by line ends. */
char *paragraph_text(const Paragraphs *paragraphs, const PaperTokens *tokens, guint first, guint end);
