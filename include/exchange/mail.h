/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One message at a time to the office's mail server, over SMTP with libcurl,
 * which also writes the MIME. A connection is kept for the messages that
 * follow. What becomes of a message is one of five ends, told apart by where in
 * the dialogue it stood: the caller decides what to do next, nothing is tried
 * again here. A MailServer belongs to one thread at a time.
 */
#pragma once
#include <glib.h>

typedef struct MailOptions {
    const char *url;           /* smtp://host:port or smtps://host:port. Elsewhere than on this machine smtp:// must be able to do STARTTLS */
    const char *user;          /* NULL: without signing in */
    const char *password_file; /* holds the password alone; read at start */
    const char *ca;            /* PEM file of authorities to trust instead of the system's; NULL: the system's */
    const char *from;          /* address only: the envelope's and the header's */
    const char *from_name;
} MailOptions;

typedef struct MailAttachment {
    const char *filename;
    const char *media; /* "text/calendar; method=REQUEST; charset=utf-8" */
    GBytes *bytes;
} MailAttachment;

typedef struct MailMessage {
    const char *message_id; /* without angle brackets; the same at every attempt */
    const char *to, *to_name;
    const char *subject; /* one line */
    const char *text;    /* UTF-8, lines end with \n */
    const char *list_id; /* domain-like: "thong-bao.hop.tinh.gov.vn" */
    GDateTime *date;     /* in the office's zone */
    const MailAttachment *attachments;
    gsize attachment_count;
} MailMessage;

typedef enum MailEnd {
    MAIL_SENT,    /* the server said 250 to the whole message */
    MAIL_REFUSED, /* it said 5xx to this recipient or this message: not to be tried again */
    MAIL_LATER,   /* 4xx to this recipient or message */
    MAIL_AWAY,    /* nothing of the message was taken and not for its sake: no connection, no TLS, not signed in, sender refused */
    MAIL_UNSURE   /* the connection was lost after the server had begun to take the message */
} MailEnd;

typedef struct MailServer MailServer;
/* ERROR_CONFIG when the url is none, or the password cannot be read. Does not connect. */
MailServer *mail_server_new(const MailOptions *options, GError **error);
void mail_server_free(MailServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailServer, mail_server_free)

/* *answer: the server's last line, or what went wrong, for people who administer; caller frees. */
MailEnd mail_send(MailServer *server, const MailMessage *message, char **answer);

/* From any thread: a message that is under way is given up, one whose text has been handed over after a short wait only. For good. */
void mail_server_interrupt(MailServer *server);

/* Ends the connection: the next message makes a new one. */
void mail_server_rest(MailServer *server);

/* What a header holds: as it is when it is ASCII, else in words of RFC 2047. Control bytes become blanks. Caller frees. */
char *mail_header_words(const char *text);
