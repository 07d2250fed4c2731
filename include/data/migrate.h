/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Applies the embedded sql/migrations in order, each in its own transaction,
 * under an advisory lock (several servers may start at once), as the owner. A
 * migration whose text differs from what was applied is ERROR_CONFIG: landed
 * migrations are never edited.
 */
#pragma once
#include <glib.h>

/* owner_url: conninfo of nghisu_owner. zone: civil dates' zone, kept in app.setting. app_password: set for nghisu_app, or NULL (peer). */
gboolean migrate_apply(const char *owner_url, const char *zone, const char *app_password, GError **error);
