/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one list of errors. Everything that can fail returns through GError in
 * the domain NGHISU_ERROR; each kind has one HTTP status, one stable slug (the
 * last part of the problem's "type") and one title. PostgreSQL's SQLSTATEs and
 * constraint names are turned into kinds by one table in error.c, and nowhere
 * else. Safe on any thread.
 */
#pragma once
#include <glib.h>

#define NGHISU_ERROR (nghisu_error_quark())

typedef enum ErrorKind {
    /* request */
    ERROR_BAD_REQUEST,        /* 400 bad-request: the bytes are not HTTP we take */
    ERROR_BAD_JSON,           /* 400 bad-json */
    ERROR_NOT_UTF8,           /* 400 not-utf8 */
    ERROR_MISSING_FIELD,      /* 422 missing-field (field) */
    ERROR_UNKNOWN_FIELD,      /* 422 unknown-field (field) */
    ERROR_WRONG_TYPE,         /* 422 wrong-type (field) */
    ERROR_TOO_LONG,           /* 422 too-long (field) */
    ERROR_OUT_OF_RANGE,       /* 422 out-of-range (field) */
    ERROR_WRONG_VALUE,        /* 422 wrong-value (field): not one of those allowed */
    ERROR_UNKNOWN_REFERENCE,  /* 422 unknown-reference (field): an id that is not there for you */
    ERROR_TOO_LARGE,          /* 413 too-large */
    ERROR_NO_LENGTH,          /* 411 length-required */
    ERROR_METHOD,             /* 405 method-not-allowed */
    ERROR_FOREIGN_ORIGIN,     /* 403 foreign-origin */
    ERROR_RANGE,              /* 416 range-not-satisfiable */
    /* person */
    ERROR_SIGNED_OUT,         /* 401 signed-out: no session, or it has ended */
    ERROR_WRONG_PASSWORD,     /* 401 wrong-password: account or password, never which */
    ERROR_TOO_MANY_TRIES,     /* 429 too-many-tries (Retry-After) */
    ERROR_WEAK_PASSWORD,      /* 422 weak-password (field) */
    ERROR_CHANGE_PASSWORD,    /* 403 change-password-first */
    ERROR_NOT_ALLOWED,        /* 403 not-allowed: seen, but not to be done by you */
    ERROR_NOT_FOUND,          /* 404 not-found: not there, or not there for you */
    /* state */
    ERROR_CONFLICT,           /* 409 conflict */
    ERROR_WRONG_STATE,        /* 409 wrong-state: a step the noun cannot take now (rule 20) */
    ERROR_DUPLICATE,          /* 409 duplicate (field) */
    ERROR_LOST_RACE,          /* 412 lost-race: If-Match is stale */
    ERROR_KEY_REUSED,         /* 422 key-reused: an Idempotency-Key with another request */
    /* files */
    ERROR_EMPTY_FILE,         /* 422 empty-file */
    ERROR_WRONG_MEDIA,        /* 415 wrong-media: the content is not of a kind we keep */
    ERROR_BROKEN_UPLOAD,      /* 409 broken-upload: offset or length do not fit */
    ERROR_PDF_ENCRYPTED,      /* 422 pdf-encrypted */
    ERROR_PDF_DAMAGED,        /* 422 pdf-damaged */
    ERROR_PAGE_TOO_COSTLY,    /* 422 page-too-costly: a limit of the sandbox was met */
    ERROR_PAGE_CRASHED,       /* 422 page-crashed */
    ERROR_NO_PAGES,           /* 422 no-pages: this kind of file has no pages to draw */
    ERROR_STORE_DAMAGED,      /* 500 store-damaged */
    /* machine */
    ERROR_DISK_FULL,          /* 507 disk-full */
    ERROR_BUSY,               /* 503 busy (Retry-After) */
    ERROR_DATABASE,           /* 503 database-away */
    ERROR_STOPPING,           /* 503 stopping */
    ERROR_CONFIG,             /* 500 wrong-configuration */
    ERROR_INTERNAL,           /* 500 internal: a defect of ours */
    ERROR_KINDS
} ErrorKind;

typedef struct ErrorFact {
    int status;        /* HTTP status */
    const char *slug;  /* stable, never translated */
    const char *title; /* English, for people who read logs */
} ErrorFact;

GQuark nghisu_error_quark(void);

/* What is known of a kind. Borrowed, static. */
const ErrorFact *error_fact(ErrorKind kind);

/* Kind of any GError; foreign domains (GIO: no space, …) are mapped, the rest are ERROR_INTERNAL. */
ErrorKind error_kind(const GError *error);

/* Fills *error (may be NULL) and returns FALSE, so that `return error_set(...)` reads well.
 * field: the body's field at fault, a dotted path ("items.2.title"), or NULL. */
gboolean error_set(GError **error, ErrorKind kind, const char *field, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* From errno; ENOSPC and EDQUOT become ERROR_DISK_FULL. Returns FALSE. */
gboolean error_set_errno(GError **error, int number, const char *what);

/* From PostgreSQL. sqlstate "NGERR" is raised by our own SQL: message is a slug of this list, column the field,
 * detail the explanation. Otherwise the table of SQLSTATEs and constraint names decides. Returns FALSE. */
gboolean error_set_sql(GError **error, const char *sqlstate, const char *constraint, const char *column, const char *message,
                       const char *detail);

/* The field given to error_set, or NULL. Borrowed from the error. */
const char *error_field(const GError *error);

/* Seconds a client should wait (429, 503); 0 when not set. */
void error_set_retry_after(GError *error, guint seconds);
guint error_retry_after(const GError *error);
