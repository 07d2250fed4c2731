/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server about itself: readiness, the sign-in page's facts, the API's
 * description, the stream of events.
 */
#include "api/calls.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "net/events.h"
#include <string.h>

gboolean health_get(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, NULL, Q_SESSION_CHECK, 0, NULL, error) : NULL;
    if (!row)
        return FALSE;
    reply_header(request, "Cache-Control", "no-store");
    reply_json(request, 0, json_pack("{s:s, s:s}", "status", "ready", "version", request->house->version));
    return TRUE;
}

gboolean welcome_get(Request *request, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) row = conn ? db_query(conn, NULL, Q_WELCOME_GET, 0, NULL, error) : NULL;
    if (!row)
        return FALSE;
    const char *text = db_text(row);
    json_t *welcome = text ? json_parse(text, strlen(text), error) : NULL;
    if (!welcome)
        return text ? FALSE : error_set(error, ERROR_INTERNAL, NULL, "the database has no settings");
    json_object_set_new(welcome, "version", json_string(request->house->version));
    json_object_set_new(welcome, "upload_limit_bytes", json_integer(request->house->config->upload_limit_bytes));
    reply_json(request, 0, welcome);
    return TRUE;
}

gboolean openapi_get(Request *request, GError **error)
{
    static gsize made; /* a GBytes, as long as the program */
    static char *tag;
    (void)error;
    if (g_once_init_enter(&made)) {
        char *text = openapi_text();
        gsize length = strlen(text);
        tag = text_sha256(text, length);
        /* cppcheck-suppress leakNoVarFunctionCall ; kept in made */
        g_once_init_leave(&made, (gsize)g_bytes_new_take(text, length));
    }
    reply_etag(request, tag);
    reply_bytes(request, 0, request->route->media, g_bytes_ref((GBytes *)made));
    return TRUE;
}

gboolean events_get(Request *request, GError **error)
{
    return events_follow(request, error);
}
