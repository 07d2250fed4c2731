-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The outbox of mail, and reminders (E6). A notice of someone who wants mail
-- puts a row here in its own transaction; a server takes the rows one by one.
-- A row holds no words until it was sent: they are made from what its reader
-- may see at that moment (rule 24). docs/mail.md says what follows from what.

set local search_path = app;

create table mail_choice (
    person_id uuid primary key references person,
    wanted text not null check (wanted in ('all', 'important', 'none')),
    language text not null check (language in ('vi', 'en'))
);

create table mail (
    id uuid primary key default uuid7(),
    notice_id uuid not null unique references notice on delete cascade,
    person_id uuid not null references person,
    meeting_id uuid not null references meeting on delete cascade,
    message_id text not null unique, -- the same at every attempt
    state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'dropped')),
    attempts integer not null default 0,
    unsure integer not null default 0, -- attempts of which nobody knows whether the message was taken
    queued_at timestamptz not null default clock_timestamp(),
    next_at timestamptz not null default clock_timestamp(),
    tried_at timestamptz,
    ended_at timestamptz,
    address text, -- it went to, or was refused for
    answer text, -- the mail server's last
    subject text, body text, -- as sent; emptied after a month
    constraint ended_has_time check ((ended_at is null) = (state in ('queued', 'sending')))
);
create index mail_waiting on mail (next_at, id) where state in ('queued', 'sending');
create index on mail (meeting_id);
create index on mail (person_id) where state = 'failed';

alter table mail_choice enable row level security;
alter table mail enable row level security;

-- Said by the server at its start: the domain of our Message-IDs; null: no mail is sent, and none is queued. Gives the name that mail comes from.
create function mail_configure(domain text) returns text
language plpgsql security definer as $$
begin
    delete from app.setting s where s.key = 'mail_domain' and domain is null;
    insert into app.setting (key, value) select 'mail_domain', domain where domain is not null on conflict (key) do update set value = excluded.value;
    return app.setting_get('organisation');
end $$;

create function mail_wanted(person uuid, what text) returns boolean
language plpgsql stable security definer as $$
begin
    return case coalesce((select c.wanted from app.mail_choice c where c.person_id = person), 'all')
        when 'all' then true
        when 'important' then what in ('invited', 'named', 'substitute', 'uninvited', 'changed', 'cancelled')
        else false end;
end $$;

create function mail_of_notice() returns trigger
language plpgsql security definer as $$
declare
    domain text := app.setting_get('mail_domain');
    letter uuid := app.uuid7();
begin
    if domain is not null and app.mail_wanted(new.person_id, new.kind)
        and exists (select from app.person p where p.id = new.person_id and p.state = 'active' and app.text_or_null(p.email) is not null) then
        insert into app.mail (id, notice_id, person_id, meeting_id, message_id, next_at) -- what others may join waits for them a little
        values (letter, new.id, new.person_id, new.meeting_id, letter || '@' || domain, clock_timestamp() + case when new.open_until is null then interval '0' else interval '1 minute' end);
    end if;
    return null;
end $$;
create trigger mail_of_notice after insert on notice for each row execute function mail_of_notice();

-- An address that was mended gets what the old one refused.
create function mail_of_address() returns trigger
language plpgsql security definer as $$
begin
    update app.mail x set state = 'queued', attempts = 0, next_at = clock_timestamp(), queued_at = clock_timestamp(), ended_at = null
    where x.person_id = new.id and x.state = 'failed' and exists (select from app.meeting m where m.id = x.meeting_id and m.starts_at > clock_timestamp());
    return null;
end $$;
create trigger mail_of_address after update on person for each row when (old.email is distinct from new.email and app.text_or_null(new.email) is not null)
    execute function mail_of_address();

-- ---- words of a mail

create function mail_time(at timestamptz, language text) returns text
language plpgsql stable security definer as $$
declare
    t timestamp := at at time zone app.zone();
