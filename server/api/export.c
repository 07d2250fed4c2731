/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy of a version to take away (C9).
 */
#include "api/calls.h"
#include "base/error.h"

gboolean export_get(Request *request G_GNUC_UNUSED, GError **error)
{
    return error_set(error, ERROR_BUSY, NULL, "being built");
}
