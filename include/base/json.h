/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jansson with our habits: parsing that refuses what is not UTF-8, doubled
 * keys and depth beyond 32; canonical writing (keys sorted, no blanks), so that
 * the same facts give the same bytes and the same hash. Any thread.
 */
#pragma once
#include <glib.h>
#include <jansson.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)

/* New reference or NULL with ERROR_BAD_JSON or ERROR_NOT_UTF8. */
json_t *json_parse(const char *text, gsize length, GError **error);

/* Caller frees with g_free. */
char *json_canonical(const json_t *value);
