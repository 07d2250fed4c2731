-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Tasks (G2; rules 24, 35): what a meeting concluded that somebody must do, by
-- when, and what became of it. Tables, who sees them, replies; acts are 0059.
--
-- Seen by those who see the item it comes from (or the meeting, if it comes from
-- none), and by those it is given to: the lead unit, units in support, the
-- person. A task of a restricted item is so seen by its circle and by those it
-- is given to; to these the item, the conclusion and a meeting they are not in
-- are not named. Every change of source, unit, person or due date is a step that
-- is kept with what was before (rule 35); steps are never changed.

set local search_path = app;

create table task (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting,
    item_id uuid,
    conclusion_id uuid references conclusion on delete set null,
    title text not null check (title <> ''),
    description text check (description <> ''),
    lead_unit_id uuid not null references unit,
    person_id uuid references person, -- null: whoever speaks for the unit
    due_on date not null, -- a civil date, that day still in time
    state text not null default 'assigned' check (state in ('assigned', 'doing', 'reported', 'done', 'withdrawn')),
    percent integer not null default 0 check (percent between 0 and 100),
    author_id uuid not null references person,
    seen_by uuid[] not null default '{}', -- kept by trigger
    done_on date, -- when what was confirmed had been reported
    chased_at timestamptz,
    created_at timestamptz not null default now(),
    edit_version bigint not null default 1,
    search text generated always as (app.fold(title || ' ' || coalesce(description, ''))) stored,
    foreign key (item_id, meeting_id) references agenda_item (id, meeting_id),
    constraint done_has_its_day check ((done_on is null) = (state <> 'done'))
);
create index on task using gin (seen_by);
create index on task (meeting_id);
create index on task (item_id) where item_id is not null;
create index on task (conclusion_id) where conclusion_id is not null;
create index task_running on task (due_on, id) where state in ('assigned', 'doing', 'reported');

create table task_support (
    task_id uuid not null references task on delete cascade,
    unit_id uuid not null references unit,
    position integer not null,
    primary key (task_id, unit_id)
);
create index on task_support (unit_id);

create table task_extension (
    id uuid primary key default uuid7(),
    task_id uuid not null references task on delete cascade,
    asked_by uuid not null references person,
    until date not null,
    reason text not null check (reason <> ''),
    state text not null default 'asked' check (state in ('asked', 'granted', 'refused')),
    decided_by uuid references person,
    answer text check (answer <> ''),
    asked_at timestamptz not null default now(),
    decided_at timestamptz,
    constraint decided_by_somebody check ((state = 'asked') = (decided_by is null) and (state = 'asked') = (decided_at is null))
);
create unique index one_extension_waits on task_extension (task_id) where state = 'asked';
create index on task_extension (task_id);

-- What happened, in its order. before and after: of a change, the fields that changed.
create table task_step (
    id uuid primary key default uuid7(),
    task_id uuid not null references task on delete cascade,
    kind text not null check (kind in ('made', 'accepted', 'progress', 'reported', 'returned', 'confirmed', 'extension_asked', 'extension_granted', 'extension_refused', 'changed', 'chased', 'withdrawn')),
    person_id uuid not null references person,
    at timestamptz not null default clock_timestamp(),
    words text check (words <> ''),
    percent integer check (percent between 0 and 100),
    before jsonb,
    after jsonb,
    document_id uuid, -- evidence, on the version it was then
    version integer,
    foreign key (document_id, version) references version (document_id, number),
    constraint a_version_is_of_a_document check ((document_id is null) = (version is null)),
    constraint a_change_has_both_sides check (kind <> 'changed' or (before is not null and after is not null))
);
create index on task_step (task_id, id);
create index on task_step (document_id) where document_id is not null;
create trigger task_step_is_append_only before update on task_step for each row execute function audit_refuse();

