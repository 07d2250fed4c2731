/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page's own content becomes a form as it lies in the file, so that whatever
 * state it leaves behind does not reach the number, which is a second form upon
 * it. Nothing is drawn anew. A sheet becomes a form alone.
 */
#include "copy.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define A4_WIDTH 595.276
#define A4_HEIGHT 841.89
#define MARGIN_RIGHT 20.0 /* points, of an A4 page: within the decree's narrowest margin of 15 mm */
#define MARGIN_BOTTOM 14.0
#define SIDE_LIMIT 1e6

typedef struct Box {
    double left, bottom, right, top;
} Box;

static void put(GString *out, double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(out, g_ascii_formatd(text, sizeof text, "%.4f", number));
    while (out->str[out->len - 1] == '0')
        g_string_truncate(out, out->len - 1);
    if (out->str[out->len - 1] == '.')
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, ' ');
}

static void box_write(GString *out, const char *key, const Box *box)
{
    g_string_append_printf(out, "%s[", key);
    put(out, box->left);
    put(out, box->bottom);
    put(out, box->right);
    put(out, box->top);
    out->str[out->len - 1] = ']';
}

static gboolean box_read(Copy *copy, qpdf_oh page, const char *key, Box *box)
{
    double sides[4];
    qpdf_oh array = qpdf_oh_get_key(copy->pdf, page, key);
    if (!qpdf_oh_is_array(copy->pdf, array) || qpdf_oh_get_array_n_items(copy->pdf, array) != 4)
        return FALSE;
    for (int i = 0; i < 4; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(copy->pdf, array, i);
        sides[i] = qpdf_oh_is_number(copy->pdf, item) ? qpdf_oh_get_numeric_value(copy->pdf, item) : NAN;
        if (!isfinite(sides[i]) || fabs(sides[i]) > SIDE_LIMIT)
            return FALSE;
    }
    *box = (Box){MIN(sides[0], sides[2]), MIN(sides[1], sides[3]), MAX(sides[0], sides[2]), MAX(sides[1], sides[3])};
    return box->right - box->left > 0.01 && box->top - box->bottom > 0.01;
}

/* What of the page is shown. */
static Box box_shown(Copy *copy, qpdf_oh page, const Box *media)
{
    Box crop;
    if (!box_read(copy, page, "/CropBox", &crop))
        return *media;
    Box both = {MAX(crop.left, media->left), MAX(crop.bottom, media->bottom), MIN(crop.right, media->right), MIN(crop.top, media->top)};
    return both.right - both.left > 0.01 && both.top - both.bottom > 0.01 ? both : *media;
}

static int rotation_of(Copy *copy, qpdf_oh page)
{
    qpdf_oh turn = qpdf_oh_get_key(copy->pdf, page, "/Rotate");
    long long degrees = qpdf_oh_is_number(copy->pdf, turn) ? (long long)qpdf_oh_get_numeric_value(copy->pdf, turn) : 0;
    degrees = (degrees % 360 + 360) % 360;
    return degrees % 90 == 0 ? (int)degrees : 0;
}

/* ---- the content as a form */

/* Several streams are one text, cut anywhere; what of them cannot be read is left out. */
static GByteArray *parts_join(Copy *copy, qpdf_oh parts)
{
    GByteArray *whole = g_byte_array_new();
    int count = qpdf_oh_get_array_n_items(copy->pdf, parts);
    for (int i = 0; i < count; i++) {
        unsigned char *data = NULL;
        size_t bytes = 0;
        QPDF_BOOL readable = QPDF_FALSE;
        qpdf_oh part = qpdf_oh_get_array_item(copy->pdf, parts, i);
        if (qpdf_oh_is_stream(copy->pdf, part) &&
            !(qpdf_oh_get_stream_data(copy->pdf, part, qpdf_dl_generalized, &readable, &data, &bytes) & QPDF_ERRORS) && readable) {
            g_byte_array_append(whole, data, (guint)bytes);
            g_byte_array_append(whole, (const guint8 *)"\n", 1);
        }
        free(data);
    }
    return whole;
}

static void form_joined(Copy *copy, guint number, GString *entries, qpdf_oh parts)
{
    g_autoptr(GByteArray) whole = parts_join(copy, parts);
    gsize packed = 0;
    g_autofree guint8 *data = out_deflate(whole->data ? whole->data : (const guint8 *)"", whole->len, &packed);
    if (data)
        g_string_append(entries, "/Filter/FlateDecode");
    out_stream(number, entries->str, data ? data : whole->data, data ? packed : whole->len);
}

