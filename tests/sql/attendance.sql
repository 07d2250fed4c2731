-- SPDX-License-Identifier: GPL-3.0-or-later
-- Roll-call and quorum (F1; rules 22, 23, 33).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select is_empty('select app.roll_get(id) from m', 'roll__none_of_a_draft');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.unit('BM.VH'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('chuyenvien'), 'role', 'guest')))) from m;
select app.meeting_publish(id) from m;
select is((select jsonb_agg(x ->> 'role') from m, app.roll_get(m.id) r, jsonb_array_elements(r -> 'items') x), '["chair", "member", "member", "member", "guest"]', 'roll__the_chair_has_a_seat, a unit that named nobody too, guests apart');
select is((select r -> 'quorum' from m, app.roll_get(m.id) r), '{"share": "half", "total": 4, "present": 0, "needed": 3, "met": false, "guests": 0}', 'quorum__more_than_half (rule 33)');
select tap.back();
select is((select array_agg(app.quorum_needed(s, n) order by s, n) from unnest('{half,two_thirds,three_quarters,none}'::text[]) s, generate_series(0, 7) n),
    '{1,1,2,2,3,3,4,4,0,0,0,0,0,0,0,0,0,1,2,3,3,4,5,6,0,1,2,2,3,4,4,5}'::integer[], 'quorum__is_computed_exactly (rule 33)');

-- by oneself
select tap.be('nguoila');
select is_empty('select app.roll_get(id) from m', 'roll__not_there_for_those_not_invited');
select is_empty($$ select app.attendance_say(id, '{"state": "room"}') from m $$, 'attendance__nor_to_be_said');
select tap.be('xa.lanhdao');
select throws_ok($$ select app.attendance_say(id, '{"state": "online"}') from m $$, 'NGERR', 'conflict', 'attendance__online_only_when_held_online');
select is((select r -> 'mine' from m, app.attendance_say(m.id, '{"state": "room"}') r), '"room"', 'attendance__i_am_here');
select is((select x -> 'attendance' ->> 'confirmed' from m, app.roll_get(m.id) r, jsonb_array_elements(r -> 'items') x where x ->> 'stands_id' = tap.id('xa.lanhdao')::text), 'false', 'attendance__what_i_say_waits_for_the_secretary');
select throws_ok($$ select app.attendance_say(id, '{"state": "room", "code": "ABCDEF012345"}') from m $$, 'NGERR', 'wrong-value', 'code__a_wrong_one_is_refused');
select throws_ok('select app.roll_code_get(id) from m', 'NGERR', 'not-allowed', 'code__is_shown_by_those_who_steer');
select throws_ok(format($$ select app.attendance_set(id, %L, '{"state": "room"}') from m $$, tap.id('xa2.lanhdao')), 'NGERR', 'not-allowed', 'attendance__of_others_is_the_secretarys');
select tap.be('thuky');
create temp table c as select app.roll_code_get(id) ->> 'code' as code from m;
grant select on c to nghisu_app;
select tap.be('xa2.lanhdao');
select is((select x -> 'attendance' ->> 'method' from m, c, app.attendance_say(m.id, jsonb_build_object('state', 'room', 'code', lower(c.code))) r, jsonb_array_elements(r -> 'items') x
    where x ->> 'stands_id' = tap.id('xa2.lanhdao')::text), 'code', 'code__of_the_moment_is_taken_and_confirms');
