-- SPDX-License-Identifier: GPL-3.0-or-later
-- What happened in a meeting, and its sealed record (G3; rules 24 and 34).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
create temp table r as select (x ->> 'id')::uuid as id from m, app.agenda_item_create(m.id, jsonb_build_object('title', 'Nhân sự riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')))) g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Nhân sự riêng';
grant select on r to nghisu_app;
select is((select app.meeting_event_list(id, null, null) from m), null, 'events__none_of_a_draft');
select app.meeting_publish(id) from m;
create function pg_temp.page(meeting uuid) returns setof jsonb language sql as $$ select e from app.meeting_event_list(meeting, null, null) l, jsonb_array_elements(l -> 'items') e $$;
create function pg_temp.kinds(page jsonb) returns text language sql as $$ select string_agg(e ->> 'kind', ' ' order by (e ->> 'id')::bigint) from jsonb_array_elements(page -> 'items') e $$;

select tap.be('nguoila');
select is_empty('select app.meeting_event_list(id, null, null) from m', 'events__not_there_for_those_not_invited (A4)');
select tap.be('chutri');
select app.meeting_start(id) from m;
select tap.be('xa.lanhdao');
select app.attendance_say(id, '{"state": "room"}') from m;
select tap.be('thuky');
select app.attendance_set(id, tap.id('xa2.lanhdao'), '{"state": "excused", "reason": "Đi công tác"}') from m;
select app.desk_set(id, 'speech', '{"state": "open"}') from m;
select tap.be('xa.lanhdao');
select app.speech_create(id, '{"queue": "speech", "topic": "Việc chung"}') from m;
select is((select pg_temp.kinds(app.meeting_event_list(id, null, null)) from m), 'meeting-published meeting-started attendance-said attendance-set desk-set speech-registered', 'events__are_what_happened_in_order (rule 34)');
select is((select e ->> 'reason' from m, pg_temp.page(m.id) e where e ->> 'kind' = 'attendance-set'), null, 'events__the_reason_of_an_absence_is_not_for_all');
select is((select array[e #>> '{person,full_name}', e ->> 'title', e #>> '{item,title}'] from m, pg_temp.page(m.id) e where e ->> 'kind' = 'speech-registered'),
    array['Phạm Thị Hoà', 'Việc chung', 'Mục một'], 'events__say_who_and_of_what');
select tap.be('xa2.lanhdao');
select is((select e ->> 'reason' from m, pg_temp.page(m.id) e where e ->> 'kind' = 'attendance-set'), 'Đi công tác', 'events__the_one_whom_it_concerns_reads_it');

-- pages
select tap.be('thuky');
select is((select pg_temp.kinds(app.meeting_event_list(id, (select l ->> 'next' from app.meeting_event_list(id, null, 2) l), 2)) from m), 'attendance-said attendance-set', 'events__go_on_by_key');
select is((select app.meeting_event_list(id, (select l #>> '{items,4,id}' from app.meeting_event_list(id, null, 6) l), 6) ->> 'next' from m), null, 'events__the_last_page_says_so');
select throws_ok('select app.meeting_event_list(id, ''x'', 2) from m', 'NGERR', 'wrong-value', 'events__a_key_that_is_none');

-- rule 24
select tap.be('chutri');
select app.meeting_current(m.id, jsonb_build_object('item_id', r.id)) from m, r;
select tap.be('xa.lanhdao');
select app.speech_withdraw(s.id) from app.speech s where s.person_id = tap.id('xa.lanhdao');
select app.speech_create(id, '{"queue": "speech", "topic": "Chuyện riêng"}') from m;
select tap.be('chutri');
select app.item_attendance_set(r.id, tap.id('xa.lanhdao'), '{"present": true}') from r;
select app.meeting_pause(id) from m;
create temp table seen as select app.meeting_event_list(id, null, null) as page from m;
select is((select pg_temp.kinds(page) from seen), 'meeting-published meeting-started attendance-said attendance-set desk-set speech-registered meeting-moved speech-withdrawn speech-registered item-attendance-set meeting-paused', 'events__the_chair_reads_all');
select tap.be('xa2.lanhdao');
create temp table unseen as select app.meeting_event_list(id, null, null) as page from m;
select is((select pg_temp.kinds(page) from unseen), 'meeting-published meeting-started attendance-said attendance-set desk-set speech-registered speech-withdrawn meeting-paused', 'events__of_a_restricted_item_are_not_there (rule 24)');
select ok((select page::text !~ 'riêng' and position(r.id::text in page::text) = 0 from unseen, r), 'events__no_word_of_it (rule 24)');
select tap.be('xa.lanhdao');
select is((select count(*) from m, pg_temp.page(m.id) e where e #>> '{item,title}' = 'Nhân sự riêng'), 4::bigint, 'events__its_circle_reads_them');

-- fail closed: a thing that is gone, and an act that nobody has named yet
select tap.back();
select app.audit('speech-placed', 'meeting', id, jsonb_build_object('speech_id', gen_random_uuid())), app.audit('something-new', 'meeting', id, '{}') from m;
select app.audit('meeting-told', 'meeting', m.id, jsonb_build_object('deep', jsonb_build_object('inside', jsonb_build_array(r.id)))) from m, r;
select tap.be('xa2.lanhdao');
select is((select pg_temp.kinds(app.meeting_event_list(id, null, null)) from m), (select pg_temp.kinds(page) from unseen) || ' meeting-told', 'events__what_cannot_be_told_of_is_not_told (rule 24)');
select is((select page::text from (select app.meeting_event_list(id, null, null) as page from m) x, r where position(r.id::text in page::text) > 0), null, 'events__however_deep_it_is_named (rule 24)');
select tap.be('thuky');
select is((select pg_temp.kinds(app.meeting_event_list(id, null, 3)) from m), 'speech-placed something-new meeting-told', 'events__who_prepares_reads_it');
select is((select array_agg(e.id) = array_agg(e.id order by e.id) from m, app.meeting_event_list(m.id, null, null) l, lateral (select (x ->> 'id')::bigint as id from jsonb_array_elements(l -> 'items') with ordinality y (x, o) order by o desc) e), true, 'events__newest_first');
select tap.back();
select ok((select count(*) > 0 from m, app.meeting_events_raw(m.id)) and (select count(*) = 0 from m, app.meeting_events(m.id)), 'events__nobody_is_nobody');
set local enable_seqscan = off;
create function pg_temp.plan() returns setof text language plpgsql as $$ begin return query execute format('explain select from app.audit a where a.kind = ''meeting'' and a.subject_id = %L order by id desc limit 50', (select id from m)); end $$;
select matches((select string_agg(p, ' ') from pg_temp.plan() p), 'audit_of_meeting', 'events__are_found_by_their_meeting');
