/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy of a version to take away (C9): the notes its reader sees drawn into
 * the pages or added as annotations, the reader's name and the time over every
 * page. A secret document goes out in no other way than with that name, and so
 * drawn anew: an annotation can be taken off again. Who took what is written
 * before a byte goes out, and nothing is kept.
 */
#include "api/calls.h"
#include "api/media.h"
#include "api/note.h"
#include "api/source.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "paper/export.h"
#include <string.h>
#include <unistd.h>

enum { PARAM_NOTES, PARAM_MARK, PARAM_SHOW }; /* as in export_params */

/* Columns of query export_source. */
enum { OID, SHA256, BYTES, MEDIA, FILENAME, SUBJECT, SECRET, CREATED_AT, ZONE, MARK };

/* What stands on paper is Vietnamese, whoever reads it. */
static const char HEADING[] = "Ghi chú";
static const char TRAY[] = "Ghi chú chưa tìm được chỗ trên phiên bản này";
static const char GONE[] = "Trang này bị hỏng, không vẽ được.";

typedef struct Copy {
    const PGresult *row;
    const char *notes; /* "none", "burnt", "annotations" */
    gboolean mark;
    GTimeZone *zone;
} Copy;

static void copy_decide(Request *request, const PGresult *row, Copy *copy)
{
    gboolean secret = PQgetvalue(row, 0, SECRET)[0] == 't';
    copy->row = row;
    copy->notes = request->params[PARAM_NOTES] ? request->params[PARAM_NOTES] : "none";
    copy->mark = secret || g_strcmp0(request->params[PARAM_MARK], "true") == 0;
    /* What bears a name is drawn as one. */
    if (copy->mark && strcmp(copy->notes, "annotations") == 0)
        copy->notes = "burnt";
}

static gboolean is_original(const Copy *copy)
{
    return !copy->mark && strcmp(copy->notes, "none") == 0;
}

/* ---- notes of the list become records */

static const char *text_of(const json_t *note, const char *key)
{
    const char *text = json_string_value(json_object_get(note, key));
    return text ? text : "";
}

static void number_add(GArray *numbers, const json_t *number)
{
    float value = (float)json_number_value(number);
    g_array_append_val(numbers, value);
}

static guint32 index_of(const char *word, const char *const *words, guint count)
{
    for (guint i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return i;
    return 0;
}

static void drawing_read(const json_t *place, GArray *quads, GArray *strokes, GArray *points)
{
    static const char *const sides[] = {"x", "y", "w", "h"};
    size_t index = 0, at = 0;
    json_t *one = NULL, *number = NULL;
    json_array_foreach(json_object_get(place, "quads"), index, one)
    {
        for (guint i = 0; i < G_N_ELEMENTS(sides); i++)
            number_add(quads, json_object_get(one, sides[i]));
    }
    json_array_foreach(json_object_get(place, "strokes"), index, one)
    {
        const json_t *list = json_object_get(one, "points");
        guint32 count = (guint32)(json_array_size(list) / 3);
        g_array_append_val(strokes, count);
        json_array_foreach(list, at, number)
        {
            if (at < (gsize)count * 3)
                number_add(points, number);
        }
    }
}

/* "Trang 3 · Nguyễn Văn A · 23/11/2026 09:41"; in the tray, the page it was made on. */
static char *facts_line(const Copy *copy, const json_t *note, json_int_t page, GDateTime *when)
{
    g_autofree char *place = page > 0 ? g_strdup_printf("Trang %" JSON_INTEGER_FORMAT, page)
                                      : g_strdup_printf("Trang %" JSON_INTEGER_FORMAT " của phiên bản %" JSON_INTEGER_FORMAT,
                                                        json_integer_value(json_object_get(note, "made_on_page")),
                                                        json_integer_value(json_object_get(note, "made_on_version")));
    g_autoptr(GDateTime) civil = when ? g_date_time_to_timezone(when, copy->zone) : NULL;
    g_autofree char *time = civil ? g_date_time_format(civil, "%d/%m/%Y %H:%M") : g_strdup("");
    return g_strjoin(" · ", place, text_of(json_object_get(note, "author"), "full_name"), time, NULL);
}

static void note_add(ExportOrder *order, const Copy *copy, const json_t *note)
{
    static const char *const kinds[] = {"", "highlight", "underline", "strike", "ink", "text"};
    static const char *const colours[] = {"yellow", "green", "blue", "red", "black"};
    const json_t *place = json_object_get(note, "place");
    json_int_t page = strcmp(text_of(place, "how"), "tray") == 0 ? 0 : json_integer_value(json_object_get(place, "page"));
    const json_t *width = json_object_get(note, "width");
    PagesNote head = {
        .page = (guint32)CLAMP(page, 0, G_MAXINT32),
        .kind = index_of(text_of(note, "kind"), kinds, G_N_ELEMENTS(kinds)),
        .colour = index_of(text_of(note, "colour"), colours, G_N_ELEMENTS(colours)),
        .width = json_is_number(width) ? (float)json_number_value(width) : 2, /* as the page has it */
    };
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(text_of(note, "created_at"), NULL);
    g_autofree char *line = facts_line(copy, note, page, when);
    g_autofree char *pdf_time = when ? g_date_time_format(when, "D:%Y%m%d%H%M%SZ") : g_strdup("");
    const char *texts[NOTE_TEXTS] = {
        [NOTE_ID] = text_of(note, "id"),
        [NOTE_AUTHOR] = text_of(json_object_get(note, "author"), "full_name"),
        [NOTE_FACTS] = line,
        [NOTE_WHEN] = pdf_time,
        [NOTE_QUOTE] = text_of(note, "exact"),
        [NOTE_BODY] = text_of(note, "body"),
    };
    g_autoptr(GArray) quads = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) strokes = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(float));
    if (page > 0) /* without a place the drawing has no meaning */
        drawing_read(place, quads, strokes, points);
    export_order_note(order, &head, texts, quads, strokes, points);
}

