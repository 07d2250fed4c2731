/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Built pages with their .br and .gz siblings. It compresses nothing itself and
 * follows no link out of its folder; what was not there at start is not served.
 */
#include "net/static.h"
#include "net/field.h"
#include "base/text.h"
#include <string.h>
#include <sys/stat.h>

typedef struct Form {
    char *path;
    char *etag;
    guint64 bytes;
} Form;

typedef struct Entry {
    Form plain, br, gz;
    const char *media;
    gboolean forever;
} Entry;

struct Static {
    GHashTable *entries; /* "/assets/app.1a2b.js" → Entry */
};

static const struct {
    const char *ending, *media;
} medias[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
};

static const char *media_of(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(medias); i++)
        if (g_str_has_suffix(name, medias[i].ending))
            return medias[i].media;
    return "application/octet-stream";
}

static void entry_free(gpointer data)
{
    Entry *entry = data;
    Form *forms[] = {&entry->plain, &entry->br, &entry->gz};
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_free(forms[i]->path);
        g_free(forms[i]->etag);
    }
    g_free(entry);
}

static gboolean form_read(Form *form, const char *path, const char *mark)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, NULL))
        return FALSE;
    g_autofree char *hash = text_sha256(text, length);
    form->path = g_strdup(path);
    form->etag = g_strdup_printf("%.20s%s", hash, mark);
    form->bytes = length;
    return TRUE;
}

static void folder_read(Static *pages, const char *folder, const char *below, guint depth)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name = NULL;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *target = g_strconcat(below, "/", name, NULL);
        struct stat facts;
        if (lstat(path, &facts) != 0 || name[0] == '.')
            continue;
        if (S_ISDIR(facts.st_mode) && depth < 8)
            folder_read(pages, path, target, depth + 1);
        if (!S_ISREG(facts.st_mode) || g_str_has_suffix(name, ".br") || g_str_has_suffix(name, ".gz"))
            continue;
        Entry *entry = g_new0(Entry, 1);
        if (!form_read(&entry->plain, path, "")) {
            entry_free(entry);
            continue;
        }
        g_autofree char *br = g_strconcat(path, ".br", NULL);
        g_autofree char *gz = g_strconcat(path, ".gz", NULL);
        form_read(&entry->br, br, "-br");
        form_read(&entry->gz, gz, "-gz");
        entry->media = media_of(name);
        entry->forever = g_str_has_prefix(target, "/assets/");
        g_hash_table_insert(pages->entries, g_steal_pointer(&target), entry);
    }
}

Static *static_open(const char *folder)
{
    Static *pages = g_new0(Static, 1);
    pages->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
    if (folder)
        folder_read(pages, folder, "", 0);
    return pages;
}

void static_close(Static *pages)
{
    if (!pages)
        return;
    g_hash_table_unref(pages->entries);
    g_free(pages);
}

gboolean static_is_empty(const Static *pages)
{
    return !g_hash_table_contains(pages->entries, "/index.html");
}

/* Accept-Encoding names the coding and does not give it q=0. */
static gboolean accepts(const char *header, const char *coding)
{
    g_auto(GStrv) parts = g_strsplit(header ? header : "", ",", 32);
    for (char **part = parts; *part; part++) {
        g_auto(GStrv) words = g_strsplit(*part, ";", 3);
        if (!words[0] || g_ascii_strcasecmp(g_strstrip(words[0]), coding) != 0)
            continue;
        const char *q = words[1] ? g_strstrip(words[1]) : "q=1";
        return !g_str_has_prefix(q, "q=") || g_ascii_strtod(q + 2, NULL) > 0;
    }
    return FALSE;
}

gboolean static_find(const Static *pages, const char *target, const char *accept_encoding, StaticFile *out)
{
    g_autofree char *path = field_unescape(target, strlen(target), FALSE);
    if (!path)
        return FALSE;
    const Entry *entry = g_hash_table_lookup(pages->entries, path);
    if (!entry && !g_str_has_prefix(path, "/assets/"))
        entry = g_hash_table_lookup(pages->entries, "/index.html");
    if (!entry)
        return FALSE;
    const Form *form = &entry->plain;
    const char *encoding = NULL;
    if (entry->br.path && accepts(accept_encoding, "br")) {
        form = &entry->br;
        encoding = "br";
    } else if (entry->gz.path && accepts(accept_encoding, "gzip")) {
        form = &entry->gz;
        encoding = "gzip";
    }
    *out = (StaticFile){form->path, entry->media, encoding, form->etag, form->bytes, entry->forever, entry->br.path || entry->gz.path};
    return TRUE;
}
