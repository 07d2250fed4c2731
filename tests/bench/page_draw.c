/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws cold pages for page.mjs, as the server does: through render_picture,
 * each time for a file it has never seen, with nothing in the cache. Reads
 * "<path> <width>" a line, answers "<milliseconds> <bytes> <media>"; what the
 * child measured is in the log on standard error.
 *
 *     bench_page_draw <nghisu-render> <cache folder>
 */
#include "base/log.h"
#include "base/text.h"
#include "paper/render.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gboolean write_file(int fd, gpointer data, GError **error)
{
    gsize left = 0;
    const char *at = g_bytes_get_data(data, &left);
    (void)error;
    while (left > 0) {
        ssize_t written = write(fd, at, left);
        if (written <= 0)
            return FALSE;
        at += written;
        left -= (gsize)written;
    }
    return TRUE;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    log_start(G_LOG_LEVEL_DEBUG);
    g_autoptr(GError) error = NULL;
    RenderOptions options = {.program = argv[1], .cache_folder = argv[2], .cache_bytes = 1 << 30};
    g_autoptr(Render) render = render_start(&options, &error);
    if (!render) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    char line[4096], path[4000];
    unsigned width, serial = 0;
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%3999s %u", path, &width) == 2) {
        char *content = NULL;
        gsize count = 0;
        if (!g_file_get_contents(path, &content, &count, NULL))
            return 1;
        g_autoptr(GBytes) bytes = g_bytes_new_take(content, count);
        g_autofree char *name = g_strdup_printf("%s %u %d", path, serial++, (int)getpid()), *sha256 = text_sha256(name, strlen(name));
        RenderSource source = {sha256, count, write_file, bytes};
        RenderPicture picture;
        gint64 start = g_get_monotonic_time();
        if (!render_picture(render, &source, 1, width, NULL, &picture, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return 1;
        }
        double milliseconds = (double)(g_get_monotonic_time() - start) / 1000;
        close(picture.fd);
        printf("%.3f %" G_GUINT64_FORMAT " %s\n", milliseconds, picture.bytes, picture.media);
        fflush(stdout);
    }
    return 0;
}
