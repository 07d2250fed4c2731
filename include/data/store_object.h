/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One loose git object on the disk: written as stored (uncompressed) zlib
 * blocks while its hashes are taken, read back at any offset. Knows a folder
 * of objects, and neither documents nor versions. For the files of the store.
 *
 * Layout, for a payload ("blob <size>\0" and the bytes) cut in blocks of
 * OBJECT_BLOCK_BYTES: 78 01, then per block 1 byte (1 for the last, else 0),
 * length and its complement (little endian, 2 bytes each) and the bytes; at the
 * end the payload's Adler-32, big endian. Stock git inflates it like any other.
 */
#pragma once
#include "data/store.h"
#include <git2.h>
#include <openssl/evp.h>

#define OBJECT_BLOCK_BYTES 65535
#define OBJECT_TEMP_PREFIX "tmp_obj_" /* stock git prunes left-overs of this name too */

/* A running hash. Allocation failure aborts, as everywhere in GLib. */
typedef EVP_MD_CTX Digest;
Digest *digest_new(const EVP_MD *kind);
void digest_add(Digest *digest, const void *bytes, gsize count);
void digest_hex(Digest *digest, char *out); /* twice the digest's bytes and a NUL; ends it */
void digest_free(Digest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

/* An object written under a temporary name, not yet synced. */
typedef struct ObjectDraft {
    int fd;
    char *path;
    char oid[41];
    char sha256[65]; /* of the bytes, without git's header */
    guint64 bytes;
} ObjectDraft;

/* Exactly one of source_fd (≥ 0, a regular file, read from its start) and bytes is the source. NULL on error, nothing left behind. */
ObjectDraft *object_draft(const char *objects, const char *type, int source_fd, const void *bytes, gsize count, GError **error);
/* Closes; an unplaced draft's file is removed. */
void object_draft_free(ObjectDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ObjectDraft, object_draft_free)

/* Syncs the drafts' contents together: the first wait pays for all. */
gboolean object_drafts_sync(GPtrArray *drafts, GError **error);
/* Gives synced drafts their names, replacing what had them. Their folders are not synced yet: object_folders_sync. */
gboolean object_drafts_place(const char *objects, GPtrArray *drafts, GError **error);
/* Syncs the fan-out folders of these ids, each once, and the folder above. oids: of char*. Folders that are not there are passed over. */
gboolean object_folders_sync(const char *objects, GPtrArray *oids, GError **error);

gboolean folder_sync(const char *path, GError **error);
/* Directory, made and synced in its parent when missing. */
gboolean folder_make(const char *path, GError **error);

char *object_path(const char *objects, const char *oid);

/* A loose object, open for reading. One thread at a time. */
typedef struct ObjectFile ObjectFile;

/* *absent TRUE and NULL without error when there is no such loose object. absent may not be NULL. */
ObjectFile *object_open(const char *objects, const char *oid, gboolean *absent, GError **error);
void object_close(ObjectFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ObjectFile, object_close)
git_object_t object_type(const ObjectFile *file);
guint64 object_bytes(const ObjectFile *file);
/* At any offset: arithmetic for our own layout, inflating forward (again from the start when going back) for stock git's. −1 on error, 0 at the end. */
gssize object_pread(ObjectFile *file, void *buffer, gsize count, guint64 offset, GError **error);
/* All bytes in order with zlib's own checks (Adler-32, nothing behind the end), whatever the layout. */
typedef gboolean (*ObjectPart)(const guint8 *bytes, gsize count, gpointer data, GError **error);
gboolean object_stream(ObjectFile *file, ObjectPart part, gpointer data, GError **error);
