/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The count of a secret vote: the box is emptied, every ballot judged once
 * more, and the list written in order of serial and sealed. With it the box's
 * key is destroyed, and in what order the ballots came is known to nobody.
 */
#include "api/secret.h"
#include "api/calls.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static int by_serial(const void *a, const void *b)
{
    return memcmp(((const Ballot *)a)->serial, ((const Ballot *)b)->serial, BALLOT_SERIAL_BYTES);
}

/* The good ballots in order of serial; how many envelopes hold none. A key that is lost opens none. */
static GArray *box_empty(GBytes *key, const char *vote, const json_t *facts, const json_t *options, guint *unreadable)
{
    const json_t *envelopes = json_object_get(facts, "envelopes");
    g_autoptr(GBytes) public_key = secret_unhex(json_object_get(facts, "public_key"));
    GArray *ballots = g_array_sized_new(FALSE, TRUE, sizeof(Ballot), (guint)json_array_size(envelopes));
    for (gsize i = 0; i < json_array_size(envelopes); i++) {
        Ballot ballot;
        g_autoptr(GBytes) bytes = secret_unhex(json_array_get(envelopes, i));
        if (key && bytes && ballot_open(key, vote, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &ballot) &&
            !ballot_fault(vote, public_key, options, &ballot))
            g_array_append_val(ballots, ballot);
        else
            (*unreadable)++;
    }
    g_array_sort(ballots, by_serial);
    return ballots;
}

static void bytes_put(json_t *object, const char *name, const guint8 *bytes, gsize count, gboolean hex)
{
    g_autofree char *text = hex ? text_hex(bytes, count) : text_base64url(bytes, count);
    json_object_set_new(object, name, json_string(text));
}

/* For the list in base64url, for the database in hexadecimal. */
static json_t *ballots_json(const GArray *ballots, const json_t *options, gboolean hex)
{
    json_t *out = json_array();
    for (guint i = 0; i < ballots->len; i++) {
        const Ballot *ballot = &g_array_index(ballots, Ballot, i);
        json_t *object = json_object();
        bytes_put(object, "serial", ballot->serial, sizeof ballot->serial, hex);
        bytes_put(object, "prefix", ballot->prefix, sizeof ballot->prefix, hex);
        bytes_put(object, "paper", ballot->paper, sizeof ballot->paper, hex);
        bytes_put(object, "signature", ballot->signature, sizeof ballot->signature, hex);
        json_object_set_new(object, "option_ids", ballot_option_ids(options, ballot->choice));
        json_array_append_new(out, object);
    }
    return out;
}

static json_t *option_ids_of(const json_t *list)
{
    const json_t *options = json_object_get(json_object_get(list, "vote"), "options");
    json_t *ids = json_array();
    for (gsize i = 0; i < json_array_size(options); i++)
        json_array_append(ids, json_object_get(json_array_get(options, i), "id"));
    return ids;
}

/* What secret_count_end takes. Caller frees. */
static char *count_text(Store *store, GBytes *key, const char *vote, const json_t *facts, GError **error)
{
    json_t *list = json_object_get(facts, "list");
    g_autoptr(json_t) options = option_ids_of(list);
    guint unreadable = 0;
    g_autoptr(GArray) ballots = box_empty(key, vote, facts, options, &unreadable);
    json_object_set_new(list, "ballots", ballots_json(ballots, options, FALSE));
    json_object_set_new(list, "unreadable", json_integer(unreadable));
    g_autofree char *text = json_canonical(list);
    g_autofree char *seal = store_seal(store, text, error);
    if (!seal)
        return NULL;
    if (unreadable)
        log_error("ballots_unreadable", log_field("vote", "%s", vote), log_field("ballots", "%u", unreadable));
    g_autoptr(json_t) count = json_pack("{s:o, s:i, s:s, s:s}", "ballots", ballots_json(ballots, options, TRUE), "unreadable",
                                        (int)unreadable, "list", text, "seal", seal);
    sodium_memzero(ballots->data, ballots->len * sizeof(Ballot));
    return json_canonical(count);
}

gboolean secret_count(Request *request, GError **error)
{
    Store *store = request->house->store;
    const char *vote = request->path_values[0];
    g_autoptr(GError) problem = NULL;
    DbConn *conn = request_conn(request, error);
    if (!conn || !db_begin(conn, &request->caller, error))
        return FALSE;
    g_autoptr(PGresult) begun = db_step(conn, Q_SECRET_COUNT_BEGIN, 1, &vote, error);
    if (!begun)
        return FALSE;
    const char *text = db_text(begun);
    g_autoptr(json_t) facts = text ? json_parse(text, strlen(text), error) : NULL;
    if (!facts)
        return text ? FALSE : error_set(error, ERROR_NOT_FOUND, NULL, "no such vote");
    g_autoptr(GBytes) key = store_vote_key_read(store, vote, SECRET_BOX_KEY, &problem);
    if (!key) /* lost: what lies in the box is lost with it, and the list says so */
        log_error("vote_key_lost", log_field("vote", "%s", vote), log_field("problem", "%s", problem->message));
    g_autofree char *counted = count_text(store, key, vote, facts, error);
    if (!counted)
        return FALSE;
    const char *values[] = {vote, counted};
    g_autoptr(PGresult) closed = db_step(conn, Q_SECRET_COUNT_END, G_N_ELEMENTS(values), values, error);
    if (!closed || !db_commit(conn, error))
        return FALSE;
    g_clear_error(&problem);
    if (!store_vote_key_destroy(store, vote, NULL, &problem))
        log_error("vote_key_not_destroyed", log_field("vote", "%s", vote), log_field("problem", "%s", problem->message));
    reply_json_text(request, 0, db_text(closed));
    return TRUE;
}

gboolean secret_seal_get(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_SECRET_SEAL_GET, 1, request->path_values, error) : NULL;
    if (!row)
        return FALSE;
    const char *seal = db_text(row);
    if (!seal)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such list");
    g_autofree char *lines = g_strconcat(seal, "\n", NULL);
    reply_bytes(request, 0, request->route->media, g_bytes_new(lines, strlen(lines)));
    return TRUE;
}
