/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nghisu-render: pages of PDFs. The server starts it with a control socket as
 * descriptor 3. It warms poppler and fontconfig with a page of its own, and
 * then only forks: one child for one file, with the file and its channel in
 * hand. It never reads a stranger's byte itself, opens no network and knows no
 * database. It ends when its socket does.
 */
#include "./render/child.h"
#include "./render/picture.h"
#include "./render/sandbox.h"
#include "workers/pages.h"
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poppler.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Raised when drawing or encoding changes so that a remembered refusal might no longer hold. */
#define RENDERER 2

/* Our own page and mark, with fonts that are not embedded, so that fontconfig and poppler's tables are loaded before the first fork.
 * Poppler mends the missing cross-reference table. */
static const char warm_page[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<<"
    "/A<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>/B<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>>>endobj\n"
    "4 0 obj<</Length 58>>stream\n"
    "BT /A 12 Tf 20 100 Td (Abc) Tj /B 12 Tf 0 20 Td (Abc) Tj ET\n"
    "endstream endobj\n"
    "trailer<</Root 1 0 R>>\n";

static GLogWriterOutput log_nothing(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    (void)level, (void)fields, (void)count, (void)data;
    return G_LOG_WRITER_HANDLED; /* a 230 kB file made poppler say 431 MB */
}

/* Never freed: poppler's tables live as long as one document does. */
static PopplerDocument *warm(void)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(warm_page, sizeof warm_page - 1);
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, NULL);
    PopplerPage *page = document ? poppler_document_get_page(document, 0) : NULL;
    PagesRequest request = {.kind = PAGES_PICTURE, .page = 1, .width = 200, .part_width = 1, .part_height = 1};
    Pixels pixels;
    if (page && picture_draw(page, &request, &pixels) && picture_mark(page, &request, "Ếọ", &pixels)) {
        PagesFormat format;
        gsize bytes_count;
        Look seen = picture_look(&pixels);
        g_free(picture_encode(&pixels, &seen, &format, &bytes_count));
        g_free(pixels.data);
        g_free(poppler_page_get_text(page));
    }
    g_clear_object(&page);
    return document;
}

static gboolean say(const void *what, gsize bytes)
{
    return send(PAGES_CONTROL_FD, what, bytes, MSG_NOSIGNAL) == (ssize_t)bytes;
}

/* One request with the descriptors it brought (-1 when none). FALSE at the end of the socket. */
static gboolean listen_once(ControlRequest *request, int fds[2])
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec part = {request, sizeof *request};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    fds[0] = fds[1] = -1;
    do
        got = recvmsg(PAGES_CONTROL_FD, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got != sizeof *request || request->magic != PAGES_MAGIC)
        return FALSE;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(2 * sizeof(int)))
        memcpy(fds, CMSG_DATA(head), 2 * sizeof(int));
    return TRUE;
}

static _Noreturn void child_run(const Sandbox *sandbox, ControlPurpose purpose, int channel, int document)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct stat facts;
    /* Into the fixed places the filter knows; from above first, for one may lie in the other's place. */
    int high_channel = fcntl(channel, F_DUPFD, 16), high_document = fcntl(document, F_DUPFD, 16);
    int landlock = sandbox->landlock < 0 ? -1 : fcntl(sandbox->landlock, F_DUPFD, 16);
    if (high_channel < 0 || high_document < 0 || dup2(high_channel, PAGES_CHANNEL_FD) < 0 || dup2(high_document, PAGES_DOCUMENT_FD) < 0)
        _exit(PAGES_EXIT_SETUP);
    Sandbox mine = *sandbox;
    mine.landlock = landlock < 0 ? -1 : dup2(landlock, PAGES_DOCUMENT_FD + 1);
    close_range(PAGES_DOCUMENT_FD + 2, ~0U, 0);
    fcntl(PAGES_DOCUMENT_FD + 1, F_SETFD, FD_CLOEXEC);
    setsockopt(PAGES_CHANNEL_FD, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){.tv_sec = PAGES_IDLE_SECONDS}, sizeof(struct timeval));
    if (fstat(PAGES_DOCUMENT_FD, &facts) != 0 || facts.st_size <= 0)
        _exit(PAGES_EXIT_SETUP + 1);
    SandboxLimits limits = {.memory_bytes = PAGES_MEMORY_LIMIT + (uint64_t)facts.st_size,
                            .processor_seconds = MAX(PAGES_CHILD_SECONDS, PAGES_EXPORT_SECONDS),
                            .threads = purpose == CONTROL_PRINT};
    if (!sandbox_enter(&mine, &limits))
        _exit(PAGES_EXIT_SETUP + 2);
    _exit(child_serve((uint64_t)facts.st_size));
}

