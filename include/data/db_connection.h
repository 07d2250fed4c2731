/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening one connection to PostgreSQL, for the pool, the listener, migrate
 * and cluster. Blocks; any thread.
 */
#pragma once
#include <glib.h>
#include <libpq-fe.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGconn, PQfinish)

/* UTF-8, UTC, time-outs set. NULL with ERROR_DATABASE, or ERROR_CONFIG when the server is too old. Caller: PQfinish. */
PGconn *db_connect(const char *conninfo, GError **error);
