/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes loose git objects and makes them durable. Compresses nothing: papers
 * are PDF and do not shrink, and zlib would be nearly all the cost. Refuses to
 * give an object its name before its bytes are on the disk, so that a name in
 * the store never stands for half a file.
 */
#include "data/store_object.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define BLOCK_HEAD_BYTES 5
#define BATCH_BLOCKS 16                   /* 1 MiB a write */
#define WRITEBACK_BYTES (8 * 1024 * 1024) /* a long file starts towards the disk while it is still being hashed */

char *object_path(const char *objects, const char *oid)
{
    return g_strdup_printf("%s/%.2s/%s", objects, oid, oid + 2);
}

gboolean folder_sync(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(error, errno, "open a folder of the store");
    gboolean done = fsync(fd) == 0;
    int number = errno;
    close(fd);
    return done || error_set_errno(error, number, "sync a folder of the store");
}

gboolean folder_make(const char *path, GError **error)
{
    if (mkdir(path, 0750) == 0) {
        g_autofree char *parent = g_path_get_dirname(path);
        return folder_sync(parent, error);
    }
    return errno == EEXIST || error_set_errno(error, errno, "make a folder of the store");
}

static gboolean write_all(int fd, const guint8 *bytes, gsize count, GError **error)
{
    while (count > 0) {
        gssize written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return error_set_errno(error, written < 0 ? errno : ENOSPC, "write an object");
        bytes += written;
        count -= (gsize)written;
    }
    return TRUE;
}

static gboolean read_all(int fd, guint8 *bytes, gsize count, guint64 offset, GError **error)
{
    while (count > 0) {
        gssize got = pread(fd, bytes, count, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(error, errno, "read a file for the store");
        if (got == 0)
            return error_set(error, ERROR_INTERNAL, NULL, "the file shrank while it was being stored");
        bytes += got;
        count -= (gsize)got;
        offset += (guint64)got;
    }
    return TRUE;
}

static gboolean draft_fill(ObjectDraft *draft, const char *type, int source_fd, const guint8 *source, GError **error)
{
    char head[48];
    gsize head_bytes = (gsize)g_snprintf(head, sizeof head, "%s %" G_GUINT64_FORMAT, type, draft->bytes) + 1;
    guint64 left = head_bytes + draft->bytes; /* of the payload */
    guint64 taken = 0;                        /* of the source */
    guint64 unsent = 0;
    g_autoptr(Digest) sha1 = digest_new(EVP_sha1());
    g_autoptr(Digest) sha256 = digest_new(EVP_sha256());
    uLong adler = adler32(0, NULL, 0);
    gsize room = (gsize)MIN(left / OBJECT_BLOCK_BYTES + 1, BATCH_BLOCKS) * (OBJECT_BLOCK_BYTES + BLOCK_HEAD_BYTES) + 6;
    g_autofree guint8 *out = g_malloc(room);
    gsize used = 0;

    out[used++] = 0x78;
    out[used++] = 0x01;
    while (left > 0) {
        for (int i = 0; i < BATCH_BLOCKS && left > 0; i++) {
            guint length = (guint)MIN(left, OBJECT_BLOCK_BYTES);
            guint8 *block = out + used;
            guint8 *data = block + BLOCK_HEAD_BYTES;
            gsize lead = 0;
            block[0] = left == length;
            block[1] = length & 255;
            block[2] = (guint8)(length >> 8);
            block[3] = (guint8)~block[1];
            block[4] = (guint8)~block[2];
            if (left == head_bytes + draft->bytes) {
                lead = head_bytes;
                memcpy(data, head, lead);
            }
            if (source_fd < 0)
                memcpy(data + lead, source + taken, length - lead);
            else if (!read_all(source_fd, data + lead, length - lead, taken, error))
                return FALSE;
            taken += length - lead;
            digest_add(sha1, data, length);
            digest_add(sha256, data + lead, length - lead);
            adler = adler32(adler, data, length);
            used += BLOCK_HEAD_BYTES + length;
            left -= length;
        }
        if (left == 0) {
            for (int shift = 24; shift >= 0; shift -= 8)
                out[used++] = (guint8)(adler >> shift);
        }
        if (!write_all(draft->fd, out, used, error))
            return FALSE;
        unsent += used;
        used = 0;
        if (unsent >= WRITEBACK_BYTES) {
            (void)sync_file_range(draft->fd, 0, 0, SYNC_FILE_RANGE_WRITE); /* only a hint */
            unsent = 0;
        }
    }
    digest_hex(sha1, draft->oid);
    digest_hex(sha256, draft->sha256);
    return TRUE;
}

ObjectDraft *object_draft(const char *objects, const char *type, int source_fd, const void *bytes, gsize count, GError **error)
{
    g_autoptr(ObjectDraft) draft = g_new0(ObjectDraft, 1);
    draft->fd = -1;
    draft->bytes = count;
    if (source_fd >= 0) {
        struct stat facts;
        if (fstat(source_fd, &facts) != 0) {
            error_set_errno(error, errno, "look at a file for the store");
            return NULL;
        }
        if (!S_ISREG(facts.st_mode)) {
            error_set(error, ERROR_INTERNAL, NULL, "only a regular file can be stored");
            return NULL;
        }
        draft->bytes = (guint64)facts.st_size;
    }
    g_autofree char *path = g_strdup_printf("%s/" OBJECT_TEMP_PREFIX "XXXXXX", objects);
    draft->fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0444);
    if (draft->fd < 0) {
        error_set_errno(error, errno, "make an object");
        return NULL;
    }
    draft->path = g_steal_pointer(&path);
    if (!draft_fill(draft, type, source_fd, bytes, error))
        return NULL;
    return g_steal_pointer(&draft);
}

