/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nghisu-pack: one file's pages for a meeting pack. The server starts it for
 * one file and reads what it makes of it through a pipe; it locks itself in
 * before the first byte of the file is read. It never sees a second file, draws
 * nothing, and does not know whose meeting it is.
 */
#include "./pack/copy.h"
#include "./render/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static GLogWriterOutput log_nothing(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    (void)level, (void)fields, (void)count, (void)data;
    return G_LOG_WRITER_HANDLED;
}

static const void *map_whole(int fd, gsize *bytes)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0 || facts.st_size <= 0)
        return NULL;
    *bytes = (gsize)facts.st_size;
    const void *map = mmap(NULL, *bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    return map == MAP_FAILED ? NULL : map; /* cppcheck-suppress memleak ; the process is for this file only */
}

static gboolean order_is_sound(const PackOrder *order, gsize bytes)
{
    if (bytes < sizeof *order || order->magic != PACK_MAGIC || order->base == 0 || order->pages > PACK_PAGES_LIMIT)
        return FALSE;
    return order->stamp == 0 || bytes >= sizeof *order + order->pages * sizeof *order->stamp_width;
}

static int refusal(qpdf_data pdf)
{
    gboolean locked = qpdf_has_error(pdf) && qpdf_get_error_code(pdf, qpdf_get_error(pdf)) == qpdf_e_password;
    return locked ? PACK_EXIT_ENCRYPTED : PACK_EXIT_DAMAGED;
}

/* The pages first, for links lead to them from anywhere. */
static void pages_number(Copy *copy)
{
    copy->next = copy->order->base + copy->count;
    for (guint i = 0; i < copy->count && copy->order->shape != PACK_SHEETS; i++) {
        qpdf_oh page = qpdf_get_page_n(copy->pdf, i);
        gpointer id = copy_id(copy, page);
        if (!g_hash_table_contains(copy->pages, id)) {
            g_hash_table_insert(copy->pages, id, GUINT_TO_POINTER(i + 1));
            g_hash_table_insert(copy->numbers, id, GUINT_TO_POINTER(copy->order->base + i));
        }
    }
    qpdf_oh_release_all(copy->pdf);
}

static int file_copy(const PackOrder *order, const void *file, gsize bytes)
{
    Copy copy = {.pdf = qpdf_init(), .order = order};
    qpdf_silence_errors(copy.pdf);
    qpdf_set_suppress_warnings(copy.pdf, QPDF_TRUE);
    if (qpdf_read_memory(copy.pdf, "paper", file, bytes, "") & QPDF_ERRORS)
        return refusal(copy.pdf);
    int count = qpdf_get_num_pages(copy.pdf);
    if (count < 1 || (guint)count > PACK_PAGES_LIMIT || (qpdf_push_inherited_attributes_to_page(copy.pdf) & QPDF_ERRORS))
        return refusal(copy.pdf);
    if (order->pages > 0 && (guint)count != order->pages)
        return PACK_EXIT_PAGES;
    copy.count = (guint)count;
    copy.numbers = g_hash_table_new(NULL, NULL);
    copy.pages = g_hash_table_new(NULL, NULL);
    out_begin(&copy);
    g_queue_init(&copy.waiting);
    pages_number(&copy);
    if (order->shape == PACK_SHEETS) {
        sheets_write(&copy);
    } else {
        places_read(&copy);
        pages_write(&copy);
        bookmarks_write(&copy);
    }
    out_flush(&copy);
    if (order->shape != PACK_SHEETS)
        layers_write(&copy);
    out_record(PACK_DONE, copy.next, copy.is_signed ? 1 : 0, "", 0);
    return PACK_EXIT_DONE; /* memory ends with the process */
}

static int run(void)
{
    gsize file_bytes = 0, order_bytes = 0;
    Sandbox sandbox = {0};
    g_log_set_writer_func(log_nothing, NULL, NULL);
    const void *file = map_whole(PACK_DOCUMENT_FD, &file_bytes);
    const PackOrder *order = map_whole(PACK_ORDER_FD, &order_bytes);
    if (!file || !order || !order_is_sound(order, order_bytes) || !sandbox_prepare(&sandbox))
        return PACK_EXIT_SETUP + 1;
    SandboxLimits limits = {.memory_bytes = PACK_MEMORY_LIMIT + file_bytes, .processor_seconds = PACK_SECONDS};
    if (!sandbox_enter(&sandbox, &limits))
        return PACK_EXIT_SETUP + 2;
    sandbox_allow_seconds(PACK_SECONDS);
    return file_copy(order, file, file_bytes);
}

/* The first process only waits for the second, which is the first of its own process-id namespace. */
static int wait_for(pid_t inner)
{
    int status;
    close(PACK_CHANNEL_FD);
    while (waitpid(inner, &status, 0) < 0)
        if (errno != EINTR)
            return PACK_EXIT_SETUP + 3;
    return WIFEXITED(status) ? WEXITSTATUS(status) : PACK_EXIT_DAMAGED;
}

int main(void)
{
    struct stat facts;
    if (fstat(PACK_CHANNEL_FD, &facts) != 0 || !S_ISFIFO(facts.st_mode)) {
        fputs("nghisu-pack is started by nghisu serve; it takes no orders from people.\n", stderr);
        return 2;
    }
    close_range(PACK_ORDER_FD + 1, ~0U, 0);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3 && nothing >= 0; fd++)
        dup2(nothing, fd);
    if (nothing > PACK_ORDER_FD)
        close(nothing);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (chdir("/") != 0)
        return PACK_EXIT_SETUP;
    if (sandbox_isolate()) {
        pid_t inner = fork();
        if (inner < 0)
            return PACK_EXIT_SETUP;
        if (inner > 0)
            _exit(wait_for(inner)); /* nothing of ours is left to be written */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    _exit(run());
}
