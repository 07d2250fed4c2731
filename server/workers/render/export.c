/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file drawn anew to be taken away: text stays text, pictures stay pictures,
 * the bookmarks stay; what else the file held (scripts, attachments, forms,
 * hidden words) does not go along. It writes nowhere but to memory, and no
 * time but the order's, so that the same order gives the same bytes.
 */
#include "export.h"
#include "picture.h"
#include "words.h"
#include <cairo-pdf.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define FALLBACK_DPI 150 /* of what cairo cannot say in a PDF */

typedef struct Output {
    GByteArray *bytes;
    gboolean full;
} Output;

static cairo_status_t output_write(void *closure, const unsigned char *data, unsigned length)
{
    Output *output = closure;
    if (output->bytes->len + (gsize)length > PAGES_EXPORT_LIMIT) {
        output->full = TRUE;
        return CAIRO_STATUS_WRITE_ERROR;
    }
    g_byte_array_append(output->bytes, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static gboolean page_draw(PopplerDocument *document, guint number, const Order *order, Stamp *stamp, cairo_surface_t *surface,
                          cairo_t *cairo)
{
    PopplerPage *page = poppler_document_get_page(document, (int)number - 1);
    float width = 595.28f, height = 841.89f; /* a damaged page is shown so too: blank, in its place */
    if (page)
        page_size(page, &width, &height);
    cairo_pdf_surface_set_size(surface, (double)width, (double)height);
    cairo_save(cairo);
    if (page) {
        poppler_page_render_for_printing(page, cairo);
        g_object_unref(page);
    } else {
        cairo_select_font_face(cairo, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cairo, 12);
        cairo_move_to(cairo, 60, 80);
        cairo_show_text(cairo, order->texts[ORDER_GONE]);
    }
    cairo_restore(cairo);
    notes_draw(cairo, order, number);
    gboolean marked = stamp_draw(cairo, stamp, (double)width, (double)height);
    cairo_show_page(cairo);
    return marked && cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
}

static void bookmarks_keep(PopplerDocument *document, cairo_surface_t *surface)
{
    g_autoptr(GByteArray) records = g_byte_array_new();
    guint count = outline_read(document, records);
    int above[PAGES_OUTLINE_DEPTH] = {0};
    const guint8 *at = records->data;
    for (guint i = 0; i < count; i++) {
        PagesItem item;
        char where[32];
        memcpy(&item, at, sizeof item);
        g_autofree char *title = g_strndup((const char *)at + sizeof item, item.bytes);
        at += sizeof item + item.bytes;
        g_snprintf(where, sizeof where, "page=%u", MAX(item.page, 1u));
        guint depth = MIN(item.depth, PAGES_OUTLINE_DEPTH - 1u);
        int parent = depth == 0 ? CAIRO_PDF_OUTLINE_ROOT : above[depth - 1];
        above[depth] = cairo_pdf_surface_add_outline(surface, parent, *title ? title : "–", where, 0);
    }
}

static PagesStatus draw_all(PopplerDocument *document, guint pages, const Order *order, GByteArray *out)
{
    Output output = {out, FALSE};
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(output_write, &output, 595, 842);
    cairo_t *cairo = cairo_create(surface);
    cairo_surface_set_fallback_resolution(surface, FALLBACK_DPI, FALLBACK_DPI);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, order->texts[ORDER_TITLE]);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Nghị Sự");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, order->texts[ORDER_MADE_AT]);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, order->texts[ORDER_MADE_AT]);
    Stamp stamp = {.text = order->texts[ORDER_MARK]};
    gboolean drawn = TRUE;
    for (guint page = 1; page <= pages && drawn; page++)
        drawn = page_draw(document, page, order, &stamp, surface, cairo);
    bookmarks_keep(document, surface);
    drawn = drawn && list_draw(surface, cairo, order, &stamp);
    stamp_clear(&stamp);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    gboolean whole = drawn && !output.full && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return whole ? PAGES_DONE : PAGES_COSTLY;
}

static PagesStatus annotate_file(PopplerDocument *document, const Order *order, GByteArray *out)
{
    struct stat facts;
    if (fstat(PAGES_DOCUMENT_FD, &facts) != 0)
        return PAGES_DAMAGED;
    void *file = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, PAGES_DOCUMENT_FD, 0);
    if (file == MAP_FAILED)
        return PAGES_COSTLY;
    PagesStatus status = annotate(document, file, (gsize)facts.st_size, order, out);
    munmap(file, (size_t)facts.st_size);
    return status;
}

gboolean export_make(PopplerDocument *document, const guint8 *bytes, gsize count, PagesReply *reply, guint8 **payload)
{
    int pages = poppler_document_get_n_pages(document);
    g_autoptr(Order) order = order_read(bytes, count, (guint)MAX(pages, 0));
    reply->status = PAGES_DAMAGED;
    if (!order || pages < 1)
        return FALSE;
    if ((guint)pages > PAGES_COUNT_LIMIT) {
        reply->status = PAGES_COSTLY;
        return FALSE;
    }
    GByteArray *out = g_byte_array_new();
    reply->status = order->shape == ORDER_BURNT ? draw_all(document, (guint)pages, order, out) : annotate_file(document, order, out);
    if (reply->status != PAGES_DONE || out->len == 0) {
        g_byte_array_unref(out);
        return FALSE;
    }
    reply->format = PAGES_PDF;
    reply->bytes = out->len;
    *payload = g_byte_array_free(out, FALSE);
    return TRUE;
}
