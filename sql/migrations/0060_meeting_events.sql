-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What happened in a meeting, in order: the audit rows of it since it was
-- published (F10, G3; rules 24 and 34). Minutes cite their ids. An event that
-- names anything of a restricted item is there for those who see the item; one
-- that names what is no more, and acts that are no part of the proceedings, only
-- for those who prepare the meeting.

set local search_path = app;

-- Sealed rows of other kinds are many more: the events of one meeting are found without passing them.
create index audit_of_meeting on audit (subject_id, id) where kind = 'meeting';

-- What an event may name, each with its item. A table named here that a later migration makes counts from then on.
create function meeting_things(meeting uuid) returns table (id uuid, item_id uuid, title text)
language plpgsql stable security definer as $$
declare
    t regclass;
begin
    return query select i.id, i.id, i.title from app.agenda_item i where i.meeting_id = meeting_things.meeting;
    return query select p.id, p.item_id, d.subject from app.paper p join app.agenda_item i on i.id = p.item_id join app.document d on d.id = p.document_id where i.meeting_id = meeting_things.meeting;
    for t in select c.oid::regclass from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and c.relname in ('speech', 'vote', 'conclusion') loop
        return query execute format('select x.id, x.item_id, coalesce(to_jsonb(x) ->> ''title'', to_jsonb(x) ->> ''topic'', to_jsonb(x) ->> ''text'') from %s x where x.meeting_id = $1', t) using meeting_things.meeting;
    end loop;
end $$;

-- Proceedings: what everybody in the meeting may know that it happened.
create function event_is_public(action text) returns boolean
language sql immutable as $$
    select action ~ '^(meeting|agenda-item|attendance|item-attendance|quorum|desk|speech|sitting)-' and action !~ '^meeting-(changed|pack)'
        or action ~ '^vote-(opened|paused|resumed|closed|published)$' or action ~ '^paper-(created|approved|pinned)$' or action ~ '^conclusion' or action ~ '^minutes-(circulated|approved|corrected)$' or action ~ '^record-'
$$;

-- Nobody's proceedings: talk, private notes, what a ballot said, what was read.
create function event_is_none(action text) returns boolean
language sql immutable as $$ select action ~ '(note|ballot|comment|chat|pack)' or action ~ '^(meeting-(created|deleted)|agenda-set|invitation-paper-changed)' $$;

-- All of them, for whoever tests who sees what: newest first, before an id. apart: the circles of the restricted items that it names; lost: it names what is not there.
create function meeting_events_raw(meeting uuid, before bigint default null)
returns table (id bigint, at timestamptz, kind text, person_id uuid, item_id uuid, subject_id uuid, detail jsonb, apart uuid[], lost boolean)
language plpgsql stable security definer as $$
declare
    since bigint := (select max(a.id) from app.audit a where a.kind = 'meeting' and a.subject_id = meeting_events_raw.meeting and a.action = 'meeting-published');
    items jsonb; -- by thing
    circles jsonb; -- by thing, of restricted items
