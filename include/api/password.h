/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passwords: Argon2id in libsodium's string form, and what is too weak to be
 * one. Slow on purpose (64 MiB, about a tenth of a second): only on threads of
 * LANE_PASSWORD, at start, or once for a batch. Any thread.
 */
#pragma once
#include <glib.h>

/* Caller frees; NULL with ERROR_BUSY when there is no memory for it. */
char *password_hash(const char *password, GError **error);

/* hash NULL: takes as long as for a real one, and is FALSE. */
gboolean password_matches(const char *hash, const char *password);

/* FALSE with ERROR_WEAK_PASSWORD. account may be NULL; field: of the body, for the problem. */
gboolean password_strong(const char *password, const char *account, const char *field, GError **error);
