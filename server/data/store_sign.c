/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The system's signature on every version: Ed25519 in OpenSSH's SSHSIG form
 * (PROTOCOL.sshsig, namespace "git", SHA-512), so that `git verify-commit`
 * checks it with nothing of ours. The key is read for each signature, because
 * another process on the same folder may have changed it. Signs the store's
 * commits and, under a namespace of their own, what secret votes give out.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define PRINCIPAL "store@nghisu.invalid"
#define KEY_TYPE "ssh-ed25519"
#define NAMESPACE "git"
#define VOTE_NAMESPACE "nghisu-vote" /* receipts and lists of secret votes */
#define NAMESPACES "namespaces=\"" NAMESPACE "," VOTE_NAMESPACE "\","
#define NAMESPACES_BEFORE "namespaces=\"" NAMESPACE "\"," /* of keys made before there were votes */
#define HASH_NAME "sha512"
#define BEGIN_LINE "-----BEGIN SSH SIGNATURE-----\n"
#define END_LINE "-----END SSH SIGNATURE-----"
#define LINE_LETTERS 70

static char *key_path(Store *store)
{
    return g_build_filename(store->folder, "keys", "signing.ed25519", NULL);
}

static char *signers_path(Store *store)
{
    return g_build_filename(store->folder, "allowed_signers", NULL);
}

/* RFC 4251 string. */
static void string_add(GByteArray *out, const void *bytes, gsize count)
{
    guint32 length = GUINT32_TO_BE((guint32)count);
    g_byte_array_append(out, (const guint8 *)&length, sizeof length);
    g_byte_array_append(out, bytes, (guint)count);
}

static void text_add(GByteArray *out, const char *text)
{
    string_add(out, text, strlen(text));
}

static gboolean string_take(const guint8 **at, gsize *left, const guint8 **out, gsize *count)
{
    guint32 length;
    if (*left < sizeof length)
        return FALSE;
    memcpy(&length, *at, sizeof length);
    length = GUINT32_FROM_BE(length);
    if (length > *left - sizeof length)
        return FALSE;
    *out = *at + sizeof length;
    *count = length;
    *at += sizeof length + length;
    *left -= sizeof length + length;
    return TRUE;
}

static gboolean text_take(const guint8 **at, gsize *left, const char *text)
{
    const guint8 *found;
    gsize count;
    return string_take(at, left, &found, &count) && count == strlen(text) && memcmp(found, text, count) == 0;
}

static GByteArray *public_blob(const guint8 *public_key)
{
    GByteArray *blob = g_byte_array_new();
    text_add(blob, KEY_TYPE);
    string_add(blob, public_key, crypto_sign_PUBLICKEYBYTES);
    return blob;
}

/* What is really signed: the hash, with what it is for. */
static GByteArray *signed_blob(const char *name_space, const void *bytes, gsize count)
{
    guint8 hash[crypto_hash_sha512_BYTES];
    crypto_hash_sha512(hash, bytes, count);
    GByteArray *blob = g_byte_array_new();
    g_byte_array_append(blob, (const guint8 *)"SSHSIG", 6);
    text_add(blob, name_space);
    text_add(blob, "");
    text_add(blob, HASH_NAME);
    string_add(blob, hash, sizeof hash);
    return blob;
}

/* public_key and secret_key from the file of the seed; the caller wipes the secret. */
static gboolean key_read(Store *store, guint8 *public_key, guint8 *secret_key, GError **error)
{
    g_autofree char *path = key_path(store);
    g_autofree char *text = NULL;
    guint8 seed[crypto_sign_SEEDBYTES];
    gsize count = 0;
    if (!g_file_get_contents(path, &text, &count, NULL))
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "the signing key cannot be read");
    gboolean sound = count == 2 * sizeof seed + 1 && text[count - 1] == '\n';
    if (sound) {
        text[count - 1] = '\0';
        sound = text_unhex(text, seed, sizeof seed);
    }
    sodium_memzero(text, count);
    if (!sound)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "the signing key is damaged");
    crypto_sign_seed_keypair(public_key, secret_key, seed);
    sodium_memzero(seed, sizeof seed);
    return TRUE;
}

