-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a sealing of a meeting's record holds (G3, K8; rules 11, 24, 27, 31, 34):
-- one noun a function, each for the common record (one: null) or for one
-- restricted item. Names and posts are those of the day of the meeting, written
-- out: a record is read when the database is gone. Nobody's rights are looked at
-- here; what may not stand in the common record is left out of it by these
-- functions, and of a vote that was not published only that it was held.

set local search_path = app;

-- As in 0060, with the steps of a secret vote; in which order conclusions stand is nobody's proceedings.
create or replace function event_is_public(action text) returns boolean
language sql immutable as $$
    select action ~ '^(meeting|agenda-item|attendance|item-attendance|quorum|desk|speech|sitting)-' and action !~ '^meeting-(changed|pack)'
        or action ~ '^vote-(opened|paused|resumed|closed|published)$' or action ~ '^secret-(box-opened|last-call)$' or action ~ '^paper-(created|approved|pinned)$'
        or action ~ '^conclusion-(stated|changed|removed)$' or action ~ '^minutes-(circulated|approved|corrected)$' or action ~ '^record-'
$$;

create function record_person(person uuid, day date) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('id', p.id, 'name', p.full_name, 'title', o.title, 'unit', o.unit_name) from app.person p left join lateral app.post_on(p.id, day) o on true where p.id = record_person.person);
end $$;

create function record_unit(unit uuid, day date) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('id', u.unit_id, 'name', u.name) from app.unit_name_on(unit, day) u);
end $$;

-- The items whose facts are asked for.
create function record_items(meeting uuid, one uuid) returns setof app.agenda_item
language plpgsql stable security definer as $$
begin
    return query select i.* from app.agenda_item i where i.meeting_id = record_items.meeting and case when one is null then i.audience_id is null else i.id = one end;
end $$;

create function record_agenda(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := app.civil_date(m.starts_at);
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'number', i.number, 'parent_id', i.parent_id, 'title', i.title, 'kind', i.kind, 'presenter', app.record_person(i.presenter_id, day),
            'presenting_unit', app.record_unit(i.presenting_unit_id, day), 'minutes', i.minutes, 'late', i.late, 'spent_ms', i.spent_ms) order by i.position), '[]')
        from app.record_items(m.id, one) i);
end $$;

-- Approved papers, each at the version that lies before the meeting; the manifest is read out of the store by who writes the record. Of a secret one no words (B13).
create function record_papers(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'item_id', i.id, 'document_id', p.document_id, 'version', p.version, 'secret', d.secrecy is not null,
            'subject', case when d.secrecy is null then d.subject end, 'type', d.type, 'number', d.number, 'symbol', d.symbol, 'late', p.late, 'commit', v.commit,
            'files', jsonb_build_array(jsonb_build_object('path', v.path, 'filename', case when d.secrecy is null then v.filename end, 'media', v.media, 'bytes', v.bytes, 'sha256', v.sha256))
                || (select coalesce(jsonb_agg(jsonb_build_object('path', f.path, 'filename', case when d.secrecy is null then f.filename end, 'media', f.media, 'bytes', f.bytes, 'sha256', f.sha256) order by f.number), '[]')
                    from app.version_file f where f.document_id = p.document_id and f.version = p.version)) order by i.position, p.position, p.id), '[]')
        from app.record_items(m.id, one) i join app.paper p on p.item_id = i.id and p.state = 'approved'
        join app.document d on d.id = p.document_id
        join app.version v on v.document_id = p.document_id and v.number = p.version);
end $$;

-- Rule 22: who was there, and for which item otherwise. The roll itself is the whole meeting's.
create function record_attendance(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := least(app.today(), app.civil_date(m.starts_at));
begin
    m.current_item_id := null;
    return jsonb_build_object('items', (select coalesce(jsonb_agg(jsonb_build_object('item_id', i.id, 'person', app.record_person(a.person_id, day), 'present', a.present, 'at', app.json_time(a.at)) order by i.position, a.person_id), '[]')
            from app.record_items(m.id, one) i join app.item_attendance a on a.item_id = i.id))
        || case when one is null then jsonb_build_object('quorum', app.quorum_json(m, null), 'roll', (
            select coalesce(jsonb_agg(jsonb_build_object('person', app.record_person(d.person_id, day), 'unit', app.record_unit(d.unit_id, day), 'role', d.role, 'substitute', app.record_person(d.substitute_id, day),
                    'state', coalesce(a.state, 'not_called'), 'method', a.method, 'confirmed', a.confirmed, 'at', app.json_time(a.at))
                order by case d.role when 'chair' then 0 when 'member' then 1 else 2 end, d.ord, d.person_id, d.unit_id), '[]')
            from app.meeting_mandates(m.id) d left join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id)) else '{}' end;
end $$;

-- Whoever asked for the floor, also who did not get it. Of no item: the whole meeting's.
create function record_speeches(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := least(app.today(), app.civil_date(m.starts_at));
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'item_id', s.item_id, 'queue', s.queue, 'is_order', s.is_order, 'person', app.record_person(s.person_id, day), 'asked', app.record_person(s.asked_id, day),
            'topic', s.topic, 'state', s.state, 'registered_at', app.json_time(s.registered_at), 'called_at', app.json_time(s.called_at), 'ended_at', app.json_time(s.ended_at), 'spent_ms', s.spent_ms)
            order by coalesce(s.called_at, s.registered_at), s.id), '[]')
        from app.speech s left join app.record_items(m.id, one) i on i.id = s.item_id
        where s.meeting_id = m.id and (i.id is not null or (one is null and s.item_id is null)));
