/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a page looks like, for pages without words: a text that is the same for
 * the same picture, byte by byte as drawn. Pages that look alike but were
 * scanned anew differ. Any thread.
 */
#pragma once
#include "paper/render.h"

/* NULL with *error: stop. Caller frees. */
typedef char *(*PageLook)(gboolean newer, guint page, gpointer data, GError **error);

/* Two files while their pages are looked at. */
typedef struct LookFiles {
    Render *render;
    const RenderSource *from, *to;
    gint64 end; /* monotonic; then ERROR_BUSY with a time to wait: what was drawn is kept, and the next try goes on */
} LookFiles;

LookFiles look_files(Render *render, const RenderSource *from, const RenderSource *to);

/* A PageLook; data: LookFiles. A page that cannot be drawn looks like no other: nobody can say that it is the same. */
char *look_at(gboolean newer, guint page, gpointer data, GError **error);
