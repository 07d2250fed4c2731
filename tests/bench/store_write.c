/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a version takes to be stored: store_write FOLDER COUNT BYTES writes
 * COUNT versions of BYTES noise, each to a fresh document (its repository is
 * made within the time), and prints the milliseconds of each on a line.
 * Measures; store.sh compares.
 */
#include "data/store.h"
#include "base/text.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static gboolean version_store(Store *store, const char *document, int paper, GError **error)
{
    StoreFile files[2];
    char commit[41];
    g_autofree char *json = g_strdup_printf("{\"id\":\"%s\"}", document);
    StoreCommit version = {.document_id = document,
                           .files = files,
                           .file_count = 2,
                           .author_name = "Nguyễn Văn An",
                           .author_id = document,
                           .at = 1763800000,
                           .version_number = 1,
                           .note = ""};
    return store_file_write(store, document, paper, "content/main.pdf", &files[0], error) &&
           store_bytes_write(store, document, json, strlen(json), "document.json", &files[1], error) &&
           store_commit(store, &version, commit, error) && store_publish(store, document, commit, NULL, 1, error);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s FOLDER COUNT BYTES\n", argv[0]);
        return 2;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open(argv[1], &error);
    gsize bytes = strtoul(argv[3], NULL, 10);
    g_autofree guint8 *noise = g_malloc(bytes);
    for (long left = strtol(argv[2], NULL, 10); store && left > 0; left--) {
        g_autofree char *document = text_uuid7();
        int paper = memfd_create("paper", MFD_CLOEXEC);
        randombytes_buf(noise, bytes);
        if (paper < 0 || write(paper, noise, bytes) != (ssize_t)bytes)
            return 1;
        gint64 start = g_get_monotonic_time();
        if (!version_store(store, document, paper, &error))
            break;
        printf("%.3f\n", (double)(g_get_monotonic_time() - start) / 1000);
        close(paper);
    }
    if (error)
        fprintf(stderr, "%s\n", error->message);
    return error != NULL;
}
