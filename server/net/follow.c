/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many follow a presenter, counted from the streams that are open and said
 * now and then. It is not asked by anybody and keeps no list of people.
 */
#include "net/follow.h"
#include "net/stream.h"
#include "base/error.h"
#include "base/log.h"
#include <sodium.h>
#include <string.h>

#define SECOND G_USEC_PER_SEC
/* A presenter's page says where it is every few seconds; after so long without that nobody wants to know. */
#define SILENT_AFTER (15 * SECOND)
#define SAID_AGAIN_AFTER (5 * SECOND)

typedef struct Presented {
    gint64 turn, heard_at, said_at;
    guint said;
    char *by;
} Presented;

typedef struct Due {
    char *subject;
    gint64 turn;
    guint followers;
} Due;

struct FollowCounts {
    char server[17]; /* this process, to those who add up */
    GHashTable *presented;
};

static void presented_free(gpointer data)
{
    g_free(((Presented *)data)->by);
    g_free(data);
}

static void due_free(gpointer data)
{
    g_free(((Due *)data)->subject);
    g_free(data);
}

FollowCounts *follow_counts_new(void)
{
    FollowCounts *counts = g_new0(FollowCounts, 1);
    guint8 random[8];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(counts->server, sizeof counts->server, random, sizeof random);
    counts->presented = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, presented_free);
    return counts;
}

void follow_counts_free(FollowCounts *counts)
{
    g_hash_table_unref(counts->presented);
    g_free(counts);
}

void follow_heard(FollowCounts *counts, const char *subject, gint64 turn, const char *by)
{
    Presented *presented = g_hash_table_lookup(counts->presented, subject);
    if (!presented) {
        presented = g_new0(Presented, 1);
        g_hash_table_insert(counts->presented, g_strdup(subject), presented);
    }
    presented->turn = turn;
    presented->heard_at = g_get_monotonic_time();
    if (g_strcmp0(presented->by, by) != 0) {
        g_free(presented->by);
        presented->by = g_strdup(by);
    }
}

static guint people_on(const GPtrArray *streams, const char *but)
{
    g_autoptr(GHashTable) people = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; streams && i < streams->len; i++) {
        char *person = ((Stream *)streams->pdata[i])->person;
        if (person && g_strcmp0(person, but) != 0)
            g_hash_table_add(people, person);
    }
    return g_hash_table_size(people);
}

GPtrArray *follow_due(FollowCounts *counts, GHashTable *by_subject)
{
    GPtrArray *due = NULL;
    gint64 now = g_get_monotonic_time();
    GHashTableIter iter;
    gpointer key = NULL, value = NULL;
    g_hash_table_iter_init(&iter, counts->presented);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        Presented *presented = value;
        if (now - presented->heard_at > SILENT_AFTER) {
            g_hash_table_iter_remove(&iter);
            continue;
        }
        if (now - presented->said_at < SECOND)
            continue;
        guint followers = people_on(g_hash_table_lookup(by_subject, key), presented->by);
        if (presented->said_at && followers == presented->said && now - presented->said_at < SAID_AGAIN_AFTER)
            continue;
        presented->said = followers;
        presented->said_at = now;
        if (!due)
            due = g_ptr_array_new_with_free_func(due_free);
        Due *row = g_new(Due, 1);
        *row = (Due){g_strdup(key), presented->turn, followers};
        g_ptr_array_add(due, row);
    }
    return due;
}

void follow_say(FollowCounts *counts, Db *db, GPtrArray *due)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbConn) conn = db_take(db, &error);
    for (guint i = 0; conn && i < due->len; i++) {
        const Due *row = due->pdata[i];
        g_autofree char *turn = g_strdup_printf("%" G_GINT64_FORMAT, row->turn), *followers = g_strdup_printf("%u", row->followers);
        const char *values[] = {row->subject, turn, counts->server, followers};
        g_autoptr(PGresult) said = db_query(conn, NULL, Q_FOLLOW_COUNT, G_N_ELEMENTS(values), values, &error);
        if (!said)
            break;
    }
    if (error) /* said again a few seconds later */
        log_warn("follow_count_unsaid", log_field("reason", "%s", error->message));
    g_ptr_array_unref(due);
}
