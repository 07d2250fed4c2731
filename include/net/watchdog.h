/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lines (connections) that are open, and a thread that shuts the ones
 * whose time is over, sees clients that leave while their request is
 * suspended, and reads on after early refusals. A line's fields may be set
 * from any thread; its socket is touched only while it is in the list.
 */
#pragma once
#include <glib.h>

typedef struct Exchange Exchange;
typedef struct Watchdog Watchdog;

typedef struct Line {
    int fd;
    char address[64]; /* of the peer */
    gboolean is_loopback;
    gint64 deadline;                /* monotonic µs, 0: none; atomic */
    gint64 upload_began;            /* monotonic µs, 0: no upload; atomic */
    guint64 upload_bytes;           /* atomic */
    gboolean linger;                /* read on after closing */
    gboolean left;                  /* the client went away while suspended; atomic */
    void (*on_left)(gpointer data); /* called once on the watchdog's thread when the client left; set under watchdog_follow */
    gpointer on_left_data;
} Line;

Watchdog *watchdog_start(void);
void watchdog_stop(Watchdog *watchdog); /* joins; closes lingering sockets */
Line *watchdog_add(Watchdog *watchdog, int fd);
void watchdog_remove(Watchdog *watchdog, Line *line); /* frees the line; its socket is about to be closed */
/* Calls on_left(data) when the client leaves, until followed with NULL; afterwards it is not called and not running. */
void watchdog_follow(Watchdog *watchdog, Line *line, void (*on_left)(gpointer data), gpointer data);
void watchdog_deadline(Line *line, guint milliseconds); /* 0: none */
void watchdog_upload(Line *line, gboolean begins);
void watchdog_shut_all(Watchdog *watchdog);
guint watchdog_count(Watchdog *watchdog);
