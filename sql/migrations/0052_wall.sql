-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The screen in the room (F7): who steers makes an address for it, shown once,
-- of which only the hash is kept; whoever has it reads what everybody in the
-- meeting sees, and can do nothing. Never anything of a restricted item nor of
-- a secret document (rule 24). It ends when taken back, made anew, or with the
-- meeting. Its events, wall:<meeting>, say only that something is different.

set local search_path = app;

create table wall (
    meeting_id uuid primary key references meeting on delete cascade,
    token_hash text not null unique check (length(token_hash) = 64),
    revision bigint not null default 0,
    made_by uuid not null references person,
    made_at timestamptz not null default now(),
    seen_at timestamptz -- when a screen last asked, to the minute
);
create index on wall (made_by);
alter table wall enable row level security;

create function wall_lives(m app.meeting) returns boolean
language sql immutable as $$ select m.published_at is not null and m.state in ('invited', 'in_progress', 'paused') $$;

-- ---- events

create function wall_bump(meeting uuid) returns void
language plpgsql security definer as $$
declare
    r bigint;
begin
    update app.wall w set revision = w.revision + 1 where w.meeting_id = meeting returning w.revision into r;
    if found then
        perform app.publish_event('wall:' || meeting, r, 'changed');
    end if;
end $$;

create function meeting_is_told_to_its_wall() returns trigger
language plpgsql security definer as $$
begin
    perform app.wall_bump(new.id);
    return null;
end $$;
create trigger meeting_is_told_to_its_wall after update of revision on meeting for each row when (old.revision <> new.revision) execute function meeting_is_told_to_its_wall();

-- Its streams are named by the meeting, as others are by their session.
create function wall_ends_with_the_meeting() returns trigger
language plpgsql security definer as $$
begin
    delete from app.wall w where w.meeting_id = new.id;
    if found then
        perform app.notify_session(new.id);
    end if;
    return null;
end $$;
create trigger wall_ends_with_the_meeting after update of state on meeting for each row when (new.state not in ('invited', 'in_progress', 'paused'))
    execute function wall_ends_with_the_meeting();

-- ---- making and ending

create function wall_json(meeting uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    w app.wall;
begin
    select * into w from app.wall x where x.meeting_id = meeting;
    return jsonb_build_object('active', w.meeting_id is not null, 'made_by', app.person_ref(w.made_by), 'made_at', app.json_time(w.made_at), 'seen_at', app.json_time(w.seen_at));
end $$;

create function wall_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = wall_get.meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    elsif not app.meeting_steered_by_me(m) then
        perform app.fail('not-allowed');
    end if;
    return next app.wall_json(m.id);
end $$;

-- A new address; the one before it is dead by that, and its screens with it.
create function wall_make(meeting uuid, token_hash text) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
begin
    if m.id is null then
        return;
    elsif not app.wall_lives(m) then
        perform app.fail('wrong-state');
    end if;
    insert into app.wall as w (meeting_id, token_hash, made_by) values (m.id, wall_make.token_hash, app.me())
    on conflict (meeting_id) do update set token_hash = excluded.token_hash, made_by = excluded.made_by, made_at = now(), seen_at = null, revision = w.revision + 1;
    perform app.audit('wall-made', 'meeting', m.id);
    perform app.notify_session(m.id);
    return next app.wall_json(m.id);
end $$;

create function wall_end(meeting uuid) returns setof boolean
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
begin
    if m.id is null then
        return;
    end if;
    delete from app.wall w where w.meeting_id = m.id;
    if found then
        perform app.audit('wall-ended', 'meeting', m.id);
        perform app.notify_session(m.id);
        return next true;
    end if;
end $$;

-- ---- reading: run as nobody, who has the address

-- What its stream follows; no row when there is no such address.
create function wall_subjects(token_hash text) returns table (subject text, revision bigint)
language plpgsql stable security definer as $$
begin
    return query select 'wall:' || w.meeting_id, w.revision from app.wall w join app.meeting m on m.id = w.meeting_id
        where w.token_hash = wall_subjects.token_hash and app.wall_lives(m);
end $$;

create function wall_speech(s app.speech) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('queue', s.queue, 'is_order', s.is_order, 'name', p.full_name, 'asked', a.full_name, 'state', s.state, 'since', app.json_time(s.since),
            'spent_ms', s.spent_ms, 'minutes', (select d.minutes_each from app.desk d where d.meeting_id = s.meeting_id and d.queue = s.queue))
        from app.person p left join app.person a on a.id = s.asked_id where p.id = s.person_id);
