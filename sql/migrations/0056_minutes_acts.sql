-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is done with minutes (G1, G4; rules 20, 24, 34): drafted, edited block
-- by block (lost-race, never silent), circulated and commented, approved and
-- locked, corrected with a reason; extracts and the notice of conclusions. The
-- papers themselves are drawn and kept by the program.

set local search_path = app;

create table minutes_extract (
    item_id uuid not null references agenda_item on delete cascade,
    edition integer not null,
    unit_id uuid not null references unit, -- that proposed it
    document_id uuid not null unique references document,
    made_at timestamptz not null default now(),
    primary key (item_id, edition)
);
alter table minutes_extract enable row level security;
grant select on minutes_extract to nghisu_app;
create policy "who sees an item and the extract sees that it was made" on minutes_extract for select to nghisu_app
    using (exists (select from agenda_item i where i.id = item_id) and exists (select from document d where d.id = document_id));

-- ---- replies

create function minutes_comment_json(c app.minutes_comment) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('id', c.id, 'block_id', c.block_id, 'author', app.person_ref(c.author_id), 'body', c.body, 'created_at', app.json_time(c.created_at), 'answer', c.answer,
        'taken', c.taken, 'answered_by', app.person_ref(c.answered_by), 'answered_at', app.json_time(c.answered_at));
end $$;

-- Its events: the last twelve of what it is made of.
create function minutes_block_json(b app.minutes_block) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('id', b.id, 'minutes_id', b.minutes_id, 'position', b.position, 'kind', b.kind, 'text', b.text, 'source', b.source, 'offered', b.offered, 'item_id', b.item_id,
        'events', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'at', app.json_time(a.at), 'kind', a.action, 'person', app.person_ref(a.person_id)) order by a.id), '[]')
                   from app.audit a where a.id = any (b.events[greatest(1, cardinality(b.events) - 11):])),
        'edited_by', app.person_ref(b.edited_by), 'updated_at', app.json_time(b.updated_at), 'edit_version', b.edit_version);
end $$;

create function minutes_json(x app.minutes) returns jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    steers boolean;
    h jsonb;
begin
    select * into m from app.meeting y where y.id = x.meeting_id;
    h := app.minutes_head(m, 'BB');
    steers := app.meeting_steered_by_me(m);
    return jsonb_build_object('id', x.id, 'meeting_id', x.meeting_id, 'restricted', x.circle_id is not null,
        'items', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'number', i.number, 'title', i.title) order by i.position), '[]') from app.agenda_item i
                  where i.meeting_id = m.id and x.circle_id is not null and i.audience_id = x.circle_id),
        'state', x.state, 'edition', x.edition, 'reason', x.reason, 'number', x.number, 'symbol', x.symbol, 'usual_symbol', h ->> 'symbol', 'parent', h -> 'parent', 'issuer', h -> 'issuer', 'chair_name', h -> 'chair_name', 'secretary_name', h -> 'secretary_name',
        'circulated_at', app.json_time(x.circulated_at), 'comments_until', app.json_time(x.comments_until), 'approved_at', app.json_time(x.approved_at), 'approved_by', app.person_ref(x.approved_by),
        'editions', (select coalesce(jsonb_agg(jsonb_build_object('edition', e.edition, 'document_id', x.document_id, 'version', e.version, 'reason', e.reason,
                'approved_by', app.person_ref(e.approved_by), 'approved_at', app.json_time(e.approved_at)) order by e.edition desc), '[]') from app.minutes_edition e where e.minutes_id = x.id),
        'blocks', (select coalesce(jsonb_agg(app.minutes_block_json(b) order by b.position, b.id), '[]') from app.minutes_block b where b.minutes_id = x.id and (steers or b.text <> '')),
        'comments', (select coalesce(jsonb_agg(app.minutes_comment_json(c) order by c.id), '[]') from app.minutes_comment c join app.minutes_block b on b.id = c.block_id where b.minutes_id = x.id),
        'may', jsonb_build_object('edit', steers and x.state in ('draft', 'circulated'), 'circulate', steers and x.state in ('draft', 'circulated'),
            'approve', m.chair_id = app.me() and x.state in ('draft', 'circulated'), 'correct', steers and x.state = 'approved',
            'comment', x.state = 'circulated' and x.comments_until > now(), 'extract', steers and exists (select from app.minutes_edition e where e.minutes_id = x.id)),
        'edit_version', x.edit_version);
end $$;

