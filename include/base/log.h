/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Structured log: one JSON object a line on standard error, through
 * g_log_structured. Never give it a password, a token, a cookie, a body or a
 * document's text: ids, counts, times and slugs only. Any thread.
 *
 *     log_info("version_stored", log_field("document", "%s", id), log_field("bytes", "%zu", bytes));
 */
#pragma once
#include <glib.h>

typedef struct LogField {
    const char *key;
    char value[248]; /* cut with "…" when longer; control bytes are escaped on output */
} LogField;

LogField log_field(const char *key, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* level: G_LOG_LEVEL_DEBUG … G_LOG_LEVEL_CRITICAL. fields: count of them. */
void log_write(GLogLevelFlags level, const char *event, const LogField *fields, gsize count);

#define log_event(level, event, ...)                                                                                          \
    log_write(level, event, (const LogField[]){__VA_ARGS__}, sizeof((const LogField[]){__VA_ARGS__}) / sizeof(LogField))
#define log_debug(event, ...) log_event(G_LOG_LEVEL_DEBUG, event, __VA_ARGS__)
#define log_info(event, ...) log_event(G_LOG_LEVEL_INFO, event, __VA_ARGS__)
#define log_warn(event, ...) log_event(G_LOG_LEVEL_WARNING, event, __VA_ARGS__)
#define log_error(event, ...) log_event(G_LOG_LEVEL_CRITICAL, event, __VA_ARGS__)

/* Installs the writer; lines below `lowest` are dropped. Call once, first thing in main. */
void log_start(GLogLevelFlags lowest);
