/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Argon2id by libsodium, and the rules of a new password (A3). It knows no
 * account and keeps nothing but one hash that belongs to nobody.
 */
#include "api/password.h"
#include "base/error.h"
#include <sodium.h>
#include <string.h>

enum {
    HASH_PASSES = 3,
    HASH_MEMORY_BYTES = 64 * 1024 * 1024,
    SHORTEST = 10 /* characters */
};

/* The commonest of ten characters and more, here and elsewhere; compared without case. */
static const char *const commonest[] = {
    "1234567890",   "0123456789",  "0987654321",  "9876543210",   "12345678910",   "123456789a",  "123456789abc", "1q2w3e4r5t",
    "1qaz2wsx3edc", "qwertyuiop",  "qwerty12345", "qwerty123456", "asdfghjkl123",  "password12",  "password123",  "password1234",
    "passw0rd123",  "p@ssw0rd123", "admin12345",  "admin123456",  "administrator", "welcome123",  "iloveyou123",  "abc1234567",
    "abcd123456",   "abcdefghij",  "matkhau123",  "matkhau1234",  "matkhau12345",  "matkhau@123", "anhyeuem123",  "vietnam123",
    "vietnam2026",  "hanoi123456", "congvan123",  "123456789q",
};

char *password_hash(const char *password, GError **error)
{
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password, strlen(password), HASH_PASSES, HASH_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return error_set(error, ERROR_BUSY, NULL, "no memory for a password hash"), NULL;
    return g_strdup(hash);
}

/* The hash of a random password: what an unknown account is compared with. */
static const char *nobody_hash(void)
{
    static gsize made;
    if (g_once_init_enter(&made)) {
        guint8 random[16];
        randombytes_buf(random, sizeof random);
        char password[33];
        sodium_bin2hex(password, sizeof password, random, sizeof random);
        char *hash = password_hash(password, NULL);
        g_once_init_leave(&made, hash ? (gsize)hash : (gsize) "");
    }
    return (const char *)made;
}

gboolean password_matches(const char *hash, const char *password)
{
    const char *other = nobody_hash(); /* made by the first caller, whoever signs in */
    gboolean same = crypto_pwhash_str_verify(hash ? hash : other, password, strlen(password)) == 0;
    return same && hash;
}

gboolean password_strong(const char *password, const char *account, const char *field, GError **error)
{
    if (g_utf8_strlen(password, -1) < SHORTEST)
        return error_set(error, ERROR_WEAK_PASSWORD, field, "shorter than %d characters", SHORTEST);
    gunichar first = g_utf8_get_char(password);
    const char *at = password;
    while (*at && g_utf8_get_char(at) == first)
        at = g_utf8_next_char(at);
    if (!*at)
        return error_set(error, ERROR_WEAK_PASSWORD, field, "one character repeated");
    g_autofree char *folded = g_utf8_casefold(password, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(commonest); i++)
        if (g_str_equal(folded, commonest[i]))
            return error_set(error, ERROR_WEAK_PASSWORD, field, "among the commonest passwords");
    if (account) {
        g_autofree char *folded_account = g_utf8_casefold(account, -1);
        if (g_str_equal(folded, folded_account))
            return error_set(error, ERROR_WEAK_PASSWORD, field, "the same as the account");
    }
    return TRUE;
}
