/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of kinds we keep (B3), and libmagic in front of it. It decides what
 * a file is; whether a PDF can be drawn is the renderer's matter, and a damaged
 * one is kept all the same.
 */
#include "api/media.h"
#include "base/error.h"
#include <magic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    EDGE_BYTES = 64 * 1024,  /* a ZIP names its parts near its ends */
    PDF_HEADER_WITHIN = 1024 /* readers accept a header this late */
};

static const Media kept[] = {
    {"application/pdf", "pdf"},
    {"application/msword", "doc"},
    {"application/vnd.ms-excel", "xls"},
    {"application/vnd.ms-powerpoint", "ppt"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    {"application/vnd.oasis.opendocument.text", "odt"},
    {"application/vnd.oasis.opendocument.spreadsheet", "ods"},
    {"application/vnd.oasis.opendocument.presentation", "odp"},
    {"application/vnd.oasis.opendocument.graphics", "odg"},
    {"application/vnd.etsi.asic-e+zip", "asice"},
    {"application/xml", "xml"},
    {"text/plain", "txt"},
    {"text/csv", "csv"},
    {"image/png", "png"},
    {"image/jpeg", "jpg"},
    {"image/tiff", "tif"},
    {"image/webp", "webp"},
};

/* What libmagic calls otherwise. */
static const char *const aliases[][2] = {
    {"text/xml", "application/xml"},
    {"application/x-pdf", "application/pdf"},
};

/* A part that a ZIP of the kind must hold. */
static const char *const zip_parts[][2] = {
    {"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xl/workbook.", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"application/vnd.etsi.asic-e+zip", "application/vnd.etsi.asic-e+zip"},
};

static void magic_free(gpointer cookie)
{
    magic_close(cookie);
}

/* A magic_t serves one thread. */
static magic_t magic_of_thread(GError **error)
{
    static GPrivate cookie_of_thread = G_PRIVATE_INIT(magic_free);
    magic_t cookie = g_private_get(&cookie_of_thread);
    if (cookie)
        return cookie;
    cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF);
    if (!cookie || magic_load(cookie, NULL) != 0) {
        error_set(error, ERROR_INTERNAL, NULL, "libmagic: %s", cookie ? magic_error(cookie) : "no memory");
        if (cookie)
            magic_close(cookie);
        return NULL;
    }
    g_private_set(&cookie_of_thread, cookie);
    return cookie;
}

const Media *media_of_type(const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
        if (g_str_equal(type, aliases[i][0]))
            type = aliases[i][1];
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
        if (g_str_equal(type, kept[i].type))
            return &kept[i];
    return NULL;
}

gboolean media_is_pdf(const char *type)
{
    return g_strcmp0(type, "application/pdf") == 0;
}

static gboolean name_ends(const char *name, const char *extension)
{
    const char *dot = strrchr(name, '.');
    return dot && g_ascii_strcasecmp(dot + 1, extension) == 0;
}

static const Media *media_of_name(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
        if (name_ends(name, kept[i].extension))
            return &kept[i];
    return NULL;
}

/* Libmagic gives up early on some; the rest is looked up in the file's two ends. */
static const Media *media_by_looking(int fd, gint64 bytes, const char *type, const char *name)
{
    g_autofree char *edge = g_malloc(EDGE_BYTES);
    gssize head = pread(fd, edge, EDGE_BYTES, 0);
    if (head <= 0)
        return NULL;
    if (memmem(edge, MIN(head, PDF_HEADER_WITHIN), "%PDF-", 5) && (name_ends(name, "pdf") || !g_str_has_prefix(type, "text/")))
        return media_of_type("application/pdf");
    if (head >= 4 && memcmp(edge, "PK\003\004", 4) == 0) {
        for (int tail = 0; tail < 2; tail++) {
            gssize got = tail ? pread(fd, edge, EDGE_BYTES, MAX(0, bytes - EDGE_BYTES)) : head;
            for (gsize i = 0; got > 0 && i < G_N_ELEMENTS(zip_parts); i++)
                if (memmem(edge, got, zip_parts[i][0], strlen(zip_parts[i][0])))
                    return media_of_type(zip_parts[i][1]);
        }
        return NULL;
    }
    const Media *named = media_of_name(name);
    if (!named)
        return NULL;
    if (head >= 8 && memcmp(edge, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0 && strlen(named->extension) == 3 &&
        strstr("doc xls ppt", named->extension))
        return named;
    if (g_str_has_prefix(type, "text/") && (g_str_equal(named->extension, "txt") || g_str_equal(named->extension, "csv")))
        return named; /* text that looks like a program is text */
    return NULL;
}

const Media *media_of_file(int fd, const char *name, GError **error)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0)
        return error_set_errno(error, errno, "fstat"), NULL;
    if (facts.st_size == 0)
        return error_set(error, ERROR_EMPTY_FILE, NULL, "the file has no bytes"), NULL;
    magic_t cookie = magic_of_thread(error);
    if (!cookie)
        return NULL;
    if (lseek(fd, 0, SEEK_SET) < 0)
        return error_set_errno(error, errno, "lseek"), NULL;
    const char *found = magic_descriptor(cookie, fd);
    g_autofree char *type = g_strdup(found ? found : "application/octet-stream");

    const Media *media = media_of_type(type);
    if (!media || g_str_equal(media->type, "text/plain")) {
        const Media *looked = media_by_looking(fd, facts.st_size, type, name);
        media = looked ? looked : media;
    }
    if (!media)
        return error_set(error, ERROR_WRONG_MEDIA, "filename", "the content is %s, which is not kept here", type), NULL;
    if (name_ends(name, "pdf") && !media_is_pdf(media->type))
        return error_set(error, ERROR_WRONG_MEDIA, "filename", "the name says PDF, the content is %s", type), NULL;
    return media;
}