static gboolean key_write(Store *store, GError **error)
{
    guint8 seed[crypto_sign_SEEDBYTES];
    char line[2 * sizeof seed + 2];
    randombytes_buf(seed, sizeof seed);
    sodium_bin2hex(line, sizeof line, seed, sizeof seed);
    line[2 * sizeof seed] = '\n';
    g_autofree char *path = key_path(store);
    gboolean done = store_file_replace(path, line, 2 * sizeof seed + 1, 0600, error);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(line, sizeof line);
    return done;
}

static char *stamp_text(gint64 at)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at);
    return g_date_time_format(time, "%Y%m%d%H%M%SZ");
}

/* Value of valid-after or valid-before in a line of allowed_signers; FALSE when it has none. */
static gboolean stamp_find(const char *line, const char *option, gint64 *out)
{
    g_autofree char *start = g_strdup_printf("%s=\"", option);
    const char *found = strstr(line, start);
    struct tm parts = {0};
    if (!found)
        return FALSE;
    const char *end = strptime(found + strlen(start), "%Y%m%d%H%M%S", &parts);
    if (!end || strncmp(end, "Z\"", 2) != 0)
        return FALSE;
    *out = timegm(&parts);
    return TRUE;
}

/* One line a key, its public half in the form ssh-keygen reads. */
static char *key_words(const guint8 *public_key)
{
    g_autoptr(GByteArray) blob = public_blob(public_key);
    g_autofree char *base64 = g_base64_encode(blob->data, blob->len);
    return g_strdup_printf(KEY_TYPE " %s", base64);
}

char *store_allowed_signers(Store *store, GError **error)
{
    g_autofree char *path = signers_path(store);
    char *text = NULL;
    if (g_file_get_contents(path, &text, NULL, NULL))
        return text;
    error_set(error, ERROR_STORE_DAMAGED, NULL, "allowed_signers cannot be read");
    return NULL;
}

/* The file's living line is the key's; whatever else was living ends now. Also mends a stop between writing the key and writing this file,
 * and lets keys from before sign for votes as well. */
static gboolean signers_follow(Store *store, GError **error)
{
    guint8 public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    if (!key_read(store, public_key, secret_key, error))
        return FALSE;
    sodium_memzero(secret_key, sizeof secret_key);
    g_autofree char *words = key_words(public_key);
    g_autofree char *path = signers_path(store);
    g_autofree char *old = NULL;
    if (!g_file_get_contents(path, &old, NULL, NULL))
        old = g_strdup("");
    if (strstr(old, words)) {
        g_autoptr(GString) widened = g_string_new(old);
        return g_string_replace(widened, NAMESPACES_BEFORE, NAMESPACES, 0) == 0 ||
               store_file_replace(path, widened->str, widened->len, 0644, error);
    }
    g_autofree char *now = stamp_text(time(NULL));
    g_autofree char *ending = g_strdup_printf("Z\",valid-before=\"%s\" " KEY_TYPE, now);
    g_auto(GStrv) lines = g_strsplit(old, "\n", -1);
    g_autoptr(GString) text = g_string_new(NULL);
    for (char **line = lines; *line; line++) {
        if (!**line)
            continue;
        g_autoptr(GString) changed = g_string_new(*line);
        if (!strstr(*line, "valid-before="))
            g_string_replace(changed, "Z\" " KEY_TYPE, ending, 1);
        g_string_append_printf(text, "%s\n", changed->str);
    }
    g_string_append_printf(text, PRINCIPAL " " NAMESPACES "valid-after=\"%s\" %s\n", now, words);
    return store_file_replace(path, text->str, text->len, 0644, error);
}

