-- SPDX-License-Identifier: GPL-3.0-or-later
-- A3: signing in, sessions, passwords, limits by rate.

select set_config('role', 'nghisu_app', true);
select results_eq($$ select person_id, password_hash, wait_seconds, locked from app.session_credential('QuanTri ', '10.0.0.1') $$,
                  $$ select tap.id('quantri'), 'hash-of-quantri', 0, false $$, 'sign_in__finds_an_account_in_any_case');
select results_eq($$ select person_id, password_hash, wait_seconds, locked from app.session_credential('khongai', '10.0.0.1') $$,
                  $$ values (null::uuid, null::text, 0, false) $$, 'sign_in__answers_an_unknown_account_with_one_row_too');

select app.session_failed('thuky', '10.0.0.1') from generate_series(1, 9);
select is((select wait_seconds from app.session_credential('thuky', '10.0.0.1')), 0, 'rate__nine_failures_cost_nothing');
select app.session_failed('thuky', '10.0.0.1');
select cmp_ok((select wait_seconds from app.session_credential('thuky', '10.0.0.1')), '>', 20, 'rate__a_guesser_waits_after_ten');
select app.session_failed('thuky', '10.0.0.1');
select cmp_ok((select wait_seconds from app.session_credential('thuky', '10.0.0.1')), '>', 50, 'rate__and_longer_after_each');
select app.session_failed('thuky', '10.0.0.1') from generate_series(1, 20);
select cmp_ok((select wait_seconds from app.session_credential('thuky', '10.0.0.1')), '<=', 900, 'rate__never_for_ever');
select is((select wait_seconds from app.session_credential('chutri', '10.0.0.1')), 0, 'rate__nobody_else_behind_the_address_waits');
select is((select wait_seconds from app.session_credential('thuky', '10.0.0.2')), 0, 'rate__the_owner_of_the_account_signs_in_from_elsewhere');
select app.session_failed('khongai', '10.0.0.9') from generate_series(1, 10);
select cmp_ok((select wait_seconds from app.session_credential('khongai', '10.0.0.9')), '>', 0, 'rate__an_unknown_account_is_slowed_alike');
select tap.back();
update app.sign_in_failure set at = at - interval '16 minutes';
select set_config('role', 'nghisu_app', true);
select is((select wait_seconds from app.session_credential('thuky', '10.0.0.1')), 0, 'rate__is_over_after_a_quarter_of_an_hour');
select app.session_failed('nguoi' || n, '10.0.0.3') from generate_series(1, 900) n;
select is((select wait_seconds from app.session_credential('chutri', '10.0.0.3')), 0, 'rate__ninety_people_with_ten_failures_each_refuse_nobody');
select app.session_failed('chutri', '10.0.0.4') from generate_series(1, 10);

