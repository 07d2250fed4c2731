/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The version that a request about pages is of, found as the caller: no row
 * for them, no page. One a request; its thread only.
 */
#pragma once
#include "api/source.h"

typedef struct PageVersion {
    char *oid, *sha256;
    StoredFile file;
    RenderSource source; /* for the renderer; needs this struct alive and in its place */
    gint64 pages;        /* 0: not known */
    gboolean secret;
    char *mark; /* of a secret one: the caller's name and the time now, for every page they are shown of it. Else NULL */
} PageVersion;

/* Path values: document, number. ERROR_NOT_FOUND, or ERROR_NO_PAGES when it is no PDF. The request's path must outlive it. */
PageVersion *page_version_find(Request *request, GError **error);
void page_version_free(PageVersion *version);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PageVersion, page_version_free)
