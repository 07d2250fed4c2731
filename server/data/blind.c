/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * RFC 9474 by OpenSSL: the raw private operation to sign, ordinary PSS to
 * verify. It keeps no key, not even between two signatures, so that a key that
 * was destroyed is in no process's memory; who may have a paper is not known
 * here.
 */
#include "data/blind.h"
#include "base/error.h"
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

enum { SALT_BYTES = 48, LARGEST_KEY_BYTES = 512 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ECDSA_SIG, ECDSA_SIG_free)

static void bytes_wipe(gpointer data)
{
    GByteArray *array = data;
    OPENSSL_cleanse(array->data, array->len);
    g_byte_array_unref(array);
}

gboolean blind_key_make(GBytes **private_key, GBytes **public_key, GError **error)
{
    g_autoptr(EVP_PKEY) key = EVP_RSA_gen(BLIND_KEY_BITS);
    int private_count = key ? i2d_PrivateKey(key, NULL) : 0, public_count = key ? i2d_PUBKEY(key, NULL) : 0;
    if (private_count <= 0 || public_count <= 0) {
        ERR_clear_error();
        return error_set(error, ERROR_INTERNAL, NULL, "no RSA key could be made");
    }
    GByteArray *secret = g_byte_array_sized_new((guint)private_count);
    g_byte_array_set_size(secret, (guint)private_count);
    g_autofree guint8 *open = g_malloc((gsize)public_count);
    guint8 *at = secret->data, *open_at = open;
    i2d_PrivateKey(key, &at);
    i2d_PUBKEY(key, &open_at);
    *private_key = g_bytes_new_with_free_func(secret->data, secret->len, bytes_wipe, secret);
    *public_key = g_bytes_new_take(g_steal_pointer(&open), (gsize)public_count);
    return TRUE;
}

static EVP_PKEY *private_read(GBytes *bytes)
{
    gsize count = 0;
    const guint8 *at = g_bytes_get_data(bytes, &count);
    EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &at, (long)count);
    if (key && !EVP_PKEY_is_a(key, "RSA"))
        g_clear_pointer(&key, EVP_PKEY_free);
    return key;
}

static EVP_PKEY *public_read(GBytes *bytes)
{
    gsize count = 0;
    const guint8 *at = g_bytes_get_data(bytes, &count);
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)count);
    if (key && !EVP_PKEY_is_a(key, "RSA"))
        g_clear_pointer(&key, EVP_PKEY_free);
    return key;
}

static gboolean raw_sign(EVP_PKEY *key, const guint8 *blinded, gsize count, guint8 *out)
{
    g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new(key, NULL);
    gsize made = count;
    return context && EVP_PKEY_sign_init(context) > 0 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) > 0 &&
           EVP_PKEY_sign(context, out, &made, blinded, count) > 0 && made == count;
}

/* The RFC's check of the signer's own work: a slip in it would give the key away. */
static gboolean raw_recovers(EVP_PKEY *key, const guint8 *signature, const guint8 *blinded, gsize count)
{
    guint8 again[LARGEST_KEY_BYTES];
    gsize made = sizeof again;
    g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new(key, NULL);
    return context && EVP_PKEY_verify_recover_init(context) > 0 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) > 0 &&
           EVP_PKEY_verify_recover(context, again, &made, signature, count) > 0 && made == count && memcmp(again, blinded, count) == 0;
}

GBytes *blind_sign(GBytes *private_key, const guint8 *blinded, gsize count, GError **error)
{
    g_autoptr(EVP_PKEY) key = private_read(private_key);
    if (!key) {
        ERR_clear_error();
        error_set(error, ERROR_INTERNAL, NULL, "the vote's key cannot be read");
        return NULL;
    }
    gsize wanted = (gsize)EVP_PKEY_get_size(key);
    g_autofree guint8 *signature = g_malloc(wanted);
    gboolean fits = count == wanted && count <= LARGEST_KEY_BYTES;
    if (fits && raw_sign(key, blinded, count, signature) && raw_recovers(key, signature, blinded, count))
        return g_bytes_new_take(g_steal_pointer(&signature), wanted);
    ERR_clear_error();
    error_set(error, ERROR_WRONG_VALUE, "blinded", "not a blinded message for this key");
    return NULL;
}

gboolean blind_check(GBytes *public_key, const guint8 *message, gsize count, const guint8 *signature, gsize signature_count)
{
    g_autoptr(EVP_PKEY) key = public_read(public_key);
    g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *of_key = NULL; /* the context's */
    gboolean sound = key && context && EVP_DigestVerifyInit(context, &of_key, EVP_sha384(), NULL, key) > 0 &&
                     EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) > 0 &&
                     EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, SALT_BYTES) > 0 && EVP_PKEY_CTX_set_rsa_mgf1_md(of_key, EVP_sha384()) > 0 &&
                     EVP_DigestVerify(context, signature, signature_count, message, count) == 1;
    ERR_clear_error();
    return sound;
}

/* r and s as ECDSA is verified: DER. */
static gboolean signature_encode(const guint8 *pair, guint8 *out, gsize *count)
{
    g_autoptr(ECDSA_SIG) both = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(pair, BALLOT_SIGNATURE_BYTES / 2, NULL);
    BIGNUM *s = BN_bin2bn(pair + BALLOT_SIGNATURE_BYTES / 2, BALLOT_SIGNATURE_BYTES / 2, NULL);
    if (!both || !r || !s || !ECDSA_SIG_set0(both, r, s)) {
        BN_free(r);
        BN_free(s);
        return FALSE;
    }
    int made = i2d_ECDSA_SIG(both, &out);
    *count = made > 0 ? (gsize)made : 0;
    return made > 0;
}

gboolean ballot_signature_check(const guint8 serial[BALLOT_SERIAL_BYTES], const char *statement,
                                const guint8 signature[BALLOT_SIGNATURE_BYTES])
{
    /* SubjectPublicKeyInfo of a P-256 point: only the point differs. Reading it checks that it lies on the curve. */
    static const guint8 head[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                                  0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};
    guint8 info[sizeof head + BALLOT_SERIAL_BYTES], encoded[2 * BALLOT_SIGNATURE_BYTES];
    gsize encoded_count = 0;
    memcpy(info, head, sizeof head);
    memcpy(info + sizeof head, serial, BALLOT_SERIAL_BYTES);
    const guint8 *at = info;
    g_autoptr(EVP_PKEY) key = serial[0] == 4 ? d2i_PUBKEY(NULL, &at, sizeof info) : NULL;
    g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();
    gboolean sound = key && context && signature_encode(signature, encoded, &encoded_count) &&
                     EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) > 0 &&
                     EVP_DigestVerify(context, encoded, encoded_count, (const guint8 *)statement, strlen(statement)) == 1;
    ERR_clear_error();
    return sound;
}
