/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A finished upload, as the making of a version takes it. The bytes lie in
 * <data>/uploads/<id>; the database says whose they are and how many are there.
 */
#pragma once
#include "net/request.h"

/* Path of an upload's bytes; caller frees. The start-up sweep deletes by it too. */
char *upload_path(const House *house, const char *upload_id);

/* The caller's own finished upload: descriptor (caller closes) and the name it was begun with (caller frees). −1 with
 * ERROR_UNKNOWN_REFERENCE when it is not theirs or not there, ERROR_BROKEN_UPLOAD when parts are missing. */
int upload_open(Request *request, const char *upload_id, char **filename_out, GError **error);

/* Forgets it; what fails here is left to the sweep. */
void upload_forget(Request *request, const char *upload_id);
