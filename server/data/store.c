/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store's folder, and one document's repository opened for one call.
 * Holds no repository open between calls: hundreds of thousands of documents
 * are touched once a month, and a fresh open costs less than a stale handle.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <git2/sys/repository.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

gboolean store_git_error(GError **error, const char *what)
{
    const git_error *last = git_error_last();
    return error_set(error, ERROR_STORE_DAMAGED, NULL, "%s: %s", what, last ? last->message : "unknown");
}

gboolean store_oid_parse(const char *hex, git_oid *out, GError **error)
{
    if (hex && strlen(hex) == GIT_OID_HEXSZ && strspn(hex, "0123456789abcdef") == GIT_OID_HEXSZ && git_oid_fromstr(out, hex) == 0)
        return TRUE;
    return error_set(error, ERROR_INTERNAL, NULL, "no object's id");
}

/* Process-wide; the same values each time, so that many stores may be opened. */
static gboolean libraries_start(GError **error)
{
    if (sodium_init() < 0)
        return error_set(error, ERROR_INTERNAL, NULL, "libsodium does not start");
    if (git_libgit2_init() < 0)
        return error_set(error, ERROR_INTERNAL, NULL, "libgit2 does not start");
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
    /* Our repositories are governed by their own config alone, whoever's account the server runs in. */
    for (int level = GIT_CONFIG_LEVEL_PROGRAMDATA; level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    return TRUE;
}

Store *store_open(const char *folder, GError **error)
{
    if (!libraries_start(error))
        return NULL;
    g_autoptr(Store) store = g_new0(Store, 1);
    store->folder = g_canonicalize_filename(folder, NULL);
    if (g_mkdir_with_parents(store->folder, 0750) != 0) {
        error_set_errno(error, errno, "make the store's folder");
        return NULL;
    }
    g_autofree char *parent = g_path_get_dirname(store->folder);
    if (!folder_sync(parent, error) || !store_keys_make(store, error))
        return NULL;
    return g_steal_pointer(&store);
}

void store_close(Store *store)
{
    if (!store)
        return;
    g_free(store->folder);
    g_free(store);
    git_libgit2_shutdown();
}

char *store_repository_path(Store *store, const char *document_id)
{
    if (!document_id || !text_is_uuid(document_id))
        return NULL;
    g_autofree char *id = g_ascii_strdown(document_id, -1);
    g_autofree char *hash = text_sha256(id, strlen(id));
    return g_strdup_printf("%s/%.2s/%.2s/%s.git", store->folder, hash, hash + 2, id);
}

StoreDocument *store_document_locate(Store *store, const char *document_id, StoreOpening opening, GError **error)
{
    g_autoptr(StoreDocument) document = g_new0(StoreDocument, 1);
    document->lock = -1;
    document->drafts = g_ptr_array_new_with_free_func(g_free);
    document->path = store_repository_path(store, document_id);
    if (!document->path) {
        error_set(error, ERROR_INTERNAL, NULL, "a document's id is no UUID");
        return NULL;
    }
    document->id = g_ascii_strdown(document_id, -1);
    document->objects = g_build_filename(document->path, "objects", NULL);
    if (access(document->objects, F_OK) == 0)
        return g_steal_pointer(&document);
    if (opening == STORE_MUST_EXIST) {
        error_set(error, ERROR_NOT_FOUND, NULL, "the store has no such document");
        return NULL;
    }
    if (!store_folder_make(document->path, document->id, error))
        return NULL;
    return g_steal_pointer(&document);
}

StoreDocument *store_document_open(Store *store, const char *document_id, GError **error)
{
    g_autoptr(StoreDocument) document = store_document_locate(store, document_id, STORE_MUST_EXIST, error);
    g_autoptr(git_odb) odb = NULL;
    if (!document)
        return NULL;
    if (git_odb_new(&odb) != 0 || git_repository_open_bare(&document->repo, document->path) != 0) {
        store_git_error(error, "open a repository");
        return NULL;
    }
    if (!store_backend_add(odb, document, error))
        return NULL;
    if (git_repository_set_odb(document->repo, odb) != 0) {
        store_git_error(error, "open a repository");
        return NULL;
    }
    return g_steal_pointer(&document);
}

void store_document_close(StoreDocument *document)
{
    if (!document)
        return;
    git_repository_free(document->repo);
    if (document->lock >= 0)
        close(document->lock);
    g_ptr_array_unref(document->drafts);
    g_free(document->objects);
    g_free(document->path);
    g_free(document->id);
    g_free(document);
}

gboolean store_document_lock(StoreDocument *document, int how, GError **error)
{
    if (document->lock < 0) {
        g_autofree char *path = g_build_filename(document->path, STORE_LOCK_NAME, NULL);
        document->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
        if (document->lock < 0)
            return error_set_errno(error, errno, "open a document's lock");
    }
    while (flock(document->lock, how) != 0) {
        if (errno != EINTR)
            return error_set_errno(error, errno, "lock a document");
    }
    return TRUE;
}

gboolean store_document_flush(StoreDocument *document, GPtrArray *oids, gboolean first, GError **error)
{
    g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func((GDestroyNotify)object_draft_free);
    for (guint i = 0; i < document->drafts->len; i++) {
        StoreSmall *small = document->drafts->pdata[i];
        ObjectDraft *draft = object_draft(document->objects, git_object_type2string(small->type), -1, small->bytes, small->count, error);
        if (!draft)
            return FALSE;
        g_ptr_array_add(drafts, draft);
        g_ptr_array_add(oids, g_strdup(draft->oid));
    }
    if (!object_drafts_sync(drafts, error) || !object_drafts_place(document->objects, drafts, error) ||
        !object_folders_sync(document->objects, oids, error) || (first && !store_place_sync(document->path, error)))
        return FALSE;
    g_ptr_array_set_size(document->drafts, 0);
    return TRUE;
}

static gboolean file_store(Store *store, const char *document_id, int fd, const void *bytes, gsize count, const char *path, StoreFile *out,
                           GError **error)
{
    g_autoptr(StoreDocument) document = store_document_locate(store, document_id, STORE_MAKE, error);
    if (!document)
        return FALSE;
    ObjectDraft *draft = object_draft(document->objects, "blob", fd, bytes, count, error);
    if (!draft)
        return FALSE;
    g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func((GDestroyNotify)object_draft_free);
    g_ptr_array_add(drafts, draft);
    /* The bytes are on the disk before they have a name; the name itself is made to last by store_commit, for a version's files at once. */
    if (!object_drafts_sync(drafts, error) || !store_document_lock(document, LOCK_SH, error) ||
        !object_drafts_place(document->objects, drafts, error))
        return FALSE;
    g_strlcpy(out->path, path, sizeof out->path);
    g_strlcpy(out->oid, draft->oid, sizeof out->oid);
    g_strlcpy(out->sha256, draft->sha256, sizeof out->sha256);
    out->bytes = draft->bytes;
    return TRUE;
}

gboolean store_file_write(Store *store, const char *document_id, int fd, const char *path, StoreFile *out, GError **error)
{
    if (fd < 0)
        return error_set(error, ERROR_INTERNAL, NULL, "no file to store");
    return file_store(store, document_id, fd, NULL, 0, path, out, error);
}

gboolean store_bytes_write(Store *store, const char *document_id, const void *bytes, gsize count, const char *path, StoreFile *out,
                           GError **error)
{
    return file_store(store, document_id, -1, bytes, count, path, out, error);
}
