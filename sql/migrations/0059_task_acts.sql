-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is done with tasks (G2, rule 35): given, accepted, told of, reported done,
-- returned or confirmed; longer time asked, granted or refused; chased. Each act
-- is one step that is kept, told to those whom it concerns by notice and mail
-- (0029, 0036), and audited; a task's making is an event of its meeting.
--
-- assigned → doing → reported → done; reported → doing when it is returned; any of
-- the first three → withdrawn.

set local search_path = app;

-- ---- whom it concerns

create function task_doers(t app.task) returns uuid[]
language plpgsql stable security definer as $$
begin
    return case when t.person_id is not null then array[t.person_id] else array(select app.unit_speakers(t.lead_unit_id)) end;
end $$;

create function task_givers(t app.task) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(select m.chair_id from app.meeting m where m.id = t.meeting_id and m.chair_id is not null
                 union select s.person_id from app.meeting_secretary s where s.meeting_id = t.meeting_id);
end $$;

-- Homes and open pages of those who do it and those who gave it look again. Last in a transaction.
create function task_bump(t app.task, also uuid[] default '{}') returns void
language plpgsql security definer as $$
declare
    p uuid; r bigint;
begin
    for p in select distinct x from unnest(app.task_doers(t) || app.task_givers(t) || also || array(select app.unit_speakers(t.lead_unit_id))) x order by x loop
        insert into app.home as h (person_id, revision) values (p, 1)
        on conflict (person_id) do update set revision = h.revision + 1 returning h.revision into r;
        perform app.publish_event('person:' || p, r, 'tasks', jsonb_build_object('task_id', t.id));
    end loop;
end $$;

-- ---- notices: of a task, not of its meeting, which its reader may not be in

do $$
declare
    c record;
begin
    select x.conname, pg_get_constraintdef(x.oid) as def into c from pg_constraint x
    where x.conrelid = 'app.notice'::regclass and x.contype = 'c' and pg_get_constraintdef(x.oid) like '%meeting_soon%';
    execute format('alter table app.notice drop constraint %I', c.conname);
    execute format('alter table app.notice add constraint %I check (%s or kind in (''task_given'', ''task_changed'', ''task_reported'', ''task_returned'', ''task_confirmed'', ''task_withdrawn'',
        ''task_extension_asked'', ''task_extension_granted'', ''task_extension_refused'', ''task_chased'', ''task_due'', ''task_overdue''))', c.conname, regexp_replace(c.def, '^CHECK ', ''));
end $$;
alter table notice add column task_id uuid references task on delete cascade;
alter table notice add constraint of_a_task_or_not check ((task_id is not null) = (kind like 'task\_%'));
create index on notice (task_id) where task_id is not null;

create function task_notice_add(persons uuid[], what text, t app.task, detail jsonb default '{}', occasion text default null, by_id uuid default app.me()) returns integer
language plpgsql security definer as $$
declare
    p uuid; n uuid; told integer := 0;
begin
    for p in select x.id from app.person x where x.id = any (persons) and x.state = 'active' and x.id is distinct from app.me() order by x.id loop
        insert into app.notice (person_id, kind, meeting_id, task_id, by_id, detail, occasion)
        values (p, what, t.meeting_id, t.id, task_notice_add.by_id, jsonb_strip_nulls(task_notice_add.detail), task_notice_add.occasion)
        on conflict on constraint notice_once do nothing returning id into n;
        continue when n is null;
        perform app.notices_bump(p);
        told := told + 1;
    end loop;
    return told;
end $$;

alter function notice_shown(notice, uuid[]) rename to meeting_notice_shown;
create function notice_shown(n app.notice, who uuid[]) returns boolean
language plpgsql stable security definer as $$
begin
    if n.task_id is null then
        return app.meeting_notice_shown(n, who);
    end if;
    return exists (select from app.task t where t.id = n.task_id and t.seen_by && who);
end $$;

-- In the same shape: what it is of is the task, by its due date.
alter function notice_json(notice, uuid[]) rename to meeting_notice_json;
create function notice_json(n app.notice, who uuid[]) returns jsonb
language plpgsql stable security definer as $$
declare
    t app.task;
begin
    if n.task_id is null then
        return app.meeting_notice_json(n, who) || '{"task": null}';
    end if;
    select * into t from app.task x where x.id = n.task_id;
    return jsonb_build_object('id', n.id, 'kind', n.kind, 'by', app.person_ref(n.by_id), 'meeting_id', null, 'meeting_title', t.title, 'starts_at', app.json_time(app.dawn(t.due_on)),
        'meeting_seen', false, 'place', null, 'unit', app.unit_ref(t.lead_unit_id, app.today()), 'reason', n.detail ->> 'words', 'answer', null, 'substitute', null, 'started_before', null,
        'place_before', null, 'changed', '[]'::jsonb, 'count', 0, 'item', null, 'paper', null, 'due_at', null,
        'task', jsonb_build_object('id', t.id, 'title', t.title, 'due_on', t.due_on, 'until', n.detail ->> 'until'), 'created_at', app.json_time(n.created_at), 'read_at', app.json_time(n.read_at));
