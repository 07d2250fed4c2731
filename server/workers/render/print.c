/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the description to the bytes: cairo writes the pages, qpdf adds what
 * cairo cannot say (the language, the title in the window's head) and a file
 * identifier made of the content. No clock and no chance goes in, so that the
 * same description gives the same bytes.
 */
#include "print.h"
#include <cairo-pdf.h>
#include <malloc.h>
#include <qpdf/qpdf-c.h>
#include <string.h>

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

static guint pages_write(const Description *description, GByteArray *out)
{
    Output output = {out, FALSE};
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(output_write, &output, 595, 842);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, description->title);
    if (*description->author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, description->author);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Nghị Sự");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, description->made_at);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, description->made_at);
    guint pages = flow_all(surface, description);
    cairo_surface_finish(surface);
    gboolean whole = !output.full && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return whole ? pages : 0;
}

static void root_complete(qpdf_data pdf, const Description *description)
{
    qpdf_oh root = qpdf_get_root(pdf), view = qpdf_oh_new_dictionary(pdf);
    qpdf_oh_replace_key(pdf, root, "/Lang", qpdf_oh_new_unicode_string(pdf, description->language));
    qpdf_oh_replace_key(pdf, view, "/DisplayDocTitle", qpdf_oh_new_bool(pdf, QPDF_TRUE));
    qpdf_oh_replace_key(pdf, root, "/ViewerPreferences", view);
}

/* NULL: qpdf refused. */
static guint8 *completed(const Description *description, const GByteArray *drawn, gsize *bytes)
{
    qpdf_data pdf = qpdf_init();
    guint8 *copy = NULL;
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    if ((qpdf_read_memory(pdf, "print", (const char *)drawn->data, drawn->len, NULL) & QPDF_ERRORS) == 0) {
        root_complete(pdf, description);
        if ((qpdf_init_write_memory(pdf) & QPDF_ERRORS) == 0) {
            qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
            if ((qpdf_write(pdf) & QPDF_ERRORS) == 0) {
                *bytes = qpdf_get_buffer_length(pdf);
                copy = g_memdup2(qpdf_get_buffer(pdf), *bytes);
            }
        }
    }
    qpdf_cleanup(&pdf);
    return copy;
}

void print_make(const void *text, gsize bytes, PagesReply *reply, guint8 **payload)
{
    /* Pango looks for fonts in threads; each with memory of its own would be most of what a child may have. */
    mallopt(M_ARENA_MAX, 1);
    /* Jansson would make one of the clock and the process's number. All keys of a description are ours: nobody can choose them to collide.
     */
    json_object_seed(1);
    Description *description = description_read(text, bytes);
    GByteArray *drawn = g_byte_array_new();
    gsize count = 0;
    reply->status = PAGES_DAMAGED;
    if (description) {
        reply->count = pages_write(description, drawn);
        reply->status = PAGES_COSTLY;
        if (reply->count > 0 && (*payload = completed(description, drawn, &count)) && count <= PAGES_EXPORT_LIMIT) {
            reply->status = PAGES_DONE;
            reply->format = PAGES_PDF;
            reply->bytes = (uint32_t)count;
        }
    }
    g_byte_array_unref(drawn);
    if (reply->status != PAGES_DONE)
        g_clear_pointer(payload, g_free);
}
