/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notes of a version, each with its place (C3, C4). When a version is asked for
 * whose places are not all found yet, they are found here, once and for
 * everybody, from the nearest version where each note stands; the database
 * keeps them. Who may see which note is the database's; how a passage is found
 * again is paper/anchor's.
 */
#include "api/note.h"
#include "api/calls.h"
#include "api/source.h"
#include "base/error.h"
#include "base/json.h"
#include "paper/anchor.h"
#include <math.h>
#include <string.h>

enum { PRECISION = 7, CONTEXT = 200, QUOTATION = 5000 }; /* characters, as in note_body */

/* Columns of query note_unplaced. */
enum { ID, EDITION, KIND, ORIGIN, PAGE, QUADS, EXACT, PREFIX, SUFFIX, OID, SHA256, BYTES, MEDIA };

static const char *text_at(const PGresult *rows, int row, int column)
{
    return PQgetisnull(rows, row, column) ? NULL : PQgetvalue(rows, row, column);
}

static guint number_at(const PGresult *rows, int row, int column)
{
    return (guint)g_ascii_strtoull(PQgetvalue(rows, row, column), NULL, 10);
}

static GArray *quads_at(const PGresult *rows, int row, GError **error)
{
    const char *text = PQgetvalue(rows, row, QUADS);
    g_autoptr(json_t) list = json_parse(text, strlen(text), error);
    if (!list)
        return NULL;
    GArray *quads = g_array_new(FALSE, FALSE, sizeof(AnchorQuad));
    size_t index = 0;
    json_t *quad = NULL;
    json_array_foreach(list, index, quad)
    {
        AnchorQuad one = {
            (float)json_number_value(json_object_get(quad, "x")),
            (float)json_number_value(json_object_get(quad, "y")),
            (float)json_number_value(json_object_get(quad, "w")),
            (float)json_number_value(json_object_get(quad, "h")),
        };
        g_array_append_val(quads, one);
    }
    return quads;
}

static double tenth(double points)
{
    return round(points * 10) / 10;
}

static json_t *quads_json(const GArray *quads, float dx, float dy)
{
    json_t *list = json_array();
    for (guint i = 0; quads && i < quads->len; i++) {
        const AnchorQuad *quad = &g_array_index(quads, AnchorQuad, i);
        json_array_append_new(list,
                              json_pack("{s:f, s:f, s:f, s:f}", "x", tenth((double)quad->x + (double)dx), "y",
                                        tenth((double)quad->y + (double)dy), "w", tenth((double)quad->w), "h", tenth((double)quad->h)));
    }
    return list;
}

static gboolean word_is_in(const PaperWord *word, const GArray *quads)
{
    float x = word->x + word->w / 2, y = word->y + word->h / 2;
    for (guint i = 0; i < quads->len; i++) {
        const AnchorQuad *quad = &g_array_index(quads, AnchorQuad, i);
        if (x >= quad->x && x <= quad->x + quad->w && y >= quad->y && y <= quad->y + quad->h)
            return TRUE;
    }
    return FALSE;
}

/* Words from..to (without the last) with blanks between, at most so many characters, of the end or of the beginning. */
static char *words_join(const PaperWords *words, guint from, guint to, glong most, gboolean of_the_end)
{
    g_autoptr(GString) text = g_string_new(NULL);
    guint begin = of_the_end && to - from > (guint)most ? to - (guint)most : from;
    for (guint i = begin; i < to && (of_the_end || text->len < (gsize)most * 4); i++)
        g_string_append_printf(text, "%s%s", text->len ? " " : "", g_array_index(words->words, PaperWord, i).text);
    glong count = g_utf8_strlen(text->str, -1);
    if (count <= most)
        return g_string_free(g_steal_pointer(&text), FALSE);
    return of_the_end ? g_utf8_substring(text->str, count - most, count) : g_utf8_substring(text->str, 0, most);
}

/* What stands at a found place, from which the next version finds it again: its words, and what is around them. A passage found with all
 * its words keeps its quotation, which may begin or end within a word. */
static void place_quote(json_t *found, const PaperWords *words, const AnchorPlace *place, const char *exact)
{
    if (place->page == 0 || place->page > words->pages)
        return;
    guint begin = g_array_index(words->first, guint, place->page - 1), end = g_array_index(words->first, guint, place->page);
    while (begin < end && !word_is_in(&g_array_index(words->words, PaperWord, begin), place->quads))
        begin++;
    while (end > begin && !word_is_in(&g_array_index(words->words, PaperWord, end - 1), place->quads))
        end--;
    g_autofree char *own = words_join(words, begin, end, QUOTATION, FALSE);
    g_autofree char *prefix = words_join(words, 0, begin, CONTEXT, TRUE);
    g_autofree char *suffix = words_join(words, end, words->words->len, CONTEXT, FALSE);
    json_object_set_new(found, "exact", json_string(place->how == ANCHOR_SURE || !*own ? exact : own));
    if (begin < end) {
        json_object_set_new(found, "prefix", json_string(prefix));
        json_object_set_new(found, "suffix", json_string(suffix));
    }
}

/* Text by its words; ink, and what quotes nothing, by the words or the picture under it. map NULL: one of the versions has no words to be
 * found. */
