-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Following the presenter (F3; rule 24). Who presents which paper, and at which
-- page, is state: whoever comes late or again has it from here. Where on the page
-- the presenter looks and points, and ink while it is drawn, is told to those who
-- follow and never kept: it goes out by NOTIFY, from one statement, to every
-- server, and nothing is written for it.
--
-- Subjects of the event hub: follow:<meeting> for what everybody in the meeting
-- sees, follow:<item> for a restricted item. Their revision is the turn, a
-- number that grows with each page turned.

set local search_path = app;

create sequence follow_turn;

-- No row: nobody presents.
create table follow (
    meeting_id uuid primary key references meeting on delete cascade,
    person_id uuid not null references person,
    item_id uuid not null references agenda_item on delete cascade,
    paper_id uuid not null references paper on delete cascade,
    page integer not null check (page between 1 and 20000),
    turn bigint not null default nextval('app.follow_turn'),
    started_at timestamptz not null default now()
);

-- Whom the chair lets present, besides who steers and who presents the item that is on.
create table follow_presenter (
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    primary key (meeting_id, person_id)
);

alter table follow enable row level security;
alter table follow_presenter enable row level security;
grant select on follow, follow_presenter to nghisu_app;
create policy "who sees an item sees what is presented of it" on follow for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id) and exists (select from agenda_item i where i.id = item_id));
create policy "who sees a meeting sees whom its chair lets present" on follow_presenter for select to nghisu_app using (exists (select from meeting m where m.id = meeting_id));

-- What was shown of one item is not shown on the next, nor after the sitting.
create function follow_ends() returns trigger
language plpgsql security definer as $$
begin
    delete from app.follow f where f.meeting_id = new.id;
    return null;
end $$;
create trigger follow_ends after update of current_item_id, state on meeting for each row
    when (old.current_item_id is distinct from new.current_item_id or new.state not in ('in_progress', 'paused')) execute function follow_ends();

create function follow_ends_with_the_sitting() returns trigger
language plpgsql security definer as $$
begin
    delete from app.follow f where f.meeting_id = new.meeting_id;
    return null;
end $$;
create trigger follow_ends_with_the_sitting after insert on sitting for each row when (new.started_at is null) execute function follow_ends_with_the_sitting();

-- ---- replies

create function follow_subject(i app.agenda_item) returns text
language sql immutable as $$ select 'follow:' || case when i.audience_id is null then i.meeting_id else i.id end $$;

create function follow_may(m app.meeting) returns boolean
language plpgsql stable security definer as $$
begin
    return m.state in ('in_progress', 'paused') and (app.meeting_steered_by_me(m)
        or exists (select from app.follow_presenter p where p.meeting_id = m.id and p.person_id = app.me())
        or exists (select from app.agenda_item i where i.id = m.current_item_id and i.presenter_id = app.me() and app.item_seen(i)));
end $$;

create function presentation_json(meeting uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('presenter', app.person_ref(f.person_id), 'item_id', f.item_id, 'paper_id', f.paper_id, 'document_id', p.document_id, 'version', p.version,
            'page', f.page, 'turn', f.turn, 'subject', app.follow_subject(i), 'started_at', app.json_time(f.started_at))
        from app.follow f join app.paper p on p.id = f.paper_id join app.agenda_item i on i.id = f.item_id where f.meeting_id = presentation_json.meeting);
end $$;

-- Of what is presented on an item one does not see, one is told nothing.
create function follow_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    steers boolean := app.meeting_steered_by_me(m) and m.state in ('in_progress', 'paused');
begin
    return jsonb_build_object('revision', m.revision, 'at', app.json_time(clock_timestamp()), 'may_present', app.follow_may(m), 'may_let', steers,
        'let', (select coalesce(jsonb_agg(app.person_ref(p.person_id) order by p.person_id), '[]') from app.follow_presenter p where steers and p.meeting_id = m.id),
        'presentation', (select app.presentation_json(m.id) from app.follow f join app.agenda_item i on i.id = f.item_id where f.meeting_id = m.id and app.item_seen(i)));
end $$;

