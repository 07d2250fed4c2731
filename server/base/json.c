/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON in and canonical JSON out, by Jansson. It checks no shapes: that is
 * the table of fields' work in net.
 */
#include "base/json.h"
#include "base/error.h"
#include <string.h>

#define JSON_DEPTH_MAX 32 /* our deepest body has 5 */

/* Jansson's own limit of depth is far higher, and its parser recurses: count brackets outside strings first. */
static gboolean depth_is_fine(const char *text, gsize length)
{
    guint depth = 0;
    gboolean in_string = FALSE;
    for (gsize i = 0; i < length; i++) {
        char c = text[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = FALSE;
        } else if (c == '"') {
            in_string = TRUE;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX)
                return FALSE;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return TRUE;
}

json_t *json_parse(const char *text, gsize length, GError **error)
{
    if (!g_utf8_validate_len(text, length, NULL)) {
        if (memchr(text, 0, length)) /* GLib counts a zero byte as invalid; it is UTF-8, but nowhere JSON */
            error_set(error, ERROR_BAD_JSON, NULL, "a zero byte");
        else
            error_set(error, ERROR_NOT_UTF8, NULL, "not UTF-8");
        return NULL;
    }
    if (!depth_is_fine(text, length)) {
        error_set(error, ERROR_BAD_JSON, NULL, "deeper than %d", JSON_DEPTH_MAX);
        return NULL;
    }
    json_error_t problem;
    /* Without JSON_ALLOW_NUL a \u0000 in a string is refused too: PostgreSQL's text could not hold it. */
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
    if (!value)
        error_set(error, ERROR_BAD_JSON, NULL, "line %d, column %d: %s", problem.line, problem.column, problem.text);
    return value;
}

char *json_canonical(const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    char *copy = g_strdup(text); /* Jansson's memory is malloc's: callers should not have to know */
    free(text);
    return copy;
}
