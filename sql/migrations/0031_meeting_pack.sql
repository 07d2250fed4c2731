-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The meeting pack (E8, K6, rule 24): one PDF of all papers, per reader without
-- what is not for them and without secret documents (B13). Here: which page
-- bears which number, for good; who may have which pack; what waits to be
-- built. The PDF itself is made by server/api/meeting_pack_build.c from the
-- order written here, and lies in a cache.

set local search_path = app;

-- The numbers of a paper's pages, once given never given to another page: people mark "page 37". One series for what the whole meeting sees; each
-- restricted item has its own (R1-1, R1-2 …), so that the others' has no gap that tells of it. item_id is no reference: numbers of an item that is
-- gone stay taken.
create table meeting_pack_page (
    meeting_id uuid not null references meeting on delete cascade,
    item_id uuid not null,
    document_id uuid not null,
    version integer not null,
    apart boolean not null, -- numbered in its restricted item's own series
    labels text[] not null check (cardinality(labels) > 0),
    place bigint not null generated always as identity,
    primary key (item_id, document_id, version, apart)
);
create index on meeting_pack_page (meeting_id);

-- A pack that was asked for: by the hash of all that goes into it, so that readers with the same rights share one.
create table meeting_pack (
    hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
    meeting_id uuid not null references meeting on delete cascade,
    contents jsonb not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
    pages_done integer not null default 0,
    pages_total integer not null,
    bytes bigint,
    sha256 text,
    asked_at timestamptz not null default now(),
    beat_at timestamptz, -- of the server that builds it
    made_at timestamptz,
    constraint done_has_a_file check ((state = 'done') = (sha256 is not null) and (sha256 is null) = (bytes is null))
);
create index on meeting_pack (asked_at) where state in ('queued', 'running');

-- Which one a person asked for last.
create table meeting_pack_asked (
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    hash text not null,
    primary key (meeting_id, person_id)
);

do $$
declare t text;
begin
    foreach t in array array['meeting_pack_page', 'meeting_pack', 'meeting_pack_asked'] loop
        execute format('alter table app.%I enable row level security', t); -- without a policy: only through the functions below
    end loop;
end $$;

-- ---- numbers

-- 1 a, 26 z, 27 aa
create function page_letters(n integer) returns text
language plpgsql immutable strict as $$
declare
    left_over integer := n;
    letters text := '';
begin
    while left_over > 0 loop
        letters := chr(97 + (left_over - 1) % 26) || letters;
        left_over := (left_over - 1) / 26;
    end loop;
    return letters;
end $$;

-- The numbers of a newer version. pairs: for each of its pages the page of the version before that it is, from 1, or null; a page that is nobody's
-- follows its neighbour as 12a, 12b. used: all numbers the paper ever had.
create function page_labels_follow(labels text[], pairs integer[], used text[]) returns text[]
language plpgsql immutable as $$
declare
    made text[] := '{}';
    taken text[] := used;
    stem text := (regexp_match(labels[1], '^(.*?\d+)[a-z]*$'))[1];
    given text;
    n integer;
begin
    for i in 1 .. cardinality(pairs) loop
        given := labels[pairs[i]];
        if given is null then
            n := 1;
            while stem || app.page_letters(n) = any (taken) loop
                n := n + 1;
            end loop;
            given := stem || app.page_letters(n);
            taken := taken || given;
        else
            stem := (regexp_match(given, '^(.*?\d+)[a-z]*$'))[1];
        end if;
        made := made || given;
    end loop;
    return made;
end $$;

-- One page each for what cannot be read as pages, or is secret: it says so in its place.
create function paper_pack_pages(d app.document, v app.version) returns integer
language sql immutable as $$
    select case when d.secrecy is null and v.media = 'application/pdf' then greatest(coalesce(v.pages, 1), 1) else 1 end
$$;

-- Approved papers whose pages have no number yet, in the order of the agenda; with what a paper had before.
create function meeting_pack_unnumbered(meeting uuid) returns table (item_id uuid, document_id uuid, version integer, apart boolean, pages integer, number text, before integer)
language plpgsql stable security definer as $$
begin
    return query
        select i.id, p.document_id, p.version, i.audience_id is not null, app.paper_pack_pages(d, v), i.number,
            (select g.version from app.meeting_pack_page g where (g.item_id, g.document_id, g.apart) = (i.id, p.document_id, i.audience_id is not null) order by g.place desc limit 1)
        from app.agenda_item i join app.paper p on p.item_id = i.id
        join app.document d on d.id = p.document_id
        join app.version v on v.document_id = p.document_id and v.number = p.version
        where i.meeting_id = meeting_pack_unnumbered.meeting and p.state = 'approved' and i.number is not null
          and not exists (select from app.meeting_pack_page g where (g.item_id, g.document_id, g.version, g.apart) = (i.id, p.document_id, p.version, i.audience_id is not null))
        order by i.position, p.position, p.id;
