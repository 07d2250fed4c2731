-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The replies and acts of 0010 to 0024 that tell of items, with sub-items and
-- restricted items in them (E3, rule 24): each says only what the caller may
-- see, and tells only those concerned.

set local search_path = app;

-- Its edit_version tells those who do not prepare it nothing of what they may not see.
create or replace function meetings_json(ids uuid[]) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
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
            'edit_version', case when mine.role in ('chair', 'secretary', 'author') then m.edit_version else m.revision end) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.meeting m on m.id = i.id
        left join app.catalogue_entry t on t.id = m.type_id
        left join app.catalogue_entry r on r.id = m.room_id
        left join app.person c on c.id = m.chair_id
        left join lateral app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at, tz)) u on true
        cross join lateral app.meeting_role_of(m, self, who) mine (role)
        cross join lateral (select count(distinct x.id) as items, count(p.id) filter (where p.state = 'approved') as papers
                            from app.agenda_item x left join app.paper p on p.item_id = x.id
                            where x.meeting_id = m.id and (x.audience_id is null or x.audience_id = any (who) or mine.role in ('chair', 'secretary', 'author'))) a);
end $$;

create function item_circle_json(item uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', c.principal_id, 'kind', c.kind, 'name', coalesce(p.full_name, u.name)) order by c.kind desc, coalesce(p.full_name, u.name) collate "vi-x-icu", c.principal_id), '[]')
            from app.item_circle c left join app.person p on p.id = c.principal_id left join lateral app.unit_name_on(c.principal_id, app.today()) u on true
            where c.item_id = item);
end $$;

-- Times follow the minutes of all that comes before; places count what the caller sees.
create or replace function agenda_items_json(m app.meeting) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    day date := app.civil_date(m.starts_at);
    prepares boolean := app.meeting_prepared_by_me(m);
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'position', i.place, 'parent_id', i.parent_id, 'level', (i.parent_id is not null)::integer, 'number', i.number, 'title', i.title, 'kind', i.kind,
            'presenter', app.person_named(c.id, c.full_name), 'presenting_unit', app.unit_named(u.unit_id, u.name, u.short_name), 'minutes', i.minutes,
            'late', i.late, 'restricted', i.audience_id is not null, 'circle', case when prepares then app.item_circle_json(i.id) else '[]' end, 'papers_due_at', app.json_time(i.papers_due_at), 'spent_ms', i.spent_ms, 'planned_at', app.json_time(m.starts_at + make_interval(mins => i.before::integer)),
            'papers', coalesce(l.papers, '[]')) order by i.position), '[]')
        from (select y.*, row_number() over (order by y.position) as place
              from (select x.*, coalesce(sum(x.minutes) over (order by x.position rows between unbounded preceding and 1 preceding), 0) as before
                    from app.agenda_item x where x.meeting_id = m.id) y
              where y.audience_id is null or prepares or y.audience_id = any (who)) i
        left join app.person c on c.id = i.presenter_id
        left join lateral app.unit_name_on(i.presenting_unit_id, day) u on true
        left join lateral (
            select jsonb_agg(jsonb_build_object('id', p.id, 'document_id', p.document_id, 'version', p.version, 'subject', d.subject, 'type', d.type,
                'type_name', t.name, 'number', d.number, 'symbol', d.symbol, 'pages', v.pages, 'media', v.media, 'newer_version', newer.number,
                'group', p.group_name, 'late', p.late, 'read_page', r.page, 'state', p.state, 'proposed_version', case when prepares then p.proposed_version end,
                'submitted_by', case when prepares then app.person_ref(p.submitted_by) end, 'submitted_at', case when prepares then app.json_time(p.submitted_at) end,
                'overdue', prepares and coalesce(p.submitted_at > i.papers_due_at, false), 'reason', case when prepares then p.reason end) order by p.position, p.id) as papers
            from app.paper p
            join app.document d on d.id = p.document_id
            join app.version v on v.document_id = p.document_id and v.number = p.version
            join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
            left join app.reading r on r.document_id = p.document_id and r.person_id = self
            cross join lateral (select max(n.number) as number from app.version n
                                where n.document_id = p.document_id and n.number > p.version and n.readers && who) newer
            where p.item_id = i.id and (p.state = 'approved' or prepares)) l on true);
end $$;

