-- SPDX-License-Identifier: GPL-3.0-or-later
-- E4: items proposed by units; accepted, postponed, returned with a reason, withdrawn.

create function pg_temp.proposed(account text, more jsonb) returns jsonb language sql as $$
    select tap.as_json(account, format('select app.proposal_create(%L)', jsonb_build_object('unit_id', tap.unit('BM'), 'title', 'Xây trường mới', 'minutes', 15) || more))
$$;
grant execute on function pg_temp.proposed(text, jsonb) to public;
create temp table m as select tap.meeting(null, 0) as id;
create temp table d as select tap.document('xa.lanhdao', 'Tờ trình xây trường') as id;
select tap.version('xa.lanhdao', id, 1) from d;
grant select on m, d to nghisu_app;

-- who proposes
select throws_ok(format('select pg_temp.proposed(%L, %L)', 'xa.phong', jsonb_build_object('host_unit_id', tap.unit('VP'))), 'NGERR', 'not-allowed', 'propose__an_officer_does_not_speak_for_the_unit');
select throws_ok(format('select pg_temp.proposed(%L, %L)', 'nguoila', jsonb_build_object('host_unit_id', tap.unit('VP'))), 'NGERR', 'not-allowed', 'propose__nor_does_a_stranger');
select throws_ok($$ select pg_temp.proposed('xa.lanhdao', '{}') $$, 'NGERR', 'missing-field', 'propose__to_a_meeting_or_a_unit');
select throws_ok(format('select pg_temp.proposed(%L, %L)', 'xa.lanhdao', jsonb_build_object('meeting_id', id)), 'NGERR', 'unknown-reference', 'propose__not_to_a_draft_that_is_not_there_for_me') from m;
select throws_ok(format('select pg_temp.proposed(%L, %L)', 'xa2.lanhdao', jsonb_build_object('unit_id', tap.unit('TH'), 'host_unit_id', tap.unit('VP'), 'papers', jsonb_build_array(jsonb_build_object('document_id', id, 'version', 1)))),
    'NGERR', 'unknown-reference', 'propose__only_with_papers_that_are_there_for_me') from d;
