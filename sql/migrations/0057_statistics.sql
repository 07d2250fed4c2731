-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What was made of invitations (H1): who was invited, came, sent somebody, stayed
-- away, spoke, asked and voted; by person, unit, kind of meeting and time. Only
-- meetings that have ended are counted, by the civil day they began on.
--
-- Who may see what. A person sees their own figures. Who leads a unit or is its
-- secretary, by a position or a grant in it or above it, sees those of its
-- people, as numbers only: no meeting is named. Who prepares meetings sees the
-- figures of those meetings. A system administrator sees their own (A7). What was
-- said or voted on a restricted item is counted for its circle alone (rule 24):
-- to all others the figures are as if it had not been there.

set local search_path = app;

-- Kept when a meeting ends: a row for each seat, and one for each who stood in for somebody. A seat of a unit that had named nobody has no person. Whose
-- unit: the one that named them, else their main position's on that day. Of restricted items nothing is in it.
create table participation (
    meeting_id uuid not null references meeting on delete cascade,
    day date not null,
    month date not null generated always as (date_trunc('month', day::timestamp)::date) stored,
    type_id uuid,
    person_id uuid references person,
    unit_id uuid references unit,
    outcome text not null check (outcome in ('room', 'online', 'delegated', 'excused', 'absent', 'unrecorded', 'stood', 'stood_away')),
    speeches integer not null default 0,
    spoken_ms bigint not null default 0,
    questions integer not null default 0,
    entitled integer not null default 0,
    voted integer not null default 0
);
create index on participation (meeting_id, person_id);
create index on participation (person_id, day);
create index on participation (unit_id, day);
alter table participation enable row level security;

-- The units whose figures are mine to see: where I lead or am secretary today, and what hangs below, also what was dissolved since.
create function statistics_units() returns uuid[]
language plpgsql stable security definer as $$
declare
    self uuid := app.me();
    day date := app.today();
begin
    if exists (select from app.role_grant g where g.person_id = self and g.role in ('leader', 'secretary') and g.unit_id is null) then
        return array(select u.id from app.unit u);
    end if;
    return array(
        with recursive last as (
            select distinct on (t.unit_id) t.unit_id, t.parent_id from app.unit_period t where lower(t.valid) <= day order by t.unit_id, lower(t.valid) desc
        ), down (id) as (
            select g.unit_id from app.role_grant g where g.person_id = self and g.role in ('leader', 'secretary')
            union
            select h.unit_id from app.position h join app.catalogue_entry t on t.id = h.title_id
            where h.person_id = self and h.held @> day and t.roles && '{leader,secretary}'
            union
            select l.unit_id from down d join last l on l.parent_id = d.id
        )
        select d.id from down d);
end $$;

-- A unit and what hangs below it.
create function units_below(unit uuid) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(
        with recursive last as (
            select distinct on (t.unit_id) t.unit_id, t.parent_id from app.unit_period t where lower(t.valid) <= app.today() order by t.unit_id, lower(t.valid) desc
        ), down (id) as (
            select unit union select l.unit_id from down d join last l on l.parent_id = d.id
        )
        select d.id from down d);
end $$;

-- A unit by the name of that day, or its last one.
create function unit_ref(unit uuid, day date) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select app.unit_named(t.unit_id, t.name, t.short_name) from app.unit_period t where t.unit_id = unit order by t.valid @> day desc, lower(t.valid) desc limit 1);
end $$;

-- ---- keeping

-- What each said and voted: on items for all (apart null), or on restricted ones of these audiences.
create function participation_acts(ids uuid[], apart uuid[]) returns table (meeting_id uuid, person_id uuid, speeches integer, spoken_ms bigint, questions integer, entitled integer, voted integer)
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
begin
    return query
        select x.meeting_id, x.person_id, sum(x.speeches)::integer, sum(x.spent_ms)::bigint, sum(x.questions)::integer, sum(x.entitled)::integer, sum(x.voted)::integer
        from (
            select s.meeting_id, s.person_id, i.audience_id, (s.queue = 'speech')::integer as speeches, s.spent_ms, (s.queue = 'question')::integer as questions, 0 as entitled, 0 as voted
            from app.speech s left join app.agenda_item i on i.id = s.item_id where s.meeting_id = any (ids) and s.state = 'ended'
            union all
            select v.meeting_id, d.voter_id, i.audience_id, 0, 0, 0, 1, coalesce(d.voted, false)::integer
            from app.vote v join app.vote_mandate d on d.vote_id = v.id left join app.agenda_item i on i.id = v.item_id
            where v.meeting_id = any (ids) and v.state in ('closed', 'published') and d.voter_id is not null
        ) x
        where case when apart is null then x.audience_id is null else x.audience_id = any (apart) end
        group by x.meeting_id, x.person_id;
end $$;

