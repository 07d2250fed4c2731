/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of a request, looked at strictly, for libmicrohttpd is lenient: two
 * lengths, a length beside chunks, NUL and control bytes, bare line feeds,
 * folded lines, %00, a foreign Host or Origin are refused, and the connection
 * is closed. It judges only form and origin; sessions and rights come later.
 */
#include "net/exchange.h"
#include "base/config.h"
#include "base/error.h"
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

typedef struct Head {
    guint hosts, lengths, codings;
    const char *host, *length, *coding;
    const char *bad;  /* why it is refused; NULL: not yet */
    const char *next; /* where the next line must begin in the buffer */
    const char *end;  /* of the buffer that holds the head */
} Head;

static gboolean is_token(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum(text[i]) && !strchr("!#$%&'*+-.^_`|~", text[i]))
            return FALSE;
    return length > 0;
}

/* libmicrohttpd cuts the head into texts where it lies, so what it skipped can still be seen between them: after each value stand the two
 * bytes that were CR and LF, then the next name. A NUL inside a value, a bare line feed or a folded line breaks that pattern. */
static enum MHD_Result header_check(void *data, enum MHD_ValueKind kind G_GNUC_UNUSED, const char *name, const char *value)
{
    Head *head = data;
    gsize name_length = strlen(name), value_length = value ? strlen(value) : 0;
    if (!is_token(name, name_length))
        head->bad = "a header's name";
    for (gsize i = 0; i < value_length; i++)
        if (((guchar)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
            head->bad = "a control byte in a header";
    if (head->next && name != head->next)
        head->bad = "a line of the head";
    head->next = value ? value + value_length + 2 : NULL;
    if (!value || value < name || head->next > head->end || head->next[-1] != 0)
        head->bad = "a line of the head";
    if (g_ascii_strcasecmp(name, "Host") == 0) {
        head->hosts++;
        head->host = value;
    } else if (g_ascii_strcasecmp(name, "Content-Length") == 0) {
        head->lengths++;
        head->length = value;
    } else if (g_ascii_strcasecmp(name, "Transfer-Encoding") == 0) {
        head->codings++;
        head->coding = value;
    }
    return head->bad ? MHD_NO : MHD_YES;
}

static gboolean target_is_sound(const Exchange *exchange)
{
    if (exchange->target[0] != '/')
        return FALSE;
    const char *parts[] = {exchange->target, exchange->query};
    for (gsize part = 0; part < G_N_ELEMENTS(parts); part++)
        for (const char *at = parts[part]; at && *at; at++) {
            if ((guchar)*at <= 0x20 || *at == 0x7f)
                return FALSE;
            if (*at != '%')
                continue;
            if (!g_ascii_isxdigit(at[1]) || !g_ascii_isxdigit(at[2]))
                return FALSE;
            int byte = g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2]);
            if (byte == 0 || byte == 0x7f || (byte < 0x20 && part == 0))
                return FALSE;
        }
    return TRUE;
}

/* "name:port" and "[::1]:port" without the port. Caller frees. */
static char *host_name(const char *host)
{
    const char *end = host[0] == '[' ? strchr(host, ']') : strchr(host, ':');
    if (!end)
        return g_strdup(host);
    return g_strndup(host, (gsize)(end - host) + (host[0] == '[' ? 1 : 0));
}

/* The address this very connection came in on, for a server that listens on all of its addresses. Caller frees. */
static char *local_host(const Exchange *exchange)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    char text[INET6_ADDRSTRLEN] = "";
    if (getsockname(exchange->line->fd, (struct sockaddr *)&address, &size) != 0)
        return NULL;
    if (address.ss_family == AF_INET) {
        inet_ntop(AF_INET, &((struct sockaddr_in *)&address)->sin_addr, text, sizeof text);
        return g_strdup(text);
    }
    const struct in6_addr *six = &((struct sockaddr_in6 *)&address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(six)) {
        inet_ntop(AF_INET, &six->s6_addr[12], text, sizeof text);
        return g_strdup(text);
    }
    inet_ntop(AF_INET6, six, text, sizeof text);
    return g_strdup_printf("[%s]", text);
}

static gboolean host_is_ours(const Exchange *exchange, const char *host)
{
    const struct Http *http = exchange->http;
    if (http->own_host && g_ascii_strcasecmp(host, http->own_host) == 0)
        return TRUE;
    if (g_ascii_strcasecmp(host, http->listen_host) == 0)
        return TRUE;
    g_autofree char *name = host_name(host);
    if (http->on_loopback || exchange->line->is_loopback) /* any port: it may be forwarded; what counts against rebinding is the name */
        if (strcmp(name, "127.0.0.1") == 0 || g_ascii_strcasecmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0)
            return TRUE;
    g_autofree char *own_name = http->own_host ? host_name(http->own_host) : NULL;
    g_autofree char *with_port = own_name ? g_strdup_printf("%s:%u", own_name, http->port) : NULL;
    if (with_port && g_ascii_strcasecmp(host, with_port) == 0)
        return TRUE;
    if (!http->on_any)
        return FALSE;
    g_autofree char *local = local_host(exchange);
    return local && strcmp(name, local) == 0;
}