do $$
declare t text;
begin
    foreach t in array array['task', 'task_support', 'task_extension', 'task_step'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;

-- ---- who sees it

create function task_seers(t app.task) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(
        select t.lead_unit_id union select t.person_id where t.person_id is not null
        union select s.unit_id from app.task_support s where s.task_id = t.id
        union select m.preparers_id from app.meeting m where m.id = t.meeting_id
        union select coalesce(i.audience_id, m.audience_id) from app.meeting m left join app.agenda_item i on i.id = t.item_id where m.id = t.meeting_id);
end $$;

create function task_is_seen() returns trigger
language plpgsql security definer as $$
begin
    new.seen_by := app.task_seers(new);
    return new;
end $$;
create trigger task_is_seen before insert or update of meeting_id, item_id, lead_unit_id, person_id on task for each row execute function task_is_seen();

create function task_is_seen_again() returns trigger
language plpgsql security definer as $$
begin
    if tg_table_name = 'task_support' then
        update app.task t set seen_by = app.task_seers(t) where t.id = coalesce(new.task_id, old.task_id);
    else -- an item's circle was set or lifted
        update app.task t set seen_by = app.task_seers(t) where t.item_id = new.id;
    end if;
    return null;
end $$;
create trigger task_is_seen_again after insert or delete on task_support for each row execute function task_is_seen_again();
create trigger task_is_seen_again after update of audience_id on agenda_item for each row when (old.audience_id is distinct from new.audience_id) execute function task_is_seen_again();

create policy "seen by those who see where it comes from and those it is given to" on task for select to nghisu_app using (seen_by && (select principals())::uuid[]);
create policy "who sees a task sees who supports it" on task_support for select to nghisu_app using (exists (select from task t where t.id = task_id));
create policy "who sees a task sees what was asked for it" on task_extension for select to nghisu_app using (exists (select from task t where t.id = task_id));
create policy "who sees a task sees what became of it" on task_step for select to nghisu_app using (exists (select from task t where t.id = task_id));

create function task_seen(t app.task) returns boolean
language plpgsql stable security definer as $$
begin
    return t.seen_by && app.principals() or exists (select from app.meeting m where m.id = t.meeting_id and app.meeting_prepared_by_me(m));
end $$;

-- Who gave it: the meeting's chair and secretaries, as long as there are such.
create function task_given_by_me(t app.task) returns boolean
language plpgsql stable security definer as $$
begin
    return exists (select from app.meeting m where m.id = t.meeting_id and app.meeting_steered_by_me(m));
end $$;

-- Who does it: the person named, or those who speak for the lead unit; these decide in the unit.
create function task_led_by_me(t app.task) returns boolean
language plpgsql stable security definer as $$
begin
    return app.me() in (select app.unit_speakers(t.lead_unit_id));
end $$;

create function task_done_by_me(t app.task) returns boolean
language sql stable as $$ select t.person_id = app.me() or app.task_led_by_me(t) $$;

-- ---- days

create function day_is_off(day date) returns boolean
language plpgsql stable security definer as $$
begin
    return extract(isodow from day) > 5 or exists (select from app.catalogue_entry e where e.catalogue = 'holiday' and e.active and e.held_on = day);
end $$;

-- So many working days on from a day.
create function working_day_after(day date, n integer) returns date
language plpgsql stable security definer as $$
declare
    at date := day;
    rest integer := n;
begin
    while rest > 0 loop
        at := at + 1;
        if not app.day_is_off(at) then
            rest := rest - 1;
        end if;
    end loop;
    return at;
end $$;

-- Due soon: on the third working day from now or before it.
create function task_soon_until() returns date
language plpgsql stable security definer as $$
begin
    return app.working_day_after(app.today(), 3);
end $$;

-- The column of the board it stands in.
create function task_column(state text, due_on date, today date, soon date) returns text
language sql immutable as $$
    select case when state in ('done', 'withdrawn') then 'done' when state = 'reported' then 'waiting' when due_on < today then 'overdue' when due_on <= soon then 'soon' else 'doing' end
$$;

-- ---- replies

-- These tasks in this order, as one who sees them is told of them.
create function tasks_json(ids uuid[]) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_generic_plan as $$
declare
    who uuid[] := app.principals();
    self uuid := app.me();
    day date := app.today();
    soon date := app.task_soon_until();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'title', t.title, 'state', t.state, 'column', app.task_column(t.state, t.due_on, day, soon),
            'due_on', t.due_on, 'days_over', case when t.state in ('assigned', 'doing') then greatest(day - t.due_on, 0) else 0 end, 'percent', t.percent,
            'lead_unit', app.unit_ref(t.lead_unit_id, day), 'person', app.person_named(p.id, p.full_name), 'done_on', t.done_on, 'late', coalesce(t.done_on > t.due_on, false),
            'meeting', case when m.audience_id = any (who) or m.preparers_id = any (who) then jsonb_build_object('id', m.id, 'title', m.title) end,
            'extension_asked', exists (select from app.task_extension e where e.task_id = t.id and e.state = 'asked'),
            'chased_at', app.json_time(t.chased_at), 'mine', coalesce(t.person_id = self, false), 'created_at', app.json_time(t.created_at), 'edit_version', t.edit_version) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.task t on t.id = i.id
        join app.meeting m on m.id = t.meeting_id
        left join app.person p on p.id = t.person_id);
