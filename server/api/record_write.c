/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The repositories of one sealing: canonical JSON files, our own PDFs, and of
 * each restricted item a repository of its own, of which the common one holds
 * only a salted hash among hashes of nothing. What the facts are is the
 * database's to say; this adds the papers' manifests out of the store.
 */
#include "api/record.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

#define SALT_BYTES 32
#define COMMITMENTS 16 /* their number is a multiple of it, whatever there is */

typedef struct Tree {
    const RecordDraft *draft;
    const char *repository;
    GArray *files; /* StoreFile */
} Tree;

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static gboolean bytes_add(Tree *tree, const char *path, const void *bytes, gsize count, GError **error)
{
    StoreFile file;
    if (!store_bytes_write(tree->draft->house->store, tree->repository, bytes, count, path, &file, error))
        return FALSE;
    g_array_append_val(tree->files, file);
    return TRUE;
}

static gboolean json_add(Tree *tree, const char *path, const json_t *value, GError **error)
{
    g_autofree char *text = json_canonical(value);
    return bytes_add(tree, path, text, strlen(text), error);
}

static gboolean pdf_add(Tree *tree, const char *path, GBytes *pdf, GError **error)
{
    gsize count = 0;
    const void *bytes = pdf ? g_bytes_get_data(pdf, &count) : NULL;
    gboolean added = pdf && bytes_add(tree, path, bytes, count, error);
    if (pdf)
        g_bytes_unref(pdf);
    return added;
}

/* The file of the edition approved last, as it lies in the store. Minutes are short: their whole is held in memory. */
static gboolean minutes_add(Tree *tree, json_t *minutes, GError **error)
{
    const json_t *one = json_array_get(minutes, 0), *editions = json_object_get(one, "editions");
    const json_t *last = json_array_get(editions, json_array_size(editions) - 1);
    if (!last || g_strcmp0(text_of(last, "media"), "application/pdf") != 0)
        return TRUE;
    g_autoptr(StoreReader) reader = store_read(tree->draft->house->store, text_of(one, "document_id"), text_of(last, "oid"), error);
    if (!reader)
        return FALSE;
    gsize count = (gsize)store_reader_bytes(reader);
    g_autofree guint8 *bytes = g_malloc(count + 1);
    for (gsize done = 0; done < count;) {
        gssize got = store_reader_pread(reader, bytes + done, count - done, done, error);
        if (got < 0)
            return FALSE;
        if (got == 0)
            return error_set(error, ERROR_STORE_DAMAGED, NULL, "the minutes end early");
        done += (gsize)got;
    }
    return bytes_add(tree, "pdf/minutes.pdf", bytes, count, error);
}

/* Lists of secret votes and their seals, byte for byte. */
static gboolean lists_add(Tree *tree, json_t *lists, GError **error)
{
    const char *vote;
    json_t *one;
    json_object_foreach(lists, vote, one)
    {
        g_autofree char *path = g_strdup_printf("lists/%s.json", vote), *seal_path = g_strconcat(path, ".sig", NULL);
        const char *list = text_of(one, "list"), *seal = text_of(one, "seal");
        if (!list || !seal || !bytes_add(tree, path, list, strlen(list), error) || !bytes_add(tree, seal_path, seal, strlen(seal), error))
            return list && seal ? FALSE : error_set(error, ERROR_INTERNAL, NULL, "a list of ballots is not whole");
    }
    return TRUE;
}

/* What each paper's own commit says of all its files. */
static gboolean manifests_add(const RecordDraft *draft, json_t *papers, GError **error)
{
    gsize index;
    json_t *paper;
    json_array_foreach(papers, index, paper)
    {
        char manifest[65];
        if (!store_commit_facts(draft->house->store, text_of(paper, "document_id"), text_of(paper, "commit"), manifest, NULL, error))
            return FALSE;
        json_object_set_new(paper, "manifest_sha256", json_string(manifest));
    }
    return TRUE;
}

static gboolean tree_commit(Tree *tree, const char *parent, RecordRef *ref, GError **error)
{
    const RecordDraft *draft = tree->draft;
    g_autofree char *note = g_strdup_printf("Hồ sơ cuộc họp, lần niêm phong %u", draft->number);
    StoreCommit commit = {
        .document_id = tree->repository,
        .files = (const StoreFile *)(gpointer)tree->files->data,
        .file_count = tree->files->len,
        .parent = parent,
        .author_name = draft->author_name,
        .author_email = draft->author_email,
        .author_id = draft->author_id,
        .at = g_get_real_time() / G_USEC_PER_SEC,
        .version_number = draft->number,
        .note = note,
    };
    g_strlcpy(ref->repository, tree->repository, sizeof ref->repository);
    g_strlcpy(ref->parent, parent ? parent : "", sizeof ref->parent);
    ref->number = draft->number;
    return store_commit(draft->house->store, &commit, ref->commit, error);
}

