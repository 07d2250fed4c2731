-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Roll-call (F1; rules 22, 23, 33): who is in the room, online, absent with or
-- without a reason, or not called yet; said by oneself, by the code on the
-- screen, or by the secretary; per item where it differs; and the quorum that
-- follows. What was answered to the invitation is never taken for having been
-- there. A mandate is one seat of the meeting: of a member invited by name or
-- sent by a unit, of the chair, or of a unit that has named nobody.

set local search_path = app;

create table attendance (
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    state text not null check (state in ('room', 'online', 'excused', 'absent')), -- rule 22: one row, so never both
    method text not null check (method in ('self', 'code', 'secretary')),
    reason text check (reason <> ''),
    confirmed boolean not null, -- by the code or the secretary; what one says oneself waits for it
    said_by uuid not null references person,
    at timestamptz not null default now(),
    primary key (meeting_id, person_id),
    constraint who_is_there_needs_no_reason check (reason is null or state in ('excused', 'absent'))
);
create index on attendance (person_id);

-- Where it differs from the meeting's: who came later, went earlier, or left the room for an item.
create table item_attendance (
    item_id uuid not null references agenda_item on delete cascade,
    person_id uuid not null references person,
    present boolean not null,
    said_by uuid not null references person,
    at timestamptz not null default now(),
    primary key (item_id, person_id)
);

-- The secret behind the code on the screen, and the share of members that a meeting needs; half unless said otherwise.
create table roll (
    meeting_id uuid primary key references meeting on delete cascade,
    secret bytea not null default sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')),
    quorum text not null default 'half' check (quorum in ('half', 'two_thirds', 'three_quarters', 'none'))
);

do $$
declare t text;
begin
    foreach t in array array['attendance', 'item_attendance', 'roll'] loop
        execute format('alter table app.%I enable row level security', t);
    end loop;
end $$;
grant select on attendance, item_attendance to nghisu_app;
-- Reasons stand in it: a meeting's others are told of it by roll_get alone.
create policy "a person sees their own row of the roll, who prepares the meeting all" on attendance for select to nghisu_app
    using (person_id = (select me()) or exists (select from meeting m where m.id = meeting_id and meeting_prepared_by_me(m)));
create policy "who sees an item sees who was there for it" on item_attendance for select to nghisu_app using (exists (select from agenda_item i where i.id = item_id));

-- ---- mandates

-- One row a seat: whose it is, and who stands for it there. Guests have none and are told apart by their role.
create function meeting_mandates(meeting uuid) returns table (person_id uuid, unit_id uuid, role text, substitute_id uuid, stands_id uuid, ord integer)
language plpgsql stable security definer as $$
begin
    return query
        select x.person_id, x.unit_id, x.role, a.substitute_id, coalesce(a.substitute_id, x.person_id), x.ord
        from (
            select e.person_id, e.unit_id, case when m.chair_id = e.person_id then 'chair' else e.role end as role, case when m.chair_id = e.person_id then 0 else e.ord end as ord
            from app.meeting m cross join lateral app.meeting_expected(m.id) e where m.id = meeting_mandates.meeting
            union all
            select m.chair_id, null, 'chair', 0 from app.meeting m
            where m.id = meeting_mandates.meeting and m.chair_id is not null and not exists (select from app.meeting_expected(m.id) e where e.person_id = m.chair_id)
            union all
            select null, i.principal_id, i.role, i.position from app.meeting_invitee i
            where i.meeting_id = meeting_mandates.meeting and i.kind = 'unit'
              and not exists (select from app.unit_attendee u where u.meeting_id = i.meeting_id and u.unit_id = i.principal_id)
        ) x
        left join app.invitation_answer a on a.meeting_id = meeting_mandates.meeting and a.person_id = x.person_id and a.answer = 'substituted';
end $$;

