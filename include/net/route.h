/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a row of the route table says, and the tables of fields by which bodies
 * are checked and /api/openapi.json is written. All static, constant data.
 */
#pragma once
#include "data/queries.h"
#include <glib.h>
#include <jansson.h>

typedef enum FieldKind {
    FIELD_TEXT,    /* min…max characters after NFC and trimming */
    FIELD_INTEGER, /* min…max */
    FIELD_NUMBER,  /* min…max */
    FIELD_BOOLEAN,
    FIELD_UUID,
    FIELD_DATE,   /* civil date "2026-11-22" */
    FIELD_TIME,   /* RFC 3339 with zone */
    FIELD_CHOICE, /* one of choices */
    FIELD_SHAPE,  /* object of `shape` */
    FIELD_ANY     /* any JSON, replies only */
} FieldKind;

enum {
    FIELD_REQUIRED = 1, /* body: must be there; reply: always there */
    FIELD_NULLABLE = 2, /* JSON null allowed */
    FIELD_LIST = 4,     /* an array of the kind; at most max_items */
    FIELD_SECRET = 8    /* never logged, "format": "password" */
};

typedef struct Shape Shape;
typedef struct Field {
    const char *name;
    FieldKind kind;
    unsigned flags;
    gint64 min, max;            /* characters or value; both 0: kind's own bounds */
    guint max_items;            /* of a list; 0: 1,000 */
    const char *const *choices; /* NULL-terminated */
    const Shape *shape;
    const char *about; /* one line for the OpenAPI description; may be NULL */
} Field;

struct Shape {
    const char *name;    /* PascalCase, its name in components/schemas */
    const Field *fields; /* ends with a field without name */
};

typedef enum Access {
    OPEN,          /* anybody */
    SIGNED_IN,     /* a living session */
    PASSWORD_STALE /* a living session, even while the password must be changed first */
} Access;

typedef enum Lane {                /* which threads run the call */
                    LANE_QUICK,    /* JSON by the database */
                    LANE_PASSWORD, /* Argon2id: two threads */
                    LANE_STORE,    /* uploads and git */
                    LANE_PAGES,    /* waits for the renderer */
                    LANE_STREAMS   /* event streams beginning: after a restart all come at once, and nobody's act waits behind them */
} Lane;

typedef struct Request Request;
typedef gboolean (*RouteCall)(Request *request, GError **error);

typedef struct Route {
    const char *method; /* "GET" "POST" "PUT" "PATCH" "DELETE" */
    const char *path;   /* "/api/documents/{document}/versions/{n}"; {n} {p} {k} are positive integers, {word:x} a word [a-z-], {token} a
                           secret of 43 characters of base64url, which no log shows; all others UUIDs; what does not fit is 404 */
    Access access;
    QueryId query;       /* Q_NONE with call */
    RouteCall call;      /* NULL with query */
    RouteCall admit;     /* stream only: right checked before the first byte is taken */
    const Field *params; /* query string: checked like a body, passed after the path's values in this order (NULL when absent); a list is
                            passed as JSON */
    const Shape *body;   /* NULL: no JSON body. The checked, cleaned body is the last value, as JSON text */
    const Shape *reply;  /* NULL: not JSON (or 204) */
    int status;          /* of success; 0: 200, or 204 when there is no reply */
    Lane lane;
    gboolean stream; /* raw body to a partial file instead of JSON */
    gboolean pass;   /* a GET whose call changes nothing and asks the database as the caller itself; its reply, when it has an ETag, may be
                        given to the same session again for a few seconds (net/pass.h) */
    gboolean nameless;   /* OPEN only: who sends it must stay unknown. No line of the log, no bucket of its address, no number of the request in
                            the reply; one that bears a cookie or a token is refused by its call (net/request.h, request_is_nameless) */
    gboolean if_match;   /* edit_version of If-Match ("*" or absent: NULL) is passed before the body */
    const char *media;   /* reply's type when not JSON */
    const char *summary; /* for OpenAPI */
} Route;

/* The table; ends with a row without method. */
extern const Route route_table[];
