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

static gboolean file_write(const char *path, const char *bytes, gsize count, int mode, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0)
        return error_set_errno(error, errno, "make a file of the store");
    gssize written = write(fd, bytes, count);
    int number = written < 0 ? errno : ENOSPC;
    gboolean done = written == (gssize)count;
    if (done && fsync(fd) != 0) {
        number = errno;
        done = FALSE;
    }
    close(fd);
    return done || error_set_errno(error, number, "write a file of the store");
}

gboolean store_file_replace(const char *path, const char *bytes, gsize count, int mode, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *temp = g_strdup_printf("%s.%08x.new", path, g_random_int());
    gboolean done = file_write(temp, bytes, count, mode, error);
    if (done && rename(temp, path) != 0)
        done = error_set_errno(error, errno, "name a file of the store");
    if (!done) {
        unlink(temp);
        return FALSE;
    }
    return folder_sync(folder, error);
}

static gboolean folder_fill(const char *path, GError **error)
{
    if (mkdir(path, 0750) != 0)
        return error_set_errno(error, errno, "make a repository");
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(path, folders[i], NULL);
        if (mkdir(folder, 0750) != 0)
            return error_set_errno(error, errno, "make a repository");
    }
    g_autofree char *config = g_build_filename(path, "config", NULL);
    g_autofree char *head = g_build_filename(path, "HEAD", NULL);
    if (!file_write(config, config_text, strlen(config_text), 0640, error) || !file_write(head, head_text, strlen(head_text), 0640, error))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(path, folders[i], NULL);
        if (!folder_sync(folder, error))
            return FALSE;
    }
    return folder_sync(path, error);
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
    if (!folder_make(first, error) || !folder_make(second, error))
        return FALSE;
    g_autofree char *fresh = g_strdup_printf("%s/%s.%08x.new", second, id, g_random_int());
    gboolean done = folder_fill(fresh, error);
    if (done && rename(fresh, path) != 0) {
        int number = errno;
        /* Another writer of the same document was first: theirs is as good. */
        done = number == EEXIST || number == ENOTEMPTY || error_set_errno(error, number, "name a repository");
        store_folder_remove(fresh);
    } else if (!done) {
        store_folder_remove(fresh);
    }
    return done && store_place_sync(path, error);
}

gboolean store_place_sync(const char *path, GError **error)
{
    g_autofree char *second = g_path_get_dirname(path);
    g_autofree char *first = g_path_get_dirname(second);
    g_autofree char *folder = g_path_get_dirname(first);
    return folder_sync(second, error) && folder_sync(first, error) && folder_sync(folder, error);
}
