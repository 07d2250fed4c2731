/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A version's file as the renderer asks for it: the bytes leave the store only
 * when nothing drawn or read of it is kept. Any thread.
 */
#pragma once
#include "net/request.h"
#include "paper/words.h"

/* All borrowed, and needed as long as the RenderSource is. */
typedef struct StoredFile {
    House *house;
    const char *document_id;
    const char *oid, *sha256;
    guint64 bytes;
} StoredFile;

RenderSource source_of_file(StoredFile *file);

/* The words of a version of the document in the path. NULL without *error when it has no pages that can be read, now or ever. */
PaperWords *source_words(Request *request, const char *oid, const char *sha256, const char *bytes, const char *media, GError **error);

/* The file itself is at fault, so that asking again will not help. */
gboolean source_is_unreadable(const GError *error);
