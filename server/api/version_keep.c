/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The write of a version, in the order of the store's design: the file's blob
 * first, then the document's row is locked, the commit object made, the
 * database told and committed, and at last the ref moved. A fall before the
 * database's commit leaves an orphan for the sweep; after it, a ref the sweep
 * mends. The database row makes a version exist.
 */
#include "api/version.h"
#include "api/media.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include <errno.h>
#include <string.h>
#include <sys/sendfile.h>

enum { MOST_ATTACHMENTS = 99 }; /* two digits in a path */

typedef struct Part { /* a file of the version */
    StoreFile file;
    char *media;
    char *filename;
    guint number; /* 0: the main one */
} Part;

static void part_free(gpointer data)
{
    Part *part = data;
    g_free(part->media);
    g_free(part->filename);
    g_free(part);
}

typedef struct Pages {
    char count[16];   /* "" when there are none */
    char problem[48]; /* slug of why, or "" */
} Pages;

/* The newest facts of the document's row, which is locked. */
typedef struct Place {
    guint number;
    const char *parent;
    const char *metadata;
    const char *author_name, *author_email, *author_id;
} Place;

typedef struct FdSource {
    int fd;
    guint64 bytes;
} FdSource;

static gboolean fd_write_to(int out, gpointer data, GError **error)
{
    FdSource *source = data;
    off_t at = 0;
    while ((guint64)at < source->bytes) {
        gssize sent = sendfile(out, source->fd, &at, MIN(source->bytes - at, 1 << 30));
        if (sent <= 0)
            return error_set_errno(error, sent < 0 ? errno : EIO, "sendfile");
    }
    return TRUE;
}

