/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of paper/assembly share; nobody else's business.
 */
#pragma once
#include "paper/assembly.h"

typedef struct AssemblyEntry { /* where an object stands; all zero: nowhere */
    guint64 at;                /* in the file; or the number of its object stream */
    guint16 index;             /* in that stream */
    guint8 kind;               /* as in a cross-reference stream: 1, 2; 0 none */
} AssemblyEntry;

typedef struct AssemblyBookmark {
    char *title;
    guint depth;
    guint page; /* object number */
} AssemblyBookmark;

typedef struct AssemblyName {
    char *name;
    guint page; /* object number */
} AssemblyName;

struct AssemblyPart {
    guint node, first, pages; /* object numbers of its node and first page */
    gboolean is_signed;
    char **labels;
    GArray *bookmarks; /* AssemblyBookmark, page from 1 within the part */
};

enum { ASSEMBLY_CATALOG = 1, ASSEMBLY_ROOT, ASSEMBLY_INFO, ASSEMBLY_OUTLINES, ASSEMBLY_FREE };

struct Assembly {
    char *program, *path, *aside;
    int fd;
    guint64 offset;
    GChecksum *checksum;
    GByteArray *buffer; /* written, not yet in the file */
    GArray *entries;    /* AssemblyEntry by object number */
    GPtrArray *parts;   /* all; */
    GPtrArray *placed;  /* in the order of reading */
    GArray *bookmarks, *names;
    GArray *layers, *hidden; /* object numbers */
    guint peak_mebibytes;
};

/* ---- assembly.c */
gboolean assembly_write(Assembly *assembly, const void *data, gsize bytes, GError **error);
gboolean assembly_printf(Assembly *assembly, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);
gboolean assembly_flush(Assembly *assembly, GError **error);
guint assembly_number(Assembly *assembly); /* a new object's */
void assembly_bookmark_clear(gpointer bookmark);

/* ---- assembly_worker.c: copies one file's objects; as assembly_add. source_fd: the file. */
gboolean assembly_copy(Assembly *assembly, int source_fd, AssemblyPart *part, const AssemblyPlan *plan, GError **error);
