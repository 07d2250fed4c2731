-- SPDX-License-Identifier: GPL-3.0-or-later
-- Notes: who sees which of the three audiences, whose they are, and where they stand on each version (C2, C3, C4, rule 13).

create temp table d as select tap.document('xa.lanhdao', 'Dự thảo có ghi chú') as id;
select tap.version('xa.lanhdao', id, 1), tap.version('xa.lanhdao', id, 2) from d;
select tap.grant_to('xa.lanhdao', id, jsonb_build_object('principal_id', tap.unit('BM'), 'version', null, 'right', 'read'),
                                      jsonb_build_object('principal_id', tap.id('thuky'), 'version', null, 'right', 'read'),
                                      jsonb_build_object('principal_id', tap.id('chuyenvien'), 'version', 2, 'right', 'read')) from d;
create temp table other as select tap.document('xa.phong', 'Văn bản khác') as id;
select tap.version('xa.phong', id, 1) from other;

-- a note's body on the document, with what differs
create function pg_temp.body(changes jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('document_id', d.id, 'version', 1, 'page', 2, 'kind', 'highlight', 'audience', 'private', 'colour', 'yellow',
        'exact', 'Điều 5', 'prefix', 'trước', 'suffix', 'sau', 'quads', '[{"x": 1, "y": 2, "w": 3, "h": 4}]'::jsonb) || changes from d
$$;
create function pg_temp.put(account text, note text, changes jsonb default '{}', edition bigint default null) returns jsonb language sql as $$
    select tap.as_json(account, format('select app.note_put(%L, %L, %L)', note, edition, pg_temp.body(changes)))
$$;
create function pg_temp.seen(account text, n integer) returns text[] language plpgsql as $$
declare found text[];
begin
    select array_agg(x ->> 'id' order by x ->> 'id') into found
    from jsonb_array_elements(tap.as_json(account, format('select app.note_list(%L, %s)', (select id from d), n)) -> 'items') x;
    return found;
end $$;
create temp table i (private text, unit text, readers text);
insert into i values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000003');
grant select on d, i, other to nghisu_app;

select tap.back();
create temp table before as select revision, (select count(*) from audit where kind = 'note') as notes from document where id = (select id from d);
select is(pg_temp.put('xa.phong', private) -> 'mine', 'true', 'note__is_mine') from i;
select tap.back();
select is((select revision from document where id = d.id), before.revision, 'private_note__does_not_bump_its_document') from d, before;
select is((select count(*) from audit where kind = 'note'), before.notes, 'private_note__is_in_no_audit') from before;
select is(pg_temp.put('xa.phong', unit, jsonb_build_object('audience', 'unit', 'unit_id', tap.unit('BM.VH'))) #>> '{unit,name}', 'Phòng Văn hóa', 'note__names_its_unit') from i;
select is(pg_temp.put('xa.phong', readers, '{"audience": "readers", "kind": "text", "body": "Xem lại"}') -> 'place' ->> 'how', 'own', 'note__stands_where_it_was_made') from i;
select tap.back();
select is((select count(*) from audit where kind = 'note'), before.notes + 2, 'shared_notes__are_in_the_audit') from before;

-- who sees
select is(pg_temp.seen('xa.phong', 1), array[private, unit, readers], 'author__sees_all_three') from i;
select is(pg_temp.seen('xa.lanhdao', 1), array[readers], 'reader_of_another_unit__sees_only_what_is_for_readers') from i;
select is(pg_temp.seen('thuky', 1), array[readers], 'reader_by_name__sees_only_what_is_for_readers') from i;
select tap.be('xa.lanhdao');
select is((select array_agg(id::text) from app.note), array[readers], 'note__no_condition_shows_others_private_ones (A4)') from i;
select is((select count(*) from app.note_place), 1::bigint, 'note_place__no_condition_shows_others_private_ones (A4)');
select tap.be('nguoila');
select is((select count(*) from app.note) + (select count(*) from app.note_place), 0::bigint, 'note__a_stranger_sees_none (A4)');
select is_empty('select app.note_list(id, 1) from d', 'note_list__of_a_version_one_cannot_see');
select tap.be('chuyenvien');
select is((select count(*) from app.note), 0::bigint, 'note__not_seen_by_who_sees_only_another_version (A4)');
select is_empty('select app.note_list(id, 1) from d', 'note_list__of_an_older_version_one_cannot_see');
select tap.back();
select set_config('role', 'nghisu_app', true);
select is((select count(*) from app.note) + (select count(*) from app.note_place), 0::bigint, 'note__nobody_signed_in_sees_none (A4)');

-- the unit: its people and those above up to the agency hold it as a principal
select is(pg_temp.put('xa.lanhdao', '00000000-0000-7000-8000-000000000009', jsonb_build_object('audience', 'unit', 'unit_id', tap.unit('BM'))) #>> '{unit,id}', tap.unit('BM')::text, 'leader__writes_for_the_whole_unit');
select ok('00000000-0000-7000-8000-000000000009' = any (pg_temp.seen('xa.phong', 1)), 'unit_note__is_seen_by_the_division_within');
select ok(not '00000000-0000-7000-8000-000000000009' = any (pg_temp.seen('thuky', 1)), 'unit_note__is_not_seen_by_readers_of_another_unit');
select throws_ok($$ select pg_temp.put('xa.phong', gen_random_uuid()::text, jsonb_build_object('audience', 'unit', 'unit_id', tap.unit('VP'))) $$, 'NGERR', 'unknown-reference', 'unit_note__for_a_unit_not_mine');
select throws_ok($$ select pg_temp.put('xa.phong', gen_random_uuid()::text, jsonb_build_object('audience', 'unit', 'unit_id', gen_random_uuid())) $$, 'NGERR', 'unknown-reference', 'unit_note__for_a_unit_that_is_not_there');
select throws_ok($$ select pg_temp.put('xa.phong', gen_random_uuid()::text, '{"audience": "unit"}') $$, 'NGERR', 'missing-field', 'unit_note__for_no_unit');
select throws_ok($$ select pg_temp.put('xa.phong', gen_random_uuid()::text, jsonb_build_object('unit_id', tap.unit('BM.VH'))) $$, 'NGERR', 'wrong-value', 'private_note__for_a_unit');

-- others' ids: as if they were not there
select is(pg_temp.put('xa.lanhdao', private), null, 'put__on_anothers_private_note') from i;
select is(pg_temp.put('xa.lanhdao', readers), null, 'put__on_anothers_note_that_one_sees') from i;
select tap.be('xa.lanhdao');
select is_empty(format('select app.note_delete(%L)', readers), 'delete__anothers_note') from i;
select is_empty(format('select app.note_restore(%L)', readers), 'restore__anothers_note') from i;
select is_empty(format('select app.note_place_set(%L, %L)', readers, '{"version": 1, "page": 1, "quads": [{"x": 1, "y": 1, "w": 1, "h": 1}]}'), 'place__anothers_note') from i;
select is(pg_temp.put('nguoila', gen_random_uuid()::text), null, 'put__on_a_document_one_cannot_see');
select throws_ok($$ select pg_temp.put('chuyenvien', gen_random_uuid()::text) $$, 'NGERR', 'unknown-reference', 'put__on_a_version_one_cannot_see');

-- once, in turn, and back
select is((pg_temp.put('xa.phong', private) ->> 'edit_version')::integer, 1, 'same_put_twice__is_the_same_note_once') from i;
select is((pg_temp.put('xa.phong', private, '{"colour": "red"}', 1) ->> 'edit_version')::integer, 2, 'put__replaces') from i;
select throws_ok(format('select pg_temp.put(%L, %L, %L, 1)', 'xa.phong', private, '{"colour": "blue"}'), 'NGERR', 'lost-race', 'put__that_lost_the_race') from i;
select is((pg_temp.put('xa.phong', private, '{"colour": "red"}', 1) ->> 'edit_version')::integer, 2, 'put__sent_again_after_a_lost_answer_is_no_race') from i;
select is(pg_temp.put('xa.phong', private, '{"colour": "blue"}') ->> 'colour', 'blue', 'put__without_edition_the_last_write_wins') from i;
select is(pg_temp.put('xa.phong', gen_random_uuid()::text, '{}', 1), null, 'put__a_new_state_of_a_note_that_is_not_there');
select throws_ok(format('select pg_temp.put(%L, %L, %L)', 'xa.phong', private, jsonb_build_object('document_id', other.id)), 'NGERR', 'wrong-value', 'put__moves_no_note_to_another_document') from i, other;
select tap.be('xa.phong');
select is((select app.note_delete(private::uuid) from i), (select private::uuid from i), 'note__is_taken_away');
select is((select app.note_delete(private::uuid) from i), (select private::uuid from i), 'note__is_taken_away_once');
select ok(not private = any (pg_temp.seen('xa.phong', 1)), 'note__taken_away_is_in_no_list') from i;
select is((select count(*) from app.note where id = (select private::uuid from i)), 0::bigint, 'note__taken_away_is_not_seen (A4)');
select throws_ok(format('select pg_temp.put(%L, %L)', 'xa.phong', private), 'NGERR', 'wrong-state', 'note__taken_away_is_not_written') from i;
select is((select app.note_restore(private::uuid) ->> 'colour' from i), 'blue', 'note__is_restored');
select ok(private = any (pg_temp.seen('xa.phong', 1)), 'note__restored_is_in_the_list') from i;

-- places
create function pg_temp.keep(n integer, variadic places jsonb[]) returns bigint language sql as $$ select app.note_places_keep((select id from d), n, to_jsonb(places)) $$;
create function pg_temp.found(n text, how text, page integer, origin integer default 1) returns jsonb language sql security definer as $$
    select jsonb_build_object('id', n, 'edition', (select edit_version from app.note where id = n::uuid), 'origin', origin, 'how', how, 'page', page, 'quads', '[]'::jsonb, 'exact', 'Điều 6', 'dx', 5, 'dy', 7)
$$;
select tap.be('xa.phong');
select is((select count(*) from d, app.note_unplaced(d.id, 2)), 4::bigint, 'note_unplaced__are_all_that_have_no_place_here');
select is((select count(*) from d, app.note_unplaced(d.id, 1)), 0::bigint, 'note_unplaced__are_none_where_they_were_made');
select is(pg_temp.keep(2, pg_temp.found(private, 'guessed', 3), pg_temp.found(unit, 'tray', null), pg_temp.found(readers, 'tray', null)), 3::bigint, 'places__are_kept') from i;
select is(pg_temp.keep(2, pg_temp.found(private, 'sure', 1)), 0::bigint, 'places__are_kept_once') from i;
select is(pg_temp.keep(2, pg_temp.found('00000000-0000-7000-8000-000000000009', 'sure', 1) || '{"edition": 99}'), 0::bigint, 'places__of_a_note_that_changed_meanwhile_are_left');
select is(pg_temp.seen('xa.phong', 2), array[private, unit, readers], 'tray__is_shown_to_its_owner (rule 13)') from i;
select is(pg_temp.seen('xa.lanhdao', 2), null, 'tray__is_nobody_elses (rule 13)');
select is(pg_temp.seen('thuky', 2), null, 'tray__is_not_the_readers (rule 13)');
select tap.be('xa.lanhdao');
select is((select count(*) from app.note_place where how = 'tray'), 0::bigint, 'note_place__the_tray_is_its_owners (A4)');
select tap.be('xa.phong');
create temp table t as select x from jsonb_array_elements((select app.note_list(id, 2) from d) -> 'items') x;
select is(x -> 'place' -> 'page', 'null', 'tray__has_no_page') from t, i where x ->> 'id' = unit;
select is(x ->> 'exact', 'Điều 5', 'tray__has_its_quotation (rule 13)') from t, i where x ->> 'id' = unit;
select is(x -> 'place' -> 'quads', '[{"x": 1, "y": 2, "w": 3, "h": 4}]', 'tray__has_the_boxes_of_the_page_it_was_made_on') from t, i where x ->> 'id' = unit;
select is(app.note_place_set(readers::uuid, '{"version": 2, "page": 3, "exact": "Điều 7", "quads": [{"x": 9, "y": 9, "w": 9, "h": 9}]}') #>> '{place,how}', 'own', 'note__is_placed_from_the_tray') from i;
select is(pg_temp.seen('xa.lanhdao', 2), array[readers], 'note__placed_from_the_tray_is_seen') from i;
select is(pg_temp.seen('chuyenvien', 2), array[readers], 'note__is_seen_by_readers_of_the_version_it_stands_on') from i;
select tap.be('chuyenvien');
select is((select app.note_list(id, 2) #>> '{items,0,exact}' from d), 'Điều 7', 'note__quotes_to_others_what_stands_on_their_version');
select ok((select l::text !~ 'Điều 5' from d, app.note_list(d.id, 2) l), 'note__never_quotes_a_version_one_cannot_see (A4)');
select tap.be('xa.phong');
select throws_ok(format('select app.note_place_set(%L, %L)', readers, '{"version": 2, "page": 4, "quads": [{"x": 1, "y": 1, "w": 1, "h": 1}]}'), 'NGERR', 'wrong-value', 'place__on_a_page_that_is_not_there') from i;
select throws_ok(format('select app.note_place_set(%L, %L)', readers, '{"version": 3, "page": 1, "quads": [{"x": 1, "y": 1, "w": 1, "h": 1}]}'), 'NGERR', 'unknown-reference', 'place__on_a_version_that_is_not_there') from i;
-- the owner moves it where it was made: what was found from there is looked for anew
select is((select how from app.note_place where note_id = private::uuid and version = 2), 'guessed', 'guess__is_told_apart') from i;
select is(pg_temp.put('xa.phong', private, '{"quads": [{"x": 50, "y": 2, "w": 3, "h": 4}]}') #>> '{place,quads,0,x}', '50', 'note__is_moved') from i;
select is((select count(*) from d, app.note_unplaced(d.id, 2) u, i where u.id = private::uuid), 1::bigint, 'note__moved_is_looked_for_anew');
-- ink moves with its page
select is(pg_temp.put('xa.phong', '00000000-0000-7000-8000-000000000004', '{"kind": "ink", "width": 2, "exact": null, "quads": [], "strokes": [{"points": [10, 20, 0.5, 11, 21, 0.6]}]}') ->> 'kind', 'ink', 'ink__is_kept');
select tap.be('xa.phong');
select is(pg_temp.keep(2, pg_temp.found('00000000-0000-7000-8000-000000000004', 'sure', 3)), 1::bigint, 'ink__is_carried_over');
select is((select strokes from app.note_place where note_id = '00000000-0000-7000-8000-000000000004' and version = 2), '[{"points": [15, 27, 0.5, 16, 28, 0.6]}]', 'ink__moves_with_its_page');

-- bounds
create function pg_temp.refused(changes jsonb, slug text, why text) returns text language sql as $$
    select throws_ok(format('select pg_temp.put(%L, %L, %L)', 'xa.phong', gen_random_uuid(), changes), 'NGERR', slug, why)
$$;
select pg_temp.refused('{"page": 4}', 'wrong-value', 'note__on_a_page_that_is_not_there');
select pg_temp.refused('{"quads": []}', 'missing-field', 'highlight__of_nothing');
select pg_temp.refused('{"kind": "ink"}', 'missing-field', 'ink__without_a_stroke');
select pg_temp.refused('{"quads": [{"x": 1e300, "y": 1, "w": 1, "h": 1}]}', 'out-of-range', 'quad__beyond_every_page');
select pg_temp.refused('{"kind": "ink", "strokes": [{"points": [1, 2]}]}', 'wrong-value', 'stroke__that_is_not_points');
select pg_temp.refused('{"kind": "ink", "strokes": [{"points": [1, -1e9, 1]}]}', 'out-of-range', 'stroke__beyond_every_page');
select pg_temp.refused(jsonb_build_object('kind', 'ink', 'strokes', (select jsonb_agg(jsonb_build_object('points', s.points)) from (select jsonb_agg(0) as points from generate_series(1, 60000)) s, generate_series(1, 11))),
    'too-long', 'ink__of_more_than_200000_points');
select tap.back();
insert into note (id, document_id, author_id, kind, audience, colour, made_on_version) select gen_random_uuid(), d.id, tap.id('thuky'), 'text', 'private', 'red', 1 from d, generate_series(1, 5000);
select throws_ok($$ select pg_temp.put('thuky', gen_random_uuid()::text) $$, 'NGERR', 'conflict', 'note__at_most_5000_of_a_person_on_a_document');
select is(pg_temp.put('xa.phong', gen_random_uuid()::text) ->> 'kind', 'highlight', 'note__another_person_has_room_still');

-- who may run what
select tap.back();
select is_empty($$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                   where n.nspname = 'app' and p.proname in ('notes_json', 'note_changed', 'note_own_place', 'note_lock', 'note_newest_place', 'note_unit', 'note_drawing_check')
                     and has_function_privilege('nghisu_app', p.oid, 'execute') $$, 'nghisu_app__cannot_run_what_does_not_ask_who_calls');
