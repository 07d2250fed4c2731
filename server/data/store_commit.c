/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A version as git knows it: its trees and a signed commit. People's words
 * enter only as name, email and note, cleaned of what would break git's
 * lines; no path comes from a person. Moves no ref.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMITTER_NAME "Nghị Sự"
#define COMMITTER_EMAIL "store@nghisu.invalid"

static const char *const tree_folders[] = {"attachments", "content", "lists", "pdf", "rendition"};
/* What says what a tree is comes first: of a document's version, of a meeting's record. */
static const char *const tree_heads[] = {"document.json", "record.json"};
static const char *const record_files[] = {"agenda.json", "attendance.json", "conclusions.json", "events.json",
                                           "item.json",   "minutes.json",    "papers.json",      "restricted.json",
                                           "salt",        "speeches.json",   "votes.json"};

static gboolean is_one_of(const char *path, const char *const *names, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        if (strcmp(path, names[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

/* One of our own names, or one of our folders and a plain lower-case name. */
static gboolean path_fits(const char *path)
{
    if (is_one_of(path, tree_heads, G_N_ELEMENTS(tree_heads)) || is_one_of(path, record_files, G_N_ELEMENTS(record_files)))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(tree_folders); i++) {
        gsize length = strlen(tree_folders[i]);
        if (strncmp(path, tree_folders[i], length) != 0 || path[length] != '/')
            continue;
        const char *name = path + length + 1;
        return g_ascii_isalnum(name[0]) && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(name) && !strstr(name, "..") &&
               !g_str_has_suffix(name, ".") && !g_str_has_suffix(name, ".lock");
    }
    return FALSE;
}

static gint file_order(gconstpointer a, gconstpointer b)
{
    return strcmp(((const StoreFile *)a)->path, ((const StoreFile *)b)->path);
}

void store_manifest(GArray *files, char *out)
{
    g_autoptr(Digest) digest = digest_new(EVP_sha256());
    g_array_sort(files, file_order);
    for (guint i = 0; i < files->len; i++) {
        const StoreFile *file = &g_array_index(files, StoreFile, i);
        g_autofree char *line = g_strdup_printf("%s  %s\n", file->sha256, file->path);
        digest_add(digest, line, strlen(line));
    }
    digest_hex(digest, out);
}

/* What stands between angle brackets or before them in git's author line. */
static char *line_clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *clean = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter == '<' || letter == '>')
            continue;
        g_string_append_unichar(clean, g_unichar_iscntrl(letter) ? ' ' : letter);
    }
    return g_strstrip(g_string_free(clean, FALSE));
}

static char *note_clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *clean = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter == '\n' || !g_unichar_iscntrl(letter))
            g_string_append_unichar(clean, letter);
    }
    return g_strstrip(g_string_free(clean, FALSE));
}

static char *message_text(const StoreCommit *commit, const char *manifest)
{
    g_autofree char *note = note_clean(commit->note);
    g_autofree char *author = line_clean(commit->author_id);
    g_autofree char *title = *note ? g_strdup(note) : g_strdup_printf("Version %u", commit->version_number);
    return g_strdup_printf("%s\n\nVersion: %u\nManifest-SHA256: %s\nAuthor-Id: %s\n", title, commit->version_number, manifest, author);
}

static git_signature *author_of(const StoreCommit *commit, GError **error)
{
    git_signature *author = NULL;
    g_autofree char *id = line_clean(commit->author_id);
    g_autofree char *name = line_clean(commit->author_name);
    g_autofree char *given = line_clean(commit->author_email);
    g_autofree char *made = g_strdup_printf("%s@nghisu.invalid", id);
    const char *email = strchr(given, '@') && !strpbrk(given, " \t\"") ? given : made;
    gint64 at = MAX(commit->at, 0);
    /* libgit2 trims punctuation and refuses what is then empty: a name of dots becomes the id. */
    if (git_signature_new(&author, name, email, at, 0) == 0 || git_signature_new(&author, id, email, at, 0) == 0)
        return author;
    store_git_error(error, "name a version's author");
    return NULL;
}

