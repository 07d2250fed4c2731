/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the store share, and nobody else includes: one document's
 * repository opened for one call, its lock, the object backend and signatures.
 */
#pragma once
#include "data/store.h"
#include "data/store_object.h"
#include <git2.h>

#define STORE_OLD_SECONDS 3600 /* younger left-overs may belong to a write under way */
#define STORE_KEPT "kept" /* refs/kept/<commit>: published once, unknown to the database now (it was restored from an older day) */
#define STORE_LOCK_NAME "nghisu.lock"

struct Store {
    char *folder;
};

/* A repository, open for the length of one call by one thread. */
typedef struct StoreDocument {
    char *id;       /* lower case */
    char *path;     /* of the repository */
    char *objects;
    int lock;       /* −1: not locked */
    GPtrArray *drafts; /* StoreSmall: trees and commits written, not yet on the disk; readable through repo */
    git_repository *repo;
} StoreDocument;

/* An object of a few kilobytes, held in memory until store_document_flush. */
typedef struct StoreSmall {
    git_oid oid;
    git_object_t type;
    gsize count;
    guint8 bytes[];
} StoreSmall;

typedef enum StoreOpening {
    STORE_MUST_EXIST,   /* ERROR_NOT_FOUND when there is none */
    STORE_MAKE,         /* made when there is none */
} StoreOpening;

/* Paths only, no libgit2; NULL when the id is no UUID or the repository is missing. */
StoreDocument *store_document_locate(Store *store, const char *document_id, StoreOpening opening, GError **error);
/* With repo, whose objects come from our backend first, then from packs. */
StoreDocument *store_document_open(Store *store, const char *document_id, GError **error);
/* flock: LOCK_SH while objects get their names, LOCK_EX while refs move or objects are dropped. Waits. */
gboolean store_document_lock(StoreDocument *document, int how, GError **error);
/* Small objects to the disk, and the folders of them and of `oids` (char*) with them; of the first version the folders above as well. */
gboolean store_document_flush(StoreDocument *document, GPtrArray *oids, gboolean first, GError **error);
void store_document_close(StoreDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreDocument, store_document_close)

/* store_folder.c: the repository's own folders. */
/* Whole or not at all; on the disk under its name only after store_place_sync. */
gboolean store_folder_make(const char *path, const char *id, GError **error);
/* The folders above a repository. Each first version does it, whoever made them: the maker may not have come to it yet. */
gboolean store_place_sync(const char *path, GError **error);
/* A lean repository that was never finished, or its left-overs. */
void store_folder_remove(const char *path);
/* Bytes under a name, whole or not at all, on the disk when TRUE. */
gboolean store_file_replace(const char *path, const char *bytes, gsize count, int mode, GError **error);

/* store_backend.c: adds the backend to odb. */
gboolean store_backend_add(git_odb *odb, StoreDocument *document, GError **error);

/* From libgit2's last error. Returns FALSE. */
gboolean store_git_error(GError **error, const char *what);
/* 40 hexadecimal digits, lower case. */
gboolean store_oid_parse(const char *hex, git_oid *out, GError **error);

/* store_sign.c. Signs for namespace "git". Armoured, no newline at the end. */
char *store_sign(Store *store, const void *bytes, gsize count, GError **error);
gboolean store_signature_check(Store *store, const char *armoured, const void *bytes, gsize count, gint64 at, GError **error);
/* Fingerprint of the key that a signature names, "SHA256:…". Caller frees. */
char *store_signature_key(const char *armoured, GError **error);
/* First key and allowed_signers. */
gboolean store_keys_make(Store *store, GError **error);
/* Keeps the key from being changed until the descriptor returned is closed; −1 on error. at_out: the second to sign at, now, never before the key. */
int store_key_hold(Store *store, gint64 *at_out, GError **error);

/* store_commit.c: "sha256  path\n" of files in order of path, hashed. out: 65 bytes. Sorts files. */
void store_manifest(GArray *files, char *out);
/* Files of a tree without their sha256 (bytes filled). */
GArray *store_tree_files(StoreDocument *document, const git_oid *commit, GError **error);
/* store_reader.c: reads an object whole and checks its id; sha256 (65 bytes, may be NULL) and count (may be NULL) of its bytes. */
gboolean store_object_digest(StoreDocument *document, const char *oid, git_object_t type, char *sha256, guint64 *count, GError **error);

/* store_publish.c: refs moved to one commit, durable after store_refs_sync. Called with the document locked LOCK_EX. */
gboolean store_refs_write(StoreDocument *document, const char *const *names, gsize count, const git_oid *oid, GError **error);
gboolean store_refs_sync(StoreDocument *document, GError **error);
/* Commit a ref stands on; *found FALSE without error when there is no such ref. */
gboolean store_ref_read(StoreDocument *document, const char *name, git_oid *out, gboolean *found, GError **error);
/* Whether ancestor is tip or lies behind it by first parents (versions are a line). */
gboolean store_behind(StoreDocument *document, const git_oid *tip, const git_oid *ancestor, gboolean *behind, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_packbuilder, git_packbuilder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_repository, git_repository_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_odb, git_odb_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_odb_object, git_odb_object_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_commit, git_commit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_tree, git_tree_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_treebuilder, git_treebuilder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_signature, git_signature_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_reference, git_reference_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_reference_iterator, git_reference_iterator_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(git_buf, git_buf_dispose)