create temp table p as select pg_temp.proposed('xa.lanhdao', jsonb_build_object('host_unit_id', tap.unit('VP'), 'papers', jsonb_build_array(jsonb_build_object('document_id', id, 'version', 1)))) as j from d;
alter table p add column id uuid generated always as ((j ->> 'id')::uuid) stored;
grant select on p to nghisu_app;
select is((select j ->> 'state' from p), 'proposed', 'propose__a_leader_of_the_unit');
select is((select j #> '{may,edit}' from p), 'true', 'propose__and_may_change_it');

-- who sees it
select is((select count(*) from app.agenda_proposal), 1::bigint, 'proposal__is_in_the_table_for_who_proposed');
select tap.be('xa.phong');
select is((select count(*) from app.agenda_proposal), 0::bigint, 'proposal__not_for_an_officer_of_the_unit');
select is(app.proposal_list(null, null, null, null, null) -> 'items', '[]', 'proposal__nor_in_the_list');
select tap.be('chuyenvien');
select is(app.proposal_list(null, null, null, null, null) -> 'items', '[]', 'proposal__not_for_an_officer_of_the_host_unit');
select tap.be('xa2.lanhdao');
select is(app.proposal_list(null, null, null, null, null) -> 'items', '[]', 'proposal__not_for_another_unit');
select is_empty(format('select app.proposal_accept(%L, %L)', id, '{"meeting_id": "00000000-0000-7000-8000-000000000000"}'), 'accept__is_not_there_for_another_unit') from p;
select is_empty(format('select app.proposal_return(%L, %L)', id, '{"reason": "x"}'), 'return__is_not_there_for_another_unit') from p;
select tap.be('thuky');
select is((app.proposal_list('true', null, null, null, null) ->> 'waiting')::integer, 1, 'waiting__counts_for_a_secretary_of_the_host_unit');
select is(app.proposal_list('true', null, null, null, null) #>> '{items,0,papers,0,subject}', 'Tờ trình xây trường', 'decide__who_decides_is_told_what_is_brought');
select is(app.proposal_list('true', null, null, null, null) #> '{items,0,papers,0,readable}', 'false', 'decide__but_reads_it_only_once_it_is_a_paper (A7)');

-- return, mend, race
select throws_ok(format('select app.proposal_return(%L, %L)', id, '{"reason": "  "}'), 'NGERR', 'missing-field', 'return__only_with_a_reason') from p;
select is((select app.proposal_return(id, '{"reason": "Chưa rõ nguồn vốn"}') ->> 'state' from p), 'returned', 'return__with_a_reason');
select throws_ok(format('select app.proposal_accept(%L, %L)', p.id, jsonb_build_object('meeting_id', m.id)), 'NGERR', 'wrong-state', 'accept__not_what_was_returned') from p, m;
select throws_ok(format('select app.proposal_change(%L, null, %L)', id, '{"title": "Của tôi"}'), 'NGERR', 'not-allowed', 'change__not_by_who_decides') from p;
select tap.be('xa.lanhdao');
select is(app.proposal_list(null, null, 'returned', null, null) #>> '{items,0,reason}', 'Chưa rõ nguồn vốn', 'return__the_unit_reads_why');
select throws_ok(format('select app.proposal_accept(%L, %L)', p.id, jsonb_build_object('meeting_id', m.id)), 'NGERR', 'unknown-reference', 'accept__not_by_who_proposed') from p, m;
select throws_ok(format('select app.proposal_change(%L, 1, %L)', id, '{"minutes": 20}'), 'NGERR', 'lost-race', 'change__of_an_old_copy_loses_the_race') from p;
select is((select app.proposal_change(id, 2, '{"explanation": "Ngân sách xã"}') ->> 'state' from p), 'proposed', 'change__sends_it_again');
select is((select count(*) from app.proposal_paper), 1::bigint, 'change__keeps_the_papers_that_it_says_nothing_of');

-- accepted into a draft: an item as any other, its papers wait for approval
select tap.be('thuky');
select is((select app.proposal_accept(p.id, jsonb_build_object('meeting_id', m.id)) ->> 'state' from p, m), 'accepted', 'accept__into_a_meeting_that_I_prepare');
select is((select app.meeting_get(id) #>> '{agenda,2,title}' from m), 'Xây trường mới', 'accept__comes_last_in_the_agenda');
select is((select app.meeting_get(id) #>> '{agenda,2,presenting_unit,id}' from m), tap.unit('BM')::text, 'accept__is_presented_by_the_unit');
select is((select app.meeting_get(id) #>> '{agenda,2,late}' from m), 'false', 'accept__is_not_late_in_a_draft');
select is((select app.meeting_get(id) #>> '{agenda,2,papers,0,state}' from m), 'submitted', 'accept__papers_wait_for_approval (E5)');
select tap.be('thuky');
select ok(exists (select from app.version v join d on d.id = v.document_id), 'accept__then_who_prepares_reads_them');
select throws_ok(format('select app.proposal_accept(%L, %L)', p.id, jsonb_build_object('meeting_id', m.id)), 'NGERR', 'wrong-state', 'accept__not_twice') from p, m;
select tap.be('xa.lanhdao');
select is(app.proposal_list(null, null, null, null, null) #> '{items,0,meeting}', 'null', 'accept__the_unit_is_not_told_of_a_draft_that_is_not_there_for_it');
select is(app.proposal_list(null, null, null, null, null) #> '{items,0,item_id}', 'null', 'accept__nor_of_its_item');
select throws_ok(format('select app.proposal_withdraw(%L)', id), 'NGERR', 'wrong-state', 'withdraw__not_what_was_accepted') from p;
select is(jsonb_array_length(app.paper_request_list() #> '{items,0,papers}'), 1, 'accept__the_unit_may_mend_its_papers');

-- taken out of the draft it waits again; postponed, published, late
select tap.be('thuky');
select app.agenda_set(id, null, '{"items": [{"title": "Mục một"}]}') from m;
select is(app.proposal_list('true', null, null, null, null) #>> '{items,0,state}', 'proposed', 'accept__an_item_taken_out_again_waits_anew');
select is((select app.proposal_postpone(id, '{"reason": "Kỳ sau"}') ->> 'state' from p), 'postponed', 'postpone__to_a_meeting_not_planned_yet');
select tap.be('chutri');
select is((app.proposal_list('true', null, null, null, null) ->> 'waiting')::integer, 1, 'postpone__waits_for_the_host_unit');
select tap.be('thuky');
select app.meeting_publish(id) from m;
select is((select app.proposal_accept(p.id, jsonb_build_object('meeting_id', m.id)) ->> 'state' from p, m), 'accepted', 'accept__after_publishing');
select is((select app.meeting_get(id) #>> '{agenda,1,late}' from m), 'true', 'accept__is_late_after_publishing (rule 21)');
select tap.be('xa.lanhdao');
select is(app.proposal_list(null, null, null, null, null) #>> '{items,0,meeting,id}', (select id::text from m), 'accept__the_unit_is_told_once_it_is_invited');

-- what is addressed to a meeting is decided by those who prepare it
create temp table q as select (pg_temp.proposed('xa.lanhdao', jsonb_build_object('meeting_id', id)) ->> 'id')::uuid as id from m;
grant select on q to nghisu_app;
select tap.be('xa.lanhdao');
select throws_ok(format('select app.proposal_return(%L, %L)', id, '{"reason": "x"}'), 'NGERR', 'not-allowed', 'return__not_by_who_proposed') from q;
select throws_ok(format('select app.proposal_accept(%L, %L)', q.id, jsonb_build_object('meeting_id', m.id)), 'NGERR', 'not-allowed', 'accept__not_by_a_mere_member') from q, m;
select is((select app.proposal_withdraw(id) ->> 'state' from q), 'withdrawn', 'withdraw__by_the_unit');
select tap.be('thuky');
select is_empty(format('select app.proposal_return(%L, %L)', id, '{"reason": "x"}'), 'withdraw__is_no_longer_there_for_who_decides') from q;
select tap.back();
select is((select array_agg(a.action order by a.id) from app.audit a where a.kind = 'agenda_proposal' and a.subject_id = (select id from p)),
    array['proposal-created', 'proposal-returned', 'proposal-changed', 'proposal-accepted', 'proposal-postponed', 'proposal-accepted'], 'audit__tells_every_change');

-- a unit that is no more
create temp table s as select (pg_temp.proposed('xa2.lanhdao', jsonb_build_object('unit_id', tap.unit('TH'), 'host_unit_id', tap.unit('VP'))) ->> 'id')::uuid as id;
grant select on s to nghisu_app;
select tap.be('quantri');
select app.unit_dissolve(tap.unit('TH'), jsonb_build_object('on', app.today(), 'successor_id', tap.unit('BM'))) is not null;
select throws_ok(format('select pg_temp.proposed(%L, %L)', 'xa2.lanhdao', jsonb_build_object('unit_id', tap.unit('TH'), 'host_unit_id', tap.unit('VP'))), 'NGERR', 'unknown-reference', 'propose__not_for_a_unit_that_is_no_more');
select throws_ok(format('select pg_temp.proposed(%L, %L)', 'xa.lanhdao', jsonb_build_object('host_unit_id', tap.unit('TH'))), 'NGERR', 'unknown-reference', 'propose__not_to_a_unit_that_is_no_more');
select tap.be('thuky');
select is((select app.proposal_accept(s.id, jsonb_build_object('meeting_id', m.id)) ->> 'state' from s, m), 'accepted', 'accept__of_a_unit_that_is_no_more');
select is((select app.meeting_get(id) #>> '{agenda,2,presenting_unit,id}' from m), tap.unit('BM')::text, 'accept__is_presented_by_what_followed_it');
