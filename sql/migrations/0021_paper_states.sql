-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Papers on their way into a meeting (E5, rules 10, 12): the secretary asks a
-- preparing unit for them by a time; the unit submits; who prepares the meeting
-- approves, or returns with a reason; members see only what is approved. What
-- those who prepare pin themselves is approved by that.

set local search_path = app;

-- Those who prepare a meeting are a set of their own: they read what is submitted and nobody else may read yet.
alter table meeting add column preparers_id uuid unique references audience;
create function meeting_preparers_add() returns trigger
language plpgsql security definer as $$
begin
    insert into app.audience (name) values (new.title) returning id into new.preparers_id;
    return new;
end $$;
create function meeting_preparers_remove() returns trigger
language plpgsql security definer as $$
begin
    delete from app.document_grant g where g.principal_id = old.preparers_id;
    delete from app.audience a where a.id = old.preparers_id;
    delete from app.principal p where p.id = old.preparers_id;
    return null;
end $$;
create trigger meeting_has_preparers before insert on meeting for each row execute function meeting_preparers_add();
create trigger meeting_takes_its_preparers_along after delete on meeting for each row execute function meeting_preparers_remove();
do $$
declare
    m app.meeting;
    a uuid;
begin
    for m in select * from app.meeting loop
        insert into app.audience (name) values (m.title) returning id into a;
        update app.meeting x set preparers_id = a where x.id = m.id;
        insert into app.audience_member (audience_id, principal_id)
        select a, w from (select m.author_id union select m.chair_id where m.chair_id is not null
                          union select s.person_id from app.meeting_secretary s where s.meeting_id = m.id) x (w);
    end loop;
end $$;
alter table meeting alter column preparers_id set not null;

alter table agenda_item
    add column papers_due_at timestamptz, -- set: papers are asked of the presenting unit
    add constraint papers_are_asked_of_a_unit check (papers_due_at is null or presenting_unit_id is not null);
create index on agenda_item (presenting_unit_id) where papers_due_at is not null;

alter table paper
    add column state text not null default 'approved' check (state in ('submitted', 'approved', 'returned')),
    add column proposed_version integer, -- of an approved paper: waits for approval, the approved one is seen meanwhile
    add column submitted_by uuid references person,
    add column submitted_at timestamptz,
    add column decided_by uuid references person,
    add column decided_at timestamptz,
    add column reason text check (reason <> ''),
    add constraint returned_with_a_reason check (state <> 'returned' or reason is not null),
    add constraint only_an_approved_paper_has_a_proposal check (proposed_version is null or state = 'approved'),
    add foreign key (document_id, proposed_version) references version (document_id, number);

drop policy "who sees an item sees its papers" on paper;
create policy "who sees an item sees its approved papers, who prepares it all" on paper for select to nghisu_app
    using (exists (select from agenda_item i where i.id = item_id)
           and (state = 'approved' or exists (select from agenda_item i join meeting m on m.id = i.meeting_id where i.id = item_id and meeting_prepared_by_me(m))));

-- ---- who may read what

create or replace function meeting_audience_sync(meeting uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
    wanted uuid[];
begin
    select * into m from app.meeting x where x.id = meeting_audience_sync.meeting;
    -- what a unit or a person no longer invited has said is gone with the invitation
    delete from app.unit_attendee a where a.meeting_id = m.id
        and not exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = a.unit_id);
    delete from app.invitation_answer a where a.meeting_id = m.id and not exists (select from app.meeting_expected(m.id) e where e.person_id = a.person_id);
    -- those who prepare are a set of their own: they read what nobody else may yet
    wanted := array(select m.author_id union select m.chair_id where m.chair_id is not null
                    union select s.person_id from app.meeting_secretary s where s.meeting_id = m.id);
    delete from app.audience_member a where a.audience_id = m.preparers_id and not a.principal_id = any (wanted);
    insert into app.audience_member (audience_id, principal_id) select m.preparers_id, w from unnest(wanted) w on conflict do nothing;
    wanted := wanted || array(
        select i.principal_id from app.meeting_invitee i where i.meeting_id = m.id and m.published_at is not null
        union select a.person_id from app.unit_attendee a where a.meeting_id = m.id and m.published_at is not null
        union select a.substitute_id from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id is not null);
    delete from app.audience_member a where a.audience_id = m.audience_id and not a.principal_id = any (wanted);
    insert into app.audience_member (audience_id, principal_id) select m.audience_id, w from unnest(wanted) w on conflict do nothing;
    update app.audience a set name = m.title where a.id = m.audience_id and a.name <> m.title;
