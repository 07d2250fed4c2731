/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Versions at the door: taking a file, bringing an old one back, and giving the
 * exact bytes out again (B2). The order of the write is version_keep.c's; who
 * may is the database's.
 */
#include "api/version.h"
#include "api/calls.h"
#include "api/media.h"
#include "api/upload.h"
#include "base/config.h"
#include "base/error.h"
#include "base/text.h"
#include <string.h>
#include <unistd.h>

enum { PARAM_FILENAME, PARAM_NOTE, PARAM_UPLOAD, PARAM_PART }; /* as in version_params */

gboolean version_admit(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) may = conn ? db_query(conn, &request->caller, Q_DOCUMENT_MAY_EDIT, 1, &request->path_values[0], error) : NULL;
    if (!may)
        return FALSE;
    if (!db_text(may))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such document");
    if (!request->params[PARAM_FILENAME] && !request->params[PARAM_UPLOAD])
        return error_set(error, ERROR_MISSING_FIELD, "filename", "the name of the file is missing");
    const char *length = request_header(request, "Content-Length");
    gint64 limit = request->house->config->upload_limit_bytes;
    if (length && g_ascii_strtoll(length, NULL, 10) > limit)
        return error_set(error, ERROR_TOO_LARGE, NULL, "at most %" G_GINT64_FORMAT " bytes are taken", limit);
    return TRUE;
}

static gboolean keep_and_reply(Request *request, const VersionDraft *draft, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autofree char *reply = NULL;
    if (!conn || !version_keep(request->house, conn, &request->caller, request, draft, &reply, error))
        return FALSE;
    if (reply)
        reply_json_text(request, 0, reply);
    return TRUE;
}

/* A request sent again may name an upload that its first time used up. */
static gboolean replayed_without_upload(Request *request)
{
    gboolean replayed = FALSE;
    if (request->idempotency_key && request_claim_key(request, &replayed, NULL) && !replayed)
        db_rollback(request->conn);
    return replayed;
}

static gboolean keep_file(Request *request, int fd, const char *name, GError **error)
{
    g_autofree char *filename = text_file_name(name);
    if (!filename || !*filename)
        return error_set(error, ERROR_WRONG_VALUE, "filename", "not the name of a file");
    VersionDraft draft = {
        .document_id = request->path_values[0],
        .fd = fd,
        .filename = filename,
        .attachment = g_strcmp0(request->params[PARAM_PART], "attachment") == 0,
        .note = request->params[PARAM_NOTE] ? request->params[PARAM_NOTE] : "",
    };
    return keep_and_reply(request, &draft, error);
}

gboolean version_create(Request *request, GError **error)
{
    const char *upload = request->params[PARAM_UPLOAD];
    const char *name = request->params[PARAM_FILENAME];
    if (!upload) {
        if (request->body_fd < 0 || request->body_bytes == 0)
            return error_set(error, ERROR_EMPTY_FILE, NULL, "the file has no bytes");
        return keep_file(request, request->body_fd, name, error);
    }
    if (request->body_bytes > 0)
        return error_set(error, ERROR_WRONG_VALUE, "upload", "either a body or an upload, not both");
    g_autofree char *begun_as = NULL;
    g_autoptr(GError) problem = NULL;
    int fd = upload_open(request, upload, &begun_as, &problem);
    if (fd < 0) {
        if (error_kind(problem) == ERROR_UNKNOWN_REFERENCE && replayed_without_upload(request))
            return TRUE;
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    gboolean kept = keep_file(request, fd, name ? name : begun_as, error);
    close(fd);
    if (kept)
        upload_forget(request, upload);
    return kept;
}

gboolean version_restore(Request *request, GError **error)
{
    VersionDraft draft = {
        .document_id = request->path_values[0],
        .fd = -1,
        .restore_from = (guint)g_ascii_strtoull(request->path_values[1], NULL, 10),
        .note = json_string_value(json_object_get(request->body, "note")),
    };
    return keep_and_reply(request, &draft, error);
}

/* Row: oid, sha256, bytes, media, filename. */
static gboolean reply_stored(Request *request, const PGresult *row, GError **error)
{
    StoreReader *reader = store_read(request->house->store, request->path_values[0], PQgetvalue(row, 0, 0), error);
    if (!reader)
        return FALSE;
    const char *media = PQgetvalue(row, 0, 3);
    g_autofree char *disposition = text_disposition(media_is_pdf(media) ? "inline" : "attachment", PQgetvalue(row, 0, 4));
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-cache");
    reply_etag(request, PQgetvalue(row, 0, 1));
    reply_blob(request, media, reader);
    return TRUE;
}

static gboolean file_reply(Request *request, QueryId query, int count, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, query, count, request->path_values, error) : NULL;
    if (!row)
        return FALSE;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such file");
    int withheld = PQfnumber(row, "withheld"); /* of a version only: attachments have no pages that could bear a name */
    if (withheld >= 0 && PQgetvalue(row, 0, withheld)[0] == 't')
        return error_set(error, ERROR_NOT_ALLOWED, NULL, "a copy of a secret document bears its reader's name: see export");
    return reply_stored(request, row, error);
}

gboolean version_file(Request *request, GError **error)
{
    return file_reply(request, Q_VERSION_CONTENT, 2, error);
}

gboolean attachment_file(Request *request, GError **error)
{
    return file_reply(request, Q_ATTACHMENT_CONTENT, 3, error);
}

gboolean signers_get(Request *request, GError **error)
{
    char *text = store_allowed_signers(request->house->store, error);
    if (!text)
        return FALSE;
    reply_bytes(request, 0, request->route->media, g_bytes_new_take(text, strlen(text)));
    return TRUE;
}
