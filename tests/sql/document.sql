-- SPDX-License-Identifier: GPL-3.0-or-later
-- A4, B1, B2: documents and versions; for each table who sees and who does not.

create temp table d as select tap.document('thuky', 'Quy chế họp không giấy') as id;
select tap.back();
grant select on d to nghisu_app;

select tap.be('thuky');
select is(app.document_get(id) ->> 'may_edit', 'true', 'document__its_author_edits') from d;
select is(app.document_get(id) -> 'latest_version', '0', 'document__new_has_no_version') from d;
select is((select count(*) from app.document), 1::bigint, 'document__no_condition_shows_the_author_their_own');
select is(app.document_list('hop khong giay', null, null, null, null, null) #>> '{items,0,id}', id::text, 'list__finds_without_diacritics') from d;
select is(app.document_list('họp giấy', null, null, null, null, null) #>> '{items,0,id}', id::text, 'list__every_word_begins_a_word') from d;
select is(app.document_list('hop mat', null, null, null, null, null) -> 'items', '[]', 'list__a_word_that_is_not_there_finds_nothing');
select is(app.document_list('100%', null, null, null, null, null) -> 'items', '[]', 'list__a_percent_sign_is_a_character');
select throws_ok($$ select app.document_list(null, null, null, null, 'x', null) $$, 'NGERR', 'wrong-value', 'list__a_made_up_cursor_is_refused');
select throws_ok($$ select app.document_create('{"type": "XX", "subject": "x"}') $$, 'NGERR', 'unknown-reference', 'document__of_an_unknown_type_is_refused');

select tap.be('quantri');
select is_empty('select app.document_get(id) from d', 'document__a_system_administrator_does_not_read (A7)');
select tap.be('nguoila');
select is_empty('select app.document_get(id) from d', 'document__a_stranger_gets_none (A4)');
select is((select count(*) from app.document), 0::bigint, 'document__no_condition_shows_a_stranger_nothing (A4)');
select is(app.document_list(null, null, null, null, null, null) -> 'items', '[]', 'list__shows_a_stranger_nothing (A4)');
select is_empty('select app.document_change(id, null, ''{"subject": "x"}'') from d', 'document__changing_what_one_cannot_see_is_not_found');
select is_empty('select app.document_may_edit(id) from d', 'document__may_edit_is_not_found_for_a_stranger');
select is_empty('select app.version_begin(id, null) from d', 'version__begin_is_not_found_for_a_stranger');
select is_empty('select app.grant_list(id) from d', 'grants__a_stranger_sees_none');
select is_empty('select app.grant_set(id, ''{"grants": []}'') from d', 'grants__a_stranger_sets_none');
select is_empty('select app.reading_set(id, ''{"version": 1, "page": 1}'') from d', 'reading__a_stranger_keeps_none');
select is_empty('select app.thread_list(id, 1, null) from d', 'threads__a_stranger_sees_none');

-- versions
select tap.be('thuky');
select results_eq('select number, commit from app.version_begin((select id from d), null)', $$ values (1, null::text) $$, 'version__the_first_is_1');
select tap.version('thuky', id, 1), tap.version('thuky', id, 2) from d;
select results_eq('select number, commit from app.version_begin((select id from d), 1)', $$ values (3, 'c2') $$, 'version__the_next_follows_the_newest');
select is_empty('select * from app.version_begin((select id from d), 9)', 'version__what_does_not_exist_is_not_restored');
select is(jsonb_array_length((select app.version_list(id) -> 'items' from d)), 2, 'version__history_has_both');

-- a grant of one version shows that version only
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chuyenvien'), 'version', 1, 'right', 'read')) from d;
select tap.be('chuyenvien');
select is(app.document_get(id) -> 'latest_version', '1', 'grant__of_one_version_makes_it_the_newest_seen') from d;
select is(jsonb_array_length((select app.version_list(id) -> 'items' from d)), 1, 'grant__of_one_version_hides_the_others');
select is_empty('select app.version_get(id, 2) from d', 'grant__of_one_version_gives_no_other');
select is((select count(*) from app.version), 1::bigint, 'version__no_condition_shows_what_was_granted (A4)');
select throws_ok('select app.document_change(id, null, ''{"subject": "x"}'') from d', 'NGERR', 'not-allowed', 'grant__to_read_does_not_edit');
select throws_ok('select app.version_begin(id, null) from d', 'NGERR', 'not-allowed', 'grant__to_read_adds_no_version');
select throws_ok('select app.grant_set(id, ''{"grants": []}'') from d', 'NGERR', 'not-allowed', 'grant__to_read_grants_nobody');
select is((select count(*) from app.document_grant), 1::bigint, 'document_grant__a_reader_sees_their_own_only');
select is(jsonb_array_length((select app.grant_list(id) -> 'grants' from d)), 1, 'grants__a_reader_is_told_of_their_own_only');
select throws_ok('select app.reading_set(id, ''{"version": 2, "page": 1}'') from d', 'NGERR', 'unknown-reference', 'reading__of_a_version_one_cannot_see');
select is((select app.reading_set(id, '{"version": 1, "page": 3}') ->> 'page' from d), '3', 'reading__is_kept');
select is((select app.document_get(id) #>> '{reading,page}' from d), '3', 'reading__is_given_back');
select tap.be('thuky');
select is((select count(*) from app.reading), 0::bigint, 'reading__nobody_sees_anothers (A4)');

-- a grant to a unit: its people and those of its divisions, not the agency below
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.unit('BM'), 'version', null, 'right', 'edit')) from d;
select tap.be('xa.lanhdao');
select is((select app.document_get(id) ->> 'may_edit' from d), 'true', 'grant__to_a_unit_reaches_its_people');
select lives_ok('select app.version_begin(id, null) from d', 'grant__to_edit_adds_versions');
select tap.be('xa.phong');
select isnt_empty('select app.document_get(id) from d', 'grant__to_a_unit_reaches_its_divisions');
select tap.be('xa2.lanhdao');
select is_empty('select app.document_get(id) from d', 'grant__to_an_agency_stops_at_the_next_agency');
select tap.be('chuyenvien');
select is_empty('select app.document_get(id) from d', 'grant__taken_back_is_gone');
select is((select count(*) from app.version), 0::bigint, 'version__taken_back_is_gone');

select tap.be('thuky');
select is((select app.grant_list(id) #> '{grants,0,fixed}' from d), 'true', 'grants__the_authors_own_is_fixed');
select throws_ok(format('select app.grant_set(%L, %L)', id, jsonb_build_object('grants', jsonb_build_array(jsonb_build_object('principal_id', gen_random_uuid(), 'right', 'read')))),
    'NGERR', 'unknown-reference', 'grants__to_nobody_known_are_refused') from d;
select throws_ok(format('select app.grant_set(%L, %L)', id, jsonb_build_object('grants', jsonb_build_array(jsonb_build_object('principal_id', tap.id('chutri'), 'version', 7, 'right', 'read')))),
    'NGERR', 'unknown-reference', 'grants__of_a_version_that_is_not_there_are_refused') from d;

-- lost race
select throws_ok('select app.document_change(id, 99, ''{"subject": "x"}'') from d', 'NGERR', 'lost-race', 'document__a_stale_edit_loses');
select is((select app.document_change(id, 1, '{"urgency": "express", "number": "12", "symbol": "QĐ-UBND"}') ->> 'edit_version' from d), '2', 'document__an_edit_counts_on');
select is(app.document_list('12/QĐ-UBND', null, null, null, null, null) #>> '{items,0,id}', id::text, 'list__finds_number_and_symbol') from d;
select is((select app.document_change(id, null, '{"urgency": null}') ->> 'urgency' from d), null, 'document__null_takes_away');

-- paging
select tap.document('nguoila', 'Tờ trình ' || n) from generate_series(1, 5) n;
select is(jsonb_array_length(app.document_list(null, null, null, null, null, 2) -> 'items'), 2, 'list__gives_a_page');
select is((with recursive pages (p) as (
    select app.document_list(null, null, null, null, null, 2)
    union all
    select app.document_list(null, null, null, null, p ->> 'next', 2) from pages where p ->> 'next' is not null)
    select count(distinct x ->> 'id') from pages, jsonb_array_elements(p -> 'items') x), 5::bigint, 'list__pages_give_each_once');

-- among many that are not one's own, and older than all of them
select tap.back();
insert into app.document (type, subject, author_id) select 'BC', 'Báo cáo ' || n, tap.id('nguoila') from generate_series(1, 2100) n;
select tap.be('thuky');
select is(app.document_list(null, null, null, null, null, null) #>> '{items,0,id}', id::text, 'list__finds_ones_own_below_thousands_of_others') from d;
select is(app.document_list('giấy họp', null, null, null, null, null) #>> '{items,0,id}', id::text, 'list__finds_words_below_thousands_of_others') from d;
select is(app.document_list('giấy họp', 'BC', null, null, null, null) -> 'items', '[]', 'list__below_thousands_still_by_type');
select is(app.document_list('bao', null, null, null, null, null) -> 'items', '[]', 'list__below_thousands_shows_nothing_of_others (A4)');
select is(jsonb_array_length(app.document_list(null, null, null, 'true', null, null) -> 'items'), 1, 'list__of_ones_own');
select is(app.document_list(null, null, null, 'false', null, null) -> 'items', '[]', 'list__of_others');
select is(app.document_list(null, null, null, null, id::text, null) -> 'items', '[]', 'list__after_the_last_is_empty') from d;
select tap.be('nguoila');
select is((select count(distinct x ->> 'id') from app.document_list('bao cao', null, null, null, null, 200) j, jsonb_array_elements(j -> 'items') x), 200::bigint, 'list__a_long_page');

-- uploads
create temp table u as select id from app.upload_create('to.pdf', 10);
select is((select received from app.upload_advance((select id from u), 0, 6)), 6::bigint, 'upload__advances');
select throws_ok('select app.upload_advance((select id from u), 0, 6)', 'NGERR', 'broken-upload', 'upload__a_part_sent_twice_is_told');
select throws_ok('select app.upload_advance((select id from u), 6, 11)', 'NGERR', 'broken-upload', 'upload__more_than_announced_is_refused');
select tap.back();
grant select on u to nghisu_app;
select tap.be('thuky');
select is((select count(*) from app.upload), 0::bigint, 'upload__nobody_sees_anothers (A4)');
select is_empty('select * from app.upload_advance((select id from u), 6, 7)', 'upload__nobody_adds_to_anothers');
select is(app.upload_delete((select id from u)), null, 'upload__nobody_deletes_anothers');
