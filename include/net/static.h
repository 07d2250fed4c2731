/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The built pages: a list read once at start, so that no path of a request ever
 * reaches the file system. Reading is safe on any thread.
 */
#pragma once
#include <glib.h>

typedef struct Static Static;

typedef struct StaticFile {
    const char *path; /* on disk, of the form chosen */
    const char *media;
    const char *encoding; /* "br", "gzip" or NULL */
    const char *etag;     /* without quotes */
    guint64 bytes;
    gboolean forever; /* its name holds its hash */
    gboolean varies;  /* other encodings exist */
} StaticFile;

/* A folder that is missing or empty gives a Static without files. */
Static *static_open(const char *folder);
void static_close(Static *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Static, static_close)

/* target: raw path of the request. accept_encoding may be NULL. A path that is no file gets index.html, but below /assets/ nothing. FALSE:
 * nothing. */
gboolean static_find(const Static *pages, const char *target, const char *accept_encoding, StaticFile *out);
gboolean static_is_empty(const Static *pages);
