-- SPDX-License-Identifier: GPL-3.0-or-later
-- What an act in a meeting answers briefly, and that its event says enough (rules 24, 26, 27, 33).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select app.agenda_item_create(id, '{"title": "Mục hai"}') from m;
select app.meeting_publish(id) from m;
select tap.be('chutri');
select app.meeting_start(id) from m;
create temp table i as select x.id, x.position from app.agenda_item x, m where x.meeting_id = m.id;
create temp table r as select (x ->> 'id')::uuid as id from m, app.agenda_item_create(m.id, jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')))) g,
    jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Riêng';
create temp table t (j jsonb);
grant select on i, r to nghisu_app;
grant all on t to nghisu_app;
create function pg_temp.told() returns jsonb language sql as $$ select nullif(current_setting('app.told', true), '')::jsonb $$;
create function pg_temp.move(n integer) returns jsonb language sql as $$ select app.meeting_current(m.id, jsonb_build_object('item_id', i.id)) from m, i where i.position = n $$;

-- the answer
select is((select j ->> 'title' is not null and j ? 'agenda' from pg_temp.move(2) j), true, 'answer__is_the_whole_to_those_who_do_not_ask_otherwise');
select set_config('app.answer', 'minimal', true);
select is((select j - 'patch' - 'revision' from pg_temp.move(1) j), (select jsonb_build_object('subject', 'meeting:' || id, 'kind', 'current') from m), 'answer__is_the_change_to_those_who_ask_for_that');
select pg_temp.move(2);
select is((pg_temp.told() ->> 'revision')::bigint, (select x.revision from app.meeting x, m where x.id = m.id), 'answer__bears_the_revision_after_the_act');
select set_config('app.told', '', true);
select is((select j ? 'agenda' from pg_temp.move(2) j), true, 'answer__that_changed_nothing_is_whole');
select is((select f ? 'queues' and f ? 'may_ask' from m, app.floor_get(m.id) f), true, 'answer__of_reading_is_whole');

-- a step brings the roll of its item
select is((select j #> '{patch,roll}' from pg_temp.move(1) j), '{"apart": {}}', 'step__where_nobody_is_apart_leaves_the_quorum_out');
select tap.be('thuky');
select app.attendance_set(m.id, tap.id(n), '{"state": "room"}') from m, unnest('{xa.lanhdao,xa2.lanhdao}'::text[]) n;
select app.item_attendance_set(i.id, tap.id('xa.lanhdao'), '{"present": false}') from i where i.position = 2;
select tap.be('chutri');
select set_config('app.answer', 'minimal', true);
select is((select j #> '{patch,roll,apart}' from pg_temp.move(2) j), jsonb_build_object(tap.id('xa.lanhdao'), false), 'step__says_who_is_apart_for_the_item');
insert into t values (pg_temp.told());
select set_config('app.told', '', true);
select is((select j #> '{patch,roll,quorum}' from t), (select q -> 'quorum' from m, app.roll_get(m.id) q), 'step__brings_the_quorum_where_it_differs (rule 33)');
select is((select j #>> '{patch,roll,quorum,present}' from t), '1', 'step__with_one_less');
select is((select j #>> '{patch,roll,quorum,present}' from pg_temp.move(1) j), '2', 'step__away_brings_them_back');
select app.item_attendance_set(r.id, tap.id('xa.lanhdao'), '{"present": false}') from r;
select app.meeting_current(m.id, jsonb_build_object('item_id', r.id)) from m, r;
select is(pg_temp.told() #> '{patch,roll}', '{"apart": {}}', 'step__to_a_restricted_item_tells_nothing_of_its_roll (rule 24)');
select is(pg_temp.told() #> '{patch,current_item_id}', 'null', 'step__nor_of_the_item (rule 24)');
select pg_temp.move(1);

-- the floor
select is((select j #> '{patch,queues,0,state}' from m, app.desk_set(m.id, 'speech', '{"state": "open", "minutes_each": 5}') j), '"open"', 'floor__its_event_brings_the_queue');
select tap.be('xa.lanhdao');
select set_config('app.answer', 'minimal', true);
select is((select j #>> '{patch,speeches,0,topic}' from m, app.speech_create(m.id, '{"queue": "speech", "topic": "Kinh phí"}') j), 'Kinh phí', 'floor__its_event_brings_the_entry (rule 26)');
update t set j = pg_temp.told();
select set_config('app.told', '', true);
select is((select j #> '{patch,speeches,0}' from t), (select f #> '{waiting,0}' from m, app.floor_get(m.id) f), 'floor__as_those_have_it_who_ask');
select tap.be('chutri');
select set_config('app.answer', 'minimal', true);
select is((select jsonb_agg(x ->> 'state') from app.speech s, m, app.speech_call(s.id) j, jsonb_array_elements(j #> '{patch,speeches}') x where s.meeting_id = m.id), '["speaking"]', 'floor__its_event_says_who_speaks (rule 27)');
select app.meeting_current(m.id, jsonb_build_object('item_id', r.id)) from m, r;
select tap.be('xa.lanhdao');
select app.speech_create(m.id, '{"queue": "speech", "topic": "Riêng tư"}') from m;
select tap.be('chutri');
select set_config('app.answer', 'minimal', true);
select pg_temp.move(1);
select app.desk_set(m.id, 'speech', '{"list_closed": true}') from m;
select ok(pg_temp.told() #> '{patch,speeches}' is not null and pg_temp.told()::text not like '%Riêng tư%', 'floor__its_event_says_nothing_of_a_restricted_item (rule 24)');
