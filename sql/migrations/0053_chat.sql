-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The chat beside a meeting (F8). Off until the chair opens it, and closed by
-- them at any moment. Those who are there write, to everybody in the meeting;
-- it knows of no item, so a restricted one is never named by it (rule 24). A
-- writer takes their own words back for some minutes; the chair hides a message,
-- which stays to be read by those who prepare the meeting, with who hid it.

set local search_path = app;

create table chat (
    meeting_id uuid primary key references meeting on delete cascade,
    open boolean not null default false
);

create table chat_message (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    body text check (body <> '' and length(body) <= 1000),
    at timestamptz not null default now(),
    taken_back_at timestamptz,
    hidden_at timestamptz,
    hidden_by uuid references person,
    constraint taken_back_leaves_no_words check ((body is null) = (taken_back_at is not null)),
    constraint who_hid_is_known check ((hidden_at is null) = (hidden_by is null))
);
create index on chat_message (meeting_id, id);
create index on chat_message (person_id);
create index on chat_message (hidden_by);
alter table chat enable row level security;
alter table chat_message enable row level security;

create function chat_message_json(c app.chat_message, prepares boolean) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('id', c.id, 'person', app.person_ref(c.person_id), 'at', app.json_time(c.at), 'taken_back', c.taken_back_at is not null,
        'hidden', c.hidden_at is not null, 'hidden_by', case when prepares then app.person_ref(c.hidden_by) end, 'body', case when c.hidden_at is null or prepares then c.body end);
end $$;

-- Seconds in which one takes one's own words back.
create function chat_take_back_seconds() returns integer language sql immutable as $$ select 300 $$;

create function chat_may_write(m app.meeting) returns boolean
language plpgsql stable security definer as $$
begin
    return m.state in ('in_progress', 'paused') and (app.meeting_steered_by_me(m) or app.attendance_present(m.id, null, app.me()))
        and exists (select from app.chat c where c.meeting_id = m.id and c.open);
end $$;

create function chat_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    prepares boolean := app.meeting_prepared_by_me(m);
begin
    return jsonb_build_object('revision', m.revision, 'open', coalesce((select c.open from app.chat c where c.meeting_id = m.id), false) and m.state in ('in_progress', 'paused'),
        'may_write', app.chat_may_write(m), 'may_steer', app.meeting_steered_by_me(m) and m.state in ('in_progress', 'paused'), 'take_back_seconds', app.chat_take_back_seconds(),
        'items', (select coalesce(jsonb_agg(app.chat_message_json(x.c, prepares) order by (x.c).id), '[]')
                  from (select c from app.chat_message c where c.meeting_id = m.id order by c.id desc limit 200) x));
end $$;

create function chat_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.chat_json(m) from app.meeting m where m.id = chat_get.meeting and app.meeting_seen(m) and m.published_at is not null;
end $$;

create function chat_set(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    wanted boolean := (b ->> 'open')::boolean;
begin
    if m.id is null then
        return;
    elsif m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    end if;
    insert into app.chat as c (meeting_id, open) values (m.id, wanted) on conflict (meeting_id) do update set open = excluded.open where c.open <> excluded.open;
    if found then
        perform app.audit(case when wanted then 'chat-opened' else 'chat-closed' end, 'meeting', m.id);
        perform app.meeting_bump(m.id, 'chat', jsonb_build_object('open', wanted));
    end if;
    select * into m from app.meeting x where x.id = m.id;
    return next app.chat_json(m);
end $$;

-- One message is one small event that carries it. So that they stay few: one person one a second and twelve a minute, the meeting four a second.
create function chat_write(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
    c app.chat_message;
begin
    select * into m from app.meeting x where x.id = chat_write.meeting and app.meeting_seen(x) and x.published_at is not null for update;
    if m.id is null then
        return;
    elsif m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    elsif not exists (select from app.chat x where x.meeting_id = m.id and x.open) then
        perform app.fail('conflict', 'open', 'the chat is closed');
    elsif not app.chat_may_write(m) then
        perform app.fail('not-allowed');
    elsif (select count(*) filter (where x.at > now() - interval '1 second') >= 4 or count(*) filter (where x.person_id = app.me() and x.at > now() - interval '1 second') >= 1
                  or count(*) filter (where x.person_id = app.me()) >= 12
           from app.chat_message x where x.meeting_id = m.id and x.at > now() - interval '1 minute') then
        perform app.fail('too-many-tries');
    end if;
    insert into app.chat_message (meeting_id, person_id, body) values (m.id, app.me(), b ->> 'body') returning * into c;
    perform app.meeting_bump(m.id, 'chat', jsonb_build_object('message', app.chat_message_json(c, false)));
    return next app.chat_message_json(c, false);
end $$;

create function chat_message_lock(message uuid) returns app.chat_message
language plpgsql security definer as $$
declare
    c app.chat_message;
begin
    select * into c from app.chat_message x where x.id = message;
    perform from app.meeting m where m.id = c.meeting_id and app.meeting_seen(m) for update;
    if not found then
        return null;
    end if;
    select * into c from app.chat_message x where x.id = message;
    return c;
end $$;

-- One's own words, while they are fresh.
create function chat_take_back(message uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    c app.chat_message := app.chat_message_lock(message);
begin
    if c.id is null then
        return;
    elsif c.person_id <> app.me() then
        perform app.fail('not-allowed');
    elsif c.taken_back_at is null and c.at < now() - make_interval(secs => app.chat_take_back_seconds()) then
        perform app.fail('wrong-state');
    end if;
    update app.chat_message x set body = null, taken_back_at = now() where x.id = c.id and x.taken_back_at is null;
    if found then
        select * into c from app.chat_message x where x.id = c.id;
        perform app.meeting_bump(c.meeting_id, 'chat', jsonb_build_object('message', app.chat_message_json(c, false)));
    end if;
    return next app.chat_message_json(c, false);
end $$;

create function chat_hide(message uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    c app.chat_message := app.chat_message_lock(message);
    wanted boolean := (b ->> 'hidden')::boolean;
begin
    if c.id is null then
        return;
    elsif not exists (select from app.meeting m where m.id = c.meeting_id and app.meeting_steered_by_me(m)) then
        perform app.fail('not-allowed');
    end if;
    update app.chat_message x set hidden_at = case when wanted then now() end, hidden_by = case when wanted then app.me() end where x.id = c.id and (x.hidden_at is not null) <> wanted;
    if found then
        select * into c from app.chat_message x where x.id = c.id;
        perform app.audit(case when wanted then 'chat-hidden' else 'chat-shown' end, 'meeting', c.meeting_id, jsonb_build_object('message_id', c.id, 'person_id', c.person_id));
        perform app.meeting_bump(c.meeting_id, 'chat', jsonb_build_object('message', app.chat_message_json(c, false)));
    end if;
    return next app.chat_message_json(c, true);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{chat_get, chat_set, chat_write, chat_take_back, chat_hide}'); end $$;
