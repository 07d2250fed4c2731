/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a version and all before it are what was stored: every object read
 * whole and hashed again, every manifest trailer counted again, every signature
 * checked. Mends nothing; says what is wrong.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include <string.h>

#define TRAILER "Manifest-SHA256: "

/* From the message's last paragraph, which is ours; a note before it may say what it likes. */
static const char *manifest_find(const char *message)
{
    const char *last = g_strrstr(message, "\n\n");
    const char *line = last ? strstr(last, "\n" TRAILER) : NULL;
    if (!line)
        return NULL;
    line += 1 + strlen(TRAILER);
    return strspn(line, "0123456789abcdef") == 64 && line[64] == '\n' && !strstr(line, "\n" TRAILER) ? line : NULL;
}

static gboolean manifest_fits(const char *message, const char *manifest)
{
    const char *found = manifest_find(message);
    return found && strncmp(found, manifest, 64) == 0;
}

static gboolean signature_fits(Store *store, StoreDocument *document, git_commit *commit, GError **error)
{
    g_auto(git_buf) armoured = {0};
    g_auto(git_buf) content = {0};
    git_oid oid = *git_commit_id(commit);
    if (git_commit_extract_signature(&armoured, &content, document->repo, &oid, "gpgsig") != 0)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "it is not signed");
    return store_signature_check(store, armoured.ptr, content.ptr, content.size, git_commit_time(commit), error);
}

/* Trees of a commit (they are two deep), each hashed once. */
static gboolean trees_fit(StoreDocument *document, const git_oid *tree_id, GHashTable *seen, gboolean root, GError **error)
{
    char hex[GIT_OID_HEXSZ + 1];
    g_autoptr(git_tree) tree = NULL;
    git_oid_tostr(hex, sizeof hex, tree_id);
    if (g_hash_table_contains(seen, hex))
        return TRUE;
    if (!store_object_digest(document, hex, GIT_OBJECT_TREE, NULL, NULL, error))
        return FALSE;
    if (git_tree_lookup(&tree, document->repo, tree_id) != 0)
        return store_git_error(error, "read a tree");
    for (size_t i = 0; root && i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        if (git_tree_entry_type(entry) == GIT_OBJECT_TREE && !trees_fit(document, git_tree_entry_id(entry), seen, FALSE, error))
            return FALSE;
    }
    g_hash_table_insert(seen, g_strdup(hex), g_strdup(""));
    return TRUE;
}

/* seen: blob → its sha256, so that a paper kept through forty versions is read once. */
static gboolean commit_fits(Store *store, StoreDocument *document, git_commit *commit, GHashTable *seen, GError **error)
{
    char hex[GIT_OID_HEXSZ + 1], manifest[65];
    git_oid_tostr(hex, sizeof hex, git_commit_id(commit));
    if (!store_object_digest(document, hex, GIT_OBJECT_COMMIT, NULL, NULL, error) ||
        !trees_fit(document, git_commit_tree_id(commit), seen, TRUE, error))
        return FALSE;
    g_autoptr(GArray) files = store_tree_files(document, git_commit_id(commit), error);
    for (guint i = 0; files && i < files->len; i++) {
        StoreFile *file = &g_array_index(files, StoreFile, i);
        const char *known = g_hash_table_lookup(seen, file->oid);
        if (known) {
            g_strlcpy(file->sha256, known, sizeof file->sha256);
        } else {
            if (!store_object_digest(document, file->oid, GIT_OBJECT_BLOB, file->sha256, NULL, error))
                return FALSE;
            g_hash_table_insert(seen, g_strdup(file->oid), g_strdup(file->sha256));
        }
    }
    if (!files)
        return FALSE;
    store_manifest(files, manifest);
    if (!manifest_fits(git_commit_message(commit), manifest))
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "its Manifest-SHA256 does not fit its files");
    return signature_fits(store, document, commit, error);
}

/* One commit: its objects, manifest and signature. parent: that of the commit, or all zero for a first one. */
static gboolean version_fits(Store *store, StoreDocument *document, const git_oid *at, GHashTable *seen, git_oid *parent, GError **error)
{
    g_autoptr(git_commit) version = NULL;
    g_autoptr(GError) cause = NULL;
    if (git_commit_lookup(&version, document->repo, at) != 0)
        store_git_error(&cause, "cannot be read");
    if (!version || !commit_fits(store, document, version, seen, &cause)) {
        ErrorKind kind = error_kind(cause);
        /* A file too large to unpack or a disk that fails is no damage of ours, and says so. */
        return error_set(error, kind == ERROR_TOO_LARGE || kind == ERROR_DISK_FULL ? kind : ERROR_STORE_DAMAGED, NULL,
                         "document %s, commit %s: %s", document->id, git_oid_tostr_s(at), cause ? cause->message : "unknown");
    }
    if (git_commit_parentcount(version) > 1)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "document %s, commit %s: it has two parents", document->id, git_oid_tostr_s(at));
    memset(parent, 0, sizeof *parent);
    if (git_commit_parentcount(version) == 1)
        *parent = *git_commit_parent_id(version, 0);
    return TRUE;
}

gboolean store_verify(Store *store, const char *document_id, const char *commit, GError **error)
{
    git_oid at, parent;
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!document || !store_oid_parse(commit, &at, error))
        return FALSE;
    for (;; at = parent) {
        if (!version_fits(store, document, &at, seen, &parent, error))
            return FALSE;
        if (git_oid_is_zero(&parent))
            return TRUE;
    }
}

gboolean store_verify_version(Store *store, const char *document_id, const char *commit, const char *before, GError **error)
{
    git_oid at, parent;
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!document || !store_oid_parse(commit, &at, error) || !version_fits(store, document, &at, seen, &parent, error))
        return FALSE;
    if (before ? git_oid_streq(&parent, before) != 0 : !git_oid_is_zero(&parent))
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "document %s, commit %s: it does not follow the version before", document->id,
                         commit);
    return TRUE;
}

gboolean store_commit_facts(Store *store, const char *document_id, const char *commit, char *manifest_out, char **key_out, GError **error)
{
    git_oid at;
    g_autoptr(git_commit) version = NULL;
    g_auto(git_buf) armoured = {0};
    g_auto(git_buf) content = {0};
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    if (!document || !store_oid_parse(commit, &at, error))
        return FALSE;
    if (git_commit_lookup(&version, document->repo, &at) != 0)
        return store_git_error(error, "read a version");
    const char *manifest = manifest_find(git_commit_message(version));
    if (!manifest)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "document %s, commit %s: it has no Manifest-SHA256", document->id, commit);
    if (manifest_out)
        g_strlcpy(manifest_out, manifest, 65);
    if (!key_out)
        return TRUE;
    if (git_commit_extract_signature(&armoured, &content, document->repo, &at, "gpgsig") != 0)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "document %s, commit %s: it is not signed", document->id, commit);
    *key_out = store_signature_key(armoured.ptr, error);
    return *key_out != NULL;
}
