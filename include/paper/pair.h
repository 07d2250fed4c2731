/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which page of one version lies beside which of the other. Any thread.
 */
#pragma once
#include "paper/change.h"
#include "paper/compare.h"

/* New reference to a list of {old, new, differs}, in reading order; NULL with *error from look. */
json_t *pairs_of(const PaperMatch *match, const GArray *changes, PageLook look, gpointer data, GError **error);
