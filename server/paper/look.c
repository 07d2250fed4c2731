/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looks of pages, by their pictures. It decodes none.
 */
#include "paper/look.h"
#include "base/error.h"
#include "base/text.h"
#include <unistd.h>

enum {
    LOOK_WIDTH = 480, /* pixels: a signature or a seal shows */
    LOOKING_SECONDS = 15,
    AGAIN_SECONDS = 2
};

LookFiles look_files(Render *render, const RenderSource *from, const RenderSource *to)
{
    return (LookFiles){render, from, to, g_get_monotonic_time() + LOOKING_SECONDS * G_TIME_SPAN_SECOND};
}

static char *sha256_of(int fd, guint64 bytes, GError **error)
{
    g_autofree char *data = g_malloc(bytes + 1);
    for (guint64 done = 0; done < bytes;) {
        gssize got = pread(fd, data + done, bytes - done, (off_t)done);
        if (got <= 0)
            return error_set(error, ERROR_BUSY, NULL, "a picture went away"), NULL;
        done += (guint64)got;
    }
    return text_sha256(data, bytes);
}

char *look_at(gboolean newer, guint page, gpointer data, GError **error)
{
    const LookFiles *files = data;
    g_autoptr(GError) why = NULL;
    RenderPicture picture;
    if (g_get_monotonic_time() > files->end) {
        error_set(&why, ERROR_BUSY, NULL, "pages are still being compared");
        error_set_retry_after(why, AGAIN_SECONDS);
        return g_propagate_error(error, g_steal_pointer(&why)), NULL;
    }
    if (render_picture(files->render, newer ? files->to : files->from, page, LOOK_WIDTH, NULL, &picture, &why)) {
        char *look = sha256_of(picture.fd, picture.bytes, error);
        close(picture.fd);
        return look;
    }
    switch (error_kind(why)) {
    case ERROR_PAGE_CRASHED:
    case ERROR_PAGE_TOO_COSTLY:
    case ERROR_PDF_DAMAGED:
        return g_strdup_printf("%s %u", newer ? "new" : "old", page);
    default:
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
}
