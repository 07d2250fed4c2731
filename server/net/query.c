/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Query strings, checked by the same tables as bodies: each text is made the
 * JSON value its field wants and then goes the same way. Refuses what is not in
 * the table; an empty value is the same as none.
 */
#include "net/field.h"
#include "base/error.h"
#include "base/json.h"
#include <errno.h>
#include <string.h>

char *field_unescape(const char *text, gsize length, gboolean plus_is_blank)
{
    g_autoptr(GString) out = g_string_sized_new(length);
    for (gsize i = 0; i < length; i++) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= length || !g_ascii_isxdigit(text[i + 1]) || !g_ascii_isxdigit(text[i + 2]))
                return NULL;
            c = (char)(g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]));
            i += 2;
        } else if (c == '+' && plus_is_blank)
            c = ' ';
        if ((guchar)c < 0x20 && c != '\n' && c != '\t' && c != '\r')
            return NULL;
        if (c == 0x7f)
            return NULL;
        g_string_append_c(out, c);
    }
    if (!g_utf8_validate(out->str, (gssize)out->len, NULL))
        return NULL;
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* The JSON value a text of a query string stands for; what is not of the kind stays a text and is refused by the check. */
static json_t *value_of(const Field *field, const char *text)
{
    if (field->kind == FIELD_BOOLEAN && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
        return json_boolean(text[0] == 't');
    if (field->kind == FIELD_INTEGER) {
        const char *digits = text[0] == '-' ? text + 1 : text;
        if (g_ascii_isdigit(*digits) && strspn(digits, "0123456789") == strlen(digits)) {
            errno = 0;
            gint64 number = g_ascii_strtoll(text, NULL, 10);
            return json_integer(number); /* ERANGE gives the nearest bound, which the field's bounds then judge */
        }
    }
    if (field->kind == FIELD_NUMBER) {
        char *end = NULL;
        double number = g_ascii_strtod(text, &end);
        if (end > text && *end == 0 && number - number == 0) /* finite */
            return json_real(number);
    }
    return json_string(text);
}

static char *text_of(const Field *field, const json_t *value)
{
    if (field->flags & FIELD_LIST || json_is_real(value)) {
        if (json_is_array(value))
            return json_canonical(value);
        char buffer[G_ASCII_DTOSTR_BUF_SIZE];
        return g_strdup(g_ascii_dtostr(buffer, sizeof buffer, json_real_value(value)));
    }
    if (json_is_string(value))
        return g_strdup(json_string_value(value));
    if (json_is_integer(value))
        return g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return g_strdup(json_is_true(value) ? "true" : "false");
}

static gboolean pair_add(json_t *given, const Field *fields, const char *pair, GError **error)
{
    const char *equals = strchr(pair, '=');
    gsize name_length = equals ? (gsize)(equals - pair) : strlen(pair);
    g_autofree char *name = field_unescape(pair, name_length, TRUE);
    g_autofree char *text = field_unescape(equals ? equals + 1 : "", equals ? strlen(equals + 1) : 0, TRUE);
    if (!name || !text)
        return error_set(error, ERROR_BAD_REQUEST, NULL, "a broken escape in the query string");
    const Field *field = fields;
    while (field && field->name && strcmp(field->name, name) != 0)
        field++;
    if (!field || !field->name)
        return error_set(error, ERROR_UNKNOWN_FIELD, name, "%s: not a name of this query string", name);
    if (*text == 0)
        return TRUE;
    json_t *there = json_object_get(given, name);
    if (field->flags & FIELD_LIST) {
        if (!there) {
            there = json_array();
            json_object_set_new(given, name, there);
        }
        json_array_append_new(there, value_of(field, text));
    } else if (there)
        return error_set(error, ERROR_WRONG_VALUE, name, "%s: given twice", name);
    else
        json_object_set_new(given, name, value_of(field, text));
    return TRUE;
}

gboolean field_check_query(const Field *fields, const char *query, char **values, guint room, GError **error)
{
    memset(values, 0, room * sizeof *values);
    g_autoptr(json_t) given = json_object();
    g_auto(GStrv) pairs = g_strsplit(query ? query : "", "&", 1000);
    for (char **pair = pairs; *pair; pair++)
        if (**pair && !pair_add(given, fields, *pair, error))
            return FALSE;
    if (!fields)
        return TRUE;
    const Shape shape = {.name = "Query", .fields = fields};
    g_autoptr(json_t) clean = field_check(&shape, given, error);
    if (!clean)
        return FALSE;
    guint i = 0;
    for (const Field *field = fields; field->name && i < room; field++, i++) {
        const json_t *value = json_object_get(clean, field->name);
        values[i] = value ? text_of(field, value) : NULL;
    }
    return TRUE;
}
