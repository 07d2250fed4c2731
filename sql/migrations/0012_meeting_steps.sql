-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The steps of a meeting (rule 20): draft → invited → in progress ⇄ paused →
-- ended; or cancelled before it starts. A step is one update that names the
-- state it leaves; no row is wrong-state, and nothing was changed. The chair
-- steers; a secretary may do it on the chair's behalf.
--
-- The patch of 'state' and 'current' is what a member's page needs to follow
-- without asking: {state, current_item_id, current_since, started_at, ended_at,
-- items: [{id, spent_ms}] of those whose time changed, at}.

set local search_path = app;

-- The row locked, for one who steers it; null when it is not there for the caller.
create function meeting_lock_steered(meeting uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_lock_steered.meeting and app.meeting_seen(x) for update;
    if m.id is not null and not app.meeting_steered_by_me(m) then
        perform app.fail('not-allowed');
    end if;
    return m;
end $$;

create function meeting_step_patch(meeting uuid, touched uuid[]) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('state', m.state, 'current_item_id', m.current_item_id, 'current_since', app.json_time(m.current_since),
        'started_at', app.json_time(m.started_at), 'ended_at', app.json_time(m.ended_at),
        'items', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'spent_ms', i.spent_ms) order by i.position)
                           from app.agenda_item i where i.meeting_id = m.id and i.id = any (touched)), '[]'),
        'at', app.json_time(clock_timestamp()))
    from app.meeting m where m.id = meeting_step_patch.meeting);
end $$;

-- Adds the running stretch to the item it was given to.
create function meeting_clock_stop(m app.meeting) returns void
language plpgsql security definer as $$
begin
    update app.agenda_item i set spent_ms = i.spent_ms + greatest(0, (extract(epoch from now() - m.current_since) * 1000)::bigint)
    where i.id = m.current_item_id and m.current_since is not null;
end $$;

-- What every step ends with.
create function meeting_stepped(m app.meeting, action text, kind text, touched uuid[], homes boolean) returns jsonb
language plpgsql security definer as $$
begin
    perform app.audit(action, 'meeting', m.id, jsonb_build_object('item_id', m.current_item_id));
    perform app.meeting_bump(m.id, kind, app.meeting_step_patch(m.id, touched));
    if homes then
        perform app.home_bump(array[m.audience_id]);
    end if;
    return app.meeting_json(m.id);
end $$;

create function meeting_publish(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock(meeting);
begin
    if m.id is null then
        return;
    end if;
    if m.state <> 'draft' then
        perform app.fail('wrong-state');
    end if;
    if m.chair_id is null then
        perform app.fail('conflict', 'chair_id', 'a meeting is published with a chair');
    end if;
    if not exists (select from app.agenda_item i where i.meeting_id = m.id) then
        perform app.fail('conflict', 'agenda', 'a meeting is published with an agenda');
    end if;
    update app.meeting x set state = 'invited', published_at = now(), edit_version = x.edit_version + 1 where x.id = m.id and x.state = 'draft' returning * into m;
    update app.agenda_item i set number = i.position::text where i.meeting_id = m.id; -- rule 21
    perform app.meeting_audience_sync(m.id);
    perform app.notify_rights();
    return next app.meeting_stepped(m, 'meeting-published', 'state', '{}', true);
end $$;

create function meeting_start(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
begin
    if m.id is null then
        return;
    end if;
    update app.meeting x set state = 'in_progress', started_at = now(), current_since = now(),
        current_item_id = (select i.id from app.agenda_item i where i.meeting_id = x.id order by i.position limit 1)
    where x.id = m.id and x.state = 'invited' returning * into m;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.meeting_stepped(m, 'meeting-started', 'state', array[m.current_item_id], true);
end $$;

create function meeting_current(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    left_item uuid := m.current_item_id;
    item uuid := (b ->> 'item_id')::uuid;
begin
    if m.id is null then
        return;
    end if;
    if m.state <> 'in_progress' then
        perform app.fail('wrong-state');
    end if;
    if not exists (select from app.agenda_item i where i.id = item and i.meeting_id = m.id) then
        perform app.unknown('item_id');
    end if;
    if item is distinct from left_item then -- the same again changes nothing: a tapped-twice button
        perform app.meeting_clock_stop(m);
        update app.meeting x set current_item_id = item, current_since = now() where x.id = m.id and x.state = 'in_progress' returning * into m;
        return next app.meeting_stepped(m, 'meeting-moved', 'current', array[left_item, item], false);
    else
        return next app.meeting_json(m.id);
    end if;
end $$;

create function meeting_pause(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
begin
    if m.id is null then
        return;
    end if;
    if m.state <> 'in_progress' then
        perform app.fail('wrong-state');
    end if;
    perform app.meeting_clock_stop(m);
    update app.meeting x set state = 'paused', current_since = null where x.id = m.id and x.state = 'in_progress' returning * into m;
    return next app.meeting_stepped(m, 'meeting-paused', 'state', array[m.current_item_id], false);
end $$;

create function meeting_resume(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
begin
    if m.id is null then
        return;
    end if;
    update app.meeting x set state = 'in_progress', current_since = case when x.current_item_id is not null then now() end
    where x.id = m.id and x.state = 'paused' returning * into m;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.meeting_stepped(m, 'meeting-resumed', 'state', array[m.current_item_id], false);
end $$;

-- The last item stays in current_item_id's place no longer: an ended meeting stands on none.
create function meeting_end(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    left_item uuid := m.current_item_id;
begin
    if m.id is null then
        return;
    end if;
    if m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    end if;
    perform app.meeting_clock_stop(m);
    update app.meeting x set state = 'ended', ended_at = now(), current_since = null, current_item_id = null
    where x.id = m.id and x.state in ('in_progress', 'paused') returning * into m;
    return next app.meeting_stepped(m, 'meeting-ended', 'state', array[left_item], true);
end $$;

create function meeting_cancel(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock(meeting);
begin
    if m.id is null then
        return;
    end if;
    update app.meeting x set state = 'cancelled', edit_version = x.edit_version + 1 where x.id = m.id and x.state in ('draft', 'invited') returning * into m;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.meeting_stepped(m, 'meeting-cancelled', 'state', '{}', true);
end $$;
