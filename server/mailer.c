/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes out without anybody asking: reminders each minute, and the outbox
 * of mail, message by message, as the database gives them. A row is marked
 * before its message is sent and ended only after the mail server's answer;
 * what may be said to whom is decided in the database at that moment. It keeps
 * no queue and no pauses of its own but the one while the mail server is away.
 */
#include "command/command.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/words.h"
#include "exchange/ical.h"
#include "exchange/mail.h"
#include <string.h>

enum { LOOK_EVERY_SECONDS = 2, REMIND_EVERY_SECONDS = 60, AWAY_PAUSE_MOST_SECONDS = 300, RECORD_TRIES_AT_STOP = 10 };

struct Mailer {
    House *house;
    MailServer *server; /* NULL: no mail, only reminders */
    char *origin, *list_id;
    GTimeZone *zone;
    GMutex lock;
    GCond wake;
    gboolean stopping;
    guint failures; /* in a row, of the mail server */
    gboolean database_away;
    gint64 remind_at;
    GThread *thread;
};

/* TRUE: go on at once. */
static gboolean rest(Mailer *mailer, guint seconds)
{
    gint64 until = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    g_mutex_lock(&mailer->lock);
    while (!mailer->stopping && g_cond_wait_until(&mailer->wake, &mailer->lock, until))
        continue;
    gboolean stopping = mailer->stopping;
    g_mutex_unlock(&mailer->lock);
    return !stopping;
}

static char *template_fill(const char *language, const char *kind, const json_t *facts, GError **error)
{
    g_autofree char *name = g_strconcat("mail_", kind, NULL);
    const char *text = words_text(language, name);
    if (!text) {
        error_set(error, ERROR_INTERNAL, NULL, "there are no words %s/%s", language, name);
        return NULL;
    }
    return words_fill(text, facts, error);
}

/* The words of one mail: the first line of its template is the subject. */
static gboolean words_of(const Mailer *mailer, json_t *facts, char **subject, char **body, GError **error)
{
    const char *language = json_string_value(json_object_get(facts, "language"));
    g_autofree char *link = g_strconcat(mailer->origin, json_string_value(json_object_get(facts, "path")), NULL);
    g_autofree char *account = g_strconcat(mailer->origin, "/account", NULL);
    json_object_set_new(facts, "link", json_string(link));
    json_object_set_new(facts, "account", json_string(account));
    g_autofree char *about = template_fill(language, "facts", facts, error);
    if (!about)
        return FALSE;
    json_object_set_new(facts, "facts", json_string(about));
    g_autofree char *whole = template_fill(language, json_string_value(json_object_get(facts, "kind")), facts, error);
    char *end = whole ? strchr(whole, '\n') : NULL;
    if (!end)
        return FALSE;
    *end = '\0';
    json_object_set_new(facts, "text", json_string(end + 1));
    *body = template_fill(language, "frame", facts, error);
    if (!*body)
        return FALSE;
    *subject = g_strdup(whole);
    return TRUE;
}

/* The meeting for the reader's calendar; NULL without *error: this mail brings none. */
static GBytes *calendar_of(const Mailer *mailer, const json_t *facts, gboolean cancels, GError **error)
{
    const json_t *event = json_object_get(json_object_get(facts, "calendar"), "event");
    if (!json_is_object(event))
        return NULL;
    const Config *config = mailer->house->config;
    g_autofree char *host = ical_host(config->origin);
    const IcalOffice office = {.origin = mailer->origin,
                               .host = host,
                               .organizer_mail = config->mail_from,
                               .language = json_string_value(json_object_get(facts, "language"))};
    char *text = ical_meeting(event, &office, cancels ? ICAL_CANCEL : ICAL_REQUEST, g_get_real_time() / G_USEC_PER_SEC, error);
    return text ? g_bytes_new_take(text, strlen(text)) : NULL;
}

