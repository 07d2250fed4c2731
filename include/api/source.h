/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A version's file as the renderer asks for it: the bytes leave the store only
 * when nothing drawn or read of it is kept. Any thread.
 */
#pragma once
#include "net/request.h"

/* All borrowed, and needed as long as the RenderSource is. */
typedef struct StoredFile {
    House *house;
    const char *document_id;
    const char *oid, *sha256;
    guint64 bytes;
} StoredFile;

RenderSource source_of_file(StoredFile *file);
