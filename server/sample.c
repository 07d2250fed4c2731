/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads the sample province: reads deploy/sample/sample.json and does, person
 * by person, what these people would have done in the pages. It knows no table
 * but through the named queries, and makes nothing that a request could not,
 * apart from moving a past meeting's clock back.
 */
#include "api/sample.h"
#include "api/password.h"
#include "api/sample_parts.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include <string.h>

/* Since when the sample's units exist and its people hold their posts. */
static const char founded_on[] = "2025-07-01";

static void sample_clear(Sample *sample)
{
    g_clear_pointer(&sample->conn, db_give);
    g_clear_pointer(&sample->root, json_decref);
    g_clear_pointer(&sample->zone, g_time_zone_unref);
    g_clear_pointer(&sample->ids, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sample, sample_clear)

const char *sample_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void sample_id_keep(Sample *sample, const char *kind, const char *name, const char *id)
{
    g_hash_table_insert(sample->ids, g_strdup_printf("%s:%s", kind, name), g_strdup(id));
}

const char *sample_id(Sample *sample, const char *kind, const char *name, GError **error)
{
    g_autofree char *key = g_strdup_printf("%s:%s", kind, name ? name : "");
    const char *id = g_hash_table_lookup(sample->ids, key);
    if (!id)
        error_set(error, ERROR_CONFIG, NULL, "the sample knows no %s", key);
    return id;
}

gboolean sample_id_set(Sample *sample, json_t *object, const char *field, const char *kind, const char *name, GError **error)
{
    if (!name)
        return TRUE;
    const char *id = sample_id(sample, kind, name, error);
    return id && json_object_set_new(object, field, json_string(id)) == 0;
}

json_t *sample_run(Sample *sample, const char *account, QueryId query, int count, const char *const *values, GError **error)
{
    Caller caller = {0};
    if (account && !(caller.person_id = sample_id(sample, "person", account, error)))
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

json_t *sample_send(Sample *sample, const char *account, QueryId query, const char *first, const char *second, json_t *body, GError **error)
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
    return sample_run(sample, account, query, count, values, error);
}

gboolean sample_make(Sample *sample, const char *account, QueryId query, const char *first, json_t *body, const char *kind,
                     const char *name, GError **error)
{
    g_autoptr(json_t) made = sample_send(sample, account, query, first, NULL, body, error);
    if (!made)
        return g_prefix_error(error, "%s %s: ", kind, name), FALSE;
    sample_id_keep(sample, kind, name, sample_text(made, "id"));
    return TRUE;
}

/* The id of an entry that the house brings already, or NULL in *id_out; the caller frees it. */
static gboolean entry_find(Sample *sample, const char *catalogue, const json_t *entry, char **id_out, GError **error)
{
    const char *values[] = {catalogue, sample_text(entry, "name"), sample_text(entry, "code"), sample_text(entry, "on")};
    g_autoptr(PGresult) found = db_query(sample->conn, NULL, Q_SAMPLE_CATALOGUE_FIND, G_N_ELEMENTS(values), values, error);
    *id_out = g_strdup(db_text(found));
    return found != NULL;
}

static gboolean catalogue_load(Sample *sample, const char *list, const char *catalogue, const char *key, GError **error)
{
    size_t index;
    json_t *entry;
    json_array_foreach(json_object_get(sample->root, list), index, entry)
    {
        const char *name = sample_text(entry, key);
        g_autofree char *there = NULL;
        if (!entry_find(sample, catalogue, entry, &there, error))
            return FALSE;
        if (there) {
            sample_id_keep(sample, catalogue, name, there);
            continue;
        }
        json_t *body = json_copy(entry);
        json_object_del(body, "roles");
        json_object_set_new(body, "sort", json_integer((json_int_t)index + 1));
        if (!sample_make(sample, NULL, Q_CATALOGUE_CREATE, catalogue, body, catalogue, name, error))
            return FALSE;
        json_t *roles = json_object_get(entry, "roles");
        if (!roles)
            continue;
        g_autoptr(json_t) set =
            sample_send(sample, NULL, Q_SAMPLE_TITLE_ROLES, sample_id(sample, catalogue, name, NULL), NULL, json_incref(roles), error);
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
        if (!sample_id_set(sample, body, "parent_id", "unit", sample_text(unit, "parent_code"), error)) {
            json_decref(body);
            return FALSE;
        }
        if (!sample_make(sample, NULL, Q_UNIT_CREATE, NULL, body, "unit", sample_text(unit, "code"), error))
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
        if (!sample_id_set(sample, body, "unit_id", "unit", sample_text(position, "unit"), error) ||
            !sample_id_set(sample, body, "title_id", "title", sample_text(position, "title"), error)) {
            json_decref(body);
            return FALSE;
        }
        g_autoptr(json_t) made = sample_send(sample, NULL, Q_POSITION_CREATE, person_id, NULL, body, error);
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
        json_t *item = json_pack("{s:s, s:n}", "role", sample_text(role, "role"), "unit_id");
        json_array_append_new(list, item);
        if (!sample_id_set(sample, item, "unit_id", "unit", sample_text(role, "unit"), error))
            return FALSE;
    }
    if (json_array_size(list) == 0)
        return TRUE;
    g_autoptr(json_t) set = sample_send(sample, NULL, Q_PERSON_ROLES_SET, person_id, NULL, json_pack("{s:O}", "roles", list), error);
    return set != NULL;
}

static gboolean people_load(Sample *sample, GError **error)
{
    g_autofree char *hash = password_hash(sample_text(sample->root, "password"), error); /* one for all: the password is no secret */
    if (!hash)
        return FALSE;
    size_t index;
    json_t *person;
    json_array_foreach(json_object_get(sample->root, "people"), index, person)
    {
        const char *account = sample_text(person, "account");
        g_autoptr(json_t) body = json_pack("{s:s, s:O, s:O, s:b}", "account", account, "full_name", json_object_get(person, "full_name"),
                                           "email", json_object_get(person, "email"), "must_change_password", FALSE);
        g_autofree char *text = json_canonical(body);
        const char *values[] = {text, hash};
        g_autoptr(json_t) made = sample_run(sample, NULL, Q_PERSON_CREATE, 2, values, error);
        if (!made || !positions_load(sample, person, sample_text(made, "id"), error) ||
            !roles_load(sample, person, sample_text(made, "id"), error))
            return g_prefix_error(error, "person %s: ", account), FALSE;
        sample_id_keep(sample, "person", account, sample_text(made, "id"));
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
    const char *values[] = {state, sample_text(sample->root, "organisation"), sample_text(sample->root, "password")};
    g_autoptr(json_t) marked = sample_run(sample, NULL, Q_SAMPLE_MARK, 3, values, error);
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
        !people_load(&sample, error) || !each_load(&sample, "documents", sample_document_load, error) ||
        !each_load(&sample, "meetings", sample_meeting_load, error) || !each_load(&sample, "comments", sample_comment_load, error) ||
        !mark(&sample, "true", error))
        return FALSE;
    log_info("sample_loaded", log_field("ms", "%" G_GINT64_FORMAT, (g_get_monotonic_time() - began) / 1000));
    return TRUE;
}
