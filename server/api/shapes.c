/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies and query strings; the replies are in replies.c. Only data.
 */
#include "api/shapes.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define END \
    {       \
        0   \
    }
/* must be there / may be there / may be there or null */
#define MUST_TEXT(n, lo, hi)                                                         \
    {                                                                                \
        .name = n, .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = lo, .max = hi \
    }
#define MAY_TEXT(n, hi)                                                             \
    {                                                                               \
        .name = n, .kind = FIELD_TEXT, .flags = FIELD_NULLABLE, .min = 0, .max = hi \
    }
#define MAY_TEXT1(n, lo, hi)                                \
    {                                                       \
        .name = n, .kind = FIELD_TEXT, .min = lo, .max = hi \
    }
#define MUST(n, k)                                    \
    {                                                 \
        .name = n, .kind = k, .flags = FIELD_REQUIRED \
    }
#define MAY(n, k)                                     \
    {                                                 \
        .name = n, .kind = k, .flags = FIELD_NULLABLE \
    }
#define MUST_INT(n, lo, hi)                                                             \
    {                                                                                   \
        .name = n, .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .min = lo, .max = hi \
    }
#define MAY_INT(n, lo, hi)                                                              \
    {                                                                                   \
        .name = n, .kind = FIELD_INTEGER, .flags = FIELD_NULLABLE, .min = lo, .max = hi \
    }
#define MUST_CHOICE(n, ...)                                                                     \
    {                                                                                           \
        .name = n, .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS(__VA_ARGS__) \
    }
#define MAY_CHOICE(n, ...)                                                                      \
    {                                                                                           \
        .name = n, .kind = FIELD_CHOICE, .flags = FIELD_NULLABLE, .choices = WORDS(__VA_ARGS__) \
    }
#define SECRET(n, lo)                                                                                 \
    {                                                                                                 \
        .name = n, .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_SECRET, .min = lo, .max = 1024 \
    }
#define TEXTS(n, items, hi)                                                                         \
    {                                                                                               \
        .name = n, .kind = FIELD_TEXT, .flags = FIELD_LIST, .min = 1, .max = hi, .max_items = items \
    }
#define UUIDS(n, items)                                                        \
    {                                                                          \
        .name = n, .kind = FIELD_UUID, .flags = FIELD_LIST, .max_items = items \
    }
#define LIST(n, s, items)                                                                                     \
    {                                                                                                         \
        .name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_LIST, .shape = &s, .max_items = items \
    }
#define SHAPE(s, n, ...) const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}
#define LOCAL(s, n, ...) static const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}

/* people */
SHAPE(sign_in_body, "SignIn", MUST_TEXT("account", 1, 100), SECRET("password", 1));
SHAPE(password_body, "PasswordChange", SECRET("current", 1), SECRET("password", 10));
SHAPE(password_set_body, "PasswordSet", SECRET("password", 10));
SHAPE(person_body, "NewPerson", MUST_TEXT("account", 2, 60), MUST_TEXT("full_name", 1, 100), MAY_TEXT("email", 254), MAY_TEXT("phone", 30),
      SECRET("password", 10));
SHAPE(person_change, "PersonChange", MAY_TEXT1("full_name", 1, 100), MAY_TEXT("email", 254), MAY_TEXT("phone", 30),
      MAY_CHOICE("state", "active", "locked"));
SHAPE(position_body, "NewPosition", MUST("unit_id", FIELD_UUID), MUST("title_id", FIELD_UUID), MAY("from", FIELD_DATE),
      MAY("to", FIELD_DATE), MAY("main", FIELD_BOOLEAN));
SHAPE(position_end_body, "PositionEnd", MUST("on", FIELD_DATE));
#define ROLES "system_admin", "unit_admin", "registry_clerk", "secretary", "leader", "officer"
LOCAL(role_item, "RoleGrant", MUST_CHOICE("role", ROLES), MAY("unit_id", FIELD_UUID));
SHAPE(roles_body, "Roles", LIST("roles", role_item, 50));

/* units: dates are civil; absent means today */
SHAPE(unit_body, "NewUnit", MUST_TEXT("name", 1, 200), MAY_TEXT("short_name", 60), MAY_TEXT("symbol", 20), MAY("parent_id", FIELD_UUID),
      MAY("is_agency", FIELD_BOOLEAN), MAY_TEXT("code", 13), MAY("on", FIELD_DATE), MAY_INT("sort", 0, 100000));