end $$;

-- The meeting's audience may read exactly what is approved; who prepares it also what waits.
create or replace function meeting_grants_sync(meeting uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_grants_sync.meeting;
    delete from app.document_grant g where g.principal_id in (m.audience_id, m.preparers_id) and g.origin = 'meeting'
        and not exists (select from app.meeting_paper_grants(m) w where (w.document_id, w.principal_id, w.version) = (g.document_id, g.principal_id, g.version));
    insert into app.document_grant (document_id, principal_id, version, "right", origin)
    select w.document_id, w.principal_id, w.version, 'read', 'meeting' from app.meeting_paper_grants(m) w
    on conflict do nothing;
end $$;

create function meeting_paper_grants(m app.meeting) returns table (document_id uuid, principal_id uuid, version integer)
language plpgsql stable security definer as $$
begin
    return query
        select distinct p.document_id, x.principal_id, x.version
        from app.paper p join app.agenda_item i on i.id = p.item_id
        cross join lateral (
            select m.audience_id, p.version where p.state = 'approved'
            union all select m.preparers_id, p.version where p.state = 'submitted'
            union all select m.preparers_id, p.proposed_version where p.proposed_version is not null
        ) x (principal_id, version)
        where i.meeting_id = m.id;
end $$;

-- ---- replies

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
            'online', m.online, 'my_role', coalesce(mine.role, 'member'), 'papers', a.papers, 'items', a.items, 'revision', m.revision,
            'edit_version', m.edit_version) order by i.ord), '[]')
        from unnest(ids) with ordinality i (id, ord)
        join app.meeting m on m.id = i.id
        left join app.catalogue_entry t on t.id = m.type_id
        left join app.catalogue_entry r on r.id = m.room_id
        left join app.person c on c.id = m.chair_id
        left join lateral app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at, tz)) u on true
        cross join lateral app.meeting_role_of(m, self, who) mine (role)
        cross join lateral (select count(distinct x.id) as items, count(p.id) filter (where p.state = 'approved') as papers
                            from app.agenda_item x left join app.paper p on p.item_id = x.id where x.meeting_id = m.id) a);
end $$;

