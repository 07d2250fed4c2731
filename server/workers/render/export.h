/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy of the whole file to take away, made as an order says, inside the
 * sandbox. What the order's bytes mean is between this module and who wrote
 * them.
 */
#pragma once
#include "workers/pages.h"
#include <glib.h>
#include <poppler.h>

/* Fills the reply's status and, when that is PAGES_DONE, its format and bytes and *payload, which the caller frees with g_free. FALSE with
 * a status that is a refusal. The order is a stranger's as much as the file is. */
gboolean export_make(PopplerDocument *document, const guint8 *order, gsize order_bytes, PagesReply *reply, guint8 **payload);
