/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hub: from a notice of the database to the streams that follow its
 * subject. It keeps no history: a page that missed something sees it by the
 * revision and fetches its snapshot again. What a person may follow is the
 * database's to say (query event_subjects), when a stream begins and again when
 * rights change; until it has said so the stream's events are held back.
 *
 * Locks: the hub's, then a stream's or the hook's own. libmicrohttpd is never called under the
 * hub's lock but to wake a stream.
 */
#include "net/events.h"
#include "net/follow.h"
#include "net/stream.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include <string.h>

enum { RETRY_SECONDS = 5, TICK_MS = 500, READ_BYTES = 1024, CHECKED_AT_ONCE = 500 };

struct Events {
    gint references; /* atomic: the owner's and each stream's response */
    House *house;
    DbListener *listener;
    GMutex lock;
    GCond wake;
    GHashTable *streams;    /* set of Stream, each holds a reference */
    GHashTable *by_subject; /* text → GPtrArray of Stream */
    GHashTable *by_person;  /* id → how many streams */
    FollowCounts *follows;
    gboolean stopping;
    GThread *thread;
    gboolean listening; /* notices of the database are heard */
    void (*changed)(gpointer data, gboolean listening);
    gpointer changed_data;
};

typedef struct Following { /* what the response's callbacks get */
    Events *events;
    Stream *stream;
} Following;

static void events_unref(Events *events)
{
    if (!g_atomic_int_dec_and_test(&events->references))
        return;
    g_hash_table_unref(events->streams);
    g_hash_table_unref(events->by_subject);
    g_hash_table_unref(events->by_person);
    follow_counts_free(events->follows);
    g_cond_clear(&events->wake);
    g_mutex_clear(&events->lock);
    g_free(events);
}

static GBytes *event_bytes(const char *event, const char *data)
{
    char *text = g_strdup_printf("event: %s\ndata: %s\n\n", event, data);
    return g_bytes_new_take(text, strlen(text));
}

static void event_push(Stream *stream, const char *event, const char *data)
{
    g_autoptr(GBytes) bytes = event_bytes(event, data);
    stream_push(stream, NULL, bytes);
}

/* Under the hub's lock. */
static void subject_leave(Events *events, Stream *stream, const char *subject)
{
    GPtrArray *followers = g_hash_table_lookup(events->by_subject, subject);
    if (!followers)
        return;
    g_ptr_array_remove_fast(followers, stream);
    if (!followers->len)
        g_hash_table_remove(events->by_subject, subject);
}

/* Under the hub's lock. Gives how many streams the person had before. */
static guint person_count(Events *events, const char *person, int change)
{
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(events->by_person, person));
    if ((int)count + change > 0)
        g_hash_table_insert(events->by_person, g_strdup(person), GUINT_TO_POINTER((guint)((int)count + change)));
    else
        g_hash_table_remove(events->by_person, person);
    return count;
}

static void stream_register(Events *events, Stream *stream)
{
    g_mutex_lock(&events->lock);
    g_hash_table_add(events->streams, stream_ref(stream));
    for (guint i = 0; i < stream->subjects->len; i++) {
        const char *subject = stream->subjects->pdata[i];
        GPtrArray *followers = g_hash_table_lookup(events->by_subject, subject);
        if (!followers) {
            followers = g_ptr_array_new();
            g_hash_table_insert(events->by_subject, g_strdup(subject), followers);
        }
        g_ptr_array_add(followers, stream);
    }
    g_mutex_unlock(&events->lock);
}

static void stream_unregister(Events *events, Stream *stream)
{
    stream_close(stream);
    g_mutex_lock(&events->lock);
    for (guint i = 0; i < stream->subjects->len; i++)
        subject_leave(events, stream, stream->subjects->pdata[i]);
    if (stream->person)
        person_count(events, stream->person, -1);
    g_clear_pointer(&stream->person, g_free);
    gboolean was_there = g_hash_table_remove(events->streams, stream);
    g_mutex_unlock(&events->lock);
    if (was_there)
        stream_unref(stream);
}

