/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PostgreSQL through libpq: a pool of connections, the named queries of
 * sql/queries prepared on first use on each connection, and transactions that
 * run as the caller. A connection belongs to the thread that took it.
 *
 * As the caller: every connection is the role nghisu_app. A call sends, in one
 * pipeline and one implicit transaction, app.session_open(token hash, address, allow_stale), which
 * checks the session and sets app.person_id, app.session_id and app.principals
 * for that transaction only, and then the query. A session that is not there or
 * has ended gives ERROR_SIGNED_OUT before the query runs.
 *
 * Errors: through error_set_sql; a lost connection is ERROR_DATABASE, the
 * connection is thrown away, and a read is tried once more on a new one.
 */
#pragma once
#include "data/queries.h" /* generated: enum QueryId (Q_DOCUMENT_GET …), query_table[] */
#include <glib.h>
#include <libpq-fe.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, PQclear)

typedef struct Db Db;
typedef struct DbConn DbConn;

typedef struct Caller {
    const char *token_hash; /* 64 hex digits, SHA-256 of the session's token; NULL: nobody is signed in */
    const char *person_id;  /* only for the owner's own work (sample data, sweeps) with db_open's owner pool: act as this person */
    const char *address;    /* of the client, for the audit; may be NULL */
    gboolean minimal;       /* an act in a meeting answers with the change it told of (sql/migrations/0062), not with the whole */
    gboolean allow_stale;   /* also while the password must be changed first; else that is ERROR_CHANGE_PASSWORD */
} Caller;

/* conninfo: libpq string or URL. size: most connections; they are made when wanted. statement_timeout etc. are set here. */
Db *db_open(const char *conninfo, guint size, GError **error);
void db_close(Db *db); /* waits until all connections are given back */

/* Waits up to 5 s for a connection, else ERROR_BUSY. */
DbConn *db_take(Db *db, GError **error);
void db_give(DbConn *conn); /* rolls back what is still open */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Db, db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbConn, db_give)

/* One query, one transaction, one round trip. values: count texts, NULL is SQL NULL. caller NULL: as nobody.
 * Returns rows (PGRES_TUPLES_OK, maybe none); caller clears. */
PGresult *db_query(DbConn *conn, const Caller *caller, QueryId query, int count, const char *const *values, GError **error);

/* A transaction of several steps as the caller. db_step fails: db_rollback (db_give does it too). */
gboolean db_begin(DbConn *conn, const Caller *caller, GError **error);
PGresult *db_step(DbConn *conn, QueryId query, int count, const char *const *values, GError **error);
gboolean db_commit(DbConn *conn, GError **error);
void db_rollback(DbConn *conn);

/* Who the last db_query or db_begin with a token ran as; NULL when nobody. Borrowed until the next one on this connection. */
const char *db_caller_person(const DbConn *conn);
const char *db_caller_session(const DbConn *conn);

/* First column of the first row, or NULL when there is no row or it is SQL NULL. Borrowed from the result. */
const char *db_text(const PGresult *result);

/* LISTEN on a connection of its own, on a thread of its own. on_notice(payload) for every NOTIFY on `channel`; on_lost() when the connection
 * is lost, from then on nothing is heard (may be NULL); on_break() after it is back (everything may have been missed). Ends with db_unlisten,
 * which joins the thread. */
typedef struct DbListener DbListener;
DbListener *db_listen(const char *conninfo, const char *channel, void (*on_notice)(const char *payload, gpointer data),
                      void (*on_lost)(gpointer data), void (*on_break)(gpointer data), gpointer data, GError **error);
void db_unlisten(DbListener *listener);
