-- SPDX-License-Identifier: GPL-3.0-or-later
-- E1: templates, copies of earlier meetings, series; rule 23: what a meeting type says of substitutes; rule 24: nothing restricted slips out.

create temp table m as select tap.meeting(null, 0) as id;
create temp table n (name text primary key, j jsonb);
grant all on m, n to nghisu_app;
create function pg_temp.set(k text, v jsonb) returns void language sql as $$ insert into n values (k, v) on conflict (name) do update set j = v $$;
create function pg_temp.dates(first timestamptz, every text, c integer, until date, short text default null, hol text default null) returns text language sql as $$
    select string_agg(to_char(d.day, 'YYYY-MM-DD') || case when d.skipped then '*' else '' end, ' ' order by d.ord) from app.series_dates(first, every, c, until, short, hol) d
$$;

select tap.back();
-- ---- dates (the office's zone is Asia/Ho_Chi_Minh)
select is(pg_temp.dates('2027-01-31T01:00Z', 'month_same_day', 4, null), '2027-01-31 2027-02-28 2027-03-31 2027-04-30*', 'series__31st_of_a_short_month_is_its_last_day_and_a_holiday_is_skipped');
select is(pg_temp.dates('2027-01-31T01:00Z', 'month_same_day', 4, null, 'skip', 'keep'), '2027-01-31 2027-03-31 2027-05-31 2027-07-31', 'series__31st_of_a_short_month_is_skipped_when_asked');
select is(pg_temp.dates('2027-03-29T01:00Z', 'month_same_weekday', 4, null), '2027-03-29 2027-04-26 2027-05-31 2027-06-28', 'series__fifth_monday_of_a_month_without_is_its_last');
select is(pg_temp.dates('2027-03-29T01:00Z', 'month_same_weekday', 3, null, 'skip'), '2027-03-29 2027-05-31 2027-08-30', 'series__fifth_monday_is_skipped_when_asked');
select is(pg_temp.dates('2026-12-08T01:00Z', 'month_same_weekday', 3, null), '2026-12-08 2027-01-12 2027-02-09', 'series__second_tuesday_over_new_year');
select is(pg_temp.dates('2026-12-20T17:30Z', 'week', null, '2027-01-04'), '2026-12-21 2026-12-28 2027-01-04', 'series__until_is_a_civil_date_and_counts');
select is(pg_temp.dates('2026-12-18T01:00Z', 'two_weeks', 3, null, null, 'keep'), '2026-12-18 2027-01-01 2027-01-15', 'series__holiday_is_kept_when_asked');
select throws_ok($$ select pg_temp.dates('2027-01-31T01:00Z', 'week', null, '2027-01-30') $$, 'NGERR', 'wrong-value', 'series__until_not_before_the_first');
select throws_ok($$ select pg_temp.dates('2027-01-31T01:00Z', 'week', null, '2029-01-30') $$, 'NGERR', 'out-of-range', 'series__at_most_53');
select throws_ok($$ select pg_temp.dates('2027-01-31T01:00Z', 'week', null, null) $$, 'NGERR', 'missing-field', 'series__has_an_end');
select throws_ok($$ select pg_temp.dates('2027-01-31T01:00Z', 'week', 3, '2027-05-30') $$, 'NGERR', 'conflict', 'series__has_one_end');
update setting set value = 'Europe/Berlin' where key = 'zone';
select is((select string_agg(to_char(d.at at time zone 'UTC', 'MM-DD HH24:MI'), ' ' order by d.ord) from app.series_dates('2027-03-22T07:00Z', 'week', 2, null, null, null) d), '03-22 07:00 03-29 06:00', 'series__8_stays_8_over_daylight_saving');
update setting set value = 'Asia/Ho_Chi_Minh' where key = 'zone';

-- ---- a meeting with all that a copy must look at
select tap.back();
insert into app.unit (code, founded_on, dissolved_on) values ('OLD', '2020-01-01', '2024-01-01'), ('GONE', '2020-01-01', '2024-01-01');
insert into app.unit_period (unit_id, valid, name) select id, '[2020-01-01,2024-01-01)', 'Phòng ' || code from app.unit where code in ('OLD', 'GONE');
update app.unit set successor_id = tap.unit('TH') where code = 'OLD';
insert into app.catalogue_entry (catalogue, name) values ('room', 'Phòng 2'), ('meeting-type', 'Loại thử');
select tap.be('thuky');
select app.meeting_change(id, null, jsonb_build_object('host_unit_id', tap.unit('OLD'), 'room_id', (select e.id from app.catalogue_entry e where e.name = 'Phòng 2'),
    'type_id', (select e.id from app.catalogue_entry e where e.name = 'Loại thử'), 'starts_at', '2026-03-10T01:00Z', 'ends_at', '2026-03-10T03:30Z', 'description', 'Ghi chú')) from m;
select app.agenda_set(id, null, jsonb_build_object('items', jsonb_build_array(
    jsonb_build_object('title', 'Mục một', 'minutes', 20, 'presenting_unit_id', tap.unit('BM'), 'papers_due_at', '2026-03-07T10:00Z'),
    jsonb_build_object('title', 'Mục con', 'level', 1, 'presenter_id', tap.id('nguoila')),
    jsonb_build_object('title', 'Mục của phòng cũ', 'presenting_unit_id', (select u.id from app.unit u where u.code = 'GONE'), 'papers_due_at', '2026-03-07T10:00Z'),
    jsonb_build_object('title', 'Nhân sự', 'restricted', true, 'circle', jsonb_build_array(tap.unit('BM'), tap.id('nguoila'))),
    jsonb_build_object('title', 'Nhân sự: con', 'level', 1)))) from m;
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.unit('BM'), 'role', 'member'), jsonb_build_object('principal_id', tap.unit('OLD'), 'role', 'member'),
    jsonb_build_object('principal_id', (select u.id from app.unit u where u.code = 'GONE'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('nguoila'), 'role', 'guest'), jsonb_build_object('principal_id', tap.id('xa.phong'), 'role', 'guest')))) from m;
