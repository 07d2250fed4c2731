/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a call reaches through its Request: the database as the caller, the
 * row's values in order, the keys that make a repeated POST harmless, and the
 * one query that most rows are.
 */
#include "net/exchange.h"
#include "base/error.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

DbConn *request_conn(Request *request, GError **error)
{
    if (!request->conn) {
        if (!request->house->db) {
            error_set(error, ERROR_DATABASE, NULL, "no database");
            return NULL;
        }
        request->conn = db_take(request->house->db, error);
    }
    return request->conn;
}

const char *const *request_values(Request *request, int *count)
{
    Exchange *exchange = exchange_of(request);
    int n = 0;
    for (int i = 0; i < exchange->path_count; i++)
        exchange->values[n++] = request->path_values[i];
    for (int i = 0; i < exchange->param_count; i++)
        exchange->values[n++] = request->params[i];
    if (request->route->if_match)
        exchange->values[n++] = request->if_match;
    if (request->route->body)
        exchange->values[n++] = request->body_text;
    *count = n;
    return exchange->values;
}

const char *request_header(Request *request, const char *name)
{
    return MHD_lookup_connection_value(exchange_of(request)->connection, MHD_HEADER_KIND, name);
}

gboolean request_is_nameless(Request *request, GError **error)
{
    static const char *const names[] = {"Cookie", "Authorization", "Idempotency-Key"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (request_header(request, names[i]))
            return error_set(error, ERROR_BAD_REQUEST, NULL, "this is sent without a name: no %s", names[i]);
    return TRUE;
}

static char *key_route(const Request *request)
{
    return g_strdup_printf("%s %s", request->route->method, exchange_of((Request *)request)->target);
}

/* The same request again: same query string, same body. */
static char *key_fingerprint(const Request *request)
{
    const Exchange *exchange = exchange_of((Request *)request);
    g_autofree char *all = g_strdup_printf("%s\n%s\n%s", exchange->query ? exchange->query : "",
                                           request->body_text ? request->body_text : "", request->body_sha256);
    return text_sha256(all, strlen(all));
}

gboolean request_claim_key(Request *request, gboolean *replayed, GError **error)
{
    *replayed = FALSE;
    DbConn *conn = request_conn(request, error);
    if (!conn || !db_begin(conn, &request->caller, error))
        return FALSE;
    if (!request->idempotency_key)
        return TRUE;
    g_autofree char *route = key_route(request);
    g_autofree char *fingerprint = key_fingerprint(request);
    const char *values[] = {request->idempotency_key, route, fingerprint};
    g_autoptr(PGresult) result = db_step(conn, Q_IDEMPOTENCY_CLAIM, G_N_ELEMENTS(values), values, error);
    if (!result)
        return FALSE;
    exchange_of(request)->key_claimed = TRUE;
    const char *status = db_text(result);
    if (!status)
        return TRUE;
    reply_replay(request, atoi(status), PQgetisnull(result, 0, 1) ? NULL : PQgetvalue(result, 0, 1));
    db_rollback(conn);
    *replayed = TRUE;
    return TRUE;
}

gboolean request_keep_key(Request *request, int status, const char *body, GError **error)
{
    if (!request->idempotency_key)
        return TRUE;
    char number[16];
    g_snprintf(number, sizeof number, "%d", status);
    const char *values[] = {request->idempotency_key, number, body};
    g_autoptr(PGresult) result = db_step(request->conn, Q_IDEMPOTENCY_KEEP, G_N_ELEMENTS(values), values, error);
    return result != NULL;
}

static int status_of(const Request *request, const char *text)
{
    if (request->route->status)
        return request->route->status;
    return request->route->reply && text ? 200 : 204;
}

/* Under a key the query and what is remembered of it are one transaction. */
static PGresult *keyed_query(Request *request, int count, const char *const *values, gboolean *replayed, GError **error)
{
    if (!request_claim_key(request, replayed, error) || *replayed)
        return NULL;
    g_autoptr(PGresult) result = db_step(request->conn, request->route->query, count, values, error);
    if (!result)
        return NULL;
    const char *text = request->route->reply ? db_text(result) : NULL;
    if (PQntuples(result) == 0) {
        error_set(error, ERROR_NOT_FOUND, NULL, "not there");
        return NULL;
    }
    if (!request_keep_key(request, status_of(request, text), text, error) || !db_commit(request->conn, error))
        return NULL;
    return g_steal_pointer(&result);
}

gboolean request_run_query(Request *request, GError **error)
{
    int count = 0;
    const char *const *values = request_values(request, &count);
    DbConn *conn = request_conn(request, error);
    if (!conn)
        return FALSE;
    gboolean replayed = FALSE;
    g_autoptr(PGresult) result = NULL;
    if (request->idempotency_key && request->route->access != OPEN && strcmp(request->route->method, "POST") == 0)
        result = keyed_query(request, count, values, &replayed, error);
    else
        result = db_query(conn, request->route->access == OPEN ? NULL : &request->caller, request->route->query, count, values, error);
    if (replayed)
        return TRUE;
    if (!result)
        return FALSE;
    if (PQntuples(result) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "not there");
    int etag = PQfnumber(result, "etag");
    if (etag >= 0 && !PQgetisnull(result, 0, etag))
        reply_edition(request, PQgetvalue(result, 0, etag));
    const char *text = request->route->reply ? db_text(result) : NULL;
    if (text)
        reply_json_text(request, status_of(request, text), text);
    else
        reply_empty(request, status_of(request, NULL));
    return TRUE;
}
