-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The agenda says until when papers are asked for (E5), and the home page what
-- of that is to be prepared and to be decided (H3).

set local search_path = app;

-- field: what stands before the item's own fields in the body; unit: of the item as it is to be.
create function papers_due_check(due timestamptz, unit uuid, field text) returns void
language plpgsql stable as $$
begin
    if due is not null and unit is null then
        perform app.fail('conflict', field || 'papers_due_at', 'papers are asked of a presenting unit');
    end if;
end $$;

-- ---- the agenda, with the time until which papers are asked for

create or replace function agenda_set(meeting uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock(meeting);
    t record;
    item uuid;
    kept uuid[] := '{}';
begin
    if m.id is null then
        return;
    end if;
    if m.state <> 'draft' then -- rule 21: publishing freezes the agenda
        perform app.fail('wrong-state');
    end if;
    perform app.check_edit(m.edit_version, given);
    for t in select x, ord::integer as ord from jsonb_array_elements(b -> 'items') with ordinality l (x, ord) loop
        perform app.item_check(t.x, 'items.' || t.ord - 1 || '.');
        perform app.papers_due_check((t.x ->> 'papers_due_at')::timestamptz, (t.x ->> 'presenting_unit_id')::uuid, 'items.' || t.ord - 1 || '.');
        item := (t.x ->> 'id')::uuid;
        if item is not null and (item = any (kept) or not exists (select from app.agenda_item i where i.id = item and i.meeting_id = m.id)) then
            perform app.unknown('items.' || t.ord - 1 || '.id');
        end if;
        if item is null then
            insert into app.agenda_item (meeting_id, position, title) values (m.id, t.ord, btrim(t.x ->> 'title')) returning id into item;
        end if;
        update app.agenda_item i set position = t.ord, title = btrim(t.x ->> 'title'), kind = coalesce(t.x ->> 'kind', 'discussion'),
            presenter_id = (t.x ->> 'presenter_id')::uuid, presenting_unit_id = (t.x ->> 'presenting_unit_id')::uuid, minutes = (t.x ->> 'minutes')::integer,
            papers_due_at = (t.x ->> 'papers_due_at')::timestamptz
        where i.id = item;
        perform app.papers_set(item, t.x -> 'papers', false, 'items.' || t.ord - 1 || '.');
        kept := kept || item;
    end loop;
    delete from app.agenda_item i where i.meeting_id = m.id and not i.id = any (kept);
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.paper_requests_told(m.id);
    perform app.audit('agenda-set', 'meeting', m.id, b);
    perform app.meeting_bump(m.id, 'agenda');
    return next app.agenda_json(m.id);
end $$;

-- Rule 21: after publishing an item is late, comes last, is numbered on and reorders nobody.
create or replace function agenda_item_create(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
    place integer;
    item uuid;
begin
    if m.id is null then
        return;
    end if;
    perform app.item_check(b, '');
    perform app.papers_due_check((b ->> 'papers_due_at')::timestamptz, (b ->> 'presenting_unit_id')::uuid, '');
    select coalesce(max(i.position), 0) + 1 into place from app.agenda_item i where i.meeting_id = m.id;
    insert into app.agenda_item (meeting_id, position, number, title, kind, presenter_id, presenting_unit_id, minutes, late, papers_due_at)
    values (m.id, place, case when m.state <> 'draft' then place::text end, btrim(b ->> 'title'), coalesce(b ->> 'kind', 'discussion'),
            (b ->> 'presenter_id')::uuid, (b ->> 'presenting_unit_id')::uuid, (b ->> 'minutes')::integer, m.state <> 'draft',
            (b ->> 'papers_due_at')::timestamptz)
    returning id into item;
    perform app.papers_set(item, b -> 'papers', m.state <> 'draft', '');
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.paper_requests_told(m.id);
    perform app.audit('agenda-item-created', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    perform app.meeting_bump(m.id, 'agenda');
    return next app.agenda_json(m.id);
end $$;

create or replace function agenda_item_change(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock_open(app.meeting_of_item(item));
begin
    if m.id is null then
        return;
    end if;
    perform app.item_check(b, '');
    perform app.papers_due_check((b ->> 'papers_due_at')::timestamptz,
        case when b ? 'presenting_unit_id' then (b ->> 'presenting_unit_id')::uuid else (select i.presenting_unit_id from app.agenda_item i where i.id = item) end, '');
    update app.agenda_item i set
        title = coalesce(btrim(b ->> 'title'), i.title),
        kind = coalesce(b ->> 'kind', i.kind),
        presenter_id = case when b ? 'presenter_id' then (b ->> 'presenter_id')::uuid else i.presenter_id end,
        presenting_unit_id = case when b ? 'presenting_unit_id' then (b ->> 'presenting_unit_id')::uuid else i.presenting_unit_id end,
        minutes = case when b ? 'minutes' then (b ->> 'minutes')::integer else i.minutes end,
        papers_due_at = case when b ? 'papers_due_at' then (b ->> 'papers_due_at')::timestamptz
            when b ? 'presenting_unit_id' and b ->> 'presenting_unit_id' is null then null -- the request goes with its unit
            else i.papers_due_at end
    where i.id = item;
    perform app.paper_requests_told(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('agenda-item-changed', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    perform app.meeting_bump(m.id, 'agenda');
    return next app.agenda_json(m.id);
end $$;

-- ---- home (H3)

create or replace function home_get() returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    who uuid[] := app.principals();
    dawn timestamptz := app.dawn(app.today());
    dusk timestamptz := app.dawn(app.today() + 1);
    running uuid[]; today uuid[];
begin
    if app.me() is null then
        perform app.fail('signed-out');
    end if;
    select array_agg(m.id order by m.starts_at, m.id) filter (where m.state in ('in_progress', 'paused')),
           array_agg(m.id order by m.starts_at, m.id) filter (where m.state not in ('in_progress', 'paused'))
    into running, today
    from app.meeting m where m.audience_id = any (who) and app.meeting_when(m.state, m.starts_at, 'today', dawn, dusk);
    return jsonb_build_object('running', app.meetings_json(running), 'today', app.meetings_json(today),
        'upcoming', app.meetings_json(array(
            select m.id from app.meeting m where m.audience_id = any (who) and app.meeting_when(m.state, m.starts_at, 'upcoming', dawn, dusk)
            order by m.starts_at, m.id limit 20)),
        'to_answer', app.home_to_answer(), 'to_approve', app.home_to_approve(), 'to_prepare', app.paper_requests_json(null), 'to_read', app.home_to_read(),
        'revision', coalesce((select h.revision from app.home h where h.person_id = app.me()), 0), 'at', app.json_time(clock_timestamp()));
end $$;

-- Meetings that I prepare, with papers that wait for a decision which is mine to take.
create function home_to_approve() returns jsonb
language plpgsql stable security definer as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('meeting_id', x.id, 'title', x.title, 'starts_at', app.json_time(x.starts_at), 'papers', x.papers) order by x.starts_at, x.id), '[]')
        from (
            select m.id, m.title, m.starts_at, count(*) as papers
            from app.meeting m join app.agenda_item i on i.meeting_id = m.id join app.paper p on p.item_id = i.id
            where m.preparers_id = any (app.principals()::uuid[]) and app.meeting_is_open(m)
              and (p.state = 'submitted' or p.proposed_version is not null) and p.submitted_by is distinct from app.me()
            group by m.id
        ) x);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
