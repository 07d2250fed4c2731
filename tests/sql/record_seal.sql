-- SPDX-License-Identifier: GPL-3.0-or-later
-- The sealed record (G3, K8; rules 11, 24, 31, 34): who asks, what it holds, what it leaves out. The repositories are tests/http/record_seal.test.js.

create temp table d as select tap.document('thuky', 'Báo cáo chung') as open, tap.document('thuky', 'Hồ sơ kín') as apart;
grant select on d to nghisu_app;
select tap.version('thuky', open, 1), tap.version('thuky', apart, 1) from d;
create temp table m as select tap.meeting(open, 1) as id from d;
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
create temp table r as select (x ->> 'id')::uuid as id from m, d, app.agenda_item_create(m.id, jsonb_build_object('title', 'Nhân sự riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa.lanhdao')),
    'papers', jsonb_build_array(jsonb_build_object('document_id', d.apart, 'version', 1)))) g, jsonb_array_elements(g -> 'items') x where x ->> 'title' = 'Nhân sự riêng';
grant select on r to nghisu_app;
select app.meeting_publish(id) from m;
select throws_ok('select app.record_ask(id) from m', 'NGERR', 'wrong-state', 'record__not_before_the_end');
select tap.be('chutri');
select app.meeting_start(id) from m;
select app.desk_set(id, 'speech', '{"state": "open"}') from m;
select tap.be('thuky');
select app.attendance_set(id, tap.id('xa2.lanhdao'), '{"state": "excused", "reason": "Lý do ốm"}') from m;
select tap.be('xa.lanhdao');
select app.attendance_say(id, '{"state": "room"}') from m;
select app.speech_create(id, '{"queue": "speech", "topic": "Việc chung"}') from m;
select tap.be('chutri');
select app.speech_call(s.id) from app.speech s where s.topic = 'Việc chung';
select app.speech_end(s.id) from app.speech s where s.topic = 'Việc chung';
select app.meeting_current(m.id, jsonb_build_object('item_id', r.id)) from m, r;
select tap.be('xa.lanhdao');
select app.speech_create(id, '{"queue": "speech", "topic": "Chuyện riêng"}') from m;
select tap.be('chutri');
select app.speech_call(s.id) from app.speech s where s.topic = 'Chuyện riêng';
select app.speech_end(s.id) from app.speech s where s.topic = 'Chuyện riêng';
select app.conclusion_create(m.id, '{"text": "Thống nhất việc chung"}') from m;
select app.conclusion_create(m.id, jsonb_build_object('text', 'Thống nhất việc riêng', 'item_id', r.id)) from m, r;
select app.conclusion_create(m.id, jsonb_build_object('text', 'Còn nháp', 'draft', true)) from m;
select tap.back();
-- votes as they stand after closing (their acts are tests/sql/vote.sql's)
insert into app.vote (meeting_id, item_id, position, title, method, words, state, opened_at, closed_at, published_at, result, document_id, version, author_id)
select m.id, i.id, x.n, x.title, 'approve', 'agree', x.state, now(), now(), case when x.state = 'published' then now() end, '{"counts": [{"count": 1234567}]}', case when i.audience_id is null then d.open end, case when i.audience_id is null then 1 end, tap.id('chutri')
from m, d, app.agenda_item i, (values (1, 'Thông qua báo cáo', 'published', 'Mục một'), (2, 'Chưa công bố', 'closed', 'Mục một'), (1, 'Phương án riêng', 'published', 'Nhân sự riêng')) x (n, title, state, item)
where i.meeting_id = m.id and i.title = x.item;
insert into app.vote_option (vote_id, position, label, meaning) select v.id, 1, 'Đồng ý', 'for' from app.vote v, m where v.meeting_id = m.id;
insert into app.vote_mandate (vote_id, person_id, voter_id, ord, voted) select v.id, tap.id('xa.lanhdao'), tap.id('xa.lanhdao'), 1, true from app.vote v, m where v.meeting_id = m.id;
insert into app.ballot (vote_id, person_id, voter_id, option_ids) select v.id, tap.id('xa.lanhdao'), tap.id('xa.lanhdao'), array[o.id] from app.vote v join app.vote_option o on o.vote_id = v.id, m where v.meeting_id = m.id;
select tap.be('chutri');
select app.meeting_end(id) from m;
select tap.be('xa.lanhdao');
select throws_ok('select app.record_ask(id) from m', 'NGERR', 'not-allowed', 'record__is_asked_for_by_who_steers');
select is((select app.record_get(id) -> 'may_seal' from m), 'false', 'record__a_member_may_not_ask');
select tap.be('nguoila');
select is_empty('select app.record_get(id) from m', 'record__not_there_for_those_not_in_the_meeting (A4)');
select is_empty('select app.record_ask(id) from m', 'record__nor_to_be_asked_for');
select tap.be('thuky');
select is((select app.record_ask(id) #>> '{items,0,state}' from m), 'queued', 'record__waits_to_be_sealed');
select is((select jsonb_array_length(app.record_ask(id) -> 'items') from m), 1, 'record__asked_twice_waits_once');
select tap.be('chutri');
select is_empty('select * from app.record_file((select id from m))', 'record__nothing_to_take_before_it_is_sealed');

-- what it holds
select tap.back();
create temp table c as select * from app.record_claim();
create temp table f as select c.contents -> 'files' as files, c.contents #> '{parts,0}' as part, c.contents as whole from c;
select is((select count(*) from c), 1::bigint, 'claim__takes_one');
select is((select author_name from c), 'Đỗ Thị Thanh Hà', 'claim__its_author_is_who_asked');
select is((select files #>> '{record.json,interim}' from f), 'true', 'record__before_the_minutes_says_so');
select is((select jsonb_agg(i ->> 'title') from f, jsonb_array_elements(files -> 'agenda.json') i), '["Mục một", "Mục hai"]', 'record__has_the_agenda');
select is((select array[p ->> 'version', p ->> 'commit', p #>> '{files,0,sha256}'] from f, jsonb_array_elements(files -> 'papers.json') p), array['1', 'c1', repeat('a', 64)], 'record__papers_with_version_commit_and_hash');
select is((select array[s ->> 'topic', s ->> 'state'] from f, jsonb_array_elements(files -> 'speeches.json') s), array['Việc chung', 'ended'], 'record__has_the_speeches');
select is((select array[v ->> 'version', v #>> '{entitled,0,person,name}', v #>> '{entitled,0,option_ids,0}'] from f, jsonb_array_elements(files -> 'votes.json') v where v ->> 'title' = 'Thông qua báo cáo'),
    (select array['1', 'Phạm Thị Hoà', o.id::text] from app.vote v join app.vote_option o on o.vote_id = v.id where v.title = 'Thông qua báo cáo'), 'record__votes_on_their_version_with_ballots_by_name (rules 11, 31)');
select is((select array[v ->> 'result', v ->> 'entitled'] from f, jsonb_array_elements(files -> 'votes.json') v where v ->> 'title' = 'Chưa công bố'), array[null, null], 'record__of_a_vote_not_published_only_that_it_was_held');
select is((select jsonb_agg(x ->> 'text') from f, jsonb_array_elements(files -> 'conclusions.json') x), '["Thống nhất việc chung"]', 'record__conclusions_that_were_stated');
select is((select jsonb_agg(a ->> 'state' order by a ->> 'state') from f, jsonb_array_elements(files #> '{attendance.json,roll}') a), '["excused", "not_called", "room"]', 'record__has_the_roll');
select ok((select whole::text !~ 'Lý do ốm' and whole::text !~ 'Còn nháp' from f), 'record__leaves_out_reasons_of_absence_and_drafts');
select is((select e ->> 'id' from f, jsonb_array_elements(files -> 'events.json') e where e ->> 'kind' = 'meeting-started'), (select a.id::text from app.audit a, m where a.subject_id = m.id and a.action = 'meeting-started'), 'record__events_by_their_ids (rule 34)');

-- rule 24
select ok((select files::text !~* 'riêng' and files::text !~ 'Hồ sơ kín' and position(r.id::text in files::text) = 0 and position(d.apart::text in files::text) = 0 and (whole -> 'roll')::text !~* 'riêng' from f, r, d), 'record__no_word_of_a_restricted_item_in_the_common_one (rule 24)');
select is((select array[part ->> 'item_id', part #>> '{item,agenda,0,title}', part #>> '{item,papers,0,subject}', part #>> '{item,speeches,0,topic}', part #>> '{item,votes,0,title}', part #>> '{item,conclusions,0,text}'] from f),
    (select array[r.id::text, 'Nhân sự riêng', 'Hồ sơ kín', 'Chuyện riêng', 'Phương án riêng', 'Thống nhất việc riêng'] from r), 'record__the_restricted_item_whole_in_its_own (rule 24)');
select ok((select count(*) > 0 from f, jsonb_array_elements(part #> '{item,events}') e where e ->> 'kind' = 'meeting-moved'), 'record__its_events_with_it');

-- sealed
select app.record_failed(id, 'disk-full') from c;
select is_empty('select * from app.record_claim()', 'record__a_failed_one_waits_before_the_next_try');
select tap.be('thuky');
select is((select app.record_get(id) #>> '{items,0,failing}' from m), 'true', 'record__says_that_it_fails');
select tap.back();
update app.meeting_record set try_at = now();
select app.record_sealed(c.id, jsonb_build_object('commit', repeat('b', 40), 'manifest', repeat('c', 64), 'key', 'SHA256:x', 'interim', true, 'parts', jsonb_build_array(jsonb_build_object('item_id', r.id, 'commit', repeat('d', 40), 'commitment', repeat('e', 64))))) from c, r;
select throws_ok(format($$ select app.record_sealed(%L, '{"commit": "%s", "manifest": "%s", "interim": true, "parts": []}') $$, (select id from c), repeat('1', 40), repeat('2', 64)), 'NGERR', 'wrong-state', 'record__is_sealed_once');
select tap.be('xa2.lanhdao');
select is((select array[x #>> '{items,0,commit}', x ->> 'restricted'] from m, app.record_get(m.id) x), array[repeat('b', 40), '[]'], 'record__of_restricted_parts_others_are_told_nothing (rule 24)');
select is_empty('select p.* from r, app.item_record_file(r.id) p', 'record__nor_given_them (rule 24)');
select is((select count(*) from app.meeting_record_part), 0::bigint, 'record__nor_by_any_condition (A4)');
select is((select versions::text from m, app.record_file(m.id)), format('[{"number" : 1, "commit" : "%s"}]', repeat('b', 40)), 'record__a_member_takes_the_common_one');
select tap.be('xa.lanhdao');
select is((select x #>> '{restricted,0,commitment}' from m, app.record_get(m.id) x), repeat('e', 64), 'record__the_circle_is_told_of_its_part');
select isnt_empty('select p.* from r, app.item_record_file(r.id) p', 'record__and_takes_it');
select tap.be('nguoila');
select is_empty('select p.* from m, app.record_file(m.id) p', 'record__others_take_nothing (A4)');
select is_empty('select p.* from r, app.item_record_file(r.id) p', 'record__of_neither (A4)');

-- the closing
select tap.back();
update app.meeting x set state = 'closed' from m where x.id = m.id;
select is((select array[r.number::text, r.state, r.interim::text] from app.meeting_record r, m where r.meeting_id = m.id and r.state = 'queued'), array['2', 'queued', 'false'], 'closing__asks_for_the_record_by_itself');
select is((select array[parent, number::text, contents #>> '{files,record.json,interim}', contents #>> '{parts,0,parent}'] from app.record_claim()), array[repeat('b', 40), '2', 'false', repeat('d', 40)], 'record__a_later_sealing_follows_the_earlier');
select ok((select count(*) = 1 from m, app.sweep_documents(null) s where s.document_id = m.id) and (select count(*) = 1 from r, app.sweep_documents(null) s where s.document_id = r.id), 'sweep__knows_records');