static int keys_lock(Store *store, int how, GError **error)
{
    g_autofree char *path = g_build_filename(store->folder, "keys", "lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        error_set_errno(error, errno, "open the keys' lock");
        return -1;
    }
    while (flock(fd, how) != 0) {
        if (errno != EINTR) {
            error_set_errno(error, errno, "lock the keys");
            close(fd);
            return -1;
        }
    }
    return fd;
}

gboolean store_keys_make(Store *store, GError **error)
{
    g_autofree char *folder = g_build_filename(store->folder, "keys", NULL);
    g_autofree char *path = key_path(store);
    if (g_mkdir_with_parents(folder, 0700) != 0)
        return error_set_errno(error, errno, "make the keys' folder");
    if (!folder_sync(store->folder, error))
        return FALSE;
    int lock = keys_lock(store, LOCK_EX, error);
    if (lock < 0)
        return FALSE;
    gboolean done = (access(path, F_OK) == 0 || key_write(store, error)) && signers_follow(store, error);
    close(lock);
    return done;
}

gboolean store_rotate_key(Store *store, GError **error)
{
    int lock = keys_lock(store, LOCK_EX, error);
    if (lock < 0)
        return FALSE;
    gboolean done = key_write(store, error) && signers_follow(store, error);
    close(lock);
    return done;
}

int store_key_hold(Store *store, gint64 *at_out, GError **error)
{
    int lock = keys_lock(store, LOCK_SH, error);
    if (lock < 0)
        return -1;
    guint8 public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    g_autofree char *signers = store_allowed_signers(store, error);
    if (!signers || !key_read(store, public_key, secret_key, error)) {
        close(lock);
        return -1;
    }
    sodium_memzero(secret_key, sizeof secret_key);
    g_autofree char *words = key_words(public_key);
    const char *line = strstr(signers, words);
    gint64 after = 0;
    while (line && line > signers && line[-1] != '\n')
        line--;
    if (!line || !stamp_find(line, "valid-after", &after)) {
        close(lock);
        error_set(error, ERROR_STORE_DAMAGED, NULL, "allowed_signers does not know the signing key");
        return -1;
    }
    *at_out = MAX((gint64)time(NULL), after); /* a clock set back must not sign before the key's time */
    return lock;
}

static char *sign_for(Store *store, const char *name_space, const void *bytes, gsize count, GError **error)
{
    guint8 public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES], signature[crypto_sign_BYTES];
    if (!key_read(store, public_key, secret_key, error))
        return NULL;
    g_autoptr(GByteArray) message = signed_blob(name_space, bytes, count);
    crypto_sign_detached(signature, NULL, message->data, message->len, secret_key);
    sodium_memzero(secret_key, sizeof secret_key);

    g_autoptr(GByteArray) key = public_blob(public_key);
    g_autoptr(GByteArray) seal = g_byte_array_new();
    text_add(seal, KEY_TYPE);
    string_add(seal, signature, sizeof signature);
    g_autoptr(GByteArray) blob = g_byte_array_new();
    g_byte_array_append(blob, (const guint8 *)"SSHSIG\0\0\0\1", 10);
    string_add(blob, key->data, key->len);
    text_add(blob, name_space);
    text_add(blob, "");
    text_add(blob, HASH_NAME);
    string_add(blob, seal->data, seal->len);

    g_autofree char *base64 = g_base64_encode(blob->data, blob->len);
    g_autoptr(GString) armoured = g_string_new(BEGIN_LINE);
    for (gsize at = 0, length = strlen(base64); at < length; at += LINE_LETTERS)
        g_string_append_printf(armoured, "%.*s\n", LINE_LETTERS, base64 + at);
    g_string_append(armoured, END_LINE);
    return g_string_free(g_steal_pointer(&armoured), FALSE);
}

char *store_sign(Store *store, const void *bytes, gsize count, GError **error)
{
    return sign_for(store, NAMESPACE, bytes, count, error);
}

char *store_seal(Store *store, const char *text, GError **error)
{
    return sign_for(store, VOTE_NAMESPACE, text, strlen(text), error);
}

