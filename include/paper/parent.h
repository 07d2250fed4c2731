/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One warm parent: the process nghisu-render and the talk on its control
 * socket. Any thread; one exchange at a time. A parent that does not answer is
 * killed, and started again by the next who needs it.
 */
#pragma once
#include "workers/pages.h"
#include <glib.h>

typedef struct Parent {
    char *program;
    GMutex lock;
    int control; /* -1: not running */
    int process;
    guint generation; /* of the running one; children of an older one are gone */
    guint isolated;   /* as in its hello */
    char stamp[52];
} Parent;

typedef struct ParentReport { /* how a child ended */
    gboolean known;
    int status; /* as of wait(2) */
    guint memory_mebibytes, processor_milliseconds;
} ParentReport;

void parent_init(Parent *parent, const char *program);
void parent_clear(Parent *parent); /* ends the process and its children */

/* Starts it unless it runs. */
gboolean parent_wake(Parent *parent, GError **error);

/* A new child for that purpose with its channel and its file, whose descriptors stay the caller's. Its process id (in the parent's own
 * view) or 0. */
int parent_spawn(Parent *parent, ControlPurpose purpose, int channel, int document, guint *generation, GError **error);

/* Ends and reaps a child of that generation. */
ParentReport parent_end(Parent *parent, int process, guint generation);