-- Present for the item given, or for the meeting as it stands.
create function attendance_present(meeting uuid, item uuid, person uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return coalesce((select i.present from app.item_attendance i where i.item_id = item and i.person_id = person),
                    (select a.state in ('room', 'online') from app.attendance a where a.meeting_id = meeting and a.person_id = person), false);
end $$;

-- Rule 33: computed exactly, in whole persons. half: more than half; the others: at least.
create function quorum_needed(share text, total integer) returns integer
language sql immutable as $$
    select case share when 'half' then total / 2 + 1 when 'two_thirds' then (2 * total + 2) / 3 when 'three_quarters' then (3 * total + 3) / 4 else 0 end
$$;

-- item: as of it, for those who may know that the meeting stands on it (rule 24).
create function quorum_json(m app.meeting, item uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    share text := coalesce((select r.quorum from app.roll r where r.meeting_id = m.id), 'half');
    total integer; present integer; guests integer;
begin
    select count(*) filter (where x.role <> 'guest'), count(*) filter (where x.role <> 'guest' and x.here), count(*) filter (where x.role = 'guest' and x.here)
    into total, present, guests
    from (select d.role, app.attendance_present(m.id, item, d.stands_id) as here from app.meeting_mandates(m.id) d) x;
    return jsonb_build_object('share', share, 'total', total, 'present', present, 'needed', app.quorum_needed(share, total),
        'met', present >= app.quorum_needed(share, total), 'guests', guests);
end $$;

-- ---- replies

create function attendance_row(m app.meeting, person uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('state', a.state, 'method', a.method, 'confirmed', a.confirmed, 'at', app.json_time(a.at))
            from app.attendance a where a.meeting_id = m.id and a.person_id = person);
end $$;

create function roll_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    prepares boolean := app.meeting_prepared_by_me(m);
    day date := least(app.today(), app.civil_date(m.starts_at));
    item uuid := (select i.id from app.agenda_item i where i.id = m.current_item_id and app.item_seen(i));
begin
    return jsonb_build_object('revision', m.revision, 'quorum', app.quorum_json(m, item), 'open', app.roll_open(m), 'may_call', prepares and m.state in ('invited', 'in_progress', 'paused'),
        'mine', (select a.state from app.attendance a where a.meeting_id = m.id and a.person_id = app.me()), 'online', m.online,
        'items', (select coalesce(jsonb_agg(jsonb_build_object('person', app.person_ref(d.person_id), 'unit', app.unit_named(u.unit_id, u.name, u.short_name), 'role', d.role,
                'substitute', app.person_ref(d.substitute_id), 'stands_id', d.stands_id, 'answer', n.answer, 'attendance', app.attendance_row(m, d.stands_id),
                'reason', case when prepares or d.stands_id = app.me() then a.reason end, 'present_for_item', i.present)
            order by case d.role when 'chair' then 0 when 'member' then 1 else 2 end, d.ord, u.name collate "vi-x-icu", d.person_id), '[]')
            from app.meeting_mandates(m.id) d
            left join app.invitation_answer n on n.meeting_id = m.id and n.person_id = d.person_id
            left join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id
            left join app.item_attendance i on i.item_id = item and i.person_id = d.stands_id
            left join lateral app.unit_name_on(d.unit_id, day) u on true));
end $$;

-- From an hour before the planned time until the end.
create function roll_open(m app.meeting) returns boolean
language sql stable as $$ select m.state in ('in_progress', 'paused') or (m.state = 'invited' and now() >= m.starts_at - interval '1 hour') $$;

create function roll_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.roll_json(m) from app.meeting m where m.id = meeting and app.meeting_seen(m) and m.published_at is not null;
end $$;

-- ---- acts

-- Told to all with what they need to change their screen, without asking: as of the item that is on, unless it is a restricted one (rule 24); then
-- its circle asks. person: null when nobody's row changed.
create function attendance_bump(m app.meeting, person uuid) returns void
language plpgsql security definer as $$
declare
    i app.agenda_item;
begin
    select * into i from app.agenda_item x where x.id = m.current_item_id;
    if i.audience_id is not null then
        perform app.circle_bump(m.id, i.audience_id);
        i.id := null;
    end if;
    perform app.meeting_bump(m.id, 'attendance', case when person is null then '{}' else jsonb_build_object('person_id', person, 'attendance', app.attendance_row(m, person),
        'present_for_item', (select a.present from app.item_attendance a where a.item_id = i.id and a.person_id = attendance_bump.person)) end
        || jsonb_build_object('quorum', app.quorum_json(m, i.id)));
end $$;

create function attendance_told(m app.meeting, person uuid, action text, detail jsonb, item uuid default null) returns jsonb
language plpgsql security definer as $$
declare
    apart uuid := (select i.audience_id from app.agenda_item i where i.id = item);
begin
    perform app.audit(action, 'meeting', m.id, detail || jsonb_build_object('person_id', person));
    if apart is not null then
        perform app.circle_bump(m.id, apart);
    else
        perform app.attendance_bump(m, person);
    end if;
    select * into m from app.meeting x where x.id = m.id;
    return app.roll_json(m);
end $$;

-- The code of a moment: it changes every half minute, and the one before is still taken.
create function roll_code(secret bytea, at timestamptz) returns text
language sql immutable as $$
    select upper(substr(encode(sha256(secret || convert_to((extract(epoch from at)::bigint / 30)::text, 'UTF8')), 'hex'), 1, 12))
$$;

create function roll_code_get(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    hidden bytea;
begin
    if m.id is null then
        return;
    end if;
    if not app.roll_open(m) then
        perform app.fail('wrong-state');
    end if;
    insert into app.roll (meeting_id) values (m.id) on conflict do nothing;
    select r.secret into hidden from app.roll r where r.meeting_id = m.id;
    return next jsonb_build_object('code', app.roll_code(hidden, now()), 'at', app.json_time(clock_timestamp()),
        'until', app.json_time(to_timestamp((extract(epoch from now())::bigint / 30 + 1) * 30)));
end $$;

-- I am here: in the room or online.
create function attendance_say(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
    code text := b ->> 'code';
    hidden bytea;
begin
    select * into m from app.meeting x where x.id = meeting and app.meeting_seen(x) and x.published_at is not null for update;
    if m.id is null then
        return;
    end if;
    if not app.roll_open(m) then
        perform app.fail('wrong-state');
    elsif b ->> 'state' = 'online' and not m.online then
        perform app.fail('conflict', 'state', 'the meeting is not held online');
    elsif exists (select from app.meeting_mandates(m.id) d where d.person_id = app.me() and d.substitute_id is not null) then
        perform app.fail('conflict', 'state', 'somebody stands in for you'); -- rule 23: withdraw the substitute first
    elsif not exists (select from app.meeting_mandates(m.id) d where d.stands_id = app.me()) then
        perform app.fail('not-allowed');
    end if;
    if code is not null then
        select r.secret into hidden from app.roll r where r.meeting_id = m.id;
        if hidden is null or upper(code) not in (app.roll_code(hidden, now()), app.roll_code(hidden, now() - interval '30 seconds')) then
            perform app.fail('wrong-value', 'code', 'this code is over');
        end if;
    end if;
    insert into app.attendance as a (meeting_id, person_id, state, method, confirmed, said_by)
    values (m.id, app.me(), b ->> 'state', case when code is null then 'self' else 'code' end, code is not null, app.me())
    on conflict (meeting_id, person_id) do update set state = excluded.state, method = excluded.method, reason = null, at = now(), said_by = excluded.said_by,
        confirmed = excluded.confirmed or (a.confirmed and a.state = excluded.state);
    return next app.attendance_told(m, app.me(), 'attendance-said', jsonb_build_object('state', b ->> 'state', 'code', code is not null));
end $$;

-- The secretary's word, for one person; no state: not called yet.
create function attendance_set(meeting uuid, person uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock(meeting);
    why text := app.text_or_null(b ->> 'reason');
begin
    if m.id is null or not exists (select from app.meeting_mandates(m.id) d where d.stands_id = person) then
        return;
    end if;
    if m.state not in ('invited', 'in_progress', 'paused') then
        perform app.fail('wrong-state');
    elsif b ->> 'state' = 'online' and not m.online then
        perform app.fail('conflict', 'state', 'the meeting is not held online');
    elsif why is not null and coalesce(b ->> 'state', '') not in ('excused', 'absent') then
        perform app.fail('conflict', 'reason', 'only absence has a reason');
    end if;
    if b ->> 'state' is null then
        delete from app.attendance a where a.meeting_id = m.id and a.person_id = person;
    else
        insert into app.attendance as a (meeting_id, person_id, state, method, reason, confirmed, said_by) values (m.id, person, b ->> 'state', 'secretary', why, true, app.me())
        on conflict (meeting_id, person_id) do update set state = excluded.state, method = case when a.state = excluded.state then a.method else 'secretary' end,
            reason = excluded.reason, confirmed = true, said_by = excluded.said_by, at = case when a.state = excluded.state then a.at else now() end;
    end if;
    return next app.attendance_told(m, person, 'attendance-set', b);
end $$;

-- Came later, went earlier: for one item. Null: as in the meeting.
create function item_attendance_set(item uuid, person uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock(app.meeting_of_item(item));
begin
    if m.id is null or not exists (select from app.meeting_mandates(m.id) d where d.stands_id = person) then
        return;
    end if;
    if m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    end if;
    if b ->> 'present' is null then
        delete from app.item_attendance a where a.item_id = item and a.person_id = person;
    else
        insert into app.item_attendance as a (item_id, person_id, present, said_by) values (item, person, (b ->> 'present')::boolean, app.me())
        on conflict (item_id, person_id) do update set present = excluded.present, said_by = excluded.said_by, at = now();
    end if;
    return next app.attendance_told(m, person, 'item-attendance-set', b || jsonb_build_object('item_id', item), item);
end $$;

create function quorum_set(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
begin
    if m.id is null then
        return;
    end if;
    insert into app.roll (meeting_id, quorum) values (m.id, b ->> 'share') on conflict (meeting_id) do update set quorum = excluded.quorum;
    perform app.audit('quorum-set', 'meeting', m.id, b);
    perform app.attendance_bump(m, null);
    select * into m from app.meeting x where x.id = m.id;
    return next app.roll_json(m);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{roll_get, roll_code_get, attendance_say, attendance_set, item_attendance_set, quorum_set}'); end $$;
