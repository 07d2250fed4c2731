-- SPDX-License-Identifier: GPL-3.0-or-later
-- E2, E3, E5, F2; rules 10, 20, 21: meetings, and who sees them.

create temp table d as select tap.document('thuky', 'Tờ trình quy chế') as id;
select tap.version('thuky', id, 1) from d;
create temp table m as select tap.meeting(id, 1) as id from d;
select tap.be('thuky');
create temp table i as select x ->> 'id' as id, row_number() over () as n from m, app.agenda_get(m.id) a, jsonb_array_elements(a -> 'items') x;
select tap.back();
grant select on d, m, i to nghisu_app;

-- who may make one
select tap.be('chuyenvien');
select throws_ok($$ select app.meeting_create('{"title": "x", "starts_at": "2030-01-01T08:00:00Z"}') $$, 'NGERR', 'not-allowed', 'meeting__an_officer_creates_none');

-- draft
select tap.be('chutri');
select is((select app.meeting_get(id) ->> 'my_role' from m), 'chair', 'draft__the_chair_sees_it');
select isnt_empty('select app.version_get(id, 1) from d', 'draft__the_chair_sees_its_papers');
select tap.be('xa.lanhdao');
select is_empty('select app.meeting_get(id) from m', 'draft__those_invited_do_not_see_it');
select is_empty('select app.document_get(id) from d', 'draft__nor_its_papers (E5)');
select is((select count(*) from app.meeting), 0::bigint, 'meeting__no_condition_shows_nothing_that_is_not_ones (A4)');
select is_empty('select 1 from app.agenda_item union all select 1 from app.paper union all select 1 from app.meeting_invitee union all select 1 from app.meeting_secretary', 'agenda__nor_anything_of_it (A4)');
select is_empty('select app.meeting_publish(id) from m', 'draft__a_stranger_publishes_none');
select is_empty('select app.agenda_item_change(id::uuid, ''{"title": "x"}'') from i', 'item__a_stranger_changes_none');

