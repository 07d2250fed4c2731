-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tasks (G2; rules 24, 35).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
create temp table t (name text primary key, id uuid);
grant select, insert on t to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select app.agenda_item_create(id, jsonb_build_object('title', 'Nhân sự kín', 'restricted', true, 'circle', '[]'::jsonb)) from m;
select app.meeting_publish(id) from m;
create function pg_temp.give(b jsonb) returns jsonb language sql as $$ select j from m, app.task_create(m.id, b) j $$;
create function pg_temp.given(title text, unit text, days integer, more jsonb default '{}') returns uuid language plpgsql as $$
declare
    j jsonb := pg_temp.give(jsonb_build_object('title', title, 'lead_unit_id', tap.unit(unit), 'due_on', app.today() + days) || more);
begin
    insert into t values (title, (j ->> 'id')::uuid);
    return (j ->> 'id')::uuid;
end $$;
create function pg_temp.task(title text) returns uuid language sql as $$ select id from t where name = title $$;
select throws_ok($$ select pg_temp.given('Sớm', 'BM', 5) $$, 'NGERR', 'wrong-state', 'task__none_is_given_before_the_meeting');
select tap.be('chutri');
select app.meeting_start(id) from m;
select tap.be('xa2.lanhdao');
select throws_ok($$ select pg_temp.given('Của tôi', 'BM', 5) $$, 'NGERR', 'not-allowed', 'task__is_given_by_chair_and_secretaries');
select tap.be('nguoila');
select is_empty($$ select app.task_create(id, '{"title": "x"}') from m $$, 'task__of_a_meeting_that_is_not_there');

-- from a conclusion, with its facts
select tap.be('thuky');
create temp table c as select (x ->> 'id')::uuid as id from m, app.conclusion_create(m.id, jsonb_build_object('text', 'Giao xã rà soát quy hoạch', 'lead_unit_id', tap.unit('BM'), 'due_on', app.today() + 10,
    'item_id', (select i.id from app.agenda_item i where i.meeting_id = m.id and i.title = 'Mục một'))) x;
