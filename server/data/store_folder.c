/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document's bare repository as folders and files: as lean as stock git
 * accepts, made beside its place and renamed into it, so that a half-made
 * repository is never met under its name. Knows nothing of objects.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Papers do not compress, so stock git shall neither try to nor look for deltas in them when someone packs. */
static const char config_text[] = "[core]\n"
                                  "\trepositoryformatversion = 0\n"
                                  "\tfilemode = true\n"
                                  "\tbare = true\n"
                                  "\tbigFileThreshold = 1m\n"
                                  "\tfsync = all\n"
                                  "[gc]\n"
                                  "\tauto = 0\n";
static const char head_text[] = "ref: refs/heads/main\n";
static const char *const folders[] = {"objects", "refs", "refs/heads", "refs/tags"};
static const char *const files[] = {"HEAD", "config"};

/* Written and on its way to the disk. fd may be −1, from the open that failed just before. */
static gboolean file_fill(int fd, const char *bytes, gsize count, GError **error)
{
    if (fd < 0)
        return error_set_errno(error, errno, "make a file of the store");
    errno = ENOSPC; /* a short write sets none */
    if (write(fd, bytes, count) != (gssize)count)
        return error_set_errno(error, errno, "write a file of the store");
    (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE); /* so that one journal commit serves several */
    return TRUE;
}

static gboolean file_sync(int fd, GError **error)
{
    return fsync(fd) == 0 || error_set_errno(error, errno, "sync a file of the store");
}

static int file_make(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
}

gboolean store_file_replace(const char *path, const char *bytes, gsize count, int mode, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *temp = g_strconcat(path, ".XXXXXX.new", NULL);
    int fd = g_mkstemp_full(temp, O_WRONLY | O_CLOEXEC, mode);
    gboolean done = file_fill(fd, bytes, count, error) && file_sync(fd, error);
    if (fd >= 0)
        close(fd);
    if (done && rename(temp, path) != 0)
        done = error_set_errno(error, errno, "name a file of the store");
    if (!done) {
        if (fd >= 0)
            unlink(temp);
        return FALSE;
    }
    return folder_sync(folder, error);
}

static gboolean folder_fill(const char *path, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(path, folders[i], NULL);
        if (mkdir(folder, 0750) != 0)
            return error_set_errno(error, errno, "make a repository");
    }
    int config = file_make(path, "config");
    gboolean done = file_fill(config, config_text, strlen(config_text), error);
    int head = done ? file_make(path, "HEAD") : -1;
    done = done && file_fill(head, head_text, strlen(head_text), error) && file_sync(config, error) && file_sync(head, error);
    if (config >= 0)
        close(config);
    if (head >= 0)
        close(head);
    if (!done)
        return FALSE;
    /* What is inside objects and refs/… is synced by those who put it there. */
    g_autofree char *refs = g_build_filename(path, "refs", NULL);
    return folder_sync(refs, error) && folder_sync(path, error);
}

void store_folder_remove(const char *path)
{
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *file = g_build_filename(path, files[i], NULL);
        unlink(file);
    }
    for (gsize i = G_N_ELEMENTS(folders); i > 0; i--) {
        g_autofree char *folder = g_build_filename(path, folders[i - 1], NULL);
        rmdir(folder);
    }
    rmdir(path);
}

gboolean store_folder_make(const char *path, const char *id, GError **error)
{
    g_autofree char *second = g_path_get_dirname(path);
    g_autofree char *first = g_path_get_dirname(second);
    if ((mkdir(first, 0750) != 0 && errno != EEXIST) || (mkdir(second, 0750) != 0 && errno != EEXIST))
        return error_set_errno(error, errno, "make a folder of the store");
    g_autofree char *fresh = g_strdup_printf("%s/%s.XXXXXX.new", second, id);
    if (!g_mkdtemp_full(fresh, 0750))
        return error_set_errno(error, errno, "make a repository");
    gboolean done = folder_fill(fresh, error);
    if (done && rename(fresh, path) != 0) {
        int number = errno;
        /* Another writer of the same document was first: theirs is as good. */
        done = number == EEXIST || number == ENOTEMPTY || error_set_errno(error, number, "name a repository");
        store_folder_remove(fresh);
    } else if (!done) {
        store_folder_remove(fresh);
    }
    return done;
}

gboolean store_place_sync(const char *path, GError **error)
{
    g_autofree char *second = g_path_get_dirname(path);
    g_autofree char *first = g_path_get_dirname(second);
    g_autofree char *folder = g_path_get_dirname(first);
    return folder_sync(second, error) && folder_sync(first, error) && folder_sync(folder, error);
}
