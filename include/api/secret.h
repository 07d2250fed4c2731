/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the calls of secret votes share: which keys a vote has in the store, a
 * ballot's statement, and whether a ballot is good. No state.
 */
#pragma once
#include "data/ballot_box.h"
#include "data/store.h"
#include <jansson.h>

#define SECRET_PAPER_KEY "paper" /* RSA: while papers are handed out */
#define SECRET_BOX_KEY "box"     /* of the envelopes: until the count */

typedef struct DbConn DbConn;

/* What a ballot's own signature is over: "nghisu ballot 1\n<vote>\n<option>,<option>\n", in order of the options. Caller frees. */
char *ballot_statement(const char *vote_id, const json_t *options, const guint8 choice[BALLOT_CHOICE_BYTES]);

/* The ids that the choice marks, in order of the options. New reference. */
json_t *ballot_option_ids(const json_t *options, const guint8 choice[BALLOT_CHOICE_BYTES]);

/* NULL when both signatures are right, else which is not: the name of the field. */
const char *ballot_fault(const char *vote_id, GBytes *public_key, const json_t *options, const Ballot *ballot);

/* Bytes of a JSON text in hexadecimal; NULL when it is none. */
GBytes *secret_unhex(const json_t *text);

/* Keys of votes that are over: the server may have stopped between the database's word and theirs. Told to the log, not to the caller. */
void secret_keys_sweep(Store *store, DbConn *conn);
