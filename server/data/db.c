/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pool, and what is sent over its connections. Every exchange goes through
 * statements_run(): some statements in one pipeline, one Sync, one round trip,
 * and afterwards a connection that is clean or marked as broken. There is no
 * SQL of the product here, and no caching of what queries answered.
 */
#include "data/db.h"
#include "data/db_connection.h"
#include "base/error.h"
#include "base/log.h"
#include <poll.h>
#include <string.h>

#define TAKE_WAIT_SECONDS 5    /* a request that waits longer for a connection is better told to come again */
#define CONNECT_WAIT_SECONDS 4 /* PostgreSQL restarting after a crash answers within this on a small database */
#define CONNECT_PAUSE_MILLISECONDS 100
#define AWAY_SECONDS 1 /* so long after a failed attempt nobody waits CONNECT_WAIT_SECONDS again */
#define STATEMENTS_MAX 3

struct Db {
    char *conninfo;
    guint size;
    GMutex lock;
    GCond given;
    GPtrArray *idle; /* DbConn, the warmest last */
    guint made;      /* idle and taken */
    gint64 away_until;
};

struct DbConn {
    Db *db;
    PGconn *pg;
    gboolean broken;           /* its state is not known: close it when given back */
    gboolean session_prepared; /* "session_open" */
    gboolean prepared[Q_COUNT];
    char person[37], session[37];
};

/* One statement of a pipeline. */
typedef struct {
    const char *name; /* of the prepared statement; NULL: sent as it is */
    const char *sql;
    gboolean *prepared;
    int count;
    const char *const *values;
    PGresult *result; /* filled when all went well */
} Statement;

static const char session_open_sql[] = "select session_id, person_id from app.session_open($1, $2, $3::boolean)";

/* The owner's own work in a person's name; nghisu_app may not call principals_of, so it fails there. */
static const char person_act_sql[] = "select set_config('app.person_id', $1::text, true), "
                                     "set_config('app.principals', app.principals_of($1::text::uuid)::text, true)";

static const char minimal_sql[] = "select set_config('app.answer', 'minimal', true)";

/* Queries so named only read (apart from touching the session), so they may be sent twice. */
static gboolean query_only_reads(QueryId query)
{
    static const char *const endings[] = {"_get", "_list", "_search", "_check", "_content", "_files", "_subjects"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(query_table[query].name, endings[i]))
            return TRUE;
    return FALSE;
}

static void connection_forget(DbConn *conn)
{
    g_clear_pointer(&conn->pg, PQfinish);
    memset(conn->prepared, 0, sizeof conn->prepared);
    conn->session_prepared = FALSE;
    conn->broken = FALSE;
}

/* A new line to the server; tries again for a while, for it may be starting. */
static gboolean connection_open(DbConn *conn, GError **error)
{
    Db *db = conn->db;
    gint64 start = g_get_monotonic_time(), now = start;
    connection_forget(conn);
    g_mutex_lock(&db->lock);
    gint64 wait_until = now < db->away_until ? now : now + CONNECT_WAIT_SECONDS * G_USEC_PER_SEC;
    g_mutex_unlock(&db->lock);
    for (;;) {
        g_autoptr(GError) problem = NULL;
        conn->pg = db_connect(db->conninfo, &problem);
        if (conn->pg)
            return TRUE;
        now = g_get_monotonic_time();
        if (problem->code != ERROR_DATABASE || now >= wait_until) {
            g_mutex_lock(&db->lock);
            db->away_until = now + AWAY_SECONDS * G_USEC_PER_SEC;
            g_mutex_unlock(&db->lock);
            g_propagate_error(error, g_steal_pointer(&problem));
            return FALSE;
        }
        g_usleep(CONNECT_PAUSE_MILLISECONDS * 1000);
    }
}

/* Nobody speaks on an idle connection but a server that ends it. */
static gboolean connection_is_quiet(DbConn *conn)
{
    struct pollfd poller = {.fd = PQsocket(conn->pg), .events = POLLIN};
    return PQstatus(conn->pg) == CONNECTION_OK && poll(&poller, 1, 0) == 0;
}

