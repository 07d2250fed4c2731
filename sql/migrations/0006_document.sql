-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The tables of documents, versions, grants, uploads and reading
-- places (B1, B2, B4, A4), and how readers are kept.
--
-- A grant is (document, one version or all, principal). `readers` lies on
-- version, and a union of them on document, kept by triggers below; policies
-- ask `readers && (select principals())`, the select so that the list is read
-- once and not once a row.

set local search_path = app;

create table document (
    id uuid primary key default uuid7(),
    type text not null,
    type_catalogue text not null generated always as ('document-type') stored,
    subject text not null check (subject <> ''),
    number text,
    symbol text,
    issued_on date,
    issuer text,
    signer_name text,
    signer_position text,
    recipients text[] not null default '{}',
    urgency text check (urgency in ('urgent', 'very_urgent', 'express')), -- rule 4: two fields, not one
    secrecy text check (secrecy in ('confidential', 'secret', 'top_secret')),
    due_on date,
    language text not null default 'Tiếng Việt',
    direction text not null default 'internal' check (direction in ('incoming', 'outgoing', 'internal')),
    description text,
    unit_id uuid references unit,
    author_id uuid not null references person,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    edit_version bigint not null default 1,
    revision bigint not null default 0,
    readers uuid[] not null default '{}',
    search text generated always as (app.fold(subject || ' ' || coalesce(number, '') || ' ' || coalesce(number || '/', '') || coalesce(symbol, '') || ' '
                                              || coalesce(symbol, '') || ' ' || coalesce(issuer, ''))) stored,
    constraint document_type_known foreign key (type_catalogue, type) references catalogue_entry (catalogue, code)
);
create index document_readers on document using gin (readers);
create index document_search on document using gin ((' ' || search) gin_trgm_ops);
create index on document (author_id);

create table version (
    document_id uuid not null references document,
    number integer not null check (number >= 1),
    commit text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint not null check (bytes >= 0),
    media text not null,
    filename text not null,
    pages integer check (pages >= 0),
    pages_problem text,
    note text not null default '',
    author_id uuid not null references person,
    created_at timestamptz not null default now(),
    restored_from integer,
    oid text not null,
    path text not null,
    readers uuid[] not null default '{}',
    primary key (document_id, number),
    unique (document_id, commit),
    check (restored_from < number),
    foreign key (document_id, restored_from) references version (document_id, number)
);
create index version_readers on version using gin (readers);

-- The attachments of a version; its main file is on the version itself.
create table version_file (
    document_id uuid not null,
    version integer not null,
    number integer not null check (number >= 1),
    path text not null,
    oid text not null,
    filename text not null,
    media text not null,
    bytes bigint not null check (bytes >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (document_id, version, number),
    foreign key (document_id, version) references version (document_id, number)
);

create table document_grant (
    document_id uuid not null references document,
    principal_id uuid not null references principal,
    version integer check (version >= 1), -- null: all, also those to come
    "right" text not null check ("right" in ('read', 'edit')),
    origin text not null check (origin in ('author', 'manual', 'meeting')),
    fixed boolean not null generated always as (origin <> 'manual') stored,
    created_at timestamptz not null default now(),
    unique nulls not distinct (document_id, principal_id, version, origin),
    constraint edit_is_of_the_whole_document check ("right" = 'read' or version is null)
);
create index on document_grant (principal_id);

create table reading (
    person_id uuid not null references person,
    document_id uuid not null references document,
    version integer not null,
    page integer not null check (page >= 1),
    at timestamptz not null default now(),
    primary key (person_id, document_id)
);

create table upload (
    id uuid primary key default uuid7(),
    person_id uuid not null references person,
    filename text not null,
    bytes bigint not null check (bytes >= 0),
    received bigint not null default 0 check (received between 0 and bytes),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index on upload (expires_at);

-- ---- readers

create function version_readers_of(doc uuid, n integer) returns uuid[]
language plpgsql stable security definer as $$
begin
    return (select coalesce(array_agg(distinct g.principal_id), '{}') from app.document_grant g
    where g.document_id = doc and (g.version is null or g.version = n));
end $$;

create function version_readers_new() returns trigger
language plpgsql security definer as $$
begin
    new.readers := app.version_readers_of(new.document_id, new.number);
    return new;
end $$;
create trigger version_has_readers before insert on version for each row execute function version_readers_new();

create function document_readers_new() returns trigger
language plpgsql security definer as $$
begin
    if tg_when = 'BEFORE' then
        new.readers := array[new.author_id];
    else
        insert into app.document_grant (document_id, principal_id, "right", origin) values (new.id, new.author_id, 'edit', 'author');
    end if;
    return new;
end $$;
create trigger document_has_author before insert on document for each row execute function document_readers_new();
create trigger document_is_granted_to_author after insert on document for each row execute function document_readers_new();

-- A grant of a version that does not exist yet counts for the document only from then on.
create function readers_refresh() returns trigger
language plpgsql security definer as $$
declare
    docs uuid[];
begin
    select array_agg(distinct c.document_id order by c.document_id) into docs from changed c;
    update app.version v set readers = app.version_readers_of(v.document_id, v.number)
    where v.document_id = any (docs) and v.readers is distinct from app.version_readers_of(v.document_id, v.number);
    update app.document d set readers = r.readers
    from (select x.id, array(select distinct g.principal_id from app.document_grant g where g.document_id = x.id order by 1) as readers from unnest(docs) x (id)) r
    where d.id = r.id and d.readers is distinct from r.readers;
    return null;
end $$;
create trigger grant_added after insert on document_grant referencing new table as changed for each statement execute function readers_refresh();
create trigger grant_changed after update on document_grant referencing new table as changed for each statement execute function readers_refresh();
create trigger grant_removed after delete on document_grant referencing old table as changed for each statement execute function readers_refresh();

-- ---- who sees what

-- 'edit', 'read' or null: what I may do with the document. A7: no role gives any right to a document.
create function document_right(doc uuid) returns text
language plpgsql stable security definer as $$
begin
    return (select min(g."right") from app.document_grant g where g.document_id = doc and g.principal_id = any ((select app.principals())::uuid[]));
end $$;

create function version_visible(doc uuid, n bigint) returns boolean
language plpgsql stable security definer as $$
begin
    return (select exists (select from app.version v where v.document_id = doc and v.number = n and v.readers && (select app.principals())));
end $$;

do $$
declare t text;
begin
    foreach t in array array['document', 'version', 'version_file', 'document_grant', 'reading', 'upload'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;

create policy "a person sees the documents granted to them" on document for select to nghisu_app using (readers && (select principals()));
create policy "a person sees the versions granted to them" on version for select to nghisu_app using (readers && (select principals()));
create policy "a person sees the files of versions they see" on version_file for select to nghisu_app
    using (exists (select from version v where v.document_id = version_file.document_id and v.number = version_file.version));
create policy "a person sees their own grants, an editor all of the document" on document_grant for select to nghisu_app
    using (principal_id = any ((select principals())::uuid[]) or document_right(document_id) = 'edit');
create policy "a person sees where they stopped reading" on reading for select to nghisu_app using (person_id = (select me()));
create policy "a person sees their own uploads" on upload for select to nghisu_app using (person_id = (select me()));
