-- SPDX-License-Identifier: GPL-3.0-or-later
-- What changed after publishing, and what of it one has not looked at (E7; rules 21, 24).

create temp table d as select n, tap.document('thuky', 'Tờ trình ' || n) as id from generate_series(1, 2) n;
grant select on d to nghisu_app;
select tap.version('thuky', id, 1) from d;
select tap.version('thuky', id, 2) from d;
create temp table m as select tap.meeting((select id from d where n = 1), 1) as id;
grant select on m to nghisu_app;
create temp table i as select x.id, x.position as n from app.agenda_item x, m where x.meeting_id = m.id;
grant select on i to nghisu_app;
create function pg_temp.kinds(account text) returns jsonb language sql as $$
    select coalesce(jsonb_agg(c ->> 'kind' order by (c ->> 'id')::bigint), '[]') from m, tap.as_json(account, format('select app.agenda_change_list(%L)', m.id)) l, jsonb_array_elements(l -> 'items') c
$$;
create function pg_temp.fresh(account text) returns jsonb language sql as $$
    select coalesce(jsonb_agg(c ->> 'kind' order by (c ->> 'id')::bigint) filter (where (c ->> 'new')::boolean), '[]') from m, tap.as_json(account, format('select app.agenda_change_list(%L)', m.id)) l, jsonb_array_elements(l -> 'items') c
$$;

select tap.be('thuky');
select app.agenda_item_change(id, '{"title": "Mục một, sửa"}') from i where n = 1;
select is(pg_temp.kinds('thuky'), '[]', 'changes__none_before_publishing');
select tap.be('xa2.lanhdao');
select is_empty('select app.agenda_change_list(id) from m', 'changes__not_there_for_those_not_invited');
select is_empty($$ select app.agenda_change_seen(id, '{}') from m $$, 'changes__nor_to_be_looked_at');
select tap.be('thuky');
select app.meeting_publish(id) from m;
select is(pg_temp.kinds('thuky'), '[]', 'changes__publishing_itself_is_none');
select is((select (app.agenda_change_list(id) ->> 'looked')::boolean from m), false, 'look__none_yet');
select tap.be('xa.lanhdao');
select app.agenda_change_seen(id, '{}') from m;

select tap.be('thuky');
select app.agenda_item_change(id, '{"title": "Mục một, sửa lại", "minutes": 25}') from i where n = 1;
select app.agenda_item_change(id, '{"minutes": 25}') from i where n = 1;
select app.agenda_item_create(id, '{"title": "Phát sinh"}') from m;
select app.paper_create(i.id, jsonb_build_object('document_id', d.id, 'version', 1)) from i, d where i.n = 2 and d.n = 2;
select app.paper_change(p.id, '{"version": 2}') from app.paper p, d where p.document_id = d.id and d.n = 1;
select app.meeting_change(m.id, x.edit_version, '{"starts_at": "2031-01-01T01:00:00Z", "place": "Hội trường"}') from m join app.meeting x on x.id = m.id;
select is(pg_temp.kinds('xa.phong'), '["item_changed", "item_added", "paper_added", "paper_version", "time", "place"]', 'changes__all_since_publishing_for_everybody_invited, the same twice once');
select is(pg_temp.fresh('xa.lanhdao'), '["item_changed", "item_added", "paper_added", "paper_version", "time", "place"]', 'changes__new_since_i_looked');
select is(pg_temp.fresh('xa.phong'), '[]', 'changes__nothing_is_marked_for_one_who_never_looked');
select is(pg_temp.fresh('thuky'), '[]', 'changes__ones_own_are_not_news');
select tap.be('xa.lanhdao');
select is((select c - 'id' - 'at' - 'item_id' - 'person' - 'document_id' from m, app.agenda_change_list(m.id) l, jsonb_array_elements(l -> 'items') c where c ->> 'kind' = 'paper_version'),
    '{"kind": "paper_version", "number": "1", "title": "Mục một, sửa lại", "new": true, "fields": [], "subject": "Tờ trình 1", "version": 2, "version_was": 1, "was": null, "is": null}', 'changes__a_newer_version_says_which (rule 10)');
select is((select array[c ->> 'was', c #>> '{fields,0}', c #>> '{fields,1}'] from m, app.agenda_change_list(m.id) l, jsonb_array_elements(l -> 'items') c where c ->> 'kind' = 'item_changed'),
    array['Mục một, sửa', 'title', 'minutes'], 'changes__an_item_says_what_it_was');
select app.agenda_change_seen(m.id, jsonb_build_object('change_id', (select (c ->> 'id')::bigint from m, app.agenda_change_list(m.id) l, jsonb_array_elements(l -> 'items') c where c ->> 'kind' = 'paper_added'))) from m;
select is(pg_temp.fresh('xa.lanhdao'), '["paper_version", "time", "place"]', 'look__up_to_what_was_on_the_screen');
select app.agenda_change_seen(id, '{"change_id": 1}') from m;
select is(pg_temp.fresh('xa.lanhdao'), '["paper_version", "time", "place"]', 'look__never_goes_back');

-- rule 24
select tap.be('thuky');
create temp table late as select x ->> 'id' as id from m, app.agenda_item_create(m.id, jsonb_build_object('title', 'Kín', 'restricted', true)) g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Kín';
select is(jsonb_array_length(pg_temp.kinds('thuky')), 7, 'restricted__its_change_is_there_for_those_who_prepare (rule 24)');
select is(jsonb_array_length(pg_temp.kinds('xa.lanhdao')), 6, 'restricted__and_for_nobody_else (rule 24)');
select is((select count(*) from app.agenda_change), 6::bigint, 'restricted__no_condition_shows_more (A4)');
select tap.be('thuky');
select app.agenda_item_change(id::uuid, '{"restricted": false}') from late;
select is(pg_temp.fresh('xa.lanhdao'), '["paper_version", "time", "place", "item_added"]', 'restricted__opened_to_all_it_is_new_to_all');
select tap.be('xa.phong');
select is((select count(*) from app.meeting_look), 0::bigint, 'look__is_ones_own (A4)');
