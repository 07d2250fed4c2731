-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What many event streams may follow (0063), for a meeting of thousands: the
-- rights of all that follow only meetings and themselves in one pass, by the
-- same tests as for one (0003, 0066), which tests/sql compares. Every other
-- stream, and one whose session is not well, is answered by itself.

set local search_path = app;

-- A row a subject that is seen, and one without a subject for each stream that is answered here.
create function stream_subjects_together(asked jsonb) returns table (ord integer, subject text, revision bigint)
language plpgsql stable security definer set plan_cache_mode = force_generic_plan as $$
declare
    day date := app.today();
begin
    return query with recursive a as materialized (
        select n::integer - 1 as n, x ->> 'token_hash' as hash, x -> 'subjects' as subjects from jsonb_array_elements(asked) with ordinality l (x, n)
    ), wanted as materialized (
        select a.n, s, split_part(s, ':', 1) as kind, split_part(s, ':', 2)::uuid as thing
        from a cross join lateral (select distinct jsonb_array_elements_text(a.subjects)) d (s)
        where s ~ '^(meeting|person|follow):[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
    ), m as materialized (
        select m.id, m.audience_id, m.revision,
            coalesce((select f.turn from app.follow f join app.agenda_item i on i.id = f.item_id where f.meeting_id = m.id and i.audience_id is null), 0)::bigint as turn
        from app.meeting m where m.id in (select w.thing from wanted w where w.kind <> 'person')
    ), session as materialized ( -- well, and of one who asks for nothing but this
        select a.n, s.person_id from a join app.session s on s.token_hash = a.hash and s.ended_at is null and s.expires_at > now()
        join app.person p on p.id = s.person_id and p.state = 'active' and not p.must_change_password
        where jsonb_array_length(a.subjects) = (select count(*) from wanted w where w.n = a.n and (w.kind = 'person' or w.thing in (select m.id from m)))
    ), up (person_id, id, is_agency) as (
        select h.person_id, u.id, u.is_agency from app.position h join app.unit u on u.id = h.unit_id
        where h.person_id in (select s.person_id from session s) and h.held @> day
        union
        select up.person_id, p.id, p.is_agency from up join app.unit_period t on t.unit_id = up.id and t.valid @> day join app.unit p on p.id = t.parent_id where not up.is_agency
    ), own (person_id, principal_id) as (
        select distinct s.person_id, s.person_id from session s union select up.person_id, up.id from up
    ), sees as materialized (
        select distinct o.person_id, m.id from m join app.audience_member x on x.audience_id = m.audience_id join own o on o.principal_id = x.principal_id
    )
    select s.n, w.s, case w.kind when 'meeting' then m.revision else m.turn end
    from session s join wanted w on w.n = s.n and w.kind <> 'person' join m on m.id = w.thing join sees v on v.person_id = s.person_id and v.id = m.id
    union all
    select s.n, w.s, coalesce(h.revision, 0) from session s join wanted w on w.n = s.n and w.kind = 'person' and w.thing = s.person_id left join app.home h on h.person_id = s.person_id
    union all
    select s.n, null, null from session s;
end $$;

create or replace function stream_subjects(asked jsonb) returns table (ord integer, problem text, subject text, revision bigint)
language plpgsql set search_path = app, pg_temp as $$
declare
    answered integer[] := '{}';
    a record;
begin
    perform set_config('synchronous_commit', 'off', true); -- nothing is written but when sessions were seen
    for a in select * from app.stream_subjects_together(asked) loop
        if a.subject is null then
            answered := answered || a.ord;
        else
            ord := a.ord;
            subject := a.subject;
            revision := a.revision;
            return next;
        end if;
    end loop;
    for a in select x ->> 'token_hash' as token_hash, x ->> 'address' as address, x -> 'subjects' as subjects, n::integer - 1 as n
             from jsonb_array_elements(asked) with ordinality l (x, n) where n::integer - 1 <> all (answered) loop
        ord := a.n;
        problem := null;
        begin
            perform app.session_open(a.token_hash, a.address, false);
        exception when sqlstate 'NGERR' then
            problem := sqlerrm;
        end;
        if problem is null then
            return query select a.n, null::text, s.subject, s.revision from app.event_subjects(a.subjects) s;
        else
            subject := null;
            revision := null;
            return next;
        end if;
    end loop;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{stream_subjects_together}'); end $$;
