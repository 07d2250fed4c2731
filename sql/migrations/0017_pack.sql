-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a person keeps on a tablet for reading without a network (C8, K5): the
-- papers of their meetings and what they pinned, never a secret document (B13).
-- Which parts that is, page by page, server/api/pack.c says; the tablet fetches
-- what it has not. And what of a document is new to them (C6), in every list.

set local search_path = app;

create table pin (
    person_id uuid not null references person,
    document_id uuid not null references document,
    created_at timestamptz not null default now(),
    primary key (person_id, document_id)
);
alter table pin enable row level security;
grant select on pin to nghisu_app;
create policy "a person sees their own pins" on pin for select to nghisu_app using (person_id = (select me()));

-- What a tablet has written and not sent is sealed with this key, which the tablet forgets when its session ends: only its owner, signed in again,
-- opens it. Not a column of person, which all who are signed in may read.
create table outbox_key (
    person_id uuid primary key references person on delete cascade,
    key bytea not null default sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
);
alter table outbox_key enable row level security;
insert into outbox_key (person_id) select id from person;

create function outbox_key_make() returns trigger
language plpgsql security definer as $$
begin
    insert into app.outbox_key (person_id) values (new.id);
    return null;
end $$;
create trigger outbox_key_make after insert on person for each row execute function outbox_key_make();

create function outbox_key_get() returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select jsonb_build_object('person_id', k.person_id, 'key', encode(k.key, 'base64')) from app.outbox_key k where k.person_id = app.me();
end $$;