-- All that the caller sees of a meeting's minutes; and the editions approved so far, which stay there while a correction is written.
create function minutes_list(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean;
begin
    select * into m from app.meeting y where y.id = minutes_list.meeting and app.meeting_seen(y) and y.published_at is not null;
    if m.id is null then
        return;
    end if;
    prepares := app.meeting_prepared_by_me(m);
    return query select jsonb_build_object('revision', m.revision, 'may_make', prepares and m.state in ('ended', 'closed'),
        'items', (select coalesce(jsonb_agg(app.minutes_json(x) order by x.circle_id is not null, x.id), '[]') from app.minutes x where x.meeting_id = m.id and app.minutes_seen(x)),
        'approved', (select coalesce(jsonb_agg(jsonb_build_object('document_id', x.document_id, 'version', x.version, 'restricted', x.circle_id is not null) order by x.circle_id is not null, x.id), '[]')
                     from app.minutes x where x.meeting_id = m.id and x.version is not null and app.version_visible(x.document_id, x.version)),
        'circles', (select coalesce(jsonb_agg(distinct jsonb_build_object('id', y.id, 'number', y.number, 'title', y.title)), '[]')
                    from (select distinct on (i.audience_id) i.* from app.agenda_item i where prepares and i.meeting_id = m.id and i.audience_id is not null
                          and not exists (select from app.minutes x where x.circle_id = i.audience_id) order by i.audience_id, i.position) y),
        'extracts', (select coalesce(jsonb_agg(jsonb_build_object('item_id', e.item_id, 'edition', e.edition, 'document_id', e.document_id, 'unit', (select app.unit_named(u.unit_id, u.name, u.short_name) from app.unit_name_on(e.unit_id, app.today()) u)) order by e.made_at), '[]')
                     from app.minutes_extract e join app.items_seen(m.id) i on i.id = e.item_id join app.document d on d.id = e.document_id where d.readers && app.principals()));
end $$;

-- ---- who is told

create function audience_bump(audience uuid, meeting uuid, kind text, patch jsonb) returns void
language plpgsql security definer as $$
declare
    p uuid; r bigint;
begin
    for p in select x from app.persons_of(array[audience]) x order by x loop
        insert into app.home as h (person_id, revision) values (p, 1)
        on conflict (person_id) do update set revision = h.revision + 1 returning h.revision into r;
        perform app.publish_event('person:' || p, r, kind, jsonb_build_object('meeting_id', meeting) || coalesce(patch, '{}'));
    end loop;
end $$;

-- Of a draft those who prepare, of a circle's minutes the circle, else all; no patch: fetch.
create function minutes_bump(x app.minutes, patch jsonb, shown boolean default null) returns void
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting y where y.id = x.meeting_id;
    if not coalesce(shown, x.state <> 'draft') then
        perform app.audience_bump(m.preparers_id, m.id, 'minutes', patch);
    elsif x.circle_id is not null then
        perform app.audience_bump(x.circle_id, m.id, 'minutes', patch);
    else
        perform app.meeting_bump(m.id, 'minutes', patch);
    end if;
end $$;

-- In the detail of an event of a circle's minutes stands an item of it, so that nobody else knows of it.
create function minutes_audit(x app.minutes, action text, detail jsonb default '{}') returns void
language sql security definer as $$
    select app.audit(action, 'meeting', x.meeting_id, detail || jsonb_build_object('minutes_id', x.id, 'edition', x.edition)
        || coalesce((select jsonb_build_object('item_id', i.id) from app.agenda_item i where i.audience_id = x.circle_id order by i.position limit 1), '{}'))
$$;

-- ---- the record's word

-- statements: [{source, kind, text}] in order. Without minutes they are made of them; else what differs from what the record said before is offered.
create function minutes_keep(meeting uuid, item uuid, statements jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_steered(meeting);
    circle uuid := (select i.audience_id from app.agenda_item i where i.id = item);
    x app.minutes;
    s record;
    b app.minutes_block;
    last double precision := 0;
    touched boolean := false;
begin
    if m.id is null then
        return;
    elsif m.state not in ('ended', 'closed') then
        perform app.fail('wrong-state');
    end if;
    select * into x from app.minutes y where y.meeting_id = m.id and y.circle_id is not distinct from circle for update;
    if x.id is null then
        insert into app.minutes (meeting_id, circle_id, made_by) values (m.id, circle, app.me()) returning * into x;
        insert into app.minutes_block (minutes_id, position, kind, text, source, made, item_id, events)
        select x.id, ord, t.v ->> 'kind', t.v ->> 'text', t.v ->> 'source', t.v ->> 'text', y.item_id, coalesce(y.events, '{}')
        from jsonb_array_elements(statements) with ordinality t (v, ord) left join app.minutes_sources(m) y on y.source = t.v ->> 'source';
        perform app.minutes_audit(x, 'minutes-created');
        perform app.minutes_bump(x, null);
        return next app.minutes_json(x);
        return;
    elsif x.state = 'approved' then
        return next app.minutes_json(x);
        return;
    end if;
    -- each line is known by its source and its place among the lines of it
    for s in select t.v ->> 'source' as source, t.v ->> 'kind' as kind, t.v ->> 'text' as text, row_number() over (partition by t.v ->> 'source' order by ord) as n, y.item_id, y.events
             from jsonb_array_elements(statements) with ordinality t (v, ord) left join app.minutes_sources(m) y on y.source = t.v ->> 'source' order by ord loop
        select * into b from app.minutes_block y where y.minutes_id = x.id and y.source = s.source order by y.position, y.id offset s.n - 1 limit 1;
        if b.id is null then
            insert into app.minutes_block (minutes_id, position, kind, source, offered, item_id, events)
            values (x.id, (last + coalesce((select min(y.position) from app.minutes_block y where y.minutes_id = x.id and y.position > last), last + 2)) / 2, s.kind, s.source, s.text, s.item_id, coalesce(s.events, '{}'))
            returning * into b;
            touched := true;
        elsif b.offered is distinct from nullif(s.text, b.made) then
            update app.minutes_block y set offered = nullif(s.text, y.made), events = coalesce(s.events, '{}') where y.id = b.id;
            touched := true;
        end if;
        last := greatest(last, b.position);
    end loop;
    -- what the record does not say any more
    for b in select y.* from (select z.*, row_number() over (partition by z.source order by z.position, z.id) as k from app.minutes_block z where z.minutes_id = x.id and z.source is not null) y
             where y.k > (select count(*) from jsonb_array_elements(statements) t (v) where t.v ->> 'source' = y.source) loop
        if b.made is null and b.text = '' then
            delete from app.minutes_block y where y.id = b.id;
            touched := true;
        elsif b.made <> '' and b.offered is distinct from '' then
            update app.minutes_block y set offered = '' where y.id = b.id;
            touched := true;
        end if;
    end loop;
    if touched then
        perform app.minutes_bump(x, null, false);
    end if;
    return next app.minutes_json(x);
end $$;

-- ---- editing

-- The minutes and their meeting locked, for one who may edit them now; null when they are not there for the caller.
create function minutes_lock(minutes uuid) returns app.minutes
language plpgsql security definer as $$
declare
    x app.minutes;
    m app.meeting;
begin
    select * into x from app.minutes y where y.id = minutes and app.minutes_seen(y);
    m := app.meeting_lock_steered(x.meeting_id);
    if m.id is null then
        return null;
    end if;
    select * into x from app.minutes y where y.id = minutes for update;
    if x.state = 'approved' then -- rule 34
        perform app.fail('wrong-state', null, 'approved minutes are locked');
    end if;
    return x;
end $$;

create function minutes_block_told(b app.minutes_block) returns jsonb
language plpgsql security definer as $$
declare
    j jsonb := app.minutes_block_json(b);
    x app.minutes;
begin
    select * into x from app.minutes y where y.id = b.minutes_id;
    perform app.minutes_bump(x, jsonb_build_object('minutes_id', x.id, 'block', j));
    return j;
end $$;

create function minutes_change(minutes uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock(minutes);
begin
    if x.id is null then
        return;
    end if;
    perform app.check_edit(x.edit_version, given);
    update app.minutes y set number = case when b ? 'number' then app.text_or_null(b ->> 'number') else y.number end,
        symbol = case when b ? 'symbol' then app.text_or_null(b ->> 'symbol') else y.symbol end, edit_version = y.edit_version + 1 where y.id = x.id returning * into x;
    perform app.minutes_bump(x, null);
    return next app.minutes_json(x);
end $$;

create function minutes_block_create(minutes uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock(minutes);
    above app.minutes_block;
    made app.minutes_block;
begin
    if x.id is null then
        return;
    end if;
    select * into above from app.minutes_block y where y.id = (b ->> 'after_id')::uuid and y.minutes_id = x.id;
    if b ->> 'after_id' is not null and above.id is null then
        perform app.unknown('after_id');
    elsif exists (select from app.minutes_block y where y.id = (b ->> 'id')::uuid) then -- the client's id, so that its writer need not wait
        perform app.fail('duplicate', 'id');
    end if;
    insert into app.minutes_block (id, minutes_id, position, kind, text, item_id, edited_by)
    values (coalesce((b ->> 'id')::uuid, app.uuid7()), x.id, case when above.id is null then coalesce((select min(y.position) from app.minutes_block y where y.minutes_id = x.id), 2) / 2
        else (above.position + coalesce((select min(y.position) from app.minutes_block y where y.minutes_id = x.id and y.position > above.position), above.position + 2)) / 2 end,
        b ->> 'kind', btrim(coalesce(b ->> 'text', '')), above.item_id, app.me())
    returning * into made;
    return next app.minutes_block_told(made);
end $$;

-- Locked, with its meeting; given: its edit_version as the writer knows it.
create function minutes_block_lock(block uuid, given bigint) returns app.minutes_block
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock((select b.minutes_id from app.minutes_block b where b.id = block));
    b app.minutes_block;
begin
    if x.id is null then
        return null;
    end if;
    select * into b from app.minutes_block y where y.id = block;
    if b.id is not null then
        perform app.check_edit(b.edit_version, given);
    end if;
    return b;
end $$;

create function minutes_block_change(block uuid, given bigint, c jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    b app.minutes_block := app.minutes_block_lock(block, given);
begin
    if b.id is null then
        return;
    end if;
    update app.minutes_block y set text = coalesce(btrim(c ->> 'text'), y.text), kind = coalesce(c ->> 'kind', y.kind), edited_by = app.me(), updated_at = now(), edit_version = y.edit_version + 1
    where y.id = b.id returning * into b;
    return next app.minutes_block_told(b);
end $$;

-- What the record made stays known, without words, so that it is not offered again.
create function minutes_block_delete(block uuid, given bigint) returns setof boolean
language plpgsql security definer as $$
declare
    b app.minutes_block := app.minutes_block_lock(block, given);
    x app.minutes;
begin
    if b.id is null then
        return;
    end if;
    if b.source is not null then
        update app.minutes_block y set text = '', edited_by = app.me(), updated_at = now(), edit_version = y.edit_version + 1 where y.id = b.id returning * into b;
        perform app.minutes_block_told(b);
    else
        delete from app.minutes_block y where y.id = b.id;
        select * into x from app.minutes y where y.id = b.minutes_id;
        perform app.minutes_bump(x, jsonb_build_object('minutes_id', x.id, 'removed', b.id));
    end if;
    return next true;
end $$;

create function minutes_block_place(block uuid, c jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    b app.minutes_block := app.minutes_block_lock(block, null);
    below app.minutes_block;
begin
    if b.id is null then
        return;
    end if;
    select * into below from app.minutes_block y where y.id = (c ->> 'before_id')::uuid and y.minutes_id = b.minutes_id and y.id <> b.id;
    if c ->> 'before_id' is not null and below.id is null then
        perform app.unknown('before_id');
    end if;
    update app.minutes_block y set position = case when below.id is null then (select max(z.position) + 1 from app.minutes_block z where z.minutes_id = b.minutes_id)
        else (below.position + coalesce((select max(z.position) from app.minutes_block z where z.minutes_id = b.minutes_id and z.position < below.position and z.id <> b.id), below.position - 2)) / 2 end
    where y.id = b.id returning * into b;
    return next app.minutes_block_told(b);
end $$;

-- What the record offers: taken, or left. One block's, or all that there are.
create function minutes_block_offer(block uuid, given bigint, c jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    b app.minutes_block := app.minutes_block_lock(block, given);
begin
    if b.id is null then
        return;
    elsif b.offered is null then
        perform app.fail('wrong-state');
    end if;
    update app.minutes_block y set text = case when (c ->> 'take')::boolean then y.offered else y.text end, made = y.offered, offered = null, edited_by = app.me(), updated_at = now(), edit_version = y.edit_version + 1
    where y.id = b.id returning * into b;
    return next app.minutes_block_told(b);
end $$;

create function minutes_offers(minutes uuid, c jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock(minutes);
begin
    if x.id is null then
        return;
    end if;
    update app.minutes_block y set text = case when (c ->> 'take')::boolean then y.offered else y.text end, made = y.offered, offered = null, edited_by = app.me(), updated_at = now(), edit_version = y.edit_version + 1
    where y.minutes_id = x.id and y.offered is not null;
    perform app.minutes_bump(x, null);
    return next app.minutes_json(x);
end $$;

-- ---- circulating

-- To those who see them, for comments until a time; again with another time.
create function minutes_circulate(minutes uuid, c jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock(minutes);
begin
    if x.id is null then
        return;
    elsif (c ->> 'until')::timestamptz <= now() then
        perform app.fail('out-of-range', 'until', 'comments are taken until a time to come');
    end if;
    update app.minutes y set state = 'circulated', circulated_at = coalesce(y.circulated_at, now()), comments_until = (c ->> 'until')::timestamptz, edit_version = y.edit_version + 1
    where y.id = x.id returning * into x;
    perform app.minutes_audit(x, 'minutes-circulated', jsonb_build_object('until', x.comments_until));
    perform app.minutes_bump(x, null);
    perform app.audience_bump((select m.preparers_id from app.meeting m where m.id = x.meeting_id), x.meeting_id, 'minutes', null); -- until now told apart
    return next app.minutes_json(x);
end $$;

create function minutes_comment_told(c app.minutes_comment) returns jsonb
language plpgsql security definer as $$
declare
    j jsonb := app.minutes_comment_json(c);
    x app.minutes;
begin
    select y.* into x from app.minutes y join app.minutes_block b on b.minutes_id = y.id where b.id = c.block_id;
    perform app.minutes_bump(x, jsonb_build_object('minutes_id', x.id, 'comment', j));
    return j;
end $$;

-- Of whoever is in the meeting, while comments are taken.
create function minutes_comment_create(block uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes;
    m app.meeting;
    c app.minutes_comment;
begin
    select y.* into x from app.minutes y join app.minutes_block k on k.minutes_id = y.id where k.id = block and app.minutes_seen(y);
    select * into m from app.meeting y where y.id = x.meeting_id for update;
    select * into x from app.minutes y where y.id = x.id;
    if m.id is null or not app.minutes_seen(x) or not exists (select from app.minutes_block k where k.id = block) then
        return;
    elsif x.state <> 'circulated' or x.comments_until <= now() then
        perform app.fail('wrong-state');
    elsif btrim(b ->> 'body') = '' then
        perform app.fail('missing-field', 'body');
    end if;
    insert into app.minutes_comment (block_id, author_id, body) values (block, app.me(), btrim(b ->> 'body')) returning * into c;
    return next app.minutes_comment_told(c);
end $$;

-- The secretary's: taken into the text, or not and why.
create function minutes_comment_answer(comment uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes := app.minutes_lock((select k.minutes_id from app.minutes_comment c join app.minutes_block k on k.id = c.block_id where c.id = comment));
    c app.minutes_comment;
begin
    if x.id is null then
        return;
    end if;
    update app.minutes_comment y set taken = (b ->> 'taken')::boolean, answer = app.text_or_null(b ->> 'answer'), answered_by = app.me(), answered_at = now() where y.id = comment returning * into c;
    if c.id is not null then
        return next app.minutes_comment_told(c);
    end if;
end $$;

-- Rule 34: what is approved is corrected by a new edition, and says why. The one before stays what it was.
create function minutes_correct(minutes uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    x app.minutes;
    m app.meeting;
begin
    select * into x from app.minutes y where y.id = minutes and app.minutes_seen(y);
    m := app.meeting_lock_steered(x.meeting_id);
    if m.id is null then
        return;
    elsif btrim(b ->> 'reason') = '' then
        perform app.fail('missing-field', 'reason');
    end if;
    update app.minutes y set state = 'draft', edition = y.edition + 1, reason = btrim(b ->> 'reason'), approved_at = null, approved_by = null, circulated_at = null, comments_until = null, edit_version = y.edit_version + 1
    where y.id = minutes and y.state = 'approved' returning * into x;
    if not found then
        perform app.fail('wrong-state');
    end if;
    perform app.minutes_audit(x, 'minutes-corrected', jsonb_build_object('reason', x.reason));
    perform app.minutes_bump(x, null, true);
    return next app.minutes_json(x);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{minutes_list, minutes_keep, minutes_change, minutes_block_create, minutes_block_change, minutes_block_delete, minutes_block_place, minutes_block_offer, minutes_offers, minutes_circulate,
    minutes_comment_create, minutes_comment_answer, minutes_correct}'); end $$;