select tap.back();
select isnt(app.roll_code(r.secret, now()), app.roll_code(r.secret, now() + interval '31 seconds'), 'code__changes') from app.roll r, m where r.meeting_id = m.id;
select throws_ok('set local role nghisu_app; select secret from app.roll', '42501', null, 'code__its_secret_is_nobodys_to_read');
select tap.be('thuky');
select throws_ok($$ select app.attendance_say(id, '{"state": "room"}') from m $$, 'NGERR', 'not-allowed', 'attendance__a_secretary_without_a_seat_is_not_on_the_roll');
select is((select r #>> '{quorum,met}' from m, app.attendance_set(m.id, tap.id('chutri'), '{"state": "room"}') r), 'true', 'quorum__met_with_three_of_four');
select is_empty(format($$ select app.attendance_set(id, %L, '{"state": "room"}') from m $$, tap.id('nguoila')), 'attendance__of_somebody_without_a_seat_is_not_there');
select throws_ok(format($$ select app.attendance_set(id, %L, '{"state": "room", "reason": "ốm"}') from m $$, tap.id('chutri')), 'NGERR', 'conflict', 'attendance__only_absence_has_a_reason');

-- rule 22: never both
select is((select r #> '{quorum,present}' from m, app.attendance_set(m.id, tap.id('xa2.lanhdao'), '{"state": "excused", "reason": "Đi công tác"}') r), '2', 'attendance__absent_is_not_present (rule 22)');
select is((select count(*) from app.attendance a where a.person_id = tap.id('xa2.lanhdao')), 1::bigint, 'attendance__never_both (rule 22)');
select tap.be('xa.lanhdao');
select is((select x -> 'reason' from m, app.roll_get(m.id) r, jsonb_array_elements(r -> 'items') x where x ->> 'stands_id' = tap.id('xa2.lanhdao')::text), 'null', 'attendance__the_reason_is_for_those_who_prepare');

-- a substitute stands for the seat (rule 23)
select app.answer_set(id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('xa.phong'))) from m;
select throws_ok($$ select app.attendance_say(id, '{"state": "room"}') from m $$, 'NGERR', 'conflict', 'substitute__the_principal_is_not_there_beside_them (rule 23)');
select is((select r #> '{quorum,present}' from m, app.roll_get(m.id) r), '1', 'substitute__the_seat_is_as_the_substitute_is');
select tap.be('xa.phong');
select is((select r #> '{quorum,present}' from m, app.attendance_say(m.id, '{"state": "room"}') r), '2', 'substitute__counts_for_the_seat');
select tap.be('thuky');
select app.quorum_set(id, '{"share": "two_thirds"}') from m;
select is((select r #> '{quorum,needed}' from m, app.roll_get(m.id) r), '3', 'quorum__two_thirds_of_four_are_three');

-- per item
select tap.be('chutri');
select app.meeting_start(id) from m;
create temp table i as select x.id from app.agenda_item x, m where x.meeting_id = m.id and x.position = 1;
grant select on i to nghisu_app;
select is((select r #> '{quorum,present}' from i, app.item_attendance_set(i.id, tap.id('xa.phong'), '{"present": false}') r), '1', 'item__who_left_is_absent_for_it');
select is((select r #> '{quorum,present}' from i, app.item_attendance_set(i.id, tap.id('xa.phong'), '{"present": null}') r), '2', 'item__as_in_the_meeting_again');
select tap.be('xa.phong');
select throws_ok($$ select app.item_attendance_set(id, app.me(), '{"present": true}') from i $$, 'NGERR', 'not-allowed', 'item__is_called_by_those_who_prepare');

-- rule 24: while a restricted item is on, the others' roll stays the meeting's
select tap.be('thuky');
create temp table r as select (x ->> 'id')::uuid as id from m, app.agenda_item_create(m.id, jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa2.lanhdao')))) g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Riêng';
grant select on r to nghisu_app;
select app.meeting_current(m.id, jsonb_build_object('item_id', r.id)) from m, r;
select tap.be('xa.lanhdao');
create temp table seen as select app.roll_get(id) as roll from m;
select tap.back();
create temp table told as select x.revision from app.meeting x, m where x.id = m.id;
select tap.be('thuky');
select is((select r2 #>> '{quorum,present}' from r, app.item_attendance_set(r.id, tap.id('chutri'), '{"present": false}') r2), '1', 'item__restricted_counts_for_those_who_see_it');
select tap.back();
select is((select x.revision - t.revision from app.meeting x, m, told t where x.id = m.id), 0::bigint, 'item__who_was_there_for_a_restricted_one_is_told_to_its_circle_alone (rule 24)');
select tap.be('xa.lanhdao');
select is((select app.roll_get(m.id) from m), (select roll from seen), 'roll__does_not_change_for_those_outside (rule 24)');
select is((select count(*) from app.item_attendance i, r where i.item_id = r.id), 0::bigint, 'item__no_condition_shows_more (A4)');
select is((select count(*) from app.attendance a where a.reason is not null or a.person_id <> app.me()), 0::bigint, 'attendance__nobody_reads_anothers_row_past_the_functions (A4)');
select tap.back();
select is((select app.quorum_json(x, null) #>> '{present}' from app.meeting x, m where x.id = m.id), '2', 'quorum__as_all_may_know_it_is_the_meetings');

select tap.be('chutri');
select app.meeting_end(id) from m;
select throws_ok(format($$ select app.attendance_set(id, %L, '{"state": "room"}') from m $$, tap.id('chutri')), 'NGERR', 'wrong-state', 'attendance__not_after_the_end');
