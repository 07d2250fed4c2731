/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The walls of a child: prepared once in the warm parent, entered by each
 * child before it touches its file. There is no way back out. Single thread.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/filter.h>

typedef struct Sandbox {
    struct sock_fprog filter;   /* compulsory */
    struct sock_fprog threaded; /* for those that may make threads */
    int landlock;               /* ruleset's descriptor; -1: the kernel has none */
    bool isolated;              /* sandbox_isolate worked */
} Sandbox;

typedef struct SandboxLimits {
    uint64_t memory_bytes;      /* address space; 0: not limited */
    unsigned processor_seconds; /* hard, of the whole life */
    bool threads;               /* of its own; never for one that reads a stranger's file */
} SandboxLimits;

/* Own user, network, mount, process-id and IPC namespaces for this process's future children. False where the kernel
 * refuses. Call while there is one thread and no child. */
bool sandbox_isolate(void);

/* Compiles the filters and opens what may be read. False: no filter, so the program must not start. */
bool sandbox_prepare(Sandbox *sandbox);

/* Locks the calling process in; afterwards a forbidden call kills it. False: nothing may be read after that. */
bool sandbox_enter(const Sandbox *sandbox, const SandboxLimits *limits);

/* Moves the soft limit of processor time to `seconds` from now (never beyond the hard one). */
void sandbox_allow_seconds(unsigned seconds);
