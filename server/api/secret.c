/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Secret votes (F6, K7): papers are handed out under a blind signature, and
 * ballots dropped into the box by nobody in particular. The database says who
 * may have a paper and when the box is open; here are the keys and the
 * arithmetic. The one who drops a ballot is not asked for, not counted and not
 * written down: see docs/secret-votes.md before anything is added here.
 */
#include "api/secret.h"
#include "api/calls.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

/* ---- what both halves share */

json_t *ballot_option_ids(const json_t *options, const guint8 choice[BALLOT_CHOICE_BYTES])
{
    json_t *ids = json_array();
    for (gsize place = 0; place < json_array_size(options) && place < BALLOT_CHOICES; place++)
        if (choice[place / 8] & 1 << place % 8)
            json_array_append(ids, json_array_get(options, place));
    return ids;
}

char *ballot_statement(const char *vote_id, const json_t *options, const guint8 choice[BALLOT_CHOICE_BYTES])
{
    g_autoptr(json_t) ids = ballot_option_ids(options, choice);
    g_autoptr(GString) text = g_string_new("nghisu ballot 1\n");
    g_string_append_printf(text, "%s\n", vote_id);
    for (gsize i = 0; i < json_array_size(ids); i++)
        g_string_append_printf(text, "%s%s", i ? "," : "", json_string_value(json_array_get(ids, i)));
    g_string_append_c(text, '\n');
    return g_string_free(g_steal_pointer(&text), FALSE);
}

const char *ballot_fault(const char *vote_id, GBytes *public_key, const json_t *options, const Ballot *ballot)
{
    guint8 prepared[BLIND_PREFIX_BYTES + BALLOT_SERIAL_BYTES];
    memcpy(prepared, ballot->prefix, BLIND_PREFIX_BYTES);
    memcpy(prepared + BLIND_PREFIX_BYTES, ballot->serial, BALLOT_SERIAL_BYTES);
    if (!blind_check(public_key, prepared, sizeof prepared, ballot->paper, sizeof ballot->paper))
        return "paper";
    g_autofree char *statement = ballot_statement(vote_id, options, ballot->choice);
    return ballot_signature_check(ballot->serial, statement, ballot->signature) ? NULL : "signature";
}

GBytes *secret_unhex(const json_t *text)
{
    const char *hex = json_string_value(text);
    gsize count = hex ? strlen(hex) / 2 : 0;
    g_autofree guint8 *bytes = g_malloc(count + 1);
    return hex && text_unhex(hex, bytes, count) ? g_bytes_new_take(g_steal_pointer(&bytes), count) : NULL;
}

void secret_keys_sweep(Store *store, DbConn *conn)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) votes = store_vote_key_list(store);
    if (!votes[0])
        return;
    g_autoptr(json_t) ids = json_array();
    for (char **vote = votes; *vote; vote++)
        json_array_append_new(ids, json_string(*vote));
    g_autofree char *asked = json_canonical(ids);
    const char *values[] = {asked};
    g_autoptr(PGresult) rows = db_query(conn, NULL, Q_SECRET_KEYS_WANTED, 1, values, &error);
    for (int row = 0; rows && !error && row < PQntuples(rows); row++) {
        const char *text = PQgetvalue(rows, row, 0);
        g_autoptr(json_t) wanted = json_parse(text, strlen(text), &error);
        const char *vote = json_string_value(json_object_get(wanted, "id"));
        if (vote && !json_is_true(json_object_get(wanted, "paper")))
            store_vote_key_destroy(store, vote, SECRET_PAPER_KEY, &error);
        if (vote && !error && !json_is_true(json_object_get(wanted, "box")))
            store_vote_key_destroy(store, vote, SECRET_BOX_KEY, &error);
    }
    if (error)
        log_error("vote_keys_not_swept", log_field("problem", "%s", error->message));
}

/* ---- papers */

gboolean secret_hand_out(Request *request, GError **error)
{
    Store *store = request->house->store;
    const char *vote = request->path_values[0];
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) may = conn ? db_query(conn, &request->caller, Q_SECRET_HAND_OUT_CHECK, 1, &vote, error) : NULL;
    if (!may)
        return FALSE;
    if (!db_text(may))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such vote");
    g_autoptr(GBytes) private_key = NULL, public_key = NULL, box = ballot_box_key_make();
    if (!blind_key_make(&private_key, &public_key, error))
        return FALSE;
    g_autofree char *hex = text_hex(g_bytes_get_data(public_key, NULL), g_bytes_get_size(public_key));
    const char *values[] = {vote, hex};
    /* The vote's row is locked by this step: of two chairs pressing at once the second finds it open, and writes no key over the first
     * one's. */
    if (!db_begin(conn, &request->caller, error))
        return FALSE;
    g_autoptr(PGresult) opened = db_step(conn, Q_SECRET_HAND_OUT, G_N_ELEMENTS(values), values, error);
    if (!opened)
        return FALSE;
    if (!db_text(opened))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such vote");
    if (!store_vote_key_write(store, vote, SECRET_PAPER_KEY, private_key, error) ||
        !store_vote_key_write(store, vote, SECRET_BOX_KEY, box, error) || !db_commit(conn, error))
        return FALSE;
    reply_json_text(request, 0, db_text(opened));
    return TRUE;
}

