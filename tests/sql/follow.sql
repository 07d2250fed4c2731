-- SPDX-License-Identifier: GPL-3.0-or-later
-- Following the presenter (F3; rule 24).

create temp table d as select 0 as n, tap.document('thuky', 'Báo cáo chung') as id union all select 1, tap.document('thuky', 'Đề án nhân sự riêng');
grant select on d to nghisu_app;
select tap.version('thuky', id, 1) from d;
create temp table m as select (tap.as_json('thuky', format('select app.meeting_create(%L)', jsonb_build_object('title', 'Giao ban', 'starts_at', now() + interval '1 hour',
    'chair_id', tap.id('chutri'), 'secretary_ids', jsonb_build_array(tap.id('thuky'))))) ->> 'id')::uuid as id;
grant select on m to nghisu_app;
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select app.agenda_set(id, null, jsonb_build_object('items', jsonb_build_array(
    jsonb_build_object('title', 'Kinh tế', 'presenter_id', tap.id('xa.lanhdao'), 'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 0), 'version', 1))),
    jsonb_build_object('title', 'Nhân sự', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')),
        'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 1), 'version', 1)))))) from m;
select tap.back();
create temp table p as select p.id, i.id as item, (i.audience_id is not null)::integer as n from app.paper p join app.agenda_item i on i.id = p.item_id join m on m.id = i.meeting_id;
grant select on p to nghisu_app;
select tap.be('thuky');
select app.meeting_publish(id) from m;
create function pg_temp.present(which integer, page integer) returns jsonb language sql as
    $$ select app.follow_start(m.id, jsonb_build_object('paper_id', p.id, 'page', present.page)) from m, p where p.n = which $$;
create function pg_temp.shown() returns jsonb language sql as $$ select app.follow_get(id) -> 'presentation' from m $$;
create function pg_temp.here(page integer) returns setof boolean language sql as $$ select app.follow_here(id, jsonb_build_object('page', here.page, 'pointer', jsonb_build_object('x', 1, 'y', 2))) from m $$;
create function pg_temp.stands(which integer) returns bigint language sql as
    $$ select e.revision from m, p, app.event_subjects(jsonb_build_array('follow:' || case which when 0 then m.id else p.item end)) e where p.n = which $$;

select tap.be('chutri');
select throws_ok('select pg_temp.present(0, 1)', 'NGERR', 'wrong-state', 'present__not_before_the_meeting');
select app.meeting_start(id) from m;
select is(app.follow_get(id) ->> 'may_present', 'true', 'present__the_chair_may') from m;
select tap.be('xa2.lanhdao');
select throws_ok('select pg_temp.present(0, 1)', 'NGERR', 'not-allowed', 'present__whom_the_chair_did_not_let_may_not');
select throws_ok(format('select app.follow_let(id, %L) from m', jsonb_build_object('person_id', tap.id('xa2.lanhdao'), 'allowed', true)), 'NGERR', 'not-allowed', 'present__nobody_lets_themselves');
select tap.be('nguoila');
select is_empty('select app.follow_get(id) from m', 'follow__is_not_there_for_those_not_invited (A4)');
select is(pg_temp.present(0, 1), null, 'present__nor_to_be_presented_in (A4)');
select is_empty('select pg_temp.here(1)', 'here__nor_to_be_told (A4)');
select is(pg_temp.stands(0), null, 'events__of_it_are_not_followed (A4)');

-- the presenter of the item
select tap.be('xa.lanhdao');
select is(pg_temp.present(0, 3) #>> '{presentation,page}', '3', 'present__whoever_presents_the_item_may');
select tap.be('xa2.lanhdao');
select is(pg_temp.shown() #>> '{presenter,full_name}', 'Phạm Thị Hoà', 'follow__a_member_sees_who_presents');
select is((pg_temp.shown() ->> 'turn')::bigint, pg_temp.stands(0), 'follow__the_subjects_revision_is_the_turn');
select throws_ok('select pg_temp.here(4)', 'NGERR', 'wrong-state', 'here__only_the_presenter_says');
select throws_ok('select app.follow_stop(id) from m', 'NGERR', 'not-allowed', 'stop__not_anothers');
create temp table stood as select pg_temp.stands(0) as at;
grant select on stood to nghisu_app;
select tap.be('xa.lanhdao');
select is(array(select pg_temp.here(3)), '{t}', 'here__is_told');
select is(pg_temp.stands(0), (select at from stood), 'here__within_a_page_nothing_is_kept');
select pg_temp.here(7);
select tap.be('xa2.lanhdao');
select is(pg_temp.shown() ->> 'page', '7', 'here__a_page_turned_is_there_for_who_comes_late');
select ok(pg_temp.stands(0) > (select at from stood), 'here__and_seen_by_the_revision');

-- the chair lets, takes, stops
select tap.be('chutri');
select throws_ok(format('select app.follow_let(id, %L) from m', jsonb_build_object('person_id', tap.id('nguoila'), 'allowed', true)), 'NGERR', 'unknown-reference', 'let__somebody_in_the_meeting');
select is(f #>> '{let,0,full_name}', 'Bùi Minh', 'let__the_chair_lets_a_member_present') from m, app.follow_let(m.id, jsonb_build_object('person_id', tap.id('xa2.lanhdao'), 'allowed', true)) f;
select tap.be('xa2.lanhdao');
select throws_ok('select pg_temp.present(0, 1)', 'NGERR', 'conflict', 'present__not_over_another');
select tap.be('chutri');
select is(pg_temp.present(0, 2) #>> '{presentation,presenter,full_name}', 'Trần Quốc Thắng', 'present__who_steers_takes_the_screen');
select tap.be('xa.lanhdao');
select throws_ok('select pg_temp.here(8)', 'NGERR', 'wrong-state', 'here__who_lost_the_screen_is_told_so');
select tap.be('chutri');
select is(app.follow_stop(id) -> 'presentation', 'null'::jsonb, 'stop__ends_it') from m;
select is(app.follow_stop(id) -> 'presentation', 'null'::jsonb, 'stop__twice_is_no_error') from m;
select is(pg_temp.stands(0), 0::bigint, 'stop__the_subject_stands_at_nothing');

-- rule 24
select pg_temp.present(1, 5);
select tap.be('xa2.lanhdao');
select is(pg_temp.shown(), 'null'::jsonb, 'restricted__nothing_is_presented_for_others (rule 24)');
select is_empty('select meeting_id from app.follow', 'restricted__no_condition_shows_it (rule 24)');
select is(pg_temp.stands(0), 0::bigint, 'restricted__nor_does_the_meetings_subject (rule 24)');
select is(pg_temp.stands(1), null, 'restricted__its_subject_is_not_followed_by_others (rule 24)');
select throws_ok('select pg_temp.present(1, 1)', 'NGERR', 'unknown-reference', 'restricted__others_do_not_present_it (rule 24)');
select lives_ok('select app.follow_stop(id) from m', 'restricted__who_sees_nothing_presented_ends_nothing (rule 24)');
select throws_ok('select pg_temp.here(1)', 'NGERR', 'wrong-state', 'restricted__nor_says_where_it_is (rule 24)');
select tap.be('xa.lanhdao');
select is(pg_temp.shown() ->> 'page', '5', 'restricted__its_circle_follows');
select ok(pg_temp.stands(1) > 0, 'restricted__by_its_own_subject');
select is(pg_temp.shown() ->> 'subject', 'follow:' || item, 'restricted__which_it_is_told') from p where n = 1;

-- it ends with the item, and with the sitting
select tap.be('chutri');
select app.meeting_current(m.id, jsonb_build_object('item_id', p.item)) from m, p where p.n = 1;
select is(pg_temp.shown(), 'null'::jsonb, 'move__ends_what_was_presented');
select pg_temp.present(1, 1);
select app.meeting_pause(id) from m;
select is(pg_temp.shown() ->> 'page', '1', 'pause__does_not');
select app.meeting_adjourn(id, jsonb_build_object('resumes_at', app.json_time(now() + interval '1 day'))) from m;
select is(pg_temp.shown(), 'null'::jsonb, 'adjourn__ends_it');
select pg_temp.present(1, 1);
select app.meeting_end(id) from m;
select is(pg_temp.shown(), 'null'::jsonb, 'end__ends_it');
select throws_ok('select pg_temp.present(1, 1)', 'NGERR', 'wrong-state', 'present__not_after_the_meeting');
select tap.back();
select is((select count(*) from app.audit a join m on m.id = a.subject_id where a.action = 'follow-started'), 5::bigint, 'present__is_in_the_record_and_pages_turned_are_not');
