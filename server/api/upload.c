/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Uploads in parts (B4): each part is appended at its offset and synced before
 * it is acknowledged, so that after any break the client asks how much arrived
 * and goes on. A file's content is not looked at here; that is the matter of
 * the version made from it.
 */
#include "api/upload.h"
#include "api/calls.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { COPY_BYTES = 256 * 1024 };

typedef struct Upload {
    char *id;
    char *filename;
    char *expires_at;
    gint64 bytes, received;
} Upload;

static void upload_free(Upload *upload)
{
    g_free(upload->id);
    g_free(upload->filename);
    g_free(upload->expires_at);
    g_free(upload);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Upload, upload_free)

/* From a row id, filename, bytes, received, expires_at. */
static Upload *upload_of_row(const PGresult *rows)
{
    Upload *upload = g_new0(Upload, 1);
    upload->id = g_strdup(PQgetvalue(rows, 0, 0));
    upload->filename = g_strdup(PQgetvalue(rows, 0, 1));
    upload->bytes = g_ascii_strtoll(PQgetvalue(rows, 0, 2), NULL, 10);
    upload->received = g_ascii_strtoll(PQgetvalue(rows, 0, 3), NULL, 10);
    upload->expires_at = g_strdup(PQgetvalue(rows, 0, 4));
    return upload;
}

static Upload *upload_find(Request *request, const char *id, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) rows = conn ? db_query(conn, &request->caller, Q_UPLOAD_GET, 1, &id, error) : NULL;
    if (!rows)
        return NULL;
    if (PQntuples(rows) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such upload"), NULL;
    return upload_of_row(rows);
}

static json_t *upload_json(const Upload *upload)
{
    return json_pack("{s:s, s:s, s:I, s:I, s:s}", "id", upload->id, "filename", upload->filename, "bytes", (json_int_t)upload->bytes,
                     "offset", (json_int_t)upload->received, "expires_at", upload->expires_at);
}

char *upload_path(const House *house, const char *upload_id)
{
    return g_build_filename(house->config->data, "uploads", upload_id, NULL);
}

static int upload_file(const House *house, const char *id, int flags, GError **error)
{
    g_autofree char *path = upload_path(house, id);
    int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        error_set_errno(error, errno, "upload");
    return fd;
}

/* Makes a new name in the folder last. */
static gboolean folder_sync(const House *house, GError **error)
{
    g_autofree char *folder = g_build_filename(house->config->data, "uploads", NULL);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gboolean done = fd >= 0 && fsync(fd) == 0;
    if (!done)
        error_set_errno(error, errno, "uploads folder");
    if (fd >= 0)
        close(fd);
    return done;
}

static gboolean file_create(const House *house, const char *id, GError **error)
{
    g_autofree char *folder = g_build_filename(house->config->data, "uploads", NULL);
    if (g_mkdir_with_parents(folder, 0700) != 0)
        return error_set_errno(error, errno, "uploads folder");
    int fd = upload_file(house, id, O_WRONLY | O_CREAT | O_EXCL, error);
    if (fd < 0)
        return FALSE;
    close(fd);
    return folder_sync(house, error);
}

gboolean upload_create(Request *request, GError **error)
{
    House *house = request->house;
    gint64 bytes = json_integer_value(json_object_get(request->body, "bytes"));
    if (bytes == 0)
        return error_set(error, ERROR_EMPTY_FILE, "bytes", "the file has no bytes");
    if (bytes > house->config->upload_limit_bytes)
        return error_set(error, ERROR_TOO_LARGE, "bytes", "at most %" G_GINT64_FORMAT " bytes are taken",
                         house->config->upload_limit_bytes);
    g_autofree char *filename = text_file_name(json_string_value(json_object_get(request->body, "filename")));
    if (!filename || !*filename)
        return error_set(error, ERROR_WRONG_VALUE, "filename", "not the name of a file");

    gboolean replayed = FALSE;
    if (!request_claim_key(request, &replayed, error) || replayed)
        return replayed;
    g_autofree char *bytes_text = g_strdup_printf("%" G_GINT64_FORMAT, bytes);
    const char *values[] = {filename, bytes_text};
    g_autoptr(PGresult) made = db_step(request->conn, Q_UPLOAD_CREATE, 2, values, error);
    if (!made)
        return FALSE;
    Upload upload = {.id = PQgetvalue(made, 0, 0), .filename = filename, .bytes = bytes, .expires_at = PQgetvalue(made, 0, 1)};
    g_autoptr(json_t) reply = upload_json(&upload);
    g_autofree char *text = json_canonical(reply);
    if (!file_create(house, upload.id, error))
        return FALSE;
    if (!request_keep_key(request, request->route->status, text, error) || !db_commit(request->conn, error)) {
        g_autofree char *path = upload_path(house, upload.id);
        g_unlink(path);
        return FALSE;
    }
    reply_json_text(request, 0, text);
    return TRUE;
}

gboolean upload_get(Request *request, GError **error)
{
    g_autoptr(Upload) upload = upload_find(request, request->path_values[0], error);
    if (!upload)
        return FALSE;
    reply_json(request, 0, upload_json(upload));
    return TRUE;
}

