/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store in a folder of its own for a test, versions to put in it, and stock
 * git to look at it with. Shared by tests/unit/store*.c, and nothing else.
 */
#pragma once
#include "data/store.h"
#include "base/error.h"
#include "base/text.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Place {
    char *folder;
    Store *store;
    char *document;
} Place;

G_GNUC_UNUSED static void place_begin(Place *place, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_log_set_always_fatal((GLogLevelFlags)G_LOG_FATAL_MASK); /* the store warns of what some of these tests do on purpose */
    place->folder = g_dir_make_tmp("nghisu-store-XXXXXX", NULL);
    place->store = store_open(place->folder, &error);
    g_assert_no_error(error);
    place->document = text_uuid7();
}

/* Runs a command in the store's folder with only the environment a stranger would have; its output is given with *output. */
G_GNUC_UNUSED static gboolean place_run(Place *place, char **output, const char *format, ...) G_GNUC_PRINTF(3, 4);
G_GNUC_UNUSED static gboolean place_run(Place *place, char **output, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *command = g_strdup_vprintf(format, values);
    va_end(values);
    g_autofree char *both = g_strdup_printf("( %s ) 2>&1", command);
    char *arguments[] = {"sh", "-c", both, NULL};
    g_autofree char *home = g_strdup_printf("HOME=%s", place->folder);
    char *environment[] = {"PATH=/usr/bin:/bin:/usr/local/bin", "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", home, NULL};
    g_autofree char *text = NULL;
    int status = 0;
    g_assert_true(g_spawn_sync(place->folder, arguments, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, NULL));
    gboolean done = g_spawn_check_wait_status(status, NULL);
    if (!done && !output)
        g_test_message("%s\n%s", command, text);
    if (output)
        *output = g_steal_pointer(&text);
    return done;
}

G_GNUC_UNUSED static void place_end(Place *place, gconstpointer data)
{
    (void)data;
    store_close(place->store);
    g_assert_true(place_run(place, NULL, "rm -rf '%s'", place->folder));
    g_free(place->folder);
    g_free(place->document);
}

G_GNUC_UNUSED static guint8 *noise(gsize count, guint32 seed)
{
    guint8 *bytes = g_malloc(count + 4);
    guint32 state = seed * 2654435761u + 1;
    for (gsize i = 0; i < count; i += 4) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        memcpy(bytes + i, &state, 4);
    }
    return bytes;
}

/* A version with a document.json, a paper of paper_bytes and attachments, made and (when publish) published. files: room for 2 +
 * attachments. */
G_GNUC_UNUSED static gboolean version_add(Store *store, const char *document, const char *parent, guint number, gsize paper_bytes,
                                          guint attachments, const char *note, gboolean publish, char *commit_out, GError **error)
{
    StoreFile files[16];
    gsize count = 0;
    g_autofree char *json = g_strdup_printf("{\"id\":\"%s\",\"number\":%u}", document, number);
    g_autofree guint8 *paper = noise(paper_bytes, number);
    if (!store_bytes_write(store, document, json, strlen(json), "document.json", &files[count++], error) ||
        !store_bytes_write(store, document, paper, paper_bytes, "content/main.pdf", &files[count++], error))
        return FALSE;
    for (guint i = 0; i < attachments; i++) {
        g_autofree char *path = g_strdup_printf("attachments/%02u.docx", i + 1);
        g_autofree guint8 *bytes = noise(1000 + i, i + 77);
        if (!store_bytes_write(store, document, bytes, 1000 + i, path, &files[count++], error))
            return FALSE;
    }
    StoreCommit commit = {.document_id = document,
                          .files = files,
                          .file_count = count,
                          .parent = parent,
                          .author_name = "Nguyễn Thị Hoà",
                          .author_email = NULL,
                          .author_id = "0190a0a0-0000-7000-8000-000000000001",
                          .at = 1763800000 + number,
                          .version_number = number,
                          .note = note};
    return store_commit(store, &commit, commit_out, error) &&
           (!publish || store_publish(store, document, commit_out, parent, number, error));
}

G_GNUC_UNUSED static void version_must(Place *place, const char *parent, guint number, char *commit_out)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *note = number == 1 ? g_strdup("") : g_strdup_printf("Sửa lần %u\n\nVersion: 99", number);
    version_add(place->store, place->document, parent, number, 100000 + number, 3, note, TRUE, commit_out, &error);
    g_assert_no_error(error);
}

/* Every byte of a blob, by reading it. */
G_GNUC_UNUSED static void blob_must_be(Store *store, const char *document, const char *oid, const guint8 *bytes, gsize count)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(StoreReader) reader = store_read(store, document, oid, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(store_reader_bytes(reader), ==, count);
    g_autofree guint8 *read = g_malloc(count + 1);
    g_assert_cmpint(store_reader_pread(reader, read, count + 1, 0, &error), ==, (gssize)count);
    g_assert_no_error(error);
    g_assert_cmpint(memcmp(read, bytes, count), ==, 0);
    g_assert_cmpint(store_reader_pread(reader, read, 1, count, &error), ==, 0);
}
