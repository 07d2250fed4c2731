-- SPDX-License-Identifier: GPL-3.0-or-later
-- Statistics (H1; rules 23, 24, 31; A4, A7).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
create function pg_temp.person(j jsonb, name text) returns jsonb language sql as $$ select x -> 'figures' from jsonb_array_elements(j -> 'people') x where x #>> '{person,full_name}' = name $$;
create function pg_temp.stat(whose text, unit uuid default null) returns jsonb language sql as $$ select app.statistics_get(whose, unit, app.today() - 3, app.today() + 3, null, null) $$;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.unit('BM.VH'), 'role', 'member')))) from m;
select app.agenda_item_create(id, jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa2.lanhdao')))) from m;
select app.meeting_publish(id) from m;
create temp table r as select i.id from app.agenda_item i, m where i.meeting_id = m.id and i.title = 'Riêng';
grant select on r to nghisu_app;
select tap.be('xa.lanhdao');
select app.answer_set(id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('xa.phong'))) from m;
select tap.be('chutri');
select app.meeting_start(id) from m;
select app.desk_set(id, 'speech', '{"state": "open"}') from m;
select tap.be('thuky');
select app.attendance_set(id, tap.id('chutri'), '{"state": "room"}') from m;
select app.attendance_set(id, tap.id('xa.phong'), '{"state": "room"}') from m;
select app.attendance_set(id, tap.id('xa2.lanhdao'), '{"state": "excused", "reason": "Ốm"}') from m;
select tap.be('chuyenvien');
select is((pg_temp.stat('me') #>> '{totals,invited}'), '0', 'statistics__of_one_who_was_nowhere_are_nothing');
select tap.be('xa.phong');
select app.speech_create(id, '{"queue": "speech", "topic": "Chung"}') from m;
select tap.back();
update app.speech set state = 'ended', spent_ms = 90000, called_at = now(), ended_at = now();
insert into app.speech (meeting_id, item_id, queue, person_id, topic, place, state, spent_ms, ended_at) select m.id, r.id, 'speech', tap.id('xa2.lanhdao'), 'Kín', 9, 'ended', 60000, now() from m, r;
insert into app.vote (meeting_id, item_id, position, title, method, words, state, opened_at, closed_at, result, author_id)
select m.id, i.id, 1, 'Biểu quyết', 'approve', 'agree', 'closed', now(), now(), '{}', tap.id('thuky') from m join app.agenda_item i on i.meeting_id = m.id;
insert into app.vote_mandate (vote_id, person_id, voter_id, ord, voted) select v.id, tap.id('xa2.lanhdao'), tap.id('xa2.lanhdao'), 1, i.title = 'Riêng' from app.vote v join app.agenda_item i on i.id = v.item_id;
select is((select count(*) from app.participation), 0::bigint, 'statistics__count_nothing_before_the_end');
select tap.be('chutri');
select app.meeting_end(id) from m;
select tap.back();
set constraints all immediate;
set constraints all deferred;
select is((select count(*) from app.participation), 5::bigint, 'statistics__keep_a_row_a_seat_and_one_a_substitute');

-- who sees what
select tap.be('xa.phong');
select is((select array[j #>> '{totals,invited}', j #>> '{totals,stood}', j #>> '{totals,speeches}', j #>> '{totals,spoken_ms}', j ->> 'may'] from pg_temp.stat('me') j),
    array['0', '1', '1', '90000', '["me"]'], 'statistics__of_a_substitute_say_that_they_stood_in_and_spoke (rule 23)');
select throws_ok(format($$ select app.statistics_get('unit', %L, null, null, null, null) $$, tap.unit('BM.VH')), 'NGERR', 'unknown-reference', 'statistics__of_a_unit_are_not_its_officers (A4)');
select is((pg_temp.stat('unit') -> 'people'), '[]', 'statistics__of_units_are_empty_for_those_who_lead_none');
select is((pg_temp.stat('prepared') -> 'people'), '[]', 'statistics__of_meetings_are_for_those_who_prepare_them');
select tap.be('quantri');
select is((select array[j ->> 'may', j #>> '{totals,invited}'] from app.statistics_get(null, null, null, null, null, null) j), array['["me"]', '0'], 'statistics__are_not_the_system_administrators (A7)');
select tap.be('xa.lanhdao');
create temp table j as select pg_temp.stat('unit') as j;
select is((select array[x ->> 'invited', x ->> 'delegated', x ->> 'room'] from j, pg_temp.person(j.j, 'Phạm Thị Hoà') x), array['1', '1', '0'], 'statistics__who_sent_somebody_was_not_there_themselves (rule 23)');
select is((select j.j #>> '{totals,unrecorded}' from j), '1', 'statistics__a_unit_that_named_nobody_is_counted_as_such');
-- Xã Tân Hòa hangs below Xã Bình Minh
select is((select array[x ->> 'excused', x ->> 'speeches', x ->> 'entitled', x ->> 'voted'] from j, pg_temp.person(j.j, 'Bùi Minh') x),
    array['1', '0', '2', '0'], 'statistics__tell_nothing_of_restricted_items_to_those_outside (rule 24)');
select throws_ok('select count(*) from app.participation', '42501', null, 'participation__is_nobodys_to_read');
drop table j;
select tap.be('xa2.lanhdao');
select is((select array[j #>> '{totals,speeches}', j #>> '{totals,spoken_ms}', j #>> '{totals,voted}'] from pg_temp.stat('me') j), array['1', '60000', '1'], 'statistics__count_restricted_items_for_their_circle (rule 24)');
select is((select j ->> 'people_total' from pg_temp.stat('unit') j), '1', 'statistics__of_a_unit_are_those_of_its_people');
select tap.be('thuky');
select is((select array[j ->> 'meetings', j #>> '{totals,invited}', j #>> '{totals,speeches}', x ->> 'speeches'] from pg_temp.stat('prepared') j, pg_temp.person(j, 'Bùi Minh') x),
    array['1', '4', '2', '1'], 'statistics__of_a_meeting_are_whole_for_those_who_prepare_it');
select is((select sum((x #>> '{figures,invited}')::int)::text from pg_temp.stat('prepared') j, jsonb_array_elements(j -> 'by_unit') x), '4', 'statistics__by_unit_add_up');
select is((select sum((x #>> '{figures,invited}')::int)::text from pg_temp.stat('prepared') j, jsonb_array_elements(j -> 'by_period') x), '4', 'statistics__by_month_add_up');
select is((select jsonb_array_length(j -> 'by_period')::text from app.statistics_get('me', null, '2024-02-15', '2025-01-10', 'quarter', null) j), '5', 'statistics__each_quarter_that_is_touched_stands_there');
select throws_ok($$ select app.statistics_get('me', null, '2024-02-15', '2024-02-14', null, null) $$, 'NGERR', 'wrong-value', 'statistics__end_after_they_begin');
select throws_ok($$ select app.statistics_get('me', null, '2004-02-15', '2024-02-14', null, null) $$, 'NGERR', 'out-of-range', 'statistics__of_ten_years_at_most');

-- a circle that is set afterwards takes what was said with it
select tap.back();
select is((select sum(speeches) from app.participation), 1::bigint, 'participation__has_what_was_said_before_all');
insert into app.audience (name) values ('x');
update app.speech s set item_id = (select i.id from app.agenda_item i, m where i.meeting_id = m.id and i.audience_id is null limit 1) where topic = 'Chung';
update app.agenda_item i set audience_id = (select a.id from app.audience a where a.name = 'x') where i.id = (select s.item_id from app.speech s where s.topic = 'Chung');
set constraints all immediate;
select is((select sum(speeches) from app.participation), 0::bigint, 'participation__of_an_item_restricted_afterwards_is_gone (rule 24)');