select app.meeting_publish(id) from m;
select tap.back();
update app.person set state = 'locked' where account = 'nguoila';
update app.position set held = daterange('2021-01-01', '2022-01-01') where person_id = tap.id('xa.phong');
update app.catalogue_entry set active = false where name = 'Phòng 2';

-- ---- a copy
select tap.be('thuky');
select pg_temp.set('copy', app.meeting_make(jsonb_build_object('meeting_id', id, 'starts_at', now() + interval '20 days'))) from m;
select pg_temp.set('made', (select g from n, app.meeting_get((j #>> '{meetings,0,id}')::uuid) g where name = 'copy'));
select is((select string_agg(i ->> 'title' || ':' || (i ->> 'level') || ':' || (i ->> 'restricted'), ', ' order by ord) from n, jsonb_array_elements(j -> 'agenda') with ordinality x (i, ord) where name = 'made'),
    'Mục một:0:false, Mục con:1:false, Mục của phòng cũ:0:false, Nhân sự:0:true, Nhân sự: con:1:true', 'copy__has_the_agenda_with_levels_and_restricted_items_still_restricted');
select is((select j #>> '{agenda,3,circle,0,id}' || ' ' || jsonb_array_length(j #> '{agenda,3,circle}') from n where name = 'made'), tap.unit('BM') || ' 1', 'copy__keeps_the_circle_without_those_who_left');
select is((select string_agg(i ->> 'name', ', ' order by ord) from n, jsonb_array_elements(j -> 'invitees') with ordinality x (i, ord) where name = 'made'),
    'Xã Bình Minh, Xã Tân Hòa', 'copy__a_dissolved_unit_gives_way_to_its_successor_or_is_left_out_as_are_locked_and_retired_persons');
select is((select (j #>> '{host_unit,id}')::uuid from n where name = 'made'), tap.unit('TH'), 'copy__host_unit_is_the_successor');
select is((select j ->> 'room_id' from n where name = 'made'), null, 'copy__a_retired_room_is_left_out');
select is((select (j ->> 'ends_at')::timestamptz - (j ->> 'starts_at')::timestamptz from n where name = 'made'), interval '2 hours 30 minutes', 'copy__lasts_as_long');
select is((select (j #>> '{agenda,0,papers_due_at}')::timestamptz = ((app.civil_date((j ->> 'starts_at')::timestamptz) - 3)::timestamp + time '17:00') at time zone 'Asia/Ho_Chi_Minh' from n where name = 'made'), true, 'copy__asks_papers_as_long_before');
select is((select j #>> '{agenda,2,papers_due_at}' from n where name = 'made'), null, 'copy__asks_no_papers_of_a_unit_that_is_no_more');
select is((select j ->> 'state' || (j ->> 'papers') from n where name = 'made'), 'draft0', 'copy__is_a_draft_without_papers');
select is((select string_agg(concat_ws(' ', o ->> 'as', o ->> 'name', o ->> 'why', o ->> 'instead'), '; ' order by o ->> 'as', o ->> 'name') from n, jsonb_array_elements(j -> 'left_out') o where name = 'copy'),
    'circle Hồ Ngọc locked; guest Hồ Ngọc locked; guest Vũ Công Văn retired; host_unit Phòng OLD replaced Xã Tân Hòa; member Phòng GONE dissolved; member Phòng OLD replaced Xã Tân Hòa; presenter Hồ Ngọc locked; presenting_unit Phòng GONE dissolved; room Phòng 2 retired',
    'copy__tells_all_that_was_left_out_or_replaced');
select is((select string_agg(o ->> 'why', ',') from m, app.meeting_make(jsonb_build_object('meeting_id', id, 'starts_at', now() + interval '1 day', 'room_id', null)) j, jsonb_array_elements(j -> 'left_out') o where o ->> 'as' in ('papers_due', 'room')), 'past', 'copy__a_deadline_that_has_passed_is_left_out_and_told');

-- who copies
select tap.be('xa.lanhdao'); -- in the circle through their commune, but does not prepare: whom else it is for stays unknown
select pg_temp.set('member', app.meeting_make(jsonb_build_object('meeting_id', id, 'starts_at', now() + interval '20 days'))) from m;
select is((select g ->> 'items' from n, app.meeting_get((j #>> '{meetings,0,id}')::uuid) g where name = 'member'), '3', 'copy__by_a_member_has_no_restricted_items');
select is((select count(*) from n, jsonb_array_elements(j -> 'left_out') o where name = 'member' and o ->> 'why' = 'restricted'), 2::bigint, 'copy__tells_a_circle_member_what_was_left_out');
select tap.be('xa2.lanhdao');
select throws_ok(format('select app.meeting_make(%L)', jsonb_build_object('meeting_id', id, 'starts_at', now())), 'NGERR', 'unknown-reference', 'copy__of_a_meeting_that_is_not_there_for_me') from m;
select tap.be('chuyenvien');
select throws_ok(format('select app.meeting_make(%L)', jsonb_build_object('title', 'x', 'starts_at', now())), 'NGERR', 'not-allowed', 'make__only_by_who_prepares_meetings');

-- ---- templates
select tap.be('thuky');
select pg_temp.set('template', app.template_create(jsonb_build_object('name', ' Giao ban tháng ', 'meeting_id', id, 'chair', 'position'))) from m;
select is((select j ->> 'name' || (j ->> 'items') || (j ->> 'chair_by') from n where name = 'template'), 'Giao ban tháng3position', 'template__of_a_meeting');
select unalike((select t.plan::text from app.meeting_template t), '%Nhân sự%', 'template__holds_nothing_restricted');
select is((select count(*) from n, jsonb_array_elements(j -> 'left_out') o where name = 'template' and o ->> 'as' = 'item'), 0::bigint, 'template__does_not_name_what_it_does_not_hold');
select tap.be('chutri');
select is(jsonb_array_length(app.template_list() -> 'items'), 1, 'template__is_seen_by_those_of_the_unit_who_prepare');
select tap.be('chuyenvien');
select is(jsonb_array_length(app.template_list() -> 'items'), 0, 'template__is_not_there_for_an_officer_of_the_unit');
select is((select count(*) from app.meeting_template), 0::bigint, 'template__nor_is_its_row');
select tap.be('xa.lanhdao');
select is((select count(*) from app.meeting_template), 0::bigint, 'template__nor_for_leaders_of_another_unit');
select is_empty(format('select app.template_get(%L)', j ->> 'id'), 'template__of_another_unit_is_not_there') from n where name = 'template';
select is_empty(format('select app.template_delete(%L)', j ->> 'id'), 'template__of_another_unit_is_not_there_to_delete') from n where name = 'template';
select throws_ok(format('select app.meeting_make(%L)', jsonb_build_object('template_id', j ->> 'id', 'starts_at', now())), 'NGERR', 'unknown-reference', 'template__of_another_unit_makes_nothing') from n where name = 'template';
select throws_ok(format('select app.template_create(%L)', jsonb_build_object('name', 'x', 'meeting_id', id, 'unit_id', tap.unit('VP'))), 'NGERR', 'unknown-reference', 'template__is_not_made_for_another_unit') from m;
select tap.be('thuky');
select is((select app.meeting_make(jsonb_build_object('template_id', j ->> 'id', 'starts_at', now() + interval '9 days', 'title', 'Khác')) #>> '{meetings,0,title}' from n where name = 'template'), 'Khác', 'template__makes_a_meeting_with_another_title');
select tap.back();
insert into app.position (person_id, unit_id, title_id, held) select tap.id('chuyenvien'), p.unit_id, p.title_id, '[2021-01-01,)' from app.position p where p.person_id = tap.id('chutri');
update app.position set held = '[2021-01-01,2022-01-01)' where person_id = tap.id('chutri');
select tap.be('thuky');
select is((select app.template_get((j ->> 'id')::uuid) #>> '{chair,id}' from n where name = 'template'), tap.id('chuyenvien')::text, 'template__chair_is_who_holds_the_position_today');
select throws_ok(format('select app.template_change(%L, 7, %L)', j ->> 'id', '{"active": false}'), 'NGERR', 'lost-race', 'template__change_of_another_version_is_refused') from n where name = 'template';
select is((select app.template_change((j ->> 'id')::uuid, 1, '{"active": false, "name": "Cũ"}') ->> 'name' from n where name = 'template'), 'Cũ', 'template__is_renamed_and_retired');
select throws_ok(format('select app.meeting_make(%L)', jsonb_build_object('template_id', j ->> 'id', 'starts_at', now())), 'NGERR', 'unknown-reference', 'template__that_is_retired_makes_nothing') from n where name = 'template';
select is((select x from n, app.template_delete((j ->> 'id')::uuid) x where name = 'template'), true, 'template__is_deleted');

-- ---- series
select pg_temp.set('series', app.meeting_make(jsonb_build_object('title', 'Giao ban tuần', 'starts_at', '2027-04-09T01:00Z', 'ends_at', '2027-04-09T02:00Z', 'chair_id', tap.id('thuky'),
    'repeat', '{"every": "week", "count": 4}'::jsonb)));
select is((select jsonb_array_length(j -> 'meetings') || (j #>> '{skipped,0,on}') from n where name = 'series'), '32027-04-30', 'series__is_drafts_without_the_holiday_and_says_so');
create temp table s as select (x ->> 'id')::uuid as id, ord from n, jsonb_array_elements(j -> 'meetings') with ordinality y (x, ord) where name = 'series';
select is((select jsonb_array_length(app.series_get(id) -> 'items') from s where ord = 2), 3, 'series__lists_its_meetings');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.unit('BM'), 'role', 'member')))),
    app.agenda_set(id, null, '{"items": [{"title": "Mục một"}]}'), app.meeting_publish(id) from s where ord = 2;
select tap.be('xa.lanhdao');
select is((select jsonb_array_length(app.series_get(id) -> 'items') from s where ord = 2), 1, 'series__a_member_is_told_of_those_they_see_only');
select is((select count(*) from app.meeting_series_place), 1::bigint, 'series__as_are_the_rows');
select throws_ok(format('select app.series_delete(%L)', id), 'NGERR', 'not-allowed', 'series__a_member_deletes_nothing') from s where ord = 2;
select is_empty(format('select app.series_delete(%L)', id), 'series__a_draft_is_not_there_for_a_member') from s where ord = 1;
select tap.be('thuky');
select is((select (x ->> 'changed') || (x #>> '{untouched,0,why}') from s, app.series_change(id, '{"starts_at": "2027-04-12T07:30Z"}') x where ord = 1), '2wrong-state', 'series__moves_this_and_the_following_drafts_and_tells_of_the_published');
select is((select string_agg(to_char(m.starts_at at time zone 'UTC', 'MM-DD HH24:MI') || to_char(m.ends_at at time zone 'UTC', ' HH24:MI'), ', ' order by s.ord) from s join app.meeting m using (id)),
    '04-12 07:30 08:30, 04-16 01:00 02:00, 04-26 07:30 08:30', 'series__moves_by_days_and_time_of_day_and_keeps_what_is_published');
select throws_ok(format('select app.series_change(%L, %L)', id, '{"ends_at": "2027-04-12T01:00Z"}'), 'NGERR', 'wrong-value', 'series__ends_after_it_starts') from s where ord = 1;
select throws_ok(format('select app.series_change(%L, %L)', id, '{}'), 'NGERR', 'missing-field', 'series__a_change_says_something') from s where ord = 1;
select throws_ok(format('select app.series_change(%L, %L)', id, '{"room_id": null}'), 'NGERR', 'wrong-state', 'series__a_meeting_alone_is_none') from m;
select is((select x ->> 'changed' from s, app.series_delete(id) x where ord = 2), '1', 'series__deletes_the_drafts_that_follow');
select is((select count(*) from s join app.meeting m using (id)), 2::bigint, 'series__keeps_those_before_and_what_is_published');
select throws_ok(format('select app.meeting_make(%L)', '{"title": "x", "starts_at": "2027-04-30T01:00Z", "repeat": {"every": "week", "count": 1}}'), 'NGERR', 'conflict', 'series__of_holidays_only_is_refused');

-- ---- rule 23
select tap.be('thuky');
create temp table v as select tap.meeting(null, 0) as id;
grant all on v to nghisu_app;
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member')))),
    app.meeting_change(id, null, jsonb_build_object('type_id', (select e.id from app.catalogue_entry e where e.name = 'Loại thử'))), app.meeting_publish(id) from v;
create temp table k as select e.id from app.catalogue_entry e where e.name = 'Loại thử';
grant all on k to nghisu_app;
select throws_ok(format('select app.type_rules_set(%L, 0, %L)', id, '{"substitutes": "none", "substitute_votes": false}'), 'NGERR', 'not-allowed', 'rules__are_for_administrators') from k;
select is((select app.type_rules_get(id) from k), '{"substitutes": "agency", "substitute_votes": false, "vote_words": "agree", "edit_version": 0}', 'rules__by_default_a_substitute_does_not_vote');
select is_empty($$ select app.type_rules_get(e.id) from app.catalogue_entry e where e.catalogue = 'room' $$, 'rules__only_of_meeting_types');
select tap.back();
update app.position set held = '[2021-01-01,)' where person_id = tap.id('xa.phong');
create function pg_temp.problem(who text, whom text) returns text language sql as $$ select app.substitute_problem(m, tap.id(who), tap.id(whom)) from app.meeting m, v where m.id = v.id $$;
select is(pg_temp.problem('xa.phong', 'xa.lanhdao') || ',' || coalesce(pg_temp.problem('xa.lanhdao', 'xa.phong'), 'none'), 'conflict,none', 'substitute__of_the_agency_by_default (rule 23)');
select tap.be('quantri');
select is((select x ->> 'edit_version' from k, app.type_rules_set(id, 0, '{"substitutes": "unit", "substitute_votes": true}') x), '1', 'rules__are_set_by_an_administrator');
select throws_ok(format('select app.type_rules_set(%L, 0, %L)', id, '{"substitutes": "none", "substitute_votes": false}'), 'NGERR', 'lost-race', 'rules__of_another_version_are_not_overwritten') from k;
select tap.back();
insert into app.position (person_id, unit_id, title_id, held) select tap.id('chutri'), tap.unit('BM'), p.title_id, '[2021-01-01,)' from app.position p where p.person_id = tap.id('thuky') limit 1;
delete from app.meeting_secretary where meeting_id = (select id from v);
update app.meeting set chair_id = tap.id('thuky') where id = (select id from v);
select is(pg_temp.problem('xa.phong', 'chutri'), 'wrong-value', 'substitute__of_the_agency_but_not_the_unit_is_refused_by_the_type (rule 23)');
select is(pg_temp.problem('xa.lanhdao', 'xa.phong'), null, 'substitute__of_a_unit_below_ones_own_is_of_the_unit (rule 23)');
select tap.be('quantri');
select app.type_rules_set(id, 1, '{"substitutes": "none", "substitute_votes": false}') from k;
select tap.be('xa.lanhdao');
select throws_ok(format('select app.answer_set(%L, %L)', id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('xa.phong'))), 'NGERR', 'not-allowed', 'substitute__none_where_the_type_sends_none (rule 23)') from v;
select is((select app.colleague_list(id, null, null) -> 'items' from v), '[]', 'colleagues__none_are_offered_then (rule 23)');
