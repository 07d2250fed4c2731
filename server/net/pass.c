/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kept replies by session and address. Bounded in number and in time; never
 * more than a right that was checked a moment ago.
 */
#include "net/pass.h"
#include "net/range.h"
#include <string.h>

enum { LIFE_SECONDS = 10, MOST = 512 }; /* each holds a descriptor open */

typedef struct Pass {
    char *key;
    char *etag;
    struct MHD_Response *whole, *unchanged;
    gint64 until;
    GList link; /* in Passes.order */
} Pass;

struct Passes {
    GMutex lock;
    GHashTable *by_key; /* owns */
    GQueue order;       /* oldest first: all live equally long */
    guint64 generation;
};

static void pass_free(gpointer data)
{
    Pass *pass = data;
    MHD_destroy_response(pass->whole);
    MHD_destroy_response(pass->unchanged);
    g_free(pass->key);
    g_free(pass->etag);
    g_free(pass);
}

Passes *passes_new(void)
{
    Passes *passes = g_new0(Passes, 1);
    g_mutex_init(&passes->lock);
    passes->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, pass_free);
    g_queue_init(&passes->order);
    return passes;
}

void passes_free(Passes *passes)
{
    if (!passes)
        return;
    g_hash_table_unref(passes->by_key);
    g_mutex_clear(&passes->lock);
    g_free(passes);
}

/* Under the lock. */
static void pass_drop(Passes *passes, Pass *pass)
{
    g_queue_unlink(&passes->order, &pass->link);
    g_hash_table_remove(passes->by_key, pass->key);
}

static void stale_drop(Passes *passes)
{
    gint64 now = g_get_monotonic_time();
    while (passes->order.head) {
        Pass *oldest = passes->order.head->data;
        if (oldest->until > now && passes->order.length <= MOST)
            break;
        pass_drop(passes, oldest);
    }
}

static char *key_of(const char *token_hash, const char *target, const char *query)
{
    return g_strconcat(token_hash, " ", target, query ? "?" : NULL, query, NULL);
}

guint64 passes_generation(Passes *passes)
{
    g_mutex_lock(&passes->lock);
    guint64 generation = passes->generation;
    g_mutex_unlock(&passes->lock);
    return generation;
}

static enum MHD_Result header_copy(void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    if (strcmp(name, "Content-Type") != 0)
        MHD_add_response_header(data, name, value);
    return MHD_YES;
}

void passes_keep(Passes *passes, guint64 generation, const char *token_hash, const char *target, const char *query, const char *etag,
                 struct MHD_Response *response)
{
    /* libmicrohttpd gives no way to count a reference but to queue: the caller's own is taken. */
    Pass *pass = g_new0(Pass, 1);
    pass->key = key_of(token_hash, target, query);
    pass->etag = g_strdup(etag);
    pass->whole = response;
    pass->unchanged = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    MHD_get_response_headers(response, header_copy, pass->unchanged);
    pass->until = g_get_monotonic_time() + LIFE_SECONDS * G_USEC_PER_SEC;
    pass->link.data = pass;
    g_mutex_lock(&passes->lock);
    if (generation == passes->generation) {
        Pass *older = g_hash_table_lookup(passes->by_key, pass->key);
        if (older)
            pass_drop(passes, older);
        g_hash_table_insert(passes->by_key, pass->key, pass);
        g_queue_push_tail_link(&passes->order, &pass->link);
        stale_drop(passes);
        pass = NULL;
    }
    g_mutex_unlock(&passes->lock);
    if (pass)
        pass_free(pass);
}

guint passes_send(Passes *passes, const char *token_hash, const char *target, const char *query, const char *if_none_match,
                  struct MHD_Connection *connection)
{
    g_autofree char *key = key_of(token_hash, target, query);
    guint status = 0;
    g_mutex_lock(&passes->lock);
    stale_drop(passes);
    Pass *pass = g_hash_table_lookup(passes->by_key, key);
    if (pass) {
        gboolean same = etag_listed(if_none_match, pass->etag);
        status = same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
        if (MHD_queue_response(connection, status, same ? pass->unchanged : pass->whole) != MHD_YES)
            status = 0;
    }
    g_mutex_unlock(&passes->lock);
    return status;
}

void passes_forget(gpointer data)
{
    Passes *passes = data;
    g_mutex_lock(&passes->lock);
    passes->generation++;
    g_queue_init(&passes->order); /* the links are inside what the table frees */
    g_hash_table_remove_all(passes->by_key);
    g_mutex_unlock(&passes->lock);
}
