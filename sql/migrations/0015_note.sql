-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Notes on pages (C2, C3) and where each stands on each version (C4). What a
-- note is lies in `note`; where it is lies in `note_place`, one row a version:
-- its owner's own word, or what was found by the text (server/api/note.c), or
-- the tray (rule 13). Nobody but its author changes a note; a private one is
-- nobody else's, in no list, count, event or audit.

set local search_path = app;

create table note (
    id uuid primary key, -- the client's: what waited in an outbox is kept once
    document_id uuid not null references document,
    author_id uuid not null references person,
    kind text not null check (kind in ('highlight', 'underline', 'strike', 'ink', 'text')),
    audience text not null check (audience in ('private', 'unit', 'readers')),
    unit_id uuid references unit,
    colour text not null check (colour in ('yellow', 'green', 'blue', 'red', 'black')),
    width numeric,
    body text,
    made_on_version integer not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    edit_version bigint not null default 1,
    foreign key (document_id, made_on_version) references version (document_id, number),
    constraint a_unit_note_has_a_unit check ((audience = 'unit') = (unit_id is not null))
);
create index on note (document_id, author_id);

-- Each place has the words that stand there: of own places as its owner quoted them, of found ones those of that version. A person who does not
-- see the version a note was made on is told these, never the older words.
create table note_place (
    note_id uuid not null references note,
    document_id uuid not null,
    version integer not null,
    how text not null check (how in ('own', 'sure', 'guessed', 'tray')),
    page integer check (page >= 1),
    quads jsonb not null default '[]' check (jsonb_typeof(quads) = 'array'),
    strokes jsonb not null default '[]' check (jsonb_typeof(strokes) = 'array'),
    exact text,
    prefix text,
    suffix text,
    primary key (note_id, version),
    foreign key (document_id, version) references version (document_id, number),
    constraint the_tray_has_no_page check ((how = 'tray') = (page is null))
);
create index on note_place (document_id, version);

-- ---- who sees what

create function note_is_for_me(author uuid, audience text, unit uuid) returns boolean
language sql stable as $$
    select author = app.me() or audience = 'readers' or (audience = 'unit' and unit = any (app.principals()))
$$;

-- Alive, meant for me, and standing on a version that I see; what lies in the tray is its owner's to place.
create function note_seen(x app.note) returns boolean
language plpgsql stable security definer as $$
begin
    return x.deleted_at is null and app.me() is not null and app.note_is_for_me(x.author_id, x.audience, x.unit_id)
        and exists (select from app.note_place p join app.version v on v.document_id = p.document_id and v.number = p.version
                    where p.note_id = x.id and v.readers && app.principals() and (p.how <> 'tray' or x.author_id = app.me()));
end $$;

alter table note enable row level security;
alter table note_place enable row level security;
grant select on note, note_place to nghisu_app;
create policy "a note is seen by its author, its unit, or the readers of a version it stands on" on note for select to nghisu_app using (note_seen(note));
create policy "a place is seen by those who see the note and the version" on note_place for select to nghisu_app
    using (exists (select from version v where v.document_id = note_place.document_id and v.number = note_place.version)
           and exists (select from note x where x.id = note_id and (note_place.how <> 'tray' or x.author_id = me())));

-- ---- replies