select tap.be('thuky');
select throws_ok('select app.meeting_start(id) from m', 'NGERR', 'wrong-state', 'start__not_from_draft (rule 20)');
select throws_ok('select app.meeting_pause(id) from m', 'NGERR', 'wrong-state', 'pause__not_from_draft (rule 20)');
select throws_ok('select app.meeting_resume(id) from m', 'NGERR', 'wrong-state', 'resume__not_from_draft (rule 20)');
select throws_ok('select app.meeting_end(id) from m', 'NGERR', 'wrong-state', 'end__not_from_draft (rule 20)');
select is((select app.agenda_get(id) #>> '{items,0,number}' from m), null, 'number__does_not_exist_before_publishing (rule 21)');
select is((select (app.agenda_get(id) #>> '{items,1,planned_at}')::timestamptz - (app.meeting_get(id) ->> 'starts_at')::timestamptz from m), interval '20 minutes', 'agenda__times_follow (E3)');
select throws_ok(format('select app.agenda_set(%L, null, %L)', id, jsonb_build_object('items', jsonb_build_array(jsonb_build_object('title', 'x', 'papers',
    jsonb_build_array(jsonb_build_object('document_id', gen_random_uuid(), 'version', 1)))))), 'NGERR', 'unknown-reference', 'paper__of_a_document_that_is_not_there_for_me') from m;
select throws_ok(format('select app.agenda_set(%L, 99, ''{"items": []}'')', id), 'NGERR', 'lost-race', 'agenda__a_stale_edit_loses') from m;

-- publish
select is((select app.meeting_publish(id) ->> 'state' from m), 'invited', 'publish__invites (rule 20)');
select is((select app.agenda_get(id) #>> '{items,1,number}' from m), '2', 'publish__numbers_the_items (rule 21)');
select throws_ok('select app.meeting_publish(id) from m', 'NGERR', 'wrong-state', 'publish__once (rule 20)');
select throws_ok('select app.agenda_set(id, null, ''{"items": []}'') from m', 'NGERR', 'wrong-state', 'publish__freezes_the_agenda (rule 21)');
select throws_ok('select app.meeting_delete(id) from m', 'NGERR', 'wrong-state', 'publish__a_published_meeting_is_not_deleted (E11)');
select tap.be('xa.phong');
select is((select app.meeting_get(id) ->> 'my_role' from m), 'member', 'publish__people_of_an_invited_unit_see_it');
select is((select app.meeting_get(id) -> 'may' from m), '{"end": false, "edit": false, "start": false, "steer": false, "answer": false, "cancel": false, "publish": false}', 'member__may_steer_nothing');
select isnt_empty('select app.version_get(id, 1) from d', 'publish__members_see_the_pinned_paper (E5)');
select is((select app.document_get(id) ->> 'may_edit' from d), 'false', 'publish__and_do_not_edit_it');
select throws_ok('select app.meeting_start(id) from m', 'NGERR', 'not-allowed', 'start__not_by_a_member');
select throws_ok('select app.meeting_current(id, ''{}'') from m', 'NGERR', 'not-allowed', 'current__not_by_a_member');
select throws_ok('select app.meeting_change(id, null, ''{"title": "x"}'') from m', 'NGERR', 'not-allowed', 'meeting__not_changed_by_a_member');
select is((app.home_get() #>> '{to_read,0,document_id}'), id::text, 'home__shows_the_paper_to_read') from d;
select app.reading_set(id, '{"version": 1, "page": 3}') from d;
select is(app.home_get() -> 'to_read', '[]', 'home__not_when_read_to_the_end');
select is((select app.agenda_get(id) #>> '{items,0,papers,0,read_page}' from m), '3', 'paper__says_where_I_stopped');
select tap.be('xa2.lanhdao');
select is_empty('select app.meeting_get(id) from m', 'publish__those_not_invited_see_nothing (A4)');
select is(app.home_get() - 'at' - 'revision', '{"today": [], "running": [], "to_read": [], "upcoming": [], "to_answer": [], "to_approve": [], "to_prepare": [], "tasks_to_do": [], "tasks_to_decide": []}', 'home__shows_them_nothing (A4)');
select is_empty(format('select * from app.event_subjects(%L)', jsonb_build_array('meeting:' || (select id from m), 'document:' || (select id from d), 'person:' || tap.id('thuky'), 'x')),
    'events__of_what_one_cannot_see_are_not_followed (A4)');
select tap.be('xa.phong');
select is((select count(*) from app.event_subjects(jsonb_build_array('meeting:' || (select id from m), 'document:' || (select id from d), 'person:' || app.me()))), 3::bigint, 'events__of_what_one_sees_are_followed');

-- a newer version: pinned stays (rule 10)
select tap.version('thuky', id, 2) from d;
select is((select app.agenda_get(id) #> '{items,0,papers,0,version}' from m), '1', 'paper__stays_at_its_version (rule 10)');
select is((select app.agenda_get(id) #> '{items,0,papers,0,newer_version}' from m), '2', 'paper__says_that_a_newer_one_exists (rule 10)');
select tap.be('xa.phong');
select is_empty('select app.version_get(id, 2) from d', 'paper__members_do_not_see_the_newer_version (E5)');
select is((select app.agenda_get(id) #> '{items,0,papers,0,newer_version}' from m), 'null', 'paper__nor_that_it_exists (A4)');
select tap.be('thuky');
select is((select app.paper_change((app.agenda_get(id) #>> '{items,0,papers,0,id}')::uuid, '{"version": 2}') #> '{items,0,papers,0,version}' from m), '2', 'paper__taking_the_newer_is_an_act (rule 10)');
select tap.be('xa.phong');
select is((select jsonb_agg(x -> 'number') from d, app.version_list(d.id) a, jsonb_array_elements(a -> 'items') x), '[2]', 'paper__what_members_see_moves_with_it');

-- grants of the meeting are not the editor's to remove
select tap.grant_to('thuky', id, variadic '{}'::jsonb[]) from d;
select tap.be('xa.phong');
select isnt_empty('select app.version_get(id, 2) from d', 'grants__what_the_meeting_grants_stays');

-- late
select tap.be('thuky');
select is((select app.agenda_item_create(id, '{"title": "Phát sinh"}') #> '{items,2}' from m) - 'id' - 'planned_at' - 'presenter' - 'presenting_unit' - 'papers' - 'minutes' - 'level' - 'parent_id' - 'restricted' - 'circle',
    '{"kind": "discussion", "late": true, "title": "Phát sinh", "number": "3", "position": 3, "spent_ms": 0, "papers_due_at": null}', 'item__late_is_marked_and_comes_last (rule 21)');
create temp table late as select tap.document('thuky', 'Tài liệu bổ sung') as id;
select tap.version('thuky', id, 1) from late;
select is((select app.paper_create(i.id::uuid, jsonb_build_object('document_id', late.id, 'version', 1)) #> '{items,1,papers,0,late}' from i, late where n = 2), 'true', 'paper__late_is_marked (E7)');
select throws_ok(format('select app.paper_create(%L, %L)', i.id, jsonb_build_object('document_id', late.id, 'version', 1)), 'NGERR', 'duplicate', 'paper__once_an_item') from i, late where n = 2;
select throws_ok(format('select app.paper_create(%L, %L)', i.id, jsonb_build_object('document_id', late.id, 'version', 5)), 'NGERR', 'unknown-reference', 'paper__of_a_version_that_is_not_there') from i, late where n = 1;

-- holding it
select tap.be('chutri');
select is((select app.meeting_start(id) ->> 'current_item_id' from m), (select id from i where n = 1), 'start__stands_on_the_first_item (F2)');
select throws_ok('select app.meeting_start(id) from m', 'NGERR', 'wrong-state', 'start__once (rule 20)');
select throws_ok('select app.meeting_cancel(id) from m', 'NGERR', 'wrong-state', 'cancel__only_before_the_start (rule 20)');
select throws_ok('select app.meeting_resume(id) from m', 'NGERR', 'wrong-state', 'resume__only_when_paused (rule 20)');
select tap.back();
update app.meeting set current_since = current_since - interval '90 seconds' where id = (select id from m);
select tap.be('thuky');
select is((select app.meeting_current(m.id, jsonb_build_object('item_id', i.id)) ->> 'current_item_id' from m, i where n = 2), (select id from i where n = 2), 'current__a_secretary_moves_for_the_chair (F2)');
select is((select app.agenda_get(id) #> '{items,0,spent_ms}' from m), '90000', 'clock__the_left_item_keeps_its_time');
select is((select app.meeting_current(m.id, jsonb_build_object('item_id', i.id)) -> 'revision' from m, i where n = 2), (select app.meeting_get(id) -> 'revision' from m), 'current__the_same_again_changes_nothing');
select throws_ok(format('select app.meeting_current(%L, %L)', id, jsonb_build_object('item_id', gen_random_uuid())), 'NGERR', 'unknown-reference', 'current__an_item_of_another_meeting_is_refused') from m;
select tap.back();
update app.meeting set current_since = current_since - interval '10 seconds' where id = (select id from m);
select tap.be('chutri');
select is((select app.meeting_pause(id) ->> 'current_since' from m), null, 'pause__the_clock_stands (rule 20)');
select is((select app.agenda_get(id) #> '{items,1,spent_ms}' from m), '10000', 'pause__keeps_the_time');
select throws_ok('select app.meeting_pause(id) from m', 'NGERR', 'wrong-state', 'pause__once (rule 20)');
select throws_ok(format('select app.meeting_current(%L, %L)', m.id, jsonb_build_object('item_id', i.id)), 'NGERR', 'wrong-state', 'current__not_while_paused (rule 20)') from m, i where n = 1;
select isnt((select app.meeting_resume(id) ->> 'current_since' from m), null, 'resume__the_clock_runs');
select is((select app.meeting_current(m.id, jsonb_build_object('item_id', i.id)) ->> 'current_item_id' from m, i where n = 1), (select id from i where n = 1), 'current__goes_back (F2)');
select is(app.home_get() #>> '{running,0,id}', id::text, 'home__shows_the_running_meeting_first') from m;
select is((select app.meeting_end(id) ->> 'state' from m), 'ended', 'end__ends (rule 20)');
select throws_ok('select app.meeting_end(id) from m', 'NGERR', 'wrong-state', 'end__once (rule 20)');
select throws_ok('select app.agenda_item_create(id, ''{"title": "x"}'') from m', 'NGERR', 'wrong-state', 'end__no_item_comes_after');
select throws_ok('select app.meeting_change(id, null, ''{"title": "x"}'') from m', 'NGERR', 'wrong-state', 'end__no_fact_changes_after');
select tap.be('xa.phong');
select is((app.meeting_list('past', null, null, null) #>> '{items,0,id}'), id::text, 'list__an_ended_meeting_is_past') from m;

-- a draft goes freely, and what it granted goes with it
create temp table m2 as select tap.meeting((select id from d), 1) as id;
select tap.be('chutri');
select isnt_empty('select app.meeting_get(id) from m2', 'draft__is_there');
select lives_ok('select app.meeting_delete(id) from m2', 'draft__is_deleted_freely (E11)');
select is_empty('select app.meeting_get(id) from m2', 'draft__deleted_is_gone');
select throws_ok(format('select app.meeting_publish(%L)', tap.as_json('thuky', $$ select app.meeting_create('{"title": "Rỗng", "starts_at": "2030-01-01T08:00:00Z"}') $$) ->> 'id'),
    'NGERR', 'conflict', 'publish__needs_a_chair_and_an_item');
create temp table m3 as select tap.meeting(null, null) as id;
select tap.be('thuky');
select is((select app.meeting_cancel(id) ->> 'state' from m3), 'cancelled', 'cancel__before_the_start (rule 20)');
select throws_ok('select app.meeting_publish(id) from m3', 'NGERR', 'wrong-state', 'publish__not_after_cancelling (rule 20)');
