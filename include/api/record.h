/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread that seals the records of meetings (G3): one at a time, those that
 * closing or a secretary asked for. A sealing is exactly one commit: it is one
 * transaction, which a server that stops gives back.
 */
#pragma once
#include "net/request.h"

RecordSealer *record_sealer_start(House *house); /* with its renderer */
void record_sealer_wake(RecordSealer *sealer);   /* one was asked for; NULL is fine */
void record_sealer_stop(RecordSealer *sealer);   /* NULL is fine; before the renderer stops */

/* One sealing out of its contents (sql/migrations/0065): writes its repositories, moves no ref. Returns what query record_sealed takes; caller
 * frees. refs: what is to be published once that is committed, of RecordRef. */
typedef struct RecordRef {
    char repository[37];
    char commit[41], parent[41]; /* parent: "" for a first one */
    guint number;
} RecordRef;
typedef struct RecordDraft {
    House *house;
    const char *meeting_id, *parent; /* commit before, or NULL */
    const char *author_id, *author_name, *author_email;
    guint number;
    json_t *contents;
} RecordDraft;
char *record_write(const RecordDraft *draft, GArray *refs, GError **error);

/* register.c: papers of a record. facts: of query record_claim. Caller unrefs. */
GBytes *register_attendance(House *house, const json_t *facts, GError **error);
GBytes *register_agenda(House *house, const json_t *facts, GError **error);
