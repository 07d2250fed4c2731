-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Sittings: a meeting that is adjourned goes on another day (F2, rule 20). It
-- stays paused, with a time to go on; calendars, notices, mail and iCalendar
-- tell of that time. Each sitting keeps when it began and ended, over midnight
-- and over several days; minutes and record cite them. A short pause is no end
-- of a sitting; one that nobody ended before the next day was.

set local search_path = app;

create table sitting (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting on delete cascade,
    number integer not null check (number >= 1),
    planned_at timestamptz not null, -- of the first the meeting's own
    planned_until timestamptz check (planned_until > planned_at),
    started_at timestamptz,
    rested_at timestamptz, -- it pauses since then
    ended_at timestamptz check (ended_at >= started_at),
    constraint sitting_number unique (meeting_id, number),
    constraint what_did_not_begin_neither_rests_nor_ends check (started_at is not null or (rested_at is null and ended_at is null))
);
create unique index one_sitting_at_a_time on sitting (meeting_id) where ended_at is null;
create index sitting_by_span on sitting using gist (app.meeting_span(planned_at, planned_until)) where number > 1;
alter table sitting enable row level security;
grant select on sitting to nghisu_app;
create policy "who sees a meeting sees when it sat" on sitting for select to nghisu_app using (exists (select from meeting m where m.id = meeting_id));

-- Kept by what happens to the meeting's state, whichever way that comes about.
create function meeting_sits() returns trigger
language plpgsql security definer as $$
declare
    s app.sitting;
begin
    select * into s from app.sitting x where x.meeting_id = new.id and x.ended_at is null;
    if new.state = 'in_progress' then
        if s.started_at is not null and app.civil_date(s.rested_at) < app.today() then -- nobody adjourned it: it ended when it paused
            update app.sitting x set ended_at = s.rested_at where x.id = s.id;
            s := null;
        end if;
        if s.id is null then
            insert into app.sitting (meeting_id, number, planned_at, planned_until, started_at)
            select new.id, coalesce(max(x.number), 0) + 1, case old.state when 'invited' then new.starts_at else now() end, case old.state when 'invited' then new.ends_at end, now()
            from app.sitting x where x.meeting_id = new.id;
        else
            update app.sitting x set started_at = coalesce(x.started_at, now()), rested_at = null where x.id = s.id;
        end if;
    elsif new.state = 'paused' then
        update app.sitting x set rested_at = now() where x.id = s.id;
    elsif new.state = 'ended' then
        delete from app.sitting x where x.id = s.id and x.started_at is null; -- what was planned is not held
        update app.sitting x set ended_at = case when app.civil_date(x.rested_at) < app.today() then x.rested_at else now() end where x.id = s.id;
    end if;
    return null;
end $$;
create trigger meeting_sits after update of state on meeting for each row when (old.state <> new.state) execute function meeting_sits();

-- Meetings held before there were sittings had one.
insert into sitting (meeting_id, number, planned_at, planned_until, started_at, rested_at, ended_at)
select m.id, 1, m.starts_at, m.ends_at, m.started_at, case when m.state = 'paused' then now() end, greatest(m.ended_at, m.started_at) from meeting m where m.started_at is not null;

create function sittings_json(meeting uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'planned_at', app.json_time(s.planned_at), 'planned_until', app.json_time(s.planned_until),
            'started_at', app.json_time(s.started_at), 'ended_at', app.json_time(s.ended_at)) order by s.number), '[]')
        from app.sitting s where s.meeting_id = sittings_json.meeting);
end $$;

-- ---- a room is given once: for what goes on in it too

create function room_taken(room uuid, span tstzrange, but uuid) returns tstzrange
language plpgsql stable security definer as $$
begin
    return (select x.span from (
        select app.meeting_span(m.starts_at, m.ends_at) as span from app.meeting m
        where m.room_id = room and m.id <> but and app.meeting_stands(m.state) and app.meeting_span(m.starts_at, m.ends_at) && room_taken.span
        union all
        select app.meeting_span(s.planned_at, s.planned_until) from app.sitting s join app.meeting m on m.id = s.meeting_id
        where s.number > 1 and s.ended_at is null and m.room_id = room and m.id <> but and app.meeting_stands(m.state)
          and app.meeting_span(s.planned_at, s.planned_until) && room_taken.span) x
        order by lower(x.span) limit 1);
end $$;

