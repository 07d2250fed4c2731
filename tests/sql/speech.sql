-- SPDX-License-Identifier: GPL-3.0-or-later
-- The floor (F4; rules 24 to 28).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('xa.phong'), 'role', 'guest')))) from m;
select app.meeting_publish(id) from m;
create function pg_temp.waiting(f jsonb) returns jsonb language sql as $$ select coalesce(jsonb_agg(s #>> '{person,full_name}' order by ord), '[]') from jsonb_array_elements(f -> 'waiting') with ordinality l (s, ord) $$;
create function pg_temp.entry(name text) returns uuid language sql as $$ select s.id from app.speech s where s.person_id = tap.id(name) and s.state <> 'withdrawn' order by s.id desc limit 1 $$;

select tap.be('xa.lanhdao');
select throws_ok($$ select app.speech_create(id, '{"queue": "speech"}') from m $$, 'NGERR', 'wrong-state', 'speech__not_before_the_meeting');
select tap.be('chutri');
select app.meeting_start(id) from m;
select tap.be('nguoila');
select is_empty('select app.floor_get(id) from m', 'floor__not_there_for_those_not_invited');
select is_empty($$ select app.speech_create(id, '{"queue": "speech"}') from m $$, 'speech__nor_to_be_asked_for');
select tap.be('xa.lanhdao');
select throws_ok($$ select app.speech_create(id, '{"queue": "speech"}') from m $$, 'NGERR', 'conflict', 'speech__not_before_the_chair_opens_the_queue (rule 28)');
select throws_ok($$ select app.desk_set(id, 'speech', '{"state": "open"}') from m $$, 'NGERR', 'not-allowed', 'desk__is_the_chairs');
select tap.be('chutri');
select app.desk_set(id, 'speech', '{"state": "open", "minutes_each": 5}') from m;
select is_empty($$ select app.desk_set(id, 'x', '{"state": "open"}') from m $$, 'desk__of_a_queue_that_is_not_there');

-- rule 26
select tap.be('xa.lanhdao');
select is((select f #>> '{waiting,0,topic}' from m, app.speech_create(m.id, '{"queue": "speech", "topic": " Về kinh phí "}') f), 'Về kinh phí', 'speech__is_asked_for_with_a_topic');
select throws_ok($$ select app.speech_create(id, '{"queue": "speech"}') from m $$, 'NGERR', 'duplicate', 'speech__one_waiting_entry_a_person (rule 26)');
select throws_ok(format($$ select app.speech_create(id, '{"queue": "speech", "person_id": "%s"}') from m $$, tap.id('xa.phong')), 'NGERR', 'not-allowed', 'speech__of_others_is_the_chairs_to_add');
select tap.be('xa.phong');
select app.speech_create(id, '{"queue": "speech", "topic": "Ý kiến khách mời"}') from m;
select tap.be('chutri');
select app.desk_set(id, 'speech', '{"list_closed": true}') from m;
select tap.be('xa2.lanhdao');
select throws_ok($$ select app.speech_create(id, '{"queue": "speech"}') from m $$, 'NGERR', 'conflict', 'speech__a_closed_list_is_closed (rule 26)');
select is((select pg_temp.waiting(f) from m, app.speech_create(m.id, '{"queue": "speech", "is_order": true, "topic": "Đề nghị đúng giờ"}') f),
    '["Bùi Minh", "Phạm Thị Hoà", "Vũ Công Văn"]', 'order__is_taken_by_a_closed_list_and_comes_first (rules 26, 27)');
select tap.be('chutri');
select is((select pg_temp.waiting(f) from m, app.speech_create(m.id, jsonb_build_object('queue', 'speech', 'person_id', tap.id('xa2.lanhdao'))) f),
    '["Bùi Minh", "Phạm Thị Hoà", "Vũ Công Văn", "Bùi Minh"]', 'speech__the_chair_adds_to_a_closed_list (rule 26)');
select throws_ok(format($$ select app.speech_create(id, '{"queue": "speech", "person_id": "%s"}') from m $$, tap.id('nguoila')), 'NGERR', 'unknown-reference', 'speech__of_somebody_in_the_meeting');
select app.desk_set(id, 'speech', '{"list_closed": false, "present_only": true}') from m;
select tap.be('xa.phong');
select app.speech_withdraw(pg_temp.entry('xa.phong'));
select throws_ok($$ select app.speech_create(id, '{"queue": "speech"}') from m $$, 'NGERR', 'conflict', 'speech__the_absent_are_refused_where_only_those_present_speak (rule 26)');
select app.attendance_say(id, '{"state": "room"}') from m;
select isnt_empty($$ select app.speech_create(id, '{"queue": "speech"}') from m $$, 'speech__who_is_there_speaks');

-- rule 27
select tap.be('chutri');
select is((select pg_temp.waiting(f) from app.speech_place(pg_temp.entry('xa.phong'), jsonb_build_object('before_id', pg_temp.entry('xa.lanhdao'))) f),
    '["Bùi Minh", "Vũ Công Văn", "Phạm Thị Hoà", "Bùi Minh"]', 'place__the_chair_reorders (rule 27)');
select throws_ok(format('select app.speech_place(%L, %L)', pg_temp.entry('xa.phong'), jsonb_build_object('before_id', pg_temp.entry('xa.phong'))), 'NGERR', 'unknown-reference', 'place__not_before_itself');
select is((select f #>> '{speaking,person,full_name}' from app.speech_call(pg_temp.entry('xa.phong')) f), 'Vũ Công Văn', 'call__gives_the_floor');
select throws_ok($$ select app.meeting_end(id) from m $$, 'NGERR', 'conflict', 'meeting__does_not_end_with_a_speaker_at_the_desk (rule 25)');
select throws_ok(format('select app.speech_end(%L)', pg_temp.entry('xa.lanhdao')), 'NGERR', 'wrong-state', 'end__of_someone_who_is_not_speaking_fails (rule 27)');
select tap.back();
update app.speech set since = now() - interval '65 seconds' where state = 'speaking';
select tap.be('chutri');
select is((select f #>> '{speaking,spent_ms}' from app.speech_stop(pg_temp.entry('xa.phong')) f), '65000', 'stop__pauses_the_clock (rule 27)');
select throws_ok(format('select app.speech_stop(%L)', pg_temp.entry('xa.phong')), 'NGERR', 'wrong-state', 'stop__once');
select is((select f #>> '{speaking,state}' from app.speech_resume(pg_temp.entry('xa.phong')) f), 'speaking', 'resume__goes_on');
select tap.be('xa.lanhdao');
select throws_ok(format('select app.speech_call(%L)', pg_temp.entry('xa.lanhdao')), 'NGERR', 'not-allowed', 'call__is_the_chairs');
select throws_ok(format('select app.speech_end(%L)', pg_temp.entry('xa.phong')), 'NGERR', 'not-allowed', 'end__of_another_is_the_chairs');
select tap.be('chutri');
select is((select array[f #>> '{speaking,person,full_name}', f #>> '{spoken,0,person,full_name}', f #>> '{spoken,0,spent_ms}'] from app.speech_call(pg_temp.entry('xa.lanhdao')) f),
    array['Phạm Thị Hoà', 'Vũ Công Văn', '65000'], 'call__ends_the_one_speaking, whose pauses do not count (rule 27)');
select tap.be('xa.lanhdao');
select is((select f -> 'speaking' from app.speech_end(pg_temp.entry('xa.lanhdao')) f), 'null', 'end__one_sits_down_oneself');

-- rule 28
select throws_ok(format($$ select app.speech_create(id, '{"queue": "question", "asked_id": "%s"}') from m $$, tap.id('xa2.lanhdao')), 'NGERR', 'conflict', 'question__is_a_queue_of_its_own (rule 28)');
select tap.be('chutri');
select app.desk_set(id, 'question', '{"state": "open"}') from m;
select tap.be('xa.lanhdao');
select throws_ok($$ select app.speech_create(id, '{"queue": "question"}') from m $$, 'NGERR', 'missing-field', 'question__names_the_person_asked (rule 28)');
select throws_ok(format($$ select app.speech_create(id, '{"queue": "question", "asked_id": "%s"}') from m $$, tap.id('nguoila')), 'NGERR', 'unknown-reference', 'question__of_somebody_in_the_meeting');
select throws_ok(format($$ select app.speech_create(id, '{"queue": "question", "is_order": true, "asked_id": "%s"}') from m $$, tap.id('xa2.lanhdao')), 'NGERR', 'conflict', 'question__is_no_point_of_order');
select is((select f #>> '{waiting,2,asked,full_name}' from m, app.speech_create(m.id, jsonb_build_object('queue', 'question', 'asked_id', tap.id('xa2.lanhdao'), 'topic', 'Vì sao chậm?')) f), 'Bùi Minh', 'question__waits_in_its_own_queue');
select tap.be('chutri');
select app.desk_set(id, 'question', '{"state": "paused"}') from m;
select tap.be('xa.phong');
select throws_ok(format($$ select app.speech_create(id, '{"queue": "question", "asked_id": "%s"}') from m $$, tap.id('xa2.lanhdao')), 'NGERR', 'conflict', 'desk__paused_takes_nobody (rule 28)');

-- rule 24
select tap.be('thuky');
create temp table r as select (x ->> 'id')::uuid as id from m, app.agenda_item_create(m.id, jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')))) g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Riêng';
grant select on r to nghisu_app;
select tap.be('chutri');
select app.meeting_current(m.id, jsonb_build_object('item_id', r.id)) from m, r;
select tap.back();
create temp table before as select x.revision from app.meeting x, m where x.id = m.id;
select tap.be('xa.lanhdao');
select app.attendance_say(id, '{"state": "room"}') from m;
select tap.back();
update before set revision = (select x.revision from app.meeting x, m where x.id = m.id);
select tap.be('xa.lanhdao');
select app.speech_create(id, '{"queue": "speech", "topic": "Riêng tư"}') from m;
select tap.be('xa2.lanhdao');
select is((select count(*) from m, app.floor_get(m.id) f, jsonb_array_elements(f -> 'waiting') w where w ->> 'topic' = 'Riêng tư'), 0::bigint, 'speech__on_a_restricted_item_stays_in_its_circle (rule 24)');
select is((select count(*) from app.speech where topic = 'Riêng tư'), 0::bigint, 'speech__no_condition_shows_more (A4)');
select tap.back();
select is((select x.revision - b.revision from app.meeting x, m, before b where x.id = m.id), 0::bigint, 'speech__nor_does_its_event_leave_it (rule 24)');
create temp table hidden as select s.id from app.speech s where s.topic = 'Riêng tư';
grant select on hidden to nghisu_app;
select tap.be('xa2.lanhdao');
select is_empty('select app.speech_withdraw(id) from hidden', 'speech__is_not_there_for_the_others');

-- nothing is on for those outside: they ask for the floor of the meeting, and find their entry again (rule 24)
select tap.back();
update app.speech set state = 'withdrawn', since = null, ended_at = now() where state in ('waiting', 'speaking', 'stopped');
select tap.be('chutri');
select app.desk_set(id, 'speech', '{"state": "open", "list_closed": false, "present_only": false}') from m;
select tap.be('xa2.lanhdao');
select is((select f #>> '{waiting,0,topic}' from m, app.speech_create(m.id, '{"queue": "speech", "topic": "Việc chung"}') f), 'Việc chung', 'speech__asked_for_from_outside_the_circle_is_seen_by_who_asked (rule 24)');
select is((select f #>> '{waiting,0,item_id}' from m, app.floor_get(m.id) f), null, 'speech__and_is_of_no_item_they_may_not_see (rule 24)');
create temp table open_one as select (f #>> '{waiting,0,id}')::uuid as id from m, app.floor_get(m.id) f;
grant select on open_one to nghisu_app;
select tap.be('chutri');
select app.speech_call(id) from open_one;
select tap.be('xa.lanhdao');
create temp table inner_one as select (x ->> 'id')::uuid as id from m, app.speech_create(m.id, '{"queue": "speech", "topic": "Riêng nữa"}') f, jsonb_array_elements(f -> 'waiting') x where x ->> 'topic' = 'Riêng nữa';
grant select on inner_one to nghisu_app;
select tap.back();
update before set revision = (select x.revision from app.meeting x, m where x.id = m.id);
select tap.be('chutri');
select app.speech_call(id) from inner_one;
select tap.back();
select is((select x.revision - b.revision from app.meeting x, m, before b where x.id = m.id), 1::bigint, 'call__that_ends_a_speech_of_another_item_is_told_to_those_who_heard_it');
select tap.be('xa2.lanhdao');
select is((select f -> 'speaking' from m, app.floor_get(m.id) f), 'null', 'call__of_the_next_they_see_nothing (rule 24)');
select tap.be('chutri');
select app.speech_end(id) from inner_one;

-- the end
select tap.be('chutri');
select isnt_empty('select app.meeting_end(id) from m', 'meeting__ends_when_nobody_speaks');
select tap.back();
select is((select count(*) from app.speech where state = 'waiting'), 0::bigint, 'end__nobody_waits_any_more');
