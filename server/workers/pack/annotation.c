/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Annotations: marks and links are copied, fields of forms keep their looks and
 * are nothing more than that, actions but links are left behind.
 */
#include "copy.h"
#include "workers/pages.h"
#include <string.h>

#define OURS "nghisu:"
enum { FLAG_HIDDEN = 2, FLAG_PRINTED = 4, FLAGS_FIXED = 64 | 128 /* read only, locked */ };

gboolean is_annotation(Copy *copy, qpdf_oh object)
{
    return qpdf_oh_is_array(copy->pdf, qpdf_oh_get_key(copy->pdf, object, "/Rect")) &&
           qpdf_oh_is_name(copy->pdf, qpdf_oh_get_key(copy->pdf, object, "/Subtype"));
}

static void place_write(Copy *copy, qpdf_oh destination, GString *out)
{
    Place *place = place_of(copy, destination, 0);
    if (place)
        g_string_append_printf(out, "/Dest%s", place->text);
    place_free(place);
}

static void address_write(Copy *copy, qpdf_oh address, GString *out)
{
    size_t bytes = 0;
    const char *text = NULL;
    if (!qpdf_oh_get_value_as_string(copy->pdf, address, &text, &bytes))
        return;
    if (copy->order->shape == PACK_FRONT && g_str_has_prefix(text, OURS)) {
        const char *place = text + strlen(OURS);
        if (strspn(place, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == strlen(place))
            g_string_append_printf(out, "/Dest(%s)", place);
    } else if (pages_uri_is_sound(text, bytes)) {
        g_string_append_printf(out, "/A<</S/URI/URI %s>>", qpdf_oh_unparse_binary(copy->pdf, address));
    }
}

static void action_write(Copy *copy, qpdf_oh action, GString *out)
{
    if (!qpdf_oh_is_dictionary(copy->pdf, action))
        return;
    qpdf_oh kind = qpdf_oh_get_key(copy->pdf, action, "/S");
    if (qpdf_oh_is_name_and_equals(copy->pdf, kind, "/GoTo"))
        place_write(copy, qpdf_oh_get_key(copy->pdf, action, "/D"), out);
    else if (qpdf_oh_is_name_and_equals(copy->pdf, kind, "/URI"))
        address_write(copy, qpdf_oh_get_key(copy->pdf, action, "/URI"), out);
}

/* Its value may stand with the field it belongs to. */
static gboolean is_signature(Copy *copy, qpdf_oh widget)
{
    qpdf_oh field = widget;
    gboolean signs = FALSE, valued = FALSE;
    for (guint depth = 0; depth < 3 && qpdf_oh_is_dictionary(copy->pdf, field); depth++) {
        signs |= qpdf_oh_is_name_and_equals(copy->pdf, qpdf_oh_get_key(copy->pdf, field, "/FT"), "/Sig");
        valued |= qpdf_oh_is_dictionary(copy->pdf, qpdf_oh_get_key(copy->pdf, field, "/V"));
        field = qpdf_oh_get_key(copy->pdf, field, "/Parent");
    }
    return signs && valued;
}

/* What a field, or the fields above it, say under a key; else the form. */
static qpdf_oh field_value(Copy *copy, qpdf_oh widget, const char *key)
{
    qpdf_oh field = widget;
    for (guint depth = 0; depth < 8 && qpdf_oh_is_dictionary(copy->pdf, field); depth++) {
        if (qpdf_oh_has_key(copy->pdf, field, key))
            return qpdf_oh_get_key(copy->pdf, field, key);
        field = qpdf_oh_get_key(copy->pdf, field, "/Parent");
    }
    qpdf_oh form = qpdf_oh_get_key_if_dict(copy->pdf, qpdf_get_root(copy->pdf), "/AcroForm");
    return qpdf_oh_get_key_if_dict(copy->pdf, form, key);
}

/* A field filled in whose looks the file leaves to the reader: as text upon the page, which readers draw in the same way. */
static gboolean words_write(Copy *copy, qpdf_oh object, GString *out)
{
    qpdf_oh kind = field_value(copy, object, "/FT"), value = field_value(copy, object, "/V"), font = field_value(copy, object, "/DA");
    gboolean written = qpdf_oh_is_name_and_equals(copy->pdf, kind, "/Tx") || qpdf_oh_is_name_and_equals(copy->pdf, kind, "/Ch");
    if (!written || !qpdf_oh_is_string(copy->pdf, value) || qpdf_oh_has_key(copy->pdf, object, "/AP"))
        return FALSE;
    g_string_append_printf(out, "/Type/Annot/Subtype/FreeText/F %d/Border[0 0 0]/Contents %s", FLAG_PRINTED | FLAGS_FIXED,
                           qpdf_oh_unparse_resolved(copy->pdf, value));
    g_string_append_printf(out, "/DA %s/Rect ",
                           qpdf_oh_is_string(copy->pdf, font) ? qpdf_oh_unparse_resolved(copy->pdf, font) : "(0 g /Helv 10 Tf)");
    copy_value(copy, qpdf_oh_get_key(copy->pdf, object, "/Rect"), out, 1);
    return TRUE;
}

/* A picture of itself, which nobody fills in, plays or opens any more. */
static void looks_write(Copy *copy, qpdf_oh object, GString *out)
{
    static const char *const kept[] = {"/Rect", "/AP", "/AS", "/OC"};
    qpdf_oh flags = qpdf_oh_get_key(copy->pdf, object, "/F");
    long long value = qpdf_oh_is_integer(copy->pdf, flags) ? qpdf_oh_get_int_value(copy->pdf, flags) & 0xffff : 0;
    gboolean seen = qpdf_oh_is_dictionary(copy->pdf, qpdf_oh_get_key(copy->pdf, object, "/AP"));
    g_string_append_printf(out, "/Type/Annot/Subtype/Stamp/F %lld", value | FLAGS_FIXED | (seen ? 0 : FLAG_HIDDEN));
    for (guint i = 0; i < G_N_ELEMENTS(kept); i++) {
        if (!qpdf_oh_has_key(copy->pdf, object, kept[i]))
            continue;
        g_string_append(out, kept[i]);
        g_string_append_c(out, ' ');
        copy_value(copy, qpdf_oh_get_key(copy->pdf, object, kept[i]), out, 1);
    }
}

void annotation_write(Copy *copy, qpdf_oh object, GString *out)
{
    static const char *const turned[] = {"/Widget", "/FileAttachment", "/Screen", "/Movie", "/Sound", "/RichMedia",
                                         "/3D",     "/PrinterMark",    NULL};
    static const char *const without[] = {"/AA", "/PA", "/StructParent", "/Parent", "/A", "/Dest", NULL};
    g_autofree char *subtype = g_strdup(qpdf_oh_get_name(copy->pdf, qpdf_oh_get_key(copy->pdf, object, "/Subtype")));
    gboolean popup = strcmp(subtype, "/Popup") == 0;
    if (strcmp(subtype, "/Widget") == 0 && is_signature(copy, object))
        copy->is_signed = TRUE;
    if (g_strv_contains(turned, subtype)) {
        if (strcmp(subtype, "/Widget") != 0 || !words_write(copy, object, out))
            looks_write(copy, object, out);
        return;
    }
    g_autoptr(GPtrArray) keys = copy_keys(copy, object);
    for (guint i = 0; i < keys->len; i++) {
        const char *key = g_ptr_array_index(keys, i);
        if (g_strv_contains(without, key) && !(popup && strcmp(key, "/Parent") == 0))
            continue;
        copy_name(key, out);
        g_string_append_c(out, ' ');
        copy_value(copy, qpdf_oh_get_key(copy->pdf, object, key), out, 1);
    }
    if (qpdf_oh_has_key(copy->pdf, object, "/Dest"))
        place_write(copy, qpdf_oh_get_key(copy->pdf, object, "/Dest"), out);
    else
        action_write(copy, qpdf_oh_get_key(copy->pdf, object, "/A"), out);
}
