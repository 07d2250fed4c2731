-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Meetings as calendars elsewhere know them (E1, I2): what an iCalendar file of
-- a meeting tells, and one private address a person, where their calendar asks
-- for all of them. Whoever has that address reads as its owner, so only its hash
-- is kept, it is shown once, and what it tells leaves the house: no restricted
-- item is ever in it (rule 24), not even one its owner sees here.

set local search_path = app;

-- What a calendar elsewhere goes by: a higher sequence replaces what it holds.
create table meeting_ical (
    meeting_id uuid primary key references meeting on delete cascade,
    sequence integer not null default 0,
    changed_at timestamptz not null default now()
);
alter table meeting_ical enable row level security;
insert into meeting_ical (meeting_id, changed_at) select m.id, coalesce(m.published_at, m.created_at) from app.meeting m;

create table feed (
    person_id uuid primary key references person on delete cascade,
    token_hash text not null unique check (length(token_hash) = 64),
    language text not null check (language in ('vi', 'en')),
    created_at timestamptz not null default now(),
    fetched_at timestamptz
);
alter table feed enable row level security;

create function meeting_ical_begin() returns trigger
language plpgsql security definer as $$
begin
    insert into app.meeting_ical (meeting_id) values (new.id);
    return null;
end $$;
create trigger meeting_is_told_to_calendars after insert on meeting for each row execute function meeting_ical_begin();

-- Time, place, title, and whether it takes place: what a calendar must learn anew. Before publishing nobody else has it.
create function meeting_ical_raise() returns trigger
language plpgsql security definer as $$
begin
    update app.meeting_ical c set sequence = c.sequence + 1, changed_at = now() where c.meeting_id = new.id;
    return null;
end $$;
create trigger meeting_is_told_anew_to_calendars after update of title, starts_at, ends_at, room_id, place, online, state on meeting for each row
    when (old.published_at is not null
          and ((old.title, old.starts_at, old.ends_at, old.room_id, old.place, old.online) is distinct from (new.title, new.starts_at, new.ends_at, new.room_id, new.place, new.online)
               or (old.state = 'cancelled') <> (new.state = 'cancelled')))
    execute function meeting_ical_raise();

-- Whatever all are told of a meeting that has not begun may change what its description says. What is told to a circle alone does not raise the
-- revision, and nobody else may read from a time that it happened (rule 24).
create function meeting_ical_touch() returns trigger
language plpgsql security definer as $$
begin
    update app.meeting_ical c set changed_at = now() where c.meeting_id = new.id and c.changed_at < now();
    return null;
end $$;
create trigger meeting_was_touched_for_calendars after update of revision on meeting for each row
    when (old.revision <> new.revision and new.state in ('draft', 'invited', 'cancelled')) execute function meeting_ical_touch();

-- ---- what is told

-- These meetings in this order, to one who sees them: that is the caller's to test. within: inside the house, where one is told of the restricted
-- items one sees; else of none.
create function meetings_ical(ids uuid[], within boolean) returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
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
            'starts_at', extract(epoch from m.starts_at)::bigint, 'ends_at', extract(epoch from m.ends_at)::bigint, 'day', to_char(m.starts_at at time zone tz, 'DD-MM-YYYY'),
            'sequence', x.sequence, 'created_at', extract(epoch from m.created_at)::bigint, 'changed_at', extract(epoch from x.changed_at)::bigint,
            'agenda', coalesce(l.items, '[]'),
            'reader', jsonb_build_object('id', me.id, 'full_name', me.full_name, 'email', me.email, 'role', mine.role, 'answer', a.answer)) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.meeting m on m.id = i.id
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

-- One meeting, to whoever sees it.
create function meeting_calendar(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.meetings_ical(array[m.id], true) -> 0 from app.meeting m where m.id = meeting_calendar.meeting and app.meeting_seen(m);
end $$;

-- ---- the private address

create function feed_get() returns jsonb
language plpgsql stable security definer as $$
declare
    f app.feed;
begin
    select * into f from app.feed x where x.person_id = app.me();
    return jsonb_build_object('active', f.person_id is not null, 'created_at', app.json_time(f.created_at), 'fetched_at', app.json_time(f.fetched_at));
end $$;

-- A new address; the one before it, if any, is dead by that.
create function feed_make(token_hash text, language text) returns jsonb
language plpgsql security definer as $$
begin
    insert into app.feed as f (person_id, token_hash, language) values (app.me(), feed_make.token_hash, feed_make.language)
    on conflict (person_id) do update set token_hash = excluded.token_hash, language = excluded.language, created_at = now(), fetched_at = null;
    perform app.audit('feed-made', 'person', app.me());
    return app.feed_get();
end $$;

create function feed_end() returns setof boolean
language plpgsql security definer as $$
begin
    delete from app.feed f where f.person_id = app.me();
    if found then
        perform app.audit('feed-ended', 'person', app.me());
        return next true;
    end if;
end $$;

-- Run as nobody: who has the address becomes its owner, for this one reading. Nothing when there is no such address, or its owner is locked or
-- must first change their password.
create function feed_read(token_hash text, address text) returns table (meetings jsonb, language text)
language plpgsql security definer set plan_cache_mode = force_custom_plan as $$
declare
    f app.feed;
    who uuid[];
begin
    select x.* into f from app.feed x join app.person p on p.id = x.person_id
    where x.token_hash = feed_read.token_hash and p.state = 'active' and not p.must_change_password;
    if f.person_id is null then
        return;
    end if;
    who := app.principals_of(f.person_id);
    perform set_config('app.person_id', f.person_id::text, true), set_config('app.principals', who::text, true), set_config('app.address', coalesce(address, ''), true);
    if f.fetched_at is null or f.fetched_at < now() - interval '1 minute' then
        update app.feed x set fetched_at = now()
        where x.person_id = (select y.person_id from app.feed y where y.person_id = f.person_id and y.token_hash = f.token_hash for update skip locked);
    end if;
    meetings := app.meetings_ical(array(
        select m.id from app.meeting m
        where m.audience_id = any (who) and m.published_at is not null and m.starts_at >= now() - interval '90 days' and m.starts_at < now() + interval '400 days'
        order by m.starts_at, m.id), false);
    language := f.language;
    return next;
end $$;

do $$ begin perform app.rights_close('{meeting_calendar,feed_get,feed_make,feed_end,feed_read}'); end $$;
