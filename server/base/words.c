/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills the texts that the server writes for people. It knows no text by name
 * and formats no date or number: facts come as they are to stand.
 */
#include "base/words.h"
#include "base/error.h"
#include "base/words_parts.h"
#include <string.h>

/* The facts in reach, innermost first. */
typedef struct Scope {
    const json_t *facts;
    const struct Scope *outer;
} Scope;

const char *words_text(const char *language, const char *name)
{
    for (const WordsText *at = words_table; at->name; at++)
        if (g_str_equal(at->language, language) && g_str_equal(at->name, name))
            return at->text;
    return NULL;
}

static const json_t *lookup(const Scope *scope, const char *key)
{
    if (g_str_equal(key, "."))
        return scope->facts;
    for (; scope; scope = scope->outer) {
        const json_t *found = json_object_get(scope->facts, key);
        if (found)
            return found;
    }
    return NULL;
}

static gboolean is_there(const json_t *fact)
{
    if (json_is_array(fact))
        return json_array_size(fact) > 0;
    if (json_is_string(fact))
        return json_string_length(fact) > 0;
    if (json_is_integer(fact))
        return json_integer_value(fact) != 0;
    return json_is_true(fact) || json_is_object(fact) || json_is_real(fact);
}

static void write_fact(GString *out, const json_t *fact)
{
    if (json_is_string(fact))
        g_string_append_len(out, json_string_value(fact), (gssize)json_string_length(fact));
    else if (json_is_integer(fact))
        g_string_append_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(fact));
}

/* A tag that is alone on its line takes the line with it. */
static const char *after_tag(const GString *out, const char *end)
{
    const char *rest = end + strspn(end, " \t");
    gsize last = out->len;
    while (last > 0 && (out->str[last - 1] == ' ' || out->str[last - 1] == '\t'))
        last--;
    if ((last == 0 || out->str[last - 1] == '\n') && *rest == '\n')
        return rest + 1;
    return end;
}

/* The end of the section that begins at `text`: its closing tag, *after what follows that. */
static const char *section_end(const char *text, const char *key, const char **after)
{
    g_autofree char *opening = g_strdup_printf("{{#%s}}", key), *negative = g_strdup_printf("{{^%s}}", key),
                    *closing = g_strdup_printf("{{/%s}}", key);
    int depth = 1;
    for (const char *at = strstr(text, "{{"); at; at = strstr(at + 2, "{{")) {
        if (g_str_has_prefix(at, opening) || g_str_has_prefix(at, negative))
            depth++;
        else if (g_str_has_prefix(at, closing) && --depth == 0) {
            *after = at + strlen(closing);
            return at;
        }
    }
    return NULL;
}

static gboolean fill(GString *out, const char *text, const char *end, const Scope *scope, GError **error)
{
    while (text < end) {
        const char *tag = g_strstr_len(text, end - text, "{{");
        const char *close = tag ? g_strstr_len(tag, end - tag, "}}") : NULL;
        if (tag && !close)
            return error_set(error, ERROR_INTERNAL, NULL, "a tag of a template is not closed");
        g_string_append_len(out, text, (tag ? tag : end) - text);
        if (!tag)
            return TRUE;
        gboolean section = tag[2] == '#' || tag[2] == '^';
        g_autofree char *key = g_strndup(tag + 2 + section, (gsize)(close - tag) - 2 - section);
        const json_t *fact = lookup(scope, key);
        if (!section) {
            write_fact(out, fact);
            text = close + 2;
            continue;
        }
        const char *body = after_tag(out, close + 2), *after = NULL;
        const char *stop = section_end(body, key, &after);
        if (!stop || stop > end)
            return error_set(error, ERROR_INTERNAL, NULL, "{{%s}} of a template is not closed", key);
        if (tag[2] == '^') {
            if (!is_there(fact) && !fill(out, body, stop, scope, error))
                return FALSE;
        } else if (json_is_array(fact)) {
            for (size_t i = 0; i < json_array_size(fact); i++) {
                const Scope inner = {json_array_get(fact, i), scope};
                if (!fill(out, body, stop, &inner, error))
                    return FALSE;
            }
        } else if (is_there(fact)) {
            const Scope inner = {fact, scope};
            if (!fill(out, body, stop, json_is_object(fact) ? &inner : scope, error))
                return FALSE;
        }
        text = after_tag(out, after);
    }
    return TRUE;
}

char *words_fill(const char *text, const json_t *facts, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const Scope scope = {facts, NULL};
    if (!fill(out, text, text + strlen(text), &scope, error))
        return NULL;
    return g_string_free(g_steal_pointer(&out), FALSE);
}
