-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Conclusions (F10): what the chair concluded on an item, or on the whole
-- meeting; dictated while it runs and after, until its minutes are approved. A
-- draft is there for those who prepare the meeting only; what is stated, for
-- all who see its item (rule 24). Two who write one lose nothing: the later
-- writer is told (lost-race). Tasks are made of conclusions elsewhere.

set local search_path = app;

create table conclusion (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting on delete cascade,
    item_id uuid, -- null: of the whole meeting
    text text not null default '',
    draft boolean not null default false,
    lead_unit_id uuid references unit,
    person_id uuid references person,
    due_on date,
    position integer not null, -- within its item
    author_id uuid not null references person,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    edit_version bigint not null default 1,
    foreign key (item_id, meeting_id) references agenda_item (id, meeting_id) on delete cascade,
    constraint what_is_stated_has_words check (draft or text <> '')
);
create index on conclusion (meeting_id, item_id, position);

create table conclusion_support (
    conclusion_id uuid not null references conclusion on delete cascade,
    unit_id uuid not null references unit,
    position integer not null,
    primary key (conclusion_id, unit_id)
);

-- Files of a conclusion: versions of documents, granted to those who see its item once it is stated.
create table conclusion_document (
    conclusion_id uuid not null references conclusion on delete cascade,
    document_id uuid not null,
    version integer not null,
    position integer not null,
    primary key (conclusion_id, document_id),
    foreign key (document_id, version) references version (document_id, number)
);

do $$
declare t text;
begin
    foreach t in array array['conclusion', 'conclusion_support', 'conclusion_document'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "who sees an item sees what was concluded on it, who prepares the meeting also its drafts" on conclusion for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id and (not draft or meeting_prepared_by_me(m)))
           and (item_id is null or exists (select from agenda_item i where i.id = item_id)));
create policy "who sees a conclusion sees who supports it" on conclusion_support for select to nghisu_app using (exists (select from conclusion c where c.id = conclusion_id));
create policy "who sees a conclusion sees its files" on conclusion_document for select to nghisu_app using (exists (select from conclusion c where c.id = conclusion_id));

-- ---- replies

create function conclusion_json(c app.conclusion) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := (select least(app.today(), app.civil_date(m.starts_at)) from app.meeting m where m.id = c.meeting_id);
begin
    return jsonb_build_object('id', c.id, 'meeting_id', c.meeting_id, 'item_id', c.item_id, 'text', c.text, 'draft', c.draft,
        'lead_unit', (select app.unit_named(u.unit_id, u.name, u.short_name) from app.unit_name_on(c.lead_unit_id, day) u),
        'supports', (select coalesce(jsonb_agg(app.unit_named(u.unit_id, u.name, u.short_name) order by s.position), '[]')
                     from app.conclusion_support s cross join lateral app.unit_name_on(s.unit_id, day) u where s.conclusion_id = c.id),
        'person', app.person_ref(c.person_id), 'due_on', c.due_on, 'position', c.position,
        'documents', (select coalesce(jsonb_agg(jsonb_build_object('document_id', x.document_id, 'version', x.version, 'subject', d.subject) order by x.position), '[]')
                      from app.conclusion_document x join app.document d on d.id = x.document_id where x.conclusion_id = c.id),
        'author', app.person_ref(c.author_id), 'created_at', app.json_time(c.created_at), 'updated_at', app.json_time(c.updated_at), 'edit_version', c.edit_version);
end $$;

-- From its beginning until its minutes are approved.
create function conclusion_open(m app.meeting) returns boolean
language sql immutable as $$ select m.state not in ('draft', 'invited', 'cancelled', 'closed') $$;