SHAPE(unit_change, "UnitChange", MAY("is_agency", FIELD_BOOLEAN), MAY_TEXT("code", 13), MAY_INT("sort", 0, 100000));
SHAPE(unit_rename_body, "UnitRename", MUST_TEXT("name", 1, 200), MAY_TEXT("short_name", 60), MAY_TEXT("symbol", 20), MAY("on", FIELD_DATE));
SHAPE(unit_move_body, "UnitMove", MAY("parent_id", FIELD_UUID), MAY("on", FIELD_DATE));
SHAPE(unit_dissolve_body, "UnitDissolve", MAY("on", FIELD_DATE), MAY("successor_id", FIELD_UUID));
/* Every cell of a line is text as it stood in the CSV file; the database says per line what is wrong. */
LOCAL(import_row, "UnitImportRow", MAY_TEXT("code", 400), MAY_TEXT("name", 400), MAY_TEXT("short_name", 400), MAY_TEXT("symbol", 400),
      MAY_TEXT("parent_code", 400), MAY_TEXT("is_agency", 400), MAY_TEXT("on", 400));
SHAPE(unit_import_body, "UnitImport", MUST("dry_run", FIELD_BOOLEAN), LIST("rows", import_row, 5000));

/* catalogues: title (position), meeting-type, document-type, room, issuer, holiday */
SHAPE(catalogue_body, "NewCatalogueEntry", MAY_TEXT("code", 20), MUST_TEXT("name", 1, 200), MAY_TEXT("name_en", 200), MAY("on", FIELD_DATE),
      MAY_INT("seats", 0, 100000), MAY_INT("sort", 0, 100000));
SHAPE(catalogue_change, "CatalogueChange", MAY_TEXT("code", 20), MAY_TEXT1("name", 1, 200), MAY_TEXT("name_en", 200), MAY("on", FIELD_DATE),
      MAY_INT("seats", 0, 100000), MAY_INT("sort", 0, 100000), MAY("active", FIELD_BOOLEAN));

/* documents (B1; Appendix VI) */
#define DOCUMENT_FIELDS                                                                                                                 \
    MAY_TEXT("number", 11), MAY_TEXT("symbol", 30), MAY("issued_on", FIELD_DATE), MAY_TEXT("issuer", 200), MAY_TEXT("signer_name", 50), \
        MAY_TEXT("signer_position", 100), TEXTS("recipients", 200, 200), MAY_CHOICE("urgency", "urgent", "very_urgent", "express"),     \
        MAY_CHOICE("secrecy", "confidential", "secret", "top_secret"), MAY("due_on", FIELD_DATE), MAY_TEXT("language", 30),             \
        MAY_CHOICE("direction", "incoming", "outgoing", "internal"), MAY("unit_id", FIELD_UUID), MAY_TEXT("description", 500)
SHAPE(document_body, "NewDocument", MUST_TEXT("type", 1, 20), MUST_TEXT("subject", 1, 500), DOCUMENT_FIELDS);
SHAPE(document_change, "DocumentChange", MAY_TEXT1("type", 1, 20), MAY_TEXT1("subject", 1, 500), DOCUMENT_FIELDS);
SHAPE(upload_body, "NewUpload", MUST_TEXT("filename", 1, 400),
      {.name = "bytes", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .min = 0, .max = G_MAXINT64});
SHAPE(restore_body, "Restore", MUST_TEXT("note", 1, 500));
LOCAL(grant_item, "Grant", MUST("principal_id", FIELD_UUID), MAY_INT("version", 1, 1000000), MUST_CHOICE("right", "read", "edit"));
SHAPE(grants_body, "GrantsChange", LIST("grants", grant_item, 500));
SHAPE(reading_body, "ReadingPlace", MUST_INT("version", 1, 1000000), MUST_INT("page", 1, 20000),
      {.name = "seen", .kind = FIELD_INTEGER, .flags = FIELD_LIST, .min = 1, .max = 20000, .max_items = 1000, .about = "other pages of this version that were read too"},
      {.name = "read", .kind = FIELD_BOOLEAN, .flags = FIELD_NULLABLE, .about = "true: all of this version is read"});
