/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What replies hold. Every field is always there; one that may be null says so
 * by the N of its macro. Only data.
 */
#include "api/shapes.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define END \
    {       \
        0   \
    }
#define A(n, k)                                       \
    {                                                 \
        .name = n, .kind = k, .flags = FIELD_REQUIRED \
    }
#define N(n, k)                                                        \
    {                                                                  \
        .name = n, .kind = k, .flags = FIELD_REQUIRED | FIELD_NULLABLE \
    }
#define TEXT(n) A(n, FIELD_TEXT)
#define NTEXT(n) N(n, FIELD_TEXT)
#define ID(n) A(n, FIELD_UUID)
#define NID(n) N(n, FIELD_UUID)
#define INT(n) A(n, FIELD_INTEGER)
#define NINT(n) N(n, FIELD_INTEGER)
#define BOOL(n) A(n, FIELD_BOOLEAN)
#define TIME(n) A(n, FIELD_TIME)
#define NTIME(n) N(n, FIELD_TIME)
#define DATE(n) A(n, FIELD_DATE)
#define NDATE(n) N(n, FIELD_DATE)
#define NUM(n) A(n, FIELD_NUMBER)
#define CHOICE(n, ...)                                                                          \
    {                                                                                           \
        .name = n, .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS(__VA_ARGS__) \
    }
#define NCHOICE(n, ...)                                                                                          \
    {                                                                                                            \
        .name = n, .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .choices = WORDS(__VA_ARGS__) \
    }
#define OF(n, s)                                                             \
    {                                                                        \
        .name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED, .shape = &s \
    }
#define NOF(n, s)                                                                             \
    {                                                                                         \
        .name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .shape = &s \
    }
#define LIST(n, s)                                                                        \
    {                                                                                     \
        .name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_LIST, .shape = &s \
    }
#define TEXTS(n)                                                            \
    {                                                                       \
        .name = n, .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST \
    }
#define IDS(n)                                                              \
    {                                                                       \
        .name = n, .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_LIST \
    }
#define SHAPE(s, n, ...) const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}
#define LOCAL(s, n, ...) static const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}
#define LIST_SHAPE(s, n, of)       \
    SHAPE(s, n, LIST("items", of), \
          {.name = "next", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "give as ?after= for the next page"})

SHAPE(problem_shape, "Problem", TEXT("type"), TEXT("title"), INT("status"), {.name = "detail", .kind = FIELD_TEXT},
      {.name = "field", .kind = FIELD_TEXT}, {.name = "retry_after", .kind = FIELD_INTEGER, .about = "seconds"},
      {.name = "instance", .kind = FIELD_TEXT, .about = "the request, as the log names it"});
SHAPE(health_shape, "Health", CHOICE("status", "ready"), TEXT("version"));
SHAPE(id_shape, "Created", ID("id"));

/* who */
LOCAL(person_ref, "PersonRef", ID("id"), TEXT("full_name"));
LOCAL(unit_ref, "UnitRef", ID("id"), TEXT("name"), NTEXT("short_name"));
LOCAL(sample_account, "SampleAccount", TEXT("account"), TEXT("full_name"), TEXT("title"), TEXT("unit"));
SHAPE(welcome_shape, "Welcome", TEXT("version"), TEXT("zone"), TEXT("organisation"), INT("upload_limit_bytes"),
      LIST("sample_accounts", sample_account), NTEXT("sample_password"));
#define ROLES "system_admin", "unit_admin", "registry_clerk", "secretary", "leader", "officer"
LOCAL(role_held, "RoleHeld", CHOICE("role", ROLES), NID("unit_id"), NTEXT("unit_name"));
SHAPE(position_shape, "Position", ID("id"), OF("unit", unit_ref), ID("title_id"), TEXT("title"), DATE("from"), NDATE("to"), BOOL("main"));
SHAPE(person_shape, "Person", ID("id"), TEXT("account"), TEXT("full_name"), NTEXT("email"), NTEXT("phone"),
      CHOICE("state", "active", "locked"), BOOL("must_change_password"), LIST("positions", position_shape), LIST("roles", role_held),
      INT("edit_version"), TIME("created_at"));
LIST_SHAPE(person_list, "PersonList", person_shape);
SHAPE(session_shape, "Session", ID("id"), OF("person", person_shape), BOOL("must_change_password"), TIME("created_at"), TIME("expires_at"),
      TIME("at"));
LOCAL(session_item, "SessionItem", ID("id"), TIME("created_at"), TIME("last_seen_at"), TIME("expires_at"), NTEXT("address"),
      NTEXT("user_agent"), BOOL("this"));
LIST_SHAPE(session_list, "SessionList", session_item);
LOCAL(principal_item, "Principal", ID("id"), CHOICE("kind", "person", "unit", "audience"), TEXT("name"), NTEXT("detail"));
LIST_SHAPE(principal_list, "PrincipalList", principal_item);

/* units */
LOCAL(unit_name_item, "UnitName", TEXT("name"), NTEXT("short_name"), NTEXT("symbol"), NID("parent_id"), DATE("from"), NDATE("to"));
SHAPE(unit_shape, "Unit", ID("id"), NTEXT("code"), TEXT("name"), NTEXT("short_name"), NTEXT("symbol"), NID("parent_id"), BOOL("is_agency"),
      INT("sort"), DATE("founded_on"), NDATE("dissolved_on"), NOF("successor", unit_ref), INT("people"), LIST("history", unit_name_item),
      INT("edit_version"));
LIST_SHAPE(unit_list, "UnitList", unit_shape);
LOCAL(import_problem, "ImportProblem", INT("line"), NTEXT("field"), TEXT("slug"));
SHAPE(unit_import_report, "UnitImportReport", INT("lines"), INT("created"), INT("changed"), INT("unchanged"),
      LIST("problems", import_problem));