create function participation_keep(ids uuid[]) returns void
language plpgsql security definer set plan_cache_mode = force_custom_plan as $$
declare
    tz text := app.zone();
begin
    delete from app.participation p where p.meeting_id = any (ids);
    insert into app.participation (meeting_id, day, type_id, person_id, unit_id, outcome, speeches, spoken_ms, questions, entitled, voted)
    with m as materialized (
        select x.id, app.civil_date(x.starts_at, tz) as day, x.type_id, x.chair_id from app.meeting x where x.id = any (ids) and x.state in ('ended', 'closed')
    ), called as (
        select m.id as meeting_id, i.principal_id as person_id, null::uuid as unit_id from m join app.meeting_invitee i on i.meeting_id = m.id where i.kind = 'person'
        union all
        select m.id, a.person_id, a.unit_id
        from m join app.unit_attendee a on a.meeting_id = m.id join app.meeting_invitee i on i.meeting_id = a.meeting_id and i.principal_id = a.unit_id
        union all
        select m.id, m.chair_id, null from m where m.chair_id is not null
    ), seat as ( -- as in meeting_expected: one's own name comes before one's unit's
        select c.meeting_id, c.person_id, case when not bool_or(c.unit_id is null) then min(c.unit_id::text)::uuid end as unit_id
        from called c group by c.meeting_id, c.person_id
    ), placed as (
        select m.id as meeting_id, m.day, m.type_id, s.person_id, coalesce(s.unit_id, h.unit_id) as unit_id, a.substitute_id
        from seat s join m on m.id = s.meeting_id
        left join app.position h on h.person_id = s.person_id and h.main and h.held @> m.day
        left join app.invitation_answer a on a.meeting_id = s.meeting_id and a.person_id = s.person_id and a.answer = 'substituted'
        union all
        select m.id, m.day, m.type_id, null, i.principal_id, null
        from m join app.meeting_invitee i on i.meeting_id = m.id
        where i.kind = 'unit' and not exists (select from app.unit_attendee a where a.meeting_id = i.meeting_id and a.unit_id = i.principal_id)
    ), stands as (
        select p.meeting_id, p.day, p.type_id, p.person_id, p.unit_id, true as own, p.substitute_id is not null as sent from placed p
        union all
        select p.meeting_id, p.day, p.type_id, p.substitute_id, p.unit_id, false, false from placed p where p.substitute_id is not null
    )
    select s.meeting_id, s.day, s.type_id, s.person_id, s.unit_id,
        case when s.own and s.sent then 'delegated' when s.own then coalesce(t.state, 'unrecorded') when t.state in ('room', 'online') then 'stood' else 'stood_away' end,
        coalesce(k.speeches, 0), coalesce(k.spoken_ms, 0), coalesce(k.questions, 0), coalesce(k.entitled, 0), coalesce(k.voted, 0)
    from stands s
    left join app.attendance t on t.meeting_id = s.meeting_id and t.person_id = s.person_id
    left join app.participation_acts(ids, null) k on k.meeting_id = s.meeting_id and k.person_id = s.person_id;
end $$;

create function participation_of_meeting() returns trigger
language plpgsql security definer as $$
begin
    perform app.participation_keep(array[new.id]);
    return null;
end $$;
create constraint trigger participation_of_meeting after update of state, type_id, starts_at on meeting deferrable initially deferred for each row
    when (old.state in ('ended', 'closed') or new.state in ('ended', 'closed')) execute function participation_of_meeting();

-- An item whose circle was set or lifted afterwards: what was said on it goes with it.
create function participation_of_item() returns trigger
language plpgsql security definer as $$
begin
    perform app.participation_keep(array[new.meeting_id]);
    return null;
end $$;
create constraint trigger participation_of_item after update of audience_id on agenda_item deferrable initially deferred for each row
    when ((old.audience_id is null) <> (new.audience_id is null)) execute function participation_of_item();

do $$ begin perform app.participation_keep(array(select m.id from app.meeting m where m.state in ('ended', 'closed'))); end $$;

-- ---- the reply

create function statistics_step(day date, step text) returns date
language sql immutable as $$ select date_trunc(step, day::timestamp)::date $$;

-- whose: me, unit (people of my units), prepared (meetings that I prepare). most: how many people at most; null: all.
create function statistics_make(whose text, unit uuid, first date, last date, step text, kind uuid, most integer) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan set work_mem = '64MB' as $$
#variable_conflict use_column
declare
    day date := app.today();
    mine uuid[] := app.statistics_units();
    prepares boolean := exists (select from app.meeting m where m.preparers_id in (select unnest(app.principals())) and m.state in ('ended', 'closed'));
    self uuid := app.me();
    who uuid[] := app.principals();
    tz text := app.zone();
    scope uuid[];
    held uuid[]; circles uuid[]; apart uuid[];
    reply jsonb;
