/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What makes one file of the parts: page tree, labels, bookmarks, names,
 * layers, and the table of where each object stands.
 */
#include "paper/assembly_parts.h"
#include "base/error.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define PRODUCER "Nghị Sự"

static gboolean object_begin(Assembly *assembly, guint number, GError **error)
{
    AssemblyEntry *entry = &g_array_index(assembly->entries, AssemblyEntry, number);
    *entry = (AssemblyEntry){.at = assembly->offset, .kind = 1};
    return assembly_printf(assembly, error, "%u 0 obj\n", number);
}

static gboolean object_write(Assembly *assembly, guint number, const GString *text, GError **error)
{
    return object_begin(assembly, number, error) && assembly_write(assembly, text->str, text->len, error) &&
           assembly_write(assembly, "\nendobj\n", 8, error);
}

/* UTF-16 in hexadecimal digits, which every reader takes. */
static void put_text(GString *out, const char *text)
{
    glong count = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &count, NULL);
    g_string_append(out, "<FEFF");
    for (glong i = 0; units && i < count; i++)
        g_string_append_printf(out, "%04X", units[i]);
    g_string_append_c(out, '>');
}

static gboolean tree_write(Assembly *assembly, GError **error)
{
    g_autoptr(GString) root = g_string_new("<</Type/Pages/Kids[");
    guint count = 0;
    for (guint i = 0; i < assembly->placed->len; i++) {
        const AssemblyPart *part = g_ptr_array_index(assembly->placed, i);
        g_autoptr(GString) node = g_string_new(NULL);
        g_string_printf(node, "<</Type/Pages/Parent %d 0 R/Count %u/Kids[", ASSEMBLY_ROOT, part->pages);
        for (guint page = 0; page < part->pages; page++)
            g_string_append_printf(node, "%u 0 R ", part->first + page);
        g_string_append(node, "]>>");
        if (!object_write(assembly, part->node, node, error))
            return FALSE;
        g_string_append_printf(root, "%u 0 R ", part->node);
        count += part->pages;
    }
    g_string_append_printf(root, "]/Count %u>>", count);
    return object_write(assembly, ASSEMBLY_ROOT, root, error);
}

/* ---- labels: runs of numbers are one entry, any other name its own */

static guint number_in(const char *label)
{
    return label && *label && strspn(label, "0123456789") == strlen(label) ? (guint)g_ascii_strtoull(label, NULL, 10) : 0;
}

static void labels_of(const AssemblyPart *part, guint first, GString *out)
{
    guint last = 0;
    if (!part->labels) {
        g_string_append_printf(out, "%u<</S/r>>", first);
        return;
    }
    guint named = g_strv_length(part->labels);
    for (guint i = 0; i < part->pages; i++) {
        const char *label = i < named ? part->labels[i] : "";
        guint number = number_in(label);
        if (number && number == last + 1 && i > 0 && last) {
            last = number;
            continue;
        }
        last = number;
        if (number) {
            g_string_append_printf(out, "%u<</S/D/St %u>>", first + i, number);
        } else {
            g_string_append_printf(out, "%u<</P", first + i);
            put_text(out, label);
            g_string_append(out, ">>");
        }
    }
}

static void labels_write(const Assembly *assembly, GString *out)
{
    guint first = 0;
    g_string_append(out, "/PageLabels<</Nums[");
    for (guint i = 0; i < assembly->placed->len; i++) {
        const AssemblyPart *part = g_ptr_array_index(assembly->placed, i);
        labels_of(part, first, out);
        first += part->pages;
    }
    g_string_append(out, "]>>");
}

/* ---- names */

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(((const AssemblyName *)a)->name, ((const AssemblyName *)b)->name);
}

