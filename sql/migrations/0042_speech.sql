-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The floor (F4; rules 25 to 28): two queues, speeches and questions. One asks
-- with a topic, may withdraw; the chair calls, stops, resumes and ends, orders
-- the queue, closes the list. Time spoken leaves out the pauses. What is asked
-- while a restricted item is on stays in its circle (rule 24).

set local search_path = app;

-- What the chair has set for a queue. No row: not begun.
create table desk (
    meeting_id uuid not null references meeting on delete cascade,
    queue text not null check (queue in ('speech', 'question')),
    state text not null default 'off' check (state in ('off', 'open', 'paused')),
    list_closed boolean not null default false,
    present_only boolean not null default false,
    minutes_each integer check (minutes_each between 1 and 120),
    primary key (meeting_id, queue)
);

create table speech (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting on delete cascade,
    item_id uuid references agenda_item on delete cascade, -- what was on when it was asked for
    queue text not null check (queue in ('speech', 'question')),
    is_order boolean not null default false, -- a point of order, before all others
    person_id uuid not null references person,
    asked_id uuid references person, -- whom a question is for (rule 28)
    topic text not null default '',
    place double precision not null, -- in the queue, within its kind
    state text not null default 'waiting' check (state in ('waiting', 'speaking', 'stopped', 'ended', 'withdrawn')),
    since timestamptz, -- the running stretch
    spent_ms bigint not null default 0 check (spent_ms >= 0),
    registered_at timestamptz not null default now(),
    called_at timestamptz,
    ended_at timestamptz,
    constraint clock_runs_while_speaking check ((since is not null) = (state = 'speaking')),
    constraint a_question_is_for_somebody check ((asked_id is not null) <= (queue = 'question')),
    constraint a_point_of_order_is_no_question check (not is_order or queue = 'speech')
);
create unique index one_waits_once on speech (meeting_id, queue, person_id) where state = 'waiting' and not is_order; -- rule 26
create unique index one_point_of_order_waits on speech (meeting_id, person_id) where state = 'waiting' and is_order;
create unique index one_has_the_floor on speech (meeting_id) where state in ('speaking', 'stopped');
create index on speech (meeting_id, id);

do $$
declare t text;
begin
    foreach t in array array['desk', 'speech'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "who sees a meeting sees how the floor is given" on desk for select to nghisu_app using (exists (select from meeting m where m.id = meeting_id));
create policy "who sees an item sees who speaks on it" on speech for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id) and (item_id is null or exists (select from agenda_item i where i.id = item_id)));

-- ---- replies

create function speech_json(s app.speech) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('id', s.id, 'item_id', s.item_id, 'queue', s.queue, 'is_order', s.is_order, 'person', app.person_ref(s.person_id), 'asked', app.person_ref(s.asked_id),
        'topic', s.topic, 'state', s.state, 'since', app.json_time(s.since), 'spent_ms', s.spent_ms, 'registered_at', app.json_time(s.registered_at));
end $$;

-- Who waits and who has the floor, in order (rule 27), of what the caller may see; and the last who spoke.
create function floor_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    seen uuid[] := array(select i.id from app.items_seen(m.id) i);
begin
    return jsonb_build_object('revision', m.revision, 'at', app.json_time(clock_timestamp()),
        'may_ask', m.state in ('in_progress', 'paused') and exists (select from app.meeting_mandates(m.id) d where d.stands_id = app.me()),
        'may_call', app.meeting_steered_by_me(m) and m.state in ('in_progress', 'paused'),
        'queues', (select jsonb_agg(jsonb_build_object('queue', q, 'state', coalesce(d.state, 'off'), 'list_closed', coalesce(d.list_closed, false),
                'present_only', coalesce(d.present_only, false), 'minutes_each', d.minutes_each) order by q desc)
            from unnest('{speech,question}'::text[]) q left join app.desk d on d.meeting_id = m.id and d.queue = q),
        'speaking', (select app.speech_json(s) from app.speech s where s.meeting_id = m.id and s.state in ('speaking', 'stopped') and (s.item_id is null or s.item_id = any (seen))),
        'waiting', (select coalesce(jsonb_agg(app.speech_json(s) order by s.queue desc, s.is_order desc, s.place, s.id), '[]') from app.speech s
                    where s.meeting_id = m.id and s.state = 'waiting' and (s.item_id is null or s.item_id = any (seen))),
        'spoken', (select coalesce(jsonb_agg(app.speech_json(s) order by s.ended_at desc), '[]') from
                    (select * from app.speech x where x.meeting_id = m.id and x.state = 'ended' and (x.item_id is null or x.item_id = any (seen)) order by x.ended_at desc limit 100) s));
end $$;

create function floor_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.floor_json(m) from app.meeting m where m.id = meeting and app.meeting_seen(m) and m.published_at is not null;
end $$;

-- ---- acts

create function floor_bump(meeting uuid, item uuid) returns void
language plpgsql security definer as $$
declare
    apart uuid := (select i.audience_id from app.agenda_item i where i.id = item);
