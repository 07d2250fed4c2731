/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Our loose objects as libgit2 sees them. Its own loose backend at level 0
 * writes objects that stock git calls corrupt and syncs each alone; this one
 * holds the trees and the commit of a version in memory until they go to the
 * disk together. Papers do not pass through it: they are streamed.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include <git2/sys/odb_backend.h>
#include <git2/errors.h>
#include <string.h>

#define SMALL_LIMIT_BYTES (16 * 1024 * 1024) /* a tree or commit read whole; ours have some kilobytes */

typedef struct Backend {
    git_odb_backend base;
    StoreDocument *document; /* outlives the odb */
} Backend;

static StoreSmall *draft_find(StoreDocument *document, const git_oid *oid)
{
    for (guint i = 0; i < document->drafts->len; i++) {
        StoreSmall *small = document->drafts->pdata[i];
        if (git_oid_equal(&small->oid, oid))
            return small;
    }
    return NULL;
}

static int failed(GError *error, gboolean absent)
{
    if (absent)
        return GIT_ENOTFOUND;
    git_error_set_str(GIT_ERROR_ODB, error ? error->message : "cannot read an object");
    g_clear_error(&error);
    return GIT_ERROR;
}

static ObjectFile *file_open(git_odb_backend *base, const git_oid *oid, gboolean *absent, GError **error)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, oid);
    return object_open(((Backend *)base)->document->objects, hex, absent, error);
}

static int backend_read(void **out, size_t *count, git_object_t *type, git_odb_backend *base, const git_oid *oid)
{
    StoreSmall *small = draft_find(((Backend *)base)->document, oid);
    if (small) {
        *out = git_odb_backend_data_alloc(base, small->count + 1);
        memcpy(*out, small->bytes, small->count);
        *count = small->count;
        *type = small->type;
        return 0;
    }
    GError *error = NULL;
    gboolean absent = FALSE;
    g_autoptr(ObjectFile) file = file_open(base, oid, &absent, &error);
    if (!file)
        return failed(error, absent);
    guint64 bytes = object_bytes(file);
    if (bytes > SMALL_LIMIT_BYTES) {
        error_set(&error, ERROR_TOO_LARGE, NULL, "an object is too large to be read whole");
        return failed(error, FALSE);
    }
    guint8 *buffer = git_odb_backend_data_alloc(base, (gsize)bytes + 1);
    if (!buffer)
        return GIT_ERROR;
    if (object_pread(file, buffer, (gsize)bytes, 0, &error) != (gssize)bytes) {
        git_odb_backend_data_free(base, buffer);
        return failed(error, FALSE);
    }
    buffer[bytes] = 0;
    *out = buffer;
    *count = (gsize)bytes;
    *type = object_type(file);
    return 0;
}

static int backend_read_header(size_t *count, git_object_t *type, git_odb_backend *base, const git_oid *oid)
{
    StoreSmall *small = draft_find(((Backend *)base)->document, oid);
    if (small) {
        *count = small->count;
        *type = small->type;
        return 0;
    }
    GError *error = NULL;
    gboolean absent = FALSE;
    g_autoptr(ObjectFile) file = file_open(base, oid, &absent, &error);
    if (!file)
        return failed(error, absent);
    *count = (gsize)object_bytes(file);
    *type = object_type(file);
    return 0;
}

static int backend_exists(git_odb_backend *base, const git_oid *oid)
{
    size_t count;
    git_object_t type;
    return backend_read_header(&count, &type, base, oid) == 0;
}

static int backend_write(git_odb_backend *base, const git_oid *oid, const void *bytes, size_t count, git_object_t type)
{
    StoreSmall *small = g_malloc(sizeof *small + count);
    small->oid = *oid;
    small->type = type;
    small->count = count;
    memcpy(small->bytes, bytes, count);
    g_ptr_array_add(((Backend *)base)->document->drafts, small);
    return 0;
}

/* Says no, so that what is there already is written again: fresh for the sweep, and sound. */
static int backend_freshen(git_odb_backend *base, const git_oid *oid)
{
    return draft_find(((Backend *)base)->document, oid) ? 0 : GIT_ENOTFOUND;
}

static void backend_free(git_odb_backend *base)
{
    g_free(base);
}

gboolean store_backend_add(git_odb *odb, StoreDocument *document, GError **error)
{
    Backend *backend = g_new0(Backend, 1);
    git_odb_init_backend(&backend->base, GIT_ODB_BACKEND_VERSION);
    backend->document = document;
    backend->base.read = backend_read;
    backend->base.read_header = backend_read_header;
    backend->base.exists = backend_exists;
    backend->base.write = backend_write;
    backend->base.freshen = backend_freshen;
    backend->base.free = backend_free;
    if (git_odb_add_backend(odb, &backend->base, 2) != 0) {
        g_free(backend);
        return store_git_error(error, "open the objects");
    }
    git_odb_backend *packs = NULL;
    if (git_odb_backend_pack(&packs, document->objects) != 0)
        return store_git_error(error, "open the packs");
    if (git_odb_add_backend(odb, packs, 1) != 0) {
        packs->free(packs);
        return store_git_error(error, "open the packs");
    }
    return TRUE;
}