-- Notes with their places on version n, as `viewer` is told of them (null: as all are). Whether they see them is the caller's to test.
-- In the tray the boxes are those of the page it was made on, for its picture.
create function notes_json(ids uuid[], n integer, viewer uuid) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    day date := app.today();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'document_id', x.document_id, 'author', app.person_named(a.id, a.full_name),
            'mine', coalesce(x.author_id = viewer, false), 'kind', x.kind, 'audience', x.audience, 'unit', app.unit_named(u.unit_id, u.name, u.short_name),
            'colour', x.colour, 'width', x.width, 'body', x.body, 'exact', w.exact, 'prefix', w.prefix, 'suffix', w.suffix,
            'made_on_version', x.made_on_version, 'made_on_page', m.page,
            'place', jsonb_build_object('how', p.how, 'version', p.version, 'page', p.page,
                'quads', case when p.how = 'tray' then m.quads else p.quads end, 'strokes', case when p.how = 'tray' then m.strokes else p.strokes end),
            'created_at', app.json_time(x.created_at), 'updated_at', app.json_time(x.updated_at), 'edit_version', x.edit_version)
            order by p.page, x.created_at, x.id), '[]')
        from app.note x
        join app.note_place p on p.note_id = x.id and p.version = n
        join app.note_place m on m.note_id = x.id and m.version = x.made_on_version
        join app.person a on a.id = x.author_id
        left join lateral app.unit_name_on(x.unit_id, day) u on true
        cross join lateral (
            select p.exact, p.prefix, p.suffix where p.how = 'own' or x.author_id is distinct from viewer
            union all
            select m.exact, m.prefix, m.suffix where p.how <> 'own' and x.author_id = viewer) w
        where x.id = any (ids));
end $$;

create function note_list(doc uuid, n bigint) returns setof jsonb
language plpgsql stable security definer as $$
begin
    if not app.version_visible(doc, n) then
        return;
    end if;
    -- what was not found on an older version than it was made on is missing there, and no work for anybody
    return query select jsonb_build_object('revision', d.revision, 'items', app.notes_json(array(
            select x.id from app.note x join app.note_place p on p.note_id = x.id and p.version = n
            where x.document_id = doc and x.deleted_at is null and app.note_is_for_me(x.author_id, x.audience, x.unit_id)
              and (p.how <> 'tray' or (x.author_id = app.me() and x.made_on_version <= n))), n::integer, app.me()))
        from app.document d where d.id = doc;
end $$;

-- ---- changes

-- The last place that is one, of those I see.
create function note_newest_place(note uuid) returns integer
language plpgsql stable security definer as $$
begin
    return (select max(p.version) from app.note_place p where p.note_id = note and p.how <> 'tray' and app.version_visible(p.document_id, p.version));
end $$;

-- Last in a transaction. Readers of the document hear what all of them may read; of a unit's note they hear only that something changed; of a
-- private one nothing: that goes to its author's own devices. was: the audience before, who must hear that it is gone for them.
create function note_changed(x app.note, was text, n integer, action text) returns void
language plpgsql security definer as $$
declare
    patch jsonb;
    r bigint;
begin
    if x.audience <> 'private' or coalesce(was, 'private') <> 'private' then
        if action is not null then
            perform app.audit(action, 'note', x.id, jsonb_build_object('document_id', x.document_id, 'version', n, 'audience', x.audience));
        end if;
        if x.audience = 'readers' and x.deleted_at is null
           and (select v.readers @> d.readers from app.version v join app.document d on d.id = v.document_id where v.document_id = x.document_id and v.number = n) then
            patch := app.notes_json(array[x.id], n, null) -> 0;
        end if;
        perform app.document_bump(x.document_id, 'note', patch);
    end if;
    if x.audience <> 'readers' then
        insert into app.home as h (person_id, revision) values (x.author_id, 1)
        on conflict (person_id) do update set revision = h.revision + 1 returning h.revision into r;
        perform app.publish_event('person:' || x.author_id, r, 'note', jsonb_build_object('document_id', x.document_id, 'note_id', x.id));
    end if;
end $$;

-- What is drawn must be of its kind, on a page that is there, and not without end.
create function note_drawing_check(kind text, pages integer, b jsonb) returns void
language plpgsql stable as $$
declare
    most constant numeric := 100000; -- points: far beyond the widest page
    quads jsonb := coalesce(nullif(b -> 'quads', 'null'), '[]');
    strokes jsonb := coalesce(nullif(b -> 'strokes', 'null'), '[]');
    broken bigint;