Db *db_open(const char *conninfo, guint size, GError **error)
{
    g_autoptr(GError) problem = NULL;
    PGconn *first = db_connect(conninfo, &problem);
    if (!first) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return NULL;
    }
    Db *db = g_new0(Db, 1);
    db->conninfo = g_strdup(conninfo);
    db->size = MAX(size, 1);
    db->idle = g_ptr_array_new();
    g_mutex_init(&db->lock);
    g_cond_init(&db->given);
    DbConn *conn = g_new0(DbConn, 1);
    conn->db = db;
    conn->pg = first;
    db->made = 1;
    g_ptr_array_add(db->idle, conn);
    return db;
}

void db_close(Db *db)
{
    if (!db)
        return;
    g_mutex_lock(&db->lock);
    while (db->idle->len < db->made)
        g_cond_wait(&db->given, &db->lock);
    g_mutex_unlock(&db->lock);
    for (guint i = 0; i < db->idle->len; i++) {
        DbConn *conn = db->idle->pdata[i];
        connection_forget(conn);
        g_free(conn);
    }
    g_ptr_array_unref(db->idle);
    g_mutex_clear(&db->lock);
    g_cond_clear(&db->given);
    g_free(db->conninfo);
    g_free(db);
}

DbConn *db_take(Db *db, GError **error)
{
    gint64 until = g_get_monotonic_time() + TAKE_WAIT_SECONDS * G_USEC_PER_SEC;
    DbConn *conn = NULL;
    g_mutex_lock(&db->lock);
    while (!conn) {
        if (db->idle->len > 0) {
            conn = g_ptr_array_steal_index(db->idle, db->idle->len - 1);
        } else if (db->made < db->size) {
            db->made++;
            conn = g_new0(DbConn, 1);
            conn->db = db;
        } else if (!g_cond_wait_until(&db->given, &db->lock, until)) {
            g_mutex_unlock(&db->lock);
            error_set(error, ERROR_BUSY, NULL, "no connection to the database became free");
            return NULL;
        }
    }
    g_mutex_unlock(&db->lock);
    if ((!conn->pg || !connection_is_quiet(conn)) && !connection_open(conn, error)) {
        db_give(conn);
        return NULL;
    }
    return conn;
}

void db_give(DbConn *conn)
{
    if (!conn)
        return;
    Db *db = conn->db;
    if (conn->pg) {
        db_rollback(conn);
        if (conn->broken || PQstatus(conn->pg) != CONNECTION_OK || PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
            connection_forget(conn);
    }
    conn->person[0] = conn->session[0] = '\0';
    g_mutex_lock(&db->lock);
    if (conn->pg) {
        g_ptr_array_add(db->idle, conn);
    } else { /* an empty one goes below the warm ones */
        g_ptr_array_insert(db->idle, 0, conn);
    }
    g_cond_broadcast(&db->given); /* db_close waits here too */
    g_mutex_unlock(&db->lock);
}

/* The server's error as ours. Texts of the server may hold a person's words: they go to the caller, to the log only when it is our defect.
 */
static void error_from_result(const PGresult *result, const Statement *statement, GError **error)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    g_autoptr(GError) problem = NULL;
    error_set_sql(&problem, sqlstate, PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME), PQresultErrorField(result, PG_DIAG_COLUMN_NAME),
                  message ? message : PQresultErrorMessage(result), PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
    if (problem->code == ERROR_INTERNAL)
        log_error("query_failed", log_field("query", "%s", statement->name ? statement->name : statement->sql),
                  log_field("sqlstate", "%s", sqlstate ? sqlstate : ""), log_field("message", "%s", message ? message : ""));
    g_propagate_error(error, g_steal_pointer(&problem));
}

/* A newer server changed the schema under our prepared statements, or a pooler gave us another backend: prepare anew on a new line. */
static gboolean prepared_is_stale(const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return g_strcmp0(sqlstate, "0A000") == 0 || g_strcmp0(sqlstate, "26000") == 0;
}

static gboolean lost(DbConn *conn, GError **error)
{
    conn->broken = TRUE;
    return error_set(error, ERROR_DATABASE, NULL, "the connection to the database was lost");
}

static gboolean statements_send(DbConn *conn, Statement *statements, int count, gboolean *prepares)
{
    for (int i = 0; i < count; i++) {
        Statement *s = &statements[i];
        prepares[i] = s->name && !*s->prepared;
        if (prepares[i] && !PQsendPrepare(conn->pg, s->name, s->sql, 0, NULL))
            return FALSE;
        if (s->name ? !PQsendQueryPrepared(conn->pg, s->name, s->count, s->values, NULL, NULL, 0)
                    : !PQsendQueryParams(conn->pg, s->sql, s->count, NULL, s->values, NULL, NULL, 0))
            return FALSE;
    }
    return PQpipelineSync(conn->pg) == 1;
}