end $$;

alter function mail_wanted(uuid, text) rename to meeting_mail_wanted;
create function mail_wanted(person uuid, what text) returns boolean
language plpgsql stable security definer as $$
begin
    if what like 'task\_%' then
        return case coalesce((select c.wanted from app.mail_choice c where c.person_id = person), 'all')
            when 'all' then true when 'important' then what in ('task_given', 'task_changed', 'task_returned', 'task_chased', 'task_overdue', 'task_withdrawn') else false end;
    end if;
    return app.meeting_mail_wanted(person, what);
end $$;

create function mail_day(day date, language text) returns text
language sql stable as $$ select case language when 'en' then to_char(day, 'FMDD FMMonth YYYY') else app.date_words(day) end $$;

alter function mail_facts(mail) rename to meeting_mail_facts;
create function mail_facts(x app.mail) returns jsonb
language plpgsql security definer as $$
declare
    n app.notice; t app.task; p app.person;
    lang text;
begin
    select * into n from app.notice y where y.id = x.notice_id;
    if n.task_id is null then
        return app.meeting_mail_facts(x);
    end if;
    select * into t from app.task y where y.id = n.task_id;
    select * into p from app.person y where y.id = x.person_id;
    if p.state <> 'active' or app.text_or_null(p.email) is null or not app.mail_wanted(p.id, n.kind) or not app.notice_shown(n, app.principals_of(p.id))
        or (n.kind in ('task_given', 'task_changed', 'task_returned', 'task_chased', 'task_due', 'task_overdue') and t.state not in ('assigned', 'doing')) then
        return null;
    end if;
    lang := coalesce((select c.language from app.mail_choice c where c.person_id = p.id), 'vi');
    return jsonb_build_object('id', x.id, 'kind', n.kind, 'language', lang, 'message_id', x.message_id, 'address', btrim(p.email), 'name', p.full_name,
        'organisation', app.setting_get('organisation'), 'title', t.title, 'due', app.mail_day(t.due_on, lang), 'unit', app.unit_ref(t.lead_unit_id, app.today()) ->> 'name',
        'person', (select y.full_name from app.person y where y.id = t.person_id), 'by', (select y.full_name from app.person y where y.id = n.by_id),
        'reason', n.detail ->> 'words', 'until', app.mail_day((n.detail ->> 'until')::date, lang), 'path', '/tasks/' || t.id, 'calendar', null,
        'when', app.mail_day(t.due_on, lang), 'place', null, 'online', false, 'chair', null, 'host', null);
end $$;

-- ---- reminders: from 8 in the morning of the third working day before its day, and on the first working day after it, each once

create function task_reminders_make(at timestamptz) returns integer
language plpgsql security definer as $$
declare
    tz text := app.zone();
    day date := app.civil_date(at, tz);
    soon date := app.working_day_after(day, 3);
    made integer := 0;
    r record;
    t app.task;
begin
    if (at at time zone tz)::time < time '08:00' or app.day_is_off(day) then
        return 0;
    end if;
    for r in select x.id, case when x.due_on < day then 'task_overdue' else 'task_due' end as kind, x.id || '/' || x.due_on as occasion
             from app.task x
             where x.state in ('assigned', 'doing') and x.due_on <= soon and app.civil_date(x.created_at, tz) < day
               and not exists (select from app.notice n where n.task_id = x.id and n.kind = case when x.due_on < day then 'task_overdue' else 'task_due' end and n.occasion = x.id || '/' || x.due_on)
             order by x.id loop
        select * into t from app.task x where x.id = r.id;
        made := made + app.task_notice_add(app.task_doers(t) || case when r.kind = 'task_overdue' then app.task_givers(t) else '{}' end, r.kind, t, '{}', r.occasion, null);
    end loop;
    return made;
end $$;

alter function reminders_make(timestamptz) rename to meeting_reminders_make;
create function reminders_make(at timestamptz) returns integer
language plpgsql security definer as $$
begin
    return app.meeting_reminders_make(at) + app.task_reminders_make(at);
end $$;

