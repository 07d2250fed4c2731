/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Puts a document's repository in step with the database, which alone says
 * which versions exist: mends refs a stop has left behind, drops what an
 * abandoned write has left. A commit that was once published is never dropped:
 * when the database does not know it (it was restored from an older day), the
 * store may be its only copy, so it is kept under a ref and logged.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Now by the clock of the disk that gives files their times, which on a shared folder is another machine's. */
static gboolean disk_now(StoreDocument *document, gint64 *out, GError **error)
{
    struct stat facts;
    if (futimens(document->lock, NULL) != 0 || fstat(document->lock, &facts) != 0)
        return error_set_errno(error, errno, "ask the disk for the time");
    *out = facts.st_mtime;
    return TRUE;
}

static gboolean tree_mark(StoreDocument *document, const git_oid *oid, GHashTable *living, GError **error)
{
    g_autoptr(git_tree) tree = NULL;
    if (!g_hash_table_add(living, g_strdup(git_oid_tostr_s(oid))))
        return TRUE;
    if (git_tree_lookup(&tree, document->repo, oid) != 0)
        return store_git_error(error, "read a tree");
    for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        if (git_tree_entry_type(entry) != GIT_OBJECT_TREE)
            g_hash_table_add(living, g_strdup(git_oid_tostr_s(git_tree_entry_id(entry))));
        else if (!tree_mark(document, git_tree_entry_id(entry), living, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean commit_mark(StoreDocument *document, const git_oid *oid, GHashTable *living, GError **error)
{
    g_autoptr(GQueue) waiting = g_queue_new();
    gboolean done = TRUE;
    g_queue_push_tail(waiting, g_strdup(git_oid_tostr_s(oid)));
    while (done && !g_queue_is_empty(waiting)) {
        g_autofree char *hex = g_queue_pop_head(waiting);
        g_autoptr(git_commit) commit = NULL;
        git_oid at;
        if (!g_hash_table_add(living, g_strdup(hex)))
            continue;
        if (git_oid_fromstr(&at, hex) != 0 || git_commit_lookup(&commit, document->repo, &at) != 0)
            done = store_git_error(error, "read a version");
        else
            done = tree_mark(document, git_commit_tree_id(commit), living, error);
        for (guint i = 0; done && i < git_commit_parentcount(commit); i++)
            g_queue_push_tail(waiting, g_strdup(git_oid_tostr_s(git_commit_parent_id(commit, i))));
    }
    g_queue_clear_full(waiting, g_free);
    return done;
}

/* A ref onto a commit. What it stood on, if the database knows it no more, gets a ref of its own first. */
static gboolean ref_mend(StoreDocument *document, const char *name, const git_oid *oid, GHashTable *living, GError **error)
{
    git_oid now;
    gboolean found = FALSE;
    GError *broken = NULL;
    if (!store_ref_read(document, name, &now, &found, &broken)) {
        log_warn("store_ref_broken", log_field("document", "%s", document->id), log_field("ref", "%s", name));
        g_clear_error(&broken);
    }
    if (found && git_oid_equal(&now, oid))
        return TRUE;
    if (found && !g_hash_table_contains(living, git_oid_tostr_s(&now))) {
        g_autofree char *kept = g_strdup_printf("refs/" STORE_KEPT "/%s", git_oid_tostr_s(&now));
        if (!store_refs_write(document, (const char *const[]){kept}, 1, &now, error))
            return FALSE;
    }
    return store_refs_write(document, &name, 1, oid, error);
}

/* Whatever refs there are hold their commits; those the database does not know are logged. */
static gboolean refs_mark(StoreDocument *document, GHashTable *living, GError **error)
{
    g_autoptr(git_reference_iterator) each = NULL;
    if (git_reference_iterator_new(&each, document->repo) != 0)
        return store_git_error(error, "list refs");
    for (;;) {
        g_autoptr(git_reference) ref = NULL;
        int result = git_reference_next(&ref, each);
        if (result == GIT_ITEROVER)
            return TRUE;
        if (result != 0)
            return store_git_error(error, "list refs");
        const git_oid *oid = git_reference_target(ref);
        if (!oid || g_hash_table_contains(living, git_oid_tostr_s(oid)))
            continue;
        log_warn("store_version_unknown", log_field("document", "%s", document->id), log_field("ref", "%s", git_reference_name(ref)));
        if (!commit_mark(document, oid, living, error))
            return FALSE;
    }
}

/* Files of a folder that are older than an hour and not wanted. prefix: what stands before the name in an object's id, or NULL for
 * left-overs. */
static gboolean folder_drop(const char *path, const char *prefix, GHashTable *living, gint64 now, guint *dropped, GError **error)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autofree char *oid = g_strconcat(prefix ? prefix : "", name, NULL);
        struct stat facts;
        git_oid parsed;
        gboolean leftover = g_str_has_prefix(name, OBJECT_TEMP_PREFIX);
        gboolean orphan = prefix && store_oid_parse(oid, &parsed, NULL) && !g_hash_table_contains(living, oid);
        if ((!leftover && !orphan) || stat(file, &facts) != 0 || !S_ISREG(facts.st_mode) || now - facts.st_mtime <= STORE_OLD_SECONDS)
            continue;
        if (unlink(file) != 0 && errno != ENOENT)
            return error_set_errno(error, errno, "drop an orphan");
        *dropped += 1;
    }
    return TRUE;
}

static gboolean orphans_drop(StoreDocument *document, GHashTable *living, GError **error)
{
    gint64 now = 0;
    guint dropped = 0;
    if (!disk_now(document, &now, error) || !folder_drop(document->objects, NULL, living, now, &dropped, error))
        return FALSE;
    for (guint i = 0; i < 256; i++) {
        g_autofree char *prefix = g_strdup_printf("%02x", i);
        g_autofree char *folder = g_build_filename(document->objects, prefix, NULL);
        if (!folder_drop(folder, prefix, living, now, &dropped, error))
            return FALSE;
    }
    if (dropped > 0)
        log_info("store_orphans_dropped", log_field("document", "%s", document->id), log_field("count", "%u", dropped));
    return TRUE;
}

gboolean store_sweep_document(Store *store, const char *document_id, const char *const *commits, const guint *numbers, gsize count,
                              GError **error)
{
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    g_autoptr(GHashTable) living = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gsize newest = 0;
    git_oid oid;
    if (!document || !store_document_lock(document, LOCK_EX, error))
        return FALSE;
    for (gsize i = 0; i < count; i++) {
        if (!store_oid_parse(commits[i], &oid, error) || !commit_mark(document, &oid, living, error))
            return FALSE;
        if (numbers[i] >= numbers[newest])
            newest = i;
    }
    for (gsize i = 0; i < count; i++) {
        g_autofree char *tag = g_strdup_printf("refs/tags/v%u", numbers[i]);
        git_oid_fromstr(&oid, commits[i]);
        if (!ref_mend(document, tag, &oid, living, error) || (i == newest && !ref_mend(document, "refs/heads/main", &oid, living, error)))
            return FALSE;
    }
    return store_refs_sync(document, error) && refs_mark(document, living, error) && orphans_drop(document, living, error);
}

/* A repository that was never finished, by its age. */
static void unfinished_drop(const char *path)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && g_get_real_time() / G_USEC_PER_SEC - facts.st_mtime > STORE_OLD_SECONDS)
        store_folder_remove(path);
}

