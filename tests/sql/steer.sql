-- SPDX-License-Identifier: GPL-3.0-or-later
-- Steering: sittings of an adjourned meeting (F2; rules 20, 25).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member')))) from m;
create function pg_temp.tomorrow(hour text) returns text language sql as $$ select app.json_time(((app.today() + 1) + hour::time) at time zone app.zone()) $$;
create function pg_temp.adjourn(hour text) returns jsonb language sql as $$ select app.meeting_adjourn(id, jsonb_build_object('resumes_at', pg_temp.tomorrow(hour), 'reason', 'Hết giờ')) from m $$;
create function pg_temp.sitting(n integer) returns app.sitting language sql as $$ select s from app.sitting s join m on m.id = s.meeting_id where s.number = n $$;

select throws_ok($$ select pg_temp.adjourn('08:00') $$, 'NGERR', 'wrong-state', 'adjourn__not_a_draft (rule 20)');
select app.meeting_publish(id) from m;
set constraints all immediate; -- notices are made at the end of an act
set constraints all deferred;
select throws_ok($$ select pg_temp.adjourn('08:00') $$, 'NGERR', 'wrong-state', 'adjourn__not_before_it_began (rule 20)');
select tap.be('chutri');
select app.meeting_start(id) from m;
select is((pg_temp.sitting(1)).started_at, now(), 'sitting__begins_with_the_meeting');
select app.meeting_pause(id) from m;
select app.meeting_resume(id) from m;
select is((select count(*) from app.sitting s join m on m.id = s.meeting_id), 1::bigint, 'sitting__a_short_pause_is_no_end_of_it');
select tap.be('xa.lanhdao');
select throws_ok($$ select pg_temp.adjourn('08:00') $$, 'NGERR', 'not-allowed', 'adjourn__is_the_chairs');
select isnt_empty($$ select s.id from app.sitting s join m on m.id = s.meeting_id $$, 'sitting__is_seen_by_a_member');
select tap.be('nguoila');
select is_empty($$ select s.id from app.sitting s join m on m.id = s.meeting_id $$, 'sitting__is_not_there_for_others (A4)');
select is(pg_temp.adjourn('08:00'), null, 'adjourn__a_meeting_that_is_not_there_is_not_there (A4)');

select tap.be('chutri');
select throws_ok($$ select app.meeting_adjourn(id, jsonb_build_object('resumes_at', app.json_time(now() - interval '1 minute'))) from m $$, 'NGERR', 'wrong-value', 'adjourn__not_to_what_is_past');
select throws_ok($$ select app.meeting_adjourn(id, jsonb_build_object('resumes_at', app.json_time(now() + interval '2 years'))) from m $$, 'NGERR', 'out-of-range', 'adjourn__not_beyond_a_year');
select throws_ok($$ select app.meeting_adjourn(id, jsonb_build_object('resumes_at', pg_temp.tomorrow('08:00'), 'resumes_until', pg_temp.tomorrow('07:00'))) from m $$, 'NGERR', 'wrong-value', 'adjourn__ends_after_it_begins');
select app.desk_set(id, 'speech', '{"state": "open"}') from m;
select app.speech_create(id, jsonb_build_object('queue', 'speech', 'person_id', tap.id('xa.lanhdao'))) from m;
select app.speech_call(s.id) from app.speech s join m on m.id = s.meeting_id where s.state = 'waiting';
select throws_ok($$ select pg_temp.adjourn('08:00') $$, 'NGERR', 'conflict', 'adjourn__not_with_a_speaker_at_the_desk (rule 25)');
select app.speech_end(s.id) from app.speech s join m on m.id = s.meeting_id where s.state = 'speaking';

create temp table v as select (app.vote_create(m.id, jsonb_build_object('item_id', x.current_item_id, 'title', 'Thông qua')) ->> 'id')::uuid as id from m join app.meeting x on x.id = m.id;
select app.vote_open(id) from v;
select throws_ok($$ select pg_temp.adjourn('08:00') $$, 'NGERR', 'conflict', 'adjourn__not_with_an_open_vote (rule 25)');
select app.vote_close(id) from v;

select is(j ->> 'state', 'paused', 'adjourn__the_meeting_stays_paused') from pg_temp.adjourn('08:00') j;
select is(j ->> 'resumes_at', pg_temp.tomorrow('08:00'), 'adjourn__says_when_it_goes_on') from pg_temp.adjourn('08:00') j;
select is(jsonb_array_length(j -> 'sittings'), 2, 'adjourn__plans_a_sitting') from pg_temp.adjourn('08:00') j;
select is((pg_temp.sitting(1)).ended_at, now(), 'adjourn__ends_the_sitting');
select is(j ->> 'resumes_at', pg_temp.tomorrow('13:30'), 'adjourn__again_moves_the_day') from pg_temp.adjourn('13:30') j;
select is(jsonb_array_length(j -> 'sittings'), 2, 'adjourn__again_plans_no_second_sitting') from pg_temp.adjourn('13:30') j;
select pg_temp.adjourn('13:30');

select tap.back();
select is((select count(*) from app.notice n join m on m.id = n.meeting_id where n.kind = 'adjourned' and n.person_id = tap.id('xa.lanhdao')), 2::bigint, 'adjourn__is_told_to_those_invited_each_time_it_moves');
select is((select count(*) from app.audit a join m on m.id = a.subject_id where a.action = 'meeting-adjourned'), 2::bigint, 'adjourn__the_same_again_is_nothing_new');
select is((select sequence from app.meeting_ical c join m on m.id = c.meeting_id), 2, 'adjourn__calendars_learn_it_anew');
select is(app.sitting_reminders_make(((app.today() + time '16:00') at time zone app.zone())), (select count(*)::integer from app.notice_told t join m on m.id = t.meeting_id), 'adjourn__all_are_reminded_the_day_before');
select is(app.sitting_reminders_make(((app.today() + time '16:01') at time zone app.zone())), 0, 'adjourn__once');

