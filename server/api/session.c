/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signing in and out, and changes of password (A3): what needs Argon2id or a
 * cookie. Who may do it to whom, and how many tries there are, is decided by
 * the database; an answer never tells whether an account exists.
 */
#include "api/calls.h"
#include "api/password.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

enum {
    TOKEN_BYTES = 32,
    USER_AGENT_BYTES = 200,            /* of what a browser says of itself */
    COOKIE_SECONDS = 30 * 24 * 60 * 60 /* the browser's memory; the session itself ends by the database's clock */
};

static const char *body_text(Request *request, const char *field)
{
    return json_string_value(json_object_get(request->body, field));
}

/* The password of `account` is `password`: nothing else passes. Counts failures; too many of them are refused unseen. field: for the
 * problem; it and person_id_out may be NULL. */
static gboolean credential_check(Request *request, DbConn *conn, const char *account, const char *password, const char *field,
                                 char **person_id_out, GError **error)
{
    const char *values[] = {account, request->caller.address};
    g_autoptr(PGresult) credential = db_query(conn, NULL, Q_SESSION_CREDENTIAL, 2, values, error);
    if (!credential)
        return FALSE;
    const char *person_id = NULL;
    const char *hash = NULL;
    gboolean locked = FALSE;
    if (PQntuples(credential) > 0) {
        int wait = PQgetisnull(credential, 0, 2) ? 0 : atoi(PQgetvalue(credential, 0, 2));
        if (wait > 0) {
            error_set(error, ERROR_TOO_MANY_TRIES, NULL, "wait %d seconds", wait);
            if (error && *error)
                error_set_retry_after(*error, wait);
            return FALSE;
        }
        person_id = PQgetisnull(credential, 0, 0) ? NULL : PQgetvalue(credential, 0, 0);
        hash = PQgetisnull(credential, 0, 1) ? NULL : PQgetvalue(credential, 0, 1);
        locked = PQgetvalue(credential, 0, 3)[0] == 't';
    }
    gboolean right = password_matches(hash, password);
    if (!right || locked || !person_id) {
        g_autoptr(PGresult) failed = db_query(conn, NULL, Q_SESSION_FAILED, 2, values, error);
        return failed ? error_set(error, ERROR_WRONG_PASSWORD, field, "account or password is wrong") : FALSE;
    }
    if (person_id_out)
        *person_id_out = g_strdup(person_id);
    return TRUE;
}

gboolean session_create(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    if (!conn)
        return FALSE;
    const char *account = body_text(request, "account");
    g_autofree char *person_id = NULL;
    if (!credential_check(request, conn, account, body_text(request, "password"), NULL, &person_id, error))
        return FALSE;

    guint8 random[TOKEN_BYTES];
    randombytes_buf(random, sizeof random);
    g_autofree char *token = text_base64url(random, sizeof random);
    g_autofree char *token_hash = text_sha256(token, strlen(token));
    const char *agent = request_header(request, "User-Agent");
    g_autofree char *agent_clean = agent ? g_utf8_make_valid(agent, MIN(strlen(agent), USER_AGENT_BYTES)) : NULL;
    g_autofree char *hours = g_strdup_printf("%" G_GINT64_FORMAT, request->house->config->session_hours);
    const char *values[] = {person_id, token_hash, request->caller.address, agent_clean, hours, account};
    g_autoptr(PGresult) made = db_query(conn, NULL, Q_SESSION_CREATE, G_N_ELEMENTS(values), values, error);
    if (!made)
        return FALSE;

    Caller caller = {.token_hash = token_hash, .address = request->caller.address, .allow_stale = TRUE};
    g_autoptr(PGresult) session = db_query(conn, &caller, Q_SESSION_GET, 0, NULL, error);
    if (!session)
        return FALSE;
    if (!db_text(session)) /* locked between two statements */
        return error_set(error, ERROR_WRONG_PASSWORD, NULL, "account or password is wrong");
    reply_cookie_set(request, token, COOKIE_SECONDS);
    reply_json_text(request, 0, db_text(session));
    return TRUE;
}

