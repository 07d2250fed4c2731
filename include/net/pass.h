/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a session was just shown may be shown to it again without asking the
 * database: replies with an ETag of routes marked `pass` (drawn pages), for ten
 * seconds at most, by session and address. Any notice that rights or a session
 * changed forgets everything at once. Any thread.
 *
 * It is no cache of pictures (paper/cache.c is): it spares a reader who scrolls
 * the way through a worker and the database.
 */
#pragma once
#include <glib.h>
#include <microhttpd.h>

typedef struct Passes Passes;

Passes *passes_new(void);
void passes_free(Passes *passes);

/* Read before the right is checked; given to passes_keep, which keeps nothing when a notice came in between. */
guint64 passes_generation(Passes *passes);
void passes_keep(Passes *passes, guint64 generation, const char *token_hash, const char *target, const char *query, const char *etag,
                 struct MHD_Response *response);

/* Queues the kept response, or 304 when if_none_match lists its ETag, and gives the status; 0: nothing kept. */
guint passes_send(Passes *passes, const char *token_hash, const char *target, const char *query, const char *if_none_match,
                  struct MHD_Connection *connection);

/* Of a notice. data is the Passes, so that the event hub needs not know them. */
void passes_forget(gpointer data);
