-- SPDX-License-Identifier: GPL-3.0-or-later
-- Sub-items, and restricted items that are there for their circle only (E3, rules 21, 24).

create temp table m as select (tap.as_json('thuky', format('select app.meeting_create(%L)', jsonb_build_object('title', 'Họp kín một phần', 'starts_at', now() + interval '2 days'))) ->> 'id')::uuid as id;
create temp table d as select 0 as n, tap.document('thuky', 'Báo cáo chung') as id union all select 1, tap.document('thuky', 'Đề án nhân sự tuyệt đối riêng');
grant select on m, d to nghisu_app;
select tap.version('thuky', id, 1) from d;
select tap.be('thuky');
select app.meeting_change(id, 1, jsonb_build_object('chair_id', tap.id('chutri'))) from m;
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.unit('BM.VH'), 'role', 'guest')))) from m;
create temp table e as select (app.meeting_get(id) ->> 'edit_version')::bigint as v from m;
grant select on e to nghisu_app;

-- sub-items
select throws_ok($$ select app.agenda_set(m.id, v, '{"items": [{"title": "a", "level": 1}]}') from m, e $$, 'NGERR', 'wrong-value', 'sub_item__follows_the_item_it_belongs_to');
select throws_ok($$ select app.agenda_set(m.id, v, '{"items": [{"title": "a", "circle": ["00000000-0000-0000-0000-000000000000"]}]}') from m, e $$, 'NGERR', 'conflict', 'circle__only_of_a_restricted_item');
select throws_ok($$ select app.agenda_set(m.id, v, '{"items": [{"title": "a", "restricted": true, "circle": ["00000000-0000-0000-0000-000000000000"]}]}') from m, e $$, 'NGERR', 'unknown-reference', 'circle__of_somebody');
create temp table a as select app.agenda_set(m.id, v, jsonb_build_object('items', jsonb_build_array(
    jsonb_build_object('title', 'Kinh tế', 'minutes', 30),
    jsonb_build_object('title', 'Nhân sự riêng', 'minutes', 20, 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao'), tap.id('nguoila')),
        'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 1), 'version', 1))),
    jsonb_build_object('title', 'Phương án riêng', 'level', 1),
    jsonb_build_object('title', 'Văn hóa', 'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 0), 'version', 1))),
    jsonb_build_object('title', 'Lễ hội', 'level', 1),
    jsonb_build_object('title', 'Chi riêng', 'level', 1, 'restricted', true, 'circle', jsonb_build_array(tap.unit('BM.VH'))),
    jsonb_build_object('title', 'Thư viện', 'level', 1)))) as j from m, e;
grant select on a to nghisu_app;
select is((select jsonb_agg(x -> 'level') from a, jsonb_array_elements(j -> 'items') x), '[0, 0, 1, 0, 1, 1, 1]', 'sub_item__stands_below_its_item');
select is((select jsonb_agg(x -> 'restricted') from a, jsonb_array_elements(j -> 'items') x), '[false, true, true, false, false, true, false]', 'sub_item__of_a_restricted_item_is_restricted_too (rule 24)');
select app.meeting_publish(id) from m;
select is((select jsonb_agg(x ->> 'number') from m, app.agenda_get(id) g, jsonb_array_elements(g -> 'items') x), '["1", "R1", "R1.1", "2", "2.1", "R2", "2.2"]', 'numbers__of_restricted_items_run_apart (rules 21, 24)');
create temp table i as select ord as n, (x ->> 'id')::uuid as id from a, jsonb_array_elements(j -> 'items') with ordinality l (x, ord);
grant select on i to nghisu_app;

-- who sees what
select tap.be('xa2.lanhdao');
select is((select jsonb_agg(array[x ->> 'position', x ->> 'number', x ->> 'title']) from m, app.agenda_get(id) g, jsonb_array_elements(g -> 'items') x),
    '[["1", "1", "Kinh tế"], ["2", "2", "Văn hóa"], ["3", "2.1", "Lễ hội"], ["4", "2.2", "Thư viện"]]', 'restricted__leaves_no_gap_in_the_agenda_of_others (rule 24)');
select is((select jsonb_build_array(g -> 'items', g -> 'papers') from m, app.meeting_get(id) g), '[4, 1]', 'restricted__is_not_counted (rule 24)');
select is((select count(*) from app.agenda_item), 4::bigint, 'restricted__no_condition_shows_more (A4)');
select is((select count(*) from app.paper), 1::bigint, 'restricted__nor_their_papers');
select is((select count(*) from app.item_circle), 0::bigint, 'circle__is_known_to_those_who_prepare');
select is_empty('select app.document_get(id) from d where n = 1', 'restricted__its_paper_is_not_there');
select isnt_empty('select app.document_get(id) from d where n = 0', 'restricted__the_other_is');
select is_empty($$ select app.item_comment_create(id, '{"kind": "comment", "audience": "all", "body": "x"}') from i where n = 2 $$, 'restricted__nothing_is_said_of_it_by_others');
select is_empty($$ select app.item_note_set(id, '{"body": "x"}') from i where n = 2 $$, 'restricted__nor_noted');
select is((select jsonb_array_length(app.home_get() -> 'to_read')), 1, 'restricted__not_on_the_home_page');
select is((select count(*) from m, app.pack_list() p, jsonb_array_elements(p -> 'items') x), 1::bigint, 'restricted__not_in_the_pack');
select tap.be('xa.lanhdao');
select is((select jsonb_agg(x ->> 'number') from m, app.agenda_get(id) g, jsonb_array_elements(g -> 'items') x), '["1", "R1", "R1.1", "2", "2.1", "2.2"]', 'restricted__is_there_for_its_circle');
select is((select jsonb_agg(x -> 'circle') from m, app.agenda_get(id) g, jsonb_array_elements(g -> 'items') x where x ->> 'number' = 'R1'), '[[]]', 'circle__is_not_told_to_itself');
select isnt_empty('select app.document_get(id) from d where n = 1', 'restricted__its_paper_is_read_by_the_circle');
select is((select count(*) from m, app.pack_list() p, jsonb_array_elements(p -> 'items') x), 2::bigint, 'restricted__in_the_pack_of_the_circle');
select app.item_comment_create(id, '{"kind": "comment", "audience": "all", "body": "Thống nhất riêng"}') from i where n = 2;
select tap.be('xa.phong');
select is((select jsonb_agg(x ->> 'number') from m, app.agenda_get(id) g, jsonb_array_elements(g -> 'items') x), '["1", "2", "2.1", "R2", "2.2"]', 'circle__a_unit_stands_for_its_people');
select is((select app.item_comment_list(id) -> 'items' from m), '[]', 'restricted__what_is_said_of_it_stays_in_the_circle');
select tap.be('nguoila');
select is_empty('select app.meeting_get(id) from m', 'circle__makes_nobody_a_member');
select throws_ok('select app.items_seen(id) from m', '42501', null, 'items__are_told_by_what_asks_for_the_meeting_first');
select is_empty('select app.document_get(id) from d where n = 1', 'circle__nor_a_reader, who is not in the meeting');

-- it is changed
select tap.be('thuky');
select throws_ok($$ select app.agenda_item_change(id, jsonb_build_object('circle', jsonb_build_array(tap.id('xa2.lanhdao')))) from i where n = 3 $$, 'NGERR', 'conflict', 'circle__of_a_sub_item_is_its_items');
select app.agenda_item_change(id, jsonb_build_object('circle', jsonb_build_array(tap.id('xa2.lanhdao')))) from i where n = 2;
select tap.be('xa.lanhdao');
select is((select count(*) from app.agenda_item where number like 'R%'), 0::bigint, 'circle__who_left_it_sees_nothing_more');
select is_empty('select app.document_get(id) from d where n = 1', 'circle__nor_its_papers');
select tap.be('xa2.lanhdao');
select is((select count(*) from app.agenda_item where number like 'R%'), 2::bigint, 'circle__who_came_in_sees_it_with_its_sub_items');
select tap.be('thuky');
create temp table before as select revision from app.meeting x, m where x.id = m.id;
select is((select x ->> 'number' from m, app.agenda_item_create(m.id, '{"title": "Phát sinh riêng", "restricted": true}') g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Phát sinh riêng'), 'R3', 'late__restricted_is_numbered_apart (rule 21)');
select is((select x ->> 'number' from m, app.agenda_item_create(m.id, '{"title": "Phát sinh"}') g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Phát sinh'), '3', 'late__leaves_no_gap');
select is((select x.revision - b.revision from app.meeting x, m, before b where x.id = m.id), 1::bigint, 'restricted__its_event_does_not_reach_the_others (rule 24)');
-- late items below others (rule 21): i's 4 is "2" with sub-items 2.1, R2, 2.2; i's 2 is R1 with R1.1
create temp table shown as select (x ->> 'id')::uuid as id, x ->> 'number' as number from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') x;
create temp table ranked as select x ->> 'number' as number, ord from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') with ordinality l (x, ord);
select throws_ok($$ select app.agenda_item_create(m.id, jsonb_build_object('title', 'x', 'parent_id', i.id)) from m, i where i.n = 5 $$, 'NGERR', 'wrong-value', 'late_sub_item__not_below_a_sub_item');
select throws_ok($$ select app.agenda_item_create(m.id, jsonb_build_object('title', 'x', 'parent_id', m.id)) from m $$, 'NGERR', 'unknown-reference', 'late_sub_item__below_an_item_of_the_meeting');
select throws_ok($$ select app.agenda_item_create(m.id, jsonb_build_object('title', 'x', 'parent_id', i.id, 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')))) from m, i where i.n = 2 $$,
    'NGERR', 'conflict', 'late_sub_item__of_a_restricted_item_has_its_circle (rule 24)');
select app.agenda_item_create(m.id, jsonb_build_object('title', 'Bảo tàng', 'parent_id', i.id, 'minutes', 5)) from m, i where i.n = 4;
select app.agenda_item_create(m.id, jsonb_build_object('title', 'Thẩm tra riêng', 'parent_id', i.id)) from m, i where i.n = 2;
select app.agenda_item_create(m.id, jsonb_build_object('title', 'Kinh tế số', 'parent_id', i.id)) from m, i where i.n = 1;
select app.agenda_item_create(m.id, jsonb_build_object('title', 'Chi riêng nữa', 'parent_id', i.id, 'restricted', true)) from m, i where i.n = 4;
select is((select jsonb_agg(x ->> 'number') from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') x), '["1", "1.1", "R1", "R1.1", "R1.2", "2", "2.1", "R2", "2.2", "2.3", "R4", "R3", "3"]',
    'late_sub_item__stands_last_below_its_item_numbered_on (rule 21)');
select is((select jsonb_agg(array[x ->> 'title', x ->> 'late', x ->> 'level', x ->> 'restricted']) from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') x where x ->> 'number' in ('1.1', 'R1.2', '2.3', 'R4')),
    '[["Kinh tế số", "true", "1", "false"], ["Thẩm tra riêng", "true", "1", "true"], ["Bảo tàng", "true", "1", "false"], ["Chi riêng nữa", "true", "1", "true"]]', 'late_sub_item__is_late_and_of_its_item');
select is_empty($$ select s.id from shown s join app.agenda_item x using (id) where x.number is distinct from s.number $$, 'late_sub_item__changes_nobodys_number (rule 21)');
select is((select jsonb_agg(x ->> 'number' order by ord) from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') with ordinality l (x, ord) where x ->> 'number' in (select r.number from ranked r)),
    (select jsonb_agg(r.number order by r.ord) from ranked r), 'late_sub_item__reorders_nobody (rule 21)');
select tap.be('xa.lanhdao');
select is((select jsonb_agg(x ->> 'number') from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') x), '["1", "1.1", "2", "2.1", "2.2", "2.3", "3"]', 'late_sub_item__of_a_restricted_item_is_not_there_for_others (rule 24)');
select throws_ok($$ select app.agenda_item_create(m.id, jsonb_build_object('title', 'x', 'parent_id', i.id)) from m, i where i.n = 1 $$, 'NGERR', 'not-allowed', 'late_sub_item__is_for_those_who_prepare');
select tap.back();
update app.meeting_ical c set changed_at = '2020-01-01' from m where c.meeting_id = m.id;
select tap.be('thuky');
select app.agenda_item_change(id, '{"title": "Kỷ luật ông A"}') from i where n = 2;
select app.agenda_item_change(id, '{"title": "Nhân sự riêng"}') from i where n = 2;
select tap.back();
select is((select count(*) from app.meeting_ical c, m where c.meeting_id = m.id and c.changed_at > '2020-01-02'), 0::bigint, 'restricted__acts_leave_no_time_in_the_calendars_of_others (rule 24)');
select tap.be('thuky');
select app.agenda_item_change(id, '{"restricted": false}') from i where n = 2;
select tap.back();
select is((select count(*) from app.meeting_ical c, m where c.meeting_id = m.id and c.changed_at > '2020-01-02'), 1::bigint, 'calendar__learns_of_what_all_are_told');
select tap.be('xa2.lanhdao');
select is((select count(*) from m, app.agenda_change_list(m.id) l where l::text like '%Kỷ luật%'), 0::bigint, 'restricted__opened_it_does_not_tell_what_it_was_called_before (rule 24)');
select tap.be('xa.phong');
select is((select count(*) from app.agenda_item where title in ('Nhân sự riêng', 'Phương án riêng')), 2::bigint, 'restricted__opened_to_all_is_there_for_all, with its sub-items');
select isnt_empty('select app.document_get(id) from d where n = 1', 'restricted__and_its_papers');
select tap.back();
select is((select count(*) from app.audience a where a.name = 'Họp kín một phần'), 5::bigint, 'circle__its_set_goes_with_it'); -- the meeting, its preparers, three restricted items

-- the meeting stands on it
select tap.be('chutri');
select app.meeting_start(id) from m;
select app.meeting_current(m.id, jsonb_build_object('item_id', i.id)) from m, i where i.n = 6;
select isnt((select app.meeting_get(id) ->> 'current_item_id' from m), null, 'current__is_told_to_those_who_see_it');
select tap.back();
select is((select app.meeting_step_patch(id, array(select i.id from i)) -> 'current_item_id' from m), 'null', 'current__the_patch_to_all_does_not_name_it (rule 24)');
select is((select jsonb_array_length(app.meeting_step_patch(id, array(select i.id from i)) -> 'items') from m), 6, 'current__nor_its_time');
select tap.be('xa2.lanhdao');
select is((select jsonb_build_array(g -> 'current_item_id', g -> 'current_since') from m, app.meeting_get(id) g), '[null, null]', 'current__is_nothing_for_the_others');

-- a draft with one is taken away whole
create temp table m2 as select (tap.as_json('thuky', $$ select app.meeting_create('{"title": "Bỏ", "starts_at": "2030-03-05T01:00:00Z"}') $$) ->> 'id')::uuid as id;
grant select on m2 to nghisu_app;
select tap.be('thuky');
select app.agenda_set(id, 1, jsonb_build_object('items', jsonb_build_array(jsonb_build_object('title', 'a', 'restricted', true), jsonb_build_object('title', 'b', 'level', 1)))) from m2;
-- rearranged: what was the sub-item stands first, by itself
select is((select jsonb_agg(x -> 'restricted') from m2, app.agenda_get(m2.id) g, app.agenda_set(m2.id, (g ->> 'edit_version')::bigint, jsonb_build_object('items', jsonb_build_array(
    jsonb_build_object('id', g #> '{items,1,id}', 'title', 'b'), jsonb_build_object('id', g #> '{items,0,id}', 'title', 'a', 'restricted', true)))) s, jsonb_array_elements(s -> 'items') x),
    '[false, true]', 'sub_item__taken_out_of_a_restricted_item_is_what_it_is_said_to_be');
select app.meeting_delete(id) from m2;
select tap.back();
select is((select count(*) from app.audience a where a.name = 'Bỏ'), 0::bigint, 'circle__goes_with_a_deleted_draft');
