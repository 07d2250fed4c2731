/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a version takes to be stored: store_write FOLDER PAPER… stores each
 * paper as the first version of a fresh document (its repository is made within
 * the time), and prints the milliseconds of each on a line.
 * Measures; store.sh compares.
 */
#include "data/store.h"
#include "base/text.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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
    if (argc < 3) {
        fprintf(stderr, "usage: %s FOLDER PAPER...\n", argv[0]);
        return 2;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open(argv[1], &error);
    for (int i = 2; store && i < argc; i++) {
        g_autofree char *document = text_uuid7();
        int paper = open(argv[i], O_RDONLY | O_CLOEXEC);
        if (paper < 0) {
            perror(argv[i]);
            return 1;
        }
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
