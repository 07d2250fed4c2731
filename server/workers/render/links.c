/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links of a page in points of the page as shown, origin top left like the
 * words. Poppler gives them turned and cropped, but from below; and where they
 * lead in the measure of the unturned page.
 */
#include "links.h"
#include "picture.h"
#include <math.h>
#include <string.h>

/* How far down the shown page a destination lies. Poppler counts from the cropped page's lower left corner as if it were never turned; a
 * page that stands across is shown whole, for which way it was turned it does not say. */
static float top_of(PopplerDocument *document, const PopplerDest *to, guint number)
{
    gboolean has_top = to->type == POPPLER_DEST_FITH || to->type == POPPLER_DEST_FITR || to->type == POPPLER_DEST_FITBH ||
                       (to->type == POPPLER_DEST_XYZ && to->change_top);
    PopplerPage *page = has_top && isfinite(to->top) ? poppler_document_get_page(document, (int)number - 1) : NULL;
    if (!page)
        return -1;
    float width, height;
    PopplerRectangle box = {0};
    page_size(page, &width, &height);
    poppler_page_get_crop_box(page, &box);
    g_object_unref(page);
    double upright = fabs(box.y2 - box.y1), across = fabs(box.x2 - box.x1);
    if (fabs(upright - (double)height) > 0.5 || fabs(across - (double)width) > 0.5)
        return -1;
    return CLAMP((float)((double)height - to->top), 0, height);
}

guint link_page(PopplerDocument *document, const PopplerAction *action, float *top)
{
    guint number = 0;
    if (top)
        *top = -1;
    if (action->type != POPPLER_ACTION_GOTO_DEST || !action->goto_dest.dest)
        return 0;
    const PopplerDest *to = action->goto_dest.dest;
    PopplerDest *found = to->type == POPPLER_DEST_NAMED && to->named_dest ? poppler_document_find_dest(document, to->named_dest) : NULL;
    if (found)
        to = found;
    if (to->type != POPPLER_DEST_NAMED && to->page_num >= 1 && to->page_num <= poppler_document_get_n_pages(document)) {
        number = (guint)to->page_num;
        if (top)
            *top = top_of(document, to, number);
    }
    if (found)
        poppler_dest_free(found);
    return number;
}

static gboolean append_link(PopplerDocument *document, const PopplerLinkMapping *mapping, float page_height, GByteArray *out)
{
    const PopplerAction *action = mapping->action;
    const PopplerRectangle *area = &mapping->area;
    double left = MIN(area->x1, area->x2), right = MAX(area->x1, area->x2);
    double low = MIN(area->y1, area->y2), high = MAX(area->y1, area->y2);
    PagesLink link = {
        .x = (float)left, .y = (float)((double)page_height - high), .width = (float)(right - left), .height = (float)(high - low)};
    /* What cannot be touched is no link; a number that is none is neither. */
    if (!(link.width > 0) || !(link.height > 0) || !(fabsf(link.x) < PAGES_PLACE_LIMIT) || !(fabsf(link.y) < PAGES_PLACE_LIMIT) ||
        link.width > PAGES_LENGTH_LIMIT || link.height > PAGES_LENGTH_LIMIT)
        return FALSE;
    const char *uri = action->type == POPPLER_ACTION_URI ? action->uri.uri : NULL;
    gsize bytes = uri ? strlen(uri) : 0;
    link.page = link_page(document, action, &link.top);
    if (link.page == 0 && !(uri && g_utf8_validate(uri, (gssize)bytes, NULL) && pages_uri_is_sound(uri, bytes)))
        return FALSE;
    link.bytes = link.page ? 0 : (guint16)bytes;
    g_byte_array_append(out, (const guint8 *)&link, sizeof link);
    g_byte_array_append(out, (const guint8 *)uri, link.bytes);
    return TRUE;
}

guint links_read(PopplerDocument *document, PopplerPage *page, GByteArray *out)
{
    float width, height;
    guint count = 0;
    page_size(page, &width, &height);
    GList *links = g_list_reverse(poppler_page_get_link_mapping(page)); /* poppler gives the last first */
    for (GList *at = links; at && count < PAGES_LINK_LIMIT; at = at->next) {
        const PopplerLinkMapping *mapping = at->data;
        count += mapping->action && append_link(document, mapping, height, out);
    }
    poppler_page_free_link_mapping(links);
    return count;
}