static uint32_t milliseconds(const struct rusage *usage)
{
    return (uint32_t)((usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000 +
                      (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1000);
}

static void serve(const Sandbox *sandbox)
{
    ControlRequest request = {0};
    int fds[2];
    while (listen_once(&request, fds)) {
        ControlReply reply = {.magic = PAGES_MAGIC};
        if (request.kind == CONTROL_SPAWN && fds[0] >= 0) {
            pid_t child = fork();
            if (child == 0)
                child_run(sandbox, (ControlPurpose)request.purpose, fds[0], fds[1]);
            reply.process = child > 0 ? child : 0;
        } else if (request.kind == CONTROL_END && request.process > 1) {
            /* Ours until reaped, so the number cannot have become somebody else's. */
            struct rusage usage = {0};
            int status = 0;
            pid_t ended = wait4(request.process, &status, WNOHANG, &usage);
            if (ended == 0) {
                kill(request.process, SIGKILL);
                ended = wait4(request.process, &status, 0, &usage);
            }
            if (ended == request.process)
                reply = (ControlReply){PAGES_MAGIC, ended, status, (uint32_t)(usage.ru_maxrss / 1024), milliseconds(&usage)};
        }
        for (int i = 0; i < 2; i++)
            if (fds[i] >= 0)
                close(fds[i]);
        if (!say(&reply, sizeof reply))
            return;
    }
}

/* The first process only waits for the second, which is the first of its own process-id namespace: when that one dies, the kernel ends all
 * its children. */
static int wait_for(pid_t inner)
{
    int status;
    close(PAGES_CONTROL_FD);
    while (waitpid(inner, &status, 0) < 0)
        if (errno != EINTR)
            return 1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(void)
{
    struct stat facts;
    if (fstat(PAGES_CONTROL_FD, &facts) != 0 || !S_ISSOCK(facts.st_mode)) {
        fputs("nghisu-render is started by nghisu serve; it takes no orders from people.\n", stderr);
        return 2;
    }
    close_range(PAGES_CONTROL_FD + 1, ~0U, 0);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3 && nothing >= 0; fd++)
        dup2(nothing, fd);
    if (nothing > PAGES_CONTROL_FD)
        close(nothing);
    signal(SIGPIPE, SIG_IGN);
    fcntl(PAGES_CONTROL_FD, F_SETFD, FD_CLOEXEC);
    if (chdir("/") != 0)
        return 1;

    bool isolated = sandbox_isolate();
    if (isolated) {
        pid_t inner = fork();
        if (inner < 0)
            return 1;
        if (inner > 0)
            return wait_for(inner);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    g_log_set_writer_func(log_nothing, NULL, NULL);
    Sandbox sandbox = {0};
    if (!sandbox_prepare(&sandbox) || !warm())
        return 3;
    ControlHello hello = {
        .magic = PAGES_MAGIC, .protocol = PAGES_PROTOCOL, .isolated = (isolated ? 1u : 0u) | (sandbox.landlock >= 0 ? 2u : 0u)};
    g_snprintf(hello.stamp, sizeof hello.stamp, "%d-%s", RENDERER, poppler_get_version());
    if (!say(&hello, sizeof hello))
        return 1;
    serve(&sandbox);
    return 0;
}
