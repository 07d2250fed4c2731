-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Units, people, catalogues, positions, roles, credentials and sessions: named
-- sets: the tables of A1, A2, A3 and A5. What is done with them is in 0003 to 0005.

set local search_path = app;

-- Whatever can be granted something: a person, a unit, or a named set (audience). Filled by triggers only.
create table principal (
    id uuid primary key,
    kind text not null check (kind in ('person', 'unit', 'audience')),
    unique (id, kind)
);
create function principal_add() returns trigger
language plpgsql security definer as $$
begin
    insert into app.principal (id, kind) values (new.id, tg_argv[0]);
    return new;
end $$;

create table catalogue_entry (
    id uuid primary key default uuid7(),
    catalogue text not null check (catalogue in ('title', 'meeting-type', 'document-type', 'room', 'issuer', 'holiday')),
    code text check (code <> ''),
    name text not null check (name <> ''),
    name_en text,
    held_on date,
    seats integer check (seats >= 0),
    in_symbol boolean not null default true, -- rule 3: CV and ThC never stand in a symbol
    roles text[] not null default '{}', -- of a title: what its holder is in the unit
    sort integer not null default 0,
    active boolean not null default true,
    own boolean not null default true, -- ours; false: given by the decree
    edit_version bigint not null default 1,
    constraint document_type_has_code check (catalogue <> 'document-type' or code is not null),
    constraint holiday_has_date check (catalogue <> 'holiday' or held_on is not null),
    constraint catalogue_entry_code unique (catalogue, code),
    unique (id, catalogue)
);

create table unit (
    id uuid primary key default uuid7(),
    code text constraint unit_code unique check (code <> ''),
    is_agency boolean not null default false,
    sort integer not null default 0,
    founded_on date not null,
    dissolved_on date, -- the first day on which it is no more
    successor_id uuid references unit,
    edit_version bigint not null default 1,
    check (dissolved_on > founded_on),
    check (successor_id <> id)
);
create trigger unit_is_principal before insert on unit for each row execute function principal_add('unit');

-- A1: what a unit was called and where it hung, day by day.
create table unit_period (
    unit_id uuid not null references unit,
    valid daterange not null check (not isempty(valid) and lower_inc(valid)),
    name text not null check (name <> ''),
    short_name text,
    symbol text,
    parent_id uuid references unit check (parent_id <> unit_id),
    primary key (unit_id, valid),
    constraint unit_one_name_a_day exclude using gist (unit_id with =, valid with &&)
);
create index on unit_period (parent_id);

create table person (
    id uuid primary key default uuid7(),
    account text not null constraint person_account unique check (account ~ '^[a-z0-9][a-z0-9._-]*$'),
    full_name text not null check (full_name <> ''),
    email text,
    phone text,
    state text not null default 'active' check (state in ('active', 'locked')),
    must_change_password boolean not null default true,
    edit_version bigint not null default 1,
    created_at timestamptz not null default now(),
    search text generated always as (app.fold(full_name || ' ' || account)) stored
);
create index person_by_name on person (full_name collate "vi-x-icu", id);
create trigger person_is_principal before insert on person for each row execute function principal_add('person');

-- Nobody but the definer functions below reads this.
create table credential (
    person_id uuid primary key references person,
    password_hash text not null,
    changed_at timestamptz not null default now()
);

create table session (
    id uuid primary key default uuid7(),
    person_id uuid not null references person,
    token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
    address text,
    user_agent text,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    idle_hours integer not null check (idle_hours > 0),
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index on session (person_id) where ended_at is null;

create table sign_in_failure (
    account text not null,
    address text not null,
    at timestamptz not null default clock_timestamp()
);
create index on sign_in_failure (account, at);
create index on sign_in_failure (address, at);

-- The home page's revision, apart from person: it changes often, a person does not.
create table home (
    person_id uuid primary key references person,
    revision bigint not null default 0
);

create table position (
    id uuid primary key default uuid7(),
    person_id uuid not null references person,
    unit_id uuid not null references unit,
    title_id uuid not null,
    title_catalogue text not null generated always as ('title') stored,
    held daterange not null check (not isempty(held) and lower_inc(held)),
    main boolean not null default false,
    foreign key (title_id, title_catalogue) references catalogue_entry (id, catalogue),
    constraint position_once exclude using gist (person_id with =, unit_id with =, title_id with =, held with &&),
    constraint position_one_main exclude using gist (person_id with =, held with &&) where (main)
);
create index on position (unit_id);
create index on position (person_id);

create table role_grant (
    person_id uuid not null references person,
    role text not null check (role in ('system_admin', 'unit_admin', 'registry_clerk', 'secretary', 'leader', 'officer')),
    unit_id uuid references unit, -- null: everywhere
    unique nulls not distinct (person_id, role, unit_id),
    constraint system_admin_is_everywhere check (role <> 'system_admin' or unit_id is null)
);

-- A named set: the people of a meeting, later its secretaries or the circle of a restricted item.
create table audience (
    id uuid primary key default uuid7(),
    name text not null,
    created_at timestamptz not null default now()
);
create trigger audience_is_principal before insert on audience for each row execute function principal_add('audience');

create table audience_member (
    audience_id uuid not null references audience on delete cascade,
    principal_id uuid not null references principal,
    primary key (audience_id, principal_id)
);
create index on audience_member (principal_id);

-- A retried POST gives the first answer again.
create table idempotency (
    person_id uuid not null references person,
    key text not null,
    route text not null,
    fingerprint text not null,
    status integer,
    body text,
    created_at timestamptz not null default now(),
    primary key (person_id, key)
);

do $$
declare t text;
begin
    foreach t in array array['principal', 'catalogue_entry', 'unit', 'unit_period', 'person', 'credential', 'session', 'sign_in_failure', 'home',
                             'position', 'role_grant', 'audience', 'audience_member', 'idempotency'] loop
        execute format('alter table app.%I enable row level security', t);
    end loop;
end $$;

create policy "a signed-in person sees the catalogues" on catalogue_entry for select to nghisu_app using ((select me()) is not null);
create policy "a signed-in person sees the units" on unit for select to nghisu_app using ((select me()) is not null);
create policy "a signed-in person sees what units were called" on unit_period for select to nghisu_app using ((select me()) is not null);
create policy "a signed-in person sees colleagues" on person for select to nghisu_app using ((select me()) is not null);
create policy "a signed-in person sees who holds what position" on position for select to nghisu_app using ((select me()) is not null);
create policy "a signed-in person sees who was granted what role" on role_grant for select to nghisu_app using ((select me()) is not null);
create policy "a person sees their own sessions" on session for select to nghisu_app using (person_id = (select me()));
create policy "a person sees their own home revision" on home for select to nghisu_app using (person_id = (select me()));
create policy "a person sees their own kept answers" on idempotency for select to nghisu_app using (person_id = (select me()));

create policy "a person sees the audiences they are in" on audience for select to nghisu_app using (id = any ((select principals())::uuid[]));
create policy "a person sees who shares an audience with them" on audience_member for select to nghisu_app
    using (audience_id = any ((select principals())::uuid[]));

grant select on catalogue_entry, unit, unit_period, person, position, role_grant, home, audience, audience_member, idempotency to nghisu_app;
grant select (id, person_id, address, user_agent, created_at, last_seen_at, idle_hours, expires_at, ended_at) on session to nghisu_app;