/* Subjects that are seen no longer get "gone"; a stream without any ends. */
static void subjects_settle(Events *events, Stream *stream, json_t *seen)
{
    g_autoptr(GHashTable) visible = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) lost = g_ptr_array_new_with_free_func(g_free);
    g_mutex_lock(&events->lock);
    for (guint i = stream->subjects->len; i-- > 0;) {
        const char *subject = stream->subjects->pdata[i];
        if (json_object_get(seen, subject))
            continue;
        subject_leave(events, stream, subject);
        g_ptr_array_add(lost, g_strdup(subject));
        g_ptr_array_remove_index_fast(stream->subjects, i);
    }
    for (guint i = 0; i < stream->subjects->len; i++)
        g_hash_table_add(visible, stream->subjects->pdata[i]);
    gboolean empty = stream->subjects->len == 0;
    g_mutex_unlock(&events->lock);
    for (guint i = 0; i < lost->len; i++) {
        g_autofree char *data = g_strdup_printf("{\"subject\":\"%s\"}", (const char *)lost->pdata[i]);
        event_push(stream, "gone", data);
    }
    stream_release(stream, visible);
    if (empty)
        stream_end(stream);
}

static void streams_recheck(Events *events, Stream *const *streams, guint count)
{
    g_autoptr(GError) error = NULL;
    json_t *seen[CHECKED_AT_ONCE] = {NULL};
    if (!stream_rights_ask(events->house, streams, count, seen, &error)) {
        /* Unanswered is not allowed: what came meanwhile stays held until the database has spoken. */
        log_warn("streams_unchecked", log_field("reason", "%s", error->message));
        g_mutex_lock(&events->lock);
        for (guint i = 0; i < count; i++)
            streams[i]->unchecked = TRUE;
        g_mutex_unlock(&events->lock);
        return;
    }
    for (guint i = 0; i < count; i++) {
        if (seen[i]) {
            subjects_settle(events, streams[i], seen[i]);
            json_decref(seen[i]);
        } else {
            event_push(streams[i], "signed-out", "{}");
            stream_end(streams[i]);
        }
    }
}

/* Under the hub's lock. */
static void hook_call(Events *events)
{
    if (events->changed)
        events->changed(events->changed_data, events->listening);
}

static void hook_tell(Events *events, gboolean listening)
{
    g_mutex_lock(&events->lock);
    events->listening = listening;
    hook_call(events);
    g_mutex_unlock(&events->lock);
}

/* Marks streams to be checked; session NULL: all. */
static void streams_mark(Events *events, const char *session)
{
    GHashTableIter iter;
    gpointer key = NULL;
    g_mutex_lock(&events->lock);
    hook_call(events);
    g_hash_table_iter_init(&iter, events->streams);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        Stream *stream = key;
        if (!stream->session || (session && strcmp(session, stream->session) != 0))
            continue; /* one that is just beginning asks after this notice anyway */
        stream->unchecked = TRUE;
        stream_hold(stream);
    }
    g_cond_signal(&events->wake);
    g_mutex_unlock(&events->lock);
}

static void change_publish(Events *events, const char *subject, json_t *notice)
{
    g_autofree char *text = json_dumps(notice, JSON_COMPACT);
    g_autoptr(GBytes) bytes = event_bytes("change", text);
    g_mutex_lock(&events->lock);
    GPtrArray *followers = g_hash_table_lookup(events->by_subject, subject);
    gint64 now = g_get_monotonic_time();
    for (guint i = 0; followers && i < followers->len; i++)
        stream_push_at(followers->pdata[i], subject, bytes, now);
    const char *by = json_string_value(json_object_get(json_object_get(notice, "patch"), "by"));
    if (by && g_str_has_prefix(subject, "follow:"))
        follow_heard(events->follows, subject, json_integer_value(json_object_get(notice, "revision")), by);
    g_mutex_unlock(&events->lock);
}

void events_notice(const char *payload, gpointer data)
{
    Events *events = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) notice = json_parse(payload, strlen(payload), &error);
    if (!json_is_object(notice)) {
        log_warn("notice_not_understood", log_field("bytes", "%zu", strlen(payload)));
        streams_mark(events, NULL);
        return;
    }
    const char *subject = json_string_value(json_object_get(notice, "subject"));
    const char *session = json_string_value(json_object_get(notice, "session"));
    if (subject)
        change_publish(events, subject, notice);
    if (session || json_is_true(json_object_get(notice, "rights")))
        streams_mark(events, session);
    else if (subject && g_str_has_prefix(subject, "document:") &&
             g_strcmp0(json_string_value(json_object_get(notice, "kind")), "facts") == 0) {
        g_mutex_lock(&events->lock);
        hook_call(events);
        g_mutex_unlock(&events->lock);
    }
}

static void on_lost(gpointer data)
{
    hook_tell(data, FALSE);
}