static gboolean length_is_sound(const char *text)
{
    gsize length = strlen(text);
    return length > 0 && length <= 18 && strspn(text, "0123456789") == length;
}

gboolean door_check(Exchange *exchange, const char *method, const char *version, GError **error)
{
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    /* The first line lies in the buffer like the rest: method, blank, target, blank, version, CR, LF. */
    Head head = {.next = version + strlen(version) + 2, .end = method + (size ? size->header_size : 0)};
    if (version != method + strlen(method) + 1 + exchange->target_length + 1)
        head.bad = "the first line";
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, header_check, &head);
    gboolean old = strcmp(version, "HTTP/1.0") == 0;
    if (!head.bad && head.next && head.next + 2 != head.end)
        head.bad = "the end of the head";
    if (!head.bad && !is_token(method, strlen(method)))
        head.bad = "the method";
    if (!head.bad && !target_is_sound(exchange))
        head.bad = "the target";
    if (!head.bad && !old && strcmp(version, "HTTP/1.1") != 0)
        head.bad = "the version";
    if (!head.bad && head.lengths + head.codings > 1)
        head.bad = "more than one length of the body";
    if (!head.bad && old && head.codings)
        head.bad = "HTTP/1.0 with a coding";
    if (!head.bad && head.length && !length_is_sound(head.length))
        head.bad = "Content-Length";
    if (!head.bad && head.coding && g_ascii_strcasecmp(head.coding, "chunked") != 0)
        head.bad = "Transfer-Encoding";
    if (!head.bad && (head.hosts != 1 || !host_is_ours(exchange, head.host)))
        head.bad = "Host";
    if (head.bad)
        return error_set(error, ERROR_BAD_REQUEST, NULL, "not taken: %s", head.bad);
    exchange->chunked = head.coding != NULL;
    exchange->content_length = head.length ? g_ascii_strtoull(head.length, NULL, 10) : 0;
    exchange->has_body = exchange->chunked || exchange->content_length > 0;
    return TRUE;
}

/* An unsafe method must come from our own pages: by Origin, or where there is none, by Sec-Fetch-Site. Every browser of the last years
 * sends both across sites; a request with neither is a program's (curl, Node's fetch sends only Sec-Fetch-Mode), and an older browser's
 * cross-site form would come without the cookie, which is SameSite=Lax. */
gboolean door_check_origin(Exchange *exchange, GError **error)
{
    static const char *const safe[] = {"GET", "HEAD", "OPTIONS", NULL};
    if (g_strv_contains(safe, exchange->method))
        return TRUE;
    Request *request = &exchange->request;
    const struct Http *http = exchange->http;
    const char *origin = request_header(request, "Origin");
    const char *site = request_header(request, "Sec-Fetch-Site");
    if (origin) {
        if (http->house->config->origin && g_ascii_strcasecmp(origin, http->house->config->origin) == 0)
            return TRUE;
        const char *proto = http->tls ? "https" : "http";
        if (g_hash_table_contains(http->proxies, exchange->line->address)) {
            const char *told = request_header(request, "X-Forwarded-Proto");
            proto = told && strcmp(told, "https") == 0 ? "https" : proto;
        }
        g_autofree char *own = g_strdup_printf("%s://%s", proto, request_header(request, "Host"));
        if (g_ascii_strcasecmp(origin, own) == 0)
            return TRUE;
        return error_set(error, ERROR_FOREIGN_ORIGIN, NULL, "Origin is not ours");
    }
    if (!site || strcmp(site, "same-origin") == 0)
        return TRUE;
    return error_set(error, ERROR_FOREIGN_ORIGIN, NULL, "not from our own pages");
}

/* The peer, or what a trusted proxy says: the last address of X-Forwarded-For that is not itself a trusted proxy. */
void door_read_address(Exchange *exchange)
{
    const char *found = exchange->line->address;
    const char *told = request_header(&exchange->request, "X-Forwarded-For");
    g_auto(GStrv) hops = NULL;
    if (told && g_hash_table_contains(exchange->http->proxies, found)) {
        hops = g_strsplit(told, ",", 32);
        for (guint i = g_strv_length(hops); i-- > 0;) {
            guint8 bytes[16];
            const char *hop = g_strstrip(hops[i]);
            if (inet_pton(AF_INET, hop, bytes) != 1 && inet_pton(AF_INET6, hop, bytes) != 1)
                break;
            found = hop;
            if (!g_hash_table_contains(exchange->http->proxies, hop))
                break;
        }
    }
    g_strlcpy(exchange->address, found, sizeof exchange->address);
    exchange->request.caller.address = exchange->address;
}
