/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words and ids, on top of GLib and libsodium. It knows no Vietnamese grammar
 * and translates nothing.
 */
#include "base/text.h"
#include <sodium.h>
#include <string.h>

#define FILE_NAME_MAX_BYTES 200 /* below the 255 of file systems, with room for what browsers add */

char *text_clean(const char *text, gssize length)
{
    g_autofree char *copy = length < 0 ? g_strdup(text) : NULL;
    if (length >= 0) {
        if (memchr(text, 0, (gsize)length))
            return NULL;
        copy = g_strndup(text, (gsize)length);
    }
    g_autofree char *composed = g_utf8_normalize(copy, -1, G_NORMALIZE_NFC); /* NULL when it is not UTF-8 */
    if (!composed)
        return NULL;
    GString *clean = g_string_sized_new(strlen(composed));
    for (const char *c = composed; *c; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (letter == '\n' || letter == '\t' || !g_unichar_iscntrl(letter))
            g_string_append_unichar(clean, letter);
    }
    /* Blanks of any script, not only ASCII's. */
    const char *start = clean->str, *end = clean->str + clean->len;
    while (start < end && g_unichar_isspace(g_utf8_get_char(start)))
        start = g_utf8_next_char(start);
    while (end > start) {
        const char *last = g_utf8_prev_char(end);
        if (!g_unichar_isspace(g_utf8_get_char(last)))
            break;
        end = last;
    }
    char *trimmed = g_strndup(start, (gsize)(end - start));
    g_string_free(clean, TRUE);
    return trimmed;
}

/* Cuts to at most `most` bytes, never inside a character. */
static void cut_bytes(char *text, gsize most)
{
    gsize length = strlen(text);
    if (length <= most)
        return;
    while (most > 0 && ((guchar)text[most] & 0xC0) == 0x80)
        most--;
    text[most] = '\0';
}

/* Marks that turn the direction of writing: "exe.fdp" must not read "pdf.exe". */
static gboolean is_direction_mark(gunichar letter)
{
    return (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069) || letter == 0x200E || letter == 0x200F;
}

char *text_file_name(const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name ? name : "", -1);
    const char *base = valid;
    for (const char *c = valid; *c; c++)
        if (*c == '/' || *c == '\\')
            base = c + 1;
    g_autofree char *clean = text_clean(base, -1);
    GString *out = g_string_new(NULL);
    for (const char *c = clean; *c; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (is_direction_mark(letter))
            continue;
        g_string_append_unichar(out, letter == '\n' || letter == '\t' ? ' ' : letter);
    }
    if (out->len > FILE_NAME_MAX_BYTES) {
        /* The ending tells what the file is: keep it and cut the middle. */
        const char *dot = strrchr(out->str, '.');
        g_autofree char *ending = g_strdup(dot && strlen(dot) <= 12 ? dot : "");
        cut_bytes(out->str, FILE_NAME_MAX_BYTES - strlen(ending));
        g_string_truncate(out, strlen(out->str));
        g_string_append(out, ending);
    }
    if (out->len == 0 || strcmp(out->str, ".") == 0 || strcmp(out->str, "..") == 0)
        g_string_assign(out, "file");
    return g_string_free(out, FALSE);
}

gboolean text_is_uuid(const char *text)
{
    if (!text)
        return FALSE;
    for (int i = 0; i < 36; i++) {
        gboolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !g_ascii_isxdigit(text[i]))
            return FALSE;
    }
    return text[36] == '\0';
}

char *text_uuid7(void)
{
    guint8 bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    guint64 milliseconds = (guint64)(g_get_real_time() / 1000);
    for (int i = 0; i < 6; i++)
        bytes[i] = (guint8)(milliseconds >> (40 - 8 * i));
    bytes[6] = (guint8)((bytes[6] & 0x0F) | 0x70);
    bytes[8] = (guint8)((bytes[8] & 0x3F) | 0x80);
    g_autofree char *hex = text_hex(bytes, sizeof bytes);
    return g_strdup_printf("%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

char *text_hex(const guint8 *bytes, gsize count)
{
    char *hex = g_malloc(count * 2 + 1);
    sodium_bin2hex(hex, count * 2 + 1, bytes, count);
    return hex;
}

gboolean text_unhex(const char *hex, guint8 *out, gsize count)
{
    if (strlen(hex) != count * 2)
        return FALSE;
    gsize made = 0;
    return sodium_hex2bin(out, count, hex, count * 2, NULL, &made, NULL) == 0 && made == count;
}

char *text_sha256(const void *bytes, gsize count)
{
    guint8 digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, bytes, count);
    return text_hex(digest, sizeof digest);
}

char *text_base64url(const guint8 *bytes, gsize count)
{
    gsize size = sodium_base64_encoded_len(count, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = g_malloc(size);
    return sodium_bin2base64(text, size, bytes, count, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *text_time(gint64 unix_microseconds)
{
    gint64 seconds = unix_microseconds / G_USEC_PER_SEC, rest = unix_microseconds % G_USEC_PER_SEC;
    if (rest < 0) {
        seconds--;
        rest += G_USEC_PER_SEC;
    }
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(seconds);
    g_autofree char *whole = g_date_time_format(at, "%Y-%m-%dT%H:%M:%S");
    return g_strdup_printf("%s.%03dZ", whole, (int)(rest / 1000));
}

char *text_disposition(const char *disposition, const char *file_name)
{
    g_autofree char *name = text_file_name(file_name);
    g_autoptr(GString) plain = g_string_new(NULL);
    for (const char *c = name; *c; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        /* "%" too: some browsers would decode it in the plain form. */
        g_string_append_c(plain, letter < 0x20 || letter > 0x7E || letter == '"' || letter == '\\' || letter == '%' ? '_' : (char)letter);
    }
    /* attr-char of RFC 5987 beyond letters and digits; g_uri_escape_string keeps "-._~" itself. */
    g_autofree char *escaped = g_uri_escape_string(name, "!#$&+^`|", FALSE);
    return g_strdup_printf("%s; filename=\"%s\"; filename*=UTF-8''%s", disposition, plain->str, escaped);
}