gboolean session_delete(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) ended = conn ? db_query(conn, &request->caller, Q_SESSION_END, 0, NULL, error) : NULL;
    if (!ended)
        return FALSE;
    reply_cookie_clear(request);
    reply_empty(request, 0);
    return TRUE;
}

/* The account in the JSON that `query` answers, at `object` (or the top when NULL). Caller frees; NULL with ERROR_NOT_FOUND. */
static char *account_of(Request *request, DbConn *conn, QueryId query, int count, const char *const *values, const char *object,
                        GError **error)
{
    g_autoptr(PGresult) rows = db_query(conn, &request->caller, query, count, values, error);
    if (!rows)
        return NULL;
    const char *text = db_text(rows);
    if (!text)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such person"), NULL;
    g_autoptr(json_t) found = json_parse(text, strlen(text), error);
    if (!found)
        return NULL;
    json_t *person = object ? json_object_get(found, object) : found;
    return g_strdup(json_string_value(json_object_get(person, "account")));
}

gboolean password_change(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    if (!conn)
        return FALSE;
    g_autofree char *account = account_of(request, conn, Q_SESSION_GET, 0, NULL, "person", error);
    const char *password = body_text(request, "password");
    if (!account || !password_strong(password, account, "password", error))
        return FALSE;
    const char *current = body_text(request, "current");
    if (!credential_check(request, conn, account, current, "current", NULL, error))
        return FALSE;
    if (g_str_equal(current, password))
        return error_set(error, ERROR_WEAK_PASSWORD, "password", "the same as the one before");
    g_autofree char *hash = password_hash(password, error);
    if (!hash)
        return FALSE;
    const char *values[] = {hash};
    g_autoptr(PGresult) set = db_query(conn, &request->caller, Q_PASSWORD_SET, 1, values, error);
    if (!set)
        return FALSE;
    reply_empty(request, 0);
    return TRUE;
}

/* A step that is done once however often it is sent: query and Idempotency-Key in one transaction. No row is ERROR_NOT_FOUND. Replies its
 * JSON, or nothing where the route has none. */
static gboolean reply_keyed(Request *request, QueryId query, int count, const char *const *values, GError **error)
{
    gboolean replayed = FALSE;
    if (!request_claim_key(request, &replayed, error) || replayed)
        return replayed;
    g_autoptr(PGresult) done = db_step(request->conn, query, count, values, error);
    if (!done)
        return FALSE;
    if (PQntuples(done) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "not there");
    const Route *route = request->route;
    const char *text = route->reply ? db_text(done) : NULL;
    if (!request_keep_key(request, route->reply ? route->status : 204, text, error) || !db_commit(request->conn, error))
        return FALSE;
    if (text)
        reply_json_text(request, 0, text);
    else
        reply_empty(request, 0);
    return TRUE;
}

gboolean person_create(Request *request, GError **error)
{
    const char *password = body_text(request, "password");
    if (!password_strong(password, body_text(request, "account"), "password", error))
        return FALSE;
    g_autofree char *hash = password_hash(password, error);
    if (!hash)
        return FALSE;
    g_autoptr(json_t) facts = json_copy(request->body);
    json_object_del(facts, "password");
    g_autofree char *text = json_canonical(facts);
    const char *values[] = {text, hash};
    return reply_keyed(request, Q_PERSON_CREATE, 2, values, error);
}

gboolean person_password_set(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    if (!conn)
        return FALSE;
    const char *person_id = request->path_values[0];
    g_autofree char *account = account_of(request, conn, Q_PERSON_GET, 1, &person_id, NULL, error);
    const char *password = body_text(request, "password");
    if (!account || !password_strong(password, account, "password", error))
        return FALSE;
    g_autofree char *hash = password_hash(password, error);
    if (!hash)
        return FALSE;
    const char *values[] = {person_id, hash};
    return reply_keyed(request, Q_PERSON_PASSWORD_SET, 2, values, error);
}