end $$;

-- Rule 31: as it was fixed at closing. An open one with each ballot under its name; a secret one with who received a paper, and its list is a file of its own.
create function record_votes(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := least(app.today(), app.civil_date(m.starts_at));
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'item_id', v.item_id, 'title', v.title, 'state', v.state, 'secret', v.secret, 'method', v.method, 'most_choices', v.most_choices,
            'majority', v.majority, 'majority_of', v.majority_of, 'quorum', v.quorum, 'document_id', v.document_id, 'version', v.version, 'page', v.page,
            'opened_at', app.json_time(v.opened_at), 'closed_at', app.json_time(v.closed_at), 'published_at', app.json_time(v.published_at),
            'options', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'label', o.label, 'meaning', o.meaning) order by o.position), '[]') from app.vote_option o where o.vote_id = v.id),
            'result', case when v.state = 'published' then v.result end,
            'entitled', case when v.state = 'published' then (select coalesce(jsonb_agg(jsonb_build_object('person', app.record_person(d.person_id, day),
                    'voter', case when d.voter_id <> d.person_id then app.record_person(d.voter_id, day) end, 'unit', app.record_unit(d.unit_id, day), 'voted', d.voted,
                    'option_ids', to_jsonb(b.option_ids), 'words', b.words) order by d.ord, d.person_id), '[]')
                from app.vote_mandate d left join app.ballot b on b.vote_id = d.vote_id and b.person_id = d.person_id where d.vote_id = v.id) end) order by i.position, v.position), '[]')
        from app.record_items(m.id, one) i join app.vote v on v.item_id = i.id where v.state <> 'created');
end $$;

create function record_conclusions(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := least(app.today(), app.civil_date(m.starts_at));
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'item_id', c.item_id, 'text', c.text, 'lead_unit', app.record_unit(c.lead_unit_id, day), 'person', app.record_person(c.person_id, day), 'due_on', c.due_on,
            'supports', (select coalesce(jsonb_agg(app.record_unit(s.unit_id, day) order by s.position), '[]') from app.conclusion_support s where s.conclusion_id = c.id),
            'documents', (select coalesce(jsonb_agg(jsonb_build_object('document_id', x.document_id, 'version', x.version, 'commit', v.commit, 'sha256', v.sha256) order by x.position), '[]')
                from app.conclusion_document x join app.version v on v.document_id = x.document_id and v.number = x.version where x.conclusion_id = c.id),
            'author', app.record_person(c.author_id, day), 'created_at', app.json_time(c.created_at)) order by i.position nulls last, c.position, c.id), '[]')
        from app.conclusion c left join app.record_items(m.id, one) i on i.id = c.item_id
        where c.meeting_id = m.id and not c.draft and (i.id is not null or (one is null and c.item_id is null)));
end $$;

