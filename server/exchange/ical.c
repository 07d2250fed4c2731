/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Puts a meeting's facts into iCalendar's properties. Folding, escaping and the
 * form of values are libical's. It decides nothing about who may see what: it
 * tells what it is given.
 */
#include "exchange/ical.h"
#include "base/error.h"
#include "base/words.h"
#include <libical/ical.h>
#include <string.h>

static const char product_id[] = "-//Nghi Su//Meetings//VI";

static const char *text_of(const json_t *facts, const char *key)
{
    const char *text = json_string_value(json_object_get(facts, key));
    return text && *text ? text : NULL;
}

static struct icaltimetype time_of(gint64 seconds)
{
    return icaltime_from_timet_with_zone((time_t)seconds, 0, icaltimezone_get_utc_timezone());
}

/* What a text property may hold: no control character but the line's end, which libical escapes. */
static char *plain(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at; at++)
        if (*at == '\t')
            g_string_append_c(out, ' ');
        else if (*at == '\n' || ((guchar)*at >= 0x20 && *at != 0x7F))
            g_string_append_c(out, *at);
    return g_string_free(out, FALSE);
}

typedef icalproperty *(*TextProperty)(const char *text);

static void add_text(icalcomponent *event, TextProperty make, const char *text)
{
    if (!text)
        return;
    g_autofree char *clean = plain(text);
    icalcomponent_add_property(event, make(clean));
}

/* A name as a parameter: quotation marks cannot stand in one. */
static icalparameter *name_parameter(const char *name)
{
    g_autofree char *clean = plain(name);
    g_strdelimit(clean, "\"\n", '\'');
    return icalparameter_new_cn(clean);
}

static char *address(const char *mail, const char *id)
{
    return mail ? g_strconcat("mailto:", mail, NULL) : g_strconcat("urn:uuid:", id, NULL);
}

static void add_organizer(icalcomponent *event, const json_t *meeting, const IcalOffice *office)
{
    const char *id = text_of(meeting, "host_id"), *name = text_of(meeting, "host");
    if (!office->organizer_mail && !id)
        return;
    g_autofree char *at = address(office->organizer_mail, id);
    icalproperty *organizer = icalproperty_new_organizer(at);
    if (name)
        icalproperty_add_parameter(organizer, name_parameter(name));
    icalcomponent_add_property(event, organizer);
}

/* The reader with their answer. Who prepares the meeting, or stands in for somebody, was not asked and comes. */
static icalparameter_partstat answer_of(const json_t *reader)
{
    const char *answer = text_of(reader, "answer"), *role = text_of(reader, "role");
    if (!answer)
        return g_strcmp0(role, "member") == 0 || g_strcmp0(role, "guest") == 0 ? ICAL_PARTSTAT_NEEDSACTION : ICAL_PARTSTAT_ACCEPTED;
    if (g_str_equal(answer, "confirmed"))
        return ICAL_PARTSTAT_ACCEPTED;
    return g_str_equal(answer, "declined") ? ICAL_PARTSTAT_DECLINED : ICAL_PARTSTAT_DELEGATED;
}

static void add_attendee(icalcomponent *event, const json_t *reader)
{
    const char *id = text_of(reader, "id"), *name = text_of(reader, "full_name"), *role = text_of(reader, "role");
    if (!id)
        return;
    g_autofree char *at = address(text_of(reader, "email"), id);
    icalproperty *attendee = icalproperty_new_attendee(at);
    if (name)
        icalproperty_add_parameter(attendee, name_parameter(name));
    icalproperty_add_parameter(attendee, icalparameter_new_role(g_strcmp0(role, "chair") == 0   ? ICAL_ROLE_CHAIR
                                                                : g_strcmp0(role, "guest") == 0 ? ICAL_ROLE_OPTPARTICIPANT
                                                                                                : ICAL_ROLE_REQPARTICIPANT));
    icalproperty_add_parameter(attendee, icalparameter_new_partstat(answer_of(reader)));
    icalcomponent_add_property(event, attendee);
}

static icalproperty_status status_of(const json_t *meeting)
{
    const char *state = text_of(meeting, "state");
    if (g_strcmp0(state, "cancelled") == 0)
        return ICAL_STATUS_CANCELLED;
    return g_strcmp0(state, "draft") == 0 ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
}

/* "Phòng họp A, tầng 2": the room, and what else says where. */
static char *place_of(const json_t *meeting)
{
    const char *parts[3] = {NULL};
    guint count = 0;
    if (text_of(meeting, "room"))
        parts[count++] = text_of(meeting, "room");
    if (text_of(meeting, "place"))
        parts[count++] = text_of(meeting, "place");
    return count ? g_strjoinv(", ", (char **)(gpointer)parts) : NULL;
}

static gboolean add_description(icalcomponent *event, const json_t *meeting, const IcalOffice *office, const char *link, GError **error)
{
    const char *words = words_text(office->language, "calendar-event");
    if (!words)
        return error_set(error, ERROR_INTERNAL, NULL, "no words for a calendar in %s", office->language);
    g_autoptr(json_t) facts = json_copy((json_t *)(gsize)meeting);
    json_object_set_new(facts, "link", json_string(link));
    json_object_set_new(facts, "has_agenda", json_boolean(json_array_size(json_object_get(meeting, "agenda")) > 0));
    g_autofree char *text = words_fill(words, facts, error);
    if (!text)
        return FALSE;
    add_text(event, icalproperty_new_description, g_strchomp(text));
    return TRUE;
}

