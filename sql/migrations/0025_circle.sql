-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Sub-items, groups of papers, and restricted items of an agenda (E3, E11, rules 21 and 24). A
-- restricted item is there for its circle and for those who prepare the
-- meeting, and for nobody else: not in the agenda, its times apart, not in
-- counts, packs, comments or events. Its audience is a set of its own, and its
-- papers are granted to that set. Replies are in 0026.
--
-- Whom a unit or person of the circle brings in their place is not in it by
-- that. A unit asked for the item's papers knows of it by being asked.

set local search_path = app;

alter table agenda_item
    add column parent_id uuid,
    add column audience_id uuid references audience, -- null: the whole meeting's. Sub-items of a restricted item share its audience
    add constraint parent_is_of_the_meeting foreign key (parent_id, meeting_id) references agenda_item (id, meeting_id) deferrable initially deferred,
    add constraint no_item_is_its_own_parent check (parent_id <> id);
create index on agenda_item (parent_id) where parent_id is not null;
create index on agenda_item (audience_id) where audience_id is not null;

alter table paper add column group_name text check (group_name <> ''); -- E11: papers of an item in named groups, in the order of the papers

-- Whom those who prepare have named for a restricted item; in its audience are those of them who are in the meeting.
create table item_circle (
    item_id uuid not null references agenda_item on delete cascade,
    principal_id uuid not null,
    kind text not null check (kind in ('person', 'unit')),
    primary key (item_id, principal_id),
    foreign key (principal_id, kind) references principal (id, kind)
);
alter table item_circle enable row level security;
grant select on item_circle to nghisu_app;

-- ---- who sees an item

-- Given that the caller sees its meeting.
create function item_seen(i app.agenda_item) returns boolean
language plpgsql stable security definer as $$
begin
    return i.audience_id is null or i.audience_id = any (app.principals())
        or (select app.meeting_prepared_by_me(m) from app.meeting m where m.id = i.meeting_id);
end $$;

create function item_audience(i app.agenda_item) returns uuid
language plpgsql stable security definer as $$
begin
    return coalesce(i.audience_id, (select m.audience_id from app.meeting m where m.id = i.meeting_id));
end $$;

create function items_seen(meeting uuid) returns setof app.agenda_item
language plpgsql stable security definer as $$
declare
    prepares boolean := (select app.meeting_prepared_by_me(m) from app.meeting m where m.id = items_seen.meeting);
begin
    return query select i.* from app.agenda_item i
        where i.meeting_id = items_seen.meeting and (i.audience_id is null or prepares or i.audience_id = any (app.principals()::uuid[]))
        order by i.position;
end $$;

-- As in 0011, of an item that is there for the caller.
create or replace function meeting_of_item(item uuid) returns uuid
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return (select i.meeting_id from app.agenda_item i where i.id = item and app.item_seen(i));
end $$;

drop policy "who sees a meeting sees its agenda" on agenda_item;
create policy "who sees a meeting sees its agenda, of a restricted item only its circle and who prepares it" on agenda_item for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id)
           and (audience_id is null or audience_id = any ((select principals())::uuid[])
                or exists (select from meeting m where m.id = meeting_id and meeting_prepared_by_me(m))));
create policy "who prepares a meeting sees whom its restricted items are for" on item_circle for select to nghisu_app
    using (exists (select from agenda_item i join meeting m on m.id = i.meeting_id where i.id = item_id and meeting_prepared_by_me(m)));

-- ---- the circle

create function item_audience_drop(audience uuid) returns void
language plpgsql security definer as $$
begin
    if audience is not null and not exists (select from app.agenda_item i where i.audience_id = audience) then
        delete from app.document_grant g where g.principal_id = audience;
        delete from app.audience a where a.id = audience;
        delete from app.principal p where p.id = audience;
    end if;
end $$;

create function item_takes_its_audience_along() returns trigger
language plpgsql security definer as $$
begin
    perform app.item_audience_drop(old.audience_id);
    return null;
end $$;
create trigger item_takes_its_audience_along after delete on agenda_item for each row execute function item_takes_its_audience_along();

-- Says whom an item is for. parent: of a sub-item. Null restricted: as it was; a sub-item of a restricted item is never wider than it.
create function item_circle_set(item uuid, restricted boolean, circle jsonb, field text) returns void
language plpgsql security definer as $$
declare
    i app.agenda_item;
    above uuid;
    held uuid;
    made uuid;
    c record;
    k text;
