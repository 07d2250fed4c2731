-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Preparing a meeting: facts, agenda, papers, invitees (E2, E3, E5, E7).

set local search_path = app;

-- The row locked, for one who prepares it; null when it is not there for the caller, refused when it is only theirs to see.
create function meeting_lock(meeting uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_lock.meeting and app.meeting_seen(x) for update;
    if m.id is not null and not app.meeting_prepared_by_me(m) then
        perform app.fail('not-allowed');
    end if;
    return m;
end $$;

create function meeting_lock_open(meeting uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock(meeting);
begin
    if m.id is not null and not app.meeting_is_open(m) then
        perform app.fail('wrong-state');
    end if;
    return m;
end $$;

-- Last in a transaction.
create function meeting_bump(meeting uuid, kind text, patch jsonb default null) returns void
language plpgsql security definer as $$
declare
    r bigint;
begin
    update app.meeting m set revision = m.revision + 1 where m.id = meeting_bump.meeting returning m.revision into r;
    perform app.publish_event('meeting:' || meeting, r, kind, patch);
end $$;

-- Author, chair and secretaries always; those invited from publishing on.
create function meeting_audience_sync(meeting uuid) returns void
language plpgsql security definer as $$
declare
    m app.meeting;
    wanted uuid[];
begin
    select * into m from app.meeting x where x.id = meeting_audience_sync.meeting;
    wanted := array(
        select m.author_id union select m.chair_id where m.chair_id is not null
        union select s.person_id from app.meeting_secretary s where s.meeting_id = m.id
        union select i.principal_id from app.meeting_invitee i where i.meeting_id = m.id and m.published_at is not null);
    delete from app.audience_member a where a.audience_id = m.audience_id and not a.principal_id = any (wanted);
    insert into app.audience_member (audience_id, principal_id) select m.audience_id, w from unnest(wanted) w on conflict do nothing;
    update app.audience a set name = m.title where a.id = m.audience_id and a.name <> m.title;
end $$;

-- The meeting's audience may read exactly what is pinned.
create function meeting_grants_sync(meeting uuid) returns void
language plpgsql security definer as $$
declare
    a uuid := (select m.audience_id from app.meeting m where m.id = meeting_grants_sync.meeting);
begin
    delete from app.document_grant g where g.principal_id = a and g.origin = 'meeting' and not exists (
        select from app.paper p join app.agenda_item i on i.id = p.item_id
        where i.meeting_id = meeting_grants_sync.meeting and p.document_id = g.document_id and p.version = g.version);
    insert into app.document_grant (document_id, principal_id, version, "right", origin)
    select distinct p.document_id, a, p.version, 'read', 'meeting' from app.paper p join app.agenda_item i on i.id = p.item_id
    where i.meeting_id = meeting_grants_sync.meeting
    on conflict do nothing;
end $$;

create function meeting_check(m app.meeting) returns void
language plpgsql stable security definer as $$
begin
    if m.type_id is not null and not exists (select from app.catalogue_entry c where c.id = m.type_id and c.catalogue = 'meeting-type') then
        perform app.unknown('type_id');
    end if;
    if m.room_id is not null and not exists (select from app.catalogue_entry c where c.id = m.room_id and c.catalogue = 'room') then
        perform app.unknown('room_id');
    end if;
    if m.host_unit_id is not null and not exists (select from app.unit u where u.id = m.host_unit_id) then
        perform app.unknown('host_unit_id');
    end if;
    if m.chair_id is not null and not exists (select from app.person p where p.id = m.chair_id) then
        perform app.unknown('chair_id');
    end if;
    if m.ends_at <= m.starts_at then
        perform app.fail('wrong-value', 'ends_at', 'not after starts_at');
    end if;
end $$;

create function meeting_with(m app.meeting, b jsonb) returns app.meeting
language plpgsql stable as $$
begin
    m.title := coalesce(btrim(b ->> 'title'), m.title);
    m.starts_at := coalesce((b ->> 'starts_at')::timestamptz, m.starts_at);
    if b ? 'type_id' then m.type_id := (b ->> 'type_id')::uuid; end if;
    if b ? 'host_unit_id' then m.host_unit_id := (b ->> 'host_unit_id')::uuid; end if;
    if b ? 'chair_id' then m.chair_id := (b ->> 'chair_id')::uuid; end if;
    if b ? 'ends_at' then m.ends_at := (b ->> 'ends_at')::timestamptz; end if;
    if b ? 'room_id' then m.room_id := (b ->> 'room_id')::uuid; end if;
    if b ? 'place' then m.place := app.text_or_null(b ->> 'place'); end if;
    m.online := coalesce((b ->> 'online')::boolean, m.online, false);
    if b ? 'description' then m.description := app.text_or_null(b ->> 'description'); end if;
    return m;
end $$;

create function meeting_secretaries_set(meeting uuid, b jsonb) returns void
language plpgsql security definer as $$
declare
    s record;
begin
    if not b ? 'secretary_ids' then
        return;
    end if;
    delete from app.meeting_secretary x where x.meeting_id = meeting_secretaries_set.meeting;
    for s in select x::uuid as id, ord - 1 as i from jsonb_array_elements_text(coalesce(nullif(b -> 'secretary_ids', 'null'), '[]')) with ordinality t (x, ord) loop
        if not exists (select from app.person p where p.id = s.id) then
            perform app.unknown('secretary_ids.' || s.i);
        end if;
        insert into app.meeting_secretary (meeting_id, person_id) values (meeting_secretaries_set.meeting, s.id) on conflict do nothing;
    end loop;
end $$;

-- Who prepares meetings: secretaries and leaders, wherever they are one.
create function meeting_create(b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    if not app.has_role('secretary') and not app.has_role('leader') then
        perform app.fail('not-allowed');
    end if;
    m := app.meeting_with(m, b);
    perform app.meeting_check(m);
    insert into app.audience (name) values (m.title) returning id into m.audience_id;
    insert into app.meeting (title, type_id, host_unit_id, chair_id, author_id, starts_at, ends_at, room_id, place, online, description, audience_id)
    values (m.title, m.type_id, m.host_unit_id, m.chair_id, app.me(), m.starts_at, m.ends_at, m.room_id, m.place, m.online, m.description, m.audience_id)
    returning id into m.id;
    perform app.meeting_secretaries_set(m.id, b);
    perform app.meeting_audience_sync(m.id);
    perform app.audit('meeting-created', 'meeting', m.id, '{}');
    return app.meeting_json(m.id);
end $$;

create function meeting_change(meeting uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
    before uuid[];
begin
    if m.id is null then
        return;
    end if;
    perform app.check_edit(m.edit_version, given);
    before := array(select a.principal_id from app.audience_member a where a.audience_id = m.audience_id);
    m := app.meeting_with(m, b);
    perform app.meeting_check(m);
    if m.chair_id is null and m.state <> 'draft' then
        perform app.fail('conflict', 'chair_id', 'a published meeting has a chair');
    end if;
    update app.meeting x set title = m.title, type_id = m.type_id, host_unit_id = m.host_unit_id, chair_id = m.chair_id, starts_at = m.starts_at,
        ends_at = m.ends_at, room_id = m.room_id, place = m.place, online = m.online, description = m.description, edit_version = x.edit_version + 1
    where x.id = m.id;
    perform app.meeting_secretaries_set(m.id, b);
    perform app.meeting_audience_sync(m.id);
    perform app.audit('meeting-changed', 'meeting', m.id, b);
    if b ? 'chair_id' or b ? 'secretary_ids' then
        perform app.notify_rights();
    end if;
    perform app.meeting_bump(m.id, 'facts');
    perform app.home_bump(before || array(select a.principal_id from app.audience_member a where a.audience_id = m.audience_id));
    return next app.meeting_json(m.id);
end $$;

-- E11: a draft is deleted freely, nothing later is. Its audience goes with it, and what its papers granted.
create function meeting_delete(meeting uuid) returns setof boolean
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock(meeting);
begin
    if m.id is null then
        return;
    end if;
    if m.state <> 'draft' then
        perform app.fail('wrong-state');
    end if;
    perform app.home_bump(array[m.audience_id]);
    delete from app.document_grant g where g.principal_id = m.audience_id;
    delete from app.meeting x where x.id = m.id;
    delete from app.audience a where a.id = m.audience_id;
    delete from app.principal p where p.id = m.audience_id;
    perform app.audit('meeting-deleted', 'meeting', m.id, jsonb_build_object('title', m.title));
    perform app.notify_rights();
    return next true;
end $$;

-- ---- agenda

create function item_check(b jsonb, field text) returns void
language plpgsql stable security definer as $$
begin
    if b ->> 'presenter_id' is not null and not exists (select from app.person p where p.id = (b ->> 'presenter_id')::uuid) then
        perform app.unknown(field || 'presenter_id');
    end if;
    if b ->> 'presenting_unit_id' is not null and not exists (select from app.unit u where u.id = (b ->> 'presenting_unit_id')::uuid) then
        perform app.unknown(field || 'presenting_unit_id');
    end if;
end $$;

-- Rule 10: a paper is one version; who pins it must see it.
create function paper_check(b jsonb, field text) returns void
language plpgsql stable security definer as $$
begin
    if not exists (select from app.document d where d.id = (b ->> 'document_id')::uuid and d.readers && (select app.principals())) then
        perform app.unknown(field || 'document_id');
    end if;
    if not app.version_visible((b ->> 'document_id')::uuid, (b ->> 'version')::bigint) then
        perform app.unknown(field || 'version');
    end if;
end $$;

-- The papers of an item, in this order; those kept keep their ids.
create function papers_set(item uuid, papers jsonb, late boolean, field text) returns void
language plpgsql security definer as $$
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
        insert into app.paper (item_id, position, document_id, version, late)
        values (item, p.ord, (p.b ->> 'document_id')::uuid, (p.b ->> 'version')::integer, papers_set.late)
        on conflict on constraint paper_once do update set position = excluded.position, version = excluded.version;
    end loop;
end $$;

create function agenda_set(meeting uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
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
        item := (t.x ->> 'id')::uuid;
        if item is not null and (item = any (kept) or not exists (select from app.agenda_item i where i.id = item and i.meeting_id = m.id)) then
            perform app.unknown('items.' || t.ord - 1 || '.id');
        end if;
        if item is null then
            insert into app.agenda_item (meeting_id, position, title) values (m.id, t.ord, btrim(t.x ->> 'title')) returning id into item;
        end if;
        update app.agenda_item i set position = t.ord, title = btrim(t.x ->> 'title'), kind = coalesce(t.x ->> 'kind', 'discussion'),
            presenter_id = (t.x ->> 'presenter_id')::uuid, presenting_unit_id = (t.x ->> 'presenting_unit_id')::uuid, minutes = (t.x ->> 'minutes')::integer
        where i.id = item;
        perform app.papers_set(item, t.x -> 'papers', false, 'items.' || t.ord - 1 || '.');
        kept := kept || item;
    end loop;
    delete from app.agenda_item i where i.meeting_id = m.id and not i.id = any (kept);
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('agenda-set', 'meeting', m.id, b);
    perform app.meeting_bump(m.id, 'agenda');
    return next app.agenda_json(m.id);
end $$;

-- Rule 21: after publishing an item is late, comes last, is numbered on and reorders nobody.
create function agenda_item_create(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
    place integer;
    item uuid;
begin
    if m.id is null then
        return;
    end if;
    perform app.item_check(b, '');
    select coalesce(max(i.position), 0) + 1 into place from app.agenda_item i where i.meeting_id = m.id;
    insert into app.agenda_item (meeting_id, position, number, title, kind, presenter_id, presenting_unit_id, minutes, late)
    values (m.id, place, case when m.state <> 'draft' then place::text end, btrim(b ->> 'title'), coalesce(b ->> 'kind', 'discussion'),
            (b ->> 'presenter_id')::uuid, (b ->> 'presenting_unit_id')::uuid, (b ->> 'minutes')::integer, m.state <> 'draft')
    returning id into item;
    perform app.papers_set(item, b -> 'papers', m.state <> 'draft', '');
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('agenda-item-created', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    perform app.meeting_bump(m.id, 'agenda');
    return next app.agenda_json(m.id);
end $$;

create function meeting_of_item(item uuid) returns uuid
language plpgsql stable security definer as $$
begin
    return (select i.meeting_id from app.agenda_item i where i.id = item);
end $$;

create function agenda_item_change(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_open(app.meeting_of_item(item));
begin
    if m.id is null then
        return;
    end if;
    perform app.item_check(b, '');
    update app.agenda_item i set
        title = coalesce(btrim(b ->> 'title'), i.title),
        kind = coalesce(b ->> 'kind', i.kind),
        presenter_id = case when b ? 'presenter_id' then (b ->> 'presenter_id')::uuid else i.presenter_id end,
        presenting_unit_id = case when b ? 'presenting_unit_id' then (b ->> 'presenting_unit_id')::uuid else i.presenting_unit_id end,
        minutes = case when b ? 'minutes' then (b ->> 'minutes')::integer else i.minutes end
    where i.id = item;
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('agenda-item-changed', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    perform app.meeting_bump(m.id, 'agenda');
    return next app.agenda_json(m.id);
end $$;

create function paper_create(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
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
    insert into app.paper (item_id, position, document_id, version, late)
    select item, coalesce(max(p.position), 0) + 1, (b ->> 'document_id')::uuid, (b ->> 'version')::integer, m.state <> 'draft'
    from app.paper p where p.item_id = item;
    perform app.meeting_grants_sync(m.id);
    perform app.audit('paper-created', 'meeting', m.id, b || jsonb_build_object('item_id', item));
    if m.state <> 'draft' then
        perform app.notify_rights();
    end if;
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.meeting_bump(m.id, 'papers');
    return next app.agenda_json(m.id);
end $$;

-- Rule 10: taking another version is an explicit act; what the meeting may read moves with it.
create function paper_change(paper uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
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
    update app.paper p set version = (b ->> 'version')::integer where p.id = held.id;
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('paper-pinned', 'meeting', m.id, jsonb_build_object('paper_id', held.id, 'from', held.version, 'to', (b ->> 'version')::integer));
    perform app.notify_rights();
    perform app.meeting_bump(m.id, 'papers');
    return next app.agenda_json(m.id);
end $$;

-- E5: pages that show an older pinned version learn that papers changed, not how: who sees the newer one is told on asking.
create function meetings_told_of_version(doc uuid) returns void
language plpgsql security definer as $$
declare
    meeting uuid;
begin
    -- skip locked: pinning locks the meeting before the document, storing the other way round; a meeting in change tells its pages anyway
    for meeting in select m.id from app.meeting m
                   where app.meeting_is_open(m)
                     and exists (select from app.paper p join app.agenda_item i on i.id = p.item_id where p.document_id = doc and i.meeting_id = m.id)
                   order by m.id for update skip locked loop
        perform app.meeting_bump(meeting, 'papers');
    end loop;
end $$;

-- ---- invitees

create function invitee_set(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
    t record;
    k text;
    before uuid[];
begin
    if m.id is null then
        return;
    end if;
    before := array(select a.principal_id from app.audience_member a where a.audience_id = m.audience_id);
    delete from app.meeting_invitee i where i.meeting_id = m.id;
    for t in select (x ->> 'principal_id')::uuid as principal, x ->> 'role' as role, ord::integer as ord
             from jsonb_array_elements(b -> 'invitees') with ordinality l (x, ord) loop
        select p.kind into k from app.principal p where p.id = t.principal and p.kind in ('person', 'unit');
        if not found then
            perform app.unknown('invitees.' || t.ord - 1 || '.principal_id');
        end if;
        insert into app.meeting_invitee (meeting_id, principal_id, kind, role, position) values (m.id, t.principal, k, t.role, t.ord)
        on conflict (meeting_id, principal_id) do update set role = excluded.role;
    end loop;
    perform app.meeting_audience_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('invitees-set', 'meeting', m.id, b);
    if m.state <> 'draft' then
        perform app.notify_rights();
    end if;
    perform app.meeting_bump(m.id, 'invitees');
    perform app.home_bump(before || array(select a.principal_id from app.audience_member a where a.audience_id = m.audience_id));
    return next jsonb_build_object('invitees', app.invitees_of(m));
end $$;