static MailEnd message_send(Mailer *mailer, const json_t *facts, const char *subject, const char *body, GBytes *calendar, gboolean cancels,
                            char **answer)
{
    g_autoptr(GDateTime) now = g_date_time_new_now(mailer->zone);
    const MailAttachment attachment = {.filename = "meeting.ics",
                                       .media = cancels ? "text/calendar; method=CANCEL; charset=utf-8"
                                                        : "text/calendar; method=REQUEST; charset=utf-8",
                                       .bytes = calendar};
    const MailMessage message = {.message_id = json_string_value(json_object_get(facts, "message_id")),
                                 .to = json_string_value(json_object_get(facts, "address")),
                                 .to_name = json_string_value(json_object_get(facts, "name")),
                                 .subject = subject,
                                 .text = body,
                                 .list_id = mailer->list_id,
                                 .date = now,
                                 .attachments = &attachment,
                                 .attachment_count = calendar ? 1 : 0};
    return mail_send(mailer->server, &message, answer);
}

/* What the mail server said must not be forgotten while the database restarts: the message would go out again. */
static gboolean end_record(Mailer *mailer, DbConn *conn, const char *const *values, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(PGresult) done = db_query(conn, NULL, Q_POST_DONE, 7, values, &problem);
    for (guint tries = 0; !done && (error_kind(problem) == ERROR_DATABASE || error_kind(problem) == ERROR_BUSY);) {
        if (!rest(mailer, 1) && ++tries >= RECORD_TRIES_AT_STOP)
            break;
        g_clear_error(&problem);
        g_autoptr(DbConn) other = db_take(mailer->house->owner_db, &problem);
        done = other ? db_query(other, NULL, Q_POST_DONE, 7, values, &problem) : NULL;
    }
    if (!done)
        g_propagate_error(error, g_steal_pointer(&problem));
    return done != NULL;
}

static guint away_pause(const Mailer *mailer)
{
    return MIN(1u << MIN(mailer->failures, 10), (guint)AWAY_PAUSE_MOST_SECONDS);
}

/* One line when it goes and one when it is back, however long that is. */
static void server_state(Mailer *mailer, MailEnd end, const char *answer)
{
    gboolean away = end == MAIL_AWAY || end == MAIL_UNSURE;
    if (away && mailer->failures++ == 0)
        log_warn("mail_server_away", log_field("problem", "%s", answer));
    else if (!away && mailer->failures > 0) {
        log_info("mail_server_back", log_field("failures", "%u", mailer->failures));
        mailer->failures = 0;
    }
}

/* FALSE: nothing is due, or nothing can be done now. */
static gboolean mail_one(Mailer *mailer, DbConn *conn, GError **error)
{
    static const char *const ends[] = {
        [MAIL_SENT] = "sent", [MAIL_REFUSED] = "refused", [MAIL_LATER] = "later", [MAIL_AWAY] = "away", [MAIL_UNSURE] = "unsure"};
    g_autoptr(PGresult) taken = db_query(conn, NULL, Q_POST_TAKE, 0, NULL, error);
    const char *text = db_text(taken);
    if (!text)
        return FALSE;
    g_autoptr(json_t) facts = json_parse(text, strlen(text), error);
    if (!facts)
        return FALSE;
    g_autofree char *subject = NULL, *body = NULL, *answer = NULL;
    const char *id = json_string_value(json_object_get(facts, "id"));
    MailEnd end = MAIL_LATER;
    g_autoptr(GError) problem = NULL;
    gboolean cancels = g_strcmp0(json_string_value(json_object_get(json_object_get(facts, "calendar"), "method")), "cancel") == 0;
    g_autoptr(GBytes) calendar = calendar_of(mailer, facts, cancels, &problem);
    if (!problem && words_of(mailer, facts, &subject, &body, &problem))
        end = message_send(mailer, facts, subject, body, calendar, cancels, &answer);
    else {
        log_error("mail_without_words", log_field("mail", "%s", id),
                  log_field("problem", "%s", problem ? problem->message : "an empty template"));
        answer = g_strdup("no words");
    }
    server_state(mailer, end, answer);
    if (end == MAIL_REFUSED)
        log_info("mail_refused", log_field("mail", "%s", id));
    g_autofree char *attempt = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(json_object_get(facts, "attempt"))),
                    *pause = g_strdup_printf("%u", away_pause(mailer));
    const char *values[] = {id, attempt, ends[end], answer, pause, subject, body};
    return end_record(mailer, conn, values, error) && end != MAIL_AWAY && end != MAIL_UNSURE;
}

