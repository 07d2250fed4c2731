-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The sealed record of a meeting (G3, K8; rules 11, 24, 31, 34): what is written
-- into the meeting's own repository once it is closed, or when its secretary asks
-- for it after the end. Here: which sealings there are, and the facts that each
-- holds, read in one moment. Files, signatures and repositories are made by
-- server/api/record_seal.c. A sealing is never changed; a later one is a further
-- commit after it.
--
-- What is of a restricted item is not in the common record but in a repository of
-- the item's own; the common one holds a salted hash of it, among others that are
-- hashes of nothing, so that their number tells nobody how many there are.
--
-- Reasons of absence are not recorded: not everybody who may read the record may
-- read them.

set local search_path = app;

create table meeting_record (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting,
    number integer not null check (number >= 1), -- its version in the repository
    interim boolean not null, -- before the minutes were approved
    state text not null default 'queued' check (state in ('queued', 'sealed')),
    asked_by uuid not null references person, -- the commit's author
    asked_at timestamptz not null default now(),
    tries integer not null default 0,
    try_at timestamptz not null default now(),
    problem text, -- of the last try
    sealed_at timestamptz,
    commit text check (commit ~ '^[0-9a-f]{40}$'),
    manifest text check (manifest ~ '^[0-9a-f]{64}$'), -- the commit's Manifest-SHA256
    key text, -- fingerprint of the key that signed
    constraint sealing_of_a_meeting unique (meeting_id, number),
    constraint sealed_has_a_commit check ((state = 'sealed') = (commit is not null) and (commit is null) = (manifest is null) and (commit is null) = (sealed_at is null))
);
create unique index one_sealing_waits on meeting_record (meeting_id) where state = 'queued';
create index meeting_record_queue on meeting_record (try_at) where state = 'queued';

-- A restricted item's part of a sealing, in the item's own repository.
create table meeting_record_part (
    record_id uuid not null references meeting_record,
    item_id uuid not null references agenda_item,
    commit text not null check (commit ~ '^[0-9a-f]{40}$'),
    commitment text not null check (commitment ~ '^[0-9a-f]{64}$'),
    primary key (record_id, item_id)
);
create index on meeting_record_part (item_id);

do $$
declare t text;
begin
    foreach t in array array['meeting_record', 'meeting_record_part'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "who sees a meeting sees its record" on meeting_record for select to nghisu_app using (exists (select from meeting m where m.id = meeting_id));
create policy "who sees an item sees its part of the record" on meeting_record_part for select to nghisu_app using (exists (select from agenda_item i where i.id = item_id));

-- ---- asking

-- One that waits will hold everything up to now: no second is asked for.
create function record_queue(m app.meeting, person uuid) returns void
language plpgsql security definer as $$
begin
    insert into app.meeting_record (meeting_id, number, interim, asked_by)
    select m.id, coalesce(max(r.number), 0) + 1, m.state <> 'closed', person from app.meeting_record r where r.meeting_id = m.id
    on conflict do nothing;
    perform app.audit('record-asked', 'meeting', m.id);
end $$;

create function record_of_closed() returns trigger
language plpgsql security definer as $$
begin
    perform app.record_queue(new, coalesce(app.me(), new.chair_id));
    return null;
end $$;
create trigger closing_seals after update of state on meeting for each row when (old.state <> 'closed' and new.state = 'closed') execute function record_of_closed();

create function record_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('revision', m.revision,
        'may_seal', app.meeting_steered_by_me(m) and m.state in ('ended', 'closed') and not exists (select from app.meeting_record r where r.meeting_id = m.id and r.state = 'queued'),
        'items', (select coalesce(jsonb_agg(jsonb_build_object('number', r.number, 'interim', r.interim, 'state', r.state, 'failing', r.problem is not null and r.state = 'queued',
                'asked_by', app.person_ref(r.asked_by), 'asked_at', app.json_time(r.asked_at), 'sealed_at', app.json_time(r.sealed_at), 'commit', r.commit, 'manifest_sha256', r.manifest, 'key', r.key)
            order by r.number desc), '[]') from app.meeting_record r where r.meeting_id = m.id),
        'restricted', (select coalesce(jsonb_agg(jsonb_build_object('item', jsonb_build_object('id', i.id, 'number', i.number, 'title', i.title), 'commit', p.commit, 'commitment', p.commitment) order by i.position), '[]')
            from app.meeting_record r join app.meeting_record_part p on p.record_id = r.id join app.items_seen(m.id) i on i.id = p.item_id
            where r.id = (select x.id from app.meeting_record x where x.meeting_id = m.id and x.state = 'sealed' order by x.number desc limit 1)));
end $$;

create function record_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.record_json(m) from app.meeting m where m.id = record_get.meeting and app.meeting_seen(m) and m.published_at is not null;
end $$;

create function record_ask(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
begin
    if m.id is null then
        return;
    end if;
    if m.state not in ('ended', 'closed') then
        perform app.fail('wrong-state');
    end if;
    perform app.record_queue(m, app.me());
    perform app.meeting_bump(m.id, 'record');
    select * into m from app.meeting x where x.id = m.id;
    return next app.record_json(m);
end $$;

-- ---- taking: all sealings of a repository in order, for those who may read it. Nobody else learns that there is one.

create function record_file(meeting uuid) returns table (repository uuid, title text, versions json)
language plpgsql stable security definer as $$
begin
    return query select m.id, m.title, json_agg(json_build_object('number', r.number, 'commit', r.commit) order by r.number)
        from app.meeting m join app.meeting_record r on r.meeting_id = m.id and r.state = 'sealed'
        where m.id = record_file.meeting and app.meeting_seen(m) group by m.id;
end $$;

create function item_record_file(item uuid) returns table (repository uuid, title text, versions json)
language plpgsql stable security definer as $$
begin
    return query select i.id, coalesce(i.number || ' ', '') || m.title, json_agg(json_build_object('number', r.number, 'commit', p.commit) order by r.number)
        from app.agenda_item i join app.meeting m on m.id = i.meeting_id
        join app.meeting_record_part p on p.item_id = i.id join app.meeting_record r on r.id = p.record_id
        where i.id = item_record_file.item and app.meeting_seen(m) and app.item_seen(i) group by i.id, m.id;
end $$;

-- ---- the start-up sweep and `nghisu verify`: records too

drop function sweep_documents(uuid);
create function sweep_documents(after uuid) returns table (document_id uuid, versions json)
language plpgsql stable as $$
begin
    return query
        select x.id, x.versions from (
            (select d.id, coalesce((select json_agg(json_build_object('number', v.number, 'commit', v.commit) order by v.number) from app.version v where v.document_id = d.id), '[]') as versions
             from app.document d where after is null or d.id > after order by d.id limit 500)
            union all
            (select r.meeting_id, json_agg(json_build_object('number', r.number, 'commit', r.commit) order by r.number)
             from app.meeting_record r where r.state = 'sealed' and (after is null or r.meeting_id > after) group by r.meeting_id order by r.meeting_id limit 500)
            union all
            (select p.item_id, json_agg(json_build_object('number', r.number, 'commit', p.commit) order by r.number)
             from app.meeting_record_part p join app.meeting_record r on r.id = p.record_id where after is null or p.item_id > after group by p.item_id order by p.item_id limit 500)) x
        order by x.id limit 500;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{record_get, record_ask, record_file, item_record_file}'); end $$;
