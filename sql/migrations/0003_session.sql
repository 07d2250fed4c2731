-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Signing in, sessions, passwords, who one is and what one may be (A3, A4).
-- Passwords are hashed and compared in C; here only the hash is kept.

set local search_path = app;

-- Everything a person is: themselves, their units of today with those above up to and including the nearest agency, the audiences they are in.
create function principals_of(person uuid) returns uuid[]
language plpgsql stable security definer as $$
declare
    day date := app.today();
    own uuid[];
begin
    with recursive up (id, is_agency) as (
        select u.id, u.is_agency from app.position h join app.unit u on u.id = h.unit_id where h.person_id = person and h.held @> day
        union
        select p.id, p.is_agency
        from up
        join app.unit_period t on t.unit_id = up.id and t.valid @> day
        join app.unit p on p.id = t.parent_id
        where not up.is_agency
    )
    select array[person] || coalesce(array_agg(up.id), '{}') into own from up;
    return own || array(select distinct m.audience_id from app.audience_member m where m.principal_id = any (own));
end $$;

-- The other way: the persons whom these principals are.
create function persons_of(principals uuid[]) returns setof uuid
language plpgsql stable security definer as $$
begin
    return query with recursive whole (id) as (
        select unnest(principals) union select m.principal_id from app.audience_member m where m.audience_id = any (principals)
    ), down (id) as (
        select u.id from app.unit u join whole w on w.id = u.id
        union
        select c.id from down
        join app.unit_period t on t.parent_id = down.id and t.valid @> (select app.today())
        join app.unit c on c.id = t.unit_id and not c.is_agency
    )
    select p.id from app.person p join whole w on w.id = p.id
    union
    select h.person_id from app.position h join down d on d.id = h.unit_id where h.held @> (select app.today());
end $$;

-- Whether I have a role: anywhere (unit null), or in this unit by a grant or position in it or above it.
create function has_role(wanted text, unit uuid default null) returns boolean
language plpgsql stable security definer as $$
declare
    above uuid[];
begin
    if unit is not null then
        with recursive up (id) as (
            select unit
            union
            select t.parent_id from up join app.unit_period t on t.unit_id = up.id and t.valid @> (select app.today()) where t.parent_id is not null
        )
        select array_agg(id) into above from up;
    end if;
    return exists (select from app.role_grant g
                   where g.person_id = app.me() and g.role = wanted and (unit is null or g.unit_id is null or g.unit_id = any (above)))
        or exists (select from app.position p join app.catalogue_entry t on t.id = p.title_id
                   where p.person_id = app.me() and p.held @> (select app.today()) and wanted = any (t.roles) and (unit is null or p.unit_id = any (above)));
end $$;

create function require_role(wanted text, unit uuid default null) returns void
language plpgsql stable as $$
begin
    if not app.installing() and not app.has_role(wanted, unit) then
        perform app.fail('not-allowed');
    end if;
end $$;

-- Some hours from now; however busy, a session ends 30 days after it began.
create function session_expiry(created_at timestamptz, idle_hours integer) returns timestamptz
language sql stable as $$ select least(now() + make_interval(hours => idle_hours), created_at + interval '30 days') $$;

-- First in every transaction of a request. One indexed look-up, then the principals. Being seen prolongs the session by its idle life, to no more
-- than 30 days in all.
create function session_open(token_hash text, address text, allow_stale boolean)
returns table (session_id uuid, person_id uuid)
language plpgsql security definer as $$
declare
    stale boolean;
    seen timestamptz;
begin
    select s.id, s.person_id, p.must_change_password, s.last_seen_at into session_id, person_id, stale, seen
    from app.session s join app.person p on p.id = s.person_id
    where s.token_hash = session_open.token_hash and s.ended_at is null and s.expires_at > now() and p.state = 'active';
    if not found then
        perform app.fail('signed-out');
    end if;
    if stale and not coalesce(allow_stale, false) then
        perform app.fail('change-password-first');
    end if;
    perform set_config('app.session_id', session_id::text, true), set_config('app.person_id', person_id::text, true),
            set_config('app.address', coalesce(address, ''), true),
            set_config('app.principals', app.principals_of(person_id)::text, true);
    if seen < now() - interval '1 minute' then
        -- skip locked: a long upload of this session must not hold up its other requests
        update app.session s set last_seen_at = now(), expires_at = app.session_expiry(s.created_at, s.idle_hours)
        where s.id = (select x.id from app.session x where x.id = session_open.session_id for update skip locked);
    end if;
    return next;
end $$;

-- How long to wait before the next try. Ten failures of one account from one address start it, doubling from 30 s; all of an account and all of an
-- address have limits so wide that an office behind one address never meets them, and none of them ever locks for good.
create function sign_in_wait(account text, address text) returns integer
language plpgsql stable security definer as $$
declare
    since timestamptz := now() - interval '10 minutes';
    pair integer; pair_last timestamptz; whole integer; whole_last timestamptz; wide integer; wide_last timestamptz;
begin
    select count(*) filter (where f.address = sign_in_wait.address), max(f.at) filter (where f.address = sign_in_wait.address), count(*), max(f.at)
    into pair, pair_last, whole, whole_last
    from app.sign_in_failure f where f.account = sign_in_wait.account and f.at > since;
    select count(*), max(f.at) into wide, wide_last from app.sign_in_failure f where f.address = sign_in_wait.address and f.at > since;
    return greatest(0,
        case when pair >= 10 then ceil(least(900, 30 * 2 ^ least(pair - 10, 10)) - extract(epoch from clock_timestamp() - pair_last)) end,
        case when whole >= 100 then ceil(5 - extract(epoch from clock_timestamp() - whole_last)) end,
        case when wide >= 1000 then ceil(1 - extract(epoch from clock_timestamp() - wide_last)) end)::integer;
