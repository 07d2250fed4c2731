/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A request as a route's call sees it: checked, typed, with its caller and a
 * database connection of its thread; and the reply it fills. A Request lives
 * until its reply has gone out; everything reached from it is borrowed.
 */
#pragma once
#include "data/db.h"
#include "data/store.h"
#include "net/route.h"
#include "paper/render.h"

typedef struct Events Events;
typedef struct PackBuilder PackBuilder; /* api/meeting_pack.h */
typedef struct RecordSealer RecordSealer; /* api/record.h */
typedef struct Config Config;

/* What calls work with; one a server. */
typedef struct House {
    const Config *config;
    Db *db;       /* as nghisu_app */
    Db *owner_db; /* as nghisu_owner: sweeps and samples only, never in a request */
    Store *store;
    Render *render;
    Events *events;
    PackBuilder *packs;
    RecordSealer *records;
    const char *version; /* of the program */
} House;

struct Request {
    House *house;
    const Route *route;
    DbConn *conn; /* NULL until request_conn() */
    Caller caller;
    const char *path_values[6];
    const char *params[12]; /* as in route->params; NULL when absent; defaults are the query's */
    json_t *body;           /* of route->body */
    const char *body_text;  /* the same, canonical */
    const char *if_match;   /* edit_version digits or NULL */
    const char *idempotency_key;
    /* a stream's: */
    int body_fd; /* partial file, positioned anywhere; −1 when none */
    guint64 body_bytes;
    char body_sha256[65];
    gpointer admitted; /* what admit wants to hand to call */
    GDestroyNotify admitted_free;
};

/* The connection of this request, taken when first asked for. */
DbConn *request_conn(Request *request, GError **error);

/* The route's values in order (path, params, if_match when the row says so, body), count in *count. Borrowed. */
const char *const *request_values(Request *request, int *count);

/* Nothing in the head says who sends it: no cookie, no Authorization. FALSE with ERROR_BAD_REQUEST. */
gboolean request_is_nameless(Request *request, GError **error);

/* A header of the request, or NULL. */
const char *request_header(Request *request, const char *name);

/* Replies: exactly one of these, once. status 0: the route's. */
void reply_json_text(Request *request, int status, const char *json); /* copied */
void reply_json(Request *request, int status, json_t *value);         /* takes the reference */
void reply_empty(Request *request, int status);
void reply_bytes(Request *request, int status, const char *media, GBytes *bytes); /* takes the reference */
void reply_fd(Request *request, const char *media, int fd,
              guint64 bytes); /* takes the descriptor; honours Range and If-None-Match with an ETag set before */
void reply_blob(Request *request, const char *media, StoreReader *reader); /* takes the reader; honours Range, If-Range, If-None-Match */

/* Before or after the reply, until the call returns. */
void reply_header(Request *request, const char *name, const char *value);
void reply_etag(Request *request, const char *tag); /* without quotes */
void reply_cookie_set(Request *request, const char *token, gint64 seconds);
void reply_cookie_clear(Request *request); /* and Clear-Site-Data */

/* Runs route->query as the caller and replies its first column; a second column "etag" becomes the ETag; no row: ERROR_NOT_FOUND. What rows
 * with .query do. */
gboolean request_run_query(Request *request, GError **error);

/* For calls that write and may be sent twice. Begins a transaction as the caller on request->conn and, when the request bears an
 * Idempotency-Key, claims it: *replayed TRUE means that the reply of the first time has been given again and the transaction is over.
 * Otherwise db_step, then request_keep_key with what is going to be replied, then db_commit. Without a key both only pass through. */
gboolean request_claim_key(Request *request, gboolean *replayed, GError **error);
gboolean request_keep_key(Request *request, int status, const char *body, GError **error);
