/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes /api/openapi.json (OpenAPI 3.1) out of the route table and the tables
 * of fields, so that the description cannot differ from what is checked. It
 * holds no fact about a single route: what a route is stands in routes.c.
 */
#include "api/calls.h"
#include "api/shapes.h"
#include "base/json.h"
#include <string.h>

/* A script's number holds no more than this exactly. */
#define LARGEST_EXACT 9007199254740991LL

typedef struct CallName {
    RouteCall call;
    const char *name;
} CallName;

#define CALL(name)  \
    {               \
        name, #name \
    }
static const CallName call_names[] = {
    CALL(session_create),
    CALL(session_delete),
    CALL(password_change),
    CALL(person_create),
    CALL(person_password_set),
    CALL(upload_create),
    CALL(upload_append),
    CALL(upload_get),
    CALL(upload_delete),
    CALL(version_create),
    CALL(version_restore),
    CALL(version_file),
    CALL(attachment_file),
    CALL(signers_get),
    CALL(page_list),
    CALL(page_image),
    CALL(page_text),
    CALL(page_outline),
    CALL(health_get),
    CALL(welcome_get),
    CALL(openapi_get),
    CALL(events_get),
    CALL(note_list),
    CALL(compare_get),
    CALL(news_get),
    CALL(part_list),
    CALL(export_get),
    CALL(meeting_pack_ask),
    CALL(meeting_pack_file),
    CALL(invitation_get),
    CALL(word_template_list),
    CALL(word_template_set),
    CALL(word_template_reset),
    CALL(word_template_preview),
    CALL(meeting_calendar),
    CALL(feed_make),
    CALL(feed_read),
    CALL(wall_make),
    CALL(wall_read),
    CALL(wall_follow),
    CALL(wall_page),
    CALL(item_comment_file),
    CALL(attendance_file),
    CALL(record_ask),
    CALL(record_bundle),
    CALL(item_record_bundle),
    CALL(minutes_make),
    CALL(minutes_file),
    CALL(minutes_approve),
    CALL(minutes_extract_file),
    CALL(minutes_extract_make),
    CALL(conclusion_file),
    CALL(conclusion_notice_make),
    CALL(vote_file),
    CALL(statistics_file),
    CALL(secret_hand_out),
    CALL(secret_paper_take),
    CALL(secret_box_open),
    CALL(secret_ballot_drop),
    CALL(secret_count),
    CALL(secret_seal_get),
};

typedef struct Tag {
    const char *name;
    const char *about;
    const char *nouns; /* first words of the operations under it, each followed by a blank */
} Tag;

static const Tag tags[] = {
    {"system", "The server itself, its description and its stream of changes", "health welcome openapi events signers "},
    {"calendar", "Meetings of some days, and for calendars elsewhere", "feed calendar "},
    {"home", "What a person must do now", "home "},
    {"session", "Signing in and out, passwords, devices", "session password "},
    {"people", "Accounts, positions and roles", "person position principal "},
    {"units", "The dated tree of agencies and units", "unit "},
    {"catalogues", "Words of the house: titles, meeting types, document types, rooms, issuers, holidays; wordings of papers",
     "catalogue word room "},
    {"documents", "Documents, who may see them and where one stopped reading", "document grant reading news "},
    {"versions", "Every version of a document, byte for byte", "version attachment compare export "},
    {"offline", "What a tablet keeps for reading without a network", "pack pin part outbox "},
    {"records", "The sealed records of meetings, in git", "record "},
    {"uploads", "Files sent in parts that survive a broken line", "upload "},
    {"pages", "Pages of a version as pictures and words", "page "},
    {"comments", "Threads of comments on a page", "thread comment "},
    {"notes", "Notes on pages, and where they stand on each version", "note "},
    {"notices", "What a person is told of their meetings, here and by mail", "notice mail "},
    {"meetings", "Meetings, their agenda, papers and invitees",
     "meeting agenda paper invitee answer colleague item roll attendance quorum invitation floor desk speech follow vote ballot secret "
     "my "},
    {"minutes", "Conclusions and minutes of meetings", "conclusion minutes "},
    {"rooms", "The screen in the room and the chat beside the meeting", "wall chat "},
    {"tasks", "What meetings gave to do, and what became of it", "task "},
    {"reports", "Who came, spoke and voted", "statistics "},
    {"templates", "Templates of meetings, series, and the rules of meeting types", "template series type "},
    {"proposals", "Items that units propose, and what becomes of them", "proposal "},
};