LOCAL(quad_item, "Quad", MUST("x", FIELD_NUMBER), MUST("y", FIELD_NUMBER), MUST("w", FIELD_NUMBER), MUST("h", FIELD_NUMBER));
SHAPE(thread_body, "NewThread", MUST_INT("page", 1, 20000), MUST_TEXT("body", 1, 5000), MAY_TEXT("quote", 2000),
      {.name = "quads",
       .kind = FIELD_SHAPE,
       .flags = FIELD_LIST,
       .shape = &quad_item,
       .max_items = 200,
       .about = "points of the page, origin top left"});
SHAPE(comment_body, "NewComment", MUST_TEXT("body", 1, 5000));

/* notes (C2); quads and strokes in points of the page, origin top left */
LOCAL(stroke_item, "Stroke", {.name = "points", .kind = FIELD_NUMBER, .flags = FIELD_REQUIRED | FIELD_LIST, .max_items = 60000, .about = "x, y, pressure 0…1, x, y, pressure, …"});
#define NOTE_PLACE                                                                                                                         \
    {.name = "quads", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &quad_item, .max_items = 500},                                    \
        {.name = "strokes", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &stroke_item, .max_items = 2000}
SHAPE(note_body, "NoteState", MUST("document_id", FIELD_UUID), MUST_INT("version", 1, 1000000), MUST_INT("page", 1, 20000),
      MUST_CHOICE("kind", "highlight", "underline", "strike", "ink", "text"), MUST_CHOICE("audience", "private", "unit", "readers"), MAY("unit_id", FIELD_UUID),
      MUST_CHOICE("colour", "yellow", "green", "blue", "red", "black"), {.name = "width", .kind = FIELD_NUMBER, .flags = FIELD_NULLABLE, .min = 0, .max = 50},
      MAY_TEXT("body", 5000), MAY_TEXT("exact", 5000), MAY_TEXT("prefix", 200), MAY_TEXT("suffix", 200), NOTE_PLACE);
SHAPE(note_place_body, "NotePlace", MUST_INT("version", 1, 1000000), MUST_INT("page", 1, 20000), MAY_TEXT("exact", 5000), MAY_TEXT("prefix", 200), MAY_TEXT("suffix", 200), NOTE_PLACE);

/* packs (C8) and copies (C9) */
SHAPE(pin_body, "PinChange", MUST("pinned", FIELD_BOOLEAN));

/* meetings */
#define MEETING_FIELDS                                                                                                    \
    MAY("type_id", FIELD_UUID), MAY("host_unit_id", FIELD_UUID), MAY("chair_id", FIELD_UUID), UUIDS("secretary_ids", 20), \
        MAY("ends_at", FIELD_TIME), MAY("room_id", FIELD_UUID), MAY_TEXT("place", 200), MAY("online", FIELD_BOOLEAN),     \
        MAY_TEXT("description", 2000)
SHAPE(meeting_body, "NewMeeting", MUST_TEXT("title", 1, 300), MUST("starts_at", FIELD_TIME), MEETING_FIELDS);
SHAPE(meeting_change, "MeetingChange", MAY_TEXT1("title", 1, 300), {.name = "starts_at", .kind = FIELD_TIME}, MEETING_FIELDS);
LOCAL(paper_item, "AgendaPaper", MUST("document_id", FIELD_UUID), MUST_INT("version", 1, 1000000), MAY_TEXT("group", 100));
#define ITEM_FIELDS                                                                                                                  \
    MAY_CHOICE("kind", "information", "discussion", "vote"), MAY("presenter_id", FIELD_UUID), MAY("presenting_unit_id", FIELD_UUID), \
        MAY_INT("minutes", 0, 1440), MAY("papers_due_at", FIELD_TIME), MAY("restricted", FIELD_BOOLEAN), UUIDS("circle", 100)
LOCAL(agenda_item_item, "AgendaItemInput", MAY("id", FIELD_UUID), MUST_TEXT("title", 1, 500), MAY_INT("level", 0, 1), ITEM_FIELDS,
      {.name = "papers", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &paper_item, .max_items = 100});