end $$;

-- Numbers for all that has none. given: pairs found by comparing pages, {"<item>/<document>": [1, 2, null, 3]}; without them the first pages are the first.
create function meeting_pack_number(meeting uuid, given jsonb default '{}') returns void
language plpgsql security definer as $$
declare
    u record;
    next integer;
    prior text[]; used text[]; pairs integer[]; made text[];
begin
    perform from app.meeting m where m.id = meeting_pack_number.meeting for no key update; -- one at a time
    for u in select * from app.meeting_pack_unnumbered(meeting_pack_number.meeting) loop
        if u.before is not null then
            select g.labels into prior from app.meeting_pack_page g where (g.item_id, g.document_id, g.version, g.apart) = (u.item_id, u.document_id, u.before, u.apart);
            used := array(select unnest(g.labels) from app.meeting_pack_page g where (g.item_id, g.document_id, g.apart) = (u.item_id, u.document_id, u.apart));
            pairs := array(select case when jsonb_typeof(x) = 'number' then x::integer end from jsonb_array_elements(given -> (u.item_id || '/' || u.document_id)) with ordinality t (x, n) order by n);
            if cardinality(pairs) is distinct from u.pages then
                pairs := array(select case when n <= cardinality(prior) then n end from generate_series(1, u.pages) n);
            end if;
            made := app.page_labels_follow(prior, pairs, used);
        else
            select coalesce(max(substring(l from case when u.apart then '^.*-(\d+)[a-z]*$' else '^(\d+)[a-z]*$' end)::integer), 0) + 1 into next
            from app.meeting_pack_page g cross join unnest(g.labels) l
            where g.meeting_id = meeting_pack_number.meeting and g.apart = u.apart and (not u.apart or g.item_id = u.item_id);
            made := array(select case when u.apart then u.number || '-' else '' end || n from generate_series(next, next + u.pages - 1) n);
        end if;
        insert into app.meeting_pack_page (meeting_id, item_id, document_id, version, apart, labels)
        values (meeting_pack_number.meeting, u.item_id, u.document_id, u.version, u.apart, made);
    end loop;
end $$;

-- Publishing gives the numbers, as it gives those of the items (rule 21).
create function meeting_pack_begin() returns trigger
language plpgsql security definer as $$
begin
    perform app.meeting_pack_number(new.id);
    return null;
end $$;
create constraint trigger publishing_numbers_the_pages after update of published_at on meeting deferrable initially deferred
    for each row when (old.published_at is null and new.published_at is not null) execute function meeting_pack_begin();
do $$ begin perform app.meeting_pack_number(m.id) from app.meeting m where m.published_at is not null; end $$;

-- ---- what goes into a pack

create function date_words(at timestamptz) returns text
language plpgsql stable as $$
declare
    l timestamp := at at time zone app.zone();
begin
    return to_char(l, 'HH24') || ' giờ ' || to_char(l, 'MI') || ', ngày ' || to_char(l, 'DD') || ' tháng '
        || case when extract(month from l) < 3 then to_char(l, 'MM') else extract(month from l)::text end || ' năm ' || to_char(l, 'YYYY');
end $$;

-- Everything that the pack of the caller says and holds, and nothing that two callers with the same rights differ in. Null: a page has no number yet.
create function meeting_pack_contents(m app.meeting) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    who uuid[] := app.principals();
    items jsonb;
    wanting boolean;