-- Times follow the minutes of what comes before.
create or replace function agenda_items_json(m app.meeting) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    day date := app.civil_date(m.starts_at);
    prepares boolean := app.meeting_prepared_by_me(m);
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'position', i.position, 'number', i.number, 'title', i.title, 'kind', i.kind,
            'presenter', app.person_named(c.id, c.full_name), 'presenting_unit', app.unit_named(u.unit_id, u.name, u.short_name), 'minutes', i.minutes,
            'late', i.late, 'papers_due_at', app.json_time(i.papers_due_at), 'spent_ms', i.spent_ms, 'planned_at', app.json_time(m.starts_at + make_interval(mins => i.before::integer)),
            'papers', coalesce(l.papers, '[]')) order by i.position), '[]')
        from (select x.*, coalesce(sum(x.minutes) over (order by x.position rows between unbounded preceding and 1 preceding), 0) as before
              from app.agenda_item x where x.meeting_id = m.id) i
        left join app.person c on c.id = i.presenter_id
        left join lateral app.unit_name_on(i.presenting_unit_id, day) u on true
        left join lateral (
            select jsonb_agg(jsonb_build_object('id', p.id, 'document_id', p.document_id, 'version', p.version, 'subject', d.subject, 'type', d.type,
                'type_name', t.name, 'number', d.number, 'symbol', d.symbol, 'pages', v.pages, 'media', v.media, 'newer_version', newer.number,
                'late', p.late, 'read_page', r.page, 'state', p.state, 'proposed_version', case when prepares then p.proposed_version end,
                'submitted_by', case when prepares then app.person_ref(p.submitted_by) end, 'submitted_at', case when prepares then app.json_time(p.submitted_at) end,
                'overdue', prepares and coalesce(p.submitted_at > i.papers_due_at, false), 'reason', case when prepares then p.reason end) order by p.position, p.id) as papers
            from app.paper p
            join app.document d on d.id = p.document_id
            join app.version v on v.document_id = p.document_id and v.number = p.version
            join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
            left join app.reading r on r.document_id = p.document_id and r.person_id = self
            cross join lateral (select max(n.number) as number from app.version n
                                where n.document_id = p.document_id and n.number > p.version and n.readers && who) newer
            where p.item_id = i.id and (p.state = 'approved' or prepares)) l on true);
end $$;

-- Papers of my meetings that run or come, soonest first, once each, until read to the last page; then what was granted to me by name and never opened.
create or replace function home_to_read() returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    who uuid[] := app.principals();
    self uuid := app.me();
    dawn timestamptz := app.dawn(app.today());
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('document_id', d.id, 'version', v.number, 'subject', d.subject, 'type_name', t.name, 'pages', v.pages,
            'read_page', case when r.version = v.number then r.page end, 'news', app.document_news(d.id, d.author_id, v.number, self),
            'meeting_id', m.id, 'meeting_title', m.title, 'meeting_starts_at', app.json_time(m.starts_at))
            order by x.rank, x.at, x.ord, x.document_id), '[]')
        from (
            select y.* from (
                select distinct on (p.document_id, p.version) 0 as rank, m.starts_at as at, i.position * 1000 + p.position as ord,
                       p.document_id, p.version, m.id as meeting_id
                from app.meeting m
                join app.agenda_item i on i.meeting_id = m.id
                join app.paper p on p.item_id = i.id
                join app.version v on v.document_id = p.document_id and v.number = p.version
                left join app.reading r on r.document_id = p.document_id and r.person_id = self
                where m.audience_id = any (who) and p.state = 'approved'
                  and (m.state in ('in_progress', 'paused') or (m.state = 'invited' and m.starts_at >= dawn))
                  and not app.reading_done(r, p.version, v.pages)
                order by p.document_id, p.version, m.starts_at
            ) y
            union all
            select 1, coalesce(d.due_on::timestamptz, 'infinity'),
                   case d.urgency when 'express' then 0 when 'very_urgent' then 1 when 'urgent' then 2 else 3 end, d.id, v.number, null::uuid
            from (select distinct g.document_id from app.document_grant g where g.principal_id = self and g.origin = 'manual') g
            join app.document d on d.id = g.document_id
            cross join lateral (select max(x.number) as number from app.version x where x.document_id = d.id and x.readers && who) v
            where v.number is not null and d.author_id <> self and app.document_news(d.id, d.author_id, v.number, self) is not null
            order by 1, 2, 3, 4 limit 50
        ) x
        join app.document d on d.id = x.document_id
        join app.version v on v.document_id = x.document_id and v.number = x.version
        join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
        left join app.reading r on r.document_id = x.document_id and r.person_id = self
        left join app.meeting m on m.id = x.meeting_id);
end $$;

-- ---- what a unit is asked for

-- I belong to the unit that is asked.
create function papers_asked_of_me(i app.agenda_item) returns boolean
language plpgsql stable security definer as $$
begin
    return i.papers_due_at is not null and i.presenting_unit_id = any (app.principals()::uuid[]);
end $$;

