/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies and replies of what belongs to the room itself: the screen on its wall
 * and the chat beside the meeting. Only data.
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
#define NULLABLE(n, k) OF_KIND(n, k, FIELD_REQUIRED | FIELD_NULLABLE)
#define CHOICE(n, ...)                                                                          \
    {                                                                                           \
        .name = n, .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .choices = WORDS(__VA_ARGS__) \
    }
#define OF(n, s, f)                                                                  \
    {                                                                                \
        .name = n, .kind = FIELD_SHAPE, .flags = FIELD_REQUIRED | (f), .shape = &(s) \
    }
#define ID(n) MUST(n, FIELD_UUID)
#define TEXT(n) MUST(n, FIELD_TEXT)
#define NTEXT(n) NULLABLE(n, FIELD_TEXT)
#define INT(n) MUST(n, FIELD_INTEGER)
#define NINT(n) NULLABLE(n, FIELD_INTEGER)
#define BOOL(n) MUST(n, FIELD_BOOLEAN)
#define TIME(n) MUST(n, FIELD_TIME)
#define NTIME(n) NULLABLE(n, FIELD_TIME)
#define ANY(n) NULLABLE(n, FIELD_ANY)
#define SHAPE(s, n, ...) const Shape s = {.name = n, .fields = (const Field[]){__VA_ARGS__, END}}
#define LOCAL(s, n, ...) static SHAPE(s, n, __VA_ARGS__)

LOCAL(person_ref, "PersonRef", ID("id"), TEXT("full_name"));

/* the screen in the room (F7) */
#define WALL_STATE BOOL("active"), OF("made_by", person_ref, FIELD_NULLABLE), NTIME("made_at"), NTIME("seen_at")
SHAPE(wall_state_shape, "WallState", WALL_STATE);
SHAPE(wall_made_shape, "WallMade", WALL_STATE,
      {.name = "path",
       .kind = FIELD_TEXT,
       .flags = FIELD_REQUIRED | FIELD_SECRET,
       .about = "after this server's address; whoever has it sees the screen. Never shown again"});
LOCAL(wall_agenda, "WallAgendaItem", TEXT("number"), TEXT("title"), INT("level"), BOOL("current"));
LOCAL(wall_item, "WallItem", TEXT("number"), TEXT("title"), CHOICE("kind", "information", "discussion", "vote"), NINT("minutes"),
      INT("spent_ms"), NTEXT("presenter"));
LOCAL(wall_quorum, "WallQuorum", CHOICE("share", "half", "two_thirds", "three_quarters", "none"), INT("total"), INT("present"),
      INT("needed"), BOOL("met"), INT("guests"));
LOCAL(wall_speech, "WallSpeech", CHOICE("queue", "speech", "question"), BOOL("is_order"), TEXT("name"), NTEXT("asked"),
      CHOICE("state", "waiting", "speaking", "stopped"), NTIME("since"), INT("spent_ms"), NINT("minutes"));
LOCAL(wall_option, "WallOption", ID("id"), TEXT("label"), NTEXT("meaning"));
LOCAL(wall_count, "WallCount", ID("option_id"), INT("count"));
LOCAL(wall_box, "WallBox", INT("handed_out"), INT("returned"));
LOCAL(wall_vote, "WallVote", ID("id"), TEXT("title"), CHOICE("method", "approve", "choose_one", "choose_several"), BOOL("secret"),
      CHOICE("state", "open", "paused", "closed", "published"), OF("options", wall_option, FIELD_LIST), NINT("voted"),
      OF("counts", wall_count, FIELD_LIST | FIELD_NULLABLE),
      {.name = "result", .kind = FIELD_ANY, .flags = FIELD_REQUIRED | FIELD_NULLABLE, .about = "once it is published"},
      OF("box", wall_box, FIELD_NULLABLE));
LOCAL(wall_paper, "WallPaper", TEXT("subject"), INT("page"), INT("turn"));
SHAPE(wall_shape, "Wall", INT("revision"), TIME("at"), TEXT("title"), CHOICE("state", "invited", "in_progress", "paused"),
      TIME("starts_at"), NTEXT("chair"),
      {.name = "apart",
       .kind = FIELD_BOOLEAN,
       .flags = FIELD_REQUIRED,
       .about = "the meeting goes on in a smaller circle: nothing of that is here (rule 24)"},
      NTIME("current_since"), OF("agenda", wall_agenda, FIELD_LIST), OF("item", wall_item, FIELD_NULLABLE), OF("quorum", wall_quorum, 0),
      OF("speaking", wall_speech, FIELD_NULLABLE), OF("waiting", wall_speech, FIELD_LIST), INT("waiting_count"),
      OF("vote", wall_vote, FIELD_NULLABLE), OF("paper", wall_paper, FIELD_NULLABLE));
const Field wall_page_params[] = {{.name = "turn",
                                   .kind = FIELD_INTEGER,
                                   .min = 0,
                                   .max = G_MAXINT64,
                                   .about = "as the screen was told: another address for another page"},
                                  END};

/* the chat beside a meeting (F8) */
SHAPE(chat_body, "ChatState", BOOL("open"));
SHAPE(chat_message_body, "NewChatMessage", {.name = "body", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000});
SHAPE(chat_hide_body, "ChatMessageHidden", BOOL("hidden"));
SHAPE(chat_message_shape, "ChatMessage", ID("id"), OF("person", person_ref, 0), TIME("at"), BOOL("taken_back"), BOOL("hidden"),
      OF("hidden_by", person_ref, FIELD_NULLABLE),
      {.name = "body",
       .kind = FIELD_TEXT,
       .flags = FIELD_REQUIRED | FIELD_NULLABLE,
       .about = "null when taken back, or hidden from the reader"});
SHAPE(chat_shape, "Chat", INT("revision"), BOOL("open"), BOOL("may_write"), BOOL("may_steer"), INT("take_back_seconds"),
      OF("items", chat_message_shape, FIELD_LIST));
