/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scan's own pixels. Poppler tells where a page's pictures lie, but how large
 * they are only by decoding them, which costs as much as drawing the page; qpdf
 * reads it off the picture's dictionary. It decodes nothing and trusts neither:
 * a wrong answer only makes a picture larger or smaller.
 */
#include "scan.h"
#include "workers/pages.h"
#include <math.h>
#include <qpdf/qpdf-c.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define SCAN_COVERS 0.8 /* of the page, by one picture */

/* The child's file a second time, for as long as the child lives; NULL when qpdf cannot read it. */
static qpdf_data pdf_of_file(void)
{
    static gboolean tried;
    static qpdf_data pdf;
    if (tried)
        return pdf;
    tried = TRUE;
    struct stat facts;
    if (fstat(PAGES_DOCUMENT_FD, &facts) != 0 || facts.st_size <= 0)
        return NULL;
    void *map = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, PAGES_DOCUMENT_FD, 0);
    if (map == MAP_FAILED)
        return NULL;
    qpdf_data opened = qpdf_init();
    qpdf_silence_errors(opened);
    qpdf_set_suppress_warnings(opened, QPDF_TRUE);
    qpdf_set_attempt_recovery(opened, QPDF_FALSE); /* a file with broken tables is none of a scanner's */
    if (qpdf_read_memory(opened, "file", map, (unsigned long long)facts.st_size, NULL) & QPDF_ERRORS) {
        qpdf_cleanup(&opened);
        munmap(map, (size_t)facts.st_size);
        return NULL;
    }
    return pdf = opened;
}

/* Width times height of the only picture among the page's resources; 0: none or several. */
static double pixels_of_picture(qpdf_data pdf, int page)
{
    if (page >= qpdf_get_num_pages(pdf))
        return 0;
    qpdf_oh resources = qpdf_oh_get_key(pdf, qpdf_get_page_n(pdf, (size_t)page), "/Resources");
    qpdf_oh objects = qpdf_oh_is_dictionary(pdf, resources) ? qpdf_oh_get_key(pdf, resources, "/XObject") : 0;
    if (!objects || !qpdf_oh_is_dictionary(pdf, objects))
        return 0;
    double pixels = 0;
    guint count = 0;
    qpdf_oh_begin_dict_key_iter(pdf, objects);
    while (qpdf_oh_dict_more_keys(pdf)) {
        qpdf_oh object = qpdf_oh_get_key(pdf, objects, qpdf_oh_dict_next_key(pdf));
        if (!qpdf_oh_is_stream(pdf, object))
            continue;
        qpdf_oh facts = qpdf_oh_get_dict(pdf, object);
        qpdf_oh wide = qpdf_oh_get_key(pdf, facts, "/Width"), high = qpdf_oh_get_key(pdf, facts, "/Height");
        if (!qpdf_oh_is_integer(pdf, wide) || !qpdf_oh_is_integer(pdf, high))
            continue;
        pixels = (double)qpdf_oh_get_int_value(pdf, wide) * (double)qpdf_oh_get_int_value(pdf, high);
        count++;
    }
    return count == 1 ? pixels : 0;
}

double scan_scale(PopplerPage *page, double width, double height)
{
    double area = 0;
    GList *pictures = poppler_page_get_image_mapping(page);
    if (pictures && !pictures->next) {
        const PopplerRectangle *at = &((const PopplerImageMapping *)pictures->data)->area;
        area = fabs(at->x2 - at->x1) * fabs(at->y2 - at->y1);
    }
    poppler_page_free_image_mapping(pictures);
    if (!(area >= SCAN_COVERS * width * height))
        return 0;
    qpdf_data pdf = pdf_of_file();
    double pixels = pdf ? pixels_of_picture(pdf, poppler_page_get_index(page)) : 0;
    return pixels > 0 ? sqrt(pixels / area) : 0;
}
