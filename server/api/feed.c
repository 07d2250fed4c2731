/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Meetings for calendars elsewhere (E1, I2): one as a file, all of a person's
 * at their private address. Who may see what is asked of the database; the
 * address itself is never kept nor written to a log, only its hash.
 */
#include "api/calls.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "exchange/ical.h"
#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32, NAME_CHARACTERS = 80 };

/* What links in a calendar begin with. The door has let in no Host but ours. Caller frees. */
static char *origin_of(Request *request)
{
    const Config *config = request->house->config;
    if (config->origin)
        return g_strdup(config->origin);
    const char *host = request_header(request, "Host");
    return g_strconcat(config->tls_certificate || config->trusted_proxy ? "https://" : "http://", host ? host : "localhost", NULL);
}

static void calendar_reply(Request *request, char *text)
{
    reply_bytes(request, 0, request->route->media, g_bytes_new_take(text, strlen(text)));
}

/* "Giao ban tuần 47 (24-11-2026).ics" */
static char *file_name_of(const json_t *meeting)
{
    const char *title = json_string_value(json_object_get(meeting, "title")), *day = json_string_value(json_object_get(meeting, "day"));
    g_autofree char *head = g_utf8_substring(title, 0, MIN(g_utf8_strlen(title, -1), NAME_CHARACTERS));
    g_strdelimit(head, "/\\:", '-');
    g_autofree char *name = g_strdup_printf("%s (%s).ics", g_strstrip(head), day);
    return text_file_name(name);
}

gboolean meeting_calendar(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, &request->caller, Q_MEETING_CALENDAR, 1, request->path_values, error) : NULL;
    if (!row)
        return FALSE;
    const char *facts = db_text(row);
    if (!facts)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such meeting");
    g_autoptr(json_t) meeting = json_parse(facts, strlen(facts), error);
    if (!meeting)
        return FALSE;
    g_autofree char *origin = origin_of(request), *host = ical_host(request->house->config->origin);
    IcalOffice office = {.origin = origin,
                         .host = host,
                         .organizer_mail = request->house->config->mail_from,
                         .language = request->params[0] ? request->params[0] : "vi"};
    char *text = ical_meeting(meeting, &office, ICAL_PUBLISH, g_get_real_time() / G_USEC_PER_SEC, error);
    if (!text)
        return FALSE;
    g_autofree char *name = file_name_of(meeting);
    g_autofree char *disposition = text_disposition("attachment", name);
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-store");
    calendar_reply(request, text);
    return TRUE;
}

gboolean feed_make(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    if (!conn)
        return FALSE;
    guint8 random[TOKEN_BYTES];
    randombytes_buf(random, sizeof random);
    g_autofree char *token = text_base64url(random, sizeof random);
    g_autofree char *hash = text_sha256(token, strlen(token));
    const char *language = json_string_value(json_object_get(request->body, "language"));
    const char *values[] = {hash, language ? language : "vi"};
    g_autoptr(PGresult) made = db_query(conn, &request->caller, Q_FEED_MAKE, G_N_ELEMENTS(values), values, error);
    const char *text = made ? db_text(made) : NULL;
    json_t *feed = text ? json_parse(text, strlen(text), error) : NULL;
    if (!feed)
        return FALSE;
    g_autofree char *path = g_strconcat("/api/feed/", token, "/calendar.ics", NULL);
    json_object_set_new(feed, "path", json_string(path));
    reply_header(request, "Cache-Control", "private, no-store");
    reply_json(request, 0, feed);
    return TRUE;
}

gboolean feed_read(Request *request, GError **error)
{
    const char *token = request->path_values[0];
    g_autofree char *hash = text_sha256(token, strlen(token));
    const char *values[] = {hash, request->caller.address};
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, NULL, Q_FEED_READ, G_N_ELEMENTS(values), values, error) : NULL;
    if (!row)
        return FALSE;
    const char *facts = db_text(row);
    if (!facts)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such calendar");
    g_autoptr(json_t) meetings = json_parse(facts, strlen(facts), error);
    if (!meetings)
        return FALSE;
    const char *language = PQgetvalue(row, 0, 1);
    g_autofree char *origin = origin_of(request), *host = ical_host(request->house->config->origin);
    IcalOffice office = {.origin = origin, .host = host, .organizer_mail = request->house->config->mail_from, .language = language};
    char *text = ical_feed(meetings, &office, strcmp(language, "en") == 0 ? "My meetings" : "Lịch họp của tôi", error);
    if (!text)
        return FALSE;
    g_autofree char *tag = text_sha256(text, strlen(text));
    reply_etag(request, tag);
    reply_header(request, "Cache-Control", "private, no-cache");
    reply_header(request, "X-Robots-Tag", "noindex");
    calendar_reply(request, text);
    return TRUE;
}
