-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Minutes (G1; rules 20, 24, 34): drafted from the record, kept as blocks that
-- several edit at once, each with its edit_version. What the record made says
-- of which events (audit rows) it is made, and is offered anew when the record
-- changes; what people wrote is never overwritten. The common minutes hold
-- nothing of restricted items: each circle has minutes of its own beside them.
-- The wording is the program's or the installation's; acts are in 0056.

set local search_path = app;

create table minutes (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting on delete cascade,
    circle_id uuid references audience, -- of restricted items; null: the common ones
    state text not null default 'draft' check (state in ('draft', 'circulated', 'approved')),
    edition integer not null default 1 check (edition >= 1),
    reason text check (reason <> ''), -- rule 34: of a correction
    number text check (number <> ''),
    symbol text check (symbol <> ''),
    circulated_at timestamptz,
    comments_until timestamptz,
    approved_at timestamptz,
    approved_by uuid references person,
    document_id uuid references document,
    version integer, -- of the document, of the edition approved last
    writing_by uuid references person, -- who is writing the approved edition into the store just now
    writing_since timestamptz,
    made_by uuid not null references person,
    created_at timestamptz not null default now(),
    edit_version bigint not null default 1, -- of what is not in blocks
    constraint minutes_once unique nulls not distinct (meeting_id, circle_id),
    constraint correction_has_reason check (edition = 1 or reason is not null),
    constraint approved_is_kept check (state <> 'approved' or (document_id is not null and version is not null and approved_at is not null))
);
create index on minutes (document_id);

-- Each edition that was approved: a version of the document, and why it came after another.
create table minutes_edition (
    minutes_id uuid not null references minutes on delete cascade,
    edition integer not null,
    version integer not null,
    reason text,
    approved_by uuid not null references person,
    approved_at timestamptz not null default now(),
    primary key (minutes_id, edition)
);

create table minutes_block (
    id uuid primary key default uuid7(),
    minutes_id uuid not null references minutes on delete cascade,
    position double precision not null,
    kind text not null check (kind in ('title', 'heading', 'fact', 'paragraph', 'point', 'subpoint', 'number', 'receiver')),
    text text not null default '', -- empty: only offered so far, or emptied
    source text, -- what of the record it tells: "opening", "speech:<id>", …
    made text, -- as the record last made it, and the writers know
    offered text, -- as the record would make it now; '': no more. Null: nothing new
    item_id uuid references agenda_item on delete set null,
    events bigint[] not null default '{}',
    edited_by uuid references person,
    updated_at timestamptz not null default now(),
    edit_version bigint not null default 1
);
create index on minutes_block (minutes_id, position);

create table minutes_comment (
    id uuid primary key default uuid7(),
    block_id uuid not null references minutes_block on delete cascade,
    author_id uuid not null references person,
    body text not null check (body <> ''),
    created_at timestamptz not null default now(),
    answer text check (answer <> ''),
    taken boolean,
    answered_by uuid references person,
    answered_at timestamptz,
    constraint answered_says_whether_taken check ((answered_at is null) = (taken is null))
);
create index on minutes_comment (block_id);

-- ---- who sees them

-- Given that the caller sees the meeting: those who prepare it always, others from circulating on, of a circle's only those in it. While a correction
-- is written, others read the edition approved before, as a document.
create function minutes_seen(x app.minutes) returns boolean
language plpgsql stable security definer as $$
begin
    return (select app.meeting_prepared_by_me(m) or (x.state in ('circulated', 'approved') and app.meeting_seen(m) and (x.circle_id is null or x.circle_id = any (app.principals())))
            from app.meeting m where m.id = x.meeting_id);
end $$;