/* Counts the pages. A PDF that cannot be read is no reason to lose it. */
static gboolean pages_count(House *house, int fd, const Part *part, Pages *out, GError **error)
{
    if (!media_is_pdf(part->media)) {
        g_strlcpy(out->problem, error_fact(ERROR_NO_PAGES)->slug, sizeof out->problem);
        return TRUE;
    }
    FdSource from = {.fd = fd, .bytes = part->file.bytes};
    RenderSource source = {.sha256 = part->file.sha256, .bytes = from.bytes, .write_to = fd_write_to, .data = &from};
    g_autoptr(GError) problem = NULL;
    g_autoptr(RenderFacts) facts = render_facts(house->render, &source, &problem);
    if (facts) {
        g_snprintf(out->count, sizeof out->count, "%u", facts->page_count);
        return TRUE;
    }
    switch (error_kind(problem)) {
    case ERROR_PDF_ENCRYPTED:
    case ERROR_PDF_DAMAGED:
    case ERROR_PAGE_TOO_COSTLY:
    case ERROR_PAGE_CRASHED:
        g_strlcpy(out->problem, error_fact(error_kind(problem))->slug, sizeof out->problem);
        return TRUE;
    default:
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
}

/* The new file, its bytes in the store already. Its path is settled when its number is known. */
static Part *part_of_file(House *house, const char *document_id, int fd, const char *filename, GError **error)
{
    const Media *media = media_of_file(fd, filename, error);
    if (!media)
        return NULL;
    Part *part = g_new0(Part, 1);
    part->media = g_strdup(media->type);
    part->filename = g_strdup(filename);
    g_autofree char *path = g_strconcat("content/main.", media->extension, NULL);
    if (!store_file_write(house->store, document_id, fd, path, &part->file, error)) {
        part_free(part);
        return NULL;
    }
    return part;
}

static Part *part_of_row(const PGresult *rows, int row)
{
    Part *part = g_new0(Part, 1);
    g_strlcpy(part->file.path, PQgetvalue(rows, row, 0), sizeof part->file.path);
    g_strlcpy(part->file.oid, PQgetvalue(rows, row, 1), sizeof part->file.oid);
    g_strlcpy(part->file.sha256, PQgetvalue(rows, row, 2), sizeof part->file.sha256);
    part->file.bytes = g_ascii_strtoull(PQgetvalue(rows, row, 3), NULL, 10);
    part->media = g_strdup(PQgetvalue(rows, row, 4));
    part->filename = g_strdup(PQgetvalue(rows, row, 5));
    part->number = (guint)g_ascii_strtoull(PQgetvalue(rows, row, 6), NULL, 10);
    return part;
}

/* Files of version `base` that the new one keeps, and its page count when the main file is among them. */
static gboolean parts_carry(DbConn *conn, const char *document_id, guint base, gboolean with_main, GPtrArray *parts, Pages *pages,
                            GError **error)
{
    g_autofree char *number = g_strdup_printf("%u", base);
    const char *values[] = {document_id, number};
    g_autoptr(PGresult) rows = db_step(conn, Q_VERSION_FILES, 2, values, error);
    if (!rows)
        return FALSE;
    for (int row = 0; row < PQntuples(rows); row++) {
        g_autoptr(GPtrArray) dropped = g_ptr_array_new_with_free_func(part_free);
        Part *part = part_of_row(rows, row);
        g_ptr_array_add(part->number == 0 && !with_main ? dropped : parts, part);
    }
    if (!with_main)
        return TRUE;
    if (PQntuples(rows) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such version");
    g_autoptr(PGresult) content = db_step(conn, Q_VERSION_CONTENT, 2, values, error);
    if (!content)
        return FALSE;
    if (PQntuples(content) > 0) {
        g_strlcpy(pages->count, PQgetvalue(content, 0, 5), sizeof pages->count);
        g_strlcpy(pages->problem, PQgetvalue(content, 0, 6), sizeof pages->problem);
    }
    return TRUE;
}

/* Gives the new file its number and path among the others. */
static gboolean part_settle(Part *added, gboolean attachment, const GPtrArray *parts, GError **error)
{
    if (!attachment)
        return TRUE;
    for (guint i = 0; i < parts->len; i++)
        added->number = MAX(added->number, ((Part *)parts->pdata[i])->number);
    if (++added->number > MOST_ATTACHMENTS)
        return error_set(error, ERROR_CONFLICT, NULL, "a version holds at most %d attachments", MOST_ATTACHMENTS);
    g_snprintf(added->file.path, sizeof added->file.path, "attachments/%02u.%s", added->number, media_of_type(added->media)->extension);
    return TRUE;
}

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

static json_t *number_or_null(guint64 number)
{
    return number ? json_integer((json_int_t)number) : json_null();
}

/* document.json: what the store alone can rebuild the database from. */
static gboolean document_write(House *house, const VersionDraft *draft, const Place *place, const GPtrArray *parts, const Pages *pages,
                               StoreFile *out, GError **error)
{
    json_t *metadata = json_parse(place->metadata, strlen(place->metadata), error);
    if (!metadata)
        return FALSE;
    json_t *files = json_array();
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = parts->pdata[i];
        json_array_append_new(files, json_pack("{s:s, s:s, s:s, s:I, s:s}", "path", part->file.path, "filename", part->filename, "media",
                                               part->media, "bytes", (json_int_t)part->file.bytes, "sha256", part->file.sha256));
    }
    g_autoptr(json_t) document =
        json_pack("{s:o, s:o, s:I, s:s, s:o, s:o, s:o, s:{s:s, s:s}}", "document", metadata, "files", files, "version",
                  (json_int_t)place->number, "note", draft->note, "restored_from", number_or_null(draft->restore_from), "pages",
                  number_or_null(g_ascii_strtoull(pages->count, NULL, 10)), "pages_problem", text_or_null(pages->problem), "author", "id",
                  place->author_id, "full_name", place->author_name);
    if (!document)
        return error_set(error, ERROR_INTERNAL, NULL, "document.json could not be made");
    g_autofree char *text = json_canonical(document);
    return store_bytes_write(house->store, draft->document_id, text, strlen(text), "document.json", out, error);
}

static int part_order(gconstpointer a, gconstpointer b)
{
    return strcmp(((const StoreFile *)a)->path, ((const StoreFile *)b)->path);
}

static gboolean commit_write(House *house, const VersionDraft *draft, const Place *place, const GPtrArray *parts, const Pages *pages,
                             char *commit_out, GError **error)
{
    StoreFile document;
    if (!document_write(house, draft, place, parts, pages, &document, error))
        return FALSE;
    g_autoptr(GArray) files = g_array_sized_new(FALSE, FALSE, sizeof(StoreFile), parts->len + 1);
    for (guint i = 0; i < parts->len; i++)
        g_array_append_val(files, ((Part *)parts->pdata[i])->file);
    g_array_append_val(files, document);
    g_array_sort(files, part_order);
    StoreCommit commit = {
        .document_id = draft->document_id,
        .files = (const StoreFile *)(gpointer)files->data,
        .file_count = files->len,
        .parent = place->parent,
        .author_name = place->author_name,
        .author_email = place->author_email,
        .author_id = place->author_id,
        .at = g_get_real_time() / G_USEC_PER_SEC,
        .version_number = place->number,
        .note = draft->note,
    };
    return store_commit(house->store, &commit, commit_out, error);
}

/* What query version_store takes. Caller frees. */
static char *row_text(const VersionDraft *draft, const Place *place, const GPtrArray *parts, const Pages *pages, const char *commit)
{
    const Part *main_part = NULL;
    json_t *attachments = json_array();
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = parts->pdata[i];
        if (part->number == 0)
            main_part = part;
        else
            json_array_append_new(attachments, json_pack("{s:I, s:s, s:s, s:s, s:s, s:I, s:s}", "number", (json_int_t)part->number, "path",
                                                         part->file.path, "oid", part->file.oid, "filename", part->filename, "media",
                                                         part->media, "bytes", (json_int_t)part->file.bytes, "sha256", part->file.sha256));
    }
    g_assert(main_part);
    g_autoptr(json_t) row =
        json_pack("{s:I, s:s, s:s, s:I, s:s, s:s, s:o, s:o, s:s, s:o, s:s, s:s, s:o}", "number", (json_int_t)place->number, "commit",
                  commit, "sha256", main_part->file.sha256, "bytes", (json_int_t)main_part->file.bytes, "media", main_part->media,
                  "filename", main_part->filename, "pages", number_or_null(g_ascii_strtoull(pages->count, NULL, 10)), "pages_problem",
                  text_or_null(pages->problem), "note", draft->note, "restored_from", number_or_null(draft->restore_from), "oid",
                  main_part->file.oid, "path", main_part->file.path, "attachments", attachments);
    return json_canonical(row);
}

