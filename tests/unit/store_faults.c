/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store when things go wrong at once: processes killed in the middle, a
 * disk that is full, writers side by side, files larger than memory should grow.
 */
#include "store_fixture.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/resource.h>

/* What a child that will be killed has been promised. */
typedef struct Promised {
    volatile gint count;
    char commits[400][41];
} Promised;

static void child_write(const char *folder, const char *document, Promised *promised)
{
    g_autoptr(Store) store = store_open(folder, NULL);
    for (guint number = (guint)promised->count + 1; number <= G_N_ELEMENTS(promised->commits); number++) {
        char commit[41];
        const char *parent = number > 1 ? promised->commits[number - 2] : NULL;
        g_autofree char *note = g_strdup_printf("try by %d", (int)getpid());
        g_autoptr(GError) error = NULL;
        if (!store || !version_add(store, document, parent, number, 300000 + number, 2, note, FALSE, commit, &error)) {
            fprintf(stderr, "# version %u: %s\n", number, error ? error->message : "no store");
            _exit(1);
        }
        /* the database's commit stands here: from now on the version exists */
        memcpy(promised->commits[number - 1], commit, sizeof commit);
        g_atomic_int_set(&promised->count, (gint)number);
        if (!store_publish(store, document, commit, parent, number, &error)) {
            fprintf(stderr, "# publishing %u: %s\n", number, error->message);
            _exit(2);
        }
    }
    _exit(0);
}

