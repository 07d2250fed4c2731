/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the store promises by itself: bytes, offsets, refs, damage found,
 * orphans dropped. Stock git's opinion is in store_git.c, kills and full disks
 * in store_faults.c.
 */
#include "store_fixture.h"
#include <stdio.h>

static void store__bytes_in_are_bytes_out(Place *place, gconstpointer data)
{
    static const gsize sizes[] = {0, 1, 65524, 65525, 65534, 65535, 65536, 65537, 131060, 131070, 1 << 20, 70 << 20};
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree guint8 *bytes = noise(sizes[i], (guint32)i + 5);
        g_autofree char *sha256 = text_sha256(bytes, sizes[i]);
        StoreFile from_memory, from_file;
        int fd = memfd_create("paper", MFD_CLOEXEC);
        g_assert_cmpint(write(fd, bytes, sizes[i]), ==, (gssize)sizes[i]);
        g_assert_true(store_bytes_write(place->store, place->document, bytes, sizes[i], "content/main.pdf", &from_memory, &error));
        g_assert_true(store_file_write(place->store, place->document, fd, "content/main.pdf", &from_file, &error));
        g_assert_no_error(error);
        close(fd);
        g_assert_cmpstr(from_memory.oid, ==, from_file.oid);
        g_assert_cmpstr(from_memory.sha256, ==, sha256);
        g_assert_cmpstr(from_file.sha256, ==, sha256);
        g_assert_cmpuint(from_file.bytes, ==, sizes[i]);
        g_assert_cmpstr(from_file.path, ==, "content/main.pdf");
        blob_must_be(place->store, place->document, from_file.oid, bytes, sizes[i]);
    }
}

static void store__any_offset_reads_right(Place *place, gconstpointer data)
{
    const gsize count = 5000000;
    g_autoptr(GError) error = NULL;
    g_autofree guint8 *bytes = noise(count, 3);
    g_autofree guint8 *part = g_malloc(300000);
    StoreFile file;
    (void)data;
    g_assert_true(store_bytes_write(place->store, place->document, bytes, count, "content/main.pdf", &file, &error));
    g_autoptr(StoreReader) reader = store_read(place->store, place->document, file.oid, &error);
    for (int i = 0; i < 3000; i++) {
        gsize offset = (gsize)g_test_rand_int_range(0, (gint32)count + 10);
        gsize wanted = (gsize)g_test_rand_int_range(0, i % 3 ? 2000 : 300000);
        gsize there = offset >= count ? 0 : MIN(wanted, count - offset);
        g_assert_cmpint(store_reader_pread(reader, part, wanted, offset, &error), ==, (gssize)there);
        g_assert_no_error(error);
        g_assert_cmpint(memcmp(part, bytes + MIN(offset, count), there), ==, 0);
    }
}

static void store__lists_what_a_version_holds(Place *place, gconstpointer data)
{
    char commit[41];
    g_autoptr(GError) error = NULL;
    (void)data;
    version_must(place, NULL, 1, commit);
    g_autoptr(GArray) files = store_list(place->store, place->document, commit, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(files->len, ==, 5);
    for (guint i = 0; i < files->len; i++) {
        StoreFile *file = &g_array_index(files, StoreFile, i);
        if (strcmp(file->path, "content/main.pdf") == 0) {
            g_autofree guint8 *paper = noise(100001, 1);
            g_autofree char *sha256 = text_sha256(paper, 100001);
            g_assert_cmpstr(file->sha256, ==, sha256);
            g_assert_cmpuint(file->bytes, ==, 100001);
        }
    }
}

static void store__refuses_paths_and_ids_that_are_not_ours(Place *place, gconstpointer data)
{
    static const char *const bad[] = {".git/config", "content/../x", "content/",    "content/.git", "Content/main.pdf",
                                      "main.pdf",    "content/a\nb", "content/a/b", "/etc/passwd"};
    char out[41];
    g_autoptr(GError) error = NULL;
    StoreFile files[2];
    (void)data;
    g_assert_true(store_bytes_write(place->store, place->document, "{}", 2, "document.json", &files[0], &error));
    StoreCommit commit = {
        .document_id = place->document, .files = files, .file_count = 2, .author_name = "A", .author_id = "a", .version_number = 1};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) refused = NULL;
        files[1] = files[0];
        g_strlcpy(files[1].path, bad[i], sizeof files[1].path);
        g_assert_false(store_commit(place->store, &commit, out, &refused));
        g_assert_nonnull(refused);
    }
    g_autoptr(GError) refused = NULL;
    g_assert_false(store_bytes_write(place->store, "../../etc", "x", 1, "document.json", &files[0], &refused));
    g_assert_null(store_repository_path(place->store, "0190a0a0-0000-7000-8000-00000000000/"));
    g_assert_null(store_read(place->store, place->document, "HEAD", NULL));
    g_assert_null(store_read(place->store, place->document, "../config", NULL));
}