do $$
declare t text;
begin
    foreach t in array array['minutes', 'minutes_edition', 'minutes_block', 'minutes_comment'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "those who prepare a meeting see its minutes, others once they are circulated, a circle's only the circle" on minutes for select to nghisu_app using (minutes_seen(minutes));
create policy "who sees minutes sees their editions" on minutes_edition for select to nghisu_app using (exists (select from minutes x where x.id = minutes_id));
create policy "who sees minutes sees their blocks" on minutes_block for select to nghisu_app using (exists (select from minutes x where x.id = minutes_id));
create policy "who sees minutes sees what is said of them" on minutes_comment for select to nghisu_app using (exists (select from minutes_block b where b.id = block_id));

-- ---- the record, as the wording is filled with it

-- Items in the order they were treated; those that nobody came to are not there. circle: of its restricted items; null: of the open ones.
create function minutes_items(m app.meeting, circle uuid) returns table (id uuid, number text, title text, unit_id uuid, presenter_id uuid, treated bigint)
language plpgsql stable security definer as $$
begin
    return query
        select i.id, i.number, i.title, i.presenting_unit_id, i.presenter_id, t.first
        from app.agenda_item i
        cross join lateral (select min(a.id) as first from app.audit a where a.kind = 'meeting' and a.subject_id = m.id
            and a.action in ('meeting-started', 'meeting-moved', 'meeting-resumed') and a.detail ->> 'item_id' = i.id::text) t
        where i.meeting_id = m.id and i.audience_id is not distinct from circle
          and (t.first is not null or exists (select from app.conclusion c where c.item_id = i.id and not c.draft) or exists (select from app.vote v where v.item_id = i.id and v.state = 'published'))
        order by t.first nulls last, i.position;
end $$;

create function minutes_speeches(m app.meeting, item uuid, day date) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('src', 'speech:' || s.id, 'who', app.person_titled(s.person_id, day), 'topic', nullif(s.topic, ''), 'order', s.is_order,
                'question', s.queue = 'question', 'asked', app.person_titled(s.asked_id, day)) order by s.called_at, s.id), '[]')
            from app.speech s where s.meeting_id = m.id and s.item_id is not distinct from item and s.state = 'ended');
end $$;

create function minutes_votes(m app.meeting, item uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('src', 'vote:' || v.id, 'title', v.title, 'secret', v.secret,
                'version', v.version, 'subject', (select d.subject from app.document d where d.id = v.document_id),
                'present', v.result -> 'present', 'entitled', v.result -> 'entitled', 'members', v.result -> 'members', 'voted', v.result -> 'voted',
                'returned', coalesce((v.result ->> 'valid')::integer, 0) + coalesce((v.result ->> 'invalid')::integer, 0) + coalesce((v.result ->> 'blank')::integer, 0), 'valid', v.result -> 'valid', 'invalid', v.result -> 'invalid', 'blank', v.result -> 'blank',
                'options', (select coalesce(jsonb_agg(jsonb_build_object('label', o.label, 'count', coalesce(c.n, 0)) order by o.position), '[]') from app.vote_option o
                    left join lateral (select (x ->> 'count')::integer as n from jsonb_array_elements(v.result -> 'counts') x where x ->> 'option_id' = o.id::text) c on true where o.vote_id = v.id),
                'passed', coalesce((v.result ->> 'passed')::boolean, false), 'failed', coalesce(not (v.result ->> 'passed')::boolean, false)) order by v.closed_at, v.id), '[]')
            from app.vote v where v.item_id = item and v.state = 'published');
end $$;

create function minutes_conclusions(m app.meeting, item uuid, day date) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('src', 'conclusion:' || c.id, 'text', c.text, 'lead', (select u.name from app.unit_name_on(c.lead_unit_id, day) u),
                'supports', (select string_agg(u.name, ', ' order by s.position) from app.conclusion_support s cross join lateral app.unit_name_on(s.unit_id, day) u where s.conclusion_id = c.id),
                'person', (select p.full_name from app.person p where p.id = c.person_id), 'due', app.date_words(c.due_on)) order by c.position, c.id), '[]')
            from app.conclusion c where c.meeting_id = m.id and c.item_id is not distinct from item and not c.draft);
end $$;

-- Head and foot of every paper that comes out of a meeting.
create function minutes_head(m app.meeting, kind text) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := app.civil_date(coalesce(m.started_at, m.starts_at));
    issuer app.unit_period;
    above app.unit_period;
    post record;
