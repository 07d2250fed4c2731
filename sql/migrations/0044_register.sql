-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What goes into a meeting's registers, printed as PDF: all that was said of
-- its items and papers (E9), and who was there (F1). Each tells its caller what
-- the caller may read anyway (rule 24), and keeps nothing. The drawing and its
-- words are the program's.

set local search_path = app;

create function register_time(at timestamptz) returns text
language sql stable security definer as $$ select to_char(at at time zone app.zone(), 'HH24:MI DD/MM/YYYY') $$;

-- What stands over every register.
create function register_head(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    tz text := app.zone();
    day date := least(app.today(), app.civil_date(m.starts_at));
    issuer app.unit_period;
    above app.unit_period;
begin
    select * into issuer from app.unit_name_on(app.invitation_issuer(m, day), day);
    select * into above from app.unit_name_on(app.agency_on(issuer.parent_id, day), day);
    return jsonb_build_object('title', m.title, 'time', app.span_words(m.starts_at at time zone tz, m.ends_at at time zone tz),
        'place', nullif(app.meeting_place(m), ''), 'chair', (select p.full_name from app.person p where p.id = m.chair_id), 'issuer', coalesce(issuer.name, app.setting_get('organisation')),
        'parent', above.name, 'by', (select p.full_name from app.person p where p.id = app.me()), 'at', app.register_time(now()),
        'made_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
end $$;

create function register_author(author uuid, at timestamptz) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('who', p.full_name, 'unit', (select o.unit_name from app.post_on(p.id, app.civil_date(at)) o), 'at', app.register_time(at))
            from app.person p where p.id = author);
end $$;

-- What was taken back is in neither list. Of a paper the threads on every version of it that the caller sees.
create function comment_register(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean;
begin
    select * into m from app.meeting x where x.id = comment_register.meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    end if;
    prepares := app.meeting_prepared_by_me(m);
    return query
        with seen as (select * from app.items_seen(m.id)),
        placed as (select s.*, row_number() over (partition by s.parent_id order by s.position) as place from seen s),
        numbered as (
            select i.id, i.position, coalesce(i.number, coalesce(p.place || '.', '') || i.place) || '. ' || i.title as name
            from placed i left join placed p on p.id = i.parent_id
        ), said as (
            select n.position, n.name, jsonb_agg(app.register_author(c.author_id, c.created_at)
                || jsonb_build_object('kind', c.kind, 'audience', c.audience, 'body', c.body) order by c.id) as rows
            from numbered n join app.item_comment c on c.item_id = n.id
            where c.deleted_at is null and (c.audience = 'all' or prepares or c.author_id = app.me())
            group by n.id, n.position, n.name
        ), thread as (
            select n.position, p.position as place, p.id, n.name, d.subject, t.version, jsonb_build_object('page', t.page, 'quote', t.quote,
                'resolved', t.resolved_at is not null, 'rows', l.rows) as j, t.page, t.created_at, t.id as thread_id
            from numbered n
            join app.paper p on p.item_id = n.id and (p.state = 'approved' or prepares)
            join app.document d on d.id = p.document_id
            join app.comment_thread t on t.document_id = p.document_id and app.version_visible(t.document_id, t.version)
            cross join lateral (select jsonb_agg(app.register_author(c.author_id, c.created_at) || jsonb_build_object('body', c.body) order by c.created_at, c.id) as rows
                                from app.comment c where c.thread_id = t.id and c.deleted_at is null) l
            where l.rows is not null
        ), paper as (
            select x.position, x.place, x.version, x.name, x.subject, jsonb_agg(x.j order by x.page, x.created_at, x.thread_id) as threads
            from thread x group by x.position, x.place, x.id, x.name, x.subject, x.version
        )
        select app.register_head(m) || jsonb_build_object(
            'items', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'rows', s.rows) order by s.position), '[]') from said s),
            'papers', (select coalesce(jsonb_agg(jsonb_build_object('name', x.name, 'subject', x.subject, 'version', x.version, 'threads', x.threads)
                order by x.position, x.place, x.version), '[]') from paper x));
end $$;

-- Of the whole meeting, not of the item it stands on. Reasons are for those who prepare it, and one's own.
create function attendance_register(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean;
    day date;
begin
    select * into m from app.meeting x where x.id = attendance_register.meeting and app.meeting_seen(x) and x.published_at is not null;
    if m.id is null then
        return;
    end if;
    prepares := app.meeting_prepared_by_me(m);
    day := least(app.today(), app.civil_date(m.starts_at));
    m.current_item_id := null;
    return query select app.register_head(m) || jsonb_build_object('quorum', app.quorum_json(m, null), 'rows', (
        select coalesce(jsonb_agg(jsonb_build_object('who', s.full_name, 'for', case when d.substitute_id is not null then p.full_name end,
                'post', concat_ws(', ', o.title, coalesce(u.name, o.unit_name)), 'role', d.role, 'state', coalesce(a.state, 'waiting'), 'unconfirmed', a.confirmed is false,
                'at', case when a.state in ('room', 'online') then app.register_time(a.at) end,
                'reason', case when prepares or d.stands_id = app.me() then a.reason end)
            order by case d.role when 'chair' then 0 when 'member' then 1 else 2 end, d.ord, u.name collate "vi-x-icu", d.person_id), '[]')
        from app.meeting_mandates(m.id) d
        left join app.person p on p.id = d.person_id
        left join app.person s on s.id = d.stands_id
        left join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id
        left join lateral app.unit_name_on(d.unit_id, day) u on true
        left join lateral app.post_on(d.stands_id, day) o on true));
end $$;

do $$ begin perform app.rights_close('{comment_register, attendance_register}'); end $$;
