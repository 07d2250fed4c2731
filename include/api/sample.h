/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sample province of deploy/sample: units, people, documents, meetings, so
 * that ./run shows the whole idea. Never part of an installation of one's own.
 */
#pragma once
#include "net/request.h"

/* Loads <folder>/sample.json and its PDF files as the owner, through the same functions as requests use. TRUE without doing anything when
 * the database has people already; ERROR_CONFIG when an earlier load fell half-way or the sample contradicts itself. At start, one thread.
 */
gboolean sample_load(House *house, const char *folder, GError **error);
