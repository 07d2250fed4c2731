/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file's pages, served one request at a time from inside the sandbox. It
 * remembers nothing between files, because it never sees a second one, and it
 * reports no cause for a refusal beyond a status: poppler's messages quote the
 * file.
 */
#include "child.h"
#include "export.h"
#include "links.h"
#include "picture.h"
#include "print.h"
#include "sandbox.h"
#include "words.h"
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct Answer {
    PagesReply reply;
    guint8 *payload;
} Answer;

static gint64 now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * G_GINT64_CONSTANT(1000000) + time.tv_nsec / 1000;
}

static gboolean write_all(const void *from, gsize bytes)
{
    for (const char *at = from; bytes > 0;) {
        ssize_t written = write(PAGES_CHANNEL_FD, at, bytes);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return FALSE;
        at += written;
        bytes -= (gsize)written;
    }
    return TRUE;
}

void page_size(PopplerPage *page, float *width, float *height)
{
    double w = 0, h = 0;
    poppler_page_get_size(page, &w, &h);
    /* A box that is no box is shown as A4; the drawing then is blank, and the other pages are there. */
    if (!isfinite(w) || !isfinite(h) || w < 0.01 || h < 0.01 || w > 1e6 || h > 1e6) {
        w = 595.28;
        h = 841.89;
    }
    *width = (float)w;
    *height = (float)h;
}

static void take(Answer *answer, GByteArray *records, guint count)
{
    if (records->len > PAGES_RECORDS_LIMIT) {
        answer->reply.status = PAGES_COSTLY;
        g_byte_array_unref(records);
        return;
    }
    answer->reply.status = PAGES_DONE;
    answer->reply.format = PAGES_RECORDS;
    answer->reply.count = count;
    answer->reply.bytes = records->len;
    answer->payload = g_byte_array_free(records, FALSE);
}

static void answer_facts(PopplerDocument *document, guint count, Answer *answer)
{
    GByteArray *records = g_byte_array_sized_new(count * (guint)sizeof(PagesSize));
    for (guint i = 0; i < count; i++) {
        PopplerPage *page = poppler_document_get_page(document, (int)i);
        PagesSize size = {595.28f, 841.89f}; /* a page that is damaged still has its place */
        if (page) {
            page_size(page, &size.width, &size.height);
            g_object_unref(page);
        }
        g_byte_array_append(records, (const guint8 *)&size, sizeof size);
    }
    take(answer, records, count);
}

/* The mark of an order; FALSE when there is one that cannot be drawn. */
static gboolean mark_of(const guint8 *order, gsize bytes, char **mark)
{
    *mark = NULL;
    if (bytes == 0)
        return TRUE;
    if (bytes > PAGES_MARK_LIMIT || !g_utf8_validate((const char *)order, (gssize)bytes, NULL))
        return FALSE;
    *mark = g_strndup((const char *)order, bytes);
    return TRUE;
}

static void answer_picture(PopplerPage *page, const PagesRequest *request, const guint8 *order, Answer *answer)
{
    g_autofree char *mark = NULL;
    Pixels pixels;
    PagesFormat format = PAGES_PNG;
    gsize bytes = 0;
    gint64 start = now();
    if (!mark_of(order, request->order_bytes, &mark) || !picture_draw(page, request, &pixels)) {
        answer->reply.status = PAGES_COSTLY;
        return;
    }
    gint64 drawn = now();
    Look seen = picture_look(&pixels);
    if (!mark || picture_mark(page, request, mark, &pixels))
        answer->payload = picture_encode(&pixels, &seen, &format, &bytes);
    g_free(pixels.data);
    if (!answer->payload || bytes > PAGES_PICTURE_LIMIT) {
        answer->reply.status = PAGES_COSTLY;
        return;
    }
    answer->reply.status = PAGES_DONE;
    answer->reply.format = format;
    answer->reply.bytes = (uint32_t)bytes;
    answer->reply.width = pixels.width;
    answer->reply.height = pixels.height;
    answer->reply.draw_microseconds = (uint32_t)(drawn - start);
    answer->reply.encode_microseconds = (uint32_t)(now() - drawn);
}

static void answer_page(PopplerDocument *document, const PagesRequest *request, const guint8 *order, Answer *answer)
{
    PopplerPage *page = poppler_document_get_page(document, (int)request->page - 1);
    if (!page) {
        answer->reply.status = PAGES_DAMAGED;
        answer->reply.page_width = 1; /* this page alone: the others may be there */
        return;
    }
    page_size(page, &answer->reply.page_width, &answer->reply.page_height);
    if (request->kind == PAGES_PICTURE) {
        answer_picture(page, request, order, answer);
    } else {
        GByteArray *records = g_byte_array_new();
        guint words = words_read(page, records), links = links_read(document, page, records);
        answer->reply.links = links;
        take(answer, records, words + links);
    }
    g_object_unref(page);
}

