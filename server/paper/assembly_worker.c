/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One process of nghisu-pack for one file, and what it sends. Nothing it says is
 * believed: numbers must be of its own range, each object comes once, and it
 * has so much time. It decides nothing about the pack.
 */
#include "paper/assembly_parts.h"
#include "base/error.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WALL_SECONDS = 150, /* a busy machine gives less than a second of work a second */
    SLICE_MILLISECONDS = 200,
    CHUNK_BYTES = 256 * 1024,
    GOODBYE_SECONDS = 2, /* for a process that has said all it has to say */
    MEMBERS_LIMIT = 65535
};

typedef struct Talk {
    Assembly *assembly;
    AssemblyPart *part;
    const AssemblyPlan *plan;
    int channel;
    pid_t process;
    gint64 until;
    guint next; /* the first number that is not this file's */
    gboolean done;
    guint8 *chunk;
} Talk;

static int order_open(const AssemblyPlan *plan, const AssemblyPart *part, GError **error)
{
    PackOrder order = {
        .magic = PACK_MAGIC, .shape = plan->shape, .base = part->first, .parent = part->node, .pages = plan->pages, .stamp = plan->stamp};
    gsize widths = plan->stamp ? plan->pages * sizeof *plan->stamp_widths : 0;
    int fd = memfd_create("order", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, &order, sizeof order) == sizeof order &&
        (widths == 0 || write(fd, plan->stamp_widths, widths) == (ssize_t)widths))
        return fd;
    error_set_errno(error, errno, "order");
    if (fd >= 0)
        close(fd);
    return -1;
}

static gboolean process_start(Talk *talk, int document, GError **error)
{
    int ends[2], order = order_open(talk->plan, talk->part, error);
    if (order < 0)
        return FALSE;
    if (pipe2(ends, O_CLOEXEC) < 0) {
        close(order);
        return error_set_errno(error, errno, "pipe");
    }
    fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);
    const char *const arguments[] = {talk->assembly->program, NULL};
    const int from[] = {ends[1], document, order}, to[] = {PACK_CHANNEL_FD, PACK_DOCUMENT_FD, PACK_ORDER_FD};
    gboolean started = g_spawn_async_with_pipes_and_fds(
        NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, -1, -1, -1,
        from, to, G_N_ELEMENTS(from), &talk->process, NULL, NULL, NULL, error);
    close(ends[1]);
    close(order);
    talk->channel = ends[0];
    return started;
}

static gboolean broken(GError **error)
{
    return error_set(error, ERROR_PAGE_CRASHED, NULL, "the pages could not be copied");
}

