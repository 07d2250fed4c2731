/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sample's documents, meetings and comments, each made by the person who
 * would have made it. Who these people are is sample.c's.
 */
#include "api/sample_parts.h"
#include "api/version.h"
#include "base/error.h"
#include "base/json.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

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

/* The id of a person's account or a unit's code. */
static const char *principal_of(Sample *sample, const char *name, GError **error)
{
    const char *person = sample_id(sample, "person", name, NULL);
    return person ? person : sample_id(sample, "unit", name, error);
}

static gboolean versions_load(Sample *sample, const json_t *document, const char *document_id, GError **error)
{
    Caller caller = {.person_id = sample_id(sample, "person", sample_text(document, "author"), error)};
    size_t index;
    json_t *version;
    json_array_foreach(json_object_get(document, "versions"), index, version)
    {
        g_autofree char *path = g_build_filename(sample->folder, sample_text(version, "file"), NULL);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return error_set(error, ERROR_CONFIG, NULL, "%s: %s", path, g_strerror(errno));
        VersionDraft draft = {
            .document_id = document_id, .fd = fd, .filename = sample_text(version, "filename"), .note = sample_text(version, "note")};
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
        const char *principal = principal_of(sample, sample_text(grant, "to"), error);
        if (!principal)
            return FALSE;
        json_array_append_new(list,
                              json_pack("{s:s, s:n, s:s}", "principal_id", principal, "version", "right", sample_text(grant, "right")));
    }
    if (json_array_size(list) == 0)
        return TRUE;
    g_autoptr(json_t) set =
        sample_send(sample, sample_text(document, "author"), Q_GRANT_SET, document_id, NULL, json_pack("{s:O}", "grants", list), error);
    return set != NULL;
}

gboolean sample_document_load(Sample *sample, const json_t *document, GError **error)
{
    static const char *const as_they_are[] = {"type",       "subject", "number",  "symbol",   "issuer", "signer_name", "signer_position",
                                              "recipients", "urgency", "secrecy", "direction"};
    static const char *const dates[] = {"issued_on", "due_on"};
    const char *key = sample_text(document, "key");
    json_t *body = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(as_they_are); i++)
        if (json_object_get(document, as_they_are[i]))
            json_object_set(body, as_they_are[i], json_object_get(document, as_they_are[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++)
        if (json_object_get(document, dates[i]))
            json_object_set_new(body, dates[i], date_of(sample, json_object_get(document, dates[i])));
    if (!sample_id_set(sample, body, "unit_id", "unit", sample_text(document, "unit"), error)) {
        json_decref(body);
        return FALSE;
    }
    if (!sample_make(sample, sample_text(document, "author"), Q_DOCUMENT_CREATE, NULL, body, "document", key, error))
        return FALSE;
    const char *id = sample_id(sample, "document", key, error);
    return versions_load(sample, document, id, error) && grants_load(sample, document, id, error);
}

/* Level 0 or 1, and for whom a restricted item is: persons and units. FALSE when the sample holds one of them not. */
static gboolean item_place(Sample *sample, const json_t *item, json_t *made, GError **error)
{
    size_t index;
    json_t *name;
    json_object_set_new(made, "level", json_integer(json_integer_value(json_object_get(item, "level"))));
    if (!json_is_true(json_object_get(item, "restricted")))
        return TRUE;
    json_t *circle = json_array();
    json_object_set_new(made, "restricted", json_true());
    json_object_set_new(made, "circle", circle);
    json_array_foreach(json_object_get(item, "circle"), index, name)
    {
        const char *principal = principal_of(sample, json_string_value(name), error);
        if (!principal)
            return FALSE;
        json_array_append_new(circle, json_string(principal));
    }
    return TRUE;
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
        if (!sample_id_set(sample, made, "presenter_id", "person", sample_text(item, "presenter"), error) ||
            !item_place(sample, item, made, error))
            return NULL;
        json_array_foreach(json_object_get(item, "papers"), paper_index, paper)
        {
            json_t *pinned = json_pack("{s:O}", "version", json_object_get(paper, "version"));
            json_array_append_new(json_object_get(made, "papers"), pinned);
            if (!sample_id_set(sample, pinned, "document_id", "document", sample_text(paper, "document"), error))
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
        const char *principal = principal_of(sample, sample_text(invitee, "to"), error);
        if (!principal)
            return NULL;
        json_array_append_new(list, json_pack("{s:s, s:s}", "principal_id", principal, "role", sample_text(invitee, "role")));
    }
    return json_pack("{s:O}", "invitees", list);
}

static json_t *meeting_facts(Sample *sample, const json_t *meeting, GError **error)
{
    g_autofree char *starts = time_of(sample, sample_text(meeting, "starts"), error);
    g_autofree char *ends = starts ? time_of(sample, sample_text(meeting, "ends"), error) : NULL;
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
        const char *id = sample_id(sample, "person", json_string_value(secretary), error);
        if (!id)
            return NULL;
        json_array_append_new(secretaries, json_string(id));
    }
    if (!sample_id_set(sample, body, "type_id", "meeting-type", sample_text(meeting, "type"), error) ||
        !sample_id_set(sample, body, "host_unit_id", "unit", sample_text(meeting, "host_unit"), error) ||
        !sample_id_set(sample, body, "chair_id", "person", sample_text(meeting, "chair"), error) ||
        !sample_id_set(sample, body, "room_id", "room", sample_text(meeting, "room"), error))
        return NULL;
    return g_steal_pointer(&body);
}

