-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Versions and uploads: the database's half of a write to the store (B2, B4).
-- The database row makes a version exist; blobs, trees and refs are C's.

set local search_path = app;

-- Versions of a document that the caller sees, the newest first; one of them, or all.
create function versions_json(doc uuid, n bigint) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    who uuid[] := app.principals();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('document_id', v.document_id, 'number', v.number, 'commit', v.commit, 'sha256', v.sha256,
            'bytes', v.bytes, 'media', v.media, 'filename', v.filename, 'pages', v.pages, 'pages_problem', v.pages_problem, 'note', v.note,
            'author', app.person_named(a.id, a.full_name), 'created_at', app.json_time(v.created_at), 'restored_from', v.restored_from,
            'attachments', coalesce(f.attachments, '[]')) order by v.number desc), '[]')
        from app.version v
        join app.person a on a.id = v.author_id
        left join lateral (
            select jsonb_agg(jsonb_build_object('number', x.number, 'filename', x.filename, 'media', x.media, 'bytes', x.bytes, 'sha256', x.sha256)
                             order by x.number) as attachments
            from app.version_file x where x.document_id = v.document_id and x.version = v.number) f on true
        where v.document_id = doc and (n is null or v.number = n) and v.readers && who);
end $$;

create function version_get(doc uuid, n bigint) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select x.j from jsonb_array_elements(app.versions_json(doc, coalesce(n, 0))) x (j);
end $$;

create function version_list(doc uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select jsonb_build_object('next', null, 'items', app.versions_json(d.id, null))
        from app.document d where d.id = doc and d.readers && (select app.principals());
end $$;

-- Locks the document's row; canonical metadata for document.json. No row: not there for the caller.
create function version_begin(doc uuid, restore_from bigint)
returns table (number integer, commit text, metadata jsonb, author_name text, author_email text, author_id uuid)
language plpgsql security definer as $$
declare
    d app.document := app.document_lock(doc);
begin
    if d.id is null or (restore_from is not null and not app.version_visible(doc, restore_from)) then
        return;
    end if;
    select v.number, v.commit into version_begin.number, version_begin.commit from app.version v where v.document_id = doc order by v.number desc limit 1;
    version_begin.number := coalesce(version_begin.number, 0) + 1;
    metadata := jsonb_build_object('id', d.id, 'type', d.type, 'subject', d.subject, 'number', d.number, 'symbol', d.symbol, 'issued_on', d.issued_on,
        'issuer', d.issuer, 'signer_name', d.signer_name, 'signer_position', d.signer_position, 'recipients', to_jsonb(d.recipients), 'urgency', d.urgency,
        'secrecy', d.secrecy, 'due_on', d.due_on, 'language', d.language, 'direction', d.direction, 'description', d.description, 'unit_id', d.unit_id,
        'author_id', d.author_id, 'created_at', app.json_time(d.created_at));
    select p.full_name, p.email, p.id into author_name, author_email, version_begin.author_id from app.person p where p.id = app.me();
    return next;
end $$;

create function version_store(doc uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    d app.document := app.document_lock(doc);
    v app.version;
    f jsonb;
begin
    if d.id is null then
        return;
    end if;
    insert into app.version (document_id, number, commit, sha256, bytes, media, filename, pages, pages_problem, note, author_id, restored_from, oid, path)
    values (doc, (b ->> 'number')::integer, b ->> 'commit', b ->> 'sha256', (b ->> 'bytes')::bigint, b ->> 'media', b ->> 'filename', (b ->> 'pages')::integer,
            b ->> 'pages_problem', coalesce(b ->> 'note', ''), app.me(), (b ->> 'restored_from')::integer, b ->> 'oid', b ->> 'path')
    returning * into v;
    for f in select jsonb_array_elements(coalesce(nullif(b -> 'attachments', 'null'), '[]')) loop
        insert into app.version_file (document_id, version, number, path, oid, filename, media, bytes, sha256)
        values (doc, v.number, (f ->> 'number')::integer, f ->> 'path', f ->> 'oid', f ->> 'filename', f ->> 'media', (f ->> 'bytes')::bigint, f ->> 'sha256');
    end loop;
    update app.document x set updated_at = now() where x.id = doc;
    perform app.audit('version-stored', 'document', doc, jsonb_build_object('number', v.number, 'commit', v.commit, 'sha256', v.sha256, 'restored_from', v.restored_from));
    perform app.document_bump(doc, 'version');
    perform app.meetings_told_of_version(doc); -- 0010: their pages say that a newer version exists
    return next app.versions_json(doc, v.number) -> 0;
end $$;

-- ---- uploads

create function upload_create(filename text, bytes bigint) returns table (id uuid, expires_at text)
language plpgsql security definer as $$
begin
    insert into app.upload as u (person_id, filename, bytes, expires_at) values (app.me(), upload_create.filename, upload_create.bytes, now() + interval '2 days')
    returning u.id, app.json_time(u.expires_at) into upload_create.id, upload_create.expires_at;
    return next;
end $$;

-- The next part was kept on disk. Another part that came first makes the offset wrong.
create function upload_advance(upload uuid, expected bigint, arrived bigint) returns table (id uuid, filename text, bytes bigint, received bigint, expires_at text)
language plpgsql security definer as $$
declare
    held app.upload;
begin
    select * into held from app.upload u where u.id = upload and u.person_id = app.me() and u.expires_at > now() for update;
    if not found then
        return;
    end if;
    if held.received <> expected or arrived < expected or arrived > held.bytes then
        perform app.fail('broken-upload', 'offset', 'arrived so far: ' || held.received);
    end if;
    return query
        update app.upload u set received = arrived, expires_at = now() + interval '2 days' where u.id = upload
        returning u.id, u.filename, u.bytes, u.received, app.json_time(u.expires_at);
end $$;

create function upload_delete(upload uuid) returns uuid
language plpgsql security definer as $$
begin
    delete from app.upload u where u.id = upload and u.person_id = app.me();
    return case when found then upload end;
end $$;

-- ---- the owner's sweeps

-- One document after another, with what the database knows of its versions.
create function sweep_documents(after uuid) returns table (document_id uuid, versions json)
language sql stable as $$
    select d.id, coalesce((select json_agg(json_build_object('number', v.number, 'commit', v.commit) order by v.number) from app.version v where v.document_id = d.id), '[]')
    from app.document d where after is null or d.id > after order by d.id limit 500
$$;

-- Uploads nobody finished, answers nobody asks for any more (longer than the longest offline lease), sessions long ended.
create function sweep_uploads() returns setof uuid
language plpgsql as $$
begin
    delete from app.idempotency where created_at < now() - interval '120 days';
    delete from app.session where coalesce(ended_at, expires_at) < now() - interval '120 days';
    return query delete from app.upload u where u.expires_at < now() returning u.id;
end $$;
