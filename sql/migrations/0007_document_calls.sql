-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is done with documents: made, changed, listed, granted, read (B1, A4).
-- The tables are in 0006. A reply is built for whoever asks: the functions test
-- principals themselves, for inside a definer function no policy does.

set local search_path = app;

-- These documents in this order, as one who sees them is told of them: whether they do is the caller's to test.
create function documents_json(ids uuid[]) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    who uuid[] := app.principals();
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
            'may_edit', coalesce(g."right" = 'edit', false)) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.document d on d.id = i.id
        join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
        join app.person a on a.id = d.author_id
        left join lateral app.unit_name_on(d.unit_id, coalesce(d.issued_on, app.civil_date(d.created_at, tz))) u on true
        left join lateral (select x.number, x.pages, x.media from app.version x
                           where x.document_id = d.id and x.readers && mine order by x.number desc limit 1) v on true
        cross join lateral (select min(x."right") as "right" from app.document_grant x where x.document_id = d.id and x.principal_id = any (mine)) g);
end $$;

create function document_json(doc uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select app.documents_json(array[d.id]) -> 0 || jsonb_build_object('revision', d.revision,
                'reading', (select jsonb_build_object('version', r.version, 'page', r.page, 'at', app.json_time(r.at))
                            from app.reading r where r.document_id = d.id and r.person_id = app.me()))
            from app.document d where d.id = doc and d.readers && (select app.principals()));
end $$;

create function document_get(doc uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select j from app.document_json(doc) j where j is not null;
end $$;

-- The newest are looked at one by one, for most people find a page among them at once. Who does not is given it from what was granted to them, or
-- from the words, as the planner reckons. Never by `readers && who` row by row: that compares everything with everything where one is thousands.
-- What a document's readers are, its grants say too: one is made of the other (0006).
create function document_list(q text, type text, direction text, mine text, after text, page_size integer) returns jsonb
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
        order by d.id desc limit n + 1);
    if cardinality(ids) <= n and exists (select from app.document x where x.id < last order by x.id desc offset looked_at limit 1) then
        ids := array(
            with found as materialized (
                select d.id from app.document d
                where (document_list.type is null or d.type = document_list.type)
                  and (document_list.direction is null or d.direction = document_list.direction)
                  and (mine is distinct from 'true' or d.author_id = self) and (mine is distinct from 'false' or d.author_id <> self)
                  and (cardinality(words) = 0 or (' ' || d.search like words[1] and ' ' || d.search like all (words))) -- no index helps "like all"
                  and d.id < last
                  and d.id in (select g.document_id from app.document_grant g where g.principal_id = any (who))
            )
            select f.id from found f order by f.id desc limit n + 1);
    end if;
    return jsonb_build_object('items', app.documents_json(ids[:n]), 'next', case when cardinality(ids) > n then ids[n] end);
end $$;

-- The row locked, for one who may change it; null when it is not there for them.
create function document_lock(doc uuid) returns app.document
language plpgsql security definer as $$
declare
    d app.document;
    held text := app.document_right(doc);
begin
    if held = 'read' then
        perform app.fail('not-allowed');
    elsif held = 'edit' then
        select * into d from app.document x where x.id = doc for update;
    end if;
    return d;
end $$;

create function document_check(d app.document) returns void
language plpgsql stable security definer as $$
begin
    if not exists (select from app.catalogue_entry t where t.catalogue = 'document-type' and t.code = d.type) then
        perform app.unknown('type');
    end if;
    if d.unit_id is not null and not exists (select from app.unit u where u.id = d.unit_id) then
        perform app.unknown('unit_id');
    end if;
end $$;