begin
    if (b ->> 'page')::integer > coalesce(pages, 0) then
        perform app.fail('wrong-value', 'page', 'no such page on this version');
    end if;
    if kind in ('highlight', 'underline', 'strike') and jsonb_array_length(quads) = 0 then
        perform app.fail('missing-field', 'quads');
    elsif kind = 'ink' and jsonb_array_length(strokes) = 0 then
        perform app.fail('missing-field', 'strokes');
    end if;
    if exists (select from jsonb_array_elements(quads) q, jsonb_each(q) e where abs(e.value::numeric) > most) then
        perform app.fail('out-of-range', 'quads');
    end if;
    select s.ord - 1 into broken from jsonb_array_elements(strokes) with ordinality s (v, ord)
    where jsonb_array_length(s.v -> 'points') % 3 <> 0 or jsonb_array_length(s.v -> 'points') = 0 limit 1;
    if broken is not null then
        perform app.fail('wrong-value', 'strokes.' || broken || '.points', 'not x, y, pressure');
    end if;
    if (select sum(jsonb_array_length(s -> 'points')) from jsonb_array_elements(strokes) s) > 3 * 200000 then
        perform app.fail('too-long', 'strokes', 'at most 200,000 points a note');
    end if;
    if exists (select from jsonb_array_elements(strokes) s, jsonb_array_elements(s -> 'points') p where abs(p::numeric) > most) then
        perform app.fail('out-of-range', 'strokes');
    end if;
end $$;

-- Its owner's own word on where it stands. What was found for other versions from another place is looked for anew. FALSE: it stands there already.
create function note_own_place(x app.note, b jsonb) returns boolean
language plpgsql security definer as $$
declare
    p app.note_place;
    held app.note_place;
begin
    p.note_id := x.id;
    p.document_id := x.document_id;
    p.version := (b ->> 'version')::integer;
    p.how := 'own';
    p.page := (b ->> 'page')::integer;
    p.quads := coalesce(nullif(b -> 'quads', 'null'), '[]');
    p.strokes := coalesce(nullif(b -> 'strokes', 'null'), '[]');
    p.exact := nullif(b ->> 'exact', '');
    p.prefix := nullif(b ->> 'prefix', '');
    p.suffix := nullif(b ->> 'suffix', '');
    select * into held from app.note_place h where h.note_id = x.id and h.version = p.version;
    -- a found place that is sent back as it was, with another colour, say, stays found
    if held.page = p.page and held.quads = p.quads and held.strokes = p.strokes
       and (held.how <> 'own' or (held.exact, held.prefix, held.suffix) is not distinct from (p.exact, p.prefix, p.suffix)) then
        return false;
    end if;
    delete from app.note_place h where h.note_id = x.id and (h.how <> 'own' or h.version = p.version);
    insert into app.note_place select p.*;
    return true;
end $$;

-- A unit's note is for a unit in which its author holds a position; a note that is for it already stays so.
create function note_unit(b jsonb, held uuid) returns uuid
language plpgsql stable security definer as $$
declare
    unit uuid := (b ->> 'unit_id')::uuid;
begin
    if b ->> 'audience' <> 'unit' then
        if unit is not null then
            perform app.fail('wrong-value', 'unit_id', 'only for the audience unit');
        end if;
        return null;
    end if;
    if unit is null then
        perform app.fail('missing-field', 'unit_id');
    elsif unit is distinct from held
          and not exists (select from app.position h where h.person_id = app.me() and h.unit_id = unit and h.held @> app.today()) then
        perform app.unknown('unit_id');
    end if;
    return unit;
end $$;

-- Mine and locked, deleted or not; null when it is not there for me: somebody else's is not, whatever its audience.
create function note_lock(note uuid) returns app.note
language plpgsql security definer as $$
declare
    x app.note;
begin
    select * into x from app.note h where h.id = note and h.author_id = app.me()
        and exists (select from app.document d where d.id = h.document_id and d.readers && app.principals()) for update;
    return x;
end $$;