/* catalogues */
SHAPE(catalogue_entry_shape, "CatalogueEntry", ID("id"), NTEXT("code"), TEXT("name"), NTEXT("name_en"), NDATE("on"), NINT("seats"),
      INT("sort"), BOOL("active"), BOOL("own"), INT("edit_version"));
LIST_SHAPE(catalogue_list, "CatalogueList", catalogue_entry_shape);

/* documents */
#define DOCUMENT_FIELDS                                                                                                                 \
    ID("id"), TEXT("type"), TEXT("type_name"), TEXT("subject"), NTEXT("number"), NTEXT("symbol"), NDATE("issued_on"), NTEXT("issuer"),  \
        NTEXT("signer_name"), NTEXT("signer_position"), TEXTS("recipients"), NCHOICE("urgency", "urgent", "very_urgent", "express"),    \
        NCHOICE("secrecy", "confidential", "secret", "top_secret"), NDATE("due_on"), TEXT("language"),                                  \
        CHOICE("direction", "incoming", "outgoing", "internal"), NTEXT("description"), NOF("unit", unit_ref), OF("author", person_ref), \
        {.name = "latest_version",                                                                                                      \
         .kind = FIELD_INTEGER,                                                                                                         \
         .flags = FIELD_REQUIRED,                                                                                                       \
         .about = "newest version this person may see; 0: none yet"},                                                                   \
        NINT("pages"), NTEXT("media"), TIME("created_at"), TIME("updated_at"), INT("edit_version"), BOOL("may_edit"),                            \
        {.name = "news",                                                                                                                \
         .kind = FIELD_CHOICE,                                                                                                          \
         .flags = FIELD_REQUIRED | FIELD_NULLABLE,                                                                                      \
         .choices = WORDS("new", "changed"),                                                                                            \
         .about = "never opened by me; a newer version than I have opened; null: neither"},                                             \
        {.name = "pinned", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "kept on my tablets"}
LOCAL(reading_item, "Reading", INT("version"), INT("page"), TIME("at"));
SHAPE(document_shape, "Document", DOCUMENT_FIELDS, NOF("reading", reading_item), INT("revision"));
LOCAL(document_row, "DocumentRow", DOCUMENT_FIELDS);
LIST_SHAPE(document_list, "DocumentList", document_row);
LOCAL(attachment_item, "Attachment", INT("number"), TEXT("filename"), TEXT("media"), INT("bytes"), TEXT("sha256"));
SHAPE(version_shape, "Version", ID("document_id"), INT("number"), TEXT("commit"), TEXT("sha256"), INT("bytes"), TEXT("media"),
      TEXT("filename"), NINT("pages"),
      {.name = "pages_problem",
       .kind = FIELD_TEXT,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "slug of why there are no pages, or null"},
      TEXT("note"), OF("author", person_ref), TIME("created_at"), NINT("restored_from"), LIST("attachments", attachment_item));
LIST_SHAPE(version_list, "VersionList", version_shape);
SHAPE(upload_shape, "Upload", ID("id"), TEXT("filename"), INT("bytes"),
      {.name = "offset", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "bytes received"}, TIME("expires_at"));
LOCAL(grant_out, "GrantHeld", ID("principal_id"), CHOICE("kind", "person", "unit", "audience"), TEXT("name"), NINT("version"),
      CHOICE("right", "read", "edit"), BOOL("fixed"));
SHAPE(grants_shape, "Grants", LIST("grants", grant_out));
SHAPE(reading_shape, "ReadingKept", INT("version"), INT("page"));
LOCAL(page_range, "PageRange", INT("from"), INT("to"));
SHAPE(news_shape, "News",
      {.name = "last_version",
       .kind = FIELD_INTEGER,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "the version this person knows, null: never opened"},
      NINT("newest_version"),
      {.name = "changed_pages",
       .kind = FIELD_INTEGER,
       .flags = FIELD_REQUIRED | FIELD_LIST,
       .max_items = 20000,
       .about = "of the newest version: not as they were in the last one, and not seen since"},
      {.name = "seen_pages",
       .kind = FIELD_SHAPE,
       .flags = FIELD_REQUIRED | FIELD_LIST,
       .shape = &page_range,
       .max_items = 20000,
       .about = "of the newest version: what this person has seen"},
      {.name = "comparable", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "the newest can be compared with the last one"});

/* pages */
LOCAL(page_size, "PageSize", NUM("width"), NUM("height"));
SHAPE(page_list_shape, "PageList", INT("count"),
      {.name = "pages",
       .kind = FIELD_SHAPE,
       .flags = FIELD_REQUIRED | FIELD_LIST,
       .shape = &page_size,
       .max_items = 20000,
       .about = "points"});
LOCAL(word_item, "Word", TEXT("t"), NUM("x"), NUM("y"), NUM("w"), NUM("h"));
LOCAL(line_item, "Line", LIST("words", word_item));
LOCAL(link_item, "PageLink", NUM("x"), NUM("y"), NUM("w"), NUM("h"),
      {.name = "page", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "of this file that it leads to"},
      {.name = "top",
       .kind = FIELD_NUMBER,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "points from the top of that page; null: the whole page"},
      {.name = "uri", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "http, https or mailto; null with a page"});
SHAPE(page_text_shape, "PageText", INT("page"), NUM("width"), NUM("height"), LIST("lines", line_item), LIST("links", link_item));
extern const Shape outline_item;
const Shape outline_item = {.name = "OutlineItem",
                            .fields = (const Field[]){TEXT("title"), NINT("page"), LIST("items", outline_item), END}};
SHAPE(outline_shape, "Outline", LIST("items", outline_item));

/* packs (C8, K5) */
LOCAL(pack_item, "PackItem", ID("document_id"), INT("version"), TEXT("subject"), TEXT("sha256"), INT("bytes"), INT("pages"), BOOL("pinned"),
      NID("meeting_id"), NTEXT("meeting_title"));