-- Fields that the body names, over what was there.
create function document_with(d app.document, b jsonb) returns app.document
language plpgsql stable as $$
begin
    d.type := coalesce(b ->> 'type', d.type);
    d.subject := coalesce(btrim(b ->> 'subject'), d.subject);
    if b ? 'number' then d.number := app.text_or_null(b ->> 'number'); end if;
    if b ? 'symbol' then d.symbol := app.text_or_null(b ->> 'symbol'); end if;
    if b ? 'issued_on' then d.issued_on := (b ->> 'issued_on')::date; end if;
    if b ? 'issuer' then d.issuer := app.text_or_null(b ->> 'issuer'); end if;
    if b ? 'signer_name' then d.signer_name := app.text_or_null(b ->> 'signer_name'); end if;
    if b ? 'signer_position' then d.signer_position := app.text_or_null(b ->> 'signer_position'); end if;
    if b ? 'recipients' then d.recipients := array(select jsonb_array_elements_text(coalesce(nullif(b -> 'recipients', 'null'), '[]'))); end if;
    if b ? 'urgency' then d.urgency := b ->> 'urgency'; end if;
    if b ? 'secrecy' then d.secrecy := b ->> 'secrecy'; end if;
    if b ? 'due_on' then d.due_on := (b ->> 'due_on')::date; end if;
    d.language := coalesce(app.text_or_null(b ->> 'language'), d.language, 'Tiếng Việt');
    d.direction := coalesce(b ->> 'direction', d.direction, 'internal');
    if b ? 'unit_id' then d.unit_id := (b ->> 'unit_id')::uuid; end if;
    if b ? 'description' then d.description := app.text_or_null(b ->> 'description'); end if;
    return d;
end $$;

