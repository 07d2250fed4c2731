-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Notices: what a person is told of the meetings that concern them (E6). They
-- are made at the end of the transaction of the act they tell of, by triggers
-- on what was changed and on the audit log, so that every way to do the act
-- tells of it. Nobody is told of their own act. A notice is a pointer, not a
-- copy: whether it is there, and what it names, is asked when it is read
-- (rule 24), for rights may have been lost since. Mail is 0036.

set local search_path = app;

create table notice (
    id uuid primary key default uuid7(),
    person_id uuid not null references person,
    kind text not null check (kind in ('invited', 'named', 'substitute', 'uninvited', 'changed', 'cancelled', 'item_added', 'papers_added', 'paper_newer',
        'paper_submitted', 'paper_returned', 'answered', 'papers_asked', 'answer_wanted', 'meeting_tomorrow', 'meeting_soon', 'papers_due', 'papers_overdue')),
    meeting_id uuid not null references meeting on delete cascade,
    by_id uuid references person, -- whose act it was; null: the clock's
    detail jsonb not null default '{}', -- what is no longer in the tables: values before a change, a reason, the title one was invited to
    occasion text, -- of a reminder: it is made once for each
    open_until timestamptz, -- more of the same joins it until then
    created_at timestamptz not null default clock_timestamp(),
    read_at timestamptz,
    constraint notice_once unique (person_id, meeting_id, kind, occasion)
);
create index on notice (person_id, id);
create index notice_unread on notice (person_id, id) where read_at is null;
create index on notice (meeting_id);

-- The items and papers a notice names. Those that are gone, or not there for its reader any more, are not counted.
create table notice_part (
    notice_id uuid not null references notice on delete cascade,
    item_id uuid not null references agenda_item on delete cascade,
    paper_id uuid references paper on delete cascade,
    unique nulls not distinct (notice_id, item_id, paper_id)
);
create index on notice_part (item_id);
create index on notice_part (paper_id);

-- Who has been told that they are invited, as what, and when.
create table notice_told (
    meeting_id uuid not null references meeting on delete cascade,
    person_id uuid not null references person,
    told_as text not null check (told_as in ('invited', 'named', 'substitute', 'unit')),
    told_at timestamptz not null default clock_timestamp(),
    primary key (meeting_id, person_id)
);

alter table notice enable row level security;
alter table notice_part enable row level security;
alter table notice_told enable row level security;

-- ---- who is told

-- Who speaks for a unit: its own leaders and secretaries; everybody in it where it has none.
create function unit_speakers(unit uuid) returns setof uuid
language plpgsql stable security definer as $$
declare
    found_ids uuid[];
begin
    select array_agg(x.id) into found_ids from (
        select g.person_id as id from app.role_grant g where g.unit_id = unit and g.role in ('leader', 'secretary') and unit = any (app.principals_of(g.person_id))
        union
        select h.person_id from app.position h join app.catalogue_entry t on t.id = h.title_id
        where h.unit_id = unit and h.held @> app.today() and t.roles && '{leader,secretary}') x
    join app.person p on p.id = x.id and p.state = 'active';
    return query select unnest(found_ids) where found_ids is not null union all select p from app.persons_of(array[unit]) p where found_ids is null;
end $$;

-- Whom a meeting concerns in person, and as what.
create function meeting_concerns(m app.meeting) returns table (person_id uuid, told_as text, unit_id uuid, by_id uuid)
language plpgsql stable security definer as $$
begin
    return query
        select distinct on (x.person_id) x.person_id, x.told_as, x.unit_id, x.by_id from (
            select m.chair_id, 'invited', null::uuid, null::uuid, 1 where m.chair_id is not null
            union all select s.person_id, 'invited', null, null, 1 from app.meeting_secretary s where s.meeting_id = m.id
            union all select i.principal_id, 'invited', null, null, 1 from app.meeting_invitee i where i.meeting_id = m.id and i.kind = 'person'
            union all select a.person_id, 'named', a.unit_id, a.named_by, 2 from app.unit_attendee a where a.meeting_id = m.id
            union all select a.substitute_id, 'substitute', null, a.person_id, 3 from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id is not null
            union all select s, 'unit', i.principal_id, null, 4 from app.meeting_invitee i cross join lateral app.unit_speakers(i.principal_id) s
                      where i.meeting_id = m.id and i.kind = 'unit'
        ) x (person_id, told_as, unit_id, by_id, rank)
        order by x.person_id, x.rank, x.unit_id;
end $$;

