/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Log lines as JSON on standard error. GLib's own messages and those of
 * libraries come out in the same form. It keeps no file and rotates nothing:
 * that is the service manager's work.
 */
#include "base/log.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOG_DOMAIN_KEY "GLIB_DOMAIN"
#define LOG_EVENT_KEY "NGHISU_EVENT"
#define LOG_FIELD_PREFIX "NGHISU_F_"
#define LOG_MAX_FIELDS 16

static GLogLevelFlags lowest_level = G_LOG_LEVEL_INFO;

LogField log_field(const char *key, const char *format, ...)
{
    LogField field = {.key = key};
    va_list arguments;
    va_start(arguments, format);
    int length = g_vsnprintf(field.value, sizeof field.value, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof field.value) {
        static const char mark[] = "…";
        char *end = field.value + sizeof field.value - sizeof mark;
        while (end > field.value && ((guchar)*end & 0xC0) == 0x80) /* never a half character before the mark */
            end--;
        memcpy(end, mark, sizeof mark);
    }
    return field;
}

static const char *level_name(GLogLevelFlags level)
{
    if (level & G_LOG_LEVEL_ERROR)
        return "fatal";
    if (level & G_LOG_LEVEL_CRITICAL)
        return "error";
    if (level & G_LOG_LEVEL_WARNING)
        return "warning";
    if (level & G_LOG_LEVEL_DEBUG)
        return "debug";
    return "info";
}

/* A JSON string. Bytes that are not UTF-8 become U+FFFD, so a line is always JSON. */
static void append_string(GString *line, const char *text, gssize length)
{
    g_autofree char *valid = g_utf8_make_valid(text, length);
    g_string_append_c(line, '"');
    for (const char *c = valid; *c; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_c(line, '\\');
        if ((guchar)*c < 0x20 || (guchar)*c == 0x7F)
            g_string_append_printf(line, "\\u%04x", (guint)(guchar)*c);
        else
            g_string_append_c(line, *c);
    }
    g_string_append_c(line, '"');
}

static void append_pair(GString *line, const char *key, const char *value, gssize length)
{
    g_string_append(line, ",");
    append_string(line, key, -1);
    g_string_append_c(line, ':');
    append_string(line, value, length);
}

static GLogWriterOutput write_line(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    (void)data;
    /* Levels are bits: the graver, the smaller. */
    if ((level & G_LOG_LEVEL_MASK) > lowest_level)
        return G_LOG_WRITER_HANDLED;
    g_autofree char *at = text_time(g_get_real_time());
    g_autoptr(GString) line = g_string_sized_new(256);
    g_string_append_printf(line, "{\"at\":\"%s\",\"level\":\"%s\"", at, level_name(level));
    for (gsize i = 0; i < count; i++) {
        const GLogField *field = &fields[i];
        if (strcmp(field->key, LOG_EVENT_KEY) == 0)
            append_pair(line, "event", field->value, field->length);
        else if (strcmp(field->key, "MESSAGE") == 0 && field->length != 0)
            append_pair(line, "message", field->value, field->length);
        else if (strcmp(field->key, LOG_DOMAIN_KEY) == 0 && strcmp(field->value, G_LOG_DOMAIN) != 0)
            append_pair(line, "domain", field->value, field->length);
        else if (g_str_has_prefix(field->key, LOG_FIELD_PREFIX))
            append_pair(line, field->key + strlen(LOG_FIELD_PREFIX), field->value, field->length);
    }
    g_string_append(line, "}\n");
    /* One write a line: lines of several threads do not mix. A log that cannot be written stops nothing. */
    if (write(STDERR_FILENO, line->str, line->len) < 0)
        return G_LOG_WRITER_UNHANDLED;
    return G_LOG_WRITER_HANDLED;
}

void log_write(GLogLevelFlags level, const char *event, const LogField *fields, gsize count)
{
    GLogField out[LOG_MAX_FIELDS + 3] = {{LOG_DOMAIN_KEY, G_LOG_DOMAIN, -1}, {LOG_EVENT_KEY, event, -1}, {"MESSAGE", "", 0}};
    char keys[LOG_MAX_FIELDS][64];
    gsize used = MIN(count, LOG_MAX_FIELDS);
    for (gsize i = 0; i < used; i++) {
        g_snprintf(keys[i], sizeof keys[i], LOG_FIELD_PREFIX "%s", fields[i].key);
        out[i + 3] = (GLogField){keys[i], fields[i].value, -1};
    }
    g_log_structured_array(level, out, used + 3);
}

void log_start(GLogLevelFlags lowest)
{
    lowest_level = lowest;
    static gsize installed = 0;
    if (g_once_init_enter(&installed)) { /* GLib takes one writer in a process's life */
        g_log_set_writer_func(write_line, NULL, NULL);
        g_once_init_leave(&installed, 1);
    }
}
