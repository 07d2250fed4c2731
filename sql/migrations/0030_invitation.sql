-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The invitation as a paper (giấy mời, E6; Decree 30/2020/NĐ-CP): what a
-- meeting does not know and the paper must say (number, who signs and by whose
-- authority, place of issue), the facts that its template is filled with, and
-- the installation's own wordings of such templates. The template's original
-- and the drawing are the program's.
--
-- Rule 24: on an invitation stands what its receiver may see, whoever has it
-- printed; without a receiver, what everybody invited may see.

set local search_path = app;

create table meeting_invitation (
    meeting_id uuid primary key references meeting on delete cascade,
    number text check (number <> ''), -- null: left blank, to be written in by the registry
    symbol text check (symbol <> ''),
    signer_id uuid references person,
    authority text check (authority in ('TM', 'KT', 'TM_KT', 'TL', 'TUQ', 'Q')),
    acts_for text check (acts_for <> ''), -- whose place is taken: 'Chủ tịch'
    place_name text check (place_name <> ''),
    note text check (note <> ''),
    answer_by date,
    issued_on date, -- null: left blank, as the number
    changed_at timestamptz not null default now(),
    edit_version bigint not null default 1
);

create table word_template (
    name text not null check (name ~ '^[a-z-]+$'),
    language text not null check (language in ('vi', 'en')),
    body text not null check (body <> ''),
    changed_by uuid references person,
    changed_at timestamptz not null default now(),
    edit_version bigint not null default 1,
    primary key (name, language)
);