begin
    if apart is null then
        perform app.meeting_bump(meeting, 'floor');
    else
        perform app.circle_bump(meeting, apart);
    end if;
end $$;

-- What every act ends with. Pages ask for the floor: it is short, and each is told only what they may see of it.
create function floor_told(m app.meeting, item uuid, action text, detail jsonb) returns jsonb
language plpgsql security definer as $$
begin
    perform app.audit(action, 'meeting', m.id, detail);
    perform app.floor_bump(m.id, item);
    select * into m from app.meeting x where x.id = m.id;
    return app.floor_json(m);
end $$;

create function desk_set(meeting uuid, name text, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
begin
    if m.id is null or name not in ('speech', 'question') then
        return;
    end if;
    if m.state not in ('invited', 'in_progress', 'paused') then
        perform app.fail('wrong-state');
    end if;
    insert into app.desk as d (meeting_id, queue) values (m.id, name) on conflict do nothing;
    update app.desk d set state = coalesce(b ->> 'state', d.state), list_closed = coalesce((b ->> 'list_closed')::boolean, d.list_closed),
        present_only = coalesce((b ->> 'present_only')::boolean, d.present_only),
        minutes_each = case when b ? 'minutes_each' then (b ->> 'minutes_each')::integer else d.minutes_each end
    where d.meeting_id = m.id and d.queue = name;
    return next app.floor_told(m, null, 'desk-set', b || jsonb_build_object('queue', name));
end $$;

-- Rule 26. The chair may add somebody else, also to a closed list.
create function speech_create(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
    d app.desk;
    item uuid; -- what is on
    chair boolean;
    who uuid := coalesce((b ->> 'person_id')::uuid, app.me());
    name text := b ->> 'queue';
    point boolean := coalesce((b ->> 'is_order')::boolean, false);
    s app.speech;
begin
    select * into m from app.meeting x where x.id = meeting and app.meeting_seen(x) and x.published_at is not null for update;
    if m.id is null then
        return;
    end if;
    chair := app.meeting_steered_by_me(m);
    -- for one outside its circle nothing is on: they ask for the floor of the meeting, see that they did, and may withdraw (rule 24)
    item := (select i.id from app.agenda_item i where i.id = m.current_item_id and app.item_seen(i));
    if m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    elsif who <> app.me() and not chair then
        perform app.fail('not-allowed', 'person_id');
    elsif not exists (select from app.meeting_mandates(m.id) x where x.stands_id = who) then
        if who = app.me() then
            perform app.fail('not-allowed');
        end if;
        perform app.unknown('person_id');
    elsif point and name <> 'speech' then
        perform app.fail('conflict', 'is_order', 'a point of order is no question');
    elsif name = 'question' and b ->> 'asked_id' is null then
        perform app.fail('missing-field', 'asked_id', 'a question names the person asked');
    elsif name = 'speech' and b ->> 'asked_id' is not null then
        perform app.fail('conflict', 'asked_id');
    elsif b ->> 'asked_id' is not null and not exists (select from app.meeting_mandates(m.id) x where x.stands_id = (b ->> 'asked_id')::uuid) then
        perform app.unknown('asked_id');
    end if;
    select * into d from app.desk x where x.meeting_id = m.id and x.queue = name;
    if not point and not chair then
        if coalesce(d.state, 'off') <> 'open' then
            perform app.fail('conflict', 'queue', 'not open');
        elsif d.list_closed then
            perform app.fail('conflict', 'queue', 'the list is closed');
        end if;
    end if;
    if coalesce(d.present_only, false) and not app.attendance_present(m.id, item, who) then
        perform app.fail('conflict', 'person_id', 'only those present');
    end if;
    insert into app.speech (meeting_id, item_id, queue, is_order, person_id, asked_id, topic, place)
    select m.id, item, name, point, who, (b ->> 'asked_id')::uuid, btrim(coalesce(b ->> 'topic', '')), coalesce(max(x.place), 0) + 1
    from app.speech x where x.meeting_id = m.id
    on conflict do nothing returning * into s;
    if s.id is null then
        perform app.fail('duplicate', 'queue', 'one waiting entry a person');
    end if;
    return next app.floor_told(m, s.item_id, 'speech-registered', jsonb_build_object('speech_id', s.id, 'queue', name, 'person_id', who));
end $$;

-- The entry and its meeting, locked, there for me; mine: its own person may, else who steers.
create function speech_lock(speech uuid, mine boolean) returns app.speech
language plpgsql security definer as $$
declare
    s app.speech;
    m app.meeting;
begin
    select * into s from app.speech x where x.id = speech;
    select * into m from app.meeting x where x.id = s.meeting_id and app.meeting_seen(x) for update;
    if m.id is null or not coalesce((select app.item_seen(i) from app.agenda_item i where i.id = s.item_id), true) then
        return null;
    elsif not app.meeting_steered_by_me(m) and not (mine and s.person_id = app.me()) then
        perform app.fail('not-allowed');
    elsif m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    end if;
    select * into s from app.speech x where x.id = speech;
    return s;
end $$;

create function speech_done(s app.speech, action text) returns jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = s.meeting_id;
    return app.floor_told(m, s.item_id, action, jsonb_build_object('speech_id', s.id, 'person_id', s.person_id, 'spent_ms', s.spent_ms));
end $$;

create function speech_ended(meeting uuid) returns void
language plpgsql security definer as $$
begin
    update app.speech s set state = 'ended', ended_at = now(), since = null,
        spent_ms = s.spent_ms + case when s.since is null then 0 else greatest(0, (extract(epoch from now() - s.since) * 1000)::bigint) end
    where s.meeting_id = meeting and s.state in ('speaking', 'stopped');
end $$;

-- Rule 27: calling someone ends the one speaking.
create function speech_call(speech uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    s app.speech := app.speech_lock(speech, false);
    before app.speech;
begin
    if s.id is null then
        return;
    elsif s.state <> 'waiting' then
        perform app.fail('wrong-state');
    end if;
    select * into before from app.speech x where x.meeting_id = s.meeting_id and x.state in ('speaking', 'stopped');
    if before.id is not null and before.item_id is distinct from s.item_id then
        perform app.floor_bump(s.meeting_id, before.item_id); -- others may have listened to that one than to this
    end if;
    perform app.speech_ended(s.meeting_id);
    update app.speech x set state = 'speaking', since = now(), called_at = now() where x.id = s.id returning * into s;
    return next app.speech_done(s, 'speech-called');
end $$;

create function speech_stop(speech uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    s app.speech := app.speech_lock(speech, false);
begin
    if s.id is null then
        return;
    end if;
    update app.speech x set state = 'stopped', spent_ms = x.spent_ms + greatest(0, (extract(epoch from now() - x.since) * 1000)::bigint), since = null
    where x.id = s.id and x.state = 'speaking' returning * into s;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.speech_done(s, 'speech-stopped');
end $$;

create function speech_resume(speech uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    s app.speech := app.speech_lock(speech, false);
begin
    if s.id is null then
        return;
    end if;
    update app.speech x set state = 'speaking', since = now() where x.id = s.id and x.state = 'stopped' returning * into s;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.speech_done(s, 'speech-resumed');
end $$;

-- One's own too: who has said what they wanted sits down.
create function speech_end(speech uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    s app.speech := app.speech_lock(speech, true);
begin
    if s.id is null then
        return;
    elsif s.state not in ('speaking', 'stopped') then
        perform app.fail('wrong-state');
    end if;
    perform app.speech_ended(s.meeting_id);
    select * into s from app.speech x where x.id = s.id;
    return next app.speech_done(s, 'speech-ended');
end $$;

create function speech_withdraw(speech uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    s app.speech := app.speech_lock(speech, true);
begin
    if s.id is null then
        return;
    end if;
    update app.speech x set state = 'withdrawn', ended_at = now() where x.id = s.id and x.state = 'waiting' returning * into s;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.speech_done(s, 'speech-withdrawn');
end $$;

-- The chair puts it before another that waits in the same queue; before none: last.
create function speech_place(speech uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    s app.speech := app.speech_lock(speech, false);
    goal app.speech;
    earlier double precision;
begin
    if s.id is null then
        return;
    elsif s.state <> 'waiting' then
        perform app.fail('wrong-state');
    end if;
    select * into goal from app.speech x where x.id = (b ->> 'before_id')::uuid and x.meeting_id = s.meeting_id and x.queue = s.queue and x.is_order = s.is_order and x.state = 'waiting' and x.id <> s.id;
    if b ->> 'before_id' is not null and goal.id is null then
        perform app.unknown('before_id');
    end if;
    select max(x.place) into earlier from app.speech x
    where x.meeting_id = s.meeting_id and x.queue = s.queue and x.is_order = s.is_order and x.state = 'waiting' and x.id <> s.id and (goal.id is null or x.place < goal.place);
    update app.speech x set place = case when goal.id is null then coalesce(earlier, 0) + 1 when earlier is null then goal.place - 1 else (earlier + goal.place) / 2 end where x.id = s.id returning * into s;
    return next app.speech_done(s, 'speech-placed');
end $$;

-- Rule 25: as in 0012, and not with a speaker at the desk. Who still waits did not speak.
create or replace function meeting_end(meeting uuid) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    left_item uuid := m.current_item_id;
begin
    if m.id is null then
        return;
    end if;
    if m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    elsif exists (select from app.speech s where s.meeting_id = m.id and s.state in ('speaking', 'stopped')) then
        perform app.fail('conflict', 'speech', 'somebody has the floor');
    end if;
    perform app.meeting_clock_stop(m);
    update app.speech s set state = 'withdrawn', ended_at = now() where s.meeting_id = m.id and s.state = 'waiting';
    update app.meeting x set state = 'ended', ended_at = now(), current_since = null, current_item_id = null
    where x.id = m.id and x.state in ('in_progress', 'paused') returning * into m;
    return next app.meeting_stepped(m, 'meeting-ended', 'state', array[left_item], true);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{floor_get, desk_set, speech_create, speech_call, speech_stop, speech_resume, speech_end, speech_withdraw, speech_place}'); end $$;