grant select on c to nghisu_app;
select is((select array[j ->> 'title', j #>> '{lead_unit,name}', j #>> '{conclusion,id}', j #>> '{item,title}', j ->> 'state', j #>> '{steps,0,kind}'] from c, pg_temp.give(jsonb_build_object('conclusion_id', c.id)) j),
    (select array['Giao xã rà soát quy hoạch', 'Xã Bình Minh', c.id::text, 'Mục một', 'assigned', 'made'] from c), 'task__of_a_conclusion_keeps_its_source_unit_and_due_date (rule 35)');
insert into t select 'Rà soát', x.id from app.task x, c where x.conclusion_id = c.id;
select throws_ok(format($$ select pg_temp.give('{"conclusion_id": "%s"}') $$, tap.id('thuky')), 'NGERR', 'unknown-reference', 'task__of_a_conclusion_that_is_there');
select throws_ok($$ select pg_temp.give(jsonb_build_object('title', 'x', 'due_on', app.today())) $$, 'NGERR', 'missing-field', 'task__has_a_unit');
select throws_ok($$ select pg_temp.given('x', 'BM', -1) $$, 'NGERR', 'wrong-value', 'task__is_not_due_yesterday');
select throws_ok($$ select pg_temp.given('x', 'BM', 1, jsonb_build_object('person_id', tap.id('thuky'))) $$, 'NGERR', 'conflict', 'task__person_is_of_the_lead_unit');
select throws_ok($$ select pg_temp.given('x', 'BM', 1, jsonb_build_object('support_unit_ids', jsonb_build_array(tap.unit('BM')))) $$, 'NGERR', 'conflict', 'task__lead_unit_does_not_support_itself');
select isnt_empty($$ select pg_temp.given('Báo cáo', 'BM', 1, jsonb_build_object('person_id', tap.id('xa.phong'), 'support_unit_ids', jsonb_build_array(tap.unit('TH')))) $$, 'task__is_given_to_a_person_and_units_in_support');

-- who sees it, though not in the meeting
select tap.be('xa.phong');
select is((select array[j ->> 'title', j -> 'meeting' #>> '{}', j -> 'item' #>> '{}', j ->> 'may'] from app.task_get(pg_temp.task('Báo cáo')) j),
    array['Báo cáo', null, null, '["accept", "progress", "report", "extend"]'], 'task__the_person_sees_it_and_not_a_meeting_they_are_not_in (A4)');
select tap.be('nguoila');
select is_empty($$ select app.task_get(pg_temp.task('Báo cáo')) $$, 'task__is_not_there_for_others');
select is((select count(*) from app.task) + (select count(*) from app.task_step), 0::bigint, 'task__no_condition_shows_more (A4)');
select is_empty($$ select app.task_accept(pg_temp.task('Báo cáo')) $$, 'task__nor_to_be_acted_on');
select tap.be('quantri');
select is_empty($$ select app.task_get(pg_temp.task('Báo cáo')) $$, 'task__is_not_the_administrators (A7)');
select tap.be('xa2.lanhdao');
select is((select array[j #>> '{meeting,title}', j ->> 'may'] from app.task_get(pg_temp.task('Báo cáo')) j), array['Giao ban', '[]'], 'task__a_member_of_the_meeting_sees_it_and_its_source');

-- a restricted item's: its circle and those it is given to
select tap.be('thuky');
create temp table r as select (x ->> 'id')::uuid as id from m, app.conclusion_create(m.id, jsonb_build_object('text', 'Bổ nhiệm ông A', 'lead_unit_id', tap.unit('BM.VH'), 'due_on', app.today() + 3,
    'item_id', (select i.id from app.agenda_item i where i.meeting_id = m.id and i.title = 'Nhân sự kín'))) x;
grant select on r to nghisu_app;
select throws_ok($$ select pg_temp.give(jsonb_build_object('conclusion_id', r.id)) from r $$, 'NGERR', 'missing-field', 'task__of_a_restricted_item_does_not_take_the_conclusions_words_by_itself (rule 24)');
select pg_temp.given('Chuẩn bị hồ sơ', 'BM.VH', 3, jsonb_build_object('conclusion_id', r.id)) from r;
select tap.be('xa2.lanhdao');
select is_empty($$ select app.task_get(pg_temp.task('Chuẩn bị hồ sơ')) $$, 'task__of_a_restricted_item_is_not_there_outside_its_circle (rule 24)');
select is((select count(*) from m, app.task_list(null, null, null, null, m.id, null, null, null) j, jsonb_array_elements(j -> 'items') x), 2::bigint, 'task__nor_in_lists (rule 24)');
select is((select j #>> '{counts,soon}' from m, app.task_board(null, m.id, 'hồ sơ') j), '0', 'task__nor_in_counts (rule 24)');
select tap.be('xa.phong');
select is((select array[j ->> 'title', (j -> 'item')::text, (j -> 'conclusion')::text, (j -> 'meeting')::text] from app.task_get(pg_temp.task('Chuẩn bị hồ sơ')) j),
    array['Chuẩn bị hồ sơ', 'null', 'null', 'null'], 'task__of_a_restricted_item_is_there_for_those_it_is_given_to_without_its_source (rule 24)');
select tap.back();
select is((select count(*) from app.notice n where n.task_id = pg_temp.task('Chuẩn bị hồ sơ') and not n.person_id in (tap.id('xa.phong'), tap.id('chutri'), tap.id('thuky'))), 0::bigint, 'task__and_nobody_else_is_told (rule 24)');

-- doing it
select tap.be('xa.phong');
select throws_ok($$ select app.task_confirm(pg_temp.task('Báo cáo'), '{}') $$, 'NGERR', 'not-allowed', 'task__nobody_confirms_their_own');
select is((select j ->> 'state' from app.task_accept(pg_temp.task('Báo cáo')) j), 'doing', 'task__is_accepted');
select throws_ok($$ select app.task_accept(pg_temp.task('Báo cáo')) $$, 'NGERR', 'wrong-state', 'task__is_accepted_once');
select is((select array[j ->> 'percent', j #>> '{steps,-1,words}'] from app.task_progress(pg_temp.task('Báo cáo'), '{"percent": 40, "words": "Đã có số liệu"}') j), array['40', 'Đã có số liệu'], 'progress__is_kept_with_its_words');
select throws_ok($$ select app.task_progress(pg_temp.task('Báo cáo'), jsonb_build_object('percent', 50, 'words', 'x', 'document_id', tap.id('thuky'), 'version', 1)) $$, 'NGERR', 'unknown-reference', 'progress__evidence_is_a_version_one_sees (A4)');
select throws_ok($$ select app.task_extend(pg_temp.task('Báo cáo'), jsonb_build_object('until', app.today() + 1, 'words', 'x')) $$, 'NGERR', 'wrong-value', 'extension__is_later_than_the_due_date');
select is((select j #>> '{extension,reason}' from app.task_extend(pg_temp.task('Báo cáo'), jsonb_build_object('until', app.today() + 8, 'words', 'Chờ số liệu của xã')) j), 'Chờ số liệu của xã', 'extension__is_asked_with_a_reason');
select throws_ok($$ select app.task_extend(pg_temp.task('Báo cáo'), jsonb_build_object('until', app.today() + 9, 'words', 'x')) $$, 'NGERR', 'duplicate', 'extension__one_waits');
select throws_ok($$ select app.task_extension_grant(pg_temp.task('Báo cáo'), '{}') $$, 'NGERR', 'not-allowed', 'extension__nobody_grants_their_own');
select tap.be('chutri');
select is((select jsonb_array_length(h -> 'tasks_to_decide') from app.home_get() h), 1, 'home__shows_what_waits_for_my_decision');
select is((select array[j ->> 'due_on', j #>> '{steps,-1,before,due_on}', j #>> '{steps,-1,after,due_on}'] from app.task_extension_grant(pg_temp.task('Báo cáo'), '{}') j),
    array[(app.today() + 8)::text, (app.today() + 1)::text, (app.today() + 8)::text], 'extension__granted_moves_the_due_date_and_keeps_the_one_before (rule 35)');
select throws_ok($$ select app.task_extension_refuse(pg_temp.task('Báo cáo'), '{"words": "x"}') $$, 'NGERR', 'wrong-state', 'extension__is_decided_once');
select is((select array[j #>> '{steps,-1,before,lead_unit,name}', j #>> '{steps,-1,after,lead_unit,name}', j #>> '{steps,-1,before,person,full_name}', j #>> '{steps,-1,after,person,full_name}', j #>> '{steps,-1,words}']
    from app.task_change(pg_temp.task('Báo cáo'), null, jsonb_build_object('lead_unit_id', tap.unit('TH'), 'person_id', tap.id('xa2.lanhdao'), 'words', 'Đúng chức năng')) j),
    array['Xã Bình Minh', 'Xã Tân Hòa', 'Vũ Công Văn', 'Bùi Minh', 'Đúng chức năng'], 'change__of_unit_and_person_is_kept_with_what_was_before (rule 35)');
select is((select j -> 'supports' from app.task_get(pg_temp.task('Báo cáo')) j), '[]', 'change__who_leads_now_supports_no_more');
select is((select j #> '{steps,-1,before,fields}' from app.task_change(pg_temp.task('Rà soát'), null, '{"conclusion_id": null}') j), '["conclusion_id"]', 'change__of_the_source_is_kept (rule 35)');
select throws_ok($$ select app.task_change(pg_temp.task('Báo cáo'), 1, '{"title": "x"}') $$, 'NGERR', 'lost-race', 'change__of_what_was_changed_meanwhile_is_refused');
select tap.be('xa.phong');
select is_empty($$ select app.task_get(pg_temp.task('Báo cáo')) $$, 'task__who_it_was_taken_from_sees_it_no_more');
select tap.back();
select throws_ok($$ update app.task_step set words = 'khác' $$, 'NGERR', 'not-allowed', 'step__is_never_changed (rule 35)');

-- chasing
select tap.be('chutri');
select isnt_empty($$ select app.task_chase(pg_temp.task('Báo cáo'), '{"words": "Đề nghị khẩn trương"}') $$, 'chase__is_a_step');
select throws_ok($$ select app.task_chase(pg_temp.task('Báo cáo'), '{}') $$, 'NGERR', 'conflict', 'chase__once_a_day');
select tap.be('xa2.lanhdao');
select is((select array[n ->> 'kind', n #>> '{task,title}', n ->> 'reason'] from app.notice_list(null, null) l, jsonb_array_elements(l -> 'items') n limit 1), array['task_chased', 'Báo cáo', 'Đề nghị khẩn trương'], 'chase__is_told_by_notice');
select is((select h #>> '{tasks_to_do,0,title}' from app.home_get() h), 'Báo cáo', 'home__shows_what_i_must_do');

-- reported, returned, reported, confirmed
select is((select j ->> 'state' from app.task_report(pg_temp.task('Báo cáo'), '{"words": "Đã gửi báo cáo"}') j), 'reported', 'report__waits_for_confirmation');
select throws_ok($$ select app.task_progress(pg_temp.task('Báo cáo'), '{"percent": 10, "words": "x"}') $$, 'NGERR', 'wrong-state', 'report__ends_the_work');
select tap.be('thuky');
select is((select array[j ->> 'state', j ->> 'percent'] from app.task_return(pg_temp.task('Báo cáo'), '{"words": "Thiếu phụ lục"}') j), array['doing', '40'], 'return__with_a_reason_goes_on_from_where_it_was');
select tap.be('xa2.lanhdao');
select app.task_report(pg_temp.task('Báo cáo'), '{"words": "Đã bổ sung"}');
select tap.be('thuky');
select is((select array[j ->> 'state', j ->> 'column', j ->> 'late', j ->> 'may'] from app.task_confirm(pg_temp.task('Báo cáo'), '{}') j), array['done', 'done', 'false', '[]'], 'confirm__ends_it');
select throws_ok($$ select app.task_change(pg_temp.task('Báo cáo'), null, '{"title": "x"}') $$, 'NGERR', 'wrong-state', 'done__is_not_changed');
select is((select jsonb_agg(s ->> 'kind') from app.task_get(pg_temp.task('Báo cáo')) j, jsonb_array_elements(j -> 'steps') s),
    '["made", "accepted", "progress", "extension_asked", "extension_granted", "changed", "chased", "reported", "returned", "reported", "confirmed"]', 'task__shows_all_that_became_of_it (rule 35)');

-- the board and reminders, by working days
select tap.back();
update app.task set due_on = app.today() - 2 where id = pg_temp.task('Rà soát');
select tap.be('thuky');
select is((select array[j #>> '{counts,overdue}', j #>> '{counts,done}', j #>> '{by_unit,0,unit,name}'] from m, app.task_board('given', m.id, null) j), array['1', '1', 'Xã Bình Minh'], 'board__counts_by_column_and_unit');
select is((select x ->> 'days_over' from m, app.task_list('given', 'overdue', null, null, m.id, null, null, null) j, jsonb_array_elements(j -> 'items') x), '2', 'list__says_how_many_days_over');
select tap.back();
select is(app.working_day_after('2026-09-01', 3), '2026-09-07', 'days__a_holiday_and_a_weekend_are_no_working_days');
update app.task set created_at = now() - interval '30 days';
delete from app.notice where kind in ('task_due', 'task_overdue');
create temp table eight as select ((d::date + time '08:05') at time zone app.zone()) as at from generate_series(app.today(), app.today() + 6, '1 day') d where not app.day_is_off(d::date) limit 1;
update app.task set due_on = app.working_day_after((select app.civil_date(at) from eight), 3) where id = pg_temp.task('Chuẩn bị hồ sơ');
select is((select app.task_reminders_make(at - interval '1 hour') from eight), 0, 'reminder__not_before_eight');
select app.task_reminders_make(at) from eight;
select is((select array_agg(n.kind order by n.kind) from app.notice n where n.task_id = pg_temp.task('Chuẩn bị hồ sơ') and n.kind like 'task_%due'), array['task_due'], 'reminder__three_working_days_before');
select is((select count(*) from app.notice n where n.task_id = pg_temp.task('Rà soát') and n.kind = 'task_overdue' and n.person_id in (tap.id('xa.lanhdao'), tap.id('chutri'), tap.id('thuky'))), 3::bigint, 'reminder__overdue_to_those_who_do_it_and_those_who_gave_it');
select is((select app.task_reminders_make(at) from eight), 0, 'reminder__once');
