/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Objects as they are, under new numbers. It draws nothing and reads no page's
 * content.
 */
#include "copy.h"
#include <stdlib.h>
#include <string.h>

enum { DEPTH_LIMIT = 60 };

gpointer copy_id(Copy *copy, qpdf_oh object)
{
    gsize id = (gsize)qpdf_oh_get_object_id(copy->pdf, object), generation = (gsize)qpdf_oh_get_generation(copy->pdf, object);
    return GSIZE_TO_POINTER(id << 16 | (generation & 0xffff));
}

/* Parts of the file's frame, and what would make the pack say something of itself. */
static gboolean is_left_behind(Copy *copy, qpdf_oh object)
{
    static const char *const types[] = {"/Page",       "/Pages", "/Catalog",      "/StructTreeRoot",
                                        "/StructElem", "/Sig",   "/DocTimeStamp", "/Filespec"};
    if (qpdf_oh_is_null(copy->pdf, object))
        return TRUE;
    if (!qpdf_oh_is_dictionary(copy->pdf, object))
        return FALSE;
    qpdf_oh type = qpdf_oh_get_key(copy->pdf, object, "/Type");
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (qpdf_oh_is_name_and_equals(copy->pdf, type, types[i]))
            return TRUE;
    return FALSE;
}

void copy_reference(Copy *copy, qpdf_oh object, GString *out)
{
    gpointer id = copy_id(copy, object);
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(copy->numbers, id));
    if (number == 0) {
        if (is_left_behind(copy, object) || copy->next - copy->order->base >= PACK_OBJECTS_LIMIT) {
            g_string_append(out, "null");
            return;
        }
        number = copy->next++;
        g_hash_table_insert(copy->numbers, id, GUINT_TO_POINTER(number));
        g_queue_push_tail(&copy->waiting, id);
    }
    g_string_append_printf(out, "%u 0 R", number);
}

void copy_name(const char *name, GString *out)
{
    g_string_append_c(out, '/');
    for (const guchar *at = (const guchar *)name + (*name == '/'); *at; at++) {
        if (*at > 0x20 && *at < 0x7f && !strchr("#/()<>[]{}%", *at))
            g_string_append_c(out, (char)*at);
        else
            g_string_append_printf(out, "#%02x", *at);
    }
}

GPtrArray *copy_keys(Copy *copy, qpdf_oh dictionary)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    qpdf_oh_begin_dict_key_iter(copy->pdf, dictionary);
    while (qpdf_oh_dict_more_keys(copy->pdf))
        g_ptr_array_add(keys, g_strdup(qpdf_oh_dict_next_key(copy->pdf)));
    return keys;
}

static void dictionary_write(Copy *copy, qpdf_oh object, const char *const *without, GString *out, guint depth)
{
    g_autoptr(GPtrArray) keys = copy_keys(copy, object);
    for (guint i = 0; i < keys->len; i++) {
        const char *key = g_ptr_array_index(keys, i);
        if (without && g_strv_contains(without, key))
            continue;
        qpdf_oh value = qpdf_oh_get_key(copy->pdf, object, key);
        copy_name(key, out);
        g_string_append_c(out, ' ');
        copy_value(copy, value, out, depth + 1);
        qpdf_oh_release(copy->pdf, value);
    }
}

static void array_write(Copy *copy, qpdf_oh object, GString *out, guint depth)
{
    int count = qpdf_oh_get_array_n_items(copy->pdf, object);
    g_string_append_c(out, '[');
    for (int i = 0; i < count; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(copy->pdf, object, i);
        if (i > 0)
            g_string_append_c(out, ' ');
        copy_value(copy, item, out, depth + 1);
        qpdf_oh_release(copy->pdf, item);
    }
    g_string_append_c(out, ']');
}

static void resolved_write(Copy *copy, qpdf_oh object, GString *out, guint depth)
{
    switch (qpdf_oh_get_type_code(copy->pdf, object)) {
    case ot_boolean:
    case ot_integer:
    case ot_real:
    case ot_string:
    case ot_name:
        g_string_append(out, qpdf_oh_unparse_resolved(copy->pdf, object));
        break;
    case ot_array:
        array_write(copy, object, out, depth);
        break;
    case ot_dictionary:
        g_string_append(out, "<<");
        if (is_annotation(copy, object))
            annotation_write(copy, object, out);
        else
            dictionary_write(copy, object, NULL, out, depth);
        g_string_append(out, ">>");
        break;
    default:
        g_string_append(out, "null");
    }
}

void copy_value(Copy *copy, qpdf_oh object, GString *out, guint depth)
{
    if (depth > DEPTH_LIMIT)
        g_string_append(out, "null");
    else if (qpdf_oh_is_indirect(copy->pdf, object))
        copy_reference(copy, object, out);
    else
        resolved_write(copy, object, out, depth);
}

/* The data as they lie in the file; one that cannot be read stays empty, as readers would have it. */
static void stream_write(Copy *copy, guint number, qpdf_oh object)
{
    static const char *const without[] = {"/Length",        "/F",         "/FFilter", "/FDecodeParms", "/Metadata", "/StructParent",
                                          "/StructParents", "/PieceInfo", NULL};
    g_autoptr(GString) entries = g_string_new(NULL);
    unsigned char *data = NULL;
    size_t bytes = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    dictionary_write(copy, qpdf_oh_get_dict(copy->pdf, object), without, entries, 0);
    if (qpdf_oh_get_stream_data(copy->pdf, object, qpdf_dl_none, &filtered, &data, &bytes) & QPDF_ERRORS)
        bytes = 0;
    out_stream(number, entries->str, data, data ? bytes : 0);
    free(data);
}

void copy_waiting(Copy *copy)
{
    while (!g_queue_is_empty(&copy->waiting)) {
        gsize id = GPOINTER_TO_SIZE(g_queue_pop_head(&copy->waiting));
        guint number = GPOINTER_TO_UINT(g_hash_table_lookup(copy->numbers, GSIZE_TO_POINTER(id)));
        qpdf_oh object = qpdf_get_object_by_id(copy->pdf, (int)(id >> 16), (int)(id & 0xffff));
        if (qpdf_oh_is_stream(copy->pdf, object)) {
            stream_write(copy, number, object);
        } else {
            g_autoptr(GString) text = g_string_new(NULL);
            resolved_write(copy, object, text, 0);
            out_object(copy, number, text->str);
        }
        qpdf_oh_release_all(copy->pdf);
    }
}