begin
    if language = 'en' then
        return to_char(t, 'HH24:MI, FMDay, FMDD FMMonth YYYY');
    end if;
    return to_char(t, 'HH24 "giờ" MI "phút",') || ' ' || (array['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ Nhật'])[extract(isodow from t)]
        || to_char(t, '" ngày "DD" tháng "MM" năm "YYYY');
end $$;

-- What this mail's reader puts into their calendar: the meeting as they see it (rule 24), to be answered, or that it is off. Null: nothing, as for
-- those who only speak for a unit and are not asked themselves. Acts as the reader while it looks, as a feed does (0032).
create function mail_calendar(x app.mail, n app.notice, m app.meeting, who uuid[]) returns jsonb
language plpgsql security definer as $$
declare
    event jsonb;
begin
    if n.kind = 'uninvited' then -- takes away what an earlier mail brought, and tells nothing that was not known
        return (select jsonb_build_object('method', 'cancel', 'event', jsonb_build_object('id', m.id, 'title', n.detail ->> 'title', 'state', 'cancelled',
                'starts_at', extract(epoch from (n.detail ->> 'starts_at')::timestamptz)::bigint, 'sequence', c.sequence, 'host_id', m.id, 'host', app.setting_get('organisation'),
                'reader', jsonb_build_object('id', p.id, 'full_name', p.full_name, 'email', p.email)))
            from app.meeting_ical c join app.person p on p.id = n.person_id
            where c.meeting_id = m.id and exists (select from app.mail y join app.notice z on z.id = y.notice_id
                where y.person_id = n.person_id and y.meeting_id = m.id and y.state = 'sent'
                  and (z.kind in ('named', 'substitute') or (z.kind = 'invited' and not z.detail ? 'unit_id'))));
    elsif n.kind not in ('invited', 'named', 'substitute', 'changed', 'cancelled')
        or not exists (select from app.notice_told t where t.meeting_id = m.id and t.person_id = n.person_id and t.told_as <> 'unit') then
        return null;
    end if;
    perform set_config('app.person_id', n.person_id::text, true), set_config('app.principals', who::text, true);
    event := app.meetings_ical(array[m.id], true) -> 0;
    perform set_config('app.person_id', '', true), set_config('app.principals', '', true);
    return jsonb_build_object('method', case when m.state = 'cancelled' then 'cancel' else 'request' end, 'event', event);
end $$;

-- What the notice of this mail says now to its reader; null: there is nothing left to say.
create function mail_facts(x app.mail) returns jsonb
language plpgsql security definer as $$
declare
    n app.notice; m app.meeting; p app.person;
    who uuid[];
    j jsonb;
    lang text;
    timely boolean;