/* base64url without padding, of exactly so many bytes. */
static gboolean field_bytes(const json_t *body, const char *field, guint8 *out, gsize count, GError **error)
{
    const char *text = json_string_value(json_object_get(body, field));
    gsize got = 0;
    const char *end = NULL;
    gboolean sound = text &&
                     sodium_base642bin(out, count, text, strlen(text), NULL, &got, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
                     got == count && end && !*end;
    return sound || error_set(error, ERROR_WRONG_VALUE, field, "%s: not %zu bytes in base64url", field, count);
}

/* What is wrong with a request is told only of a vote that is there for the caller. Returns FALSE. */
static gboolean refused_where_there_is_one(Request *request, GError **error)
{
    g_autoptr(GError) problem = NULL;
    DbConn *conn = request_conn(request, NULL);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_SECRET_PAPERS_GET, 1, request->path_values, &problem) : NULL;
    if ((row && db_text(row)) || !error)
        return FALSE;
    g_clear_error(error);
    if (problem)
        g_propagate_error(error, g_steal_pointer(&problem));
    else
        error_set(error, ERROR_NOT_FOUND, NULL, "no such vote");
    return FALSE;
}

gboolean secret_paper_take(Request *request, GError **error)
{
    const char *vote = request->path_values[0];
    guint8 blinded[BLIND_BYTES];
    g_autoptr(GError) none = NULL;
    if (!field_bytes(request->body, "blinded", blinded, sizeof blinded, error))
        return refused_where_there_is_one(request, error);
    /* Without the key, because handing out is over, only a paper that was given before is given again. */
    g_autoptr(GBytes) key = store_vote_key_read(request->house->store, vote, SECRET_PAPER_KEY, &none);
    if (!key && !g_error_matches(none, NGHISU_ERROR, ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&none));
        return FALSE;
    }
    g_autoptr(GBytes) signature = key ? blind_sign(key, blinded, sizeof blinded, error) : NULL;
    if (key && !signature)
        return FALSE;
    g_autofree char *hash = text_sha256(blinded, sizeof blinded);
    g_autofree char *hex = signature ? text_hex(g_bytes_get_data(signature, NULL), g_bytes_get_size(signature)) : NULL;
    g_autoptr(json_t) asked =
        json_pack("{s:O, s:s, s:s?}", "mandate_id", json_object_get(request->body, "mandate_id"), "blinded_hash", hash, "signature", hex);
    g_autofree char *text = json_canonical(asked);
    const char *values[] = {vote, text};
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_SECRET_PAPER_TAKE, G_N_ELEMENTS(values), values, error) : NULL;
    if (!row)
        return FALSE;
    const char *given = db_text(row);
    g_autoptr(json_t) held = given ? json_parse(given, strlen(given), error) : NULL;
    if (!held)
        return given ? FALSE : error_set(error, ERROR_NOT_FOUND, NULL, "no such vote");
    g_autoptr(GBytes) bytes = secret_unhex(json_object_get(held, "signature"));
    g_autofree char *out = text_base64url(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    reply_header(request, "Cache-Control", "no-store");
    reply_json(request, 0,
               json_pack("{s:s, s:s}", "mandate_id", json_string_value(json_object_get(asked, "mandate_id")), "signature", out));
    return TRUE;
}

/* The last paper is out: nobody can make another from here on, not even the server. */
gboolean secret_box_open(Request *request, GError **error)
{
    const char *vote = request->path_values[0];
    g_autoptr(GError) problem = NULL;
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_SECRET_BOX_OPEN, 1, &vote, error) : NULL;
    if (!row)
        return FALSE;
    if (!db_text(row))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such vote");
    if (!store_vote_key_destroy(request->house->store, vote, SECRET_PAPER_KEY, &problem))
        log_error("vote_key_not_destroyed", log_field("vote", "%s", vote), log_field("problem", "%s", problem->message));
    reply_json_text(request, 0, db_text(row));
    return TRUE;
}

/* ---- the box */

/* The marks of the body's option ids; one that the vote does not have is refused. */
static gboolean choice_read(const json_t *ids, const json_t *options, guint8 choice[BALLOT_CHOICE_BYTES], GError **error)
{
    memset(choice, 0, BALLOT_CHOICE_BYTES);
    for (gsize i = 0; i < json_array_size(ids); i++) {
        gsize place = 0, count = MIN(json_array_size(options), BALLOT_CHOICES);
        while (place < count && !json_equal(json_array_get(ids, i), json_array_get(options, place)))
            place++;
        if (place == count)
            return error_set(error, ERROR_UNKNOWN_REFERENCE, "option_ids", "not an option of this vote");
        choice[place / 8] |= (guint8)(1 << place % 8);
    }
    return TRUE;
}

