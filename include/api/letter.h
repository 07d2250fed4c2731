/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A paper in the decree's form from a wording: a template of base/words.h whose
 * lines have a light markup, filled with facts and laid out between head and
 * foot. What is said to whom is the caller's.
 *
 *   = a line in the middle, bold        ---  a short rule in the middle
 *   - a point   + a point below it      #1. a numbered point   ##1.1. one below it
 *   > a line of "Nơi nhận"              anything else: a paragraph
 *   **bold** __italic__                 \ before a letter: the letter itself
 */
#pragma once
#include "base/json.h"
#include "paper/print.h"

/* Whether the wording can be filled: tags closed, keys those of the sample facts, markup closed. Else ERROR_WRONG_VALUE of field "body",
 * whose detail is "<what> <line> <tag>", what being open-tag, open-section, stray-end, unknown-key, open-mark or empty. */
gboolean letter_check(const char *body, const json_t *sample, GError **error);

/* The PDF. facts: also parent, issuer, number, symbol, place_name, issued_on, year for the head; signature (a list) and signer for the
 * foot. title: of the file. Caller unrefs. */
GBytes *letter_print(Render *render, const char *body, const json_t *facts, const char *title, const char *made_at, GError **error);

/* A wording filled with facts, as lines that can be kept apart: [{"source", "kind", "text"}], plain words without markup. A line "[[source]]words"
 * says what it was made of ("" else); kinds are title, heading (all bold), fact ("**Label:** words"), paragraph, point, subpoint, number and
 * receiver. NULL with ERROR_INTERNAL. New reference. */
json_t *letter_lines(const char *body, const json_t *facts, GError **error);

/* Such lines between head and foot, described for print_make and docx_make. In facts also: dateless (no place and date, as minutes have none),
 * left_title and secretary_name (who signs on the left, then the receivers stand below). Caller frees. */
Print *letter_lay(const json_t *lines, const json_t *facts, const char *title, const char *made_at);
