/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Meetings as iCalendar (RFC 5545, 5546), through libical. A meeting comes as
 * the JSON of query meeting_calendar (times are seconds since 1970):
 *   {id, title, state, type, room, place, online, description, chair, host_id,
 *    host, starts_at, ends_at, sitting (from 2 on), sequence, created_at, changed_at,
 *    agenda: [{number, title}],
 *    reader: {id, full_name, email, role, answer}}
 * Everything but id, title, state and starts_at may be null. Times go out in
 * UTC, which every calendar reads alike. No alarm is set: that is the reader's.
 * The same input gives the same bytes. Any thread.
 */
#pragma once
#include <glib.h>
#include <jansson.h>

typedef struct IcalOffice {
    const char *origin;         /* of links, "https://hop.tinh.gov.vn" */
    const char *host;           /* after the @ of every UID; must stay the same for good */
    const char *organizer_mail; /* NULL: the host is named without one */
    const char *language;       /* "vi" or "en", of the description's words */
} IcalOffice;

typedef enum IcalMethod {
    ICAL_PUBLISH, /* to keep: names no attendee (RFC 5546) */
    ICAL_REQUEST, /* to be answered: the reader is its attendee */
    ICAL_CANCEL   /* it does not take place */
} IcalMethod;

/* After the @ of UIDs: what the office is called in its own address, whatever address it is reached by. origin may be NULL. Caller frees. */
char *ical_host(const char *origin);

/* One meeting. made_at: seconds since 1970, when this invitation is written. Caller frees; NULL with *error. */
char *ical_meeting(const json_t *meeting, const IcalOffice *office, IcalMethod method, gint64 made_at, GError **error);

/* A calendar of many, with the reader's answer in each. name: what the calendar is called. Caller frees; NULL with *error. */
char *ical_feed(const json_t *meetings, const IcalOffice *office, const char *name, GError **error);
