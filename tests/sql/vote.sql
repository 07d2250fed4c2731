-- SPDX-License-Identifier: GPL-3.0-or-later
-- Votes (F5, K2; rules 11, 22, 24, 25, 29 to 33).

create temp table d as select tap.document('thuky', 'Dự thảo quy chế') as id;
grant select on d to nghisu_app;
select tap.version('thuky', id, 1) from d;
create temp table m as select tap.meeting(d.id, 1) as id from d;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('xa.phong'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('chuyenvien'), 'role', 'guest')))) from m;
select app.meeting_publish(id) from m;
select tap.back();
create temp table i as select x.id, x.position from app.agenda_item x, m where x.meeting_id = m.id;
create temp table p as select x.id from app.paper x join i on i.id = x.item_id;
grant select on i, p to nghisu_app;
create function pg_temp.item(n integer) returns uuid language sql as $$ select id from i where position = n $$;
create temp table made (name text primary key, id uuid);
grant select, insert on made to public;
create function pg_temp.vote(name text) returns uuid language sql as $$ select m.id from made m where m.name = vote.name $$;
-- Prepared by whoever is the caller.
create function pg_temp.prepare(name text, b jsonb) returns jsonb language plpgsql as $$
declare
    j jsonb := (select app.vote_create(m.id, jsonb_build_object('item_id', pg_temp.item(1), 'title', name) || b) from m);
begin
    insert into made values (name, (j ->> 'id')::uuid);
    return j;
end $$;
create function pg_temp.option(name text, n integer) returns uuid language sql security definer as $$ select o.id from app.vote_option o join made m on m.id = o.vote_id where m.name = option.name and o.position = n $$;
create function pg_temp.cast_for(who text, name text, n integer, more jsonb default '{}') returns jsonb language plpgsql as $$
begin
    perform tap.be(who);
    return (select app.ballot_cast(pg_temp.vote(name), jsonb_build_object('option_ids', jsonb_build_array(pg_temp.option(name, n))) || more));
end $$;
create function pg_temp.act(who text, what text, name text) returns jsonb language sql as $$ select tap.as_json(who, format('select app.vote_%s(%L)', what, pg_temp.vote(name))) $$;
create function pg_temp.present(variadic who text[]) returns void language plpgsql as $$
declare w text;
begin
    foreach w in array who loop
        perform tap.be(w);
        perform app.attendance_say(m.id, '{"state": "room"}') from m;
    end loop;
end $$;