/* "meeting_get": the query's name, or the call's. */
static const char *route_name(const Route *route)
{
    if (!route->call)
        return query_table[route->query].name;
    for (gsize i = 0; i < G_N_ELEMENTS(call_names); i++)
        if (call_names[i].call == route->call)
            return call_names[i].name;
    g_assert_not_reached();
}

static char *camel_case(const char *name)
{
    GString *out = g_string_new(NULL);
    for (const char *at = name; *at; at++) {
        if (*at == '_' && at[1])
            g_string_append_c(out, g_ascii_toupper(*++at));
        else
            g_string_append_c(out, *at);
    }
    return g_string_free(out, FALSE);
}

static const char *tag_of(const char *name)
{
    g_autofree char *noun = g_strdup_printf("%.*s ", (int)strcspn(name, "_"), name);
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++) {
        const char *at = strstr(tags[i].nouns, noun);
        if (at && (at == tags[i].nouns || at[-1] == ' '))
            return tags[i].name;
    }
    return tags[0].name;
}

/* What is being written, and the shapes met on the way. */
typedef struct Writer {
    json_t *schemas; /* by name; null while its fields are being written */
} Writer;

static json_t *shape_ref(Writer *writer, const Shape *shape, gboolean input);

static void set_bounds(json_t *schema, const char *low, const char *high, gint64 min, gint64 max)
{
    if (!min && !max)
        return;
    json_object_set_new(schema, low, json_integer(MAX(min, -LARGEST_EXACT)));
    json_object_set_new(schema, high, json_integer(MIN(max, LARGEST_EXACT)));
}

/* The schema of one value, before list and null. */
static json_t *value_schema(Writer *writer, const Field *field, gboolean input)
{
    switch (field->kind) {
    case FIELD_TEXT: {
        json_t *schema = json_pack("{s:s}", "type", "string");
        if (field->max)
            set_bounds(schema, "minLength", "maxLength", field->min, field->max);
        if (field->flags & FIELD_SECRET)
            json_object_set_new(schema, "format", json_string("password"));
        return schema;
    }
    case FIELD_INTEGER: {
        json_t *schema = json_pack("{s:s}", "type", "integer");
        set_bounds(schema, "minimum", "maximum", field->min, field->max);
        return schema;
    }
    case FIELD_NUMBER: {
        json_t *schema = json_pack("{s:s}", "type", "number");
        set_bounds(schema, "minimum", "maximum", field->min, field->max);
        return schema;
    }
    case FIELD_BOOLEAN:
        return json_pack("{s:s}", "type", "boolean");
    case FIELD_UUID:
        return json_pack("{s:s, s:s}", "type", "string", "format", "uuid");
    case FIELD_DATE:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date");
    case FIELD_TIME:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date-time");
    case FIELD_CHOICE: {
        json_t *choices = json_array();
        for (const char *const *choice = field->choices; *choice; choice++)
            json_array_append_new(choices, json_string(*choice));
        return json_pack("{s:s, s:o}", "type", "string", "enum", choices);
    }
    case FIELD_SHAPE:
        return shape_ref(writer, field->shape, input);
    case FIELD_ANY:
        break;
    }
    return json_object();
}

static json_t *field_schema(Writer *writer, const Field *field, gboolean input)
{
    json_t *schema = value_schema(writer, field, input);
    if (field->flags & FIELD_LIST) {
        schema = json_pack("{s:s, s:o}", "type", "array", "items", schema);
        if (field->max_items || input)
            json_object_set_new(schema, "maxItems", json_integer(field->max_items ? field->max_items : 1000));
    }
    if (field->flags & FIELD_NULLABLE) {
        json_t *type = json_object_get(schema, "type");
        json_t *choices = json_object_get(schema, "enum");
        if (choices)
            json_array_append_new(choices, json_null());
        if (type)
            json_object_set_new(schema, "type", json_pack("[O, s]", type, "null"));
        else
            schema = json_pack("{s:[o, {s:s}]}", "anyOf", schema, "type", "null");
    }
    if (field->about)
        json_object_set_new(schema, "description", json_string(field->about));
    return schema;
}

