/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calls that routes.c names: what SQL alone cannot do. Each runs on a
 * worker thread of its lane, replies exactly once and returns TRUE, or fills
 * *error and returns FALSE.
 */
#pragma once
#include "net/request.h"

/* session.c: passwords and cookies */
gboolean session_create(Request *request, GError **error);
gboolean session_delete(Request *request, GError **error);
gboolean password_change(Request *request, GError **error);
gboolean person_create(Request *request, GError **error);
gboolean person_password_set(Request *request, GError **error);

/* upload.c: parts of a file that survive a broken line */
gboolean upload_create(Request *request, GError **error);
gboolean upload_admit(Request *request, GError **error);
gboolean upload_append(Request *request, GError **error);
gboolean upload_get(Request *request, GError **error);
gboolean upload_delete(Request *request, GError **error);

/* version.c: the store */
gboolean version_admit(Request *request, GError **error);
gboolean version_create(Request *request, GError **error);
gboolean version_restore(Request *request, GError **error);
gboolean version_file(Request *request, GError **error);
gboolean attachment_file(Request *request, GError **error);
gboolean signers_get(Request *request, GError **error);

/* page.c: the renderer */
gboolean page_list(Request *request, GError **error);
gboolean page_image(Request *request, GError **error);
gboolean page_text(Request *request, GError **error);
gboolean page_outline(Request *request, GError **error);

/* pack.c: what a tablet keeps, by the hash of its content */
gboolean part_list(Request *request, GError **error);

/* export.c: a copy to take away, with notes and watermark */
gboolean export_get(Request *request, GError **error);

/* meeting_pack.c */
gboolean meeting_pack_ask(Request *request, GError **error);
gboolean meeting_pack_file(Request *request, GError **error);
/* register.c: what was said and who was there, as PDF */
gboolean item_comment_file(Request *request, GError **error);
gboolean attendance_file(Request *request, GError **error);
gboolean vote_file(Request *request, GError **error);

/* record.c: the sealed record of a meeting */
gboolean record_ask(Request *request, GError **error);
gboolean record_bundle(Request *request, GError **error);
gboolean item_record_bundle(Request *request, GError **error);
/* statistics.c: who came, spoke and voted, as a workbook */
gboolean statistics_file(Request *request, GError **error);

/* invitation.c: the invitation as a paper, and the wordings of papers */
gboolean invitation_get(Request *request, GError **error);
gboolean word_template_list(Request *request, GError **error);
gboolean word_template_set(Request *request, GError **error);
gboolean word_template_reset(Request *request, GError **error);
gboolean word_template_preview(Request *request, GError **error);

/* minutes.c: minutes, extracts and the notice of conclusions as PDF and DOCX */
gboolean minutes_make(Request *request, GError **error);
gboolean minutes_file(Request *request, GError **error);
gboolean minutes_approve(Request *request, GError **error);
gboolean minutes_extract_file(Request *request, GError **error);
gboolean minutes_extract_make(Request *request, GError **error);
gboolean conclusion_file(Request *request, GError **error);
gboolean conclusion_notice_make(Request *request, GError **error);

/* note.c: notes with their places, which are found on a new version when it is first asked for */
gboolean note_list(Request *request, GError **error);

/* news.c */
gboolean news_get(Request *request, GError **error);

/* compare.c */
gboolean compare_get(Request *request, GError **error);

/* feed.c: iCalendar */
gboolean meeting_calendar(Request *request, GError **error);
gboolean feed_make(Request *request, GError **error);
gboolean feed_read(Request *request, GError **error);

/* wall.c: the screen in the room, by its address */
gboolean wall_make(Request *request, GError **error);
gboolean wall_read(Request *request, GError **error);
gboolean wall_follow(Request *request, GError **error);
gboolean wall_page(Request *request, GError **error);

/* secret.c and secret_count.c: papers, the box and the count of secret votes */
gboolean secret_hand_out(Request *request, GError **error);
gboolean secret_paper_take(Request *request, GError **error);
gboolean secret_box_open(Request *request, GError **error);
gboolean secret_ballot_drop(Request *request, GError **error);
gboolean secret_count(Request *request, GError **error);
gboolean secret_seal_get(Request *request, GError **error);

/* system.c */
gboolean health_get(Request *request, GError **error);
gboolean welcome_get(Request *request, GError **error);
gboolean openapi_get(Request *request, GError **error);
gboolean events_get(Request *request, GError **error);

/* The OpenAPI 3.1 document made from route_table. Caller frees with g_free. `nghisu openapi` prints it. */
char *openapi_text(void);
