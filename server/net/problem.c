/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors as application/problem+json (RFC 9457). The type is "/problems/<slug>";
 * the page words it. What went wrong inside the machine is not told to clients:
 * it goes to the log under the id that is also in X-Request-Id.
 */
#include "net/exchange.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include <string.h>

char *problem_text(const GError *error, const char *request_id)
{
    const ErrorFact *fact = error_fact(error_kind(error));
    const char *field = error_field(error);
    g_autofree char *type = g_strconcat("/problems/", fact->slug, NULL);
    g_autoptr(json_t) problem = json_object();
    json_object_set_new(problem, "type", json_string(type));
    json_object_set_new(problem, "title", json_string(fact->title));
    json_object_set_new(problem, "status", json_integer(fact->status));
    if (fact->status < 500 && error->message && *error->message && g_utf8_validate(error->message, -1, NULL))
        json_object_set_new(problem, "detail", json_string(error->message));
    if (field && g_utf8_validate(field, -1, NULL))
        json_object_set_new(problem, "field", json_string(field));
    if (error_retry_after(error))
        json_object_set_new(problem, "retry_after", json_integer(error_retry_after(error)));
    json_object_set_new(problem, "instance", json_string(request_id));
    return json_canonical(problem);
}

void reply_problem(Exchange *exchange, const GError *error)
{
    ErrorKind kind = error_kind(error);
    int status = error_fact(kind)->status;
    Request *request = &exchange->request;
    reply_drop(&exchange->reply);
    g_autofree char *text = problem_text(error, exchange->id);
    reply_bytes(request, status, "application/problem+json", g_bytes_new(text, strlen(text)));
    if (error_retry_after(error)) {
        char seconds[16];
        g_snprintf(seconds, sizeof seconds, "%u", error_retry_after(error));
        reply_header(request, "Retry-After", seconds);
    }
    if (kind == ERROR_SIGNED_OUT)
        reply_header(request, "WWW-Authenticate", "Bearer");
    if (status >= 500)
        log_warn("request_failed", log_field("request", "%s", request->route && request->route->nameless ? "" : exchange->id),
                 log_field("problem", "%s", error_fact(kind)->slug), log_field("reason", "%s", error->message));
}