SHAPE(agenda_body, "AgendaChange", LIST("items", agenda_item_item, 300));
SHAPE(agenda_item_body, "NewAgendaItem", MUST_TEXT("title", 1, 500), MAY("parent_id", FIELD_UUID), ITEM_FIELDS,
      {.name = "papers", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &paper_item, .max_items = 100});
SHAPE(agenda_item_change, "AgendaItemChange", MAY_TEXT1("title", 1, 500), ITEM_FIELDS);
SHAPE(agenda_seen_body, "ChangesSeen", MAY_INT("change_id", 0, G_MAXINT64));
SHAPE(paper_body, "NewPaper", MUST("document_id", FIELD_UUID), MUST_INT("version", 1, 1000000), MAY_TEXT("group", 100));
SHAPE(paper_change, "PaperChange", MUST_INT("version", 1, 1000000));
SHAPE(item_comment_body, "NewItemComment", MUST_CHOICE("kind", "comment", "question"), MUST_CHOICE("audience", "all", "preparers"), MUST_TEXT("body", 1, 5000));
SHAPE(item_note_body, "ItemNoteChange", MAY_TEXT("body", 5000));
SHAPE(paper_return_body, "PaperReturn", MUST_TEXT("reason", 1, 500));
#define PROPOSAL_FIELDS                                                                                                                          \
    MAY_TEXT("explanation", 5000), MAY_CHOICE("kind", "information", "discussion", "vote"), MAY_INT("minutes", 0, 1440),                         \
        MAY("presenter_id", FIELD_UUID), MAY("meeting_id", FIELD_UUID), MAY("host_unit_id", FIELD_UUID), MAY("wished_on", FIELD_DATE), {         \
        .name = "papers", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &paper_item, .max_items = 100                                       \
    }
SHAPE(proposal_body, "NewProposal", MUST("unit_id", FIELD_UUID), MUST_TEXT("title", 1, 500), PROPOSAL_FIELDS);
SHAPE(proposal_change, "ProposalChange", MAY_TEXT1("title", 1, 500), PROPOSAL_FIELDS);
SHAPE(proposal_accept_body, "ProposalAccept", MUST("meeting_id", FIELD_UUID));
SHAPE(proposal_postpone_body, "ProposalPostpone", MAY("meeting_id", FIELD_UUID), MAY_TEXT("reason", 500));
SHAPE(proposal_return_body, "ProposalReturn", MUST_TEXT("reason", 1, 500));
LOCAL(invitee_item, "InviteeInput", MUST("principal_id", FIELD_UUID), MUST_CHOICE("role", "member", "guest"));
SHAPE(invitees_body, "InviteesChange", LIST("invitees", invitee_item, 1000));
SHAPE(desk_body, "DeskChange", MAY_CHOICE("state", "off", "open", "paused"), MAY("list_closed", FIELD_BOOLEAN), MAY("present_only", FIELD_BOOLEAN), MAY_INT("minutes_each", 1, 120));
SHAPE(speech_body, "NewSpeech", MUST_CHOICE("queue", "speech", "question"), MAY("is_order", FIELD_BOOLEAN), MAY_TEXT("topic", 300), MAY("asked_id", FIELD_UUID), MAY("person_id", FIELD_UUID));
SHAPE(speech_place_body, "SpeechPlace", MAY("before_id", FIELD_UUID));
/* votes (F5) */
#define VOTE_FIELDS                                                                                                                                        \
    MAY_CHOICE("method", "approve", "choose_one", "choose_several"), MAY_CHOICE("words", "agree", "approve"), TEXTS("options", 300, 60),                   \
        MAY_INT("most_choices", 1, 60), MAY_CHOICE("majority", "half", "two_thirds", "three_quarters", "all"),                                             \
        MAY_CHOICE("majority_of", "voting", "present", "members"), MAY_CHOICE("quorum", "half", "two_thirds", "three_quarters", "none"),                   \
        MAY("secret", FIELD_BOOLEAN), MAY("live_counts", FIELD_BOOLEAN), MAY("paper_id", FIELD_UUID), MAY_INT("page", 1, 20000)
SHAPE(vote_body, "NewVote", MUST("item_id", FIELD_UUID), MUST_TEXT("title", 1, 500), VOTE_FIELDS);
SHAPE(vote_change, "VoteChange", MAY_TEXT1("title", 1, 500), VOTE_FIELDS);
SHAPE(vote_place_body, "VotePlace", MAY("before_id", FIELD_UUID));
SHAPE(ballot_body, "NewBallot", MAY("mandate_id", FIELD_UUID), {.name = "option_ids", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_LIST, .max_items = 60},
      MAY_TEXT("words", 2000));
