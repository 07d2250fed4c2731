-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- People, positions, roles, pickers and catalogues: what is read of them and
-- how they change (A2, A5). Every change is a system administrator's.

set local search_path = app;

create function check_edit(held bigint, given bigint) returns void
language plpgsql as $$
begin
    if given is not null and given <> held then
        perform app.fail('lost-race');
    end if;
end $$;

create function person_named(id uuid, full_name text) returns jsonb
language sql stable as $$ select case when id is not null then jsonb_build_object('id', id, 'full_name', full_name) end $$;

-- What a unit was called on a day, one row; before it was founded its first name, after its end its last. Without a sort, so that it is a plain join
-- wherever it is written.
create function unit_name_on(unit uuid, day date) returns setof app.unit_period
language sql stable as $$
    select t.* from app.unit_period t
    where t.unit_id = unit
      and (t.valid @> day
           or (lower(t.valid) > day and not exists (select from app.unit_period x where x.unit_id = t.unit_id and x.valid << t.valid))
           or (upper(t.valid) <= day and not exists (select from app.unit_period x where x.unit_id = t.unit_id and x.valid >> t.valid)))
$$;

create function unit_named(id uuid, name text, short_name text) returns jsonb
language sql stable as $$ select case when id is not null then jsonb_build_object('id', id, 'name', name, 'short_name', short_name) end $$;

-- "to" is the last day held; a retired position shows its unit by the name of that day.
create function position_json(h app.position, title text, unit jsonb) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', h.id, 'unit', unit, 'title_id', h.title_id, 'title', title,
        'from', lower(h.held), 'to', upper(h.held) - 1, 'main', h.main)
$$;

create function position_held_json(position_id uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select app.position_json(h, t.name, app.unit_named(n.unit_id, n.name, n.short_name))
            from app.position h
            join app.catalogue_entry t on t.id = h.title_id
            left join lateral app.unit_name_on(h.unit_id, least(app.today(), upper(h.held) - 1)) n on true
            where h.id = position_id);
end $$;

-- These people in this order. Roles are those held today: granted, and those of positions.
create function persons_json(ids uuid[]) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    day date := app.today();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'account', p.account, 'full_name', p.full_name, 'email', p.email, 'phone', p.phone,
            'state', p.state, 'must_change_password', p.must_change_password, 'positions', coalesce(h.positions, '[]'), 'roles', coalesce(r.roles, '[]'),
            'edit_version', p.edit_version, 'created_at', app.json_time(p.created_at)) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.person p on p.id = i.id
        left join lateral (
            select jsonb_agg(app.position_json(x, t.name, app.unit_named(n.unit_id, n.name, n.short_name))
                             order by x.held @> day desc, x.main desc, lower(x.held) desc, x.id) as positions
            from app.position x
            join app.catalogue_entry t on t.id = x.title_id
            left join lateral app.unit_name_on(x.unit_id, least(day, upper(x.held) - 1)) n on true
            where x.person_id = p.id) h on true
        left join lateral (
            select jsonb_agg(jsonb_build_object('role', x.role, 'unit_id', x.unit_id, 'unit_name', n.name) order by x.role, x.unit_id nulls first) as roles
            from (select g.role, g.unit_id from app.role_grant g where g.person_id = p.id
                  union
                  select unnest(t.roles), o.unit_id from app.position o join app.catalogue_entry t on t.id = o.title_id
                  where o.person_id = p.id and o.held @> day) x
            left join lateral app.unit_name_on(x.unit_id, day) n on true) r on true);
end $$;

create function person_json(person uuid) returns jsonb
language sql stable as $$ select app.persons_json(array[person]) -> 0 $$;

create function session_get() returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query
        select jsonb_build_object('id', s.id, 'person', app.person_json(s.person_id), 'must_change_password', p.must_change_password,
            'created_at', app.json_time(s.created_at), 'expires_at', app.json_time(s.expires_at), 'at', app.json_time(clock_timestamp()))
        from app.session s join app.person p on p.id = s.person_id where s.id = app.my_session();
end $$;