void object_draft_free(ObjectDraft *draft)
{
    if (!draft)
        return;
    if (draft->fd >= 0)
        close(draft->fd);
    if (draft->path)
        unlink(draft->path);
    g_free(draft->path);
    g_free(draft);
}

gboolean object_drafts_sync(GPtrArray *drafts, GError **error)
{
    /* All contents on their way first: the journal commit of the first fsync then carries the others. */
    for (guint i = 0; drafts->len > 1 && i < drafts->len; i++)
        (void)sync_file_range(((ObjectDraft *)drafts->pdata[i])->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    for (guint i = 0; i < drafts->len; i++) {
        if (fsync(((ObjectDraft *)drafts->pdata[i])->fd) != 0)
            return error_set_errno(error, errno, "sync an object");
    }
    return TRUE;
}

gboolean object_drafts_place(const char *objects, GPtrArray *drafts, GError **error)
{
    for (guint i = 0; i < drafts->len; i++) {
        ObjectDraft *draft = drafts->pdata[i];
        g_autofree char *folder = g_strdup_printf("%s/%.2s", objects, draft->oid);
        g_autofree char *path = object_path(objects, draft->oid);
        if (mkdir(folder, 0750) != 0 && errno != EEXIST)
            return error_set_errno(error, errno, "make a folder of objects");
        /* Over what is there, if anything: the same content, fresh for the sweep, and sound if the old had rotted. */
        if (rename(draft->path, path) != 0)
            return error_set_errno(error, errno, "name an object");
        g_clear_pointer(&draft->path, g_free);
    }
    return TRUE;
}

gboolean object_folders_sync(const char *objects, GPtrArray *oids, GError **error)
{
    gboolean seen[256] = {FALSE};
    for (guint i = 0; i < oids->len; i++) {
        const char *oid = oids->pdata[i];
        int number = g_ascii_xdigit_value(oid[0]) * 16 + g_ascii_xdigit_value(oid[1]);
        if (seen[number])
            continue;
        seen[number] = TRUE;
        g_autofree char *folder = g_strdup_printf("%s/%.2s", objects, oid);
        if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
            continue;
        if (!folder_sync(folder, error))
            return FALSE;
    }
    return folder_sync(objects, error);
}
