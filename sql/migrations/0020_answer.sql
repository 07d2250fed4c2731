-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Answers to an invitation (E6, rule 23): a unit names its people; whoever is
-- expected confirms, declines with a reason, or sends one substitute, and may
-- change that until the meeting starts. Roll-call is another matter: what was
-- announced here is never taken for having been there.

set local search_path = app;

-- Whom a unit that is invited sends.
create table unit_attendee (
    meeting_id uuid not null references meeting on delete cascade,
    unit_id uuid not null references unit,
    person_id uuid not null references person,
    named_by uuid not null references person,
    named_at timestamptz not null default now(),
    primary key (meeting_id, unit_id, person_id)
);
create index on unit_attendee (person_id);

create table invitation_answer (
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    answer text not null check (answer in ('confirmed', 'declined', 'substituted')),
    reason text check (reason <> ''),
    substitute_id uuid references person,
    answered_at timestamptz not null default now(),
    primary key (meeting_id, person_id),
    constraint declined_with_a_reason check (answer <> 'declined' or reason is not null),
    constraint substituted_by_somebody check ((answer = 'substituted') = (substitute_id is not null) and substitute_id <> person_id),
    constraint substitute_of_one unique (meeting_id, substitute_id)
);
create index on invitation_answer (person_id);

do $$
declare t text;
begin
    foreach t in array array['unit_attendee', 'invitation_answer'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "who sees a meeting sees whom units send" on unit_attendee for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id));
create policy "a person sees their own answer, who prepares the meeting sees all" on invitation_answer for select to nghisu_app
    using (person_id = (select me()) or exists (select from meeting m where m.id = meeting_id and meeting_prepared_by_me(m)));

-- ---- who is expected

-- Persons invited by name, and those whom their units sent. A unit that has named nobody is expected as a unit.
create function meeting_expected(meeting uuid) returns table (person_id uuid, unit_id uuid, role text, ord integer)
language plpgsql stable security definer as $$
begin
    return query
        select distinct on (x.person_id) x.person_id, x.unit_id, x.role, x.ord from (
            select i.principal_id as person_id, null::uuid as unit_id, i.role, i.position as ord
            from app.meeting_invitee i where i.meeting_id = meeting_expected.meeting and i.kind = 'person'
            union all
            select a.person_id, a.unit_id, i.role, i.position
            from app.unit_attendee a
            join app.meeting_invitee i on i.meeting_id = a.meeting_id and i.principal_id = a.unit_id
            where a.meeting_id = meeting_expected.meeting
        ) x order by x.person_id, x.role desc, x.unit_id nulls first;
end $$;

create function meeting_expects_me(m app.meeting) returns boolean
language plpgsql stable security definer as $$
begin
    return exists (select from app.meeting_expected(m.id) e where e.person_id = app.me());
end $$;

-- Who speaks for a unit: its leaders and secretaries, and who administers it.
create function unit_named_for_by_me(unit uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return app.has_role('leader', unit) or app.has_role('secretary', unit) or app.has_role('unit_admin', unit);
end $$;

-- The person holds a position in the unit, or below it short of another agency.
create function person_in_unit(person uuid, unit uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return unit = any (app.principals_of(person));
end $$;

-- Rule 23: whom a member may send: an active colleague of one of their own units, who is not expected anyway and stands in for nobody else.
create function substitute_problem(m app.meeting, person uuid, substitute uuid) returns text
language plpgsql stable security definer as $$
begin
    if substitute is null or not exists (select from app.person p where p.id = substitute and p.state = 'active') then
        return 'unknown-reference';
    elsif substitute = person or substitute = m.chair_id or exists (select from app.meeting_secretary s where s.meeting_id = m.id and s.person_id = substitute)
        or exists (select from app.meeting_expected(m.id) e where e.person_id = substitute)
        or exists (select from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id = substitute and a.person_id <> person) then
        return 'conflict';
    elsif not exists (select from app.unit u where u.id = any (app.principals_of(person)) and u.id = any (app.principals_of(substitute))) then
        return 'wrong-value';
    end if;
    return null;
end $$;

-- ---- what follows from it: what one is in the meeting (who sees it: 0021)

create or replace function meeting_role_of(m app.meeting, self uuid, who uuid[]) returns setof text
language sql stable as $$
    select case
        when m.chair_id = self then 'chair'
        when exists (select from app.meeting_secretary s where s.meeting_id = m.id and s.person_id = self) then 'secretary'
        when m.author_id = self then 'author'
        when m.state = 'draft' then null
        when exists (select from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id = self) then 'substitute'
        else (select max(i.role) from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = any (who))
    end
$$;

-- ---- replies

create function person_ref(person uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select app.person_named(p.id, p.full_name) from app.person p where p.id = person);
end $$;

-- Everybody expected, and units that have named nobody yet. The reason is for those who prepare, and its writer.
create function expected_json(m app.meeting, prepares boolean) returns jsonb
language plpgsql stable as $$
declare
    self uuid := app.me();
    day date := least(app.today(), app.civil_date(m.starts_at));
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('person', app.person_ref(x.person_id), 'unit', app.unit_named(u.unit_id, u.name, u.short_name), 'role', x.role,
            'answer', a.answer, 'reason', case when prepares or x.person_id = self then a.reason end, 'substitute', app.person_ref(a.substitute_id),
            'answered_at', app.json_time(a.answered_at)) order by x.role desc, x.ord, u.name, x.person_id), '[]')
        from (
            select e.person_id, e.unit_id, e.role, e.ord from app.meeting_expected(m.id) e
            union all
            select null, i.principal_id, i.role, i.position from app.meeting_invitee i
            where i.meeting_id = m.id and i.kind = 'unit' and not exists (
                select from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = i.principal_id)
        ) x
        left join app.invitation_answer a on a.meeting_id = m.id and a.person_id = x.person_id
        left join lateral app.unit_name_on(x.unit_id, day) u on true);
