/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One open event stream: bytes that wait for its socket, and the suspended
 * connection they wake. Bytes are shared between streams by reference. Only for
 * server/net. Functions take the stream's own lock unless they say otherwise.
 */
#pragma once
#include "net/exchange.h"

typedef struct Stream {
    gint references; /* atomic */
    struct MHD_Connection *connection;
    int fd; /* for writing at once while suspended; -1: only libmicrohttpd writes (TLS) */
    GMutex lock;
    GQueue waiting; /* GBytes */
    gsize waiting_bytes;
    gsize offset; /* sent of the first */
    gboolean suspended, ending, closed;
    gboolean resyncing; /* overflowed: nothing more until all is sent */
    gboolean held;      /* its rights are being checked: events are kept in `early` */
    GPtrArray *early;   /* subject text, GBytes, subject text, GBytes … */
    gint64 sent_at;     /* monotonic µs of the last push */
    /* the hub's, under its lock: */
    GPtrArray *subjects; /* texts */
    char token_hash[65], address[64];
    char *person, *session;
    gboolean unchecked;
    gboolean wall; /* a screen's: token_hash is its address's, not a session's */
    gboolean left; /* atomic */
} Stream;

/* fd: the connection's socket when its bytes go out as they are, else -1. The response must have no framing: identity, ended by the close. */
Stream *stream_new(struct MHD_Connection *connection, int fd);
Stream *stream_ref(Stream *stream);
void stream_unref(Stream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stream, stream_unref)

/* subject NULL: for the stream itself, also while held. */
void stream_push(Stream *stream, const char *subject, GBytes *bytes);
void stream_push_at(Stream *stream, const char *subject, GBytes *bytes, gint64 now); /* for many at a time */
void stream_hold(Stream *stream);
/* Lets go what was held, of these subjects only (set of texts). */
void stream_release(Stream *stream, GHashTable *visible);
/* What waits is sent, then the stream ends; at once when the client is gone. */
void stream_end(Stream *stream);
/* Nobody is there any more: wakes nothing from now on. */
void stream_close(Stream *stream);
/* libmicrohttpd's reader: suspends when there is nothing to send, for returning 0 would make it ask again and again. */
ssize_t stream_read(void *stream, uint64_t position, char *buffer, size_t most);

/* stream_rights.c. The wanted subjects of a JSON list of texts into stream->subjects. */
gboolean stream_subjects_read(Stream *stream, const char *list, GError **error);
/* The revisions of what the stream's person may see: a JSON object by subject, or NULL. */
json_t *stream_subjects_ask(DbConn *conn, const Caller *caller, const Stream *stream, GError **error);
/* The same of `count` streams in one round trip, each as its own session; seen[i] stays NULL where that has ended. */
gboolean stream_rights_ask(House *house, Stream *const *streams, guint count, json_t **seen, GError **error);
