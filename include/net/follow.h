/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many follow a presenter. Each server counts the people on its own streams
 * of a subject follow:<id> while somebody presents there, and says the number
 * through the database at most once a second, when it changed, and every few
 * seconds anyway: {"kind":"count","patch":{"server":…,"followers":n}}. A page adds
 * up the servers; one that is silent for long is gone. Nobody's coming or going
 * is written anywhere. Functions are called under the hub's lock unless they say
 * otherwise.
 */
#pragma once
#include "data/db.h"

typedef struct FollowCounts FollowCounts;

FollowCounts *follow_counts_new(void);
void follow_counts_free(FollowCounts *counts);
/* Something was presented on this subject a moment ago, by this person, who does not follow themselves. */
void follow_heard(FollowCounts *counts, const char *subject, gint64 turn, const char *by);
/* What must be said now, as rows for follow_say; NULL: nothing. by_subject: text → GPtrArray of Stream. */
GPtrArray *follow_due(FollowCounts *counts, GHashTable *by_subject);
/* Says it; frees due. Not under the lock. */
void follow_say(FollowCounts *counts, Db *db, GPtrArray *due);