begin
    select * into n from app.notice y where y.id = x.notice_id;
    select * into m from app.meeting y where y.id = x.meeting_id;
    select * into p from app.person y where y.id = x.person_id;
    who := app.principals_of(p.id);
    timely := case
        when n.kind in ('invited', 'named', 'substitute', 'changed', 'item_added', 'papers_added', 'paper_newer') then m.state in ('invited', 'in_progress', 'paused')
        when n.kind = 'answer_wanted' then m.state = 'invited' and m.starts_at > clock_timestamp()
        when n.kind in ('meeting_tomorrow', 'meeting_soon') then m.state = 'invited' and m.starts_at > clock_timestamp() and n.occasion = app.reminder_occasion(m)
        when n.kind in ('papers_asked', 'papers_due', 'papers_overdue', 'paper_submitted', 'paper_returned') then app.meeting_is_open(m)
        else true end;
    if p.state <> 'active' or app.text_or_null(p.email) is null or not timely or not app.mail_wanted(p.id, n.kind) or not app.notice_shown(n, who) then
        return null;
    end if;
    j := app.notice_json(n, who);
    lang := coalesce((select c.language from app.mail_choice c where c.person_id = p.id), 'vi');
    return jsonb_build_object('id', x.id, 'kind', n.kind, 'language', lang, 'message_id', x.message_id, 'address', btrim(p.email), 'name', p.full_name,
        'organisation', app.setting_get('organisation'), 'title', j ->> 'meeting_title', 'when', app.mail_time((j ->> 'starts_at')::timestamptz, lang),
        'place', j ->> 'place', 'online', m.online and n.kind <> 'uninvited', 'chair', case when n.kind <> 'uninvited' then (select c.full_name from app.person c where c.id = m.chair_id) end,
        'host', case when n.kind <> 'uninvited' then (select u.name from app.unit_name_on(m.host_unit_id, app.civil_date(m.starts_at)) u) end,
        'by', j #>> '{by,full_name}', 'unit', j #>> '{unit,name}', 'reason', j ->> 'reason', 'declined', n.detail ->> 'answer' = 'declined',
        'substituted', n.detail ->> 'answer' = 'substituted', 'confirmed', n.detail ->> 'answer' = 'confirmed', 'substitute', j #>> '{substitute,full_name}',
        'when_before', app.mail_time((j ->> 'started_before')::timestamptz, lang), 'place_changed', n.detail ? 'place', 'place_before', nullif(j ->> 'place_before', ''),
        'due', app.mail_time((j ->> 'due_at')::timestamptz, lang), 'count', j -> 'count', 'several', (j ->> 'count')::int > 1,
        'parts', (select coalesce(jsonb_agg(distinct jsonb_build_object('item', concat_ws('. ', i.number, i.title), 'paper', f.subject)), '[]')
                  from app.notice_part y join app.agenda_item i on i.id = y.item_id left join app.paper q on q.id = y.paper_id left join app.document f on f.id = q.document_id
                  where y.notice_id = n.id and app.notice_part_shown(y, n.kind, who)),
        'path', case when n.kind = 'uninvited' then '/' when (j ->> 'meeting_seen')::boolean then '/meetings/' || m.id else '/paper-requests' end,
        'calendar', app.mail_calendar(x, n, m, who));
end $$;

-- ---- the sender's calls, as the owner

-- The next mail that is due, marked as being sent; null: none. Whoever sends one holds a lock on it to the end of the connection, so that one whose
-- sender was cut off is known and taken again at once, and one that is being sent is left alone.
create function mail_take() returns jsonb
language plpgsql security definer as $$
declare
    x app.mail;
    facts jsonb;
begin
    perform pg_advisory_unlock_all();
    for x in select * from app.mail m where m.state = 'sending' or (m.state = 'queued' and m.next_at <= clock_timestamp())
             order by m.next_at, m.id limit 20 for update skip locked loop
        continue when not pg_try_advisory_lock(hashtext('app.mail'), hashtext(x.id::text));
        update app.notice n set open_until = null where n.id = x.notice_id and n.open_until is not null; -- nothing joins it any more
        facts := app.mail_facts(x);
        if facts is null then
            update app.mail m set state = 'dropped', ended_at = clock_timestamp() where m.id = x.id;
            continue;
        end if;
        update app.mail m set state = 'sending', attempts = m.attempts + 1, unsure = m.unsure + (m.state = 'sending')::int, tried_at = clock_timestamp(),
            address = facts ->> 'address' where m.id = x.id;
        return facts || jsonb_build_object('attempt', x.attempts + 1);
    end loop;
    return null;
end $$;

-- outcome: sent, refused (for good), later (for this message), away (the server, for all), unsure (it may have been taken). Another attempt than the one
-- named has its own end.
create function mail_done(letter uuid, attempt integer, outcome text, answer text, pause_seconds integer, subject text, body text) returns boolean
language plpgsql security definer as $$
declare
    kept boolean;