select tap.be('xa.lanhdao');
select is((select jsonb_agg(jsonb_build_array(i -> 'sitting', i -> 'starts_at')) from jsonb_array_elements(app.calendar_get(app.today() + 1, app.today() + 1, 'me') -> 'items') i join m on m.id = (i ->> 'id')::uuid),
    jsonb_build_array(jsonb_build_array(2, pg_temp.tomorrow('13:30'))), 'calendar__shows_the_day_it_goes_on (E1)');
select is((select f ->> 'sitting' from m, app.meeting_calendar(m.id) f), '2', 'calendar__the_file_is_of_that_day (I2)');
select is((select jsonb_agg(n ->> 'starts_at') from jsonb_array_elements((select f from app.notice_list(null, 10) f) -> 'items') n where n ->> 'kind' = 'adjourned'),
    jsonb_build_array(pg_temp.tomorrow('13:30'), pg_temp.tomorrow('08:00')), 'notice__names_the_time_it_goes_on');
select tap.be('chutri');
select is(jsonb_array_length(app.meeting_conflicts(pg_temp.tomorrow('13:00')::timestamptz, pg_temp.tomorrow('15:00')::timestamptz, null, jsonb_build_array(tap.id('xa.lanhdao')), null) -> 'people'), 1, 'conflicts__whoever_goes_on_then_is_taken (E1)');

select is(j ->> 'state', 'in_progress', 'resume__goes_on') from m, app.meeting_resume(m.id) j;
select is(j -> 'resumes_at', 'null'::jsonb, 'resume__nothing_is_planned_any_more') from m, app.meeting_get(m.id) j;
select is((pg_temp.sitting(2)).started_at, now(), 'resume__the_planned_sitting_begins');

-- over night without a word: it ended when it paused
select app.meeting_pause(id) from m;
select tap.back();
update app.sitting s set started_at = now() - interval '25 hours', rested_at = now() - interval '24 hours' from m where s.meeting_id = m.id and s.number = 2;
select tap.be('chutri');
select app.meeting_resume(id) from m;
select is((pg_temp.sitting(2)).ended_at, now() - interval '24 hours', 'sitting__paused_over_night_ended_when_it_paused');
select is((pg_temp.sitting(3)).started_at, now(), 'sitting__the_next_day_is_one_of_its_own');

-- over midnight
select tap.back();
update app.sitting s set started_at = now() - interval '20 hours' from m where s.meeting_id = m.id and s.number = 3;
select tap.be('chutri');
select pg_temp.adjourn('08:00');
select is((select array[s.started_at, s.ended_at] from pg_temp.sitting(3) s), array[now() - interval '20 hours', now()], 'sitting__over_midnight_is_one');

-- ended without going on
select app.meeting_end(id) from m;
select is((select count(*) from app.sitting s join m on m.id = s.meeting_id), 3::bigint, 'end__what_was_planned_is_not_held');
select is_empty($$ select s.id from app.sitting s join m on m.id = s.meeting_id where s.ended_at is null $$, 'end__no_sitting_is_left_open');
select throws_ok($$ select pg_temp.adjourn('08:00') $$, 'NGERR', 'wrong-state', 'adjourn__not_what_has_ended (rule 20)');
select tap.back();
select is((select count(*) from app.notice n join m on m.id = n.meeting_id where n.kind = 'sitting_dropped' and n.person_id = tap.id('xa.lanhdao')), 1::bigint, 'end__those_who_were_to_come_are_told');

-- a room is given once, for what goes on in it too
insert into app.catalogue_entry (catalogue, name, seats) values ('room', 'Phòng 50', 10);
create temp table r as select c.id from app.catalogue_entry c where c.name = 'Phòng 50';
create temp table two as select tap.meeting(null, 0) as a, tap.meeting(null, 0) as b;
select tap.back();
grant select on r, two to nghisu_app;
update app.meeting x set room_id = r.id, starts_at = now() + interval '40 days' from two, r where x.id = two.a;
update app.meeting x set room_id = r.id, starts_at = pg_temp.tomorrow('09:00')::timestamptz, ends_at = pg_temp.tomorrow('10:00')::timestamptz from two, r where x.id = two.b;
select tap.be('thuky');
select app.meeting_publish(a) from two;
select tap.be('chutri');
select app.meeting_start(a) from two;
select app.meeting_adjourn(a, jsonb_build_object('resumes_at', pg_temp.tomorrow('08:00'), 'resumes_until', pg_temp.tomorrow('09:30'))) from two;
select tap.be('thuky');
select throws_ok('select app.meeting_publish(b) from two', 'NGERR', 'conflict', 'room__kept_for_a_sitting_is_given_to_no_other (E1)');
select tap.be('chutri');
select app.meeting_adjourn(a, jsonb_build_object('resumes_at', pg_temp.tomorrow('10:00'))) from two;
select tap.be('thuky');
select lives_ok('select app.meeting_publish(b) from two', 'room__is_free_once_the_sitting_was_moved (E1)');
select tap.be('chutri');
select throws_ok($$ select app.meeting_adjourn(a, jsonb_build_object('resumes_at', pg_temp.tomorrow('09:30'))) from two $$, 'NGERR', 'conflict', 'adjourn__not_into_a_room_that_is_taken (E1)');
select tap.back();
