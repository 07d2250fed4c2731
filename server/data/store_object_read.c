/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads loose git objects: ours by block arithmetic, stock git's by inflating.
 * Does not hash; whoever must know that the bytes are right streams them
 * through a digest (store_verify).
 */
#include "data/store_object.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define BLOCK_HEAD_BYTES 5
#define ZLIB_HEAD_BYTES 2
#define FIRST_DATA (ZLIB_HEAD_BYTES + BLOCK_HEAD_BYTES)
#define HEAD_LIMIT 32 /* "commit 18446744073709551615\0" is 28 */
#define CHUNK_BYTES 65536

typedef struct Inflater {
    z_stream zlib;
    guint64 file_offset;
    guint64 payload_offset; /* of the next byte given */
    gboolean ended;
    guint8 in[CHUNK_BYTES];
} Inflater;

struct ObjectFile {
    int fd;
    guint64 file_bytes;
    git_object_t type;
    guint64 bytes;
    gsize head_bytes;
    gboolean stored;   /* our layout, by its first block and its length */
    gboolean measured; /* has our layout's length and begins with a stored block, so it must be our layout */
    Inflater *inflater;
};

static gboolean damaged(GError **error, const char *what)
{
    return error_set(error, ERROR_STORE_DAMAGED, NULL, "%s", what);
}