begin
    select * into i from app.agenda_item x where x.id = item;
    held := i.audience_id;
    select p.audience_id into above from app.agenda_item p where p.id = i.parent_id;
    if above is not null then
        if nullif(circle, 'null') is not null and jsonb_array_length(circle) > 0 then
            perform app.fail('conflict', field || 'circle', 'a sub-item of a restricted item has its circle');
        end if;
        delete from app.item_circle x where x.item_id = item;
        update app.agenda_item x set audience_id = above where x.id = item and x.audience_id is distinct from above;
        if held is distinct from above then
            perform app.item_audience_drop(held);
        end if;
        return;
    end if;
    -- what was a restricted item's sub-item until now does not keep that item's audience
    if held is not null and exists (select from app.agenda_item x where x.audience_id = held and x.id <> item and x.parent_id is distinct from item) then
        held := null;
    end if;
    if not coalesce(restricted, held is not null) then
        if nullif(circle, 'null') is not null and jsonb_array_length(circle) > 0 then
            perform app.fail('conflict', field || 'circle', 'only a restricted item has a circle');
        end if;
        delete from app.item_circle x where x.item_id = item;
        update app.agenda_item x set audience_id = null where (x.id = item or x.parent_id = item) and x.audience_id is not distinct from i.audience_id and x.audience_id is not null;
        perform app.item_audience_drop(i.audience_id);
        return;
    end if;
    if held is null then
        insert into app.audience (name) select m.title from app.meeting m where m.id = i.meeting_id returning id into made;
        update app.agenda_item x set audience_id = made where x.id = item;
    end if;
    -- sub-items follow
    update app.agenda_item x set audience_id = coalesce(held, made) where x.parent_id = item and x.audience_id is distinct from coalesce(held, made);
    if circle is null then
        return;
    end if;
    delete from app.item_circle x where x.item_id = item;
    for c in select x::uuid as id, ord - 1 as n from jsonb_array_elements_text(coalesce(nullif(circle, 'null'), '[]')) with ordinality t (x, ord) loop
        select p.kind into k from app.principal p where p.id = c.id and p.kind in ('person', 'unit');
        if not found then
            perform app.unknown(field || 'circle.' || c.n);
        end if;
        insert into app.item_circle (item_id, principal_id, kind) values (item, c.id, k) on conflict do nothing;
    end loop;
end $$;

-- Those of each circle who are in the meeting. A unit named stands for those of it who are.
create function item_audiences_sync(m app.meeting, preparers uuid[], everybody uuid[]) returns void
language plpgsql security definer as $$
declare
    i record;
    wanted uuid[];
begin
    for i in select distinct x.audience_id from app.agenda_item x where x.meeting_id = m.id and x.audience_id is not null loop
        wanted := preparers || array(
            select c.principal_id from app.item_circle c join app.agenda_item x on x.id = c.item_id
            where x.audience_id = i.audience_id and (c.principal_id = any (everybody) or (c.kind = 'person' and app.principals_of(c.principal_id) && everybody))
            union
            select e from app.item_circle c join app.agenda_item x on x.id = c.item_id cross join unnest(everybody) e
            where x.audience_id = i.audience_id and c.kind = 'unit' and exists (select from app.person p where p.id = e) and c.principal_id = any (app.principals_of(e)));
        if m.published_at is null then
            wanted := preparers;
        end if;
        delete from app.audience_member a where a.audience_id = i.audience_id and not a.principal_id = any (wanted);
        insert into app.audience_member (audience_id, principal_id) select i.audience_id, w from unnest(wanted) w on conflict do nothing;
        update app.audience a set name = m.title where a.id = i.audience_id and a.name <> m.title;
    end loop;
end $$;

create or replace function meeting_audience_sync(meeting uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
    preparers uuid[];
    wanted uuid[];
begin
    select * into m from app.meeting x where x.id = meeting_audience_sync.meeting;
    -- what a unit or a person no longer invited has said is gone with the invitation
    delete from app.unit_attendee a where a.meeting_id = m.id
        and not exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = a.unit_id);
    delete from app.invitation_answer a where a.meeting_id = m.id and not exists (select from app.meeting_expected(m.id) e where e.person_id = a.person_id);
    -- those who prepare are a set of their own: they read what nobody else may yet
    preparers := array(select m.author_id union select m.chair_id where m.chair_id is not null
                       union select s.person_id from app.meeting_secretary s where s.meeting_id = m.id);
    delete from app.audience_member a where a.audience_id = m.preparers_id and not a.principal_id = any (preparers);
    insert into app.audience_member (audience_id, principal_id) select m.preparers_id, w from unnest(preparers) w on conflict do nothing;
    wanted := preparers || array(
        select i.principal_id from app.meeting_invitee i where i.meeting_id = m.id and m.published_at is not null
        union select a.person_id from app.unit_attendee a where a.meeting_id = m.id and m.published_at is not null
        union select a.substitute_id from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id is not null);
    delete from app.audience_member a where a.audience_id = m.audience_id and not a.principal_id = any (wanted);
    insert into app.audience_member (audience_id, principal_id) select m.audience_id, w from unnest(wanted) w on conflict do nothing;
    update app.audience a set name = m.title where a.id = m.audience_id and a.name <> m.title;
    perform app.item_audiences_sync(m, preparers, wanted);
