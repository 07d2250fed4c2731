-- SPDX-License-Identifier: GPL-3.0-or-later
-- Comment threads: seen by those who see the version.

create temp table d as select tap.document('thuky', 'Dự thảo') as id;
select tap.version('thuky', id, 1), tap.version('thuky', id, 2) from d;
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read'),
                              jsonb_build_object('principal_id', tap.id('chuyenvien'), 'version', 1, 'right', 'read')) from d;
select tap.be('chutri');
create temp table t as select (j ->> 'id')::uuid as id, (j #>> '{comments,0,id}')::uuid as comment, j
from (select app.thread_create(d.id, 2, '{"page": 2, "body": "Xem lại điều 5", "quote": "Điều 5"}') as j from d) x;
select tap.back();
grant select on d, t to nghisu_app;

select tap.be('chutri');
select is(j #> '{comments,0,mine}', 'true', 'thread__its_first_comment_is_mine') from t;
select throws_ok('select app.thread_create(id, 2, ''{"page": 4, "body": "x"}'') from d', 'NGERR', 'out-of-range', 'thread__on_a_page_that_is_not_there');
select tap.be('chuyenvien');
select is_empty('select app.thread_list(id, 2, null) from d', 'threads__of_a_version_one_cannot_see (A4)');
select is((select count(*) from app.comment_thread), 0::bigint, 'comment_thread__no_condition_shows_none (A4)');
select is((select count(*) from app.comment), 0::bigint, 'comment__no_condition_shows_none (A4)');
select is_empty('select app.comment_create(id, ''{"body": "x"}'') from t', 'comment__to_a_thread_one_cannot_see');
select is_empty('select app.comment_change(comment, ''{"body": "x"}'') from t', 'comment__changing_what_one_cannot_see');
select is_empty('select app.thread_resolve(id) from t', 'thread__resolving_what_one_cannot_see');
select tap.be('thuky');
select is((select count(*) from app.comment_thread), 1::bigint, 'comment_thread__a_reader_of_the_version_sees_it');
select is((select app.comment_create(id, '{"body": "Đã sửa"}') #>> '{comments,1,body}' from t), 'Đã sửa', 'comment__answers');
select throws_ok('select app.comment_change(comment, ''{"body": "x"}'') from t', 'NGERR', 'not-allowed', 'comment__nobody_changes_anothers_words');
select throws_ok('select app.comment_delete(comment) from t', 'NGERR', 'not-allowed', 'comment__nobody_deletes_anothers_words');
select isnt((select app.thread_resolve(id) ->> 'resolved_at' from t), null, 'thread__is_settled');
select throws_ok('select app.thread_resolve(id) from t', 'NGERR', 'wrong-state', 'thread__is_settled_once');
select is((select app.thread_reopen(id) ->> 'resolved_at' from t), null, 'thread__is_not_settled_after_all');
select tap.be('chutri');
select isnt((select app.comment_change(comment, '{"body": "Xem lại điều 6"}') #>> '{comments,0,edited_at}' from t), null, 'comment__changed_is_marked');
select is((select app.comment_delete(comment) #> '{comments,0}' from t) - 'id' - 'author' - 'created_at' - 'edited_at', '{"body": "", "mine": true, "deleted": true}', 'comment__deleted_leaves_its_place');
select throws_ok('select app.comment_change(comment, ''{"body": "x"}'') from t', 'NGERR', 'wrong-state', 'comment__deleted_stays_so');
select is((select jsonb_array_length(app.thread_list(id, 2, 2) -> 'items') from d), 1, 'threads__of_a_page');
select is((select jsonb_array_length(app.thread_list(id, 2, 1) -> 'items') from d), 0, 'threads__of_another_page');

-- big patches become "changed"
select tap.back();
select lives_ok($$ select app.publish_event('document:x', 1, 'thread', jsonb_build_object('body', repeat('ă', 9000))) $$, 'event__a_big_patch_does_not_fail_the_act');
