-- SPDX-License-Identifier: GPL-3.0-or-later
-- What many streams may follow, asked at once, is what each may follow that is asked alone (rule 24, A4).

create temp table m as select tap.meeting(null, 0) as id union all select tap.meeting(null, 0);
grant select on m to nghisu_app;
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.id('xa.lanhdao'), 'role', 'member'), jsonb_build_object('principal_id', tap.unit('BM.VH'), 'role', 'member')))) from m;
select app.meeting_publish(id) from (select id from m limit 1) x;
select tap.back();
-- everybody with a session, and one whose session has ended
create temp table s as select p.id as person, encode(sha256(convert_to(p.account, 'UTF8')), 'hex') as hash from app.person p;
insert into app.session (person_id, token_hash, idle_hours, expires_at) select person, hash, 8, now() + interval '8 hours' from s;
update app.person set must_change_password = false;
update app.session set ended_at = now() where token_hash = (select hash from s where person = tap.id('nguoila'));
create temp table asked as select n, s.person, s.hash, w.subjects
from s cross join (values ((select jsonb_agg('meeting:' || id) from m)), ((select jsonb_agg('meeting:' || id) || jsonb_agg('follow:' || id) from m)),
    ((select jsonb_agg('meeting:' || id) || '["document:00000000-0000-7000-8000-000000000000", "meeting:00000000-0000-7000-8000-000000000000"]' from m))) w (subjects)
cross join lateral (select row_number() over () as n) x;
update asked a set subjects = a.subjects || to_jsonb('person:' || a.person), n = x.n - 1 from (select ctid, row_number() over (order by person, subjects::text) as n from asked) x where x.ctid = a.ctid;
create temp table alone (n bigint, problem text, subject text, revision bigint);
create temp table together (n bigint, problem text, subject text, revision bigint);
grant all on asked, alone, together, s to nghisu_app;
set role nghisu_app;
do $$
declare a record;
begin
    for a in select * from asked order by n loop
        begin
            perform app.session_open(a.hash, '', false);
            insert into alone select a.n, null, e.subject, e.revision from app.event_subjects(a.subjects) e;
        exception when sqlstate 'NGERR' then
            insert into alone values (a.n, sqlerrm, null, null);
        end;
    end loop;
end $$;
insert into together select ord, problem, subject, revision
from app.stream_subjects((select jsonb_agg(jsonb_build_object('token_hash', hash, 'address', '', 'subjects', subjects) order by n) from asked));
reset role;
select results_eq('select * from together order by n, subject', 'select * from alone order by n, subject', 'streams__asked_together_may_follow_what_each_may_alone');
select ok((select count(*) > 20 and count(distinct subject) > 4 and bool_or(problem = 'signed-out') from together), 'streams__of_which_some_see_and_some_do_not');
select ok((select count(*) filter (where t.subject is null) > 10 from app.stream_subjects_together((select jsonb_agg(jsonb_build_object('token_hash', hash, 'address', '', 'subjects', subjects) order by n) from asked)) t),
    'streams__that_follow_meetings_are_answered_in_one_pass');