/* Reads the answers up to the Sync's. FALSE with the first error; results are then cleared. */
static gboolean statements_receive(DbConn *conn, Statement *statements, int count, const gboolean *prepares, GError **error)
{
    gboolean fine = TRUE, in_prepare = prepares[0];
    int at = 0;
    for (gboolean after_null = FALSE;;) {
        PGresult *result = PQgetResult(conn->pg);
        if (!result) { /* the end of one answer; twice in a row there is nothing more to come */
            if (after_null || PQstatus(conn->pg) != CONNECTION_OK)
                return fine ? lost(conn, error) : (conn->broken = TRUE, FALSE);
            after_null = TRUE;
            if (in_prepare)
                in_prepare = FALSE;
            else if (++at < count)
                in_prepare = prepares[at];
            continue;
        }
        after_null = FALSE;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return fine;
        }
        Statement *s = &statements[MIN(at, count - 1)];
        if (status == PGRES_COMMAND_OK && in_prepare) {
            *s->prepared = TRUE;
        } else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
            s->result = result;
            continue;
        } else if (fine && status != PGRES_PIPELINE_ABORTED) {
            error_from_result(result, s, error);
            fine = FALSE;
            if (prepared_is_stale(result))
                conn->broken = TRUE;
        }
        PQclear(result);
    }
}

static gboolean statements_run(DbConn *conn, Statement *statements, int count, GError **error)
{
    gboolean prepares[STATEMENTS_MAX];
    g_assert(count <= STATEMENTS_MAX);
    if (!conn->pg || conn->broken || PQstatus(conn->pg) != CONNECTION_OK || !PQenterPipelineMode(conn->pg))
        return lost(conn, error);
    gboolean fine = statements_send(conn, statements, count, prepares) ? statements_receive(conn, statements, count, prepares, error)
                                                                       : lost(conn, error);
    if (!PQexitPipelineMode(conn->pg) || PQstatus(conn->pg) != CONNECTION_OK)
        conn->broken = TRUE;
    for (int i = 0; !fine && i < count; i++)
        g_clear_pointer(&statements[i].result, PQclear);
    return fine;
}

static Statement session_statement(DbConn *conn, const Caller *caller, const char **values)
{
    values[0] = caller->token_hash;
    values[1] = caller->address;
    values[2] = caller->allow_stale ? "true" : "false";
    return (Statement){.name = "session_open", .sql = session_open_sql, .prepared = &conn->session_prepared, .count = 3, .values = values};
}

static gboolean query_statement(DbConn *conn, QueryId query, int count, const char *const *values, Statement *out, GError **error)
{
    const QueryText *text = &query_table[query];
    if (query == Q_NONE || count != text->parameters)
        return error_set(error, ERROR_INTERNAL, NULL, "query %s takes %d values, %d given", text->name, text->parameters, count);
    *out = (Statement){.name = text->name, .sql = text->sql, .prepared = &conn->prepared[query], .count = count, .values = values};
    return TRUE;
}

static gboolean caller_keep(DbConn *conn, const PGresult *session, GError **error)
{
    if (PQntuples(session) != 1 || PQnfields(session) != 2 || PQgetisnull(session, 0, 0) || PQgetisnull(session, 0, 1))
        return error_set(error, ERROR_SIGNED_OUT, NULL, "no session");
    g_strlcpy(conn->session, PQgetvalue(session, 0, 0), sizeof conn->session);
    g_strlcpy(conn->person, PQgetvalue(session, 0, 1), sizeof conn->person);
    return TRUE;
}

/* The caller's statements, if there is a caller, in front of the query's or of nothing. */
static int caller_statement(DbConn *conn, const Caller *caller, Statement *out, const char **values)
{
    conn->person[0] = conn->session[0] = '\0';
    if (caller && caller->token_hash) {
        *out = session_statement(conn, caller, values);
        if (caller->minimal)
            out[1] = (Statement){.sql = minimal_sql};
        return caller->minimal ? 2 : 1;
    }
    if (caller && caller->person_id) {
        values[0] = caller->person_id;
        *out = (Statement){.sql = person_act_sql, .count = 1, .values = values};
        return 1;
    }
    return 0;
}

