/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Field checking: bytes become typed values here and nowhere else. It knows no
 * noun and no rights; what two fields mean together is the database's to say.
 */
#include "net/field.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_ITEMS = 1000, DEFAULT_CHARACTERS = 10000 };

static json_t *value_check(const Field *field, const json_t *value, const char *path, GError **error);

static json_t *refuse(GError **error, ErrorKind kind, const char *path, const char *why)
{
    error_set(error, kind, path, "%s: %s", path, why);
    return NULL;
}

static json_t *text_check(const Field *field, const char *text, gsize length, const char *path, GError **error)
{
    if (strlen(text) != length)
        return refuse(error, ERROR_WRONG_VALUE, path, "a NUL character");
    /* A password is compared byte for byte: composed, but neither trimmed nor filtered. */
    g_autofree char *clean =
        field->flags & FIELD_SECRET ? g_utf8_normalize(text, (gssize)length, G_NORMALIZE_NFC) : text_clean(text, (gssize)length);
    if (!clean)
        return refuse(error, ERROR_NOT_UTF8, path, "not UTF-8");
    gint64 most = field->min || field->max ? field->max : DEFAULT_CHARACTERS;
    gint64 count = g_utf8_strlen(clean, -1);
    if (count > most)
        return refuse(error, ERROR_TOO_LONG, path, "too long");
    if (count == 0 && field->min > 0 && field->flags & FIELD_REQUIRED && !(field->flags & FIELD_LIST))
        return refuse(error, ERROR_MISSING_FIELD, path, "empty");
    if (count < field->min)
        return refuse(error, ERROR_OUT_OF_RANGE, path, "too short");
    return json_string(clean);
}

static gboolean date_is_real(const char *text)
{
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit(text[i]))
            return FALSE;
    int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
    return month >= 1 && g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean two_digits(const char *at, int most)
{
    return g_ascii_isdigit(at[0]) && g_ascii_isdigit(at[1]) && (at[0] - '0') * 10 + at[1] - '0' <= most;
}

/* RFC 3339 with a zone; no leap seconds, for PostgreSQL would move them silently. */
static gboolean time_is_real(const char *text)
{
    gsize length = strlen(text);
    if (length < 20 || length > 35 || !date_is_real(text) || (text[10] != 'T' && text[10] != 't'))
        return FALSE;
    if (!two_digits(text + 11, 23) || text[13] != ':' || !two_digits(text + 14, 59) || text[16] != ':' || !two_digits(text + 17, 59))
        return FALSE;
    const char *at = text + 19;
    if (*at == '.') {
        const char *fraction = ++at;
        while (g_ascii_isdigit(*at))
            at++;
        if (at == fraction || at - fraction > 9)
            return FALSE;
    }
    if ((*at == 'Z' || *at == 'z') && at[1] == 0)
        return TRUE;
    return (*at == '+' || *at == '-') && strlen(at) == 6 && two_digits(at + 1, 15) && at[3] == ':' && two_digits(at + 4, 59);
}

static json_t *choice_check(const Field *field, const char *text, const char *path, GError **error)
{
    for (const char *const *choice = field->choices; choice && *choice; choice++)
        if (strcmp(*choice, text) == 0)
            return json_string(text);
    return refuse(error, ERROR_WRONG_VALUE, path, "not one of the words allowed");
}

static json_t *string_check(const Field *field, const json_t *value, const char *path, GError **error)
{
    if (!json_is_string(value))
        return refuse(error, ERROR_WRONG_TYPE, path, "not a text");
    const char *text = json_string_value(value);
    gsize length = json_string_length(value);
    if (field->kind == FIELD_TEXT)
        return text_check(field, text, length, path, error);
    if (strlen(text) != length)
        return refuse(error, ERROR_WRONG_VALUE, path, "a NUL character");
    if (field->kind == FIELD_CHOICE)
        return choice_check(field, text, path, error);
    if (field->kind == FIELD_UUID) {
        if (!text_is_uuid(text))
            return refuse(error, ERROR_WRONG_VALUE, path, "not an id");
        g_autofree char *lower = g_ascii_strdown(text, -1);
        return json_string(lower);
    }
    if (field->kind == FIELD_DATE ? length != 10 || !date_is_real(text) : !time_is_real(text))
        return refuse(error, ERROR_WRONG_VALUE, path,
                      field->kind == FIELD_DATE ? "not a date of the calendar" : "not a time with its zone");
    return json_string(text);
}