SHAPE(pack_list_shape, "PackList", TIME("at"),
      {.name = "lease_days", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "so long a copy may be read without asking the server"},
      IDS("meetings"), {.name = "withheld", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "secret documents left out"},
      LIST("items", pack_item));
SHAPE(pin_shape, "Pin", BOOL("pinned"));
LOCAL(picture_part, "PicturePart", TEXT("sha256"), INT("bytes"), TEXT("media"));
LOCAL(text_part, "TextPart", TEXT("sha256"), INT("bytes"));
LOCAL(part_item, "PageParts", INT("page"), NOF("picture", picture_part), NOF("text", text_part),
      {.name = "problem", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "slug of why a part is not there"});
SHAPE(part_list_shape, "PartList", LIST("items", part_item),
      {.name = "next", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "page to go on with; null: that was all"});
SHAPE(outbox_key_shape, "OutboxKey", ID("person_id"), {.name = "key", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .about = "256 bits, base64"});

/* comments */
SHAPE(comment_shape, "Comment", ID("id"), OF("author", person_ref), TEXT("body"), TIME("created_at"), NTIME("edited_at"), BOOL("deleted"),
      BOOL("mine"));
LOCAL(quad_out, "QuadHeld", NUM("x"), NUM("y"), NUM("w"), NUM("h"));
SHAPE(thread_shape, "Thread", ID("id"), ID("document_id"), INT("version"), INT("page"), NTEXT("quote"), LIST("quads", quad_out),
      TIME("created_at"), NTIME("resolved_at"), NOF("resolved_by", person_ref), LIST("comments", comment_shape));
SHAPE(thread_list, "ThreadList", LIST("items", thread_shape), INT("revision"));

/* notes */
LOCAL(stroke_out, "StrokeHeld", {.name = "points", .kind = FIELD_NUMBER, .flags = FIELD_REQUIRED | FIELD_LIST, .max_items = 60000});
LOCAL(note_place_out, "NotePlaced", {.name = "how", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS("own", "sure", "guessed", "tray"), .about = "own: made or placed here by its owner; tray: no place found (rule 13)"},
      INT("version"), NINT("page"), LIST("quads", quad_out), LIST("strokes", stroke_out));
SHAPE(note_shape, "Note", ID("id"), ID("document_id"), OF("author", person_ref), BOOL("mine"), CHOICE("kind", "highlight", "underline", "strike", "ink", "text"),
      CHOICE("audience", "private", "unit", "readers"), NOF("unit", unit_ref), CHOICE("colour", "yellow", "green", "blue", "red", "black"), {.name = "width", .kind = FIELD_NUMBER, .flags = FIELD_REQUIRED | FIELD_NULLABLE},
      NTEXT("body"), NTEXT("exact"), NTEXT("prefix"), NTEXT("suffix"), INT("made_on_version"), INT("made_on_page"), OF("place", note_place_out), TIME("created_at"), TIME("updated_at"), INT("edit_version"));
SHAPE(note_list_shape, "NoteList", LIST("items", note_shape), INT("revision"));

/* comparison: changes in the order of the newer version; quads of all words that went or came, page by page */
LOCAL(changed_place, "ChangedPlace", INT("page"), LIST("quads", quad_out));
LOCAL(change_side, "ChangeSide", TEXT("text"), LIST("places", changed_place));
LOCAL(change_item, "Change", INT("number"), CHOICE("kind", "added", "removed", "replaced", "moved"), {.name = "heading", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "Điều, khoản it stands in"}, NOF("old", change_side), NOF("new", change_side));
LOCAL(flow_part, "FlowPart", CHOICE("kind", "same", "added", "removed"), TEXT("text"), {.name = "change", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE}, BOOL("paragraph"));
LOCAL(page_pair, "PagePair", NINT("old"), NINT("new"), {.name = "differs", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS("no", "text", "picture", "only"), .about = "picture: where there is no text, by looking at the pixels"});
SHAPE(compare_shape, "Comparison", INT("from"), INT("to"), LIST("changes", change_item), LIST("flow", flow_part), LIST("pages", page_pair));

/* meetings */
#define STATES "draft", "invited", "in_progress", "paused", "ended", "closed", "cancelled"
#define MEETING_FIELDS                                                                                                                     \
    ID("id"), TEXT("title"), CHOICE("state", STATES), NID("type_id"), NTEXT("type_name"), NOF("host_unit", unit_ref),                      \
        NOF("chair", person_ref), TIME("starts_at"), NTIME("ends_at"), NID("room_id"), NTEXT("room_name"), NTEXT("place"), BOOL("online"), \
        {.name = "resumes_at", .kind = FIELD_TIME, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "adjourned until then"}, NTIME("resumes_until"), \
        CHOICE("my_role", "chair", "secretary", "member", "guest", "substitute", "author"), INT("papers"), INT("items"), INT("revision"),                \
        INT("edit_version")
LOCAL(meeting_row, "MeetingRow", MEETING_FIELDS);
LOCAL(meeting_hit, "MeetingHit", ID("document_id"), INT("version"), TEXT("subject"),
      {.name = "page", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "null: found by its subject or number"}, NTEXT("snippet"));
LOCAL(meeting_found, "MeetingFound", MEETING_FIELDS,
      {.name = "hits", .kind = FIELD_SHAPE, .shape = &meeting_hit, .flags = FIELD_REQUIRED | FIELD_LIST, .about = "papers with the words asked for, three at most"});
LIST_SHAPE(meeting_list, "MeetingList", meeting_found);
#define PAPER_STATES "submitted", "approved", "returned"
SHAPE(paper_shape, "Paper", ID("id"), ID("document_id"), INT("version"), TEXT("subject"), TEXT("type"), TEXT("type_name"), NTEXT("number"),
      NTEXT("symbol"), NINT("pages"), TEXT("media"),
      {.name = "newer_version",
       .kind = FIELD_INTEGER,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "E5: a newer version this person may see"},
      {.name = "group", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "E11: papers of an item in named groups"}, BOOL("late"),
      {.name = "read_page",
       .kind = FIELD_INTEGER,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "last page this person read, null: not opened"},
      {.name = "state", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS(PAPER_STATES), .about = "members are shown approved ones only"},
      {.name = "proposed_version", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "of an approved paper, waits for approval; as the rest for those who prepare"},
      NOF("submitted_by", person_ref), NTIME("submitted_at"), BOOL("overdue"), NTEXT("reason"));
