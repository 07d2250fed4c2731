-- SPDX-License-Identifier: GPL-3.0-or-later
-- Conclusions (F10; rules 24, 34): who writes, who reads, drafts, two who write at once.

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select app.meeting_publish(id) from m;
create temp table i as select (x ->> 'id')::uuid as id, x ->> 'title' as title from m, app.agenda_get(m.id) g, jsonb_array_elements(g -> 'items') x;
grant select on i to nghisu_app;
select throws_ok($$ select app.conclusion_create(id, '{"text": "Sớm"}') from m $$, 'NGERR', 'wrong-state', 'conclusion__not_before_it_starts');
select tap.be('chutri');
select app.meeting_start(id) from m;
create temp table c (name text, j jsonb);

-- who writes
select tap.be('xa.lanhdao');
select throws_ok($$ select app.conclusion_create(id, '{"text": "Tôi kết luận"}') from m $$, 'NGERR', 'not-allowed', 'conclusion__is_written_by_chair_and_secretary');
select tap.be('nguoila');
select is_empty($$ select app.conclusion_create(id, '{"text": "?"}') from m $$, 'conclusion__of_a_meeting_not_seen_is_not_there');
select is_empty('select app.conclusion_list(id) from m', 'conclusions__nor_to_be_read');
select tap.be('thuky');
select throws_ok($$ select app.conclusion_create(id, '{"text": "  "}') from m $$, 'NGERR', 'missing-field', 'conclusion__has_words');
select throws_ok(format($$ select app.conclusion_create(id, '{"text": "a", "item_id": "%s"}') from m $$, gen_random_uuid()), 'NGERR', 'unknown-reference', 'conclusion__of_an_item_that_is_there');
select throws_ok(format($$ select app.conclusion_create(id, '{"text": "a", "lead_unit_id": "%s"}') from m $$, gen_random_uuid()), 'NGERR', 'unknown-reference', 'conclusion__of_a_unit_that_is_there');
select throws_ok(format($$ select app.conclusion_create(id, '{"text": "a", "lead_unit_id": "%1$s", "support_unit_ids": ["%1$s"]}') from m $$, tap.unit('BM')), 'NGERR', 'conflict', 'conclusion__no_unit_supports_itself');

-- drafts are for those who prepare
insert into c select 'a', app.conclusion_create(m.id, jsonb_build_object('text', 'Giao xã', 'draft', true, 'item_id', i.id)) from m, i where i.title = 'Mục một';
select tap.be('xa.lanhdao');
select is((select jsonb_array_length(x -> 'items') from m, app.conclusion_list(m.id) x), 0, 'draft__is_not_there_for_members');
select is((select count(*) from app.conclusion), 0::bigint, 'draft__nor_by_any_condition (A4)');
select tap.back();
select is((select count(*) from app.audit where action like 'conclusion%'), 0::bigint, 'draft__is_no_act_of_the_meeting');
create temp table before as select x.revision from app.meeting x, m where x.id = m.id;
select tap.be('thuky');
select is((select x -> 'items' -> 0 ->> 'text' from m, app.conclusion_list(m.id) x), 'Giao xã', 'draft__is_there_for_those_who_prepare');
insert into c select 'a2', app.conclusion_change((j ->> 'id')::uuid, 1, '{"text": "Giao xã Bình Minh rà soát."}') from c where name = 'a';
select tap.back();
select is((select x.revision - b.revision from app.meeting x, m, before b where x.id = m.id), 0::bigint, 'draft__wakes_nobody_else');

-- stated
select tap.be('chutri');
select throws_ok($$ select app.conclusion_change((j ->> 'id')::uuid, 1, '{"text": "Khác"}') from c where name = 'a' $$, 'NGERR', 'lost-race', 'conclusion__the_later_of_two_writers_is_told');
insert into c select 'a3', app.conclusion_change((j ->> 'id')::uuid, 2, jsonb_build_object('draft', false, 'lead_unit_id', tap.unit('BM'), 'support_unit_ids', jsonb_build_array(tap.unit('TH'), tap.unit('TH')),
    'person_id', tap.id('xa.lanhdao'), 'due_on', '2026-12-31')) from c where name = 'a';
select is((select j -> 'lead_unit' ->> 'name' || '|' || (j -> 'supports' -> 0 ->> 'name') || '|' || jsonb_array_length(j -> 'supports') || '|' || (j -> 'person' ->> 'full_name') || '|' || (j ->> 'due_on')
    from c where name = 'a3'), 'Xã Bình Minh|Xã Tân Hòa|1|Phạm Thị Hoà|2026-12-31', 'conclusion__says_unit_support_person_and_day');
select throws_ok($$ select app.conclusion_change((j ->> 'id')::uuid, 3, '{"draft": true}') from c where name = 'a' $$, 'NGERR', 'conflict', 'conclusion__what_was_stated_was_heard');
select throws_ok($$ select app.conclusion_change((j ->> 'id')::uuid, 3, '{"text": ""}') from c where name = 'a' $$, 'NGERR', 'missing-field', 'conclusion__stated_keeps_words');
select tap.be('xa.lanhdao');
select is((select x -> 'items' -> 0 ->> 'text' || (x ->> 'may_write') from m, app.conclusion_list(m.id) x), 'Giao xã Bình Minh rà soát.false', 'conclusion__stated_is_there_for_members');
select throws_ok($$ select app.conclusion_change((j ->> 'id')::uuid, null, '{"text": "Khác"}') from c where name = 'a' $$, 'NGERR', 'not-allowed', 'conclusion__is_not_changed_by_members');
select tap.back();
select is((select x.revision - b.revision from app.meeting x, m, before b where x.id = m.id), 1::bigint, 'conclusion__stated_is_told_once');
select is((select detail ->> 'conclusion_id' from app.audit where action = 'conclusion-stated'), (select j ->> 'id' from c where name = 'a'), 'conclusion__is_an_act_of_the_meeting');