static void form_as_it_lies(Copy *copy, guint number, GString *entries, qpdf_oh stream)
{
    static const char *const kept[] = {"/Filter", "/DecodeParms"};
    unsigned char *data = NULL;
    size_t bytes = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    qpdf_oh facts = qpdf_oh_get_dict(copy->pdf, stream);
    for (guint i = 0; i < G_N_ELEMENTS(kept); i++) {
        if (!qpdf_oh_has_key(copy->pdf, facts, kept[i]))
            continue;
        g_string_append_printf(entries, "%s ", kept[i]);
        copy_value(copy, qpdf_oh_get_key(copy->pdf, facts, kept[i]), entries, 0);
    }
    if (qpdf_oh_get_stream_data(copy->pdf, stream, qpdf_dl_none, &filtered, &data, &bytes) & QPDF_ERRORS)
        bytes = 0;
    out_stream(number, entries->str, data, data ? bytes : 0);
    free(data);
}

static void form_write(Copy *copy, guint number, qpdf_oh page, const Box *box)
{
    g_autoptr(GString) entries = g_string_new("/Type/XObject/Subtype/Form");
    qpdf_oh contents = qpdf_oh_get_key(copy->pdf, page, "/Contents"), resources = qpdf_oh_get_key(copy->pdf, page, "/Resources");
    if (qpdf_oh_is_array(copy->pdf, contents) && qpdf_oh_get_array_n_items(copy->pdf, contents) == 1)
        contents = qpdf_oh_get_array_item(copy->pdf, contents, 0);
    box_write(entries, "/BBox", box);
    g_string_append(entries, "/Resources ");
    if (qpdf_oh_is_dictionary(copy->pdf, resources))
        copy_value(copy, resources, entries, 0);
    else
        g_string_append(entries, "<<>>");
    if (qpdf_oh_is_stream(copy->pdf, contents))
        form_as_it_lies(copy, number, entries, contents);
    else if (qpdf_oh_is_array(copy->pdf, contents))
        form_joined(copy, number, entries, contents);
    else
        out_stream(number, entries->str, "", 0);
}

/* ---- the number */

/* From points of the page as shown, origin bottom left, to its own: a b c d e f. */
typedef struct Matrix {
    double a, b, c, d, e, f;
} Matrix;

static Matrix matrix_of(const Box *shown, int rotation)
{
    switch (rotation) {
    case 90:
        return (Matrix){0, 1, -1, 0, shown->right, shown->bottom};
    case 180:
        return (Matrix){-1, 0, 0, -1, shown->right, shown->top};
    case 270:
        return (Matrix){0, -1, 1, 0, shown->left, shown->top};
    default:
        return (Matrix){1, 0, 0, 1, shown->left, shown->bottom};
    }
}

/* The number's place in the bottom right margin, as large on a large sheet as on a small one that is shown in the same size. */
static Matrix stamp_place(const Box *shown, int rotation, double stamp_width, Box *covered)
{
    double wide = shown->right - shown->left, high = shown->top - shown->bottom;
    if (rotation % 180 != 0) {
        double swapped = wide;
        wide = high;
        high = swapped;
    }
    double scale = MIN(MIN(wide, high) / A4_WIDTH, wide * 0.8 / stamp_width);
    double x = MAX(wide - (MARGIN_RIGHT + stamp_width) * scale, 0), y = MARGIN_BOTTOM * scale;
    Matrix turn = matrix_of(shown, rotation);
    Matrix place = {
        turn.a * scale, turn.b * scale, turn.c * scale, turn.d * scale, turn.a * x + turn.c * y + turn.e, turn.b * x + turn.d * y + turn.f};
    double far_x = place.a * stamp_width + place.c * PACK_STAMP_HEIGHT + place.e;
    double far_y = place.b * stamp_width + place.d * PACK_STAMP_HEIGHT + place.f;
    *covered = (Box){MIN(place.e, far_x), MIN(place.f, far_y), MAX(place.e, far_x), MAX(place.f, far_y)};
    return place;
}