static void store__publishing_is_checked_and_may_be_repeated(Place *place, gconstpointer data)
{
    char first[41], second[41], rival[41], third[41];
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autoptr(GError) error = NULL;
    (void)data;
    version_must(place, NULL, 1, first);
    g_assert_true(version_add(place->store, place->document, first, 2, 500, 0, "a", FALSE, second, &error));
    g_assert_true(version_add(place->store, place->document, first, 2, 501, 0, "b", FALSE, rival, &error));
    g_assert_false(store_publish(place->store, place->document, second, NULL, 2, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_true(store_publish(place->store, place->document, second, first, 2, &error));
    g_assert_true(store_publish(place->store, place->document, second, first, 2, &error));
    g_assert_false(store_publish(place->store, place->document, rival, first, 2, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_false(store_publish(place->store, place->document, rival, first, 3, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CONFLICT);
    g_clear_error(&error);
    version_must(place, second, 3, third);
    g_assert_true(store_publish(place->store, place->document, first, NULL, 1, &error)); /* late, and main stays where it is */
    g_assert_true(place_run(place, NULL, "test $(git --git-dir %s rev-parse main) = %s", repository, third));
}

static void flip(const char *path, gsize offset, guint8 bits)
{
    guint8 byte;
    g_assert_cmpint(chmod(path, 0600), ==, 0);
    int fd = open(path, O_RDWR);
    g_assert_cmpint(pread(fd, &byte, 1, (off_t)offset), ==, 1);
    byte ^= bits;
    g_assert_cmpint(pwrite(fd, &byte, 1, (off_t)offset), ==, 1);
    close(fd);
}

static gboolean collect(const char *folder, GPtrArray *out)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            collect(path, out);
            g_free(path);
        } else {
            g_ptr_array_add(out, path);
        }
    }
    return TRUE;
}

static void store__one_wrong_byte_is_found(Place *place, gconstpointer data)
{
    char first[41], second[41];
    g_autoptr(GError) error = NULL;
    (void)data;
    version_must(place, NULL, 1, first);
    version_must(place, first, 2, second);
    g_assert_true(store_verify(place->store, place->document, second, &error));
    g_assert_no_error(error);
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autofree char *objects = g_build_filename(repository, "objects", NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    collect(objects, paths);
    g_assert_cmpuint(paths->len, >=, 10);
    for (guint i = 0; i < paths->len; i++) {
        struct stat facts;
        g_assert_cmpint(stat(paths->pdata[i], &facts), ==, 0);
        for (int k = 0; k < 12; k++) {
            /* the ends, where headers and the check sum stand, and anywhere between */
            gsize offset = k < 4   ? (gsize)k
                           : k < 8 ? (gsize)facts.st_size - 1 - (gsize)(k - 4)
                                   : (gsize)g_test_rand_int_range(0, (gint32)facts.st_size);
            g_autoptr(GError) found = NULL;
            guint8 bits = (guint8)(1 << g_test_rand_int_range(0, 8));
            flip(paths->pdata[i], offset, bits);
            g_assert_false(store_verify(place->store, place->document, second, &found));
            g_assert_error(found, NGHISU_ERROR, ERROR_STORE_DAMAGED);
            flip(paths->pdata[i], offset, bits);
        }
        g_autofree char *away = g_strconcat(paths->pdata[i], ".away", NULL);
        g_autoptr(GError) found = NULL;
        g_assert_cmpint(rename(paths->pdata[i], away), ==, 0);
        g_assert_false(store_verify(place->store, place->document, second, &found));
        g_assert_error(found, NGHISU_ERROR, ERROR_STORE_DAMAGED);
        g_assert_cmpint(rename(away, paths->pdata[i]), ==, 0);
    }
    g_assert_true(store_verify(place->store, place->document, second, &error));
}

static void store__a_rotted_paper_is_mended_by_storing_it_again(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree guint8 *bytes = noise(3000, 9);
    StoreFile file;
    (void)data;
    g_assert_true(store_bytes_write(place->store, place->document, bytes, 3000, "content/main.pdf", &file, &error));
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autofree char *path = g_strdup_printf("%s/objects/%.2s/%s", repository, file.oid, file.oid + 2);
    flip(path, 1000, 1);
    g_assert_true(store_bytes_write(place->store, place->document, bytes, 3000, "content/main.pdf", &file, &error));
    blob_must_be(place->store, place->document, file.oid, bytes, 3000);
}

static gboolean there(Place *place, const char *oid)
{
    g_autoptr(StoreReader) reader = store_read(place->store, place->document, oid, NULL);
    return reader != NULL;
}

static void age(Place *place, const char *relative)
{
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_assert_true(place_run(place, NULL, "find '%s/%s' -type f -exec touch -d '2 hours ago' {} +", repository, relative));
}

static void store__sweep_drops_orphans_only_when_older_than_an_hour(Place *place, gconstpointer data)
{
    char first[41];
    g_autoptr(GError) error = NULL;
    g_autofree char *repository = store_repository_path(place->store, place->document);
    StoreFile orphan;
    guint number = 1;
    (void)data;
    version_must(place, NULL, 1, first);
    const char *commits[] = {first};
    g_assert_true(store_bytes_write(place->store, place->document, "nobody's", 8, "content/main.txt", &orphan, &error));
    g_assert_true(place_run(place, NULL, "echo half > '%s/objects/tmp_obj_young'", repository));
    g_assert_true(store_sweep_document(place->store, place->document, commits, &number, 1, &error));
    g_assert_true(there(place, orphan.oid));
    g_assert_true(place_run(place, NULL, "test -e '%s/objects/tmp_obj_young'", repository));
    age(place, "objects");
    g_assert_true(store_sweep_document(place->store, place->document, commits, &number, 1, &error));
    g_assert_no_error(error);
    g_assert_false(there(place, orphan.oid));
    g_assert_false(place_run(place, NULL, "test -e '%s/objects/tmp_obj_young'", repository));
    g_assert_true(store_verify(place->store, place->document, first, &error));
    g_assert_no_error(error);
}

static void store__sweep_mends_refs(Place *place, gconstpointer data)
{
    char first[41], second[41];
    g_autoptr(GError) error = NULL;
    g_autofree char *repository = store_repository_path(place->store, place->document);
    guint numbers[] = {1, 2};
    (void)data;
    version_must(place, NULL, 1, first);
    g_assert_true(version_add(place->store, place->document, first, 2, 900, 1, "", FALSE, second, &error));
    const char *commits[] = {first, second};
    g_assert_true(place_run(place, NULL,
                            "rm '%s/refs/tags/v1'; echo > '%s/refs/heads/main.lock'; touch -d '1 minute ago' '%s/refs/heads/main.lock'",
                            repository, repository, repository));
    g_assert_true(store_sweep_document(place->store, place->document, commits, numbers, 2, &error));
    g_assert_no_error(error);
    g_assert_true(place_run(place, NULL,
                            "cd '%s' && test $(git rev-parse main) = %s && test $(git rev-parse v1) = %s && test $(git rev-parse v2) = %s",
                            repository, second, first, second));
}

static void store__sweep_never_drops_what_was_published(Place *place, gconstpointer data)
{
    char first[41], second[41], other[41];
    g_autoptr(GError) error = NULL;
    guint numbers[] = {1, 2};
    (void)data;
    version_must(place, NULL, 1, first);
    version_must(place, first, 2, second);
    const char *before[] = {first};
    age(place, "objects");
    g_assert_true(store_sweep_document(place->store, place->document, before, numbers, 1, &error)); /* the database of an older day */
    g_assert_no_error(error);
    g_assert_true(store_verify(place->store, place->document, second, &error));
    g_assert_true(version_add(place->store, place->document, first, 2, 901, 1, "", FALSE, other, &error));
    const char *after[] = {first, other};
    age(place, "objects");
    g_assert_true(store_sweep_document(place->store, place->document, after, numbers, 2, &error));
    g_assert_no_error(error);
    g_assert_true(store_verify(place->store, place->document, second, &error));
    g_assert_true(store_verify(place->store, place->document, other, &error));
    g_assert_no_error(error);
}

static gboolean count_each(const char *document_id, gpointer data)
{
    g_hash_table_add(data, g_strdup(document_id));
    return TRUE;
}

static void store__each_finds_every_document(Place *place, gconstpointer data)
{
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GError) error = NULL;
    (void)data;
    for (int i = 0; i < 30; i++) {
        g_autofree char *id = text_uuid7();
        StoreFile file;
        g_assert_true(store_bytes_write(place->store, id, "x", 1, "document.json", &file, &error));
    }
    g_assert_true(store_each(place->store, count_each, found, &error));
    g_assert_cmpuint(g_hash_table_size(found), ==, 30);
}

#define PROMISE(name) g_test_add("/store/" #name, Place, NULL, place_begin, store__##name, place_end)
int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    PROMISE(bytes_in_are_bytes_out);
    PROMISE(any_offset_reads_right);
    PROMISE(lists_what_a_version_holds);
    PROMISE(refuses_paths_and_ids_that_are_not_ours);
    PROMISE(publishing_is_checked_and_may_be_repeated);
    PROMISE(one_wrong_byte_is_found);
    PROMISE(a_rotted_paper_is_mended_by_storing_it_again);
    PROMISE(sweep_drops_orphans_only_when_older_than_an_hour);
    PROMISE(sweep_mends_refs);
    PROMISE(sweep_never_drops_what_was_published);
    PROMISE(each_finds_every_document);
    return g_test_run();
}