begin
    select coalesce(jsonb_object_agg(t.id, t.item_id), '{}'), coalesce(jsonb_object_agg(t.id, i.audience_id) filter (where i.audience_id is not null), '{}')
    into items, circles from app.meeting_things(meeting_events_raw.meeting) t left join app.agenda_item i on i.id = t.item_id;
    return query
        select a.id, a.at, a.action, a.person_id, (items ->> coalesce(a.detail ->> 'item_id', n.thing))::uuid, n.thing::uuid, a.detail,
            case when circles = '{}' then '{}' else array(select distinct (circles ->> u[1])::uuid from regexp_matches(a.detail::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') u where circles ? u[1]) end,
            exists (select from jsonb_each_text(a.detail) d where d.key in ('item_id', 'paper_id', 'speech_id', 'vote_id', 'conclusion_id') and d.value is not null and not items ? d.value)
        from app.audit a
        cross join lateral (select coalesce(a.detail ->> 'vote_id', a.detail ->> 'speech_id', a.detail ->> 'conclusion_id', a.detail ->> 'paper_id', a.detail ->> 'person_id', a.detail ->> 'item_id') as thing) n
        where a.kind = 'meeting' and a.subject_id = meeting_events_raw.meeting and a.id >= since and (before is null or a.id < before) and not app.event_is_none(a.action)
        order by a.id desc;
end $$;

-- Those that the caller may know of, newest first. What a person gave as a reason is for those who prepare and for the person; figures of a vote stand in the vote.
create function meeting_events_seen(meeting uuid, before bigint default null)
returns table (id bigint, at timestamptz, kind text, person_id uuid, item_id uuid, subject_id uuid, detail jsonb)
language plpgsql stable security definer as $$
declare
    m app.meeting;
    who uuid[] := app.principals();
    prepares boolean;
begin
    select * into m from app.meeting x where x.id = meeting_events_seen.meeting;
    if m.id is null or not app.meeting_seen(m) then
        return;
    end if;
    prepares := app.meeting_prepared_by_me(m);
    return query
        select e.id, e.at, e.kind, e.person_id, case when s.whole then e.item_id end, case when s.whole then e.subject_id end, case when s.whole then e.detail else '{}' end
            - array['items', 'circle', 'result', 'counts'] - case when prepares or e.subject_id = app.me() or e.person_id = app.me() then '' else 'reason' end
        from app.meeting_events_raw(m.id, before) e
        cross join lateral (select prepares or (e.apart <@ who and not e.lost) as whole) s
        where prepares or (app.event_is_public(e.kind) and (s.whole or e.kind ~ '^meeting-(?!moved)')); -- that it began or paused everybody sees, not with which item
end $$;

create function meeting_events(meeting uuid)
returns table (id bigint, at timestamptz, kind text, person_id uuid, item_id uuid, subject_id uuid, detail jsonb)
language plpgsql stable security definer as $$
begin
    return query select e.* from app.meeting_events_seen(meeting) e order by e.id;
end $$;

-- A page of them in words' reach: who, whom, which item, which thing. after: only older ones than this.
create function meeting_event_list(meeting uuid, after text, page integer) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    most integer := coalesce(page, 50);
begin
    select * into m from app.meeting x where x.id = meeting_event_list.meeting and app.meeting_seen(x) and x.published_at is not null;
    if m.id is null then
        return;
    end if;
    if after !~ '^[1-9][0-9]{0,17}$' then
        perform app.fail('wrong-value', 'after');
    end if;
    return query
        with shown as materialized (select e.* from app.meeting_events_seen(m.id, after::bigint) e order by e.id desc limit most + 1),
        kept as (select s.* from shown s order by s.id desc limit most),
        things as materialized (select t.* from app.meeting_things(m.id) t)
        select jsonb_build_object('items', coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'at', app.json_time(k.at), 'kind', k.kind, 'person', app.person_ref(k.person_id),
                'item', case when i.id is not null then jsonb_build_object('id', i.id, 'number', i.number, 'title', i.title) end,
                'whom', app.person_ref((k.detail ->> 'person_id')::uuid), 'title', case when t.id <> i.id or i.id is null then t.title end,
                'state', coalesce(k.detail ->> 'state', case when k.detail ? 'present' then coalesce(k.detail ->> 'present', 'as_meeting') end),
                'reason', k.detail ->> 'reason', 'queue', k.detail ->> 'queue', 'spent_ms', (k.detail ->> 'spent_ms')::bigint) order by k.id desc)
            from kept k left join app.agenda_item i on i.id = k.item_id left join things t on t.id = k.subject_id), '[]'),
            'next', case when (select count(*) from shown) > most then (select min(k.id)::text from kept k) end,
            'revision', m.revision);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{meeting_event_list}'); end $$;