-- The common minutes, or those of the item's circle: each edition that was approved as the version of a document, the words of the last one unless a correction
-- is being written just now.
create function record_minutes(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    circle uuid := (select i.audience_id from app.agenda_item i where i.id = one);
    day date := least(app.today(), app.civil_date(m.starts_at));
begin
    if to_regclass('app.minutes_edition') is null then
        return '[]';
    end if;
    return (select coalesce(jsonb_agg(jsonb_build_object('number', x.number, 'symbol', x.symbol, 'document_id', x.document_id,
            'editions', (select jsonb_agg(jsonb_build_object('edition', e.edition, 'version', e.version, 'commit', v.commit, 'path', v.path, 'media', v.media, 'bytes', v.bytes, 'sha256', v.sha256, 'oid', v.oid, 'reason', e.reason,
                    'approved_by', app.record_person(e.approved_by, day), 'approved_at', app.json_time(e.approved_at)) order by e.edition)
                from app.minutes_edition e join app.version v on v.document_id = x.document_id and v.number = e.version where e.minutes_id = x.id),
            'blocks', case when x.state = 'approved' then (select coalesce(jsonb_agg(jsonb_build_object('kind', b.kind, 'text', b.text, 'item_id', b.item_id, 'events', to_jsonb(b.events)) order by b.position, b.id), '[]')
                from app.minutes_block b where b.minutes_id = x.id and b.text <> '') end) order by x.id), '[]')
        from app.minutes x where x.meeting_id = m.id and x.circle_id is not distinct from circle and exists (select from app.minutes_edition e where e.minutes_id = x.id));
end $$;

-- Rule 34: what minutes cite. Times and ids of the audit log; of its details what those who read the record may know.
create function record_events(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    circle uuid := (select i.audience_id from app.agenda_item i where i.id = one);
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'at', app.json_time(e.at), 'kind', e.kind, 'person_id', e.person_id, 'item_id', case when s.whole then e.item_id end,
            'detail', case when s.whole then e.detail - array['items', 'circle', 'result', 'counts', 'reason'] else '{}' end) order by e.id), '[]')
        from app.meeting_events_raw(m.id) e
        cross join lateral (select case when one is null then e.apart = '{}' and not e.lost else e.item_id = one and e.apart = array[circle] end as whole) s
        where app.event_is_public(e.kind) and (s.whole or (one is null and e.kind ~ '^meeting-(?!moved)')));
end $$;

