-- SPDX-License-Identifier: GPL-3.0-or-later
-- A member removed while speaking, waiting or presenting (F4, F3; rules 23, 25, 26, 27); a unit's people named while the meeting is on (E5, F1).

create temp table d as select tap.document('thuky', 'Báo cáo chung') as id;
grant select on d to nghisu_app;
select tap.version('thuky', id, 1) from d;
create temp table m as select (tap.as_json('thuky', format('select app.meeting_create(%L)', jsonb_build_object('title', 'Giao ban', 'starts_at', now() + interval '1 hour',
    'chair_id', tap.id('chutri'), 'secretary_ids', jsonb_build_array(tap.id('thuky'))))) ->> 'id')::uuid as id;
grant select on m to nghisu_app;
create function pg_temp.invite(variadic accounts text[]) returns void language sql as $$
    select app.invitee_set(id, jsonb_build_object('invitees', (select jsonb_agg(jsonb_build_object('principal_id', tap.id(a), 'role', 'member')) from unnest(accounts) a))) from m $$;
create function pg_temp.audited(name text) returns bigint language sql as
    $$ select count(*) from app.audit a, m where a.subject_id = m.id and a.action = name $$;
select pg_temp.invite('xa.lanhdao', 'xa2.lanhdao', 'xa.phong');
select app.agenda_set(id, null, jsonb_build_object('items', jsonb_build_array(jsonb_build_object('title', 'Kinh tế', 'presenter_id', tap.id('xa.lanhdao'),
    'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d), 'version', 1)))))) from m;
select app.meeting_publish(id) from m;
select tap.be('chutri');
select app.meeting_start(id) from m;
select app.desk_set(id, 'speech', '{"state": "open"}') from m;

select tap.be('xa.lanhdao');
select app.follow_start(m.id, jsonb_build_object('paper_id', p.id, 'page', 1)) from m, app.paper p;
select app.speech_create(id, '{"queue": "speech", "topic": "Về kinh phí"}') from m;
create temp table mine as select (f #>> '{waiting,0,id}')::uuid as id from m, app.floor_get(m.id) f;
grant select on mine to nghisu_app;
select tap.be('xa2.lanhdao');
select app.speech_create(id, '{"queue": "speech"}') from m;
select tap.be('xa.phong');
select app.speech_create(id, '{"queue": "speech"}') from m;
select tap.be('chutri');
select app.speech_call(id) from mine;
select tap.back();
update app.speech set since = now() - interval '65 seconds' where state = 'speaking';

select tap.be('thuky');
select pg_temp.invite('xa.phong');
select tap.be('chutri');
select is((select array[f -> 'speaking', f #> '{spoken,0,person,full_name}', f #> '{spoken,0,spent_ms}'] from m, app.floor_get(m.id) f), '{"null","\"Phạm Thị Hoà\"",65000}',
    'removed__who_speaks_has_the_floor_no_more_and_keeps_the_time_they_had (rule 27)');
select is((select jsonb_agg(w #>> '{person,full_name}') from m, app.floor_get(m.id) f, jsonb_array_elements(f -> 'waiting') w), '["Vũ Công Văn"]', 'removed__who_waits_waits_no_more (rule 26)');
select is((select app.follow_get(id) -> 'presentation' from m), 'null', 'removed__what_they_present_is_ended');
select tap.back();
select is(array[pg_temp.audited('speech-ended'), pg_temp.audited('speech-withdrawn'), pg_temp.audited('follow-stopped')], '{1,1,1}', 'removed__the_record_says_so');
select tap.be('xa.lanhdao');
select is_empty('select app.floor_get(id) from m', 'removed__sees_the_floor_no_more');
select is_empty('select app.speech_end(id) from mine', 'removed__nor_acts_on_it');
select tap.be('thuky');
select pg_temp.invite('xa.phong');
select tap.back();
select is(pg_temp.audited('speech-ended'), 1::bigint, 'removed__once');

-- who stays keeps what they have
select tap.be('chutri');
select app.speech_call((f #>> '{waiting,0,id}')::uuid) from m, app.floor_get(m.id) f;
select tap.be('thuky');
select pg_temp.invite('xa.phong', 'xa2.lanhdao');
select is((select f #>> '{speaking,person,full_name}' from m, app.floor_get(m.id) f), 'Vũ Công Văn', 'removed__others_speak_on');
select tap.be('chutri');
select throws_ok('select app.meeting_end(id) from m', 'NGERR', 'conflict', 'removed__not_the_meeting_ends_while_another_speaks (rule 25)');
select tap.be('thuky');
select pg_temp.invite('xa2.lanhdao');
select tap.be('chutri');
select isnt_empty('select app.meeting_end(id) from m', 'removed__does_not_hold_the_meeting_open (rule 25)');

-- a substitute whose seat is taken away (rule 23)
create temp table n as select (tap.as_json('thuky', format('select app.meeting_create(%L)', jsonb_build_object('title', 'Họp nữa', 'starts_at', now() + interval '1 hour', 'chair_id', tap.id('chutri')))) ->> 'id')::uuid as id;
grant select on n to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member')))) from n;
select app.agenda_item_create(id, '{"title": "Một"}') from n;
select app.meeting_publish(id) from n;
select tap.be('xa.lanhdao');
select app.answer_set(id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('xa.phong'))) from n;
select tap.be('chutri');
select app.meeting_start(id) from n;
select app.desk_set(id, 'speech', '{"state": "open"}') from n;
select tap.be('xa.phong');
select app.speech_create(id, '{"queue": "speech"}') from n;
select tap.be('chutri');
select is((select f #>> '{speaking,person,full_name}' from n, app.floor_get(n.id) w, app.speech_call((w #>> '{waiting,0,id}')::uuid) f), 'Vũ Công Văn', 'substitute__has_the_floor');
select tap.be('xa.lanhdao');
select throws_ok($$ select app.answer_set(id, '{"answer": "confirmed"}') from n $$, 'NGERR', 'wrong-state', 'substitute__once_the_meeting_is_on_is_not_withdrawn_by_whom_they_stand_for (rule 23)');
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from n;
select tap.be('chutri');
select is((select f -> 'speaking' from n, app.floor_get(n.id) f), 'null', 'substitute__goes_with_the_seat_they_stand_for (rule 23)');

-- a unit that has named nobody, whose people are at the door (E5, F1)
create temp table u as select (tap.as_json('thuky', format('select app.meeting_create(%L)', jsonb_build_object('title', 'Họp có đơn vị', 'starts_at', now() + interval '1 hour',
    'chair_id', tap.id('chutri'), 'secretary_ids', jsonb_build_array(tap.id('thuky'))))) ->> 'id')::uuid as id;
grant select on u to nghisu_app;
create function pg_temp.name(variadic accounts text[]) returns jsonb language sql as $$
    select app.unit_attendees_set(id, tap.unit('BM'), jsonb_build_object('person_ids', coalesce((select jsonb_agg(tap.id(a)) from unnest(accounts) a), '[]'))) from u $$;
create function pg_temp.present() returns text language sql as $$ select r #>> '{quorum,present}' || '/' || (r #>> '{quorum,total}') from u, app.roll_get(u.id) r $$;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.unit('BM'), 'role', 'member')))) from u;
select app.agenda_item_create(id, '{"title": "Một"}') from u;
select app.meeting_publish(id) from u;
select throws_ok($$ select pg_temp.name('xa.lanhdao') $$, 'NGERR', 'not-allowed', 'naming__before_the_meeting_is_the_units_own');
select tap.be('chutri');
select app.meeting_start(id) from u;
select tap.be('xa.phong');
select throws_ok($$ select pg_temp.name('xa.phong') $$, 'NGERR', 'not-allowed', 'naming__is_not_an_officers');
select tap.be('xa.lanhdao');
select throws_ok($$ select app.attendance_say(id, '{"state": "room"}') from u $$, 'NGERR', 'not-allowed', 'naming__who_is_not_named_has_no_seat');
select is(pg_temp.name('xa.lanhdao') #>> '{my_units,0,people,0,full_name}', 'Phạm Thị Hoà', 'naming__goes_on_while_the_meeting_is_on');
select app.attendance_say(id, '{"state": "room"}') from u;
select is(pg_temp.present(), '1/2', 'naming__who_is_named_late_is_called_and_counts (rule 33)');
select throws_ok($$ select pg_temp.name('xa.phong') $$, 'NGERR', 'conflict', 'naming__who_is_present_stays (rule 22)');
select tap.be('thuky');
select isnt_empty($$ select app.colleague_list(id, tap.unit('BM'), '') from u $$, 'naming__the_secretary_finds_the_units_people');
select isnt_empty($$ select pg_temp.name('xa.lanhdao', 'xa.phong') $$, 'naming__the_secretary_writes_down_who_came');
select is((select count(*) from u, app.roll_get(u.id) r, jsonb_array_elements(r -> 'items') i where i #>> '{unit,id}' = tap.unit('BM')::text), 2::bigint, 'naming__each_has_a_seat');
select tap.be('chutri');
select app.meeting_end(id) from u;
select throws_ok($$ select pg_temp.name('xa.lanhdao') $$, 'NGERR', 'wrong-state', 'naming__ends_with_the_meeting');