-- Of those told of a meeting, who sees this item (rule 24).
create function item_concerns(i app.agenda_item) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(select t.person_id from app.notice_told t
                 where t.meeting_id = i.meeting_id and t.person_id in (select p from app.persons_of(array[app.item_audience(i)]) p));
end $$;

create function preparers_of(m app.meeting) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(select a.principal_id from app.audience_member a where a.audience_id = m.preparers_id);
end $$;

-- ---- telling

-- No lock on home: its revision is only named, so that those who follow their subject look again.
create function notices_bump(person uuid) returns void
language plpgsql security definer as $$
begin
    perform app.publish_event('person:' || person, coalesce((select h.revision from app.home h where h.person_id = person), 0), 'notices');
end $$;

create function notice_add(persons uuid[], what text, meeting uuid, detail jsonb default '{}', item uuid default null, paper uuid default null,
    occasion text default null, by_id uuid default app.me()) returns integer
language plpgsql security definer as $$
declare
    at timestamptz := clock_timestamp();
    joins boolean := what in ('changed', 'item_added', 'papers_added', 'paper_newer', 'paper_submitted', 'papers_asked');
    told integer := 0;
    p uuid; n uuid;
begin
    for p in select x.id from app.person x where x.id = any (persons) and x.state = 'active' and x.id is distinct from app.me() order by x.id loop
        -- papers of an item that one was told of a moment ago come with it
        continue when what = 'papers_added' and exists (select from app.notice x join app.notice_part y on y.notice_id = x.id
            where x.person_id = p and x.kind = 'item_added' and x.read_at is null and x.open_until > at and y.item_id = item);
        n := null;
        if joins then
            update app.notice x set detail = notice_add.detail || x.detail -- of a change the first value before it counts
            where x.id = (select y.id from app.notice y where y.person_id = p and y.meeting_id = meeting and y.kind = what and y.read_at is null and y.open_until > at
                          order by y.id desc limit 1)
            returning x.id into n;
        end if;
        if n is null then
            insert into app.notice (person_id, kind, meeting_id, by_id, detail, occasion, open_until, created_at)
            values (p, what, meeting, notice_add.by_id, notice_add.detail, notice_add.occasion, case when joins then at + interval '10 minutes' end, at)
            on conflict on constraint notice_once do nothing
            returning id into n;
            continue when n is null;
        end if;
        if item is not null then
            insert into app.notice_part (notice_id, item_id, paper_id) values (n, item, paper) on conflict do nothing;
        end if;
        perform app.notices_bump(p);
        told := told + 1;
    end loop;
    return told;
end $$;

-- Those invited since are told so, and those who no longer are.
create function notice_invited(m app.meeting) returns void
language plpgsql security definer as $$
declare
    r record;
begin
    for r in select coalesce(c.person_id, t.person_id) as person, c.told_as, c.unit_id, c.by_id, t.told_as as before
             from app.meeting_concerns(m) c full join (select x.* from app.notice_told x where x.meeting_id = m.id) t on t.person_id = c.person_id order by 1 loop
        if r.told_as is null then
            delete from app.notice_told t where t.meeting_id = m.id and t.person_id = r.person;
            perform app.notice_add(array[r.person], 'uninvited', m.id, jsonb_build_object('title', m.title, 'starts_at', app.json_time(m.starts_at)));
        elsif r.told_as is distinct from r.before then
            insert into app.notice_told (meeting_id, person_id, told_as) values (m.id, r.person, r.told_as)
            on conflict (meeting_id, person_id) do update set told_as = excluded.told_as, told_at = excluded.told_at;
            if r.before is null or r.told_as in ('named', 'substitute') then
                perform app.notice_add(array[r.person], case r.told_as when 'unit' then 'invited' else r.told_as end, m.id,
                    jsonb_strip_nulls(jsonb_build_object('unit_id', r.unit_id)), by_id => coalesce(r.by_id, app.me()));
            end if;
        end if;
    end loop;
end $$;

create function notice_of_act() returns trigger
language plpgsql security definer as $$
declare
    m app.meeting;
    p app.paper;
    d jsonb := new.detail;