do $$
declare t text;
begin
    foreach t in array array['meeting_invitation', 'word_template'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "who prepares a meeting sees how its invitation is signed" on meeting_invitation for select to nghisu_app
    using (exists (select from meeting m where m.id = meeting_id and meeting_prepared_by_me(m)));
create policy "who administers sees the wordings" on word_template for select to nghisu_app using (has_role('system_admin'));

-- ---- words

-- The decree's dates: days of one figure and the months 1 and 2 have a 0 before them.
create function date_words(day date) returns text
language sql stable as $$
    select 'ngày ' || to_char(day, 'DD') || ' tháng ' || case when extract(month from day) < 3 then to_char(day, 'MM') else to_char(day, 'FMMM') end
        || ' năm ' || to_char(day, 'YYYY')
$$;

create function clock_words(at timestamp) returns text
language sql stable as $$ select to_char(at, 'HH24') || ' giờ ' || to_char(at, 'MI') || ' phút' $$;

create function weekday_words(at timestamp) returns text
language sql stable as $$
    select (array['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'])[extract(isodow from at)::integer]
$$;

-- From when to when, in words.
create function span_words(starts timestamp, ends timestamp) returns text
language sql stable as $$
    select case
        when ends is null then app.clock_words(starts) || ', ' || app.weekday_words(starts) || ', ' || app.date_words(starts::date)
        when ends::date = starts::date then 'từ ' || app.clock_words(starts) || ' đến ' || app.clock_words(ends) || ', ' || app.weekday_words(starts) || ', '
            || app.date_words(starts::date)
        else 'từ ' || app.clock_words(starts) || ', ' || app.weekday_words(starts) || ', ' || app.date_words(starts::date) || ' đến '
            || app.clock_words(ends) || ', ' || app.weekday_words(ends) || ', ' || app.date_words(ends::date)
    end
$$;

-- The post one holds that day, the main one first.
create function post_on(person uuid, day date) returns table (title text, unit_id uuid, unit_name text)
language plpgsql stable security definer as $$
begin
    return query
        select t.name, h.unit_id, n.name
        from app.position h
        join app.catalogue_entry t on t.id = h.title_id
        cross join lateral app.unit_name_on(h.unit_id, day) n
        where h.person_id = post_on.person and h.held @> day
        order by h.main desc, h.id limit 1;
end $$;

-- "Trần Văn Bình, Phó Giám đốc Sở Khoa học và Công nghệ"; a "Chánh Văn phòng" of a "Văn phòng …" says it once.
create function person_titled(person uuid, day date) returns text
language plpgsql stable security definer as $$
begin
    return (select p.full_name || coalesce((
            select ', ' || regexp_replace(o.title || ' ' || o.unit_name, '(Văn phòng) Văn phòng ', '\1 ') from app.post_on(p.id, day) o), '')
            from app.person p where p.id = person_titled.person);
end $$;

-- The agency a unit belongs to on a day: itself, or the nearest above it; null when there is none.
create function agency_on(unit uuid, day date) returns uuid
language plpgsql stable security definer as $$
declare
    at uuid := unit;
begin
    for i in 1 .. 50 loop
        if at is null or exists (select from app.unit u where u.id = at and u.is_agency) then
            return at;
        end if;
        at := (select n.parent_id from app.unit_name_on(at, day) n);
    end loop;
    return null;
end $$;

-- ---- the card of those who prepare

-- Who issues the invitation: the host unit's agency, else the chair's, else the author's.
create function invitation_issuer(m app.meeting, day date) returns uuid
language plpgsql stable security definer as $$
declare
    host uuid := coalesce(m.host_unit_id, (select o.unit_id from app.post_on(m.chair_id, day) o), (select o.unit_id from app.post_on(m.author_id, day) o));
begin
    return coalesce(app.agency_on(host, day), host);
end $$;

create function invitation_day(m app.meeting, i app.meeting_invitation) returns date
language sql stable as $$ select coalesce(i.issued_on, least(app.today(), app.civil_date(m.starts_at))) $$;

create function invitation_paper_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    i app.meeting_invitation;
    day date;
    issuer uuid;
    named app.unit_period;
begin
    select * into i from app.meeting_invitation x where x.meeting_id = m.id;
    day := app.invitation_day(m, i);
    issuer := app.invitation_issuer(m, day);
    select * into named from app.unit_name_on(issuer, day);
    return jsonb_build_object('number', i.number, 'symbol', i.symbol, 'signer', app.person_ref(i.signer_id), 'authority', i.authority, 'acts_for', i.acts_for,
        'place_name', i.place_name, 'note', i.note, 'answer_by', i.answer_by, 'issued_on', i.issued_on, 'edit_version', coalesce(i.edit_version, 0),
        'issuer', app.unit_named(issuer, named.name, named.short_name), 'usual_symbol', 'GM' || coalesce('-' || named.symbol, ''),
        'usual_place', (select x.place_name from app.meeting_invitation x join app.meeting o on o.id = x.meeting_id
                        where o.host_unit_id = m.host_unit_id and x.place_name is not null order by x.changed_at desc limit 1));
end $$;

create function invitation_paper_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.invitation_paper_json(m) from app.meeting m where m.id = invitation_paper_get.meeting and app.meeting_prepared_by_me(m);
end $$;

create function invitation_paper_set(meeting uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting;
    held bigint;
    signer uuid := (b ->> 'signer_id')::uuid;
begin
    select * into m from app.meeting x where x.id = invitation_paper_set.meeting and app.meeting_prepared_by_me(x) for update;
    if m.id is null then
        return;
    end if;
    held := coalesce((select x.edit_version from app.meeting_invitation x where x.meeting_id = m.id), 0);
    perform app.check_edit(held, given);
    if signer is not null and not exists (select from app.person p where p.id = signer) then
        perform app.unknown('signer_id');
    elsif b ->> 'authority' in ('TL', 'TUQ') and app.text_or_null(b ->> 'acts_for') is null then
        perform app.fail('missing-field', 'acts_for', 'by whose order or mandate');
    elsif b ->> 'authority' is not null and signer is null then
        perform app.fail('missing-field', 'signer_id', 'an authority is somebody''s');
    end if;
    insert into app.meeting_invitation as x (meeting_id, number, symbol, signer_id, authority, acts_for, place_name, note, answer_by, issued_on)
    values (m.id, app.text_or_null(b ->> 'number'), app.text_or_null(b ->> 'symbol'), signer, b ->> 'authority', app.text_or_null(b ->> 'acts_for'),
            app.text_or_null(b ->> 'place_name'), app.text_or_null(b ->> 'note'), (b ->> 'answer_by')::date, (b ->> 'issued_on')::date)
    on conflict (meeting_id) do update set number = excluded.number, symbol = excluded.symbol, signer_id = excluded.signer_id,
        authority = excluded.authority, acts_for = excluded.acts_for, place_name = excluded.place_name, note = excluded.note,
        answer_by = excluded.answer_by, issued_on = excluded.issued_on, changed_at = now(), edit_version = x.edit_version + 1;
    perform app.audit('invitation-paper-changed', 'meeting', m.id, b);
    return next app.invitation_paper_json(m);
end $$;

-- ---- the paper

-- What stands over the signer's name, a line each (form.md).
create function signature_titles(authority text, title text, acts_for text, issuer text) returns jsonb
language plpgsql immutable as $$
declare
    head text := coalesce(acts_for, regexp_replace(title, '^phó\s+', '', 'i'));
    body text := regexp_replace(issuer, '^(ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân)\s.*$', '\1', 'i'); -- of which place, its head says
begin
    return to_jsonb(array_remove(case authority
        when 'TM' then array['TM. ' || body, title]
        when 'KT' then array['KT. ' || head, title]
        when 'TM_KT' then array['TM. ' || body, 'KT. ' || head, title]
        when 'TL' then array['TL. ' || acts_for, title]
        when 'TUQ' then array['TUQ. ' || acts_for, title]
        when 'Q' then array['Q. ' || title]
        else array[title]
    end, null));
end $$;

-- Everybody or one of them: the receiver's principals, by which items are told; null: none that is restricted.
create function invitation_items(m app.meeting, receiver uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    who uuid[] := case when exists (select from app.person p where p.id = receiver) then app.principals_of(receiver)
                       when receiver is not null then array[receiver] else '{}' end;
begin
    return (
        with seen as (
            select i.* from app.items_seen(m.id) i
            where i.audience_id is null
               or exists (select from app.audience_member a where a.audience_id = i.audience_id and a.principal_id = any (who))
               or (m.published_at is null and exists (
                    select from app.item_circle c join app.agenda_item x on x.id = c.item_id
                    where x.audience_id = i.audience_id and c.principal_id = any (who)))
        ), placed as (
            select s.*, row_number() over (partition by s.parent_id order by s.position) as place, row_number() over (order by s.position) = 1 as first from seen s
        )
        select coalesce(jsonb_agg(jsonb_build_object('number', coalesce(i.number, coalesce(p.place || '.', '') || i.place), 'title', i.title,
            'sub', i.parent_id is not null, 'first', i.first, 'unit', u.name, 'papers', coalesce(l.papers, '[]')) order by i.position), '[]')
        from placed i
        left join placed p on p.id = i.parent_id
        left join lateral app.unit_name_on(i.presenting_unit_id, app.civil_date(m.starts_at)) u on true
        left join lateral (
            select jsonb_agg(d.subject order by x.position, x.id) as papers
            from app.paper x join app.document d on d.id = x.document_id where x.item_id = i.id and x.state = 'approved') l on true
        where i.parent_id is null or p.id is not null);
end $$;

-- Whom the caller's own invitation is for: themselves, or the unit of theirs that is invited.
create function invitation_mine(m app.meeting) returns uuid
language plpgsql stable security definer as $$
begin
    return coalesce(
        (select i.principal_id from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = app.me()),
        (select i.principal_id from app.meeting_invitee i where i.meeting_id = m.id and i.kind = 'unit' and i.principal_id = any (app.principals())
         order by array_position(app.principals(), i.principal_id) limit 1),
        app.me());
end $$;

create function invitation_facts(m app.meeting, receiver uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    i app.meeting_invitation;
    day date;
    tz text := app.zone();
    issuer app.unit_period;
    above app.unit_period;
    post record;
    room text := (select r.name from app.catalogue_entry r where r.id = m.room_id);
begin
    select * into i from app.meeting_invitation x where x.meeting_id = m.id;
    day := app.invitation_day(m, i);
    select * into issuer from app.unit_name_on(app.invitation_issuer(m, day), day);
    select * into above from app.unit_name_on(app.agency_on(issuer.parent_id, day), day);
    select * into post from app.post_on(i.signer_id, day);
    return jsonb_build_object(
        'parent', above.name, 'issuer', issuer.name,
        'number', i.number, 'symbol', coalesce(i.symbol, 'GM' || coalesce('-' || issuer.symbol, '')),
        'place_name', i.place_name, 'issued_on', app.date_words(i.issued_on), 'year', to_char(coalesce(i.issued_on, day), 'YYYY'),
        'title', m.title, 'description', m.description,
        'receiver', coalesce(app.person_titled(receiver, day), (select n.name from app.unit_name_on(receiver, day) n)),
        'chair', app.person_titled(m.chair_id, day),
        'time', app.span_words(m.starts_at at time zone tz, m.ends_at at time zone tz),
        'place', nullif(concat_ws(', ', room, m.place), ''), 'online', m.online,
        'members', (select coalesce(jsonb_agg(coalesce(app.person_titled(x.principal_id, day), (select n.name from app.unit_name_on(x.principal_id, day) n))
                        order by x.position), '[]') from app.meeting_invitee x where x.meeting_id = m.id and x.role = 'member'),
        'guests', (select coalesce(jsonb_agg(coalesce(app.person_titled(x.principal_id, day), (select n.name from app.unit_name_on(x.principal_id, day) n))
                        order by x.position), '[]') from app.meeting_invitee x where x.meeting_id = m.id and x.role = 'guest'),
        'items', app.invitation_items(m, receiver),
        'papers', exists (select from jsonb_array_elements(app.invitation_items(m, receiver)) x where x -> 'papers' <> '[]'),
        'note', i.note, 'answer_by', app.date_words(i.answer_by),
        'signature', coalesce(app.signature_titles(i.authority, post.title, i.acts_for, issuer.name), '[]'),
        'signer', (select p.full_name from app.person p where p.id = i.signer_id));
end $$;

-- The facts, the installation's own wording (null: the original), and the time that stands in the file. No row: not there for the caller.
create function invitation_get(meeting uuid, receiver uuid) returns table (facts jsonb, body text, made_at text)
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean;
begin
    select * into m from app.meeting x where x.id = invitation_get.meeting and app.meeting_seen(x);
    prepares := app.meeting_prepared_by_me(m);
    if m.id is null or (m.published_at is null and not prepares) then
        return;
    end if;
    if not prepares then
        if receiver is distinct from app.invitation_mine(m) and receiver is not null then
            return; -- another's invitation is not there
        end if;
        receiver := app.invitation_mine(m);
    elsif receiver is not null and not exists (select from app.meeting_invitee x where x.meeting_id = m.id and x.principal_id = receiver)
        and not exists (select from app.meeting_expected(m.id) e where e.person_id = receiver) then
        perform app.unknown('to');
    end if;
    return query select app.invitation_facts(m, receiver), (select w.body from app.word_template w where w.name = 'invitation' and w.language = 'vi'),
        to_char(coalesce(m.published_at, m.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
end $$;

-- ---- wordings

-- The installation's own; the originals are the program's.
create function word_template_list() returns setof app.word_template
language plpgsql stable security definer as $$
begin
    perform app.require_role('system_admin');
    return query select * from app.word_template w order by w.name, w.language;
end $$;

create function word_template_set(name text, given bigint, b jsonb) returns setof app.word_template
language plpgsql security definer as $$
begin
    perform app.require_role('system_admin');
    perform pg_advisory_xact_lock(hashtext('app.word_template'));
    perform app.check_edit(coalesce((select w.edit_version from app.word_template w where w.name = word_template_set.name and w.language = 'vi'), 0), given);
    return query insert into app.word_template as w (name, language, body, changed_by) values (word_template_set.name, 'vi', b ->> 'body', app.me())
        on conflict on constraint word_template_pkey do update set body = excluded.body, changed_by = excluded.changed_by, changed_at = now(),
            edit_version = w.edit_version + 1
        returning w.*;
    perform app.audit('word-template-changed', 'word-template', null, jsonb_build_object('name', word_template_set.name));
end $$;

-- Back to the original.
create function word_template_reset(name text) returns boolean
language plpgsql security definer as $$
begin
    perform app.require_role('system_admin');
    delete from app.word_template w where w.name = word_template_reset.name;
    if found then
        perform app.audit('word-template-reset', 'word-template', null, jsonb_build_object('name', word_template_reset.name));
    end if;
    return true;
end $$;

-- Whether the caller may try a wording out.
create function word_template_may() returns boolean
language plpgsql stable security definer as $$
begin
    perform app.require_role('system_admin');
    return true;
end $$;

do $$ begin perform app.rights_close('{invitation_paper_get, invitation_paper_set, invitation_get, word_template_list, word_template_set, word_template_reset, word_template_may}'); end $$;
