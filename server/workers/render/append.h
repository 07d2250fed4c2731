/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes added after a PDF's own (an incremental update): new objects and
 * changed ones, the table of where they are, and a trailer that leads back to
 * the file as it was. Not a byte of the file itself is touched, so what was
 * signed in it stays signed.
 */
#pragma once
#include <glib.h>
#include <qpdf/qpdf-c.h>

typedef struct Append Append;

/* file, file_bytes, pdf: borrowed; pdf is the same file. NULL: its end is not one that can be added to. */
Append *append_begin(qpdf_data pdf, const guint8 *file, gsize file_bytes);
void append_free(Append *append);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Append, append_free)

/* Whether this is the number of an object of the file. */
gboolean append_knows(const Append *append, int number);

/* A new object's number. */
guint append_number(Append *append);

/* The object as text, between "obj" and "endobj". */
void append_object(Append *append, guint number, guint generation, const char *text);

/* A stream, deflated; entries: of its dictionary, but /Length and /Filter. */
void append_stream(Append *append, guint number, const char *entries, const GString *content);

/* Bytes so far. */
gsize append_bytes(const Append *append);

/* Table and trailer, and all of it to out. FALSE: too far into the file for a table. */
gboolean append_end(Append *append, GByteArray *out);