static ExportOrder *order_make(Request *request, const Copy *copy, GError **error)
{
    const char *texts[ORDER_TEXTS] = {
        [ORDER_TITLE] = PQgetvalue(copy->row, 0, SUBJECT),
        [ORDER_MARK] = copy->mark ? PQgetvalue(copy->row, 0, MARK) : "",
        [ORDER_MADE_AT] = PQgetvalue(copy->row, 0, CREATED_AT),
        [ORDER_HEADING] = HEADING,
        [ORDER_TRAY] = TRAY,
        [ORDER_GONE] = GONE,
    };
    gboolean added = strcmp(copy->notes, "annotations") == 0;
    g_autoptr(ExportOrder) order = export_order_new(added ? ORDER_ANNOTATIONS : ORDER_BURNT, texts);
    if (strcmp(copy->notes, "none") == 0)
        return g_steal_pointer(&order);
    g_autoptr(PGresult) rows = note_list_rows(request, error);
    const char *text = rows ? db_text(rows) : NULL;
    g_autoptr(json_t) list = text ? json_parse(text, strlen(text), error) : NULL;
    if (!list)
        return NULL;
    size_t index = 0;
    json_t *note = NULL;
    json_array_foreach(json_object_get(list, "items"), index, note)
    {
        note_add(order, copy, note);
    }
    return g_steal_pointer(&order);
}

/* ---- the reply */

/* The file's name as its author calls it; what was made of it says so, and is a PDF. */
static char *name_of(const Copy *copy)
{
    const char *name = PQgetvalue(copy->row, 0, FILENAME);
    if (is_original(copy))
        return g_strdup(name);
    const char *point = strrchr(name, '.');
    g_autofree char *stem = g_strndup(name, point && point > name ? (gsize)(point - name) : strlen(name));
    return g_strconcat(stem, strcmp(copy->notes, "none") == 0 ? " (bản in)" : " (có ghi chú)", ".pdf", NULL);
}

static gboolean audit_write(Request *request, const Copy *copy, guint64 bytes, GError **error)
{
    g_autoptr(json_t) facts = json_pack("{s:s, s:b, s:I}", "notes", copy->notes, "mark", copy->mark ? 1 : 0, "bytes", (json_int_t)bytes);
    g_autofree char *text = json_canonical(facts);
    const char *values[] = {request->path_values[0], request->path_values[1], text};
    g_autoptr(PGresult) kept = db_query(request->conn, &request->caller, Q_EXPORT_KEEP, G_N_ELEMENTS(values), values, error);
    if (!kept)
        return FALSE;
    if (g_strcmp0(db_text(kept), "t") != 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such version any more");
    return TRUE;
}

static void headers_reply(Request *request, const Copy *copy)
{
    g_autofree char *name = name_of(copy);
    g_autofree char *disposition = text_disposition(g_strcmp0(request->params[PARAM_SHOW], "inline") == 0 ? "inline" : "attachment", name);
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-store");
}

static gboolean original_reply(Request *request, const Copy *copy, guint64 bytes, GError **error)
{
    g_autoptr(StoreReader) reader = store_read(request->house->store, request->path_values[0], PQgetvalue(copy->row, 0, OID), error);
    if (!reader || !audit_write(request, copy, bytes, error))
        return FALSE;
    headers_reply(request, copy);
    reply_blob(request, PQgetvalue(copy->row, 0, MEDIA), g_steal_pointer(&reader));
    return TRUE;
}

static gboolean made_reply(Request *request, const Copy *copy, const RenderSource *source, GError **error)
{
    g_autoptr(ExportOrder) order = order_make(request, copy, error);
    guint64 bytes = 0;
    int fd = order ? export_file(request->house->render, source, order, &bytes, error) : -1;
    if (fd < 0)
        return FALSE;
    if (!audit_write(request, copy, bytes, error)) {
        close(fd);
        return FALSE;
    }
    headers_reply(request, copy);
    reply_fd(request, "application/pdf", fd, bytes);
    return TRUE;
}

gboolean export_get(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_EXPORT_SOURCE, 2, request->path_values, error) : NULL;
    if (!row)
        return FALSE;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such version");
    Copy copy;
    copy_decide(request, row, &copy);
    StoredFile file = {.house = request->house,
                       .document_id = request->path_values[0],
                       .oid = PQgetvalue(row, 0, OID),
                       .sha256 = PQgetvalue(row, 0, SHA256),
                       .bytes = g_ascii_strtoull(PQgetvalue(row, 0, BYTES), NULL, 10)};
    if (is_original(&copy))
        return original_reply(request, &copy, file.bytes, error);
    if (!media_is_pdf(PQgetvalue(row, 0, MEDIA)))
        return error_set(error, ERROR_NO_PAGES, NULL, "%s has no pages to draw", PQgetvalue(row, 0, MEDIA));
    RenderSource source = source_of_file(&file);
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(PQgetvalue(row, 0, ZONE));
    if (!zone)
        zone = g_time_zone_new_utc();
    copy.zone = zone;
    return made_reply(request, &copy, &source, error);
}
