/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blobs back out. A loose one is read in place; one that somebody's `git gc`
 * has packed is unpacked once by libgit2 into a nameless file, for packs can
 * only be read whole. Checks that a blob is a blob, not its hash.
 */
#include "data/store_parts.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PACKED_LIMIT_BYTES (G_GUINT64_CONSTANT(2) << 30) /* of memory, for as long as it takes to unpack */

struct StoreReader {
    ObjectFile *file; /* loose, or NULL: */
    int unpacked;
    guint64 bytes;
};

static git_odb_object *packed_read(StoreDocument *document, const char *oid, GError **error)
{
    g_autoptr(git_odb) odb = NULL;
    git_odb_object *object = NULL;
    git_oid id;
    size_t count = 0;
    git_object_t type;
    if (!store_oid_parse(oid, &id, error))
        return NULL;
    if (git_repository_odb(&odb, document->repo) != 0) {
        store_git_error(error, "open the objects");
        return NULL;
    }
    int found = git_odb_read_header(&count, &type, odb, &id);
    if (found == GIT_ENOTFOUND) {
        error_set(error, ERROR_STORE_DAMAGED, NULL, "object %s is missing", oid);
        return NULL;
    }
    if (found == 0 && count > PACKED_LIMIT_BYTES) {
        error_set(error, ERROR_TOO_LARGE, NULL, "object %s is packed and too large to be unpacked", oid);
        return NULL;
    }
    if (found != 0 || git_odb_read(&object, odb, &id) != 0) {
        store_git_error(error, "read a packed object");
        return NULL;
    }
    return object;
}

/* A file without a name, gone when closed. */
static int nameless_file(const char *objects, GError **error)
{
    int fd = open(objects, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        g_autofree char *path = g_strdup_printf("%s/" OBJECT_TEMP_PREFIX "XXXXXX", objects);
        fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
        if (fd >= 0)
            unlink(path);
    }
    if (fd < 0)
        error_set_errno(error, errno, "make a file to unpack into");
    return fd;
}

static gboolean unpack(StoreReader *reader, Store *store, const char *document_id, const char *oid, GError **error)
{
    g_autoptr(StoreDocument) document = store_document_open(store, document_id, error);
    g_autoptr(git_odb_object) object = document ? packed_read(document, oid, error) : NULL;
    if (!object)
        return FALSE;
    if (git_odb_object_type(object) != GIT_OBJECT_BLOB)
        return error_set(error, ERROR_STORE_DAMAGED, NULL, "object %s is no file", oid);
    reader->bytes = git_odb_object_size(object);
    reader->unpacked = nameless_file(document->objects, error);
    if (reader->unpacked < 0)
        return FALSE;
    const guint8 *at = git_odb_object_data(object);
    for (guint64 left = reader->bytes; left > 0;) {
        gssize written = write(reader->unpacked, at, (gsize)left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return error_set_errno(error, written < 0 ? errno : ENOSPC, "unpack an object");
        at += written;
        left -= (guint64)written;
    }
    return TRUE;
}

StoreReader *store_read(Store *store, const char *document_id, const char *oid, GError **error)
{
    git_oid checked;
    gboolean absent = FALSE;
    g_autoptr(StoreDocument) document = store_document_locate(store, document_id, STORE_MUST_EXIST, error);
    if (!document || !store_oid_parse(oid, &checked, error))
        return NULL;
    g_autoptr(StoreReader) reader = g_new0(StoreReader, 1);
    reader->unpacked = -1;
    reader->file = object_open(document->objects, oid, &absent, error);
    if (!reader->file) {
        if (!absent || !unpack(reader, store, document_id, oid, error))
            return NULL;
        return g_steal_pointer(&reader);
    }
    if (object_type(reader->file) != GIT_OBJECT_BLOB) {
        error_set(error, ERROR_STORE_DAMAGED, NULL, "object %s is no file", oid);
        return NULL;
    }
    reader->bytes = object_bytes(reader->file);
    return g_steal_pointer(&reader);
}

guint64 store_reader_bytes(const StoreReader *reader)
{
    return reader->bytes;
}

gssize store_reader_pread(StoreReader *reader, void *buffer, gsize count, guint64 offset, GError **error)
{
    if (reader->file)
        return object_pread(reader->file, buffer, count, offset, error);
    gsize done = 0;
    count = offset >= reader->bytes ? 0 : (gsize)MIN(count, reader->bytes - offset);
    while (done < count) {
        gssize got = pread(reader->unpacked, (guint8 *)buffer + done, count - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            error_set_errno(error, got < 0 ? errno : EIO, "read an unpacked object");
            return -1;
        }
        done += (gsize)got;
    }
    return (gssize)done;
}

void store_reader_close(StoreReader *reader)
{
    if (!reader)
        return;
    object_close(reader->file);
    if (reader->unpacked >= 0)
        close(reader->unpacked);
    g_free(reader);
}

typedef struct Hashes {
    Digest *sha1, *sha256;
} Hashes;

static gboolean hashes_add(const guint8 *bytes, gsize count, gpointer data, GError **error)
{
    Hashes *hashes = data;
    (void)error;
    digest_add(hashes->sha1, bytes, count);
    digest_add(hashes->sha256, bytes, count);
    return TRUE;
}

gboolean store_object_digest(StoreDocument *document, const char *oid, git_object_t type, char *sha256, guint64 *count, GError **error)
{
    g_autoptr(Digest) sha1 = digest_new(EVP_sha1());
    g_autoptr(Digest) sha2 = digest_new(EVP_sha256());
    Hashes hashes = {sha1, sha2};
    char head[48], found[65], ignored[65];
    gboolean absent = FALSE;
    GError *cause = NULL;
    g_autoptr(ObjectFile) file = object_open(document->objects, oid, &absent, &cause);
    g_autoptr(git_odb_object) packed = NULL;
    if (absent)
        packed = packed_read(document, oid, &cause);
    gboolean read = file || packed;
    if (read) {
        git_object_t is = file ? object_type(file) : git_odb_object_type(packed);
        guint64 bytes = file ? object_bytes(file) : git_odb_object_size(packed);
        if (is != type)
            return error_set(error, ERROR_STORE_DAMAGED, NULL, "object %s is no %s", oid, git_object_type2string(type));
        int head_bytes = g_snprintf(head, sizeof head, "%s %" G_GUINT64_FORMAT, git_object_type2string(is), bytes) + 1;
        digest_add(sha1, head, (gsize)head_bytes);
        if (count)
            *count = bytes;
        if (file)
            read = object_stream(file, hashes_add, &hashes, &cause);
        else
            hashes_add(git_odb_object_data(packed), (gsize)bytes, &hashes, NULL);
    }
    if (!read) {
        g_propagate_prefixed_error(error, cause, "object %s: ", oid);
        return FALSE;
    }
    digest_hex(sha1, found);
    digest_hex(sha2, sha256 ? sha256 : ignored);
    return strcmp(found, oid) == 0 || error_set(error, ERROR_STORE_DAMAGED, NULL, "object %s has other bytes than its id says", oid);
}
