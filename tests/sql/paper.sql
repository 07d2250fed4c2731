-- SPDX-License-Identifier: GPL-3.0-or-later
-- E5, rules 10 and 12: papers asked of a unit, submitted, approved, returned; members see only what is approved.

create temp table d as select tap.document('xa.phong', 'Báo cáo của xã') as id;
select tap.version('xa.phong', id, 1) from d;
create temp table m as select tap.meeting(null, 0) as id;
select tap.back();
create temp table i as select x.id from app.agenda_item x, m where x.meeting_id = m.id and x.position = 1;
grant select on d, m, i to nghisu_app;

-- asked of nobody: nothing is told
select tap.be('xa.phong');
select is(app.home_get() -> 'to_prepare', '[]', 'request__none_before_it_is_asked');
select is_empty(format('select app.paper_submit(%L, %L)', (select id from i), jsonb_build_object('document_id', (select id from d), 'version', 1)), 'submit__an_item_not_asked_of_me_is_not_there (A4)');

-- the secretary asks the commune
select tap.be('thuky');
select throws_ok(format('select app.agenda_item_change(%L, %L)', id, jsonb_build_object('papers_due_at', now() + interval '1 day')), 'NGERR', 'conflict', 'request__is_asked_of_a_unit') from i;
select app.agenda_item_change(id, jsonb_build_object('presenting_unit_id', tap.unit('BM'), 'papers_due_at', now() + interval '1 day')) from i;
select tap.be('xa.phong');
select is(app.home_get() #>> '{to_prepare,0,title}', 'Mục một', 'request__is_on_the_home_page_of_the_units_people');
select is_empty('select app.meeting_get(id) from m', 'request__does_not_open_the_draft (E5)');
select tap.be('xa2.lanhdao');
select is(app.home_get() -> 'to_prepare', '[]', 'request__is_not_told_to_other_units');
select is_empty(format('select app.paper_submit(%L, %L)', (select id from i), jsonb_build_object('document_id', (select id from d), 'version', 1)), 'submit__not_by_other_units');

-- submit
select tap.be('xa.lanhdao');
select throws_ok(format('select app.paper_submit(%L, %L)', (select id from i), jsonb_build_object('document_id', (select id from d), 'version', 1)), 'NGERR', 'unknown-reference', 'submit__only_what_one_sees');
select tap.be('thuky');
select is_empty('select app.version_get(id, 1) from d', 'paper__is_not_read_by_the_secretary_before_it_is_submitted');
select tap.be('xa.phong');
select is((select app.paper_submit((select id from i), jsonb_build_object('document_id', id, 'version', 1)) #>> '{papers,0,state}' from d), 'submitted', 'submit__waits_for_approval');
select tap.be('thuky');
select isnt_empty('select app.version_get(id, 1) from d', 'paper__submitted_is_read_by_the_secretary');
select is(app.home_get() #>> '{to_approve,0,papers}', '1', 'home__says_that_papers_wait_for_approval');
select is((select app.agenda_get(id) #>> '{items,0,papers,0,submitted_by,full_name}' from m), 'Vũ Công Văn', 'paper__says_who_submitted_it');
select app.meeting_publish(id) from m;
select tap.be('xa.lanhdao');
select is((select app.agenda_get(id) #> '{items,0,papers}' from m), '[]', 'paper__submitted_is_not_shown_to_members (E5)');
select is((select app.meeting_get(id) ->> 'papers' from m), '0', 'paper__nor_counted');
select is_empty('select app.version_get(id, 1) from d', 'paper__nor_read');
select is(app.home_get() -> 'to_read', '[]', 'paper__nor_to_be_read');
select is((select count(*) from app.paper), 0::bigint, 'paper__nor_in_the_table_for_them');
select is_empty(format('select app.paper_approve(%L)', gen_random_uuid()), 'approve__of_no_paper');
select tap.back();
create temp table p as select x.id from app.paper x, i where x.item_id = i.id;
grant select on p to nghisu_app;
select tap.be('xa.lanhdao');
select throws_ok('select app.paper_approve(id) from p', 'NGERR', 'not-allowed', 'approve__not_by_a_member');

-- return, mend, approve
select tap.be('thuky');
select throws_ok($$ select app.paper_return(id, '{"reason": " "}') from p $$, 'NGERR', 'missing-field', 'return__only_with_a_reason');
select is((select app.paper_return(id, '{"reason": "Thiếu phụ lục"}') #>> '{items,0,papers,0,state}' from p), 'returned', 'return__with_a_reason');
select throws_ok('select app.paper_approve(id) from p', 'NGERR', 'wrong-state', 'approve__not_what_was_returned');
select is_empty('select app.version_get(id, 1) from d', 'paper__returned_is_no_longer_read_by_the_secretary');
select tap.version('xa.phong', id, 2) from d;
select tap.be('xa.phong');
select is(app.home_get() #>> '{to_prepare,0,papers,0,reason}', 'Thiếu phụ lục', 'return__tells_the_unit_why');
select is(app.home_get() #>> '{to_prepare,0,papers,0,newer_version}', '2', 'return__the_mended_version_is_offered');
select app.paper_submit((select id from i), jsonb_build_object('document_id', id, 'version', 2)) from d;
select tap.be('thuky');
select is((select app.paper_approve(id) #>> '{items,0,papers,0,state}' from p), 'approved', 'approve__what_was_mended');
select throws_ok('select app.paper_approve(id) from p', 'NGERR', 'wrong-state', 'approve__once');
select tap.be('xa2.lanhdao');
select is_empty('select app.version_get(id, 2) from d', 'paper__approved_is_not_read_outside_the_meeting');
select tap.be('xa.lanhdao');
select is((select app.agenda_get(id) #>> '{items,0,papers,0,version}' from m), '2', 'paper__approved_is_shown_to_members');
select isnt_empty('select app.version_get(id, 2) from d', 'paper__approved_is_read_by_members');
select is((select app.agenda_get(id) #>> '{items,0,papers,0,late}' from m), 'true', 'paper__approved_after_publishing_is_late');
select is((select app.agenda_get(id) #> '{items,0,papers,0,submitted_by}' from m), 'null', 'paper__who_submitted_it_is_for_those_who_prepare');

-- a changed approved paper asks for approval again; members read the approved one meanwhile
select tap.version('xa.phong', id, 3) from d;
select tap.be('xa.phong');
select throws_ok(format('select app.paper_submit(%L, %L)', (select id from i), jsonb_build_object('document_id', (select id from d), 'version', 2)), 'NGERR', 'duplicate', 'submit__not_what_is_approved_already');
select app.paper_submit((select id from i), jsonb_build_object('document_id', id, 'version', 3)) from d;
select tap.be('xa.lanhdao');
select is((select app.agenda_get(id) #>> '{items,0,papers,0,version}' from m), '2', 'change__members_read_the_approved_version (rule 12)');
select is_empty('select app.version_get(id, 3) from d', 'change__and_not_the_proposed_one');
select tap.be('thuky');
select is((select app.agenda_get(id) #>> '{items,0,papers,0,proposed_version}' from m), '3', 'change__waits_for_approval');
select is((select app.paper_return(id, '{"reason": "Giữ bản trước"}') #>> '{items,0,papers,0,state}' from p), 'approved', 'change__returned_leaves_what_was_approved');
select tap.be('xa.phong');
select app.paper_submit((select id from i), jsonb_build_object('document_id', id, 'version', 3)) from d;
select tap.be('thuky');
select is((select app.paper_approve(id) #>> '{items,0,papers,0,version}' from p), '3', 'change__approved_takes_its_place (rule 10)');

-- nobody approves their own
select tap.as_json('thuky', format('select app.agenda_item_change(%L, %L)', id, jsonb_build_object('presenting_unit_id', tap.unit('VP')))) from i;
create temp table own as select tap.document('thuky', 'Tờ trình của văn phòng') as id;
grant select on own to nghisu_app;
select tap.version('thuky', id, 1) from own;
select tap.be('thuky');
select app.paper_submit((select id from i), jsonb_build_object('document_id', id, 'version', 1)) from own;
select throws_ok(format('select app.paper_approve(%L)', (select x.id from app.paper x, own where x.document_id = own.id)), 'NGERR', 'not-allowed', 'approve__nobody_their_own');
select is(app.home_get() -> 'to_approve', '[]', 'home__asks_nobody_to_approve_their_own');
select tap.be('chutri');
select is(app.home_get() #>> '{to_approve,0,papers}', '1', 'home__asks_the_chair');

-- over
select app.meeting_start(id) from m;
select app.meeting_end(id) from m;
select throws_ok(format('select app.paper_approve(%L)', (select x.id from app.paper x, own where x.document_id = own.id)), 'NGERR', 'wrong-state', 'approve__not_after_the_end');
select tap.be('thuky');
select throws_ok(format('select app.paper_submit(%L, %L)', (select id from i), jsonb_build_object('document_id', (select id from own), 'version', 1)), 'NGERR', 'wrong-state', 'submit__not_after_the_end');
select is(app.home_get() -> 'to_prepare', '[]', 'request__ends_with_the_meeting');

-- named groups (E11)
select tap.back();
create temp table gd as select n, tap.document('thuky', 'Nhóm ' || n) as id from generate_series(1, 2) n;
grant select on gd to nghisu_app;
select tap.version('thuky', id, 1) from gd;
create temp table gm as select tap.meeting(null, 0) as id;
grant select on gm to nghisu_app;
select tap.be('thuky');
select is((select jsonb_path_query_array(app.agenda_set(gm.id, null, jsonb_build_object('items', jsonb_build_array(jsonb_build_object('title', 'a', 'papers', (
    select jsonb_agg(jsonb_build_object('document_id', gd.id, 'version', 1, 'group', case n when 2 then ' Tài liệu tham khảo ' end) order by n) from gd))))), '$.items[*].papers[*].group') from gm),
    '[null, "Tài liệu tham khảo"]', 'papers__stand_in_named_groups (E11)');
