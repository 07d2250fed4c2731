/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What building a meeting pack and writing its own pages share.
 */
#pragma once
#include "api/meeting_pack.h"
#include "base/json.h"

typedef enum PackProblem { PACK_PROBLEM_NONE, PACK_SECRET, PACK_ENCRYPTED, PACK_DAMAGED, PACK_COSTLY, PACK_NO_PAGES } PackProblem;

typedef struct PackPaper {
    const json_t *item, *paper; /* of the contents; borrowed */
    guint place;                /* from 1, over all papers */
    guint count;                /* pages that have a number */
    char **labels;
    guint stamp;         /* the form of its first number */
    const float *widths; /* of the forms */
    AssemblyPart *part;
    PackProblem problem;
} PackPaper;

typedef struct PackBuild {
    House *house;
    json_t *contents;
    const char *hash;
    GArray *papers; /* PackPaper */
    GArray *widths; /* float, of all numbers */
    Assembly *assembly;
    guint pages_done;
    gboolean (*go_on)(gpointer data); /* told often; FALSE: stop */
    gpointer data;
} PackBuild;

/* Text of an object's key, "" when there is none. Borrowed. */
const char *pack_text(const json_t *object, const char *key);

/* Builds the file; on TRUE the facts are filled. sha256: 65 bytes. */
gboolean meeting_pack_build(PackBuild *build, guint64 *bytes, char *sha256, GError **error);

/* Which pages of newer versions are which of those before: JSON for meeting_pack_ask. Blocks for seconds when they were never compared. Caller
 * frees; NULL with *error. */
char *meeting_pack_pairs(House *house, const char *meeting_id, GError **error);

/* ---- our own pages. NULL with *error. */
#define PACK_STAMPS_AT_ONCE 1500u                                                       /* a print has so many sheets */
GBytes *meeting_pack_stamps(PackBuild *build, guint from, guint count, GError **error); /* numbers counted over all papers */
float meeting_pack_stamp_width(const json_t *item, const char *label);
GBytes *meeting_pack_front(PackBuild *build, GError **error); /* cover, page 1, and agenda, from page 2 */
GBytes *meeting_pack_notice(PackBuild *build, const PackPaper *paper, GError **error);
GBytes *meeting_pack_tail(PackBuild *build, const char *unused, GError **error);
