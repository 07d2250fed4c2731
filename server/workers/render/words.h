/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a page says and how a file is divided, as records of the pipe.
 */
#pragma once
#include "workers/pages.h"
#include <glib.h>
#include <poppler.h>

/* Both append records and return how many. */
guint words_read(PopplerPage *page, GByteArray *out);
guint outline_read(PopplerDocument *document, GByteArray *out);