static gboolean shelf_each(const char *path, gboolean (*each)(const char *, gpointer), gpointer data)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *id = g_strndup(name, 36);
        g_autofree char *full = g_build_filename(path, name, NULL);
        if (strlen(name) < 40 || !text_is_uuid(id))
            continue;
        if (strcmp(name + 36, ".git") == 0) {
            if (!each(id, data))
                return FALSE;
        } else if (g_str_has_suffix(name, ".new")) {
            unfinished_drop(full);
        }
    }
    return TRUE;
}

static gboolean is_shelf(const char *name)
{
    return strlen(name) == 2 && g_ascii_isxdigit(name[0]) && g_ascii_isxdigit(name[1]);
}

gboolean store_each(Store *store, gboolean (*each)(const char *document_id, gpointer data), gpointer data, GError **error)
{
    g_autoptr(GDir) outer = g_dir_open(store->folder, 0, NULL);
    const char *first, *second;
    if (!outer)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "the store's folder cannot be read");
    while ((first = g_dir_read_name(outer))) {
        g_autofree char *path = g_build_filename(store->folder, first, NULL);
        g_autoptr(GDir) inner = is_shelf(first) ? g_dir_open(path, 0, NULL) : NULL;
        while (inner && (second = g_dir_read_name(inner))) {
            g_autofree char *shelf = g_build_filename(path, second, NULL);
            if (is_shelf(second) && !shelf_each(shelf, each, data))
                return TRUE;
        }
    }
    return TRUE;
}
