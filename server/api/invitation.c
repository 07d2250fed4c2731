/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The invitation to a meeting as a PDF (E6), and the wordings that an
 * installation has made its own. What stands on it the database says, for its
 * receiver; nothing is kept.
 */
#include "api/calls.h"
#include "api/letter.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/words.h"
#include <string.h>

enum { PARAM_TO }; /* as in invitation_params */

/* Columns of query invitation_get. */
enum { FACTS, BODY, MADE_AT };

/* Columns of the queries of wordings. */
enum { NAME, OWN, CHANGED_AT, EDIT_VERSION };

/* The wordings there are; each has its original and sample facts among the words. */
static const char *const wordings[] = {"invitation", "minutes", "minutes-extract", "conclusions-notice"};

static const char PREVIEW_AT[] = "2026-01-01T00:00:00Z"; /* a preview has no time of its own */

static json_t *sample_of(const char *name, GError **error)
{
    g_autofree char *file = g_strconcat(name, "-sample", NULL);
    const char *text = words_text("vi", file);
    if (!text) {
        error_set(error, ERROR_INTERNAL, NULL, "no sample facts of %s", name);
        return NULL;
    }
    return json_parse(text, strlen(text), error);
}

static gboolean pdf_reply(Request *request, GBytes *made, const char *filename)
{
    g_autofree char *disposition = text_disposition("inline", filename);
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-store");
    reply_bytes(request, 200, "application/pdf", made);
    return TRUE;
}

gboolean invitation_get(Request *request, GError **error)
{
    const char *values[] = {request->path_values[0], request->params[PARAM_TO]};
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_INVITATION_GET, G_N_ELEMENTS(values), values, error) : NULL;
    if (!row)
        return FALSE;
    if (PQntuples(row) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such invitation");
    const char *text = PQgetvalue(row, 0, FACTS);
    const char *body = PQgetisnull(row, 0, BODY) ? words_text("vi", "invitation") : PQgetvalue(row, 0, BODY);
    g_autoptr(json_t) facts = json_parse(text, strlen(text), error);
    if (!facts)
        return FALSE;
    const char *about = json_string_value(json_object_get(facts, "title"));
    g_autofree char *title = g_strconcat("Giấy mời: ", about, NULL), *filename = g_strconcat("Giấy mời - ", about, ".pdf", NULL);
    GBytes *made = letter_print(request->house->render, body, facts, title, PQgetvalue(row, 0, MADE_AT), error);
    return made && pdf_reply(request, made, filename);
}

/* ---- wordings */

static json_t *wording_json(const char *name, const PGresult *rows)
{
    for (int i = 0; i < PQntuples(rows); i++)
        if (strcmp(PQgetvalue(rows, i, NAME), name) == 0)
            return json_pack("{s:s, s:s, s:s, s:b, s:s, s:I}", "name", name, "body", PQgetvalue(rows, i, OWN), "original",
                             words_text("vi", name), "own", 1, "changed_at", PQgetvalue(rows, i, CHANGED_AT), "edit_version",
                             (json_int_t)g_ascii_strtoll(PQgetvalue(rows, i, EDIT_VERSION), NULL, 10));
    return json_pack("{s:s, s:s, s:s, s:b, s:n, s:i}", "name", name, "body", words_text("vi", name), "original", words_text("vi", name),
                     "own", 0, "changed_at", "edit_version", 0);
}

gboolean word_template_list(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) rows = conn ? db_query(conn, &request->caller, Q_WORD_TEMPLATE_LIST, 0, NULL, error) : NULL;
    if (!rows)
        return FALSE;
    json_t *items = json_array();
    for (guint i = 0; i < G_N_ELEMENTS(wordings); i++)
        json_array_append_new(items, wording_json(wordings[i], rows));
    reply_json(request, 200, json_pack("{s:n, s:o}", "next", "items", items));
    return TRUE;
}

/* The route's wording with its sample facts; NULL when there is none, or the body cannot be filled. */
static json_t *wording_checked(Request *request, GError **error)
{
    const char *name = request->path_values[0];
    gboolean known = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(wordings); i++)
        known |= strcmp(wordings[i], name) == 0;
    if (!known) {
        error_set(error, ERROR_NOT_FOUND, NULL, "no such wording");
        return NULL;
    }
    g_autoptr(json_t) sample = sample_of(name, error);
    const json_t *body = json_object_get(request->body, "body");
    if (!sample || (body && !letter_check(json_string_value(body), sample, error)))
        return NULL;
    return g_steal_pointer(&sample);
}

/* Who may not administer learns nothing of what is wrong with a body. */
static gboolean may(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_WORD_TEMPLATE_MAY, 0, NULL, error) : NULL;
    return row != NULL;
}

gboolean word_template_set(Request *request, GError **error)
{
    g_autoptr(json_t) sample = may(request, error) ? wording_checked(request, error) : NULL;
    if (!sample)
        return FALSE;
    const char *values[] = {request->path_values[0], request->if_match, request->body_text};
    g_autoptr(PGresult) row = db_query(request->conn, &request->caller, Q_WORD_TEMPLATE_SET, G_N_ELEMENTS(values), values, error);
    if (!row)
        return FALSE;
    reply_json(request, 200, wording_json(values[0], row));
    return TRUE;
}

gboolean word_template_reset(Request *request, GError **error)
{
    g_autoptr(json_t) sample = may(request, error) ? wording_checked(request, error) : NULL;
    g_autoptr(PGresult) row =
        sample ? db_query(request->conn, &request->caller, Q_WORD_TEMPLATE_RESET, 1, request->path_values, error) : NULL;
    if (!row)
        return FALSE;
    reply_empty(request, 204);
    return TRUE;
}

gboolean word_template_preview(Request *request, GError **error)
{
    g_autoptr(json_t) sample = may(request, error) ? wording_checked(request, error) : NULL;
    if (!sample)
        return FALSE;
    const char *body = json_string_value(json_object_get(request->body, "body"));
    GBytes *made = letter_print(request->house->render, body, sample, "Xem thử", PREVIEW_AT, error);
    return made && pdf_reply(request, made, "Xem thử.pdf");
}