/* The blob is there, is as long as said, and is made young, so that no sweep takes it before the version exists. */
static gboolean file_hold(StoreDocument *document, git_odb *odb, const StoreFile *file, GError **error)
{
    git_oid oid;
    size_t bytes;
    git_object_t type;
    if (!store_oid_parse(file->oid, &oid, error))
        return FALSE;
    g_autofree char *path = object_path(document->objects, file->oid);
    if (utimensat(AT_FDCWD, path, NULL, 0) != 0 && errno != ENOENT)
        return error_set_errno(error, errno, "touch an object");
    if (git_odb_read_header(&bytes, &type, odb, &oid) != 0 || type != GIT_OBJECT_BLOB || bytes != file->bytes)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "object %s is not the file it should be", file->oid);
    return TRUE;
}

static gboolean entry_add(git_treebuilder *builder, const char *name, const git_oid *oid, git_filemode_t mode, GError **error)
{
    return git_treebuilder_insert(NULL, builder, name, oid, mode) == 0 || store_git_error(error, "add to a tree");
}

/* The tree of the files under folder, or the root with folder NULL. *count: its entries. */
static gboolean tree_write(StoreDocument *document, GArray *files, const char *folder, git_oid *out, guint *count, GError **error)
{
    g_autoptr(git_treebuilder) builder = NULL;
    if (git_treebuilder_new(&builder, document->repo, NULL) != 0)
        return store_git_error(error, "begin a tree");
    for (guint i = 0; i < files->len; i++) {
        const StoreFile *file = &g_array_index(files, StoreFile, i);
        const char *slash = strchr(file->path, '/');
        git_oid oid;
        if (folder ? !slash || strncmp(file->path, folder, (gsize)(slash - file->path)) != 0 : slash != NULL)
            continue;
        if (!store_oid_parse(file->oid, &oid, error) || !entry_add(builder, slash ? slash + 1 : file->path, &oid, GIT_FILEMODE_BLOB, error))
            return FALSE;
    }
    for (gsize i = 0; !folder && i < G_N_ELEMENTS(tree_folders); i++) {
        git_oid oid;
        guint inside = 0;
        if (!tree_write(document, files, tree_folders[i], &oid, &inside, error) ||
            (inside > 0 && !entry_add(builder, tree_folders[i], &oid, GIT_FILEMODE_TREE, error)))
            return FALSE;
    }
    *count = (guint)git_treebuilder_entrycount(builder);
    if (*count > 0 && git_treebuilder_write(out, builder) != 0)
        return store_git_error(error, "write a tree");
    return TRUE;
}

static gboolean commit_sign(Store *store, StoreDocument *document, const StoreCommit *commit, const git_oid *tree_id, const char *message,
                            git_oid *out, GError **error)
{
    g_autoptr(git_tree) tree = NULL;
    g_autoptr(git_commit) parent = NULL;
    g_autoptr(git_signature) committer = NULL;
    g_auto(git_buf) buffer = {0};
    git_oid parent_id;
    gint64 now = 0;
    g_autoptr(git_signature) author = author_of(commit, error);
    if (!author)
        return FALSE;
    if (git_tree_lookup(&tree, document->repo, tree_id) != 0)
        return store_git_error(error, "read a tree");
    if (commit->parent) {
        if (!store_oid_parse(commit->parent, &parent_id, error))
            return FALSE;
        if (git_commit_lookup(&parent, document->repo, &parent_id) != 0)
            return store_git_error(error, "read the version before");
    }
    int key = store_key_hold(store, &now, error);
    if (key < 0)
        return FALSE;
    const git_commit *parents[] = {parent};
    g_autofree char *armoured = NULL;
    gboolean done =
        (git_signature_new(&committer, COMMITTER_NAME, COMMITTER_EMAIL, now, 0) == 0 &&
         git_commit_create_buffer(&buffer, document->repo, author, committer, NULL, message, tree, parent ? 1 : 0, parents) == 0) ||
        store_git_error(error, "word a commit");
    if (done)
        armoured = store_sign(store, buffer.ptr, buffer.size, error);
    close(key);
    if (!armoured)
        return FALSE;
    return git_commit_create_with_signature(out, document->repo, buffer.ptr, armoured, "gpgsig") == 0 ||
           store_git_error(error, "write a commit");
}