end $$;

-- What is approved is granted to those who see its item; what waits, to those who prepare.
create or replace function meeting_paper_grants(m app.meeting) returns table (document_id uuid, principal_id uuid, version integer)
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return query
        select distinct p.document_id, x.principal_id, x.version
        from app.paper p join app.agenda_item i on i.id = p.item_id
        cross join lateral (
            select coalesce(i.audience_id, m.audience_id), p.version where p.state = 'approved'
            union all select m.preparers_id, p.version where p.state = 'submitted'
            union all select m.preparers_id, p.proposed_version where p.proposed_version is not null
        ) x (principal_id, version)
        where i.meeting_id = m.id;
end $$;

create or replace function meeting_grants_sync(meeting uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
    sets uuid[];
begin
    select * into m from app.meeting x where x.id = meeting_grants_sync.meeting;
    sets := array[m.audience_id, m.preparers_id] || array(select i.audience_id from app.agenda_item i where i.meeting_id = m.id and i.audience_id is not null);
    delete from app.document_grant g where g.principal_id = any (sets) and g.origin = 'meeting'
        and not exists (select from app.meeting_paper_grants(m) w where (w.document_id, w.principal_id, w.version) = (g.document_id, g.principal_id, g.version));
    insert into app.document_grant (document_id, principal_id, version, "right", origin)
    select w.document_id, w.principal_id, w.version, 'read', 'meeting' from app.meeting_paper_grants(m) w
    on conflict do nothing;
end $$;

-- ---- who is told

-- Those of a restricted item are told through their own subject: the meeting's others learn nothing, not even that something happened.
create function circle_bump(meeting uuid, audience uuid) returns void
language plpgsql security definer as $$
declare
    p uuid; r bigint;
begin
    for p in select x from app.persons_of(array[audience]) x order by x loop
        insert into app.home as h (person_id, revision) values (p, 1)
        on conflict (person_id) do update set revision = h.revision + 1 returning h.revision into r;
        perform app.publish_event('person:' || p, r, 'circle', jsonb_build_object('meeting_id', meeting));
    end loop;
end $$;

-- What happened to one item: to its meeting, or to its circle. Last in a transaction.
create function item_told(item uuid, kind text) returns void
language plpgsql security definer as $$
declare
    i app.agenda_item;
begin
    select * into i from app.agenda_item x where x.id = item;
    if i.audience_id is null then
        perform app.meeting_bump(i.meeting_id, kind);
    else
        perform app.circle_bump(i.meeting_id, i.audience_id);
    end if;
end $$;

-- ---- numbers (rule 21): those of restricted items run apart, so that the others' have no gaps

create function agenda_number(meeting uuid) returns void
language plpgsql security definer as $$
begin
    with top as (
        select i.id, case when i.audience_id is null then '' else 'R' end || row_number() over (partition by i.audience_id is null order by i.position) as number,
               i.audience_id is not null as apart, i.position
        from app.agenda_item i
        where i.meeting_id = agenda_number.meeting
          and (i.parent_id is null or (i.audience_id is not null and (select p.audience_id from app.agenda_item p where p.id = i.parent_id) is null))
    ), sub as (
        select i.id, t.number || '.' || row_number() over (partition by i.parent_id order by i.position) as number
        from app.agenda_item i join top t on t.id = i.parent_id where i.id not in (select x.id from top x)
    )
    update app.agenda_item i set number = n.number from (select t.id, t.number from top t union all select s.id, s.number from sub s) n where i.id = n.id;
end $$;

-- The number of one more item after publishing: on at the end of its row. A restricted one below an open item is in the row of the restricted.
create function agenda_next_number(meeting uuid, above app.agenda_item, apart boolean) returns text
language plpgsql stable security definer as $$
begin
    if above.id is not null and apart = (above.audience_id is not null) then
        return (select above.number || '.' || coalesce(max(substring(i.number from '\.(\d+)$')::integer), 0) + 1
                from app.agenda_item i where i.parent_id = above.id and starts_with(i.number, above.number || '.'));
    end if;
    return (select case when apart then 'R' else '' end || coalesce(max(substring(i.number from '^R?(\d+)$')::integer), 0) + 1
            from app.agenda_item i where i.meeting_id = agenda_next_number.meeting and i.number ~ case when apart then '^R\d+$' else '^\d+$' end);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