select lives_ok($$ select app.session_create(tap.id('chutri'), repeat('1', 64), '10.0.0.4', 'máy tính', 12, 'chutri') $$, 'session__is_created_as_nobody');
select is((select wait_seconds from app.session_credential('chutri', '10.0.0.4')), 0, 'rate__success_clears_the_failures');
select app.session_create(tap.id('chutri'), repeat('2', 64), '10.0.0.4', 'máy tính bảng', 12, 'chutri');
select set_config('app.person_id', '', true);
select throws_ok($$ select * from app.session_open(repeat('9', 64), '10.0.0.4', false) $$, 'NGERR', 'signed-out', 'session__an_unknown_token_is_signed_out');
select results_eq($$ select person_id from app.session_open(repeat('1', 64), '10.0.0.4', false) $$, $$ select tap.id('chutri') $$, 'session__opens_by_its_token');
select is(app.me(), tap.id('chutri'), 'session__says_who_one_is');
select ok(app.principals() @> array[tap.id('chutri'), tap.unit('VP')], 'session__says_what_one_is');
select is(jsonb_array_length(app.session_list() -> 'items'), 2, 'session__lists_all_devices');
select is((app.session_get() #>> '{person,account}'), 'chutri', 'session__get_says_whose');
select is((select count(*) from app.session), 2::bigint, 'session__no_condition_shows_only_ones_own (A4)');
select app.session_end();
select throws_ok($$ select * from app.session_open(repeat('1', 64), '10.0.0.4', false) $$, 'NGERR', 'signed-out', 'session__ended_is_signed_out');
select lives_ok($$ select * from app.session_open(repeat('2', 64), '10.0.0.4', false) $$, 'session__the_other_device_goes_on');

-- idle life: being seen prolongs it, 30 days are the end
create function pg_temp.was(created interval, seen interval, ends interval) returns void language plpgsql as $$
begin
    perform tap.back();
    update app.session set created_at = now() - created, last_seen_at = now() - seen, expires_at = now() + ends where token_hash = repeat('2', 64);
    perform set_config('role', 'nghisu_app', true);
end $$;
create function pg_temp.seen_until() returns timestamptz language plpgsql as $$
begin
    perform app.session_open(repeat('2', 64), '10.0.0.4', false);
    return (select expires_at from app.session where id = current_setting('app.session_id')::uuid);
end $$;
select pg_temp.was('5 hours', '2 minutes', '1 minute');
select is(pg_temp.seen_until(), now() + interval '12 hours', 'session__in_use_lives_on_by_its_idle_hours (A3)');
select pg_temp.was('5 hours', '30 seconds', '1 minute');
select is(pg_temp.seen_until(), now() + interval '1 minute', 'session__is_written_at_most_once_a_minute');
select pg_temp.was('29 days 23 hours', '2 minutes', '1 minute');
select is(pg_temp.seen_until(), now() + interval '1 hour', 'session__ends_30_days_after_it_began_however_busy (A3)');
select pg_temp.was('13 hours', '12 hours 1 second', '-1 second');
select throws_ok('select pg_temp.seen_until()', 'NGERR', 'signed-out', 'session__idle_too_long_is_signed_out (A3)');
select pg_temp.was('0', '0', '12 hours');
select app.session_create(tap.id('thuky'), repeat('7', 64), '', '', 24 * 365, 'thuky');
select app.session_open(repeat('7', 64), '', false);
select is((select expires_at from app.session where id = current_setting('app.session_id')::uuid), now() + interval '30 days', 'session__of_a_years_idle_life_ends_after_30_days_too');

-- another person's session is not there
select app.session_create(tap.id('thuky'), repeat('3', 64), '10.0.0.5', '', 12, 'thuky');
select * from app.session_open(repeat('3', 64), '10.0.0.5', false);
select tap.back();
create temp table theirs as select id from app.session where token_hash = repeat('2', 64);
grant select on theirs to nghisu_app;
select set_config('role', 'nghisu_app', true);
select * from app.session_open(repeat('3', 64), '10.0.0.5', false);
select is_empty('select app.session_revoke((select id from theirs))', 'session__nobody_revokes_anothers');

-- passwords
select app.session_create(tap.id('thuky'), repeat('4', 64), '10.0.0.6', '', 12, 'thuky');
select * from app.session_open(repeat('3', 64), '10.0.0.5', false);
select app.password_set('new');
select lives_ok($$ select * from app.session_open(repeat('3', 64), '', false) $$, 'password__changed_keeps_this_session');
select throws_ok($$ select * from app.session_open(repeat('4', 64), '', false) $$, 'NGERR', 'signed-out', 'password__changed_ends_the_others');
select throws_ok($$ select app.person_password_set(tap.id('chutri'), 'x') $$, 'NGERR', 'not-allowed', 'password__only_an_administrator_sets_anothers');
select throws_ok($$ select app.person_create('{"account": "moi", "full_name": "Mới"}', 'x') $$, 'NGERR', 'not-allowed', 'people__only_an_administrator_adds');

select tap.be('quantri');
select app.person_password_set(tap.id('thuky'), 'first');
select throws_ok($$ select * from app.session_open(repeat('3', 64), '', false) $$, 'NGERR', 'signed-out', 'password__set_by_the_administrator_ends_all');
select app.session_create(tap.id('thuky'), repeat('5', 64), '', '', 12, 'thuky');
select throws_ok($$ select * from app.session_open(repeat('5', 64), '', false) $$, 'NGERR', 'change-password-first', 'password__the_first_must_be_changed');
select lives_ok($$ select * from app.session_open(repeat('5', 64), '', true) $$, 'password__to_change_it_the_session_opens');

-- locking
select tap.be('quantri');
select app.person_change(tap.id('chutri'), null, '{"state": "locked"}');
select throws_ok($$ select * from app.session_open(repeat('2', 64), '', false) $$, 'NGERR', 'signed-out', 'lock__ends_the_sessions');
select ok((select locked from app.session_credential('chutri', '1')), 'lock__is_told_to_the_sign_in');
select throws_ok($$ select app.session_create(tap.id('chutri'), repeat('6', 64), '', '', 1, 'chutri') $$, 'NGERR', 'wrong-password', 'lock__no_session_is_made');
select throws_ok($$ select app.person_change(tap.id('quantri'), null, '{"state": "locked"}') $$, 'NGERR', 'conflict', 'lock__nobody_locks_themselves_out');

-- idempotency
select is((select status from app.idempotency_claim('k', 'POST /x', 'f')), null::integer, 'key__new_is_empty');
select app.idempotency_keep('k', 201, '{"id": 1}');
select results_eq($$ select status, body from app.idempotency_claim('k', 'POST /x', 'f') $$, $$ values (201, '{"id": 1}') $$, 'key__again_gives_the_first_answer');
select throws_ok($$ select * from app.idempotency_claim('k', 'POST /x', 'other') $$, 'NGERR', 'key-reused', 'key__with_another_request_is_refused');
select tap.be('nguoila');
select is((select status from app.idempotency_claim('k', 'POST /x', 'other')), null::integer, 'key__is_of_one_person');
select is((select count(*) from app.idempotency), 1::bigint, 'key__no_condition_shows_only_ones_own (A4)');