static PGresult *query_once(DbConn *conn, const Caller *caller, QueryId query, int count, const char *const *values, GError **error)
{
    Statement statements[STATEMENTS_MAX] = {0};
    const char *caller_values[3];
    int at = caller_statement(conn, caller, statements, caller_values);
    if (!query_statement(conn, query, count, values, &statements[at], error) || !statements_run(conn, statements, at + 1, error))
        return NULL;
    g_autoptr(PGresult) session = at ? statements[0].result : NULL;
    g_autoptr(PGresult) minimal = at > 1 ? statements[1].result : NULL;
    g_autoptr(PGresult) result = statements[at].result;
    if (at && caller->token_hash && !caller_keep(conn, session, error))
        return NULL;
    return g_steal_pointer(&result);
}

PGresult *db_query(DbConn *conn, const Caller *caller, QueryId query, int count, const char *const *values, GError **error)
{
    if ((!conn->pg || conn->broken) && !connection_open(conn, error))
        return NULL;
    g_autoptr(GError) problem = NULL;
    PGresult *result = query_once(conn, caller, query, count, values, &problem);
    if (!result && conn->broken && query_only_reads(query) && connection_open(conn, NULL)) {
        g_clear_error(&problem);
        result = query_once(conn, caller, query, count, values, &problem);
    }
    if (!result)
        g_propagate_error(error, g_steal_pointer(&problem));
    return result;
}

static gboolean begin_once(DbConn *conn, const Caller *caller, GError **error)
{
    Statement statements[STATEMENTS_MAX] = {{.sql = "begin"}};
    const char *caller_values[3];
    int count = 1 + caller_statement(conn, caller, statements + 1, caller_values);
    gboolean fine = statements_run(conn, statements, count, error);
    if (fine && count > 1 && caller->token_hash)
        fine = caller_keep(conn, statements[1].result, error);
    for (int i = 0; i < count; i++)
        PQclear(statements[i].result);
    if (!fine)
        db_rollback(conn);
    return fine;
}

gboolean db_begin(DbConn *conn, const Caller *caller, GError **error)
{
    if ((!conn->pg || conn->broken) && !connection_open(conn, error))
        return FALSE;
    g_autoptr(GError) problem = NULL;
    gboolean fine = begin_once(conn, caller, &problem);
    if (!fine && conn->broken && connection_open(conn, NULL)) { /* nothing was done yet that could be done twice */
        g_clear_error(&problem);
        fine = begin_once(conn, caller, &problem);
    }
    if (!fine)
        g_propagate_error(error, g_steal_pointer(&problem));
    return fine;
}

PGresult *db_step(DbConn *conn, QueryId query, int count, const char *const *values, GError **error)
{
    if (conn->pg && PQtransactionStatus(conn->pg) != PQTRANS_INTRANS && !conn->broken) {
        error_set(error, ERROR_INTERNAL, NULL, "a step outside a transaction");
        return NULL;
    }
    Statement statement;
    if (!query_statement(conn, query, count, values, &statement, error) || !statements_run(conn, &statement, 1, error))
        return NULL;
    return statement.result;
}

gboolean db_commit(DbConn *conn, GError **error)
{
    Statement statement = {.sql = "commit"};
    if (!statements_run(conn, &statement, 1, error))
        return FALSE;
    /* A commit of a failed transaction is answered with ROLLBACK, without an error. */
    gboolean committed = strcmp(PQcmdStatus(statement.result), "COMMIT") == 0;
    PQclear(statement.result);
    return committed || error_set(error, ERROR_INTERNAL, NULL, "a failed transaction was committed");
}

void db_rollback(DbConn *conn)
{
    if (!conn->pg || conn->broken || PQstatus(conn->pg) != CONNECTION_OK)
        return;
    if (PQtransactionStatus(conn->pg) == PQTRANS_IDLE)
        return;
    Statement statement = {.sql = "rollback"};
    if (statements_run(conn, &statement, 1, NULL))
        PQclear(statement.result);
    else
        conn->broken = TRUE;
}

const char *db_caller_person(const DbConn *conn)
{
    return conn->person[0] ? conn->person : NULL;
}

const char *db_caller_session(const DbConn *conn)
{
    return conn->session[0] ? conn->session : NULL;
}

const char *db_text(const PGresult *result)
{
    if (!result || PQntuples(result) < 1 || PQnfields(result) < 1 || PQgetisnull(result, 0, 0))
        return NULL;
    return PQgetvalue(result, 0, 0);
}
