/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Versions as a git bundle: a few lines that say which refs stand where, and a
 * pack of everything they reach, which stock `git clone` takes as it is. It asks
 * the commits it was told and no ref, so that what a stop left behind shows in
 * no bundle.
 */
#include "data/store_parts.h"
#include "base/error.h"

#define BUNDLE_LINE "# v2 git bundle\n"

/* The commit and those before it, each with its tree. packed: commits that are in already. */
static gboolean line_pack(StoreDocument *document, git_packbuilder *pack, const git_oid *tip, GHashTable *packed, GError **error)
{
    git_oid at = *tip;
    for (;;) {
        g_autoptr(git_commit) commit = NULL;
        if (!g_hash_table_add(packed, g_strdup(git_oid_tostr_s(&at))))
            return TRUE;
        if (git_commit_lookup(&commit, document->repo, &at) != 0 || git_packbuilder_insert_commit(pack, &at) != 0)
            return store_git_error(error, "pack a version");
        if (git_commit_parentcount(commit) == 0)
            return TRUE;
        at = *git_commit_parent_id(commit, 0);
    }
}

GBytes *store_bundle(Store *store, const char *document_id, const char *const *commits, const guint *numbers, gsize count, GError **error)
{
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    g_autoptr(git_packbuilder) pack = NULL;
    g_auto(git_buf) bytes = {0};
    g_autoptr(GHashTable) packed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) out = g_string_new(BUNDLE_LINE);
    if (!document)
        return NULL;
    if (count == 0) {
        error_set(error, ERROR_NOT_FOUND, NULL, "no version to bundle");
        return NULL;
    }
    if (git_packbuilder_new(&pack, document->repo) != 0) {
        store_git_error(error, "begin a pack");
        return NULL;
    }
    git_packbuilder_set_threads(pack, 1);
    g_string_append_printf(out, "%s HEAD\n%s refs/heads/main\n", commits[count - 1], commits[count - 1]);
    for (gsize i = 0; i < count; i++) {
        git_oid oid;
        if (!store_oid_parse(commits[i], &oid, error) || !line_pack(document, pack, &oid, packed, error))
            return NULL;
        g_string_append_printf(out, "%s refs/tags/v%u\n", commits[i], numbers[i]);
    }
    g_string_append_c(out, '\n');
    if (git_packbuilder_write_buf(&bytes, pack) != 0) {
        store_git_error(error, "write a pack");
        return NULL;
    }
    g_string_append_len(out, bytes.ptr, (gssize)bytes.size);
    return g_string_free_to_bytes(g_steal_pointer(&out));
}
