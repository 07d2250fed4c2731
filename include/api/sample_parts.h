/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two halves of the sample loader share: the sample while it is being
 * loaded, ids by name, and queries run as one of its people. One thread.
 */
#pragma once
#include "net/request.h"

typedef struct Sample {
    House *house;
    DbConn *conn;
    const char *folder;
    json_t *root;
    GTimeZone *zone;
    GHashTable *ids; /* "unit:AL.VP", "person:thuky", "title:…", "document:ttr" → id */
} Sample;

const char *sample_text(const json_t *object, const char *key); /* borrowed; NULL when it is no text */

/* Borrowed; NULL with ERROR_CONFIG when the sample names what it does not hold. */
const char *sample_id(Sample *sample, const char *kind, const char *name, GError **error);
/* Sets object[field] to the id of kind:name; name NULL changes nothing. */
gboolean sample_id_set(Sample *sample, json_t *object, const char *field, const char *kind, const char *name, GError **error);

/* Runs a query as a person (account), or as the installation (NULL). New reference to its JSON, null for other rows; NULL on failure. */
json_t *sample_run(Sample *sample, const char *account, QueryId query, int count, const char *const *values, GError **error);
/* The same with `first` and `second` (each may be NULL: left out) and a body as the last value. Takes the body. */
json_t *sample_send(Sample *sample, const char *account, QueryId query, const char *first, const char *second, json_t *body,
                    GError **error);
/* The same for what makes a thing: its id is kept as kind:name. */
gboolean sample_make(Sample *sample, const char *account, QueryId query, const char *first, json_t *body, const char *kind,
                     const char *name, GError **error);

/* One entry of each list of sample.json. */
gboolean sample_document_load(Sample *sample, const json_t *document, GError **error);
gboolean sample_meeting_load(Sample *sample, const json_t *meeting, GError **error);
gboolean sample_comment_load(Sample *sample, const json_t *comment, GError **error);
