/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks bodies and query strings by the tables of fields in net/route.h. What
 * comes out is trusted inside: real dates, NFC text, known names only. Errors
 * name the field by its dotted path ("items.2.title", counted from 0).
 */
#pragma once
#include "net/route.h"

/* New reference to the cleaned copy, or NULL. */
json_t *field_check(const Shape *shape, const json_t *value, GError **error);

/* Raw query string (after '?', may be NULL). values[i]: text of fields[i], caller frees each with g_free; NULL when absent; a list is JSON
 * text. On error all are NULL. room: of values. */
gboolean field_check_query(const Field *fields, const char *query, char **values, guint room, GError **error);

/* Percent-decoding of a piece of a target; NULL when an escape is broken, or gives a control byte, or the whole is not UTF-8. Caller frees.
 */
char *field_unescape(const char *text, gsize length, gboolean plus_is_blank);
