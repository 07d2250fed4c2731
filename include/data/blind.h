/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blind signatures for secret votes: RFC 9474, RSABSSA-SHA384-PSS-Randomized,
 * the signer's and the verifier's part (the voter's part is the page's). The
 * one who signs does not see what is signed, so a paper that comes back cannot
 * be told from any other that was handed out; that holds against a signer of
 * any strength. Beside it the P-256 signature by which a paper's holder binds
 * a choice to it. Keys and signatures are bytes here; base64url at the door.
 *
 * A key is RSA of BLIND_KEY_BITS, made for one vote and gone when its papers
 * are handed out. 2,048 bits: what its strength guards is forging papers within
 * that hour, while secrecy needs none of it; 3,072 bits would make handing out
 * three times slower for nothing, since the published list is fixed by a seal.
 *
 * Any thread. Returned GBytes are the caller's.
 */
#pragma once
#include <glib.h>

enum {
    BLIND_KEY_BITS = 2048,
    BLIND_BYTES = BLIND_KEY_BITS / 8, /* of a blinded message, a blind signature, a signature */
    BLIND_PREFIX_BYTES = 32,          /* of chance before the serial, in what is signed ("Randomized") */
    BALLOT_SERIAL_BYTES = 65,         /* a P-256 point, uncompressed */
    BALLOT_SIGNATURE_BYTES = 64       /* ECDSA: r, s */
};

/* A new key: PKCS #8 DER, which the caller keeps to itself and wipes, and SubjectPublicKeyInfo DER. */
gboolean blind_key_make(GBytes **private_key, GBytes **public_key, GError **error);

/* RFC 9474 BlindSign, for a key of any size: ERROR_WRONG_VALUE when `blinded` is not a number below the key's modulus. */
GBytes *blind_sign(GBytes *private_key, const guint8 *blinded, gsize count, GError **error);

/* RFC 9474 Verify: RSASSA-PSS over the message as it was prepared (prefix, serial). */
gboolean blind_check(GBytes *public_key, const guint8 *message, gsize count, const guint8 *signature, gsize signature_count);

/* A choice is its paper's holder's: ECDSA P-256 with SHA-256 by the key whose public half is the serial. */
gboolean ballot_signature_check(const guint8 serial[BALLOT_SERIAL_BYTES], const char *statement,
                                const guint8 signature[BALLOT_SIGNATURE_BYTES]);