/* secret votes (F6): bytes are base64url without padding */
SHAPE(secret_paper_body, "NewSecretPaper", MUST("mandate_id", FIELD_UUID),
      {.name = "blinded", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 342, .max = 342, .about = "RFC 9474, RSABSSA-SHA384-PSS-Randomized: the blinded serial, base64url"});
SHAPE(secret_ballot_body, "NewSecretBallot",
      {.name = "serial", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 87, .max = 87, .about = "a P-256 point, uncompressed, base64url"},
      {.name = "prefix", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 43, .max = 43, .about = "the 32 bytes before the serial in what was signed"},
      {.name = "paper", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 342, .max = 342, .about = "the unblinded signature on prefix and serial"},
      {.name = "option_ids", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_LIST, .max_items = 60, .about = "what is marked: none is blank, too many is invalid"},
      {.name = "signature", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 86, .max = 86, .about = "ECDSA by the serial's key over vote and choice: r, s"});
SHAPE(secret_last_call_body, "LastCall", MUST_INT("seconds", 10, 600));
SHAPE(attendance_say_body, "AttendanceSaid", MUST_CHOICE("state", "room", "online"), MAY_TEXT("code", 40));
SHAPE(attendance_body, "AttendanceCalled", MAY_CHOICE("state", "room", "online", "excused", "absent"), MAY_TEXT("reason", 500));
SHAPE(item_attendance_body, "ItemAttendanceCalled", MAY("present", FIELD_BOOLEAN));
SHAPE(quorum_body, "QuorumChange", MUST_CHOICE("share", "half", "two_thirds", "three_quarters", "none"));
SHAPE(answer_body, "InvitationAnswer", MUST_CHOICE("answer", "confirmed", "declined", "substituted"), MAY_TEXT("reason", 500),
      MAY("substitute_id", FIELD_UUID));
SHAPE(attendees_body, "UnitAttendees", {.name = "person_ids", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_LIST, .max_items = 50});
SHAPE(notice_read_body, "NoticesRead", MAY("up_to", FIELD_UUID), UUIDS("ids", 500));
SHAPE(mail_choice_body, "MailChoiceChange", MUST_CHOICE("wanted", "all", "important", "none"), MUST_CHOICE("language", "vi", "en"));
SHAPE(current_body, "CurrentItem", MUST("item_id", FIELD_UUID));

/* templates, copies, series (E1) */
#define EVERY "week", "two_weeks", "month_same_day", "month_same_weekday"
SHAPE(template_body, "NewTemplate", MUST_TEXT("name", 1, 200), MUST("meeting_id", FIELD_UUID), MAY("unit_id", FIELD_UUID), MAY_CHOICE("chair", "person", "position"));
SHAPE(template_change, "TemplateChange", MAY_TEXT1("name", 1, 200), MAY("active", FIELD_BOOLEAN), MAY("meeting_id", FIELD_UUID), MAY_CHOICE("chair", "person", "position"));
LOCAL(repeat_body, "Repeat", MUST_CHOICE("every", EVERY), MAY_INT("count", 1, 53), MAY("until", FIELD_DATE), MAY_CHOICE("short_month", "last", "skip"),
      MAY_CHOICE("holidays", "skip", "keep"));
SHAPE(meeting_from_body, "MeetingFrom", MAY("template_id", FIELD_UUID), MAY("meeting_id", FIELD_UUID), MAY_TEXT1("title", 1, 300), MUST("starts_at", FIELD_TIME),
      MEETING_FIELDS, {.name = "repeat", .kind = FIELD_SHAPE, .flags = FIELD_NULLABLE, .shape = &repeat_body});
SHAPE(series_change, "SeriesChange", {.name = "starts_at", .kind = FIELD_TIME, .about = "of this one; the following move by as many days, to this time of day"},
      {.name = "ends_at", .kind = FIELD_TIME}, MAY("room_id", FIELD_UUID));