/* Whether allowed_signers has this key for that second. */
static gboolean signer_allowed(const char *signers, const guint8 *public_key, gint64 at)
{
    g_autofree char *words = key_words(public_key);
    g_auto(GStrv) lines = g_strsplit(signers, "\n", -1);
    for (char **line = lines; *line; line++) {
        gint64 after, before;
        if (!(g_str_has_prefix(*line, PRINCIPAL " " NAMESPACES) || g_str_has_prefix(*line, PRINCIPAL " " NAMESPACES_BEFORE)) ||
            !g_str_has_suffix(*line, words))
            continue;
        if (stamp_find(*line, "valid-after", &after) && at >= after && (!stamp_find(*line, "valid-before", &before) || at <= before))
            return TRUE;
    }
    return FALSE;
}

/* A signature taken apart; what is borrowed lies in blob. */
typedef struct Seal {
    guint8 *blob;
    const guint8 *key; /* as the wire has it */
    gsize key_count;
    const guint8 *public_key, *signature;
} Seal;

static void seal_clear(Seal *seal)
{
    g_free(seal->blob);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seal, seal_clear)

static gboolean seal_read(const char *armoured, Seal *seal, GError **error)
{
    const char *end = strstr(armoured, END_LINE);
    if (!g_str_has_prefix(armoured, BEGIN_LINE) || !end)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "a version's signature is not in SSH form");
    g_autofree char *base64 = g_strndup(armoured + strlen(BEGIN_LINE), (gsize)(end - armoured) - strlen(BEGIN_LINE));
    gsize left = 0, key_left, seal_left, public_count, signature_count;
    seal->blob = g_base64_decode(base64, &left);
    const guint8 *at = seal->blob, *key, *inner;
    gboolean read = left > 10 && memcmp(at, "SSHSIG\0\0\0\1", 10) == 0;
    if (read) {
        at += 10;
        left -= 10;
        read = string_take(&at, &left, &seal->key, &seal->key_count) && text_take(&at, &left, NAMESPACE) && text_take(&at, &left, "") &&
               text_take(&at, &left, HASH_NAME) && string_take(&at, &left, &inner, &seal_left) && left == 0;
    }
    if (read) {
        key = seal->key;
        key_left = seal->key_count;
        read = text_take(&key, &key_left, KEY_TYPE) && string_take(&key, &key_left, &seal->public_key, &public_count) && key_left == 0 &&
               public_count == crypto_sign_PUBLICKEYBYTES && text_take(&inner, &seal_left, KEY_TYPE) &&
               string_take(&inner, &seal_left, &seal->signature, &signature_count) && seal_left == 0 &&
               signature_count == crypto_sign_BYTES;
    }
    return read || error_set(error, ERROR_STORE_DAMAGED, NULL, "a version's signature cannot be read");
}

char *store_signature_key(const char *armoured, GError **error)
{
    g_auto(Seal) seal = {0};
    guint8 hash[crypto_hash_sha256_BYTES];
    if (!seal_read(armoured, &seal, error))
        return NULL;
    crypto_hash_sha256(hash, seal.key, seal.key_count);
    g_autofree char *base64 = g_base64_encode(hash, sizeof hash);
    base64[strcspn(base64, "=")] = '\0';
    return g_strconcat("SHA256:", base64, NULL);
}

gboolean store_signature_check(Store *store, const char *armoured, const void *bytes, gsize count, gint64 at, GError **error)
{
    g_auto(Seal) seal = {0};
    g_autofree char *signers = store_allowed_signers(store, error);
    if (!signers || !seal_read(armoured, &seal, error))
        return FALSE;
    g_autoptr(GByteArray) message = signed_blob(NAMESPACE, bytes, count);
    if (crypto_sign_verify_detached(seal.signature, message->data, message->len, seal.public_key) != 0)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "a version's signature is wrong");
    if (!signer_allowed(signers, seal.public_key, at))
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "a version is signed by a key that was not ours then");
    return TRUE;
}