-- Who comes second waits for the first to commit, and then sees it: one lock a room, held to the end of the transaction.
create function room_take(room uuid, span tstzrange, but uuid, field text) returns void
language plpgsql security definer as $$
declare
    taken tstzrange;
begin
    perform pg_advisory_xact_lock(hashtextextended('room:' || room, 0));
    taken := app.room_taken(room, span, but);
    if taken is not null then
        perform app.fail('conflict', field, 'the room is taken ' || app.json_time(lower(taken)) || '/' || app.json_time(upper(taken)));
    end if;
end $$;

create or replace function meeting_takes_room() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    s app.sitting;
begin
    if new.room_id is null or not app.meeting_stands(new.state) then
        return new;
    end if;
    -- what stands already keeps its room: starting, pausing and ending ask for nothing new
    if tg_op = 'UPDATE' and app.meeting_stands(old.state)
        and (new.room_id, new.starts_at, app.meeting_until(new.starts_at, new.ends_at)) = (old.room_id, old.starts_at, app.meeting_until(old.starts_at, old.ends_at)) then
        return new;
    end if;
    perform app.room_take(new.room_id, app.meeting_span(new.starts_at, new.ends_at), new.id, 'room_id');
    select * into s from app.sitting x where x.meeting_id = new.id and x.number > 1 and x.ended_at is null;
    if s.id is not null then
        perform app.room_take(new.room_id, app.meeting_span(s.planned_at, s.planned_until), new.id, 'room_id');
    end if;
    return new;
end $$;

-- ---- replies that tell of it

create or replace function meetings_json(ids uuid[]) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    tz text := app.zone();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'state', m.state, 'type_id', m.type_id, 'type_name', t.name,
            'host_unit', app.unit_named(u.unit_id, u.name, u.short_name), 'chair', app.person_named(c.id, c.full_name),
            'starts_at', app.json_time(m.starts_at), 'ends_at', app.json_time(m.ends_at), 'room_id', m.room_id, 'room_name', r.name, 'place', m.place,
            'online', m.online, 'resumes_at', app.json_time(z.planned_at), 'resumes_until', app.json_time(z.planned_until), 'my_role', coalesce(mine.role, 'member'), 'papers', a.papers, 'items', a.items, 'revision', m.revision,
            'edit_version', case when mine.role in ('chair', 'secretary', 'author') then m.edit_version else m.revision end) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.meeting m on m.id = i.id
        left join app.catalogue_entry t on t.id = m.type_id
        left join app.catalogue_entry r on r.id = m.room_id
        left join app.person c on c.id = m.chair_id
        left join lateral app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at, tz)) u on true
        left join app.sitting z on z.meeting_id = m.id and z.ended_at is null and z.started_at is null
        cross join lateral app.meeting_role_of(m, self, who) mine (role)
        cross join lateral (select count(distinct x.id) as items, count(p.id) filter (where p.state = 'approved') as papers
                            from app.agenda_item x left join app.paper p on p.item_id = x.id
                            where x.meeting_id = m.id and (x.audience_id is null or x.audience_id = any (who) or mine.role in ('chair', 'secretary', 'author'))) a);
end $$;

create or replace function meeting_json(meeting uuid) returns jsonb
language plpgsql stable set search_path = app, pg_temp as $$
declare
    m app.meeting;
    role text;
    prepares boolean; steers boolean; shown boolean;
begin
    select * into m from app.meeting x where x.id = meeting_json.meeting;
    if m.id is null then
        return null;
    end if;
    role := app.meeting_role(m);
    prepares := coalesce(role in ('chair', 'secretary', 'author'), false);
    steers := prepares and role <> 'author';
    if not prepares and not m.audience_id = any (app.principals()) then
        return null;
    end if;
    shown := coalesce((select app.item_seen(i) from app.agenda_item i where i.id = m.current_item_id), true); -- else the meeting stands on nothing for the caller
    return app.meetings_json(array[m.id]) -> 0 || jsonb_build_object('description', m.description,
        'secretaries', (select coalesce(jsonb_agg(app.person_named(p.id, p.full_name) order by p.id), '[]')
                        from app.meeting_secretary s join app.person p on p.id = s.person_id where s.meeting_id = m.id),
        'agenda', app.agenda_items_json(m), 'invitees', app.invitees_of(m), 'current_item_id', case when shown then m.current_item_id end,
        'current_since', case when shown then app.json_time(m.current_since) end, 'published_at', app.json_time(m.published_at), 'started_at', app.json_time(m.started_at),
        'ended_at', app.json_time(m.ended_at), 'sittings', app.sittings_json(m.id),
        'expected', app.expected_json(m, prepares), 'my_units', app.my_units_json(m),
        'may', jsonb_build_object('edit', prepares and app.meeting_is_open(m), 'publish', prepares and m.state = 'draft',
            'start', steers and m.state = 'invited', 'steer', steers and m.state in ('in_progress', 'paused'),
            'end', steers and m.state in ('in_progress', 'paused'), 'cancel', prepares and m.state in ('draft', 'invited'),
            'answer', m.state = 'invited' and app.meeting_expects_me(m)),
        'at', app.json_time(clock_timestamp()));