begin
    update app.mail m set
        -- what is only put off is given up after five days, as mail servers do; while the server is away nothing is
        state = case when outcome = 'sent' then 'sent' when outcome = 'refused' or (outcome = 'later' and m.queued_at < clock_timestamp() - interval '5 days') then 'failed' else 'queued' end,
        ended_at = case when outcome in ('sent', 'refused') or (outcome = 'later' and m.queued_at < clock_timestamp() - interval '5 days') then clock_timestamp() end,
        next_at = clock_timestamp() + case when outcome = 'later' then least(interval '30 seconds' * power(2, least(m.attempts, 10)), interval '1 hour')
                                           else make_interval(secs => pause_seconds) end,
        unsure = m.unsure + (outcome = 'unsure')::int, answer = left(mail_done.answer, 500),
        subject = case when outcome = 'sent' then mail_done.subject end, body = case when outcome = 'sent' then mail_done.body end
    where m.id = letter and m.state = 'sending' and m.attempts = attempt;
    kept := found;
    perform pg_advisory_unlock(hashtext('app.mail'), hashtext(letter::text));
    return kept;
end $$;

-- ---- reminders

-- A meeting that was moved is another occasion.
create function reminder_occasion(m app.meeting) returns text
language sql immutable as $$ select extract(epoch from m.starts_at)::bigint::text $$;

-- All that is due at this moment and was not made yet. Each asks that its reader knew of the meeting when the occasion came.
create function reminders_make(at timestamptz) returns integer
language plpgsql security definer as $$
declare
    tz text := app.zone();
    made integer := 0;
    r record;
begin
    -- an unanswered invitation: two days after it was sent, and the day before at 8 in the morning
    for r in select m.id, e.person_id, e.unit_id, o.occasion
             from app.meeting m
             cross join lateral (
                 select x.person_id, null::uuid as unit_id from app.meeting_expected(m.id) x
                 where not exists (select from app.invitation_answer a where a.meeting_id = m.id and a.person_id = x.person_id)
                 union all
                 select s, i.principal_id from app.meeting_invitee i cross join lateral app.unit_speakers(i.principal_id) s
                 where i.meeting_id = m.id and i.kind = 'unit' and not exists (select from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = i.principal_id)
             ) e
             join app.notice_told t on t.meeting_id = m.id and t.person_id = e.person_id
             cross join lateral (values
                 ('sent' || extract(epoch from t.told_at)::bigint, t.told_at + interval '2 days'),
                 (app.reminder_occasion(m), ((app.civil_date(m.starts_at, tz) - 1) + time '08:00') at time zone tz)) o (occasion, since)
             where m.state = 'invited' and m.starts_at > at and o.since <= at and o.since > at - interval '1 day' and t.told_at <= o.since
             order by e.person_id, o.since loop
        made := made + app.notice_add(array[r.person_id], 'answer_wanted', r.id, jsonb_strip_nulls(jsonb_build_object('unit_id', r.unit_id)), occasion => r.occasion);
    end loop;
    -- it begins: the day before at 16:00, and an hour before
    for r in select m.id, t.person_id, o.kind, app.reminder_occasion(m) as occasion
             from app.meeting m
             join app.notice_told t on t.meeting_id = m.id
             cross join lateral (values
                 ('meeting_tomorrow', ((app.civil_date(m.starts_at, tz) - 1) + time '16:00') at time zone tz, app.dawn(app.civil_date(m.starts_at, tz))),
                 ('meeting_soon', m.starts_at - interval '1 hour', m.starts_at)) o (kind, since, until)
             where m.state = 'invited' and o.since <= at and at < o.until and t.told_at <= o.since
               and not exists (select from app.invitation_answer a where a.meeting_id = m.id and a.person_id = t.person_id and a.answer <> 'confirmed')
               and (t.told_as <> 'unit' or exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.kind = 'unit' and t.person_id in (select app.unit_speakers(i.principal_id))
                    and not exists (select from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = i.principal_id)))
             order by t.person_id, o.since loop
        made := made + app.notice_add(array[r.person_id], r.kind, r.id, occasion => r.occasion);
    end loop;
    -- papers asked for and not there: a day before, and once after
    for r in select m.id, i.id as item_id, o.kind, i.id || '/' || extract(epoch from i.papers_due_at)::bigint as occasion, o.since,
                    array(select app.unit_speakers(i.presenting_unit_id)) || case when o.kind = 'papers_overdue' then app.preparers_of(m) else '{}' end as persons
             from app.agenda_item i
             join app.meeting m on m.id = i.meeting_id
             cross join lateral (values ('papers_due', i.papers_due_at - interval '1 day', i.papers_due_at), ('papers_overdue', i.papers_due_at, m.starts_at)) o (kind, since, until)
             where i.papers_due_at is not null and m.state in ('draft', 'invited') and o.since <= at and at < o.until
               and not exists (select from app.paper p where p.item_id = i.id and p.submitted_by is not null and p.state <> 'returned')
             order by m.id, i.id loop
        made := made + app.notice_add(array(
            select p from unnest(r.persons) p where not exists (select from app.notice n join app.notice_part y on y.notice_id = n.id
                where n.person_id = p and n.kind = 'papers_asked' and y.item_id = r.item_id and n.created_at > r.since)), r.kind, r.id, '{}', r.item_id, occasion => r.occasion);
    end loop;
    return made;
