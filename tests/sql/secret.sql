-- SPDX-License-Identifier: GPL-3.0-or-later
-- Secret votes in the database (F6, K7; rules 24, 30 to 32): who may what, and that a ballot leaves no trace of its own. Signatures are the server's to
-- check (tests/unit/blind.c, tests/http/secret.test.js); here any bytes do.

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('xa.phong'), 'role', 'guest')))) from m;
select app.meeting_publish(id) from m;
create temp table v as select (app.vote_create(m.id, jsonb_build_object('item_id', (select i.id from app.agenda_item i where i.meeting_id = m.id limit 1), 'title', 'Bầu', 'secret', true)) ->> 'id')::uuid as id from m;
select tap.be('chutri');
select app.meeting_start(id) from m;
do $$ declare w text; begin
    foreach w in array array['chutri', 'xa.lanhdao', 'xa2.lanhdao', 'xa.phong'] loop perform tap.be(w); perform app.attendance_say(m.id, '{"state": "room"}') from m; end loop;
end $$;
select tap.back();
grant select on v to nghisu_app;
create function pg_temp.take(who text, n integer, mandate text default null) returns jsonb language plpgsql as $$
begin
    perform tap.be(who);
    return (select app.secret_paper_take(v.id, jsonb_build_object('mandate_id', tap.id(coalesce(mandate, who)), 'blinded_hash', repeat('0' || n, 32), 'signature', repeat('a' || n, 256))) from v);
end $$;
create function pg_temp.nobody() returns void language sql as $$ select set_config('app.person_id', '', true), set_config('app.principals', '', true); $$;
create function pg_temp.drop_in(n integer, envelope text) returns jsonb language plpgsql as $$
begin
    perform pg_temp.nobody();
    return (select app.secret_ballot_drop(v.id, repeat('0' || n, 32), envelope) from v);
end $$;

