/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of fields: what each body may hold and what each reply holds. The
 * words are vocabulary.md's; the bounds are the decree's (Appendix VI) where it
 * has one, else ours.
 */
#pragma once
#include "net/route.h"

/* bodies */
extern const Shape notice_read_body, mail_choice_body;
extern const Shape item_comment_body, item_note_body, paper_return_body, answer_body, attendees_body, pin_body, note_body, note_place_body, sign_in_body, password_body, password_set_body, person_body, person_change, unit_body, unit_change, unit_rename_body,
    unit_move_body, unit_dissolve_body, unit_import_body, position_body, position_end_body, roles_body, catalogue_body, catalogue_change,
    document_body, document_change, upload_body, restore_body, grants_body, reading_body, thread_body, comment_body, meeting_body,
    meeting_change, agenda_body, agenda_item_body, agenda_item_change, paper_body, paper_change, invitees_body, current_body;
extern const Shape template_body, template_change, meeting_from_body, series_change, type_rules_body;
extern const Shape agenda_seen_body;
extern const Shape feed_body;
extern const Shape room_map_body, seating_body;
/* query strings */
extern const Field dates_params[];
extern const Field notices_params[];
extern const Field meeting_events_params[];
extern const Shape proposal_body, proposal_change, proposal_accept_body, proposal_postpone_body, proposal_return_body;
/* query strings */
extern const Field proposals_params[];
extern const Field units_params[], people_params[], principals_params[], documents_params[], version_params[], upload_params[],
    image_params[], parts_params[], export_params[], threads_params[], meetings_params[], colleagues_params[], events_params[];
extern const Field calendar_params[], conflicts_params[];
extern const Field calendar_file_params[];
/* replies */
extern const Shape feed_shape, feed_made_shape;
extern const Shape room_map_shape, seating_shape, my_seat_shape;
extern const Shape meeting_event_list_shape, record_shape;
extern const Shape notice_list_shape, notice_unread_shape, mail_choice_shape, meeting_mail_shape;
extern const Shape proposal_shape, proposal_list;
extern const Shape item_comment_shape, item_comment_list, item_note_shape, paper_request_shape, paper_request_list, pack_list_shape, pin_shape, part_list_shape, outbox_key_shape, news_shape, note_shape, note_list_shape, compare_shape, problem_shape, health_shape, welcome_shape, session_shape, session_list, unit_shape, unit_list, unit_import_report,
    person_shape, person_list, position_shape, principal_list, catalogue_entry_shape, catalogue_list, document_shape, document_list,
    version_shape, version_list, upload_shape, grants_shape, page_list_shape, page_text_shape, outline_shape, reading_shape, thread_shape,
    thread_list, comment_shape, meeting_shape, meeting_list, agenda_shape, agenda_item_shape, paper_shape, invitees_shape, home_shape,
    id_shape;
extern const Shape template_list, template_shape, made_shape, series_days, series_shape, series_done, type_rules_shape;
extern const Shape agenda_change_list_shape;
extern const Shape meeting_pack_shape;
extern const Shape attendance_say_body, attendance_body, item_attendance_body, quorum_body, roll_shape, roll_code_shape;
extern const Shape calendar_shape, conflicts_shape;
extern const Shape invitation_paper_shape, invitation_paper_body, word_template_shape, word_template_list_shape, word_template_body;
extern const Field invitation_params[];
extern const Field statistics_params[], tasks_params[], task_board_params[];
extern const Shape task_body, task_change_body, task_progress_body, task_report_body, task_confirm_body, task_reason_body, task_extend_body, task_grant_body, task_name_body, task_chase_body,
    task_row_shape, task_list_shape, task_board_shape, task_shape;
extern const Shape statistics_shape;
extern const Shape desk_body, speech_body, speech_place_body, floor_shape;
extern const Shape vote_body, vote_change, vote_place_body, ballot_body, vote_shape, vote_list_shape, vote_ready_shape, ballot_shape;
extern const Field votes_params[];
extern const Shape conclusion_body, conclusion_change, conclusion_place_body, conclusion_shape, conclusion_list_shape;
extern const Field minutes_file_params[];
extern const Shape minutes_make_body, minutes_change, minutes_block_body, minutes_block_change_body, minutes_block_place_body, minutes_offer_body, minutes_circulate_body, minutes_comment_body,
    minutes_answer_body, minutes_correct_body, minutes_block_shape, minutes_comment_shape, minutes_shape, minutes_list_shape;
extern const Shape secret_paper_body, secret_ballot_body, secret_last_call_body, secret_papers_shape, secret_paper_shape, secret_receipt_shape, secret_list_shape;
extern const Shape adjourn_body, follow_body, follow_let_body, follow_here_body, follow_shape;
extern const Shape wall_state_shape, wall_made_shape, wall_shape;
extern const Shape chat_body, chat_message_body, chat_hide_body, chat_message_shape, chat_shape;
extern const Field wall_page_params[];