gboolean store_commit(Store *store, const StoreCommit *commit, char *commit_out, GError **error)
{
    g_autoptr(StoreDocument) document = store_document_open(store, commit->document_id, error);
    g_autoptr(git_odb) odb = NULL;
    git_oid tree, oid;
    guint count = 0;
    char manifest[65];
    if (!document || !store_document_lock(document, LOCK_SH, error))
        return FALSE;
    if (git_repository_odb(&odb, document->repo) != 0)
        return store_git_error(error, "open the objects");
    g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(StoreFile));
    g_autoptr(GPtrArray) oids = g_ptr_array_new_with_free_func(g_free);
    g_array_append_vals(files, commit->files, (guint)commit->file_count);
    store_manifest(files, manifest);
    gboolean described = FALSE;
    for (guint i = 0; i < files->len; i++) {
        const StoreFile *file = &g_array_index(files, StoreFile, i);
        if (!path_fits(file->path) || (i > 0 && strcmp(file->path, file[-1].path) == 0))
            return error_set(error, ERROR_INTERNAL, NULL, "a path of a version does not fit");
        if (!file_hold(document, odb, file, error))
            return FALSE;
        described = described || is_one_of(file->path, tree_heads, G_N_ELEMENTS(tree_heads));
        g_ptr_array_add(oids, g_strdup(file->oid));
    }
    if (!described)
        return error_set(error, ERROR_INTERNAL, NULL, "a version does not say what it is");
    g_autofree char *message = message_text(commit, manifest);
    if (!tree_write(document, files, NULL, &tree, &count, error) || !commit_sign(store, document, commit, &tree, message, &oid, error) ||
        !store_document_flush(document, oids, commit->parent == NULL, error))
        return FALSE;
    git_oid_tostr(commit_out, GIT_OID_HEXSZ + 1, &oid);
    return TRUE;
}

static gboolean tree_list(StoreDocument *document, git_odb *odb, git_tree *tree, const char *prefix, GArray *files, GError **error)
{
    for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        g_autofree char *path = g_strconcat(prefix, git_tree_entry_name(entry), NULL);
        const git_oid *oid = git_tree_entry_id(entry);
        if (git_tree_entry_type(entry) == GIT_OBJECT_TREE && !*prefix) {
            g_autoptr(git_tree) inner = NULL;
            g_autofree char *deeper = g_strconcat(path, "/", NULL);
            if (git_tree_lookup(&inner, document->repo, oid) != 0)
                return store_git_error(error, "read a tree");
            if (!tree_list(document, odb, inner, deeper, files, error))
                return FALSE;
            continue;
        }
        StoreFile file = {0};
        size_t bytes;
        git_object_t type;
        if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB || !path_fits(path) || strlen(path) >= sizeof file.path)
            return error_set(error, ERROR_STORE_DAMAGED, NULL, "a tree holds what the store never writes");
        if (git_odb_read_header(&bytes, &type, odb, oid) != 0)
            return store_git_error(error, "look at a file of a version");
        g_strlcpy(file.path, path, sizeof file.path);
        git_oid_tostr(file.oid, sizeof file.oid, oid);
        file.bytes = bytes;
        g_array_append_val(files, file);
    }
    return TRUE;
}

GArray *store_tree_files(StoreDocument *document, const git_oid *commit_id, GError **error)
{
    g_autoptr(git_odb) odb = NULL;
    g_autoptr(git_commit) commit = NULL;
    g_autoptr(git_tree) tree = NULL;
    g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(StoreFile));
    if (git_repository_odb(&odb, document->repo) != 0 || git_commit_lookup(&commit, document->repo, commit_id) != 0 ||
        git_commit_tree(&tree, commit) != 0) {
        store_git_error(error, "read a version");
        return NULL;
    }
    if (!tree_list(document, odb, tree, "", files, error))
        return NULL;
    return g_steal_pointer(&files);
}

GArray *store_list(Store *store, const char *document_id, const char *commit, GError **error)
{
    git_oid oid;
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    if (!document || !store_oid_parse(commit, &oid, error))
        return NULL;
    g_autoptr(GArray) files = store_tree_files(document, &oid, error);
    for (guint i = 0; files && i < files->len; i++) {
        StoreFile *file = &g_array_index(files, StoreFile, i);
        if (!store_object_digest(document, file->oid, GIT_OBJECT_BLOB, file->sha256, NULL, error))
            return NULL;
    }
    return g_steal_pointer(&files);
}
