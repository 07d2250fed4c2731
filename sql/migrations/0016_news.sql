-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What changed since I last read (C6): of a document the newest version a person
-- opened, the pages they saw of it, and the version they knew before. Which
-- pages differ between two versions is found by server/api/news.c, once for
-- everybody, and kept here.

set local search_path = app;

alter table reading
    add column newest integer,                              -- the highest version opened
    add column known integer,                               -- an older one read to the end, marked as read, or the first one opened: news is told from there
    add column seen int4multirange not null default '{}';   -- pages of `newest`
update reading set newest = version, seen = int4multirange(int4range(1, page, '[]'));
alter table reading alter column newest set not null;

-- Pages of `number` that are not as they were in `known`.
create table version_change (
    document_id uuid not null,
    known integer not null,
    number integer not null,
    pages int4multirange not null,
    primary key (document_id, known, number),
    foreign key (document_id, known) references version (document_id, number),
    foreign key (document_id, number) references version (document_id, number)
);
alter table version_change enable row level security;

create function pages_of(doc uuid, n integer) returns int4multirange
language plpgsql stable security definer as $$
begin
    return (select int4multirange(int4range(1, v.pages, '[]')) from app.version v where v.document_id = doc and v.number = n and v.pages > 0);
end $$;

-- What this person knows when a version beyond r.newest comes: that one, unless they had only begun it and knew an older one.
create function reading_known(r app.reading) returns integer
language plpgsql stable as $$
begin
    return case when r.known is null or r.seen @> coalesce(app.pages_of(r.document_id, r.newest), '{}') then r.newest else r.known end;
end $$;

create or replace function reading_set(doc uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    n integer := (b ->> 'version')::integer;
    p integer := (b ->> 'page')::integer;
    done boolean := coalesce((b ->> 'read')::boolean, false);
    r app.reading;
begin
    if not exists (select from app.document d where d.id = doc and d.readers && (select app.principals())) then
        return;
    end if;
    if not app.version_visible(doc, n) then
        perform app.unknown('version');
    end if;
    insert into app.reading (person_id, document_id, version, page, newest) values (app.me(), doc, n, p, n) on conflict (person_id, document_id) do nothing;
    select * into r from app.reading x where x.person_id = app.me() and x.document_id = doc for update;
    if n > r.newest then
        r.known := app.reading_known(r);
        r.newest := n;
        r.seen := '{}';
    end if;
    if n = r.newest then
        r.seen := r.seen + int4multirange(int4range(p, p, '[]'));
        if done then
            r.known := n;
            r.seen := r.seen + coalesce(app.pages_of(doc, n), '{}');
        end if;
    end if;
    update app.reading x set version = n, page = p, at = now(), newest = r.newest, known = r.known, seen = r.seen
    where x.person_id = app.me() and x.document_id = doc;
    return next jsonb_build_object('version', n, 'page', p);
end $$;

-- reply null: which pages differ from `known` to `newest` is not kept yet. No row: the document is not there for the caller.
create function news_get(doc uuid) returns table (reply jsonb, known integer, newest integer)
language plpgsql stable security definer as $$
declare
    r app.reading;
    changed int4multirange := '{}';
begin
    if not exists (select from app.document d where d.id = doc and d.readers && (select app.principals())) then
        return;
    end if;
    select max(v.number) into news_get.newest from app.version v where v.document_id = doc and v.readers && (select app.principals());
    select * into r from app.reading x where x.person_id = app.me() and x.document_id = doc;
    news_get.known := case when r.newest < news_get.newest then app.reading_known(r) else coalesce(r.known, r.newest) end;
    if news_get.known < news_get.newest then
        if not app.version_visible(doc, news_get.known) then
            changed := app.pages_of(doc, news_get.newest);
        else
            select c.pages into changed from app.version_change c where c.document_id = doc and c.known = news_get.known and c.number = news_get.newest;
            if not found then
                return next;
                return;
            end if;
        end if;
        if r.newest = news_get.newest then
            changed := changed - r.seen;
        end if;
    end if;
    reply := jsonb_build_object('last_version', news_get.known, 'newest_version', news_get.newest, 'changed_pages', (
        select coalesce(jsonb_agg(g order by g), '[]') from unnest(changed) x (x), generate_series(lower(x), upper(x) - 1) g));
    return next;
end $$;

create function news_keep(doc uuid, known integer, newest integer, pages jsonb) returns boolean
language plpgsql security definer as $$
begin
    if not (app.version_visible(doc, known) and app.version_visible(doc, newest)) then
        return false;
    end if;
    insert into app.version_change (document_id, known, number, pages)
    select doc, news_keep.known, newest, coalesce(range_agg(int4range(p::integer, p::integer, '[]')), '{}') from jsonb_array_elements(news_keep.pages) p
    on conflict on constraint version_change_pkey do nothing;
    return true;
end $$;

-- who may run what, as in 0014

do $$
declare
    f record;
    open_to_app text[] := array['news_get', 'news_keep'];
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
