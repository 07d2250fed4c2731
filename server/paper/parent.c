/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Starting a warm parent and speaking with it. It knows nothing of files or
 * pages: what a child says goes past it, over the child's own channel.
 */
#include "paper/parent.h"
#include "base/error.h"
#include "base/log.h"
#include "workers/pages.h"
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Warming reads the whole font cache; on a machine without one fontconfig makes it first. */
#define START_SECONDS 30
/* Fork takes a millisecond; on a machine out of memory it may take some more. */
#define ANSWER_SECONDS 5
/* Half a second to end by itself. */
#define STOP_TRIES 250
#define STOP_MICROSECONDS 2000

void parent_init(Parent *parent, const char *program)
{
    *parent = (Parent){.program = g_strdup(program), .control = -1};
    g_mutex_init(&parent->lock);
}

static void stop(Parent *parent)
{
    if (parent->control < 0)
        return;
    close(parent->control); /* it ends by itself at this, its children with it, and all are reaped */
    parent->control = -1;
    for (guint i = 0; i < STOP_TRIES; i++) {
        if (waitpid(parent->process, NULL, WNOHANG) != 0) {
            parent->process = 0;
            return;
        }
        g_usleep(STOP_MICROSECONDS);
    }
    kill(parent->process, SIGKILL);
    while (waitpid(parent->process, NULL, 0) < 0 && errno == EINTR)
        ;
    parent->process = 0;
}

void parent_clear(Parent *parent)
{
    stop(parent);
    g_mutex_clear(&parent->lock);
    g_free(parent->program);
}

static void set_timeout(int fd, int seconds)
{
    struct timeval limit = {.tv_sec = seconds};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

static gboolean receive(int fd, void *into, gsize bytes)
{
    ssize_t got;
    do
        got = recv(fd, into, bytes, MSG_WAITALL);
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)bytes;
}

static gboolean launch(Parent *parent, int far, GError **error)
{
    char *arguments[] = {parent->program, NULL};
    char *environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL}; /* none of ours: it may hold a database's password */
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, far, PAGES_CONTROL_FD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    /* Its own group, so that Ctrl-C at a terminal is the server's to answer. */
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    pid_t process = 0;
    int number = posix_spawn(&process, parent->program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (number != 0)
        return error_set(error, ERROR_CONFIG, NULL, "%s: %s", parent->program, g_strerror(number));
    parent->process = process;
    return TRUE;
}

static gboolean is_stamp(const char *stamp, gsize room)
{
    gsize length = strnlen(stamp, room);
    if (length == 0 || length == room)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum(stamp[i]) && !strchr(".-", stamp[i]))
            return FALSE;
    return TRUE;
}

static gboolean wake_locked(Parent *parent, GError **error)
{
    if (parent->control >= 0)
        return TRUE;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return error_set_errno(error, errno, "socketpair");
    gboolean launched = launch(parent, pair[1], error);
    close(pair[1]);
    if (!launched) {
        close(pair[0]);
        return FALSE;
    }
    parent->control = pair[0];
    parent->generation++;
    ControlHello hello;
    set_timeout(parent->control, START_SECONDS);
    if (!receive(parent->control, &hello, sizeof hello) || hello.magic != PAGES_MAGIC || hello.protocol != PAGES_PROTOCOL ||
        !is_stamp(hello.stamp, sizeof hello.stamp)) {
        stop(parent);
        return error_set(error, ERROR_CONFIG, NULL, "%s did not start: it needs seccomp, and the same build as the server",
                         parent->program);
    }
    set_timeout(parent->control, ANSWER_SECONDS);
    parent->isolated = hello.isolated;
    g_strlcpy(parent->stamp, hello.stamp, sizeof parent->stamp);
    log_info("renderer_started", log_field("process", "%d", parent->process), log_field("stamp", "%s", parent->stamp),
             log_field("namespaces", "%u", hello.isolated & 1), log_field("landlock", "%u", hello.isolated >> 1 & 1));
    return TRUE;
}

gboolean parent_wake(Parent *parent, GError **error)
{
    g_mutex_lock(&parent->lock);
    gboolean done = wake_locked(parent, error);
    g_mutex_unlock(&parent->lock);
    return done;
}

static gboolean exchange(Parent *parent, const ControlRequest *request, const int *fds, ControlReply *reply)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control = {0};
    struct iovec part = {(void *)request, sizeof *request};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fds) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control.room;
        control.head.cmsg_level = SOL_SOCKET;
        control.head.cmsg_type = SCM_RIGHTS;
        control.head.cmsg_len = CMSG_LEN(2 * sizeof(int));
        memcpy(CMSG_DATA(&control.head), fds, 2 * sizeof(int));
    }
    ssize_t sent;
    do
        sent = sendmsg(parent->control, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent == sizeof *request && receive(parent->control, reply, sizeof *reply) && reply->magic == PAGES_MAGIC)
        return TRUE;
    log_warn("renderer_gone", log_field("process", "%d", parent->process));
    stop(parent);
    return FALSE;
}

int parent_spawn(Parent *parent, ControlPurpose purpose, int channel, int document, guint *generation, GError **error)
{
    ControlRequest request = {.magic = PAGES_MAGIC, .kind = CONTROL_SPAWN, .purpose = purpose};
    ControlReply reply = {0};
    int process = 0;
    g_mutex_lock(&parent->lock);
    /* Twice: it may have been killed since it was last used. */
    for (int attempt = 0; attempt < 2 && process == 0; attempt++) {
        g_clear_error(error);
        if (!wake_locked(parent, error))
            break;
        if (!exchange(parent, &request, (const int[]){channel, document}, &reply))
            error_set(error, ERROR_BUSY, NULL, "the renderer ended and starts again");
        else if (reply.process <= 1) {
            error_set(error, ERROR_BUSY, NULL, "the renderer could not fork");
            break;
        } else
            process = reply.process;
    }
    *generation = parent->generation;
    g_mutex_unlock(&parent->lock);
    if (process)
        g_clear_error(error);
    return process;
}

ParentReport parent_end(Parent *parent, int process, guint generation)
{
    ControlRequest request = {.magic = PAGES_MAGIC, .kind = CONTROL_END, .process = process};
    ControlReply reply = {0};
    ParentReport report = {0};
    g_mutex_lock(&parent->lock);
    if (parent->control >= 0 && parent->generation == generation && exchange(parent, &request, NULL, &reply) && reply.process == process)
        report = (ParentReport){TRUE, reply.status, reply.memory_mebibytes, reply.processor_milliseconds};
    g_mutex_unlock(&parent->lock);
    return report;
}