end $$;

-- The vote that runs; else the last of the item that is on, with its result once it is published. Counts as its rule says (rule 32).
create function wall_vote(m app.meeting, item uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    v app.vote;
begin
    select x.* into v from app.vote x join app.agenda_item i on i.id = x.item_id
    where x.meeting_id = m.id and i.audience_id is null and (x.state in ('open', 'paused') or (x.item_id = item and x.state in ('closed', 'published')))
    order by x.closed_at desc nulls first limit 1;
    if v.id is null then
        return null;
    end if;
    return (select jsonb_build_object('id', j -> 'id', 'title', j -> 'title', 'method', j -> 'method', 'secret', j -> 'secret', 'state', j -> 'state', 'options', j -> 'options',
            'voted', j -> 'voted', 'counts', j -> 'counts', 'result', j -> 'result',
            'box', case when jsonb_typeof(j -> 'box') = 'object' then jsonb_build_object('handed_out', j #> '{box,handed_out}', 'returned', j #> '{box,returned}') end) from app.vote_public_json(v) j);
end $$;

-- What is presented; see 0066.
create function wall_paper(m app.meeting) returns jsonb
language sql stable as $$ select null::jsonb $$;

create function wall_read(token_hash text) returns setof jsonb
language plpgsql security definer as $$
declare
    w app.wall;
    m app.meeting;
    i app.agenda_item; -- what is on, for everybody
    apart boolean;
begin
    select x.* into w from app.wall x join app.meeting y on y.id = x.meeting_id where x.token_hash = wall_read.token_hash and app.wall_lives(y);
    if w.meeting_id is null then
        return;
    end if;
    select * into m from app.meeting x where x.id = w.meeting_id;
    select * into i from app.agenda_item x where x.id = m.current_item_id and x.audience_id is null;
    apart := m.current_item_id is not null and i.id is null;
    if w.seen_at is null or w.seen_at < now() - interval '1 minute' then
        update app.wall x set seen_at = now()
        where x.meeting_id = (select y.meeting_id from app.wall y where y.meeting_id = w.meeting_id and y.token_hash = w.token_hash for update skip locked);
    end if;
    return next jsonb_build_object('revision', w.revision, 'at', app.json_time(clock_timestamp()), 'title', m.title, 'state', m.state, 'starts_at', app.json_time(m.starts_at),
        'chair', (select p.full_name from app.person p where p.id = m.chair_id), 'apart', apart, 'current_since', case when i.id is not null then app.json_time(m.current_since) end,
        'agenda', (select coalesce(jsonb_agg(jsonb_build_object('number', coalesce(g.number, g.position::text), 'title', g.title, 'level', case when g.parent_id is null then 0 else 1 end,
                'current', g.id is not distinct from i.id) order by g.position), '[]') from app.agenda_item g where g.meeting_id = m.id and g.audience_id is null),
        'item', case when i.id is not null then jsonb_build_object('number', coalesce(i.number, i.position::text), 'title', i.title, 'kind', i.kind, 'minutes', i.minutes, 'spent_ms', i.spent_ms,
            'presenter', coalesce((select p.full_name from app.person p where p.id = i.presenter_id), (select u.name from app.unit_name_on(i.presenting_unit_id, app.civil_date(m.starts_at)) u))) end,
        'quorum', app.quorum_json(m, i.id),
        'speaking', (select app.wall_speech(s) from app.speech s left join app.agenda_item g on g.id = s.item_id
                     where s.meeting_id = m.id and s.state in ('speaking', 'stopped') and g.audience_id is null and not apart),
        'waiting', (select coalesce(jsonb_agg(q.j), '[]') from (
                select app.wall_speech(s) as j from app.speech s left join app.agenda_item g on g.id = s.item_id
                where s.meeting_id = m.id and s.state = 'waiting' and g.audience_id is null and not apart order by s.queue desc, s.is_order desc, s.place, s.id limit 6) q),
        'waiting_count', (select count(*) from app.speech s left join app.agenda_item g on g.id = s.item_id where s.meeting_id = m.id and s.state = 'waiting' and g.audience_id is null and not apart),
        'vote', case when not apart then app.wall_vote(m, i.id) end,
        'paper', case when not apart then app.wall_paper(m) end);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{wall_get, wall_make, wall_end, wall_subjects, wall_read}'); end $$;
