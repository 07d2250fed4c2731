/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which page of a newer version is which of the one before, so that what people
 * have marked keeps its number (E8). Asked as the owner, whoever asks: numbers
 * are the same for all, and nothing but numbers comes of it.
 */
#include "api/meeting_pack_parts.h"
#include "api/source.h"
#include "base/error.h"
#include "base/log.h"
#include "paper/compare.h"
#include <string.h>

/* Columns of meeting_pack_changed. */
enum { ITEM, DOCUMENT, PAGES, OLD_NUMBER, OLD_OID, OLD_SHA256, OLD_BYTES, NEW_NUMBER, NEW_OID, NEW_SHA256, NEW_BYTES };

static StoredFile file_of(House *house, const PGresult *rows, int row, int oid)
{
    return (StoredFile){.house = house,
                        .document_id = PQgetvalue(rows, row, DOCUMENT),
                        .oid = PQgetvalue(rows, row, oid),
                        .sha256 = PQgetvalue(rows, row, oid + 1),
                        .bytes = g_ascii_strtoull(PQgetvalue(rows, row, oid + 2), NULL, 10)};
}

/* For each page of the newer the page of the older, or null. */
static json_t *pairs_read(GBytes *comparison, guint pages, GError **error)
{
    gsize length = 0, index = 0;
    const char *text = g_bytes_get_data(comparison, &length);
    g_autoptr(json_t) whole = json_parse(text, length, error);
    if (!whole)
        return NULL;
    json_t *pairs = json_array();
    for (guint i = 0; i < pages; i++)
        json_array_append_new(pairs, json_null());
    const json_t *pair = NULL;
    json_array_foreach(json_object_get(whole, "pages"), index, pair)
    {
        json_t *old = json_object_get(pair, "old"), *new = json_object_get(pair, "new");
        if (json_is_integer(old) && json_is_integer(new) && json_integer_value(new) >= 1 && json_integer_value(new) <= pages)
            json_array_set(pairs, (size_t)json_integer_value(new) - 1, old);
    }
    return pairs;
}

static gboolean pairs_add(House *house, const PGresult *rows, int row, json_t *all, GError **error)
{
    StoredFile old = file_of(house, rows, row, OLD_OID), new = file_of(house, rows, row, NEW_OID);
    RenderSource from = source_of_file(&old), to = source_of_file(&new);
    GError *problem = NULL;
    g_autoptr(GBytes) comparison =
        compare_versions(house->render, &from, &to, (guint)g_ascii_strtoull(PQgetvalue(rows, row, OLD_NUMBER), NULL, 10),
                         (guint)g_ascii_strtoull(PQgetvalue(rows, row, NEW_NUMBER), NULL, 10), &problem);
    if (!comparison && source_is_unreadable(problem)) { /* then the first page is the first */
        log_info("pages_not_compared", log_field("document", "%s", old.document_id), log_field("problem", "%s", problem->message));
        g_error_free(problem);
        return TRUE;
    }
    if (!comparison) {
        g_propagate_error(error, problem);
        return FALSE;
    }
    json_t *pairs = pairs_read(comparison, (guint)g_ascii_strtoull(PQgetvalue(rows, row, PAGES), NULL, 10), error);
    g_autofree char *key = g_strdup_printf("%s/%s", PQgetvalue(rows, row, ITEM), PQgetvalue(rows, row, DOCUMENT));
    return pairs && json_object_set_new(all, key, pairs) == 0;
}

char *meeting_pack_pairs(House *house, const char *meeting_id, GError **error)
{
    g_autoptr(DbConn) conn = db_take(house->owner_db, error);
    g_autoptr(PGresult) rows = conn ? db_query(conn, NULL, Q_MEETING_PACK_CHANGED, 1, &meeting_id, error) : NULL;
    g_clear_pointer(&conn, db_give); /* comparing takes its time */
    g_autoptr(json_t) all = json_object();
    if (!rows)
        return NULL;
    for (int row = 0; row < PQntuples(rows); row++)
        if (!pairs_add(house, rows, row, all, error))
            return NULL;
    return json_canonical(all);
}