static json_t *place_find(const PGresult *rows, int row, const AnchorMap *map, const PaperWords *words, LookFiles *files, GError **error)
{
    g_autoptr(GArray) quads = quads_at(rows, row, error);
    if (!quads)
        return NULL;
    gboolean is_ink = strcmp(PQgetvalue(rows, row, KIND), "ink") == 0; /* its quads are the bounds of its strokes, and are not kept */
    const char *exact = is_ink ? NULL : text_at(rows, row, EXACT);
    const AnchorQuad *boxes = (const AnchorQuad *)(gpointer)quads->data;
    AnchorPlace place = {.how = ANCHOR_LOST};
    float dx = 0, dy = 0;
    if (map && exact)
        anchor_text(map, number_at(rows, row, PAGE), exact, text_at(rows, row, PREFIX), text_at(rows, row, SUFFIX), boxes, quads->len,
                    &place);
    else if (map)
        anchor_region(map, number_at(rows, row, PAGE), boxes, quads->len, &place, &dx, &dy);
    if (map && !exact && !anchor_picture(map, number_at(rows, row, PAGE), look_at, files, &place, error)) {
        anchor_place_clear(&place);
        return NULL;
    }
    json_t *found = json_pack("{s:s, s:I, s:I}", "id", PQgetvalue(rows, row, ID), "edition", (json_int_t)number_at(rows, row, EDITION),
                              "origin", (json_int_t)number_at(rows, row, ORIGIN));
    if (place.how == ANCHOR_LOST || place.page == 0) {
        json_object_set_new(found, "how", json_string("tray"));
    } else {
        json_object_set_new(found, "how", json_string(place.how == ANCHOR_SURE ? "sure" : "guessed"));
        json_object_set_new(found, "page", json_integer(place.page));
        json_object_set_new(found, "quads", is_ink ? json_array() : quads_json(exact ? place.quads : quads, dx, dy));
        json_object_set_new(found, "dx", json_real(tenth((double)dx)));
        json_object_set_new(found, "dy", json_real(tenth((double)dy)));
        if (exact && place.quads)
            place_quote(found, words, &place, exact);
    }
    anchor_place_clear(&place);
    return found;
}

static StoredFile file_of(Request *request, const PGresult *rows, int row, int first_column)
{
    return (StoredFile){.house = request->house,
                        .document_id = request->path_values[0],
                        .oid = PQgetvalue(rows, row, first_column),
                        .sha256 = PQgetvalue(rows, row, first_column + 1),
                        .bytes = g_ascii_strtoull(PQgetvalue(rows, row, first_column + 2), NULL, 10)};
}

/* All rows of one older (or newer) version, from `row` on; gives the first row of the next, or −1. to: the version they are placed on. */
static int origin_find(Request *request, const PGresult *rows, int row, const PaperWords *words, const RenderSource *to, json_t *places,
                       GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(PaperWords) old = NULL;
    if (words)
        old = source_words(request, PQgetvalue(rows, row, OID), PQgetvalue(rows, row, SHA256), PQgetvalue(rows, row, BYTES),
                           PQgetvalue(rows, row, MEDIA), &problem);
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return -1;
    }
    g_autoptr(AnchorMap) map = old ? anchor_map_new(old, words) : NULL;
    StoredFile file = file_of(request, rows, row, OID);
    RenderSource from = source_of_file(&file);
    LookFiles files = look_files(request->house->render, &from, to);
    guint origin = number_at(rows, row, ORIGIN);
    for (; row < PQntuples(rows) && number_at(rows, row, ORIGIN) == origin; row++) {
        json_t *found = place_find(rows, row, map, words, &files, error);
        if (!found)
            return -1;
        json_array_append_new(places, found);
    }
    return row;
}

static gboolean places_keep(Request *request, json_t *places, GError **error)
{
    char *text = json_dumps(places, JSON_COMPACT | JSON_REAL_PRECISION(PRECISION));
    const char *values[] = {request->path_values[0], request->path_values[1], text};
    g_autoptr(PGresult) kept = db_query(request->conn, &request->caller, Q_NOTE_PLACES_KEEP, G_N_ELEMENTS(values), values, error);
    free(text);
    return kept != NULL;
}

static gboolean places_find(Request *request, const PGresult *rows, GError **error)
{
    g_autoptr(PGresult) version = db_query(request->conn, &request->caller, Q_PAGE_SOURCE, 2, request->path_values, error);
    if (!version)
        return FALSE;
    if (PQntuples(version) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such version");
    g_autoptr(GError) problem = NULL;
    g_autoptr(PaperWords) words = source_words(request, PQgetvalue(version, 0, 0), PQgetvalue(version, 0, 1), PQgetvalue(version, 0, 2),
                                               PQgetvalue(version, 0, 3), &problem);
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    StoredFile file = file_of(request, version, 0, 0);
    RenderSource to = source_of_file(&file);
    g_autoptr(json_t) places = json_array();
    for (int row = 0; row < PQntuples(rows);) {
        row = origin_find(request, rows, row, words, &to, places, error);
        if (row < 0)
            return FALSE;
    }
    return places_keep(request, places, error);
}

PGresult *note_list_rows(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) unplaced = conn ? db_query(conn, &request->caller, Q_NOTE_UNPLACED, 2, request->path_values, error) : NULL;
    if (!unplaced || (PQntuples(unplaced) > 0 && !places_find(request, unplaced, error)))
        return NULL;
    g_autoptr(PGresult) list = db_query(conn, &request->caller, Q_NOTE_LIST, 2, request->path_values, error);
    if (list && !db_text(list)) {
        error_set(error, ERROR_NOT_FOUND, NULL, "no such version");
        return NULL;
    }
    return g_steal_pointer(&list);
}

gboolean note_list(Request *request, GError **error)
{
    g_autoptr(PGresult) list = note_list_rows(request, error);
    if (!list)
        return FALSE;
    reply_json_text(request, 0, db_text(list));
    return TRUE;
}
