/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole API on one screen. A page of the API exists when its row is here;
 * the fields of bodies and replies are in shapes.c and replies.c, the queries in
 * sql/queries/<noun>.sql, the calls in <noun>.c. Order does not matter.
 */
#include "api/calls.h"
#include "api/shapes.h"

#define GET "GET"
#define POST "POST"
#define PUT "PUT"
#define PATCH "PATCH"
#define DELETE "DELETE"
#define DOC "/api/documents/{document}"
#define VER DOC "/versions/{n}"
#define VOTE "/api/votes/{vote}"
#define MEET "/api/meetings/{meeting}"

/* clang-format off */
const Route route_table[] = {
    /* system */
    {GET,    "/api/health",        OPEN, .call = health_get, .reply = &health_shape, .summary = "Ready to serve"},
    {GET,    "/api/welcome",       OPEN, .call = welcome_get, .reply = &welcome_shape, .summary = "What the sign-in page shows; sample accounts only with sample data"},
    {GET,    "/api/openapi.json",  OPEN, .call = openapi_get, .media = "application/json", .summary = "This description"},
    {GET,    "/api/events",        SIGNED_IN, .call = events_get, .params = events_params, .media = "text/event-stream", .lane = LANE_STREAMS, .summary = "Changes of the subjects, as they happen"},
    {GET,    "/api/allowed-signers", SIGNED_IN, .call = signers_get, .media = "text/plain; charset=utf-8", .lane = LANE_STORE, .summary = "Keys for git verify-commit and ssh-keygen"},
    {GET,    "/api/home",          SIGNED_IN, Q_HOME_GET, .reply = &home_shape, .summary = "What must I do now"},

    /* sessions and passwords (A3) */
    {POST,   "/api/session",       OPEN, .call = session_create, .body = &sign_in_body, .reply = &session_shape, .status = 201, .lane = LANE_PASSWORD, .summary = "Sign in"},
    {GET,    "/api/session",       PASSWORD_STALE, Q_SESSION_GET, .reply = &session_shape, .summary = "Who am I"},
    {DELETE, "/api/session",       PASSWORD_STALE, .call = session_delete, .summary = "Sign out"},
    {GET,    "/api/sessions",      SIGNED_IN, Q_SESSION_LIST, .reply = &session_list, .summary = "My sessions on all devices"},
    {DELETE, "/api/sessions/{session}", SIGNED_IN, Q_SESSION_REVOKE, .summary = "End one of my sessions"},
    {PUT,    "/api/password",      PASSWORD_STALE, .call = password_change, .body = &password_body, .lane = LANE_PASSWORD, .summary = "Change my password; ends my other sessions"},

    /* meetings for calendars elsewhere (E1, I2) */
    {GET,    "/api/feed",          SIGNED_IN, Q_FEED_GET, .reply = &feed_shape, .summary = "Whether I have a private calendar address, and when it was last asked"},
    {POST,   "/api/feed",          SIGNED_IN, .call = feed_make, .body = &feed_body, .reply = &feed_made_shape, .status = 201, .summary = "A new private calendar address, shown this once; the one before it ends"},
    {DELETE, "/api/feed",          SIGNED_IN, Q_FEED_END, .summary = "End my private calendar address"},
    {GET,    "/api/feed/{token}/calendar.ics", OPEN, .call = feed_read, .media = "text/calendar; charset=utf-8", .summary = "The meetings of the person whose address this is, as iCalendar; restricted items never"},
    {GET,    MEET "/calendar.ics", SIGNED_IN, .call = meeting_calendar, .params = calendar_file_params, .media = "text/calendar; charset=utf-8", .summary = "One meeting as iCalendar"},

    /* people and positions (A2) */
    {GET,    "/api/people",        SIGNED_IN, Q_PERSON_LIST, .params = people_params, .reply = &person_list, .summary = "People, by name"},
    {POST,   "/api/people",        SIGNED_IN, .call = person_create, .body = &person_body, .reply = &id_shape, .status = 201, .lane = LANE_PASSWORD, .summary = "New account, with a first password to be changed"},
    {GET,    "/api/people/{person}", SIGNED_IN, Q_PERSON_GET, .reply = &person_shape, .summary = "A person"},
    {PATCH,  "/api/people/{person}", SIGNED_IN, Q_PERSON_CHANGE, .body = &person_change, .reply = &person_shape, .if_match = TRUE, .summary = "Change, lock, unlock"},
    {POST,   "/api/people/{person}/password", SIGNED_IN, .call = person_password_set, .body = &password_set_body, .lane = LANE_PASSWORD, .summary = "New first password; ends the person's sessions"},
    {POST,   "/api/people/{person}/positions", SIGNED_IN, Q_POSITION_CREATE, .body = &position_body, .reply = &position_shape, .status = 201, .summary = "Appoint"},
    {POST,   "/api/positions/{position}/end", SIGNED_IN, Q_POSITION_END, .body = &position_end_body, .reply = &position_shape, .summary = "Retire a position; old meetings still show it"},
    {PUT,    "/api/people/{person}/roles", SIGNED_IN, Q_PERSON_ROLES_SET, .body = &roles_body, .reply = &person_shape, .summary = "Roles granted besides those of positions"},
    {GET,    "/api/people/{person}/sessions", SIGNED_IN, Q_PERSON_SESSION_LIST, .reply = &session_list, .summary = "A person's sessions"},
    {DELETE, "/api/people/{person}/sessions", SIGNED_IN, Q_PERSON_SESSIONS_END, .summary = "End all of a person's sessions"},
    {GET,    "/api/principals",    SIGNED_IN, Q_PRINCIPAL_SEARCH, .params = principals_params, .reply = &principal_list, .summary = "People and units by part of the name, for pickers"},

    /* units (A1) */
    {GET,    "/api/units",         SIGNED_IN, Q_UNIT_LIST, .params = units_params, .reply = &unit_list, .summary = "The tree as it stood on a date"},
    {POST,   "/api/units",         SIGNED_IN, Q_UNIT_CREATE, .body = &unit_body, .reply = &unit_shape, .status = 201, .summary = "New unit"},
    {GET,    "/api/units/{unit}",  SIGNED_IN, Q_UNIT_GET, .reply = &unit_shape, .summary = "A unit with its former names"},
    {PATCH,  "/api/units/{unit}",  SIGNED_IN, Q_UNIT_CHANGE, .body = &unit_change, .reply = &unit_shape, .if_match = TRUE, .summary = "Correct what is not dated"},
    {POST,   "/api/units/{unit}/rename", SIGNED_IN, Q_UNIT_RENAME, .body = &unit_rename_body, .reply = &unit_shape, .summary = "New name from a date on"},
    {POST,   "/api/units/{unit}/move", SIGNED_IN, Q_UNIT_MOVE, .body = &unit_move_body, .reply = &unit_shape, .summary = "New parent from a date on"},
    {POST,   "/api/units/{unit}/dissolve", SIGNED_IN, Q_UNIT_DISSOLVE, .body = &unit_dissolve_body, .reply = &unit_shape, .summary = "Dissolve, or merge into a successor, on a date"},
    {POST,   "/api/units/import",  SIGNED_IN, Q_UNIT_IMPORT, .body = &unit_import_body, .reply = &unit_import_report, .summary = "Lines of a CSV file; dry_run says per line what is wrong"},

    /* catalogues (A5): title, meeting-type, document-type, room, issuer, holiday */
    {GET,    "/api/catalogues/{word:catalogue}", SIGNED_IN, Q_CATALOGUE_LIST, .reply = &catalogue_list, .summary = "Entries of a catalogue"},
    {POST,   "/api/catalogues/{word:catalogue}", SIGNED_IN, Q_CATALOGUE_CREATE, .body = &catalogue_body, .reply = &catalogue_entry_shape, .status = 201, .summary = "New entry"},
    {PATCH,  "/api/catalogues/{word:catalogue}/{entry}", SIGNED_IN, Q_CATALOGUE_CHANGE, .body = &catalogue_change, .reply = &catalogue_entry_shape, .if_match = TRUE, .summary = "Change or retire an entry"},

    /* wordings of what the server writes */
    {GET,    "/api/word-templates", SIGNED_IN, .call = word_template_list, .reply = &word_template_list_shape, .summary = "Wordings of papers; for administrators"},
    {PUT,    "/api/word-templates/{word:name}", SIGNED_IN, .call = word_template_set, .body = &word_template_body, .reply = &word_template_shape, .if_match = TRUE, .summary = "The house's own wording; one that cannot be filled is refused"},
    {DELETE, "/api/word-templates/{word:name}", SIGNED_IN, .call = word_template_reset, .summary = "Back to the original"},
    {POST,   "/api/word-templates/{word:name}/preview", SIGNED_IN, .call = word_template_preview, .body = &word_template_body, .media = "application/pdf", .lane = LANE_PAGES, .summary = "A wording tried out with sample facts"},
    /* seat maps of rooms (A5) */
    {GET,    "/api/rooms/{entry}/map", SIGNED_IN, Q_ROOM_MAP_GET, .reply = &room_map_shape, .summary = "A room's seat map"},
    {PUT,    "/api/rooms/{entry}/map", SIGNED_IN, Q_ROOM_MAP_SET, .body = &room_map_body, .reply = &room_map_shape, .if_match = TRUE, .summary = "The seat map whole; whoever sat on a seat that is gone is without a seat"},

    /* documents (B1, B2, A4) */
    {GET,    "/api/documents",     SIGNED_IN, Q_DOCUMENT_LIST, .params = documents_params, .reply = &document_list, .summary = "Documents I may see, newest first"},
    {POST,   "/api/documents",     SIGNED_IN, Q_DOCUMENT_CREATE, .body = &document_body, .reply = &document_shape, .status = 201, .summary = "New document, without a file yet"},
    {GET,    DOC,                  SIGNED_IN, Q_DOCUMENT_GET, .reply = &document_shape, .summary = "A document"},
    {PATCH,  DOC,                  SIGNED_IN, Q_DOCUMENT_CHANGE, .body = &document_change, .reply = &document_shape, .if_match = TRUE, .summary = "Change its metadata"},
    {GET,    DOC "/grants",        SIGNED_IN, Q_GRANT_LIST, .reply = &grants_shape, .summary = "Who may see it"},
    {PUT,    DOC "/grants",        SIGNED_IN, Q_GRANT_SET, .body = &grants_body, .reply = &grants_shape, .summary = "Say who may see it; what meetings grant stays"},
    {PUT,    DOC "/reading",       SIGNED_IN, Q_READING_SET, .body = &reading_body, .reply = &reading_shape, .summary = "Where I stopped reading"},
    {GET,    DOC "/news",          SIGNED_IN, .call = news_get, .reply = &news_shape, .lane = LANE_PAGES, .summary = "What changed since I last read"},
    {GET,    DOC "/versions",      SIGNED_IN, Q_VERSION_LIST, .reply = &version_list, .summary = "History, newest first"},
    {POST,   DOC "/versions",      SIGNED_IN, .call = version_create, .admit = version_admit, .stream = TRUE, .params = version_params, .reply = &version_shape, .status = 201, .lane = LANE_STORE, .summary = "New version from a raw body or a finished upload"},
    {GET,    VER,                  SIGNED_IN, Q_VERSION_GET, .reply = &version_shape, .summary = "A version"},
    {POST,   VER "/restore",       SIGNED_IN, .call = version_restore, .body = &restore_body, .reply = &version_shape, .status = 201, .lane = LANE_STORE, .summary = "An old version again, as a new one"},
    {GET,    VER "/file",          SIGNED_IN, .call = version_file, .lane = LANE_STORE, .media = "application/octet-stream", .summary = "The exact bytes; Range and ETag"},
    {GET,    VER "/attachments/{k}/file", SIGNED_IN, .call = attachment_file, .lane = LANE_STORE, .media = "application/octet-stream", .summary = "The exact bytes of an attachment"},

    /* uploads in parts (B4) */
    {POST,   "/api/uploads",       SIGNED_IN, .call = upload_create, .body = &upload_body, .reply = &upload_shape, .status = 201, .lane = LANE_STORE, .summary = "Begin an upload"},
    {GET,    "/api/uploads/{upload}", SIGNED_IN, .call = upload_get, .reply = &upload_shape, .lane = LANE_STORE, .summary = "How much has arrived"},
    {PATCH,  "/api/uploads/{upload}", SIGNED_IN, .call = upload_append, .admit = upload_admit, .stream = TRUE, .params = upload_params, .reply = &upload_shape, .lane = LANE_STORE, .summary = "The next part, raw"},
    {DELETE, "/api/uploads/{upload}", SIGNED_IN, .call = upload_delete, .lane = LANE_STORE, .summary = "Give it up"},

    /* pages (C1) */
    {GET,    VER "/pages",         SIGNED_IN, .call = page_list, .reply = &page_list_shape, .pass = TRUE, .lane = LANE_PAGES, .summary = "Count and sizes of the pages"},
    {GET,    VER "/pages/{p}/image", SIGNED_IN, .call = page_image, .params = image_params, .media = "image/png", .pass = TRUE, .lane = LANE_PAGES, .summary = "A page as PNG or JPEG"},
    {GET,    VER "/pages/{p}/text", SIGNED_IN, .call = page_text, .reply = &page_text_shape, .pass = TRUE, .lane = LANE_PAGES, .summary = "Words of a page and their boxes"},
    {GET,    VER "/outline",       SIGNED_IN, .call = page_outline, .reply = &outline_shape, .pass = TRUE, .lane = LANE_PAGES, .summary = "Bookmarks"},

    /* what a tablet keeps for reading without a network (C8, K5), and what is taken away (C9) */
    {GET,    "/api/packs",         SIGNED_IN, Q_PACK_LIST, .reply = &pack_list_shape, .summary = "What my tablet keeps: papers of my meetings and what I pinned; secret ones never"},
    {PUT,    DOC "/pin",           SIGNED_IN, Q_PIN_SET, .body = &pin_body, .reply = &pin_shape, .summary = "Keep this document on my tablets, or no longer"},
    {GET,    VER "/parts",         SIGNED_IN, .call = part_list, .params = parts_params, .reply = &part_list_shape, .lane = LANE_PAGES, .summary = "The parts of some pages by the hash of their content, so that only what is missing is fetched"},
    {GET,    "/api/outbox-key",    SIGNED_IN, Q_OUTBOX_KEY_GET, .reply = &outbox_key_shape, .summary = "Seals what this person has written on a device and not yet sent"},
    {GET,    VER "/export",        SIGNED_IN, .call = export_get, .params = export_params, .media = "application/pdf", .lane = LANE_STORE, .summary = "A copy as PDF: with the notes I see burnt in or as annotations, with a watermark"},

    /* comments on pages */
    {GET,    VER "/threads",       SIGNED_IN, Q_THREAD_LIST, .params = threads_params, .reply = &thread_list, .summary = "Comment threads of a version, or of one page"},
    {POST,   VER "/threads",       SIGNED_IN, Q_THREAD_CREATE, .body = &thread_body, .reply = &thread_shape, .status = 201, .summary = "Begin a thread"},
    {POST,   "/api/threads/{thread}/comments", SIGNED_IN, Q_COMMENT_CREATE, .body = &comment_body, .reply = &thread_shape, .status = 201, .summary = "Answer"},
    {POST,   "/api/threads/{thread}/resolve", SIGNED_IN, Q_THREAD_RESOLVE, .reply = &thread_shape, .summary = "Settled"},
    {POST,   "/api/threads/{thread}/reopen", SIGNED_IN, Q_THREAD_REOPEN, .reply = &thread_shape, .summary = "Not settled after all"},
    {PATCH,  "/api/comments/{comment}", SIGNED_IN, Q_COMMENT_CHANGE, .body = &comment_body, .reply = &thread_shape, .summary = "Change my words; marked as edited"},
    {DELETE, "/api/comments/{comment}", SIGNED_IN, Q_COMMENT_DELETE, .reply = &thread_shape, .summary = "Take my words back; the place stays"},

    /* notes (C2, C3, C4): ids are the client's, so that what waited in an outbox is kept once */
    {GET,    VER "/notes",         SIGNED_IN, .call = note_list, .reply = &note_list_shape, .lane = LANE_PAGES, .summary = "Notes I may see, each with its place on this version"},
    {PUT,    "/api/notes/{note}",  SIGNED_IN, Q_NOTE_PUT, .body = &note_body, .reply = &note_shape, .if_match = TRUE, .summary = "A new note, or its new state"},
    {DELETE, "/api/notes/{note}",  SIGNED_IN, Q_NOTE_DELETE, .summary = "Take my note away; it can be restored"},
    {POST,   "/api/notes/{note}/restore", SIGNED_IN, Q_NOTE_RESTORE, .reply = &note_shape, .summary = "Undo taking it away"},
    {PUT,    "/api/notes/{note}/place", SIGNED_IN, Q_NOTE_PLACE, .body = &note_place_body, .reply = &note_shape, .summary = "Its owner says where it belongs on this version (from the tray)"},

    /* comparison (C5) */
    {GET,    VER "/compare/{k}",   SIGNED_IN, .call = compare_get, .reply = &compare_shape, .lane = LANE_PAGES, .pass = TRUE, .summary = "What changed from version n to version k, by words over the whole document"},

    /* meetings (E2, E3, E5, F2) */
    {GET,    "/api/meetings",      SIGNED_IN, Q_MEETING_LIST, .params = meetings_params, .reply = &meeting_list, .summary = "Meetings I take part in or prepare"},
    {GET,    "/api/calendar",      SIGNED_IN, Q_CALENDAR_GET, .params = calendar_params, .reply = &calendar_shape, .summary = "Meetings of some days: mine, a unit's, a person's, a room's"},
    {GET,    "/api/meetings/conflicts", SIGNED_IN, Q_MEETING_CONFLICTS, .params = conflicts_params, .reply = &conflicts_shape, .summary = "What else has this room and these people in this time"},
    {POST,   "/api/meetings",      SIGNED_IN, Q_MEETING_CREATE, .body = &meeting_body, .reply = &meeting_shape, .status = 201, .summary = "New meeting, a draft"},
    {GET,    MEET,                 SIGNED_IN, Q_MEETING_GET, .reply = &meeting_shape, .summary = "A meeting whole: one snapshot with its revision"},
    {PATCH,  MEET,                 SIGNED_IN, Q_MEETING_CHANGE, .body = &meeting_change, .reply = &meeting_shape, .if_match = TRUE, .summary = "Change its facts"},
    {DELETE, MEET,                 SIGNED_IN, Q_MEETING_DELETE, .summary = "Delete a draft; nothing later (E11)"},
    {GET,    MEET "/agenda",       SIGNED_IN, Q_AGENDA_GET, .reply = &agenda_shape, .summary = "The agenda"},
    {PUT,    MEET "/agenda",       SIGNED_IN, Q_AGENDA_SET, .body = &agenda_body, .reply = &agenda_shape, .if_match = TRUE, .summary = "The whole agenda of a draft, in order"},
    {POST,   MEET "/agenda",       SIGNED_IN, Q_AGENDA_ITEM_CREATE, .body = &agenda_item_body, .reply = &agenda_shape, .status = 201, .summary = "One more item; late after publishing"},
    {PATCH,  "/api/agenda-items/{item}", SIGNED_IN, Q_AGENDA_ITEM_CHANGE, .body = &agenda_item_change, .reply = &agenda_shape, .summary = "Change an item's facts, not its place"},
    {POST,   "/api/agenda-items/{item}/papers", SIGNED_IN, Q_PAPER_CREATE, .body = &paper_body, .reply = &agenda_shape, .status = 201, .summary = "One more paper; late after publishing"},
    {PATCH,  "/api/papers/{paper}", SIGNED_IN, Q_PAPER_CHANGE, .body = &paper_change, .reply = &agenda_shape, .summary = "Pin another version"},
    {GET,    "/api/paper-requests", SIGNED_IN, Q_PAPER_REQUEST_LIST, .reply = &paper_request_list, .summary = "Items that units of mine are asked papers for"},
    {POST,   "/api/agenda-items/{item}/submissions", SIGNED_IN, Q_PAPER_SUBMIT, .body = &paper_body, .reply = &paper_request_shape, .status = 201, .summary = "Submit a paper, or a newer version of one, for approval"},
    {POST,   "/api/papers/{paper}/approve", SIGNED_IN, Q_PAPER_APPROVE, .reply = &agenda_shape, .summary = "Members may see it; nobody approves their own"},
    {POST,   "/api/papers/{paper}/return", SIGNED_IN, Q_PAPER_RETURN, .body = &paper_return_body, .reply = &agenda_shape, .summary = "Back to the preparing unit, with the reason"},
    {GET,    MEET "/comments",     SIGNED_IN, Q_ITEM_COMMENT_LIST, .reply = &item_comment_list, .summary = "What is said of its items before the meeting, and my private notes"},
    {GET,    MEET "/comments/file", SIGNED_IN, .call = item_comment_file, .media = "application/pdf", .lane = LANE_PAGES, .summary = "All that was said of its items and papers, as far as I may read it, as PDF"},
    {POST,   "/api/agenda-items/{item}/comments", SIGNED_IN, Q_ITEM_COMMENT_CREATE, .body = &item_comment_body, .reply = &item_comment_shape, .status = 201, .summary = "A comment or question, to all or to those who prepare"},
    {PATCH,  "/api/item-comments/{comment}", SIGNED_IN, Q_ITEM_COMMENT_CHANGE, .body = &comment_body, .reply = &item_comment_shape, .summary = "Change my words; marked as edited"},
    {DELETE, "/api/item-comments/{comment}", SIGNED_IN, Q_ITEM_COMMENT_DELETE, .reply = &item_comment_shape, .summary = "Take my words back"},
    {PUT,    "/api/agenda-items/{item}/note", SIGNED_IN, Q_ITEM_NOTE_SET, .body = &item_note_body, .reply = &item_note_shape, .summary = "My private note on an item"},
    {GET,    MEET "/changes",      SIGNED_IN, Q_AGENDA_CHANGE_LIST, .reply = &agenda_change_list_shape, .summary = "What changed after publishing, and what of it is new to me"},
    {GET,    MEET "/invitation",   SIGNED_IN, .call = invitation_get, .params = invitation_params, .media = "application/pdf", .lane = LANE_PAGES, .summary = "The invitation as PDF in the decree's form, to me or my unit; who prepares names another, or nobody"},
    {GET,    MEET "/invitation/paper", SIGNED_IN, Q_INVITATION_PAPER_GET, .reply = &invitation_paper_shape, .summary = "Number, signer and what else the invitation says; for those who prepare"},
    {PUT,    MEET "/invitation/paper", SIGNED_IN, Q_INVITATION_PAPER_SET, .body = &invitation_paper_body, .reply = &invitation_paper_shape, .if_match = TRUE, .summary = "Say it"},
    {POST,   MEET "/changes/seen", SIGNED_IN, Q_AGENDA_CHANGE_SEEN, .body = &agenda_seen_body, .reply = &agenda_change_list_shape, .summary = "I have looked, up to this change"},
    {GET,    "/api/proposals",     SIGNED_IN, Q_PROPOSAL_LIST, .params = proposals_params, .reply = &proposal_list, .summary = "Items proposed by units of mine, or for me to decide on (E4)"},
    {POST,   "/api/proposals",     SIGNED_IN, Q_PROPOSAL_CREATE, .body = &proposal_body, .reply = &proposal_shape, .status = 201, .summary = "A unit proposes an item, to a meeting or to the unit that holds it"},
    {PATCH,  "/api/proposals/{proposal}", SIGNED_IN, Q_PROPOSAL_CHANGE, .body = &proposal_change, .reply = &proposal_shape, .if_match = TRUE, .summary = "Change it while it waits; one that was returned is sent again"},
    {POST,   "/api/proposals/{proposal}/accept", SIGNED_IN, Q_PROPOSAL_ACCEPT, .body = &proposal_accept_body, .reply = &proposal_shape, .summary = "Into the agenda of a meeting that I prepare; its papers wait for approval there"},
    {POST,   "/api/proposals/{proposal}/postpone", SIGNED_IN, Q_PROPOSAL_POSTPONE, .body = &proposal_postpone_body, .reply = &proposal_shape, .summary = "To another meeting that I prepare, or to one not planned yet"},
    {POST,   "/api/proposals/{proposal}/return", SIGNED_IN, Q_PROPOSAL_RETURN, .body = &proposal_return_body, .reply = &proposal_shape, .summary = "Back to the unit, with the reason"},
    {POST,   "/api/proposals/{proposal}/withdraw", SIGNED_IN, Q_PROPOSAL_WITHDRAW, .reply = &proposal_shape, .summary = "The unit takes it back"},
    {PUT,    MEET "/invitees",     SIGNED_IN, Q_INVITEE_SET, .body = &invitees_body, .reply = &invitees_shape, .summary = "Units and persons invited"},
    {PUT,    MEET "/answer",       SIGNED_IN, Q_ANSWER_SET, .body = &answer_body, .reply = &meeting_shape, .summary = "Confirm, decline with a reason, or send a substitute; until it starts (rule 23)"},
    {PUT,    MEET "/units/{unit}/attendees", SIGNED_IN, Q_UNIT_ATTENDEES_SET, .body = &attendees_body, .reply = &meeting_shape, .summary = "Whom an invited unit sends"},
    {GET,    MEET "/colleagues",   SIGNED_IN, Q_COLLEAGUE_LIST, .params = colleagues_params, .reply = &principal_list, .summary = "Whom I may send in my place, or name for a unit"},
    {GET,    MEET "/pack",         SIGNED_IN, Q_MEETING_PACK_GET, .reply = &meeting_pack_shape, .summary = "One PDF of all papers I may see: whether it is there, and how far"},
    {POST,   MEET "/pack",         SIGNED_IN, .call = meeting_pack_ask, .reply = &meeting_pack_shape, .lane = LANE_PAGES, .summary = "Ask for mine as the papers are now; built in the background"},
    {GET,    MEET "/pack/file",    SIGNED_IN, .call = meeting_pack_file, .media = "application/pdf", .lane = LANE_STORE, .summary = "The PDF; 409 while it is not ready, or no longer what I may see"},
    {GET,    MEET "/seats",        SIGNED_IN, Q_MEETING_SEATS_GET, .reply = &seating_shape, .summary = "The room's map and who sits where"},
    {GET,    MEET "/my-seat",      SIGNED_IN, Q_MY_SEAT_GET, .reply = &my_seat_shape, .summary = "My own seat, and how far the placing is"},
    {PUT,    MEET "/seats",        SIGNED_IN, Q_MEETING_SEATS_SET, .body = &seating_body, .reply = &seating_shape, .if_match = TRUE, .summary = "Who sits where, all of it"},
    {POST,   MEET "/publish",      SIGNED_IN, Q_MEETING_PUBLISH, .reply = &meeting_shape, .summary = "Invite: the agenda is frozen and numbered"},
    {POST,   MEET "/start",        SIGNED_IN, Q_MEETING_START, .reply = &meeting_shape, .summary = "The chair opens"},
    {POST,   MEET "/current",      SIGNED_IN, Q_MEETING_CURRENT, .body = &current_body, .reply = &meeting_shape, .summary = "Move to an item, forward or back"},
    {POST,   MEET "/pause",        SIGNED_IN, Q_MEETING_PAUSE, .reply = &meeting_shape, .summary = "Pause; the clock stands"},
    {POST,   MEET "/resume",       SIGNED_IN, Q_MEETING_RESUME, .reply = &meeting_shape, .summary = "Go on"},
    {GET,    MEET "/attendance",   SIGNED_IN, Q_ROLL_GET, .reply = &roll_shape, .summary = "Who is there, and whether there are enough"},
    {POST,   MEET "/attendance",   SIGNED_IN, Q_ATTENDANCE_SAY, .body = &attendance_say_body, .reply = &roll_shape, .status = 200, .summary = "I am here, in the room or online; with the code on the screen it is confirmed"},
    {GET,    MEET "/attendance/code", SIGNED_IN, Q_ROLL_CODE_GET, .reply = &roll_code_shape, .summary = "The code of the moment, for the screen in the room"},
    {GET,    MEET "/attendance/file", SIGNED_IN, .call = attendance_file, .media = "application/pdf", .lane = LANE_PAGES, .summary = "The roll-call as PDF, with room to sign"},
    {PUT,    MEET "/attendance/{person}", SIGNED_IN, Q_ATTENDANCE_SET, .body = &attendance_body, .reply = &roll_shape, .summary = "The secretary calls the roll (rule 22)"},
    {PUT,    MEET "/quorum",       SIGNED_IN, Q_QUORUM_SET, .body = &quorum_body, .reply = &roll_shape, .summary = "The share of members that must be there (rule 33)"},
    {PUT,    "/api/agenda-items/{item}/attendance/{person}", SIGNED_IN, Q_ITEM_ATTENDANCE_SET, .body = &item_attendance_body, .reply = &roll_shape, .summary = "There or not for one item"},
    {GET,    MEET "/floor",        SIGNED_IN, Q_FLOOR_GET, .reply = &floor_shape, .summary = "Who has the floor, who waits for it, who had it"},
    {PUT,    MEET "/desks/{word:queue}", SIGNED_IN, Q_DESK_SET, .body = &desk_body, .reply = &floor_shape, .summary = "Open, pause or close a queue; who may join it (rules 26, 28)"},
    {POST,   MEET "/speeches",     SIGNED_IN, Q_SPEECH_CREATE, .body = &speech_body, .reply = &floor_shape, .status = 201, .summary = "Ask to speak, raise a point of order, put a question (rules 26, 28)"},
    {POST,   "/api/speeches/{speech}/call", SIGNED_IN, Q_SPEECH_CALL, .reply = &floor_shape, .summary = "Give the floor; whoever has it has ended (rule 27)"},
    {POST,   "/api/speeches/{speech}/stop", SIGNED_IN, Q_SPEECH_STOP, .reply = &floor_shape, .summary = "The clock stands"},
    {POST,   "/api/speeches/{speech}/resume", SIGNED_IN, Q_SPEECH_RESUME, .reply = &floor_shape, .summary = "The clock goes on"},
    {POST,   "/api/speeches/{speech}/end", SIGNED_IN, Q_SPEECH_END, .reply = &floor_shape, .summary = "Done, by the chair or by oneself"},
    {POST,   "/api/speeches/{speech}/withdraw", SIGNED_IN, Q_SPEECH_WITHDRAW, .reply = &floor_shape, .summary = "No longer asked for"},
    {PUT,    "/api/speeches/{speech}/place", SIGNED_IN, Q_SPEECH_PLACE, .body = &speech_place_body, .reply = &floor_shape, .summary = "Before another in the queue (rule 27)"},
    {GET,    MEET "/record",       SIGNED_IN, Q_RECORD_GET, .reply = &record_shape, .summary = "Its sealed record: which sealings there are, and of which restricted items that I see"},
    {POST,   MEET "/record",       SIGNED_IN, .call = record_ask, .reply = &record_shape, .status = 202, .summary = "Seal it as it is now; at the closing that happens by itself"},
    {GET,    MEET "/record/bundle", SIGNED_IN, .call = record_bundle, .media = "application/x-git-bundle", .lane = LANE_STORE, .summary = "The record's repository as a git bundle, for git clone"},
    {GET,    "/api/agenda-items/{item}/record/bundle", SIGNED_IN, .call = item_record_bundle, .media = "application/x-git-bundle", .lane = LANE_STORE, .summary = "A restricted item's own part of the record, for its circle"},
    {GET,    MEET "/votes",        SIGNED_IN, Q_VOTE_LIST, .params = votes_params, .reply = &vote_list_shape, .summary = "Votes that I may see; what is prepared only for those who prepare"},
    {POST,   MEET "/votes",        SIGNED_IN, Q_VOTE_CREATE, .body = &vote_body, .reply = &vote_shape, .status = 201, .summary = "Prepare a vote on an item (rules 29, 33)"},
    {GET,    VOTE,                 SIGNED_IN, Q_VOTE_GET, .reply = &vote_shape, .summary = "A vote, with the list for the minutes as far as I may know it"},
    {PATCH,  VOTE,                 SIGNED_IN, Q_VOTE_CHANGE, .body = &vote_change, .reply = &vote_shape, .if_match = TRUE, .summary = "Change it, while it is only prepared (rule 29)"},
    {DELETE, VOTE,                 SIGNED_IN, Q_VOTE_DELETE, .summary = "Delete it, while it is only prepared"},
    {PUT,    VOTE "/place",        SIGNED_IN, Q_VOTE_PLACE, .body = &vote_place_body, .reply = &vote_shape, .summary = "Before another of its item"},
    {POST,   VOTE "/ready-check",  SIGNED_IN, Q_VOTE_READY_ASK, .reply = &vote_shape, .summary = "Ask who is ready to vote"},
    {POST,   VOTE "/ready",        SIGNED_IN, Q_VOTE_READY_SAY, .reply = &vote_ready_shape, .summary = "I am ready to vote"},
    {POST,   VOTE "/open",         SIGNED_IN, Q_VOTE_OPEN, .reply = &vote_shape, .summary = "From here on nothing of it changes (rules 11, 29)"},
    {POST,   VOTE "/pause",        SIGNED_IN, Q_VOTE_PAUSE, .reply = &vote_shape, .summary = "No ballots for a while"},
    {POST,   VOTE "/resume",       SIGNED_IN, Q_VOTE_RESUME, .reply = &vote_shape, .summary = "Go on"},
    {POST,   VOTE "/close",        SIGNED_IN, Q_VOTE_CLOSE, .reply = &vote_shape, .summary = "Fixes list and result (rule 31)"},
    {POST,   VOTE "/publish",      SIGNED_IN, Q_VOTE_PUBLISH, .reply = &vote_shape, .summary = "All who see it are told the result"},
    {POST,   VOTE "/ballots",      SIGNED_IN, Q_BALLOT_CAST, .body = &ballot_body, .reply = &ballot_shape, .status = 201, .summary = "My ballot, one a mandate; the same again is the same (rule 30)"},
    /* secret votes (F6, K7): papers, the box, the count */
    {POST,   VOTE "/hand-out",     SIGNED_IN, .call = secret_hand_out, .reply = &vote_shape, .lane = LANE_PASSWORD, .summary = "Open a secret vote: a key of its own, and papers for those present (rule 30)"},
    {GET,    VOTE "/papers",       SIGNED_IN, Q_SECRET_PAPERS_GET, .reply = &secret_papers_shape, .summary = "Which papers are mine, and the key they are signed with"},
    {POST,   VOTE "/papers",       SIGNED_IN, .call = secret_paper_take, .body = &secret_paper_body, .reply = &secret_paper_shape, .status = 201, .summary = "My ballot paper, one a mandate: a blind signature (RFC 9474); the same again is the same"},
    {POST,   VOTE "/box/open",     SIGNED_IN, .call = secret_box_open, .reply = &vote_shape, .summary = "No more papers: ballots may be dropped"},
    {POST,   VOTE "/box",          OPEN, .call = secret_ballot_drop, .body = &secret_ballot_body, .reply = &secret_receipt_shape, .status = 201, .nameless = TRUE, .summary = "A ballot, sent without cookie or name; the answer is a signed receipt"},
    {POST,   VOTE "/last-call",    SIGNED_IN, Q_SECRET_LAST_CALL, .body = &secret_last_call_body, .reply = &vote_shape, .summary = "Announce when the box closes"},
    {POST,   VOTE "/count",        SIGNED_IN, .call = secret_count, .reply = &vote_shape, .lane = LANE_STORE, .summary = "Empty the box and fix the result (rule 31)"},
    {GET,    VOTE "/ballots",      SIGNED_IN, Q_SECRET_LIST_GET, .reply = &secret_list_shape, .summary = "Every ballot of a published secret vote, to be counted again by anybody"},
    {GET,    VOTE "/ballots/seal", SIGNED_IN, .call = secret_seal_get, .media = "text/plain; charset=utf-8", .summary = "The system's signature on exactly the bytes of that list (SSHSIG, namespace nghisu-vote)"},
    {GET,    VOTE "/file",         SIGNED_IN, .call = vote_file, .media = "application/pdf", .lane = LANE_PAGES, .summary = "Result and list as PDF"},
    {GET,    MEET "/conclusions",  SIGNED_IN, Q_CONCLUSION_LIST, .reply = &conclusion_list_shape, .summary = "What was concluded, in the order of the agenda; drafts for those who prepare it"},
    {POST,   MEET "/conclusions",  SIGNED_IN, Q_CONCLUSION_CREATE, .body = &conclusion_body, .reply = &conclusion_shape, .status = 201, .summary = "A conclusion on an item or the whole meeting, until its minutes are approved (F10)"},
    {PATCH,  "/api/conclusions/{conclusion}", SIGNED_IN, Q_CONCLUSION_CHANGE, .body = &conclusion_change, .reply = &conclusion_shape, .if_match = TRUE, .summary = "Change it; a draft is stated by draft false"},
    {DELETE, "/api/conclusions/{conclusion}", SIGNED_IN, Q_CONCLUSION_DELETE, .if_match = TRUE, .summary = "Take it away"},
    {PUT,    "/api/conclusions/{conclusion}/place", SIGNED_IN, Q_CONCLUSION_PLACE, .body = &conclusion_place_body, .reply = &conclusion_list_shape, .summary = "Before another of its item, or last"},
    {GET,    MEET "/events",       SIGNED_IN, Q_MEETING_EVENT_LIST, .params = meeting_events_params, .reply = &meeting_event_list_shape, .summary = "What happened in it, newest first, as far as I may know"},
    {GET,    MEET "/conclusions/file", SIGNED_IN, .call = conclusion_file, .params = minutes_file_params, .media = "application/pdf", .lane = LANE_PAGES, .summary = "The notice of conclusions as it would be made now, as PDF or DOCX"},
    {POST,   MEET "/conclusions/notice", SIGNED_IN, .call = conclusion_notice_make, .reply = &document_shape, .status = 201, .lane = LANE_STORE, .summary = "An outgoing draft of it (G4); restricted items left out"},
    {GET,    MEET "/minutes",      SIGNED_IN, Q_MINUTES_LIST, .reply = &minutes_list_shape, .summary = "The minutes I see: the common ones, and those of circles I am in"},
    {POST,   MEET "/minutes",      SIGNED_IN, .call = minutes_make, .body = &minutes_make_body, .reply = &minutes_shape, .status = 201, .summary = "Draft them from the record; again: offer what of the record has changed (rule 34)"},
    {PATCH,  "/api/minutes/{minutes}", SIGNED_IN, Q_MINUTES_CHANGE, .body = &minutes_change, .reply = &minutes_shape, .if_match = TRUE, .summary = "Number and symbol"},
    {GET,    "/api/minutes/{minutes}/file", SIGNED_IN, .call = minutes_file, .params = minutes_file_params, .media = "application/pdf", .lane = LANE_PAGES, .summary = "As they are now, in the decree's form, as PDF or DOCX"},
    {POST,   "/api/minutes/{minutes}/blocks", SIGNED_IN, Q_MINUTES_BLOCK_CREATE, .body = &minutes_block_body, .reply = &minutes_block_shape, .status = 201, .summary = "One more paragraph, after another or first"},
    {PATCH,  "/api/minutes-blocks/{block}", SIGNED_IN, Q_MINUTES_BLOCK_CHANGE, .body = &minutes_block_change_body, .reply = &minutes_block_shape, .if_match = TRUE, .summary = "Its words; the later of two writers is told"},
    {DELETE, "/api/minutes-blocks/{block}", SIGNED_IN, Q_MINUTES_BLOCK_DELETE, .if_match = TRUE, .summary = "Take it out"},
    {PUT,    "/api/minutes-blocks/{block}/place", SIGNED_IN, Q_MINUTES_BLOCK_PLACE, .body = &minutes_block_place_body, .reply = &minutes_block_shape, .summary = "Before another, or last"},
    {POST,   "/api/minutes-blocks/{block}/offer", SIGNED_IN, Q_MINUTES_BLOCK_OFFER, .body = &minutes_offer_body, .reply = &minutes_block_shape, .if_match = TRUE, .status = 200, .summary = "Take what the record says now, or leave it"},
    {POST,   "/api/minutes/{minutes}/offers", SIGNED_IN, Q_MINUTES_OFFERS, .body = &minutes_offer_body, .reply = &minutes_shape, .status = 200, .summary = "The same for all that is offered"},
    {POST,   "/api/minutes/{minutes}/circulate", SIGNED_IN, Q_MINUTES_CIRCULATE, .body = &minutes_circulate_body, .reply = &minutes_shape, .status = 200, .summary = "To those in the meeting, for comments until a time"},
    {POST,   "/api/minutes-blocks/{block}/comments", SIGNED_IN, Q_MINUTES_COMMENT_CREATE, .body = &minutes_comment_body, .reply = &minutes_comment_shape, .status = 201, .summary = "A comment on a paragraph, while they are taken"},
    {POST,   "/api/minutes-comments/{comment}/answer", SIGNED_IN, Q_MINUTES_COMMENT_ANSWER, .body = &minutes_answer_body, .reply = &minutes_comment_shape, .status = 200, .summary = "Taken or not, and why"},
    {POST,   "/api/minutes/{minutes}/approve", SIGNED_IN, .call = minutes_approve, .reply = &minutes_shape, .status = 200, .lane = LANE_STORE, .summary = "The chair approves: locked, a document in the store, the meeting closed (rules 20, 34)"},
    {POST,   "/api/minutes/{minutes}/correct", SIGNED_IN, Q_MINUTES_CORRECT, .body = &minutes_correct_body, .reply = &minutes_shape, .status = 200, .summary = "A new edition, with its reason (rule 34)"},
    {GET,    "/api/agenda-items/{item}/extract", SIGNED_IN, .call = minutes_extract_file, .params = minutes_file_params, .media = "application/pdf", .lane = LANE_PAGES, .summary = "An item's part of the approved minutes, as PDF or DOCX"},
    {POST,   "/api/agenda-items/{item}/extract", SIGNED_IN, .call = minutes_extract_make, .reply = &document_shape, .status = 201, .lane = LANE_STORE, .summary = "The same as a document for the unit that proposed the item"},
    {POST,   MEET "/adjourn",      SIGNED_IN, Q_MEETING_ADJOURN, .body = &adjourn_body, .reply = &meeting_shape, .summary = "Pause it until another day; again with another time moves that day"},
    {POST,   MEET "/end",          SIGNED_IN, Q_MEETING_END, .reply = &meeting_shape, .summary = "The chair ends"},
    {POST,   MEET "/cancel",       SIGNED_IN, Q_MEETING_CANCEL, .reply = &meeting_shape, .summary = "Cancel before it starts"},

    /* following the presenter (F3) */
    {GET,    MEET "/follow",       SIGNED_IN, Q_FOLLOW_GET, .reply = &follow_shape, .summary = "Who presents which paper, and the event subject that tells where on it"},
    {PUT,    MEET "/follow",       SIGNED_IN, Q_FOLLOW_START, .body = &follow_body, .reply = &follow_shape, .summary = "Present a paper; who steers takes the screen from whoever has it"},
    {DELETE, MEET "/follow",       SIGNED_IN, Q_FOLLOW_STOP, .reply = &follow_shape, .status = 200, .summary = "Present no more"},
    {PUT,    MEET "/follow/presenters", SIGNED_IN, Q_FOLLOW_LET, .body = &follow_let_body, .reply = &follow_shape, .summary = "Whom the chair lets present"},
    {POST,   MEET "/follow/here",  SIGNED_IN, Q_FOLLOW_HERE, .body = &follow_here_body, .summary = "Where on the paper the presenter is: told to those who follow, not kept"},

    /* tasks (G2; rule 35) */
    {GET,    "/api/tasks",         SIGNED_IN, Q_TASK_LIST, .params = tasks_params, .reply = &task_list_shape, .summary = "Tasks I see, urgent ones first; a column of the board or all"},
    {GET,    "/api/tasks/board",   SIGNED_IN, Q_TASK_BOARD, .params = task_board_params, .reply = &task_board_shape, .summary = "How many are overdue, due soon, under way, wait for confirmation, are done: by unit and by person"},
    {POST,   MEET "/tasks",        SIGNED_IN, Q_TASK_CREATE, .body = &task_body, .reply = &task_shape, .status = 201, .summary = "Give a task, from a conclusion or an item; chair and secretaries"},
    {GET,    "/api/tasks/{task}",  SIGNED_IN, Q_TASK_GET, .reply = &task_shape, .summary = "A task and all that became of it"},
    {PATCH,  "/api/tasks/{task}",  SIGNED_IN, Q_TASK_CHANGE, .body = &task_change_body, .reply = &task_shape, .if_match = TRUE, .summary = "Change it; what was before is kept (rule 35)"},
    {POST,   "/api/tasks/{task}/accept", SIGNED_IN, Q_TASK_ACCEPT, .reply = &task_shape, .summary = "We do it"},
    {POST,   "/api/tasks/{task}/progress", SIGNED_IN, Q_TASK_PROGRESS, .body = &task_progress_body, .reply = &task_shape, .summary = "How far it is, with a document that shows it"},
    {POST,   "/api/tasks/{task}/report", SIGNED_IN, Q_TASK_REPORT, .body = &task_report_body, .reply = &task_shape, .summary = "Reported done; waits for confirmation"},
    {POST,   "/api/tasks/{task}/confirm", SIGNED_IN, Q_TASK_CONFIRM, .body = &task_confirm_body, .reply = &task_shape, .summary = "It is done"},
    {POST,   "/api/tasks/{task}/return", SIGNED_IN, Q_TASK_RETURN, .body = &task_reason_body, .reply = &task_shape, .summary = "Not done yet, with the reason"},
    {POST,   "/api/tasks/{task}/extension", SIGNED_IN, Q_TASK_EXTEND, .body = &task_extend_body, .reply = &task_shape, .summary = "Ask for a later day, with the reason"},
    {POST,   "/api/tasks/{task}/extension/grant", SIGNED_IN, Q_TASK_EXTENSION_GRANT, .body = &task_grant_body, .reply = &task_shape, .summary = "Grant it, or another day"},
    {POST,   "/api/tasks/{task}/extension/refuse", SIGNED_IN, Q_TASK_EXTENSION_REFUSE, .body = &task_reason_body, .reply = &task_shape, .summary = "Refuse it, with the reason"},
    {PUT,    "/api/tasks/{task}/person", SIGNED_IN, Q_TASK_NAME, .body = &task_name_body, .reply = &task_shape, .summary = "Who of the lead unit does it"},
    {POST,   "/api/tasks/{task}/chase", SIGNED_IN, Q_TASK_CHASE, .body = &task_chase_body, .reply = &task_shape, .summary = "Remind them, by notice and mail; once a day"},
    {POST,   "/api/tasks/{task}/withdraw", SIGNED_IN, Q_TASK_WITHDRAW, .body = &task_reason_body, .reply = &task_shape, .summary = "No longer wanted, with the reason"},

    /* statistics (H1) */
    {GET,    "/api/statistics",    SIGNED_IN, Q_STATISTICS_GET, .params = statistics_params, .reply = &statistics_shape, .summary = "Who was invited, came, sent somebody, spoke and voted: mine, my units', of meetings I prepare"},
    {GET,    "/api/statistics/file", SIGNED_IN, .call = statistics_file, .params = statistics_params, .media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .lane = LANE_PAGES, .summary = "The same as a workbook (XLSX), all people in it"},

    /* templates, copies and series (E1); rules of meeting types (rule 23) */
    {POST,   "/api/meetings/from", SIGNED_IN, Q_MEETING_MAKE, .body = &meeting_from_body, .reply = &made_shape, .status = 201, .summary = "Drafts of a template, of an earlier meeting, or repeated; says what of it could not be kept"},
    {GET,    "/api/meeting-dates", SIGNED_IN, Q_SERIES_PREVIEW, .params = dates_params, .reply = &series_days, .summary = "On which days a series would fall, with the holidays"},
    {GET,    "/api/meeting-templates", SIGNED_IN, Q_TEMPLATE_LIST, .reply = &template_list, .summary = "Templates of my units, for those who prepare meetings"},
    {POST,   "/api/meeting-templates", SIGNED_IN, Q_TEMPLATE_CREATE, .body = &template_body, .reply = &template_shape, .status = 201, .summary = "A meeting kept as a template; no papers, no restricted items"},
    {GET,    "/api/meeting-templates/{template}", SIGNED_IN, Q_TEMPLATE_GET, .reply = &template_shape, .summary = "A template as it would be used today"},
    {PATCH,  "/api/meeting-templates/{template}", SIGNED_IN, Q_TEMPLATE_CHANGE, .body = &template_change, .reply = &template_shape, .if_match = TRUE, .summary = "Rename, retire, or take what it holds from a meeting anew"},
    {DELETE, "/api/meeting-templates/{template}", SIGNED_IN, Q_TEMPLATE_DELETE, .summary = "Delete it; meetings made of it stay"},
    {GET,    MEET "/series",       SIGNED_IN, Q_SERIES_GET, .reply = &series_shape, .summary = "The meetings of its series that I may see"},
    {PATCH,  MEET "/series",       SIGNED_IN, Q_SERIES_CHANGE, .body = &series_change, .reply = &series_done, .summary = "Move this one and the following, as far as they are drafts"},
    {DELETE, MEET "/series",       SIGNED_IN, Q_SERIES_DELETE, .reply = &series_done, .summary = "Delete this one and the following, as far as they are drafts"},
    {GET,    "/api/meeting-types/{entry}/rules", SIGNED_IN, Q_TYPE_RULES_GET, .reply = &type_rules_shape, .summary = "What a meeting type says of substitutes and of the words of votes"},
    {PUT,    "/api/meeting-types/{entry}/rules", SIGNED_IN, Q_TYPE_RULES_SET, .body = &type_rules_body, .reply = &type_rules_shape, .if_match = TRUE, .summary = "Say it"},
    /* notices, and mail of them (E6) */
    {GET,    "/api/notices",       SIGNED_IN, Q_NOTICE_LIST, .params = notices_params, .reply = &notice_list_shape, .summary = "What I am told of my meetings, newest first"},
    {POST,   "/api/notices/read",  SIGNED_IN, Q_NOTICE_READ, .body = &notice_read_body, .reply = &notice_unread_shape, .status = 200, .summary = "I have read these, or all up to one"},
    {GET,    "/api/mail",          SIGNED_IN, Q_MAIL_CHOICE_GET, .reply = &mail_choice_shape, .summary = "Which notices I get by mail too"},
    {PUT,    "/api/mail",          SIGNED_IN, Q_MAIL_CHOICE_SET, .body = &mail_choice_body, .reply = &mail_choice_shape, .summary = "Say which"},
    {GET,    MEET "/mail",         SIGNED_IN, Q_MEETING_MAIL_GET, .reply = &meeting_mail_shape, .summary = "For those who prepare it: whom mail has not reached"},
    {0},
};
/* clang-format on */
