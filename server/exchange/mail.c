/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SMTP through libcurl. What a message says and when it is tried again is not
 * known here; nor is mail ever received.
 */
#include "exchange/mail.h"
#include "base/error.h"
#include <curl/curl.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    CONNECT_SECONDS = 15,
    MESSAGE_SECONDS = 120, /* RFC 5321 allows ten minutes for the last reply; a thread of ours does not wait that long */
    LAST_REPLY_SECONDS = 5 /* when the server is stopping */
};

/* Where the dialogue stands: what was said last. */
typedef enum Phase { PHASE_HELLO, PHASE_FROM, PHASE_TO, PHASE_DATA } Phase;

struct MailServer {
    CURL *curl;
    char *url, *user, *password, *ca, *from, *from_words;
    gboolean loopback;
    Phase phase;
    char reply[300];  /* the last line the mail server said */
    gboolean leaving; /* we have said QUIT: what comes now is no answer to the message */
    char problem[CURL_ERROR_SIZE];
    gint interrupted;
    gint64 interrupted_at;
};

/* Plain SMTP stays on this machine. */
static gboolean url_is_loopback(const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
    const char *host = uri ? g_uri_get_host(uri) : NULL;
    if (!host)
        return FALSE;
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);
    return address ? g_inet_address_get_is_loopback(address) : g_ascii_strcasecmp(host, "localhost") == 0;
}

char *mail_header_words(const char *text)
{
    enum { BYTES = 45 }; /* 60 characters of base64 and 12 around them: below the 75 of RFC 2047 */
    g_autofree char *line = g_strdup(text);
    gboolean plain = TRUE;
    for (char *at = line; *at; at++) {
        if (g_ascii_iscntrl(*at))
            *at = ' ';
        plain = plain && (guchar)*at < 128;
    }
    if (plain && !strstr(line, "=?"))
        return g_steal_pointer(&line);
    GString *out = g_string_new(NULL);
    for (const char *at = line; *at;) {
        const char *end = at;
        while (*end && g_utf8_next_char(end) - at <= BYTES)
            end = g_utf8_next_char(end);
        g_autofree char *word = g_base64_encode((const guchar *)at, (gsize)(end - at));
        g_string_append_printf(out, "%s=?UTF-8?B?%s?=", out->len ? "\r\n " : "", word);
        at = end;
    }
    return g_string_free(out, FALSE);
}

/* A person's or a house's name in front of an address. */
static char *header_name(const char *name)
{
    g_autofree char *words = mail_header_words(name ? name : "");
    if (!*words || strstr(words, "=?"))
        return g_strconcat(words, *words ? " " : "", NULL);
    return g_strdup_printf("\"%s\" ", g_strdelimit(words, "\"\\", ' '));
}

MailServer *mail_server_new(const MailOptions *options, GError **error)
{
    static gsize begun = 0;
    if (g_once_init_enter(&begun)) {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        g_once_init_leave(&begun, 1);
    }
    g_autoptr(GUri) uri = g_uri_parse(options->url, G_URI_FLAGS_NONE, NULL);
    const char *scheme = uri ? g_uri_get_scheme(uri) : "";
    if ((!g_str_equal(scheme, "smtp") && !g_str_equal(scheme, "smtps")) || !g_uri_get_host(uri) || !*g_uri_get_host(uri)) {
        error_set(error, ERROR_CONFIG, "smtp_url", "smtp_url is like smtp://thu.tinh.gov.vn:587 or smtps://thu.tinh.gov.vn");
        return NULL;
    }
    g_autofree char *password = NULL;
    g_autoptr(GError) problem = NULL;
    if (options->user && options->password_file && !g_file_get_contents(options->password_file, &password, NULL, &problem)) {
        error_set(error, ERROR_CONFIG, "smtp_password_file", "smtp_password_file: %s", problem->message);
        return NULL;
    }
    MailServer *server = g_new0(MailServer, 1);
    server->curl = curl_easy_init();
    server->url = g_strdup(options->url);
    server->user = g_strdup(options->user);
    server->password = password ? g_strdup(g_strchomp(password)) : NULL;
    server->ca = g_strdup(options->ca);
    server->from = g_strdup(options->from);
    server->from_words = header_name(options->from_name);
    server->loopback = url_is_loopback(options->url);
    return server;
}

