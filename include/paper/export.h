/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file to take away (C9): the order for the sandbox is written here, and its
 * answer becomes a file in memory, never one on disk. Of notes it knows what is
 * drawn; whose and why is the caller's. Any thread, an order one thread.
 */
#pragma once
#include "paper/render.h"
#include "workers/export.h"

typedef struct ExportOrder ExportOrder;

/* texts: ORDER_TEXTS of them, copied; NULL is "". */
ExportOrder *export_order_new(OrderShape shape, const char *const *texts);
void export_order_free(ExportOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExportOrder, export_order_free)

/* One note. head: page, kind, colour and width count. texts: NOTE_TEXTS of them, NULL is "", cut at ORDER_TEXT_LIMIT. quads: floats, four
 * each; strokes: guint32, the points of each; points: floats, three each. All copied. */
void export_order_note(ExportOrder *order, const PagesNote *head, const char *const *texts, const GArray *quads, const GArray *strokes,
                       const GArray *points);

/* Asks the sandbox. An open memory file at 0 with its size, the caller closes; −1 with ERROR_PAGE_TOO_COSTLY (also when there is more to be
 * drawn than an order holds), ERROR_PDF_DAMAGED, ERROR_PDF_ENCRYPTED, ERROR_PAGE_CRASHED, ERROR_BUSY. With ORDER_ANNOTATIONS it begins with
 * the source's own bytes, which do not come from the sandbox; unless the file's tables are broken: then it is written anew. */
int export_file(Render *render, const RenderSource *source, ExportOrder *order, guint64 *bytes, GError **error);
