/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads the sample province: reads deploy/sample/sample.json and does, person
 * by person, what these people would have done in the pages. It knows no table
 * but through the named queries, and makes nothing that a request could not,
 * apart from moving a past meeting's clock back.
 */
#include "api/sample.h"
#include "api/password.h"
#include "api/version.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Since when the sample's units exist and its people hold their posts. */
static const char founded_on[] = "2025-07-01";

typedef struct Sample {
    House *house;
    DbConn *conn;
    const char *folder;
    json_t *root;
    GTimeZone *zone;
    GHashTable *ids; /* "unit:AL.VP", "person:thuky", "title:…", "document:ttr" → id */
} Sample;

static void sample_clear(Sample *sample)
{
    g_clear_pointer(&sample->conn, db_give);
    g_clear_pointer(&sample->root, json_decref);
    g_clear_pointer(&sample->zone, g_time_zone_unref);
    g_clear_pointer(&sample->ids, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sample, sample_clear)

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void id_keep(Sample *sample, const char *kind, const char *name, const char *id)
{
    g_hash_table_insert(sample->ids, g_strdup_printf("%s:%s", kind, name), g_strdup(id));
}

/* NULL with ERROR_CONFIG when the sample names what it does not hold. */
static const char *id_of(Sample *sample, const char *kind, const char *name, GError **error)
{
    g_autofree char *key = g_strdup_printf("%s:%s", kind, name ? name : "");
    const char *id = g_hash_table_lookup(sample->ids, key);
    if (!id)
        error_set(error, ERROR_CONFIG, NULL, "the sample knows no %s", key);
    return id;
}

/* Sets object[field] to the id of what object's `name` says; null stays null. */
static gboolean set_id(Sample *sample, json_t *object, const char *field, const char *kind, const char *name, GError **error)
{
    if (!name)
        return TRUE;
    const char *id = id_of(sample, kind, name, error);
    return id && json_object_set_new(object, field, json_string(id)) == 0;
}

/* Runs a query as a person (account), or as the installation (NULL). Returns its JSON, null for other rows; NULL on failure. */
static json_t *run_as(Sample *sample, const char *account, QueryId query, int count, const char *const *values, GError **error)
{
    Caller caller = {0};
    if (account && !(caller.person_id = id_of(sample, "person", account, error)))
        return NULL;
    g_autoptr(PGresult) rows = db_query(sample->conn, account ? &caller : NULL, query, count, values, error);
    if (!rows)
        return g_prefix_error(error, "%s: ", query_table[query].name), NULL;
    if (PQntuples(rows) == 0)
        return error_set(error, ERROR_CONFIG, NULL, "%s as %s: nothing there", query_table[query].name, account ? account : "owner"), NULL;
    const char *text = db_text(rows);
    if (!text || *text != '{')
        return json_null();
    return json_parse(text, strlen(text), error);
}

/* The same with a body as the last value. Takes `body`. */
static json_t *send_as(Sample *sample, const char *account, QueryId query, const char *first, const char *second, json_t *body,
                       GError **error)
{
    g_autofree char *text = json_canonical(body);
    json_decref(body);
    const char *values[3] = {0};
    int count = 0;
    if (first)
        values[count++] = first;
    if (second)
        values[count++] = second;
    values[count++] = text;
    return run_as(sample, account, query, count, values, error);
}

/* Like send_as for what makes a thing: its id is kept as kind:name. */
static gboolean make_as(Sample *sample, const char *account, QueryId query, const char *first, json_t *body, const char *kind,
                        const char *name, GError **error)
{
    g_autoptr(json_t) made = send_as(sample, account, query, first, NULL, body, error);
    if (!made)
        return g_prefix_error(error, "%s %s: ", kind, name), FALSE;
    id_keep(sample, kind, name, text_of(made, "id"));
    return TRUE;
}

/* "+3d 08:30": days from today and the hour of the house. NULL for null. Caller frees. */
static char *time_of(Sample *sample, const char *text, GError **error)
{
    int days, hour, minute;
    if (!text)
        return NULL;
    if (sscanf(text, "%dd %d:%d", &days, &hour, &minute) != 3)
        return error_set(error, ERROR_CONFIG, NULL, "the sample's time %s is not like \"+3d 08:30\"", text), NULL;
    g_autoptr(GDateTime) now = g_date_time_new_now(sample->zone);
    g_autoptr(GDateTime) day = g_date_time_add_days(now, days);
    g_autoptr(GDateTime) at = g_date_time_new(sample->zone, g_date_time_get_year(day), g_date_time_get_month(day),
                                              g_date_time_get_day_of_month(day), hour, minute, 0);
    return g_date_time_format(at, "%Y-%m-%dT%H:%M:%S%:z");
}

/* A date as it stands, or a number of days from today. */
static json_t *date_of(Sample *sample, const json_t *value)
{
    if (!json_is_integer(value))
        return json_deep_copy(value);
    g_autoptr(GDateTime) now = g_date_time_new_now(sample->zone);
    g_autoptr(GDateTime) day = g_date_time_add_days(now, (int)json_integer_value(value));
    g_autofree char *text = g_date_time_format(day, "%Y-%m-%d");
    return json_string(text);
}

/* The id of an entry that the house brings already, or NULL. Caller frees. */
static char *entry_find(Sample *sample, const char *catalogue, const json_t *entry, GError **error)
{
    const char *values[] = {catalogue, text_of(entry, "name"), text_of(entry, "code"), text_of(entry, "on")};
    g_autoptr(PGresult) found = db_query(sample->conn, NULL, Q_SAMPLE_CATALOGUE_FIND, G_N_ELEMENTS(values), values, error);
    return g_strdup(db_text(found));
}

static gboolean catalogue_load(Sample *sample, const char *list, const char *catalogue, const char *key, GError **error)
{
    size_t index;
    json_t *entry;
    json_array_foreach(json_object_get(sample->root, list), index, entry)
    {
        const char *name = text_of(entry, key);
        g_autofree char *there = entry_find(sample, catalogue, entry, error);
        if (there) {
            id_keep(sample, catalogue, name, there);
            continue;
        }
        json_t *body = json_copy(entry);
        json_object_del(body, "roles");
        json_object_set_new(body, "sort", json_integer((json_int_t)index + 1));
        if (!make_as(sample, NULL, Q_CATALOGUE_CREATE, catalogue, body, catalogue, name, error))
            return FALSE;
        json_t *roles = json_object_get(entry, "roles");
        if (!roles)
            continue;
        g_autoptr(json_t) set =
            send_as(sample, NULL, Q_SAMPLE_TITLE_ROLES, id_of(sample, catalogue, name, NULL), NULL, json_incref(roles), error);
        if (!set)
            return FALSE;
    }
    return TRUE;
}

static gboolean units_load(Sample *sample, GError **error)
{
    size_t index;
    json_t *unit;
    json_array_foreach(json_object_get(sample->root, "units"), index, unit)
    {
        json_t *body = json_copy(unit);
        json_object_del(body, "parent_code");
        json_object_set_new(body, "on", json_string(founded_on));
        json_object_set_new(body, "sort", json_integer((json_int_t)index + 1));
        if (!set_id(sample, body, "parent_id", "unit", text_of(unit, "parent_code"), error)) {
            json_decref(body);
            return FALSE;
        }
        if (!make_as(sample, NULL, Q_UNIT_CREATE, NULL, body, "unit", text_of(unit, "code"), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean positions_load(Sample *sample, const json_t *person, const char *person_id, GError **error)
{
    size_t index;
    json_t *position;
    json_array_foreach(json_object_get(person, "positions"), index, position)
    {
        json_t *body = json_pack("{s:s, s:b}", "from", founded_on, "main", json_is_true(json_object_get(position, "main")));
        if (!set_id(sample, body, "unit_id", "unit", text_of(position, "unit"), error) ||
            !set_id(sample, body, "title_id", "title", text_of(position, "title"), error)) {
            json_decref(body);
            return FALSE;
        }
        g_autoptr(json_t) made = send_as(sample, NULL, Q_POSITION_CREATE, person_id, NULL, body, error);
        if (!made)
            return FALSE;
    }
    return TRUE;
}

static gboolean roles_load(Sample *sample, const json_t *person, const char *person_id, GError **error)
{
    size_t index;
    json_t *role;
    g_autoptr(json_t) list = json_array();
    json_array_foreach(json_object_get(person, "roles"), index, role)
    {
        json_t *item = json_pack("{s:s, s:n}", "role", text_of(role, "role"), "unit_id");
        json_array_append_new(list, item);
        if (!set_id(sample, item, "unit_id", "unit", text_of(role, "unit"), error))
            return FALSE;
    }
    if (json_array_size(list) == 0)
        return TRUE;
    g_autoptr(json_t) set = send_as(sample, NULL, Q_PERSON_ROLES_SET, person_id, NULL, json_pack("{s:O}", "roles", list), error);
    return set != NULL;
}

static gboolean people_load(Sample *sample, GError **error)
{
    g_autofree char *hash = password_hash(text_of(sample->root, "password"), error); /* one for all: the password is no secret */
    if (!hash)
        return FALSE;
    size_t index;
    json_t *person;
    json_array_foreach(json_object_get(sample->root, "people"), index, person)
    {
        const char *account = text_of(person, "account");
        g_autoptr(json_t) body = json_pack("{s:s, s:O, s:O, s:b}", "account", account, "full_name", json_object_get(person, "full_name"),
                                           "email", json_object_get(person, "email"), "must_change_password", FALSE);
        g_autofree char *text = json_canonical(body);
        const char *values[] = {text, hash};
        g_autoptr(json_t) made = run_as(sample, NULL, Q_PERSON_CREATE, 2, values, error);
        if (!made || !positions_load(sample, person, text_of(made, "id"), error) || !roles_load(sample, person, text_of(made, "id"), error))
            return g_prefix_error(error, "person %s: ", account), FALSE;
        id_keep(sample, "person", account, text_of(made, "id"));
    }
    return TRUE;
}

/* The id of a person's account or a unit's code. */
static const char *principal_of(Sample *sample, const char *name, GError **error)
{
    const char *person = id_of(sample, "person", name, NULL);
    return person ? person : id_of(sample, "unit", name, error);
}

static gboolean versions_load(Sample *sample, const json_t *document, const char *document_id, GError **error)
{
    Caller caller = {.person_id = id_of(sample, "person", text_of(document, "author"), error)};
    size_t index;
    json_t *version;
    json_array_foreach(json_object_get(document, "versions"), index, version)
    {
        g_autofree char *path = g_build_filename(sample->folder, text_of(version, "file"), NULL);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return error_set(error, ERROR_CONFIG, NULL, "%s: %s", path, g_strerror(errno));
        VersionDraft draft = {
            .document_id = document_id, .fd = fd, .filename = text_of(version, "filename"), .note = text_of(version, "note")};
        g_autofree char *reply = NULL;
        gboolean kept = version_keep(sample->house, sample->conn, &caller, NULL, &draft, &reply, error);
        close(fd);
        if (!kept)
            return g_prefix_error(error, "%s: ", path), FALSE;
    }
    return TRUE;
}

static gboolean grants_load(Sample *sample, const json_t *document, const char *document_id, GError **error)
{
    g_autoptr(json_t) list = json_array();
    size_t index;
    json_t *grant;
    json_array_foreach(json_object_get(document, "grants"), index, grant)
    {
        const char *principal = principal_of(sample, text_of(grant, "to"), error);
        if (!principal)
            return FALSE;
        json_array_append_new(list, json_pack("{s:s, s:n, s:s}", "principal_id", principal, "version", "right", text_of(grant, "right")));
    }
    if (json_array_size(list) == 0)
        return TRUE;
    g_autoptr(json_t) set =
        send_as(sample, text_of(document, "author"), Q_GRANT_SET, document_id, NULL, json_pack("{s:O}", "grants", list), error);
    return set != NULL;
}

static gboolean document_load(Sample *sample, const json_t *document, GError **error)
{
    static const char *const as_they_are[] = {"type",       "subject", "number",  "symbol",   "issuer", "signer_name", "signer_position",
                                              "recipients", "urgency", "secrecy", "direction"};
    static const char *const dates[] = {"issued_on", "due_on"};
    const char *key = text_of(document, "key");
    json_t *body = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(as_they_are); i++)
        if (json_object_get(document, as_they_are[i]))
            json_object_set(body, as_they_are[i], json_object_get(document, as_they_are[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++)
        if (json_object_get(document, dates[i]))
            json_object_set_new(body, dates[i], date_of(sample, json_object_get(document, dates[i])));
    if (!set_id(sample, body, "unit_id", "unit", text_of(document, "unit"), error)) {
        json_decref(body);
        return FALSE;
    }
    if (!make_as(sample, text_of(document, "author"), Q_DOCUMENT_CREATE, NULL, body, "document", key, error))
        return FALSE;
    const char *id = id_of(sample, "document", key, error);
    return versions_load(sample, document, id, error) && grants_load(sample, document, id, error);
}

/* The body of agenda_set. */
static json_t *agenda_of(Sample *sample, const json_t *meeting, GError **error)
{
    g_autoptr(json_t) items = json_array();
    size_t index, paper_index;
    json_t *item, *paper;
    json_array_foreach(json_object_get(meeting, "agenda"), index, item)
    {
        json_t *made = json_pack("{s:O, s:O, s:O, s:[]}", "title", json_object_get(item, "title"), "kind", json_object_get(item, "kind"),
                                 "minutes", json_object_get(item, "minutes"), "papers");
        json_array_append_new(items, made);
        if (!set_id(sample, made, "presenter_id", "person", text_of(item, "presenter"), error))
            return NULL;
        json_array_foreach(json_object_get(item, "papers"), paper_index, paper)
        {
            json_t *pinned = json_pack("{s:O}", "version", json_object_get(paper, "version"));
            json_array_append_new(json_object_get(made, "papers"), pinned);
            if (!set_id(sample, pinned, "document_id", "document", text_of(paper, "document"), error))
                return NULL;
        }
    }
    return json_pack("{s:O}", "items", items);
}

static json_t *invitees_of(Sample *sample, const json_t *meeting, GError **error)
{
    g_autoptr(json_t) list = json_array();
    size_t index;
    json_t *invitee;
    json_array_foreach(json_object_get(meeting, "invitees"), index, invitee)
    {
        const char *principal = principal_of(sample, text_of(invitee, "to"), error);
        if (!principal)
            return NULL;
        json_array_append_new(list, json_pack("{s:s, s:s}", "principal_id", principal, "role", text_of(invitee, "role")));
    }
    return json_pack("{s:O}", "invitees", list);
}

static json_t *meeting_facts(Sample *sample, const json_t *meeting, GError **error)
{
    g_autofree char *starts = time_of(sample, text_of(meeting, "starts"), error);
    g_autofree char *ends = starts ? time_of(sample, text_of(meeting, "ends"), error) : NULL;
    if (!starts)
        return NULL;
    json_t *secretaries = json_array();
    g_autoptr(json_t) body = json_pack("{s:O, s:s, s:s?, s:o, s:b, s:o}", "title", json_object_get(meeting, "title"), "starts_at", starts,
                                       "ends_at", ends, "description", json_deep_copy(json_object_get(meeting, "description")), "online",
                                       json_is_true(json_object_get(meeting, "online")), "secretary_ids", secretaries);
    if (!body)
        return error_set(error, ERROR_CONFIG, NULL, "a meeting of the sample lacks a field"), NULL;
    size_t index;
    json_t *secretary;
    json_array_foreach(json_object_get(meeting, "secretaries"), index, secretary)
    {
        const char *id = id_of(sample, "person", json_string_value(secretary), error);
        if (!id)
            return NULL;
        json_array_append_new(secretaries, json_string(id));
    }
    if (!set_id(sample, body, "type_id", "meeting-type", text_of(meeting, "type"), error) ||
        !set_id(sample, body, "host_unit_id", "unit", text_of(meeting, "host_unit"), error) ||
        !set_id(sample, body, "chair_id", "person", text_of(meeting, "chair"), error) ||
        !set_id(sample, body, "room_id", "room", text_of(meeting, "room"), error))
        return NULL;
    return g_steal_pointer(&body);
}

/* The chair leads it from the first item to the last; then its clock is moved back to its day. */
static gboolean meeting_hold(Sample *sample, const json_t *meeting, const char *id, GError **error)
{
    const char *chair = text_of(meeting, "chair");
    g_autoptr(json_t) started = run_as(sample, chair, Q_MEETING_START, 1, &id, error);
    if (!started)
        return FALSE;
    size_t index;
    json_t *item;
    json_array_foreach(json_object_get(started, "agenda"), index, item)
    {
        g_autoptr(json_t) moved =
            send_as(sample, chair, Q_MEETING_CURRENT, id, NULL, json_pack("{s:O}", "item_id", json_object_get(item, "id")), error);
        if (!moved)
            return FALSE;
    }
    g_autofree char *starts = time_of(sample, text_of(meeting, "starts"), error);
    g_autofree char *ends = starts ? time_of(sample, text_of(meeting, "ends"), error) : NULL;
    const char *times[] = {id, starts, ends};
    g_autoptr(json_t) ended = run_as(sample, chair, Q_MEETING_END, 1, &id, error);
    g_autoptr(json_t) dated = ended && ends ? run_as(sample, NULL, Q_SAMPLE_BACKDATE_MEETING, 3, times, error) : NULL;
    return dated != NULL;
}

static gboolean meeting_load(Sample *sample, const json_t *meeting, GError **error)
{
    const char *author = text_of(meeting, "author");
    const char *title = text_of(meeting, "title");
    const char *state = text_of(meeting, "state");
    json_t *facts = meeting_facts(sample, meeting, error);
    if (!facts || !make_as(sample, author, Q_MEETING_CREATE, NULL, facts, "meeting", title, error))
        return FALSE;
    const char *id = id_of(sample, "meeting", title, error);

    json_t *agenda = agenda_of(sample, meeting, error);
    g_autofree char *agenda_text = agenda ? json_canonical(agenda) : NULL;
    json_decref(agenda);
    const char *values[] = {id, NULL, agenda_text};
    g_autoptr(json_t) set = agenda_text ? run_as(sample, author, Q_AGENDA_SET, 3, values, error) : NULL;
    json_t *invitees = set ? invitees_of(sample, meeting, error) : NULL;
    g_autoptr(json_t) invited = invitees ? send_as(sample, author, Q_INVITEE_SET, id, NULL, invitees, error) : NULL;
    if (!invited)
        return g_prefix_error(error, "%s: ", title), FALSE;
    if (g_str_equal(state, "draft"))
        return TRUE;
    g_autoptr(json_t) published = run_as(sample, author, Q_MEETING_PUBLISH, 1, &id, error);
    return published && (!g_str_equal(state, "ended") || meeting_hold(sample, meeting, id, error));
}

static gboolean comment_load(Sample *sample, const json_t *comment, GError **error)
{
    const char *document = id_of(sample, "document", text_of(comment, "document"), error);
    g_autofree char *version = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(json_object_get(comment, "version")));
    g_autoptr(json_t) thread =
        document
            ? send_as(sample, text_of(comment, "author"), Q_THREAD_CREATE, document, version,
                      json_pack("{s:O, s:O}", "page", json_object_get(comment, "page"), "body", json_object_get(comment, "body")), error)
            : NULL;
    if (!thread)
        return FALSE;
    size_t index;
    json_t *answer;
    json_array_foreach(json_object_get(comment, "answers"), index, answer)
    {
        g_autoptr(json_t) given = send_as(sample, text_of(answer, "author"), Q_COMMENT_CREATE, text_of(thread, "id"), NULL,
                                          json_pack("{s:O}", "body", json_object_get(answer, "body")), error);
        if (!given)
            return FALSE;
    }
    return TRUE;
}

static gboolean each_load(Sample *sample, const char *list, gboolean (*load)(Sample *, const json_t *, GError **), GError **error)
{
    size_t index;
    json_t *item;
    json_array_foreach(json_object_get(sample->root, list), index, item)
    {
        if (!load(sample, item, error))
            return g_prefix_error(error, "%s %zu of the sample: ", list, index + 1), FALSE;
    }
    return TRUE;
}

static gboolean sample_read(Sample *sample, GError **error)
{
    g_autofree char *path = g_build_filename(sample->folder, "sample.json", NULL);
    g_autofree char *text = NULL;
    gsize length;
    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    sample->root = json_parse(text, length, error);
    return sample->root != NULL;
}

static gboolean mark(Sample *sample, const char *state, GError **error)
{
    const char *values[] = {state, text_of(sample->root, "organisation"), text_of(sample->root, "password")};
    g_autoptr(json_t) marked = run_as(sample, NULL, Q_SAMPLE_MARK, 3, values, error);
    return marked != NULL;
}

gboolean sample_load(House *house, const char *folder, GError **error)
{
    gint64 began = g_get_monotonic_time();
    g_auto(Sample) sample = {.house = house, .folder = folder};
    sample.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    sample.zone = g_time_zone_new_identifier(house->config->zone);
    if (!sample.zone)
        return error_set(error, ERROR_CONFIG, NULL, "no such zone: %s", house->config->zone);
    sample.conn = db_take(house->owner_db, error);
    g_autoptr(PGresult) state = sample.conn ? db_query(sample.conn, NULL, Q_SAMPLE_STATE, 0, NULL, error) : NULL;
    if (!state)
        return FALSE;
    if (g_strcmp0(db_text(state), "loading") == 0)
        return error_set(error, ERROR_CONFIG, NULL, "the sample data was loaded by half; remove the data folder and start again");
    if (g_strcmp0(db_text(state), "empty") != 0)
        return TRUE;
    if (!sample_read(&sample, error) || !mark(&sample, "loading", error) || !units_load(&sample, error) ||
        !catalogue_load(&sample, "titles", "title", "name", error) || !catalogue_load(&sample, "rooms", "room", "name", error) ||
        !catalogue_load(&sample, "meeting_types", "meeting-type", "code", error) ||
        !catalogue_load(&sample, "issuers", "issuer", "name", error) || !catalogue_load(&sample, "holidays", "holiday", "name", error) ||
        !people_load(&sample, error) || !each_load(&sample, "documents", document_load, error) ||
        !each_load(&sample, "meetings", meeting_load, error) || !each_load(&sample, "comments", comment_load, error) ||
        !mark(&sample, "true", error))
        return FALSE;
    log_info("sample_loaded", log_field("ms", "%" G_GINT64_FORMAT, (g_get_monotonic_time() - began) / 1000));
    return TRUE;
}
