/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Destinations, bookmarks and layers of the file. Names are looked up once and
 * become pages, so that two papers may use the same name.
 */
#include "copy.h"
#include <string.h>

enum { NAMES_LIMIT = 50000, TREE_DEPTH = 20, PLACE_DEPTH = 4 };

void place_free(gpointer data)
{
    Place *place = data;
    if (place)
        g_free(place->text);
    g_free(place);
}

static Place *place_of_array(Copy *copy, qpdf_oh array)
{
    int count = qpdf_oh_get_array_n_items(copy->pdf, array);
    if (count < 1)
        return NULL;
    qpdf_oh first = qpdf_oh_get_array_item(copy->pdf, array, 0);
    guint page = 0; /* from 1 */
    if (qpdf_oh_is_integer(copy->pdf, first))
        page = (guint)CLAMP(qpdf_oh_get_int_value(copy->pdf, first), -1, PACK_PAGES_LIMIT) + 1;
    else if (qpdf_oh_is_indirect(copy->pdf, first))
        page = GPOINTER_TO_UINT(g_hash_table_lookup(copy->pages, copy_id(copy, first)));
    if (page < 1 || page > copy->count)
        return NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, "[%u 0 R", copy->order->base + page - 1);
    for (int i = 1; i < MIN(count, 6); i++) {
        qpdf_oh item = qpdf_oh_get_array_item(copy->pdf, array, i);
        gboolean plain = qpdf_oh_is_number(copy->pdf, item) || qpdf_oh_is_name(copy->pdf, item);
        g_string_append_printf(text, " %s", plain ? qpdf_oh_unparse_resolved(copy->pdf, item) : "null");
    }
    g_string_append(text, count > 1 ? "]" : "/Fit]");
    Place *place = g_new(Place, 1);
    *place = (Place){.page = page - 1, .text = g_strdup(text->str)};
    return place;
}

Place *place_of(Copy *copy, qpdf_oh destination, guint depth)
{
    if (depth > PLACE_DEPTH)
        return NULL;
    if (qpdf_oh_is_array(copy->pdf, destination))
        return place_of_array(copy, destination);
    if (qpdf_oh_is_dictionary(copy->pdf, destination))
        return place_of(copy, qpdf_oh_get_key(copy->pdf, destination, "/D"), depth + 1);
    const char *name = NULL;
    if (qpdf_oh_is_name(copy->pdf, destination))
        name = qpdf_oh_get_name(copy->pdf, destination);
    else if (qpdf_oh_is_string(copy->pdf, destination))
        name = qpdf_oh_unparse_binary(copy->pdf, destination);
    const Place *known = name && copy->places ? g_hash_table_lookup(copy->places, name) : NULL;
    if (!known)
        return NULL;
    Place *place = g_new(Place, 1);
    *place = (Place){.page = known->page, .text = g_strdup(known->text)};
    return place;
}

static void place_add(Copy *copy, const char *name, qpdf_oh destination)
{
    Place *place = place_of(copy, destination, 0);
    if (place && g_hash_table_size(copy->places) < NAMES_LIMIT)
        g_hash_table_replace(copy->places, g_strdup(name), place);
    else
        place_free(place);
}

static void tree_read(Copy *copy, qpdf_oh node, guint depth)
{
    qpdf_oh kids = qpdf_oh_get_key_if_dict(copy->pdf, node, "/Kids"), names = qpdf_oh_get_key_if_dict(copy->pdf, node, "/Names");
    int count = qpdf_oh_is_array(copy->pdf, kids) && depth < TREE_DEPTH ? qpdf_oh_get_array_n_items(copy->pdf, kids) : 0;
    for (int i = 0; i < count && g_hash_table_size(copy->places) < NAMES_LIMIT; i++)
        tree_read(copy, qpdf_oh_get_array_item(copy->pdf, kids, i), depth + 1);
    count = qpdf_oh_is_array(copy->pdf, names) ? qpdf_oh_get_array_n_items(copy->pdf, names) : 0;
    for (int i = 0; i + 1 < MIN(count, 2 * NAMES_LIMIT); i += 2) {
        qpdf_oh name = qpdf_oh_get_array_item(copy->pdf, names, i);
        if (qpdf_oh_is_string(copy->pdf, name)) {
            g_autofree char *key = g_strdup(qpdf_oh_unparse_binary(copy->pdf, name));
            place_add(copy, key, qpdf_oh_get_array_item(copy->pdf, names, i + 1));
        }
    }
}