/* stamp: when what is sent was written; RFC 5545 lets a calendar that only shows the store's state say when that was last changed. */
static icalcomponent *event_new(const json_t *meeting, const IcalOffice *office, gint64 stamp, gboolean attended, GError **error)
{
    const char *id = text_of(meeting, "id"), *title = text_of(meeting, "title");
    const json_t *starts_at = json_object_get(meeting, "starts_at"), *ends_at = json_object_get(meeting, "ends_at");
    const json_t *changed_at = json_object_get(meeting, "changed_at"), *created_at = json_object_get(meeting, "created_at");
    if (!id || !title || !json_is_integer(starts_at)) {
        error_set(error, ERROR_INTERNAL, NULL, "a meeting without id, title or start is no event");
        return NULL;
    }
    /* a sitting after the first is an event of its own */
    json_int_t sitting = json_integer_value(json_object_get(meeting, "sitting"));
    g_autofree char *which = sitting > 1 ? g_strdup_printf("-%" JSON_INTEGER_FORMAT, sitting) : g_strdup("");
    g_autofree char *uid = g_strconcat(id, which, "@", office->host, NULL), *link = g_strconcat(office->origin, "/meetings/", id, NULL);
    g_autofree char *place = place_of(meeting);
    const json_t *reader = json_object_get(meeting, "reader");
    icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    icalcomponent_add_property(event, icalproperty_new_uid(uid));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(time_of(stamp)));
    icalcomponent_add_property(event, icalproperty_new_sequence((int)json_integer_value(json_object_get(meeting, "sequence"))));
    icalcomponent_add_property(event, icalproperty_new_dtstart(time_of(json_integer_value(starts_at))));
    if (json_is_integer(ends_at))
        icalcomponent_add_property(event, icalproperty_new_dtend(time_of(json_integer_value(ends_at))));
    if (json_is_integer(created_at))
        icalcomponent_add_property(event, icalproperty_new_created(time_of(json_integer_value(created_at))));
    if (json_is_integer(changed_at))
        icalcomponent_add_property(event, icalproperty_new_lastmodified(time_of(json_integer_value(changed_at))));
    add_text(event, icalproperty_new_summary, title);
    add_text(event, icalproperty_new_location, place);
    add_text(event, icalproperty_new_categories, text_of(meeting, "type"));
    icalcomponent_add_property(event, icalproperty_new_status(status_of(meeting)));
    icalcomponent_add_property(event, icalproperty_new_url(link));
    add_organizer(event, meeting, office);
    if (attended) {
        icalparameter_partstat answer = answer_of(reader);
        gboolean away = answer == ICAL_PARTSTAT_DECLINED || answer == ICAL_PARTSTAT_DELEGATED;
        add_attendee(event, reader);
        icalcomponent_add_property(event, icalproperty_new_transp(away ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
    }
    if (add_description(event, meeting, office, link, error))
        return event;
    icalcomponent_free(event);
    return NULL;
}

static icalcomponent *calendar_new(void)
{
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid(product_id));
    icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"));
    return calendar;
}

/* Takes the calendar. */
static char *calendar_text(icalcomponent *calendar)
{
    char *text = icalcomponent_as_ical_string_r(calendar);
    char *copy = g_strdup(text);
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    return copy;
}

char *ical_host(const char *origin)
{
    const char *host = origin ? strstr(origin, "://") : NULL;
    return host ? g_strndup(host + 3, strcspn(host + 3, ":")) : g_strdup("nghisu");
}

char *ical_meeting(const json_t *meeting, const IcalOffice *office, IcalMethod method, gint64 made_at, GError **error)
{
    static const icalproperty_method methods[] = {ICAL_METHOD_PUBLISH, ICAL_METHOD_REQUEST, ICAL_METHOD_CANCEL};
    icalcomponent *event = event_new(meeting, office, made_at, method != ICAL_PUBLISH, error);
    if (!event)
        return NULL;
    icalcomponent *calendar = calendar_new();
    icalcomponent_add_property(calendar, icalproperty_new_method(methods[method]));
    icalcomponent_add_component(calendar, event);
    return calendar_text(calendar);
}

static void add_extra(icalcomponent *calendar, const char *name, const char *value)
{
    icalproperty *extra = icalproperty_new_x(value);
    icalproperty_set_x_name(extra, name);
    icalcomponent_add_property(calendar, extra);
}

char *ical_feed(const json_t *meetings, const IcalOffice *office, const char *name, GError **error)
{
    icalcomponent *calendar = calendar_new();
    g_autofree char *called = plain(name);
    /* both the standard's word and the older one that most programs read */
    icalcomponent_add_property(calendar, icalproperty_new_name(called));
    add_extra(calendar, "X-WR-CALNAME", called);
    struct icaldurationtype hour = {.hours = 1};
    icalproperty *refresh = icalproperty_new_refreshinterval(hour);
    icalproperty_add_parameter(refresh, icalparameter_new_value(ICAL_VALUE_DURATION));
    icalcomponent_add_property(calendar, refresh);
    add_extra(calendar, "X-PUBLISHED-TTL", "PT1H");
    size_t index = 0;
    json_t *meeting = NULL;
    json_array_foreach(meetings, index, meeting)
    {
        icalcomponent *event = event_new(meeting, office, json_integer_value(json_object_get(meeting, "changed_at")), TRUE, error);
        if (!event) {
            icalcomponent_free(calendar);
            return NULL;
        }
        icalcomponent_add_component(calendar, event);
    }
    return calendar_text(calendar);
}
