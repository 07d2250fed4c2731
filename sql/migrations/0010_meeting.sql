-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Meetings, their agendas and papers: tables, who sees them, and the replies
-- (E2, E3, E5; rules 10, 20, 21). Changes are in 0011, steps in 0012.
--
-- Each meeting has one audience. Author, chair and secretaries are in it from
-- the start; those invited join it when the meeting is published. A paper grants
-- that audience exactly the pinned version, so members see papers from
-- publishing on and nobody sees more than was pinned.

set local search_path = app;

create table meeting (
    id uuid primary key default uuid7(),
    title text not null check (title <> ''),
    state text not null default 'draft' check (state in ('draft', 'invited', 'in_progress', 'paused', 'ended', 'closed', 'cancelled')),
    type_id uuid,
    type_catalogue text not null generated always as ('meeting-type') stored,
    host_unit_id uuid references unit,
    chair_id uuid references person,
    author_id uuid not null references person,
    starts_at timestamptz not null,
    ends_at timestamptz check (ends_at > starts_at),
    room_id uuid,
    room_catalogue text not null generated always as ('room') stored,
    place text,
    online boolean not null default false,
    description text,
    audience_id uuid not null unique references audience,
    current_item_id uuid,
    current_since timestamptz, -- the running stretch of the current item; null while the clock stands
    published_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    created_at timestamptz not null default now(),
    revision bigint not null default 0,
    edit_version bigint not null default 1,
    search text generated always as (app.fold(title || ' ' || coalesce(place, ''))) stored,
    foreign key (type_id, type_catalogue) references catalogue_entry (id, catalogue),
    foreign key (room_id, room_catalogue) references catalogue_entry (id, catalogue),
    constraint published_has_chair check (state in ('draft', 'cancelled') or chair_id is not null),
    constraint published_has_time check ((published_at is null) = (state = 'draft') or state = 'cancelled'),
    constraint clock_runs_only_in_progress check (current_since is null or (state = 'in_progress' and current_item_id is not null))
);
create index on meeting (starts_at, id);

create table meeting_secretary (
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    primary key (meeting_id, person_id)
);

create table meeting_invitee (
    meeting_id uuid not null references meeting on delete cascade,
    principal_id uuid not null,
    kind text not null check (kind in ('person', 'unit')),
    role text not null check (role in ('member', 'guest')),
    position integer not null,
    primary key (meeting_id, principal_id),
    foreign key (principal_id, kind) references principal (id, kind)
);

create table agenda_item (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting on delete cascade,
    position integer not null check (position >= 1),
    number text, -- rule 21: exists from publishing on
    title text not null check (title <> ''),
    kind text not null default 'discussion' check (kind in ('information', 'discussion', 'vote')),
    presenter_id uuid references person,
    presenting_unit_id uuid references unit,
    minutes integer check (minutes between 0 and 1440),
    late boolean not null default false,
    spent_ms bigint not null default 0 check (spent_ms >= 0),
    constraint agenda_place unique (meeting_id, position) deferrable initially deferred,
    unique (id, meeting_id)
);
alter table meeting add constraint current_item_is_of_the_meeting foreign key (current_item_id, id) references agenda_item (id, meeting_id) deferrable initially deferred;

create table paper (
    id uuid primary key default uuid7(),
    item_id uuid not null references agenda_item on delete cascade,
    position integer not null,
    document_id uuid not null,
    version integer not null, -- rule 10: pinned; a newer one is taken by an explicit act
    late boolean not null default false,
    created_at timestamptz not null default now(),
    foreign key (document_id, version) references version (document_id, number),
    constraint paper_once unique (item_id, document_id)
);
create index on paper (document_id);

do $$
declare t text;
begin
    foreach t in array array['meeting', 'meeting_secretary', 'meeting_invitee', 'agenda_item', 'paper'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;

create policy "a person sees the meetings whose audience they are in" on meeting for select to nghisu_app
    using (audience_id = any ((select principals())::uuid[]));
create policy "who sees a meeting sees its secretaries" on meeting_secretary for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id));
create policy "who sees a meeting sees who is invited" on meeting_invitee for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id));
create policy "who sees a meeting sees its agenda" on agenda_item for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id));
create policy "who sees an item sees its papers" on paper for select to nghisu_app
    using (exists (select from agenda_item i where i.id = item_id));

-- ---- what one is in a meeting