end $$;

-- What a step changed, by its names of that day.
create function task_change_json(j jsonb, day date) returns jsonb
language plpgsql stable security definer as $$
begin
    return case when j is null then null else jsonb_build_object('title', j ->> 'title', 'lead_unit', app.unit_ref((j ->> 'lead_unit_id')::uuid, day), 'person', app.person_ref((j ->> 'person_id')::uuid),
        'due_on', j ->> 'due_on', 'supports', (select coalesce(jsonb_agg(app.unit_ref(u::uuid, day)), '[]') from jsonb_array_elements_text(coalesce(j -> 'support_unit_ids', '[]')) u),
        'fields', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(j) k)) end;
end $$;

create function task_json(task uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    t app.task;
    m app.meeting;
    i app.agenda_item;
    c app.conclusion;
    who uuid[] := app.principals();
    tz text := app.zone();
    gives boolean; does boolean; leads boolean; seen boolean;
begin
    select * into t from app.task x where x.id = task_json.task;
    select * into m from app.meeting x where x.id = t.meeting_id;
    gives := app.task_given_by_me(t);
    leads := app.task_led_by_me(t);
    does := coalesce(t.person_id = app.me(), false) or leads;
    seen := app.meeting_seen(m);
    if seen then
        select * into i from app.agenda_item x where x.id = t.item_id and app.item_seen(x);
        if t.item_id is null or i.id is not null then
            select * into c from app.conclusion x where x.id = t.conclusion_id and (not x.draft or app.meeting_prepared_by_me(m));
        end if;
    end if;
    return app.tasks_json(array[t.id]) -> 0 || jsonb_build_object('description', t.description, 'author', app.person_ref(t.author_id),
        'item', case when i.id is not null then jsonb_build_object('id', i.id, 'number', i.number, 'title', i.title, 'restricted', i.audience_id is not null) end,
        'conclusion', case when c.id is not null then jsonb_build_object('id', c.id, 'text', c.text) end,
        'supports', (select coalesce(jsonb_agg(app.unit_ref(s.unit_id, app.today()) order by s.position), '[]') from app.task_support s where s.task_id = t.id),
        'due_off', app.day_is_off(t.due_on),
        'may', to_jsonb(array_remove(array[
            case when does and t.state = 'assigned' then 'accept' end,
            case when does and t.state in ('assigned', 'doing') then 'progress' end,
            case when does and t.state in ('assigned', 'doing') then 'report' end,
            case when does and t.state in ('assigned', 'doing') and not exists (select from app.task_extension e where e.task_id = t.id and e.state = 'asked') then 'extend' end,
            case when gives and t.state = 'reported' then 'confirm' end,
            case when gives and exists (select from app.task_extension e where e.task_id = t.id and e.state = 'asked') and t.state in ('assigned', 'doing') then 'decide' end,
            case when gives and t.state in ('assigned', 'doing', 'reported') then 'change' end,
            case when (gives or leads) and t.state in ('assigned', 'doing') then 'name' end,
            case when gives and t.state in ('assigned', 'doing') then 'chase' end], null)),
        'chase_after', app.json_time(case when t.chased_at > now() - interval '1 day' then t.chased_at + interval '1 day' end),
        'extension', (select jsonb_build_object('id', e.id, 'until', e.until, 'reason', e.reason, 'by', app.person_ref(e.asked_by), 'asked_at', app.json_time(e.asked_at), 'due_off', app.day_is_off(e.until))
                      from app.task_extension e where e.task_id = t.id and e.state = 'asked'),
        'steps', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'person', app.person_ref(s.person_id), 'at', app.json_time(s.at), 'words', s.words, 'percent', s.percent,
                'before', app.task_change_json(s.before, app.civil_date(s.at, tz)), 'after', app.task_change_json(s.after, app.civil_date(s.at, tz)),
                'document', case when d.id is not null then jsonb_build_object('document_id', d.id, 'version', s.version, 'subject', d.subject) end) order by s.id), '[]')
            from app.task_step s left join app.document d on d.id = s.document_id and app.version_visible(s.document_id, s.version) where s.task_id = t.id));
end $$;