end $$;

-- What a change of the state says besides 0026's patch.
create function sitting_patch(meeting uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('sittings', app.sittings_json(meeting)) || coalesce(
        (select jsonb_build_object('resumes_at', app.json_time(s.planned_at), 'resumes_until', app.json_time(s.planned_until))
         from app.sitting s where s.meeting_id = sitting_patch.meeting and s.ended_at is null and s.started_at is null), '{"resumes_at": null, "resumes_until": null}');
end $$;

create or replace function meeting_stepped(m app.meeting, action text, kind text, touched uuid[], homes boolean) returns jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    perform app.audit(action, 'meeting', m.id, jsonb_build_object('item_id', m.current_item_id));
    perform app.meeting_bump(m.id, kind, app.meeting_step_patch(m.id, touched) || case kind when 'state' then app.sitting_patch(m.id) else '{}' end);
    perform app.circle_bump(m.id, x.audience_id) from (select distinct i.audience_id from app.agenda_item i where i.id = any (touched || m.current_item_id) and i.audience_id is not null) x;
    if homes then
        perform app.home_bump(array[m.audience_id]);
    end if;
    return app.meeting_json(m.id);
end $$;

-- ---- adjourning

-- Rule 25, for a sitting as for the whole: not with a speaker at the desk, nor with an open vote.
create function meeting_rests(m app.meeting) returns void
language plpgsql stable security definer as $$
begin
    if exists (select from app.speech s where s.meeting_id = m.id and s.state in ('speaking', 'stopped')) then
        perform app.fail('conflict', 'speech', 'somebody has the floor');
    elsif exists (select from app.vote v where v.meeting_id = m.id and v.state in ('open', 'paused')) then
        perform app.fail('conflict', 'vote', 'a vote is open');
    end if;
end $$;

-- Sent again with another time it moves the day on which the meeting goes on; with the same nothing happens.
create function meeting_adjourn(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    s app.sitting;
    at timestamptz := (b ->> 'resumes_at')::timestamptz;
    until timestamptz := (b ->> 'resumes_until')::timestamptz;
begin
    if m.id is null then
        return;
    elsif m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    elsif at <= now() then
        perform app.fail('wrong-value', 'resumes_at', 'not after now');
    elsif at > now() + interval '1 year' then
        perform app.fail('out-of-range', 'resumes_at', 'more than a year ahead');
    elsif until <= at then
        perform app.fail('wrong-value', 'resumes_until', 'not after resumes_at');
    elsif until > at + interval '7 days' then
        perform app.fail('out-of-range', 'resumes_until', 'more than a week');
    end if;
    perform app.meeting_rests(m);
    if m.room_id is not null then
        perform app.room_take(m.room_id, app.meeting_span(at, until), m.id, 'resumes_at');
    end if;
    perform app.meeting_clock_stop(m);
    update app.meeting x set state = 'paused', current_since = null where x.id = m.id returning * into m;
    select * into s from app.sitting x where x.meeting_id = m.id and x.ended_at is null;
    if s.id is not null and s.started_at is null then
        if (s.planned_at, s.planned_until) is not distinct from (at, until) then
            return next app.meeting_json(m.id);
            return;
        end if;
        update app.sitting x set planned_at = at, planned_until = until where x.id = s.id returning * into s;
    else
        update app.sitting x set ended_at = case when app.civil_date(x.rested_at) < app.today() then x.rested_at else now() end where x.id = s.id;
        insert into app.sitting (meeting_id, number, planned_at, planned_until)
        select m.id, coalesce(max(x.number), 0) + 1, at, until from app.sitting x where x.meeting_id = m.id returning * into s;
    end if;
    update app.meeting_ical c set sequence = c.sequence + 1, changed_at = now() where c.meeting_id = m.id;
    perform app.audit('meeting-adjourned', 'meeting', m.id, jsonb_strip_nulls(jsonb_build_object('item_id', m.current_item_id, 'sitting_id', s.id, 'number', s.number,
        'resumes_at', app.json_time(at), 'resumes_until', app.json_time(until), 'reason', app.text_or_null(b ->> 'reason'))));
    perform app.notice_add(array(select t.person_id from app.notice_told t where t.meeting_id = m.id), 'adjourned', m.id,
        jsonb_strip_nulls(jsonb_build_object('resumes_at', app.json_time(at), 'reason', app.text_or_null(b ->> 'reason'))));
    perform app.meeting_bump(m.id, 'state', app.meeting_step_patch(m.id, array[m.current_item_id]) || app.sitting_patch(m.id));
    perform app.circle_bump(m.id, i.audience_id) from app.agenda_item i where i.id = m.current_item_id and i.audience_id is not null;
    perform app.home_bump(array[m.audience_id]);
    return next app.meeting_json(m.id);
end $$;

-- ---- notices, mail

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('invited', 'named', 'substitute', 'uninvited', 'changed', 'cancelled', 'item_added', 'papers_added', 'paper_newer',
    'paper_submitted', 'paper_returned', 'answered', 'papers_asked', 'answer_wanted', 'meeting_tomorrow', 'meeting_soon', 'papers_due', 'papers_overdue',
    'adjourned', 'sitting_dropped', 'sitting_tomorrow'));

-- It ended without the sitting that was planned. A mail of that which did not go yet goes no more.
create function sitting_dropped() returns trigger
language plpgsql security definer as $$
begin
    if exists (select from app.meeting m where m.id = old.meeting_id) then
        update app.mail x set state = 'dropped', ended_at = clock_timestamp() from app.notice n
        where n.id = x.notice_id and n.meeting_id = old.meeting_id and n.kind in ('adjourned', 'sitting_tomorrow') and x.state = 'queued';
        update app.meeting_ical c set sequence = c.sequence + 1, changed_at = now() where c.meeting_id = old.meeting_id;
        perform app.notice_add(array(select t.person_id from app.notice_told t where t.meeting_id = old.meeting_id), 'sitting_dropped', old.meeting_id,
            jsonb_build_object('resumes_at', app.json_time(old.planned_at), 'number', old.number));
    end if;
    return null;
end $$;
create trigger sitting_dropped after delete on sitting for each row when (old.started_at is null) execute function sitting_dropped();

create or replace function notice_json(n app.notice, who uuid[]) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
    d jsonb := n.detail;
    seen boolean := n.kind <> 'uninvited';
begin
    select * into m from app.meeting x where x.id = n.meeting_id;
    return (
        select jsonb_build_object('id', n.id, 'kind', n.kind, 'by', app.person_ref(n.by_id), 'meeting_id', case when seen then m.id end,
            'meeting_title', case when seen then m.title else d ->> 'title' end, 'starts_at', coalesce(d ->> 'resumes_at', case when seen then app.json_time(m.starts_at) else d ->> 'starts_at' end),
            'meeting_seen', seen and m.audience_id = any (who),
            'place', case when seen then nullif(app.meeting_place(m), '') end, 'unit', (select app.unit_named(u.unit_id, u.name, u.short_name)
                from app.unit_name_on((d ->> 'unit_id')::uuid, app.today()) u),
            'reason', d ->> 'reason', 'answer', d ->> 'answer', 'substitute', app.person_ref((d ->> 'substitute_id')::uuid),
            'started_before', case when n.kind = 'changed' then d ->> 'starts_at' end, 'place_before', d ->> 'place',
            'changed', to_jsonb(array_remove(array[case when d ? 'starts_at' and n.kind = 'changed' then 'time' end, case when d ? 'place' then 'place' end, case when d ? 'online' then 'online' end], null)),
            'count', x.count, 'item', x.item, 'paper', x.paper, 'due_at', x.due_at, 'created_at', app.json_time(n.created_at), 'read_at', app.json_time(n.read_at))
        from (
            select count(*) as count, (array_agg(jsonb_build_object('id', i.id, 'number', i.number, 'title', i.title) order by i.position, p.position))[1] as item,
                (array_agg(case when p.id is not null then jsonb_build_object('id', p.id, 'document_id', p.document_id, 'version', p.version, 'subject', f.subject) end
                    order by i.position, p.position))[1] as paper,
                app.json_time(min(i.papers_due_at)) as due_at
            from app.notice_part y
            join app.agenda_item i on i.id = y.item_id
            left join app.paper p on p.id = y.paper_id
            left join app.document f on f.id = p.document_id
            where y.notice_id = n.id and app.notice_part_shown(y, n.kind, who)
        ) x);
end $$;

create or replace function mail_wanted(person uuid, what text) returns boolean
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return case coalesce((select c.wanted from app.mail_choice c where c.person_id = person), 'all')
        when 'all' then true
        when 'important' then what in ('invited', 'named', 'substitute', 'uninvited', 'changed', 'cancelled', 'adjourned', 'sitting_dropped')
        else false end;
end $$;

-- As in 0036; a sitting is an event of its own.
create or replace function mail_calendar(x app.mail, n app.notice, m app.meeting, who uuid[]) returns jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    event jsonb;
begin
    if n.kind = 'uninvited' then -- takes away what an earlier mail brought, and tells nothing that was not known
        return (select jsonb_build_object('method', 'cancel', 'event', jsonb_build_object('id', m.id, 'title', n.detail ->> 'title', 'state', 'cancelled',
                'starts_at', extract(epoch from (n.detail ->> 'starts_at')::timestamptz)::bigint, 'sequence', c.sequence, 'host_id', m.id, 'host', app.setting_get('organisation'),
                'reader', jsonb_build_object('id', p.id, 'full_name', p.full_name, 'email', p.email)))
            from app.meeting_ical c join app.person p on p.id = n.person_id
            where c.meeting_id = m.id and exists (select from app.mail y join app.notice z on z.id = y.notice_id
                where y.person_id = n.person_id and y.meeting_id = m.id and y.state = 'sent'
                  and (z.kind in ('named', 'substitute') or (z.kind = 'invited' and not z.detail ? 'unit_id'))));
    elsif n.kind not in ('invited', 'named', 'substitute', 'changed', 'cancelled', 'adjourned', 'sitting_dropped')
        or not exists (select from app.notice_told t where t.meeting_id = m.id and t.person_id = n.person_id and t.told_as <> 'unit') then
        return null;
    end if;
    perform set_config('app.person_id', n.person_id::text, true), set_config('app.principals', who::text, true);
    event := app.meetings_ical(array[m.id], true) -> case n.kind when 'adjourned' then -1 else 0 end; -- the sitting that is told of is the last
    perform set_config('app.person_id', '', true), set_config('app.principals', '', true);
    if n.kind = 'sitting_dropped' then
        return jsonb_build_object('method', 'cancel', 'event', event || jsonb_build_object('state', 'cancelled', 'sitting', (n.detail ->> 'number')::integer, 'ends_at', null,
            'starts_at', extract(epoch from (n.detail ->> 'resumes_at')::timestamptz)::bigint));
    end if;
    return jsonb_build_object('method', case when m.state = 'cancelled' then 'cancel' else 'request' end, 'event', event);
end $$;

-- A meeting goes on tomorrow: told at 16:00 the day before.
create function sitting_reminders_make(at timestamptz) returns integer
language plpgsql security definer as $$
declare
    tz text := app.zone();
    made integer := 0;
    r record;
begin
    for r in select s.meeting_id, t.person_id, s.planned_at from app.sitting s join app.meeting m on m.id = s.meeting_id join app.notice_told t on t.meeting_id = m.id
             cross join lateral (select ((app.civil_date(s.planned_at, tz) - 1) + time '16:00') at time zone tz as since, app.dawn(app.civil_date(s.planned_at, tz)) as until) o
             where s.started_at is null and m.state = 'paused' and o.since <= at and at < o.until order by t.person_id, s.id loop
        made := made + app.notice_add(array[r.person_id], 'sitting_tomorrow', r.meeting_id, jsonb_build_object('resumes_at', app.json_time(r.planned_at)),
            occasion => extract(epoch from r.planned_at)::bigint::text);
    end loop;
    return made;
end $$;

create or replace function reminder_tick() returns integer
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    if not pg_try_advisory_xact_lock(hashtext('app.reminders')) then
        return 0;
    end if;
    update app.mail m set subject = null, body = null where m.body is not null and m.ended_at < clock_timestamp() - interval '30 days';
    return app.reminders_make(clock_timestamp()) + app.sitting_reminders_make(clock_timestamp());
end $$;

-- who may run what

do $$ begin perform app.rights_close('{meeting_adjourn}'); end $$;
