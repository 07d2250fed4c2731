-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Meetings are found (E11): by when, by what one has to do with them, by host,
-- type, room, state and dates, by words of their title and place, and by the
-- text of the approved papers of those of their items that one may see (rules
-- 10, 12, 24).
--
-- The text of a version is read in the background, once for everybody, a page
-- at a time. A version has one vector of its words, a page its words and its
-- text; readers lie on `version` alone. A vector holds each word twice: as it
-- is written, and without its marks. What is asked for with marks is found only
-- where it is written with them.

set local search_path = app;

-- ---- words

-- Lower case, NFC, words apart by single blanks; the tone where the newer spelling puts it (hòa and hoà are one word).
create function text_letters(words text) returns text
language plpgsql immutable strict parallel safe as $$
declare
    here text := lower(normalize(words, NFC) collate "vi-x-icu");
    older constant text[] := '{òa,óa,ỏa,õa,ọa,òe,óe,ỏe,õe,ọe,ùy,úy,ủy,ũy,ụy}';
    newer constant text[] := '{oà,oá,oả,oã,oạ,oè,oé,oẻ,oẽ,oẹ,uỳ,uý,uỷ,uỹ,uỵ}';
begin
    if here ~ '[òóỏõọùúủũụ][aey]' then
        for i in 1 .. cardinality(older) loop
            here := replace(here, older[i], newer[i]);
        end loop;
    end if;
    return btrim(regexp_replace(here collate "vi-x-icu", '[^[:alnum:]]+', ' ', 'g'));
end $$;

-- Of text_letters: without marks, đ too. What unaccent writes as several letters stays one word.
create function text_bare(letters text) returns text
language sql immutable strict parallel safe as $$ select lower(app.unaccent('app.unaccent'::regdictionary, letters)) $$;

-- Both spellings of each word once, without places. PostgreSQL takes a megabyte; of longer lists the longest words, which nobody types, are left out.
create function text_vector(words text[]) returns tsvector
language sql immutable strict parallel safe as $$
    select array_to_tsvector(coalesce(array_agg(x.w), '{}'))
    from (select d.w, sum(octet_length(d.w) + 2) over (order by length(d.w), d.w) as upto from (select distinct left(w, 60) as w from unnest(words) w where w <> '') d) x
    where x.upto < 900000
$$;

create function page_vector(page text) returns tsvector
language plpgsql immutable strict parallel safe as $$
declare
    letters text := app.text_letters(page);
begin
    return app.text_vector(string_to_array(letters, ' ') || string_to_array(app.text_bare(letters), ' '));
end $$;