SHAPE(type_rules_body, "MeetingTypeRulesChange", MUST_CHOICE("substitutes", "unit", "agency", "none"), MUST("substitute_votes", FIELD_BOOLEAN),
      MAY_CHOICE("vote_words", "agree", "approve"));

/* query strings */
#define PAGING                                                                              \
    MAY_TEXT1("after", 1, 200),                                                             \
    {                                                                                       \
        .name = "limit", .kind = FIELD_INTEGER, .min = 1, .max = 200, .about = "default 50" \
    }
const Field units_params[] = {MAY("on", FIELD_DATE), END};
const Field people_params[] = {MAY_TEXT1("q", 1, 100), MAY("unit", FIELD_UUID), PAGING, END};
const Field principals_params[] = {MUST_TEXT("q", 1, 100), {.name = "limit", .kind = FIELD_INTEGER, .min = 1, .max = 50}, END};
const Field documents_params[] = {MAY_TEXT1("q", 1, 200),
                                  MAY_TEXT1("type", 1, 20),
                                  MAY_CHOICE("direction", "incoming", "outgoing", "internal"),
                                  MAY_CHOICE("mine", "true", "false"),
                                  MAY_CHOICE("unread", "true", "false"),
                                  PAGING,
                                  END};
const Field version_params[] = {{.name = "filename", .kind = FIELD_TEXT, .min = 1, .max = 400, .about = "as the person calls the file"},
                                {.name = "note", .kind = FIELD_TEXT, .min = 0, .max = 500, .about = "the reason"},
                                {.name = "upload", .kind = FIELD_UUID, .about = "a finished upload instead of a body"},
                                {.name = "part", .kind = FIELD_CHOICE, .choices = WORDS("main", "attachment"), .about = "default main"},
                                END};
const Field upload_params[] = {{.name = "offset", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .min = 0, .max = G_MAXINT64}, END};
const Field image_params[] = {
    {.name = "width", .kind = FIELD_INTEGER, .min = 16, .max = 2480, .about = "pixels, rounded up to the ladder; default 1000"},
    {.name = "region", .kind = FIELD_TEXT, .min = 7, .max = 60, .about = "left,top,width,height in fractions of the page"},
    END};
const Field parts_params[] = {{.name = "width", .kind = FIELD_INTEGER, .min = 16, .max = 2480, .about = "of the pictures; default 1240"},
                              {.name = "from", .kind = FIELD_INTEGER, .min = 1, .max = 20000, .about = "first page; default 1"},
                              {.name = "count", .kind = FIELD_INTEGER, .min = 1, .max = 20, .about = "pages; default 20. Fewer come when they take long to draw"},
                              END};
/* the invitation as a paper, and wordings */
SHAPE(invitation_paper_body, "InvitationPaperChange", MAY_TEXT("number", 20), MAY_TEXT("symbol", 60), MAY("signer_id", FIELD_UUID),
      MAY_CHOICE("authority", "TM", "KT", "TM_KT", "TL", "TUQ", "Q"), MAY_TEXT("acts_for", 100), MAY_TEXT("place_name", 100),
      MAY_TEXT("note", 2000), MAY("answer_by", FIELD_DATE), MAY("issued_on", FIELD_DATE));
SHAPE(word_template_body, "WordTemplateChange", MUST_TEXT("body", 1, 20000));
const Field invitation_params[] = {MAY("to", FIELD_UUID), END};

const Field export_params[] = {
    {.name = "notes", .kind = FIELD_CHOICE, .choices = WORDS("none", "burnt", "annotations"), .about = "default none"},
    {.name = "mark", .kind = FIELD_CHOICE, .choices = WORDS("true", "false"), .about = "a watermark with my name and the time; always on a secret document. Default false"},
    {.name = "show", .kind = FIELD_CHOICE, .choices = WORDS("inline", "attachment"), .about = "default attachment"},
    END};