static json_t *shape_ref(Writer *writer, const Shape *shape, gboolean input)
{
    if (!json_object_get(writer->schemas, shape->name)) {
        json_object_set_new(writer->schemas, shape->name, json_null()); /* a shape may hold itself */
        json_t *properties = json_object();
        json_t *required = json_array();
        for (const Field *field = shape->fields; field->name; field++) {
            json_object_set_new(properties, field->name, field_schema(writer, field, input));
            if (field->flags & FIELD_REQUIRED)
                json_array_append_new(required, json_string(field->name));
        }
        json_t *schema = json_pack("{s:s, s:o}", "type", "object", "properties", properties);
        if (json_array_size(required))
            json_object_set(schema, "required", required);
        json_decref(required);
        if (input) /* an unknown field is refused by name; replies may grow */
            json_object_set_new(schema, "additionalProperties", json_false());
        json_object_set_new(writer->schemas, shape->name, schema);
    }
    g_autofree char *ref = g_strconcat("#/components/schemas/", shape->name, NULL);
    return json_pack("{s:s}", "$ref", ref);
}

static json_t *parameter(const char *name, const char *in, gboolean required, const char *about, json_t *schema)
{
    json_t *out = json_pack("{s:s, s:s, s:b, s:o}", "name", name, "in", in, "required", required, "schema", schema);
    if (about)
        json_object_set_new(out, "description", json_string(about));
    return out;
}

/* Adds the path's values to `parameters` and returns the path without their kinds. */
static char *path_parameters(const char *path, json_t *parameters)
{
    GString *out = g_string_new(NULL);
    while (*path) {
        if (*path != '{') {
            g_string_append_c(out, *path++);
            continue;
        }
        gsize length = strcspn(path, "}");
        g_autofree char *inside = g_strndup(path + 1, length - 1);
        char *colon = strchr(inside, ':');
        const char *name = colon ? colon + 1 : inside;
        json_t *schema = colon                        ? json_pack("{s:s, s:s}", "type", "string", "pattern", "^[a-z-]+$")
                         : strcmp(name, "token") == 0 ? json_pack("{s:s, s:s}", "type", "string", "pattern", "^[A-Za-z0-9_-]{43}$")
                         : !name[1]                   ? json_pack("{s:s, s:i, s:i}", "type", "integer", "minimum", 1, "maximum", G_MAXINT32)
                                                      : json_pack("{s:s, s:s}", "type", "string", "format", "uuid");
        json_array_append_new(parameters, parameter(name, "path", TRUE, NULL, schema));
        g_string_append_printf(out, "{%s}", name);
        path += length + 1;
    }
    return g_string_free(out, FALSE);
}

static json_t *success_reply(Writer *writer, const Route *route)
{
    if (route->reply)
        return json_pack("{s:s, s:{s:{s:o}}}", "description", route->summary, "content", "application/json", "schema",
                         shape_ref(writer, route->reply, FALSE));
    if (!route->media)
        return json_pack("{s:s}", "description", "Done");
    if (g_str_has_prefix(route->media, "image/"))
        return json_pack("{s:s, s:{s:{s:{s:s, s:s}}, s:{s:{s:s, s:s}}}}", "description", route->summary, "content", "image/png", "schema",
                         "type", "string", "format", "binary", "image/jpeg", "schema", "type", "string", "format", "binary");
    if (g_str_has_prefix(route->media, "application/json"))
        return json_pack("{s:s, s:{s:{s:{s:s}}}}", "description", route->summary, "content", route->media, "schema", "type", "object");
    json_t *schema = json_pack("{s:s}", "type", "string");
    if (g_str_has_prefix(route->media, "application/octet-stream"))
        json_object_set_new(schema, "format", json_string("binary"));
    return json_pack("{s:s, s:{s:{s:o}}}", "description", route->summary, "content", route->media, "schema", schema);
}