/* The part begins where the last one ended, and does not pass the end. */
static gboolean part_fits(const Upload *upload, gint64 offset, gint64 bytes, GError **error)
{
    if (offset != upload->received)
        return error_set(error, ERROR_BROKEN_UPLOAD, "offset", "%" G_GINT64_FORMAT " bytes have arrived", upload->received);
    if (bytes > upload->bytes - offset)
        return error_set(error, ERROR_BROKEN_UPLOAD, NULL, "the part is longer than what is missing");
    return TRUE;
}

gboolean upload_admit(Request *request, GError **error)
{
    g_autoptr(Upload) upload = upload_find(request, request->path_values[0], error);
    if (!upload)
        return FALSE;
    const char *length = request_header(request, "Content-Length");
    return part_fits(upload, g_ascii_strtoll(request->params[0], NULL, 10), length ? g_ascii_strtoll(length, NULL, 10) : 0, error);
}

static gboolean part_copy(int from, int to, gint64 offset, gint64 bytes, GError **error)
{
    g_autofree char *buffer = g_malloc(COPY_BYTES);
    for (gint64 done = 0; done < bytes;) {
        gssize got = pread(from, buffer, MIN(COPY_BYTES, bytes - done), done);
        if (got <= 0)
            return got < 0 ? error_set_errno(error, errno, "part")
                           : error_set(error, ERROR_BROKEN_UPLOAD, NULL, "the part is shorter than its length");
        for (gssize written = 0; written < got;) {
            gssize put = pwrite(to, buffer + written, got - written, offset + done + written);
            if (put < 0)
                return error_set_errno(error, errno, "upload");
            written += put;
        }
        done += got;
    }
    return fdatasync(to) == 0 || error_set_errno(error, errno, "upload");
}

/* Under the file's lock: the database's count is read again, for another request may have been quicker. */
static gboolean part_append(Request *request, int fd, GError **error)
{
    g_autoptr(Upload) upload = upload_find(request, request->path_values[0], error);
    gint64 offset = g_ascii_strtoll(request->params[0], NULL, 10);
    if (!upload || !part_fits(upload, offset, request->body_bytes, error))
        return FALSE;
    if (request->body_bytes > 0 && !part_copy(request->body_fd, fd, offset, request->body_bytes, error))
        return FALSE;
    g_autofree char *before = g_strdup_printf("%" G_GINT64_FORMAT, offset);
    g_autofree char *after = g_strdup_printf("%" G_GINT64_FORMAT, offset + (gint64)request->body_bytes);
    const char *values[] = {upload->id, before, after};
    g_autoptr(PGresult) advanced = db_query(request_conn(request, NULL), &request->caller, Q_UPLOAD_ADVANCE, 3, values, error);
    if (!advanced)
        return FALSE;
    if (PQntuples(advanced) == 0)
        return error_set(error, ERROR_BROKEN_UPLOAD, "offset", "another part was quicker");
    g_autoptr(Upload) now = upload_of_row(advanced);
    reply_json(request, 0, upload_json(now));
    return TRUE;
}

gboolean upload_append(Request *request, GError **error)
{
    g_autofree char *id = g_ascii_strdown(request->path_values[0], -1);
    int fd = upload_file(request->house, id, O_WRONLY, error);
    if (fd < 0)
        return FALSE;
    gboolean done = flock(fd, LOCK_EX) == 0 ? part_append(request, fd, error) : error_set_errno(error, errno, "upload lock");
    close(fd);
    return done;
}

void upload_forget(Request *request, const char *upload_id)
{
    g_autoptr(GError) problem = NULL;
    DbConn *conn = request_conn(request, &problem);
    g_autoptr(PGresult) gone = conn ? db_query(conn, &request->caller, Q_UPLOAD_DELETE, 1, &upload_id, &problem) : NULL;
    if (!gone) {
        log_warn("upload_left", log_field("upload", "%s", upload_id), log_field("slug", "%s", error_fact(error_kind(problem))->slug));
        return;
    }
    g_autofree char *id = g_ascii_strdown(upload_id, -1);
    g_autofree char *path = upload_path(request->house, id);
    g_unlink(path);
}

gboolean upload_delete(Request *request, GError **error)
{
    g_autoptr(Upload) upload = upload_find(request, request->path_values[0], error);
    if (!upload)
        return FALSE;
    upload_forget(request, upload->id);
    reply_empty(request, 0);
    return TRUE;
}

int upload_open(Request *request, const char *upload_id, char **filename_out, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(Upload) upload = upload_find(request, upload_id, &problem);
    if (!upload) {
        if (error_kind(problem) == ERROR_NOT_FOUND)
            error_set(error, ERROR_UNKNOWN_REFERENCE, "upload", "no such upload");
        else
            g_propagate_error(error, g_steal_pointer(&problem));
        return -1;
    }
    if (upload->received != upload->bytes)
        return error_set(error, ERROR_BROKEN_UPLOAD, "upload", "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " bytes have arrived",
                         upload->received, upload->bytes),
               -1;
    int fd = upload_file(request->house, upload->id, O_RDONLY, error);
    if (fd >= 0)
        *filename_out = g_steal_pointer(&upload->filename);
    return fd;
}