create function person_get(person uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select j from app.person_json(person) j where j is not null and app.me() is not null;
end $$;

-- Everybody signed in may see everybody's name and positions: it is the office's directory.
create function person_list(q text, unit uuid, after text, page_size integer) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    words text[] := app.word_patterns(q);
    last app.person;
    n integer := coalesce(page_size, 50);
    found_ids uuid[];
begin
    if app.me() is null then
        perform app.fail('signed-out');
    end if;
    select * into last from app.person p where p.id = app.cursor_id(after);
    found_ids := array(
        select p.id from app.person p
        where app.matches(p.search, words)
          and (unit is null or exists (select from app.position h where h.person_id = p.id and h.unit_id = unit and h.held @> (select app.today())))
          and (last.id is null or (p.full_name collate "vi-x-icu", p.id) > (last.full_name, last.id))
        order by p.full_name collate "vi-x-icu", p.id limit n + 1);
    return jsonb_build_object(
        'items', app.persons_json(found_ids[:n]),
        'next', case when cardinality(found_ids) > n then found_ids[n] end);
end $$;

create function person_create(b jsonb, hash text) returns jsonb
language plpgsql security definer as $$
declare
    created uuid;
    key text := app.account_key(b ->> 'account');
begin
    perform app.require_role('system_admin');
    if key !~ '^[a-z0-9][a-z0-9._-]*$' then
        perform app.fail('wrong-value', 'account', 'letters a-z, digits, dot, underscore and hyphen');
    end if;
    insert into app.person (account, full_name, email, phone, must_change_password)
    values (key, btrim(b ->> 'full_name'), app.text_or_null(b ->> 'email'), app.text_or_null(b ->> 'phone'),
            not (app.installing() and coalesce(b -> 'must_change_password' = 'false', false)))
    on conflict (account) do nothing returning id into created;
    if created is null then
        perform app.fail('duplicate', 'account');
    end if;
    insert into app.credential (person_id, password_hash) values (created, hash);
    perform app.audit('person-created', 'person', created, jsonb_build_object('account', key));
    return jsonb_build_object('id', created);
end $$;

create function person_password_set(person uuid, hash text) returns setof boolean
language plpgsql security definer as $$
begin
    perform app.require_role('system_admin');
    update app.person p set must_change_password = true where p.id = person;
    if not found then
        return;
    end if;
    insert into app.credential (person_id, password_hash) values (person, hash)
    on conflict (person_id) do update set password_hash = excluded.password_hash, changed_at = now();
    perform app.sessions_end(person);
    perform app.audit('password-set', 'person', person);
    return next true;
end $$;

create function person_change(person uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    held app.person;
begin
    select * into held from app.person p where p.id = person for update;
    if not found then
        return;
    end if;
    -- one's own telephone and address anyone may set; the rest is the administrator's
    if person is distinct from app.me() or b ? 'state' or b ? 'full_name' then
        perform app.require_role('system_admin');
    end if;
    perform app.check_edit(held.edit_version, given);
    if b ->> 'state' = 'locked' and person = app.me() then
        perform app.fail('conflict', 'state', 'nobody locks themselves out');
    end if;
    update app.person p set
        full_name = coalesce(btrim(b ->> 'full_name'), p.full_name),
        email = case when b ? 'email' then app.text_or_null(b ->> 'email') else p.email end,
        phone = case when b ? 'phone' then app.text_or_null(b ->> 'phone') else p.phone end,
        state = coalesce(b ->> 'state', p.state),
        edit_version = p.edit_version + 1
    where p.id = person;
    if b ->> 'state' = 'locked' then
        perform app.sessions_end(person);
    end if;
    perform app.audit('person-changed', 'person', person, b);
    return next app.person_json(person);
end $$;

create function position_create(person uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    unit uuid := (b ->> 'unit_id')::uuid;
    first date := coalesce((b ->> 'from')::date, app.today());
    until date := (b ->> 'to')::date;
    span daterange;
    made app.position;
begin
    perform app.require_role(case when app.has_role('system_admin') then 'system_admin' else 'unit_admin' end, case when not app.has_role('system_admin') then unit end);
    perform from app.person p where p.id = person for update;
    if not found then
        return;
    end if;
    if until < first then
        perform app.fail('wrong-value', 'to', 'before from');
    end if;
    span := daterange(first, until + 1);
    if not exists (select from app.unit u where u.id = unit and span <@ daterange(u.founded_on, u.dissolved_on)) then
        perform app.unknown('unit_id');
    end if;
    if not exists (select from app.catalogue_entry c where c.id = (b ->> 'title_id')::uuid and c.catalogue = 'title') then
        perform app.unknown('title_id');
    end if;
    if exists (select from app.position h where h.person_id = person and h.unit_id = unit and h.title_id = (b ->> 'title_id')::uuid and h.held && span) then
        perform app.fail('duplicate', 'title_id');
    end if;
    -- the first position is the main one unless said otherwise; a new main one takes the place of the old
    if coalesce((b ->> 'main')::boolean, false) then
        update app.position h set main = false where h.person_id = person and h.main and h.held && span;
    end if;
    insert into app.position (person_id, unit_id, title_id, held, main)
    values (person, unit, (b ->> 'title_id')::uuid, span,
            coalesce((b ->> 'main')::boolean, not exists (select from app.position h where h.person_id = person and h.main and h.held && span)))
    returning * into made;
    perform app.audit('position-created', 'person', person, b);
    perform app.notify_rights();
    return next app.position_held_json(made.id);
end $$;

create function position_end(pos uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    made app.position;
    last date := (b ->> 'on')::date;
begin
    select * into made from app.position h where h.id = pos for update;
    if not found then
        return;
    end if;
    perform app.require_role(case when app.has_role('system_admin') then 'system_admin' else 'unit_admin' end,
                             case when not app.has_role('system_admin') then made.unit_id end);
    if last < lower(made.held) then
        perform app.fail('wrong-value', 'on', 'before the position began');
    end if;
    if upper(made.held) <= last then
        perform app.fail('wrong-state', 'on', 'the position had already ended');
    end if;
    update app.position h set held = daterange(lower(h.held), last + 1) where h.id = pos returning * into made;
    perform app.audit('position-ended', 'person', made.person_id, jsonb_build_object('position_id', pos, 'on', last));
    perform app.notify_rights();
    return next app.position_held_json(made.id);
end $$;

create function person_roles_set(person uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    r record;
begin
    perform app.require_role('system_admin');
    perform from app.person p where p.id = person for update;
    if not found then
        return;
    end if;
    for r in select (x ->> 'role') as role, (x ->> 'unit_id')::uuid as unit_id, ord - 1 as i
             from jsonb_array_elements(b -> 'roles') with ordinality t (x, ord) loop
        if r.unit_id is not null and not exists (select from app.unit u where u.id = r.unit_id) then
            perform app.unknown('roles.' || r.i || '.unit_id');
        end if;
        if r.role = 'system_admin' and r.unit_id is not null then
            perform app.fail('wrong-value', 'roles.' || r.i || '.unit_id', 'a system administrator is one everywhere');
        end if;
    end loop;
    if person = app.me() and exists (select from app.role_grant g where g.person_id = person and g.role = 'system_admin')
       and not b -> 'roles' @> '[{"role": "system_admin"}]' then
        perform app.fail('conflict', 'roles', 'nobody takes this role from themselves');
    end if;
    delete from app.role_grant g where g.person_id = person;
    -- a role that a position gives already is not granted a second time: it would outlive the position
    insert into app.role_grant (person_id, role, unit_id)
    select distinct person, x ->> 'role', (x ->> 'unit_id')::uuid from jsonb_array_elements(b -> 'roles') x
    where not exists (select from app.position h join app.catalogue_entry t on t.id = h.title_id
                      where h.person_id = person and h.held @> (select app.today()) and x ->> 'role' = any (t.roles) and h.unit_id = (x ->> 'unit_id')::uuid);
    update app.person p set edit_version = p.edit_version + 1 where p.id = person;
    perform app.audit('roles-set', 'person', person, b);
    perform app.notify_rights();
    return next app.person_json(person);
end $$;

create function person_session_list(person uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    if person is distinct from app.me() then
        perform app.require_role('system_admin');
    end if;
    if exists (select from app.person p where p.id = person) then
        return next app.session_items(person);
    end if;
end $$;

create function person_sessions_end(person uuid) returns setof boolean
language plpgsql security definer as $$
begin
    perform app.require_role('system_admin');
    if exists (select from app.person p where p.id = person) then
        perform app.sessions_end(person);
        perform app.audit('sessions-ended', 'person', person);
        return next true;
    end if;
end $$;

-- For pickers: active people and living units, the best beginnings first.
create function principal_search(q text, page_size integer) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    words text[] := app.word_patterns(q);
    day date := app.today();
begin
    if app.me() is null then
        perform app.fail('signed-out');
    end if;
    return jsonb_build_object('next', null, 'items', (
        select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'name', x.name, 'detail', x.detail) order by x.ord, x.name collate "vi-x-icu", x.id), '[]')
        from (select c.* from (
            select p.id, 'person' as kind, p.full_name as name, 1 as ord,
                   (select string_agg(t.name || ', ' || n.name, '; ' order by h.main desc, h.id)
                    from app.position h join app.catalogue_entry t on t.id = h.title_id, app.unit_name_on(h.unit_id, day) n where h.person_id = p.id and h.held @> day) as detail
            from app.person p where p.state = 'active' and app.matches(p.search, words)
            union all
            select t.unit_id, 'unit', t.name, 0, above.name
            from app.unit_period t left join lateral app.unit_name_on(t.parent_id, day) above on true
            where t.valid @> day and app.matches(app.fold(t.name || ' ' || coalesce(t.short_name, '') || ' ' || coalesce(t.symbol, '')), words)
        ) c order by c.ord, c.name collate "vi-x-icu", c.id limit coalesce(page_size, 20)) x));
end $$;

-- ---- catalogues

create function catalogue_entry_json(e app.catalogue_entry) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', e.id, 'code', e.code, 'name', e.name, 'name_en', e.name_en, 'on', e.held_on, 'seats', e.seats, 'sort', e.sort,
        'active', e.active, 'own', e.own, 'edit_version', e.edit_version)
$$;

create function catalogue_known(catalogue text) returns boolean
language sql immutable as $$ select catalogue in ('title', 'meeting-type', 'document-type', 'room', 'issuer', 'holiday') $$;

create function catalogue_list(catalogue text) returns setof jsonb
language plpgsql stable as $$
begin
    return query select jsonb_build_object('next', null, 'items',
        coalesce((select jsonb_agg(app.catalogue_entry_json(e) order by e.sort, e.held_on, e.name collate "vi-x-icu", e.id)
                  from app.catalogue_entry e where e.catalogue = catalogue_list.catalogue), '[]'))
    where app.catalogue_known(catalogue);
end $$;

create function catalogue_check(catalogue text, e app.catalogue_entry) returns void
language plpgsql stable security definer as $$
begin
    if catalogue = 'document-type' and e.code is null then
        perform app.fail('missing-field', 'code');
    end if;
    if catalogue = 'holiday' and e.held_on is null then
        perform app.fail('missing-field', 'on');
    end if;
    if exists (select from app.catalogue_entry c where c.catalogue = catalogue_check.catalogue and c.code = e.code and c.id <> e.id) then
        perform app.fail('duplicate', 'code');
    end if;
    if catalogue = 'holiday' and exists (select from app.catalogue_entry c where c.catalogue = 'holiday' and c.held_on = e.held_on and c.id <> e.id and c.active) then
        perform app.fail('duplicate', 'on');
    end if;
end $$;

create function catalogue_create(catalogue text, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    e app.catalogue_entry;
    there app.catalogue_entry;
begin
    if not app.catalogue_known(catalogue) then
        return;
    end if;
    perform app.require_role('system_admin');
    perform pg_advisory_xact_lock(hashtext('app.catalogue'));
    e.code := app.text_or_null(b ->> 'code');
    e.held_on := (b ->> 'on')::date;
    if app.installing() then -- sample data finds what is there from the first day, and adds to it
        update app.catalogue_entry c set name = btrim(b ->> 'name'), code = coalesce(e.code, c.code), seats = coalesce((b ->> 'seats')::integer, c.seats),
            sort = coalesce((b ->> 'sort')::integer, c.sort)
        where c.catalogue = catalogue_create.catalogue and c.own
          and case catalogue_create.catalogue when 'holiday' then c.held_on = e.held_on else c.name = btrim(b ->> 'name') end
        returning * into there;
        if found then
            return next app.catalogue_entry_json(there);
            return;
        end if;
    end if;
    e.id := app.uuid7();
    perform app.catalogue_check(catalogue, e);
    insert into app.catalogue_entry (id, catalogue, code, name, name_en, held_on, seats, sort, roles)
    values (e.id, catalogue_create.catalogue, e.code, btrim(b ->> 'name'), app.text_or_null(b ->> 'name_en'), e.held_on, (b ->> 'seats')::integer,
            coalesce((b ->> 'sort')::integer, 0), case when catalogue_create.catalogue = 'title' then '{officer}'::text[] else '{}' end)
    returning * into e;
    perform app.audit('catalogue-entry-created', catalogue_create.catalogue, e.id, b);
    return next app.catalogue_entry_json(e);
end $$;

create function catalogue_change(catalogue text, entry uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    e app.catalogue_entry;
    was text;
begin
    perform pg_advisory_xact_lock(hashtext('app.catalogue'));
    select * into e from app.catalogue_entry c where c.id = entry and c.catalogue = catalogue_change.catalogue for update;
    if not found then
        return;
    end if;
    perform app.require_role('system_admin');
    perform app.check_edit(e.edit_version, given);
    was := e.code;
    if b ? 'code' then e.code := app.text_or_null(b ->> 'code'); end if;
    if b ? 'on' then e.held_on := (b ->> 'on')::date; end if;
    if e.code is distinct from was and not e.own then
        perform app.fail('conflict', 'code', 'the decree gives this code');
    end if;
    perform app.catalogue_check(catalogue, e);
    begin
        update app.catalogue_entry c set
            code = e.code, held_on = e.held_on,
            name = coalesce(btrim(b ->> 'name'), c.name),
            name_en = case when b ? 'name_en' then app.text_or_null(b ->> 'name_en') else c.name_en end,
            seats = case when b ? 'seats' then (b ->> 'seats')::integer else c.seats end,
            sort = coalesce((b ->> 'sort')::integer, c.sort),
            active = coalesce((b ->> 'active')::boolean, c.active),
            edit_version = c.edit_version + 1
        where c.id = entry returning * into e;
    exception when foreign_key_violation then
        perform app.fail('conflict', 'code', 'documents bear this code');
    end;
    perform app.audit('catalogue-entry-changed', catalogue_change.catalogue, entry, b);
    return next app.catalogue_entry_json(e);
end $$;
