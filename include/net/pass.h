/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a session was just shown may be shown to it again without asking the
 * database: replies with an ETag of routes marked `pass` (drawn pages), until
 * ten seconds after the right was checked, by session and address. Any notice
 * that rights or a session changed forgets everything at once, and while no
 * notice can be heard nothing is kept or given. Any thread.
 *
 * It is no cache of pictures (paper/cache.c is): it spares a reader who scrolls
 * the way through a worker and the database.
 */
#pragma once
#include <glib.h>
#include <microhttpd.h>

typedef struct Passes Passes;

enum { PASS_LARGEST_BYTES = 1024 * 1024, PASS_LONGEST_TARGET = 1000 }; /* of what is worth keeping */

typedef struct PassReply {
    guint64 generation; /* passes_generation, read before the right was checked */
    gint64 began_at;    /* monotonic µs, before the right was checked */
    const char *token_hash, *target, *query, *etag;
    struct MHD_Response *whole; /* of memory, no file; NULL: only that it is unchanged is known */
    struct MHD_Response *unchanged;
    gsize bytes; /* of whole */
} PassReply;

/* Empty, and deaf until passes_forget says that notices are heard. */
Passes *passes_new(void);
void passes_free(Passes *passes);

guint64 passes_generation(Passes *passes);
/* Takes both responses; they are not changed any more. Keeps nothing when a notice came since the generation was read. */
void passes_keep(Passes *passes, const PassReply *reply);

/* Queues the kept response, or 304 when if_none_match lists its ETag, and gives the status; 0: nothing kept. */
guint passes_send(Passes *passes, const char *token_hash, const char *target, const char *query, const char *if_none_match,
                  struct MHD_Connection *connection);

/* Of a notice, of the listener's loss (listening FALSE) and of its return. data is the Passes, so that the event hub needs not know them.
 */
void passes_forget(gpointer data, gboolean listening);
