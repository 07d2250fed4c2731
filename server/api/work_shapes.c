/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies, query strings and replies of statistics (H1) and tasks (G2). Only data.
 */
#include "api/shapes.h"

/* clang-format off */
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define END {0}
/* replies: always there; N may be null */
#define A(n, k) {.name = n, .kind = k, .flags = FIELD_REQUIRED}
#define N(n, k) {.name = n, .kind = k, .flags = FIELD_REQUIRED | FIELD_NULLABLE}
#define SAID(n, k, text) {.name = n, .kind = k, .flags = FIELD_REQUIRED, .about = text}
#define CHOICE(n, ...) {.name = n, .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS(__VA_ARGS__)}
#define OF(n, s) {.name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED, .shape = &s}
#define NOF(n, s) {.name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .shape = &s}
#define LIST(n, s) {.name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_LIST, .shape = &s}
/* bodies and query strings */
#define MAY(n, k) {.name = n, .kind = k, .flags = FIELD_NULLABLE}
#define MAY_CHOICE(n, ...) {.name = n, .kind = FIELD_CHOICE, .choices = WORDS(__VA_ARGS__)}
#define MUST(n, k) {.name = n, .kind = k, .flags = FIELD_REQUIRED}
#define MUST_TEXT(n, hi) {.name = n, .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = hi}
#define MAY_TEXT(n, hi) {.name = n, .kind = FIELD_TEXT, .flags = FIELD_NULLABLE, .min = 0, .max = hi}
#define UNITS(n) {.name = n, .kind = FIELD_UUID, .flags = FIELD_LIST, .max_items = 50}
#define SHAPE(s, n, ...) const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}
#define LOCAL(s, n, ...) static const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}

LOCAL(person_ref, "PersonRef", A("id", FIELD_UUID), A("full_name", FIELD_TEXT));
LOCAL(unit_ref, "UnitRef", A("id", FIELD_UUID), A("name", FIELD_TEXT), N("short_name", FIELD_TEXT));

/* ---- statistics */

const Field statistics_params[] = {
    {.name = "of", .kind = FIELD_CHOICE, .choices = WORDS("me", "unit", "prepared"), .about = "mine; people of units I lead or am secretary of; meetings that I prepare"},
    {.name = "unit", .kind = FIELD_UUID, .about = "this one and those below it"},
    {.name = "from", .kind = FIELD_DATE, .about = "default: the first of January"},
    {.name = "to", .kind = FIELD_DATE, .about = "that day too; default today"},
    {.name = "step", .kind = FIELD_CHOICE, .choices = WORDS("month", "quarter", "year"), .about = "default month"},
    {.name = "type", .kind = FIELD_UUID, .about = "of meeting"},
    END};
LOCAL(figures_out, "ParticipationFigures", SAID("invited", FIELD_INTEGER, "seats; the sum of the six that follow"), A("room", FIELD_INTEGER), A("online", FIELD_INTEGER),
      SAID("delegated", FIELD_INTEGER, "a substitute was sent"), A("excused", FIELD_INTEGER), SAID("absent", FIELD_INTEGER, "without a reason"),
      SAID("unrecorded", FIELD_INTEGER, "not called, or a unit had named nobody"), SAID("stood", FIELD_INTEGER, "was there in another's place"), A("speeches", FIELD_INTEGER),
      SAID("spoken_ms", FIELD_INTEGER, "speeches and questions, without the pauses"), A("questions", FIELD_INTEGER), SAID("entitled", FIELD_INTEGER, "votes one could take part in, a mandate each"),
      A("voted", FIELD_INTEGER));