/* FALSE without *error: the channel has ended. */
static gboolean receive(Talk *talk, void *into, gsize bytes, GError **error)
{
    for (guint8 *at = into; bytes > 0;) {
        struct pollfd poller = {.fd = talk->channel, .events = POLLIN};
        if (talk->plan->is_cancelled && talk->plan->is_cancelled(talk->plan->data))
            return error_set(error, ERROR_STOPPING, NULL, "the server stops");
        if (g_get_monotonic_time() > talk->until)
            return error_set(error, ERROR_PAGE_TOO_COSTLY, NULL, "too long for one paper");
        if (poll(&poller, 1, SLICE_MILLISECONDS) <= 0)
            continue;
        ssize_t got = read(talk->channel, at, bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return FALSE;
        at += got;
        bytes -= (gsize)got;
    }
    return TRUE;
}

static AssemblyEntry *entry_of(Talk *talk, guint number)
{
    GArray *entries = talk->assembly->entries;
    if (number < talk->part->first || number - talk->part->first >= PACK_OBJECTS_LIMIT)
        return NULL;
    if (number >= entries->len)
        g_array_set_size(entries, number + 1);
    AssemblyEntry *entry = &g_array_index(entries, AssemblyEntry, number);
    return entry->kind == 0 ? entry : NULL;
}

static gboolean object_take(Talk *talk, const PackRecord *record, GError **error)
{
    AssemblyEntry *entry = entry_of(talk, record->number);
    if (!entry)
        return broken(error);
    *entry = (AssemblyEntry){.at = talk->assembly->offset, .kind = 1};
    if (!assembly_printf(talk->assembly, error, "%u 0 obj\n", record->number))
        return FALSE;
    for (guint64 left = record->bytes; left > 0;) {
        gsize now = MIN(left, CHUNK_BYTES);
        if (!receive(talk, talk->chunk, now, error) || !assembly_write(talk->assembly, talk->chunk, now, error))
            return FALSE;
        left -= now;
    }
    return assembly_write(talk->assembly, "\nendobj\n", 8, error);
}

static gboolean members_take(Talk *talk, const PackRecord *record, GError **error)
{
    if (record->count > MEMBERS_LIMIT || record->bytes != record->count * sizeof(guint32))
        return broken(error);
    g_autofree guint32 *numbers = g_malloc(record->bytes);
    if (!receive(talk, numbers, record->bytes, error))
        return FALSE;
    for (guint i = 0; i < record->count; i++) {
        AssemblyEntry *entry = entry_of(talk, numbers[i]);
        if (!entry)
            return broken(error);
        *entry = (AssemblyEntry){.at = record->number, .index = (guint16)i, .kind = 2};
    }
    return TRUE;
}

static gboolean bookmark_take(Talk *talk, const PackRecord *record, GError **error)
{
    char title[PACK_TITLE_LIMIT + 1] = "";
    if (record->bytes > PACK_TITLE_LIMIT || talk->part->bookmarks->len >= PACK_OUTLINE_LIMIT)
        return broken(error);
    if (!receive(talk, title, record->bytes, error))
        return FALSE;
    AssemblyBookmark bookmark = {
        .title = g_utf8_make_valid(title, -1), .depth = MIN(record->count, PACK_OUTLINE_DEPTH), .page = record->number};
    g_array_append_val(talk->part->bookmarks, bookmark);
    return TRUE;
}

static gboolean layer_take(Talk *talk, const PackRecord *record)
{
    guint number = record->number;
    if (number < talk->part->first || number >= talk->assembly->entries->len)
        return FALSE;
    g_array_append_val(talk->assembly->layers, number);
    if (record->count)
        g_array_append_val(talk->assembly->hidden, number);
    return TRUE;
}

static gboolean record_take(Talk *talk, const PackRecord *record, GError **error)
{
    switch ((PackKind)record->kind) {
    case PACK_OBJECT:
        return object_take(talk, record, error);
    case PACK_MEMBERS:
        return members_take(talk, record, error);
    case PACK_PAGE:
        if (record->number != talk->part->first + talk->part->pages || record->bytes)
            return broken(error);
        talk->part->pages++;
        if (talk->plan->page_done)
            talk->plan->page_done(talk->plan->data);
        return TRUE;
    case PACK_BOOKMARK:
        return bookmark_take(talk, record, error);
    case PACK_HIDDEN:
        return (record->bytes == 0 && layer_take(talk, record)) || broken(error);
    case PACK_DONE:
        talk->next = record->number;
        talk->part->is_signed = record->count != 0;
        talk->done = TRUE;
        return record->bytes == 0 || broken(error);
    }
    return broken(error);
}

static gboolean listen_all(Talk *talk, GError **error)
{
    GError *wrong = NULL;
    PackRecord record;
    while (!talk->done && receive(talk, &record, sizeof record, &wrong)) {
        if (record.magic != PACK_MAGIC)
            broken(&wrong);
        else if (record_take(talk, &record, &wrong))
            continue;
        break;
    }
    if (wrong)
        g_propagate_error(error, wrong);
    return talk->done && !wrong;
}

/* Its wait status. */
static int process_end(Talk *talk, gboolean at_once)
{
    struct rusage usage = {0};
    int status = 0;
    pid_t ended = 0;
    gint64 until = g_get_monotonic_time() + GOODBYE_SECONDS * G_USEC_PER_SEC;
    close(talk->channel);
    while (!at_once && (ended = wait4(talk->process, &status, WNOHANG, &usage)) == 0 && g_get_monotonic_time() < until)
        g_usleep(1000);
    if (ended == 0) {
        kill(talk->process, SIGKILL);
        while (wait4(talk->process, &status, 0, &usage) < 0 && errno == EINTR)
            continue;
    }
    talk->assembly->peak_mebibytes = MAX(talk->assembly->peak_mebibytes, (guint)(usage.ru_maxrss / 1024));
    return status;
}

/* What is counted is there. */
static gboolean pages_are_there(const Talk *talk)
{
    const AssemblyPart *part = talk->part;
    for (guint i = 0; i < part->pages; i++)
        if (part->first + i >= talk->assembly->entries->len ||
            g_array_index(talk->assembly->entries, AssemblyEntry, part->first + i).kind == 0)
            return FALSE;
    return part->pages > 0 && (talk->plan->pages == 0 || part->pages == talk->plan->pages);
}

/* How it ended, as the file's fault. */
static gboolean verdict(int status, GError **error)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == PACK_EXIT_ENCRYPTED)
        return error_set(error, ERROR_PDF_ENCRYPTED, NULL, "the file needs a password");
    if (code == PACK_EXIT_DAMAGED || code == PACK_EXIT_PAGES)
        return error_set(error, ERROR_PDF_DAMAGED, NULL, "the file is damaged");
    if (code >= PACK_EXIT_SETUP)
        return error_set(error, ERROR_INTERNAL, NULL, "nghisu-pack could not begin (%d)", code);
    return broken(error);
}

gboolean assembly_copy(Assembly *assembly, int source_fd, AssemblyPart *part, const AssemblyPlan *plan, GError **error)
{
    g_autofree guint8 *chunk = g_malloc(CHUNK_BYTES);
    Talk talk = {.assembly = assembly,
                 .part = part,
                 .plan = plan,
                 .channel = -1,
                 .until = g_get_monotonic_time() + WALL_SECONDS * G_USEC_PER_SEC,
                 .chunk = chunk};
    if (!process_start(&talk, source_fd, error)) {
        if (talk.channel >= 0)
            close(talk.channel);
        return FALSE;
    }
    GError *wrong = NULL;
    gboolean whole = listen_all(&talk, &wrong);
    int status = process_end(&talk, wrong != NULL);
    if (wrong) {
        g_propagate_error(error, wrong);
        return FALSE;
    }
    if (!whole)
        return verdict(status, error);
    if (plan->shape == PACK_SHEETS)
        part->pages = plan->pages;
    if (!pages_are_there(&talk))
        return broken(error);
    if (talk.next >= assembly->entries->len && talk.next - part->first <= PACK_OBJECTS_LIMIT)
        g_array_set_size(assembly->entries, talk.next);
    return TRUE;
}
