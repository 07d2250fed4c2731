/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store is readable without us: what stock git and ssh-keygen say of it,
 * and what the store says after stock git has been at work in it.
 */
#include "store_fixture.h"

static void two_and_an_import(Place *place, char (*commits)[41])
{
    version_must(place, NULL, 1, commits[0]);
    version_must(place, commits[0], 2, commits[1]);
    version_must(place, commits[1], 3, commits[2]);
}

#define VERIFYING "-c gpg.ssh.allowedSignersFile=../../../allowed_signers"

static void store_git__finds_nothing_wrong(Place *place, gconstpointer data)
{
    char commits[3][41];
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autofree char *text = NULL;
    (void)data;
    two_and_an_import(place, commits);
    g_assert_true(place_run(place, &text, "git --git-dir '%s' fsck --strict --full --no-dangling", repository));
    g_assert_cmpstr(text, ==, "");
    g_assert_true(place_run(place, NULL, "test $(git --git-dir '%s' count-objects -v | sed -n 's/^garbage: //p') = 0", repository));
}

static void store_git__sees_good_signatures(Place *place, gconstpointer data)
{
    char commits[3][41];
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autofree char *text = NULL;
    (void)data;
    two_and_an_import(place, commits);
    g_assert_true(place_run(place, &text, "cd '%s' && git " VERIFYING " log --show-signature main", repository));
    char **parts = g_strsplit(text, "Good \"git\" signature for store@nghisu.invalid with ED25519 key", -1);
    g_assert_cmpuint(g_strv_length(parts), ==, 4);
    g_strfreev(parts);
    g_assert_nonnull(strstr(text, "Nguyễn Thị Hoà <0190a0a0-0000-7000-8000-000000000001@nghisu.invalid>"));
    for (int i = 0; i < 3; i++)
        g_assert_true(place_run(place, NULL, "cd '%s' && git " VERIFYING " verify-commit v%d", repository, i + 1));
    g_assert_true(
        place_run(place, NULL, "cd '%s' && test \"$(git log -1 --format='%%(trailers:key=Version,valueonly)' v3)\" = 3", repository));
}

static void store_git__clones_the_same_bytes(Place *place, gconstpointer data)
{
    char commits[3][41];
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autofree guint8 *paper = noise(100003, 3);
    g_autofree char *sha256 = text_sha256(paper, 100003);
    (void)data;
    two_and_an_import(place, commits);
    g_assert_true(place_run(
        place, NULL, "git clone -q '%s' clone && cd clone && test $(git tag | wc -l) = 3 && git fsck --strict && git status", repository));
    g_assert_true(place_run(place, NULL, "test \"$(sha256sum < clone/content/main.pdf)\" = '%s  -'", sha256));
    /* Manifest-SHA256 with sha256sum alone, as docs/store.md says. */
    g_assert_true(place_run(place, NULL,
                            "cd clone && test \"$(git ls-tree -r --name-only HEAD | sort | xargs sha256sum | sha256sum | cut -c1-64)\" = "
                            "\"$(git log -1 --format='%%(trailers:key=Manifest-SHA256,valueonly,separator=)')\""));
    g_assert_true(place_run(place, NULL, "git -C '%s' cat-file -p v2:document.json", repository));
}

/* A file of ours in the repository, and its place in the tree. */
static StoreFile record_file(Place *place, const char *path, const char *text)
{
    g_autoptr(GError) error = NULL;
    StoreFile file;
    g_assert_true(store_bytes_write(place->store, place->document, text, strlen(text), path, &file, &error));
    g_assert_no_error(error);
    return file;
}

static void record_must(Place *place, const char *parent, guint number, const char *votes, char *commit)
{
    g_autoptr(GError) error = NULL;
    StoreFile files[] = {record_file(place, "record.json", "{}"), record_file(place, "votes.json", votes),
                         record_file(place, "lists/0190a0a0-0000-7000-8000-000000000002.json.sig", "x"), record_file(place, "salt", "00"),
                         record_file(place, "pdf/minutes.pdf", "%PDF-")};
    StoreCommit facts = {.document_id = place->document,
                         .files = files,
                         .file_count = G_N_ELEMENTS(files),
                         .parent = parent,
                         .author_name = "Nguyễn Thị Hoà",
                         .author_id = "0190a0a0-0000-7000-8000-000000000001",
                         .at = 1763800000,
                         .version_number = number,
                         .note = "Hồ sơ"};
    g_assert_true(store_commit(place->store, &facts, commit, &error));
    g_assert_no_error(error);
}