static const char *column(const PGresult *rows, int index)
{
    return PQgetisnull(rows, 0, index) ? NULL : PQgetvalue(rows, 0, index);
}

/* Inside the transaction, the document's row locked. Takes `added` and `also`. Fills commit, parent and number for the ref. Returns the
 * reply. */
static char *keep_locked(House *house, DbConn *conn, const VersionDraft *draft, Part *added, Part *also, Pages *pages, char *commit_out,
                         char *parent_out, guint *number_out, GError **error)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(part_free);
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(part_free); /* until it is settled */
    if (added)
        g_ptr_array_add(owned, added);
    if (also)
        g_ptr_array_add(owned, also);
    g_autofree char *restore = draft->restore_from ? g_strdup_printf("%u", draft->restore_from) : NULL;
    const char *begin_values[] = {draft->document_id, restore};
    g_autoptr(PGresult) row = db_step(conn, Q_VERSION_BEGIN, 2, begin_values, error);
    if (!row)
        return NULL;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such document"), NULL;
    Place place = {
        .number = (guint)g_ascii_strtoull(PQgetvalue(row, 0, 0), NULL, 10),
        .parent = column(row, 1),
        .metadata = PQgetvalue(row, 0, 2),
        .author_name = column(row, 3),
        .author_email = column(row, 4),
        .author_id = column(row, 5),
    };
    guint base = draft->restore_from ? draft->restore_from : place.number - 1;
    if (draft->attachment && base == 0)
        return error_set(error, ERROR_WRONG_STATE, "part", "the document has no main file yet"), NULL;
    if (base > 0 && !draft->alone &&
        !parts_carry(conn, draft->document_id, base, draft->attachment || draft->restore_from, parts, pages, error))
        return NULL;
    if (added) {
        if (!part_settle(added, draft->attachment, parts, error))
            return NULL;
        g_ptr_array_add(parts, g_ptr_array_steal_index(owned, 0));
    }
    if (also) {
        if (!part_settle(also, TRUE, parts, error))
            return NULL;
        g_ptr_array_add(parts, g_ptr_array_steal_index(owned, 0));
    }
    if (!commit_write(house, draft, &place, parts, pages, commit_out, error))
        return NULL;
    g_autofree char *text = row_text(draft, &place, parts, pages, commit_out);
    const char *values[] = {draft->document_id, text};
    g_autoptr(PGresult) stored = db_step(conn, Q_VERSION_STORE, 2, values, error);
    if (!stored)
        return NULL;
    if (!db_text(stored))
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such document"), NULL;
    g_strlcpy(parent_out, place.parent ? place.parent : "", 41);
    *number_out = place.number;
    return g_strdup(db_text(stored));
}

