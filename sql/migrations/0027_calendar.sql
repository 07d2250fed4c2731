-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Calendars of a person, a unit and a room, what overlaps while a meeting is
-- planned, and rooms that are not given twice (E1). A calendar shows only what
-- its reader may see anyway (A4); who prepares meetings is besides told when a
-- room or a person is taken, by times alone. No item, paper or answer is told of.

set local search_path = app;

-- How long a meeting is taken to last when nobody said when it ends.
create function meeting_usual_length() returns interval
language sql immutable parallel safe as $$ select interval '1 hour' $$;

-- By way of UTC, for adding to a time with a zone counts as depending on the session.
create function meeting_until(starts_at timestamptz, ends_at timestamptz) returns timestamptz
language sql immutable parallel safe as
$$ select coalesce(ends_at, (starts_at at time zone 'UTC' + app.meeting_usual_length()) at time zone 'UTC') $$;

create function meeting_span(starts_at timestamptz, ends_at timestamptz) returns tstzrange
language sql immutable parallel safe as $$ select tstzrange(starts_at, app.meeting_until(starts_at, ends_at)) $$;

-- States in which a meeting has its room and its people; a draft only plans to.
create function meeting_stands(state text) returns boolean
language sql immutable parallel safe as $$ select state in ('invited', 'in_progress', 'paused') $$;

create index meeting_by_span on meeting using gist (app.meeting_span(starts_at, ends_at));
create index meeting_by_room on meeting using gist (room_id, app.meeting_span(starts_at, ends_at)) where room_id is not null;

-- ---- a room is given once

-- Who comes second waits for the first to commit, and then sees it: one lock a room, held to the end of the transaction.
create function meeting_takes_room() returns trigger
language plpgsql security definer as $$
declare
    taken app.meeting;
begin
    if new.room_id is null or not app.meeting_stands(new.state) then
        return new;
    end if;
    -- what stands already keeps its room: starting, pausing and ending ask for nothing new
    if tg_op = 'UPDATE' and app.meeting_stands(old.state)
        and (new.room_id, new.starts_at, app.meeting_until(new.starts_at, new.ends_at)) = (old.room_id, old.starts_at, app.meeting_until(old.starts_at, old.ends_at)) then
        return new;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('room:' || new.room_id, 0));
    select * into taken from app.meeting m
    where m.room_id = new.room_id and m.id <> new.id and app.meeting_stands(m.state)
      and app.meeting_span(m.starts_at, m.ends_at) && app.meeting_span(new.starts_at, new.ends_at)
    order by m.starts_at limit 1;
    if taken.id is not null then
        perform app.fail('conflict', 'room_id', 'the room is taken ' || app.json_time(taken.starts_at) || '/' || app.json_time(app.meeting_until(taken.starts_at, taken.ends_at)));
    end if;
    return new;
end $$;
create trigger meeting_takes_a_room_once before insert or update of state, room_id, starts_at, ends_at on meeting
    for each row execute function meeting_takes_room();

-- ---- calendars

-- Who plans meetings may know when rooms and people are taken.
create function meetings_planned_by_me() returns boolean
language plpgsql stable security definer as $$
begin
    return app.has_role('secretary') or app.has_role('leader');
end $$;

-- The most days that are asked for at once.
create function calendar_days() returns integer
language sql immutable as $$ select 62 $$;

-- Whose calendar: what it is called, for one who names it by its id. Null: there is none such.
create function calendar_name(kind text, target uuid, day date) returns text
language plpgsql stable security definer as $$
begin
    return case kind
        when 'person' then (select p.full_name from app.person p where p.id = target)
        when 'room' then (select c.name from app.catalogue_entry c where c.id = target and c.catalogue = 'room')
        when 'unit' then (select t.name from app.unit_period t where t.unit_id = target order by t.valid @> day desc, lower(t.valid) desc limit 1)
    end;
end $$;

-- Days are civil dates of the office, both ends among them. whose: me, unit:<id>, person:<id>, room:<id>.
create function calendar_get(first date, last date, whose text) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    tz text := app.zone();
    kind text := split_part(coalesce(whose, 'me'), ':', 1);
    target uuid;
    label text;
    span tstzrange;
    items jsonb;
    busy jsonb := '[]';
