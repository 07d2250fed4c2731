/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Has a document of our own words laid out in the sandbox. It keeps nothing:
 * what was printed once is printed again with the same bytes.
 */
#include "paper/render.h"
#include "base/error.h"
#include "base/text.h"
#include "paper/layer.h"
#include "paper/render_parts.h"
#include "workers/print.h"
#include <errno.h>
#include <unistd.h>

static gboolean write_description(int fd, gpointer data, GError **error)
{
    gsize left = 0;
    for (const char *at = g_bytes_get_data(data, &left); left > 0;) {
        ssize_t written = write(fd, at, left);
        if (written <= 0)
            return error_set_errno(error, errno, "a description in memory");
        at += written;
        left -= (gsize)written;
    }
    return TRUE;
}

GBytes *render_print(Render *render, GBytes *description, guint *pages, GError **error)
{
    gsize bytes = 0;
    const char *text = g_bytes_get_data(description, &bytes);
    g_autofree char *sha256 = text_sha256(text, bytes);
    RenderSource source = {sha256, bytes, write_description, description};
    PagesRequest request = {.magic = PAGES_MAGIC, .kind = PAGES_PRINT};
    PagesReply reply;
    g_autoptr(GBytes) made = NULL;
    if (pool_ask(render->pool, &source, &request, NULL, &reply, &made, error) != POOL_ANSWERED)
        return NULL;
    if (reply.status == PAGES_COSTLY) {
        error_set(error, ERROR_PAGE_TOO_COSTLY, NULL, "more pages than a document may have");
        return NULL;
    }
    if (reply.status != PAGES_DONE || reply.count < 1 || reply.count > PRINT_PAGES_LIMIT || !layer_file_is_sound(made)) {
        error_set(error, ERROR_INTERNAL, NULL, "the printer did not take the description");
        return NULL;
    }
    if (pages)
        *pages = reply.count;
    return g_steal_pointer(&made);
}