static gboolean receipt_reply(Request *request, const char *vote, const char *serial, const json_t *options, const guint8 *choice,
                              GError **error)
{
    g_autofree char *statement = ballot_statement(vote, options, choice);
    g_autofree char *hash = text_sha256(statement, strlen(statement));
    g_autofree char *receipt = g_strdup_printf("nghisu receipt 1\nvote %s\nserial %s\nballot-sha256 %s\n", vote, serial, hash);
    g_autofree char *seal = store_seal(request->house->store, receipt, error);
    if (!seal)
        return FALSE;
    reply_header(request, "Cache-Control", "no-store");
    reply_json(request, 0, json_pack("{s:s, s:s}", "receipt", receipt, "seal", seal));
    return TRUE;
}

/* Sent again after the count, by a tablet that did not hear the answer. */
static gboolean dropped_before(Request *request, DbConn *conn, const Ballot *ballot, const json_t *options, GError **error)
{
    const char *vote = request->path_values[0];
    g_autofree char *serial = text_hex(ballot->serial, sizeof ballot->serial);
    const char *values[] = {vote, serial};
    g_autoptr(PGresult) row = db_query(conn, NULL, Q_SECRET_BALLOT_HELD, G_N_ELEMENTS(values), values, error);
    if (!row)
        return FALSE;
    const char *text = db_text(row);
    if (!text)
        return error_set(error, ERROR_WRONG_STATE, NULL, "the box is closed");
    g_autoptr(json_t) held = json_parse(text, strlen(text), error);
    g_autoptr(json_t) sent = ballot_option_ids(options, ballot->choice);
    return held && (json_equal(held, sent) || error_set(error, ERROR_DUPLICATE, "serial", "another choice was dropped with this paper"));
}

/* Into the box, or found there with the same choice. */
static gboolean envelope_drop(Request *request, DbConn *conn, const Ballot *ballot, GError **error)
{
    const char *vote = request->path_values[0];
    guint8 tag[BALLOT_TAG_BYTES], envelope[BALLOT_ENVELOPE_BYTES];
    Ballot lies;
    g_autoptr(GBytes) key = store_vote_key_read(request->house->store, vote, SECRET_BOX_KEY, error);
    if (!key)
        return FALSE;
    if (!ballot_tag(key, ballot->serial, tag) || !ballot_seal(key, vote, ballot, envelope))
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "the box's key is damaged");
    g_autofree char *tag_hex = text_hex(tag, sizeof tag);
    g_autofree char *envelope_hex = text_hex(envelope, sizeof envelope);
    const char *values[] = {vote, tag_hex, envelope_hex};
    g_autoptr(PGresult) row = db_query(conn, NULL, Q_SECRET_BALLOT_DROP, G_N_ELEMENTS(values), values, error);
    if (!row)
        return FALSE;
    const char *text = db_text(row);
    g_autoptr(json_t) held = text ? json_parse(text, strlen(text), error) : NULL;
    g_autoptr(GBytes) bytes = held ? secret_unhex(json_object_get(held, "envelope")) : NULL;
    if (!bytes || !ballot_open(key, vote, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &lies))
        return error_set(error, ERROR_INTERNAL, NULL, "what lies in the box cannot be read");
    gboolean same = memcmp(lies.choice, ballot->choice, sizeof lies.choice) == 0;
    sodium_memzero(&lies, sizeof lies);
    return same || error_set(error, ERROR_DUPLICATE, "serial", "another choice was dropped with this paper");
}

gboolean secret_ballot_drop(Request *request, GError **error)
{
    const char *vote = request->path_values[0];
    Ballot ballot;
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, NULL, Q_SECRET_BOX_GET, 1, &vote, error) : NULL;
    if (!row)
        return FALSE;
    const char *text = db_text(row);
    g_autoptr(json_t) box = text ? json_parse(text, strlen(text), error) : NULL;
    if (!box)
        return text ? FALSE : error_set(error, ERROR_NOT_FOUND, NULL, "no such box");
    if (!request_is_nameless(request, error) || !field_bytes(request->body, "serial", ballot.serial, sizeof ballot.serial, error) ||
        !field_bytes(request->body, "prefix", ballot.prefix, sizeof ballot.prefix, error) ||
        !field_bytes(request->body, "paper", ballot.paper, sizeof ballot.paper, error) ||
        !field_bytes(request->body, "signature", ballot.signature, sizeof ballot.signature, error))
        return FALSE;
    const json_t *options = json_object_get(box, "options");
    g_autoptr(GBytes) public_key = secret_unhex(json_object_get(box, "public_key"));
    if (!choice_read(json_object_get(request->body, "option_ids"), options, ballot.choice, error))
        return FALSE;
    const char *fault = ballot_fault(vote, public_key, options, &ballot);
    if (fault)
        return error_set(error, ERROR_WRONG_VALUE, fault, "not a paper of this vote, or not its holder's choice");
    gboolean counted = g_strcmp0(json_string_value(json_object_get(box, "phase")), "counted") == 0;
    if (!(counted ? dropped_before(request, conn, &ballot, options, error) : envelope_drop(request, conn, &ballot, error)))
        return FALSE;
    return receipt_reply(request, vote, json_string_value(json_object_get(request->body, "serial")), options, ballot.choice, error);
}
