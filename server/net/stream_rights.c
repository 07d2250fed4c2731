/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a stream wants to follow, and what of it its person may see: that is the
 * database's to say, asked for one as its caller, or for many in one statement.
 * It holds nothing back and ends nothing; the hub does.
 */
#include "net/stream.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <string.h>

gboolean stream_subjects_read(Stream *stream, const char *list, GError **error)
{
    static const char *const nouns[] = {"meeting:", "document:", "person:", "follow:"};
    g_autoptr(json_t) wanted = json_parse(list, strlen(list), error);
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(wanted, index, item)
    {
        const char *subject = json_string_value(item);
        gboolean sound = FALSE;
        for (gsize i = 0; subject && i < G_N_ELEMENTS(nouns); i++)
            sound |= g_str_has_prefix(subject, nouns[i]) && text_is_uuid(subject + strlen(nouns[i]));
        if (!sound)
            return error_set(error, ERROR_WRONG_VALUE, "subject", "a subject is meeting:<id>, document:<id>, person:<id> or follow:<id>");
        g_autofree char *lower = g_ascii_strdown(subject, -1);
        if (!g_ptr_array_find_with_equal_func(stream->subjects, lower, g_str_equal, NULL))
            g_ptr_array_add(stream->subjects, g_steal_pointer(&lower));
    }
    return wanted != NULL;
}

static json_t *subjects_array(const GPtrArray *subjects)
{
    json_t *array = json_array();
    for (guint i = 0; i < subjects->len; i++)
        json_array_append_new(array, json_string(subjects->pdata[i]));
    return array;
}

json_t *stream_subjects_ask(DbConn *conn, const Caller *caller, const Stream *stream, GError **error)
{
    g_autoptr(json_t) wanted = subjects_array(stream->subjects);
    g_autofree char *text = json_canonical(wanted);
    const char *values[] = {stream->wall ? stream->token_hash : text};
    g_autoptr(PGresult) result =
        stream->wall ? db_query(conn, NULL, Q_WALL_SUBJECTS, 1, values, error) : db_query(conn, caller, Q_EVENT_SUBJECTS, 1, values, error);
    if (!result)
        return NULL;
    json_t *seen = json_object();
    for (int row = 0; row < PQntuples(result); row++)
        json_object_set_new(seen, PQgetvalue(result, row, 0), json_integer(g_ascii_strtoll(PQgetvalue(result, row, 1), NULL, 10)));
    return seen;
}

gboolean stream_rights_ask(House *house, Stream *const *streams, guint count, json_t **seen, GError **error)
{
    g_autoptr(json_t) asked = json_array();
    for (guint i = 0; i < count; i++)
        json_array_append_new(asked, json_pack("{s:s, s:s, s:o}", "token_hash", streams[i]->token_hash, "address", streams[i]->address,
                                               "subjects", subjects_array(streams[i]->subjects)));
    g_autofree char *text = json_canonical(asked);
    const char *values[] = {text};
    g_autoptr(DbConn) conn = db_take(house->db, error);
    g_autoptr(PGresult) result = conn ? db_query(conn, NULL, Q_STREAM_SUBJECTS, 1, values, error) : NULL;
    if (!result)
        return FALSE;
    for (guint i = 0; i < count; i++)
        seen[i] = json_object();
    for (int row = 0; row < PQntuples(result); row++) {
        guint ord = (guint)g_ascii_strtoull(PQgetvalue(result, row, 0), NULL, 10);
        if (ord >= count)
            continue;
        if (!PQgetisnull(result, row, 1))
            g_clear_pointer(&seen[ord], json_decref);
        else
            json_object_set_new(seen[ord], PQgetvalue(result, row, 2), json_integer(g_ascii_strtoll(PQgetvalue(result, row, 3), NULL, 10)));
    }
    /* The few screens in rooms have no session, which the statement took for one that has ended. */
    gboolean answered = TRUE;
    for (guint i = 0; i < count && answered; i++) {
        if (!streams[i]->wall)
            continue;
        g_clear_pointer(&seen[i], json_decref);
        answered = (seen[i] = stream_subjects_ask(conn, NULL, streams[i], error)) != NULL;
    }
    for (guint i = 0; i < count && !answered; i++)
        g_clear_pointer(&seen[i], json_decref);
    return answered;
}
