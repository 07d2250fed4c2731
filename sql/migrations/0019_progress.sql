-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- How far one has read (C6, H3): several pages seen are told at once (two side by
-- side, or those read without a network), the news say which were seen and
-- whether the version known may still be compared, the list finds what is not
-- read, and home's papers to read are those of newer versions too.

set local search_path = app;

-- As in 0016; and who saw all that changed in a version knows it too, for the rest they knew before.
create or replace function reading_known(r app.reading) returns integer
language plpgsql stable set search_path = app, pg_temp as $$
begin
    return case when r.known is null or r.seen @> coalesce(app.pages_of(r.document_id, r.newest), '{}')
                     or exists (select from app.version_change c where c.document_id = r.document_id and c.known = r.known and c.number = r.newest and r.seen @> c.pages)
                then r.newest else r.known end;
end $$;

create or replace function reading_set(doc uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    n integer := (b ->> 'version')::integer;
    p integer := (b ->> 'page')::integer;
    done boolean := coalesce((b ->> 'read')::boolean, false);
    pages int4multirange;
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
        pages := (select range_agg(int4range(x::integer, x::integer, '[]')) from jsonb_array_elements_text(nullif(b -> 'seen', 'null')) x);
        r.seen := r.seen + int4multirange(int4range(p, p, '[]')) + coalesce(pages, '{}');
        if done then
            r.known := n;
            r.seen := r.seen + coalesce(app.pages_of(doc, n), '{}');
        end if;
    end if;
    update app.reading x set version = n, page = p, at = now(), newest = r.newest, known = r.known, seen = r.seen
    where x.person_id = app.me() and x.document_id = doc;
    return next jsonb_build_object('version', n, 'page', p);
end $$;

-- As in 0016, and what of the newest version was seen.
create or replace function news_get(doc uuid) returns table (reply jsonb, known integer, newest integer)
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    r app.reading;
    pages int4multirange;
    changed int4multirange := '{}';
    seen int4multirange := '{}';
    comparable boolean := false;
begin
    if not exists (select from app.document d where d.id = doc and d.readers && (select app.principals())) then
        return;
    end if;
    select max(v.number) into news_get.newest from app.version v where v.document_id = doc and v.readers && (select app.principals());
    select * into r from app.reading x where x.person_id = app.me() and x.document_id = doc;
    pages := coalesce(app.pages_of(doc, news_get.newest), '{}');
    news_get.known := case when r.newest < news_get.newest then app.reading_known(r) else coalesce(r.known, r.newest) end;
    if r.newest = news_get.newest then
        seen := r.seen * pages;
    end if;
    if news_get.known < news_get.newest then
        comparable := pages <> '{}' and app.version_visible(doc, news_get.known) and app.pages_of(doc, news_get.known) is not null;
        if not app.version_visible(doc, news_get.known) then
            changed := pages;
        else
            select c.pages into changed from app.version_change c where c.document_id = doc and c.known = news_get.known and c.number = news_get.newest;
            if not found then
                return next;
                return;
            end if;
        end if;
        changed := changed - seen;
    end if;
    reply := jsonb_build_object('last_version', news_get.known, 'newest_version', news_get.newest, 'comparable', comparable,
        'changed_pages', (select coalesce(jsonb_agg(g order by g), '[]') from unnest(changed) x (x), generate_series(lower(x), upper(x) - 1) g),
        'seen_pages', (select coalesce(jsonb_agg(jsonb_build_object('from', lower(x), 'to', upper(x) - 1) order by x), '[]') from unnest(seen) x (x)));
    return next;
end $$;

-- Told of each document by its newest version there; the planner asks it last.
create function document_unread(doc uuid, author uuid, self uuid, who uuid[]) returns boolean
language plpgsql stable cost 10000 as $$
begin
    return app.document_news(doc, author, (select max(v.number) from app.version v where v.document_id = doc and v.readers && who), self) is not null;
end $$;

-- As in 0007, with one more condition.
drop function document_list(text, text, text, text, text, integer);
create function document_list(q text, type text, direction text, mine text, after text, page_size integer, unread text default null) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    words text[] := app.word_patterns(q);
    last uuid := coalesce(app.cursor_id(after), 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    n integer := coalesce(page_size, 50);
    looked_at constant integer := 2000;
    ids uuid[];
begin
    ids := array(
        select d.id
        from (select x.* from app.document x where x.id < last order by x.id desc limit looked_at) d
        where (document_list.type is null or d.type = document_list.type)
          and (document_list.direction is null or d.direction = document_list.direction)
          and (mine is distinct from 'true' or d.author_id = self) and (mine is distinct from 'false' or d.author_id <> self)
          and (cardinality(words) = 0 or ' ' || d.search like all (words))
          and exists (select from unnest(d.readers) r where r = any (who))
          and (unread is null or app.document_unread(d.id, d.author_id, self, who) = (unread = 'true'))
        order by d.id desc limit n + 1);
    if cardinality(ids) <= n and exists (select from app.document x where x.id < last order by x.id desc offset looked_at limit 1) then
        ids := array(
            with found as materialized (
                select d.id, d.author_id from app.document d
                where (document_list.type is null or d.type = document_list.type)
                  and (document_list.direction is null or d.direction = document_list.direction)
                  and (mine is distinct from 'true' or d.author_id = self) and (mine is distinct from 'false' or d.author_id <> self)
                  and (cardinality(words) = 0 or (' ' || d.search like words[1] and ' ' || d.search like all (words))) -- no index helps "like all"
                  and d.id < last
                  and d.id in (select g.document_id from app.document_grant g where g.principal_id = any (who))
            ), sorted as materialized (
                select f.* from found f order by f.id desc -- so that no more are asked than the page needs
            )
            select s.id from sorted s where unread is null or app.document_unread(s.id, s.author_id, self, who) = (unread = 'true') limit n + 1);
    end if;
    return jsonb_build_object('items', app.documents_json(ids[:n]), 'next', case when cardinality(ids) > n then ids[n] end);
end $$;

-- Whether a person has read this version: to its last page, by their word, or by having gone on to a newer one.
create function reading_done(r app.reading, n integer, pages integer) returns boolean
language sql immutable as $$ select coalesce(r.newest > n or r.known >= n or (r.newest = n and r.seen @> coalesce(pages, 1)), false) $$;

-- who may run what

do $$ begin perform app.rights_close('{document_list}'); end $$;
