/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The notes of a version as its reader is told of them, for those who make
 * something of them.
 */
#pragma once
#include "net/request.h"

/* Path values: document, number. One row: the JSON of NoteList, every note with its place on this version, found now where it was not yet.
 * NULL with ERROR_NOT_FOUND and whatever finding a place may meet. Caller clears. */
PGresult *note_list_rows(Request *request, GError **error);
