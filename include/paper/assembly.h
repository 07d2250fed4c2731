/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One PDF put together from the pages of many, which are copied as they are by
 * nghisu-pack, one process a file, and stand in this file one after the other as
 * they come; in what order they are read is said afterwards. Memory holds where
 * each object stands, never a file. The same calls give the same bytes. It
 * knows files, numbers and bookmarks, not meetings. One assembly belongs to
 * one thread; calls block.
 */
#pragma once
#include "paper/render.h"
#include "workers/pack.h"

typedef struct Assembly Assembly;
typedef struct AssemblyPart AssemblyPart; /* the pages of one file; belongs to its assembly */

typedef struct AssemblyPlan {
    PackShape shape;           /* PACK_PAPER or PACK_FRONT */
    guint pages;               /* so many are expected; 0: as they come */
    guint stamp;               /* the number of the form for the first page, from assembly_sheets; 0: none */
    const float *stamp_widths; /* of each page's */
    const char *const *labels; /* what a reader shows for each page; NULL: i, ii, iii … */
    void (*page_done)(gpointer data);
    gboolean (*is_cancelled)(gpointer data);
    gpointer data;
} AssemblyPlan;

/* program: nghisu-pack. path: of the file, which appears there when it is finished; its folder is made. */
Assembly *assembly_new(const char *program, const char *path, GError **error);
void assembly_free(Assembly *assembly); /* what is not finished leaves nothing behind */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Assembly, assembly_free)

/* Each page of pdf becomes a form to be laid over other pages; the number of the first, 0 with *error. */
guint assembly_sheets(Assembly *assembly, GBytes *pdf, guint count, GError **error);

/* NULL with ERROR_PDF_DAMAGED, ERROR_PDF_ENCRYPTED, ERROR_PAGE_TOO_COSTLY or ERROR_PAGE_CRASHED, when the file is at fault: then nothing of
 * it is in the assembly, which goes on. Or with an error of the machine, ERROR_STOPPING when cancelled. */
AssemblyPart *assembly_add(Assembly *assembly, const RenderSource *source, const AssemblyPlan *plan, GError **error);
AssemblyPart *assembly_add_bytes(Assembly *assembly, GBytes *pdf, const AssemblyPlan *plan, GError **error);
guint assembly_pages(const AssemblyPart *part);
gboolean assembly_is_signed(const AssemblyPart *part);

/* ---- the order of reading */
void assembly_place(Assembly *assembly, AssemblyPart *part);
/* page from 1; depth from 0, at most one deeper than the one before. */
void assembly_bookmark(Assembly *assembly, guint depth, const char *title, const AssemblyPart *part, guint page);
void assembly_bookmarks_of(Assembly *assembly, guint depth, const AssemblyPart *part); /* the file's own, from that depth on */
/* Where links of PACK_FRONT pages with this name lead. Letters, digits, - _ . only. */
void assembly_name(Assembly *assembly, const char *name, const AssemblyPart *part, guint page);

typedef struct AssemblyFacts {
    const char *title;
    const char *made_at; /* ISO 8601: what the file says of its making */
    const char *id;      /* at least 32 hex digits: the file's identifier */
} AssemblyFacts;

/* Writes the rest, syncs, and gives the file its name. sha256: 65 bytes. */
gboolean assembly_finish(Assembly *assembly, const AssemblyFacts *facts, guint64 *bytes, char *sha256, GError **error);
/* The most memory a process has used, in MiB, for measuring. */
guint assembly_peak_mebibytes(const Assembly *assembly);