/* The transaction, under the request's Idempotency-Key when it has one. */
static gboolean keep_begin(Request *request, DbConn *conn, const Caller *caller, gboolean *replayed, GError **error)
{
    return request ? request_claim_key(request, replayed, error) : db_begin(conn, caller, error);
}

static gboolean keep_end(Request *request, DbConn *conn, const char *reply, GError **error)
{
    return (!request || request_keep_key(request, request->route->status, reply, error)) && db_commit(conn, error);
}

gboolean version_keep(House *house, DbConn *conn, const Caller *caller, Request *request, const VersionDraft *draft, char **reply_out,
                      GError **error)
{
    *reply_out = NULL;
    Pages pages = {0};
    Part *added = NULL, *also = NULL;
    if (draft->fd >= 0) {
        added = part_of_file(house, draft->document_id, draft->fd, draft->filename, error);
        if (!added)
            return FALSE;
        if ((!draft->attachment && !pages_count(house, draft->fd, added, &pages, error)) ||
            (draft->also_filename && !(also = part_of_file(house, draft->document_id, draft->also_fd, draft->also_filename, error)))) {
            part_free(added);
            return FALSE;
        }
    }
    gboolean replayed = FALSE;
    gboolean begun = keep_begin(request, conn, caller, &replayed, error);
    if (!begun || replayed) {
        g_clear_pointer(&added, part_free);
        g_clear_pointer(&also, part_free);
        if (!begun)
            db_rollback(conn);
        return begun;
    }
    char commit[41], parent[41];
    guint number = 0;
    g_autofree char *reply = keep_locked(house, conn, draft, added, also, &pages, commit, parent, &number, error);
    if (!reply || !keep_end(request, conn, reply, error)) {
        db_rollback(conn);
        return FALSE;
    }

    g_autoptr(GError) problem = NULL; /* the version exists; a ref left behind is mended by the sweep and by the next write */
    if (!store_publish(house->store, draft->document_id, commit, *parent ? parent : NULL, number, &problem))
        log_warn("ref_left", log_field("document", "%s", draft->document_id), log_field("version", "%u", number),
                 log_field("slug", "%s", error_fact(error_kind(problem))->slug));
    log_info("version_stored", log_field("document", "%s", draft->document_id), log_field("version", "%u", number));
    *reply_out = g_steal_pointer(&reply);
    return TRUE;
}
