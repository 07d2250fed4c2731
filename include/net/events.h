/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The event hub: one LISTEN connection, any number of Server-Sent Events
 * streams. A change notifies channel nghisu_event with JSON
 * {"subject":"meeting:<uuid>","revision":7,"kind":"current","patch":{…}|null};
 * each stream that follows the subject gets
 *
 *     event: change
 *     data: {"subject":…,"revision":…,"kind":…,"patch":…}
 *
 * First on every stream comes `event: hello` with {"subjects":{"meeting:<uuid>":<revision>},"at":"<server time>"}: a page whose snapshot
 * has another revision fetches it again. `event: resync` {} after a break of the listener: fetch everything again. `event: gone`
 * {"subject":…} when the right to it was lost; `event: signed-out` {} when the session ended, then the end. A comment line every 15 s keeps
 * the line open. Subjects: meeting:<id>, document:<id>, person:<id> (one's own, for the home page), follow:<id> (of a meeting or a restricted
 * item: what a presenter shows; kinds here and count leave the revision as it is, and a page that missed one misses nothing).
 *
 * Other notices: {"rights":true} – every stream's subjects are checked again;
 * {"session":"<id>"} – that session's streams are checked again.
 */
#pragma once
#include "net/request.h"

Events *events_start(House *house, const char *conninfo, GError **error);
/* changed(data, listening) now and on every notice after which somebody may see less: rights or a session changed, a document's facts
 * (its secrecy) changed, a notice was not understood; when the listener is lost or stopped (listening FALSE: such notices are missed from
 * now on) and when it is back. Under the hub's lock. One hook; set before requests come, NULL takes it away. */
void events_on_rights(Events *events, void (*changed)(gpointer data, gboolean listening), gpointer data);
/* Sends "event: stopping" to all and ends them; new ones are refused. http_stop calls it. */
void events_end(Events *events);
/* The same, and joins the threads; house->events becomes NULL. Before or after http_stop. */
void events_stop(Events *events);
/* A notice as if it had come from the database: what events_start gives to db_listen. */
void events_notice(const char *payload, gpointer events);
/* Turns the request into a stream of the given subjects (checked by query event_subjects as the caller). GET /api/events */
gboolean events_follow(Request *request, GError **error);
/* The same for the screen in a room: subject wall:<meeting>, asked for by the hash of the wall's token as nobody (query wall_subjects). The
 * stream ends when that has no row any more; {"session":"<meeting>"} has it checked. */
gboolean events_follow_wall(Request *request, const char *subject, const char *token_hash, GError **error);
guint events_stream_count(Events *events);