begin
    select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'number', i.number, 'title', i.title, 'level', (i.parent_id is not null)::integer, 'late', i.late,
            'restricted', i.audience_id is not null, 'minutes', i.minutes, 'presenter', c.full_name, 'unit', u.name, 'papers', coalesce(l.papers, '[]')) order by i.position), '[]'),
        coalesce(bool_or(l.wanting), false)
    into items, wanting
    from app.items_seen(m.id) i
    left join app.person c on c.id = i.presenter_id
    left join lateral app.unit_name_on(i.presenting_unit_id, app.civil_date(m.starts_at)) u on true
    left join lateral (
        select bool_or(g.labels is null) as wanting, jsonb_agg(case when d.secrecy is not null then jsonb_build_object('secret', true, 'labels', g.labels)
            else jsonb_build_object('secret', false, 'labels', g.labels, 'document_id', p.document_id, 'version', p.version, 'subject', d.subject, 'type_name', t.name,
                'number', d.number, 'symbol', d.symbol, 'group', p.group_name, 'late', p.late, 'oid', v.oid, 'sha256', v.sha256, 'bytes', v.bytes, 'media', v.media, 'pages', v.pages) end order by p.position, p.id) as papers
        from app.paper p
        join app.document d on d.id = p.document_id
        join app.version v on v.document_id = p.document_id and v.number = p.version and v.readers && who
        join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
        left join app.meeting_pack_page g on (g.item_id, g.document_id, g.version, g.apart) = (i.id, p.document_id, p.version, i.audience_id is not null)
        where p.item_id = i.id and p.state = 'approved') l on true;
    if wanting then
        return null;
    end if;
    return jsonb_build_object('form', 1, 'meeting_id', m.id, 'title', m.title, 'published_at', app.json_time(m.published_at), 'starts', app.date_words(m.starts_at),
        'type_name', (select t.name from app.catalogue_entry t where t.id = m.type_id), 'host', (select u.name from app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at)) u),
        'chair', (select p.full_name from app.person p where p.id = m.chair_id),
        'place', concat_ws(', ', (select r.name from app.catalogue_entry r where r.id = m.room_id), m.place), 'items', items,
        'unused', app.meeting_pack_unused(m.id));
end $$;