end $$;

create function account_key(account text) returns text
language sql immutable as $$ select lower(btrim(normalize(account, NFC))) $$;

-- One row for any account, known or not.
create function session_credential(account text, address text)
returns table (person_id uuid, password_hash text, wait_seconds integer, locked boolean)
language plpgsql stable security definer as $$
begin
    wait_seconds := app.sign_in_wait(app.account_key(account), coalesce(address, ''));
    select p.id, c.password_hash, p.state = 'locked' into person_id, password_hash, locked
    from app.person p join app.credential c on c.person_id = p.id where p.account = app.account_key(session_credential.account);
    locked := coalesce(locked, false);
    return next;
end $$;

create function session_failed(account text, address text) returns boolean
language plpgsql security definer as $$
begin
    delete from app.sign_in_failure where at < now() - interval '1 hour';
    insert into app.sign_in_failure (account, address) values (app.account_key(session_failed.account), coalesce(session_failed.address, ''));
    perform set_config('app.address', coalesce(session_failed.address, ''), true);
    perform app.audit('sign-in-failed', 'person', (select p.id from app.person p where p.account = app.account_key(session_failed.account)));
    return true;
end $$;

create function session_create(person_id uuid, token_hash text, address text, user_agent text, hours integer, account text) returns uuid
language plpgsql security definer as $$
declare
    created uuid;
begin
    if not exists (select from app.person p where p.id = session_create.person_id and p.state = 'active') then
        perform app.fail('wrong-password');
    end if;
    delete from app.sign_in_failure f where f.account = app.account_key(session_create.account) and f.address = coalesce(session_create.address, '');
    insert into app.session (person_id, token_hash, address, user_agent, idle_hours, expires_at)
    values (session_create.person_id, session_create.token_hash, session_create.address, left(session_create.user_agent, 300), session_create.hours,
            app.session_expiry(now(), session_create.hours))
    returning id into created;
    perform set_config('app.address', coalesce(session_create.address, ''), true), set_config('app.person_id', session_create.person_id::text, true);
    perform app.audit('sign-in', 'session', created);
    return created;
end $$;

-- Ends sessions of a person, all or all but one, and tells their streams.
create function sessions_end(person uuid, but uuid default null) returns integer
language plpgsql security definer as $$
declare
    ended uuid; n integer := 0;
begin
    for ended in update app.session s set ended_at = now() where s.person_id = person and s.ended_at is null and s.id is distinct from but returning s.id loop
        perform app.notify_session(ended);
        n := n + 1;
    end loop;
    return n;
end $$;

create function session_end() returns boolean
language plpgsql security definer as $$
begin
    update app.session set ended_at = now() where id = app.my_session() and ended_at is null;
    perform app.notify_session(app.my_session());
    perform app.audit('sign-out', 'session', app.my_session());
    return true;
end $$;

create function session_revoke(session uuid) returns setof boolean
language plpgsql security definer as $$
begin
    update app.session s set ended_at = now() where s.id = session_revoke.session and s.person_id = app.me() and s.ended_at is null;
    if found then
        perform app.notify_session(session_revoke.session);
        perform app.audit('session-ended', 'session', session_revoke.session);
        return next true;
    end if;
end $$;

create function session_items(person uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_build_object('next', null, 'items', coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'created_at', app.json_time(s.created_at),
            'last_seen_at', app.json_time(s.last_seen_at), 'expires_at', app.json_time(s.expires_at), 'address', s.address, 'user_agent', s.user_agent,
            'this', s.id is not distinct from app.my_session()) order by s.created_at desc, s.id desc), '[]'))
        from app.session s where s.person_id = person and s.ended_at is null and s.expires_at > now());
end $$;

create function session_list() returns jsonb
language plpgsql stable security definer as $$
begin
    return app.session_items(app.me());
end $$;

create function password_set(hash text) returns boolean
language plpgsql security definer as $$
begin
    insert into app.credential (person_id, password_hash) values (app.me(), hash)
    on conflict (person_id) do update set password_hash = excluded.password_hash, changed_at = now();
    update app.person set must_change_password = false where id = app.me();
    perform app.sessions_end(app.me(), app.my_session());
    perform app.audit('password-changed', 'person', app.me());
    return true;
end $$;

-- ---- idempotency: claimed and kept in the transaction of the act itself

create function idempotency_claim(key text, route text, fingerprint text) returns table (status integer, body text)
language plpgsql security definer as $$
declare
    kept app.idempotency;
begin
    if app.me() is null then
        perform app.fail('signed-out');
    end if;
    insert into app.idempotency as i (person_id, key, route, fingerprint)
    values (app.me(), idempotency_claim.key, idempotency_claim.route, idempotency_claim.fingerprint) on conflict do nothing;
    if not found then
        select * into kept from app.idempotency i where i.person_id = app.me() and i.key = idempotency_claim.key;
        if (kept.route, kept.fingerprint) is distinct from (idempotency_claim.route, idempotency_claim.fingerprint) then
            perform app.fail('key-reused');
        end if;
        status := kept.status;
        body := kept.body;
    end if;
    return next;
end $$;

create function idempotency_keep(key text, status integer, body text) returns boolean
language plpgsql security definer as $$
begin
    update app.idempotency i set status = idempotency_keep.status, body = idempotency_keep.body
    where i.person_id = app.me() and i.key = idempotency_keep.key;
    return found or null;
end $$;