static void names_write(Assembly *assembly, GString *out)
{
    g_array_sort(assembly->names, by_name);
    g_string_append(out, "/Names<</Dests<</Names[");
    for (guint i = 0; i < assembly->names->len; i++) {
        const AssemblyName *one = &g_array_index(assembly->names, AssemblyName, i);
        g_string_append_printf(out, "(%s)[%u 0 R/Fit]", one->name, one->page);
    }
    g_string_append(out, "]>>>>");
}

static void layers_write(const Assembly *assembly, GString *out)
{
    const GArray *lists[] = {assembly->layers, assembly->hidden};
    static const char *const heads[] = {"/OCProperties<</OCGs[", "]/D<</OFF["};
    if (assembly->layers->len == 0)
        return;
    for (guint list = 0; list < G_N_ELEMENTS(lists); list++) {
        g_string_append(out, heads[list]);
        for (guint i = 0; i < lists[list]->len; i++)
            g_string_append_printf(out, "%u 0 R ", g_array_index(lists[list], guint, i));
    }
    g_string_append(out, "]>>>>");
}

/* ---- bookmarks: the first level stands open, the rest closed */

typedef struct Links {
    guint parent, before, after, first, last, children; /* indexes from 1; 0 none */
} Links;

static Links *links_of(const GArray *bookmarks)
{
    Links *links = g_new0(Links, bookmarks->len + 1);
    GArray *path = g_array_new(FALSE, TRUE, sizeof(guint)); /* the last at each depth */
    for (guint i = 1; i <= bookmarks->len; i++) {
        guint depth = MIN(g_array_index(bookmarks, AssemblyBookmark, i - 1).depth, path->len);
        guint parent = depth > 0 ? g_array_index(path, guint, depth - 1) : 0;
        links[i].parent = parent;
        links[i].before = links[parent].last;
        if (links[parent].last)
            links[links[parent].last].after = i;
        else
            links[parent].first = i;
        links[parent].last = i;
        links[parent].children++;
        g_array_set_size(path, depth);
        g_array_append_val(path, i);
    }
    g_array_unref(path);
    return links;
}

static gboolean bookmarks_write(Assembly *assembly, GError **error)
{
    const GArray *bookmarks = assembly->bookmarks;
    g_autofree Links *links = links_of(bookmarks);
    guint base = assembly->entries->len - 1, shown = links[0].children;
    static const char *const keys[] = {"/Prev", "/Next", "/First", "/Last"};
    g_array_set_size(assembly->entries, assembly->entries->len + bookmarks->len);
    for (guint i = 1; i <= bookmarks->len; i++) {
        const AssemblyBookmark *one = &g_array_index(bookmarks, AssemblyBookmark, i - 1);
        g_autoptr(GString) text = g_string_new("<</Title");
        const guint others[] = {links[i].before, links[i].after, links[i].first, links[i].last};
        put_text(text, one->title);
        g_string_append_printf(text, "/Parent %u 0 R/Dest[%u 0 R/Fit]", links[i].parent ? base + links[i].parent : ASSEMBLY_OUTLINES,
                               one->page);
        for (guint k = 0; k < G_N_ELEMENTS(keys); k++)
            if (others[k])
                g_string_append_printf(text, "%s %u 0 R", keys[k], base + others[k]);
        if (links[i].children)
            g_string_append_printf(text, "/Count %s%u", links[i].parent ? "-" : "", links[i].children);
        if (!links[i].parent)
            shown += links[i].children;
        g_string_append(text, ">>");
        if (!object_write(assembly, base + i, text, error))
            return FALSE;
    }
    g_autoptr(GString) root = g_string_new("<</Type/Outlines");
    if (links[0].first)
        g_string_append_printf(root, "/First %u 0 R/Last %u 0 R/Count %u", base + links[0].first, base + links[0].last, shown);
    g_string_append(root, ">>");
    return object_write(assembly, ASSEMBLY_OUTLINES, root, error);
}

/* ---- the end */

