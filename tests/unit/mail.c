/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The five ends of a message, each where a mail server may bring it about; what
 * stands in headers; attachments. The servers here say one thing wrong each:
 * what a real one does is in tests/http/mail.test.js.
 */
#include "exchange/mail.h"
#include "base/error.h"
#include <gio/gio.h>
#include <string.h>

/* What is said instead of the usual answer to a command; NULL as answer: the line is cut. */
typedef struct Slip {
    const char *verb; /* "." is the end of the text */
    const char *answer;
    guint from; /* at the how many-th time it first slips, from 1 */
} Slip;

typedef struct Post {
    GSocketService *service;
    Slip slip;
    guint met, connections;
    gint running; /* connections that are still served */
    GString *text;
    GMutex lock;
    char *url;
} Post;

static gboolean say(GOutputStream *out, const char *line)
{
    g_autofree char *whole = g_strconcat(line, "\r\n", NULL);
    return g_output_stream_write_all(out, whole, strlen(whole), NULL, NULL, NULL);
}

static const char SILENCE[] = "";

/* FALSE: the line is cut. */
static gboolean answer(Post *post, GOutputStream *out, const char *verb, const char *usual)
{
    if (post->slip.verb && g_str_equal(post->slip.verb, verb) && ++post->met >= MAX(post->slip.from, 1))
        return post->slip.answer && (post->slip.answer == SILENCE || say(out, post->slip.answer));
    return say(out, usual);
}

static gboolean serve(GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
    (void)service, (void)source;
    Post *post = data;
    GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(connection));
    g_autoptr(GDataInputStream) in = g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(connection)));
    g_data_input_stream_set_newline_type(in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
    g_atomic_int_inc(&post->running);
    g_atomic_int_inc((gint *)&post->connections);
    gboolean in_text = FALSE, open = say(out, "220 post ESMTP");
    while (open) {
        g_autofree char *line = g_data_input_stream_read_line(in, NULL, NULL, NULL);
        if (!line)
            break;
        if (in_text) {
            in_text = !g_str_equal(line, ".");
            g_mutex_lock(&post->lock);
            if (in_text)
                g_string_append_printf(post->text, "%s\n", line + g_str_has_prefix(line, ".."));
            g_mutex_unlock(&post->lock);
            open = in_text || answer(post, out, ".", "250 taken");
            continue;
        }
        g_autofree char *verb = g_ascii_strup(line, 4);
        gboolean text = g_str_equal(verb, "DATA"), quit = g_str_equal(verb, "QUIT");
        in_text = text && !(post->slip.verb && g_str_equal(post->slip.verb, "DATA"));
        open = answer(post, out, verb, text ? "354 go on" : quit ? "221 bye" : "250 fine") && (!quit || post->slip.answer == SILENCE);
    }
    g_io_stream_close(G_IO_STREAM(connection), NULL, NULL);
    g_atomic_int_add(&post->running, -1);
    return TRUE;
}

static Post *post_start(Slip slip)
{
    Post *post = g_new0(Post, 1);
    post->slip = slip;
    post->text = g_string_new(NULL);
    g_mutex_init(&post->lock);
    post->service = g_threaded_socket_service_new(4);
    guint16 port = g_socket_listener_add_any_inet_port(G_SOCKET_LISTENER(post->service), NULL, NULL);
    g_assert_cmpint(port, !=, 0);
    g_signal_connect(post->service, "run", G_CALLBACK(serve), post);
    g_socket_service_start(post->service);
    post->url = g_strdup_printf("smtp://127.0.0.1:%u", port);
    return post;
}

static void post_stop(Post *post)
{
    g_socket_service_stop(post->service);
    g_socket_listener_close(G_SOCKET_LISTENER(post->service));
    g_object_unref(post->service);
    while (g_atomic_int_get(&post->running) > 0)
        g_usleep(1000);
    g_string_free(post->text, TRUE);
    g_mutex_clear(&post->lock);
    g_free(post->url);
    g_free(post);
}

static gpointer turn(gpointer loop)
{
    g_main_loop_run(loop);
    return NULL;
}

static MailServer *server_to(const char *url)
{
    g_autoptr(GError) error = NULL;
    const MailOptions options = {.url = url, .from = "hop@anlac.example", .from_name = "Ủy ban nhân dân tỉnh An Lạc"};
    MailServer *server = mail_server_new(&options, &error);
    g_assert_no_error(error);
    return server;
}

static MailMessage message_to(const char *to, GDateTime *date)
{
    return (MailMessage){.message_id = "1@anlac.example",
                         .to = to,
                         .to_name = "Bà Nguyễn \"Thị\" Hòa",
                         .subject = "Giấy mời",
                         .text = "Một\n.\nHai\n",
                         .list_id = "x.anlac.example",
                         .date = date};
}

static MailEnd one(MailServer *server, const char *to, char **said)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Asia/Ho_Chi_Minh");
    g_autoptr(GDateTime) date = g_date_time_new(zone, 2026, 11, 5, 8, 3, 0);
    const MailMessage message = message_to(to, date);
    return mail_send(server, &message, said);
}

