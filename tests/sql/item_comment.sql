-- SPDX-License-Identifier: GPL-3.0-or-later
-- E9, F8: what is said of an item before the meeting, to whom, and private notes.

create temp table m as select tap.meeting(null, 0) as id;
create temp table i as select x.id from app.agenda_item x, m where x.meeting_id = m.id and x.position = 1;
grant select on m, i to nghisu_app;

select tap.be('xa.phong');
select is_empty($$ select app.item_comment_create(id, '{"kind": "comment", "audience": "all", "body": "x"}') from i $$, 'comment__none_on_a_draft_that_is_not_there_for_me');
select tap.be('thuky');
select app.meeting_publish(id) from m;

select tap.be('xa.phong');
select is((select app.item_comment_create(id, '{"kind": "question", "audience": "preparers", "body": " Kinh phí lấy từ đâu? "}') ->> 'body' from i), 'Kinh phí lấy từ đâu?', 'question__to_the_secretary');
select app.item_comment_create(id, '{"kind": "comment", "audience": "all", "body": "Thống nhất"}') from i;
select is((select jsonb_array_length(app.item_comment_list(id) -> 'items') from m), 2, 'comment__its_writer_reads_both');
select tap.be('xa.lanhdao');
select is((select jsonb_agg(c ->> 'body') from m, app.item_comment_list(id) l, jsonb_array_elements(l -> 'items') c), '["Thống nhất"]', 'comment__other_members_read_what_is_said_to_all');
select is((select count(*) from app.item_comment), 1::bigint, 'comment__no_condition_shows_more (A4)');
select tap.be('thuky');
select is((select jsonb_array_length(app.item_comment_list(id) -> 'items') from m), 2, 'comment__who_prepares_reads_all');
select tap.back();
create temp table c as select x.id, x.audience from app.item_comment x, i where x.item_id = i.id;
grant select on c to nghisu_app;
select tap.be('xa2.lanhdao');
select is_empty('select app.item_comment_list(id) from m', 'comment__not_there_for_those_not_invited');
select is_empty($$ select app.item_comment_create(id, '{"kind": "comment", "audience": "all", "body": "x"}') from i $$, 'comment__nor_may_they_write');
select is_empty($$ select app.item_comment_change(id, '{"body": "x"}') from c $$, 'comment__nor_change');
select is_empty($$ select app.item_note_set(id, '{"body": "x"}') from i $$, 'note__nor_note');
select tap.be('xa.lanhdao');
select is_empty($$ select app.item_comment_delete(id) from c where audience = 'preparers' $$, 'comment__what_one_may_not_read_is_not_there');
select throws_ok($$ select app.item_comment_delete(id) from c where audience = 'all' $$, 'NGERR', 'not-allowed', 'comment__is_taken_back_by_its_writer_only');
select tap.be('xa.phong');
select is((select app.item_comment_change(id, '{"body": "Nhất trí"}') ->> 'body' from c where audience = 'all'), 'Nhất trí', 'comment__is_changed_by_its_writer');
select is((select app.item_comment_delete(id) ->> 'deleted' from c where audience = 'all'), 'true', 'comment__is_taken_back');
select throws_ok($$ select app.item_comment_change(id, '{"body": "x"}') from c where audience = 'all' $$, 'NGERR', 'wrong-state', 'comment__taken_back_stays_so');

-- private notes
select is((select app.item_note_set(id, '{"body": "Hỏi về tiến độ"}') ->> 'body' from i), 'Hỏi về tiến độ', 'note__is_kept');
select is((select app.item_comment_list(id) #>> '{notes,0,body}' from m), 'Hỏi về tiến độ', 'note__is_read_by_its_writer');
select tap.be('thuky');
select is((select app.item_comment_list(id) -> 'notes' from m), '[]', 'note__is_not_read_by_the_secretary');
select is((select count(*) from app.item_note), 0::bigint, 'note__nor_in_the_table_for_them');
select tap.be('xa.phong');
select app.item_note_set(id, '{"body": " "}') from i;
select is((select count(*) from app.item_note), 0::bigint, 'note__without_words_is_gone');

-- over
select tap.be('chutri');
select app.meeting_start(id) from m;
select app.meeting_end(id) from m;
select tap.be('xa.phong');
select throws_ok($$ select app.item_comment_create(id, '{"kind": "comment", "audience": "all", "body": "x"}') from i $$, 'NGERR', 'wrong-state', 'comment__not_after_the_end');
select isnt_empty($$ select app.item_note_set(id, '{"body": "Kết luận tốt"}') from i $$, 'note__also_after_the_end');