void places_read(Copy *copy)
{
    qpdf_oh root = qpdf_get_root(copy->pdf), old = qpdf_oh_get_key_if_dict(copy->pdf, root, "/Dests");
    GHashTable *places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, place_free);
    copy->places = places;
    if (qpdf_oh_is_dictionary(copy->pdf, old)) {
        g_autoptr(GPtrArray) keys = copy_keys(copy, old);
        for (guint i = 0; i < keys->len; i++)
            place_add(copy, g_ptr_array_index(keys, i), qpdf_oh_get_key(copy->pdf, old, g_ptr_array_index(keys, i)));
    }
    qpdf_oh names = qpdf_oh_get_key_if_dict(copy->pdf, root, "/Names");
    tree_read(copy, qpdf_oh_get_key_if_dict(copy->pdf, names, "/Dests"), 0);
    qpdf_oh_release_all(copy->pdf);
}

static void bookmark_write(Copy *copy, qpdf_oh item, guint depth)
{
    qpdf_oh action = qpdf_oh_get_key(copy->pdf, item, "/A");
    Place *place = place_of(copy, qpdf_oh_get_key(copy->pdf, item, "/Dest"), 0);
    if (!place && qpdf_oh_is_dictionary(copy->pdf, action))
        place = place_of(copy, qpdf_oh_get_key(copy->pdf, action, "/D"), 0);
    qpdf_oh title = qpdf_oh_get_key(copy->pdf, item, "/Title");
    const char *text = qpdf_oh_is_string(copy->pdf, title) ? qpdf_oh_get_utf8_value(copy->pdf, title) : "";
    gsize bytes = strlen(text);
    if (bytes > PACK_TITLE_LIMIT)
        bytes = (gsize)(g_utf8_find_prev_char(text, text + PACK_TITLE_LIMIT + 1) - text);
    out_record(PACK_BOOKMARK, place ? place->page + 1 : 1, depth, text, bytes);
    place_free(place);
}

static guint level_write(Copy *copy, qpdf_oh item, guint depth, guint written, GHashTable *seen)
{
    while (qpdf_oh_is_dictionary(copy->pdf, item) && written < PACK_OUTLINE_LIMIT) {
        if (qpdf_oh_is_indirect(copy->pdf, item) && !g_hash_table_add(seen, copy_id(copy, item)))
            break; /* a ring */
        bookmark_write(copy, item, depth);
        written++;
        qpdf_oh first = qpdf_oh_get_key(copy->pdf, item, "/First");
        if (depth + 1 < PACK_OUTLINE_DEPTH)
            written = level_write(copy, first, depth + 1, written, seen);
        item = qpdf_oh_get_key(copy->pdf, item, "/Next");
    }
    return written;
}

void bookmarks_write(Copy *copy)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    qpdf_oh outlines = qpdf_oh_get_key_if_dict(copy->pdf, qpdf_get_root(copy->pdf), "/Outlines");
    level_write(copy, qpdf_oh_get_key_if_dict(copy->pdf, outlines, "/First"), 0, 0, seen);
    qpdf_oh_release_all(copy->pdf);
}

static gboolean is_listed(Copy *copy, qpdf_oh list, gpointer id)
{
    int count = qpdf_oh_is_array(copy->pdf, list) ? qpdf_oh_get_array_n_items(copy->pdf, list) : 0;
    for (int i = 0; i < count; i++)
        if (copy_id(copy, qpdf_oh_get_array_item(copy->pdf, list, i)) == id)
            return TRUE;
    return FALSE;
}

/* What a file does not show stays unshown. Only layers that its pages use have a number. */
void layers_write(Copy *copy)
{
    qpdf_oh all = qpdf_oh_get_key_if_dict(copy->pdf, qpdf_get_root(copy->pdf), "/OCProperties");
    qpdf_oh groups = qpdf_oh_get_key_if_dict(copy->pdf, all, "/OCGs"), usual = qpdf_oh_get_key_if_dict(copy->pdf, all, "/D");
    qpdf_oh off = qpdf_oh_get_key_if_dict(copy->pdf, usual, "/OFF"), on = qpdf_oh_get_key_if_dict(copy->pdf, usual, "/ON");
    gboolean usually_off = qpdf_oh_is_name_and_equals(copy->pdf, qpdf_oh_get_key_if_dict(copy->pdf, usual, "/BaseState"), "/OFF");
    int count = qpdf_oh_is_array(copy->pdf, groups) ? MIN(qpdf_oh_get_array_n_items(copy->pdf, groups), 1000) : 0;
    for (int i = 0; i < count; i++) {
        gpointer id = copy_id(copy, qpdf_oh_get_array_item(copy->pdf, groups, i));
        guint number = GPOINTER_TO_UINT(g_hash_table_lookup(copy->numbers, id));
        gboolean hidden = usually_off ? !is_listed(copy, on, id) : is_listed(copy, off, id);
        if (number)
            out_record(PACK_HIDDEN, number, hidden ? 1 : 0, "", 0);
    }
    qpdf_oh_release_all(copy->pdf);
}