-- Numbers of the common series that no page bears any more: said, so that nobody looks for them.
create function meeting_pack_unused(meeting uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (
        select coalesce(jsonb_agg(l order by n, l), '[]') from (
            select l, substring(l from '^\d+')::integer as n from app.meeting_pack_page g cross join unnest(g.labels) l where g.meeting_id = meeting_pack_unused.meeting and not g.apart
            except
            select l, substring(l from '^\d+')::integer from app.meeting_pack_page g cross join unnest(g.labels) l
            join app.agenda_item i on i.id = g.item_id and i.audience_id is null
            join app.paper p on p.item_id = i.id and (p.document_id, p.version) = (g.document_id, g.version) and p.state = 'approved'
            where g.meeting_id = meeting_pack_unused.meeting and not g.apart) x);
end $$;

create function meeting_pack_hash(contents jsonb) returns text
language sql immutable as $$ select encode(sha256(convert_to(contents::text, 'UTF8')), 'hex') $$;

-- ---- what a person asks

create function meeting_pack_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    c jsonb := case when m.published_at is not null then app.meeting_pack_contents(m) end;
    p app.meeting_pack;
    asked text := (select a.hash from app.meeting_pack_asked a where a.meeting_id = m.id and a.person_id = app.me());
begin
    select * into p from app.meeting_pack x where x.hash = app.meeting_pack_hash(c);
    return jsonb_build_object('state', coalesce(p.state, 'none'), 'pages_done', coalesce(p.pages_done, 0),
        'pages_total', coalesce(p.pages_total, (select sum(jsonb_array_length(g -> 'labels')) from jsonb_array_elements(c -> 'items') i, jsonb_array_elements(i -> 'papers') g), 0),
        'papers', coalesce((select sum(jsonb_array_length(i -> 'papers')) from jsonb_array_elements(c -> 'items') i), 0),
        'bytes', p.bytes, 'sha256', p.sha256, 'made_at', app.json_time(p.made_at), 'hash', case when p.hash is not null then p.hash end,
        'changed', asked is not null and p.hash is distinct from asked);
end $$;

create function meeting_pack_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_pack_get.meeting and app.meeting_seen(x);
    if m.id is not null then
        return next app.meeting_pack_json(m);
    end if;
end $$;

-- Asks for mine as it is now. given: as of meeting_pack_number.
create function meeting_pack_ask(meeting uuid, given jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
    c jsonb;
    h text;
begin
    select * into m from app.meeting x where x.id = meeting_pack_ask.meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    end if;
    if m.published_at is null or m.state = 'cancelled' then
        perform app.fail('wrong-state', null, 'pages have numbers from publishing on');
    end if;
    perform app.meeting_pack_number(m.id, coalesce(given, '{}'));
    c := app.meeting_pack_contents(m);
    h := app.meeting_pack_hash(c);
    insert into app.meeting_pack as p (hash, meeting_id, contents, pages_total)
    values (h, m.id, c, (select coalesce(sum(jsonb_array_length(g -> 'labels')), 0) from jsonb_array_elements(c -> 'items') i, jsonb_array_elements(i -> 'papers') g))
    on conflict (hash) do update set state = case p.state when 'failed' then 'queued' else p.state end, asked_at = now();
    insert into app.meeting_pack_asked as a (meeting_id, person_id, hash) values (m.id, app.me(), h)
    on conflict (meeting_id, person_id) do update set hash = excluded.hash;
    return next app.meeting_pack_json(m);
end $$;

-- What I may take now: no row when the meeting is not there for me. state as it is; changed: what I asked for is no longer what I may have.
create function meeting_pack_file(meeting uuid) returns table (state text, changed boolean, hash text, sha256 text, bytes bigint, title text)
language plpgsql stable security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_pack_file.meeting and app.meeting_seen(x);
    if m.id is not null then
        return query select j ->> 'state', (j ->> 'changed')::boolean, j ->> 'hash', j ->> 'sha256', (j ->> 'bytes')::bigint, m.title from app.meeting_pack_json(m) j;
    end if;
end $$;

create function meeting_pack_taken(meeting uuid, b jsonb) returns void
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_pack_taken.meeting and app.meeting_seen(x);
    if m.id is not null then
        perform app.audit('meeting-pack-taken', 'meeting', m.id, b);
    end if;
end $$;

-- ---- the builder's own, as the owner

-- The next one, once: one that waits, or one whose server has fallen silent.
create function meeting_pack_claim() returns setof app.meeting_pack
language plpgsql security definer as $$
begin
    return query update app.meeting_pack p set state = 'running', beat_at = now(), pages_done = 0
        where p.hash = (select x.hash from app.meeting_pack x where x.state = 'queued' or (x.state = 'running' and x.beat_at < now() - interval '20 seconds')
                        order by x.asked_at, x.hash limit 1 for update skip locked) returning p.*;
end $$;

-- Papers whose newer version has no numbers yet, where the pages of both can be compared.
create function meeting_pack_changed(meeting uuid) returns table (item_id uuid, document_id uuid, pages integer, old_number integer, old_oid text, old_sha256 text, old_bytes bigint,
    new_number integer, new_oid text, new_sha256 text, new_bytes bigint)
language plpgsql stable security definer as $$
begin
    return query select u.item_id, u.document_id, u.pages, o.number, o.oid, o.sha256, o.bytes, n.number, n.oid, n.sha256, n.bytes
        from app.meeting_pack_unnumbered(meeting_pack_changed.meeting) u
        join app.document d on d.id = u.document_id and d.secrecy is null
        join app.version o on o.document_id = u.document_id and o.number = u.before and o.media = 'application/pdf' and o.pages > 0
        join app.version n on n.document_id = u.document_id and n.number = u.version and n.media = 'application/pdf' and n.pages > 0;
end $$;

-- False: nobody wants it any more.
create function meeting_pack_beat(pack text, done integer) returns boolean
language plpgsql security definer as $$
begin
    update app.meeting_pack p set beat_at = now(), pages_done = least(done, p.pages_total) where p.hash = pack and p.state = 'running';
    return found;
end $$;

-- fact: {"state": "done", "bytes": 1, "sha256": "…"}, {"state": "failed"}, or {"state": "queued"}: to be built again
create function meeting_pack_end(pack text, fact jsonb) returns void
language plpgsql security definer as $$
begin
    update app.meeting_pack p set state = fact ->> 'state', bytes = (fact ->> 'bytes')::bigint, sha256 = fact ->> 'sha256',
        pages_done = case fact ->> 'state' when 'done' then p.pages_total else 0 end, made_at = case fact ->> 'state' when 'done' then now() end
    where p.hash = pack;
end $$;

-- The files that are known; the rest of the folder may go. Packs nobody asked for lately go with their file.
create function meeting_pack_kept(days integer) returns setof text
language plpgsql security definer as $$
begin
    delete from app.meeting_pack p where p.state in ('done', 'failed') and p.asked_at < now() - make_interval(days => days);
    return query select p.hash from app.meeting_pack p where p.state in ('done', 'running');
end $$;

-- who may run what

do $$ begin perform app.rights_close('{meeting_pack_get, meeting_pack_ask, meeting_pack_file, meeting_pack_taken}'); end $$;