static gboolean catalog_write(Assembly *assembly, const AssemblyFacts *facts, GError **error)
{
    g_autoptr(GString) catalog = g_string_new(NULL), info = g_string_new("<</Title");
    g_string_printf(catalog,
                    "<</Type/Catalog/Lang(vi)/Pages %d 0 R/Outlines %d 0 R/PageMode/UseOutlines/ViewerPreferences<</DisplayDocTitle true>>",
                    ASSEMBLY_ROOT, ASSEMBLY_OUTLINES);
    labels_write(assembly, catalog);
    names_write(assembly, catalog);
    layers_write(assembly, catalog);
    g_string_append(catalog, ">>");
    put_text(info, facts->title);
    g_string_append(info, "/Producer");
    put_text(info, PRODUCER);
    g_autoptr(GDateTime) at = g_date_time_new_from_iso8601(facts->made_at, NULL);
    g_autoptr(GDateTime) utc = at ? g_date_time_to_utc(at) : NULL;
    g_autofree char *date = utc ? g_date_time_format(utc, "(D:%Y%m%d%H%M%SZ)") : NULL;
    if (date)
        g_string_append_printf(info, "/CreationDate%s/ModDate%s", date, date);
    g_string_append(info, ">>");
    return object_write(assembly, ASSEMBLY_CATALOG, catalog, error) && object_write(assembly, ASSEMBLY_INFO, info, error);
}

static void row_put(GByteArray *rows, guint kind, guint64 at, guint index)
{
    guint8 row[9] = {(guint8)kind};
    for (guint i = 0; i < 6; i++)
        row[1 + i] = (guint8)(at >> (8 * (5 - i)));
    row[7] = (guint8)(index >> 8);
    row[8] = (guint8)index;
    g_byte_array_append(rows, row, sizeof row);
}

static gboolean table_write(Assembly *assembly, const char *id, GError **error)
{
    guint own = assembly_number(assembly);
    guint64 at = assembly->offset;
    g_array_index(assembly->entries, AssemblyEntry, own) = (AssemblyEntry){.at = at, .kind = 1};
    g_autoptr(GByteArray) rows = g_byte_array_new();
    row_put(rows, 0, 0, 65535);
    for (guint i = 1; i < assembly->entries->len; i++) {
        const AssemblyEntry *entry = &g_array_index(assembly->entries, AssemblyEntry, i);
        row_put(rows, entry->kind, entry->at, entry->index);
    }
    uLongf packed = compressBound(rows->len);
    g_autofree guint8 *data = g_malloc(packed);
    if (compress2(data, &packed, rows->data, rows->len, 6) != Z_OK)
        return error_set(error, ERROR_INTERNAL, NULL, "zlib");
    return assembly_printf(assembly, error,
                           "%u 0 obj\n<</Type/XRef/Size %u/W[1 6 2]/Root %d 0 R/Info %d 0 R/ID[<%.32s><%.32s>]/Filter/FlateDecode/Length "
                           "%lu>>\nstream\n",
                           own, assembly->entries->len, ASSEMBLY_CATALOG, ASSEMBLY_INFO, id, id, (gulong)packed) &&
           assembly_write(assembly, data, packed, error) &&
           assembly_printf(assembly, error, "\nendstream\nendobj\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", at);
}

gboolean assembly_finish(Assembly *assembly, const AssemblyFacts *facts, guint64 *bytes, char *sha256, GError **error)
{
    if (!tree_write(assembly, error) || !bookmarks_write(assembly, error) || !catalog_write(assembly, facts, error) ||
        !table_write(assembly, facts->id, error) || !assembly_flush(assembly, error))
        return FALSE;
    if (fdatasync(assembly->fd) < 0 || rename(assembly->aside, assembly->path) < 0)
        return error_set_errno(error, errno, assembly->path);
    close(assembly->fd);
    assembly->fd = -1;
    *bytes = assembly->offset;
    g_strlcpy(sha256, g_checksum_get_string(assembly->checksum), 65);
    return TRUE;
}