begin
    select * into m from app.meeting x where x.id = new.subject_id;
    if m.id is null then
        return null;
    end if;
    if new.action = 'meeting-cancelled' then
        perform app.notice_add(array(select t.person_id from app.notice_told t where t.meeting_id = m.id), 'cancelled', m.id);
    elsif new.action in ('paper-submitted', 'paper-returned') then
        select * into p from app.paper x where x.id = (d ->> 'paper_id')::uuid or (x.item_id = (d ->> 'item_id')::uuid and x.document_id = (d ->> 'document_id')::uuid);
        if new.action = 'paper-submitted' then
            perform app.notice_add(app.preparers_of(m), 'paper_submitted', m.id, '{}', p.item_id, p.id);
        else
            perform app.notice_add(array[p.submitted_by], 'paper_returned', m.id, jsonb_build_object('reason', d ->> 'reason'), p.item_id, p.id);
        end if;
    elsif m.state in ('invited', 'in_progress', 'paused') then
        perform app.notice_invited(m);
        if new.action = 'invitation-answered' and (d ->> 'answer' <> 'confirmed'
            -- who confirms after all is told to those who were told otherwise
            or (select n.detail ->> 'answer' from app.notice n where n.meeting_id = m.id and n.kind = 'answered' and n.by_id = new.person_id order by n.id desc limit 1) <> 'confirmed') then
            perform app.notice_add(app.preparers_of(m), 'answered', m.id,
                jsonb_strip_nulls(jsonb_build_object('answer', d ->> 'answer', 'reason', d ->> 'reason', 'substitute_id', d ->> 'substitute_id')));
        end if;
    end if;
    return null;
end $$;
create constraint trigger notice_of_act after insert on audit deferrable initially deferred for each row
    when (new.kind = 'meeting' and new.action in ('meeting-published', 'meeting-changed', 'meeting-cancelled', 'invitees-set', 'attendees-named', 'invitation-answered',
                                                  'paper-submitted', 'paper-returned'))
    execute function notice_of_act();

create function meeting_place(m app.meeting) returns text
language plpgsql stable security definer as $$
begin
    return concat_ws(', ', (select r.name from app.catalogue_entry r where r.id = m.room_id), m.place);
end $$;

create function notice_of_change() returns trigger
language plpgsql security definer as $$
begin
    if (select m.state from app.meeting m where m.id = new.id) in ('invited', 'in_progress', 'paused') then
        perform app.notice_add(array(select t.person_id from app.notice_told t where t.meeting_id = new.id), 'changed', new.id,
            case when (old.starts_at, old.ends_at) is distinct from (new.starts_at, new.ends_at)
                then jsonb_build_object('starts_at', app.json_time(old.starts_at), 'ends_at', app.json_time(old.ends_at)) else '{}' end
            || case when (old.room_id, old.place) is distinct from (new.room_id, new.place) then jsonb_build_object('place', app.meeting_place(old)) else '{}' end
            || case when old.online <> new.online then jsonb_build_object('online', old.online) else '{}' end);
    end if;
    return null;
end $$;
create constraint trigger notice_of_change after update on meeting deferrable initially deferred for each row
    when (old.published_at is not null and (old.starts_at, old.ends_at, old.room_id, old.place, old.online)
          is distinct from (new.starts_at, new.ends_at, new.room_id, new.place, new.online))
    execute function notice_of_change();

create function notice_of_item() returns trigger
language plpgsql security definer as $$
declare
    i app.agenda_item;
    m app.meeting;
begin
    select * into i from app.agenda_item x where x.id = new.id;
    select * into m from app.meeting x where x.id = i.meeting_id;
    if m.id is null or not app.meeting_is_open(m) then
        return null;
    end if;
    if tg_op = 'INSERT' and m.published_at is not null then
        perform app.notice_add(app.item_concerns(i), 'item_added', m.id, '{}', i.id);
    end if;
    if i.papers_due_at is not null and i.presenting_unit_id is not null
        and (tg_op = 'INSERT' or (old.papers_due_at, old.presenting_unit_id) is distinct from (new.papers_due_at, new.presenting_unit_id))
        and new.papers_due_at is not null then
        perform app.notice_add(array(select app.unit_speakers(i.presenting_unit_id)), 'papers_asked', m.id, '{}', i.id);
    end if;
    return null;
end $$;
create constraint trigger notice_of_item after insert or update on agenda_item deferrable initially deferred for each row execute function notice_of_item();

create function notice_of_paper() returns trigger
language plpgsql security definer as $$
declare
    p app.paper;
    i app.agenda_item;
    m app.meeting;
begin
    select * into p from app.paper x where x.id = new.id;
    select * into i from app.agenda_item x where x.id = p.item_id;
    select * into m from app.meeting x where x.id = i.meeting_id;
    if p.state <> 'approved' or m.id is null or m.published_at is null or not app.meeting_is_open(m) then
        return null;
    end if;
    if tg_op = 'INSERT' or (old.state <> 'approved' and new.state = 'approved') then
        perform app.notice_add(app.item_concerns(i), 'papers_added', m.id, '{}', i.id, p.id);
    elsif old.state = 'approved' and old.version <> new.version then
        perform app.notice_add(app.item_concerns(i), 'paper_newer', m.id, '{}', i.id, p.id);
    end if;
    return null;
