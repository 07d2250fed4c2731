/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose request it is: the token of the cookie, or of "Authorization: Bearer"
 * from a program. Here it is only hashed; whether its session lives, and what
 * its person may do, is asked of the database.
 */
#include "net/exchange.h"
#include "base/error.h"
#include "base/text.h"
#include <string.h>

enum { TOKEN_SHORTEST = 20, TOKEN_LONGEST = 128 };
static const char cookie_name[] = "__Host-nghisu";

static gboolean token_is_sound(const char *token)
{
    gsize length = strlen(token);
    return length >= TOKEN_SHORTEST && length <= TOKEN_LONGEST &&
           strspn(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == length;
}

gboolean session_read(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    if (request->route->access == OPEN)
        return TRUE;
    const char *token = MHD_lookup_connection_value(exchange->connection, MHD_COOKIE_KIND, cookie_name);
    const char *authorization = request_header(request, "Authorization");
    if (authorization && g_ascii_strncasecmp(authorization, "Bearer ", 7) == 0)
        token = authorization + 7;
    if (!token || !token_is_sound(token))
        return error_set(error, ERROR_SIGNED_OUT, NULL, "no session");
    g_autofree char *hash = text_sha256(token, strlen(token));
    g_strlcpy(exchange->token_hash, hash, sizeof exchange->token_hash);
    request->caller.token_hash = exchange->token_hash;
    request->caller.allow_stale = request->route->access == PASSWORD_STALE;
    return TRUE;
}

gboolean session_check(Exchange *exchange, GError **error)
{
    Request *request = &exchange->request;
    if (request->route->access == OPEN)
        return TRUE;
    DbConn *conn = request_conn(request, error);
    if (!conn)
        return FALSE;
    g_autoptr(PGresult) result = db_query(conn, &request->caller, Q_SESSION_CHECK, 0, NULL, error);
    return result != NULL;
}

void reply_cookie_set(Request *request, const char *token, gint64 seconds)
{
    g_autofree char *cookie =
        g_strdup_printf("%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=%" G_GINT64_FORMAT, cookie_name, token, seconds);
    reply_header(request, "Set-Cookie", cookie);
}

void reply_cookie_clear(Request *request)
{
    g_autofree char *cookie = g_strdup_printf("%s=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0", cookie_name);
    reply_header(request, "Set-Cookie", cookie);
    /* Not "storage": the page wipes the tablet's copy itself, and leaves what was written and not sent, sealed, until its owner is back. */
    reply_header(request, "Clear-Site-Data", "\"cache\", \"cookies\"");
}