static void store_faults__a_kill_leaves_all_that_was_promised(Place *place, gconstpointer data)
{
    Promised *promised = mmap(NULL, sizeof *promised, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_autofree char *repository = store_repository_path(place->store, place->document);
    (void)data;
    for (int round = 0; round < 20; round++) {
        g_autoptr(GError) error = NULL;
        int status = 0;
        pid_t child = fork();
        if (child == 0)
            child_write(place->folder, place->document, promised);
        g_usleep((gulong)g_test_rand_int_range(2000, 400000));
        kill(child, SIGKILL);
        g_assert_cmpint(waitpid(child, &status, 0), ==, child);
        g_assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
        gint count = g_atomic_int_get(&promised->count);
        if (count == 0)
            continue;
        g_assert_true(place_run(place, NULL, "git --git-dir '%s' fsck --strict --full", repository));
        g_assert_true(store_verify(place->store, place->document, promised->commits[count - 1], &error));
        g_assert_no_error(error);
        if (round % 5 == 4) {
            g_autofree guint *numbers = g_new(guint, count);
            g_autofree const char **commits = g_new(const char *, count);
            for (gint i = 0; i < count; i++) {
                numbers[i] = (guint)i + 1;
                commits[i] = promised->commits[i];
            }
            g_assert_true(place_run(place, NULL, "find '%s/objects' -type f -exec touch -d '2 hours ago' {} +", repository));
            g_assert_true(store_sweep_document(place->store, place->document, commits, numbers, (gsize)count, &error));
            g_assert_no_error(error);
            g_assert_true(place_run(place, NULL, "test $(git --git-dir '%s' rev-parse main) = %s", repository, commits[count - 1]));
            g_assert_true(place_run(place, NULL, "test $(git --git-dir '%s' tag | wc -l) = %d", repository, count));
            g_assert_true(place_run(place, NULL, "test -z \"$(git --git-dir '%s' fsck --strict --full --unreachable)\"", repository));
            g_assert_true(place_run(place, NULL, "test -z \"$(find '%s' -name 'tmp_obj_*')\"", repository));
        }
    }
    g_assert_cmpint(promised->count, >, 1);
    munmap(promised, sizeof *promised);
}

static void store_faults__a_full_disk_is_said_and_leaves_nothing_half(Place *place, gconstpointer data)
{
    g_autofree char *small = g_build_filename(place->folder, "small", NULL);
    (void)data;
    g_assert_cmpint(mkdir(small, 0700), ==, 0);
    if (mount("tmpfs", small, "tmpfs", 0, "size=3m") != 0) {
        g_test_skip("may not mount a small disk here");
        return;
    }
    {
        g_autoptr(GError) error = NULL;
        g_autoptr(Store) store = store_open(small, &error);
        g_assert_no_error(error);
        char first[41], second[41];
        g_assert_true(version_add(store, place->document, NULL, 1, 1000, 1, "", TRUE, first, &error));
        g_assert_no_error(error);
        g_autofree guint8 *paper = noise(4 << 20, 1);
        StoreFile file;
        g_assert_false(store_bytes_write(store, place->document, paper, 4 << 20, "content/main.pdf", &file, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_DISK_FULL);
        g_clear_error(&error);
        g_assert_true(place_run(place, NULL, "test -z \"$(find '%s' -name 'tmp_obj_*' -o -name '*.new')\"", small));
        g_assert_false(store_bytes_write(store, "0190a0a0-0000-7000-8000-000000000009", paper, 4 << 20, "content/main.pdf", &file, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_DISK_FULL);
        g_clear_error(&error);
        /* Filled to the brim: every later step of a version may be the one that fails. */
        g_autofree char *fill = g_build_filename(small, "fill", NULL);
        for (int spare = 0; spare < 40; spare++) {
            g_autoptr(GError) full = NULL;
            g_autofree char *ignored = NULL;
            g_assert_true(place_run(place, &ignored, "rm -f '%s'; head -c 8m /dev/zero > '%s' 2>/dev/null; truncate -s -%d '%s'", fill,
                                    fill, spare * 4096, fill));
            if (version_add(store, place->document, first, 2, 20000, 2, "", TRUE, second, &full))
                break;
            g_assert_error(full, NGHISU_ERROR, ERROR_DISK_FULL);
            g_assert_true(place_run(
                place, NULL, "test -z \"$(find '%s' -name 'tmp_obj_*' -o -name '*.new' -o -name '*.lock' ! -name nghisu.lock)\"", small));
        }
        g_assert_cmpint(unlink(fill), ==, 0);
        g_autofree char *repository = store_repository_path(store, place->document);
        g_assert_true(place_run(place, NULL, "git --git-dir '%s' fsck --strict --full", repository));
        g_assert_true(version_add(store, place->document, first, 2, 20000, 2, "", FALSE, second, &error) &&
                      store_verify(store, place->document, second, &error));
        g_assert_no_error(error);
    }
    g_assert_cmpint(umount(small), ==, 0);
}

typedef struct Writer {
    Store *store;
    const char *document;
    guint seed;
    guint won;
} Writer;

/* A line of versions in a document of its own. */
static gpointer writer_alone(gpointer data)
{
    Writer *writer = data;
    g_autofree char *document = text_uuid7();
    char commits[2][41];
    for (guint number = 1; number <= 15; number++) {
        g_autoptr(GError) error = NULL;
        const char *parent = number > 1 ? commits[(number + 1) % 2] : NULL;
        version_add(writer->store, document, parent, number, 50000 + writer->seed, 1, "", TRUE, commits[number % 2], &error);
        g_assert_no_error(error);
    }
    g_assert_true(store_verify(writer->store, document, commits[1], NULL));
    return NULL;
}

static void store_faults__writers_of_two_documents_do_not_meet(Place *place, gconstpointer data)
{
    Writer writers[4];
    GThread *threads[4];
    (void)data;
    for (guint i = 0; i < 4; i++) {
        writers[i] = (Writer){place->store, NULL, i, 0};
        threads[i] = g_thread_new("writer", writer_alone, &writers[i]);
    }
    for (guint i = 0; i < 4; i++)
        g_thread_join(threads[i]);
}

/* Both write version 1 of one new document; one is published. */
static gpointer writer_rival(gpointer data)
{
    Writer *writer = data;
    char commit[41];
    g_autoptr(GError) error = NULL;
    g_assert_true(version_add(writer->store, writer->document, NULL, 1, 30000 + writer->seed, 1, "", FALSE, commit, &error));
    g_assert_no_error(error);
    writer->won = store_publish(writer->store, writer->document, commit, NULL, 1, &error);
    if (!writer->won)
        g_assert_error(error, NGHISU_ERROR, ERROR_CONFLICT);
    return NULL;
}

static void store_faults__of_two_writers_of_one_document_one_wins(Place *place, gconstpointer data)
{
    (void)data;
    for (int round = 0; round < 10; round++) {
        g_autofree char *document = text_uuid7();
        Writer writers[2] = {{place->store, document, 1, 0}, {place->store, document, 2, 0}};
        GThread *threads[2];
        for (int i = 0; i < 2; i++)
            threads[i] = g_thread_new("rival", writer_rival, &writers[i]);
        for (int i = 0; i < 2; i++)
            g_thread_join(threads[i]);
        g_assert_cmpuint(writers[0].won + writers[1].won, ==, 1);
        g_autofree char *repository = store_repository_path(place->store, document);
        g_assert_true(place_run(place, NULL, "git --git-dir '%s' fsck --strict --full", repository));
    }
}

static void store_faults__memory_does_not_grow_with_a_file(Place *place, gconstpointer data)
{
    const guint64 count = 300 << 20;
    g_autofree char *path = g_build_filename(place->folder, "large", NULL);
    (void)data;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    g_assert_cmpint(ftruncate(fd, (off_t)count), ==, 0);
    pid_t child = fork();
    if (child == 0) {
        StoreFile file;
        g_autofree guint8 *part = g_malloc(1 << 20);
        struct rusage before, after;
        getrusage(RUSAGE_SELF, &before);
        gboolean done = store_file_write(place->store, place->document, fd, "content/main.pdf", &file, NULL);
        g_autoptr(StoreReader) reader = done ? store_read(place->store, place->document, file.oid, NULL) : NULL;
        for (guint64 at = 0; reader && at < count; at += 1 << 20)
            done = done && store_reader_pread(reader, part, 1 << 20, at, NULL) == 1 << 20;
        getrusage(RUSAGE_SELF, &after);
        _exit(!done || !reader ? 1 : after.ru_maxrss - before.ru_maxrss > 8192 ? 2 : 0);
    }
    int status = 0;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, 0);
    close(fd);
}

#define PROMISE(name) g_test_add("/store_faults/" #name, Place, NULL, place_begin, store_faults__##name, place_end)
int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    PROMISE(a_kill_leaves_all_that_was_promised);
    PROMISE(a_full_disk_is_said_and_leaves_nothing_half);
    PROMISE(writers_of_two_documents_do_not_meet);
    PROMISE(of_two_writers_of_one_document_one_wins);
    PROMISE(memory_does_not_grow_with_a_file);
    return g_test_run();
}