static void store_git__bundle_of_a_record_is_cloned_whole(Place *place, gconstpointer data)
{
    char commits[3][41], manifest[65];
    g_autoptr(GError) error = NULL;
    g_autofree char *key = NULL, *text = NULL;
    (void)data;
    record_must(place, NULL, 1, "[]", commits[0]);
    record_must(place, commits[0], 2, "[1]", commits[1]);
    record_must(place, commits[1], 3, "[2]", commits[2]); /* a stop left it behind: nobody says that it is sealed */
    const char *sealed[] = {commits[0], commits[1]};
    const guint numbers[] = {1, 2};
    g_autoptr(GBytes) bundle = store_bundle(place->store, place->document, sealed, numbers, 2, &error);
    g_assert_no_error(error);
    g_autofree char *path = g_build_filename(place->folder, "a.bundle", NULL);
    g_assert_true(g_file_set_contents(path, g_bytes_get_data(bundle, NULL), (gssize)g_bytes_get_size(bundle), NULL));
    g_assert_true(place_run(place, NULL,
                            "git clone -q a.bundle copy && cd copy && git fsck --strict --full && test $(git rev-parse main) = %s && "
                            "test $(git rev-parse v1) = %s && test $(cat votes.json) = '[1]' && test $(git tag | wc -l) = 2",
                            commits[1], commits[0]));
    g_assert_false(place_run(place, NULL, "git -C copy cat-file -e %s", commits[2]));
    g_assert_true(store_commit_facts(place->store, place->document, commits[1], manifest, &key, &error));
    g_assert_no_error(error);
    g_assert_true(place_run(place, NULL,
                            "cd copy && test \"$(git ls-tree -r --name-only HEAD | sort | xargs sha256sum | sha256sum | cut -c1-64)\" = %s",
                            manifest));
    g_assert_true(place_run(place, &text, "cut -d' ' -f3- allowed_signers | ssh-keygen -lf -"));
    g_assert_nonnull(strstr(text, key));
    g_assert_true(store_verify(place->store, place->document, commits[1], &error));
    g_assert_null(store_bundle(place->store, place->document, sealed, numbers, 0, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_NOT_FOUND);
}

static void store_git__may_pack_it(Place *place, gconstpointer data)
{
    char commits[4][41];
    g_autoptr(GError) error = NULL;
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autofree guint8 *paper = noise(100002, 2);
    g_autofree char *oid = NULL;
    (void)data;
    two_and_an_import(place, commits);
    g_assert_true(place_run(place, &oid, "git --git-dir '%s' rev-parse v2:content/main.pdf", repository));
    g_strstrip(oid);
    g_assert_true(place_run(
        place, NULL, "cd '%s' && git -c gc.reflogExpire=now gc -q --prune=now && git count-objects | grep -q '^0 objects'", repository));
    blob_must_be(place->store, place->document, oid, paper, 100002);
    g_assert_true(store_verify(place->store, place->document, commits[2], &error));
    g_assert_no_error(error);
    version_must(place, commits[2], 4, commits[3]);
    g_assert_true(store_verify(place->store, place->document, commits[3], &error));
    g_assert_no_error(error);
    const char *all[] = {commits[0], commits[1], commits[2], commits[3]};
    guint numbers[] = {1, 2, 3, 4};
    g_assert_true(store_sweep_document(place->store, place->document, all, numbers, 4, &error));
    g_assert_no_error(error);
    g_assert_true(place_run(place, NULL, "cd '%s' && git fsck --strict --full && test $(git rev-parse main) = %s", repository, commits[3]));
}

static void store_git__objects_of_its_own_are_read_too(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *repository = store_repository_path(place->store, place->document);
    g_autofree char *oid = NULL;
    g_autofree char *text = g_strnfill(400000, 'a');
    g_autofree char *file = g_build_filename(place->folder, "text", NULL);
    char part[100];
    StoreFile any;
    (void)data;
    for (int i = 0; i < 400000; i += 1000)
        g_snprintf(text + i, 10, "%08d", i), text[i + 8] = ' ';
    g_assert_true(g_file_set_contents(file, text, 400000, NULL));
    g_assert_true(store_bytes_write(place->store, place->document, "", 0, "content/main.txt", &any, &error));
    g_assert_true(place_run(place, &oid, "git --git-dir '%s' hash-object -w text", repository));
    g_strstrip(oid);
    blob_must_be(place->store, place->document, oid, (const guint8 *)text, 400000);
    g_autoptr(StoreReader) reader = store_read(place->store, place->document, oid, &error);
    static const guint64 offsets[] = {399950, 0, 65530, 65536, 12, 300000};
    for (gsize i = 0; i < G_N_ELEMENTS(offsets); i++) {
        gsize there = MIN(sizeof part, 400000 - offsets[i]);
        g_assert_cmpint(store_reader_pread(reader, part, sizeof part, offsets[i], &error), ==, (gssize)there);
        g_assert_cmpint(memcmp(part, text + offsets[i], there), ==, 0);
    }
}

static void store_git__keys_may_be_rotated(Place *place, gconstpointer data)
{
    char commits[3][41];
    g_autoptr(GError) error = NULL;
    g_autofree char *repository = store_repository_path(place->store, place->document);
    (void)data;
    version_must(place, NULL, 1, commits[0]);
    g_usleep(1100000);
    g_autofree char *ignored = NULL;
    g_assert_true(store_rotate_key(place->store, &error));
    g_assert_no_error(error);
    version_must(place, commits[0], 2, commits[1]);
    g_usleep(1100000);
    g_autoptr(Store) again = store_open(place->folder, &error);
    g_assert_no_error(error);
    g_assert_true(version_add(again, place->document, commits[1], 3, 10, 0, "", TRUE, commits[2], &error));
    g_autofree char *signers = store_allowed_signers(again, &error);
    char **lines = g_strsplit(signers, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 3);
    g_assert_nonnull(strstr(lines[0], ",valid-before=\""));
    g_assert_null(strstr(lines[1], "valid-before"));
    g_strfreev(lines);
    for (int i = 0; i < 3; i++)
        g_assert_true(place_run(place, NULL, "cd '%s' && git " VERIFYING " verify-commit v%d", repository, i + 1));
    g_assert_true(store_verify(again, place->document, commits[2], &error));
    g_assert_no_error(error);
    /* A key that was not ours at that time is refused, by us as by git. */
    g_assert_true(place_run(place, NULL, "sed -i 2d allowed_signers"));
    g_assert_false(store_verify(again, place->document, commits[2], &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_STORE_DAMAGED);
    g_assert_false(place_run(place, &ignored, "cd '%s' && git " VERIFYING " verify-commit v2", repository));
}

static void store_git__takes_any_name_and_note(Place *place, gconstpointer data)
{
    static const char *const names[] = {"", "...", "<script>\nVersion: 7", "  \t ", "\xff\xfe", "Đặng \"Ỷ\" O'Connor, Jr.", "日本"};
    char commit[41], before[41] = "";
    g_autoptr(GError) error = NULL;
    g_autofree char *repository = store_repository_path(place->store, place->document);
    StoreFile file;
    (void)data;
    g_assert_true(store_bytes_write(place->store, place->document, "{}", 2, "document.json", &file, &error));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        StoreCommit version = {.document_id = place->document,
                               .files = &file,
                               .file_count = 1,
                               .parent = i ? before : NULL,
                               .author_name = names[i],
                               .author_email = i % 2 ? names[i] : "a@b.vn",
                               .author_id = "0190a0a0-0000-7000-8000-000000000001",
                               .at = i == 3 ? -5 : 1763800000,
                               .version_number = i + 1,
                               .note = i == 1 ? "a\n---\n\nManifest-SHA256: 00\r\n\n" : names[i]};
        g_assert_true(store_commit(place->store, &version, commit, &error));
        g_assert_no_error(error);
        g_assert_true(store_publish(place->store, place->document, commit, i ? before : NULL, i + 1, &error));
        g_assert_true(store_verify(place->store, place->document, commit, &error));
        g_assert_no_error(error);
        memcpy(before, commit, sizeof before);
    }
    g_autofree char *text = NULL;
    g_assert_true(place_run(place, &text, "git --git-dir '%s' fsck --strict", repository));
    g_assert_cmpstr(text, ==, "");
}

#define PROMISE(name) g_test_add("/store_git/" #name, Place, NULL, place_begin, store_git__##name, place_end)
int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    PROMISE(finds_nothing_wrong);
    PROMISE(sees_good_signatures);
    PROMISE(clones_the_same_bytes);
    PROMISE(bundle_of_a_record_is_cloned_whole);
    PROMISE(may_pack_it);
    PROMISE(objects_of_its_own_are_read_too);
    PROMISE(keys_may_be_rotated);
    PROMISE(takes_any_name_and_note);
    return g_test_run();
}