begin
    last := coalesce(last, day);
    first := coalesce(first, least(date_trunc('year', last::timestamp)::date, last));
    step := coalesce(step, 'month');
    if whose is null then
        whose := case when cardinality(mine) > 0 then 'unit' when prepares then 'prepared' else 'me' end;
    end if;
    if last < first then
        perform app.fail('wrong-value', 'to', 'before from');
    elsif last > first + interval '10 years' then
        perform app.fail('out-of-range', 'to', 'more than ten years');
    elsif kind is not null and not exists (select from app.catalogue_entry e where e.id = kind and e.catalogue = 'meeting-type') then
        perform app.unknown('type');
    elsif unit is not null and (whose = 'me' or not exists (select from app.unit u where u.id = unit) or (whose = 'unit' and not unit = any (mine))) then
        perform app.unknown('unit'); -- one that is not mine and one that is not there are alike
    end if;
    scope := case when unit is not null then app.units_below(unit) when whose = 'unit' then mine end;
    if unit is not null and whose = 'unit' then
        scope := array(select x from unnest(scope) x where x = any (mine));
    end if;
    if whose = 'prepared' then
        held := array(select m.id from app.meeting m where m.preparers_id = any (who) and m.state in ('ended', 'closed') and m.starts_at >= app.dawn(first) and m.starts_at < app.dawn(last + 1));
        circles := array(select distinct i.audience_id from app.agenda_item i where i.meeting_id = any (held) and i.audience_id is not null);
        apart := held;
    else
        circles := array(select i.audience_id from app.agenda_item i join app.meeting m on m.id = i.meeting_id
            where i.audience_id is not null and m.state in ('ended', 'closed') and (i.audience_id = any (who) or m.preparers_id = any (who)));
        apart := array(select distinct i.meeting_id from app.agenda_item i where i.audience_id = any (circles));
    end if;
    with r as ( -- what is kept, and what was done on restricted items that are there for the caller
        select p.month, p.type_id, p.unit_id, p.person_id, p.outcome, p.speeches, p.spoken_ms, p.questions, p.entitled, p.voted
        from app.participation p
        where p.day between first and last and (kind is null or p.type_id = kind) and (scope is null or p.unit_id = any (scope))
          and case whose when 'me' then p.person_id = self when 'prepared' then p.meeting_id = any (held) else true end
        union all
        select p.month, p.type_id, p.unit_id, p.person_id, 'apart', a.speeches, a.spoken_ms, a.questions, a.entitled, a.voted
        from app.participation_acts(apart, circles) a join app.participation p on p.meeting_id = a.meeting_id and p.person_id = a.person_id
        where p.day between first and last and (kind is null or p.type_id = kind) and (scope is null or p.unit_id = any (scope)) and (whose <> 'me' or p.person_id = self)
    ), grouped as materialized (
        select r.month, r.type_id, r.unit_id, r.person_id, count(*) filter (where r.outcome not in ('stood', 'stood_away', 'apart')) as invited,
            count(*) filter (where r.outcome = 'room') as room, count(*) filter (where r.outcome = 'online') as online, count(*) filter (where r.outcome = 'delegated') as delegated,
            count(*) filter (where r.outcome = 'excused') as excused, count(*) filter (where r.outcome = 'absent') as absent,
            count(*) filter (where r.outcome = 'unrecorded') as unrecorded, count(*) filter (where r.outcome = 'stood') as stood,
            sum(r.speeches) as speeches, sum(r.spoken_ms)::bigint as spoken_ms, sum(r.questions) as questions, sum(r.entitled) as entitled, sum(r.voted) as voted
        from r group by r.month, r.type_id, r.unit_id, r.person_id
    ), summed as materialized (
        select grouping(x.period) = 0 as by_period, grouping(x.type_id) = 0 as by_type, grouping(x.unit_id) = 0 as by_unit, grouping(x.person_id) = 0 as by_person,
            x.period, x.type_id, x.unit_id, x.person_id, max(x.month::text || x.unit_id::text) as last_unit,
            jsonb_build_object('invited', coalesce(sum(x.invited), 0), 'room', coalesce(sum(x.room), 0), 'online', coalesce(sum(x.online), 0), 'delegated', coalesce(sum(x.delegated), 0), 'excused', coalesce(sum(x.excused), 0),
                'absent', coalesce(sum(x.absent), 0), 'unrecorded', coalesce(sum(x.unrecorded), 0), 'stood', coalesce(sum(x.stood), 0), 'speeches', coalesce(sum(x.speeches), 0), 'spoken_ms', coalesce(sum(x.spoken_ms), 0),
                'questions', coalesce(sum(x.questions), 0), 'entitled', coalesce(sum(x.entitled), 0), 'voted', coalesce(sum(x.voted), 0)) as j
        from (select g.*, app.statistics_step(g.month, step) as period from grouped g) x
        group by grouping sets ((), (x.period), (x.type_id), (x.unit_id), (x.person_id))
    ), met as materialized (
        select app.statistics_step(app.civil_date(m.starts_at, tz), step) as period, m.type_id, count(*) as n
        from app.meeting m
        where m.state in ('ended', 'closed') and m.starts_at >= app.dawn(first) and m.starts_at < app.dawn(last + 1) and (kind is null or m.type_id = kind)
          and m.id in (select p.meeting_id from app.participation p
                       where p.day between first and last and (scope is null or p.unit_id = any (scope))
                         and case whose when 'me' then p.person_id = self when 'prepared' then p.meeting_id = any (held) else true end)
        group by 1, 2
    ), named as (
        select s.person_id, substr(s.last_unit, 11)::uuid as last_unit, s.j, p.full_name, row_number() over (order by p.full_name collate "vi-x-icu", p.id) as ord
        from summed s join app.person p on p.id = s.person_id where s.by_person
    )
    select jsonb_build_object('of', whose, 'unit', app.unit_ref(unit, last), 'from', first, 'to', last, 'step', step, 'type_id', kind,
        'units', (select coalesce(jsonb_agg(app.unit_ref(u.id, day) order by u.sort, u.id), '[]') from app.unit u
                  where u.id = any (mine) and not exists (select from app.unit_name_on(u.id, day) n where n.parent_id = any (mine))),
        'may', to_jsonb(array['me'] || case when cardinality(mine) > 0 then array['unit'] else '{}' end || case when prepares then array['prepared'] else '{}' end),
        'meetings', coalesce((select sum(t.n) from met t), 0),
        'totals', (select s.j from summed s where not (s.by_period or s.by_type or s.by_unit or s.by_person)),
        'by_period', (select coalesce(jsonb_agg(jsonb_build_object('from', greatest(g.at::date, first), 'meetings', coalesce((select sum(t.n) from met t where t.period = g.at::date), 0),
                'figures', coalesce(s.j, app.statistics_none())) order by g.at), '[]')
            from generate_series(app.statistics_step(first, step)::timestamp, last::timestamp, ('1 ' || replace(step, 'quarter', 'month'))::interval * case step when 'quarter' then 3 else 1 end) g (at)
            left join summed s on s.by_period and s.period = g.at::date),
        'by_type', (select coalesce(jsonb_agg(jsonb_build_object('type_id', s.type_id, 'type_name', e.name,
                'meetings', coalesce((select sum(t.n) from met t where t.type_id is not distinct from s.type_id), 0), 'figures', s.j) order by e.sort, e.name collate "vi-x-icu"), '[]')
            from summed s left join app.catalogue_entry e on e.id = s.type_id where s.by_type),
        'by_unit', (select coalesce(jsonb_agg(jsonb_build_object('unit', app.unit_ref(s.unit_id, last), 'figures', s.j) order by u.sort, u.id), '[]')
            from summed s left join app.unit u on u.id = s.unit_id where s.by_unit),
        'people', (select coalesce(jsonb_agg(jsonb_build_object('person', app.person_named(n.person_id, n.full_name), 'unit', app.unit_ref(n.last_unit, last), 'figures', n.j)
            order by n.ord), '[]') from named n where most is null or n.ord <= most),
        'people_total', (select count(*) from named n), 'at', app.json_time(clock_timestamp())) into reply;
    return reply;
