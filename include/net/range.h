/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conditional headers of RFC 9110: Range, If-Range, If-None-Match. Pure
 * functions on texts.
 */
#pragma once
#include <glib.h>

typedef enum RangeAnswer {
    RANGE_WHOLE,        /* no range, or one we do not take (several, another unit): 200 */
    RANGE_PART,         /* 206, first and last byte filled */
    RANGE_UNSATISFIABLE /* 416 */
} RangeAnswer;

/* header may be NULL. size: of the whole. */
RangeAnswer range_read(const char *header, guint64 size, guint64 *first, guint64 *last);

/* If-Range: TRUE when absent or when it holds this tag (strong comparison; a date never holds). etag without quotes, may be NULL. */
gboolean range_still_valid(const char *if_range, const char *etag);

/* If-None-Match holds the tag (weak comparison) or "*". */
gboolean etag_listed(const char *if_none_match, const char *etag);