create function pin_set(doc uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    d app.document;
begin
    select * into d from app.document x where x.id = doc and x.readers && app.principals();
    if d.id is null then
        return;
    end if;
    if not (b ->> 'pinned')::boolean then
        delete from app.pin where person_id = app.me() and document_id = doc;
    elsif d.secrecy is not null then
        perform app.fail('not-allowed', 'pinned', 'a secret document is not kept on tablets');
    else
        insert into app.pin (person_id, document_id) values (app.me(), doc) on conflict do nothing;
    end if;
    perform app.home_bump(array[app.me()]); -- their other tablets fetch it too
    return next jsonb_build_object('pinned', (b ->> 'pinned')::boolean);
end $$;

-- Meetings whose papers belong on the tablet: those that run, come within a month, or ended in the last days.
create function pack_meetings() returns setof app.meeting
language plpgsql stable as $$
begin
    return query select m.* from app.meeting m
    where m.audience_id = any (app.principals()::uuid[])
      and (m.state in ('in_progress', 'paused')
           or (m.state = 'invited' and m.starts_at between now() - interval '1 day' and now() + interval '30 days')
           or (m.state = 'ended' and m.ended_at > now() - interval '3 days'))
    order by m.starts_at, m.id limit 40;
end $$;

-- The newest versions of what I pinned, and the pinned-down versions of my meetings' papers. Secret ones are only counted.
create function pack_list() returns setof jsonb
language plpgsql stable security definer as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
begin
    return query with meeting as (
        select * from app.pack_meetings()
    ), wanted as (
        select distinct on (w.document_id, w.version) w.* from (
            select p.document_id, p.version, m.id as meeting_id, m.title, m.starts_at, i.position as item, p.position as place
            from meeting m join app.agenda_item i on i.meeting_id = m.id join app.paper p on p.item_id = i.id
            union all
            select n.document_id, (select max(v.number) from app.version v where v.document_id = n.document_id and v.readers && who), null, null, null, 0, 0
            from app.pin n where n.person_id = self
        ) w order by w.document_id, w.version, w.starts_at
    ), item as (
        select w.*, d.secrecy is not null as secret, d.subject, v.sha256, v.bytes, v.pages, v.media,
               exists (select from app.pin n where n.person_id = self and n.document_id = w.document_id) as pinned
        from wanted w
        join app.document d on d.id = w.document_id
        join app.version v on v.document_id = w.document_id and v.number = w.version and v.readers && who
        where v.pages > 0
    )
    select jsonb_build_object('at', app.json_time(clock_timestamp()), 'lease_days', 7,
        'meetings', (select coalesce(jsonb_agg(m.id order by m.starts_at, m.id), '[]') from meeting m),
        'withheld', (select count(*) from item x where x.secret),
        'items', (select coalesce(jsonb_agg(jsonb_build_object('document_id', x.document_id, 'version', x.version, 'subject', x.subject,
            'sha256', x.sha256, 'bytes', x.bytes, 'pages', x.pages, 'pinned', x.pinned, 'meeting_id', x.meeting_id, 'meeting_title', x.title)
            order by x.starts_at nulls first, x.item, x.place, x.document_id), '[]') from item x where not x.secret));
end $$;

-- ---- what is new to me of each document: 'new' never opened, 'changed' a newer version than the newest I opened; of my own writing nothing is

create function document_news(doc uuid, author uuid, newest integer, self uuid) returns text
language plpgsql stable as $$
declare
    opened integer;
begin
    if newest is null then
        return null;
    end if;
    select r.newest into opened from app.reading r where r.document_id = doc and r.person_id = self;
    if opened is null then
        return case when author is distinct from self then 'new' end;
    end if;
    return case when opened < newest and (select v.author_id from app.version v where v.document_id = doc and v.number = newest) is distinct from self
        then 'changed' end;
end $$;

create or replace function documents_json(ids uuid[]) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    who uuid[] := app.principals();
    self uuid := app.me();
    mine uuid[];
    tz text := app.zone();
begin
    -- of all that I am, what these documents are granted to: a few, where I may be thousands
    mine := array(select distinct g.principal_id from app.document_grant g where g.document_id = any (ids) and g.principal_id in (select unnest(who)));
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'type', d.type, 'type_name', t.name, 'subject', d.subject, 'number', d.number,
            'symbol', d.symbol, 'issued_on', d.issued_on, 'issuer', d.issuer, 'signer_name', d.signer_name, 'signer_position', d.signer_position,
            'recipients', to_jsonb(d.recipients), 'urgency', d.urgency, 'secrecy', d.secrecy, 'due_on', d.due_on, 'language', d.language,
            'direction', d.direction, 'description', d.description, 'unit', app.unit_named(u.unit_id, u.name, u.short_name),
            'author', app.person_named(a.id, a.full_name), 'latest_version', coalesce(v.number, 0), 'pages', v.pages, 'media', v.media,
            'created_at', app.json_time(d.created_at), 'updated_at', app.json_time(d.updated_at), 'edit_version', d.edit_version,
            'may_edit', coalesce(g."right" = 'edit', false)) || jsonb_build_object('news', app.document_news(d.id, d.author_id, v.number, self),
            'pinned', n.person_id is not null) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.document d on d.id = i.id
        join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
        join app.person a on a.id = d.author_id
        left join app.pin n on n.document_id = d.id and n.person_id = self
        left join lateral app.unit_name_on(d.unit_id, coalesce(d.issued_on, app.civil_date(d.created_at, tz))) u on true
        left join lateral (select x.number, x.pages, x.media from app.version x
                           where x.document_id = d.id and x.readers && mine order by x.number desc limit 1) v on true
        cross join lateral (select min(x."right") as "right" from app.document_grant x where x.document_id = d.id and x.principal_id = any (mine)) g);
end $$;

-- ---- who may run what, as in 0014: each later migration ends with a call of this

-- Functions that are new since the last call: nobody runs them but the owner, and nghisu_app those named; a fixed search_path for all but the
-- callers' own SQL.
create function rights_close(open_to_app text[]) returns void
language plpgsql as $$
declare
    f record;
begin
    for f in
        select p.oid::regprocedure as sig, p.proname, p.prosecdef, l.lanname
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
        where n.nspname = 'app' and p.proacl is null and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    loop
        execute format('revoke execute on function %s from public', f.sig);
        if f.proname = any (open_to_app) then
            execute format('grant execute on function %s to nghisu_app', f.sig);
        end if;
        if f.prosecdef or f.lanname <> 'sql' then
            execute format('alter function %s set search_path = app, pg_temp', f.sig);
        end if;
    end loop;
end $$;

do $$ begin perform app.rights_close('{outbox_key_get, pin_set, pack_list}'); end $$;
