/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The disk cache: entries are whole or absent, the unused go first, and the
 * folder may be taken away at any time.
 */
#include "paper/cache.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEY "aa00000000000000000000000000000000000000000000000000000000000001"

static char *folder_new(void)
{
    char *folder = g_dir_make_tmp("nghisu-cache-XXXXXX", NULL);
    g_assert_nonnull(folder);
    return folder;
}

static void folder_remove(const char *folder)
{
    g_autofree char *command = g_strdup_printf("rm -rf %s", folder);
    g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
}

static void cache__gives_back_what_was_put(void)
{
    g_autofree char *folder = folder_new();
    Cache *cache = cache_open(folder, 1 << 20, NULL);
    guint64 bytes = 0;
    char read_back[8] = {0};
    g_assert_cmpint(cache_get(cache, KEY, "1-1240.png", &bytes), ==, -1);
    g_assert_true(cache_put(cache, KEY, "1-1240.png", "picture", 7));
    int fd = cache_get(cache, KEY, "1-1240.png", &bytes);
    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpuint(bytes, ==, 7);
    g_assert_cmpint(read(fd, read_back, 7), ==, 7);
    g_assert_cmpstr(read_back, ==, "picture");
    close(fd);
    cache_drop(cache, KEY, "1-1240.png");
    g_assert_cmpint(cache_get(cache, KEY, "1-1240.png", &bytes), ==, -1);
    cache_close(cache);
    folder_remove(folder);
}

static void cache__evicts_the_longest_unused(void)
{
    g_autofree char *folder = folder_new();
    Cache *cache = cache_open(folder, 100 * 1024, NULL);
    char page[16 * 1024];
    guint64 bytes;
    memset(page, 'x', sizeof page);
    for (int i = 0; i < 12; i++) {
        g_autofree char *name = g_strdup_printf("%d", i), *path = g_strdup_printf("%s/aa/%s/%d", folder, KEY, i);
        g_assert_true(cache_put(cache, KEY, name, page, sizeof page));
        struct timespec times[2] = {{.tv_sec = 1000000 + i}, {.tv_sec = 1000000 + i}};
        utimensat(AT_FDCWD, path, times, 0);
    }
    g_assert_cmpuint(cache_sweep(cache), <=, 100 * 1024);
    g_assert_cmpint(cache_get(cache, KEY, "0", &bytes), ==, -1);
    int fd = cache_get(cache, KEY, "11", &bytes);
    g_assert_cmpint(fd, >=, 0);
    close(fd);
    cache_close(cache);
    folder_remove(folder);
}

static void cache__survives_losing_its_folder(void)
{
    g_autofree char *folder = folder_new();
    Cache *cache = cache_open(folder, 1 << 20, NULL);
    guint64 bytes;
    g_assert_true(cache_put(cache, KEY, "1", "a", 1));
    folder_remove(folder);
    g_assert_cmpint(cache_get(cache, KEY, "1", &bytes), ==, -1);
    g_assert_true(cache_put(cache, KEY, "1", "a", 1));
    int fd = cache_get(cache, KEY, "1", &bytes);
    g_assert_cmpint(fd, >=, 0);
    close(fd);
    cache_close(cache);
    folder_remove(folder);
}

static void cache__leaves_nothing_half_written(void)
{
    g_autofree char *folder = folder_new(), *parent = g_strdup_printf("%s/aa/%s", folder, KEY);
    Cache *cache = cache_open(folder, 1 << 20, NULL);
    for (int i = 0; i < 20; i++)
        g_assert_true(cache_put(cache, KEY, "1", "abc", 3));
    g_autoptr(GDir) dir = g_dir_open(parent, 0, NULL);
    g_assert_cmpstr(g_dir_read_name(dir), ==, "1");
    g_assert_null(g_dir_read_name(dir));
    cache_close(cache);
    folder_remove(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cache/gives_back_what_was_put", cache__gives_back_what_was_put);
    g_test_add_func("/cache/evicts_the_longest_unused", cache__evicts_the_longest_unused);
    g_test_add_func("/cache/survives_losing_its_folder", cache__survives_losing_its_folder);
    g_test_add_func("/cache/leaves_nothing_half_written", cache__leaves_nothing_half_written);
    return g_test_run();
}