LOCAL(circle_out, "CircleMember", ID("id"), CHOICE("kind", "person", "unit"), TEXT("name"));
SHAPE(agenda_item_shape, "AgendaItem", ID("id"), INT("position"), NID("parent_id"),
      {.name = "level", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "1: a sub-item of parent_id"},
      {.name = "number", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "exists from publishing on (rule 21)"},
      TEXT("title"), CHOICE("kind", "information", "discussion", "vote"), NOF("presenter", person_ref), NOF("presenting_unit", unit_ref),
      NINT("minutes"), BOOL("late"),
      {.name = "restricted", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "there only for its circle and those who prepare (rule 24)"},
      LIST("circle", circle_out),
      {.name = "papers_due_at", .kind = FIELD_TIME, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "papers are asked of the presenting unit until then"},
      {.name = "spent_ms", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "time given to the item, without the running stretch"},
      NTIME("planned_at"), LIST("papers", paper_shape));
LOCAL(agenda_change_out, "AgendaChangeRow", INT("id"),
      CHOICE("kind", "item_added", "item_changed", "paper_added", "paper_version", "paper_removed", "time", "place", "chair", "title", "cancelled"), TIME("at"),
      NOF("person", person_ref), NID("item_id"), NTEXT("number"), NTEXT("title"), BOOL("new"), TEXTS("fields"), NTEXT("subject"), NID("document_id"), NINT("version"),
      NINT("version_was"), NTEXT("was"), NTEXT("is"));
SHAPE(invitation_paper_shape, "InvitationPaper", NTEXT("number"), NTEXT("symbol"), NOF("signer", person_ref),
      NCHOICE("authority", "TM", "KT", "TM_KT", "TL", "TUQ", "Q"), NTEXT("acts_for"), NTEXT("place_name"), NTEXT("note"), NDATE("answer_by"),
      NDATE("issued_on"), NOF("issuer", unit_ref), TEXT("usual_symbol"), NTEXT("usual_place"), INT("edit_version"));
SHAPE(word_template_shape, "WordTemplate", TEXT("name"), TEXT("body"), TEXT("original"), BOOL("own"), NTIME("changed_at"),
      INT("edit_version"));
LIST_SHAPE(word_template_list_shape, "WordTemplateList", word_template_shape);
SHAPE(agenda_change_list_shape, "AgendaChanges",
      {.name = "looked", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "false: I never have, and nothing is marked as new"}, LIST("items", agenda_change_out));
LOCAL(requested_paper, "RequestedPaper", ID("id"), ID("document_id"), TEXT("subject"), INT("version"), NINT("proposed_version"), CHOICE("state", PAPER_STATES),
      NTEXT("reason"), NOF("submitted_by", person_ref), NTIME("submitted_at"), NINT("newer_version"));
SHAPE(paper_request_shape, "PaperRequest", ID("item_id"), TEXT("title"), ID("meeting_id"), TEXT("meeting_title"), TIME("starts_at"), TIME("due_at"), BOOL("overdue"),
      OF("unit", unit_ref), LIST("papers", requested_paper));
LIST_SHAPE(paper_request_list, "PaperRequestList", paper_request_shape);
LOCAL(proposal_paper, "ProposalPaper", ID("document_id"), INT("version"), TEXT("subject"), BOOL("readable"));
LOCAL(proposal_meeting, "ProposalMeeting", ID("id"), TEXT("title"), TIME("starts_at"), CHOICE("state", STATES));
LOCAL(proposal_may, "ProposalMay", BOOL("edit"), BOOL("withdraw"), BOOL("decide"));
SHAPE(proposal_shape, "Proposal", ID("id"), OF("unit", unit_ref), OF("proposed_by", person_ref), TEXT("title"), NTEXT("explanation"),
      CHOICE("kind", "information", "discussion", "vote"), NINT("minutes"), NOF("presenter", person_ref), LIST("papers", proposal_paper),
      {.name = "meeting", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .shape = &proposal_meeting, .about = "if this person sees it"},
      NOF("host_unit", unit_ref), NDATE("wished_on"), CHOICE("state", "proposed", "accepted", "postponed", "returned", "withdrawn"), NTEXT("reason"),
      NOF("decided_by", person_ref), NTIME("decided_at"), NID("item_id"), TIME("sent_at"), INT("edit_version"), OF("may", proposal_may));
SHAPE(proposal_list, "ProposalList", LIST("items", proposal_shape), NTEXT("next"),
      {.name = "waiting", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "how many wait for my decision"},
      {.name = "units", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_LIST, .shape = &unit_ref, .about = "units that I may propose for"});
SHAPE(agenda_shape, "Agenda", LIST("items", agenda_item_shape), INT("revision"), INT("edit_version"));
LOCAL(invitee_out, "Invitee", ID("principal_id"), CHOICE("kind", "person", "unit"), TEXT("name"), NTEXT("detail"),
      CHOICE("role", "member", "guest"),
      {.name = "dissolved_on", .kind = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "a unit that is not there any more on the day of the meeting"},
      NOF("successor", unit_ref));
SHAPE(invitees_shape, "Invitees", LIST("invitees", invitee_out));
LOCAL(may_shape, "MeetingMay", BOOL("edit"), BOOL("publish"), BOOL("start"), BOOL("steer"), BOOL("end"), BOOL("cancel"), BOOL("answer"));
LOCAL(expected_out, "Expected", NOF("person", person_ref), NOF("unit", unit_ref), CHOICE("role", "member", "guest"),
      NCHOICE("answer", "confirmed", "declined", "substituted"), NTEXT("reason"), NOF("substitute", person_ref), NTIME("answered_at"));