create function task_get(task uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.task_json(t.id) from app.task t where t.id = task_get.task and app.task_seen(t);
end $$;

-- Those seen that match. whose: mine (the person, or a unit I speak for that named nobody), unit (led or supported by a unit of mine), given (of meetings that I steer).
create function tasks_found(whose text, unit uuid, person uuid, meeting uuid, q text) returns setof app.task
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    words text[] := app.word_patterns(q);
    spoken uuid[] := case when whose = 'mine' then array(select u.id from app.unit u where u.id = any (who) and self in (select app.unit_speakers(u.id))) end;
begin
    return query
        select t.* from app.task t
        where t.seen_by && who
          and case whose when 'mine' then t.person_id = self or (t.person_id is null and t.lead_unit_id = any (spoken))
                         when 'unit' then t.lead_unit_id = any (who) or exists (select from app.task_support s where s.task_id = t.id and s.unit_id = any (who))
                         when 'given' then exists (select from app.meeting m where m.id = t.meeting_id
                              and (m.chair_id = self or exists (select from app.meeting_secretary s where s.meeting_id = m.id and s.person_id = self)))
                         else true end
          and (tasks_found.unit is null or t.lead_unit_id = tasks_found.unit) and (tasks_found.person is null or t.person_id = tasks_found.person)
          and (tasks_found.meeting is null or t.meeting_id = tasks_found.meeting) and (q is null or app.matches(t.search, words));
end $$;

-- One column of the board, or all; what is urgent first, what is done by its day, newest first. after: a place in that order.
create function task_list(whose text, wanted text, unit uuid, person uuid, meeting uuid, q text, after text, page_size integer) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    day date := app.today();
    soon date := app.task_soon_until();
    most integer := coalesce(page_size, 50);
    last uuid := app.cursor_id(after);
    ids uuid[];
begin
    with found as (
        select t.id, t.due_on, app.task_column(t.state, t.due_on, day, soon) as place, coalesce(t.done_on, app.civil_date(t.created_at)) as ended
        from app.tasks_found(whose, unit, person, meeting, q) t
    ), placed as (
        select f.id, row_number() over (order by f.place = 'done', case when f.place = 'done' then f.ended end desc, f.due_on, f.id) as ord
        from found f where wanted is null or f.place = wanted
    )
    select array_agg(p.id order by p.ord) into ids
    from (select p.* from placed p where p.ord > coalesce((select x.ord from placed x where x.id = last), 0) order by p.ord limit most + 1) p;
    return jsonb_build_object('items', app.tasks_json(ids[1:most]), 'next', case when cardinality(ids) > most then ids[most] end);
end $$;

-- How many stand in each column: in all, by lead unit, by person.
create function task_board(whose text, meeting uuid, q text) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    day date := app.today();
    soon date := app.task_soon_until();
begin
    return (
        with found as materialized (
            select t.lead_unit_id, t.person_id, app.task_column(t.state, t.due_on, day, soon) as place, t.state = 'done' and t.done_on > t.due_on as late
            from app.tasks_found(whose, null, null, meeting, q) t
        ), counted as (
            select grouping(f.lead_unit_id) = 0 as by_unit, grouping(f.person_id) = 0 as by_person, f.lead_unit_id, f.person_id,
                count(*) filter (where f.place = 'overdue') as overdue,
                jsonb_build_object('overdue', count(*) filter (where f.place = 'overdue'), 'soon', count(*) filter (where f.place = 'soon'), 'doing', count(*) filter (where f.place = 'doing'),
                    'waiting', count(*) filter (where f.place = 'waiting'), 'done', count(*) filter (where f.place = 'done'), 'late', count(*) filter (where f.late)) as j
            from found f group by grouping sets ((), (f.lead_unit_id), (f.person_id))
        )
        select jsonb_build_object('counts', (select c.j from counted c where not c.by_unit and not c.by_person),
            'by_unit', (select coalesce(jsonb_agg(jsonb_build_object('unit', app.unit_ref(c.lead_unit_id, day), 'counts', c.j) order by c.overdue desc, u.sort, u.id), '[]')
                        from counted c join app.unit u on u.id = c.lead_unit_id where c.by_unit),
            'by_person', (select coalesce(jsonb_agg(jsonb_build_object('person', app.person_named(p.id, p.full_name), 'counts', c.j) order by c.overdue desc, p.full_name collate "vi-x-icu", p.id), '[]')
                          from counted c join app.person p on p.id = c.person_id where c.by_person),
            'soon_until', soon, 'today', day, 'revision', coalesce((select h.revision from app.home h where h.person_id = app.me()), 0)));
end $$;

-- who may run what

do $$ begin perform app.rights_close('{task_get, task_list, task_board}'); end $$;