static gboolean is_stopping(Mailer *mailer)
{
    g_mutex_lock(&mailer->lock);
    gboolean stopping = mailer->stopping;
    g_mutex_unlock(&mailer->lock);
    return stopping;
}

/* All that is due now. */
static gboolean work(Mailer *mailer, GError **error)
{
    g_autoptr(DbConn) conn = db_take(mailer->house->owner_db, error);
    if (!conn)
        return FALSE;
    if (g_get_monotonic_time() >= mailer->remind_at) {
        g_autoptr(PGresult) reminded = db_query(conn, NULL, Q_POST_REMIND, 0, NULL, error);
        if (!reminded)
            return FALSE;
        mailer->remind_at = g_get_monotonic_time() + REMIND_EVERY_SECONDS * G_USEC_PER_SEC;
    }
    g_autoptr(GError) problem = NULL;
    gboolean sent = FALSE;
    while (mailer->server && !is_stopping(mailer) && mail_one(mailer, conn, &problem))
        sent = TRUE;
    if (sent)
        mail_server_rest(mailer->server);
    if (problem)
        g_propagate_error(error, g_steal_pointer(&problem));
    return !problem;
}

static gpointer mailer_thread(gpointer data)
{
    Mailer *mailer = data;
    for (;;) {
        g_autoptr(GError) error = NULL;
        gboolean fine = work(mailer, &error);
        if (!fine && !mailer->database_away)
            log_error("mailer_broken_off", log_field("problem", "%s", error ? error->message : ""));
        mailer->database_away = !fine;
        if (!rest(mailer, mailer->failures ? away_pause(mailer) : LOOK_EVERY_SECONDS))
            return NULL;
    }
}

static MailServer *server_open(const Config *config, const char *organisation, GError **error)
{
    const MailOptions options = {.url = config->smtp_url,
                                 .user = config->smtp_user,
                                 .password_file = config->smtp_password_file,
                                 .ca = config->smtp_ca,
                                 .from = config->mail_from,
                                 .from_name = organisation};
    return mail_server_new(&options, error);
}

Mailer *mailer_start(House *house, const char *origin, GError **error)
{
    const Config *config = house->config;
    const char *domain = config->smtp_url ? strchr(config->mail_from, '@') + 1 : NULL;
    g_autoptr(MailServer) server = NULL;
    g_autoptr(DbConn) conn = db_take(house->owner_db, error);
    /* From now on notices are queued for mail, or no longer. */
    g_autoptr(PGresult) configured = conn ? db_query(conn, NULL, Q_POST_CONFIGURE, 1, &domain, error) : NULL;
    if (!configured)
        return NULL;
    if (config->smtp_url && !(server = server_open(config, db_text(configured), error)))
        return NULL;
    Mailer *mailer = g_new0(Mailer, 1);
    mailer->house = house;
    mailer->server = g_steal_pointer(&server);
    mailer->origin = g_strdup(config->origin ? config->origin : origin);
    mailer->list_id = g_strconcat("nghisu.", domain, NULL);
    mailer->zone = g_time_zone_new_identifier(config->zone);
    g_mutex_init(&mailer->lock);
    g_cond_init(&mailer->wake);
    mailer->thread = g_thread_new("mailer", mailer_thread, mailer);
    return mailer;
}

void mailer_stop(Mailer *mailer)
{
    if (!mailer)
        return;
    g_mutex_lock(&mailer->lock);
    mailer->stopping = TRUE;
    g_cond_signal(&mailer->wake);
    g_mutex_unlock(&mailer->lock);
    if (mailer->server)
        mail_server_interrupt(mailer->server);
    g_thread_join(mailer->thread);
    g_mutex_clear(&mailer->lock);
    g_cond_clear(&mailer->wake);
    mail_server_free(mailer->server);
    g_time_zone_unref(mailer->zone);
    g_free(mailer->origin);
    g_free(mailer->list_id);
    g_free(mailer);
}