LOCAL(unit_sends, "UnitSends", OF("unit", unit_ref), LIST("people", person_ref));
LOCAL(secretary_list, "SecretaryRef", ID("id"), TEXT("full_name"));
LOCAL(sitting_out, "Sitting", ID("id"), INT("number"), TIME("planned_at"), NTIME("planned_until"), NTIME("started_at"), NTIME("ended_at"));
SHAPE(meeting_shape, "Meeting", MEETING_FIELDS, NTEXT("description"), LIST("secretaries", secretary_list),
      LIST("agenda", agenda_item_shape), LIST("invitees", invitee_out), LIST("expected", expected_out), LIST("my_units", unit_sends), NID("current_item_id"), NTIME("current_since"),
      NTIME("published_at"), NTIME("started_at"), NTIME("ended_at"), LIST("sittings", sitting_out), OF("may", may_shape),
      {.name = "at", .kind = FIELD_TIME, .flags = FIELD_REQUIRED, .about = "the server's clock"});

/* the meeting pack (E8) */
SHAPE(meeting_pack_shape, "MeetingPack", CHOICE("state", "none", "queued", "running", "done", "failed"), INT("pages_done"), INT("pages_total"), INT("papers"), NINT("bytes"),
      NTEXT("sha256"), NTEXT("hash"), NTIME("made_at"),
      {.name = "changed", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "what I asked for before is no longer what I may see"});
/* templates, copies, series (E1) */
#define EVERY "week", "two_weeks", "month_same_day", "month_same_weekday"
LOCAL(plan_note, "PlanNote",
      CHOICE("as", "chair", "host_unit", "secretary", "member", "guest", "presenter", "presenting_unit", "circle", "type", "room", "item", "papers_due"), TEXT("name"),
      CHOICE("why", "locked", "retired", "dissolved", "replaced", "vacant", "several", "restricted", "past"),
      {.name = "instead", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "the successor that took its place"});
#define TEMPLATE_FIELDS                                                                                                                          \
    ID("id"), TEXT("name"), OF("unit", unit_ref), NID("type_id"), NTEXT("type_name"), TEXT("title"), NINT("minutes"), INT("items"), INT("invitees"), \
        BOOL("active"), BOOL("may_edit"), INT("edit_version")
LOCAL(template_row, "TemplateRow", TEMPLATE_FIELDS);
LIST_SHAPE(template_list, "TemplateList", template_row);
LOCAL(template_item, "TemplateItem", TEXT("title"), CHOICE("kind", "information", "discussion", "vote"), INT("level"), NINT("minutes"), NINT("due_days"));
SHAPE(template_shape, "Template", TEMPLATE_FIELDS, NOF("chair", person_ref), CHOICE("chair_by", "person", "position"), NTEXT("room_name"), NTEXT("place"), BOOL("online"),
      LIST("agenda", template_item), TEXTS("invited"), LIST("left_out", plan_note));
LOCAL(made_meeting, "MadeMeeting", ID("id"), TEXT("title"), TIME("starts_at"));
LOCAL(skipped_day, "SkippedDay", DATE("on"), TEXT("holiday"));
SHAPE(made_shape, "MadeMeetings", LIST("meetings", made_meeting), LIST("left_out", plan_note), LIST("skipped", skipped_day));
LOCAL(series_day, "SeriesDay", DATE("on"), TIME("starts_at"), NTEXT("holiday"), BOOL("skipped"));
LIST_SHAPE(series_days, "SeriesDays", series_day);
LOCAL(series_meeting, "SeriesMeeting", ID("id"), TEXT("title"), TIME("starts_at"), CHOICE("state", STATES), BOOL("may_edit"));
SHAPE(series_shape, "Series", NCHOICE("every", EVERY), LIST("items", series_meeting));
LOCAL(series_kept, "SeriesKept", ID("id"), TEXT("title"), TIME("starts_at"), CHOICE("why", "wrong-state", "not-allowed"));
SHAPE(series_done, "SeriesDone", INT("changed"), LIST("untouched", series_kept));
SHAPE(type_rules_shape, "MeetingTypeRules", CHOICE("substitutes", "unit", "agency", "none"), BOOL("substitute_votes"), CHOICE("vote_words", "agree", "approve"),
      INT("edit_version"));
/* roll-call (F1) */
LOCAL(quorum_out, "Quorum", CHOICE("share", "half", "two_thirds", "three_quarters", "none"), INT("total"), INT("present"), INT("needed"), BOOL("met"), INT("guests"));
LOCAL(attendance_out, "Attendance", CHOICE("state", "room", "online", "excused", "absent"), CHOICE("method", "self", "code", "secretary"), BOOL("confirmed"), TIME("at"));
LOCAL(seat_of_roll, "Mandate", NOF("person", person_ref), NOF("unit", unit_ref), CHOICE("role", "chair", "member", "guest"), NOF("substitute", person_ref), NID("stands_id"),
      NCHOICE("answer", "confirmed", "declined", "substituted"), NOF("attendance", attendance_out), NTEXT("reason"),
      {.name = "present_for_item", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "for the current item, where it differs"});
SHAPE(roll_shape, "Roll", INT("revision"), OF("quorum", quorum_out), BOOL("open"), BOOL("may_call"), NCHOICE("mine", "room", "online", "excused", "absent"), BOOL("online"),
      LIST("items", seat_of_roll));