static json_t *operation(Writer *writer, const Route *route, json_t *parameters)
{
    const char *name = route_name(route);
    g_autofree char *id = camel_case(name);
    json_t *out = json_pack("{s:s, s:s, s:[s]}", "operationId", id, "summary", route->summary, "tags", tag_of(name));

    for (const Field *field = route->params; field && field->name; field++) {
        Field bare = *field;
        bare.flags &= ~(unsigned)FIELD_NULLABLE; /* in a query string there is no null: it is left out */
        bare.about = NULL;
        json_array_append_new(parameters, parameter(field->name, "query", (field->flags & FIELD_REQUIRED) != 0, field->about,
                                                    field_schema(writer, &bare, TRUE)));
    }
    if (route->if_match)
        json_array_append_new(parameters, json_pack("{s:s}", "$ref", "#/components/parameters/IfMatch"));
    if (g_str_equal(route->method, "POST") && route->access != OPEN)
        json_array_append_new(parameters, json_pack("{s:s}", "$ref", "#/components/parameters/IdempotencyKey"));
    if (json_array_size(parameters))
        json_object_set(out, "parameters", parameters);

    if (route->body)
        json_object_set_new(out, "requestBody",
                            json_pack("{s:b, s:{s:{s:o}}}", "required", TRUE, "content", "application/json", "schema",
                                      shape_ref(writer, route->body, TRUE)));
    else if (route->stream)
        json_object_set_new(
            out, "requestBody",
            json_pack("{s:{s:{s:{s:s, s:s}}}}", "content", "application/octet-stream", "schema", "type", "string", "format", "binary"));

    json_t *replies = json_object();
    g_autofree char *status = g_strdup_printf("%d", route->status ? route->status : route->reply || route->media ? 200 : 204);
    json_object_set_new(replies, status, success_reply(writer, route));
    json_object_set_new(replies, "4XX", json_pack("{s:s}", "$ref", "#/components/responses/Problem"));
    json_object_set_new(replies, "default", json_pack("{s:s}", "$ref", "#/components/responses/Problem"));
    json_object_set_new(out, "responses", replies);
    json_object_set_new(out, "security", route->access == OPEN ? json_array() : json_pack("[{s:[]}, {s:[]}]", "session", "bearer"));
    return out;
}

static json_t *tag_list(void)
{
    json_t *list = json_array();
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "name", tags[i].name, "description", tags[i].about));
    return list;
}

char *openapi_text(void)
{
    g_autoptr(json_t) schemas = json_object();
    Writer writer = {.schemas = schemas};
    json_t *paths = json_object();
    for (const Route *route = route_table; route->method; route++) {
        g_autoptr(json_t) parameters = json_array();
        g_autofree char *path = path_parameters(route->path, parameters);
        g_autofree char *method = g_ascii_strdown(route->method, -1);
        json_t *item = json_object_get(paths, path);
        if (!item) {
            item = json_object();
            json_object_set_new(paths, path, item);
        }
        json_object_set_new(item, method, operation(&writer, route, parameters));
    }
    json_t *problem = json_pack("{s:s, s:{s:{s:o}}}", "description", "What went wrong (RFC 9457); type ends in a stable slug", "content",
                                "application/problem+json", "schema", shape_ref(&writer, &problem_shape, FALSE));
    json_t *parameters =
        json_pack("{s:o, s:o}", "IfMatch",
                  parameter("If-Match", "header", FALSE, "edit_version of what was read, quoted; stale is 412 lost-race",
                            json_pack("{s:s}", "type", "string")),
                  "IdempotencyKey",
                  parameter("Idempotency-Key", "header", FALSE, "sent again with the same request gives the same answer and acts once",
                            json_pack("{s:s, s:i, s:i}", "type", "string", "minLength", 1, "maxLength", 100)));
    json_t *security = json_pack("{s:{s:s, s:s, s:s}, s:{s:s, s:s}}", "session", "type", "apiKey", "in", "cookie", "name", "__Host-nghisu",
                                 "bearer", "type", "http", "scheme", "bearer");
    g_autoptr(json_t) document = json_pack(
        "{s:s, s:{s:s, s:s, s:s, s:{s:s, s:s}}, s:[{s:s}], s:o, s:o, s:{s:O, s:o, s:{s:o}, s:o}}", "openapi", "3.1.0", "info", "title",
        "Nghị Sự", "version", NGHISU_VERSION, "description",
        "Paperless meetings, document exchange and document review. An act in a running meeting that is asked with Prefer: "
        "return=minimal is answered with the change as its event carries it (subject, revision, kind, patch), where it has one.",
        "license", "name", "GPL-3.0-or-later", "identifier", "GPL-3.0-or-later", "servers", "url", "/", "tags", tag_list(), "paths", paths,
        "components", "schemas", schemas, "parameters", parameters, "responses", "Problem", problem, "securitySchemes", security);
    char *text = json_dumps(document, JSON_COMPACT);
    char *copy = g_strdup(text); /* jansson's memory is not GLib's */
    free(text);
    return copy;
}
