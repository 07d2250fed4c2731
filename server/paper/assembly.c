/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file that is put together, and what is known of its parts. It parses no
 * PDF: what a part's objects say came through the sandbox.
 */
#include "paper/assembly_parts.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 20 };

static void name_clear(gpointer data)
{
    g_free(((AssemblyName *)data)->name);
}

void assembly_bookmark_clear(gpointer data)
{
    g_free(((AssemblyBookmark *)data)->title);
}

static void part_free(gpointer data)
{
    AssemblyPart *part = data;
    g_strfreev(part->labels);
    g_array_unref(part->bookmarks);
    g_free(part);
}

static GArray *array_of(gsize size, GDestroyNotify clear)
{
    GArray *array = g_array_new(FALSE, TRUE, (guint)size);
    if (clear)
        g_array_set_clear_func(array, clear);
    return array;
}

Assembly *assembly_new(const char *program, const char *path, GError **error)
{
    static const char head[] = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
    g_autoptr(Assembly) assembly = g_new0(Assembly, 1);
    g_autofree char *folder = g_path_get_dirname(path);
    assembly->program = g_strdup(program);
    assembly->path = g_strdup(path);
    assembly->aside = g_strdup_printf("%s.+%d", path, (int)getpid());
    assembly->checksum = g_checksum_new(G_CHECKSUM_SHA256);
    assembly->buffer = g_byte_array_sized_new(BUFFER_BYTES);
    assembly->entries = array_of(sizeof(AssemblyEntry), NULL);
    assembly->parts = g_ptr_array_new_with_free_func(part_free);
    assembly->placed = g_ptr_array_new();
    assembly->bookmarks = array_of(sizeof(AssemblyBookmark), assembly_bookmark_clear);
    assembly->names = array_of(sizeof(AssemblyName), name_clear);
    assembly->layers = array_of(sizeof(guint), NULL);
    assembly->hidden = array_of(sizeof(guint), NULL);
    g_array_set_size(assembly->entries, ASSEMBLY_FREE);
    g_mkdir_with_parents(folder, 0700);
    assembly->fd = open(assembly->aside, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (assembly->fd < 0) {
        error_set_errno(error, errno, assembly->aside);
        return NULL;
    }
    return assembly_write(assembly, head, sizeof head - 1, error) ? g_steal_pointer(&assembly) : NULL;
}

void assembly_free(Assembly *assembly)
{
    if (!assembly)
        return;
    if (assembly->fd >= 0) {
        close(assembly->fd);
        unlink(assembly->aside);
    }
    g_free(assembly->program);
    g_free(assembly->path);
    g_free(assembly->aside);
    g_checksum_free(assembly->checksum);
    g_byte_array_unref(assembly->buffer);
    g_array_unref(assembly->entries);
    g_ptr_array_unref(assembly->placed);
    g_ptr_array_unref(assembly->parts);
    g_array_unref(assembly->bookmarks);
    g_array_unref(assembly->names);
    g_array_unref(assembly->layers);
    g_array_unref(assembly->hidden);
    g_free(assembly);
}

/* ---- bytes */

gboolean assembly_flush(Assembly *assembly, GError **error)
{
    const guint8 *at = assembly->buffer->data;
    for (gsize left = assembly->buffer->len; left > 0;) {
        ssize_t written = write(assembly->fd, at, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return error_set_errno(error, written == 0 ? ENOSPC : errno, "meeting pack");
        at += written;
        left -= (gsize)written;
    }
    g_byte_array_set_size(assembly->buffer, 0);
    return TRUE;
}

gboolean assembly_write(Assembly *assembly, const void *data, gsize bytes, GError **error)
{
    g_checksum_update(assembly->checksum, data, (gssize)bytes);
    g_byte_array_append(assembly->buffer, data, (guint)bytes);
    assembly->offset += bytes;
    return assembly->buffer->len < BUFFER_BYTES || assembly_flush(assembly, error);
}

gboolean assembly_printf(Assembly *assembly, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return assembly_write(assembly, text, strlen(text), error);
}

guint assembly_number(Assembly *assembly)
{
    AssemblyEntry none = {0};
    g_array_append_val(assembly->entries, none);
    return assembly->entries->len - 1;
}

/* ---- parts */

typedef struct Mark { /* to come back to, when a file turns out to be broken */
    guint64 offset;
    GChecksum *checksum;
    guint entries, layers, hidden;
} Mark;

static gboolean mark_set(Assembly *assembly, Mark *mark, GError **error)
{
    *mark = (Mark){
        .offset = assembly->offset, .entries = assembly->entries->len, .layers = assembly->layers->len, .hidden = assembly->hidden->len};
    if (!assembly_flush(assembly, error))
        return FALSE;
    mark->checksum = g_checksum_copy(assembly->checksum);
    return TRUE;
}

static gboolean mark_return(Assembly *assembly, Mark *mark, GError **error)
{
    g_byte_array_set_size(assembly->buffer, 0);
    g_checksum_free(assembly->checksum);
    assembly->checksum = g_steal_pointer(&mark->checksum);
    assembly->offset = mark->offset;
    g_array_set_size(assembly->entries, mark->entries);
    g_array_set_size(assembly->layers, mark->layers);
    g_array_set_size(assembly->hidden, mark->hidden);
    if (ftruncate(assembly->fd, (off_t)mark->offset) < 0 || lseek(assembly->fd, (off_t)mark->offset, SEEK_SET) < 0)
        return error_set_errno(error, errno, "meeting pack");
    return TRUE;
}

static AssemblyPart *part_add(Assembly *assembly, int fd, const AssemblyPlan *plan, GError **error)
{
    Mark mark;
    if (!mark_set(assembly, &mark, error))
        return NULL;
    AssemblyPart *part = g_new0(AssemblyPart, 1);
    part->bookmarks = array_of(sizeof(AssemblyBookmark), assembly_bookmark_clear);
    part->labels = g_strdupv((char **)plan->labels);
    part->node = assembly_number(assembly);
    part->first = assembly->entries->len;
    if (assembly_copy(assembly, fd, part, plan, error)) {
        g_checksum_free(mark.checksum);
        g_ptr_array_add(assembly->parts, part);
        return part;
    }
    part_free(part);
    mark_return(assembly, &mark, error && *error ? NULL : error);
    return NULL;
}

/* The file beside ours, without a name: on disk, not in memory. */
static int spool_open(const Assembly *assembly, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(assembly->path);
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        fd = memfd_create("paper", MFD_CLOEXEC); /* a file system that has none */
    if (fd < 0)
        error_set_errno(error, errno, folder);
    return fd;
}

AssemblyPart *assembly_add(Assembly *assembly, const RenderSource *source, const AssemblyPlan *plan, GError **error)
{
    AssemblyPart *part = NULL;
    int fd = spool_open(assembly, error);
    if (fd < 0)
        return NULL;
    if (source->bytes == 0)
        error_set(error, ERROR_PDF_DAMAGED, NULL, "the file is empty");
    else if (source->write_to(fd, source->data, error))
        part = part_add(assembly, fd, plan, error);
    close(fd);
    return part;
}

static gboolean bytes_write_to(int fd, gpointer data, GError **error)
{
    gsize bytes = 0;
    const guint8 *at = g_bytes_get_data(data, &bytes);
    while (bytes > 0) {
        ssize_t written = write(fd, at, bytes);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return error_set_errno(error, errno, "meeting pack");
        at += written;
        bytes -= (gsize)written;
    }
    return TRUE;
}

AssemblyPart *assembly_add_bytes(Assembly *assembly, GBytes *pdf, const AssemblyPlan *plan, GError **error)
{
    RenderSource source = {.bytes = g_bytes_get_size(pdf), .write_to = bytes_write_to, .data = pdf};
    return assembly_add(assembly, &source, plan, error);
}

guint assembly_sheets(Assembly *assembly, GBytes *pdf, guint count, GError **error)
{
    AssemblyPlan plan = {.shape = PACK_SHEETS, .pages = count};
    AssemblyPart *part = assembly_add_bytes(assembly, pdf, &plan, error);
    return part ? part->first : 0;
}

guint assembly_pages(const AssemblyPart *part)
{
    return part->pages;
}

gboolean assembly_is_signed(const AssemblyPart *part)
{
    return part->is_signed;
}

guint assembly_peak_mebibytes(const Assembly *assembly)
{
    return assembly->peak_mebibytes;
}

/* ---- the order of reading */

void assembly_place(Assembly *assembly, AssemblyPart *part)
{
    g_ptr_array_add(assembly->placed, part);
}

static guint page_number(const AssemblyPart *part, guint page)
{
    return part->first + CLAMP(page, 1, part->pages) - 1;
}

void assembly_bookmark(Assembly *assembly, guint depth, const char *title, const AssemblyPart *part, guint page)
{
    AssemblyBookmark bookmark = {.title = g_strdup(title), .depth = depth, .page = page_number(part, page)};
    g_array_append_val(assembly->bookmarks, bookmark);
}

void assembly_bookmarks_of(Assembly *assembly, guint depth, const AssemblyPart *part)
{
    guint least = 0; /* a file may begin at any depth, ours may not */
    for (guint i = 0; i < part->bookmarks->len; i++) {
        const AssemblyBookmark *own = &g_array_index(part->bookmarks, AssemblyBookmark, i);
        guint own_depth = MIN(own->depth, least);
        assembly_bookmark(assembly, depth + own_depth, own->title, part, own->page);
        least = own_depth + 1;
    }
}

void assembly_name(Assembly *assembly, const char *name, const AssemblyPart *part, guint page)
{
    AssemblyName one = {g_strdup(name), page_number(part, page)};
    g_array_append_val(assembly->names, one);
}
