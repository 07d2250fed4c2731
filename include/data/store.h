/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every version of every document, in git: one bare repository a document, in
 * <folder>/<first two hex of sha256(id)>/<next two>/<id>.git, readable by stock
 * git. Facts about them are the database's; this module knows no person's
 * rights. All calls block on disk and may be made from any thread; one
 * document's writers are kept apart by the database row they hold, and by an
 * advisory file lock here.
 *
 * Promises: bytes in are bytes out; what a call returned TRUE for is on the
 * disk (fsync of files and of new folders; a file alone: see below); memory does not grow with a file's
 * size; a tree's paths are ours, never a person's.
 *
 * The tree of a version: document.json (canonical JSON), content/main.<ext>,
 * attachments/01.<ext> …, rendition/main.pdf where made. A meeting's sealed
 * record is a repository too, under the meeting's id or a restricted item's; its
 * sealings are versions, whose trees hold record.json, one JSON file a noun,
 * lists/ and pdf/ (docs/record.md).
 */
#pragma once
#include <glib.h>

typedef struct Store Store;
typedef struct StoreReader StoreReader;

typedef struct StoreFile {
    char path[64];       /* in the tree */
    char oid[41];        /* git blob, SHA-1 hex */
    char sha256[65];     /* of the bytes */
    guint64 bytes;
} StoreFile;

typedef struct StoreCommit {
    const char *document_id;
    const StoreFile *files;   /* all files of the tree, document.json among them */
    gsize file_count;
    const char *parent;       /* commit of the version before, or NULL for the first */
    const char *author_name;  /* the person */
    const char *author_email; /* or NULL: "<person id>@nghisu.invalid" is made from author_id */
    const char *author_id;
    gint64 at;                /* unix seconds */
    guint version_number;
    const char *note;         /* reason; first paragraph of the message; may be "" */
} StoreCommit;

/* folder is made when missing. Keys: <folder>/keys/signing.ed25519 (0600) made at first start, <folder>/allowed_signers for git and ssh-keygen. */
Store *store_open(const char *folder, GError **error);
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* A file into the document's objects: its bytes are on the disk, its name there only lasts with the store_commit that names it. fd is read from its start; path: where it will stand in the tree. */
gboolean store_file_write(Store *store, const char *document_id, int fd, const char *path, StoreFile *out, GError **error);
gboolean store_bytes_write(Store *store, const char *document_id, const void *bytes, gsize count, const char *path, StoreFile *out, GError **error);

/* Trees and a signed commit object; nothing refers to it until store_publish. Trailers: Version, Manifest-SHA256 (over "sha256  path\n" of
 * every file, in order of path), Author-Id. commit_out: 41 bytes. */
gboolean store_commit(Store *store, const StoreCommit *commit, char *commit_out, GError **error);

/* refs/heads/main and refs/tags/v<number> to the commit; expected_old: the parent, or NULL for a first version. A ref already there is success. */
gboolean store_publish(Store *store, const char *document_id, const char *commit, const char *expected_old, guint number, GError **error);

/* A blob, by its id. Reads by block arithmetic: any offset costs the same. One thread at a time per reader. */
StoreReader *store_read(Store *store, const char *document_id, const char *oid, GError **error);
guint64 store_reader_bytes(const StoreReader *reader);
gssize store_reader_pread(StoreReader *reader, void *buffer, gsize count, guint64 offset, GError **error); /* −1 on error, 0 at the end */
void store_reader_close(StoreReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreReader, store_reader_close)

/* Recomputes every object reachable from the commit, the manifest trailer and the signature. FALSE with ERROR_STORE_DAMAGED says which. */
gboolean store_verify(Store *store, const char *document_id, const char *commit, GError **error);
/* The same for one commit alone, whose parent must be `before` (NULL: none). For walking all versions the database knows. */
gboolean store_verify_version(Store *store, const char *document_id, const char *commit, const char *before, GError **error);

/* What a commit says of itself: its Manifest-SHA256 (65 bytes; NULL: not wanted) and the key that signed it, as `ssh-keygen -l` prints it
 * (NULL: not wanted; caller frees). Checks nothing: store_verify does. */
gboolean store_commit_facts(Store *store, const char *document_id, const char *commit, char *manifest_out, char **key_out, GError **error);

/* These versions and all before them as a git bundle that `git clone` takes: HEAD and main on the last of them, tags v<number>. In memory:
 * for records, which are small; not for papers. Caller unrefs. */
GBytes *store_bundle(Store *store, const char *document_id, const char *const *commits, const guint *numbers, gsize count, GError **error);

/* Files of a commit's tree, newest knowledge from git alone (for rebuild and restore). Caller frees with g_array_unref; StoreFile elements, sha256 filled. */
GArray *store_list(Store *store, const char *document_id, const char *commit, GError **error);

/* Repositories present: calls each(document_id) until it returns FALSE. For the start-up sweep. */
gboolean store_each(Store *store, gboolean (*each)(const char *document_id, gpointer data), gpointer data, GError **error);

/* Sets refs to what the database says (newest commit and number), and drops loose objects unreachable from `commits` and older than one hour.
 * What was published once and is unknown to the database (restored from an older day) is kept, under its ref or refs/kept/<commit>, and logged. */
gboolean store_sweep_document(Store *store, const char *document_id, const char *const *commits, const guint *numbers, gsize count, GError **error);

/* Text of allowed_signers; caller frees. */
char *store_allowed_signers(Store *store, GError **error);
/* Path of a document's repository, be it there or not; NULL when the id is no UUID. Caller frees. */
char *store_repository_path(Store *store, const char *document_id);

/* A new signing key from now on; the old one stays in allowed_signers for what it signed, with its end. */
gboolean store_rotate_key(Store *store, GError **error);

/* The system's signature on a receipt or a list of a secret vote: SSHSIG under the namespace "nghisu-vote", armoured, as ssh-keygen -Y verify takes it. Caller frees. */
char *store_seal(Store *store, const char *text, GError **error);

/* Keys that live as long as one vote needs them, beside the signing key: <folder>/keys/votes/<vote>.<part>, mode 0600; never in the database, so
 * that no dump, log or backup of it has them. part: a word. Written: on the disk when TRUE. Read: NULL with ERROR_NOT_FOUND when there is none; the
 * bytes are wiped with the last reference. Destroyed (part NULL: all of the vote's): overwritten and taken away; one that is not there is success. */
gboolean store_vote_key_write(Store *store, const char *vote_id, const char *part, GBytes *key, GError **error);
GBytes *store_vote_key_read(Store *store, const char *vote_id, const char *part, GError **error);
gboolean store_vote_key_destroy(Store *store, const char *vote_id, const char *part, GError **error);
/* Votes that still have any key here, once each; for the sweep. Caller frees with g_strfreev. */
char **store_vote_key_list(Store *store);