create or replace function meeting_json(meeting uuid) returns jsonb
language plpgsql stable set search_path = app, pg_temp as $$
declare
    m app.meeting;
    role text;
    prepares boolean; steers boolean; shown boolean;
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
    shown := coalesce((select app.item_seen(i) from app.agenda_item i where i.id = m.current_item_id), true); -- else the meeting stands on nothing for the caller
    return app.meetings_json(array[m.id]) -> 0 || jsonb_build_object('description', m.description,
        'secretaries', (select coalesce(jsonb_agg(app.person_named(p.id, p.full_name) order by p.id), '[]')
                        from app.meeting_secretary s join app.person p on p.id = s.person_id where s.meeting_id = m.id),
        'agenda', app.agenda_items_json(m), 'invitees', app.invitees_of(m), 'current_item_id', case when shown then m.current_item_id end,
        'current_since', case when shown then app.json_time(m.current_since) end, 'published_at', app.json_time(m.published_at), 'started_at', app.json_time(m.started_at),
        'ended_at', app.json_time(m.ended_at),
        'expected', app.expected_json(m, prepares), 'my_units', app.my_units_json(m),
        'may', jsonb_build_object('edit', prepares and app.meeting_is_open(m), 'publish', prepares and m.state = 'draft',
            'start', steers and m.state = 'invited', 'steer', steers and m.state in ('in_progress', 'paused'),
            'end', steers and m.state in ('in_progress', 'paused'), 'cancel', prepares and m.state in ('draft', 'invited'),
            'answer', m.state = 'invited' and app.meeting_expects_me(m)),
        'at', app.json_time(clock_timestamp()));
end $$;

create or replace function agenda_json(meeting uuid) returns jsonb
language plpgsql stable set search_path = app, pg_temp as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = agenda_json.meeting;
    if m.id is null or not app.meeting_seen(m) then
        return null;
    end if;
    return jsonb_build_object('items', app.agenda_items_json(m), 'revision', m.revision, 'edit_version', case when app.meeting_prepared_by_me(m) then m.edit_version else m.revision end);
end $$;

-- ---- steps: of a restricted item the patch says nothing; its circle fetches

create or replace function meeting_step_patch(meeting uuid, touched uuid[]) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return (select jsonb_build_object('state', m.state, 'current_item_id', case when c.apart is not true then m.current_item_id end,
        'current_since', case when c.apart is not true then app.json_time(m.current_since) end,
        'started_at', app.json_time(m.started_at), 'ended_at', app.json_time(m.ended_at),
        'items', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'spent_ms', i.spent_ms) order by i.position)
                           from app.agenda_item i where i.meeting_id = m.id and i.id = any (touched) and i.audience_id is null), '[]'),
        'at', app.json_time(clock_timestamp()))
    from app.meeting m left join lateral (select i.audience_id is not null as apart from app.agenda_item i where i.id = m.current_item_id) c on true
    where m.id = meeting_step_patch.meeting);
end $$;

create or replace function meeting_stepped(m app.meeting, action text, kind text, touched uuid[], homes boolean) returns jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    perform app.audit(action, 'meeting', m.id, jsonb_build_object('item_id', m.current_item_id));
    perform app.meeting_bump(m.id, kind, app.meeting_step_patch(m.id, touched));
    perform app.circle_bump(m.id, x.audience_id) from (select distinct i.audience_id from app.agenda_item i where i.id = any (touched || m.current_item_id) and i.audience_id is not null) x;
    if homes then
        perform app.home_bump(array[m.audience_id]);
    end if;
    return app.meeting_json(m.id);
end $$;

create or replace function meeting_publish(meeting uuid) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock(meeting);
begin
    if m.id is null then
        return;
    end if;
    if m.state <> 'draft' then
        perform app.fail('wrong-state');
    end if;
    if m.chair_id is null then
        perform app.fail('conflict', 'chair_id', 'a meeting is published with a chair');
    end if;
    if not exists (select from app.agenda_item i where i.meeting_id = m.id) then
        perform app.fail('conflict', 'agenda', 'a meeting is published with an agenda');
    end if;
    update app.meeting x set state = 'invited', published_at = now(), edit_version = x.edit_version + 1 where x.id = m.id and x.state = 'draft' returning * into m;
    perform app.agenda_number(m.id); -- rule 21
    perform app.meeting_audience_sync(m.id);
    perform app.meeting_grants_sync(m.id);
    perform app.notify_rights();
    return next app.meeting_stepped(m, 'meeting-published', 'state', '{}', true);
end $$;