const Field threads_params[] = {{.name = "page", .kind = FIELD_INTEGER, .min = 1, .max = 20000}, END};
const Field meetings_params[] = {
    {.name = "when", .kind = FIELD_CHOICE, .choices = WORDS("today", "upcoming", "coming", "past"), .about = "coming: what of today is not over, and later"},
    {.name = "mine", .kind = FIELD_CHOICE, .choices = WORDS("prepare", "attend", "unit", "papers"), .about = "unit: a unit of mine is invited; papers: one is asked for papers"},
    MAY_CHOICE("state", "draft", "invited", "in_progress", "paused", "ended", "closed", "cancelled"),
    {.name = "unit", .kind = FIELD_UUID, .about = "the host"},
    {.name = "type", .kind = FIELD_UUID},
    {.name = "room", .kind = FIELD_UUID},
    {.name = "from", .kind = FIELD_DATE},
    {.name = "to", .kind = FIELD_DATE, .about = "that day too"},
    {.name = "q", .kind = FIELD_TEXT, .min = 1, .max = 200, .about = "words of its title and place, or of a paper's text or subject"},
    PAGING,
    END};
const Field dates_params[] = {MUST("starts_at", FIELD_TIME), MUST_CHOICE("every", EVERY), {.name = "count", .kind = FIELD_INTEGER, .min = 1, .max = 53},
                              {.name = "until", .kind = FIELD_DATE}, {.name = "short_month", .kind = FIELD_CHOICE, .choices = WORDS("last", "skip")},
                              {.name = "holidays", .kind = FIELD_CHOICE, .choices = WORDS("skip", "keep")}, END};
const Field calendar_params[] = {{.name = "from", .kind = FIELD_DATE, .flags = FIELD_REQUIRED, .about = "the first day, in the office's zone"},
                                 {.name = "to", .kind = FIELD_DATE, .flags = FIELD_REQUIRED, .about = "the last day; 62 days at most"},
                                 {.name = "of", .kind = FIELD_TEXT, .min = 2, .max = 60, .about = "me, unit:<id>, person:<id> or room:<id>; default me"},
                                 END};
const Field conflicts_params[] = {{.name = "starts_at", .kind = FIELD_TIME, .flags = FIELD_REQUIRED},
                                  {.name = "ends_at", .kind = FIELD_TIME, .about = "absent: an hour later"},
                                  {.name = "room_id", .kind = FIELD_UUID},
                                  {.name = "people", .kind = FIELD_UUID, .flags = FIELD_LIST, .max_items = 100},
                                  {.name = "except", .kind = FIELD_UUID, .about = "the meeting that is planned"},
                                  END};
const Field votes_params[] = {
    {.name = "only", .kind = FIELD_CHOICE, .choices = WORDS("live"), .about = "what a member's screen needs: what runs, what one is asked to be ready for, the last published"}, END};
const Field notices_params[] = {PAGING, END};
const Field meeting_events_params[] = {PAGING, END};
const Field proposals_params[] = {MAY_CHOICE("waiting", "true", "false"), MAY("meeting", FIELD_UUID),
                                  MAY_CHOICE("state", "proposed", "accepted", "postponed", "returned", "withdrawn"), PAGING, END};
const Field colleagues_params[] = {
    {.name = "unit", .kind = FIELD_UUID, .about = "to name people for it; absent: substitutes of mine"}, MAY_TEXT1("q", 1, 100), END};
const Field events_params[] = {
    {.name = "subject", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .min = 6, .max = 60, .max_items = 50}, END};

/* calendars elsewhere */
SHAPE(feed_body, "NewFeed", MAY_CHOICE("language", "vi", "en"));
const Field calendar_file_params[] = {MAY_CHOICE("language", "vi", "en"), END};

/* seats (A5, E10): places are steps of the room's grid */
#define SEAT_KINDS "chair", "table", "round", "podium", "screen", "door"
LOCAL(room_seat_item, "RoomSeatState", MUST("id", FIELD_UUID), MUST_CHOICE("kind", SEAT_KINDS), MUST_TEXT("label", 0, 12), MUST_INT("x", 0, 300), MUST_INT("y", 0, 300),
      MUST_INT("w", 1, 100), MUST_INT("h", 1, 100), MUST_INT("angle", 0, 270), MAY("head", FIELD_BOOLEAN));
SHAPE(room_map_body, "RoomMapState", MUST_INT("width", 4, 300), MUST_INT("height", 4, 300), LIST("seats", room_seat_item, 2000));
LOCAL(seat_place_item, "SeatPlace", MUST("seat_id", FIELD_UUID), MAY("person_id", FIELD_UUID), MAY("unit_id", FIELD_UUID));
SHAPE(seating_body, "SeatingState", LIST("places", seat_place_item, 2000));