end $$;

-- The units for which I say who comes.
create function my_units_json(m app.meeting) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('unit', app.unit_named(u.unit_id, u.name, u.short_name), 'people', coalesce((
            select jsonb_agg(app.person_ref(a.person_id) order by a.named_at, a.person_id) from app.unit_attendee a
            where a.meeting_id = m.id and a.unit_id = i.principal_id), '[]')) order by i.position), '[]')
        from app.meeting_invitee i
        left join lateral app.unit_name_on(i.principal_id, app.today()) u on true
        where i.meeting_id = m.id and i.kind = 'unit' and m.state = 'invited' and app.unit_named_for_by_me(i.principal_id));
end $$;

create or replace function meeting_json(meeting uuid) returns jsonb
language plpgsql stable set search_path = app, pg_temp as $$
declare
    m app.meeting;
    role text;
    prepares boolean; steers boolean;
begin
    select * into m from app.meeting x where x.id = meeting_json.meeting;
    if m.id is null then
        return null;
    end if;
    role := app.meeting_role(m);
    prepares := coalesce(role in ('chair', 'secretary', 'author'), false);
    steers := prepares and role <> 'author';
    if not prepares and not m.audience_id = any (app.principals()) then
        return null;
    end if;
    return app.meetings_json(array[m.id]) -> 0 || jsonb_build_object('description', m.description,
        'secretaries', (select coalesce(jsonb_agg(app.person_named(p.id, p.full_name) order by p.id), '[]')
                        from app.meeting_secretary s join app.person p on p.id = s.person_id where s.meeting_id = m.id),
        'agenda', app.agenda_items_json(m), 'invitees', app.invitees_of(m), 'current_item_id', m.current_item_id,
        'current_since', app.json_time(m.current_since), 'published_at', app.json_time(m.published_at), 'started_at', app.json_time(m.started_at),
        'ended_at', app.json_time(m.ended_at),
        'expected', app.expected_json(m, prepares), 'my_units', app.my_units_json(m),
        'may', jsonb_build_object('edit', prepares and app.meeting_is_open(m), 'publish', prepares and m.state = 'draft',
            'start', steers and m.state = 'invited', 'steer', steers and m.state in ('in_progress', 'paused'),
            'end', steers and m.state in ('in_progress', 'paused'), 'cancel', prepares and m.state in ('draft', 'invited'),
            'answer', m.state = 'invited' and app.meeting_expects_me(m)),
        'at', app.json_time(clock_timestamp()));
end $$;

-- ---- acts