static void on_break(gpointer data)
{
    Events *events = data;
    g_autoptr(GBytes) bytes = event_bytes("resync", "{}");
    GHashTableIter iter;
    gpointer key = NULL;
    g_mutex_lock(&events->lock);
    events->listening = TRUE;
    g_hash_table_iter_init(&iter, events->streams);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        stream_push(key, NULL, bytes);
    g_mutex_unlock(&events->lock);
    streams_mark(events, NULL);
}

/* Watchdog's thread, under its lock: only a mark. */
static void on_left(gpointer data)
{
    __atomic_store_n(&((Stream *)data)->left, TRUE, __ATOMIC_RELAXED);
}

static gpointer hub_run(gpointer data)
{
    Events *events = data;
    g_autoptr(GBytes) beat = g_bytes_new_static(": beat\n\n", 8);
    g_mutex_lock(&events->lock);
    while (!events->stopping) {
        g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func((GDestroyNotify)stream_unref);
        gint64 now = g_get_monotonic_time();
        GHashTableIter iter;
        gpointer key = NULL;
        g_hash_table_iter_init(&iter, events->streams);
        while (g_hash_table_iter_next(&iter, &key, NULL)) {
            Stream *stream = key;
            if (__atomic_load_n(&stream->left, __ATOMIC_RELAXED))
                stream_end(stream);
            else if (now - stream->sent_at >= (gint64)http_limits.beat_ms * 1000)
                stream_push(stream, NULL, beat);
            if (stream->unchecked) {
                stream->unchecked = FALSE;
                g_ptr_array_add(checks, stream_ref(stream));
            }
        }
        GPtrArray *counts = follow_due(events->follows, events->by_subject);
        if (checks->len || counts) {
            g_mutex_unlock(&events->lock);
            if (counts)
                follow_say(events->follows, events->house->db, counts);
            for (guint i = 0; i < checks->len; i += CHECKED_AT_ONCE)
                streams_recheck(events, (Stream *const *)checks->pdata + i, MIN(CHECKED_AT_ONCE, checks->len - i));
            g_mutex_lock(&events->lock);
        }
        if (!events->stopping)
            g_cond_wait_until(&events->wake, &events->lock, g_get_monotonic_time() + MIN(TICK_MS, http_limits.beat_ms) * 1000);
    }
    g_mutex_unlock(&events->lock);
    return NULL;
}

Events *events_start(House *house, const char *conninfo, GError **error)
{
    Events *events = g_new0(Events, 1);
    events->references = 1;
    events->house = house;
    g_mutex_init(&events->lock);
    g_cond_init(&events->wake);
    events->streams = g_hash_table_new(NULL, NULL);
    events->follows = follow_counts_new();
    events->by_subject = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    events->by_person = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    events->listening = conninfo != NULL;
    if (conninfo && !(events->listener = db_listen(conninfo, "nghisu_event", events_notice, on_lost, on_break, events, error))) {
        events_unref(events);
        return NULL;
    }
    events->thread = g_thread_new("events", hub_run, events);
    return events;
}

void events_on_rights(Events *events, void (*changed)(gpointer data, gboolean listening), gpointer data)
{
    g_mutex_lock(&events->lock); /* so that the former hook is not running any more */
    events->changed_data = data;
    events->changed = changed;
    hook_call(events);
    g_mutex_unlock(&events->lock);
}

void events_end(Events *events)
{
    g_autoptr(GBytes) bytes = event_bytes("stopping", "{}");
    GHashTableIter iter;
    gpointer key = NULL;
    g_mutex_lock(&events->lock);
    events->stopping = TRUE;
    g_hash_table_iter_init(&iter, events->streams);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        stream_push(key, NULL, bytes);
        stream_end(key);
    }
    g_cond_signal(&events->wake);
    g_mutex_unlock(&events->lock);
}

void events_stop(Events *events)
{
    if (!events)
        return;
    events_end(events);
    g_thread_join(events->thread);
    if (events->listener)
        db_unlisten(events->listener);
    hook_tell(events, FALSE);
    events->house->events = NULL;
    events_unref(events);
}

guint events_stream_count(Events *events)
{
    g_mutex_lock(&events->lock);
    guint count = g_hash_table_size(events->streams);
    g_mutex_unlock(&events->lock);
    return count;
}

static void following_free(void *data)
{
    Following *following = data;
    stream_unregister(following->events, following->stream);
    stream_unref(following->stream);
    events_unref(following->events);
    g_free(following);
}