-- Evidence is there for those who prepare the meeting, as papers that wait for them are.
alter function meeting_paper_grants(meeting) rename to meeting_agenda_grants;
create function meeting_paper_grants(m app.meeting) returns table (document_id uuid, principal_id uuid, version integer)
language plpgsql stable security definer as $$
begin
    return query
        select g.document_id, g.principal_id, g.version from app.meeting_agenda_grants(m) g
        union
        select s.document_id, m.preparers_id, s.version from app.task t join app.task_step s on s.task_id = t.id where t.meeting_id = m.id and s.document_id is not null;
end $$;

-- ---- home

alter function home_get() rename to home_of_meetings;
create function home_get() returns jsonb
language plpgsql stable security definer as $$
begin
    return app.home_of_meetings() || jsonb_build_object(
        'tasks_to_do', app.tasks_json(array(select t.id from app.tasks_found('mine', null, null, null, null) t where t.state in ('assigned', 'doing') order by t.due_on, t.id limit 20)),
        'tasks_to_decide', app.tasks_json(array(select t.id from app.tasks_found('given', null, null, null, null) t
            where t.state = 'reported' or (t.state in ('assigned', 'doing') and exists (select from app.task_extension e where e.task_id = t.id and e.state = 'asked'))
            order by t.due_on, t.id limit 20)));
end $$;

-- ---- acts

-- The row locked, for one who sees it; null: it is not there for the caller.
create function task_lock(task uuid) returns app.task
language plpgsql security definer as $$
declare
    t app.task;
begin
    select * into t from app.task x where x.id = task_lock.task and app.task_seen(x) for update;
    return t;
end $$;

create function task_steps_on(t app.task, what text, b jsonb, before jsonb default null, after jsonb default null) returns uuid
language plpgsql security definer as $$
declare
    made uuid;
    doc uuid := (b ->> 'document_id')::uuid;
begin
    if (doc is null) <> (b ->> 'version' is null) then
        perform app.fail('missing-field', case when doc is null then 'document_id' else 'version' end);
    elsif doc is not null then
        perform app.paper_check(b, '');
    end if;
    insert into app.task_step (task_id, kind, person_id, words, percent, before, after, document_id, version)
    values (t.id, what, app.me(), app.text_or_null(b ->> 'words'), (b ->> 'percent')::integer, task_steps_on.before, task_steps_on.after, doc, (b ->> 'version')::integer) returning id into made;
    if doc is not null then
        perform app.meeting_grants_sync(t.meeting_id);
    end if;
    perform app.audit('task-' || replace(what, '_', '-'), case what when 'made' then 'meeting' else 'task' end, case what when 'made' then t.meeting_id else t.id end,
        jsonb_strip_nulls(jsonb_build_object('task_id', t.id, 'item_id', t.item_id, 'conclusion_id', t.conclusion_id, 'step_id', made, 'before', task_steps_on.before, 'after', task_steps_on.after)));
    return made;
end $$;

-- What of a task is kept with every change (rule 35).
create function task_facts(t app.task) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('title', t.title, 'description', t.description, 'conclusion_id', t.conclusion_id, 'lead_unit_id', t.lead_unit_id, 'person_id', t.person_id, 'due_on', t.due_on,
        'support_unit_ids', (select coalesce(jsonb_agg(s.unit_id order by s.position), '[]') from app.task_support s where s.task_id = t.id));
end $$;

create function task_supports_set(t app.task, units jsonb) returns void
language plpgsql security definer as $$
declare
    u record;
begin
    delete from app.task_support s where s.task_id = t.id and not units @> to_jsonb(s.unit_id);
    for u in select x::uuid as id, ord::integer as ord from jsonb_array_elements_text(units) with ordinality l (x, ord) loop
        if not exists (select from app.unit_name_on(u.id, app.today())) then
            perform app.unknown('support_unit_ids.' || u.ord - 1);
        elsif u.id = t.lead_unit_id then
            perform app.fail('conflict', 'support_unit_ids.' || u.ord - 1, 'it leads');
        end if;
        insert into app.task_support (task_id, unit_id, position) values (t.id, u.id, u.ord) on conflict (task_id, unit_id) do update set position = excluded.position;
    end loop;
end $$;

create function task_check(t app.task, due_changed boolean) returns void
language plpgsql stable security definer as $$
begin
    if not exists (select from app.unit_name_on(t.lead_unit_id, app.today())) then
        perform app.unknown('lead_unit_id');
    elsif t.person_id is not null and not exists (select from app.person p where p.id = t.person_id and p.state = 'active') then
        perform app.unknown('person_id');
    elsif t.person_id is not null and not app.person_in_unit(t.person_id, t.lead_unit_id) then
        perform app.fail('conflict', 'person_id', 'not of the lead unit');
    elsif due_changed and t.due_on < app.today() then
        perform app.fail('wrong-value', 'due_on', 'in the past');
    end if;
end $$;