begin
    select * into issuer from app.unit_name_on(app.invitation_issuer(m, day), day);
    select * into above from app.unit_name_on(app.agency_on(issuer.parent_id, day), day);
    select * into post from app.post_on(m.chair_id, day);
    return jsonb_build_object('parent', above.name, 'issuer', coalesce(issuer.name, app.setting_get('organisation')), 'symbol', kind || coalesce('-' || issuer.symbol, ''), 'title', m.title,
        'chair', app.person_titled(m.chair_id, day), 'chair_name', (select p.full_name from app.person p where p.id = m.chair_id), 'chair_post', post.title,
        'secretary_name', (select string_agg(p.full_name, ', ' order by p.id) from app.meeting_secretary s join app.person p on p.id = s.person_id where s.meeting_id = m.id),
        'day', app.date_words(day), 'on', 'N' || substr(app.date_words(day), 2), 'year', to_char(day, 'YYYY'), 'place', nullif(app.meeting_place(m), ''), 'online', m.online);
end $$;

create function minutes_facts(m app.meeting, circle uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    tz text := app.zone();
    day date := app.civil_date(coalesce(m.started_at, m.starts_at));
begin
    return app.minutes_head(m, 'BB') || jsonb_build_object('annex', circle is not null,
        'started', app.clock_words(m.started_at at time zone tz) || ', ' || app.date_words(day),
        'ended', app.clock_words(m.ended_at at time zone tz) || ', ' || app.date_words(app.civil_date(m.ended_at)),
        'secretaries', (select string_agg(app.person_titled(s.person_id, day), '; ' order by s.person_id) from app.meeting_secretary s where s.meeting_id = m.id),
        'quorum', case when circle is null then app.quorum_json(m, null) end,
        'present', (select coalesce(jsonb_agg(jsonb_build_object('name', app.person_titled(d.stands_id, day), 'online', a.state = 'online',
                'for', case when d.substitute_id is not null then app.person_titled(d.person_id, day) end) order by d.ord, d.person_id), '[]')
            from app.meeting_mandates(m.id) d join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id and a.state in ('room', 'online')
            where d.role = 'member' and (circle is null or circle = any (app.principals_of(d.stands_id)))),
        'absent', (select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(app.person_titled(d.stands_id, day), (select u.name from app.unit_name_on(d.unit_id, day) u)), 'excused', a.state = 'excused', 'reason', a.reason) order by d.ord, d.person_id), '[]')
            from app.meeting_mandates(m.id) d left join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id
            where circle is null and d.role = 'member' and coalesce(a.state, 'absent') not in ('room', 'online')),
        'guests', (select coalesce(jsonb_agg(app.person_titled(d.stands_id, day) order by d.ord, d.person_id), '[]')
            from app.meeting_mandates(m.id) d join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id and a.state in ('room', 'online')
            where d.role = 'guest' and (circle is null or circle = any (app.principals_of(d.stands_id)))),
        'sittings', (select coalesce(jsonb_agg(jsonb_build_object('src', 'sitting:' || a.id, 'paused', a.action = 'meeting-paused', 'adjourned', a.action = 'meeting-adjourned', 'resumed', a.action = 'meeting-resumed',
                'when', app.clock_words(a.at at time zone tz) || ', ' || app.date_words(app.civil_date(a.at))) order by a.id), '[]')
            from app.audit a where circle is null and a.kind = 'meeting' and a.subject_id = m.id and a.action in ('meeting-paused', 'meeting-adjourned', 'meeting-resumed')),
        'items', (select coalesce(jsonb_agg(jsonb_build_object('src', 'item:' || i.id, 'place', i.n, 'number', i.number, 'title', i.title, 'unit', (select u.name from app.unit_name_on(i.unit_id, day) u),
                'presenter', app.person_titled(i.presenter_id, day), 'papers', (select coalesce(jsonb_agg(jsonb_build_object('subject', d.subject, 'version', p.version) order by p.position, p.id), '[]')
                    from app.paper p join app.document d on d.id = p.document_id where p.item_id = i.id and p.state = 'approved'),
                'speeches', app.minutes_speeches(m, i.id, day), 'votes', app.minutes_votes(m, i.id), 'conclusions', app.minutes_conclusions(m, i.id, day)) order by i.n), '[]')
            from (select *, row_number() over () as n from app.minutes_items(m, circle)) i),
        'others', case when circle is null then app.minutes_speeches(m, null, day) else '[]' end,
        'conclusions', case when circle is null then app.minutes_conclusions(m, null, day) else '[]' end);