static ssize_t following_read(void *data, uint64_t position, char *buffer, size_t most)
{
    return stream_read(((Following *)data)->stream, position, buffer, most);
}

/* Takes these names for the stream, unless there are too many of this person already. */
static gboolean person_take(Events *events, Stream *stream, const char *person, const char *session, GError **error)
{
    g_mutex_lock(&events->lock);
    gboolean stopping = events->stopping;
    stream->person = g_strdup(person);
    guint count = person_count(events, stream->person, 1);
    stream->session = g_strdup(session);
    g_mutex_unlock(&events->lock);
    if (stopping)
        return error_set(error, ERROR_STOPPING, NULL, "stopping");
    if (count < http_limits.person_streams)
        return TRUE;
    error_set(error, ERROR_TOO_MANY_TRIES, NULL, "at most %u streams a person", http_limits.person_streams);
    if (error)
        error_set_retry_after(*error, RETRY_SECONDS);
    return FALSE;
}

static gboolean stream_begin(Request *request, Events *events, Stream *stream, GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(json_t) seen = conn ? stream_subjects_ask(conn, &request->caller, stream, error) : NULL;
    if (!seen)
        return FALSE;
    /* What a screen follows is its person and, without the noun, its session. */
    const char *person = stream->wall ? stream->subjects->pdata[0] : db_caller_person(conn);
    if (!person_take(events, stream, person, stream->wall ? strchr(person, ':') + 1 : db_caller_session(conn), error))
        return FALSE;
    if (json_object_size(seen) == 0)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such subject");
    g_autofree char *at = text_time(g_get_real_time());
    g_autoptr(json_t) hello = json_object();
    json_object_set(hello, "subjects", seen);
    json_object_set_new(hello, "at", json_string(at));
    g_autofree char *text = json_canonical(hello);
    event_push(stream, "hello", text);
    subjects_settle(events, stream, seen);
    return TRUE;
}

/* Takes over the request. */
static gboolean stream_follow(Request *request, Events *events, Stream *stream, GError **error)
{
    Exchange *exchange = exchange_of(request);
    /* Registered before it asks, so that no change falls between the revisions of hello and the first event. */
    stream_hold(stream);
    stream_register(events, stream);
    if (!stream_begin(request, events, stream, error)) {
        stream_unregister(events, stream);
        return FALSE;
    }
    Following *following = g_new0(Following, 1);
    *following = (Following){events, stream_ref(stream)};
    g_atomic_int_inc(&events->references);
    exchange->followed = TRUE;
    watchdog_follow(exchange->http->watchdog, exchange->line, on_left, stream);
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, READ_BYTES, following_read, following, following_free);
    MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT,
                             MHD_RO_END); /* no chunks, so that the stream may write by itself */
    reply_made(request, "text/event-stream", response);
    reply_header(request, "Cache-Control", "no-store");
    reply_header(request, "X-Accel-Buffering", "no");
    return TRUE;
}

gboolean events_follow(Request *request, GError **error)
{
    Exchange *exchange = exchange_of(request);
    Events *events = request->house->events;
    if (!events)
        return error_set(error, ERROR_STOPPING, NULL, "no event hub");
    g_autoptr(Stream) stream = stream_new(exchange->connection, exchange->http->tls ? -1 : exchange->line->fd);
    if (!request->params[0])
        return error_set(error, ERROR_MISSING_FIELD, "subject", "subject: missing");
    if (!stream_subjects_read(stream, request->params[0], error))
        return FALSE;
    g_strlcpy(stream->token_hash, exchange->token_hash, sizeof stream->token_hash);
    g_strlcpy(stream->address, exchange->address, sizeof stream->address);
    return stream_follow(request, events, stream, error);
}

gboolean events_follow_wall(Request *request, const char *subject, const char *token_hash, GError **error)
{
    Exchange *exchange = exchange_of(request);
    Events *events = request->house->events;
    if (!events)
        return error_set(error, ERROR_STOPPING, NULL, "no event hub");
    g_autoptr(Stream) stream = stream_new(exchange->connection, exchange->http->tls ? -1 : exchange->line->fd);
    stream->wall = TRUE;
    g_ptr_array_add(stream->subjects, g_strdup(subject));
    g_strlcpy(stream->token_hash, token_hash, sizeof stream->token_hash);
    return stream_follow(request, events, stream, error);
}
