/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a version: file, page count, signed commit, database row, in the
 * order that survives a fall at any moment. What requests and the sample data
 * both use. Blocks on disk and the renderer; any thread, one a connection.
 */
#pragma once
#include "net/request.h"

typedef struct VersionDraft {
    const char *document_id;
    int fd;               /* the new file; −1 when an old version is restored */
    const char *filename; /* as the person calls it, cleaned by text_file_name */
    gboolean attachment;  /* the file joins the newest version's files instead of replacing the main one */
    int also_fd;          /* with also_filename: a second new file, an attachment, in the same version */
    const char *also_filename; /* NULL: none */
    gboolean alone;       /* attachments of the version before do not go on */
    guint restore_from;   /* number of the version to bring back; 0: none */
    const char *note;     /* the reason; may be "" */
} VersionDraft;

/* TRUE once it is durable, with the JSON of Version in *reply_out; caller frees. request: whose Idempotency-Key is claimed, or NULL; when
 * it was claimed before, the first reply has been given again and *reply_out is NULL. A damaged or encrypted PDF is kept, with the slug why
 * it has no pages. Errors: ERROR_NOT_FOUND, ERROR_NOT_ALLOWED, ERROR_EMPTY_FILE, ERROR_WRONG_MEDIA, ERROR_WRONG_STATE, disk and database.
 */
gboolean version_keep(House *house, DbConn *conn, const Caller *caller, Request *request, const VersionDraft *draft, char **reply_out,
                      GError **error);
