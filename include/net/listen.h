/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The listening socket from "address:port" or "[v6]:port". Only for server/net.
 */
#pragma once
#include <glib.h>

typedef struct Listening {
    int fd;
    char *host; /* "127.0.0.1:8080", the real port; listening_clear frees it */
    guint port;
    gboolean on_loopback; /* reachable from this machine only */
    gboolean on_any;      /* all addresses */
} Listening;

gboolean listen_open(const char *text, Listening *out, GError **error);
void listening_clear(Listening *listening); /* not the socket */
