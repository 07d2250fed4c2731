-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What changed in a meeting after it was published, and what of it one has not
-- looked at yet (E7). The rows are written by triggers, in the transaction of
-- the change; nobody edits them. Of a restricted item its circle is told (rule
-- 24): a row is read through its item, never by itself.

set local search_path = app;

create table agenda_change (
    id bigint generated always as identity primary key,
    meeting_id uuid not null references meeting on delete cascade,
    item_id uuid references agenda_item on delete cascade, -- null: of the meeting itself
    kind text not null check (kind in ('item_added', 'item_changed', 'paper_added', 'paper_version', 'paper_removed', 'time', 'place', 'chair', 'title', 'cancelled')),
    at timestamptz not null default now(),
    person_id uuid references person,
    detail jsonb not null default '{}'
);
create index on agenda_change (meeting_id, id);

-- Up to which change a person has looked at a meeting.
create table meeting_look (
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    change_id bigint not null,
    looked_at timestamptz not null default now(),
    primary key (meeting_id, person_id)
);

alter table agenda_change enable row level security;
alter table meeting_look enable row level security;
grant select on agenda_change, meeting_look to nghisu_app;
create policy "who sees a meeting sees its changes, of an item who sees the item" on agenda_change for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id) and (item_id is null or exists (select from agenda_item i where i.id = item_id)));
create policy "a person sees how far they have looked" on meeting_look for select to nghisu_app using (person_id = (select me()));

create function agenda_change_write(meeting uuid, item uuid, kind text, detail jsonb) returns void
language plpgsql security definer as $$
begin
    insert into app.agenda_change (meeting_id, item_id, kind, person_id, detail)
    select m.id, item, agenda_change_write.kind, app.me(), agenda_change_write.detail from app.meeting m where m.id = meeting and m.published_at is not null;
end $$;

create function agenda_item_changed() returns trigger
language plpgsql security definer as $$
declare
    fields text[];
begin
    if tg_op = 'INSERT' then
        perform app.agenda_change_write(new.meeting_id, new.id, 'item_added', '{}');
    elsif old.audience_id is not null and new.audience_id is null then
        delete from app.agenda_change c where c.item_id = new.id; -- what it was called and held before stays with those who saw it (rule 24)
        perform app.agenda_change_write(new.meeting_id, new.id, 'item_added', '{}'); -- for all others it is there from now on
    else
        fields := array(select f from (values ('title', old.title is distinct from new.title), ('kind', old.kind is distinct from new.kind), ('minutes', old.minutes is distinct from new.minutes),
            ('presenter', (old.presenter_id, old.presenting_unit_id) is distinct from (new.presenter_id, new.presenting_unit_id))) x (f, changed) where changed);
        if cardinality(fields) > 0 then
            perform app.agenda_change_write(new.meeting_id, new.id, 'item_changed',
                jsonb_build_object('fields', to_jsonb(fields), 'was', case when old.title is distinct from new.title then old.title end));
        end if;
    end if;
    return null;
end $$;
create trigger agenda_item_is_told after insert or update on agenda_item for each row execute function agenda_item_changed();

create function paper_changed() returns trigger
language plpgsql security definer as $$
declare
    p app.paper := coalesce(new, old);
    meeting uuid := (select i.meeting_id from app.agenda_item i where i.id = p.item_id);
    facts jsonb := jsonb_build_object('document_id', p.document_id, 'version', p.version, 'subject', (select d.subject from app.document d where d.id = p.document_id));
begin
    if meeting is null then -- its item goes too
        return null;
    elsif tg_op = 'DELETE' then
        if old.state = 'approved' then
            perform app.agenda_change_write(meeting, p.item_id, 'paper_removed', facts);
        end if;
    elsif new.state = 'approved' and (tg_op = 'INSERT' or old.state <> 'approved') then
        perform app.agenda_change_write(meeting, p.item_id, 'paper_added', facts);
    elsif new.state = 'approved' and new.version <> old.version then
        perform app.agenda_change_write(meeting, p.item_id, 'paper_version', facts || jsonb_build_object('from', old.version));
    end if;
    return null;
end $$;
create trigger paper_is_told after insert or update or delete on paper for each row execute function paper_changed();

create function meeting_changed() returns trigger
language plpgsql security definer as $$
begin
    if old.published_at is null then
        return null;
    end if;
    if (old.starts_at, old.ends_at) is distinct from (new.starts_at, new.ends_at) then
        perform app.agenda_change_write(new.id, null, 'time', jsonb_build_object('from', app.json_time(old.starts_at), 'to', app.json_time(new.starts_at)));
    end if;
    if (old.room_id, old.place, old.online) is distinct from (new.room_id, new.place, new.online) then
        perform app.agenda_change_write(new.id, null, 'place', jsonb_build_object(
            'was', coalesce((select c.name from app.catalogue_entry c where c.id = old.room_id), old.place), 'is', coalesce((select c.name from app.catalogue_entry c where c.id = new.room_id), new.place)));
    end if;
    if old.chair_id is distinct from new.chair_id then
        perform app.agenda_change_write(new.id, null, 'chair', jsonb_build_object('was', (select p.full_name from app.person p where p.id = old.chair_id), 'is', (select p.full_name from app.person p where p.id = new.chair_id)));
    end if;
    if old.title <> new.title then
        perform app.agenda_change_write(new.id, null, 'title', jsonb_build_object('was', old.title));
    end if;
    if old.state <> 'cancelled' and new.state = 'cancelled' then
        perform app.agenda_change_write(new.id, null, 'cancelled', '{}');
    end if;
    return null;
end $$;
create trigger meeting_is_told after update on meeting for each row execute function meeting_changed();

-- Newest first. One who has not looked yet finds nothing new: all is.
create function agenda_change_list(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    seen bigint;
begin
    select * into m from app.meeting x where x.id = meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    end if;
    select l.change_id into seen from app.meeting_look l where l.meeting_id = m.id and l.person_id = app.me();
    return query select jsonb_build_object('looked', seen is not null,
        'items', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'at', app.json_time(c.at), 'person', app.person_ref(c.person_id), 'item_id', c.item_id,
                'number', i.number, 'title', i.title, 'new', seen is not null and c.id > seen and c.person_id is distinct from app.me(), 'fields', coalesce(c.detail -> 'fields', '[]'),
                'subject', c.detail ->> 'subject', 'document_id', c.detail ->> 'document_id', 'version', c.detail -> 'version', 'version_was', case when c.kind = 'paper_version' then c.detail -> 'from' end,
                'was', coalesce(c.detail ->> 'was', case when c.kind = 'time' then c.detail ->> 'from' end), 'is', coalesce(c.detail ->> 'is', c.detail ->> 'to')) order by c.id desc), '[]')
            from (select x.* from app.agenda_change x left join app.items_seen(m.id) s on s.id = x.item_id
                  where x.meeting_id = m.id and (x.item_id is null or s.id is not null) order by x.id desc limit 500) c
            left join app.agenda_item i on i.id = c.item_id));
end $$;

-- I have looked at all there is, or up to the change that was the newest on my screen.
create function agenda_change_seen(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    if not exists (select from app.meeting m where m.id = meeting and app.meeting_seen(m)) then
        return;
    end if;
    insert into app.meeting_look as l (meeting_id, person_id, change_id) values (agenda_change_seen.meeting, app.me(), coalesce((b ->> 'change_id')::bigint, 0))
    on conflict (meeting_id, person_id) do update set change_id = greatest(l.change_id, excluded.change_id), looked_at = now();
    return query select app.agenda_change_list(agenda_change_seen.meeting);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{agenda_change_list, agenda_change_seen}'); end $$;
