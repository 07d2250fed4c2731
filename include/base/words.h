/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server itself writes for people (mails, invitations, packs): texts
 * of server/words/<language>/<name>.txt, embedded at build, filled with facts.
 * A subset of Mustache:
 *   {{key}}                 the fact as it is; missing or null: nothing
 *   {{#key}}…{{/key}}       once for each entry of a list (its keys before the outer ones, {{.}} a plain entry);
 *                           once when a string is not empty, a number not 0, true, or an object
 *   {{^key}}…{{/key}}       when {{#key}} would not be
 * A line that holds nothing but one tag leaves no empty line behind. Nothing is escaped: who makes markup of it escapes the facts. Any
 * thread.
 */
#pragma once
#include "base/json.h"

/* The embedded text, or NULL. language "vi" or "en". Borrowed, for good. */
const char *words_text(const char *language, const char *name);

/* The template filled. Caller frees; NULL with ERROR_INTERNAL when a tag is not closed. */
char *words_fill(const char *text, const json_t *facts, GError **error);