end $$;
create constraint trigger notice_of_paper after insert or update on paper deferrable initially deferred for each row execute function notice_of_paper();

-- ---- what of it is there for whom, now

create function notice_part_shown(part app.notice_part, what text, who uuid[]) returns boolean
language plpgsql stable security definer as $$
begin
    return exists (
        select from app.agenda_item i join app.meeting m on m.id = i.meeting_id left join app.paper p on p.id = part.paper_id
        where i.id = part.item_id and (
            (m.audience_id = any (who) and app.item_audience(i) = any (who) and (part.paper_id is null or p.state = 'approved' or m.preparers_id = any (who)))
            -- a unit asked for papers knows of the item by being asked
            or (what in ('papers_asked', 'papers_due', 'papers_overdue', 'paper_returned') and i.papers_due_at is not null and i.presenting_unit_id = any (who))));
end $$;

create function notice_shown(n app.notice, who uuid[]) returns boolean
language plpgsql stable security definer as $$
begin
    if n.kind = 'uninvited' then -- says what its reader knew, in the words of then
        return true;
    elsif n.kind in ('item_added', 'papers_added', 'paper_newer', 'paper_submitted', 'paper_returned', 'papers_asked', 'papers_due', 'papers_overdue') then
        return exists (select from app.notice_part x where x.notice_id = n.id and app.notice_part_shown(x, n.kind, who));
    end if;
    return exists (select from app.meeting m where m.id = n.meeting_id
                   and case when n.kind = 'answered' then m.preparers_id else m.audience_id end = any (who));
end $$;

create function notice_json(n app.notice, who uuid[]) returns jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    d jsonb := n.detail;
    seen boolean := n.kind <> 'uninvited';
begin
    select * into m from app.meeting x where x.id = n.meeting_id;
    return (
        select jsonb_build_object('id', n.id, 'kind', n.kind, 'by', app.person_ref(n.by_id), 'meeting_id', case when seen then m.id end,
            'meeting_title', case when seen then m.title else d ->> 'title' end, 'starts_at', case when seen then app.json_time(m.starts_at) else d ->> 'starts_at' end,
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

-- ---- calls

create function notice_list(after text, page integer) returns setof jsonb
language plpgsql stable security definer as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    before uuid := app.cursor_id(after);
    most integer := coalesce(page, 50);
begin
    return query
        with shown as (
            select n.id, app.notice_json(n, who) as j from app.notice n
            where n.person_id = self and (before is null or n.id < before) and app.notice_shown(n, who)
            order by n.id desc limit most + 1
        ), kept as (select s.* from shown s order by s.id desc limit most)
        select jsonb_build_object('items', coalesce((select jsonb_agg(k.j order by k.id desc) from kept k), '[]'),
            'next', case when (select count(*) from shown) > most then (select k.id from kept k order by k.id limit 1) end,
            'unread', (select count(*) from (select from app.notice n where n.person_id = self and n.read_at is null and app.notice_shown(n, who) order by n.id desc limit 100) u),
            'revision', coalesce((select h.revision from app.home h where h.person_id = self), 0), 'at', app.json_time(clock_timestamp()));
end $$;

-- All up to and including an id, or those named; others' ids are nothing here.
create function notice_read(b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
begin
    if (b ->> 'up_to' is null) = (nullif(b -> 'ids', 'null') is null) then
        perform app.fail('missing-field', 'up_to', 'either up_to or ids');
    end if;
    update app.notice n set read_at = clock_timestamp()
    where n.person_id = self and n.read_at is null
      and (n.id <= (b ->> 'up_to')::uuid or n.id in (select x::uuid from jsonb_array_elements_text(coalesce(nullif(b -> 'ids', 'null'), '[]')) x));
    if found then
        perform app.notices_bump(self);
    end if;
    return jsonb_build_object('unread', (select count(*) from (select from app.notice n where n.person_id = self and n.read_at is null and app.notice_shown(n, who)
                                                               order by n.id desc limit 100) u));
end $$;

-- Those invited before there were notices know it.
insert into notice_told (meeting_id, person_id, told_as, told_at)
select m.id, c.person_id, c.told_as, m.published_at from meeting m cross join lateral meeting_concerns(m) c where m.state in ('invited', 'in_progress', 'paused');

do $$ begin perform app.rights_close('{notice_list, notice_read}'); end $$;
