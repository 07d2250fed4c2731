/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the tests of drawing: files as sources, and a renderer beside the test's
 * own program with a cache of its own.
 */
#pragma once
#include "base/text.h"
#include "paper/render.h"
#include <glib.h>
#include <string.h>
#include <unistd.h>

typedef struct PaperFile {
    RenderSource source;
    char *sha256;
    GBytes *bytes;
    gint taken; /* how often its bytes were asked for */
} PaperFile;

static inline gboolean paper_write(int fd, gpointer data, GError **error)
{
    PaperFile *file = data;
    gsize left = 0;
    const char *at = g_bytes_get_data(file->bytes, &left);
    (void)error;
    g_atomic_int_inc(&file->taken);
    while (left > 0) {
        ssize_t written = write(fd, at, left);
        g_assert_cmpint(written, >, 0);
        at += written;
        left -= (gsize)written;
    }
    return TRUE;
}

static inline PaperFile *paper_open(const char *path)
{
    char *content = NULL;
    gsize count = 0;
    if (!g_file_get_contents(path, &content, &count, NULL))
        return NULL;
    PaperFile *file = g_new0(PaperFile, 1);
    file->bytes = g_bytes_new_take(content, count);
    file->sha256 = text_sha256(content, count);
    file->source = (RenderSource){file->sha256, count, paper_write, file};
    return file;
}

static inline void paper_close(PaperFile *file)
{
    g_bytes_unref(file->bytes);
    g_free(file->sha256);
    g_free(file);
}

/* The root of the source tree. */
static inline char *paper_root(void)
{
    g_autofree char *unit = g_path_get_dirname(__FILE__), *tests = g_path_get_dirname(unit);
    return g_path_get_dirname(tests);
}

/* A small PDF of ours. */
static inline PaperFile *paper_own(const char *name)
{
    g_autofree char *root = paper_root(), *path = g_build_filename(root, "tests/data", name, NULL);
    PaperFile *file = paper_open(path);
    g_assert_nonnull(file);
    return file;
}

static inline Render *paper_start(const char *cache_folder)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *folder = g_path_get_dirname(self);
    g_autofree char *program = g_build_filename(folder, "nghisu-render", NULL);
    g_autoptr(GError) error = NULL;
    RenderOptions options = {.program = program, .cache_folder = cache_folder, .cache_bytes = 1 << 30};
    Render *render = render_start(&options, &error);
    g_assert_no_error(error);
    return render;
}

static inline void paper_remove(const char *folder)
{
    g_autofree char *command = g_strdup_printf("rm -rf %s", folder);
    g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
}