-- Each word of q begins a word there. Null: q has no word.
create function text_query(q text) returns tsquery
language plpgsql immutable parallel safe as $$
begin
    -- with marks only as it is written; a word without any stands in the vector without them in any case
    return (select string_agg('''' || w || ''':*', ' & ') from (select distinct unnest(string_to_array(app.text_letters(q), ' ')) as w) x where w <> '')::tsquery;
end $$;

-- ---- what was read

create table version_text (
    document_id uuid not null,
    version integer not null,
    state text not null default 'waiting' check (state in ('waiting', 'indexed', 'wordless', 'failed')), -- wordless: a scan whose letters nobody has read, or no pages at all
    problem text, -- slug of base/error.h
    pages integer not null default 0 check (pages >= 0), -- read so far, or passed over
    unread integer not null default 0 check (unread >= 0), -- of those, passed over
    tries integer not null default 0, -- since the last page that was read
    not_before timestamptz not null default now(), -- taken by a server until then, or to be tried again
    queued_at timestamptz not null default now(), -- the newest first
    words tsvector,
    primary key (document_id, version),
    foreign key (document_id, version) references version (document_id, number) on delete cascade,
    check ((state = 'indexed') = (words is not null))
);
create index version_text_waiting on version_text (queued_at desc) where state = 'waiting';
create index version_text_words on version_text using gin (words);

create table version_page (
    document_id uuid not null,
    version integer not null,
    page integer not null check (page >= 1),
    words tsvector not null,
    text text not null, -- words apart by single blanks
    primary key (document_id, version, page),
    foreign key (document_id, version) references version_text (document_id, version) on delete cascade
);

-- Nobody reads these but through functions that ask whose they are.
alter table version_text enable row level security;
alter table version_page enable row level security;

create function text_queue() returns trigger
language plpgsql security definer as $$
begin
    insert into app.version_text (document_id, version, queued_at, state, problem)
    values (new.document_id, new.number, new.created_at, case new.media when 'application/pdf' then 'waiting' else 'wordless' end,
            case when new.media <> 'application/pdf' then 'no-pages' end);
    return null;
end $$;
create trigger version_is_queued_for_its_text after insert on version for each row execute function text_queue();
insert into version_text (document_id, version, queued_at, state, problem)
select v.document_id, v.number, v.created_at, case v.media when 'application/pdf' then 'waiting' else 'wordless' end, case when v.media <> 'application/pdf' then 'no-pages' end
from version v;

-- ---- the owner's own work: the background reader's steps

-- The newest that waits, taken for half a minute; each page kept takes it anew. One that was taken again and again without a page having
-- come of it is given up.
create function text_claim() returns table (document_id uuid, version integer, oid text, sha256 text, bytes bigint, page integer)
language plpgsql as $$
declare
    t app.version_text;
begin
    loop
        select x.* into t from app.version_text x where x.state = 'waiting' and x.not_before <= now() order by x.queued_at desc limit 1 for update skip locked;
        if not found then
            return;
        end if;
        exit when t.tries < 6;
        update app.version_text x set state = 'failed', problem = coalesce(x.problem, 'internal') where (x.document_id, x.version) = (t.document_id, t.version);
    end loop;
    update app.version_text x set tries = x.tries + 1, not_before = now() + interval '30 seconds' where (x.document_id, x.version) = (t.document_id, t.version);
    return query select v.document_id, v.number, v.oid, v.sha256, v.bytes, t.pages + 1 from app.version v where v.document_id = t.document_id and v.number = t.version;
end $$;

-- These pages were read; of those up to `upto` the rest was passed over.
create function text_keep(doc uuid, n integer, upto integer, skipped integer, read jsonb) returns boolean
language plpgsql as $$
begin
    insert into app.version_page (document_id, version, page, words, text)
    select doc, n, (p ->> 'page')::integer, app.page_vector(p ->> 'text'), p ->> 'text' from jsonb_array_elements(read) p
    on conflict do nothing;
    update app.version_text t set pages = upto, unread = t.unread + skipped, tries = 0, problem = null, not_before = now() + interval '30 seconds'
    where t.document_id = doc and t.version = n and t.state = 'waiting' and t.pages < upto;
    return found;
end $$;

-- Read to its end, or never to be read (problem).
create function text_finish(doc uuid, n integer, problem text) returns text
language plpgsql as $$
declare
    vector tsvector;
    outcome text;
begin
    select app.text_vector(array_agg(distinct w.lexeme)) into vector
    from app.version_page p, unnest(p.words) w where p.document_id = doc and p.version = n;
    outcome := case when text_finish.problem is not null then 'failed' when coalesce(length(vector), 0) = 0 then 'wordless' else 'indexed' end;
    update app.version_text t set state = outcome, problem = text_finish.problem, words = case outcome when 'indexed' then vector end
    where t.document_id = doc and t.version = n and t.state = 'waiting';
    return outcome;
end $$;

-- Not now. Without a problem the server only stops, and the next one may go on at once.
create function text_release(doc uuid, n integer, problem text) returns boolean
language plpgsql as $$
begin
    update app.version_text t set problem = text_release.problem,
        tries = case when text_release.problem is null then 0 else t.tries end,
        not_before = now() + case when text_release.problem is null then interval '0' else least(interval '10 seconds' * 4 ^ t.tries, interval '6 hours') end
    where t.document_id = doc and t.version = n and t.state = 'waiting';
    return found;
end $$;

-- ---- the list

create index on meeting (chair_id);
create index on meeting_invitee (principal_id);
create index on invitation_answer (substitute_id) where substitute_id is not null;

-- ?after=: when and which the last one was; it finds its place also when that one is gone.
create function meeting_cursor(after text, out at timestamptz, out id uuid)
language plpgsql stable as $$
begin
    if after is not null then
        at := to_timestamp(split_part(after, '_', 1)::bigint / 1e6);
        id := split_part(after, '_', 2)::uuid;
    end if;
exception when invalid_text_representation or numeric_value_out_of_range or datetime_field_overflow then
    perform app.fail('wrong-value', 'after');
end $$;

-- Meetings, seen or not, with which I or my units have to do.
create function meetings_mine(mine text, self uuid, who uuid[]) returns setof uuid
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
begin
    if mine = 'attend' then
        return query select m.id from app.meeting m where m.chair_id = self and m.state <> 'draft'
            union select i.meeting_id from app.meeting_invitee i join app.meeting m on m.id = i.meeting_id where i.principal_id = self and m.state <> 'draft'
            union select a.meeting_id from app.unit_attendee a join app.meeting m on m.id = a.meeting_id where a.person_id = self and m.state <> 'draft'
            union select a.meeting_id from app.invitation_answer a where a.substitute_id = self;
    elsif mine = 'unit' then
        return query select i.meeting_id from app.meeting_invitee i join app.meeting m on m.id = i.meeting_id where i.principal_id = any (who) and i.kind = 'unit' and m.state <> 'draft';
    else
        return query select i.meeting_id from app.agenda_item i where i.papers_due_at is not null and i.presenting_unit_id = any (who);
    end if;
end $$;

-- Approved papers of items I see, in meetings I see, that have all these words in their text, or in their subject and number.
create function papers_with(words text[], asked tsquery, who uuid[]) returns uuid[]
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
begin
    return array(
        with mine as materialized ( -- few beside all; the text of the others is never looked at
            select p.id, p.document_id, p.version, i as item
            from app.meeting m join app.agenda_item i on i.meeting_id = m.id join app.paper p on p.item_id = i.id
            where m.audience_id = any (who) and p.state = 'approved'
        ), named as materialized (
            select d.id from app.document d where ' ' || d.search like words[1] and ' ' || d.search like all (words) -- no index helps "like all"
        ), found as materialized (
            select x.id, x.document_id, x.version, x.item from mine x
            join app.version_text t on t.document_id = x.document_id and t.version = x.version where t.words @@ asked
            union all
            select x.id, x.document_id, x.version, x.item from mine x join named n on n.id = x.document_id
        )
        select f.id from found f join app.version v on v.document_id = f.document_id and v.number = f.version
        where ((f.item).audience_id is null or app.item_seen(f.item)) and v.readers && who);
end $$;

-- Some words around the first that was asked for; of a long page what is cut away is shown by its dots.
create function text_snippet(page text, words text[]) returns text
language plpgsql immutable as $$
declare
    written text := ' ' || translate(lower(page collate "vi-x-icu"), '.,;:!?()[]{}"''“”‘’«»/\|-–—_*•…<>=+', repeat(' ', 40));
    bare text := app.text_bare(written);
    w text;
    at integer := 0;
    first integer;
    last integer;
begin
    foreach w in array words loop
        at := position(' ' || w in written);
        exit when at > 0;
        -- letters that are several without marks move it a little
        at := position(' ' || app.text_bare(w) in bare) * length(written) / length(bare);
        exit when at > 0;
    end loop;
    first := greatest(at - 60, 1);
    last := least(first + 180, length(page));
    if first > 1 then -- at the beginning of a word
        first := first + position(' ' in substr(page, first, 20));
    end if;
    return case when first > 1 then '… ' else '' end
        || case when last < length(page) then regexp_replace(substr(page, first, last - first), ' [^ ]*$', '') || ' …' else substr(page, first) end;
end $$;

-- Of these meetings: the papers found, three of each at most, with the first page that has all the words, or most of them.
create function meeting_hits(ids uuid[], papers uuid[], words text, asked tsquery) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    letters text[] := string_to_array(app.text_letters(words), ' ');
    any_of tsquery := replace(asked::text, '&', '|')::tsquery;
begin
    return (
        select coalesce(jsonb_object_agg(x.meeting_id, x.hits), '{}')
        from (
            select f.meeting_id, jsonb_agg(jsonb_build_object('document_id', f.document_id, 'version', f.version, 'subject', f.subject,
                'page', g.page, 'snippet', app.text_snippet(g.text, letters)) order by f.place) as hits
            from (
                select i.meeting_id, p.document_id, p.version, d.subject, row_number() over (partition by i.meeting_id order by i.position, p.position, p.id) as place
                from app.paper p join app.agenda_item i on i.id = p.item_id join app.document d on d.id = p.document_id
                where p.id = any (papers) and i.meeting_id = any (ids)
            ) f
            left join lateral (
                select y.page, y.text from app.version_page y
                where y.document_id = f.document_id and y.version = f.version and y.words @@ any_of
                order by y.words @@ asked desc, y.page limit 1) g on exists (
                    select from app.version_text t where t.document_id = f.document_id and t.version = f.version and t.words @@ asked)
            where f.place <= 3
            group by f.meeting_id
        ) x);
end $$;

drop function meeting_list(text, text, text, integer);
-- coming: today's that are not over, and later ones. Those to come stand in order of time, all others the latest first.
create function meeting_list(wanted text default null, q text default null, after text default null, page_size integer default null, mine text default null,
    state text default null, unit uuid default null, type uuid default null, room uuid default null, since date default null, until date default null) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    words text[] := app.word_patterns(q);
    asked tsquery := app.text_query(q);
    dawn timestamptz := app.dawn(app.today());
    dusk timestamptz := app.dawn(app.today() + 1);
    -- the days asked for, and what the time wanted leaves of them
    earliest timestamptz := greatest(app.dawn(since), case when wanted = 'upcoming' then dusk end);
    latest timestamptz := app.dawn(until + 1);
    last record := app.meeting_cursor(after);
    n integer := coalesce(page_size, 50);
    ids uuid[];
    papers uuid[] := '{}';
    found_in uuid[] := '{}';
    hits jsonb := '{}';
begin
    if asked is not null then
        papers := app.papers_with(words, asked, who);
        found_in := array(select distinct i.meeting_id from app.paper p join app.agenda_item i on i.id = p.item_id where p.id = any (papers));
    end if;
    if wanted in ('today', 'upcoming', 'coming') then
        ids := array(
            select m.id from (select x.* from app.meeting x where x.audience_id = any (who) offset 0) m -- mine first: few beside all
            where app.meeting_when(m.state, m.starts_at, wanted, dawn, dusk)
              and (earliest is null or m.starts_at >= earliest) and (latest is null or m.starts_at < latest)
              and (meeting_list.state is null or m.state = meeting_list.state) and (unit is null or m.host_unit_id = unit)
              and (meeting_list.type is null or m.type_id = meeting_list.type) and (room is null or m.room_id = room)
              and (mine is distinct from 'prepare' or m.preparers_id = any (who))
              and (mine is null or mine = 'prepare' or m.id in (select x from app.meetings_mine(mine, self, who) x))
              and (q is null or ' ' || m.search like all (words) or m.id = any (found_in))
              and (last.id is null or (m.starts_at, m.id) > (last.at, last.id))
            order by m.starts_at, m.id limit n + 1);
    else
        ids := array(
            select m.id from (select x.* from app.meeting x where x.audience_id = any (who) offset 0) m -- mine first: few beside all
            where app.meeting_when(m.state, m.starts_at, wanted, dawn, dusk)
              and (earliest is null or m.starts_at >= earliest) and (latest is null or m.starts_at < latest)
              and (meeting_list.state is null or m.state = meeting_list.state) and (unit is null or m.host_unit_id = unit)
              and (meeting_list.type is null or m.type_id = meeting_list.type) and (room is null or m.room_id = room)
              and (mine is distinct from 'prepare' or m.preparers_id = any (who))
              and (mine is null or mine = 'prepare' or m.id in (select x from app.meetings_mine(mine, self, who) x))
              and (q is null or ' ' || m.search like all (words) or m.id = any (found_in))
              and (last.id is null or (m.starts_at, m.id) < (last.at, last.id))
            order by m.starts_at desc, m.id desc limit n + 1);
    end if;
    if cardinality(papers) > 0 then
        hits := app.meeting_hits(ids[:n], papers, q, asked);
    end if;
    return jsonb_build_object(
        'items', (select coalesce(jsonb_agg(j || jsonb_build_object('hits', coalesce(hits -> (j ->> 'id'), '[]')) order by ord), '[]')
                  from jsonb_array_elements(app.meetings_json(ids[:n])) with ordinality x (j, ord)),
        'next', case when cardinality(ids) > n then (select (extract(epoch from m.starts_at) * 1000000)::bigint || '_' || m.id from app.meeting m where m.id = ids[n]) end);
end $$;

create or replace function meeting_when(state text, starts_at timestamptz, wanted text, dawn timestamptz, dusk timestamptz) returns boolean
language sql immutable parallel safe as $$
    select case wanted
        when 'today' then state in ('in_progress', 'paused') or (starts_at >= dawn and starts_at < dusk and state <> 'cancelled')
        when 'upcoming' then state in ('draft', 'invited') and starts_at >= dusk
        when 'coming' then state in ('in_progress', 'paused') or (state in ('draft', 'invited') and starts_at >= dawn)
        when 'past' then state in ('ended', 'closed', 'cancelled') or (state in ('draft', 'invited') and starts_at < dawn)
        else true
    end
$$;

-- who may run what

do $$ begin perform app.rights_close('{meeting_list}'); end $$;
