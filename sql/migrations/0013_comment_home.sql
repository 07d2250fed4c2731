-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Comment threads on pages, the home page, and what events may be followed.

set local search_path = app;

create table comment_thread (
    id uuid primary key default uuid7(),
    document_id uuid not null,
    version integer not null,
    page integer not null check (page >= 1),
    quote text,
    quads jsonb not null default '[]' check (jsonb_typeof(quads) = 'array'),
    author_id uuid not null references person,
    created_at timestamptz not null default now(),
    resolved_at timestamptz,
    resolved_by uuid references person,
    foreign key (document_id, version) references version (document_id, number),
    check ((resolved_at is null) = (resolved_by is null))
);
create index on comment_thread (document_id, version, page);

create table comment (
    id uuid primary key default uuid7(),
    thread_id uuid not null references comment_thread,
    author_id uuid not null references person,
    body text not null,
    created_at timestamptz not null default now(),
    edited_at timestamptz,
    deleted_at timestamptz,
    constraint words_taken_back_are_gone check ((deleted_at is null) = (body <> ''))
);
create index on comment (thread_id);

alter table comment_thread enable row level security;
alter table comment enable row level security;
grant select on comment_thread, comment to nghisu_app;
create policy "who sees a version sees the threads on it" on comment_thread for select to nghisu_app
    using (exists (select from version v where v.document_id = comment_thread.document_id and v.number = comment_thread.version));
create policy "who sees a thread sees its comments" on comment for select to nghisu_app
    using (exists (select from comment_thread t where t.id = thread_id));

-- Threads in the order of their pages: whether the caller sees their version is the caller's to test.
create function threads_json(ids uuid[]) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    self uuid := app.me();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'document_id', t.document_id, 'version', t.version, 'page', t.page, 'quote', t.quote,
            'quads', t.quads, 'created_at', app.json_time(t.created_at), 'resolved_at', app.json_time(t.resolved_at),
            'resolved_by', app.person_named(p.id, p.full_name), 'comments', l.comments) order by t.page, t.created_at, t.id), '[]')
        from app.comment_thread t
        left join app.person p on p.id = t.resolved_by
        cross join lateral (
            select jsonb_agg(jsonb_build_object('id', c.id, 'author', app.person_named(a.id, a.full_name), 'body', c.body,
                'created_at', app.json_time(c.created_at), 'edited_at', app.json_time(c.edited_at), 'deleted', c.deleted_at is not null,
                'mine', coalesce(c.author_id = self, false)) order by c.created_at, c.id) as comments
            from app.comment c join app.person a on a.id = c.author_id where c.thread_id = t.id) l
        where t.id = any (ids));
end $$;

create function thread_json(thread uuid) returns jsonb
language sql stable as $$ select app.threads_json(array[thread]) -> 0 $$;

create function thread_list(doc uuid, n bigint, p integer) returns setof jsonb
language plpgsql stable security definer as $$
begin
    if app.version_visible(doc, n) then
        return query select jsonb_build_object('revision', d.revision, 'items', app.threads_json(array(
                select t.id from app.comment_thread t where t.document_id = doc and t.version = n and (p is null or t.page = p))))
            from app.document d where d.id = doc;
    end if;
end $$;

-- The thread's row locked; null when it is not there for the caller.
create function thread_lock(thread uuid) returns app.comment_thread
language plpgsql security definer as $$
declare
    t app.comment_thread;
begin
    select * into t from app.comment_thread x where x.id = thread and app.version_visible(x.document_id, x.version) for update;
    return t;
end $$;

-- Tells the document's readers. The patch is the thread, the same for all: `mine` is false in it, and a page compares author.id with its own person.
-- Where some readers of the document may not see this version, the patch is left out, and they learn only that something changed.
create function thread_changed(t app.comment_thread, action text) returns jsonb
language plpgsql security definer as $$
declare
    j jsonb := app.thread_json(t.id);
    patch jsonb;