-- chair, secretary and author prepare; of those, chair and secretaries steer. Null: not in it.
create function meeting_role_of(m app.meeting, self uuid, who uuid[]) returns setof text
language sql stable as $$
    select case
        when m.chair_id = self then 'chair'
        when exists (select from app.meeting_secretary s where s.meeting_id = m.id and s.person_id = self) then 'secretary'
        when m.author_id = self then 'author'
        when m.state = 'draft' then null
        else (select max(i.role) from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = any (who))
    end
$$;

create function meeting_role(m app.meeting) returns text
language plpgsql stable security definer as $$
begin
    return (select r from app.meeting_role_of(m, app.me(), app.principals()) r);
end $$;

create function meeting_prepared_by_me(m app.meeting) returns boolean
language sql stable as $$ select coalesce(app.meeting_role(m) in ('chair', 'secretary', 'author'), false) $$;

-- Those who prepare it see it also within the transaction that made them so, when session_open did not know yet.
create function meeting_seen(m app.meeting) returns boolean
language sql stable as $$ select m.audience_id = any ((select app.principals())::uuid[]) or app.meeting_prepared_by_me(m) $$;

-- A secretary may do on the chair's behalf what the chair does with the screen in hand.
create function meeting_steered_by_me(m app.meeting) returns boolean
language sql stable as $$ select coalesce(app.meeting_role(m) in ('chair', 'secretary'), false) $$;

create function meeting_is_open(m app.meeting) returns boolean
language sql immutable as $$ select m.state in ('draft', 'invited', 'in_progress', 'paused') $$;

-- ---- replies

-- These meetings in this order, as one who sees them is told of them: whether they do is the caller's to test.
create function meetings_json(ids uuid[]) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    tz text := app.zone();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'state', m.state, 'type_id', m.type_id, 'type_name', t.name,
            'host_unit', app.unit_named(u.unit_id, u.name, u.short_name), 'chair', app.person_named(c.id, c.full_name),
            'starts_at', app.json_time(m.starts_at), 'ends_at', app.json_time(m.ends_at), 'room_id', m.room_id, 'room_name', r.name, 'place', m.place,
            'online', m.online, 'my_role', coalesce(mine.role, 'member'), 'papers', a.papers, 'items', a.items, 'revision', m.revision,
            'edit_version', m.edit_version) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.meeting m on m.id = i.id
        left join app.catalogue_entry t on t.id = m.type_id
        left join app.catalogue_entry r on r.id = m.room_id
        left join app.person c on c.id = m.chair_id
        left join lateral app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at, tz)) u on true
        cross join lateral app.meeting_role_of(m, self, who) mine (role)
        cross join lateral (select count(distinct x.id) as items, count(p.id) as papers
                            from app.agenda_item x left join app.paper p on p.item_id = x.id where x.meeting_id = m.id) a);
end $$;

-- Times follow the minutes of what comes before.
create function agenda_items_json(m app.meeting) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    day date := app.civil_date(m.starts_at);
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'position', i.position, 'number', i.number, 'title', i.title, 'kind', i.kind,
            'presenter', app.person_named(c.id, c.full_name), 'presenting_unit', app.unit_named(u.unit_id, u.name, u.short_name), 'minutes', i.minutes,
            'late', i.late, 'spent_ms', i.spent_ms, 'planned_at', app.json_time(m.starts_at + make_interval(mins => i.before::integer)),
            'papers', coalesce(l.papers, '[]')) order by i.position), '[]')
        from (select x.*, coalesce(sum(x.minutes) over (order by x.position rows between unbounded preceding and 1 preceding), 0) as before
              from app.agenda_item x where x.meeting_id = m.id) i
        left join app.person c on c.id = i.presenter_id
        left join lateral app.unit_name_on(i.presenting_unit_id, day) u on true
        left join lateral (
            select jsonb_agg(jsonb_build_object('id', p.id, 'document_id', p.document_id, 'version', p.version, 'subject', d.subject, 'type', d.type,
                'type_name', t.name, 'number', d.number, 'symbol', d.symbol, 'pages', v.pages, 'media', v.media, 'newer_version', newer.number,
                'late', p.late, 'read_page', r.page) order by p.position, p.id) as papers
            from app.paper p
            join app.document d on d.id = p.document_id
            join app.version v on v.document_id = p.document_id and v.number = p.version
            join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
            left join app.reading r on r.document_id = p.document_id and r.person_id = self
            cross join lateral (select max(n.number) as number from app.version n
                                where n.document_id = p.document_id and n.number > p.version and n.readers && who) newer
            where p.item_id = i.id) l on true);