-- The items that units of mine are asked papers for, while the meeting is not over; or one of them.
create function paper_requests_json(one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    who uuid[] := app.principals();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('item_id', i.id, 'title', i.title, 'meeting_id', m.id, 'meeting_title', m.title, 'starts_at', app.json_time(m.starts_at),
            'due_at', app.json_time(i.papers_due_at), 'overdue', i.papers_due_at < now(), 'unit', app.unit_named(u.unit_id, u.name, u.short_name),
            'papers', coalesce(l.papers, '[]')) order by i.papers_due_at, i.id), '[]')
        from app.agenda_item i
        join app.meeting m on m.id = i.meeting_id
        left join lateral app.unit_name_on(i.presenting_unit_id, app.today()) u on true
        left join lateral (
            select jsonb_agg(jsonb_build_object('id', p.id, 'document_id', p.document_id, 'subject', d.subject, 'version', p.version, 'proposed_version', p.proposed_version,
                'state', p.state, 'reason', p.reason, 'submitted_by', app.person_ref(p.submitted_by), 'submitted_at', app.json_time(p.submitted_at),
                'newer_version', newer.number) order by p.position, p.id) as papers
            from app.paper p
            join app.document d on d.id = p.document_id and d.readers && who
            cross join lateral (select max(n.number) as number from app.version n
                                where n.document_id = p.document_id and n.number > coalesce(p.proposed_version, p.version) and n.readers && who) newer
            where p.item_id = i.id) l on true
        where i.papers_due_at is not null and i.presenting_unit_id = any (who) and m.state in ('draft', 'invited', 'in_progress', 'paused')
          and (one is null or i.id = one));
end $$;

create function paper_request_list() returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select jsonb_build_object('next', null, 'items', app.paper_requests_json(null));
end $$;

-- Their home pages say so.
create function paper_requests_told(meeting uuid) returns void
language plpgsql security definer as $$
begin
    perform app.home_bump(array(select distinct i.presenting_unit_id from app.agenda_item i
                                where i.meeting_id = paper_requests_told.meeting and i.papers_due_at is not null));
end $$;

