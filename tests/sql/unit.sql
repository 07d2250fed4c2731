-- SPDX-License-Identifier: GPL-3.0-or-later
-- A1, A2, A5: dated units, positions, roles, catalogues.

select tap.be('quantri');
select is(app.unit_rename(tap.unit('BM.VH'), '{"name": "Phòng Văn hóa - Xã hội", "on": "2024-03-01"}') ->> 'name', 'Phòng Văn hóa - Xã hội', 'unit__is_renamed_from_a_day_on');
select is((app.unit_name_on(tap.unit('BM.VH'), '2024-02-29')).name, 'Phòng Văn hóa', 'unit__old_days_keep_the_old_name (A1)');
select is(jsonb_path_query_first(app.unit_list('2023-01-01'), '$.items[*] ? (@.code == "BM.VH").name'), '"Phòng Văn hóa"', 'unit__the_tree_stands_as_on_that_day');
select is(jsonb_array_length(app.unit_list('2019-12-31') -> 'items'), 0, 'unit__nothing_stood_before_the_founding');
select is(app.unit_get(tap.unit('BM.VH')) #>> '{history,1,to}', '2024-02-29', 'unit__history_says_the_last_day');
select throws_ok(format('select app.unit_move(%L, %L)', tap.unit('BM'), jsonb_build_object('parent_id', tap.unit('BM.VH'))), 'NGERR', 'conflict', 'unit__no_cycle_on_any_day');
select throws_ok(format('select app.unit_move(%L, %L)', tap.unit('BM'), jsonb_build_object('parent_id', tap.unit('BM'))), 'NGERR', 'conflict', 'unit__not_below_itself');
select throws_ok(format('select app.unit_dissolve(%L, ''{}'')', tap.unit('BM')), 'NGERR', 'conflict', 'unit__with_living_units_below_is_not_dissolved');
select throws_ok($$ select app.unit_create('{"name": "x", "code": "BM"}') $$, 'NGERR', 'duplicate', 'unit__codes_are_unique');
select throws_ok(format('select app.unit_create(%L)', jsonb_build_object('name', 'x', 'parent_id', gen_random_uuid())), 'NGERR', 'unknown-reference', 'unit__below_nothing_known_is_refused');
select throws_ok(format('select app.unit_create(%L)', jsonb_build_object('name', 'x', 'on', '2010-01-01', 'parent_id', tap.unit('BM'))), 'NGERR', 'unknown-reference',
    'unit__below_a_unit_not_yet_founded_is_refused');
select is(app.unit_dissolve(tap.unit('BM.VH'), jsonb_build_object('successor_id', tap.unit('TH'))) #>> '{successor,name}', 'Xã Tân Hòa', 'unit__is_merged_into_a_successor');
select is(app.person_get(tap.id('xa.phong')) #>> '{positions,0,unit,name}', 'Phòng Văn hóa - Xã hội', 'position__retired_shows_the_unit_by_its_last_name (A2)');
select is(app.person_get(tap.id('xa.phong')) #>> '{positions,0,to}', (app.today() - 1)::text, 'position__ends_with_its_unit');
select ok(not app.unit_list(null) -> 'items' @> '[{"code": "BM.VH"}]', 'unit__dissolved_is_not_in_todays_tree');
select throws_ok(format('select app.unit_dissolve(%L, ''{}'')', tap.unit('BM.VH')), 'NGERR', 'wrong-state', 'unit__is_dissolved_once');
select is_empty(format('select app.unit_rename(%L, ''{"name": "x"}'')', gen_random_uuid()), 'unit__unknown_is_not_found');
select throws_ok(format('select app.unit_change(%L, 99, ''{"sort": 1}'')', tap.unit('BM')), 'NGERR', 'lost-race', 'unit__a_stale_edit_loses');

-- import
select is(app.unit_import('{"dry_run": true, "rows": [{"code": "M2", "name": "Phòng", "parent_code": "M1"}, {"code": "M1", "name": "Sở"}]}') - 'problems',
    '{"lines": 2, "created": 2, "changed": 0, "unchanged": 0}', 'import__a_trial_counts');
select is(tap.unit('M1'), null, 'import__a_trial_changes_nothing');
select is(app.unit_import('{"dry_run": true, "rows": [{"code": "M1"}, {"code": "M2", "name": "x", "parent_code": "?"}, {"code": "M3", "name": "x", "is_agency": "maybe"},
    {"code": "M4", "name": "x", "on": "31/12/2024"}, {"code": "M4", "name": "x"}, {"code": "M5", "name": "x", "parent_code": "M6"}, {"code": "M6", "name": "x", "parent_code": "M5"}]}') -> 'problems',
    '[{"line": 1, "slug": "missing-field", "field": "name"}, {"line": 2, "slug": "unknown-reference", "field": "parent_code"}, {"line": 3, "slug": "wrong-value", "field": "is_agency"},
      {"line": 4, "slug": "wrong-type", "field": "on"}, {"line": 6, "slug": "conflict", "field": "parent_code"}, {"line": 7, "slug": "conflict", "field": "parent_code"}]',
    'import__says_per_line_what_is_wrong');
select app.unit_import('{"dry_run": false, "rows": [{"code": "M1", "name": "Sở"}, {"code": "M2", "name": ""}]}');
select is(tap.unit('M1'), null, 'import__with_a_wrong_line_changes_nothing');
select app.unit_import('{"dry_run": false, "rows": [{"code": "M2", "name": "Phòng", "parent_code": "M1"}, {"code": "M1", "name": "Sở"}]}');
select is(app.unit_get(tap.unit('M2')) ->> 'parent_id', tap.unit('M1')::text, 'import__a_parent_may_come_later');
select is(app.unit_import('{"dry_run": false, "rows": [{"code": "M2", "name": "Phòng", "parent_code": "M1"}, {"code": "M1", "name": "Sở mới"}]}') - 'problems',
    '{"lines": 2, "created": 0, "changed": 1, "unchanged": 1}', 'import__again_changes_what_differs');

select tap.be('chutri');
select throws_ok($$ select app.unit_create('{"name": "x"}') $$, 'NGERR', 'not-allowed', 'unit__only_an_administrator_creates');
select throws_ok(format('select app.position_create(%L, %L)', tap.id('nguoila'), jsonb_build_object('unit_id', tap.unit('VP'), 'title_id', gen_random_uuid())), 'NGERR', 'not-allowed', 'position__only_an_administrator_appoints');
select set_config('role', 'nghisu_owner', true); -- still as chutri
select ok(app.has_role('leader') and app.has_role('leader', tap.unit('VP')), 'role__comes_from_the_position');
select ok(not app.has_role('leader', tap.unit('BM')), 'role__of_a_position_is_of_its_unit');
select set_config('role', 'nghisu_app', true);
select throws_ok(format('select app.person_roles_set(%L, ''{"roles": []}'')', tap.id('chutri')), 'NGERR', 'not-allowed', 'role__nobody_grants_to_themselves');

-- positions and roles
select tap.be('quantri');
create temp table p as select app.position_create(tap.id('nguoila'), jsonb_build_object('unit_id', tap.unit('VP'), 'from', '2022-01-01',
    'title_id', (select id from app.catalogue_entry where catalogue = 'title' and name = 'Văn thư'))) as j;
select is(j ->> 'main', 'true', 'position__the_first_is_the_main_one') from p;
select ok(app.person_get(tap.id('nguoila')) -> 'roles' @> '[{"role": "registry_clerk"}]', 'role__of_a_title_is_held');
select throws_ok(format('select app.position_create(%L, %L)', tap.id('nguoila'), jsonb_build_object('unit_id', tap.unit('VP'), 'title_id', j ->> 'title_id')), 'NGERR', 'duplicate', 'position__is_held_once') from p;
select is(app.position_end((j ->> 'id')::uuid, '{"on": "2023-12-31"}') ->> 'to', '2023-12-31', 'position__ends_on_its_last_day') from p;
select throws_ok(format('select app.position_end(%L, ''{"on": "2024-12-31"}'')', j ->> 'id'), 'NGERR', 'wrong-state', 'position__ends_once') from p;
select is(app.person_get(tap.id('nguoila')) -> 'roles', '[]', 'role__ends_with_the_position');
select throws_ok(format('select app.person_roles_set(%L, ''{"roles": []}'')', tap.id('quantri')), 'NGERR', 'conflict', 'role__an_administrator_keeps_their_own');

-- people
select is(app.person_list('hoa', null, null, null) -> 'items' -> 0 ->> 'full_name', 'Lê Văn Hòa', 'people__are_found_without_diacritics');
select is(jsonb_array_length(app.person_list('hoa', null, null, null) -> 'items'), 2, 'people__either_tone_placement_is_found');
select is((with recursive pages (j) as (
    select app.person_list(null, null, null, 3) union all select app.person_list(null, null, j ->> 'next', 3) from pages where j ->> 'next' is not null)
    select count(distinct x ->> 'id') from pages, jsonb_array_elements(j -> 'items') x), 8::bigint, 'people__pages_give_each_once');
select is(app.principal_search('binh minh', null) #>> '{items,0,kind}', 'unit', 'principals__units_are_found');
select is(app.principal_search('do thi', null) #>> '{items,0,detail}', 'Thư ký, Văn phòng', 'principals__say_who_they_are');
select throws_ok($$ select app.person_create('{"account": "THUKY", "full_name": "x"}', 'h') $$, 'NGERR', 'duplicate', 'people__accounts_are_unique_in_any_case');

-- catalogues
select is((select count(*) from app.catalogue_entry where catalogue = 'document-type'), 29::bigint, 'document_type__there_are_29 (rule 3)');
select results_eq($$ select code from app.catalogue_entry where catalogue = 'document-type' and not in_symbol order by code $$, $$ values ('CV'), ('ThC') $$, 'document_type__two_never_stand_in_a_symbol (rule 3)');
select throws_ok($$ select app.catalogue_create('document-type', '{"name": "x"}') $$, 'NGERR', 'missing-field', 'document_type__has_a_code');
select throws_ok($$ select app.catalogue_create('document-type', '{"name": "x", "code": "QĐ"}') $$, 'NGERR', 'duplicate', 'document_type__codes_are_unique');
select is(app.catalogue_create('document-type', '{"name": "Kết luận", "code": "KL"}') ->> 'own', 'true', 'document_type__own_ones_are_taken (rule 3)');
select throws_ok($$ select app.catalogue_change('document-type', (select id from app.catalogue_entry where code = 'QĐ'), null, '{"code": "QD"}') $$, 'NGERR', 'conflict', 'document_type__the_decrees_codes_stay');
select is_empty($$ select app.catalogue_list('nothing') $$, 'catalogue__unknown_is_not_found');
select tap.be('thuky');
select throws_ok($$ select app.catalogue_create('room', '{"name": "x"}') $$, 'NGERR', 'not-allowed', 'catalogue__only_an_administrator_adds');

-- civil dates
select tap.back();
select is(app.civil_date('2026-12-31 18:00+00'), '2027-01-01'::date, 'date__is_that_of_the_office_and_not_of_greenwich');
select is(app.fold('Công Văn Đà Nẵng'), 'cong van da nang', 'search__folds_diacritics');
select is(app.fold(normalize('Hòa', NFD)), app.fold('hoà'), 'search__folds_combining_characters_and_tone_placement');
