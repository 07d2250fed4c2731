-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Templates of meetings, copies of earlier ones, series (E1), and what a type
-- of meeting says of substitutes (rule 23).
--
-- A template and an earlier meeting are read as the same thing, a plan: facts,
-- agenda, who is invited. Before drafts are made of it, it is mended to the day:
-- units that are no more give way to their successors, people who have left are
-- left out, and all of that is told. Papers are never part of a plan, and what
-- is restricted (rule 24) never part of a template.

set local search_path = app;

create table meeting_template (
    id uuid primary key default uuid7(),
    owner_unit_id uuid not null references unit,
    name text not null constraint template_name check (btrim(name) <> '' and length(name) <= 200),
    type_id uuid,
    type_catalogue text not null generated always as ('meeting-type') stored,
    plan jsonb not null, -- read and written whole; see plan_of
    author_id uuid not null references person,
    active boolean not null default true,
    created_at timestamptz not null default now(),
    edit_version bigint not null default 1,
    foreign key (type_id, type_catalogue) references catalogue_entry (id, catalogue)
);
create index on meeting_template (owner_unit_id);

create table meeting_series (
    id uuid primary key default uuid7(),
    every text not null check (every in ('week', 'two_weeks', 'month_same_day', 'month_same_weekday')),
    author_id uuid not null references person,
    created_at timestamptz not null default now()
);
create table meeting_series_place (
    meeting_id uuid primary key references meeting on delete cascade,
    series_id uuid not null references meeting_series
);
create index on meeting_series_place (series_id);

-- No row: as the defaults say.
create table meeting_type_rule (
    type_id uuid primary key references catalogue_entry,
    substitutes text not null default 'agency' check (substitutes in ('unit', 'agency', 'none')),
    substitute_votes boolean not null default false,
    edit_version bigint not null default 1
);

-- ---- who sees them

-- Those of the unit who prepare meetings.
create function template_seen(owner_unit uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return owner_unit = any (app.principals()) and (app.has_role('secretary') or app.has_role('leader'));
end $$;

-- Its author, and the unit's own leaders and secretaries, change it.
create function template_kept_by_me(t app.meeting_template) returns boolean
language plpgsql stable security definer as $$
begin
    return app.template_seen(t.owner_unit_id)
        and (t.author_id = app.me() or app.has_role('leader', t.owner_unit_id) or app.has_role('secretary', t.owner_unit_id));
end $$;

do $$
declare t text;
begin
    foreach t in array array['meeting_template', 'meeting_series', 'meeting_series_place', 'meeting_type_rule'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "who prepares meetings of a unit sees its templates" on meeting_template for select to nghisu_app using (template_seen(owner_unit_id));
create policy "who sees a meeting sees that it is one of a series" on meeting_series_place for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id));
create policy "who sees one of a series sees how it repeats" on meeting_series for select to nghisu_app
    using (exists (select from meeting_series_place p where p.series_id = meeting_series.id));
create policy "a signed-in person sees the rules of meeting types" on meeting_type_rule for select to nghisu_app using ((select me()) is not null);

-- ---- plans

-- The meeting as its copier sees it. whole: with restricted items, if the copier also sees whom they are for.
create function plan_of(m app.meeting, whole boolean) returns jsonb
language plpgsql stable security definer as $$
declare
    tz text := app.zone();
    day date := app.civil_date(m.starts_at, tz);
    prepares boolean := app.meeting_prepared_by_me(m);
