/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies and replies of conclusions and minutes. Only data.
 */
#include "api/shapes.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define END \
    {       \
        0   \
    }
#define OF_KIND(n, k, f)                   \
    {                                      \
        .name = n, .kind = k, .flags = (f) \
    }
#define MUST(n, k) OF_KIND(n, k, FIELD_REQUIRED)
#define MAY(n, k) OF_KIND(n, k, FIELD_NULLABLE)
#define NULLABLE(n, k) OF_KIND(n, k, FIELD_REQUIRED | FIELD_NULLABLE)
#define TEXT_IN(n, f, lo, hi)                                             \
    {                                                                     \
        .name = n, .kind = FIELD_TEXT, .flags = (f), .min = lo, .max = hi \
    }
#define CHOICE(n, f, ...)                                                            \
    {                                                                                \
        .name = n, .kind = FIELD_CHOICE, .flags = (f), .choices = WORDS(__VA_ARGS__) \
    }
#define ID(n) MUST(n, FIELD_UUID)
#define NID(n) NULLABLE(n, FIELD_UUID)
#define TEXT(n) MUST(n, FIELD_TEXT)
#define NTEXT(n) NULLABLE(n, FIELD_TEXT)
#define INT(n) MUST(n, FIELD_INTEGER)
#define BOOL(n) MUST(n, FIELD_BOOLEAN)
#define TIME(n) MUST(n, FIELD_TIME)
#define NTIME(n) NULLABLE(n, FIELD_TIME)
#define SHAPED(n, f, s)                                           \
    {                                                             \
        .name = n, .kind = FIELD_SHAPE, .flags = (f), .shape = &s \
    }
#define OF(n, s) SHAPED(n, FIELD_REQUIRED, s)
#define NOF(n, s) SHAPED(n, FIELD_REQUIRED | FIELD_NULLABLE, s)
#define LIST(n, s) SHAPED(n, FIELD_REQUIRED | FIELD_LIST, s)
#define SHAPE(s, n, ...) const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}
#define LOCAL(s, n, ...) static const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}

LOCAL(person_ref, "PersonRef", ID("id"), TEXT("full_name"));
LOCAL(unit_ref, "UnitRef", ID("id"), TEXT("name"), NTEXT("short_name"));

/* conclusions (F10) */
LOCAL(conclusion_file, "ConclusionFileInput", ID("document_id"),
      {.name = "version", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .min = 1, .max = 1000000});
#define CONCLUSION_FIELDS                                                                                                   \
    MAY("item_id", FIELD_UUID), MAY("draft", FIELD_BOOLEAN), MAY("lead_unit_id", FIELD_UUID), MAY("person_id", FIELD_UUID), \
        MAY("due_on", FIELD_DATE), {.name = "support_unit_ids", .kind = FIELD_UUID, .flags = FIELD_LIST, .max_items = 50},  \
    {                                                                                                                       \
        .name = "documents", .kind = FIELD_SHAPE, .flags = FIELD_LIST, .shape = &conclusion_file, .max_items = 20           \
    }
