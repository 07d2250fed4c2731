/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The door: libmicrohttpd, strict where it is lenient (design: a body with two
 * lengths, control bytes, a foreign Host or Origin are refused before anything
 * is done), absolute deadlines by a watchdog, lanes of worker threads, session
 * check before the first body byte, and a stop that drains and then closes.
 */
#pragma once
#include "net/request.h"

typedef struct Http Http;

/* Listens when it returns. static_folder: built pages with their .br and .gz, served by net/static.c; every other GET outside /api gets
 * index.html. */
Http *http_start(House *house, GError **error);
/* "http://127.0.0.1:8080", the real port. Borrowed. */
const char *http_origin(const Http *http);
/* Refuses new requests, ends event streams, waits for running ones up to config->stop_grace_seconds, closes, frees. */
void http_stop(Http *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Http, http_stop)