create or replace function papers_set(item uuid, papers jsonb, late boolean, field text) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    p record;
begin
    if papers is null or papers = 'null' then
        return;
    end if;
    delete from app.paper x where x.item_id = item and not exists (
        select from jsonb_array_elements(papers) b where (b ->> 'document_id')::uuid = x.document_id);
    for p in select b, ord::integer as ord from jsonb_array_elements(papers) with ordinality t (b, ord) loop
        if not exists (select from app.paper x where x.item_id = item and x.document_id = (p.b ->> 'document_id')::uuid and x.version = (p.b ->> 'version')::integer) then
            perform app.paper_check(p.b, field || 'papers.' || p.ord - 1 || '.');
        end if;
        insert into app.paper (item_id, position, document_id, version, late, group_name)
        values (item, p.ord, (p.b ->> 'document_id')::uuid, (p.b ->> 'version')::integer, papers_set.late, app.text_or_null(p.b ->> 'group'))
        on conflict on constraint paper_once do update set position = excluded.position, version = excluded.version, group_name = excluded.group_name;
    end loop;
end $$;

-- ---- the agenda

create or replace function agenda_set(meeting uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock(meeting);
    t record;
    item uuid;
    kept uuid[] := '{}';
    above uuid; -- the last item of level 0
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
        if coalesce((t.x ->> 'level')::integer, 0) = 0 then
            above := null;
        elsif above is null then
            perform app.fail('wrong-value', 'items.' || t.ord - 1 || '.level', 'a sub-item follows the item it belongs to');
        end if;
        update app.agenda_item i set position = t.ord, parent_id = above, title = btrim(t.x ->> 'title'), kind = coalesce(t.x ->> 'kind', 'discussion'),
            presenter_id = (t.x ->> 'presenter_id')::uuid, presenting_unit_id = (t.x ->> 'presenting_unit_id')::uuid, minutes = (t.x ->> 'minutes')::integer,
            papers_due_at = (t.x ->> 'papers_due_at')::timestamptz
        where i.id = item;
        if above is null then
            above := item;
        end if;
        perform app.item_circle_set(item, coalesce((t.x ->> 'restricted')::boolean, false), t.x -> 'circle', 'items.' || t.ord - 1 || '.');
        perform app.papers_set(item, t.x -> 'papers', false, 'items.' || t.ord - 1 || '.');
        kept := kept || item;
    end loop;
    delete from app.agenda_item i where i.meeting_id = m.id and not i.id = any (kept);
    perform app.meeting_audience_sync(m.id);
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.paper_requests_told(m.id);
    perform app.audit('agenda-set', 'meeting', m.id, b);
    perform app.meeting_bump(m.id, 'agenda');
    return next app.agenda_json(m.id);
end $$;

-- The unit that is asked for papers of an item: it alone is told, for an item may be restricted (rule 24).
create function item_asked(item uuid) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(select i.presenting_unit_id from app.agenda_item i where i.id = item and i.papers_due_at is not null);
end $$;

-- Rule 21: after publishing an item is late, comes last, is numbered on and reorders nobody. With a parent_id it comes last below that item: what
-- follows makes room, nobody's number changes.
create or replace function agenda_item_create(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
    place integer;
    item uuid;
    above app.agenda_item;
    apart boolean;
begin
    if m.id is null then
        return;
    end if;
    perform app.item_check(b, '');
    perform app.papers_due_check((b ->> 'papers_due_at')::timestamptz, (b ->> 'presenting_unit_id')::uuid, '');
    if b ->> 'parent_id' is not null then
        select * into above from app.agenda_item i where i.id = (b ->> 'parent_id')::uuid and i.meeting_id = m.id and app.item_seen(i);
        if above.id is null then
            perform app.unknown('parent_id');
        elsif above.parent_id is not null then
            perform app.fail('wrong-value', 'parent_id', 'a sub-item has no items below it');
        end if;
    end if;
    apart := coalesce((b ->> 'restricted')::boolean, false) or above.audience_id is not null;
    select coalesce(max(i.position), 0) + 1 into place from app.agenda_item i where i.meeting_id = m.id and (above.id is null or above.id in (i.id, i.parent_id));
    update app.agenda_item i set position = i.position + 1 where i.meeting_id = m.id and i.position >= place;
    insert into app.agenda_item (meeting_id, parent_id, position, number, title, kind, presenter_id, presenting_unit_id, minutes, late, papers_due_at)
    values (m.id, above.id, place, case when m.state <> 'draft' then app.agenda_next_number(m.id, above, apart) end, btrim(b ->> 'title'), coalesce(b ->> 'kind', 'discussion'),
            (b ->> 'presenter_id')::uuid, (b ->> 'presenting_unit_id')::uuid, (b ->> 'minutes')::integer, m.state <> 'draft',
            (b ->> 'papers_due_at')::timestamptz)
    returning id into item;
    perform app.item_circle_set(item, apart, b -> 'circle', '');
    perform app.papers_set(item, b -> 'papers', m.state <> 'draft', '');
    perform app.meeting_audience_sync(m.id);
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.home_bump(app.item_asked(item));
    perform app.audit('agenda-item-created', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    if apart and m.state <> 'draft' then
        perform app.notify_rights();
    end if;
    perform app.item_told(item, 'agenda');
    return next app.agenda_json(m.id);
end $$;

create or replace function agenda_item_change(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock_open(app.meeting_of_item(item));
    was uuid := (select i.audience_id from app.agenda_item i where i.id = item);
    apart uuid;
    asked uuid[] := app.item_asked(item);
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
    if b ? 'restricted' or b ? 'circle' then
        if was is not null then
            perform app.circle_bump(m.id, was); -- also those who are about to lose it
        end if;
        perform app.item_circle_set(item, (b ->> 'restricted')::boolean, b -> 'circle', '');
        perform app.meeting_audience_sync(m.id);
        perform app.meeting_grants_sync(m.id);
        perform app.notify_rights();
    end if;
    select i.audience_id into apart from app.agenda_item i where i.id = item;
    perform app.home_bump(asked || app.item_asked(item));
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('agenda-item-changed', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    if (was is null) <> (apart is null) and m.state <> 'draft' then
        perform app.meeting_bump(m.id, 'agenda'); -- for the others it came or went
    end if;
    perform app.item_told(item, 'agenda');
    return next app.agenda_json(m.id);
end $$;

create or replace function paper_create(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock_open(app.meeting_of_item(item));
begin
    if m.id is null then
        return;
    end if;
    perform app.paper_check(b, '');
    if exists (select from app.paper p where p.item_id = item and p.document_id = (b ->> 'document_id')::uuid) then
        perform app.fail('duplicate', 'document_id');
    end if;
    insert into app.paper (item_id, position, document_id, version, late, group_name)
    select item, coalesce(max(p.position), 0) + 1, (b ->> 'document_id')::uuid, (b ->> 'version')::integer, m.state <> 'draft', app.text_or_null(b ->> 'group')
    from app.paper p where p.item_id = item;
    perform app.meeting_grants_sync(m.id);
    perform app.audit('paper-created', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    if m.state <> 'draft' then
        perform app.notify_rights();
    end if;
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.item_told(item, 'papers');
    return next app.agenda_json(m.id);
end $$;

create or replace function paper_change(paper uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    held app.paper;
    m app.meeting;
begin
    select * into held from app.paper p where p.id = paper_change.paper;
    m := app.meeting_lock_open(app.meeting_of_item(held.item_id));
    if m.id is null then
        return;
    end if;
    if not app.version_visible(held.document_id, (b ->> 'version')::bigint) then
        perform app.unknown('version');
    end if;
    update app.paper p set version = (b ->> 'version')::integer, state = 'approved', proposed_version = null, reason = null, decided_by = app.me(), decided_at = now()
    where p.id = held.id;
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('paper-pinned', 'meeting', m.id, jsonb_build_object('paper_id', held.id, 'from', held.version, 'to', (b ->> 'version')::integer));
    perform app.notify_rights();
    perform app.item_told(held.item_id, 'papers');
    return next app.agenda_json(m.id);
end $$;

create or replace function papers_changed(m app.meeting, item uuid, action text, detail jsonb) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit(action, 'meeting', m.id, detail || jsonb_build_object('item_id', item));
    perform app.notify_rights();
    perform app.item_told(item, 'papers');
    perform app.home_bump(array[m.preparers_id] || array(select i.presenting_unit_id from app.agenda_item i where i.id = item and i.papers_due_at is not null));
end $$;

create or replace function paper_submit(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock_asked(item);
    held app.paper;
    n integer := (b ->> 'version')::integer;
begin
    if m.id is null then
        return;
    end if;
    perform app.paper_check(b, '');
    select * into held from app.paper p where p.item_id = item and p.document_id = (b ->> 'document_id')::uuid;
    if held.id is null then
        insert into app.paper (item_id, position, document_id, version, late, state, submitted_by, submitted_at, group_name)
        select item, coalesce(max(p.position), 0) + 1, (b ->> 'document_id')::uuid, n, m.state <> 'draft', 'submitted', app.me(), now(), app.text_or_null(b ->> 'group')
        from app.paper p where p.item_id = item;
    elsif held.state = 'approved' and held.version = n then
        perform app.fail('duplicate', 'version', 'this version is approved already');
    elsif held.state = 'approved' then
        update app.paper p set proposed_version = n, submitted_by = app.me(), submitted_at = now(), reason = null where p.id = held.id;
    else
        update app.paper p set version = n, state = 'submitted', submitted_by = app.me(), submitted_at = now(), reason = null, late = m.state <> 'draft' where p.id = held.id;
    end if;
    perform app.papers_changed(m, item, 'paper-submitted', b);
    return next app.paper_requests_json(item) -> 0;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
