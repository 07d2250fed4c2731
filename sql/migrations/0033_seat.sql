-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seat maps of rooms (A5), and who sits where in a meeting (E10).
--
-- A map is a grid; what stands on it has an id for good. A seat that is taken
-- off the map keeps its row while a meeting names it: a meeting that is over
-- shows where people sat, and in one that is to come they are listed as without
-- a seat, never moved to another. So it is when the meeting changes its room.

set local search_path = app;

create table room_map (
    room_id uuid primary key,
    room_catalogue text not null generated always as ('room') stored,
    width integer not null check (width between 4 and 300),
    height integer not null check (height between 4 and 300),
    edit_version bigint not null default 1,
    foreign key (room_id, room_catalogue) references catalogue_entry (id, catalogue)
);

create table room_seat (
    id uuid primary key,
    room_id uuid not null references room_map,
    kind text not null check (kind in ('chair', 'table', 'round', 'podium', 'screen', 'door')),
    label text not null,
    x integer not null, -- of its upper left corner, in steps of the grid
    y integer not null,
    w integer not null check (w between 1 and 100),
    h integer not null check (h between 1 and 100),
    angle integer not null check (angle in (0, 90, 180, 270)), -- where it faces: 0 up
    head boolean not null, -- the chair's own
    position integer not null,
    removed_at timestamptz,
    constraint only_a_chair_is_the_heads check (kind = 'chair' or not head)
);
create index on room_seat (room_id) where removed_at is null;

create table meeting_seating (
    meeting_id uuid primary key references meeting on delete cascade,
    edit_version bigint not null default 1
);

create table meeting_seat (
    meeting_id uuid not null references meeting on delete cascade,
    seat_id uuid not null references room_seat,
    person_id uuid references person,
    unit_id uuid references unit, -- an invited unit that has named nobody yet
    primary key (meeting_id, seat_id),
    constraint one_seat_a_person unique (meeting_id, person_id),
    constraint one_seat_a_unit unique (meeting_id, unit_id),
    constraint somebody_sits check (num_nonnulls(person_id, unit_id) = 1)
);
create index on meeting_seat (seat_id);

do $$
declare t text;
begin
    foreach t in array array['room_map', 'room_seat', 'meeting_seating', 'meeting_seat'] loop
        execute format('alter table app.%I enable row level security', t);
    end loop;
end $$;

-- ---- maps

create function room_seat_json(s app.room_seat) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', s.id, 'kind', s.kind, 'label', s.label, 'x', s.x, 'y', s.y, 'w', s.w, 'h', s.h, 'angle', s.angle, 'head', s.head)
$$;

