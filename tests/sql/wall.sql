-- SPDX-License-Identifier: GPL-3.0-or-later
-- The screen in the room (F7; rule 24): its address and what it reads.

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select throws_ok($$ select app.wall_make(id, repeat('a', 64)) from m $$, 'NGERR', 'wrong-state', 'wall__not_of_a_draft');
select app.meeting_publish(id) from m;

select tap.be('nguoila');
select is_empty($$ select app.wall_make(id, repeat('a', 64)) from m $$, 'wall__not_there_for_those_not_invited');
select is_empty('select app.wall_get(id) from m', 'wall__nor_whether_there_is_one');
select is_empty('select app.wall_end(id) from m', 'wall__nor_to_be_ended');
select tap.be('xa.lanhdao');
select throws_ok($$ select app.wall_make(id, repeat('a', 64)) from m $$, 'NGERR', 'not-allowed', 'wall__is_made_by_who_steers');
select throws_ok('select app.wall_get(id) from m', 'NGERR', 'not-allowed', 'wall__whether_there_is_one_is_for_who_steers');
select throws_ok('select app.wall_end(id) from m', 'NGERR', 'not-allowed', 'wall__is_ended_by_who_steers');
select throws_ok('select * from wall', '42501', null, 'wall__is_read_by_nobody_as_a_table');

select tap.be('chutri');
select is((select w ->> 'active' from m, app.wall_make(m.id, repeat('a', 64)) w), 'true', 'wall__is_made_by_the_chair');
select is((select w ->> 'active' from m, app.wall_get(m.id) w), 'true', 'wall__who_steers_knows_that_there_is_one');
select app.meeting_start(id) from m;
select tap.back();
select is((select count(*)::int from audit where action = 'wall-made' and subject_id = (select id from m)), 1, 'wall__making_it_is_in_the_log');
select is((select w #>> '{item,title}' from app.wall_read(repeat('a', 64)) w), (select i.title from m join agenda_item i on i.meeting_id = m.id order by i.position limit 1),
    'wall__shows_the_item_that_is_on (F7)');
select is((select string_agg(subject, ',') from app.wall_subjects(repeat('a', 64))), (select 'wall:' || id from m), 'wall__its_stream_follows_only_its_own_subject');
select is_empty($$ select app.wall_read(repeat('b', 64)) $$, 'wall__another_address_shows_nothing');
select is_empty($$ select app.wall_subjects(repeat('b', 64)) $$, 'wall__another_address_hears_nothing');
select isnt((select seen_at from wall), null, 'wall__that_a_screen_looked_is_known');

-- rule 24: what a restricted item holds, and that it is on, is nowhere on the screen
update agenda_item i set audience_id = m.audience_id from app.meeting m where m.id = (select id from m) and i.meeting_id = m.id and i.position = 2;
select tap.be('chutri');
select app.desk_set(id, 'speech', '{"state": "open"}') from m;
select app.meeting_current(m.id, jsonb_build_object('item_id', i.id)) from m join app.agenda_item i on i.meeting_id = m.id and i.position = 2;
select app.speech_create(id, jsonb_build_object('queue', 'speech', 'topic', 'Lời kín')) from m;
select tap.back();
select is((select array[w ->> 'apart', w ->> 'item', w ->> 'speaking', w ->> 'waiting_count', w ->> 'vote', w ->> 'paper', w ->> 'current_since'] from app.wall_read(repeat('a', 64)) w),
    array['true', null, null, '0', null, null, null], 'wall__while_a_restricted_item_is_on_says_only_that_it_goes_on_in_a_smaller_circle (rule 24)');
select ok((select position((select i.title from m join agenda_item i on i.meeting_id = m.id and i.position = 2) in w::text) = 0 and position('Lời kín' in w::text) = 0
    from app.wall_read(repeat('a', 64)) w), 'wall__a_restricted_items_title_and_words_are_not_on_it (rule 24)');

-- its end
select tap.be('chutri');
select app.wall_make(id, repeat('c', 64)) from m;
select tap.back();
select is_empty($$ select app.wall_read(repeat('a', 64)) $$, 'wall__a_new_address_ends_the_one_before');
select isnt_empty($$ select app.wall_read(repeat('c', 64)) $$, 'wall__and_shows_the_same');
select tap.be('thuky');
select isnt_empty('select app.wall_end(id) from m', 'wall__is_taken_back_by_the_secretary');
select is_empty('select app.wall_end(id) from m', 'wall__once');
select tap.back();
select is_empty($$ select app.wall_read(repeat('c', 64)) $$, 'wall__taken_back_shows_nothing');
select tap.be('chutri');
select app.wall_make(id, repeat('d', 64)) from m;
select app.meeting_end(id) from m;
select tap.back();
select is_empty($$ select app.wall_read(repeat('d', 64)) $$, 'wall__ends_with_the_meeting');
select is_empty('select from wall w join m on m.id = w.meeting_id', 'wall__of_an_ended_meeting_is_forgotten');
