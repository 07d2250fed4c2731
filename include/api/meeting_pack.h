/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Meeting packs (E8): the thread that builds them, one at a time, and where
 * their files lie. A pack is known by the hash of all that goes into it.
 */
#pragma once
#include "net/request.h"
#include "paper/assembly.h"

/* Started with the server; takes up what an earlier one left unfinished. */
typedef struct PackBuilder PackBuilder;
PackBuilder *pack_builder_start(House *house);
void pack_builder_stop(PackBuilder *builder); /* NULL is fine; what is being built is put back */
void pack_builder_wake(PackBuilder *builder); /* something waits; NULL is fine. Any thread */

/* <data>/cache/packs/<hash>.pdf. Caller frees. */
char *meeting_pack_path(const Config *config, const char *hash);