begin
    return jsonb_build_object('title', m.title, 'type_id', m.type_id, 'host_unit_id', m.host_unit_id, 'chair_id', m.chair_id,
        'secretary_ids', (select coalesce(jsonb_agg(s.person_id order by s.person_id), '[]') from app.meeting_secretary s where s.meeting_id = m.id),
        'minutes', extract(epoch from m.ends_at - m.starts_at)::integer / 60, 'room_id', m.room_id, 'place', m.place, 'online', m.online,
        'description', m.description,
        'items', (select coalesce(jsonb_agg(jsonb_build_object('title', i.title, 'kind', i.kind, 'level', (i.parent_id is not null)::integer, 'minutes', i.minutes,
                'presenter_id', i.presenter_id, 'presenting_unit_id', i.presenting_unit_id, 'due_days', day - app.civil_date(i.papers_due_at, tz),
                'due_time', (i.papers_due_at at time zone tz)::time(0), 'restricted', i.audience_id is not null,
                'circle', (select coalesce(jsonb_agg(c.principal_id order by c.principal_id), '[]') from app.item_circle c where c.item_id = i.id)) order by i.position), '[]')
            from app.items_seen(m.id) i where i.audience_id is null or (whole and prepares)),
        'invitees', (select coalesce(jsonb_agg(jsonb_build_object('principal_id', v.principal_id, 'role', v.role) order by v.position), '[]')
            from app.meeting_invitee v where v.meeting_id = m.id),
        'left_out', (select coalesce(jsonb_agg(jsonb_build_object('as', 'item', 'name', i.title, 'why', 'restricted', 'instead', null) order by i.position), '[]')
            from app.items_seen(m.id) i where i.audience_id is not null and not (whole and prepares)));
end $$;

-- Who stands for this person or unit today, and if not they themselves, why.
create function principal_today(p uuid, out stands uuid, out why text, out name text)
language plpgsql stable security definer as $$
declare
    day date := app.today();
    u app.unit;
    who app.person;
begin
    select * into who from app.person x where x.id = p;
    if found then
        name := who.full_name;
        why := case
            when who.state <> 'active' then 'locked'
            when exists (select from app.position h where h.person_id = p)
                and not exists (select from app.position h where h.person_id = p and (h.held @> day or lower(h.held) > day)) then 'retired' end;
        stands := case when why is null then p end;
        return;
    end if;
    select n.name into name from app.unit_period n where n.unit_id = p and lower(n.valid) <= day order by lower(n.valid) desc limit 1;
    select * into u from app.unit x where x.id = p;
    for i in 1..50 loop -- a chain of successors longer than that is none
        exit when u.id is null or u.dissolved_on is null or u.dissolved_on > day;
        select * into u from app.unit x where x.id = u.successor_id;
    end loop;
    stands := case when u.dissolved_on is null or u.dissolved_on > day then u.id end;
    why := case when stands is null then 'dissolved' when stands <> p then 'replaced' end;
end $$;