static void expect(Slip slip, MailEnd wanted, const char *said)
{
    Post *post = post_start(slip);
    {
        g_autoptr(MailServer) server = server_to(post->url);
        g_autofree char *answer_text = NULL;
        g_assert_cmpint(one(server, "ai@anlac.example", &answer_text), ==, wanted);
        if (said)
            g_assert_cmpstr(answer_text, ==, said);
    }
    post_stop(post);
}

static void mail__ends_as_the_server_says(void)
{
    expect((Slip){0}, MAIL_SENT, "250 taken");
    expect((Slip){"RCPT", "550 no such user", 0}, MAIL_REFUSED, "550 no such user");
    expect((Slip){"RCPT", "451 greylisted", 0}, MAIL_LATER, "451 greylisted");
    expect((Slip){".", "554 not wanted here", 0}, MAIL_REFUSED, "554 not wanted here");
    expect((Slip){".", "452 disk full", 0}, MAIL_LATER, "452 disk full");
    expect((Slip){"DATA", "451 later", 0}, MAIL_LATER, "451 later");
}

static void mail__of_a_server_that_takes_nothing_is_nobodys_fault(void)
{
    expect((Slip){"MAIL", "550 we do not know you", 0}, MAIL_AWAY, "550 we do not know you");
    expect((Slip){"MAIL", NULL, 0}, MAIL_AWAY, NULL);
    expect((Slip){"RCPT", "530 sign in first", 0}, MAIL_AWAY, "530 sign in first");
    expect((Slip){"RCPT", "421 going down", 0}, MAIL_AWAY, "421 going down");
    expect((Slip){"RCPT", NULL, 0}, MAIL_AWAY, NULL);
    expect((Slip){"DATA", NULL, 0}, MAIL_AWAY, NULL);
    g_autoptr(MailServer) nobody = server_to("smtp://127.0.0.1:9");
    g_autofree char *said = NULL;
    g_assert_cmpint(one(nobody, "ai@anlac.example", &said), ==, MAIL_AWAY);
}

static void mail__cut_off_after_its_text_is_unsure(void)
{
    expect((Slip){".", NULL, 0}, MAIL_UNSURE, NULL);
}

static void connection__is_kept_and_made_anew_when_the_server_ends_it(void)
{
    Post *post = post_start((Slip){"MAIL", "421 enough for one line", 3});
    {
        g_autoptr(MailServer) server = server_to(post->url);
        for (guint i = 0; i < 2; i++) {
            g_autofree char *said = NULL;
            g_assert_cmpint(one(server, "ai@anlac.example", &said), ==, MAIL_SENT);
        }
        g_assert_cmpuint((guint)g_atomic_int_get((gint *)&post->connections), ==, 1);
        g_autofree char *said = NULL;
        g_assert_cmpint(one(server, "ai@anlac.example", &said), ==, MAIL_AWAY); /* every further one slips: it is said at last */
        g_assert_cmpuint((guint)g_atomic_int_get((gint *)&post->connections), ==, 2);
    }
    post_stop(post);
}

/* A stop of the whole server may wait for it. */
static void connection__is_ended_without_waiting_for_the_answer(void)
{
    Post *post = post_start((Slip){"QUIT", SILENCE, 0});
    {
        g_autoptr(MailServer) server = server_to(post->url);
        g_autofree char *said = NULL, *again = NULL;
        gint64 began = g_get_monotonic_time();
        g_assert_cmpint(one(server, "ai@anlac.example", &said), ==, MAIL_SENT);
        mail_server_rest(server);
        g_assert_cmpint(one(server, "ai@anlac.example", &again), ==, MAIL_SENT);
        mail_server_free(g_steal_pointer(&server));
        g_assert_cmpint(g_get_monotonic_time() - began, <, 10 * G_USEC_PER_SEC);
        g_assert_cmpuint((guint)g_atomic_int_get((gint *)&post->connections), ==, 2);
    }
    post_stop(post);
}

static void address__that_is_none_is_refused_before_anything_is_said(void)
{
    static const char *const bad[] = {"ai",       "ai@",      "@b",       "ai@b.vn>\r\nRCPT TO:<other@b.vn",
                                      "a b@c.vn", "a@b.vn\n", "<a@b.vn>", "\"a\"@b.vn"};
    Post *post = post_start((Slip){0});
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(MailServer) server = server_to(post->url);
        g_autofree char *said = NULL;
        g_assert_cmpint(one(server, bad[i], &said), ==, MAIL_REFUSED);
    }
    g_assert_cmpuint(post->connections, ==, 0);
    post_stop(post);
}

