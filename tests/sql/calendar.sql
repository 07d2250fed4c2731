-- SPDX-License-Identifier: GPL-3.0-or-later
-- E1: calendars of a person, a unit and a room; what overlaps; a room is given once.

set local timezone = 'UTC';
select tap.back();
insert into app.catalogue_entry (catalogue, name, seats) values ('room', 'Phòng 201', 10), ('room', 'Phòng 202', 4);
create temp table r as select (select id from app.catalogue_entry where name = 'Phòng 201') as r201, (select id from app.catalogue_entry where name = 'Phòng 202') as r202;
create function pg_temp.plan(account text, title text, starts timestamptz, ends timestamptz, room uuid, facts jsonb, variadic invited uuid[]) returns uuid language plpgsql as $$
declare
    m uuid;
begin
    m := (tap.as_json(account, format('select app.meeting_create(%L)', jsonb_build_object('title', title, 'starts_at', starts, 'ends_at', ends, 'room_id', room) || facts)) ->> 'id')::uuid;
    perform tap.as_json(account, format('select app.agenda_set(%L, null, %L)', m, '{"items": [{"title": "Mục một", "papers": []}]}'));
    perform tap.as_json(account, format('select app.invitee_set(%L, %L)', m, jsonb_build_object('invitees', coalesce(
        (select jsonb_agg(jsonb_build_object('principal_id', i, 'role', 'member')) from unnest(invited) i), '[]'))));
    return m;
end $$;
create function pg_temp.titles(j jsonb) returns text language sql as $$ select string_agg(x ->> 'title', ', ' order by ord) from jsonb_array_elements(j -> 'items') with ordinality t (x, ord) $$;
create function pg_temp.of(kind text, id uuid) returns text language sql as $$ select kind || ':' || id $$;

-- 3 March 2031 is a Monday. The office's zone is UTC+7.
create temp table m as select
    pg_temp.plan('thuky', 'Giao ban', '2031-03-03 01:00+00', '2031-03-03 03:00+00', r201, jsonb_build_object('chair_id', tap.id('chutri'), 'host_unit_id', tap.unit('VP')),
        tap.unit('BM'), tap.id('chuyenvien')) as giao_ban,
    pg_temp.plan('thuky', 'Họp kín', '2031-03-04 01:00+00', '2031-03-04 02:30+00', r201, jsonb_build_object('chair_id', tap.id('chutri')), tap.id('chuyenvien')) as kin,
    pg_temp.plan('xa.lanhdao', 'Họp xã', '2031-03-05 07:00+00', null, null, jsonb_build_object('chair_id', tap.id('xa.lanhdao'), 'host_unit_id', tap.unit('BM')), tap.id('xa.phong')) as xa,
    pg_temp.plan('thuky', 'Qua đêm', '2031-03-31 15:00+00', '2031-04-01 02:00+00', null, jsonb_build_object('chair_id', tap.id('chutri')), tap.unit('VP')) as dem
from r;