-- The meeting of an item that papers are asked of me for, locked while it is open; null when that is not there for me.
create function meeting_lock_asked(item uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select x.* into m from app.agenda_item i join app.meeting x on x.id = i.meeting_id where i.id = item and app.papers_asked_of_me(i) for update of x;
    if m.id is not null and not app.meeting_is_open(m) then
        perform app.fail('wrong-state');
    end if;
    return m;
end $$;

-- What every act on a paper ends with.
create function papers_changed(m app.meeting, item uuid, action text, detail jsonb) returns void
language plpgsql security definer as $$
begin
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit(action, 'meeting', m.id, detail || jsonb_build_object('item_id', item));
    perform app.notify_rights();
    perform app.meeting_bump(m.id, 'papers');
    perform app.home_bump(array[m.preparers_id] || array(select i.presenting_unit_id from app.agenda_item i where i.id = item and i.papers_due_at is not null));
end $$;

-- A first version, one mended after a return, or a newer one of what is approved: each waits for approval anew.
create function paper_submit(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_asked(item);
    held app.paper;
    n integer := (b ->> 'version')::integer;
begin
    if m.id is null then
        return;
    end if;
    perform app.paper_check(b, '');
    select * into held from app.paper p where p.item_id = item and p.document_id = (b ->> 'document_id')::uuid;
    if held.id is null then
        insert into app.paper (item_id, position, document_id, version, late, state, submitted_by, submitted_at)
        select item, coalesce(max(p.position), 0) + 1, (b ->> 'document_id')::uuid, n, m.state <> 'draft', 'submitted', app.me(), now()
        from app.paper p where p.item_id = item;
    elsif held.state = 'approved' and held.version = n then
        perform app.fail('duplicate', 'version', 'this version is approved already');
    elsif held.state = 'approved' then
        update app.paper p set proposed_version = n, submitted_by = app.me(), submitted_at = now(), reason = null where p.id = held.id;
    else
        update app.paper p set version = n, state = 'submitted', submitted_by = app.me(), submitted_at = now(), reason = null, late = m.state <> 'draft' where p.id = held.id;
    end if;
    perform app.papers_changed(m, item, 'paper-submitted', b);
    return next app.paper_requests_json(item) -> 0;
end $$;

-- The paper of a meeting that I prepare, which waits for a decision and was not submitted by me.
create function paper_lock_waiting(paper uuid) returns app.paper
language plpgsql security definer as $$
declare
    p app.paper;
    m app.meeting;
begin
    select * into p from app.paper x where x.id = paper;
    m := app.meeting_lock_open(app.meeting_of_item(p.item_id));
    if m.id is null then
        return null;
    end if;
    select * into p from app.paper x where x.id = paper for update;
    if p.state <> 'submitted' and p.proposed_version is null then
        perform app.fail('wrong-state');
    elsif p.submitted_by = app.me() then
        perform app.fail('not-allowed', null, 'nobody approves their own paper');
    end if;
    return p;
end $$;

create function paper_decided(p app.paper, action text, reason text) returns jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select x.* into m from app.meeting x join app.agenda_item i on i.meeting_id = x.id where i.id = p.item_id;
    perform app.papers_changed(m, p.item_id, action, jsonb_build_object('paper_id', p.id, 'version', coalesce(p.proposed_version, p.version), 'reason', reason));
    return app.agenda_json(m.id);
end $$;

create function paper_approve(paper uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    p app.paper := app.paper_lock_waiting(paper);
begin
    if p.id is null then
        return;
    end if;
    update app.paper x set version = coalesce(x.proposed_version, x.version), proposed_version = null, state = 'approved', reason = null, decided_by = app.me(), decided_at = now(),
        late = x.late or exists (select from app.agenda_item i join app.meeting m on m.id = i.meeting_id where i.id = x.item_id and m.state <> 'draft' and x.state = 'submitted')
    where x.id = p.id;
    return next app.paper_decided(p, 'paper-approved', null);
end $$;

-- What was approved before stays as it was.
create function paper_return(paper uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    p app.paper := app.paper_lock_waiting(paper);
    why text := app.text_or_null(b ->> 'reason');
begin
    if p.id is null then
        return;
    end if;
    if why is null then
        perform app.fail('missing-field', 'reason', 'a paper is returned with a reason');
    end if;
    update app.paper x set state = case when x.state = 'submitted' then 'returned' else x.state end, proposed_version = null, reason = why, decided_by = app.me(), decided_at = now()
    where x.id = p.id;
    return next app.paper_decided(p, 'paper-returned', why);
end $$;

-- Rule 10: taking another version is an explicit act; what the meeting may read moves with it.
create or replace function paper_change(paper uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    held app.paper;
    m app.meeting;
begin
    select * into held from app.paper p where p.id = paper_change.paper;
    m := app.meeting_lock_open(app.meeting_of_item(held.item_id));
    if m.id is null then
        return;
    end if;
    if not app.version_visible(held.document_id, (b ->> 'version')::bigint) then
        perform app.unknown('version');
    end if;
    update app.paper p set version = (b ->> 'version')::integer, state = 'approved', proposed_version = null, reason = null, decided_by = app.me(), decided_at = now()
    where p.id = held.id;
    perform app.meeting_grants_sync(m.id);
    update app.meeting x set edit_version = x.edit_version + 1 where x.id = m.id;
    perform app.audit('paper-pinned', 'meeting', m.id, jsonb_build_object('paper_id', held.id, 'from', held.version, 'to', (b ->> 'version')::integer));
    perform app.notify_rights();
    perform app.meeting_bump(m.id, 'papers');
    return next app.agenda_json(m.id);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{paper_request_list, paper_submit, paper_approve, paper_return}'); end $$;