static char *random_hex(void)
{
    guint8 bytes[SALT_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    return text_hex(bytes, sizeof bytes);
}

/* A restricted item's own repository; its commitment goes to commitments and, with its commit, to parts. The salt is nowhere but in it. */
static gboolean part_write(const RecordDraft *draft, json_t *part, json_t *parts, GPtrArray *commitments, GArray *refs, GError **error)
{
    g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(StoreFile));
    Tree tree = {draft, text_of(part, "item_id"), files};
    json_t *item = json_object_get(part, "item");
    RecordRef ref;
    if (!manifests_add(draft, json_object_get(item, "papers"), error))
        return FALSE;
    g_autofree char *salt = random_hex(), *text = json_canonical(item);
    g_autofree char *salted = g_strconcat(salt, text, NULL);
    g_autofree char *commitment = text_sha256(salted, strlen(salted));
    g_autoptr(json_t) head = json_pack("{s:s, s:I, s:s, s:s, s:s}", "form", "nghisu-record-item-1", "number", (json_int_t)draft->number,
                                       "meeting_id", draft->meeting_id, "item_id", tree.repository, "commitment", commitment);
    if (!json_add(&tree, "record.json", head, error) || !bytes_add(&tree, "item.json", text, strlen(text), error) ||
        !bytes_add(&tree, "salt", salt, strlen(salt), error) || !minutes_add(&tree, json_object_get(item, "minutes"), error) ||
        !lists_add(&tree, json_object_get(part, "lists"), error) || !tree_commit(&tree, text_of(part, "parent"), &ref, error))
        return FALSE;
    json_array_append_new(parts, json_pack("{s:s, s:s, s:s}", "item_id", tree.repository, "commit", ref.commit, "commitment", commitment));
    g_ptr_array_add(commitments, g_steal_pointer(&commitment));
    g_array_append_val(refs, ref);
    return TRUE;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static gboolean restricted_add(Tree *tree, GPtrArray *commitments, GError **error)
{
    g_autoptr(json_t) list = json_array();
    while (commitments->len == 0 || commitments->len % COMMITMENTS != 0)
        g_ptr_array_add(commitments, random_hex());
    g_ptr_array_sort(commitments, by_text);
    for (guint i = 0; i < commitments->len; i++)
        json_array_append_new(list, json_string(commitments->pdata[i]));
    return json_add(tree, "restricted.json", list, error);
}

/* The facts that our own papers say: the roll's head, and what the record has of agenda and papers. */
static gboolean papers_print(Tree *tree, json_t *files, GError **error)
{
    const json_t *roll = json_object_get(tree->draft->contents, "roll");
    House *house = tree->draft->house;
    g_autoptr(json_t) agenda = json_deep_copy(roll);
    json_object_set(agenda, "agenda", json_object_get(files, "agenda.json"));
    json_object_set(agenda, "papers", json_object_get(files, "papers.json"));
    return pdf_add(tree, "pdf/attendance.pdf", register_attendance(house, roll, error), error) &&
           pdf_add(tree, "pdf/agenda.pdf", register_agenda(house, agenda, error), error);
}

char *record_write(const RecordDraft *draft, GArray *refs, GError **error)
{
    gsize index;
    const char *name;
    json_t *part, *value, *files = json_object_get(draft->contents, "files");
    g_autoptr(json_t) parts = json_array();
    g_autoptr(GPtrArray) commitments = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) written = g_array_new(FALSE, FALSE, sizeof(StoreFile));
    Tree tree = {draft, draft->meeting_id, written};
    RecordRef ref;
    char manifest[65];
    g_autofree char *key = NULL;
    json_array_foreach(json_object_get(draft->contents, "parts"), index, part)
    {
        if (!part_write(draft, part, parts, commitments, refs, error))
            return NULL;
    }
    if (!manifests_add(draft, json_object_get(files, "papers.json"), error))
        return NULL;
    json_object_foreach(files, name, value)
    {
        if (!json_add(&tree, name, value, error))
            return NULL;
    }
    if (!lists_add(&tree, json_object_get(draft->contents, "lists"), error) ||
        !minutes_add(&tree, json_object_get(files, "minutes.json"), error) || !restricted_add(&tree, commitments, error) ||
        !papers_print(&tree, files, error) || !tree_commit(&tree, draft->parent, &ref, error) ||
        !store_commit_facts(draft->house->store, ref.repository, ref.commit, manifest, &key, error))
        return NULL;
    g_array_append_val(refs, ref);
    g_autoptr(json_t) sealed = json_pack("{s:s, s:s, s:s, s:O, s:O}", "commit", ref.commit, "manifest", manifest, "key", key, "interim",
                                         json_object_get(json_object_get(files, "record.json"), "interim"), "parts", parts);
    return json_canonical(sealed);
}