-- The row locked, for one who sees it, while answers are taken; null when it is not there for the caller.
create function meeting_lock_invited(meeting uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_lock_invited.meeting and app.meeting_seen(x) for update;
    if m.id is not null and m.state <> 'invited' then
        perform app.fail('wrong-state');
    end if;
    return m;
end $$;

-- What follows when those who come are others than before.
create function meeting_comers_changed(m app.meeting, before uuid[]) returns void
language plpgsql security definer as $$
declare
    now_in uuid[];
begin
    perform app.meeting_audience_sync(m.id);
    now_in := array(select a.principal_id from app.audience_member a where a.audience_id = m.audience_id order by 1);
    perform app.meeting_bump(m.id, 'answers');
    if now_in is distinct from before then
        perform app.notify_rights();
    end if;
    perform app.home_bump(array((select unnest(before) except select unnest(now_in)) union (select unnest(now_in) except select unnest(before))) || app.me());
end $$;

create function answer_set(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_invited(meeting);
    before uuid[];
    said text := b ->> 'answer';
    why text := app.text_or_null(b ->> 'reason');
    substitute uuid := (b ->> 'substitute_id')::uuid;
    problem text;
begin
    if m.id is null then
        return;
    end if;
    if not app.meeting_expects_me(m) then
        perform app.fail('not-allowed');
    end if;
    if said = 'declined' and why is null then
        perform app.fail('missing-field', 'reason', 'one declines with a reason');
    elsif said = 'substituted' then
        problem := app.substitute_problem(m, app.me(), substitute);
        if problem is not null then
            perform app.fail(problem, 'substitute_id');
        end if;
    elsif substitute is not null then
        perform app.fail('conflict', 'substitute_id', 'a substitute is of the answer "substituted" only');
    end if;
    before := array(select a.principal_id from app.audience_member a where a.audience_id = m.audience_id order by 1);
    insert into app.invitation_answer as x (meeting_id, person_id, answer, reason, substitute_id)
    values (m.id, app.me(), said, why, substitute)
    on conflict (meeting_id, person_id) do update set answer = excluded.answer, reason = excluded.reason, substitute_id = excluded.substitute_id, answered_at = now();
    perform app.audit('invitation-answered', 'meeting', m.id, jsonb_build_object('answer', said, 'reason', why, 'substitute_id', substitute));
    perform app.meeting_comers_changed(m, before);
    return next app.meeting_json(m.id);
end $$;

-- All whom the unit sends, in place of those named before.
create function unit_attendees_set(meeting uuid, unit uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_invited(meeting);
    before uuid[];
    p record;
begin
    if m.id is null or not exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = unit and i.kind = 'unit') then
        return;
    end if;
    if not app.unit_named_for_by_me(unit) then
        perform app.fail('not-allowed');
    end if;
    before := array(select a.principal_id from app.audience_member a where a.audience_id = m.audience_id order by 1);
    delete from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = unit
        and not a.person_id in (select x::uuid from jsonb_array_elements_text(b -> 'person_ids') x);
    for p in select x::uuid as id, ord - 1 as i from jsonb_array_elements_text(b -> 'person_ids') with ordinality t (x, ord) loop
        if not exists (select from app.person x where x.id = p.id and x.state = 'active') then
            perform app.unknown('person_ids.' || p.i);
        elsif not app.person_in_unit(p.id, unit) then
            perform app.fail('wrong-value', 'person_ids.' || p.i, 'not of this unit');
        elsif exists (select from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id = p.id) then
            perform app.fail('conflict', 'person_ids.' || p.i, 'stands in for somebody already');
        end if;
        insert into app.unit_attendee (meeting_id, unit_id, person_id, named_by) values (m.id, unit, p.id, app.me()) on conflict do nothing;
    end loop;
    perform app.audit('attendees-named', 'meeting', m.id, b || jsonb_build_object('unit_id', unit));
    perform app.meeting_comers_changed(m, before);
    return next app.meeting_json(m.id);
end $$;

-- Whom I may send in my place, or name for a unit: colleagues by part of their name; the meeting's own people left out.
create function colleague_list(meeting uuid, unit uuid, q text) returns setof jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    m app.meeting;
    words text[] := app.word_patterns(q);
    units uuid[];
    day date := app.today();
begin
    select * into m from app.meeting x where x.id = colleague_list.meeting and app.meeting_seen(x);
    if m.id is null or (unit is not null and not app.unit_named_for_by_me(unit)) then
        return;
    end if;
    units := case when unit is not null then array[unit] else array(select u.id from app.unit u where u.id = any (app.principals_of(app.me()))) end;
    return query select jsonb_build_object('next', null, 'items', (
        select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'kind', 'person', 'name', x.full_name, 'detail', x.detail) order by x.full_name collate "vi-x-icu", x.id), '[]')
        from (
            select p.id, p.full_name, (select string_agg(t.name || ', ' || n.name, '; ' order by h.main desc, h.id)
                from app.position h join app.catalogue_entry t on t.id = h.title_id, app.unit_name_on(h.unit_id, day) n where h.person_id = p.id and h.held @> day) as detail
            from app.persons_of(units) c (id) join app.person p on p.id = c.id
            where p.state = 'active' and app.matches(p.search, words)
              and (unit is not null or app.substitute_problem(m, app.me(), p.id) is null)
            order by p.full_name collate "vi-x-icu", p.id limit 50) x));
end $$;

-- ---- home (H3): what waits for my answer

create function home_to_answer() returns jsonb
language plpgsql stable security definer as $$
declare
    self uuid := app.me();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('meeting_id', m.id, 'title', m.title, 'starts_at', app.json_time(m.starts_at), 'what', x.what,
            'unit', app.unit_named(u.unit_id, u.name, u.short_name)) order by m.starts_at, m.id, x.what), '[]')
        from app.meeting m
        cross join lateral (
            select 'answer' as what, null::uuid as unit_id
            where exists (select from app.meeting_expected(m.id) e where e.person_id = self)
              and not exists (select from app.invitation_answer a where a.meeting_id = m.id and a.person_id = self)
            union all
            select 'name', i.principal_id from app.meeting_invitee i
            where i.meeting_id = m.id and i.kind = 'unit' and app.unit_named_for_by_me(i.principal_id)
              and not exists (select from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = i.principal_id)
        ) x
        left join lateral app.unit_name_on(x.unit_id, app.today()) u on true
        where m.state = 'invited' and m.starts_at > now() - interval '1 day' and m.audience_id = any (app.principals()));
end $$;

-- who may run what

do $$ begin perform app.rights_close('{answer_set, unit_attendees_set, colleague_list}'); end $$;