-- preparing (rule 29) and what is stated (rule 33)
select tap.be('thuky');
select is((select jsonb_build_array(j -> 'method', j -> 'words', j -> 'majority', j -> 'majority_of', j -> 'quorum', j -> 'state', j #> '{options,2,label}', j #> '{options,2,meaning}')
    from pg_temp.prepare('một', jsonb_build_object('paper_id', (select id from p), 'page', 2)) j), '["approve", "agree", "half", "members", "half", "created", "Ý kiến khác", "other"]',
    'vote__prepared_states_its_rule, more than half of all members unless said otherwise (rule 33)');
select is((select jsonb_agg(x ->> 'label') from pg_temp.prepare('hai', '{"words": "approve", "majority": "two_thirds", "majority_of": "voting", "live_counts": true}') j, jsonb_array_elements(j -> 'options') x),
    '["Tán thành", "Không tán thành", "Không biểu quyết"]', 'vote__has_the_words_chosen');
select throws_ok($$ select pg_temp.prepare('x', '{"method": "choose_one", "options": ["Một"]}') $$, 'NGERR', 'missing-field', 'options__two_at_least');
select throws_ok($$ select pg_temp.prepare('x', '{"method": "choose_one", "options": ["Một", "MỘT "]}') $$, 'NGERR', 'duplicate', 'options__differ');
select throws_ok($$ select pg_temp.prepare('x', '{"options": ["Một", "Hai"]}') $$, 'NGERR', 'conflict', 'options__an_approval_has_its_own');
select throws_ok($$ select pg_temp.prepare('x', '{"method": "choose_several", "options": ["Một", "Hai"], "most_choices": 3}') $$, 'NGERR', 'out-of-range', 'most_choices__no_more_than_there_are');
select throws_ok(format($$ select pg_temp.prepare('x', '{"paper_id": "%s"}') $$, gen_random_uuid()), 'NGERR', 'unknown-reference', 'paper__is_one_of_the_item');
select throws_ok($$ select app.vote_create(id, jsonb_build_object('item_id', app.me(), 'title', 'x')) from m $$, 'NGERR', 'unknown-reference', 'item__is_one_of_the_meeting');
select lives_ok($$ select pg_temp.prepare('ba', '{"method": "choose_several", "options": ["Một", "Hai", "Ba"], "most_choices": 2}') $$, 'vote__of_several_options');
select throws_ok(format('select app.vote_change(%L, 7, %L)', pg_temp.vote('một'), '{"title": "Khác"}'), 'NGERR', 'lost-race', 'vote__edits_do_not_overwrite_each_other');
select is((select jsonb_build_array(j -> 'title', j -> 'method', jsonb_array_length(j -> 'options'), j -> 'edit_version') from app.vote_change(pg_temp.vote('ba'), 1, '{"title": "Bầu", "method": "choose_one"}') j),
    '["Bầu", "choose_one", 3, 2]', 'vote__is_changed_while_created (rule 29)');
select app.vote_change(pg_temp.vote('ba'), null, '{"method": "choose_several", "most_choices": 2}');
select app.vote_place(pg_temp.vote('ba'), jsonb_build_object('before_id', pg_temp.vote('một')));
select is((select jsonb_agg(x ->> 'title') from m, app.vote_list(m.id, null) l, jsonb_array_elements(l -> 'items') x), '["Bầu", "một", "hai"]', 'vote__is_put_before_another');
select app.vote_place(pg_temp.vote('ba'), '{}');
select tap.be('xa.lanhdao');
select is((select l -> 'items' from m, app.vote_list(m.id, null) l), '[]', 'vote__prepared_is_not_there_for_members');
select is_empty($$ select app.vote_get(pg_temp.vote('một')) $$, 'vote__prepared_is_not_there_by_its_id');
select is((select count(*) from app.vote), 0::bigint, 'vote__no_condition_shows_more (A4)');
select throws_ok($$ select app.vote_create(id, jsonb_build_object('item_id', pg_temp.item(1), 'title', 'x')) from m $$, 'NGERR', 'not-allowed', 'vote__is_prepared_by_who_prepares');
select throws_ok('select result from app.vote', '42501', null, 'result__is_read_through_functions_alone');
select tap.be('nguoila');
select is_empty('select app.vote_list(id, null) from m', 'votes__are_not_there_for_strangers (A4)');

-- ready, and opening
select throws_ok($$ select pg_temp.act('chutri', 'open', 'một') $$, 'NGERR', 'wrong-state', 'vote__opens_in_a_meeting_that_runs');
select tap.be('chutri');
select app.meeting_start(id) from m;
select is((select j -> 'ready' from pg_temp.act('chutri', 'ready_ask', 'một') j), '0', 'ready__is_asked_by_the_chair');
select pg_temp.present('xa.lanhdao', 'xa.phong', 'chuyenvien', 'chutri');
select tap.be('xa.lanhdao');
select app.vote_ready_say(pg_temp.vote('một'));
select app.vote_ready_say(pg_temp.vote('một'));
select tap.be('xa2.lanhdao');
select throws_ok($$ select app.vote_ready_say(pg_temp.vote('một')) $$, 'NGERR', 'not-allowed', 'ready__are_those_present');
select tap.be('chuyenvien');
select throws_ok($$ select app.vote_ready_say(pg_temp.vote('một')) $$, 'NGERR', 'not-allowed', 'ready__no_guest');
select is((select j -> 'ready' from app.vote_get(pg_temp.vote('một')) j), '1', 'ready__each_counts_once');
select throws_ok($$ select pg_temp.act('xa.lanhdao', 'open', 'một') $$, 'NGERR', 'not-allowed', 'vote__is_opened_by_who_steers');
select is((select jsonb_build_array(j -> 'state', j #> '{paper,version}', j #> '{paper,newer}', j -> 'entitled') from pg_temp.act('chutri', 'open', 'một') j), '["open", 1, false, 3]',
    'vote__opened_bears_the_version_of_its_paper (rule 11)');
select throws_ok($$ select pg_temp.act('chutri', 'open', 'hai') $$, 'NGERR', 'conflict', 'vote__one_at_a_time');
select throws_ok($$ select pg_temp.act('chutri', 'open', 'một') $$, 'NGERR', 'wrong-state', 'vote__opens_once (rule 29)');
select tap.be('thuky');
select throws_ok($$ select app.vote_change(pg_temp.vote('một'), null, '{"majority": "all"}') $$, 'NGERR', 'wrong-state', 'vote__is_frozen_from_opening_on (rule 29)');
select throws_ok($$ select app.vote_delete(pg_temp.vote('một')) $$, 'NGERR', 'wrong-state', 'vote__opened_is_not_deleted (rule 29)');

-- ballots (rule 30)
select is((select j -> 'option_ids' from pg_temp.cast_for('xa.lanhdao', 'một', 1) j), jsonb_build_array(pg_temp.option('một', 1)), 'ballot__is_taken');
select is((select j -> 'option_ids' from pg_temp.cast_for('xa.lanhdao', 'một', 1) j), jsonb_build_array(pg_temp.option('một', 1)), 'ballot__the_same_again_is_the_same (rule 30)');
select throws_ok($$ select pg_temp.cast_for('xa.lanhdao', 'một', 2) $$, 'NGERR', 'duplicate', 'ballot__another_choice_is_refused (rule 30)');
select throws_ok($$ select pg_temp.cast_for('xa2.lanhdao', 'một', 1) $$, 'NGERR', 'not-allowed', 'ballot__only_who_is_present_votes (rule 30)');
select throws_ok($$ select pg_temp.cast_for('chuyenvien', 'một', 1) $$, 'NGERR', 'not-allowed', 'ballot__no_guest_votes (rule 30)');
select tap.be('chuyenvien');
select is((select j ->> 'why_not' from app.vote_get(pg_temp.vote('một')) j), 'guest', 'vote__says_why_one_does_not_vote');
select throws_ok($$ select pg_temp.cast_for('thuky', 'một', 1) $$, 'NGERR', 'not-allowed', 'ballot__nor_a_secretary_without_a_seat');
select tap.be('nguoila');
select is_empty($$ select app.ballot_cast(pg_temp.vote('một'), '{"option_ids": []}') $$, 'ballot__not_there_for_strangers');
select tap.be('xa.phong');
select throws_ok(format($$ select app.ballot_cast(pg_temp.vote('một'), '{"option_ids": ["%s"]}') $$, pg_temp.option('hai', 1)), 'NGERR', 'unknown-reference', 'ballot__with_an_option_that_is_not_there_is_refused');
select throws_ok($$ select app.ballot_cast(pg_temp.vote('một'), jsonb_build_object('option_ids', jsonb_build_array(pg_temp.option('một', 1), pg_temp.option('một', 2)))) $$, 'NGERR', 'out-of-range', 'ballot__one_option');
select throws_ok($$ select pg_temp.cast_for('xa.phong', 'một', 1, '{"words": "Vì"}') $$, 'NGERR', 'conflict', 'words__are_of_another_opinion');
select is((select j ->> 'words' from pg_temp.cast_for('xa.phong', 'một', 3, '{"words": " Đề nghị bổ sung "}') j), 'Đề nghị bổ sung', 'other_opinion__is_put_into_words (rule 33)');
select tap.be('chutri');
select is((select jsonb_build_array(j -> 'voted', j -> 'counts', j -> 'result') from app.vote_get(pg_temp.vote('một')) j), '[2, null, null]', 'counts__stay_hidden_until_closing, from the chair too (rule 32)');
select is((select jsonb_agg(jsonb_build_array(x -> 'voted', x -> 'option_ids') order by x #>> '{person,full_name}') from app.vote_get(pg_temp.vote('một')) j, jsonb_array_elements(j -> 'mandates') x),
    '[[false, null], [true, null], [false, null], [true, null]]', 'vote__who_prepares_sees_who_has_not_voted_and_nobody_what (rule 32)');
select is((select count(*) from app.ballot), 0::bigint, 'ballot__not_even_the_chair_sees_it_while_it_runs (A4)');

-- rules 22 and 25
select throws_ok(format($$ select app.attendance_set(id, %L, '{"state": "absent"}') from m $$, tap.id('xa.lanhdao')), 'NGERR', 'conflict', 'attendance__who_voted_was_there (rule 22)');
select throws_ok(format($$ select app.item_attendance_set(%L, %L, '{"present": false}') $$, pg_temp.item(1), tap.id('xa.lanhdao')), 'NGERR', 'conflict', 'item_attendance__who_voted_on_it_was_there (rule 22)');
select lives_ok(format($$ select app.item_attendance_set(%L, %L, '{"present": false}') $$, pg_temp.item(2), tap.id('xa.lanhdao')), 'item_attendance__for_another_item_they_may_have_left');
select throws_ok('select app.meeting_end(id) from m', 'NGERR', 'conflict', 'meeting__does_not_end_with_an_open_vote (rule 25)');

-- pause, close (rule 31), publish
select is((select j ->> 'state' from pg_temp.act('chutri', 'pause', 'một') j), 'paused', 'vote__pauses');
select throws_ok($$ select pg_temp.cast_for('chutri', 'một', 1) $$, 'NGERR', 'wrong-state', 'ballot__none_while_it_is_paused (rule 29)');
select is((select j ->> 'state' from pg_temp.act('chutri', 'resume', 'một') j), 'open', 'vote__goes_on');
select pg_temp.cast_for('chutri', 'một', 1);
select tap.back();
select app.vote_tick();
select is((select told ->> 'voted' from app.vote where id = pg_temp.vote('một')), '3', 'tick__tells_how_many');
select is((select told -> 'counts' from app.vote where id = pg_temp.vote('một')), 'null', 'tick__and_no_hidden_count (rule 32)');
select is((select jsonb_build_array(r -> 'members', r -> 'present', r -> 'entitled', r -> 'voted', r #> '{counts,0,count}', r #> '{counts,2,count}', r #> '{majority,needed}', r #> '{quorum,met}', r -> 'passed')
    from pg_temp.act('chutri', 'close', 'một') j, lateral (select j -> 'result' as r) x), '[4, 3, 3, 3, 2, 1, 3, true, false]', 'result__two_of_four_members_are_not_more_than_half (rule 33)');
select is((select j -> 'mandates' -> 0 -> 'option_ids' -> 0 from app.vote_get(pg_temp.vote('một')) j), to_jsonb(pg_temp.option('một', 1)), 'list__for_the_minutes_says_who_chose_what');
select throws_ok($$ select pg_temp.cast_for('xa2.lanhdao', 'một', 1) $$, 'NGERR', 'wrong-state', 'ballot__after_closing_is_refused (rule 31)');
select lives_ok($$ select pg_temp.cast_for('xa.lanhdao', 'một', 1) $$, 'ballot__whose_answer_was_lost_is_answered_again');
select is((select jsonb_build_array(j -> 'result', j -> 'mandates') from app.vote_get(pg_temp.vote('một')) j), '[null, null]', 'result__is_told_when_it_is_published');
select is((select count(*) from app.ballot b where b.voter_id <> app.me()), 0::bigint, 'ballot__of_others_not_before_either (A4)');
select tap.back();
create temp table fixed as select v.result, (select jsonb_agg(to_jsonb(x) order by x.person_id) from app.vote_mandate x where x.vote_id = v.id) as list from app.vote v where v.id = pg_temp.vote('một');
select tap.be('thuky');
select app.attendance_set(id, tap.id('xa2.lanhdao'), '{"state": "room"}') from m;
select throws_ok(format($$ select app.attendance_set(id, %L, '{}') from m $$, tap.id('xa.lanhdao')), 'NGERR', 'conflict', 'attendance__who_voted_was_there_after_closing_too (rule 22)');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select tap.version('thuky', id, 2) from d;
select tap.back();
select is((select row(v.result, (select jsonb_agg(to_jsonb(x) order by x.person_id) from app.vote_mandate x where x.vote_id = v.id))::text from app.vote v where v.id = pg_temp.vote('một')),
    (select row(result, list)::text from fixed), 'result__and_list_are_fixed_whoever_comes_or_goes (rule 31)');
select is((select jsonb_build_array(j #> '{result,passed}', j #> '{paper,version}', jsonb_array_length(j -> 'mandates')) from pg_temp.act('chutri', 'publish', 'một') j), '[false, 1, 3]', 'vote__is_published');
select is((select j #> '{paper,newer}' from tap.as_json('thuky', format('select app.vote_get(%L)', pg_temp.vote('một'))) j), 'true', 'vote__on_a_version_that_is_no_longer_the_newest_says_so (rule 11)');
select tap.be('xa.lanhdao');
select is((select jsonb_build_array(j #> '{result,voted}', jsonb_array_length(j -> 'mandates')) from app.vote_get(pg_temp.vote('một')) j), '[3, 3]', 'result__published_is_everybodys');
select is((select jsonb_build_array(r -> 'voted', r -> 'needed', jsonb_array_length(r -> 'rows')) from app.vote_register(pg_temp.vote('một')) r), '["3", "3", 3]', 'register__holds_it');
select throws_ok($$ select pg_temp.act('chutri', 'publish', 'một') $$, 'NGERR', 'wrong-state', 'vote__is_published_once (rule 29)');

-- live counts, two thirds of those voting
select pg_temp.act('chutri', 'open', 'hai');
select pg_temp.cast_for('xa.lanhdao', 'hai', 1);
select pg_temp.cast_for('chutri', 'hai', 1);
select is((select jsonb_path_query_array(j, '$.counts[*].count') from tap.as_json('xa2.lanhdao', format('select app.vote_get(%L)', pg_temp.vote('hai'))) j), '[2, 0, 0]', 'counts__live_are_seen_by_all (rule 32)');
select pg_temp.cast_for('xa2.lanhdao', 'hai', 3);
select is((select jsonb_build_array(r #> '{majority,base}', r #> '{majority,needed}', r -> 'passed', r -> 'members') from pg_temp.act('chutri', 'close', 'hai') j, lateral (select j -> 'result' as r) x), '[3, 2, true, 3]',
    'result__two_thirds_of_those_voting, abstentions among them (rule 33)');
select tap.back();
select is((select array_agg(app.vote_needed(s, n) order by s, n) from unnest('{all,half,three_quarters,two_thirds}'::text[]) s, generate_series(0, 7) n),
    '{1,1,2,3,4,5,6,7,1,1,2,2,3,3,4,4,1,1,2,3,3,4,5,6,1,1,2,2,3,4,4,5}'::integer[], 'majority__is_computed_exactly (rule 33)');

-- several options; the quorum
select tap.be('thuky');
select app.vote_change(pg_temp.vote('ba'), null, '{"majority_of": "present", "quorum": "three_quarters"}');
select pg_temp.act('chutri', 'open', 'ba');
select tap.be('xa.lanhdao');
select app.ballot_cast(pg_temp.vote('ba'), jsonb_build_object('option_ids', jsonb_build_array(pg_temp.option('ba', 3), pg_temp.option('ba', 1))));
select throws_ok($$ select pg_temp.cast_for('chutri', 'ba', 1, jsonb_build_object('option_ids', jsonb_build_array(pg_temp.option('ba', 1), pg_temp.option('ba', 2), pg_temp.option('ba', 3)))) $$, 'NGERR', 'out-of-range', 'ballot__no_more_choices_than_allowed');
select pg_temp.cast_for('chutri', 'ba', 1);
select is((select jsonb_build_array(jsonb_path_query_array(r, '$.counts[*].count'), jsonb_path_query_array(r, '$.counts[*].reached'), r -> 'passed') from pg_temp.act('chutri', 'close', 'ba') j, lateral (select j -> 'result' as r) x),
    '[[2, 0, 1], [true, false, false], null]', 'result__of_several_says_which_reached_the_majority (rule 33)');
select tap.be('chutri');
select isnt_empty('select app.meeting_end(id) from m', 'meeting__ends_when_no_vote_is_open (rule 25)');
