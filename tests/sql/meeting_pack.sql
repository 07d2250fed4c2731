-- SPDX-License-Identifier: GPL-3.0-or-later
-- The meeting pack (E8, rules 21, 24, B13): numbers for good, one pack for the same rights, nothing in it that is not for its reader.

-- a newer version
select is(app.page_labels_follow('{1,2,3}', '{1,null,2,3,null}', '{1,2,3}'), '{1,1a,2,3,3a}', 'number__of_a_page_inserted_follows_its_neighbour');
select is(app.page_labels_follow('{12,13}', '{null,1,null,null,2}', '{12,13}'), '{12a,12,12b,12c,13}', 'number__of_a_page_put_first_too');
select is(app.page_labels_follow('{1,1a,2}', '{1,null,3}', '{1,1a,2,2a}'), '{1,1b,2}', 'number__once_given_is_not_given_to_another_page');
select is(app.page_labels_follow('{R1-1,R1-2}', '{1,2,null}', '{R1-1,R1-2}'), '{R1-1,R1-2,R1-2a}', 'number__of_a_restricted_item_too');
select is(array[app.page_letters(1), app.page_letters(26), app.page_letters(27), app.page_letters(703)], '{a,z,aa,aaa}', 'letters__go_on_after_z');

create temp table m as select (tap.as_json('thuky', format('select app.meeting_create(%L)', jsonb_build_object('title', 'Họp có bộ tài liệu', 'starts_at', now() + interval '2 days'))) ->> 'id')::uuid as id;
create temp table d as select n, (tap.as_json('thuky', format('select app.document_create(%L)', jsonb_strip_nulls(jsonb_build_object('type', 'QĐ', 'subject', 'Tài liệu ' || n,
    'secrecy', case n when 2 then 'secret' end)))) ->> 'id')::uuid as id from generate_series(0, 3) n;