end $$;

-- Which events each statement is made of. At most the last hundred of each.
create function minutes_sources(m app.meeting) returns table (source text, item_id uuid, events bigint[])
language plpgsql stable security definer as $$
begin
    return query
        with told as (
            select a.id, a.action, a.detail from app.audit a where a.kind = 'meeting' and a.subject_id = m.id
        ), named as (
            select 'opening' as s, null::text as i, t.id from told t where t.action in ('meeting-published', 'meeting-started')
            union all select 'present', null, t.id from told t where t.action ~ '^attendance-' or t.action = 'quorum-set'
            union all select 'end', null, t.id from told t where t.action = 'meeting-ended'
            union all select 'sitting:' || t.id, null, t.id from told t where t.action in ('meeting-paused', 'meeting-adjourned', 'meeting-resumed')
            union all select 'item:' || (t.detail ->> 'item_id'), t.detail ->> 'item_id', t.id from told t where t.action in ('meeting-started', 'meeting-moved') and t.detail ->> 'item_id' is not null
            union all select 'speech:' || (t.detail ->> 'speech_id'), null, t.id from told t where t.detail ? 'speech_id'
            union all select 'vote:' || (t.detail ->> 'vote_id'), null, t.id from told t where t.detail ? 'vote_id' and t.action in ('vote-opened', 'vote-closed', 'vote-published')
            union all select 'conclusion:' || (t.detail ->> 'conclusion_id'), null, t.id from told t where t.detail ? 'conclusion_id'
        )
        select n.s, coalesce(max(n.i)::uuid,
                (select x.item_id from app.speech x where n.s = 'speech:' || x.id), (select x.item_id from app.vote x where n.s = 'vote:' || x.id), (select x.item_id from app.conclusion x where n.s = 'conclusion:' || x.id)),
            (array_agg(n.id order by n.id))[greatest(1, count(*) - 99):]
        from named n group by n.s;
end $$;

-- ---- drafting

-- What the wording is filled with for these minutes, and the installation's own wording, for who prepares an ended meeting. Makes nothing.
create function minutes_record(meeting uuid, item uuid) returns table (facts jsonb, body text)
language plpgsql stable security definer as $$
declare
    m app.meeting;
    circle uuid;
begin
    select * into m from app.meeting x where x.id = minutes_record.meeting and app.meeting_seen(x) and x.published_at is not null;
    if m.id is null then
        return;
    elsif not app.meeting_prepared_by_me(m) then
        perform app.fail('not-allowed');
    elsif m.state not in ('ended', 'closed') then
        perform app.fail('wrong-state');
    end if;
    if item is not null then
        select i.audience_id into circle from app.agenda_item i where i.id = item and i.meeting_id = m.id;
        if circle is null then
            perform app.unknown('item_id');
        end if;
    end if;
    return query select app.minutes_facts(m, circle), (select w.body from app.word_template w where w.name = 'minutes' and w.language = 'vi');
end $$;

-- ---- papers that come out of it

