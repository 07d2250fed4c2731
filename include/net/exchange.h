/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request on its way through this floor: what Request shows to calls, and
 * behind it the connection, the body as it comes and the reply as it forms.
 * Only for server/net. It belongs to libmicrohttpd's thread, and while it is
 * suspended to the one worker that runs it.
 */
#pragma once
#include "net/limits.h"
#include "net/match.h"
#include "net/pass.h"
#include "net/request.h"
#include "net/static.h"
#include "net/watchdog.h"
#include <microhttpd.h>
#include <sodium.h>

typedef enum Phase {
    PHASE_HEAD,      /* head not looked at yet */
    PHASE_DISCARD,   /* refused; a small body is read to its end, then the reply goes out */
    PHASE_ADMITTING, /* suspended: a worker checks session and right before the body */
    PHASE_ADMITTED,  /* the one call with size 0 that follows a resume is still to come */
    PHASE_BODY,
    PHASE_CALLING, /* suspended: a worker runs the call */
    PHASE_READY,   /* the reply is complete */
    PHASE_SENT
} Phase;

typedef enum ReplyKind { REPLY_NONE, REPLY_BYTES, REPLY_FD, REPLY_BLOB, REPLY_MADE } ReplyKind;

typedef struct Reply {
    ReplyKind kind;
    int status;
    const char *media; /* borrowed, static or interned */
    GBytes *bytes;
    int fd;
    guint64 size; /* of fd */
    StoreReader *reader;
    struct MHD_Response *made; /* by the event hub */
    GPtrArray *headers;        /* name, value, name, value … */
    char *etag;
    gboolean edition; /* etag is an edit_version: for If-Match, never for 304, as other facts of the reply change without it */
    gboolean close;   /* the connection after it */
} Reply;

typedef struct Lanes Lanes;

/* What the door works with; http.c makes and owns it. */
struct Http {
    House *house;
    struct MHD_Daemon *daemon;
    char *origin;
    gboolean tls;
    char *tls_certificate, *tls_key; /* PEM texts */
    GHashTable *proxies;             /* set of addresses */
    char *own_host;                  /* of config->origin, "hop.tinh.gov.vn" or with ":port"; NULL */
    char *listen_host;               /* "192.0.2.1:443", "[::1]:8080" */
    gboolean on_loopback, on_any;
    guint port;
    Match *match;
    Static *pages;
    Watchdog *watchdog;
    Lanes *lanes;
    Rates *rates;
    Passes *passes;
    char *partial_folder;
    gboolean logs_all; /* every request is a line of the log */
    gboolean stopping; /* new requests are refused; atomic */
    gboolean over;     /* the grace has passed: what waits in a lane is refused too; atomic */
    gint running;      /* exchanges alive; atomic */
};

struct Exchange {
    Request request; /* first, so that a Request is its Exchange */
    struct Http *http;
    Line *line;
    struct MHD_Connection *connection;
    Phase phase;
    char id[24];
    gint64 began_at;     /* monotonic µs */
    char *target;        /* raw, cut at '?' */
    const char *query;   /* after '?', or NULL */
    gsize target_length; /* as it came, with its query string */
    const char *method;
    char address[64];
    char token_hash[65];
    gboolean has_body, chunked, body_whole;
    guint64 content_length;
    GByteArray *body;
    char *body_canonical;
    char *if_match_text;
    crypto_hash_sha256_state sha;
    char *partial_path;
    char *path_texts[MATCH_VALUES];
    char *param_texts[12];
    int path_count, param_count;
    const char *values[24];
    gboolean key_claimed; /* the open transaction holds this Idempotency-Key */
    guint64 generation;   /* of the passes, before the right was checked */
    gboolean followed;    /* its line was given to watchdog_follow */
    GError *refusal;      /* of a body in the middle */
    Reply reply;
};

static inline Exchange *exchange_of(Request *request)
{
    return (Exchange *)(gpointer)request;
}

/* http.c hands every call of libmicrohttpd's handler here. */
Exchange *exchange_new(struct Http *http, struct MHD_Connection *connection, const char *target);
void exchange_free(Exchange *exchange);
enum MHD_Result exchange_step(Exchange *exchange, const char *method, const char *version, const char *bytes, size_t *size);

/* door.c: is this head one we take? FALSE: refuse with *error and close. */
gboolean door_check(Exchange *exchange, const char *method, const char *version, GError **error);
gboolean door_check_origin(Exchange *exchange, GError **error);
void door_read_address(Exchange *exchange);

/* body.c: the body as it comes. FALSE with *error: refused in the middle. */
gboolean body_begin(Exchange *exchange, GError **error);
gboolean body_take(Exchange *exchange, const char *bytes, gsize size, GError **error);
gboolean body_end(Exchange *exchange, GError **error);
gboolean body_read_json(Exchange *exchange, GError **error); /* on a worker */
void body_drop(Exchange *exchange);

/* session.c */
gboolean session_read(Exchange *exchange, GError **error);  /* token_hash from cookie or Authorization; FALSE when the route wants one */
gboolean session_check(Exchange *exchange, GError **error); /* living? on a worker; nothing for OPEN */

/* problem.c */
void reply_problem(Exchange *exchange, const GError *error);
char *problem_text(const GError *error, const char *request_id); /* caller frees */

/* reply.c */
enum MHD_Result reply_send(Exchange *exchange);
void reply_drop(Reply *reply);
void reply_made(Request *request, const char *media, struct MHD_Response *response); /* takes it */
void reply_send_raw(Exchange *exchange, const GError *error);   /* in the middle of a body, where libmicrohttpd takes no reply */
void reply_edition(Request *request, const char *edit_version); /* an ETag for If-Match only */
void reply_replay(Request *request, int status, const char *body);

/* lane.c */
Lanes *lanes_start(const Config *config);
void lanes_stop(Lanes *lanes);                                /* waits for what runs and what waits */
gboolean lanes_full(const Lanes *lanes, Lane lane);           /* too many wait */
void lanes_push(Lanes *lanes, Lane lane, Exchange *exchange); /* exchange_work on the lane's thread; the connection is suspended already */
void exchange_work(Exchange *exchange);                       /* exchange.c: what a lane's thread does */