begin
    if (select v.readers @> d.readers from app.version v join app.document d on d.id = v.document_id where v.document_id = t.document_id and v.number = t.version) then
        patch := jsonb_set(j, '{comments}', (select jsonb_agg(c || '{"mine": false}' order by ord) from jsonb_array_elements(j -> 'comments') with ordinality x (c, ord)));
    end if;
    perform app.audit(action, 'comment_thread', t.id, jsonb_build_object('document_id', t.document_id, 'version', t.version));
    perform app.document_bump(t.document_id, 'thread', patch);
    return j;
end $$;

create function thread_create(doc uuid, n bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.comment_thread;
begin
    if not app.version_visible(doc, n) then
        return;
    end if;
    if (b ->> 'page')::integer > (select v.pages from app.version v where v.document_id = doc and v.number = n) then
        perform app.fail('out-of-range', 'page');
    end if;
    insert into app.comment_thread (document_id, version, page, quote, quads, author_id)
    values (doc, n::integer, (b ->> 'page')::integer, app.text_or_null(b ->> 'quote'), coalesce(nullif(b -> 'quads', 'null'), '[]'), app.me()) returning * into t;
    insert into app.comment (thread_id, author_id, body) values (t.id, app.me(), b ->> 'body');
    return next app.thread_changed(t, 'thread-created');
end $$;

create function comment_create(thread uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.comment_thread := app.thread_lock(thread);
begin
    if t.id is null then
        return;
    end if;
    insert into app.comment (thread_id, author_id, body) values (t.id, app.me(), b ->> 'body');
    return next app.thread_changed(t, 'comment-created');
end $$;

create function thread_resolve(thread uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.comment_thread := app.thread_lock(thread);
begin
    if t.id is null then
        return;
    end if;
    update app.comment_thread x set resolved_at = now(), resolved_by = app.me() where x.id = t.id and x.resolved_at is null;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.thread_changed(t, 'thread-resolved');
end $$;

create function thread_reopen(thread uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.comment_thread := app.thread_lock(thread);
begin
    if t.id is null then
        return;
    end if;
    update app.comment_thread x set resolved_at = null, resolved_by = null where x.id = t.id and x.resolved_at is not null;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.thread_changed(t, 'thread-reopened');
end $$;

-- One's own words only. The audit keeps that they changed, not what they were.
create function comment_rewrite(comment uuid, words text) returns setof jsonb
language plpgsql security definer as $$
declare
    c app.comment;
    t app.comment_thread;
begin
    select * into c from app.comment x where x.id = comment_rewrite.comment;
    t := app.thread_lock(c.thread_id);
    if t.id is null then
        return;
    end if;
    if c.author_id <> app.me() then
        perform app.fail('not-allowed');
    end if;
    update app.comment x set body = words, edited_at = case when words = '' then x.edited_at else now() end, deleted_at = case when words = '' then now() end
    where x.id = c.id and x.deleted_at is null;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return next app.thread_changed(t, case when words = '' then 'comment-deleted' else 'comment-changed' end);
end $$;

create function comment_change(comment uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.comment_rewrite(comment_change.comment, b ->> 'body');
end $$;

create function comment_delete(comment uuid) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.comment_rewrite(comment_delete.comment, '');
end $$;

-- ---- home (H3): what must I do now

-- Papers of my meetings that run or come, soonest first, once each, until read to the last page; then what was granted to me by name and never opened.
create function home_to_read() returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
    who uuid[] := app.principals();
    self uuid := app.me();
    dawn timestamptz := app.dawn(app.today());
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('document_id', d.id, 'version', v.number, 'subject', d.subject, 'type_name', t.name, 'pages', v.pages,
            'read_page', r.page, 'meeting_id', m.id, 'meeting_title', m.title, 'meeting_starts_at', app.json_time(m.starts_at))
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
                where m.audience_id = any (who)
                  and (m.state in ('in_progress', 'paused') or (m.state = 'invited' and m.starts_at >= dawn))
                  and (r.page is null or r.version < p.version or r.page < coalesce(v.pages, 1))
                order by p.document_id, p.version, m.starts_at
            ) y
            union all
            select 1, coalesce(d.due_on::timestamptz, 'infinity'),
                   case d.urgency when 'express' then 0 when 'very_urgent' then 1 when 'urgent' then 2 else 3 end, d.id, v.number, null::uuid
            from (select distinct g.document_id from app.document_grant g where g.principal_id = self and g.origin = 'manual') g
            join app.document d on d.id = g.document_id
            cross join lateral (select max(x.number) as number from app.version x where x.document_id = d.id and x.readers && who) v
            where v.number is not null and d.author_id <> self
              and not exists (select from app.reading r where r.document_id = d.id and r.person_id = self)
            order by 1, 2, 3, 4 limit 50
        ) x
        join app.document d on d.id = x.document_id
        join app.version v on v.document_id = x.document_id and v.number = x.version
        join app.catalogue_entry t on t.catalogue = 'document-type' and t.code = d.type
        left join app.reading r on r.document_id = x.document_id and r.person_id = self
        left join app.meeting m on m.id = x.meeting_id);
end $$;

create function home_get() returns jsonb
language plpgsql stable security definer as $$
declare
    who uuid[] := app.principals();
    dawn timestamptz := app.dawn(app.today());
    dusk timestamptz := app.dawn(app.today() + 1);
    running uuid[]; today uuid[];
begin
    if app.me() is null then
        perform app.fail('signed-out');
    end if;
    select array_agg(m.id order by m.starts_at, m.id) filter (where m.state in ('in_progress', 'paused')),
           array_agg(m.id order by m.starts_at, m.id) filter (where m.state not in ('in_progress', 'paused'))
    into running, today
    from app.meeting m where m.audience_id = any (who) and app.meeting_when(m.state, m.starts_at, 'today', dawn, dusk);
    return jsonb_build_object('running', app.meetings_json(running), 'today', app.meetings_json(today),
        'upcoming', app.meetings_json(array(
            select m.id from app.meeting m where m.audience_id = any (who) and app.meeting_when(m.state, m.starts_at, 'upcoming', dawn, dusk)
            order by m.starts_at, m.id limit 20)),
        'to_read', app.home_to_read(),
        'revision', coalesce((select h.revision from app.home h where h.person_id = app.me()), 0), 'at', app.json_time(clock_timestamp()));
end $$;

-- ---- events

-- Those of the subjects that are there for the caller; the others, like those that do not exist, are left out. Runs under the policies.
create function event_subjects(subjects jsonb) returns table (subject text, revision bigint)
language plpgsql stable as $$
begin
    return query with asked as (
        select s, split_part(s, ':', 1) as kind, split_part(s, ':', 2)::uuid as id
        from (select distinct jsonb_array_elements_text(subjects)) x (s)
        where s ~ '^(meeting|document|person):[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
    )
    select a.s, m.revision from asked a join app.meeting m on m.id = a.id and app.meeting_seen(m) where a.kind = 'meeting'
    union all
    select a.s, d.revision from asked a join app.document d on d.id = a.id and d.readers && (select app.principals()) where a.kind = 'document'
    union all
    select a.s, coalesce((select h.revision from app.home h where h.person_id = a.id), 0) from asked a where a.kind = 'person' and a.id = app.me();
end $$;

-- ---- the sign-in page, as nobody

create function welcome_get() returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('zone', app.setting_get('zone'), 'organisation', app.setting_get('organisation'),
        'sample_accounts', case when app.setting_get('sample') = 'true' then
            (select coalesce(jsonb_agg(jsonb_build_object('account', p.account, 'full_name', p.full_name, 'title', coalesce(h.title, ''), 'unit', coalesce(h.unit, '')) order by p.id), '[]')
             from app.person p
             left join lateral (select t.name as title, n.name as unit
                                from app.position x join app.catalogue_entry t on t.id = x.title_id, app.unit_name_on(x.unit_id, app.today()) n
                                where x.person_id = p.id and x.held @> app.today() order by x.main desc, x.id limit 1) h on true
             where p.state = 'active')
            else '[]' end,
        'sample_password', case when app.setting_get('sample') = 'true' then app.setting_get('sample_password') end));
end $$;