LOCAL(by_period_out, "ParticipationPeriod", A("from", FIELD_DATE), A("meetings", FIELD_INTEGER), OF("figures", figures_out));
LOCAL(by_type_out, "ParticipationType", N("type_id", FIELD_UUID), N("type_name", FIELD_TEXT), A("meetings", FIELD_INTEGER), OF("figures", figures_out));
LOCAL(by_unit_out, "ParticipationUnit", NOF("unit", unit_ref), OF("figures", figures_out));
LOCAL(by_person_out, "ParticipationPerson", OF("person", person_ref), NOF("unit", unit_ref), OF("figures", figures_out));
SHAPE(statistics_shape, "Statistics", CHOICE("of", "me", "unit", "prepared"), NOF("unit", unit_ref), A("from", FIELD_DATE), A("to", FIELD_DATE),
      CHOICE("step", "month", "quarter", "year"), N("type_id", FIELD_UUID),
      {.name = "units", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_LIST, .shape = &unit_ref, .about = "the highest of those whose figures I may see"},
      {.name = "may", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_LIST, .choices = WORDS("me", "unit", "prepared")}, A("meetings", FIELD_INTEGER), OF("totals", figures_out),
      LIST("by_period", by_period_out), LIST("by_type", by_type_out), LIST("by_unit", by_unit_out), LIST("people", by_person_out),
      SAID("people_total", FIELD_INTEGER, "at most 300 are listed; the workbook has all"), A("at", FIELD_TIME));

/* ---- tasks */

#define TASK_FIELDS MAY_TEXT("description", 5000), MAY("lead_unit_id", FIELD_UUID), MAY("person_id", FIELD_UUID), UNITS("support_unit_ids"), MAY("due_on", FIELD_DATE), \
    MAY("conclusion_id", FIELD_UUID)
#define EVIDENCE MAY("document_id", FIELD_UUID), {.name = "version", .kind = FIELD_INTEGER, .flags = FIELD_NULLABLE, .min = 1, .max = 1000000}
SHAPE(task_body, "NewTask", {.name = "title", .kind = FIELD_TEXT, .flags = FIELD_NULLABLE, .max = 500, .about = "absent: the words of the conclusion, unless it is of a restricted item"},
      MAY("item_id", FIELD_UUID), TASK_FIELDS);
SHAPE(task_change_body, "TaskChange", {.name = "title", .kind = FIELD_TEXT, .min = 1, .max = 500}, TASK_FIELDS, {.name = "words", .kind = FIELD_TEXT, .flags = FIELD_NULLABLE, .max = 1000, .about = "why"});
SHAPE(task_progress_body, "TaskProgress", {.name = "percent", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .min = 0, .max = 100}, MUST_TEXT("words", 3000), EVIDENCE);
SHAPE(task_report_body, "TaskReport", MUST_TEXT("words", 3000), EVIDENCE);
SHAPE(task_confirm_body, "TaskConfirmation", MAY_TEXT("words", 1000));
SHAPE(task_reason_body, "TaskReason", MUST_TEXT("words", 1000));
SHAPE(task_extend_body, "TaskExtensionAsked", MUST("until", FIELD_DATE), MUST_TEXT("words", 1000));
SHAPE(task_grant_body, "TaskExtensionGranted", {.name = "until", .kind = FIELD_DATE, .flags = FIELD_NULLABLE, .about = "absent: as asked"}, MAY_TEXT("words", 1000));
SHAPE(task_name_body, "TaskPerson", {.name = "person_id", .kind = FIELD_UUID, .flags = FIELD_NULLABLE, .about = "of the lead unit; null: whoever speaks for it"});
SHAPE(task_chase_body, "TaskChase", MAY_TEXT("words", 1000));

#define COLUMNS "overdue", "soon", "doing", "waiting", "done"
#define WHOSE {.name = "of", .kind = FIELD_CHOICE, .choices = WORDS("mine", "unit", "given"), .about = "for me to do; led or supported by a unit of mine; of meetings that I steer. Default: all that I see"}
const Field tasks_params[] = {
    WHOSE, {.name = "column", .kind = FIELD_CHOICE, .choices = WORDS(COLUMNS)}, {.name = "unit", .kind = FIELD_UUID, .about = "that leads"}, {.name = "person", .kind = FIELD_UUID},
    {.name = "meeting", .kind = FIELD_UUID}, {.name = "q", .kind = FIELD_TEXT, .min = 1, .max = 200}, {.name = "after", .kind = FIELD_TEXT, .min = 1, .max = 60},
    {.name = "limit", .kind = FIELD_INTEGER, .min = 1, .max = 200}, END};
const Field task_board_params[] = {WHOSE, {.name = "meeting", .kind = FIELD_UUID}, {.name = "q", .kind = FIELD_TEXT, .min = 1, .max = 200}, END};

