/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * LISTEN on a connection and a thread of its own. It passes payloads on and
 * reads nothing out of them; what was missed in a break it cannot know, so it
 * says that there was one.
 */
#include "data/db.h"
#include "data/db_connection.h"
#include "base/error.h"
#include "base/log.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define RETRY_FIRST_MILLISECONDS 50
#define RETRY_MOST_MILLISECONDS 2000

struct DbListener {
    char *conninfo, *channel;
    void (*on_notice)(const char *payload, gpointer data);
    void (*on_lost)(gpointer data);
    void (*on_break)(gpointer data);
    gpointer data;
    PGconn *pg;
    int stop_fd; /* eventfd, readable when the end is wanted */
    GThread *thread;
};

static PGconn *listen_connect(DbListener *listener, GError **error)
{
    g_autoptr(PGconn) pg = db_connect(listener->conninfo, error);
    if (!pg)
        return NULL;
    char *channel = PQescapeIdentifier(pg, listener->channel, strlen(listener->channel));
    g_autofree char *sql = g_strdup_printf("listen %s", channel);
    PQfreemem(channel);
    PGresult *result = PQexec(pg, sql);
    gboolean fine = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!fine) {
        error_set(error, ERROR_DATABASE, NULL, "listen: %s", PQerrorMessage(pg));
        return NULL;
    }
    return g_steal_pointer(&pg);
}

/* TRUE when the end is wanted. pg_fd −1: only that, or the time. */
static gboolean wait_for(DbListener *listener, int pg_fd, int milliseconds)
{
    struct pollfd fds[2] = {{.fd = listener->stop_fd, .events = POLLIN}, {.fd = pg_fd, .events = POLLIN}};
    while (poll(fds, 2, milliseconds) < 0 && errno == EINTR)
        continue;
    return fds[0].revents != 0;
}

/* Until the line breaks (FALSE) or the end is wanted (TRUE). */
static gboolean listen_on(DbListener *listener)
{
    for (;;) {
        PGnotify *notify;
        while ((notify = PQnotifies(listener->pg))) {
            listener->on_notice(notify->extra, listener->data);
            PQfreemem(notify);
        }
        if (wait_for(listener, PQsocket(listener->pg), -1))
            return TRUE;
        if (!PQconsumeInput(listener->pg) || PQstatus(listener->pg) != CONNECTION_OK)
            return FALSE;
    }
}

static gpointer listen_thread(gpointer data)
{
    DbListener *listener = data;
    int pause = RETRY_FIRST_MILLISECONDS;
    while (!listen_on(listener)) {
        log_warn("listener_lost", log_field("channel", "%s", listener->channel));
        if (listener->on_lost)
            listener->on_lost(listener->data);
        g_clear_pointer(&listener->pg, PQfinish);
        while (!listener->pg) {
            if (wait_for(listener, -1, pause))
                return NULL;
            listener->pg = listen_connect(listener, NULL);
            pause = MIN(pause * 2, RETRY_MOST_MILLISECONDS);
        }
        pause = RETRY_FIRST_MILLISECONDS;
        log_info("listener_back", log_field("channel", "%s", listener->channel));
        listener->on_break(listener->data);
    }
    return NULL;
}

static void listener_free(DbListener *listener)
{
    g_clear_pointer(&listener->pg, PQfinish);
    if (listener->stop_fd >= 0)
        close(listener->stop_fd);
    g_free(listener->conninfo);
    g_free(listener->channel);
    g_free(listener);
}

DbListener *db_listen(const char *conninfo, const char *channel, void (*on_notice)(const char *payload, gpointer data),
                      void (*on_lost)(gpointer data), void (*on_break)(gpointer data), gpointer data, GError **error)
{
    DbListener *listener = g_new0(DbListener, 1);
    listener->conninfo = g_strdup(conninfo);
    listener->channel = g_strdup(channel);
    listener->on_notice = on_notice;
    listener->on_lost = on_lost;
    listener->on_break = on_break;
    listener->data = data;
    listener->stop_fd = eventfd(0, EFD_CLOEXEC);
    if (listener->stop_fd < 0)
        error_set_errno(error, errno, "eventfd");
    else
        listener->pg = listen_connect(listener, error);
    if (!listener->pg) {
        listener_free(listener);
        return NULL;
    }
    listener->thread = g_thread_new("listen", listen_thread, listener);
    return listener;
}

void db_unlisten(DbListener *listener)
{
    if (!listener)
        return;
    guint64 one = 1;
    while (write(listener->stop_fd, &one, sizeof one) < 0 && errno == EINTR)
        continue;
    g_thread_join(listener->thread);
    listener_free(listener);
}
