/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kept replies by session and address. Bounded in number, in bytes and in time;
 * never more than a right that was checked a moment ago. They lie in memory: a
 * reply of a file would hold a descriptor, and libmicrohttpd sends a file to
 * one connection at a time.
 */
#include "net/pass.h"
#include "net/limits.h"
#include "net/range.h"

enum { MOST = 2048, MOST_BYTES = 32 * 1024 * 1024 };

typedef struct Pass {
    char *key;
    char *etag;
    struct MHD_Response *whole, *unchanged;
    gsize bytes; /* of whole */
    gint64 until;
    GList link; /* in Passes.order */
} Pass;

struct Passes {
    GMutex lock;
    GHashTable *by_key; /* owns */
    GQueue order;       /* oldest first, nearly: all live equally long from their beginning */
    gsize bytes;
    guint64 generation;
    gboolean listening; /* what changes rights is heard; else nothing is kept or given */
};

static void response_unref(struct MHD_Response *response)
{
    if (response)
        MHD_destroy_response(response);
}

static void pass_free(gpointer data)
{
    Pass *pass = data;
    response_unref(pass->whole);
    response_unref(pass->unchanged);
    g_free(pass->key);
    g_free(pass->etag);
    g_free(pass);
}

static GHashTable *table_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, NULL, pass_free);
}

Passes *passes_new(void)
{
    Passes *passes = g_new0(Passes, 1);
    g_mutex_init(&passes->lock);
    passes->by_key = table_new();
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
    passes->bytes -= pass->bytes;
    g_queue_unlink(&passes->order, &pass->link);
    g_hash_table_remove(passes->by_key, pass->key);
}

/* Under the lock. */
static void stale_drop(Passes *passes)
{
    gint64 now = g_get_monotonic_time();
    while (passes->order.head) {
        Pass *oldest = passes->order.head->data;
        if (oldest->until > now && passes->order.length <= MOST && passes->bytes <= MOST_BYTES)
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

void passes_keep(Passes *passes, const PassReply *reply)
{
    Pass *pass = g_new0(Pass, 1);
    pass->key = key_of(reply->token_hash, reply->target, reply->query);
    pass->etag = g_strdup(reply->etag);
    pass->whole = reply->whole;
    pass->unchanged = reply->unchanged;
    pass->bytes = reply->bytes;
    /* From before the right was checked, however long the reply took to make. */
    pass->until = reply->began_at + (gint64)http_limits.pass_ms * 1000;
    pass->link.data = pass;
    g_mutex_lock(&passes->lock);
    Pass *older = g_hash_table_lookup(passes->by_key, pass->key);
    gboolean poorer = older && older->whole && !pass->whole && g_str_equal(older->etag, pass->etag);
    if (passes->listening && reply->generation == passes->generation && !poorer) {
        if (older)
            pass_drop(passes, older);
        g_hash_table_insert(passes->by_key, pass->key, pass);
        g_queue_push_tail_link(&passes->order, &pass->link);
        passes->bytes += pass->bytes;
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
    if (pass && pass->until > g_get_monotonic_time()) {
        gboolean same = etag_listed(if_none_match, pass->etag);
        struct MHD_Response *response = same ? pass->unchanged : pass->whole;
        status = same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
        /* libmicrohttpd counts its own reference here; that the pass is dropped while it is sent does no harm. */
        if (!response || MHD_queue_response(connection, status, response) != MHD_YES)
            status = 0;
    }
    g_mutex_unlock(&passes->lock);
    return status;
}

void passes_forget(gpointer data, gboolean listening)
{
    Passes *passes = data;
    GHashTable *fresh = table_new();
    g_mutex_lock(&passes->lock);
    GHashTable *forgotten = passes->by_key;
    passes->by_key = fresh;
    g_queue_init(&passes->order); /* the links are inside what the table frees */
    passes->bytes = 0;
    passes->generation++;
    passes->listening = listening;
    g_mutex_unlock(&passes->lock);
    g_hash_table_unref(forgotten);
}