static void header__is_in_words_of_rfc_2047_below_76(void)
{
    g_autofree char *plain = mail_header_words("Invitation: a b");
    g_assert_cmpstr(plain, ==, "Invitation: a b");
    g_autofree char *injected = mail_header_words("a\r\nBcc: all@b.vn");
    g_assert_cmpstr(injected, ==, "a  Bcc: all@b.vn");
    const char *text = "Giấy mời: Họp rà soát tiến độ giải ngân vốn đầu tư công tháng 11, phòng, chống bão và an toàn hồ đập";
    g_autofree char *words = mail_header_words(text);
    g_auto(GStrv) lines = g_strsplit(words, "\r\n ", -1);
    g_autoptr(GString) back = g_string_new(NULL);
    g_assert_cmpuint(g_strv_length(lines), >, 1);
    for (char **line = lines; *line; line++) {
        g_assert_cmpuint(strlen(*line), <=, 75);
        g_assert_true(g_str_has_prefix(*line, "=?UTF-8?B?") && g_str_has_suffix(*line, "?="));
        g_autofree char *base64 = g_strndup(*line + 10, strlen(*line) - 12);
        gsize size = 0;
        g_autofree guchar *bytes = g_base64_decode(base64, &size);
        g_assert_true(g_utf8_validate((char *)bytes, (gssize)size, NULL)); /* no letter is split */
        g_string_append_len(back, (char *)bytes, (gssize)size);
    }
    g_assert_cmpstr(back->str, ==, text);
}

static void message__has_its_attachments_and_headers(void)
{
    Post *post = post_start((Slip){0});
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Asia/Ho_Chi_Minh");
    g_autoptr(GDateTime) date = g_date_time_new(zone, 2026, 11, 5, 8, 3, 0);
    g_autoptr(GBytes) bytes = g_bytes_new_static("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 32);
    const MailAttachment attachment = {"cuoc-hop.ics", "text/calendar; method=REQUEST; charset=utf-8", bytes};
    MailMessage message = message_to("ai@anlac.example", date);
    message.attachments = &attachment;
    message.attachment_count = 1;
    {
        g_autoptr(MailServer) server = server_to(post->url);
        g_autofree char *said = NULL;
        g_assert_cmpint(mail_send(server, &message, &said), ==, MAIL_SENT);
    }
    g_mutex_lock(&post->lock);
    const char *text = post->text->str;
    static const char *const wanted[] = {"Date: Thu, 05 Nov 2026 08:03:00 +0700\n",
                                         "Message-ID: <1@anlac.example>\n",
                                         "List-Id: <x.anlac.example>\n",
                                         "Auto-Submitted: auto-generated\n",
                                         "<hop@anlac.example>\n",
                                         "<ai@anlac.example>\n",
                                         "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
                                         "filename=\"cuoc-hop.ics\"",
                                         "QkVHSU46VkNBTEVOREFSDQpFTkQ6VkNBTEVOREFSDQo=",
                                         "M=E1=BB=99t\n.\nHai\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
        if (!strstr(text, wanted[i]))
            g_error("no %s in\n%s", wanted[i], text);
    g_mutex_unlock(&post->lock);
    post_stop(post);
}

static void server__that_is_none_is_refused(void)
{
    static const char *const bad[] = {"http://thu.vn", "thu.vn", "smtp://", "ftp://thu.vn:25"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        const MailOptions options = {.url = bad[i], .from = "hop@anlac.example"};
        g_assert_null(mail_server_new(&options, &error));
        g_assert_error(error, NGHISU_ERROR, ERROR_CONFIG);
    }
    g_autoptr(GError) error = NULL;
    const MailOptions options = {.url = "smtp://thu.vn", .from = "hop@anlac.example", .user = "hop", .password_file = "/nowhere/password"};
    g_assert_null(mail_server_new(&options, &error));
    g_assert_cmpstr(error_field(error), ==, "smtp_password_file");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    GThread *thread = g_thread_new("accept", turn, loop);
    g_test_add_func("/mail/mail__ends_as_the_server_says", mail__ends_as_the_server_says);
    g_test_add_func("/mail/mail__of_a_server_that_takes_nothing_is_nobodys_fault", mail__of_a_server_that_takes_nothing_is_nobodys_fault);
    g_test_add_func("/mail/mail__cut_off_after_its_text_is_unsure", mail__cut_off_after_its_text_is_unsure);
    g_test_add_func("/mail/connection__is_kept_and_made_anew_when_the_server_ends_it",
                    connection__is_kept_and_made_anew_when_the_server_ends_it);
    g_test_add_func("/mail/connection__is_ended_without_waiting_for_the_answer", connection__is_ended_without_waiting_for_the_answer);
    g_test_add_func("/mail/address__that_is_none_is_refused_before_anything_is_said",
                    address__that_is_none_is_refused_before_anything_is_said);
    g_test_add_func("/mail/header__is_in_words_of_rfc_2047_below_76", header__is_in_words_of_rfc_2047_below_76);
    g_test_add_func("/mail/message__has_its_attachments_and_headers", message__has_its_attachments_and_headers);
    g_test_add_func("/mail/server__that_is_none_is_refused", server__that_is_none_is_refused);
    int status = g_test_run();
    g_main_loop_quit(loop);
    g_thread_join(thread);
    return status;
}