create function document_create(b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    d app.document;
begin
    d := app.document_with(d, b);
    perform app.document_check(d);
    insert into app.document (type, subject, number, symbol, issued_on, issuer, signer_name, signer_position, recipients, urgency, secrecy, due_on, language,
                              direction, unit_id, description, author_id)
    values (d.type, d.subject, d.number, d.symbol, d.issued_on, d.issuer, d.signer_name, d.signer_position, coalesce(d.recipients, '{}'), d.urgency, d.secrecy,
            d.due_on, d.language, d.direction, d.unit_id, d.description, app.me())
    returning * into d;
    perform app.audit('document-created', 'document', d.id, jsonb_build_object('type', d.type));
    return app.document_json(d.id);
end $$;

-- Last in a transaction: the subject's revision, and the notice.
create function document_bump(doc uuid, kind text, patch jsonb default null) returns void
language plpgsql security definer as $$
declare
    r bigint;
begin
    update app.document d set revision = d.revision + 1 where d.id = doc returning d.revision into r;
    perform app.publish_event('document:' || doc, r, kind, patch);
end $$;

create function document_change(doc uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    d app.document := app.document_lock(doc);
begin
    if d.id is null then
        return;
    end if;
    perform app.check_edit(d.edit_version, given);
    d := app.document_with(d, b);
    perform app.document_check(d);
    update app.document x set type = d.type, subject = d.subject, number = d.number, symbol = d.symbol, issued_on = d.issued_on, issuer = d.issuer,
        signer_name = d.signer_name, signer_position = d.signer_position, recipients = d.recipients, urgency = d.urgency, secrecy = d.secrecy,
        due_on = d.due_on, language = d.language, direction = d.direction, unit_id = d.unit_id, description = d.description,
        updated_at = now(), edit_version = x.edit_version + 1
    where x.id = doc;
    perform app.audit('document-changed', 'document', doc, b);
    perform app.document_bump(doc, 'facts');
    return next app.document_json(doc);
end $$;

create function document_may_edit(doc uuid) returns setof text
language plpgsql stable security definer as $$
begin
    case app.document_right(doc)
        when 'edit' then return next 'true';
        when 'read' then perform app.fail('not-allowed');
        else return;
    end case;
end $$;

-- ---- grants

create function principal_name(p uuid) returns text
language plpgsql stable security definer as $$
begin
    return coalesce((select x.full_name from app.person x where x.id = p), (select n.name from app.unit_name_on(p, app.today()) n),
                    (select a.name from app.audience a where a.id = p));
end $$;

create function grants_json(doc uuid) returns jsonb
language plpgsql stable as $$
declare
    who uuid[] := app.principals();
    held text := app.document_right(doc);
begin
    return (select jsonb_build_object('grants', coalesce(jsonb_agg(jsonb_build_object('principal_id', g.principal_id, 'kind', p.kind,
                'name', app.principal_name(g.principal_id), 'version', g.version, 'right', g."right", 'fixed', g.fixed)
                order by g.origin, g.created_at, g.principal_id, g.version), '[]'))
            from app.document_grant g join app.principal p on p.id = g.principal_id
            where g.document_id = doc and (held = 'edit' or g.principal_id = any (who)));
end $$;

create function grant_list(doc uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.grants_json(d.id) from app.document d where d.id = doc and d.readers && (select app.principals());
end $$;

-- Those concerned fetch their home page anew.
create function home_bump(principals uuid[]) returns void
language plpgsql security definer as $$
declare
    p uuid; r bigint;
begin
    for p in select x from app.persons_of(principals) x order by x loop
        insert into app.home as h (person_id, revision) values (p, 1)
        on conflict (person_id) do update set revision = h.revision + 1 returning h.revision into r;
        perform app.publish_event('person:' || p, r, 'home');
    end loop;
end $$;

-- A person, a unit, or an audience I am in: what may be named in a grant.
create function principal_known(p uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return (select exists (select from app.principal x where x.id = p and (x.kind <> 'audience' or x.id = any ((select app.principals())::uuid[]))));
end $$;

create function grant_set(doc uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    d app.document := app.document_lock(doc);
    g record;
    before uuid[]; concerned uuid[];
begin
    if d.id is null then
        return;
    end if;
    for g in select (x ->> 'principal_id')::uuid as principal, (x ->> 'version')::integer as version, x ->> 'right' as "right", ord - 1 as i
             from jsonb_array_elements(b -> 'grants') with ordinality t (x, ord) loop
        if not app.principal_known(g.principal) then
            perform app.unknown('grants.' || g.i || '.principal_id');
        end if;
        if g.version is not null and not exists (select from app.version v where v.document_id = doc and v.number = g.version) then
            perform app.unknown('grants.' || g.i || '.version');
        end if;
        if g.version is not null and g."right" = 'edit' then
            perform app.fail('wrong-value', 'grants.' || g.i || '.right', 'editing is of the whole document');
        end if;
    end loop;
    select array_agg(x.principal_id) into before from app.document_grant x where x.document_id = doc and x.origin = 'manual';
    delete from app.document_grant x where x.document_id = doc and x.origin = 'manual';
    -- what the author holds, and what meetings granted, stays as it is and is not written twice
    insert into app.document_grant (document_id, principal_id, version, "right", origin)
    select doc, (x ->> 'principal_id')::uuid, (x ->> 'version')::integer, min(x ->> 'right'), 'manual'
    from jsonb_array_elements(b -> 'grants') x
    where not exists (select from app.document_grant f where f.document_id = doc and f.fixed and f.principal_id = (x ->> 'principal_id')::uuid
                      and f.version is not distinct from (x ->> 'version')::integer and (f."right" = 'edit' or x ->> 'right' = 'read'))
    group by 2, 3;
    select array_agg(x.principal_id) into concerned from app.document_grant x where x.document_id = doc and x.origin = 'manual';
    perform app.audit('grants-set', 'document', doc, b);
    perform app.notify_rights();
    perform app.document_bump(doc, 'grants');
    perform app.home_bump(coalesce(before, '{}') || coalesce(concerned, '{}'));
    return next app.grants_json(doc);
end $$;

-- ---- where one stopped reading

create function reading_set(doc uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    n integer := (b ->> 'version')::integer;
    p integer := (b ->> 'page')::integer;
begin
    if not exists (select from app.document d where d.id = doc and d.readers && (select app.principals())) then
        return;
    end if;
    if not app.version_visible(doc, n) then
        perform app.unknown('version');
    end if;
    insert into app.reading (person_id, document_id, version, page) values (app.me(), doc, n, p)
    on conflict (person_id, document_id) do update set version = excluded.version, page = excluded.page, at = now();
    return next jsonb_build_object('version', n, 'page', p);
end $$;
