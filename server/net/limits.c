/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures of the door and token buckets by key. Counts only in memory of
 * this process: what must hold over several machines (wrong passwords) is the
 * database's.
 */
#include "net/limits.h"

HttpLimits http_limits = {
    .head_ms = 10 * 1000,
    .body_ms = 30 * 1000,
    .idle_seconds = 75,
    .upload_grace_ms = 30 * 1000,
    .upload_least_rate = 1024,
    .linger_ms = 2000,
    .linger_bytes = 1024 * 1024,
    .body_bytes = 1024 * 1024,
    .waiting = 2000,
    .waiting_streams = 8000,
    .watch_ms = 250,
    .beat_ms = 15 * 1000,
    .pass_ms = 10 * 1000,
    .stream_bytes = 64 * 1024,
    .person_streams = 20,
    .session_rate = 100,
    .session_burst = 1000,
    .address_rate = 1000,
    .address_burst = 10000,
    .failure_rate = 2,
    .failure_burst = 200,
};

enum { MOST_BUCKETS = 65536 };

typedef struct Bucket {
    double tokens;
    gint64 at;
} Bucket;

struct Rates {
    GMutex lock;
    GHashTable *buckets; /* key → Bucket */
};

Rates *rates_new(void)
{
    Rates *rates = g_new0(Rates, 1);
    g_mutex_init(&rates->lock);
    rates->buckets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return rates;
}

void rates_free(Rates *rates)
{
    if (!rates)
        return;
    g_hash_table_unref(rates->buckets);
    g_mutex_clear(&rates->lock);
    g_free(rates);
}

static gboolean is_old(gpointer key G_GNUC_UNUSED, gpointer value, gpointer data)
{
    return ((Bucket *)value)->at < *(gint64 *)data;
}

gboolean rates_take(Rates *rates, const char *key, guint cost, guint per_second, guint burst)
{
    gint64 now = g_get_monotonic_time();
    g_mutex_lock(&rates->lock);
    Bucket *bucket = g_hash_table_lookup(rates->buckets, key);
    if (!bucket) {
        if (g_hash_table_size(rates->buckets) >= MOST_BUCKETS) {
            gint64 horizon = now - 60 * G_USEC_PER_SEC;
            if (g_hash_table_foreach_remove(rates->buckets, is_old, &horizon) == 0)
                g_hash_table_remove_all(rates->buckets);
        }
        bucket = g_new0(Bucket, 1);
        bucket->tokens = burst;
        bucket->at = now;
        g_hash_table_insert(rates->buckets, g_strdup(key), bucket);
    }
    bucket->tokens = MIN((double)burst, bucket->tokens + (double)(now - bucket->at) * per_second / G_USEC_PER_SEC);
    bucket->at = now;
    gboolean enough = bucket->tokens >= MAX(cost, 1);
    if (enough)
        bucket->tokens -= cost;
    g_mutex_unlock(&rates->lock);
    return enough;
}
