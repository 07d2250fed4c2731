/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies and replies of steering and of following the presenter (F2, F3). Only data.
 */
#include "api/shapes.h"

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
#define IN_RANGE(n, k, f, lo, hi)                                    \
    {                                                                \
        .name = n, .kind = k, .flags = (f), .min = (lo), .max = (hi) \
    }
#define OF(n, f, s)                                                 \
    {                                                               \
        .name = n, .kind = FIELD_SHAPE, .flags = (f), .shape = &(s) \
    }
#define LOCAL(c_name, api_name, ...)                           \
    static const Field c_name##_fields[] = {__VA_ARGS__, END}; \
    static const Shape c_name = {.name = api_name, .fields = c_name##_fields}
#define SHAPE(c_name, api_name, ...)                           \
    static const Field c_name##_fields[] = {__VA_ARGS__, END}; \
    const Shape c_name = {.name = api_name, .fields = c_name##_fields}

/* Points of the page; a presenter may look beyond its edge. */
enum { FARTHEST = 1000000, PAGES = 20000 };
#define PLACE(n) IN_RANGE(n, FIELD_NUMBER, FIELD_REQUIRED, -FARTHEST, FARTHEST)
#define SIZE(n) IN_RANGE(n, FIELD_NUMBER, FIELD_REQUIRED, 0, FARTHEST)

SHAPE(adjourn_body, "Adjourning", MUST("resumes_at", FIELD_TIME), MAY("resumes_until", FIELD_TIME),
      IN_RANGE("reason", FIELD_TEXT, FIELD_NULLABLE, 0, 500));

SHAPE(follow_body, "PresentationStart", MUST("paper_id", FIELD_UUID), IN_RANGE("page", FIELD_INTEGER, 0, 1, PAGES));
SHAPE(follow_let_body, "PresenterLet", MUST("person_id", FIELD_UUID), MUST("allowed", FIELD_BOOLEAN));
LOCAL(here_view, "PresenterView", PLACE("x"), PLACE("y"), SIZE("w"), SIZE("h"));
LOCAL(here_point, "PresenterPointer", PLACE("x"), PLACE("y"));
LOCAL(here_ink, "PresenterInk", IN_RANGE("stroke", FIELD_INTEGER, FIELD_REQUIRED, 0, G_MAXINT32),
      {.name = "from",
       .kind = FIELD_INTEGER,
       .flags = FIELD_REQUIRED,
       .min = 0,
       .max = 1000000,
       .about = "how many numbers of the stroke were told before"},
      {.name = "points",
       .kind = FIELD_NUMBER,
       .flags = FIELD_REQUIRED | FIELD_LIST,
       .min = -FARTHEST,
       .max = FARTHEST,
       .max_items = 300,
       .about = "x, y, pressure, …"},
      IN_RANGE("width", FIELD_NUMBER, FIELD_REQUIRED, 0, 1000), IN_RANGE("colour", FIELD_TEXT, FIELD_REQUIRED, 1, 20));
SHAPE(follow_here_body, "PresenterHere", IN_RANGE("page", FIELD_INTEGER, FIELD_REQUIRED, 1, PAGES),
      {.name = "view", .kind = FIELD_SHAPE, .shape = &here_view, .about = "what of the page the presenter sees"},
      OF("pointer", FIELD_NULLABLE, here_point), OF("ink", 0, here_ink));

LOCAL(follow_person, "PresenterRef", MUST("id", FIELD_UUID), MUST("full_name", FIELD_TEXT));
LOCAL(presentation, "Presentation", OF("presenter", FIELD_REQUIRED, follow_person), MUST("item_id", FIELD_UUID),
      MUST("paper_id", FIELD_UUID), MUST("document_id", FIELD_UUID), MUST("version", FIELD_INTEGER), MUST("page", FIELD_INTEGER),
      {.name = "turn", .kind = FIELD_INTEGER, .flags = FIELD_REQUIRED, .about = "revision of the subject: grows with each page turned"},
      {.name = "subject",
       .kind = FIELD_TEXT,
       .flags = FIELD_REQUIRED,
       .about = "of the event stream, which tells where on the paper the presenter is"},
      MUST("started_at", FIELD_TIME));
SHAPE(follow_shape, "Following", MUST("revision", FIELD_INTEGER), MUST("at", FIELD_TIME), MUST("may_present", FIELD_BOOLEAN),
      MUST("may_let", FIELD_BOOLEAN), OF("let", FIELD_REQUIRED | FIELD_LIST, follow_person),
      OF("presentation", FIELD_REQUIRED | FIELD_NULLABLE, presentation));
