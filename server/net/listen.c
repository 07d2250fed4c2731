/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opens the listening socket. It takes addresses only, no names but
 * "localhost": a name that resolves otherwise tomorrow would open a door.
 */
#include "net/listen.h"
#include "base/error.h"
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

typedef union Address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
} Address;

static gboolean address_read(const char *text, Address *address, socklen_t *size, Listening *out)
{
    const char *colon = strrchr(text, ':');
    gsize digits = colon ? strlen(colon + 1) : 0;
    if (!colon || !digits || digits > 5 || strspn(colon + 1, "0123456789") != digits)
        return FALSE;
    guint64 port = g_ascii_strtoull(colon + 1, NULL, 10);
    g_autofree char *host = g_strndup(text, (gsize)(colon - text));
    gsize length = strlen(host);
    if (port > G_MAXUINT16)
        return FALSE;
    memset(address, 0, sizeof *address);
    if (length > 2 && host[0] == '[' && host[length - 1] == ']') {
        host[length - 1] = 0;
        address->six.sin6_family = AF_INET6;
        address->six.sin6_port = htons((guint16)port);
        *size = sizeof address->six;
        if (inet_pton(AF_INET6, host + 1, &address->six.sin6_addr) != 1)
            return FALSE;
        out->on_loopback = IN6_IS_ADDR_LOOPBACK(&address->six.sin6_addr);
        out->on_any = IN6_IS_ADDR_UNSPECIFIED(&address->six.sin6_addr);
        return TRUE;
    }
    address->four.sin_family = AF_INET;
    address->four.sin_port = htons((guint16)port);
    *size = sizeof address->four;
    if (inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &address->four.sin_addr) != 1)
        return FALSE;
    out->on_loopback = (ntohl(address->four.sin_addr.s_addr) >> 24) == 127;
    out->on_any = address->four.sin_addr.s_addr == INADDR_ANY;
    return TRUE;
}

gboolean listen_open(const char *text, Listening *out, GError **error)
{
    Address address;
    socklen_t size = 0;
    int one = 1, zero = 0;
    *out = (Listening){.fd = -1};
    if (!address_read(text, &address, &size, out))
        return error_set(error, ERROR_CONFIG, NULL, "listen is address:port or [v6]:port, not \"%s\"", text);
    int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return error_set_errno(error, errno, "socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (address.any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero);
    if (bind(fd, &address.any, size) != 0 || listen(fd, BACKLOG) != 0 || getsockname(fd, &address.any, &size) != 0) {
        int number = errno;
        close(fd);
        return error_set(error, ERROR_CONFIG, NULL, "cannot listen on %s: %s", text, g_strerror(number));
    }
    char host[INET6_ADDRSTRLEN] = "";
    gboolean is_six = address.any.sa_family == AF_INET6;
    inet_ntop(address.any.sa_family, is_six ? (const void *)&address.six.sin6_addr : (const void *)&address.four.sin_addr, host,
              sizeof host);
    out->fd = fd;
    out->port = ntohs(is_six ? address.six.sin6_port : address.four.sin_port);
    out->host = g_strdup_printf(is_six ? "[%s]:%u" : "%s:%u", host, out->port);
    return TRUE;
}

void listening_clear(Listening *listening)
{
    g_clear_pointer(&listening->host, g_free);
}
