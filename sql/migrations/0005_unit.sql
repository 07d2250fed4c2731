-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The dated tree of units: founding, renaming, moving, dissolving, and lines
-- of a CSV file (A1). A period is split at the date of the change, so that old
-- records keep the name of their day.

set local search_path = app;

-- No cycle on any day of the period, and no parent that is not there on one of its days.
create function unit_period_check() returns trigger
language plpgsql security definer as $$
begin
    if new.parent_id is null then
        return null;
    end if;
    if not exists (select from app.unit u where u.id = new.parent_id and new.valid <@ daterange(u.founded_on, u.dissolved_on)) then
        perform app.unknown('parent_id');
    end if;
    if exists (
        with recursive up (id, span) as (
            select new.parent_id, new.valid
            union
            select t.parent_id, up.span * t.valid
            from up join app.unit_period t on t.unit_id = up.id and t.valid && up.span
            where t.parent_id is not null and up.id <> new.unit_id
        )
        select from up where id = new.unit_id
    ) then
        perform app.fail('conflict', 'parent_id', 'a unit does not lie below itself');
    end if;
    return null;
end $$;
create constraint trigger unit_tree_has_no_cycle after insert or update on unit_period for each row execute function unit_period_check();

-- These units in this order, as on a day.
create function units_json(ids uuid[], day date) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'code', u.code, 'name', n.name, 'short_name', n.short_name, 'symbol', n.symbol,
            'parent_id', n.parent_id, 'is_agency', u.is_agency, 'sort', u.sort, 'founded_on', u.founded_on, 'dissolved_on', u.dissolved_on,
            'successor', app.unit_named(s.unit_id, s.name, s.short_name), 'people', h.people, 'history', l.history, 'edit_version', u.edit_version)
            order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.unit u on u.id = i.id
        cross join lateral app.unit_name_on(u.id, day) n
        left join lateral app.unit_name_on(u.successor_id, day) s on true
        cross join lateral (select count(distinct x.person_id) as people from app.position x where x.unit_id = u.id and x.held @> day) h
        cross join lateral (
            select jsonb_agg(jsonb_build_object('name', t.name, 'short_name', t.short_name, 'symbol', t.symbol, 'parent_id', t.parent_id,
                             'from', lower(t.valid), 'to', upper(t.valid) - 1) order by lower(t.valid) desc) as history
            from app.unit_period t where t.unit_id = u.id) l);
end $$;

create function unit_json(unit uuid) returns jsonb
language sql stable as $$ select app.units_json(array[unit], app.today()) -> 0 $$;