/* Exactly count bytes, or an error: the caller knows that they must be there. */
static gboolean pread_all(int fd, void *buffer, gsize count, guint64 offset, GError **error)
{
    guint8 *at = buffer;
    while (count > 0) {
        gssize got = pread(fd, at, count, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(error, errno, "read an object");
        if (got == 0)
            return damaged(error, "an object is shorter than it says");
        at += got;
        count -= (gsize)got;
        offset += (guint64)got;
    }
    return TRUE;
}

static void inflater_free(Inflater *inflater)
{
    if (!inflater)
        return;
    inflateEnd(&inflater->zlib);
    g_free(inflater);
}

static void inflater_restart(ObjectFile *file)
{
    g_clear_pointer(&file->inflater, inflater_free);
    file->inflater = g_new0(Inflater, 1);
    if (inflateInit(&file->inflater->zlib) != Z_OK)
        g_error("zlib cannot start");
}

/* The next count payload bytes, fewer only at the end; −1 on error. */
static gssize inflater_next(ObjectFile *file, guint8 *out, gsize count, GError **error)
{
    Inflater *inflater = file->inflater;
    inflater->zlib.next_out = out;
    inflater->zlib.avail_out = (uInt)count;
    while (inflater->zlib.avail_out > 0 && !inflater->ended) {
        if (inflater->zlib.avail_in == 0) {
            gsize wanted = (gsize)MIN(sizeof inflater->in, file->file_bytes - inflater->file_offset);
            if (wanted == 0) {
                damaged(error, "an object's compressed bytes end early");
                return -1;
            }
            if (!pread_all(file->fd, inflater->in, wanted, inflater->file_offset, error))
                return -1;
            inflater->file_offset += wanted;
            inflater->zlib.next_in = inflater->in;
            inflater->zlib.avail_in = (uInt)wanted;
        }
        int state = inflate(&inflater->zlib, Z_NO_FLUSH);
        if (state == Z_STREAM_END) {
            inflater->ended = TRUE;
            if (inflater->zlib.avail_in > 0 || inflater->file_offset < file->file_bytes) {
                damaged(error, "bytes stand behind an object's end");
                return -1;
            }
        } else if (state != Z_OK) {
            damaged(error, "an object's compressed bytes are broken");
            return -1;
        }
    }
    gsize given = count - inflater->zlib.avail_out;
    inflater->payload_offset += given;
    return (gssize)given;
}

/* "blob 123\0" */
static gboolean head_parse(ObjectFile *file, const guint8 *head, gsize count, GError **error)
{
    const guint8 *end = memchr(head, 0, count);
    const guint8 *space = memchr(head, ' ', count);
    if (!end || !space || space > end)
        return damaged(error, "an object has no header");
    g_autofree char *type = g_strndup((const char *)head, (gsize)(space - head));
    file->type = git_object_string2type(type);
    if (file->type == GIT_OBJECT_INVALID || !git_object_typeisloose(file->type))
        return damaged(error, "an object is of no known type");
    const char *digits = (const char *)space + 1;
    if (!g_ascii_string_to_unsigned(digits, 10, 0, G_MAXINT64, &file->bytes, NULL) || (digits[0] == '0' && digits[1]))
        return damaged(error, "an object's size is no number");
    file->head_bytes = (gsize)(end - head) + 1;
    return TRUE;
}

static guint64 stored_file_bytes(guint64 payload)
{
    guint64 blocks = (payload + OBJECT_BLOCK_BYTES - 1) / OBJECT_BLOCK_BYTES;
    return ZLIB_HEAD_BYTES + blocks * BLOCK_HEAD_BYTES + payload + 4;
}

static gboolean block_head_fits(const guint8 *head, guint length, gboolean last)
{
    return head[0] == last && (head[1] | head[2] << 8) == (int)length && (head[1] ^ head[3]) == 255 && (head[2] ^ head[4]) == 255;
}

static gboolean head_read(ObjectFile *file, GError **error)
{
    guint8 start[FIRST_DATA + HEAD_LIMIT] = {0};
    gsize got = (gsize)MIN(file->file_bytes, sizeof start);
    if (!pread_all(file->fd, start, got, 0, error))
        return FALSE;
    if (got > FIRST_DATA && start[0] == 0x78 && start[1] == 0x01 && start[2] <= 1 &&
        head_parse(file, start + FIRST_DATA, got - FIRST_DATA, NULL)) {
        guint64 payload = file->head_bytes + file->bytes;
        file->stored = file->file_bytes == stored_file_bytes(payload) &&
                       block_head_fits(start + ZLIB_HEAD_BYTES, (guint)MIN(payload, OBJECT_BLOCK_BYTES), payload <= OBJECT_BLOCK_BYTES);
        file->measured = file->stored;
        if (file->stored)
            return TRUE;
    }
    guint8 head[HEAD_LIMIT];
    inflater_restart(file);
    gssize count = inflater_next(file, head, sizeof head, error);
    if (count < 0 || !head_parse(file, head, (gsize)count, error))
        return FALSE;
    file->measured = (start[2] & 6) == 0 && file->file_bytes == stored_file_bytes(file->head_bytes + file->bytes);
    return TRUE;
}

ObjectFile *object_open(const char *objects, const char *oid, gboolean *absent, GError **error)
{
    g_autofree char *path = object_path(objects, oid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *absent = fd < 0 && (errno == ENOENT || errno == ENOTDIR);
    if (fd < 0) {
        if (!*absent)
            error_set_errno(error, errno, "open an object");
        return NULL;
    }
    g_autoptr(ObjectFile) file = g_new0(ObjectFile, 1);
    struct stat facts;
    file->fd = fd;
    if (fstat(fd, &facts) != 0) {
        error_set_errno(error, errno, "look at an object");
        return NULL;
    }
    file->file_bytes = (guint64)facts.st_size;
    if (!head_read(file, error))
        return NULL;
    return g_steal_pointer(&file);
}

void object_close(ObjectFile *file)
{
    if (!file)
        return;
    inflater_free(file->inflater);
    close(file->fd);
    g_free(file);
}

git_object_t object_type(const ObjectFile *file)
{
    return file->type;
}

guint64 object_bytes(const ObjectFile *file)
{
    return file->bytes;
}

static gboolean stored_pread(ObjectFile *file, guint8 *buffer, gsize count, guint64 offset, GError **error)
{
    guint64 payload = file->head_bytes + file->bytes;
    guint64 at = file->head_bytes + offset;
    while (count > 0) {
        guint64 number = at / OBJECT_BLOCK_BYTES;
        guint skip = (guint)(at % OBJECT_BLOCK_BYTES);
        guint64 begins = number * OBJECT_BLOCK_BYTES;
        guint length = (guint)MIN(payload - begins, OBJECT_BLOCK_BYTES);
        guint64 block = ZLIB_HEAD_BYTES + number * (OBJECT_BLOCK_BYTES + BLOCK_HEAD_BYTES);
        guint part = (guint)MIN(count, length - skip);
        guint8 head[BLOCK_HEAD_BYTES];
        if (!pread_all(file->fd, head, sizeof head, block, error))
            return FALSE;
        if (!block_head_fits(head, length, begins + length == payload))
            return damaged(error, "an object's blocks do not stand where they should");
        if (!pread_all(file->fd, buffer, part, block + BLOCK_HEAD_BYTES + skip, error))
            return FALSE;
        buffer += part;
        count -= part;
        at += part;
    }
    return TRUE;
}

static gboolean inflated_pread(ObjectFile *file, guint8 *buffer, gsize count, guint64 offset, GError **error)
{
    guint64 at = file->head_bytes + offset;
    if (!file->inflater || file->inflater->payload_offset > at)
        inflater_restart(file);
    g_autofree guint8 *passed = NULL;
    while (file->inflater->payload_offset < at) {
        if (!passed)
            passed = g_malloc(CHUNK_BYTES);
        gssize got = inflater_next(file, passed, (gsize)MIN(CHUNK_BYTES, at - file->inflater->payload_offset), error);
        if (got < 0)
            return FALSE;
        if (got == 0)
            return damaged(error, "an object is shorter than it says");
    }
    while (count > 0) {
        gssize got = inflater_next(file, buffer, MIN(count, G_MAXINT32), error);
        if (got < 0)
            return FALSE;
        if (got == 0)
            return damaged(error, "an object is shorter than it says");
        buffer += got;
        count -= (gsize)got;
    }
    return TRUE;
}

gssize object_pread(ObjectFile *file, void *buffer, gsize count, guint64 offset, GError **error)
{
    if (offset >= file->bytes)
        return 0;
    count = (gsize)MIN(count, MIN(file->bytes - offset, G_MAXSSIZE));
    if (file->stored ? stored_pread(file, buffer, count, offset, error) : inflated_pread(file, buffer, count, offset, error))
        return (gssize)count;
    return -1;
}

/* Inflating passes over the five idle bits before a stored block; here they count. */
static gboolean blocks_check(ObjectFile *file, GError **error)
{
    guint64 payload = file->head_bytes + file->bytes;
    guint64 at = ZLIB_HEAD_BYTES;
    for (guint64 begins = 0; begins < payload; begins += OBJECT_BLOCK_BYTES) {
        guint8 head[BLOCK_HEAD_BYTES];
        guint length = (guint)MIN(payload - begins, OBJECT_BLOCK_BYTES);
        if (!pread_all(file->fd, head, sizeof head, at, error))
            return FALSE;
        if (!block_head_fits(head, length, begins + length == payload))
            return damaged(error, "an object's blocks do not stand where they should");
        at += BLOCK_HEAD_BYTES + length;
    }
    return TRUE;
}

gboolean object_stream(ObjectFile *file, ObjectPart part, gpointer data, GError **error)
{
    g_autofree guint8 *chunk = g_malloc(CHUNK_BYTES);
    if (file->measured && !blocks_check(file, error))
        return FALSE;
    inflater_restart(file);
    if (inflater_next(file, chunk, file->head_bytes, error) < 0)
        return FALSE;
    guint64 left = file->bytes;
    for (;;) {
        gssize got = inflater_next(file, chunk, CHUNK_BYTES, error);
        if (got < 0)
            return FALSE;
        if (got == 0)
            return left == 0 || damaged(error, "an object is shorter than it says");
        if ((guint64)got > left)
            return damaged(error, "an object is longer than it says");
        left -= (guint64)got;
        if (!part(chunk, (gsize)got, data, error))
            return FALSE;
    }
}