-- What the people who made a meeting of a plan are told of it.
create function plan_note("as" text, name text, why text, instead uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object('as', "as", 'name', name, 'why', why, 'instead', (select n.name from app.unit_name_on(instead, app.today()) n))
$$;

-- The chair of a template may be whoever holds a position when it is used.
create function position_holder(unit uuid, title uuid) returns uuid[]
language sql stable as $$
    select array(select distinct h.person_id from app.position h join app.person p on p.id = h.person_id
                 where h.unit_id = unit and h.title_id = title and h.held @> app.today() and p.state = 'active')
$$;

-- The plan as it can be used today; what gave way is in its left_out.
create function plan_mended(plan jsonb) returns jsonb
language plpgsql stable security definer as $$
declare
    p jsonb := plan;
    told jsonb := coalesce(plan -> 'left_out', '[]');
    r record; t record;
    f text; k text;
    list jsonb;
    holders uuid[];
begin
    if p ? 'chair_title_id' then
        select * into r from app.principal_today((p ->> 'chair_unit_id')::uuid);
        holders := app.position_holder(r.stands, (p ->> 'chair_title_id')::uuid);
        p := p || jsonb_build_object('chair_id', case when cardinality(holders) = 1 then holders[1] end);
        if cardinality(holders) <> 1 then
            told := told || app.plan_note('chair', (select e.name from app.catalogue_entry e where e.id = (p ->> 'chair_title_id')::uuid) || ', ' || r.name,
                                          case when cardinality(holders) = 0 then 'vacant' else 'several' end, null);
        end if;
    end if;
    foreach f in array array['chair_id', 'host_unit_id'] loop
        if p ->> f is not null then
            select * into r from app.principal_today((p ->> f)::uuid);
            p := p || jsonb_build_object(f, r.stands);
            if r.why is not null then told := told || app.plan_note(replace(f, '_id', ''), r.name, r.why, r.stands); end if;
        end if;
    end loop;
    foreach f in array array['type_id', 'room_id'] loop
        select e.name, e.active into t from app.catalogue_entry e where e.id = (p ->> f)::uuid;
        if found and not t.active then
            p := p || jsonb_build_object(f, null);
            told := told || app.plan_note(replace(f, '_id', ''), t.name, 'retired', null);
        end if;
    end loop;
    list := '[]';
    for t in select x::uuid as id from jsonb_array_elements_text(coalesce(p -> 'secretary_ids', '[]')) x loop
        select * into r from app.principal_today(t.id);
        if r.stands is null then told := told || app.plan_note('secretary', r.name, r.why, null);
        else list := list || to_jsonb(r.stands); end if;
    end loop;
    p := p || jsonb_build_object('secretary_ids', list);
    list := '[]';
    for t in select x, x ->> 'role' as role from jsonb_array_elements(coalesce(p -> 'invitees', '[]')) x loop
        select * into r from app.principal_today((t.x ->> 'principal_id')::uuid);
        if r.why is not null then told := told || app.plan_note(t.role, r.name, r.why, r.stands); end if;
        if r.stands is not null and not exists (select from jsonb_array_elements(list) y where y ->> 'principal_id' = r.stands::text) then
            list := list || jsonb_build_object('principal_id', r.stands, 'role', t.role);
        end if;
    end loop;
    p := p || jsonb_build_object('invitees', list);
    list := '[]';
    for t in select x as item, '[]'::jsonb as circle from jsonb_array_elements(coalesce(p -> 'items', '[]')) x loop
        foreach f in array array['presenter_id', 'presenting_unit_id'] loop
            if t.item ->> f is not null then
                select * into r from app.principal_today((t.item ->> f)::uuid);
                t.item := t.item || jsonb_build_object(f, r.stands);
                if r.why is not null then told := told || app.plan_note(replace(f, '_id', ''), r.name, r.why, r.stands); end if;
            end if;
        end loop;
        for k in select c from jsonb_array_elements_text(coalesce(t.item -> 'circle', '[]')) c loop
            select * into r from app.principal_today(k::uuid);
            if r.why is not null then told := told || app.plan_note('circle', r.name, r.why, r.stands); end if;
            if r.stands is not null and not t.circle ? r.stands::text then t.circle := t.circle || to_jsonb(r.stands); end if;
        end loop;
        list := list || (t.item || jsonb_build_object('circle', t.circle));
    end loop;
    return p || jsonb_build_object('items', list, 'left_out', (select coalesce(jsonb_agg(distinct n), '[]') from jsonb_array_elements(told) n));
end $$;

-- ---- templates

create function templates_json(ids uuid[]) returns jsonb
language plpgsql stable security definer as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'unit', app.unit_named(u.unit_id, u.name, u.short_name), 'type_id', t.type_id,
            'type_name', e.name, 'title', t.plan ->> 'title', 'minutes', (t.plan ->> 'minutes')::integer, 'items', jsonb_array_length(t.plan -> 'items'),
            'invitees', jsonb_array_length(t.plan -> 'invitees'), 'active', t.active, 'may_edit', app.template_kept_by_me(t), 'edit_version', t.edit_version)
            order by t.active desc, t.name collate "vi-x-icu", t.id), '[]')
        from app.meeting_template t
        left join app.catalogue_entry e on e.id = t.type_id
        left join lateral app.unit_name_on(t.owner_unit_id, app.today()) u on true
        where t.id = any (ids));
end $$;

create function template_list() returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('next', null, 'items', app.templates_json(array(select t.id from app.meeting_template t where app.template_seen(t.owner_unit_id))));
end $$;