static void answer_export(PopplerDocument *document, const guint8 *order, gsize order_bytes, Answer *answer)
{
    if (!export_make(document, order, order_bytes, &answer->reply, &answer->payload) || answer->reply.status != PAGES_DONE) {
        g_clear_pointer(&answer->payload, g_free);
        answer->reply.bytes = 0;
        if (answer->reply.status <= PAGES_DONE)
            answer->reply.status = PAGES_DAMAGED;
    } else if (answer->reply.bytes > PAGES_EXPORT_LIMIT) {
        g_clear_pointer(&answer->payload, g_free);
        answer->reply.bytes = 0;
        answer->reply.status = PAGES_COSTLY;
    }
}

static void answer_request(PopplerDocument *document, const PagesRequest *request, const guint8 *order, Answer *answer)
{
    int count = poppler_document_get_n_pages(document);
    if (count < 1) {
        answer->reply.status = PAGES_DAMAGED;
    } else if (request->kind == PAGES_EXPORT) {
        answer_export(document, order, request->order_bytes, answer);
    } else if (request->kind == PAGES_OUTLINE) {
        GByteArray *records = g_byte_array_new();
        guint items = outline_read(document, records);
        take(answer, records, items);
    } else if (request->kind == PAGES_FACTS) {
        if ((guint)count > PAGES_COUNT_LIMIT)
            answer->reply.status = PAGES_COSTLY;
        else
            answer_facts(document, (guint)count, answer);
    } else if (request->page < 1 || request->page > (guint)count) {
        answer->reply.status = PAGES_NO_SUCH_PAGE;
    } else {
        answer_page(document, request, order, answer);
    }
}

/* What follows the request; FALSE when it never comes. *order is the caller's to free, NULL when there is none. */
static gboolean read_order(gsize bytes, guint8 **order)
{
    *order = NULL;
    if (bytes == 0)
        return TRUE;
    if (bytes > PAGES_ORDER_LIMIT || !(*order = g_try_malloc(bytes)))
        return FALSE;
    for (gsize done = 0; done < bytes;) {
        struct iovec part = {*order + done, bytes - done};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        ssize_t got = recvmsg(PAGES_CHANNEL_FD, &message, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            g_clear_pointer(order, g_free);
            return FALSE;
        }
        done += (gsize)got;
    }
    return TRUE;
}

static gboolean answer_send(Answer *answer)
{
    gboolean sent =
        write_all(&answer->reply, sizeof answer->reply) && (!answer->payload || write_all(answer->payload, answer->reply.bytes));
    g_clear_pointer(&answer->payload, g_free);
    return sent;
}

int child_serve(uint64_t document_bytes)
{
    const void *map = mmap(NULL, document_bytes, PROT_READ, MAP_PRIVATE, PAGES_DOCUMENT_FD, 0);
    if (map == MAP_FAILED)
        return PAGES_EXIT_SETUP + 3;
    PopplerDocument *document = NULL; /* ends with the process */
    PagesStatus refusal = 0;
    for (;;) {
        PagesRequest request;
        struct iovec part = {&request, sizeof request};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        ssize_t got = recvmsg(PAGES_CHANNEL_FD, &message, MSG_WAITALL);
        if (got < 0 && errno == EINTR)
            continue;
        if (got != sizeof request || request.magic != PAGES_MAGIC)
            return 0; /* nobody asks any more */
        guint8 *order = NULL;
        if (!read_order(request.order_bytes, &order))
            return 0;
        sandbox_allow_seconds(request.kind == PAGES_EXPORT ? PAGES_EXPORT_SECONDS : PAGES_DRAW_SECONDS);
        if (request.kind == PAGES_PRINT) {
            Answer printed = {.reply = {.magic = PAGES_MAGIC, .kind = request.kind}};
            print_make(map, document_bytes, &printed.reply, &printed.payload);
            answer_send(&printed);
            return 0; /* a printer prints once */
        }
        if (!document && !refusal) {
            g_autoptr(GError) error = NULL;
            g_autoptr(GBytes) bytes = g_bytes_new_static(map, document_bytes);
            document = poppler_document_new_from_bytes(bytes, NULL, &error);
            if (!document)
                refusal = g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? PAGES_ENCRYPTED : PAGES_DAMAGED;
        }
        Answer answer = {.reply = {.magic = PAGES_MAGIC, .kind = request.kind, .status = refusal}};
        if (document)
            answer_request(document, &request, order, &answer);
        gboolean sent = answer_send(&answer);
        g_free(order);
        if (!sent)
            return 0;
    }
}