create function follow_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.follow_json(m) from app.meeting m where m.id = meeting and app.meeting_seen(m) and m.published_at is not null;
end $$;

-- ---- acts

create function follow_lock(meeting uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = follow_lock.meeting and app.meeting_seen(x) and x.published_at is not null for update;
    return m;
end $$;

-- To all, or to the circles of the items before and after. Last in a transaction.
create function follow_told(m app.meeting, before uuid, item uuid) returns jsonb
language plpgsql security definer as $$
declare
    was app.agenda_item;
    is_on app.agenda_item;
begin
    select * into was from app.agenda_item i where i.id = before;
    select * into is_on from app.agenda_item i where i.id = item;
    if (was.id is not null and was.audience_id is null) or (is_on.id is not null and is_on.audience_id is null) then
        perform app.meeting_bump(m.id, 'follow', jsonb_build_object('presentation', case when is_on.audience_id is null then app.presentation_json(m.id) end));
    end if;
    perform app.circle_bump(m.id, x) from (select distinct unnest(array[was.audience_id, is_on.audience_id])) a (x) where x is not null;
    select * into m from app.meeting x where x.id = m.id;
    return app.follow_json(m);
end $$;

-- An approved paper that the presenter sees. Who steers takes the screen from whoever has it.
create function follow_start(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.follow_lock(meeting);
    p app.paper;
    f app.follow;
begin
    if m.id is null then
        return;
    elsif m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    elsif not app.follow_may(m) then
        perform app.fail('not-allowed');
    end if;
    select x.* into p from app.paper x join app.agenda_item i on i.id = x.item_id join app.version v on v.document_id = x.document_id and v.number = x.version
    where x.id = (b ->> 'paper_id')::uuid and i.meeting_id = m.id and app.item_seen(i) and x.state = 'approved' and v.readers && app.principals();
    if p.id is null then
        perform app.unknown('paper_id');
    end if;
    select * into f from app.follow x where x.meeting_id = m.id;
    if f.person_id <> app.me() and not app.meeting_steered_by_me(m) then
        perform app.fail('conflict', 'presenter', 'somebody else presents');
    end if;
    insert into app.follow as x (meeting_id, person_id, item_id, paper_id, page) values (m.id, app.me(), p.item_id, p.id, coalesce((b ->> 'page')::integer, 1))
    on conflict (meeting_id) do update set person_id = excluded.person_id, item_id = excluded.item_id, paper_id = excluded.paper_id, page = excluded.page,
        turn = nextval('app.follow_turn'), started_at = case when (x.person_id, x.paper_id) = (excluded.person_id, excluded.paper_id) then x.started_at else now() end;
    if (f.person_id, f.paper_id) is distinct from (app.me(), p.id) then
        perform app.audit('follow-started', 'meeting', m.id, jsonb_build_object('item_id', p.item_id, 'paper_id', p.id, 'document_id', p.document_id, 'version', p.version));
    end if;
    return next app.follow_told(m, f.item_id, p.item_id);
end $$;

-- The presenter's own, or the chair's. That nobody presents is no error: it may have been ended a moment ago.
create function follow_stop(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.follow_lock(meeting);
    f app.follow;
begin
    if m.id is null then
        return;
    end if;
    select x.* into f from app.follow x join app.agenda_item i on i.id = x.item_id where x.meeting_id = m.id and app.item_seen(i);
    if f.person_id <> app.me() and not app.meeting_steered_by_me(m) then
        perform app.fail('not-allowed');
    elsif f.meeting_id is null then
        return next app.follow_json(m);
        return;
    end if;
    delete from app.follow x where x.meeting_id = m.id;
    perform app.audit('follow-stopped', 'meeting', m.id, jsonb_build_object('item_id', f.item_id, 'paper_id', f.paper_id));
    return next app.follow_told(m, f.item_id, null);
end $$;

create function follow_let(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    who uuid := (b ->> 'person_id')::uuid;
    r bigint;
begin
    if m.id is null then
        return;
    elsif m.state not in ('in_progress', 'paused') then
        perform app.fail('wrong-state');
    elsif not exists (select from app.meeting_mandates(m.id) x where x.stands_id = who) then
        perform app.unknown('person_id');
    end if;
    if (b ->> 'allowed')::boolean then
        insert into app.follow_presenter (meeting_id, person_id) values (m.id, who) on conflict do nothing;
    else
        delete from app.follow_presenter p where p.meeting_id = m.id and p.person_id = who;
    end if;
    if found then
        perform app.audit('follow-let', 'meeting', m.id, jsonb_build_object('person_id', who, 'allowed', b -> 'allowed'));
        -- only they can do more or less than before
        insert into app.home as h (person_id, revision) values (who, 1) on conflict (person_id) do update set revision = h.revision + 1 returning h.revision into r;
        perform app.publish_event('person:' || who, r, 'circle', jsonb_build_object('meeting_id', m.id));
    end if;
    return next app.follow_json(m);
end $$;

-- Where the presenter is now. A page turned is kept; all else is only told. Refused once somebody else has the screen.
create function follow_here(meeting uuid, b jsonb) returns setof boolean
language plpgsql security definer as $$
declare
    f app.follow;
    i app.agenda_item;
    turned boolean;
begin
    perform set_config('synchronous_commit', 'off', true); -- nothing to lose: the page is told again a moment later
    select x.* into f from app.follow x join app.meeting m on m.id = x.meeting_id where m.id = meeting and app.meeting_seen(m);
    if f.person_id is distinct from app.me() then
        if exists (select from app.meeting m where m.id = meeting and app.meeting_seen(m) and m.published_at is not null) then
            perform app.fail('wrong-state');
        end if;
        return;
    end if;
    select * into i from app.agenda_item x where x.id = f.item_id;
    turned := f.page <> (b ->> 'page')::integer;
    if turned then
        update app.follow x set page = (b ->> 'page')::integer, turn = nextval('app.follow_turn') where x.meeting_id = f.meeting_id and x.person_id = f.person_id returning * into f;
    end if;
    perform app.publish_event(app.follow_subject(i), f.turn, case when turned then 'turn' else 'here' end, b || jsonb_build_object('by', f.person_id));
    return next true;
end $$;

-- How many follow on one of the servers, said by it now and then (net/follow.h).
create function follow_count(subject text, turn bigint, server text, followers integer) returns boolean
language plpgsql security definer as $$
begin
    perform set_config('synchronous_commit', 'off', true);
    perform app.publish_event(subject, turn, 'count', jsonb_build_object('server', server, 'followers', followers));
    return true;
end $$;

create or replace function event_subjects(subjects jsonb) returns table (subject text, revision bigint)
language plpgsql stable set search_path = app, pg_temp as $$
begin
    return query with asked as (
        select s, split_part(s, ':', 1) as kind, split_part(s, ':', 2)::uuid as id
        from (select distinct jsonb_array_elements_text(subjects)) x (s)
        where s ~ '^(meeting|document|person|follow):[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
    )
    select a.s, m.revision from asked a join app.meeting m on m.id = a.id and app.meeting_seen(m) where a.kind = 'meeting'
    union all
    select a.s, d.revision from asked a join app.document d on d.id = a.id and d.readers && (select app.principals()) where a.kind = 'document'
    union all
    select a.s, coalesce((select h.revision from app.home h where h.person_id = a.id), 0) from asked a where a.kind = 'person' and a.id = app.me()
    union all
    -- what everybody sees; the policy of follow leaves out what is presented of a restricted item
    select a.s, coalesce((select f.turn from app.follow f join app.agenda_item i on i.id = f.item_id where f.meeting_id = m.id and i.audience_id is null), 0)
    from asked a join app.meeting m on m.id = a.id and app.meeting_seen(m) where a.kind = 'follow'
    union all
    select a.s, coalesce((select f.turn from app.follow f where f.item_id = i.id), 0)
    from asked a join app.agenda_item i on i.id = a.id and i.audience_id is not null join app.meeting m on m.id = i.meeting_id and app.meeting_seen(m) where a.kind = 'follow';
end $$;

-- who may run what

do $$ begin perform app.rights_close('{follow_get, follow_start, follow_stop, follow_let, follow_here, follow_count}'); end $$;