create function record_sittings(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
begin
    if to_regclass('app.sitting') is null then
        return '[]';
    end if;
    return app.sittings_json(m.id);
end $$;

create function record_facts(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := app.civil_date(m.starts_at);
begin
    return jsonb_build_object('id', m.id, 'title', m.title, 'state', m.state, 'type', (select t.name from app.catalogue_entry t where t.id = m.type_id), 'host_unit', app.record_unit(m.host_unit_id, day),
        'organisation', app.setting_get('organisation'), 'chair', app.record_person(m.chair_id, day),
        'secretaries', (select coalesce(jsonb_agg(app.record_person(s.person_id, day) order by s.person_id), '[]') from app.meeting_secretary s where s.meeting_id = m.id),
        'room', (select r.name from app.catalogue_entry r where r.id = m.room_id), 'place', m.place, 'online', m.online, 'starts_at', app.json_time(m.starts_at), 'ends_at', app.json_time(m.ends_at),
        'published_at', app.json_time(m.published_at), 'started_at', app.json_time(m.started_at), 'ended_at', app.json_time(m.ended_at), 'zone', app.zone(),
        'sittings', app.record_sittings(m));
end $$;

-- The facts of the printed roll (0044), as one of the meeting reads it.
create function record_roll(m app.meeting, asked_at timestamptz) returns jsonb
language plpgsql stable security definer as $$
declare
    day date := least(app.today(), app.civil_date(m.starts_at));
begin
    m.current_item_id := null;
    return app.register_head(m) || jsonb_build_object('made_at', to_char(asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'quorum', app.quorum_json(m, null), 'rows', (
        select coalesce(jsonb_agg(jsonb_build_object('who', s.full_name, 'for', case when d.substitute_id is not null then p.full_name end,
                'post', concat_ws(', ', o.title, coalesce(u.name, o.unit_name)), 'role', d.role, 'state', coalesce(a.state, 'waiting'), 'unconfirmed', a.confirmed is false,
                'at', case when a.state in ('room', 'online') then app.register_time(a.at) end)
            order by case d.role when 'chair' then 0 when 'member' then 1 else 2 end, d.ord, u.name collate "vi-x-icu", d.person_id), '[]')
        from app.meeting_mandates(m.id) d
        left join app.person p on p.id = d.person_id
        left join app.person s on s.id = d.stands_id
        left join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id
        left join lateral app.unit_name_on(d.unit_id, day) u on true
        left join lateral app.post_on(d.stands_id, day) o on true));
end $$;

-- The published lists of secret votes and their seals, byte for byte, by vote.
create function record_lists(m app.meeting, one uuid) returns jsonb
language plpgsql stable security definer as $$
begin
    if to_regclass('app.secret_vote') is null then
        return '{}';
    end if;
    return (select coalesce(jsonb_object_agg(v.id, jsonb_build_object('list', s.list, 'seal', s.seal)), '{}')
        from app.record_items(m.id, one) i join app.vote v on v.item_id = i.id join app.secret_vote s on s.vote_id = v.id where v.state = 'published' and s.list is not null);
end $$;

-- All of it, read in one moment: the files of the common record by name, and each restricted item with its whole.
create function record_contents(m app.meeting, r app.meeting_record) returns jsonb
language plpgsql stable security definer as $$
declare
    head jsonb := jsonb_build_object('form', 'nghisu-record-1', 'number', r.number, 'interim', r.interim, 'asked_at', app.json_time(r.asked_at), 'asked_by', app.record_person(r.asked_by, app.civil_date(m.starts_at)));
begin
    return jsonb_build_object('files', jsonb_build_object('record.json', head || jsonb_build_object('meeting', app.record_facts(m)), 'agenda.json', app.record_agenda(m, null), 'papers.json', app.record_papers(m, null),
            'attendance.json', app.record_attendance(m, null), 'speeches.json', app.record_speeches(m, null), 'votes.json', app.record_votes(m, null),
            'conclusions.json', app.record_conclusions(m, null), 'events.json', app.record_events(m, null), 'minutes.json', app.record_minutes(m, null)),
        'lists', app.record_lists(m, null), 'roll', app.record_roll(m, r.asked_at),
        'parts', (select coalesce(jsonb_agg(jsonb_build_object('item_id', i.id,
                'parent', (select p.commit from app.meeting_record_part p join app.meeting_record x on x.id = p.record_id where p.item_id = i.id order by x.number desc limit 1),
                'lists', app.record_lists(m, i.id),
                'item', head || jsonb_build_object('meeting_id', m.id, 'agenda', app.record_agenda(m, i.id), 'papers', app.record_papers(m, i.id), 'attendance', app.record_attendance(m, i.id),
                    'speeches', app.record_speeches(m, i.id), 'votes', app.record_votes(m, i.id), 'conclusions', app.record_conclusions(m, i.id), 'events', app.record_events(m, i.id), 'minutes', app.record_minutes(m, i.id))) order by i.id), '[]')
            from app.agenda_item i where i.meeting_id = m.id and i.audience_id is not null));
end $$;

-- ---- minutes corrected after the closing are sealed too (rule 34)

create function record_of_correction() returns trigger
language plpgsql security definer as $$
begin
    perform app.record_queue(m, new.approved_by) from app.minutes x join app.meeting m on m.id = x.meeting_id where x.id = new.minutes_id and m.state = 'closed';
    return null;
end $$;
do $$
begin
    if to_regclass('app.minutes_edition') is not null then
        create trigger correction_seals after insert on app.minutes_edition for each row execute function app.record_of_correction();
    end if;
end $$;

-- ---- sealing: one transaction from here to record_sealed; a server that dies gives it back

create function record_claim() returns table (id uuid, meeting_id uuid, number integer, parent text, author_id uuid, author_name text, author_email text, contents jsonb)
language plpgsql security definer as $$
declare
    r app.meeting_record;
    m app.meeting;
begin
    select * into r from app.meeting_record x where x.state = 'queued' and x.try_at <= now() order by x.try_at limit 1 for update skip locked;
    if r.id is null then
        return;
    end if;
    select * into m from app.meeting x where x.id = r.meeting_id;
    r.interim := m.state <> 'closed'; -- it may have been closed since it was asked for
    return query select r.id, m.id, r.number, (select x.commit from app.meeting_record x where x.meeting_id = m.id and x.state = 'sealed' order by x.number desc limit 1),
            p.id, p.full_name, p.email, app.record_contents(m, r)
        from app.person p where p.id = r.asked_by;
end $$;

-- b: {commit, manifest, key, interim, parts: [{item_id, commit, commitment}]}
create function record_sealed(record uuid, b jsonb) returns void
language plpgsql security definer as $$
declare
    r app.meeting_record;
begin
    update app.meeting_record x set state = 'sealed', sealed_at = now(), commit = b ->> 'commit', manifest = b ->> 'manifest', key = b ->> 'key', interim = (b ->> 'interim')::boolean, problem = null
    where x.id = record_sealed.record and x.state = 'queued' returning * into r;
    if r.id is null then
        perform app.fail('wrong-state');
    end if;
    insert into app.meeting_record_part (record_id, item_id, commit, commitment)
    select r.id, (p ->> 'item_id')::uuid, p ->> 'commit', p ->> 'commitment' from jsonb_array_elements(b -> 'parts') p;
    perform app.audit('record-sealed', 'meeting', r.meeting_id, jsonb_build_object('number', r.number, 'commit', r.commit));
    perform app.meeting_bump(r.meeting_id, 'record');
end $$;

-- It is tried again, each time a little later.
create function record_failed(record uuid, problem text) returns void
language plpgsql security definer as $$
declare
    m uuid;
begin
    update app.meeting_record x set tries = x.tries + 1, problem = record_failed.problem, try_at = now() + least(interval '10 minutes', interval '5 seconds' * 2 ^ least(x.tries, 8))
    where x.id = record_failed.record and x.state = 'queued' returning x.meeting_id into m;
    perform app.meeting_bump(m, 'record');
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
