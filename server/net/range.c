/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Range, If-Range and If-None-Match. Several ranges in one request are answered
 * with the whole: no reader of ours asks for them, and they are a known way to
 * make a server work for nothing.
 */
#include "net/range.h"
#include <string.h>

static gboolean digits_read(const char **at, guint64 *out)
{
    const char *start = *at;
    guint64 value = 0;
    while (g_ascii_isdigit(**at)) {
        guint digit = (guint)(**at - '0');
        if (value > (G_MAXUINT64 - digit) / 10)
            return FALSE;
        value = value * 10 + digit;
        (*at)++;
    }
    *out = value;
    return *at > start;
}

RangeAnswer range_read(const char *header, guint64 size, guint64 *first, guint64 *last)
{
    if (!header || g_ascii_strncasecmp(header, "bytes=", 6) != 0)
        return RANGE_WHOLE;
    const char *at = header + 6;
    guint64 from = 0, to = 0;
    if (*at == '-') { /* the last n bytes */
        at++;
        if (!digits_read(&at, &to) || *at)
            return RANGE_WHOLE;
        if (to == 0 || size == 0)
            return RANGE_UNSATISFIABLE;
        *first = to >= size ? 0 : size - to;
        *last = size - 1;
        return RANGE_PART;
    }
    if (!digits_read(&at, &from) || *at != '-')
        return RANGE_WHOLE;
    at++;
    if (*at == 0)
        to = G_MAXUINT64;
    else if (!digits_read(&at, &to) || *at || to < from)
        return RANGE_WHOLE;
    if (from >= size)
        return RANGE_UNSATISFIABLE;
    *first = from;
    *last = MIN(to, size - 1);
    return RANGE_PART;
}

gboolean range_still_valid(const char *if_range, const char *etag)
{
    if (!if_range)
        return TRUE;
    gsize length = strlen(if_range);
    return etag && length >= 2 && if_range[0] == '"' && length == strlen(etag) + 2 && if_range[length - 1] == '"' &&
           strncmp(if_range + 1, etag, length - 2) == 0;
}

gboolean etag_listed(const char *if_none_match, const char *etag)
{
    if (!if_none_match || !etag)
        return FALSE;
    g_auto(GStrv) tags = g_strsplit(if_none_match, ",", 64);
    g_autofree char *quoted = g_strdup_printf("\"%s\"", etag);
    for (char **tag = tags; *tag; tag++) {
        char *text = g_strstrip(*tag);
        if (strcmp(text, "*") == 0)
            return TRUE;
        if (g_str_has_prefix(text, "W/"))
            text += 2;
        if (strcmp(text, quoted) == 0)
            return TRUE;
    }
    return FALSE;
}