/* Says QUIT. libcurl would wait two minutes for a mail server that does not answer it, and the stop of ours with it: nothing more is heard.
 */
static void connection_end(MailServer *server)
{
    curl_socket_t line = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(server->curl, CURLINFO_ACTIVESOCKET, &line) == CURLE_OK && line != CURL_SOCKET_BAD)
        shutdown(line, SHUT_RD);
    curl_easy_cleanup(server->curl);
}

void mail_server_free(MailServer *server)
{
    if (!server)
        return;
    connection_end(server);
    if (server->password)
        memset(server->password, 0, strlen(server->password));
    g_free(server->url);
    g_free(server->user);
    g_free(server->password);
    g_free(server->ca);
    g_free(server->from);
    g_free(server->from_words);
    g_free(server);
}

void mail_server_interrupt(MailServer *server)
{
    server->interrupted_at = g_get_monotonic_time();
    g_atomic_int_set(&server->interrupted, 1);
}

void mail_server_rest(MailServer *server)
{
    CURL *fresh = curl_easy_init();
    connection_end(server);
    server->curl = fresh;
}

/* Follows the dialogue. Nothing of it is logged: it may hold a password. */
static int dialogue(CURL *curl, curl_infotype type, char *bytes, size_t size, void *data)
{
    (void)curl;
    MailServer *server = data;
    if (type == CURLINFO_HEADER_OUT) {
        static const struct {
            const char *verb;
            Phase phase;
        } verbs[] = {{"MAIL ", PHASE_FROM}, {"RCPT ", PHASE_TO}, {"DATA", PHASE_DATA}};
        for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
            if (size >= strlen(verbs[i].verb) && g_ascii_strncasecmp(bytes, verbs[i].verb, strlen(verbs[i].verb)) == 0) {
                server->phase = verbs[i].phase;
                server->reply[0] = '\0';
                server->leaving = FALSE;
            }
        server->leaving = server->leaving || (size >= 4 && g_ascii_strncasecmp(bytes, "QUIT", 4) == 0);
    } else if (type == CURLINFO_HEADER_IN && !server->leaving) {
        gsize length = MIN(size, sizeof server->reply - 1);
        while (length > 0 && (bytes[length - 1] == '\r' || bytes[length - 1] == '\n'))
            length--;
        memcpy(server->reply, bytes, length);
        server->reply[length] = '\0';
    }
    return 0;
}

static int progress(void *data, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up)
{
    (void)down_all, (void)down, (void)up_all, (void)up;
    MailServer *server = data;
    if (!g_atomic_int_get(&server->interrupted))
        return 0;
    return server->phase != PHASE_DATA || g_get_monotonic_time() - server->interrupted_at > LAST_REPLY_SECONDS * G_USEC_PER_SEC;
}

/* "Thu, 26 Nov 2026 08:00:00 +0700": the names are English whatever the locale. */
static char *date_words(GDateTime *date)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_autofree char *clock = g_date_time_format(date, "%Y %H:%M:%S %z");
    return g_strdup_printf("%s, %02d %s %s", days[g_date_time_get_day_of_week(date) - 1], g_date_time_get_day_of_month(date),
                           months[g_date_time_get_month(date) - 1], clock);
}

G_GNUC_PRINTF(2, 3) static void header_add(struct curl_slist **headers, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *line = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    *headers = curl_slist_append(*headers, line);
}

static struct curl_slist *headers_of(const MailServer *server, const MailMessage *message)
{
    struct curl_slist *headers = NULL;
    g_autofree char *date = date_words(message->date), *subject = mail_header_words(message->subject),
                    *to_name = header_name(message->to_name);
    header_add(&headers, "Date: %s", date);
    header_add(&headers, "From: %s<%s>", server->from_words, server->from);
    header_add(&headers, "To: %s<%s>", to_name, message->to);
    header_add(&headers, "Subject: %s", subject);
    header_add(&headers, "Message-ID: <%s>", message->message_id);
    header_add(&headers, "List-Id: <%s>", message->list_id);
    header_add(&headers, "Auto-Submitted: auto-generated"); /* nobody's "out of office" answers it (RFC 3834) */
    return headers;
}