begin
    if last < first then
        perform app.fail('wrong-value', 'to', 'before from');
    elsif last - first >= app.calendar_days() then
        perform app.fail('out-of-range', 'to', 'more than ' || app.calendar_days() || ' days');
    end if;
    if whose <> 'me' then
        if whose !~* '^(unit|person|room):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
            perform app.fail('wrong-value', 'of', 'me, unit:<id>, person:<id> or room:<id>');
        end if;
        kind := lower(kind);
        target := split_part(whose, ':', 2)::uuid;
        label := app.calendar_name(kind, target, first);
        if label is null then
            perform app.unknown('of');
        end if;
    end if;
    span := tstzrange(app.dawn(first), app.dawn(last + 1));
    select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'state', m.state, 'type_id', m.type_id, 'type_name', t.name,
        'starts_at', app.json_time(m.starts_at), 'ends_at', app.json_time(m.ends_at), 'until', app.json_time(app.meeting_until(m.starts_at, m.ends_at)),
        'room_id', m.room_id, 'room_name', r.name, 'place', m.place, 'online', m.online, 'host_unit', app.unit_named(u.unit_id, u.name, u.short_name),
        'chair', app.person_named(c.id, c.full_name), 'my_role', coalesce(mine.role, 'member')) order by m.starts_at, m.id), '[]')
    into items
    from app.meeting m
    left join app.catalogue_entry t on t.id = m.type_id
    left join app.catalogue_entry r on r.id = m.room_id
    left join app.person c on c.id = m.chair_id
    left join lateral app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at, tz)) u on true
    cross join lateral app.meeting_role_of(m, self, who) mine (role)
    where app.meeting_span(m.starts_at, m.ends_at) && span and m.audience_id = any (who)
      and case kind
          when 'me' then true
          when 'room' then m.room_id = target
          when 'unit' then m.host_unit_id = target
              or exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = target)
              or exists (select from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = target)
          else m.chair_id = target
              or exists (select from app.meeting_secretary s where s.meeting_id = m.id and s.person_id = target)
              or exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = target)
              or exists (select from app.unit_attendee a where a.meeting_id = m.id and a.person_id = target)
              or exists (select from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id = target)
          end;
    if kind = 'room' and app.meetings_planned_by_me() then
        busy := (
            select coalesce(jsonb_agg(jsonb_build_object('starts_at', app.json_time(m.starts_at), 'until', app.json_time(app.meeting_until(m.starts_at, m.ends_at)))
                                      order by m.starts_at, app.meeting_until(m.starts_at, m.ends_at)), '[]')
            from app.meeting m
            where m.room_id = target and app.meeting_span(m.starts_at, m.ends_at) && span and app.meeting_stands(m.state) and not m.audience_id = any (who));
    end if;
    return jsonb_build_object('name', label, 'items', items, 'busy', busy,
        'revision', coalesce((select h.revision from app.home h where h.person_id = self), 0));
end $$;

-- ---- what overlaps

-- Who is taken by a meeting: those it is with, less those who stay away, and those sent in somebody's place.
create function meeting_takes(m app.meeting) returns setof uuid
language plpgsql stable security definer as $$
begin
    return query
        select m.chair_id where m.chair_id is not null
        union select s.person_id from app.meeting_secretary s where s.meeting_id = m.id
        union select e.person_id from app.meeting_expected(m.id) e
              where not exists (select from app.invitation_answer a where a.meeting_id = m.id and a.person_id = e.person_id and a.answer <> 'confirmed')
        union select a.substitute_id from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id is not null;
end $$;

-- What else has this room and these people in this time. Meetings I see with their titles, drafts among them; of others that they are taken, and when.
create function meeting_conflicts(starts_at timestamptz, ends_at timestamptz, room uuid, people jsonb, but uuid) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    who uuid[] := app.principals();
    -- the meeting that is planned is not in its own way, for those who plan it
    own uuid := (select x.id from app.meeting x where x.id = but and app.meeting_prepared_by_me(x));
    wanted uuid[] := array(select p::uuid from jsonb_array_elements_text(people) p);
    span tstzrange;
begin
    if own is null and not app.meetings_planned_by_me() then
        perform app.fail('not-allowed');
    elsif ends_at <= starts_at then
        perform app.fail('wrong-value', 'ends_at', 'not after starts_at');
    elsif ends_at > starts_at + make_interval(days => app.calendar_days()) then
        perform app.fail('out-of-range', 'ends_at', 'more than ' || app.calendar_days() || ' days');
    elsif room is not null and app.calendar_name('room', room, null) is null then
        perform app.unknown('room_id');
    end if;
    span := app.meeting_span(starts_at, ends_at);
    return (
        with near as (
            select m as meeting, m.audience_id = any (who) as seen, m.room_id,
                jsonb_build_object('starts_at', app.json_time(m.starts_at), 'until', app.json_time(app.meeting_until(m.starts_at, m.ends_at)),
                    'meeting_id', case when m.audience_id = any (who) then m.id end, 'title', case when m.audience_id = any (who) then m.title end) as told,
                m.starts_at as at, m.id
            from app.meeting m
            where app.meeting_span(m.starts_at, m.ends_at) && span and m.id is distinct from own
              and (app.meeting_stands(m.state) or (m.state = 'draft' and m.audience_id = any (who)))
        )
        select jsonb_build_object(
            'room', (select coalesce(jsonb_agg(n.told order by n.at, n.id), '[]') from near n where n.room_id = room),
            'people', (select coalesce(jsonb_agg(n.told || jsonb_build_object('person', app.person_named(p.id, p.full_name))
                                                 order by array_position(wanted, p.id), n.at, n.id), '[]')
                       from near n cross join lateral app.meeting_takes(n.meeting) t (id) join app.person p on p.id = t.id
                       where p.id = any (wanted))));
end $$;

-- who may run what

do $$ begin perform app.rights_close('{calendar_get, meeting_conflicts}'); end $$;
