-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The ground everything stands on: settings, civil dates, ids, who is asking,
-- errors, the audit log, notices to pages. No noun of the product lives here.
--
-- How rights work, once for all files: nghisu_owner owns every table and every
-- function. nghisu_app, the role of requests, may only SELECT, under row-level
-- security; it writes nothing itself. Changes are made by security-definer
-- functions, each of which checks what app.principals() may do, so that writing
-- to what one cannot see and to what is not there fail alike.

create schema if not exists app;
set local search_path = app;

create extension if not exists btree_gist schema app;
create extension if not exists unaccent schema app;
create extension if not exists pg_trgm schema app;

do $$
begin
    if not exists (select from pg_roles where rolname = 'nghisu_app') then
        create role nghisu_app login;
    end if;
end $$;
grant usage on schema app to nghisu_app;

create table if not exists setting (
    key text primary key,
    value text not null
);
alter table setting enable row level security;
insert into setting (key, value)
values ('zone', 'Asia/Ho_Chi_Minh'), ('organisation', 'Nghị Sự'), ('sample', 'false')
on conflict do nothing;

create function setting_get(key text) returns text
language plpgsql stable security definer as $$
begin
    return (select s.value from app.setting s where s.key = setting_get.key);
end $$;

-- UUIDv7: 48 bits of milliseconds, then chance.
create function uuid7() returns uuid
language sql volatile as $$
    select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- The office's zone. What dates many rows reads it once.
create function zone() returns text
language plpgsql stable security definer as $$
begin
    return (select s.value from app.setting s where s.key = 'zone');
end $$;

-- A civil date is the date on the wall of the office: on 1 January 06:30 UTC may still be last year elsewhere.
create function civil_date(at timestamptz, tz text) returns date
language sql immutable parallel safe as
$$ select (at at time zone tz)::date $$;

create function civil_date(at timestamptz) returns date
language sql stable as $$ select app.civil_date(at, app.zone()) $$;

create function today() returns date
language sql stable as $$ select app.civil_date(now()) $$;

-- Not marked immutable, for to_char is not: a function that claims more than what it calls is not inlined.
create function json_time(at timestamptz) returns text
language sql stable parallel safe as
$$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- For search: NFC, no diacritics (đ too), lower case. Immutable, for unaccent's rules are part of the release.
create function fold(words text) returns text
language plpgsql immutable strict parallel safe as $$
begin
    return lower(app.unaccent('app.unaccent'::regdictionary, normalize(words, NFC)));
end $$;

-- Patterns for "each word of q begins a word", the longest first: '% cong%', '% van%'. The text searched begins with a space.
create function word_patterns(q text) returns text[]
language plpgsql immutable parallel safe as $$
begin
    if q is null then
        return '{}';
    end if;
    return (select coalesce(array_agg('% ' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%' order by length(w) desc), '{}')
            from regexp_split_to_table(app.fold(q), '\s+') as w where w <> '');
end $$;

-- Raises one of the slugs of base/error.h.
create function fail(slug text, field text default null, detail text default null) returns void
language plpgsql as $$
begin
    if field is null then
        raise exception using errcode = 'NGERR', message = slug, detail = coalesce(detail, '');
    end if;
    raise exception using errcode = 'NGERR', message = slug, column = field, detail = coalesce(detail, '');
end $$;

-- Who is asking: set for one transaction by session_open, never by a request.
create function me() returns uuid
language sql stable parallel safe as
$$ select nullif(current_setting('app.person_id', true), '')::uuid $$;

create function principals() returns uuid[]
language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('app.principals', true), ''), '{}')::uuid[] $$;

create function my_session() returns uuid
language sql stable parallel safe as
$$ select nullif(current_setting('app.session_id', true), '')::uuid $$;

-- The owner's own work (nghisu init, sample data) before anybody can sign in. session_user, for a definer function changes current_user.
create function installing() returns boolean
language plpgsql stable as $$
begin
    return app.me() is null and session_user = (select pg_get_userbyid(n.nspowner) from pg_namespace n where n.nspname = 'app');
end $$;

create function text_or_null(value text) returns text
language sql immutable parallel safe as $$ select nullif(btrim(value), '') $$;

-- ?after= is the id of the last row seen; anything else is refused.
create function cursor_id(after text) returns uuid
language plpgsql immutable as $$
begin
    return nullif(after, '')::uuid;
exception when invalid_text_representation then
    perform app.fail('wrong-value', 'after');
end $$;

-- An id in a body that does not exist and one that is not there for you fail alike.
create function unknown(field text) returns void
language sql as $$ select app.fail('unknown-reference', field) $$;

-- ---- audit: append-only, for everybody

create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    person_id uuid,
    session_id uuid,
    address text,
    action text not null,
    kind text not null,
    subject_id uuid,
    detail jsonb not null default '{}'
);
alter table audit enable row level security;

create function audit_refuse() returns trigger
language plpgsql as $$
begin
    perform app.fail('not-allowed', null, 'the audit log is append-only');
    return null;
end $$;
create trigger audit_is_append_only before update or delete on audit for each row execute function audit_refuse();
create trigger audit_is_never_emptied before truncate on audit for each statement execute function audit_refuse();

-- Called inside the transaction of the change it tells of.
create function audit(action text, kind text, subject_id uuid, detail jsonb default '{}') returns void
language plpgsql security definer as $$
begin
    insert into app.audit (person_id, session_id, address, action, kind, subject_id, detail)
    values (app.me(), app.my_session(), nullif(current_setting('app.address', true), ''), audit.action, audit.kind, audit.subject_id, coalesce(audit.detail, '{}'));
end $$;

-- ---- notices

-- 8,000 bytes would raise an error and roll the act back: a patch that would pass 7,900 becomes "changed" (null).
create function publish_event(subject text, revision bigint, kind text, patch jsonb default null) returns void
language plpgsql as $$
declare
    notice text := jsonb_build_object('subject', subject, 'revision', revision, 'kind', kind, 'patch', patch)::text;
begin
    if octet_length(notice) > 7900 then
        notice := jsonb_build_object('subject', subject, 'revision', revision, 'kind', kind, 'patch', null)::text;
    end if;
    perform pg_notify('nghisu_event', notice);
end $$;

create function notify_session(session_id uuid) returns void
language plpgsql as $$
begin
    perform pg_notify('nghisu_event', jsonb_build_object('session', session_id)::text);
end $$;

-- Rights changed somewhere: streams check their subjects again.
create function notify_rights() returns void
language plpgsql as $$
begin
    perform pg_notify('nghisu_event', '{"rights":true}');
end $$;

-- Whether ?q= matches: every word of q begins a word of the text.
create function matches(folded text, patterns text[]) returns boolean
language sql immutable parallel safe as $$ select ' ' || folded like all (patterns) $$;