static json_t *number_check(const Field *field, const json_t *value, const char *path, GError **error)
{
    gboolean bounded = field->min || field->max;
    if (field->kind == FIELD_INTEGER) {
        if (!json_is_integer(value))
            return refuse(error, ERROR_WRONG_TYPE, path, "not a whole number");
        json_int_t number = json_integer_value(value);
        if (bounded && (number < field->min || number > field->max))
            return refuse(error, ERROR_OUT_OF_RANGE, path, "out of range");
        return json_integer(number);
    }
    if (!json_is_number(value))
        return refuse(error, ERROR_WRONG_TYPE, path, "not a number");
    double number = json_number_value(value);
    if (bounded && (number < (double)field->min || number > (double)field->max))
        return refuse(error, ERROR_OUT_OF_RANGE, path, "out of range");
    return json_deep_copy(value);
}

static json_t *shape_check(const Shape *shape, const json_t *value, const char *path, GError **error)
{
    if (!json_is_object(value))
        return refuse(error, ERROR_WRONG_TYPE, path ? path : "body", "not an object");
    g_autoptr(json_t) clean = json_object();
    size_t known = 0;
    for (const Field *field = shape->fields; field->name; field++) {
        g_autofree char *inner = path ? g_strdup_printf("%s.%s", path, field->name) : g_strdup(field->name);
        const json_t *given = json_object_get(value, field->name);
        if (!given) {
            if (field->flags & FIELD_REQUIRED)
                return refuse(error, ERROR_MISSING_FIELD, inner, "missing");
            continue;
        }
        known++;
        json_t *checked = value_check(field, given, inner, error);
        if (!checked)
            return NULL;
        json_object_set_new(clean, field->name, checked);
    }
    if (known < json_object_size(value)) {
        const char *key = NULL;
        json_t *ignored = NULL;
        json_object_foreach((json_t *)value, key, ignored)
        {
            if (json_object_get(clean, key))
                continue;
            g_autofree char *inner = path ? g_strdup_printf("%s.%s", path, key) : g_strdup(key);
            return refuse(error, ERROR_UNKNOWN_FIELD, inner, "not a field of this body");
        }
    }
    return g_steal_pointer(&clean);
}

static json_t *one_check(const Field *field, const json_t *value, const char *path, GError **error)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CHOICE:
    case FIELD_UUID:
    case FIELD_DATE:
    case FIELD_TIME:
        return string_check(field, value, path, error);
    case FIELD_INTEGER:
    case FIELD_NUMBER:
        return number_check(field, value, path, error);
    case FIELD_BOOLEAN:
        return json_is_boolean(value) ? json_boolean(json_is_true(value)) : refuse(error, ERROR_WRONG_TYPE, path, "not true or false");
    case FIELD_SHAPE:
        return shape_check(field->shape, value, path, error);
    case FIELD_ANY:
        return json_deep_copy(value);
    }
    return refuse(error, ERROR_INTERNAL, path, "a kind of field unknown here");
}

static json_t *value_check(const Field *field, const json_t *value, const char *path, GError **error)
{
    if (json_is_null(value))
        return field->flags & FIELD_NULLABLE ? json_null() : refuse(error, ERROR_WRONG_TYPE, path, "null");
    if (!(field->flags & FIELD_LIST))
        return one_check(field, value, path, error);
    if (!json_is_array(value))
        return refuse(error, ERROR_WRONG_TYPE, path, "not a list");
    if (json_array_size(value) > (field->max_items ? field->max_items : DEFAULT_ITEMS))
        return refuse(error, ERROR_TOO_LONG, path, "too many items");
    g_autoptr(json_t) clean = json_array();
    size_t index = 0;
    const json_t *item = NULL;
    json_array_foreach((json_t *)value, index, item)
    {
        g_autofree char *inner = g_strdup_printf("%s.%zu", path, index);
        json_t *checked = one_check(field, item, inner, error);
        if (!checked)
            return NULL;
        json_array_append_new(clean, checked);
    }
    return g_steal_pointer(&clean);
}

json_t *field_check(const Shape *shape, const json_t *value, GError **error)
{
    return shape_check(shape, value, NULL, error);
}
