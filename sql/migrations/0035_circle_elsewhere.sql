-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What else tells of items and their papers (rule 24): comments and notes,
-- home, packs for tablets, and the notice of a newer version.

set local search_path = app;

create or replace function meetings_told_of_version(doc uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    meeting uuid;
    audience uuid;
begin
    -- skip locked: pinning locks the meeting before the document, storing the other way round; a meeting in change tells its pages anyway
    for meeting in select m.id from app.meeting m
                   where app.meeting_is_open(m)
                     and exists (select from app.paper p join app.agenda_item i on i.id = p.item_id where p.document_id = doc and i.meeting_id = m.id and i.audience_id is null)
                   order by m.id for update skip locked loop
        perform app.meeting_bump(meeting, 'papers');
    end loop;
    for meeting, audience in select distinct i.meeting_id, i.audience_id from app.paper p join app.agenda_item i on i.id = p.item_id join app.meeting m on m.id = i.meeting_id
                             where p.document_id = doc and i.audience_id is not null and app.meeting_is_open(m) order by 1, 2 loop
        perform app.circle_bump(meeting, audience);
    end loop;
end $$;

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
                where m.audience_id = any (who) and p.state = 'approved' and (i.audience_id is null or i.audience_id = any (who))
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

create or replace function pack_list() returns setof jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
begin
    return query with meeting as (
        select * from app.pack_meetings()
    ), wanted as (
        select distinct on (w.document_id, w.version) w.* from (
            select p.document_id, p.version, m.id as meeting_id, m.title, m.starts_at, i.position as item, p.position as place
            from meeting m join app.agenda_item i on i.meeting_id = m.id join app.paper p on p.item_id = i.id and p.state = 'approved'
            where i.audience_id is null or i.audience_id = any (who)
            union all
            select n.document_id, (select max(v.number) from app.version v where v.document_id = n.document_id and v.readers && who), null, null, null, 0, 0
            from app.pin n where n.person_id = self
        ) w order by w.document_id, w.version, w.starts_at
    ), item as (
        select w.*, d.secrecy is not null as secret, d.subject, v.sha256, v.bytes, v.pages, v.media,
               exists (select from app.pin n where n.person_id = self and n.document_id = w.document_id) as pinned
        from wanted w
        join app.document d on d.id = w.document_id
        join app.version v on v.document_id = w.document_id and v.number = w.version and v.readers && who
        where v.pages > 0
    )
    select jsonb_build_object('at', app.json_time(clock_timestamp()), 'lease_days', 7,
        'meetings', (select coalesce(jsonb_agg(m.id order by m.starts_at, m.id), '[]') from meeting m),
        'withheld', (select count(*) from item x where x.secret),
        'items', (select coalesce(jsonb_agg(jsonb_build_object('document_id', x.document_id, 'version', x.version, 'subject', x.subject,
            'sha256', x.sha256, 'bytes', x.bytes, 'pages', x.pages, 'pinned', x.pinned, 'meeting_id', x.meeting_id, 'meeting_title', x.title)
            order by x.starts_at nulls first, x.item, x.place, x.document_id), '[]') from item x where not x.secret));
end $$;

create or replace function item_comment_list(meeting uuid) returns setof jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
    prepares boolean;
begin
    select * into m from app.meeting x where x.id = meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    end if;
    prepares := app.meeting_prepared_by_me(m);
    return query select jsonb_build_object('revision', m.revision,
        'items', (select coalesce(jsonb_agg(app.item_comment_json(c) order by c.id), '[]') from app.item_comment c join app.items_seen(m.id) i on i.id = c.item_id
                  where (c.audience = 'all' or prepares or c.author_id = app.me())),
        'notes', (select coalesce(jsonb_agg(jsonb_build_object('item_id', n.item_id, 'body', n.body, 'updated_at', app.json_time(n.updated_at)) order by n.item_id), '[]')
                  from app.item_note n join app.items_seen(m.id) i on i.id = n.item_id where n.person_id = app.me()));
end $$;

create or replace function meeting_of_item_seen(item uuid) returns app.meeting
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
begin
    select x.* into m from app.agenda_item i join app.meeting x on x.id = i.meeting_id where i.id = item and app.meeting_seen(x) and app.item_seen(i) for update of x;
    return m;
end $$;

create or replace function item_note_set(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    words text := btrim(coalesce(b ->> 'body', ''));
begin
    if not exists (select from app.agenda_item i join app.meeting m on m.id = i.meeting_id where i.id = item and app.meeting_seen(m) and app.item_seen(i)) then
        return;
    end if;
    if words = '' then
        delete from app.item_note n where n.item_id = item and n.person_id = app.me();
    else
        insert into app.item_note as n (item_id, person_id, body) values (item, app.me(), words)
        on conflict (item_id, person_id) do update set body = excluded.body, updated_at = now();
    end if;
    return next jsonb_build_object('item_id', item, 'body', words, 'updated_at', app.json_time(now()));
end $$;

create or replace function item_comment_create(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    m app.meeting := app.meeting_of_item_seen(item);
    c app.item_comment;
begin
    if m.id is null then
        return;
    end if;
    if not app.meeting_is_open(m) then
        perform app.fail('wrong-state');
    elsif btrim(b ->> 'body') = '' then
        perform app.fail('missing-field', 'body');
    end if;
    insert into app.item_comment (item_id, author_id, kind, audience, body)
    values (item, app.me(), b ->> 'kind', b ->> 'audience', btrim(b ->> 'body')) returning * into c;
    perform app.audit('item-comment-created', 'meeting', m.id, jsonb_build_object('item_id', item, 'comment_id', c.id, 'kind', c.kind, 'audience', c.audience));
    perform app.item_told(item, 'comments');
    return next app.item_comment_json(c);
end $$;

create or replace function item_comment_rewrite(comment uuid, words text) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    c app.item_comment;
    m app.meeting;
begin
    select * into c from app.item_comment x where x.id = comment;
    m := app.meeting_of_item_seen(c.item_id);
    if m.id is null or (c.audience <> 'all' and c.author_id <> app.me() and not app.meeting_prepared_by_me(m)) then
        return;
    end if;
    if c.author_id <> app.me() then
        perform app.fail('not-allowed');
    elsif not app.meeting_is_open(m) then
        perform app.fail('wrong-state');
    end if;
    update app.item_comment x set body = words, edited_at = case when words = '' then x.edited_at else now() end, deleted_at = case when words = '' then now() end
    where x.id = c.id and x.deleted_at is null returning * into c;
    if not found then
        perform app.fail('wrong-state');
    end if;
    perform app.audit(case when words = '' then 'item-comment-deleted' else 'item-comment-changed' end, 'meeting', m.id, jsonb_build_object('comment_id', c.id));
    perform app.item_told(c.item_id, 'comments');
    return next app.item_comment_json(c);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