-- The minutes as they are now, for whoever sees them: head and foot, lines, and a digest of them.
create function minutes_paper(minutes uuid) returns table (facts jsonb, blocks jsonb, title text, made_at text, digest text)
language plpgsql stable security definer as $$
begin
    return query
        select app.minutes_head(m, 'BB') || jsonb_build_object('number', x.number, 'dateless', true, 'left_title', 'Thư ký', 'signature', '["Chủ tọa"]'::jsonb)
                || case when x.symbol is not null then jsonb_build_object('symbol', x.symbol) else '{}' end,
            (select coalesce(jsonb_agg(jsonb_build_object('kind', b.kind, 'text', b.text) order by b.position, b.id), '[]') from app.minutes_block b where b.minutes_id = x.id and b.text <> ''),
            'Biên bản: ' || m.title, to_char(coalesce(x.approved_at, m.ended_at, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            (select md5(string_agg(b.id::text || b.edit_version || b.position, ',' order by b.id) || coalesce(x.number, '') || coalesce(x.symbol, '')) from app.minutes_block b where b.minutes_id = x.id)
        from app.minutes x join app.meeting m on m.id = x.meeting_id where x.id = minutes_paper.minutes and app.minutes_seen(x);
end $$;

-- The chair's approval begins: the document is there, and only the chair may write its next version, for a moment.
create function minutes_approve_begin(minutes uuid) returns table (document_id uuid, note text)
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock(minutes);
    m app.meeting;
    doc uuid := x.document_id;
begin
    if x.id is null then
        return;
    end if;
    select * into m from app.meeting y where y.id = x.meeting_id;
    if m.chair_id is distinct from app.me() then
        perform app.fail('not-allowed');
    elsif exists (select from app.minutes_block b where b.minutes_id = x.id and b.offered is not null) then
        perform app.fail('conflict', 'offered', 'the record has changed since: take it or leave it first');
    elsif not exists (select from app.minutes_block b where b.minutes_id = x.id and b.text <> '') then
        perform app.fail('conflict', 'blocks', 'there is nothing in them');
    end if;
    if doc is null then
        doc := (app.document_create(jsonb_build_object('type', 'BB', 'subject', 'Biên bản ' || m.title || case when x.circle_id is not null then ' (phần nội dung hạn chế)' else '' end,
            'issuer', app.minutes_head(m, 'BB') ->> 'issuer', 'number', x.number, 'symbol', coalesce(x.symbol, app.minutes_head(m, 'BB') ->> 'symbol'),
            'signer_name', app.minutes_head(m, 'BB') ->> 'chair_name', 'signer_position', app.minutes_head(m, 'BB') ->> 'chair_post', 'unit_id', m.host_unit_id)) ->> 'id')::uuid;
        update app.document_grant g set "right" = 'read' where g.document_id = doc; -- rule 34: nobody edits it but by a correction
    end if;
    update app.minutes y set document_id = doc, writing_by = app.me(), writing_since = now() where y.id = x.id;
    return query select doc, case when x.edition = 1 then 'Biên bản được thông qua' else 'Đính chính lần ' || x.edition - 1 || ': ' || x.reason end;
end $$;

-- And ends: what was written is what stands in the blocks, it is locked, and its readers have it (rule 20: the meeting is closed by it).
create function minutes_approve_end(minutes uuid, written integer, digest text) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock(minutes);
    m app.meeting;
begin
    if x.id is null then
        return;
    elsif digest is distinct from (select p.digest from app.minutes_paper(x.id) p) then
        perform app.fail('lost-race');
    end if;
    update app.minutes y set state = 'approved', version = written, approved_at = now(), approved_by = app.me(), writing_by = null, writing_since = null, edit_version = y.edit_version + 1
    where y.id = x.id and y.writing_by = app.me() and exists (select from app.version v where v.document_id = y.document_id and v.number = written) returning * into x;
    if not found then
        perform app.fail('wrong-state');
    end if;
    insert into app.minutes_edition (minutes_id, edition, version, reason, approved_by) values (x.id, x.edition, written, x.reason, app.me());
    perform app.meeting_grants_sync(x.meeting_id);
    perform app.notify_rights();
    perform app.minutes_audit(x, 'minutes-approved', jsonb_build_object('document_id', x.document_id, 'version', written));
    perform app.minutes_bump(x, null);
    if x.circle_id is null then
        update app.meeting y set state = 'closed' where y.id = x.meeting_id and y.state = 'ended' returning * into m;
        if found then
            perform app.meeting_stepped(m, 'meeting-closed', 'state', '{}', true);
        end if;
    end if;
    perform app.home_bump(array[coalesce(x.circle_id, (select y.audience_id from app.meeting y where y.id = x.meeting_id))]);
    return next app.minutes_json(x);
end $$;

-- As in 0007; approved minutes are written by who is approving them, and by nobody else.
create or replace function document_lock(doc uuid) returns app.document
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    d app.document;
    held text := app.document_right(doc);
begin
    if held = 'read' and not exists (select from app.minutes x where x.document_id = doc and x.writing_by = app.me() and x.writing_since > now() - interval '5 minutes') then
        perform app.fail('not-allowed');
    elsif held is not null then
        select * into d from app.document x where x.id = doc for update;
    end if;
    return d;
end $$;

-- As in 0054; every approved edition of the minutes too.
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
        where c.meeting_id = m.id
        union
        select x.document_id, coalesce(x.circle_id, m.audience_id), e.version from app.minutes x join app.minutes_edition e on e.minutes_id = x.id where x.meeting_id = m.id;
end $$;

-- An item's part of the approved minutes, for those who steer: wording's facts, lines, and the unit that proposed it.
create function minutes_extract_paper(item uuid) returns table (facts jsonb, blocks jsonb, title text, made_at text, body text, unit_id uuid, edition integer)
language plpgsql stable security definer as $$
declare
    i app.agenda_item;
    m app.meeting;
    x app.minutes;
begin
    select * into i from app.agenda_item y where y.id = item and app.item_seen(y);
    select * into m from app.meeting y where y.id = i.meeting_id and app.meeting_seen(y);
    if m.id is null then
        return;
    elsif not app.meeting_steered_by_me(m) then
        perform app.fail('not-allowed');
    end if;
    select * into x from app.minutes y where y.meeting_id = m.id and y.circle_id is not distinct from i.audience_id;
    if x.id is null or x.state <> 'approved' then
        perform app.fail('wrong-state', null, 'extracts are of approved minutes');
    end if;
    return query select app.minutes_head(m, 'TrBB') || jsonb_build_object('item', i.title, 'item_number', i.number, 'edition', x.edition, 'minutes_number', x.number, 'minutes_symbol', coalesce(x.symbol, app.minutes_head(m, 'BB') ->> 'symbol'),
            'approved', app.date_words(app.civil_date(x.approved_at)), 'dateless', true, 'left_title', 'Thư ký', 'signature', '["Chủ tọa"]'::jsonb, 'unit', (select u.name from app.unit_name_on(p.id, app.today()) u)),
        (select coalesce(jsonb_agg(jsonb_build_object('kind', b.kind, 'text', b.text) order by b.position, b.id), '[]') from app.minutes_block b where b.minutes_id = x.id and b.item_id = i.id and b.text <> ''),
        'Trích biên bản: ' || m.title, to_char(x.approved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        (select w.body from app.word_template w where w.name = 'minutes-extract' and w.language = 'vi'), p.id, x.edition
        from (select coalesce((select q.unit_id from app.agenda_proposal q where q.item_id = i.id order by q.id desc limit 1), i.presenting_unit_id) as id) p;
end $$;

-- The document of an extract, for its first version; its unit has it from then on. Once an edition.
create function minutes_extract_begin(item uuid) returns setof uuid
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(app.meeting_of_item(item));
    p record;
    apart uuid := (select i.audience_id from app.agenda_item i where i.id = item);
    doc uuid;
begin
    if m.id is null then
        return;
    end if;
    select * into p from app.minutes_extract_paper(item);
    if p.unit_id is null then
        perform app.fail('conflict', 'unit', 'no unit proposed or presented this item');
    elsif apart is not null and not exists (select from app.audience_member a where a.audience_id = apart and a.principal_id = p.unit_id) then
        perform app.fail('conflict', 'unit', 'the unit is not in the circle of this item'); -- rule 24
    elsif exists (select from app.minutes_extract e where e.item_id = item and e.edition = p.edition) then
        perform app.fail('duplicate', 'item');
    end if;
    doc := (app.document_create(jsonb_build_object('type', 'BB', 'subject', p.title || ', mục ' || coalesce(p.facts ->> 'item_number', '') || ': ' || (p.facts ->> 'item'), 'issuer', p.facts ->> 'issuer',
        'signer_name', p.facts ->> 'chair_name', 'unit_id', m.host_unit_id, 'recipients', jsonb_build_array(p.facts ->> 'unit'))) ->> 'id')::uuid;
    return next doc;
end $$;

create function minutes_extract_end(item uuid, doc uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    p record;
begin
    select * into p from app.minutes_extract_paper(item);
    if p.unit_id is null or not exists (select from app.document d where d.id = doc and d.author_id = app.me()) then
        return;
    end if;
    insert into app.minutes_extract (item_id, edition, unit_id, document_id) values (item, p.edition, p.unit_id, doc);
    insert into app.document_grant (document_id, principal_id, version, "right", origin) values (doc, p.unit_id, null, 'read', 'manual') on conflict do nothing;
    perform app.audit('minutes-extracted', 'meeting', app.meeting_of_item(item), jsonb_build_object('item_id', item, 'document_id', doc, 'unit_id', p.unit_id));
    perform app.notify_rights();
    perform app.document_bump(doc, 'grants');
    perform app.home_bump(array[p.unit_id]); -- among what waits to be read there
    return next app.document_json(doc);
end $$;

-- The notice of conclusions: what was stated on open items, for those who steer.
create function conclusion_paper(meeting uuid) returns table (facts jsonb, body text, title text, made_at text, unit_id uuid)
language plpgsql stable security definer as $$
declare
    m app.meeting;
    day date;
begin
    select * into m from app.meeting y where y.id = conclusion_paper.meeting and app.meeting_seen(y) and y.published_at is not null;
    if m.id is null then
        return;
    elsif not app.meeting_steered_by_me(m) then
        perform app.fail('not-allowed');
    elsif m.state not in ('ended', 'closed') then
        perform app.fail('wrong-state');
    end if;
    day := app.civil_date(coalesce(m.started_at, m.starts_at));
    return query select app.minutes_head(m, 'TB') || jsonb_build_object(
            'members', (select string_agg(distinct x.name, ', ') from (select coalesce((select o.unit_name from app.post_on(d.stands_id, day) o), p.full_name) as name
                from app.meeting_mandates(m.id) d join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id and a.state in ('room', 'online') join app.person p on p.id = d.stands_id where d.role = 'member') x),
            'reporters', (select string_agg(distinct u.name, ', ') from app.minutes_items(m, null) i cross join lateral app.unit_name_on(i.unit_id, day) u),
            'conclusions', (select coalesce(jsonb_agg(z.j || jsonb_build_object('place', z.n) order by z.n), '[]') from (
                select j, row_number() over (order by o, k) as n from (
                    select j, i.n as o, k from (select *, row_number() over () as n from app.minutes_items(m, null)) i cross join lateral jsonb_array_elements(app.minutes_conclusions(m, i.id, day)) with ordinality t (j, k)
                    union all select j, 100000, k from jsonb_array_elements(app.minutes_conclusions(m, null, day)) with ordinality t (j, k)) y) z),
            'signature', coalesce(app.signature_titles(null, app.minutes_head(m, 'TB') ->> 'chair_post', null, app.minutes_head(m, 'TB') ->> 'issuer'), '[]'), 'signer', app.minutes_head(m, 'TB') ->> 'chair_name'),
        (select w.body from app.word_template w where w.name = 'conclusions-notice' and w.language = 'vi'), 'Thông báo kết luận: ' || m.title,
        to_char(coalesce(m.ended_at, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), m.host_unit_id;
end $$;

-- Its outgoing draft: number, date and recipients are the registry's to give.
create function conclusion_notice_begin(meeting uuid) returns setof uuid
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    p record;
begin
    if m.id is null then
        return;
    end if;
    select * into p from app.conclusion_paper(m.id);
    if p.facts -> 'conclusions' = '[]' then
        perform app.fail('conflict', 'conclusions', 'nothing was concluded that everybody may know');
    end if;
    perform app.audit('conclusion-notice-made', 'meeting', m.id);
    return next (app.document_create(jsonb_build_object('type', 'TB', 'direction', 'outgoing', 'subject', 'Kết luận tại ' || m.title, 'symbol', p.facts ->> 'symbol', 'issuer', p.facts ->> 'issuer',
        'signer_name', p.facts ->> 'signer', 'signer_position', p.facts ->> 'chair_post', 'unit_id', m.host_unit_id)) ->> 'id')::uuid;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{minutes_record, minutes_seen, minutes_paper, minutes_approve_begin, minutes_approve_end, minutes_extract_paper, minutes_extract_begin, minutes_extract_end, conclusion_paper,
    conclusion_notice_begin}'); end $$;
