/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No order is known yet: all are refused.
 */
#include "export.h"

gboolean export_make(PopplerDocument *document G_GNUC_UNUSED, const guint8 *order G_GNUC_UNUSED, gsize order_bytes G_GNUC_UNUSED,
                     PagesReply *reply, guint8 **payload G_GNUC_UNUSED)
{
    reply->status = PAGES_DAMAGED;
    return FALSE;
}
