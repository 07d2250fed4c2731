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
#define SHAPE(s, n, ...) const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}
#define LOCAL(s, n, ...) static const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}

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
