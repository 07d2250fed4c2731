/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the store to the renderer: copies a blob into the descriptor it is
 * given. It asks nobody whether it may; who finds the version has.
 */
#include "api/source.h"
#include "api/media.h"
#include "base/error.h"
#include <errno.h>
#include <unistd.h>

enum { COPY_BYTES = 256 * 1024 };

static gboolean write_all(int fd, const char *bytes, gsize count, GError **error)
{
    while (count > 0) {
        gssize put = write(fd, bytes, count);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return error_set_errno(error, errno, "write");
        bytes += put;
        count -= (gsize)put;
    }
    return TRUE;
}

static gboolean file_write_to(int fd, gpointer data, GError **error)
{
    const StoredFile *file = data;
    g_autoptr(StoreReader) reader = store_read(file->house->store, file->document_id, file->oid, error);
    if (!reader)
        return FALSE;
    g_autofree char *buffer = g_malloc(COPY_BYTES);
    for (guint64 at = 0;;) {
        gssize got = store_reader_pread(reader, buffer, COPY_BYTES, at, error);
        if (got <= 0)
            return got == 0;
        if (!write_all(fd, buffer, (gsize)got, error))
            return FALSE;
        at += (guint64)got;
    }
}

RenderSource source_of_file(StoredFile *file)
{
    return (RenderSource){.sha256 = file->sha256, .bytes = file->bytes, .write_to = file_write_to, .data = file};
}

gboolean source_is_unreadable(const GError *error)
{
    switch (error_kind(error)) {
    case ERROR_PDF_ENCRYPTED:
    case ERROR_PDF_DAMAGED:
    case ERROR_PAGE_TOO_COSTLY:
    case ERROR_PAGE_CRASHED:
        return TRUE;
    default:
        return FALSE;
    }
}

PaperWords *source_words(Request *request, const char *oid, const char *sha256, const char *bytes, const char *media, GError **error)
{
    if (!media_is_pdf(media))
        return NULL;
    StoredFile file = {
        .house = request->house,
        .document_id = request->path_values[0],
        .oid = oid,
        .sha256 = sha256,
        .bytes = g_ascii_strtoull(bytes, NULL, 10),
    };
    RenderSource source = source_of_file(&file);
    g_autoptr(GError) problem = NULL;
    PaperWords *words = paper_words(request->house->render, &source, &problem);
    if (!words && !source_is_unreadable(problem))
        g_propagate_error(error, g_steal_pointer(&problem));
    return words;
}