create function note_put(note uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    doc uuid := (b ->> 'document_id')::uuid;
    n integer := (b ->> 'version')::integer;
    x app.note;
    was app.note;
    unit uuid;
    moved boolean;
begin
    if not exists (select from app.document d where d.id = doc and d.readers && app.principals()) then
        return;
    end if;
    if not app.version_visible(doc, n) then
        perform app.unknown('version');
    end if;
    was := app.note_lock(note);
    if was.id is null and (given is not null or exists (select from app.note h where h.id = note)) then
        return;
    end if;
    if was.id is not null and was.document_id <> doc then
        perform app.fail('wrong-value', 'document_id', 'a note stays with its document');
    end if;
    perform app.note_drawing_check(b ->> 'kind', (select v.pages from app.version v where v.document_id = doc and v.number = n), b);
    unit := app.note_unit(b, was.unit_id);
    if was.id is null then
        -- what was erased counts a little too: it is kept
        if (select count(*) filter (where h.deleted_at is null) >= 5000 or count(*) >= 50000 from app.note h where h.document_id = doc and h.author_id = app.me()) then
            perform app.fail('conflict', 'document_id', 'at most 5,000 notes of a person on a document');
        end if;
        insert into app.note (id, document_id, author_id, kind, audience, unit_id, colour, width, body, made_on_version)
        values (note, doc, app.me(), b ->> 'kind', b ->> 'audience', unit, b ->> 'colour', (b ->> 'width')::numeric, nullif(b ->> 'body', ''), n)
        on conflict (id) do nothing returning * into x;
        if x.id is not null then
            perform app.note_own_place(x, b);
            perform app.note_changed(x, null, n, 'note-created');
            return next app.notes_json(array[x.id], n, app.me()) -> 0;
            return;
        end if;
        was := app.note_lock(note); -- my other tab was quicker by a moment
        if was.id is null then
            return;
        end if;
    end if;
    if was.deleted_at is not null then
        perform app.fail('wrong-state', null, 'taken away; restore it first');
    end if;
    x := was;
    x.kind := b ->> 'kind';
    x.audience := b ->> 'audience';
    x.unit_id := unit;
    x.colour := b ->> 'colour';
    x.width := (b ->> 'width')::numeric;
    x.body := nullif(b ->> 'body', '');
    moved := app.note_own_place(x, b);
    -- the same again, perhaps because the first answer was lost on the way, is the same note once
    if moved or x is distinct from was then
        perform app.check_edit(was.edit_version, given);
        update app.note h set kind = x.kind, audience = x.audience, unit_id = x.unit_id, colour = x.colour, width = x.width, body = x.body,
            updated_at = now(), edit_version = h.edit_version + 1
        where h.id = x.id returning * into x;
        perform app.note_changed(x, was.audience, n, case when x.audience <> 'private' and was.audience = 'private' then 'note-created' end);
    end if;
    return next app.notes_json(array[x.id], n, app.me()) -> 0;
end $$;

create function note_delete(note uuid) returns setof uuid
language plpgsql security definer as $$
declare
    x app.note := app.note_lock(note);
begin
    if x.id is null then
        return;
    end if;
    if x.deleted_at is null then
        update app.note h set deleted_at = now(), updated_at = now(), edit_version = h.edit_version + 1 where h.id = x.id returning * into x;
        perform app.note_changed(x, x.audience, x.made_on_version, 'note-deleted');
    end if;
    return next x.id;
end $$;

create function note_restore(note uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.note := app.note_lock(note);
    n integer := app.note_newest_place(note);
begin
    if x.id is null or n is null then
        return;
    end if;
    if x.deleted_at is not null then
        update app.note h set deleted_at = null, updated_at = now(), edit_version = h.edit_version + 1 where h.id = x.id returning * into x;
        perform app.note_changed(x, x.audience, n, 'note-restored');
    end if;
    return next app.notes_json(array[x.id], n, app.me()) -> 0;
end $$;

-- From the tray, or from a guess: its owner says where it belongs.
create function note_place_set(note uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.note := app.note_lock(note);
    n integer := (b ->> 'version')::integer;
    moved boolean;
begin
    if x.id is null then
        return;
    end if;
    if not app.version_visible(x.document_id, n) then
        perform app.unknown('version');
    end if;
    if x.deleted_at is not null then
        perform app.fail('wrong-state', null, 'taken away; restore it first');
    end if;
    perform app.note_drawing_check(x.kind, (select v.pages from app.version v where v.document_id = x.document_id and v.number = n), b);
    moved := app.note_own_place(x, b);
    -- here the same place said again is a guess confirmed
    update app.note_place p set how = 'own' where p.note_id = x.id and p.version = n and p.how <> 'own';
    if moved or found then
        update app.note h set updated_at = now(), edit_version = h.edit_version + 1 where h.id = x.id returning * into x;
        perform app.note_changed(x, x.audience, n, 'note-placed');
    end if;
    return next app.notes_json(array[x.id], n, app.me()) -> 0;
end $$;

-- ---- carrying over to another version: what C asks and what it found

-- Everybody's notes that have no place on this version yet, each with the nearest place it has, rather on an older version, and that version's file.
create function note_unplaced(doc uuid, n bigint)
returns table (id uuid, edition bigint, kind text, origin integer, page integer, quads jsonb, exact text, prefix text, suffix text,
               oid text, sha256 text, bytes bigint, media text)
language plpgsql stable security definer as $$
begin
    if not app.version_visible(doc, n) then
        return;
    end if;
    return query
        select x.id, x.edit_version, x.kind, o.version, o.page, o.quads, o.exact, o.prefix, o.suffix, v.oid, v.sha256, v.bytes, v.media
        from app.note x
        cross join lateral (select p.* from app.note_place p where p.note_id = x.id and p.how <> 'tray'
                            order by p.version > n, abs(p.version - n) limit 1) o
        join app.version v on v.document_id = doc and v.number = o.version
        where x.document_id = doc and x.deleted_at is null and not exists (select from app.note_place p where p.note_id = x.id and p.version = n)
        order by o.version, o.page, x.id limit 20000;
end $$;

create function strokes_moved(strokes jsonb, dx numeric, dy numeric) returns jsonb
language plpgsql immutable as $$
begin
    if dx = 0 and dy = 0 then
        return strokes;
    end if;
    return (select coalesce(jsonb_agg(jsonb_build_object('points', (
                select jsonb_agg(case (p.ord - 1) % 3 when 0 then round(p.v::numeric + dx, 2) when 1 then round(p.v::numeric + dy, 2) else p.v::numeric end order by p.ord)
                from jsonb_array_elements(s.v -> 'points') with ordinality p (v, ord))) order by s.ord), '[]')
            from jsonb_array_elements(strokes) with ordinality s (v, ord));
end $$;

-- places: [{id, edition, origin, how, page, quads, exact, prefix, suffix, dx, dy}]. A note that changed meanwhile is left for the next time, and an
-- owner's own place wins. What was found from a guess is a guess.
create function note_places_keep(doc uuid, n bigint, places jsonb) returns bigint
language plpgsql security definer as $$
declare
    kept bigint;
begin
    if not app.version_visible(doc, n) then
        return 0;
    end if;
    insert into app.note_place (note_id, document_id, version, how, page, quads, strokes, exact, prefix, suffix)
    select x.id, doc, n::integer, case when f.how = 'sure' and o.how = 'guessed' then 'guessed' else f.how end, f.page, coalesce(f.quads, '[]'),
           case when f.how = 'tray' then '[]' else app.strokes_moved(o.strokes, coalesce(f.dx, 0), coalesce(f.dy, 0)) end, f.exact, f.prefix, f.suffix
    from jsonb_to_recordset(places) f (id uuid, edition bigint, origin integer, how text, page integer, quads jsonb, exact text, prefix text, suffix text, dx numeric, dy numeric)
    join app.note x on x.id = f.id and x.document_id = doc and x.edit_version = f.edition and x.deleted_at is null
    join app.note_place o on o.note_id = x.id and o.version = f.origin
    order by x.id
    on conflict (note_id, version) do nothing;
    get diagnostics kept = row_count;
    return kept;
end $$;

-- ---- who may run what, as in 0014: of the functions made here, those that nobody has ruled on yet

do $$
declare
    f record;
    open_to_app text[] := array['note_list', 'note_put', 'note_delete', 'note_restore', 'note_place_set', 'note_seen', 'note_unplaced', 'note_places_keep'];
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