grant select on m, d to nghisu_app;
select tap.version('thuky', id, 1) from d;
select tap.be('thuky');
select app.meeting_change(id, 1, jsonb_build_object('chair_id', tap.id('chutri'))) from m;
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
create temp table e as select (app.meeting_get(id) ->> 'edit_version')::bigint as v from m;
grant select on e to nghisu_app;
create temp table a as select app.agenda_set(m.id, v, jsonb_build_object('items', jsonb_build_array(
    jsonb_build_object('title', 'Chung', 'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 0), 'version', 1))),
    jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')), 'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 1), 'version', 1))),
    jsonb_build_object('title', 'Mật', 'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 2), 'version', 1)))))) as j from m, e;
grant select on a to nghisu_app;
select throws_ok($$ select app.meeting_pack_ask(id, '{}') from m $$, 'NGERR', 'wrong-state', 'pack__not_of_a_draft');
select app.meeting_publish(id) from m;
select tap.back();
set constraints all immediate;
select is((select jsonb_agg(to_jsonb(g.labels) order by d.n) from d join app.meeting_pack_page g on g.document_id = d.id), '[["1", "2", "3"], ["R1-1", "R1-2", "R1-3"], ["4"]]',
    'number__is_given_at_publishing, of a restricted item apart, one of what is secret (rules 21, 24)');

-- who gets what
create function pg_temp.ask(account text) returns jsonb language sql as $$ select tap.as_json(account, 'select app.meeting_pack_ask(id, ''{}'') from m') $$;
create temp table p as select pg_temp.ask('xa.lanhdao') as circle, pg_temp.ask('xa2.lanhdao') as other, pg_temp.ask('chutri') as chair;
select is((select circle ->> 'hash' from p), (select chair ->> 'hash' from p), 'pack__is_shared_by_the_same_rights');
select isnt((select circle ->> 'hash' from p), (select other ->> 'hash' from p), 'pack__of_others_is_another (rule 24)');
select is((select jsonb_build_array(circle -> 'papers', circle -> 'pages_total', other -> 'papers', other -> 'pages_total', other -> 'state') from p), '[3, 7, 2, 4, "queued"]', 'pack__counts_what_its_reader_sees');
select tap.back();
select is((select count(*) from p, app.meeting_pack x where x.hash = other ->> 'hash' and (x.contents::text like '%Riêng%' or x.contents::text like '%R1%' or x.contents::text like '%Tài liệu 1%')), 0::bigint, 'contents__nothing_of_a_restricted_item (rule 24)');
select is((select count(*) from p, app.meeting_pack x where x.hash = other ->> 'hash' and x.contents::text like '%Tài liệu 2%'), 0::bigint, 'contents__a_secret_paper_without_its_title (B13)');
select tap.be('nguoila');
select is_empty('select app.meeting_pack_get(id) from m', 'pack__is_not_there_for_a_stranger');
select is_empty($$ select app.meeting_pack_ask(id, '{}') from m $$, 'pack__nor_to_be_asked_for');
select is_empty('select app.meeting_pack_file(id) from m', 'pack__nor_to_be_taken');
select throws_ok('select count(*) from app.meeting_pack', '42501', null, 'pack__tables_tell_nobody_anything');
select throws_ok('select count(*) from app.meeting_pack_page', '42501', null, 'pack__nor_which_numbers_there_are');
select throws_ok('select app.meeting_pack_claim()', '42501', null, 'builder__is_the_owners_alone');

-- changes
select tap.back();
select tap.as_json('thuky', format('select app.version_store(%L, %L)', id, jsonb_build_object('number', 2, 'commit', 'c2', 'sha256', repeat('b', 64), 'bytes', 9,
    'media', 'application/pdf', 'filename', 'a.pdf', 'pages', 5, 'note', '', 'oid', 'o2', 'path', 'content/main.pdf', 'attachments', '[]'::jsonb))) from d where n = 0;
select tap.be('thuky');
select app.paper_change(p.id, '{"version": 2}') from app.paper p join d on d.id = p.document_id where d.n = 0;
select is((select jsonb_build_array(app.meeting_pack_get(id) -> 'state', app.meeting_pack_get(id) -> 'changed') from m), '["none", false]', 'pack__nothing_was_asked_by_me');
select tap.be('xa2.lanhdao');
select is((select jsonb_build_array(app.meeting_pack_get(id) -> 'state', app.meeting_pack_get(id) -> 'changed') from m), '["none", true]', 'pack__a_newer_one_is_due');
select is((select changed from m, app.meeting_pack_file(id)), true, 'pack__the_old_one_is_not_given_any_more');
select tap.back();
select is((select jsonb_agg(jsonb_build_array(c.old_number, c.new_number, c.pages)) from m, app.meeting_pack_changed(m.id) c), '[[1, 2, 5]]', 'number__what_is_to_be_compared');
select tap.be('xa2.lanhdao');
select is((select app.meeting_pack_ask(m.id, jsonb_build_object((select x ->> 'id' from a, jsonb_array_elements(j -> 'items') with ordinality l (x, n) where n = 1) || '/' || (select id from d where n = 0), '[1, null, 2, 3, null]'::jsonb)) -> 'pages_total' from m), '6', 'pack__with_the_newer_version');
select tap.back();
select is((select to_jsonb(g.labels) from d join app.meeting_pack_page g on g.document_id = d.id where d.n = 0 and g.version = 2), '["1", "1a", "2", "3", "3a"]', 'number__12a_is_inserted_and_the_rest_stays');
select tap.be('thuky');
select app.paper_create((x ->> 'id')::uuid, jsonb_build_object('document_id', (select id from d where d.n = 3), 'version', 1)) from a, jsonb_array_elements(j -> 'items') with ordinality l (x, n) where l.n = 1;
select app.meeting_pack_ask(id, '{}') from m;
select tap.back();
select is((select to_jsonb(g.labels) from d join app.meeting_pack_page g on g.document_id = d.id where d.n = 3), '["5", "6", "7"]', 'number__of_a_late_paper_goes_on_at_the_end (rule 21)');
update app.paper p set state = 'returned', reason = 'x' from d where d.id = p.document_id and d.n = 0;
select is((select app.meeting_pack_unused(id) from m), '["1", "1a", "2", "3", "3a"]', 'number__of_what_is_gone_is_not_used_again, and said');

-- the builder
select is((select count(*) from app.meeting_pack_claim()), 1::bigint, 'builder__takes_one');
select is((select count(*) from app.meeting_pack x where x.state = 'running'), 1::bigint, 'builder__which_then_runs');
select is((select app.meeting_pack_beat(x.hash, 2) from app.meeting_pack x where x.state = 'running'), true, 'builder__says_how_far');
update app.meeting_pack set beat_at = now() - interval '1 minute' where state = 'running';
update app.meeting_pack set asked_at = now() + interval '1 hour' where state = 'queued';
create temp table c as select hash from app.meeting_pack where state = 'running';
select is((select hash from app.meeting_pack_claim()), (select hash from c), 'builder__takes_up_what_a_dead_server_left');
select app.meeting_pack_end(hash, '{"state": "done", "bytes": 5, "sha256": "x"}') from c;
select is((select count(*) from c join app.meeting_pack_kept(30) k on k = c.hash), 1::bigint, 'pack__done_is_kept');
update app.meeting_pack x set asked_at = now() - interval '40 days' from c where x.hash = c.hash;
select is((select count(*) from c join app.meeting_pack_kept(30) k on k = c.hash), 0::bigint, 'pack__nobody_asked_for_in_a_month_goes');
