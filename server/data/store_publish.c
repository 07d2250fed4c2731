/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refs: refs/heads/main on the newest version and refs/tags/v<number> on each.
 * They are for people with stock git; the database's row is what makes a
 * version exist, so a ref lost on the way is mended here or by the sweep.
 * Keeps git's own locking (<ref>.lock), and takes over a lock that is dead.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_DEAD_SECONDS 3 /* git holds a ref's lock for milliseconds; ours is inside the document's flock, so never waited for */
#define LOCK_TRIES 100
#define LOCK_PAUSE_US 50000

static int ref_lock(const char *path, GError **error)
{
    for (int i = 0; i < LOCK_TRIES; i++) {
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
        struct stat facts;
        if (fd >= 0)
            return fd;
        if (errno != EEXIST) {
            error_set_errno(error, errno, "lock a ref");
            return -1;
        }
        if (stat(path, &facts) == 0 && time(NULL) - facts.st_mtime >= LOCK_DEAD_SECONDS)
            unlink(path);
        else
            g_usleep(LOCK_PAUSE_US);
    }
    error_set(error, ERROR_BUSY, NULL, "a ref stays locked");
    return -1;
}

typedef struct RefDraft {
    int fd;
    char *path;
    char *lock;
} RefDraft;

/* An unplaced draft's lock is removed. */
static void ref_draft_clear(RefDraft *draft)
{
    if (draft->fd >= 0)
        close(draft->fd);
    if (draft->lock)
        unlink(draft->lock);
    g_free(draft->lock);
    g_free(draft->path);
}

static gboolean ref_draft(StoreDocument *document, const char *name, const char *line, gsize count, RefDraft *draft, GError **error)
{
    draft->path = g_build_filename(document->path, name, NULL);
    g_autofree char *lock = g_strconcat(draft->path, ".lock", NULL);
    g_autofree char *folder = g_path_get_dirname(draft->path);
    if (!folder_make(folder, error))
        return FALSE;
    draft->fd = ref_lock(lock, error);
    if (draft->fd < 0)
        return FALSE;
    draft->lock = g_steal_pointer(&lock);
    errno = ENOSPC; /* a short write sets none */
    if (write(draft->fd, line, count) != (gssize)count)
        return error_set_errno(error, errno, "write a ref");
    (void)sync_file_range(draft->fd, 0, 0, SYNC_FILE_RANGE_WRITE); /* on its way, so that one journal commit serves all */
    return TRUE;
}

gboolean store_refs_write(StoreDocument *document, const char *const *names, gsize count, const git_oid *oid, GError **error)
{
    char line[GIT_OID_HEXSZ + 2];
    g_autofree RefDraft *drafts = g_new0(RefDraft, count);
    gboolean done = TRUE;
    git_oid_tostr(line, sizeof line, oid);
    line[GIT_OID_HEXSZ] = '\n';
    for (gsize i = 0; i < count; i++)
        drafts[i].fd = -1;
    for (gsize i = 0; done && i < count; i++)
        done = ref_draft(document, names[i], line, GIT_OID_HEXSZ + 1, &drafts[i], error);
    for (gsize i = 0; done && i < count; i++)
        done = fsync(drafts[i].fd) == 0 || error_set_errno(error, errno, "sync a ref");
    for (gsize i = 0; done && i < count; i++) {
        done = rename(drafts[i].lock, drafts[i].path) == 0 || error_set_errno(error, errno, "name a ref");
        if (done)
            g_clear_pointer(&drafts[i].lock, g_free);
    }
    for (gsize i = 0; i < count; i++)
        ref_draft_clear(&drafts[i]);
    return done;
}

gboolean store_refs_sync(StoreDocument *document, GError **error)
{
    static const char *const folders[] = {"refs/heads", "refs/tags", "refs/" STORE_KEPT};
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(document->path, folders[i], NULL);
        if (access(folder, F_OK) == 0 && !folder_sync(folder, error))
            return FALSE;
    }
    return TRUE;
}

gboolean store_ref_read(StoreDocument *document, const char *name, git_oid *out, gboolean *found, GError **error)
{
    int result = git_reference_name_to_id(out, document->repo, name);
    *found = result == 0;
    return result == 0 || result == GIT_ENOTFOUND || store_git_error(error, "read a ref");
}

gboolean store_behind(StoreDocument *document, const git_oid *tip, const git_oid *ancestor, gboolean *behind, GError **error)
{
    git_oid at = *tip;
    for (;;) {
        *behind = git_oid_equal(&at, ancestor);
        if (*behind)
            return TRUE;
        g_autoptr(git_commit) commit = NULL;
        if (git_commit_lookup(&commit, document->repo, &at) != 0)
            return store_git_error(error, "read a version");
        if (git_commit_parentcount(commit) == 0)
            return TRUE;
        at = *git_commit_parent_id(commit, 0);
    }
}

/* Whether main must move to the commit. A commit that follows on main though versions between lost their refs in a stop may; another line
 * may not. */
static gboolean main_moves(StoreDocument *document, const git_oid *commit, const git_oid *expected, gboolean *moves, GError **error)
{
    git_oid now;
    gboolean found = FALSE, behind = FALSE;
    *moves = FALSE;
    if (!store_ref_read(document, "refs/heads/main", &now, &found, error))
        return FALSE;
    if (!found || (expected && git_oid_equal(&now, expected))) {
        *moves = TRUE;
        return TRUE;
    }
    if (!store_behind(document, &now, commit, &behind, error))
        return FALSE;
    if (behind)
        return TRUE;
    *moves = TRUE;
    if (!store_behind(document, commit, &now, &behind, error))
        return FALSE;
    return behind || error_set(error, ERROR_CONFLICT, NULL, "another version was published meanwhile");
}

gboolean store_publish(Store *store, const char *document_id, const char *commit, const char *expected_old, guint number, GError **error)
{
    git_oid oid, expected, tagged;
    gboolean moves = FALSE, found = FALSE;
    g_autoptr(git_commit) object = NULL;
    if (!store_oid_parse(commit, &oid, error) || (expected_old && !store_oid_parse(expected_old, &expected, error)))
        return FALSE;
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    if (!document || !store_document_lock(document, LOCK_EX, error))
        return FALSE;
    if (git_commit_lookup(&object, document->repo, &oid) != 0)
        return store_git_error(error, "read the version to publish");
    guint parents = git_commit_parentcount(object);
    if (parents != (expected_old ? 1 : 0) || (expected_old && !git_oid_equal(git_commit_parent_id(object, 0), &expected)))
        return error_set(error, ERROR_CONFLICT, NULL, "the version does not follow on the one expected");
    g_autofree char *tag = g_strdup_printf("refs/tags/v%u", number);
    if (!store_ref_read(document, tag, &tagged, &found, error))
        return FALSE;
    if (found && !git_oid_equal(&tagged, &oid))
        return error_set(error, ERROR_CONFLICT, NULL, "version %u is another commit already", number);
    if (!main_moves(document, &oid, expected_old ? &expected : NULL, &moves, error))
        return FALSE;
    const char *names[2];
    gsize count = 0;
    if (moves)
        names[count++] = "refs/heads/main";
    if (!found)
        names[count++] = tag;
    return store_refs_write(document, names, count, &oid, error) && store_refs_sync(document, error);
}
