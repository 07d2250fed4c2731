-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Calendars, overlaps and iCalendar as in 0027 and 0032, with the sittings of an
-- adjourned meeting as days of their own (0050).

set local search_path = app;

-- When meetings are: their own time, and the sittings after the first.
create function meeting_days(span tstzrange) returns table (meeting_id uuid, starts_at timestamptz, ends_at timestamptz, sitting integer)
language sql stable as $$
    select m.id, m.starts_at, m.ends_at, null::integer from app.meeting m where app.meeting_span(m.starts_at, m.ends_at) && span
    union all
    select s.meeting_id, s.planned_at, s.planned_until, s.number from app.sitting s where s.number > 1 and app.meeting_span(s.planned_at, s.planned_until) && span
$$;

create or replace function calendar_get(first date, last date, whose text) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan set search_path = app, pg_temp as $$
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
        'starts_at', app.json_time(z.starts_at), 'ends_at', app.json_time(z.ends_at), 'until', app.json_time(app.meeting_until(z.starts_at, z.ends_at)), 'sitting', z.sitting,
        'room_id', m.room_id, 'room_name', r.name, 'place', m.place, 'online', m.online, 'host_unit', app.unit_named(u.unit_id, u.name, u.short_name),
        'chair', app.person_named(c.id, c.full_name), 'my_role', coalesce(mine.role, 'member')) order by z.starts_at, m.id), '[]')
    into items
    from app.meeting_days(span) z
    join app.meeting m on m.id = z.meeting_id
    left join app.catalogue_entry t on t.id = m.type_id
    left join app.catalogue_entry r on r.id = m.room_id
    left join app.person c on c.id = m.chair_id
    left join lateral app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at, tz)) u on true
    cross join lateral app.meeting_role_of(m, self, who) mine (role)
    where m.audience_id = any (who)
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
            select coalesce(jsonb_agg(jsonb_build_object('starts_at', app.json_time(z.starts_at), 'until', app.json_time(app.meeting_until(z.starts_at, z.ends_at)))
                                      order by z.starts_at, app.meeting_until(z.starts_at, z.ends_at)), '[]')
            from app.meeting_days(span) z join app.meeting m on m.id = z.meeting_id
            where m.room_id = target and app.meeting_stands(m.state) and not m.audience_id = any (who));
    end if;
    return jsonb_build_object('name', label, 'items', items, 'busy', busy,
        'revision', coalesce((select h.revision from app.home h where h.person_id = self), 0));
end $$;

create or replace function meeting_conflicts(starts_at timestamptz, ends_at timestamptz, room uuid, people jsonb, but uuid) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan set search_path = app, pg_temp as $$
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
                jsonb_build_object('starts_at', app.json_time(z.starts_at), 'until', app.json_time(app.meeting_until(z.starts_at, z.ends_at)),
                    'meeting_id', case when m.audience_id = any (who) then m.id end, 'title', case when m.audience_id = any (who) then m.title end) as told,
                z.starts_at as at, m.id
            from app.meeting_days(span) z join app.meeting m on m.id = z.meeting_id
            where m.id is distinct from own
              and (app.meeting_stands(m.state) or (m.state = 'draft' and m.audience_id = any (who)))
        )
        select jsonb_build_object(
            'room', (select coalesce(jsonb_agg(n.told order by n.at, n.id), '[]') from near n where n.room_id = room),
            'people', (select coalesce(jsonb_agg(n.told || jsonb_build_object('person', app.person_named(p.id, p.full_name))
                                                 order by array_position(wanted, p.id), n.at, n.id), '[]')
                       from near n cross join lateral app.meeting_takes(n.meeting) t (id) join app.person p on p.id = t.id
                       where p.id = any (wanted))));
end $$;

-- As in 0032; each sitting after the first is an event of its own, behind its meeting.
create or replace function meetings_ical(ids uuid[], within boolean) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan set search_path = app, pg_temp as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    tz text := app.zone();
    me app.person;
begin
    select * into me from app.person p where p.id = self;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'state', m.state, 'type', t.name, 'room', r.name, 'place', m.place, 'online', m.online,
            'description', m.description, 'chair', c.full_name, 'host_id', coalesce(m.host_unit_id, m.chair_id, m.author_id), 'host', coalesce(u.name, c.full_name, w.full_name),
            'starts_at', extract(epoch from z.starts_at)::bigint, 'ends_at', extract(epoch from z.ends_at)::bigint, 'sitting', z.sitting, 'day', to_char(z.starts_at at time zone tz, 'DD-MM-YYYY'),
            'sequence', x.sequence, 'created_at', extract(epoch from m.created_at)::bigint, 'changed_at', extract(epoch from x.changed_at)::bigint,
            'agenda', coalesce(l.items, '[]'),
            'reader', jsonb_build_object('id', me.id, 'full_name', me.full_name, 'email', me.email, 'role', mine.role, 'answer', a.answer)) order by i.ord, z.sitting nulls first), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.meeting m on m.id = i.id
        cross join lateral (select m.starts_at, m.ends_at, null::integer as sitting
                            union all select s.planned_at, s.planned_until, s.number from app.sitting s where s.meeting_id = m.id and s.number > 1) z
        join app.meeting_ical x on x.meeting_id = m.id
        left join app.catalogue_entry t on t.id = m.type_id
        left join app.catalogue_entry r on r.id = m.room_id
        left join app.person c on c.id = m.chair_id
        left join app.person w on w.id = m.author_id
        left join lateral app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at, tz)) u on true
        left join app.invitation_answer a on a.meeting_id = m.id and a.person_id = self
        cross join lateral app.meeting_role_of(m, self, who) mine (role)
        left join lateral (
            select jsonb_agg(jsonb_build_object('number', coalesce(g.number, g.position::text), 'title', g.title) order by g.position) as items
            from app.agenda_item g where g.meeting_id = m.id and case when within then app.item_seen(g) else g.audience_id is null end) l on true);
end $$;

-- One meeting, to whoever sees it: the day it goes on, once it was adjourned.
create or replace function meeting_calendar(meeting uuid) returns setof jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return query select app.meetings_ical(array[m.id], true) -> -1 from app.meeting m where m.id = meeting_calendar.meeting and app.meeting_seen(m);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
