/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running hashes for the store. libcrypto, because it uses the processor's SHA
 * instructions (1.5 GB/s here); libsodium has no SHA-1 and GLib's is slow.
 */
#include "data/store_object.h"

Digest *digest_new(const EVP_MD *kind)
{
    Digest *digest = EVP_MD_CTX_new();
    if (!digest || EVP_DigestInit_ex(digest, kind, NULL) != 1)
        g_error("libcrypto gives no %s", EVP_MD_get0_name(kind));
    return digest;
}

void digest_add(Digest *digest, const void *bytes, gsize count)
{
    if (EVP_DigestUpdate(digest, bytes, count) != 1)
        g_error("libcrypto cannot hash");
}

void digest_hex(Digest *digest, char *out)
{
    static const char digits[] = "0123456789abcdef";
    guint8 raw[EVP_MAX_MD_SIZE];
    unsigned int count = 0;
    if (EVP_DigestFinal_ex(digest, raw, &count) != 1)
        g_error("libcrypto cannot hash");
    for (unsigned int i = 0; i < count; i++) {
        out[2 * i] = digits[raw[i] >> 4];
        out[2 * i + 1] = digits[raw[i] & 15];
    }
    out[2 * count] = '\0';
}

void digest_free(Digest *digest)
{
    EVP_MD_CTX_free(digest);
}