LOCAL(task_meeting_out, "TaskMeeting", A("id", FIELD_UUID), A("title", FIELD_TEXT));
#define TASK_ROW A("id", FIELD_UUID), A("title", FIELD_TEXT), CHOICE("state", "assigned", "doing", "reported", "done", "withdrawn"), CHOICE("column", COLUMNS), A("due_on", FIELD_DATE), \
    A("days_over", FIELD_INTEGER), A("percent", FIELD_INTEGER), NOF("lead_unit", unit_ref), NOF("person", person_ref), N("done_on", FIELD_DATE), A("late", FIELD_BOOLEAN), \
    {.name = "meeting", .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .shape = &task_meeting_out, .about = "null: one I may not see"}, A("extension_asked", FIELD_BOOLEAN), \
    N("chased_at", FIELD_TIME), A("mine", FIELD_BOOLEAN), A("created_at", FIELD_TIME), A("edit_version", FIELD_INTEGER)
SHAPE(task_row_shape, "TaskRow", TASK_ROW);
SHAPE(task_list_shape, "TaskList", LIST("items", task_row_shape), {.name = "next", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "give as ?after= for the next page"});
LOCAL(task_counts_out, "TaskCounts", A("overdue", FIELD_INTEGER), A("soon", FIELD_INTEGER), A("doing", FIELD_INTEGER), A("waiting", FIELD_INTEGER), A("done", FIELD_INTEGER),
      SAID("late", FIELD_INTEGER, "of those done, reported after their day"));
LOCAL(task_unit_out, "TaskUnitCounts", OF("unit", unit_ref), OF("counts", task_counts_out));
LOCAL(task_person_out, "TaskPersonCounts", OF("person", person_ref), OF("counts", task_counts_out));
SHAPE(task_board_shape, "TaskBoard", OF("counts", task_counts_out), LIST("by_unit", task_unit_out), LIST("by_person", task_person_out),
      SAID("soon_until", FIELD_DATE, "due soon: up to the third working day from today"), A("today", FIELD_DATE), A("revision", FIELD_INTEGER));
LOCAL(task_item_out, "TaskItem", A("id", FIELD_UUID), N("number", FIELD_TEXT), A("title", FIELD_TEXT), A("restricted", FIELD_BOOLEAN));
LOCAL(task_conclusion_out, "TaskConclusion", A("id", FIELD_UUID), A("text", FIELD_TEXT));
LOCAL(task_extension_out, "TaskExtension", A("id", FIELD_UUID), A("until", FIELD_DATE), A("reason", FIELD_TEXT), NOF("by", person_ref), A("asked_at", FIELD_TIME), A("due_off", FIELD_BOOLEAN));
LOCAL(task_facts_out, "TaskFacts", N("title", FIELD_TEXT), NOF("lead_unit", unit_ref), NOF("person", person_ref), N("due_on", FIELD_DATE), LIST("supports", unit_ref),
      {.name = "fields", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_LIST, .about = "those that changed",
       .choices = WORDS("title", "description", "conclusion_id", "lead_unit_id", "person_id", "due_on", "support_unit_ids")});
LOCAL(task_evidence_out, "TaskEvidence", A("document_id", FIELD_UUID), A("version", FIELD_INTEGER), A("subject", FIELD_TEXT));
LOCAL(task_step_out, "TaskStep", A("id", FIELD_UUID),
      CHOICE("kind", "made", "accepted", "progress", "reported", "returned", "confirmed", "extension_asked", "extension_granted", "extension_refused", "changed", "chased", "withdrawn"),
      NOF("person", person_ref), A("at", FIELD_TIME), N("words", FIELD_TEXT), N("percent", FIELD_INTEGER), NOF("before", task_facts_out), NOF("after", task_facts_out), NOF("document", task_evidence_out));
SHAPE(task_shape, "Task", TASK_ROW, N("description", FIELD_TEXT), NOF("author", person_ref), NOF("item", task_item_out), NOF("conclusion", task_conclusion_out), LIST("supports", unit_ref),
      SAID("due_off", FIELD_BOOLEAN, "its day is no working day"),
      {.name = "may", .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_LIST, .choices = WORDS("accept", "progress", "report", "extend", "confirm", "decide", "change", "name", "chase")},
      N("chase_after", FIELD_TIME), NOF("extension", task_extension_out), LIST("steps", task_step_out));
