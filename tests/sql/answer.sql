-- SPDX-License-Identifier: GPL-3.0-or-later
-- E6, rule 23: answers to an invitation, people named by a unit, substitutes.

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.as_json('thuky', format('select app.invitee_set(%L, %L)', id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.unit('BM'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('chuyenvien'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'guest'))))) from m;

select tap.be('chuyenvien');
select is_empty($$ select app.answer_set(id, '{"answer": "confirmed"}') from m $$, 'answer__none_to_a_draft_that_is_not_there_for_me');
select tap.be('thuky');
select throws_ok($$ select app.answer_set(id, '{"answer": "confirmed"}') from m $$, 'NGERR', 'wrong-state', 'answer__not_before_the_invitation');
select app.meeting_publish(id) from m;
select throws_ok($$ select app.answer_set(id, '{"answer": "confirmed"}') from m $$, 'NGERR', 'not-allowed', 'answer__only_of_those_expected');
select is((select jsonb_array_length(app.meeting_get(id) -> 'expected') from m), 3, 'expected__two_persons_and_a_unit_that_has_named_nobody');

-- confirm, decline
select tap.be('chuyenvien');
select is(app.home_get() #>> '{to_answer,0,what}', 'answer', 'home__asks_for_my_answer');
select throws_ok($$ select app.answer_set(id, '{"answer": "declined", "reason": "  "}') from m $$, 'NGERR', 'missing-field', 'decline__only_with_a_reason');
select is((select app.answer_set(id, '{"answer": "declined", "reason": "Đi công tác"}') #>> '{expected,1,reason}' from m), 'Đi công tác', 'decline__with_a_reason');
select is(app.home_get() -> 'to_answer', '[]', 'home__no_longer_asks');
select is((select app.answer_set(id, '{"answer": "confirmed"}') #>> '{expected,1,answer}' from m), 'confirmed', 'answer__may_be_changed');
select app.answer_set(id, '{"answer": "declined", "reason": "Đi công tác"}') from m;
select tap.be('xa2.lanhdao');
select is((select e ->> 'reason' from m, app.meeting_get(id) g, jsonb_array_elements(g -> 'expected') e where e #>> '{person,id}' = tap.id('chuyenvien')::text), null, 'reason__is_not_told_to_other_members');
select is((select count(*) from app.invitation_answer), 0::bigint, 'answer__of_others_is_not_in_the_table_for_me');
select tap.be('thuky');
select is((select e ->> 'reason' from m, app.meeting_get(id) g, jsonb_array_elements(g -> 'expected') e where e #>> '{person,id}' = tap.id('chuyenvien')::text), 'Đi công tác', 'reason__is_told_to_those_who_prepare');
select is((select count(*) from app.invitation_answer), 1::bigint, 'answer__who_prepares_sees_all');

-- a unit names its people
select tap.be('xa.phong');
select throws_ok(format('select app.unit_attendees_set(%L, %L, %L)', id, tap.unit('BM'), '{"person_ids": []}'), 'NGERR', 'not-allowed', 'unit__an_officer_names_nobody') from m;
select is_empty(format('select app.colleague_list(%L, %L, null)', id, tap.unit('BM')), 'colleagues__not_told_to_who_may_not_name') from m;
select tap.be('xa.lanhdao');
select is(app.home_get() #>> '{to_answer,0,what}', 'name', 'home__asks_whom_my_unit_sends');
select is((select count(*) from m, app.colleague_list(id, tap.unit('BM'), null) g, jsonb_array_elements(g -> 'items')), 2::bigint, 'colleagues__of_the_unit_and_below_it');
select throws_ok(format('select app.unit_attendees_set(%L, %L, %L)', id, tap.unit('BM'), jsonb_build_object('person_ids', jsonb_build_array(tap.id('nguoila')))), 'NGERR', 'wrong-value', 'unit__sends_only_its_own') from m;
select is_empty(format('select app.unit_attendees_set(%L, %L, %L)', id, tap.unit('TH'), '{"person_ids": []}'), 'unit__that_is_not_invited_is_not_there') from m;
select is((select app.unit_attendees_set(id, tap.unit('BM'), jsonb_build_object('person_ids', jsonb_build_array(tap.id('xa.phong')))) #>> '{my_units,0,people,0,id}' from m), tap.id('xa.phong')::text, 'unit__names_its_people');
select is(app.home_get() -> 'to_answer', '[]', 'home__no_longer_asks_for_names');
select tap.be('xa.phong');
select is(app.home_get() #>> '{to_answer,0,what}', 'answer', 'home__asks_the_one_who_was_named');
select is((select app.answer_set(id, '{"answer": "confirmed"}') ->> 'my_role' from m), 'member', 'answer__of_one_named_by_the_unit');

-- substitutes (rule 23)
select tap.be('chuyenvien');
select throws_ok(format('select app.answer_set(%L, %L)', id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('xa.phong'))), 'NGERR', 'conflict', 'substitute__not_one_who_is_a_member_already') from m;
select throws_ok(format('select app.answer_set(%L, %L)', id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('chutri'))), 'NGERR', 'conflict', 'substitute__not_the_chair') from m;
select throws_ok(format('select app.answer_set(%L, %L)', id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('nguoila'))), 'NGERR', 'wrong-value', 'substitute__only_of_ones_own_units') from m;
select throws_ok(format('select app.answer_set(%L, %L)', id, '{"answer": "substituted"}'), 'NGERR', 'unknown-reference', 'substitute__must_be_named') from m;
select throws_ok(format('select app.answer_set(%L, %L)', id, jsonb_build_object('answer', 'confirmed', 'substitute_id', tap.id('nguoila'))), 'NGERR', 'conflict', 'substitute__not_beside_a_confirmation') from m;
select tap.back();
set session authorization nghisu_owner;
select (app.person_create('{"account": "vp2", "full_name": "Đinh Văn Phó", "must_change_password": false}', 'hash') ->> 'id') is not null;
select app.position_create((select id from app.person where account = 'vp2'), jsonb_build_object('unit_id', tap.unit('VP'), 'from', '2021-01-01',
    'title_id', (select id from app.catalogue_entry where catalogue = 'title' and name = 'Chuyên viên'))) is not null;
reset session authorization;
select tap.be('vp2');
select is_empty('select app.meeting_get(id) from m', 'substitute__sees_nothing_before_being_sent');
select tap.be('chuyenvien');
select is((select app.answer_set(id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('vp2'))) #>> '{expected,1,substitute,full_name}' from m), 'Đinh Văn Phó', 'substitute__is_sent');
select tap.be('vp2');
select is((select app.meeting_get(id) ->> 'my_role' from m), 'substitute', 'substitute__sees_the_meeting');
select throws_ok($$ select app.answer_set(id, '{"answer": "confirmed"}') from m $$, 'NGERR', 'not-allowed', 'substitute__sends_no_further');
select tap.be('xa2.lanhdao');
select throws_ok(format('select app.answer_set(%L, %L)', id, jsonb_build_object('answer', 'substituted', 'substitute_id', tap.id('vp2'))), 'NGERR', 'conflict', 'substitute__only_of_one_member (rule 23)') from m;
select tap.be('chuyenvien');
select app.answer_set(id, '{"answer": "confirmed"}') from m;
select tap.be('vp2');
select is_empty('select app.meeting_get(id) from m', 'substitute__withdrawn_sees_nothing_any_more (rule 23)');

-- the invitation taken back, and the start
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('chuyenvien'), 'role', 'member')))) from m;
select is((select jsonb_array_length(app.meeting_get(id) -> 'expected') from m), 1, 'invitation__taken_back_takes_answers_and_names_along');
select app.meeting_start(id) from m;
select tap.be('chuyenvien');
select throws_ok($$ select app.answer_set(id, '{"answer": "declined", "reason": "x"}') from m $$, 'NGERR', 'wrong-state', 'answer__not_after_the_start');

-- a unit is dissolved between invitation and meeting (A1)
select tap.back();
create temp table gone as select tap.meeting(null, 0) as id;
grant select on gone to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.unit('TH'), 'role', 'member'), jsonb_build_object('principal_id', tap.unit('BM'), 'role', 'member')))) from gone;
select app.meeting_publish(id) from gone;
select is((select app.meeting_get(id) #> '{invitees,0,dissolved_on}' from gone), 'null', 'dissolved__not_said_of_a_unit_that_stands');
select tap.be('quantri');
select app.unit_dissolve(tap.unit('TH'), jsonb_build_object('on', app.today(), 'successor_id', tap.unit('BM')));
select tap.be('thuky');
select is((select array[i ->> 'name', i ->> 'dissolved_on', i #>> '{successor,name}'] from gone, app.meeting_get(id) g, jsonb_array_elements(g -> 'invitees') i where i ->> 'principal_id' = tap.unit('TH')::text),
    array['Xã Tân Hòa', app.today()::text, 'Xã Bình Minh'], 'dissolved__its_name_and_its_successor_are_told');
select is((select count(*) from gone, app.meeting_get(id) g, jsonb_array_elements(g -> 'expected') e where e -> 'unit' ->> 'name' = 'Xã Tân Hòa'), 1::bigint, 'dissolved__what_was_expected_stays_until_somebody_decides');
select tap.be('xa2.lanhdao');
select is_empty('select app.meeting_get(id) from gone', 'dissolved__who_is_no_longer_of_it_is_not_invited_by_it');