end $$;

create function agenda_json(meeting uuid) returns jsonb
language plpgsql stable as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = agenda_json.meeting;
    if m.id is null or not app.meeting_seen(m) then
        return null;
    end if;
    return jsonb_build_object('items', app.agenda_items_json(m), 'revision', m.revision, 'edit_version', m.edit_version);
end $$;

create function agenda_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select j from app.agenda_json(meeting) j where j is not null;
end $$;

create function invitees_of(m app.meeting) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    today date := app.today();
    day date := least(today, app.civil_date(m.starts_at)); -- A2: positions as they were on the day
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('principal_id', i.principal_id, 'kind', i.kind, 'name', coalesce(p.full_name, u.name),
            'detail', o.words, 'role', i.role) order by i.role desc, i.position), '[]')
        from app.meeting_invitee i
        left join app.person p on p.id = i.principal_id
        left join lateral app.unit_name_on(i.principal_id, today) u on true
        left join lateral (
            select string_agg(t.name || ', ' || n.name, '; ' order by h.main desc, h.id) as words
            from app.position h
            join app.catalogue_entry t on t.id = h.title_id
            cross join lateral app.unit_name_on(h.unit_id, day) n
            where h.person_id = i.principal_id and h.held @> day) o on true
        where i.meeting_id = m.id);
end $$;

create function meeting_json(meeting uuid) returns jsonb
language plpgsql stable as $$
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
        'may', jsonb_build_object('edit', prepares and app.meeting_is_open(m), 'publish', prepares and m.state = 'draft',
            'start', steers and m.state = 'invited', 'steer', steers and m.state in ('in_progress', 'paused'),
            'end', steers and m.state in ('in_progress', 'paused'), 'cancel', prepares and m.state in ('draft', 'invited')),
        'at', app.json_time(clock_timestamp()));
end $$;

create function meeting_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select j from app.meeting_json(meeting) j where j is not null;
end $$;

-- today: on today's date or running, also when it has ended; upcoming: a later date and not over; past: over, or of an earlier date.
-- The day is given by its two ends.
create function meeting_when(state text, starts_at timestamptz, wanted text, dawn timestamptz, dusk timestamptz) returns boolean
language sql immutable parallel safe as $$
    select case wanted
        when 'today' then state in ('in_progress', 'paused') or (starts_at >= dawn and starts_at < dusk and state <> 'cancelled')
        when 'upcoming' then state in ('draft', 'invited') and starts_at >= dusk
        when 'past' then state in ('ended', 'closed', 'cancelled') or (state in ('draft', 'invited') and starts_at < dawn)
        else true
    end
$$;

-- When a civil date begins.
create function dawn(day date) returns timestamptz
language sql stable as $$ select day::timestamp at time zone app.zone() $$;

create function meeting_list(wanted text, q text, after text, page_size integer) returns jsonb
language plpgsql stable security definer as $$
declare
    who uuid[] := app.principals();
    words text[] := app.word_patterns(q);
    dawn timestamptz := app.dawn(app.today());
    dusk timestamptz := app.dawn(app.today() + 1);
    last app.meeting;
    n integer := coalesce(page_size, 50);
    ids uuid[];
begin
    if after is not null then
        select * into last from app.meeting m where m.id = app.cursor_id(after) and m.audience_id = any (who);
    end if;
    if wanted in ('today', 'upcoming') then
        ids := array(
            select m.id from app.meeting m
            where m.audience_id = any (who) and app.matches(m.search, words) and app.meeting_when(m.state, m.starts_at, wanted, dawn, dusk)
              and (last.id is null or (m.starts_at, m.id) > (last.starts_at, last.id))
            order by m.starts_at, m.id limit n + 1);
    else
        ids := array(
            select m.id from app.meeting m
            where m.audience_id = any (who) and app.matches(m.search, words) and app.meeting_when(m.state, m.starts_at, wanted, dawn, dusk)
              and (last.id is null or (m.starts_at, m.id) < (last.starts_at, last.id))
            order by m.starts_at desc, m.id desc limit n + 1);
    end if;
    return jsonb_build_object('items', app.meetings_json(ids[:n]), 'next', case when cardinality(ids) > n then ids[n] end);
end $$;