SHAPE(roll_code_shape, "RollCode", TEXT("code"), TIME("at"), TIME("until"));
/* votes (F5) */
#define QUORUM_SHARES "half", "two_thirds", "three_quarters", "none"
LOCAL(vote_option_out, "VoteOption", ID("id"), TEXT("label"), NCHOICE("meaning", "for", "against", "other", "abstain"));
LOCAL(vote_count_out, "VoteCount", ID("option_id"), INT("count"), {.name = "reached", .kind = FIELD_BOOLEAN, .about = "the majority, with the quorum met; of a result"});
LOCAL(vote_quorum_out, "VoteQuorum", CHOICE("share", QUORUM_SHARES), INT("total"), INT("present"), INT("needed"), BOOL("met"));
LOCAL(vote_majority_out, "VoteMajority", CHOICE("share", "half", "two_thirds", "three_quarters", "all"), CHOICE("of", "voting", "present", "members"), INT("base"), INT("needed"));
LOCAL(vote_result_out, "VoteResult", INT("members"), INT("present"), INT("entitled"), INT("voted"), INT("valid"), INT("invalid"), INT("blank"), LIST("counts", vote_count_out),
      {.name = "handed_out", .kind = FIELD_INTEGER, .about = "papers; of a secret vote"}, {.name = "returned", .kind = FIELD_INTEGER, .about = "ballots; of a secret vote"},
      {.name = "unreadable", .kind = FIELD_INTEGER, .about = "envelopes whose key was lost, counted as invalid; of a secret vote"},
      OF("quorum", vote_quorum_out), OF("majority", vote_majority_out),
      {.name = "passed", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "of an approval; null where options are chosen"});
LOCAL(vote_paper_out, "VotePaper", NID("id"), ID("document_id"), INT("version"), NINT("page"), TEXT("subject"),
      {.name = "newer", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "it was voted on a version that is no longer the newest (rule 11)"});
LOCAL(vote_mine_out, "VoteMine", OF("mandate", person_ref), BOOL("own"), BOOL("voted"),
      {.name = "option_ids", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_NULLABLE | FIELD_LIST}, NTEXT("words"), NTIME("at"));
LOCAL(vote_may_out, "VoteMay", BOOL("edit"), BOOL("ready"), BOOL("open"), BOOL("pause"), BOOL("resume"), BOOL("close"), BOOL("publish"));
LOCAL(vote_box_out, "VoteBox", CHOICE("phase", "handing_out", "box", "counted"), INT("handed_out"), INT("returned"),
      {.name = "ends_at", .kind = FIELD_TIME, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "announced"},
      {.name = "key", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .about = "the first eight bytes of the SHA-256 of the vote's public key: the same on every screen, or something is wrong"});
#define VOTE_FIELDS                                                                                                                                        \
    ID("id"), ID("item_id"), INT("position"), TEXT("title"), CHOICE("method", "approve", "choose_one", "choose_several"), NCHOICE("words", "agree", "approve"),  \
        BOOL("secret"), NINT("most_choices"), CHOICE("majority", "half", "two_thirds", "three_quarters", "all"),                                           \
        CHOICE("majority_of", "voting", "present", "members"), CHOICE("quorum", QUORUM_SHARES), BOOL("live_counts"),                                       \
        CHOICE("state", "created", "open", "paused", "closed", "published"), LIST("options", vote_option_out), NTIME("ready_asked_at"), NINT("ready"),     \
        BOOL("ready_mine"), NTIME("opened_at"), NTIME("closed_at"), NTIME("published_at"),                                                                 \
        {.name = "voted", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "ballots so far, while it runs"},                      \
        {.name = "entitled", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "present with a mandate, while it runs; for those who prepare"}, \
        {.name = "counts", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE | FIELD_LIST, .shape = &vote_count_out, .about = "while it runs, if they are live (rule 32)"}, \
        {.name = "box", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .shape = &vote_box_out, .about = "of a secret vote, once its papers are handed out"}, \
        NOF("result", vote_result_out), NOF("paper", vote_paper_out), LIST("mine", vote_mine_out),                                                         \
        NCHOICE("why_not", "absent", "substitute", "substituted", "not-member", "guest", "late"), OF("may", vote_may_out), INT("edit_version")
LOCAL(vote_row, "VoteRow", VOTE_FIELDS);
LOCAL(vote_mandate_out, "VoteMandate", OF("person", person_ref), NOF("unit", unit_ref), NOF("voter", person_ref), BOOL("voted"),
      {.name = "option_ids", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_NULLABLE | FIELD_LIST}, NTEXT("words"));
SHAPE(vote_shape, "Vote", VOTE_FIELDS, ID("meeting_id"),
      {.name = "mandates", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE | FIELD_LIST, .shape = &vote_mandate_out, .about = "who was entitled, and what they chose as far as one may know it"});
SHAPE(vote_list_shape, "Votes", INT("revision"), TIME("at"), BOOL("may_prepare"), BOOL("prepares"), CHOICE("words", "agree", "approve"), CHOICE("quorum", QUORUM_SHARES),
      LIST("items", vote_row));
SHAPE(vote_ready_shape, "VoteReady", ID("vote_id"), BOOL("ready_mine"));
SHAPE(ballot_shape, "Ballot", ID("vote_id"), ID("mandate_id"), {.name = "option_ids", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_LIST}, NTEXT("words"), TIME("at"));
/* secret votes (F6) */
LOCAL(secret_mine_out, "SecretPaperMine", OF("mandate", person_ref), BOOL("own"), BOOL("received"),
      {.name = "blinded_sha256", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "of what was signed: is it this device's?"});
SHAPE(secret_papers_shape, "SecretPapers", ID("vote_id"), CHOICE("state", "created", "open", "paused", "closed", "published"), OF("box", vote_box_out),
      {.name = "public_key", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .about = "SubjectPublicKeyInfo, base64"}, TIME("at"), BOOL("present"), LIST("mine", secret_mine_out));