-- In the order of the agenda; those of the whole meeting last.
create function conclusion_list(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean;
begin
    select * into m from app.meeting x where x.id = conclusion_list.meeting and app.meeting_seen(x) and x.published_at is not null;
    if m.id is null then
        return;
    end if;
    prepares := app.meeting_prepared_by_me(m);
    return query select jsonb_build_object('revision', m.revision, 'may_write', app.meeting_steered_by_me(m) and app.conclusion_open(m),
        'items', coalesce(jsonb_agg(app.conclusion_json(c) order by i.position nulls last, c.position, c.id), '[]'))
        from app.conclusion c left join app.items_seen(m.id) i on i.id = c.item_id
        where c.meeting_id = m.id and (c.item_id is null or i.id is not null) and (not c.draft or prepares);
end $$;

-- ---- who is told

-- To those who prepare a meeting, each by their own subject. Unlike 'circle' it makes nobody fetch the meeting again.
create function preparers_bump(m app.meeting, kind text, patch jsonb) returns void
language plpgsql security definer as $$
declare
    p uuid; r bigint;
begin
    for p in select x from app.persons_of(array[m.preparers_id]) x order by x loop
        insert into app.home as h (person_id, revision) values (p, 1)
        on conflict (person_id) do update set revision = h.revision + 1 returning h.revision into r;
        perform app.publish_event('person:' || p, r, kind, jsonb_build_object('meeting_id', m.id) || coalesce(patch, '{}'));
    end loop;
end $$;

-- A draft to those who prepare; what others see or saw, to them. patch: what a page needs to follow without asking.
create function conclusion_bump(m app.meeting, item uuid, shown boolean, patch jsonb) returns void
language plpgsql security definer as $$
declare
    apart uuid := (select i.audience_id from app.agenda_item i where i.id = item);
begin
    if not shown then
        perform app.preparers_bump(m, 'conclusions', patch);
    elsif apart is not null then
        perform app.circle_bump(m.id, apart);
    else
        perform app.meeting_bump(m.id, 'conclusions', patch);
    end if;
end $$;

-- ---- what is granted

-- As in 0025; the files of stated conclusions too.
create or replace function meeting_paper_grants(m app.meeting) returns table (document_id uuid, principal_id uuid, version integer)
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return query
        select distinct p.document_id, x.principal_id, x.version
        from app.paper p join app.agenda_item i on i.id = p.item_id
        cross join lateral (
            select coalesce(i.audience_id, m.audience_id), p.version where p.state = 'approved'
            union all select m.preparers_id, p.version where p.state = 'submitted'
            union all select m.preparers_id, p.proposed_version where p.proposed_version is not null
        ) x (principal_id, version)
        where i.meeting_id = m.id
        union
        select d.document_id, case when c.draft then m.preparers_id else coalesce(i.audience_id, m.audience_id) end, d.version
        from app.conclusion c join app.conclusion_document d on d.conclusion_id = c.id left join app.agenda_item i on i.id = c.item_id
        where c.meeting_id = m.id;
end $$;

-- ---- acts

-- What is said of units and files; given: which of them the body names. A file that its writer may not see is not there.
create function conclusion_parts_set(m app.meeting, c app.conclusion, b jsonb) returns void
language plpgsql security definer as $$
declare
    x record;
begin
    if nullif(b -> 'support_unit_ids', 'null') is not null then
        for x in select v::uuid as id, ord::integer as ord from jsonb_array_elements_text(b -> 'support_unit_ids') with ordinality t (v, ord) loop
            if not exists (select from app.unit u where u.id = x.id) then
                perform app.unknown('support_unit_ids.' || x.ord - 1);
            elsif x.id = c.lead_unit_id then
                perform app.fail('conflict', 'support_unit_ids.' || x.ord - 1, 'the lead unit does not support itself');
            end if;
        end loop;
        delete from app.conclusion_support s where s.conclusion_id = c.id;
        insert into app.conclusion_support (conclusion_id, unit_id, position)
        select c.id, v::uuid, min(ord) from jsonb_array_elements_text(b -> 'support_unit_ids') with ordinality t (v, ord) group by v;
    elsif exists (select from app.conclusion_support s where s.conclusion_id = c.id and s.unit_id = c.lead_unit_id) then
        delete from app.conclusion_support s where s.conclusion_id = c.id and s.unit_id = c.lead_unit_id;
    end if;
    if nullif(b -> 'documents', 'null') is not null then
        for x in select v, ord::integer as ord from jsonb_array_elements(b -> 'documents') with ordinality t (v, ord) loop
            if not exists (select from app.conclusion_document d where d.conclusion_id = c.id and d.document_id = (x.v ->> 'document_id')::uuid and d.version = (x.v ->> 'version')::integer) then
                perform app.paper_check(x.v, 'documents.' || x.ord - 1 || '.');
            end if;
        end loop;
        delete from app.conclusion_document d where d.conclusion_id = c.id;
        insert into app.conclusion_document (conclusion_id, document_id, version, position)
        select distinct on (v ->> 'document_id') c.id, (v ->> 'document_id')::uuid, (v ->> 'version')::integer, ord::integer
        from jsonb_array_elements(b -> 'documents') with ordinality t (v, ord) order by v ->> 'document_id', ord;
    end if;
end $$;

create function conclusion_check(m app.meeting, b jsonb) returns void
language plpgsql security definer as $$
begin
    if b ->> 'lead_unit_id' is not null and not exists (select from app.unit u where u.id = (b ->> 'lead_unit_id')::uuid) then
        perform app.unknown('lead_unit_id');
    elsif b ->> 'person_id' is not null and not exists (select from app.person p where p.id = (b ->> 'person_id')::uuid) then
        perform app.unknown('person_id');
    elsif b ->> 'item_id' is not null and not exists (select from app.agenda_item i where i.id = (b ->> 'item_id')::uuid and i.meeting_id = m.id) then
        perform app.unknown('item_id');
    end if;
end $$;

-- What every act ends with. shown: whether others than those who prepare are to hear of it.
create function conclusion_told(m app.meeting, c app.conclusion, action text, shown boolean, grants boolean) returns jsonb
language plpgsql security definer as $$
declare
    j jsonb := app.conclusion_json(c);
begin
    if grants then
        perform app.meeting_grants_sync(m.id);
        perform app.notify_rights();
    end if;
    if action is not null then
        perform app.audit(action, 'meeting', m.id, jsonb_build_object('item_id', c.item_id, 'conclusion_id', c.id, 'text', c.text));
    end if;
    perform app.conclusion_bump(m, c.item_id, shown, jsonb_build_object('conclusion', j));
    return j;
end $$;

create function conclusion_create(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    c app.conclusion;
    words text := btrim(coalesce(b ->> 'text', ''));
    kept_back boolean := coalesce((b ->> 'draft')::boolean, false);
begin
    if m.id is null then
        return;
    end if;
    if not app.conclusion_open(m) then
        perform app.fail('wrong-state');
    elsif words = '' and not kept_back then
        perform app.fail('missing-field', 'text');
    end if;
    perform app.conclusion_check(m, b);
    insert into app.conclusion (meeting_id, item_id, text, draft, lead_unit_id, person_id, due_on, position, author_id)
    select m.id, (b ->> 'item_id')::uuid, words, kept_back, (b ->> 'lead_unit_id')::uuid, (b ->> 'person_id')::uuid, (b ->> 'due_on')::date, coalesce(max(x.position), 0) + 1, app.me()
    from app.conclusion x where x.meeting_id = m.id and x.item_id is not distinct from (b ->> 'item_id')::uuid
    returning * into c;
    perform app.conclusion_parts_set(m, c, b);
    return next app.conclusion_told(m, c, case when not kept_back then 'conclusion-stated' end, not kept_back, jsonb_array_length(coalesce(nullif(b -> 'documents', 'null'), '[]')) > 0);
end $$;

-- The conclusion and its meeting, locked, for one who may write it now; null when it is not there for them.
create function conclusion_lock(conclusion uuid, given bigint) returns app.conclusion
language plpgsql security definer as $$
declare
    m app.meeting;
    c app.conclusion;
begin
    m := app.meeting_lock_steered((select x.meeting_id from app.conclusion x join app.meeting y on y.id = x.meeting_id left join app.agenda_item i on i.id = x.item_id
        where x.id = conclusion_lock.conclusion and (i.id is null or app.item_seen(i)) and (not x.draft or app.meeting_prepared_by_me(y))));
    if m.id is null then
        return null;
    end if;
    select * into c from app.conclusion x where x.id = conclusion_lock.conclusion for update;
    if c.id is null then
        return null;
    elsif not app.conclusion_open(m) then
        perform app.fail('wrong-state');
    end if;
    perform app.check_edit(c.edit_version, given);
    return c;
end $$;

-- draft only goes to false: what was stated was heard.
create function conclusion_change(conclusion uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    c app.conclusion := app.conclusion_lock(conclusion, given);
    was app.conclusion := c;
    m app.meeting;
begin
    if c.id is null then
        return;
    end if;
    select * into m from app.meeting x where x.id = c.meeting_id;
    perform app.conclusion_check(m, b);
    if b ->> 'draft' = 'true' and not c.draft then
        perform app.fail('conflict', 'draft', 'it was stated already');
    end if;
    c.text := case when b ->> 'text' is not null then btrim(b ->> 'text') else c.text end;
    c.draft := coalesce((b ->> 'draft')::boolean, c.draft);
    if c.text = '' and not c.draft then
        perform app.fail('missing-field', 'text');
    end if;
    update app.conclusion x set text = c.text, draft = c.draft,
        lead_unit_id = case when b ? 'lead_unit_id' then (b ->> 'lead_unit_id')::uuid else x.lead_unit_id end,
        person_id = case when b ? 'person_id' then (b ->> 'person_id')::uuid else x.person_id end,
        due_on = case when b ? 'due_on' then (b ->> 'due_on')::date else x.due_on end,
        item_id = case when b ? 'item_id' then (b ->> 'item_id')::uuid else x.item_id end,
        position = case when b ? 'item_id' and (b ->> 'item_id')::uuid is distinct from x.item_id
            then (select coalesce(max(y.position), 0) + 1 from app.conclusion y where y.meeting_id = x.meeting_id and y.item_id is not distinct from (b ->> 'item_id')::uuid) else x.position end,
        updated_at = now(), edit_version = x.edit_version + 1
    where x.id = c.id returning * into c;
    perform app.conclusion_parts_set(m, c, b);
    if c.item_id is distinct from was.item_id and not was.draft then
        perform app.conclusion_bump(m, was.item_id, true, jsonb_build_object('removed', c.id)); -- others may see the item it was on than the one it is on
    end if;
    return next app.conclusion_told(m, c, case when was.draft and not c.draft then 'conclusion-stated' when not c.draft then 'conclusion-changed' end, not c.draft,
        nullif(b -> 'documents', 'null') is not null or ((was.draft <> c.draft or c.item_id is distinct from was.item_id) and exists (select from app.conclusion_document d where d.conclusion_id = c.id)));
end $$;

create function conclusion_delete(conclusion uuid, given bigint) returns setof boolean
language plpgsql security definer as $$
declare
    c app.conclusion := app.conclusion_lock(conclusion, given);
    m app.meeting;
    files boolean;
begin
    if c.id is null then
        return;
    end if;
    select * into m from app.meeting x where x.id = c.meeting_id;
    files := exists (select from app.conclusion_document d where d.conclusion_id = c.id);
    delete from app.conclusion x where x.id = c.id;
    if files then
        perform app.meeting_grants_sync(m.id);
        perform app.notify_rights();
    end if;
    if not c.draft then
        perform app.audit('conclusion-removed', 'meeting', m.id, jsonb_build_object('item_id', c.item_id, 'conclusion_id', c.id, 'text', c.text));
    end if;
    perform app.conclusion_bump(m, c.item_id, not c.draft, jsonb_build_object('removed', c.id));
    return next true;
end $$;

-- Before another of the same item; null: last. Tells the order of the whole.
create function conclusion_place(conclusion uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    c app.conclusion := app.conclusion_lock(conclusion, null);
    before app.conclusion;
    m app.meeting;
begin
    if c.id is null then
        return;
    end if;
    select * into before from app.conclusion x where x.id = (b ->> 'before_id')::uuid and x.meeting_id = c.meeting_id and x.item_id is not distinct from c.item_id and x.id <> c.id;
    if b ->> 'before_id' is not null and before.id is null then
        perform app.unknown('before_id');
    end if;
    with ranked as (
        select x.id, row_number() over (order by case when x.id = c.id then coalesce(before.position, 1000000) else x.position end, x.id <> c.id, x.id) as n
        from app.conclusion x where x.meeting_id = c.meeting_id and x.item_id is not distinct from c.item_id
    )
    update app.conclusion x set position = r.n from ranked r where r.id = x.id and x.position <> r.n;
    select * into m from app.meeting x where x.id = c.meeting_id;
    perform app.audit('conclusion-placed', 'meeting', m.id, jsonb_build_object('item_id', c.item_id, 'conclusion_id', c.id, 'before_id', before.id));
    perform app.conclusion_bump(m, c.item_id, not c.draft, null);
    return query select app.conclusion_list(m.id);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{conclusion_list, conclusion_create, conclusion_change, conclusion_delete, conclusion_place}'); end $$;
