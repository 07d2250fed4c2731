/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records of a child become what others may believe: JSON written here, every
 * number checked, every text valid UTF-8 in NFC. Any thread. Records that break
 * the protocol give NULL with ERROR_PAGE_CRASHED.
 */
#pragma once
#include "paper/render.h"
#include "workers/pages.h"

GBytes *layer_text(guint page, const PagesReply *reply, GBytes *records, GError **error);
GBytes *layer_outline(const PagesReply *reply, GBytes *records, GError **error);

/* From PagesSize records, of a child or of the cache. */
RenderFacts *layer_facts(GBytes *records, GError **error);

/* The picture is of the kind and the size it is said to be. */
gboolean layer_picture_is_sound(const PagesReply *reply, GBytes *picture);

/* It begins and ends as a PDF does, or as what is added after one. What it holds was made from a stranger's file, and is for the reader's
 * own program to judge. */
gboolean layer_file_is_sound(GBytes *file);
