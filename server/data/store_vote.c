/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys of secret votes, each a file of its own beside the signing key and on
 * the same shared folder, so that any machine can hand out papers and count. A
 * file, not a row: what PostgreSQL once knew stands in its log and in every
 * backup, and cannot be destroyed. It neither makes nor uses these keys.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *votes_folder(Store *store)
{
    return g_build_filename(store->folder, "keys", "votes", NULL);
}

/* NULL when the id is no UUID: it becomes part of a path. */
static char *vote_key_path(Store *store, const char *vote_id, const char *part, GError **error)
{
    if (!text_is_uuid(vote_id)) {
        error_set(error, ERROR_NOT_FOUND, NULL, "no such vote");
        return NULL;
    }
    g_autofree char *lower = g_ascii_strdown(vote_id, -1);
    g_autofree char *name = g_strdup_printf("%s.%s", lower, part);
    g_autofree char *folder = votes_folder(store);
    return g_build_filename(folder, name, NULL);
}

gboolean store_vote_key_write(Store *store, const char *vote_id, const char *part, GBytes *key, GError **error)
{
    g_autofree char *path = vote_key_path(store, vote_id, part, error);
    if (!path)
        return FALSE;
    g_autofree char *folder = votes_folder(store);
    g_autofree char *above = g_path_get_dirname(folder);
    if (mkdir(folder, 0700) == 0) {
        if (!folder_sync(above, error))
            return FALSE;
    } else if (errno != EEXIST)
        return error_set_errno(error, errno, "make the folder of the votes' keys");
    gsize count = 0;
    const char *bytes = g_bytes_get_data(key, &count);
    return store_file_replace(path, bytes, count, 0600, error);
}

static void bytes_wipe(gpointer data)
{
    GByteArray *array = data;
    sodium_memzero(array->data, array->len);
    g_byte_array_unref(array);
}

GBytes *store_vote_key_read(Store *store, const char *vote_id, const char *part, GError **error)
{
    g_autofree char *path = vote_key_path(store, vote_id, part, error);
    if (!path)
        return NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat facts;
    if (fd < 0 && errno == ENOENT) {
        error_set(error, ERROR_NOT_FOUND, NULL, "the vote has no such key");
        return NULL;
    }
    if (fd < 0 || fstat(fd, &facts) != 0) {
        error_set_errno(error, errno, "open a vote's key");
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    GByteArray *array = g_byte_array_sized_new((guint)facts.st_size);
    g_byte_array_set_size(array, (guint)facts.st_size);
    ssize_t got = read(fd, array->data, array->len);
    close(fd);
    GBytes *bytes = g_bytes_new_with_free_func(array->data, array->len, bytes_wipe, array);
    if (got == (ssize_t)facts.st_size && got > 0)
        return bytes;
    g_bytes_unref(bytes);
    error_set(error, ERROR_STORE_DAMAGED, NULL, "a vote's key cannot be read");
    return NULL;
}

static gboolean file_destroy(const char *path, GError **error)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT || error_set_errno(error, errno, "open a vote's key");
    struct stat facts;
    guint8 zeros[256] = {0};
    gboolean over = fstat(fd, &facts) == 0;
    for (off_t at = 0; over && at < facts.st_size;) { /* as far as the file system writes in place: docs/secret-votes.md */
        ssize_t put = pwrite(fd, zeros, MIN(sizeof zeros, (gsize)(facts.st_size - at)), at);
        over = put > 0;
        at += put;
    }
    over = over && fdatasync(fd) == 0 && (unlink(path) == 0 || errno == ENOENT);
    if (!over)
        error_set_errno(error, errno, "destroy a vote's key");
    close(fd);
    return over;
}

gboolean store_vote_key_destroy(Store *store, const char *vote_id, const char *part, GError **error)
{
    /* With what a broken write may have left under another ending. */
    g_autofree char *start = g_strdup_printf("%s.%s", vote_id, part ? part : "");
    g_autofree char *lower = g_ascii_strdown(start, -1);
    g_autofree char *folder = votes_folder(store);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name = NULL;
    gboolean done = TRUE;
    while (done && dir && (name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, lower)) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            done = file_destroy(path, error);
        }
    return done && (!dir || folder_sync(folder, error));
}

char **store_vote_key_list(Store *store)
{
    g_autofree char *folder = votes_folder(store);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GStrvBuilder) votes = g_strv_builder_new();
    const char *name = NULL;
    while (dir && (name = g_dir_read_name(dir))) {
        const char *dot = strchr(name, '.');
        g_autofree char *vote = dot ? g_strndup(name, (gsize)(dot - name)) : NULL;
        if (vote && text_is_uuid(vote) && g_hash_table_add(seen, g_strdup(vote)))
            g_strv_builder_add(votes, vote);
    }
    return g_strv_builder_end(votes);
}