SHAPE(secret_paper_shape, "SecretPaper", ID("mandate_id"), {.name = "signature", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .about = "blind; base64url"});
SHAPE(secret_receipt_shape, "SecretReceipt", TEXT("receipt"), {.name = "seal", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .about = "SSHSIG over the receipt, namespace nghisu-vote"});
LOCAL(secret_option_out, "SecretListOption", ID("id"), TEXT("label"));
LOCAL(secret_list_vote, "SecretListVote", ID("id"), TEXT("title"), ID("meeting_id"), TEXT("meeting"), TEXT("item"), CHOICE("method", "approve", "choose_one", "choose_several"),
      INT("most_choices"), LIST("options", secret_option_out));
LOCAL(secret_name_out, "SecretListName", TEXT("name"), {.name = "unit", .kind = FIELD_TEXT}, {.name = "by", .kind = FIELD_TEXT, .about = "who received it for that mandate"});
LOCAL(secret_ballot_out, "SecretListBallot", TEXT("serial"), TEXT("prefix"), TEXT("paper"), {.name = "option_ids", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_LIST}, TEXT("signature"));
SHAPE(secret_list_shape, "SecretList", TEXT("form"), OF("vote", secret_list_vote), TEXT("public_key"), INT("handed_out"), INT("returned"), INT("unreadable"), LIST("names", secret_name_out),
      LIST("ballots", secret_ballot_out));
/* calendars (E1) */
#define UNTIL {.name = "until", .kind = FIELD_TIME, .flags = FIELD_REQUIRED, .about = "when it ends, or is taken to when nobody said"}
LOCAL(calendar_row, "CalendarMeeting", ID("id"), TEXT("title"), CHOICE("state", STATES), NID("type_id"), NTEXT("type_name"), TIME("starts_at"), NTIME("ends_at"), UNTIL,
      {.name = "sitting", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "of a meeting that was adjourned: a day after the first"},
      NID("room_id"), NTEXT("room_name"), NTEXT("place"), BOOL("online"), NOF("host_unit", unit_ref), NOF("chair", person_ref),
      CHOICE("my_role", "chair", "secretary", "member", "guest", "substitute", "author"));
