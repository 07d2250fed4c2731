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
