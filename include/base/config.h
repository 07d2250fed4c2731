/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the installation decides. Read once at start, from (later wins) the
 * built-in values, the file (--config, or /etc/nghisu/nghisu.conf when there:
 * a GKeyFile, group [nghisu], the key names below), the environment
 * (NGHISU_DATA, NGHISU_LISTEN …: the key in capitals) and the command line
 * (--data, --listen …: the key with hyphens). Immutable afterwards, so every
 * thread may read it.
 */
#pragma once
#include <glib.h>

typedef struct Config {
    char *data;              /* folder for database, store, cache, partial uploads; default ./data */
    char *listen;            /* address:port, [v6]:port; default 127.0.0.1:8080; port 0 takes a free one */
    char *database;          /* libpq URL of the owner on an existing server; NULL: the embedded cluster */
    char *database_app;      /* libpq URL of role nghisu_app; NULL: derived from database */
    char *tls_certificate;   /* PEM file, chain; NULL: plain HTTP, loopback only */
    char *tls_key;           /* PEM file */
    char *origin;            /* what browsers type, "https://hop.tinh.gov.vn"; NULL: taken from listen and Host */
    char *trusted_proxy;     /* comma-separated addresses whose X-Forwarded-For and -Proto are believed; NULL: none */
    char *web;               /* folder of the built pages */
    char *workers;           /* folder of nghisu-render; default: beside the server's program */
    char *sample;            /* folder of sample data loaded into an empty database; NULL: none */
    char *zone;              /* civil dates; default Asia/Ho_Chi_Minh */
    char *smtp_url;          /* where mail is handed over: smtp://host:587, smtps://host; NULL: no mail */
    char *smtp_user;         /* NULL: without signing in */
    char *smtp_password_file; /* file that holds the password alone */
    char *smtp_ca;           /* PEM file of authorities to trust for it; NULL: those of the system */
    char *mail_from;         /* address that mail is from; needed with smtp_url */
    char *log_level;         /* debug, info, warning, error; default info */
    gint64 upload_limit_bytes;  /* largest file; default 2 GiB */
    gint64 page_cache_bytes;    /* disk for drawn pages; default 4 GiB */
    gint64 session_hours;       /* idle life of a session; default 12 */
    gint64 worker_threads;      /* quick requests; default 4 × cores, at least 8 */
    gint64 connections;         /* sockets; default 8000, lowered to what RLIMIT_NOFILE allows */
    gint64 stop_grace_seconds;  /* drain at stop; default 10 */
} Config;

/* arguments: argv without the program and verb; consumed options are taken out of it. NULL with ERROR_CONFIG. */
Config *config_read(int *argument_count, char ***arguments, GError **error);
/* The options, one a line, for `nghisu help`. Caller frees. */
char *config_help(void);
void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)