SHAPE(conclusion_body, "NewConclusion", TEXT_IN("text", FIELD_NULLABLE, 0, 10000), CONCLUSION_FIELDS);
SHAPE(conclusion_change, "ConclusionChange", TEXT_IN("text", 0, 0, 10000), CONCLUSION_FIELDS);
SHAPE(conclusion_place_body, "ConclusionPlace", MAY("before_id", FIELD_UUID));
LOCAL(conclusion_file_out, "ConclusionFile", ID("document_id"), INT("version"), TEXT("subject"));
SHAPE(conclusion_shape, "Conclusion", ID("id"), ID("meeting_id"),
      {.name = "item_id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "null: of the whole meeting"},
      TEXT("text"),
      {.name = "draft", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "there for those who prepare the meeting only"},
      NOF("lead_unit", unit_ref), LIST("supports", unit_ref), NOF("person", person_ref), NULLABLE("due_on", FIELD_DATE), INT("position"),
      LIST("documents", conclusion_file_out), NOF("author", person_ref), TIME("created_at"), TIME("updated_at"), INT("edit_version"));
SHAPE(conclusion_list_shape, "ConclusionList", LIST("items", conclusion_shape), BOOL("may_write"), INT("revision"));

/* minutes (G1, G4) */
#define KINDS "title", "heading", "fact", "paragraph", "point", "subpoint", "number", "receiver"
#define STATES "draft", "circulated", "approved"
const Field minutes_file_params[] = {CHOICE("as", 0, "pdf", "docx"), END};
SHAPE(minutes_make_body, "MinutesMake",
      {.name = "item_id",
       .kind = FIELD_UUID,
       .flags = FIELD_NULLABLE,
       .about = "a restricted item: the minutes of its circle, apart from the common ones"});
SHAPE(minutes_change, "MinutesChange", TEXT_IN("number", FIELD_NULLABLE, 0, 20), TEXT_IN("symbol", FIELD_NULLABLE, 0, 30));
SHAPE(minutes_block_body, "NewMinutesBlock", MAY("id", FIELD_UUID), MAY("after_id", FIELD_UUID), CHOICE("kind", FIELD_REQUIRED, KINDS),
      TEXT_IN("text", FIELD_NULLABLE, 0, 10000));
SHAPE(minutes_block_change_body, "MinutesBlockChange", TEXT_IN("text", 0, 0, 10000), CHOICE("kind", 0, KINDS));
SHAPE(minutes_block_place_body, "MinutesBlockPlace", MAY("before_id", FIELD_UUID));
SHAPE(minutes_offer_body, "MinutesOffer",
      {.name = "take", .kind = FIELD_BOOLEAN, .flags = FIELD_REQUIRED, .about = "false: the words stay as they are"});
SHAPE(minutes_circulate_body, "MinutesCirculate",
      {.name = "until", .kind = FIELD_TIME, .flags = FIELD_REQUIRED, .about = "comments are taken until then"});
SHAPE(minutes_comment_body, "NewMinutesComment", TEXT_IN("body", FIELD_REQUIRED, 1, 5000));
SHAPE(minutes_answer_body, "MinutesCommentAnswer", MUST("taken", FIELD_BOOLEAN), TEXT_IN("answer", FIELD_NULLABLE, 0, 2000));
SHAPE(minutes_correct_body, "MinutesCorrection", TEXT_IN("reason", FIELD_REQUIRED, 1, 500));
LOCAL(minutes_event, "MinutesEvent", INT("id"), TIME("at"), TEXT("kind"), NOF("person", person_ref));
SHAPE(minutes_block_shape, "MinutesBlock", ID("id"), ID("minutes_id"), MUST("position", FIELD_NUMBER),
      CHOICE("kind", FIELD_REQUIRED, KINDS), TEXT("text"),
      {.name = "source",
       .kind = FIELD_TEXT,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "what of the record it was made of; null: written by hand"},
      {.name = "offered",
       .kind = FIELD_TEXT,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "what the record would say now; empty: no more; null: nothing new"},
      NID("item_id"),
      {.name = "events",
       .kind = FIELD_SHAPE,
       .shape = &minutes_event,
       .flags = FIELD_REQUIRED | FIELD_LIST,
       .about = "the latest of what it is made of"},
      NOF("edited_by", person_ref), TIME("updated_at"), INT("edit_version"));
SHAPE(minutes_comment_shape, "MinutesComment", ID("id"), ID("block_id"), NOF("author", person_ref), TEXT("body"), TIME("created_at"),
      NTEXT("answer"), NULLABLE("taken", FIELD_BOOLEAN), NOF("answered_by", person_ref), NTIME("answered_at"));
LOCAL(minutes_edition, "MinutesEdition", INT("edition"), ID("document_id"), INT("version"), NTEXT("reason"), NOF("approved_by", person_ref),
      TIME("approved_at"));
LOCAL(minutes_item, "MinutesItem", ID("id"), NTEXT("number"), TEXT("title"));
LOCAL(minutes_may, "MinutesMay", BOOL("edit"), BOOL("circulate"), BOOL("approve"), BOOL("correct"), BOOL("comment"), BOOL("extract"));
SHAPE(minutes_shape, "Minutes", ID("id"), ID("meeting_id"), BOOL("restricted"), LIST("items", minutes_item),
      CHOICE("state", FIELD_REQUIRED, STATES), INT("edition"), NTEXT("reason"), NTEXT("number"), NTEXT("symbol"), TEXT("usual_symbol"),
      NTEXT("parent"), TEXT("issuer"), NTEXT("chair_name"), NTEXT("secretary_name"), NTIME("circulated_at"), NTIME("comments_until"),
      NTIME("approved_at"), NOF("approved_by", person_ref), LIST("editions", minutes_edition),
      {.name = "blocks", .kind = FIELD_SHAPE, .shape = &minutes_block_shape, .flags = FIELD_REQUIRED | FIELD_LIST, .max_items = 20000},
      LIST("comments", minutes_comment_shape), OF("may", minutes_may), INT("edit_version"));
LOCAL(minutes_approved, "MinutesApproved", ID("document_id"), INT("version"), BOOL("restricted"));
LOCAL(minutes_extract, "MinutesExtract", ID("item_id"), INT("edition"), ID("document_id"), NOF("unit", unit_ref));
SHAPE(minutes_list_shape, "MinutesList", LIST("items", minutes_shape), BOOL("may_make"), LIST("approved", minutes_approved),
      {.name = "circles",
       .kind = FIELD_SHAPE,
       .shape = &minutes_item,
       .flags = FIELD_REQUIRED | FIELD_LIST,
       .about = "restricted items without minutes yet, one of each circle"},
      LIST("extracts", minutes_extract), INT("revision"));
