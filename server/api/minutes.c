/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Minutes on paper (G1, G4; rules 24, 34): the record becomes lines by the
 * wording, the lines become PDF and DOCX, and what the chair approves becomes a
 * version of a document in the store. Who may, and what stands in them, the
 * database says; lines are edited by queries alone.
 */
#include "api/calls.h"
#include "api/letter.h"
#include "api/version.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/words.h"
#include "paper/docx.h"
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PARAM_AS }; /* as in minutes_file_params */

static const char DOCX[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/* What a query says of a paper. All borrowed from its row, lines and facts owned. */
typedef struct Sheet {
    PGresult *row;
    json_t *facts, *lines;
    const char *title, *made_at;
} Sheet;

static void sheet_clear(Sheet *sheet)
{
    PQclear(sheet->row);
    json_decref(sheet->facts);
    json_decref(sheet->lines);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sheet, sheet_clear)

static json_t *column_json(const PGresult *row, const char *name, GError **error)
{
    int at = PQfnumber(row, name);
    const char *text = PQgetvalue(row, 0, at);
    return json_parse(text, strlen(text), error);
}

static const char *column_text(const PGresult *row, const char *name)
{
    int at = PQfnumber(row, name);
    return at < 0 || PQgetisnull(row, 0, at) ? NULL : PQgetvalue(row, 0, at);
}

static PGresult *row_of(Request *request, QueryId query, int count, const char *const *values, GError **error)
{
    DbConn *conn = request_conn(request, error);
    PGresult *row = conn ? db_query(conn, &request->caller, query, count, values, error) : NULL;
    if (row && PQntuples(row) == 0) {
        PQclear(row);
        error_set(error, ERROR_NOT_FOUND, NULL, "not there");
        return NULL;
    }
    return row;
}

/* The installation's wording in "body", or the original, as lines. */
static json_t *lines_of(const PGresult *row, const char *wording, const json_t *facts, GError **error)
{
    const char *own = column_text(row, "body");
    return letter_lines(own ? own : words_text("vi", wording), facts, error);
}

/* At the place of the wording's line "[[lines]]" the lines themselves. */
static json_t *spliced(const json_t *wording, const json_t *lines)
{
    json_t *out = json_array();
    size_t index = 0;
    const json_t *line = NULL;
    json_array_foreach(wording, index, line)
    {
        if (strcmp(json_string_value(json_object_get(line, "source")), "lines") == 0)
            json_array_extend(out, (json_t *)lines);
        else
            json_array_append(out, (json_t *)line);
    }
    return out;
}

/* wording NULL: the lines are in the row; else the wording's, around those of the row if it has any. */
static gboolean sheet_read(Request *request, QueryId query, const char *id, const char *wording, Sheet *out, GError **error)
{
    out->row = row_of(request, query, 1, &id, error);
    if (!out->row || !(out->facts = column_json(out->row, "facts", error)))
        return FALSE;
    gboolean has_lines = PQfnumber(out->row, "blocks") >= 0;
    g_autoptr(json_t) held = has_lines ? column_json(out->row, "blocks", error) : NULL;
    if (has_lines && !held)
        return FALSE;
    if (!wording) {
        out->lines = g_steal_pointer(&held);
    } else {
        g_autoptr(json_t) written = lines_of(out->row, wording, out->facts, error);
        if (!written)
            return FALSE;
        out->lines = held ? spliced(written, held) : g_steal_pointer(&written);
    }
    out->title = column_text(out->row, "title");
    out->made_at = column_text(out->row, "made_at");
    return TRUE;
}

static GBytes *sheet_pdf(Request *request, const Sheet *sheet, GError **error)
{
    g_autoptr(Print) print = letter_lay(sheet->lines, sheet->facts, sheet->title, sheet->made_at);
    return print_make(print, request->house->render, NULL, error);
}

static GBytes *sheet_docx(const Sheet *sheet, GError **error)
{
    g_autoptr(Print) print = letter_lay(sheet->lines, sheet->facts, sheet->title, sheet->made_at);
    return docx_make(print, error);
}

static gboolean sheet_reply(Request *request, const Sheet *sheet, GError **error)
{
    gboolean docx = g_strcmp0(request->params[PARAM_AS], "docx") == 0;
    GBytes *made = docx ? sheet_docx(sheet, error) : sheet_pdf(request, sheet, error);
    if (!made)
        return FALSE;
    g_autofree char *name = g_strconcat(sheet->title, docx ? ".docx" : ".pdf", NULL);
    g_strdelimit(name, ":/", '-');
    g_autofree char *disposition = text_disposition(docx ? "attachment" : "inline", name);
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-store");
    reply_bytes(request, 200, docx ? DOCX : "application/pdf", made);
    return TRUE;
}

/* ---- keeping */

/* The bytes as a file without a name; −1 with *error. */
static int file_of(GBytes *bytes, GError **error)
{
    gsize length = 0, done = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    int fd = memfd_create("paper", MFD_CLOEXEC);
    while (fd >= 0 && done < length) {
        gssize put = write(fd, data + done, length - done);
        if (put <= 0) {
            close(fd);
            fd = -1;
            break;
        }
        done += (gsize)put;
    }
    if (fd < 0 || lseek(fd, 0, SEEK_SET) < 0)
        error_set_errno(error, errno, "a file in memory");
    return fd;
}

/* PDF and DOCX as the next version of the document; its number, or 0 with *error. */
static guint sheet_keep(Request *request, const Sheet *sheet, const char *document_id, const char *note, GError **error)
{
    g_autoptr(GBytes) pdf = sheet_pdf(request, sheet, error);
    g_autoptr(GBytes) docx = pdf ? sheet_docx(sheet, error) : NULL;
    int main_fd = docx ? file_of(pdf, error) : -1, also_fd = main_fd >= 0 ? file_of(docx, error) : -1;
    g_autofree char *name = g_strdup(sheet->title);
    g_strdelimit(name, ":/", '-');
    g_autofree char *pdf_name = g_strconcat(name, ".pdf", NULL), *docx_name = g_strconcat(name, ".docx", NULL), *reply = NULL;
    const VersionDraft draft = {.document_id = document_id,
                                .fd = main_fd,
                                .filename = pdf_name,
                                .also_fd = also_fd,
                                .also_filename = docx_name,
                                .alone = TRUE,
                                .note = note};
    gboolean kept = also_fd >= 0 && version_keep(request->house, request->conn, &request->caller, NULL, &draft, &reply, error);
    if (main_fd >= 0)
        close(main_fd);
    if (also_fd >= 0)
        close(also_fd);
    g_autoptr(json_t) version = kept ? json_parse(reply, strlen(reply), error) : NULL;
    return version ? (guint)json_integer_value(json_object_get(version, "number")) : 0;
}

static gboolean row_reply(Request *request, PGresult *row)
{
    reply_json_text(request, 0, PQgetvalue(row, 0, 0));
    PQclear(row);
    return TRUE;
}

/* ---- minutes */

gboolean minutes_make(Request *request, GError **error)
{
    const char *item = json_string_value(json_object_get(request->body, "item_id"));
    const char *values[] = {request->path_values[0], item};
    g_autoptr(PGresult) record = row_of(request, Q_MINUTES_RECORD, G_N_ELEMENTS(values), values, error);
    g_autoptr(json_t) facts = record ? column_json(record, "facts", error) : NULL;
    g_autoptr(json_t) lines = facts ? lines_of(record, "minutes", facts, error) : NULL;
    if (!lines)
        return FALSE;
    g_autofree char *statements = json_canonical(lines);
    const char *kept[] = {values[0], item, statements};
    PGresult *row = row_of(request, Q_MINUTES_KEEP, G_N_ELEMENTS(kept), kept, error);
    return row && row_reply(request, row);
}

gboolean minutes_file(Request *request, GError **error)
{
    g_auto(Sheet) sheet = {0};
    return sheet_read(request, Q_MINUTES_PAPER, request->path_values[0], NULL, &sheet, error) && sheet_reply(request, &sheet, error);
}

/* Who may approve is told first; what was written is compared with what stands in the minutes then, by its digest. */
gboolean minutes_approve(Request *request, GError **error)
{
    const char *id = request->path_values[0];
    g_autoptr(PGresult) begun = row_of(request, Q_MINUTES_APPROVE_BEGIN, 1, &id, error);
    g_auto(Sheet) sheet = {0};
    if (!begun || !sheet_read(request, Q_MINUTES_PAPER, id, NULL, &sheet, error))
        return FALSE;
    guint number = sheet_keep(request, &sheet, column_text(begun, "document_id"), column_text(begun, "note"), error);
    if (number == 0)
        return FALSE;
    g_autofree char *written = g_strdup_printf("%u", number);
    const char *values[] = {id, written, column_text(sheet.row, "digest")};
    PGresult *row = row_of(request, Q_MINUTES_APPROVE_END, G_N_ELEMENTS(values), values, error);
    return row && row_reply(request, row);
}

/* ---- extracts, and the notice of conclusions */

gboolean minutes_extract_file(Request *request, GError **error)
{
    g_auto(Sheet) sheet = {0};
    return sheet_read(request, Q_MINUTES_EXTRACT_PAPER, request->path_values[0], "minutes-extract", &sheet, error) &&
           sheet_reply(request, &sheet, error);
}

gboolean minutes_extract_make(Request *request, GError **error)
{
    const char *id = request->path_values[0];
    g_auto(Sheet) sheet = {0};
    g_autoptr(PGresult) document = row_of(request, Q_MINUTES_EXTRACT_BEGIN, 1, &id, error);
    if (!document || !sheet_read(request, Q_MINUTES_EXTRACT_PAPER, id, "minutes-extract", &sheet, error) ||
        sheet_keep(request, &sheet, db_text(document), "Trích từ biên bản được thông qua", error) == 0)
        return FALSE;
    const char *values[] = {id, db_text(document)};
    PGresult *row = row_of(request, Q_MINUTES_EXTRACT_END, G_N_ELEMENTS(values), values, error);
    return row && row_reply(request, row);
}

gboolean conclusion_file(Request *request, GError **error)
{
    g_auto(Sheet) sheet = {0};
    return sheet_read(request, Q_CONCLUSION_PAPER, request->path_values[0], "conclusions-notice", &sheet, error) &&
           sheet_reply(request, &sheet, error);
}

gboolean conclusion_notice_make(Request *request, GError **error)
{
    const char *id = request->path_values[0];
    g_auto(Sheet) sheet = {0};
    g_autoptr(PGresult) document = row_of(request, Q_CONCLUSION_NOTICE_BEGIN, 1, &id, error);
    const char *doc = document ? db_text(document) : NULL;
    if (!doc || !sheet_read(request, Q_CONCLUSION_PAPER, id, "conclusions-notice", &sheet, error) ||
        sheet_keep(request, &sheet, doc, "Dự thảo từ kết luận của cuộc họp", error) == 0)
        return FALSE;
    PGresult *row = row_of(request, Q_DOCUMENT_GET, 1, &doc, error);
    return row && row_reply(request, row);
}