-- who sees what
select tap.be('chuyenvien');
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', 'me')), null, 'calendar__shows_no_draft_to_those_invited');
select tap.be('thuky');
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', null)), 'Giao ban, Họp kín, Qua đêm', 'calendar__shows_drafts_to_those_who_prepare');
select app.meeting_publish(giao_ban) from m;
select app.meeting_publish(kin) from m;
select app.meeting_publish(dem) from m;
select tap.be('xa.lanhdao');
select app.meeting_publish(xa) from m;
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', 'me')), 'Giao ban, Họp xã', 'calendar__of_me_is_what_I_may_see (A4)');
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('unit', tap.unit('BM')))), 'Giao ban, Họp xã', 'calendar__of_a_unit_what_it_hosts_and_is_invited_to');
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('unit', tap.unit('VP')))), 'Giao ban', 'calendar__of_a_unit_less_what_I_may_not_see');
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('person', tap.id('chuyenvien')))), 'Giao ban', 'calendar__of_a_person_less_what_I_may_not_see');
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('person', tap.id('xa.phong')))), 'Họp xã', 'calendar__of_a_person_what_they_are_invited_to');
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('person', tap.id('chutri')))), 'Giao ban', 'calendar__of_a_person_what_they_chair');
select app.unit_attendees_set(giao_ban, tap.unit('BM'), jsonb_build_object('person_ids', jsonb_build_array(tap.id('xa.phong')))) from m;
select is(pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('person', tap.id('xa.phong')))), 'Giao ban, Họp xã', 'calendar__of_a_person_whom_their_unit_sends');
select is((select app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('unit', tap.unit('BM'))) ->> 'name'), 'Xã Bình Minh', 'calendar__says_whose_it_is');
select is((select string_agg(k, ' ' order by k) from jsonb_object_keys(app.calendar_get('2031-03-03', '2031-03-03', 'me') #> '{items,0}') k),
    'chair ends_at host_unit id my_role online place room_id room_name sitting starts_at state title type_id type_name until', 'calendar__rows_are_light_and_tell_of_no_item_or_paper (rule 24)');

-- the span
select tap.be('thuky');
select is(pg_temp.titles(app.calendar_get('2031-03-03', '2031-03-03', 'me')), 'Giao ban', 'calendar__both_ends_of_the_span_are_in_it');
select is(pg_temp.titles(app.calendar_get('2031-04-01', '2031-04-30', 'me')), 'Qua đêm', 'calendar__a_meeting_over_midnight_is_in_the_month_it_ends_in');
select is(pg_temp.titles(app.calendar_get('2031-03-31', '2031-03-31', 'me')), 'Qua đêm', 'calendar__and_in_the_one_it_begins_in');
select is(pg_temp.titles(app.calendar_get('2031-03-30', '2031-03-30', 'me')), null, 'calendar__days_are_those_of_the_office');
select throws_ok($$ select app.calendar_get('2031-03-02', '2031-03-01', 'me') $$, 'NGERR', 'wrong-value', 'calendar__no_span_backwards');
select lives_ok($$ select app.calendar_get('2031-03-01', '2031-05-01', 'me') $$, 'calendar__62_days');
select throws_ok($$ select app.calendar_get('2031-03-01', '2031-05-02', 'me') $$, 'NGERR', 'out-of-range', 'calendar__not_63_days');
select throws_ok($$ select app.calendar_get('2031-03-01', '2031-03-02', 'unit:x') $$, 'NGERR', 'wrong-value', 'calendar__of_a_bad_id');
select throws_ok(format('select app.calendar_get(%L, %L, %L)', '2031-03-01', '2031-03-02', pg_temp.of('room', tap.unit('BM'))), 'NGERR', 'unknown-reference', 'calendar__of_a_room_that_is_none');

-- rooms: busy spans without a word
select tap.be('xa.lanhdao');
select is((select app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('room', r201)) -> 'busy' from r),
    '[{"until": "2031-03-04T02:30:00.000Z", "starts_at": "2031-03-04T01:00:00.000Z"}]', 'busy__tells_times_and_nothing_else');
select is((select pg_temp.titles(app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('room', r201))) from r), 'Giao ban', 'calendar__of_a_room_shows_what_I_may_see');
select tap.be('xa.phong');
select is((select app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('room', r201)) -> 'busy' from r), '[]', 'busy__only_for_those_who_prepare_meetings');
select tap.be('nguoila');
select is((select app.calendar_get('2031-03-01', '2031-03-31', pg_temp.of('room', r201)) - 'name' - 'revision' from r), '{"busy": [], "items": []}', 'calendar__a_stranger_sees_none');

-- conflicts
create function pg_temp.clash(starts text, ends text, room uuid, people uuid[], but uuid) returns jsonb language sql as
    $$ select app.meeting_conflicts(starts::timestamptz, ends::timestamptz, room, to_jsonb(people), but) $$;