create function task_told(t app.task, also uuid[] default '{}') returns jsonb
language plpgsql security definer as $$
begin
    perform app.task_bump(t, also);
    return app.task_json(t.id);
end $$;

create function task_create(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
    c app.conclusion;
    i app.agenda_item;
    t app.task;
    supports jsonb;
begin
    select * into m from app.meeting x where x.id = task_create.meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    elsif not app.meeting_steered_by_me(m) then
        perform app.fail('not-allowed');
    elsif m.state not in ('in_progress', 'paused', 'ended', 'closed') then
        perform app.fail('wrong-state');
    end if;
    if b ->> 'conclusion_id' is not null then
        select * into c from app.conclusion x where x.id = (b ->> 'conclusion_id')::uuid and x.meeting_id = m.id;
        if c.id is null then
            perform app.unknown('conclusion_id');
        elsif c.draft then
            perform app.fail('conflict', 'conclusion_id', 'it is a draft');
        elsif b ->> 'item_id' is not null and (b ->> 'item_id')::uuid is distinct from c.item_id then
            perform app.fail('conflict', 'item_id', 'the conclusion is of another item');
        end if;
    end if;
    select * into i from app.agenda_item x where x.id = coalesce(c.item_id, (b ->> 'item_id')::uuid) and x.meeting_id = m.id and app.item_seen(x);
    if i.id is null and b ->> 'item_id' is not null then
        perform app.unknown('item_id');
    end if;
    t.id := app.uuid7();
    t.meeting_id := m.id;
    t.item_id := i.id;
    t.conclusion_id := c.id;
    -- words of a restricted item are not handed to those outside its circle unless somebody writes them for it (rule 24)
    t.title := coalesce(app.text_or_null(b ->> 'title'), case when i.audience_id is null then left(app.text_or_null(c.text), 500) end);
    t.description := app.text_or_null(b ->> 'description');
    t.lead_unit_id := coalesce((b ->> 'lead_unit_id')::uuid, c.lead_unit_id);
    t.person_id := case when b ? 'person_id' then (b ->> 'person_id')::uuid else c.person_id end;
    t.due_on := coalesce((b ->> 'due_on')::date, c.due_on);
    if t.title is null or t.lead_unit_id is null or t.due_on is null then
        perform app.fail('missing-field', case when t.title is null then 'title' when t.lead_unit_id is null then 'lead_unit_id' else 'due_on' end);
    end if;
    perform app.task_check(t, true);
    insert into app.task (id, meeting_id, item_id, conclusion_id, title, description, lead_unit_id, person_id, due_on, author_id)
    values (t.id, t.meeting_id, t.item_id, t.conclusion_id, t.title, t.description, t.lead_unit_id, t.person_id, t.due_on, app.me()) returning * into t;
    supports := coalesce(nullif(b -> 'support_unit_ids', 'null'),
        (select coalesce(jsonb_agg(s.unit_id order by s.position), '[]') from app.conclusion_support s where s.conclusion_id = c.id and s.unit_id <> t.lead_unit_id));
    perform app.task_supports_set(t, supports);
    perform app.task_steps_on(t, 'made', '{}', null, app.task_facts(t));
    perform app.task_notice_add(app.task_doers(t) || array(select app.unit_speakers(s.unit_id) from app.task_support s where s.task_id = t.id), 'task_given', t);
    return next app.task_told(t);
end $$;

-- Those who do it: the first of their acts accepts it.
create function task_work(task uuid, what text, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock(task);
begin
    if t.id is null then
        return;
    elsif not coalesce(app.task_done_by_me(t), false) then
        perform app.fail('not-allowed');
    elsif t.state not in ('assigned', 'doing') or (what = 'accepted' and t.state <> 'assigned') then
        perform app.fail('wrong-state');
    end if;
    update app.task x set state = case what when 'reported' then 'reported' else 'doing' end, edit_version = x.edit_version + 1,
        percent = case what when 'reported' then 100 when 'progress' then (b ->> 'percent')::integer else x.percent end
    where x.id = t.id returning * into t;
    perform app.task_steps_on(t, what, b);
    if what = 'reported' then
        perform app.task_notice_add(app.task_givers(t), 'task_reported', t, jsonb_build_object('words', app.text_or_null(b ->> 'words')));
    end if;
    return next app.task_told(t);
end $$;

create function task_accept(task uuid) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.task_work(task_accept.task, 'accepted', '{}');
end $$;

create function task_progress(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.task_work(task_progress.task, 'progress', b);
end $$;

create function task_report(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.task_work(task_report.task, 'reported', b);
end $$;

-- who may run what; decisions on them are 0067

do $$ begin perform app.rights_close('{home_get, task_create, task_accept, task_progress, task_report}'); end $$;