-- Every room has one; until somebody has drawn it, it is empty.
create function room_map_get(room uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query
        select jsonb_build_object('room_id', c.id, 'room_name', c.name, 'width', coalesce(r.width, 40), 'height', coalesce(r.height, 28),
            'seats', coalesce(l.seats, '[]'), 'edit_version', coalesce(r.edit_version, 0))
        from app.catalogue_entry c
        left join app.room_map r on r.room_id = c.id
        left join lateral (select jsonb_agg(app.room_seat_json(s) order by s.position, s.id) as seats
                           from app.room_seat s where s.room_id = c.id and s.removed_at is null) l on true
        where c.id = room and c.catalogue = 'room';
end $$;

create function room_map_check(b jsonb) returns void
language plpgsql immutable as $$
declare
    s record;
begin
    for s in
        select e.ord - 1 as i, e.x ->> 'kind' as kind, e.x ->> 'label' as label, (e.x ->> 'x')::integer as x, (e.x ->> 'y')::integer as y, (e.x ->> 'w')::integer as w,
            (e.x ->> 'h')::integer as h, (e.x ->> 'angle')::integer as angle, coalesce((e.x ->> 'head')::boolean, false) as head,
            count(*) over (partition by e.x ->> 'id') as same_id,
            count(*) filter (where e.x ->> 'kind' = 'chair') over (partition by e.x ->> 'label') as same_label,
            count(*) filter (where (e.x ->> 'head')::boolean) over () as heads
        from jsonb_array_elements(b -> 'seats') with ordinality e (x, ord)
        order by e.ord
    loop
        if s.same_id > 1 then
            perform app.fail('duplicate', 'seats.' || s.i || '.id');
        elsif s.kind = 'chair' and btrim(s.label) = '' then
            perform app.fail('missing-field', 'seats.' || s.i || '.label');
        elsif s.kind = 'chair' and s.same_label > 1 then
            perform app.fail('duplicate', 'seats.' || s.i || '.label', 'two seats of one name');
        elsif s.head and (s.kind <> 'chair' or s.heads > 1) then
            perform app.fail('conflict', 'seats.' || s.i || '.head', 'one chair is the head''s');
        elsif s.x + s.w > (b ->> 'width')::integer or s.y + s.h > (b ->> 'height')::integer then
            perform app.fail('out-of-range', 'seats.' || s.i || '.x', 'outside the room');
        elsif s.angle % 90 <> 0 then
            perform app.fail('wrong-value', 'seats.' || s.i || '.angle', 'a quarter of a turn');
        end if;
    end loop;
end $$;

-- The map whole. What is not in it any more is taken off.
create function room_map_set(room uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    held app.room_map;
    coming uuid[];
    touched uuid;
    bad bigint;
begin
    if not exists (select from app.catalogue_entry c where c.id = room and c.catalogue = 'room') then
        return;
    end if;
    perform app.require_role('system_admin');
    -- meetings before the map, in id order: as whoever places people in one does
    coming := array(select m.id from app.meeting m where m.room_id = room and m.state in ('draft', 'invited', 'in_progress', 'paused') order by m.id for update);
    insert into app.room_map (room_id, width, height, edit_version) values (room, 40, 28, 0) on conflict do nothing;
    select * into held from app.room_map r where r.room_id = room for update;
    perform app.check_edit(held.edit_version, given);
    perform app.room_map_check(b);
    select e.ord - 1 into bad from jsonb_array_elements(b -> 'seats') with ordinality e (x, ord)
    join app.room_seat s on s.id = (e.x ->> 'id')::uuid and s.room_id <> room order by 1 limit 1;
    if bad is not null then
        perform app.fail('conflict', 'seats.' || bad || '.id');
    end if;
    update app.room_seat s set removed_at = now() where s.room_id = room and s.removed_at is null
        and not s.id in (select (e ->> 'id')::uuid from jsonb_array_elements(b -> 'seats') e);
    delete from app.room_seat s where s.room_id = room and s.removed_at is not null and not exists (select from app.meeting_seat p where p.seat_id = s.id);
    insert into app.room_seat as s (id, room_id, kind, label, x, y, w, h, angle, head, position)
    select (e.x ->> 'id')::uuid, room, e.x ->> 'kind', btrim(e.x ->> 'label'), (e.x ->> 'x')::integer, (e.x ->> 'y')::integer, (e.x ->> 'w')::integer, (e.x ->> 'h')::integer,
        (e.x ->> 'angle')::integer, coalesce((e.x ->> 'head')::boolean, false), e.ord
    from jsonb_array_elements(b -> 'seats') with ordinality e (x, ord)
    on conflict (id) do update set kind = excluded.kind, label = excluded.label, x = excluded.x, y = excluded.y, w = excluded.w, h = excluded.h,
        angle = excluded.angle, head = excluded.head, position = excluded.position, removed_at = null;
    update app.room_map r set width = (b ->> 'width')::integer, height = (b ->> 'height')::integer, edit_version = r.edit_version + 1 where r.room_id = room;
    perform app.audit('room-map-changed', 'room', room, jsonb_build_object('seats', jsonb_array_length(b -> 'seats')));
    foreach touched in array coming loop
        perform app.meeting_bump(touched, 'seats');
    end loop;
    return query select app.room_map_get(room);
end $$;

-- ---- who sits

-- Whom a seat may be given, in the order of protocol: the chair, leaders, the others as they were invited, guests, secretaries.
create function seat_people(m app.meeting) returns table (person_id uuid, unit_id uuid, role text, rank integer, ord integer)
language plpgsql stable security definer as $$
declare
    day date := app.civil_date(m.starts_at);
begin
    return query
        select x.person_id, x.unit_id, x.role, case
            when x.role = 'chair' then 0
            when x.role = 'secretary' then 4
            when x.role = 'guest' then 3
            when exists (select from app.position h join app.catalogue_entry t on t.id = h.title_id
                         where h.person_id = x.person_id and h.held @> day and 'leader' = any (t.roles)) then 1
            else 2 end, x.ord
        from (
            select m.chair_id as person_id, null::uuid as unit_id, 'chair' as role, 0 as ord where m.chair_id is not null
            union all
            select e.person_id, e.unit_id, e.role, e.ord from app.meeting_expected(m.id) e where e.person_id is distinct from m.chair_id
            union all
            select null, i.principal_id, i.role, i.position from app.meeting_invitee i
            where i.meeting_id = m.id and i.kind = 'unit' and not exists (select from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = i.principal_id)
            union all
            select s.person_id, null, 'secretary', 0 from app.meeting_secretary s
            where s.meeting_id = m.id and s.person_id is distinct from m.chair_id and not exists (select from app.meeting_expected(m.id) e where e.person_id = s.person_id)
        ) x;
end $$;

create function meeting_seats_json(m app.meeting) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    self uuid := app.me();
    prepares boolean := app.meeting_prepared_by_me(m);
    over boolean := m.state in ('ended', 'closed');
    day date := app.civil_date(m.starts_at);
    out jsonb;
begin
    with chairs as (
        select s.* from app.room_seat s
        where s.room_id = m.room_id and (s.removed_at is null or (over and exists (select from app.meeting_seat p where p.meeting_id = m.id and p.seat_id = s.id)))
    ), people as (
        select w.*, a.substitute_id, coalesce(a.answer = 'declined', false) as away, c.id as seat_id, gone.label as lost_label,
            row_number() over (order by w.rank, w.ord, w.person_id, w.unit_id) as place
        from app.seat_people(m) w
        left join app.invitation_answer a on a.meeting_id = m.id and a.person_id = w.person_id
        left join app.meeting_seat p on p.meeting_id = m.id and coalesce(p.person_id, p.unit_id) = coalesce(w.person_id, w.unit_id)
        left join chairs c on c.id = p.seat_id
        left join app.room_seat gone on gone.id = p.seat_id and c.id is null
    )
    select jsonb_build_object(
        'room_id', m.room_id, 'room_name', (select r.name from app.catalogue_entry r where r.id = m.room_id),
        'width', coalesce((select r.width from app.room_map r where r.room_id = m.room_id), 0),
        'height', coalesce((select r.height from app.room_map r where r.room_id = m.room_id), 0),
        'seats', (select coalesce(jsonb_agg(app.room_seat_json(c) order by c.position, c.id), '[]') from chairs c),
        'people', (select coalesce(jsonb_agg(jsonb_build_object('person', app.person_ref(w.person_id), 'unit', app.unit_named(u.unit_id, u.name, u.short_name), 'role', w.role,
            'substitute', app.person_ref(w.substitute_id), 'away', w.away, 'seat_id', w.seat_id, 'lost_label', w.lost_label,
                'mine', coalesce(self = coalesce(w.substitute_id, w.person_id), false)) order by w.place), '[]')
            from people w left join lateral app.unit_name_on(w.unit_id, day) u on true
            where prepares or w.seat_id is not null or self in (w.person_id, w.substitute_id)),
        'may_place', prepares and app.meeting_is_open(m),
        'edit_version', coalesce((select x.edit_version from app.meeting_seating x where x.meeting_id = m.id), 0), 'revision', m.revision)
    into out;
    return out;
end $$;

create function meeting_seats_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.meeting_seats_json(m) from app.meeting m where m.id = meeting_seats_get.meeting and app.meeting_seen(m);
end $$;

-- The little that the meeting's own page says: my seat, or what is still to be done.
create function my_seat_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = my_seat_get.meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    end if;
    return next jsonb_build_object('label', (
            select s.label from app.meeting_seat p
            join app.room_seat s on s.id = p.seat_id and s.room_id = m.room_id and (s.removed_at is null or m.state in ('ended', 'closed'))
            join app.seat_people(m) w on w.person_id = p.person_id
            left join app.invitation_answer a on a.meeting_id = m.id and a.person_id = p.person_id
            where p.meeting_id = m.id and app.me() = coalesce(a.substitute_id, p.person_id) order by s.position limit 1),
        'chairs', (select count(*) from app.room_seat s where s.room_id = m.room_id and s.removed_at is null and s.kind = 'chair'),
        'placed', (select count(*) from app.meeting_seat p where p.meeting_id = m.id));
end $$;

-- All places of the meeting, in place of those before.
create function meeting_seats_set(meeting uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
    held bigint;
    p record;
begin
    if m.id is null then
        return;
    end if;
    -- seats that are being taken off meanwhile are waited for
    perform from app.room_map r where r.room_id = m.room_id for share;
    held := coalesce((select x.edit_version from app.meeting_seating x where x.meeting_id = m.id), 0);
    perform app.check_edit(held, given);
    for p in
        select e.ord - 1 as i, e.seat_id, e.person_id, e.unit_id, s.id is not null as seat_known, w.rank is not null as who_known,
            count(*) over (partition by e.seat_id) as same_seat, count(*) over (partition by e.person_id, e.unit_id) as same_who
        from (select x.ord, (x.j ->> 'seat_id')::uuid as seat_id, (x.j ->> 'person_id')::uuid as person_id, (x.j ->> 'unit_id')::uuid as unit_id
              from jsonb_array_elements(b -> 'places') with ordinality x (j, ord)) e
        left join app.room_seat s on s.id = e.seat_id and s.room_id = m.room_id and s.kind = 'chair' and s.removed_at is null
        left join app.seat_people(m) w on coalesce(w.person_id, w.unit_id) = coalesce(e.person_id, e.unit_id) and (w.person_id is null) = (e.person_id is null)
        order by e.ord
    loop
        if num_nonnulls(p.person_id, p.unit_id) <> 1 then
            perform app.fail('missing-field', 'places.' || p.i || '.person_id', 'a person or a unit');
        elsif not p.seat_known then
            perform app.unknown('places.' || p.i || '.seat_id');
        elsif not p.who_known then
            perform app.unknown('places.' || p.i || case when p.person_id is null then '.unit_id' else '.person_id' end);
        elsif p.same_seat > 1 then
            perform app.fail('duplicate', 'places.' || p.i || '.seat_id', 'two on one seat');
        elsif p.same_who > 1 then
            perform app.fail('duplicate', 'places.' || p.i || case when p.person_id is null then '.unit_id' else '.person_id' end, 'one on two seats');
        end if;
    end loop;
    delete from app.meeting_seat x where x.meeting_id = m.id;
    insert into app.meeting_seat (meeting_id, seat_id, person_id, unit_id)
    select m.id, (x ->> 'seat_id')::uuid, (x ->> 'person_id')::uuid, (x ->> 'unit_id')::uuid from jsonb_array_elements(b -> 'places') x;
    insert into app.meeting_seating as x (meeting_id) values (m.id) on conflict (meeting_id) do update set edit_version = x.edit_version + 1;
    perform app.audit('seats-placed', 'meeting', m.id, jsonb_build_object('places', jsonb_array_length(b -> 'places')));
    perform app.meeting_bump(m.id, 'seats');
    return query select app.meeting_seats_json(x) from app.meeting x where x.id = m.id;
end $$;

do $$ begin perform app.rights_close('{room_map_get,room_map_set,my_seat_get,meeting_seats_get,meeting_seats_set}'); end $$;