select throws_ok($$ select app.meeting_conflicts('2031-03-04 01:00+00', null, null, '[]', null) $$, 'NGERR', 'not-allowed', 'conflicts__only_for_those_who_prepare_meetings');
select tap.be('thuky');
select is((select pg_temp.clash('2031-03-03 02:00+00', '2031-03-03 04:00+00', r201, '{}', null) #>> '{room,0,title}' from r), 'Giao ban', 'conflicts__of_a_room_with_the_title_of_one_I_see');
select is((select jsonb_array_length(pg_temp.clash('2031-03-03 03:00+00', '2031-03-03 04:00+00', r201, '{}', null) -> 'room') from r), 0, 'conflicts__none_when_one_ends_as_the_other_begins');
select is((select jsonb_array_length(pg_temp.clash('2031-03-03 00:30+00', null, r201, '{}', null) -> 'room') from r), 1, 'conflicts__a_meeting_without_an_end_takes_an_hour');
select is((select jsonb_array_length(pg_temp.clash('2031-03-03 00:00+00', null, r201, '{}', null) -> 'room') from r), 0, 'conflicts__and_not_more');
select is((select pg_temp.clash('2031-03-03 02:00+00', '2031-03-03 04:00+00', r201, '{}', giao_ban) -> 'room' from r, m), '[]', 'conflicts__a_meeting_is_not_in_its_own_way');
select is((select jsonb_path_query_array(pg_temp.clash('2031-03-03 02:00+00', '2031-03-03 04:00+00', null,
        array[tap.id('chutri'), tap.id('thuky'), tap.id('chuyenvien'), tap.id('xa.phong'), tap.id('xa.lanhdao'), tap.unit('BM')], null), '$.people[*].person.full_name')),
    '["Trần Quốc Thắng", "Lê Văn Hòa", "Vũ Công Văn"]', 'conflicts__of_the_chair_the_invited_and_those_a_unit_sends_not_of_the_unit');
select tap.be('xa.lanhdao');
select is((select pg_temp.clash('2031-03-04 02:00+00', '2031-03-04 04:00+00', r201, array[tap.id('chuyenvien')], null) from r),
    jsonb_build_object('room', '[{"title": null, "until": "2031-03-04T02:30:00.000Z", "starts_at": "2031-03-04T01:00:00.000Z", "meeting_id": null}]'::jsonb,
        'people', jsonb_build_array('{"title": null, "until": "2031-03-04T02:30:00.000Z", "starts_at": "2031-03-04T01:00:00.000Z", "meeting_id": null}'::jsonb
            || jsonb_build_object('person', jsonb_build_object('id', tap.id('chuyenvien'), 'full_name', 'Lê Văn Hòa')))),
    'conflicts__of_a_meeting_I_may_not_see_tell_times_only');
select is((select jsonb_array_length(pg_temp.clash('2031-03-04 02:00+00', '2031-03-04 04:00+00', r201, '{}', kin) -> 'room') from r, m), 1, 'conflicts__only_a_meeting_of_mine_is_left_out');
select throws_ok($$ select app.meeting_conflicts('2031-03-04 01:00+00', '2031-03-04 01:00+00', null, '[]', null) $$, 'NGERR', 'wrong-value', 'conflicts__no_span_backwards');
select throws_ok(format('select app.meeting_conflicts(%L, null, %L, %L, null)', '2031-03-04 01:00+00', tap.unit('BM'), '[]'), 'NGERR', 'unknown-reference', 'conflicts__of_a_room_that_is_none');
-- who stays away is free, who comes instead is not
select tap.be('chuyenvien');
select app.answer_set(giao_ban, '{"answer": "declined", "reason": "Đi công tác"}') from m;
select tap.be('thuky');
select is(pg_temp.clash('2031-03-03 02:00+00', null, null, array[tap.id('chuyenvien')], null) -> 'people', '[]', 'conflicts__who_declined_is_free');
-- drafts: told to those who see them only
create temp table d as select pg_temp.plan('thuky', 'Dự kiến', '2031-03-10 01:00+00', null, r202, '{}', tap.id('chuyenvien')) as id from r;
select tap.be('thuky');
select is((select pg_temp.clash('2031-03-10 01:30+00', null, r202, array[tap.id('chuyenvien')], null) #>> '{people,0,title}' from r), 'Dự kiến', 'conflicts__with_a_draft_I_prepare');
select tap.be('xa.lanhdao');
select is((select pg_temp.clash('2031-03-10 01:30+00', null, r202, array[tap.id('chuyenvien')], null) from r), '{"room": [], "people": []}', 'conflicts__a_draft_of_others_is_not_there');

-- a room is given once
create temp table t as select pg_temp.plan('xa.lanhdao', 'Họp khác', '2031-03-04 02:00+00', null, r201, jsonb_build_object('chair_id', tap.id('xa.lanhdao')), tap.id('xa.phong')) as id from r;
select tap.be('xa.lanhdao');
select is((select app.meeting_get(id) ->> 'state' from t), 'draft', 'room__drafts_may_overlap');
select throws_ok($$ select app.meeting_publish(id) from t $$, 'NGERR', 'conflict', 'room__is_not_given_twice');
select is((select app.meeting_get(id) ->> 'state' from t), 'draft', 'room__a_meeting_refused_stays_a_draft');
select app.meeting_change(id, null, '{"starts_at": "2031-03-04T02:30:00Z"}') from t;
select lives_ok($$ select app.meeting_publish(id) from t $$, 'room__is_free_from_the_minute_the_other_ends');
select throws_ok($$ select app.meeting_change(id, null, '{"starts_at": "2031-03-04T02:29:00Z"}') from t $$, 'NGERR', 'conflict', 'room__a_published_meeting_is_not_moved_onto_another');
select throws_ok(format('select app.meeting_change(%L, null, %L)', xa, jsonb_build_object('starts_at', '2031-03-04T02:00:00Z', 'room_id', r201)), 'NGERR', 'conflict', 'room__nor_moved_into_a_room_that_is_taken') from m, r;
select lives_ok($$ select app.meeting_start(id) from t $$, 'room__starting_asks_for_nothing_new');
select tap.be('thuky');
select app.meeting_cancel(kin) from m;
select tap.be('xa.lanhdao');
select lives_ok($$ select app.meeting_change(id, null, '{"starts_at": "2031-03-04T02:00:00Z"}') from t $$, 'room__of_a_cancelled_meeting_is_free');
select tap.be('chuyenvien');
select is((select x ->> 'state' from app.calendar_get('2031-03-04', '2031-03-04', 'me') j, jsonb_array_elements(j -> 'items') x), 'cancelled', 'calendar__shows_that_one_was_cancelled');