static void content_write(guint number, const Matrix *stamp, double stamp_width)
{
    g_autoptr(GString) content = g_string_new("/NsPage Do\n");
    if (stamp) {
        g_string_append(content, "q ");
        const double parts[] = {stamp->a, stamp->b, stamp->c, stamp->d, stamp->e, stamp->f};
        for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
            put(content, parts[i]);
        g_string_append(content, "cm q /NsLight gs 1 g 0 0 ");
        put(content, stamp_width);
        put(content, PACK_STAMP_HEIGHT);
        g_string_append(content, "re f Q /NsNumber Do Q\n");
    }
    out_stream(number, "", content->str, content->len);
}

/* ---- the page */

static void annotations_write(Copy *copy, qpdf_oh page, const Box *back, GString *out)
{
    qpdf_oh all = qpdf_oh_get_key(copy->pdf, page, "/Annots");
    int count = qpdf_oh_is_array(copy->pdf, all) ? qpdf_oh_get_array_n_items(copy->pdf, all) : 0;
    if (count == 0 && !back)
        return;
    g_string_append(out, "/Annots[");
    for (int i = 0; i < count; i++) {
        qpdf_oh one = qpdf_oh_get_array_item(copy->pdf, all, i);
        if (!qpdf_oh_is_dictionary(copy->pdf, one) || !is_annotation(copy, one))
            continue;
        copy_value(copy, one, out, 0);
        g_string_append_c(out, ' ');
    }
    if (back) {
        g_string_append(out, "<</Type/Annot/Subtype/Link/Border[0 0 0]/Dest(" PACK_AGENDA ")");
        box_write(out, "/Rect", back);
        g_string_append(out, ">>");
    }
    g_string_append_c(out, ']');
}

static void page_write(Copy *copy, guint index)
{
    qpdf_oh page = qpdf_get_page_n(copy->pdf, index);
    guint number = copy->order->base + index, form = copy->next++, content = copy->next++;
    gboolean stamped = copy->order->stamp > 0 && index < copy->order->pages;
    double stamp_width = stamped ? (double)copy->order->stamp_width[index] : 0;
    Box media, shown, covered;
    if (!box_read(copy, page, "/MediaBox", &media))
        media = (Box){0, 0, A4_WIDTH, A4_HEIGHT};
    shown = box_shown(copy, page, &media);
    int rotation = rotation_of(copy, page);
    Matrix stamp = stamped ? stamp_place(&shown, rotation, stamp_width, &covered) : (Matrix){0};
    g_autoptr(GString) text = g_string_new(NULL);

    form_write(copy, form, page, &media);
    content_write(content, stamped ? &stamp : NULL, stamp_width);
    g_string_append_printf(text, "<</Type/Page/Parent %u 0 R/Contents %u 0 R", copy->order->parent, content);
    box_write(text, "/MediaBox", &media);
    if (memcmp(&shown, &media, sizeof shown) != 0)
        box_write(text, "/CropBox", &shown);
    if (rotation)
        g_string_append_printf(text, "/Rotate %d", rotation);
    static const char *const kept[] = {"/UserUnit", "/Group"};
    for (guint i = 0; i < G_N_ELEMENTS(kept); i++) {
        qpdf_oh value = qpdf_oh_get_key(copy->pdf, page, kept[i]);
        if (!qpdf_oh_is_number(copy->pdf, value) && !qpdf_oh_is_dictionary(copy->pdf, value))
            continue;
        g_string_append_printf(text, "%s ", kept[i]);
        copy_value(copy, value, text, 0);
    }
    g_string_append_printf(text, "/Resources<</XObject<</NsPage %u 0 R", form);
    if (stamped)
        g_string_append_printf(text, "/NsNumber %u 0 R>>/ExtGState<</NsLight<</ca 0.7>>", copy->order->stamp + index);
    g_string_append(text, ">>>>");
    annotations_write(copy, page, stamped ? &covered : NULL, text);
    g_string_append(text, ">>");
    out_object(copy, number, text->str);
    qpdf_oh_release_all(copy->pdf);
    copy_waiting(copy);
    out_record(PACK_PAGE, number, 0, "", 0);
}

void pages_write(Copy *copy)
{
    for (guint i = 0; i < copy->count; i++)
        page_write(copy, i);
}

void sheets_write(Copy *copy)
{
    for (guint i = 0; i < copy->count; i++) {
        qpdf_oh page = qpdf_get_page_n(copy->pdf, i);
        Box media;
        if (!box_read(copy, page, "/MediaBox", &media))
            media = (Box){0, 0, A4_WIDTH, A4_HEIGHT};
        form_write(copy, copy->order->base + i, page, &media);
        qpdf_oh_release_all(copy->pdf);
        copy_waiting(copy);
    }
}