end $$;

-- What one server does each minute for all.
create function reminder_tick() returns integer
language plpgsql security definer as $$
begin
    if not pg_try_advisory_xact_lock(hashtext('app.reminders')) then
        return 0;
    end if;
    update app.mail m set subject = null, body = null where m.body is not null and m.ended_at < clock_timestamp() - interval '30 days';
    return app.reminders_make(clock_timestamp());
end $$;

-- ---- calls

create function mail_choice_get() returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('on', app.setting_get('mail_domain') is not null, 'address', app.text_or_null(p.email),
        'wanted', coalesce(c.wanted, 'all'), 'language', coalesce(c.language, 'vi'))
        from app.person p left join app.mail_choice c on c.person_id = p.id where p.id = app.me());
end $$;

create function mail_choice_set(b jsonb) returns jsonb
language plpgsql security definer as $$
begin
    insert into app.mail_choice (person_id, wanted, language) values (app.me(), b ->> 'wanted', b ->> 'language')
    on conflict (person_id) do update set wanted = excluded.wanted, language = excluded.language;
    return app.mail_choice_get();
end $$;

-- For those who prepare it: how many mails went, and whom of those told nobody has reached: no address, refused or waiting long, and the notice unread.
create function meeting_mail_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_mail_get.meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    elsif not app.meeting_prepared_by_me(m) then
        perform app.fail('not-allowed');
    end if;
    return query select jsonb_build_object('on', app.setting_get('mail_domain') is not null,
        'sent', (select count(*) from app.mail x where x.meeting_id = m.id and x.state = 'sent'),
        'waiting', (select count(*) from app.mail x where x.meeting_id = m.id and x.state in ('queued', 'sending')),
        'unreached', (
            select coalesce(jsonb_agg(jsonb_build_object('person', app.person_named(p.id, p.full_name), 'why', u.why, 'address', u.address, 'answer', u.answer,
                'tried_at', app.json_time(u.tried_at)) order by p.full_name collate "vi-x-icu", p.id), '[]')
            from (
                select distinct on (n.person_id) n.person_id, x.address, x.answer, x.tried_at,
                    case when x.state = 'failed' then 'refused' when x.id is not null then 'waiting' else 'no-address' end as why
                from app.notice n
                join app.notice_told t on t.meeting_id = n.meeting_id and t.person_id = n.person_id
                join app.person p on p.id = n.person_id
                left join app.mail x on x.notice_id = n.id
                where n.meeting_id = m.id and n.kind in ('invited', 'named', 'substitute', 'changed') and n.read_at is null and app.setting_get('mail_domain') is not null
                  and not exists (select from app.invitation_answer a where a.meeting_id = m.id and a.person_id = n.person_id)
                  and (x.state = 'failed' or (x.state in ('queued', 'sending') and x.queued_at < clock_timestamp() - interval '15 minutes')
                       or (x.id is null and app.text_or_null(p.email) is null))
                order by n.person_id, n.id desc
            ) u join app.person p on p.id = u.person_id));
end $$;

do $$ begin perform app.rights_close('{mail_choice_get, mail_choice_set, meeting_mail_get}'); end $$;
