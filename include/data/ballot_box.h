/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The box of a secret vote while it stands in the room: each ballot lies in it
 * in a sealed envelope, so that neither the database's tables nor its log, nor
 * any copy of them, tells which ballot came when. An envelope is as long as any
 * other of its vote, and what keeps a ballot from lying there twice is a tag
 * that says nothing without the box's key. The key is destroyed when the box is
 * emptied; from then on the order of the envelopes says nothing for ever.
 *
 * Pure functions over libsodium; any thread.
 */
#pragma once
#include "data/blind.h"

enum {
    BALLOT_BOX_KEY_BYTES = 32,
    BALLOT_TAG_BYTES = 32,
    BALLOT_CHOICES = 256, /* options of a vote at most */
    BALLOT_CHOICE_BYTES = BALLOT_CHOICES / 8
};

typedef struct Ballot {
    guint8 serial[BALLOT_SERIAL_BYTES];
    guint8 prefix[BLIND_PREFIX_BYTES];
    guint8 paper[BLIND_BYTES];                /* the RSA signature over prefix and serial */
    guint8 choice[BALLOT_CHOICE_BYTES];       /* bit n: the option in place n, from 0 */
    guint8 signature[BALLOT_SIGNATURE_BYTES]; /* by the serial's key, over vote and choice */
} Ballot;

enum { BALLOT_ENVELOPE_BYTES = 24 + 16 + sizeof(Ballot) };

GBytes *ballot_box_key_make(void); /* wiped with the last reference */

/* Of a serial: the same each time for this key, and for nobody without it. */
gboolean ballot_tag(GBytes *key, const guint8 serial[BALLOT_SERIAL_BYTES], guint8 tag[BALLOT_TAG_BYTES]);

/* FALSE: the key is none. */
gboolean ballot_seal(GBytes *key, const char *vote_id, const Ballot *ballot, guint8 envelope[BALLOT_ENVELOPE_BYTES]);
/* FALSE: not sealed with this key for this vote, or damaged. */
gboolean ballot_open(GBytes *key, const char *vote_id, const guint8 *envelope, gsize count, Ballot *ballot);