-- With what it holds, as it would be used today.
create function template_json(template uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    p jsonb := app.plan_mended((select t.plan from app.meeting_template t where t.id = template));
begin
    return app.templates_json(array[template]) -> 0 || jsonb_build_object(
        'chair', app.person_ref((p ->> 'chair_id')::uuid), 'chair_by', case when p ? 'chair_title_id' then 'position' else 'person' end,
        'room_name', (select e.name from app.catalogue_entry e where e.id = (p ->> 'room_id')::uuid), 'place', p ->> 'place', 'online', p -> 'online',
        'agenda', (select coalesce(jsonb_agg(jsonb_build_object('title', i ->> 'title', 'kind', i ->> 'kind', 'level', i -> 'level', 'minutes', i -> 'minutes',
            'due_days', i -> 'due_days') order by ord), '[]') from jsonb_array_elements(p -> 'items') with ordinality x (i, ord)),
        'invited', (select coalesce(jsonb_agg(app.principal_name((i ->> 'principal_id')::uuid) order by ord), '[]')
            from jsonb_array_elements(p -> 'invitees') with ordinality x (i, ord)),
        'left_out', p -> 'left_out');
end $$;

create function template_get(template uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.template_json(t.id) from app.meeting_template t where t.id = template and app.template_seen(t.owner_unit_id);
end $$;

-- What a template takes of a meeting that its author sees. chair: by whom it is named from then on.
create function template_plan(meeting uuid, chair text) returns jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    p jsonb;
    h app.position;
begin
    select * into m from app.meeting x where x.id = meeting and app.meeting_seen(x);
    if m.id is null then
        perform app.unknown('meeting_id');
    end if;
    p := app.plan_of(m, false) - 'left_out';
    if chair = 'position' then
        select * into h from app.position x where x.person_id = m.chair_id and x.held @> app.today() order by x.main desc, x.id limit 1;
        if h.id is null then
            perform app.fail('wrong-value', 'chair', 'the chair holds no position');
        end if;
        p := p || jsonb_build_object('chair_unit_id', h.unit_id, 'chair_title_id', h.title_id);
    end if;
    return p;
end $$;

create function template_create(b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    u uuid := (b ->> 'unit_id')::uuid;
    p jsonb;
    id uuid;
begin
    if not app.has_role('secretary') and not app.has_role('leader') then
        perform app.fail('not-allowed');
    end if;
    if u is null then
        select h.unit_id into u from app.position h where h.person_id = app.me() and h.held @> app.today() order by h.main desc, h.id limit 1;
    end if;
    if not coalesce(app.template_seen(u) and exists (select from app.unit x where x.id = u), false) then
        perform app.unknown('unit_id');
    end if;
    p := app.template_plan((b ->> 'meeting_id')::uuid, b ->> 'chair');
    perform pg_advisory_xact_lock(hashtext('app.template ' || u));
    if (select count(*) from app.meeting_template t where t.owner_unit_id = u) >= 200 then
        perform app.fail('conflict', null, 'a unit keeps 200 templates');
    end if;
    insert into app.meeting_template (owner_unit_id, name, type_id, plan, author_id)
    values (u, btrim(b ->> 'name'), (p ->> 'type_id')::uuid, p, app.me()) returning meeting_template.id into id;
    perform app.audit('template-created', 'meeting-template', id, b);
    return app.template_json(id);
end $$;

create function template_lock(template uuid) returns app.meeting_template
language plpgsql security definer as $$
declare
    t app.meeting_template;
begin
    select * into t from app.meeting_template x where x.id = template and app.template_seen(x.owner_unit_id) for update;
    if t.id is not null and not app.template_kept_by_me(t) then
        perform app.fail('not-allowed');
    end if;
    return t;
end $$;

-- Its name, whether it is offered, and with meeting_id what it holds.
create function template_change(template uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.meeting_template := app.template_lock(template);
begin
    if t.id is null then
        return;
    end if;
    perform app.check_edit(t.edit_version, given);
    if b ->> 'meeting_id' is not null then
        t.plan := app.template_plan((b ->> 'meeting_id')::uuid, coalesce(b ->> 'chair', case when t.plan ? 'chair_title_id' then 'position' end));
        t.type_id := (t.plan ->> 'type_id')::uuid;
    end if;
    update app.meeting_template x set name = coalesce(btrim(b ->> 'name'), x.name), active = coalesce((b ->> 'active')::boolean, x.active),
        plan = t.plan, type_id = t.type_id, edit_version = x.edit_version + 1 where x.id = t.id;
    perform app.audit('template-changed', 'meeting-template', t.id, b);
    return next app.template_json(t.id);
end $$;

create function template_delete(template uuid) returns setof boolean
language plpgsql security definer as $$
declare
    t app.meeting_template := app.template_lock(template);
begin
    if t.id is null then
        return;
    end if;
    delete from app.meeting_template x where x.id = t.id;
    perform app.audit('template-deleted', 'meeting-template', t.id, jsonb_build_object('name', t.name));
    return next true;
end $$;

-- ---- dates that repeat: civil ones, so that 08:00 stays 08:00 over daylight saving

-- The 31st, or a fifth Monday, of a month that has none: its last one, or none. A holiday counts, and is skipped or kept.
create function series_dates(first timestamptz, every text, n integer, until date, short_month text, holidays text)
returns table (ord integer, day date, at timestamptz, holiday text, skipped boolean)
language plpgsql stable security definer as $$
declare
    tz text := app.zone();
    clock time := (first at time zone tz)::time;
    start date := (first at time zone tz)::date;
    month date; month_end date;
    nth integer := (extract(day from start)::integer - 1) / 7;
begin
    if every is not null and (n is null) = (until is null) then
        perform app.fail(case when n is null then 'missing-field' else 'conflict' end, 'repeat.count', 'either count or until');
    elsif until < start then
        perform app.fail('wrong-value', 'repeat.until', 'before the first');
    end if;
    ord := 0;
    for k in 0..400 loop
        month := (date_trunc('month', start) + make_interval(months => k))::date;
        month_end := (month + interval '1 month')::date - 1;
        day := case coalesce(every, 'week')
            when 'week' then start + 7 * k
            when 'two_weeks' then start + 14 * k
            when 'month_same_day' then month + extract(day from start)::integer - 1
            else month + (extract(dow from start)::integer - extract(dow from month)::integer + 7) % 7 + 7 * nth end;
        if every like 'month%' and day > month_end then
            day := case when short_month = 'skip' then null when every = 'month_same_day' then month_end else day - 7 end;
        end if;
        exit when ord >= coalesce(n, case when every is null then 1 end, 1000) or coalesce(day, month) > until;
        continue when day is null;
        ord := ord + 1;
        if ord > 53 then
            perform app.fail('out-of-range', 'repeat.until', 'at most 53 meetings');
        elsif day > '9999-12-31' then
            perform app.fail('out-of-range', 'starts_at');
        end if;
        at := (day + clock) at time zone tz;
        holiday := (select e.name from app.catalogue_entry e where e.catalogue = 'holiday' and e.active and e.held_on = series_dates.day limit 1);
        skipped := every is not null and holiday is not null and holidays is distinct from 'keep';
        return next;
    end loop;
end $$;

create function series_preview(first timestamptz, every text, n integer, until date, short_month text, holidays text) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('next', null, 'items', coalesce(jsonb_agg(jsonb_build_object('on', d.day, 'starts_at', app.json_time(d.at), 'holiday', d.holiday,
        'skipped', d.skipped) order by d.ord), '[]')) from app.series_dates(first, every, n, until, short_month, holidays) d);
end $$;

-- The agenda of a new draft, at once: one by one, 53 meetings of 300 items would take too long. What has passed already is asked of nobody.
create function agenda_fill(meeting uuid, day date, items jsonb) returns void
language plpgsql security definer as $$
declare
    tz text := app.zone();
    ids uuid[] := array(select app.uuid7() from generate_series(1, jsonb_array_length(items)));
    r record;
begin
    insert into app.agenda_item (id, meeting_id, position, title, kind, presenter_id, presenting_unit_id, minutes, parent_id, papers_due_at)
    select ids[i.ord], meeting, i.ord, i.b ->> 'title', i.b ->> 'kind', (i.b ->> 'presenter_id')::uuid, (i.b ->> 'presenting_unit_id')::uuid, (i.b ->> 'minutes')::integer,
        case when i.b ->> 'level' = '1' then ids[max(i.ord) filter (where i.b ->> 'level' = '0') over (order by i.ord)] end,
        case when i.b ->> 'presenting_unit_id' is not null and due.at > now() then due.at end
    from jsonb_array_elements(items) with ordinality i (b, ord)
    cross join lateral (select (day - (i.b ->> 'due_days')::integer + (i.b ->> 'due_time')::time) at time zone tz as at) due;
    for r in select i.b, i.ord from jsonb_array_elements(items) with ordinality i (b, ord) where (i.b ->> 'restricted')::boolean order by i.ord loop
        perform app.item_circle_set(ids[r.ord], true, r.b -> 'circle', '');
    end loop;
    perform app.meeting_audience_sync(meeting);
    perform app.paper_requests_told(meeting);
    perform app.audit('agenda-set', 'meeting', meeting, jsonb_build_object('items', items));
end $$;

-- Drafts of a template, of an earlier meeting, or of what the body says alone; whatever it says goes before the plan.
create function meeting_make(b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
    t app.meeting_template;
    p jsonb := '{}';
    r jsonb := coalesce(nullif(b -> 'repeat', 'null'), '{}');
    tz text := app.zone();
    first timestamptz := (b ->> 'starts_at')::timestamptz;
    d record;
    made jsonb := '[]'; skipped jsonb := '[]'; notes jsonb;
    series uuid; id uuid;
begin
    if not app.has_role('secretary') and not app.has_role('leader') then
        perform app.fail('not-allowed');
    elsif b ->> 'template_id' is not null and b ->> 'meeting_id' is not null then
        perform app.fail('conflict', 'meeting_id', 'either a template or a meeting');
    elsif b ->> 'template_id' is not null then
        select * into t from app.meeting_template x where x.id = (b ->> 'template_id')::uuid and x.active and app.template_seen(x.owner_unit_id);
        if not found then perform app.unknown('template_id'); end if;
        p := t.plan;
    elsif b ->> 'meeting_id' is not null then
        select * into m from app.meeting x where x.id = (b ->> 'meeting_id')::uuid and app.meeting_seen(x);
        if not found then perform app.unknown('meeting_id'); end if;
        p := app.plan_of(m, true);
    elsif b ->> 'title' is null then
        perform app.fail('missing-field', 'title');
    end if;
    p := app.plan_mended(case when b ? 'chair_id' then p - 'chair_title_id' else p end || (b - '{template_id, meeting_id, repeat, starts_at, ends_at}'::text[]));
    notes := p -> 'left_out';
    if b ? 'ends_at' then
        p := p || jsonb_build_object('minutes', extract(epoch from (b ->> 'ends_at')::timestamptz - first) / 60);
    end if;
    if r <> '{}' then
        insert into app.meeting_series (every, author_id) values (r ->> 'every', app.me()) returning meeting_series.id into series;
        perform app.audit('series-created', 'meeting-series', series, b);
    end if;
    for d in select * from app.series_dates(first, r ->> 'every', (r ->> 'count')::integer, (r ->> 'until')::date, r ->> 'short_month', r ->> 'holidays') x order by x.ord loop
        if d.skipped then
            skipped := skipped || jsonb_build_object('on', d.day, 'holiday', d.holiday);
            continue;
        end if;
        id := (app.meeting_create(p || jsonb_build_object('starts_at', d.at, 'ends_at', d.at + make_interval(secs => (p ->> 'minutes')::float * 60))) ->> 'id')::uuid;
        perform app.agenda_fill(id, d.day, p -> 'items');
        if jsonb_array_length(p -> 'invitees') > 0 then
            perform app.invitee_set(id, jsonb_build_object('invitees', p -> 'invitees'));
        end if;
        select notes || coalesce(jsonb_agg(app.plan_note('papers_due', i ->> 'title', 'past', null)), '[]') into notes from jsonb_array_elements(p -> 'items') i
        where i ->> 'presenting_unit_id' is not null and (d.day - (i ->> 'due_days')::integer + (i ->> 'due_time')::time) at time zone tz <= now();
        if series is not null then
            insert into app.meeting_series_place (meeting_id, series_id) values (id, series);
        end if;
        made := made || jsonb_build_object('id', id, 'title', p ->> 'title', 'starts_at', app.json_time(d.at));
    end loop;
    if made = '[]' then
        perform app.fail('conflict', 'repeat.holidays', 'every date is a holiday');
    end if;
    return jsonb_build_object('meetings', made, 'left_out', (select coalesce(jsonb_agg(distinct n), '[]') from jsonb_array_elements(notes) n), 'skipped', skipped);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{template_seen, template_list, template_get, template_create, template_change, template_delete, series_preview, meeting_make}'); end $$;
