-- SPDX-License-Identifier: GPL-3.0-or-later
-- The chat beside a meeting (F8).

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.back();
create function pg_temp.last_message() returns uuid language sql security definer as $$ select id from app.chat_message order by id desc limit 1 $$;
create function pg_temp.older(by interval) returns void language sql security definer as $$ update app.chat_message set at = at - by $$;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select app.meeting_publish(id) from m;

select tap.be('chutri');
select throws_ok($$ select app.chat_set(id, '{"open": true}') from m $$, 'NGERR', 'wrong-state', 'chat__not_before_the_meeting');
select app.meeting_start(id) from m;
select is((select c ->> 'open' from m, app.chat_get(m.id) c), 'false', 'chat__is_off_until_the_chair_opens_it');
select tap.be('nguoila');
select is_empty('select app.chat_get(id) from m', 'chat__not_there_for_those_not_invited');
select is_empty($$ select app.chat_write(id, '{"body": "a"}') from m $$, 'chat__nor_to_be_written_to');
select throws_ok('select * from chat_message', '42501', null, 'chat__is_read_by_nobody_as_a_table');
select tap.be('xa.lanhdao');
select app.attendance_say(id, '{"state": "room"}') from m;
select throws_ok($$ select app.chat_write(id, '{"body": "a"}') from m $$, 'NGERR', 'conflict', 'chat__nobody_writes_to_a_closed_one');
select throws_ok($$ select app.chat_set(id, '{"open": true}') from m $$, 'NGERR', 'not-allowed', 'chat__is_opened_by_who_steers');
select tap.be('chutri');
select app.chat_set(id, '{"open": true}') from m;
select tap.be('xa2.lanhdao');
select throws_ok($$ select app.chat_write(id, '{"body": "a"}') from m $$, 'NGERR', 'not-allowed', 'chat__the_absent_do_not_write');
select is((select c ->> 'may_write' from m, app.chat_get(m.id) c), 'false', 'chat__and_know_it');

select tap.be('xa.lanhdao');
select is((select c ->> 'body' from m, app.chat_write(m.id, '{"body": "Xin gửi số liệu"}') c), 'Xin gửi số liệu', 'chat__who_is_there_writes');
select throws_ok($$ select app.chat_write(id, '{"body": "b"}') from m $$, 'NGERR', 'too-many-tries', 'chat__one_message_a_second');
select tap.be('xa2.lanhdao');
select is((select c #>> '{items,0,body}' from m, app.chat_get(m.id) c), 'Xin gửi số liệu', 'chat__everybody_in_the_meeting_reads_it');
select throws_ok($$ select app.chat_take_back(pg_temp.last_message()) $$, 'NGERR', 'not-allowed', 'chat__others_words_are_not_mine_to_take_back');
select throws_ok($$ select app.chat_hide(pg_temp.last_message(), '{"hidden": true}') $$, 'NGERR', 'not-allowed', 'chat__nor_to_hide');
select tap.be('nguoila');
select is_empty($$ select app.chat_take_back(pg_temp.last_message()) $$, 'chat__a_message_is_not_there_for_those_not_invited');

-- hidden with a trace
select tap.be('chutri');
select is((select c #>> '{hidden_by,full_name}' from app.chat_hide(pg_temp.last_message(), '{"hidden": true}') c), (select full_name from app.person where id = tap.id('chutri')), 'chat__the_chair_hides_a_message');
select is((select c #>> '{items,0,body}' from m, app.chat_get(m.id) c), 'Xin gửi số liệu', 'chat__what_is_hidden_is_kept_for_those_who_prepare');
select tap.be('xa2.lanhdao');
select is((select array[c #>> '{items,0,body}', c #>> '{items,0,hidden}'] from m, app.chat_get(m.id) c), array[null, 'true'], 'chat__what_is_hidden_is_not_read_by_members');
select tap.back();
select is((select count(*)::int from audit a where a.action = 'chat-hidden' and a.subject_id = (select id from m)), 1, 'chat__hiding_is_in_the_log');

-- one's own words, for some minutes
select pg_temp.older('2 minutes');
select tap.be('xa.lanhdao');
select is((select c ->> 'taken_back' from app.chat_take_back(pg_temp.last_message()) c), 'true', 'chat__ones_own_words_are_taken_back');
select app.chat_write(id, '{"body": "Hai"}') from m;
select pg_temp.older('6 minutes');
select throws_ok($$ select app.chat_take_back(pg_temp.last_message()) $$, 'NGERR', 'wrong-state', 'chat__not_after_some_minutes');
do $$ begin for n in 1..12 loop perform app.chat_write((select id from m), jsonb_build_object('body', n)); perform pg_temp.older('2 seconds'); end loop; end $$;
select throws_ok($$ select app.chat_write(id, '{"body": "13"}') from m $$, 'NGERR', 'too-many-tries', 'chat__twelve_messages_a_minute');
select tap.be('chutri');
select app.chat_set(id, '{"open": false}') from m;
select pg_temp.older('5 minutes');
select tap.be('xa.lanhdao');
select throws_ok($$ select app.chat_write(id, '{"body": "a"}') from m $$, 'NGERR', 'conflict', 'chat__closed_by_the_chair_is_closed (F8)');
select tap.back();