-- order
select tap.be('thuky');
insert into c select 'b', app.conclusion_create(m.id, jsonb_build_object('text', 'Hai', 'item_id', i.id)) from m, i where i.title = 'Mục một';
insert into c select 'w', app.conclusion_create(m.id, '{"text": "Chung"}') from m;
insert into c select 'd', app.conclusion_create(m.id, jsonb_build_object('text', 'Của mục hai', 'item_id', i.id)) from m, i where i.title = 'Mục hai';
select is((select jsonb_agg(y ->> 'text') from m, c, app.conclusion_place((c.j ->> 'id')::uuid, jsonb_build_object('before_id', (select j ->> 'id' from c where name = 'a'))) x, jsonb_array_elements(x -> 'items') y where c.name = 'b'),
    '["Hai", "Giao xã Bình Minh rà soát.", "Của mục hai", "Chung"]', 'conclusions__in_the_order_of_the_agenda_the_whole_last');
select throws_ok($$ select app.conclusion_place((select (j ->> 'id')::uuid from c where name = 'b'), jsonb_build_object('before_id', (select j ->> 'id' from c where name = 'd'))) $$, 'NGERR', 'unknown-reference', 'place__only_within_its_item');

-- files
select tap.back();
create temp table doc as select tap.document('thuky', 'Phụ lục kết luận') as id;
grant select on doc to nghisu_app;
select tap.version('thuky', id, 1) from doc;
select tap.be('xa.lanhdao');
select is((select count(*) from app.version v, doc where v.document_id = doc.id), 0::bigint, 'file__is_nobody_elses_before');
select tap.be('thuky');
select throws_ok(format($$ select app.conclusion_change((j ->> 'id')::uuid, null, '{"documents": [{"document_id": "%s", "version": 1}]}') from c where name = 'b' $$, gen_random_uuid()), 'NGERR', 'unknown-reference', 'file__one_that_is_there');
insert into c select 'b2', app.conclusion_change((j ->> 'id')::uuid, null, jsonb_build_object('documents', jsonb_build_array(jsonb_build_object('document_id', doc.id, 'version', 1)))) from c, doc where name = 'b';
select tap.be('xa.lanhdao');
select is((select count(*) from app.version v, doc where v.document_id = doc.id), 1::bigint, 'file__of_a_conclusion_is_read_by_who_reads_it');

-- rule 24
select tap.be('thuky');
create temp table r as select (x ->> 'id')::uuid as id from m, app.agenda_item_create(m.id, jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')))) g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Riêng';
grant select on r to nghisu_app;
select tap.back();
update before set revision = (select x.revision from app.meeting x, m where x.id = m.id);
select tap.be('thuky');
insert into c select 'r', app.conclusion_create(m.id, jsonb_build_object('text', 'Kín', 'item_id', r.id, 'documents', jsonb_build_array(jsonb_build_object('document_id', doc.id, 'version', 1)))) from m, r, doc;
select tap.be('xa2.lanhdao');
select is((select count(*) from m, app.conclusion_list(m.id) x, jsonb_array_elements(x -> 'items') y where y ->> 'text' = 'Kín'), 0::bigint, 'conclusion__on_a_restricted_item_stays_in_its_circle (rule 24)');
select is((select count(*) from app.conclusion where text = 'Kín'), 0::bigint, 'conclusion__and_no_condition_shows_more (rule 24)');
select is_empty($$ select app.conclusion_change((j ->> 'id')::uuid, null, '{"text": "?"}') from c where name = 'r' $$, 'conclusion__is_not_there_for_the_others (rule 24)');
select tap.be('xa.lanhdao');
select is((select count(*) from m, app.conclusion_list(m.id) x, jsonb_array_elements(x -> 'items') y where y ->> 'text' = 'Kín'), 1::bigint, 'conclusion__is_there_inside (rule 24)');
select tap.back();
select is((select x.revision - b.revision from app.meeting x, m, before b where x.id = m.id), 0::bigint, 'conclusion__its_event_does_not_leave_the_circle (rule 24)');

-- the end
select tap.be('thuky');
select isnt_empty($$ select app.conclusion_delete((j ->> 'id')::uuid, null) from c where name = 'd' $$, 'conclusion__is_taken_away');
select is_empty($$ select app.conclusion_delete((j ->> 'id')::uuid, null) from c where name = 'd' $$, 'conclusion__and_is_not_there_again');
select tap.be('chutri');
select app.meeting_end(id) from m;
select tap.be('thuky');
select isnt_empty($$ select app.conclusion_create(id, '{"text": "Sau khi kết thúc"}') from m $$, 'conclusion__also_after_it_ended');
select tap.back();
update app.meeting set state = 'closed' where id = (select id from m);
select tap.be('thuky');
select throws_ok($$ select app.conclusion_create(id, '{"text": "Muộn"}') from m $$, 'NGERR', 'wrong-state', 'conclusion__not_after_the_minutes_are_approved (rule 34)');
select throws_ok($$ select app.conclusion_change((j ->> 'id')::uuid, null, '{"text": "Muộn"}') from c where name = 'a' $$, 'NGERR', 'wrong-state', 'conclusion__nor_changed (rule 34)');