end $$;

create function statistics_none() returns jsonb
language sql immutable as $$
    select jsonb_build_object('invited', 0, 'room', 0, 'online', 0, 'delegated', 0, 'excused', 0, 'absent', 0, 'unrecorded', 0, 'stood', 0, 'speeches', 0, 'spoken_ms', 0,
        'questions', 0, 'entitled', 0, 'voted', 0)
$$;

create function statistics_get(whose text, unit uuid, first date, last date, step text, kind uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return app.statistics_make(whose, unit, first, last, step, kind, 300);
end $$;

-- Everything, for a sheet; with what stands over it.
create function statistics_sheet(whose text, unit uuid, first date, last date, step text, kind uuid) returns jsonb
language plpgsql security definer as $$
declare
    j jsonb := app.statistics_make(whose, unit, first, last, step, kind, null);
begin
    perform app.audit('statistics-taken', 'person', app.me(), jsonb_strip_nulls(jsonb_build_object('of', j ->> 'of', 'unit_id', unit, 'from', first, 'to', last)));
    return j || jsonb_build_object('organisation', app.setting_get('organisation'), 'by', (select p.full_name from app.person p where p.id = app.me()),
        'type_name', (select e.name from app.catalogue_entry e where e.id = kind), 'today', app.today());
end $$;

-- who may run what

do $$ begin perform app.rights_close('{statistics_get, statistics_sheet}'); end $$;
