/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words and ids: NFC, safe file names, hexadecimal, UUIDs, times. Any thread.
 */
#pragma once
#include <glib.h>

/* NFC of valid UTF-8 with control characters (but \n and \t) taken out and outer blanks trimmed. Caller frees; NULL if not UTF-8. */
char *text_clean(const char *text, gssize length);

/* A person's file name made fit for a header and a screen: no path, no control bytes, at most 200 bytes of whole characters, NFC. Caller frees. */
char *text_file_name(const char *name);

gboolean text_is_uuid(const char *text);          /* 36 characters, lower or upper case */
char *text_uuid7(void);                           /* caller frees; RFC 9562, version 7 */
char *text_hex(const guint8 *bytes, gsize count); /* lower case; caller frees */
gboolean text_unhex(const char *hex, guint8 *out, gsize count);
char *text_sha256(const void *bytes, gsize count); /* 64 lower-case hex digits; caller frees */
char *text_base64url(const guint8 *bytes, gsize count); /* no padding; caller frees */
char *text_time(gint64 unix_microseconds);         /* RFC 3339 in UTC with milliseconds, "2026-11-22T07:30:00.000Z"; caller frees */

/* RFC 6266 value of Content-Disposition with filename and filename*; disposition "inline" or "attachment". Caller frees. */
char *text_disposition(const char *disposition, const char *file_name);