create function unit_get(unit uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select j from app.unit_json(unit) j where j is not null and app.me() is not null;
end $$;

create function unit_list(day date) returns jsonb
language plpgsql stable security definer as $$
declare
    d date := coalesce(day, app.today());
begin
    if app.me() is null then
        perform app.fail('signed-out');
    end if;
    return jsonb_build_object('next', null, 'items', app.units_json(array(
        select u.id from app.unit_period t join app.unit u on u.id = t.unit_id where t.valid @> d order by u.sort, t.name collate "vi-x-icu", u.id), d));
end $$;

-- The unit's row locked, for one change of the tree at a time; null when there is none.
create function unit_lock(unit uuid) returns app.unit
language plpgsql as $$
declare
    u app.unit;
begin
    perform app.require_role('system_admin');
    perform pg_advisory_xact_lock(hashtext('app.unit'));
    select * into u from app.unit x where x.id = unit for update;
    return u;
end $$;

create function unit_parent_check(parent uuid) returns void
language plpgsql as $$
begin
    if parent is not null and not exists (select from app.unit u where u.id = parent) then
        perform app.unknown('parent_id');
    end if;
end $$;

create function unit_create_from(b jsonb) returns uuid
language plpgsql as $$
declare
    made uuid;
    day date := coalesce((b ->> 'on')::date, app.today());
begin
    perform app.unit_lock(null);
    if exists (select from app.unit u where u.code = app.text_or_null(b ->> 'code')) then
        perform app.fail('duplicate', 'code');
    end if;
    perform app.unit_parent_check((b ->> 'parent_id')::uuid);
    insert into app.unit (code, is_agency, sort, founded_on)
    values (app.text_or_null(b ->> 'code'), coalesce((b ->> 'is_agency')::boolean, false), coalesce((b ->> 'sort')::integer, 0), day)
    returning id into made;
    insert into app.unit_period (unit_id, valid, name, short_name, symbol, parent_id)
    values (made, daterange(day, null), btrim(b ->> 'name'), app.text_or_null(b ->> 'short_name'), app.text_or_null(b ->> 'symbol'), (b ->> 'parent_id')::uuid);
    perform app.audit('unit-created', 'unit', made, b);
    return made;
end $$;

create function unit_create(b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    made uuid := app.unit_create_from(b); -- a statement of its own: the reply's snapshot is younger
begin
    return app.unit_json(made);
end $$;

create function unit_change(unit uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    u app.unit := app.unit_lock(unit);
begin
    if u.id is null then
        return;
    end if;
    perform app.check_edit(u.edit_version, given);
    if exists (select from app.unit x where x.code = app.text_or_null(b ->> 'code') and x.id <> unit) then
        perform app.fail('duplicate', 'code');
    end if;
    update app.unit x set
        is_agency = coalesce((b ->> 'is_agency')::boolean, x.is_agency),
        code = case when b ? 'code' then app.text_or_null(b ->> 'code') else x.code end,
        sort = coalesce((b ->> 'sort')::integer, x.sort),
        edit_version = x.edit_version + 1
    where x.id = unit;
    perform app.audit('unit-changed', 'unit', unit, b);
    perform app.notify_rights();
    return next app.unit_json(unit);
end $$;

-- Makes a period of the unit begin on this day, if none does, and returns it. Fails when the unit is not there on that day.
create function unit_split(unit uuid, day date) returns app.unit_period
language plpgsql as $$
declare
    t app.unit_period;
begin
    select * into t from app.unit_period x where x.unit_id = unit and x.valid @> day for update;
    if not found then
        perform app.fail('wrong-value', 'on', 'the unit is not there on that day');
    end if;
    if lower(t.valid) < day then
        update app.unit_period x set valid = daterange(lower(x.valid), day) where x.unit_id = unit and x.valid = t.valid;
        t.valid := daterange(day, upper(t.valid));
        insert into app.unit_period values (t.*);
    end if;
    update app.unit x set edit_version = x.edit_version + 1 where x.id = unit;
    return t;
end $$;

create function unit_rename_to(unit uuid, b jsonb) returns void
language plpgsql as $$
declare
    t app.unit_period := app.unit_split(unit, coalesce((b ->> 'on')::date, app.today()));
begin
    update app.unit_period x set
        name = btrim(b ->> 'name'),
        short_name = case when b ? 'short_name' then app.text_or_null(b ->> 'short_name') else x.short_name end,
        symbol = case when b ? 'symbol' then app.text_or_null(b ->> 'symbol') else x.symbol end
    where x.unit_id = unit and x.valid = t.valid;
    perform app.audit('unit-renamed', 'unit', unit, b);
end $$;

create function unit_move_to(unit uuid, b jsonb) returns void
language plpgsql as $$
declare
    t app.unit_period := app.unit_split(unit, coalesce((b ->> 'on')::date, app.today()));
begin
    if (b ->> 'parent_id')::uuid = unit then
        perform app.fail('conflict', 'parent_id', 'a unit does not lie below itself');
    end if;
    perform app.unit_parent_check((b ->> 'parent_id')::uuid);
    update app.unit_period x set parent_id = (b ->> 'parent_id')::uuid where x.unit_id = unit and x.valid = t.valid;
    perform app.audit('unit-moved', 'unit', unit, b);
    perform app.notify_rights();
end $$;

create function unit_rename(unit uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    if (app.unit_lock(unit)).id is null then
        return;
    end if;
    perform app.unit_rename_to(unit, b);
    return next app.unit_json(unit);
end $$;

create function unit_move(unit uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    if (app.unit_lock(unit)).id is null then
        return;
    end if;
    perform app.unit_move_to(unit, b);
    return next app.unit_json(unit);
end $$;

create function unit_dissolve(unit uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    u app.unit := app.unit_lock(unit);
    day date := coalesce((b ->> 'on')::date, app.today());
    heir uuid := (b ->> 'successor_id')::uuid;
begin
    if u.id is null then
        return;
    end if;
    if u.dissolved_on is not null then
        perform app.fail('wrong-state', null, 'the unit was dissolved before');
    end if;
    if day <= u.founded_on then
        perform app.fail('wrong-value', 'on', 'not after the founding');
    end if;
    if heir is not null and (heir = unit or not exists (select from app.unit x where x.id = heir and daterange(x.founded_on, x.dissolved_on) @> day)) then
        perform app.unknown('successor_id');
    end if;
    if exists (select from app.unit_period t where t.parent_id = unit and t.valid && daterange(day, null)) then
        perform app.fail('conflict', null, 'units still lie below it');
    end if;
    if exists (select from app.position h where h.unit_id = unit and lower(h.held) >= day) then
        perform app.fail('conflict', 'on', 'positions in it begin later');
    end if;
    delete from app.unit_period t where t.unit_id = unit and lower(t.valid) >= day;
    update app.unit_period t set valid = daterange(lower(t.valid), day) where t.unit_id = unit and (upper(t.valid) > day or upper_inf(t.valid));
    update app.position h set held = daterange(lower(h.held), day) where h.unit_id = unit and (upper(h.held) > day or upper_inf(h.held));
    update app.unit x set dissolved_on = day, successor_id = heir, edit_version = x.edit_version + 1 where x.id = unit;
    perform app.audit('unit-dissolved', 'unit', unit, b);
    perform app.notify_rights();
    return next app.unit_json(unit);
end $$;

-- A line as a body of unit_create, or a failure of its field. Cells are text as they stood in the file.
create function unit_import_line(r jsonb) returns jsonb
language plpgsql stable as $$
declare
    agency text := app.fold(btrim(coalesce(r ->> 'is_agency', '')));
    day date;
begin
    if app.text_or_null(r ->> 'code') is null then perform app.fail('missing-field', 'code'); end if;
    if length(btrim(r ->> 'code')) > 13 then perform app.fail('too-long', 'code'); end if;
    if app.text_or_null(r ->> 'name') is null then perform app.fail('missing-field', 'name'); end if;
    if length(btrim(r ->> 'name')) > 200 then perform app.fail('too-long', 'name'); end if;
    if length(btrim(r ->> 'short_name')) > 60 then perform app.fail('too-long', 'short_name'); end if;
    if length(btrim(r ->> 'symbol')) > 20 then perform app.fail('too-long', 'symbol'); end if;
    if agency not in ('', '0', '1', 'false', 'true', 'no', 'yes', 'khong', 'co', 'x') then perform app.fail('wrong-value', 'is_agency'); end if;
    begin
        if app.text_or_null(r ->> 'on') is not null then
            if btrim(r ->> 'on') !~ '^\d{4}-\d{2}-\d{2}$' then raise invalid_datetime_format; end if;
            day := btrim(r ->> 'on')::date;
        end if;
    exception when invalid_datetime_format or datetime_field_overflow then
        perform app.fail('wrong-type', 'on', 'a date like 2026-11-22');
    end;
    return jsonb_strip_nulls(jsonb_build_object('code', btrim(r ->> 'code'), 'name', btrim(r ->> 'name'), 'on', day))
        || jsonb_build_object('short_name', app.text_or_null(r ->> 'short_name'), 'symbol', app.text_or_null(r ->> 'symbol'),
                              'is_agency', agency in ('1', 'true', 'yes', 'co', 'x'));
end $$;

-- Brings one line in: 'created', 'changed' or 'unchanged'. The parent is there already.
create function unit_import_apply(r jsonb, line jsonb, parent uuid) returns text
language plpgsql as $$
declare
    held app.unit;
    t app.unit_period;
    outcome text := 'unchanged';
begin
    select * into held from app.unit u where u.code = line ->> 'code';
    if not found then
        perform app.unit_create_from(line || jsonb_build_object('parent_id', parent));
        return 'created';
    end if;
    if held.dissolved_on is not null then
        perform app.fail('wrong-state', 'code', 'the unit was dissolved');
    end if;
    select * into t from app.unit_name_on(held.id, coalesce((line ->> 'on')::date, app.today()));
    if (t.name, t.short_name, t.symbol) is distinct from (line ->> 'name', line ->> 'short_name', line ->> 'symbol') then
        perform app.unit_rename_to(held.id, line);
        outcome := 'changed';
    end if;
    if t.parent_id is distinct from parent then
        perform app.unit_move_to(held.id, jsonb_strip_nulls(jsonb_build_object('on', line ->> 'on')) || jsonb_build_object('parent_id', parent));
        outcome := 'changed';
    end if;
    if held.is_agency is distinct from (line ->> 'is_agency')::boolean and app.text_or_null(r ->> 'is_agency') is not null then
        update app.unit u set is_agency = (line ->> 'is_agency')::boolean, edit_version = u.edit_version + 1 where u.id = held.id;
        outcome := 'changed';
    end if;
    return outcome;
end $$;

-- Lines of a CSV file; "line" counts the rows from 1, without the heading. It does the work and takes it back when it was only a trial or anything was
-- wrong, so the preview cannot differ from the deed. A line whose parent comes later in the file waits for it.
create function unit_import(b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    rows jsonb := b -> 'rows';
    n integer := jsonb_array_length(b -> 'rows');
    done boolean[] := array_fill(false, array[greatest(n, 1)]);
    lines jsonb[] := array_fill(null::jsonb, array[greatest(n, 1)]);
    codes text[];
    tally jsonb := '{"created": 0, "changed": 0, "unchanged": 0}';
    problems jsonb := '[]';
    outcome text; slug text; field text; parent_code text; parent uuid;
    moved boolean := true;
begin
    perform app.unit_lock(null);
    begin
        for i in 1 .. n loop
            begin
                lines[i] := app.unit_import_line(rows -> (i - 1));
                if lines[i] ->> 'code' = any (codes) then
                    perform app.fail('duplicate', 'code');
                end if;
                codes := codes || (lines[i] ->> 'code');
            exception when sqlstate 'NGERR' then
                get stacked diagnostics slug = message_text, field = column_name;
                problems := problems || jsonb_build_object('line', i, 'field', nullif(field, ''), 'slug', slug);
                done[i] := true;
            end;
        end loop;
        while moved loop
            moved := false;
            for i in 1 .. n loop
                continue when done[i];
                parent_code := app.text_or_null(rows -> (i - 1) ->> 'parent_code');
                parent := null;
                if parent_code is not null then
                    -- a parent that is itself a line still waiting goes first
                    continue when exists (select from generate_series(1, n) k where not done[k] and k <> i and lines[k] ->> 'code' = parent_code);
                    select u.id into parent from app.unit u where u.code = parent_code;
                end if;
                begin
                    if parent_code is not null and parent is null then
                        perform app.fail('unknown-reference', 'parent_code');
                    end if;
                    outcome := app.unit_import_apply(rows -> (i - 1), lines[i], parent);
                    tally := jsonb_set(tally, array[outcome], to_jsonb((tally ->> outcome)::integer + 1));
                exception when sqlstate 'NGERR' then
                    get stacked diagnostics slug = message_text, field = column_name;
                    problems := problems || jsonb_build_object('line', i, 'field', case field when 'parent_id' then 'parent_code' else nullif(field, '') end, 'slug', slug);
                end;
                done[i] := true;
                moved := true;
            end loop;
        end loop;
        for i in 1 .. n loop
            if not done[i] then -- they wait for each other
                problems := problems || jsonb_build_object('line', i, 'field', 'parent_code', 'slug', 'conflict');
            end if;
        end loop;
        if (b ->> 'dry_run')::boolean or problems <> '[]' then
            raise exception using errcode = 'NGBAK', message = 'taken back';
        end if;
    exception when sqlstate 'NGBAK' then
        if not (b ->> 'dry_run')::boolean then
            tally := '{"created": 0, "changed": 0, "unchanged": 0}';
        end if;
    end;
    select coalesce(jsonb_agg(p order by (p ->> 'line')::integer), '[]') into problems from jsonb_array_elements(problems) p;
    return tally || jsonb_build_object('lines', n, 'problems', problems);
end $$;