/* The chair leads it from the first item to the last; then its clock is moved back to its day. */
static gboolean meeting_hold(Sample *sample, const json_t *meeting, const char *id, GError **error)
{
    const char *chair = sample_text(meeting, "chair");
    g_autoptr(json_t) started = sample_run(sample, chair, Q_MEETING_START, 1, &id, error);
    if (!started)
        return FALSE;
    size_t index;
    json_t *item;
    json_array_foreach(json_object_get(started, "agenda"), index, item)
    {
        g_autoptr(json_t) moved =
            sample_send(sample, chair, Q_MEETING_CURRENT, id, NULL, json_pack("{s:O}", "item_id", json_object_get(item, "id")), error);
        if (!moved)
            return FALSE;
    }
    g_autofree char *starts = time_of(sample, sample_text(meeting, "starts"), error);
    g_autofree char *ends = starts ? time_of(sample, sample_text(meeting, "ends"), error) : NULL;
    const char *times[] = {id, starts, ends};
    g_autoptr(json_t) ended = sample_run(sample, chair, Q_MEETING_END, 1, &id, error);
    g_autoptr(json_t) dated = ended && ends ? sample_run(sample, NULL, Q_SAMPLE_BACKDATE_MEETING, 3, times, error) : NULL;
    return dated != NULL;
}

/* Prepared votes. item and paper are places in the agenda and among the item's papers, from 0; agenda: as it was made. */
static gboolean votes_load(Sample *sample, const json_t *meeting, const char *id, const json_t *agenda, GError **error)
{
    size_t index = 0;
    const json_t *vote = NULL;
    json_array_foreach(json_object_get(meeting, "votes"), index, vote)
    {
        const json_t *item = json_array_get(json_object_get(agenda, "items"), (size_t)json_integer_value(json_object_get(vote, "item")));
        const json_t *paper = json_object_get(vote, "paper");
        json_t *body = json_deep_copy(vote);
        json_object_del(body, "item");
        json_object_del(body, "paper");
        json_object_set(body, "item_id", json_object_get(item, "id"));
        if (paper)
            json_object_set(body, "paper_id",
                            json_object_get(json_array_get(json_object_get(item, "papers"), (size_t)json_integer_value(paper)), "id"));
        if (!sample_make(sample, sample_text(meeting, "author"), Q_VOTE_CREATE, id, body, "vote", sample_text(vote, "title"), error))
            return FALSE;
    }
    return TRUE;
}

gboolean sample_meeting_load(Sample *sample, const json_t *meeting, GError **error)
{
    const char *author = sample_text(meeting, "author");
    const char *title = sample_text(meeting, "title");
    const char *state = sample_text(meeting, "state");
    json_t *facts = meeting_facts(sample, meeting, error);
    if (!facts || !sample_make(sample, author, Q_MEETING_CREATE, NULL, facts, "meeting", title, error))
        return FALSE;
    const char *id = sample_id(sample, "meeting", title, error);

    json_t *agenda = agenda_of(sample, meeting, error);
    g_autofree char *agenda_text = agenda ? json_canonical(agenda) : NULL;
    json_decref(agenda);
    const char *values[] = {id, NULL, agenda_text};
    g_autoptr(json_t) set = agenda_text ? sample_run(sample, author, Q_AGENDA_SET, 3, values, error) : NULL;
    json_t *invitees = set ? invitees_of(sample, meeting, error) : NULL;
    g_autoptr(json_t) invited = invitees ? sample_send(sample, author, Q_INVITEE_SET, id, NULL, invitees, error) : NULL;
    if (!invited)
        return g_prefix_error(error, "%s: ", title), FALSE;
    if (!votes_load(sample, meeting, id, set, error))
        return FALSE;
    if (g_str_equal(state, "draft"))
        return TRUE;
    g_autoptr(json_t) published = sample_run(sample, author, Q_MEETING_PUBLISH, 1, &id, error);
    return published && (!g_str_equal(state, "ended") || meeting_hold(sample, meeting, id, error));
}

gboolean sample_comment_load(Sample *sample, const json_t *comment, GError **error)
{
    const char *document = sample_id(sample, "document", sample_text(comment, "document"), error);
    g_autofree char *version = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(json_object_get(comment, "version")));
    g_autoptr(json_t) thread =
        document ? sample_send(sample, sample_text(comment, "author"), Q_THREAD_CREATE, document, version,
                               json_pack("{s:O, s:O}", "page", json_object_get(comment, "page"), "body", json_object_get(comment, "body")),
                               error)
                 : NULL;
    if (!thread)
        return FALSE;
    size_t index;
    json_t *answer;
    json_array_foreach(json_object_get(comment, "answers"), index, answer)
    {
        g_autoptr(json_t) given = sample_send(sample, sample_text(answer, "author"), Q_COMMENT_CREATE, sample_text(thread, "id"), NULL,
                                              json_pack("{s:O}", "body", json_object_get(answer, "body")), error);
        if (!given)
            return FALSE;
    }
    return TRUE;
}
