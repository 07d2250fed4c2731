/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copying objects of one file under new numbers. Streams go out as they lie in
 * the file, other objects many to a compressed object stream. What leads out of
 * the pages, runs or is signed is left behind. Single thread; handles of qpdf
 * live until the object at hand is written.
 */
#pragma once
#include "workers/pack.h"
#include <glib.h>
#include <qpdf/qpdf-c.h>

typedef struct Place { /* where a link or bookmark leads */
    guint page;        /* from 0 */
    char *text;        /* "[12 0 R/XYZ 0 700 null]" */
} Place;

typedef struct Copy {
    qpdf_data pdf;
    const PackOrder *order;
    guint count, next;   /* pages; next free number */
    GHashTable *numbers; /* object of the file → its number here */
    GHashTable *pages;   /* object of the file → page from 1 */
    GHashTable *places;  /* named destinations → Place */
    GHashTable *forms;   /* "contents resources" → number */
    GQueue waiting;      /* objects referred to and not yet written */
    GString *heap;       /* objects of the next object stream, one after the other */
    GArray *members;     /* their numbers and offsets */
    gboolean is_signed;
} Copy;

/* ---- copy.c */
void copy_reference(Copy *copy, qpdf_oh object, GString *out); /* "12 0 R", or "null" */
void copy_value(Copy *copy, qpdf_oh object, GString *out, guint depth);
void copy_waiting(Copy *copy); /* writes all that is referred to */
/* Keys of a dictionary, sorted as qpdf has them; g_ptr_array_unref. */
GPtrArray *copy_keys(Copy *copy, qpdf_oh dictionary);
void copy_name(const char *name, GString *out);
gpointer copy_id(Copy *copy, qpdf_oh object);

/* ---- out.c */
void out_begin(Copy *copy);
void out_record(PackKind kind, guint number, guint count, const void *payload, gsize bytes);
void out_object(Copy *copy, guint number, const char *text); /* into an object stream */
/* entries: of the stream's dictionary, without its length. */
void out_stream(guint number, const char *entries, const void *data, gsize bytes);
void out_flush(Copy *copy);
/* Deflated; NULL: could not be. */
guint8 *out_deflate(const void *data, gsize bytes, gsize *packed);

/* ---- place.c */
void places_read(Copy *copy);
void place_free(gpointer place);
/* Caller frees with place_free; NULL: leads nowhere in this file. */
Place *place_of(Copy *copy, qpdf_oh destination, guint depth);
void bookmarks_write(Copy *copy);
void layers_write(Copy *copy);

/* ---- annotation.c */
gboolean is_annotation(Copy *copy, qpdf_oh object);
void annotation_write(Copy *copy, qpdf_oh object, GString *out);

/* ---- page.c */
void pages_write(Copy *copy);
void sheets_write(Copy *copy);