select tap.be('xa.lanhdao');
select is_empty($$ select app.secret_hand_out_check(id) from v $$, 'secret_vote__that_is_only_prepared_is_not_there_for_members');
select tap.be('nguoila');
select is_empty($$ select app.secret_hand_out(id, '30') from v $$, 'secret_vote__is_not_there_for_a_stranger');
select tap.be('chutri');
select throws_ok($$ select app.vote_open(id) from v $$, 'NGERR', 'conflict', 'secret_vote__opens_by_handing_out');
select is((select j #>> '{box,phase}' from v, app.secret_hand_out(v.id, '3059') j), 'handing_out', 'papers__are_handed_out_by_who_steers');
select throws_ok($$ select app.secret_hand_out(id, '3058') from v $$, 'NGERR', 'wrong-state', 'key__is_not_changed_by_pressing_twice');
select is(pg_temp.take('xa.lanhdao', 1) ->> 'signature', repeat('a1', 256), 'paper__is_received');
select is(pg_temp.take('xa.lanhdao', 1) ->> 'signature', repeat('a1', 256), 'paper__asked_for_again_is_the_same (rule 30)');
select throws_ok($$ select pg_temp.take('xa.lanhdao', 2) $$, 'NGERR', 'duplicate', 'paper__is_one_a_mandate (rule 30)');
select throws_ok($$ select pg_temp.take('xa2.lanhdao', 3, 'xa.lanhdao') $$, 'NGERR', 'not-allowed', 'paper__is_for_a_mandate_of_ones_own');
select throws_ok($$ select pg_temp.take('xa.phong', 4) $$, 'NGERR', 'not-allowed', 'paper__guests_have_none');
select throws_ok($$ select pg_temp.take('thuky', 4) $$, 'NGERR', 'not-allowed', 'paper__nor_who_holds_no_mandate');
select lives_ok($$ select pg_temp.take('chutri', 5) $$, 'paper__the_chair_votes_too');
select throws_ok($$ select pg_temp.drop_in(1, 'ee') $$, 'NGERR', 'wrong-state', 'ballot__not_while_papers_are_handed_out (handing out ends before the box opens)');
select tap.be('xa.lanhdao');
select is((select j #> '{mine,0,received}' from v, app.secret_papers_get(v.id) j), 'true', 'papers__one_sees_ones_own');
select throws_ok($$ select app.secret_box_open(id) from v $$, 'NGERR', 'not-allowed', 'box__is_the_chairs_to_open');
select throws_ok(format($$ select app.attendance_set(m.id, '%s', '{"state": "absent"}') from m $$, tap.id('xa.lanhdao')), 'NGERR', 'not-allowed', 'attendance__is_the_secretarys');
select tap.be('thuky');
select throws_ok(format($$ select app.attendance_set(m.id, '%s', '{"state": "absent"}') from m $$, tap.id('xa.lanhdao')), 'NGERR', 'conflict', 'who_received_a_paper__is_not_marked_absent (rule 22)');
select tap.be('chutri');
select is((select j #>> '{box,phase}' from v, app.secret_box_open(v.id) j), 'box', 'box__opens');
select throws_ok($$ select pg_temp.take('xa2.lanhdao', 6) $$, 'NGERR', 'wrong-state', 'paper__who_comes_late_waits_for_the_next_vote');
select is(pg_temp.take('xa.lanhdao', 1) ->> 'signature', repeat('a1', 256), 'paper__received_before_is_given_again');

-- ballots: by nobody
select tap.back();
create temp table before as select (select count(*) from app.audit) as rows, (select max(revision) from app.meeting) as revision;
select set_config('role', 'nghisu_app', true);
select is(pg_temp.drop_in(1, 'ee01') ->> 'envelope', 'ee01', 'ballot__is_dropped_by_nobody_in_particular');
select is(pg_temp.drop_in(1, 'ee02') ->> 'envelope', 'ee01', 'ballot__a_second_under_the_same_tag_finds_the_first');
select is_empty(format($$ select app.secret_ballot_drop('%s', repeat('00', 32), 'ee') $$, gen_random_uuid()), 'ballot__for_a_box_that_is_not_there');
select is_empty('select id from app.vote', 'nobody__sees_the_vote_itself');
select throws_ok($$ select * from app.sealed_ballot $$, '42501', null, 'box__is_read_by_nobody');
select throws_ok($$ select * from app.secret_ballot $$, '42501', null, 'ballots__are_read_by_nobody');
select throws_ok($$ select * from app.ballot_paper $$, '42501', null, 'papers__are_read_by_nobody');
select throws_ok($$ select * from app.secret_vote $$, '42501', null, 'keys__are_read_by_nobody');
select tap.back();
select is((select count(*) from app.audit), (select rows from before), 'ballot__leaves_no_row_in_the_audit_log (rule 32)');
select is((select max(revision) from app.meeting), (select revision from before), 'ballot__tells_nobody_by_itself');
select is_empty($$ select a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid where c.relnamespace = 'app'::regnamespace
    and c.relname in ('ballot_paper', 'sealed_ballot', 'secret_ballot') and a.attnum > 0 and (t.typname ~ 'time|date' or a.attidentity <> '' or a.atthasdef) $$, 'ballots__have_no_time_and_no_number (rule 32)');

-- the end, announced; the count
select tap.be('chutri');
select throws_ok($$ select app.secret_count_begin(id) from v $$, 'NGERR', 'conflict', 'count__not_before_the_end_was_announced');
select throws_ok($$ select app.vote_close(id) from v $$, 'NGERR', 'conflict', 'secret_vote__closes_by_counting');
select is((select jsonb_build_array(j #> '{box,returned}', j -> 'counts', j -> 'result') from v, app.secret_last_call(v.id, '{"seconds": 10}') j), '[1, null, null]', 'count__is_only_how_many_came_back (rule 32)');
select throws_ok($$ select app.secret_count_begin(id) from v $$, 'NGERR', 'conflict', 'count__not_before_the_announced_end');
select throws_ok(format($$ select app.secret_list_get(id) from v $$), 'NGERR', 'wrong-state', 'list__not_before_the_count');
select tap.back();
update app.secret_vote s set ends_at = clock_timestamp() - interval '6 seconds' from v where s.vote_id = v.id;
select throws_ok($$ select pg_temp.drop_in(2, 'ee03') $$, 'NGERR', 'wrong-state', 'ballot__after_the_announced_end_is_late (rule 31)');
select is(pg_temp.drop_in(1, 'ee04') ->> 'envelope', 'ee01', 'ballot__that_lies_there_is_still_the_same');
select tap.be('xa2.lanhdao');
select throws_ok($$ select app.secret_count_begin(id) from v $$, 'NGERR', 'not-allowed', 'count__is_the_chairs');
select tap.be('chutri');
select is((select jsonb_build_array(j #> '{list,handed_out}', j #> '{list,returned}', j -> 'envelopes', j #> '{list,names,0,name}') from v, app.secret_count_begin(v.id) j),
    '[2, 1, ["ee01"], "Phạm Thị Hoà"]', 'count__has_what_lies_in_the_box_and_who_received_a_paper');
select is((select (j -> 'result') - 'quorum' - 'majority' - 'counts' from v, app.secret_count_end(v.id, jsonb_build_object('unreadable', 0, 'list', '{}', 'seal', 'S', 'ballots', jsonb_build_array(
        jsonb_build_object('serial', repeat('04', 65), 'prefix', repeat('05', 32), 'paper', '06', 'signature', repeat('07', 64), 'option_ids', (select jsonb_agg(o.id) from app.vote_option o where o.vote_id = v.id and o.position <= 2))))) j),
    '{"members": 3, "present": 3, "entitled": 3, "voted": 1, "valid": 0, "invalid": 1, "blank": 0, "unreadable": 0, "handed_out": 2, "returned": 1, "passed": false}', 'result__in_the_words_of_the_paper_ballot (rule 31)');
select is((select jsonb_object_agg(x #>> '{person,full_name}', x -> 'voted') from v, app.vote_get(v.id) j, jsonb_array_elements(j -> 'mandates') x),
    '{"Trần Quốc Thắng": true, "Phạm Thị Hoà": true, "Bùi Minh": false}', 'list_of_the_entitled__says_who_received_a_paper (rule 31)');
select tap.be('xa.lanhdao');
select throws_ok($$ select app.secret_list_get(id) from v $$, 'NGERR', 'wrong-state', 'list__is_for_all_when_it_is_published');
select tap.be('chutri');
select app.vote_publish(id) from v;
select tap.be('xa.lanhdao');
select is((select l from v, app.secret_list_get(v.id) l), '{}', 'list__is_published');
select tap.be('nguoila');
select is_empty($$ select app.secret_list_get(id) from v $$, 'list__is_not_there_for_a_stranger (rule 24)');
select tap.back();
select is_empty('select * from app.sealed_ballot', 'box__is_empty_after_the_count');
select is((select jsonb_agg(jsonb_build_array(j -> 'paper', j -> 'box')) from v, app.secret_keys_wanted(jsonb_build_array(v.id, gen_random_uuid())) j), '[[false, false], [null, null]]', 'keys__of_a_counted_vote_are_wanted_no_more');
