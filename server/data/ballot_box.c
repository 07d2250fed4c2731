/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Envelopes and tags: XChaCha20-Poly1305 and keyed BLAKE2b, each with its own
 * half of the box's key. What a ballot means, and whether it is good, is not
 * known here.
 */
#include "data/ballot_box.h"
#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT(sizeof(Ballot) == BALLOT_SERIAL_BYTES + BLIND_PREFIX_BYTES + BLIND_BYTES + BALLOT_CHOICE_BYTES + BALLOT_SIGNATURE_BYTES);
G_STATIC_ASSERT(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == 24 && crypto_aead_xchacha20poly1305_ietf_ABYTES == 16);
G_STATIC_ASSERT(BALLOT_BOX_KEY_BYTES == crypto_kdf_KEYBYTES);

enum { FOR_TAGS = 1, FOR_ENVELOPES = 2 };

static void key_wipe(gpointer data)
{
    sodium_memzero(data, BALLOT_BOX_KEY_BYTES);
    g_free(data);
}

GBytes *ballot_box_key_make(void)
{
    guint8 *key = g_malloc(BALLOT_BOX_KEY_BYTES);
    crypto_kdf_keygen(key);
    return g_bytes_new_with_free_func(key, BALLOT_BOX_KEY_BYTES, key_wipe, key);
}

static gboolean half_of(GBytes *key, guint64 purpose, guint8 half[32])
{
    gsize count = 0;
    const guint8 *bytes = g_bytes_get_data(key, &count);
    return count == BALLOT_BOX_KEY_BYTES && crypto_kdf_derive_from_key(half, 32, purpose, "nghi-box", bytes) == 0;
}

gboolean ballot_tag(GBytes *key, const guint8 serial[BALLOT_SERIAL_BYTES], guint8 tag[BALLOT_TAG_BYTES])
{
    guint8 half[32];
    gboolean done =
        half_of(key, FOR_TAGS, half) && crypto_generichash(tag, BALLOT_TAG_BYTES, serial, BALLOT_SERIAL_BYTES, half, sizeof half) == 0;
    sodium_memzero(half, sizeof half);
    return done;
}

gboolean ballot_seal(GBytes *key, const char *vote_id, const Ballot *ballot, guint8 envelope[BALLOT_ENVELOPE_BYTES])
{
    guint8 half[32];
    guint8 *nonce = envelope;
    randombytes_buf(nonce, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    gboolean done =
        half_of(key, FOR_ENVELOPES, half) &&
        crypto_aead_xchacha20poly1305_ietf_encrypt(envelope + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, NULL, (const guint8 *)ballot,
                                                   sizeof *ballot, (const guint8 *)vote_id, strlen(vote_id), NULL, nonce, half) == 0;
    sodium_memzero(half, sizeof half);
    return done;
}

gboolean ballot_open(GBytes *key, const char *vote_id, const guint8 *envelope, gsize count, Ballot *ballot)
{
    guint8 half[32];
    gboolean done =
        count == BALLOT_ENVELOPE_BYTES && half_of(key, FOR_ENVELOPES, half) &&
        crypto_aead_xchacha20poly1305_ietf_decrypt((guint8 *)ballot, NULL, NULL, envelope + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
                                                   count - crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, (const guint8 *)vote_id,
                                                   strlen(vote_id), envelope, half) == 0;
    sodium_memzero(half, sizeof half);
    return done;
}
