-- SPDX-License-Identifier: GPL-3.0-or-later
-- Minutes (G1; rules 20, 24, 34): what the record says, who sees which, locked after approval.

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select app.meeting_publish(id) from m;
create temp table i as select (x ->> 'id')::uuid as id, x ->> 'title' as title from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') x;
grant select on i to nghisu_app;
select tap.be('chutri');
select app.meeting_start(id) from m;
select tap.be('thuky');
select throws_ok('select app.minutes_record(id, null) from m', 'NGERR', 'wrong-state', 'minutes__not_while_it_runs');
create temp table r as select (x ->> 'id')::uuid as id from m, app.agenda_item_create(m.id, jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')))) g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Riêng';
grant select on r to nghisu_app;
select app.meeting_current(m.id, jsonb_build_object('item_id', i.id)) from m, i where i.title = 'Mục hai';
select app.meeting_current(m.id, jsonb_build_object('item_id', r.id)) from m, r;
select app.conclusion_create(m.id, jsonb_build_object('text', 'Kín', 'item_id', r.id)) from m, r;
select app.conclusion_create(m.id, jsonb_build_object('text', 'Nháp', 'draft', true)) from m;
-- a vote as its closing leaves it (rules 11, 31)
select tap.back();
create temp table v as select app.uuid7() as id, app.uuid7() as yes, app.uuid7() as no;
insert into app.vote (id, meeting_id, item_id, position, title, method, words, state, opened_at, closed_at, published_at, result, author_id)
select v.id, m.id, i.id, 1, 'Thông qua', 'approve', 'agree', 'published', now(), now(), now(),
    jsonb_build_object('members', 3, 'present', 2, 'entitled', 2, 'voted', 2, 'valid', 2, 'invalid', 0, 'blank', 0, 'passed', true, 'counts', jsonb_build_array(jsonb_build_object('option_id', v.yes, 'count', 2), jsonb_build_object('option_id', v.no, 'count', 0))), tap.id('thuky')
from m, i, v where i.title = 'Mục hai';
insert into app.vote_option (id, vote_id, position, label, meaning) select v.yes, v.id, 1, 'Đồng ý', 'for' from v union all select v.no, v.id, 2, 'Không đồng ý', 'against' from v;
select tap.be('chutri');
select app.meeting_end(id) from m;

-- the record
select tap.be('xa.lanhdao');
select throws_ok('select app.minutes_record(id, null) from m', 'NGERR', 'not-allowed', 'minutes__are_drafted_by_those_who_prepare');
select tap.be('nguoila');
select is_empty('select app.minutes_record(id, null) from m', 'minutes__of_a_meeting_not_seen_are_not_there');
select tap.be('thuky');
create temp table f as select x.facts from m, app.minutes_record(m.id, null) x;
grant select on f to public;
select is((select jsonb_agg(x ->> 'title') from f, jsonb_array_elements(facts -> 'items') x), '["Mục một", "Mục hai"]', 'record__items_in_the_order_they_were_treated_without_restricted_ones (rules 24, 34)');
select is((select x -> 'votes' -> 0 -> 'options' from f, jsonb_array_elements(facts -> 'items') x where x ->> 'title' = 'Mục hai'), '[{"label": "Đồng ý", "count": 2}, {"label": "Không đồng ý", "count": 0}]', 'record__votes_with_their_result_as_fixed (rule 31)');
select is((select facts::text like '%Kín%' or facts::text like '%Nháp%' from f), false, 'record__neither_restricted_nor_draft_conclusions (rule 24)');
select is((select jsonb_agg(x ->> 'title') from m, r, app.minutes_record(m.id, r.id) y, jsonb_array_elements(y.facts -> 'items') x), '["Riêng"]', 'record__of_a_circle_only_its_own (rule 24)');
select throws_ok($$ select app.minutes_record(m.id, i.id) from m, i where i.title = 'Mục một' $$, 'NGERR', 'unknown-reference', 'record__apart_only_of_restricted_items');

-- kept
create temp table k (name text, j jsonb);
insert into k select 'common', app.minutes_keep(m.id, null, '[{"source": "opening", "kind": "fact", "text": "Thời gian bắt đầu: 8 giờ."}, {"source": "end", "kind": "paragraph", "text": "Kết thúc."}]') from m;
insert into k select 'circle', app.minutes_keep(m.id, r.id, '[{"source": "title", "kind": "title", "text": "Riêng"}]') from m, r;
select is((select jsonb_array_length(j -> 'blocks' -> 0 -> 'events') > 0 from k where name = 'common'), true, 'block__names_its_events (rule 34)');
select is((select jsonb_agg(e -> 'kind') from k, jsonb_array_elements(j -> 'blocks' -> 1 -> 'events') e where name = 'common'), '["meeting-ended"]', 'block__of_the_end_names_the_end (rule 34)');
select is((select app.minutes_keep(m.id, null, '[{"source": "opening", "kind": "fact", "text": "Thời gian bắt đầu: 8 giờ."}, {"source": "end", "kind": "paragraph", "text": "Kết thúc lúc 9 giờ."}]') -> 'blocks' -> 1 ->> 'offered' from m), 'Kết thúc lúc 9 giờ.', 'block__what_the_record_says_anew_is_offered');
select is((select app.minutes_keep(m.id, null, '[{"source": "opening", "kind": "fact", "text": "Thời gian bắt đầu: 8 giờ."}]') -> 'blocks' -> 1 ->> 'offered' from m), '', 'block__what_it_says_no_more_too');
select is((select app.minutes_keep(m.id, null, '[{"source": "opening", "kind": "fact", "text": "Thời gian bắt đầu: 8 giờ."}, {"source": "end", "kind": "paragraph", "text": "Kết thúc."}]') -> 'blocks' -> 1 ->> 'offered' from m), null, 'block__nothing_when_it_is_as_it_was');

-- who sees them
select tap.be('xa.lanhdao');
select is((select count(*) from app.minutes), 0::bigint, 'draft__is_not_there_for_members_by_any_condition (A4)');
select is((select count(*) from app.minutes_block), 0::bigint, 'draft__nor_its_blocks');
select is_empty($$ select app.minutes_block_change((j -> 'blocks' -> 0 ->> 'id')::uuid, null, '{"text": "x"}') from k where name = 'common' $$, 'draft__nor_to_be_changed');
select tap.be('thuky');
select app.minutes_circulate((j ->> 'id')::uuid, jsonb_build_object('until', now() + interval '1 day')) from k;
select tap.be('xa.lanhdao');
select is((select count(*) from app.minutes), 2::bigint, 'circulated__members_see_them_a_circle_its_own');
select tap.be('xa2.lanhdao');
select is((select count(*) from app.minutes), 1::bigint, 'circle__its_minutes_are_not_there_outside (rule 24)');
select is((select count(*) from app.minutes_block where text = 'Riêng'), 0::bigint, 'circle__nor_their_blocks (rule 24)');
select is_empty($$ select app.minutes_comment_create((j -> 'blocks' -> 0 ->> 'id')::uuid, '{"body": "x"}') from k where name = 'circle' $$, 'circle__nor_to_be_commented (rule 24)');
select is_empty($$ select app.minutes_paper((j ->> 'id')::uuid) from k where name = 'circle' $$, 'circle__nor_printed (rule 24)');
select isnt_empty($$ select app.minutes_comment_create((j -> 'blocks' -> 0 ->> 'id')::uuid, '{"body": "Đúng"}') from k where name = 'common' $$, 'member__comments_while_it_is_open');
select tap.back();
update app.minutes set comments_until = now() - interval '1 minute';
select tap.be('xa2.lanhdao');
select throws_ok($$ select app.minutes_comment_create((j -> 'blocks' -> 0 ->> 'id')::uuid, '{"body": "Muộn"}') from k where name = 'common' $$, 'NGERR', 'wrong-state', 'member__not_after_the_time');

-- approving
select tap.be('thuky');
select throws_ok($$ select app.minutes_approve_begin((j ->> 'id')::uuid) from k where name = 'common' $$, 'NGERR', 'not-allowed', 'minutes__are_approved_by_the_chair');
select tap.be('chutri');
create temp table b as select x.document_id from k, app.minutes_approve_begin((j ->> 'id')::uuid) x where name = 'common';
grant select on b to public;
select throws_ok(format($$ select app.minutes_approve_end((j ->> 'id')::uuid, 1, 'anders') from k where name = 'common' $$), 'NGERR', 'lost-race', 'approval__is_of_the_words_that_were_written');
select isnt_empty($$ select app.version_begin(document_id, null) from b $$, 'document__is_written_by_who_approves');
select tap.be('thuky');
select is_empty($$ select app.document_get(document_id) from b $$, 'document__is_nobody_elses_before');
select tap.back();
update app.minutes set writing_since = now() - interval '1 hour';
select tap.be('chutri');
select throws_ok($$ select app.version_begin(document_id, null) from b $$, 'NGERR', 'not-allowed', 'document__and_for_a_moment_only (rule 34)');
select tap.version('chutri', document_id, 1) from b where false;
select is((select x.state from app.meeting x, m where x.id = m.id), 'ended', 'meeting__is_not_closed_before_the_minutes_are_approved (rule 20)');
