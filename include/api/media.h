/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which kinds of file the house keeps, told by their content. A name only
 * settles what content leaves open (a bare OLE container). Any thread.
 */
#pragma once
#include <glib.h>

typedef struct Media {
    const char *type;      /* "application/pdf" */
    const char *extension; /* "pdf": of the path in the store, never a person's word */
} Media;

/* Looks at the first bytes of fd, whose position does not matter. name: as the person calls the file. Static, or NULL with
 * ERROR_EMPTY_FILE or ERROR_WRONG_MEDIA. */
const Media *media_of_file(int fd, const char *name, GError **error);

/* The kind of what is stored already; NULL when we do not keep it. */
const Media *media_of_type(const char *type);

gboolean media_is_pdf(const char *type);