static curl_mime *mime_of(MailServer *server, const MailMessage *message)
{
    curl_mime *mime = curl_mime_init(server->curl);
    curl_mimepart *part = curl_mime_addpart(mime);
    g_auto(GStrv) lines = g_strsplit(message->text, "\n", -1);
    g_autofree char *text = g_strjoinv("\r\n", lines);
    curl_mime_data(part, text, CURL_ZERO_TERMINATED);
    curl_mime_type(part, "text/plain; charset=utf-8");
    curl_mime_encoder(part, "quoted-printable");
    for (gsize i = 0; i < message->attachment_count; i++) {
        const MailAttachment *attachment = &message->attachments[i];
        gsize size = 0;
        const char *bytes = g_bytes_get_data(attachment->bytes, &size);
        part = curl_mime_addpart(mime);
        curl_mime_data(part, bytes, size);
        curl_mime_filename(part, attachment->filename);
        curl_mime_type(part, attachment->media);
        curl_mime_encoder(part, "base64");
    }
    return mime;
}

/* The reply's code, or 0. */
static int reply_code(const MailServer *server)
{
    return g_ascii_isdigit(server->reply[0]) ? atoi(server->reply) : 0;
}

static MailEnd end_of(const MailServer *server, CURLcode result)
{
    int code = reply_code(server);
    gboolean of_this_message = server->phase == PHASE_TO || server->phase == PHASE_DATA;
    if (result == CURLE_OK || (server->phase == PHASE_DATA && code == 250))
        return MAIL_SENT;
    /* 421: the server goes away, whatever was said before; 530, 534, 535, 538: one has to sign in, which is no fault of the recipient's */
    if (code == 421 || code == 530 || code == 534 || code == 535 || code == 538)
        return MAIL_AWAY;
    if (of_this_message && code >= 500)
        return MAIL_REFUSED;
    if (of_this_message && code >= 400)
        return MAIL_LATER;
    return server->phase == PHASE_DATA && code != 0 ? MAIL_UNSURE : MAIL_AWAY;
}

static MailEnd send_once(MailServer *server, const MailMessage *message, gboolean *reused, char **answer)
{
    CURL *curl = server->curl;
    struct curl_slist *headers = headers_of(server, message), *to = NULL;
    curl_mime *mime = mime_of(server, message);
    header_add(&to, "%s", message->to);

    curl_easy_reset(curl); /* options, not the connection */
    curl_easy_setopt(curl, CURLOPT_URL, server->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, server->loopback ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    if (server->ca)
        curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca);
    if (server->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password ? server->password : "");
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, server->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MESSAGE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* for dialogue() */
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, dialogue);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, server);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, server);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, server->problem);

    server->phase = PHASE_HELLO;
    server->leaving = FALSE;
    server->reply[0] = server->problem[0] = '\0';
    CURLcode result = curl_easy_perform(curl);
    MailEnd end = end_of(server, result);
    long connections = 1;
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connections);
    *reused = connections == 0;
    gboolean says = reply_code(server) != 0 && end != MAIL_UNSURE &&
                    (result == CURLE_OK || end == MAIL_REFUSED || end == MAIL_LATER || reply_code(server) >= 400);
    g_autofree char *said = g_utf8_make_valid(says ? server->reply : *server->problem ? server->problem : curl_easy_strerror(result), -1);
    *answer = g_steal_pointer(&said);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, NULL);
    curl_mime_free(mime);
    curl_slist_free_all(headers);
    curl_slist_free_all(to);
    return end;
}

MailEnd mail_send(MailServer *server, const MailMessage *message, char **answer)
{
    gboolean reused = FALSE;
    /* Nothing that could be another command, or another recipient. */
    if (!g_regex_match_simple("^[^\\s@<>\"[:cntrl:]]+@[^\\s@<>\"[:cntrl:]]+\\z", message->to, 0, 0)) {
        *answer = g_strdup("not an address");
        return MAIL_REFUSED;
    }
    MailEnd end = send_once(server, message, &reused, answer);
    /* A server may end a connection after so many messages or so long a time: that is no fault of its, and nothing was taken. */
    if (end == MAIL_AWAY && reused && !g_atomic_int_get(&server->interrupted)) {
        g_clear_pointer(answer, g_free);
        mail_server_rest(server);
        end = send_once(server, message, &reused, answer);
    }
    return end;
}