LOCAL(busy_span, "BusySpan", TIME("starts_at"), UNTIL);
SHAPE(calendar_shape, "Calendar", {.name = "name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "whose it is; null: mine"},
      LIST("items", calendar_row), {.name = "busy", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_LIST, .shape = &busy_span, .about = "of a room, for those who prepare meetings: taken by what they may not see"},
      INT("revision"));
#define OVERLAP TIME("starts_at"), UNTIL, {.name = "meeting_id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "null: one I may not see"}, NTEXT("title")
LOCAL(room_overlap, "RoomConflict", OVERLAP);
LOCAL(person_overlap, "PersonConflict", OF("person", person_ref), OVERLAP);
SHAPE(conflicts_shape, "Conflicts", LIST("room", room_overlap), LIST("people", person_overlap));

/* the floor (F4) */
LOCAL(speech_out, "Speech", ID("id"), NID("item_id"), CHOICE("queue", "speech", "question"), BOOL("is_order"), NOF("person", person_ref), NOF("asked", person_ref), TEXT("topic"),
      CHOICE("state", "waiting", "speaking", "stopped", "ended", "withdrawn"),
      {.name = "place", .kind = FIELD_NUMBER, .flags = FIELD_REQUIRED, .about = "orders those who wait in the same queue and are both points of order, or neither"}, NTIME("since"),
      {.name = "spent_ms", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "without the running stretch and the pauses (rule 27)"}, TIME("registered_at"));
LOCAL(desk_out, "Desk", CHOICE("queue", "speech", "question"), CHOICE("state", "off", "open", "paused"), BOOL("list_closed"), BOOL("present_only"), NINT("minutes_each"));
SHAPE(floor_shape, "Floor", INT("revision"), TIME("at"), BOOL("may_ask"), BOOL("may_call"), LIST("queues", desk_out), NOF("speaking", speech_out), LIST("waiting", speech_out),
      LIST("spoken", speech_out));

/* before the meeting (E9, F8) */
SHAPE(item_comment_shape, "ItemComment", ID("id"), ID("item_id"), OF("author", person_ref), BOOL("mine"), CHOICE("kind", "comment", "question"),
      CHOICE("audience", "all", "preparers"), TEXT("body"), TIME("created_at"), NTIME("edited_at"), BOOL("deleted"));
SHAPE(item_note_shape, "ItemNote", ID("item_id"), TEXT("body"), TIME("updated_at"));
SHAPE(item_comment_list, "ItemCommentList", LIST("items", item_comment_shape), LIST("notes", item_note_shape), INT("revision"));

/* notices */
LOCAL(notice_item, "NoticeItem", ID("id"), NTEXT("number"), TEXT("title"));
LOCAL(notice_paper, "NoticePaper", ID("id"), ID("document_id"), INT("version"), TEXT("subject"));
#define NOTICE_KINDS "invited", "named", "substitute", "uninvited", "changed", "cancelled", "item_added", "papers_added", "paper_newer", "paper_submitted", "paper_returned", \
    "answered", "papers_asked", "answer_wanted", "meeting_tomorrow", "meeting_soon", "papers_due", "papers_overdue", "adjourned", "sitting_dropped", "sitting_tomorrow", \
    "minutes_circulated", "minutes_approved", "task_given", "task_changed", "task_reported", "task_returned", "task_confirmed", "task_withdrawn", \
    "task_extension_asked", "task_extension_granted", "task_extension_refused", "task_chased", "task_due", "task_overdue"
LOCAL(notice_task, "NoticeTask", ID("id"), TEXT("title"), DATE("due_on"), NDATE("until"));
SHAPE(notice_shape, "Notice", ID("id"), CHOICE("kind", NOTICE_KINDS), NOF("by", person_ref),
      {.name = "meeting_id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "null: one is no longer invited to it"}, TEXT("meeting_title"), TIME("starts_at"), NOF("task", notice_task),
      {.name = "meeting_seen", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "false: one is asked for papers of a meeting one is not in"}, NTEXT("place"),
      NOF("unit", unit_ref), NTEXT("reason"), NCHOICE("answer", "confirmed", "declined", "substituted"), NOF("substitute", person_ref), NTIME("started_before"), NTEXT("place_before"),
      {.name = "changed", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_LIST, .choices = WORDS("time", "place", "online")},
      {.name = "count", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "items or papers that it names and that are there for me now"}, NOF("item", notice_item),
      NOF("paper", notice_paper), NTIME("due_at"), TIME("created_at"), NTIME("read_at"));
SHAPE(notice_list_shape, "NoticeList", LIST("items", notice_shape),
      {.name = "next", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "give as ?after= for the next page"},
      {.name = "unread", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "of all pages, at most 100"}, INT("revision"), TIME("at"));
SHAPE(notice_unread_shape, "NoticesUnread", INT("unread"));
SHAPE(mail_choice_shape, "MailChoice", {.name = "on", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "whether this server sends mail"}, NTEXT("address"),
      CHOICE("wanted", "all", "important", "none"), CHOICE("language", "vi", "en"));
LOCAL(mail_unreached, "MailUnreached", OF("person", person_ref), CHOICE("why", "refused", "waiting", "no-address"), NTEXT("address"), NTEXT("answer"), NTIME("tried_at"));
SHAPE(meeting_mail_shape, "MeetingMail", BOOL("on"), INT("sent"), INT("waiting"), LIST("unreached", mail_unreached));

/* home */
LOCAL(paper_to_read, "PaperToRead", ID("document_id"), INT("version"), TEXT("subject"), TEXT("type_name"), NINT("pages"),
      {.name = "read_page", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "where this person stopped in this version"},
      NCHOICE("news", "new", "changed"), NID("meeting_id"), NTEXT("meeting_title"), NTIME("meeting_starts_at"));
LOCAL(to_approve, "ToApprove", ID("meeting_id"), TEXT("title"), TIME("starts_at"), INT("papers"));
LOCAL(to_answer, "ToAnswer", ID("meeting_id"), TEXT("title"), TIME("starts_at"),
      {.name = "what", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS("answer", "name"), .about = "for me; or whom my unit sends"}, NOF("unit", unit_ref));
SHAPE(home_shape, "Home", LIST("running", meeting_row), LIST("today", meeting_row), LIST("upcoming", meeting_row),
      LIST("to_answer", to_answer), LIST("to_approve", to_approve), LIST("to_prepare", paper_request_shape), LIST("tasks_to_do", task_row_shape), LIST("tasks_to_decide", task_row_shape), LIST("to_read", paper_to_read), INT("revision"), TIME("at"));

/* calendars elsewhere */
SHAPE(feed_shape, "Feed", BOOL("active"), NTIME("created_at"), NTIME("fetched_at"));
SHAPE(feed_made_shape, "FeedMade", BOOL("active"), NTIME("created_at"), NTIME("fetched_at"),
      {.name = "path", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_SECRET, .about = "after this server's address; whoever has it reads this calendar. Never shown again"});

/* seats (A5, E10) */
LOCAL(room_seat_out, "RoomSeat", ID("id"), CHOICE("kind", "chair", "table", "round", "podium", "screen", "door"), TEXT("label"), INT("x"), INT("y"), INT("w"), INT("h"),
      {.name = "angle", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "where it faces: 0 up, 90 right, 180 down, 270 left"},
      {.name = "head", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "the chair's own"});
SHAPE(room_map_shape, "RoomMap", ID("room_id"), TEXT("room_name"), INT("width"), INT("height"), LIST("seats", room_seat_out), INT("edit_version"));
LOCAL(seated_out, "SeatedPerson", NOF("person", person_ref), NOF("unit", unit_ref), CHOICE("role", "chair", "secretary", "member", "guest"),
      {.name = "substitute", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .shape = &person_ref, .about = "who sits there in their place"},
      {.name = "away", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "has declined"}, NID("seat_id"),
      {.name = "lost_label", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "the seat they had, which is no more"}, BOOL("mine"));
SHAPE(seating_shape, "Seating", NID("room_id"), NTEXT("room_name"), INT("width"), INT("height"), LIST("seats", room_seat_out),
      {.name = "people", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_LIST, .shape = &seated_out, .about = "in the order of protocol; those without a seat only for who prepares it"},
      BOOL("may_place"), INT("edit_version"), INT("revision"));
SHAPE(my_seat_shape, "MySeat", NTEXT("label"), INT("chairs"), INT("placed"));

/* what happened in a meeting, and its record */
LOCAL(event_item, "EventItem", ID("id"), NTEXT("number"), TEXT("title"));
LOCAL(meeting_event, "MeetingEvent", INT("id"), TIME("at"), {.name = "kind", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .about = "as the audit log names the act"},
      NOF("person", person_ref), NOF("item", event_item), {.name = "whom", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .shape = &person_ref, .about = "whom it concerns"},
      {.name = "title", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "of the speech, the vote, the paper, the conclusion"}, NTEXT("state"), NTEXT("reason"), NTEXT("queue"), NINT("spent_ms"));
SHAPE(meeting_event_list_shape, "MeetingEventList", LIST("items", meeting_event), NTEXT("next"), INT("revision"));
LOCAL(record_sealing, "RecordSealing", INT("number"), {.name = "interim", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "before the minutes were approved"},
      CHOICE("state", "queued", "sealed"), {.name = "failing", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "the last try failed; it is tried again"}, NOF("asked_by", person_ref), TIME("asked_at"),
      NTIME("sealed_at"), NTEXT("commit"), NTEXT("manifest_sha256"), {.name = "key", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "fingerprint, as ssh-keygen -l prints it"});
LOCAL(record_part, "RecordPart", OF("item", event_item), TEXT("commit"), {.name = "commitment", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .about = "in restricted.json of the common record"});
SHAPE(record_shape, "Record", INT("revision"), BOOL("may_seal"), LIST("items", record_sealing), LIST("restricted", record_part));
