/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long and how much the door waits for, in one place, and how often one
 * session or address may come. Set before http_start and events_start and not
 * changed while they run; tests shorten them.
 */
#pragma once
#include <glib.h>

typedef struct HttpLimits {
    guint head_ms;           /* from the first byte wanted to the end of the head */
    guint body_ms;           /* a small body, all of it */
    guint idle_seconds;      /* keep-alive between requests, and a reader that takes nothing */
    guint upload_grace_ms;   /* before the least rate counts */
    guint upload_least_rate; /* bytes a second, averaged from the first byte */
    guint linger_ms;         /* reading on after an early refusal, so that the client sees the reply */
    gsize linger_bytes;
    gsize body_bytes;                  /* largest JSON body */
    guint waiting;                     /* requests waiting in one lane; more are told to come again */
    guint waiting_streams;             /* the same of event streams: a whole meeting that comes back at once */
    guint watch_ms;                    /* the watchdog's round */
    guint beat_ms;                     /* comment line on an event stream */
    guint pass_ms;                     /* a kept reply is given again for so long */
    gsize stream_bytes;                /* unsent events of one stream; more and it is told to fetch again */
    guint person_streams;              /* streams one person may have */
    guint session_rate, session_burst; /* requests a second of one session */
    guint address_rate, address_burst; /* of one address: an office of 90 people sits behind one */
    guint failure_rate, failure_burst; /* refused sessions of one address */
} HttpLimits;

extern HttpLimits http_limits;

/* Token buckets by key. Any thread. */
typedef struct Rates Rates;
Rates *rates_new(void);
void rates_free(Rates *rates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rates, rates_free)
/* Takes `cost` tokens (0: only looks) from the key's bucket. FALSE when it is empty. */
gboolean rates_take(Rates *rates, const char *key, guint cost, guint per_second, guint burst);
