-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is told of votes: who is entitled, the count, the result, and to whom
-- each is told (rules 11, 24, 29 to 33). The two functions that know where
-- ballots lie, vote_count and vote_voted, are the seam for secret votes; all else
-- is the same for both.

set local search_path = app;

alter table meeting_type_rule add column vote_words text not null default 'agree' check (vote_words in ('agree', 'approve'));

create or replace function type_rules_get(entry uuid) returns setof jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return query select jsonb_build_object('substitutes', coalesce(r.substitutes, 'agency'), 'substitute_votes', coalesce(r.substitute_votes, false),
            'vote_words', coalesce(r.vote_words, 'agree'), 'edit_version', coalesce(r.edit_version, 0))
        from app.catalogue_entry e left join app.meeting_type_rule r on r.type_id = e.id where e.id = entry and e.catalogue = 'meeting-type';
end $$;

create or replace function type_rules_set(entry uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    perform from app.catalogue_entry e where e.id = entry and e.catalogue = 'meeting-type' for update;
    if not found then
        return;
    end if;
    perform app.require_role('system_admin');
    perform app.check_edit((select (j ->> 'edit_version')::bigint from app.type_rules_get(entry) j), given);
    insert into app.meeting_type_rule as r (type_id, substitutes, substitute_votes, vote_words)
    values (entry, b ->> 'substitutes', (b ->> 'substitute_votes')::boolean, coalesce(b ->> 'vote_words', 'agree'))
    on conflict (type_id) do update set substitutes = excluded.substitutes, substitute_votes = excluded.substitute_votes,
        vote_words = coalesce(b ->> 'vote_words', r.vote_words), edit_version = r.edit_version + 1;
    perform app.audit('meeting-type-rules-set', 'meeting-type', entry, b);
    return query select app.type_rules_get(entry);
end $$;

-- ---- who is entitled (rule 30)

create function vote_seen(v app.vote) returns boolean
language plpgsql stable security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = v.meeting_id;
    return m.id is not null and app.meeting_seen(m) and (select app.item_seen(i) from app.agenda_item i where i.id = v.item_id)
        and (v.state <> 'created' or v.ready_asked_at is not null or app.meeting_prepared_by_me(m));
end $$;

-- The seats of those who are not guests; of a restricted item those of its circle. may: a substitute only where the meeting's type says so (rule 23).
create function vote_seats(v app.vote) returns table (person_id uuid, unit_id uuid, stands_id uuid, may boolean, ord integer)
language plpgsql stable security definer as $$
declare
    m app.meeting;
    apart uuid := (select i.audience_id from app.agenda_item i where i.id = v.item_id);
    inside uuid[];
    substitutes boolean;
begin
    select * into m from app.meeting x where x.id = v.meeting_id;
    substitutes := coalesce((select r.substitute_votes from app.meeting_type_rule r where r.type_id = m.type_id), false);
    if apart is not null then
        inside := array(select app.persons_of(array[apart]));
    end if;
    return query select d.person_id, d.unit_id, d.stands_id, d.person_id is not null and (d.substitute_id is null or substitutes), d.ord
        from app.meeting_mandates(v.meeting_id) d where d.role <> 'guest' and (apart is null or d.stands_id = any (inside));
end $$;

-- Mandates that have voted. Of a secret vote: that have received a paper.
create function vote_voted(v app.vote) returns setof uuid
language plpgsql stable security definer as $$
begin
    return query select b.person_id from app.ballot b where b.vote_id = v.id;
end $$;

create function vote_voted_by(v app.vote, voter uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return exists (select from app.vote_mandate d join app.vote_voted(v) x on x = d.person_id where d.vote_id = v.id and d.voter_id = voter);
end $$;

-- {voted, valid, invalid, blank, counts: [{option_id, count}]}, as it stands.
create function vote_count(v app.vote) returns jsonb
language plpgsql stable security definer as $$
begin
    return (
        with said as (select x.option_id, count(*) as n from app.ballot b cross join unnest(b.option_ids) x (option_id) where b.vote_id = v.id group by x.option_id),
        whole as (select count(*) as n from app.ballot b where b.vote_id = v.id)
        select jsonb_build_object('voted', w.n, 'valid', w.n, 'invalid', 0, 'blank', 0, 'counts',
            (select coalesce(jsonb_agg(jsonb_build_object('option_id', o.id, 'count', coalesce(s.n, 0)) order by o.position), '[]')
             from app.vote_option o left join said s on s.option_id = o.id where o.vote_id = v.id))
        from whole w);
end $$;

-- What a secret vote does besides, at these two moments: at closing with the vote's row locked, before the count. An open vote does nothing.
create function vote_opening(v app.vote) returns void
language plpgsql security definer as $$
begin
    if v.secret then
        perform app.fail('conflict', 'secret', 'secret votes are not held here');
    end if;
end $$;

create function vote_closing(v app.vote) returns void
language plpgsql security definer as $$
begin
    null;
end $$;

-- ---- the result (rule 33): whole numbers only

create function vote_needed(majority text, base integer) returns integer
language sql immutable as $$
    select greatest(1, case majority when 'half' then base / 2 + 1 when 'two_thirds' then (2 * base + 2) / 3 when 'three_quarters' then (3 * base + 3) / 4 else base end)
$$;

-- Of those voting: all who gave a ballot, abstentions and other opinions too. Who has voted counts as present also if they left before it closed. Asked
-- at closing, when of the mandates those are left that were entitled.
create function vote_result(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    done uuid[] := array(select app.vote_voted(v));
    c jsonb := app.vote_count(v);
    members integer; present integer; entitled integer; base integer; need integer; enough boolean;
begin
    -- whose seat is no more since it opened still belongs to this vote (rule 29)
    with seat as materialized (select * from app.vote_seats(v)),
    whole as (
        select s.person_id, s.stands_id from seat s
        union all
        select d.person_id, d.voter_id from app.vote_mandate d where d.vote_id = v.id and not exists (select from seat s where s.person_id = d.person_id)
    )
    select count(*), count(*) filter (where w.person_id = any (done) or app.attendance_present(v.meeting_id, v.item_id, w.stands_id)) into members, present from whole w;
    select count(*) into entitled from app.vote_mandate d where d.vote_id = v.id;
    base := case v.majority_of when 'voting' then (c ->> 'voted')::integer when 'present' then present else members end;
    need := app.vote_needed(v.majority, base);
    enough := present >= app.quorum_needed(v.quorum, members);
    return c || jsonb_build_object('members', members, 'present', present, 'entitled', entitled,
        'counts', (select coalesce(jsonb_agg(x || jsonb_build_object('reached', enough and (x ->> 'count')::integer >= need) order by ord), '[]')
                   from jsonb_array_elements(c -> 'counts') with ordinality t (x, ord)),
        'quorum', jsonb_build_object('share', v.quorum, 'total', members, 'present', present, 'needed', app.quorum_needed(v.quorum, members), 'met', enough),
        'majority', jsonb_build_object('share', v.majority, 'of', v.majority_of, 'base', base, 'needed', need),
        'passed', case when v.method = 'approve' then enough and coalesce((
            select (x ->> 'count')::integer >= need from jsonb_array_elements(c -> 'counts') x
            join app.vote_option o on o.id = (x ->> 'option_id')::uuid and o.meaning = 'for'), false) end);
end $$;

-- ---- replies

-- Rule 11: the version it is on, and whether that is still the one that lies before the meeting.
create function vote_paper_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('id', p.id, 'document_id', d.id, 'version', coalesce(v.version, p.version), 'page', v.page, 'subject', d.subject,
                'newer', v.version is not null and (p.version > v.version or exists (select from app.version n where n.document_id = d.id and n.number > v.version
                                                                                      and n.readers && (select app.principals()))))
            from app.document d left join app.paper p on p.id = v.paper_id
            where d.id = coalesce(v.document_id, p.document_id) and d.readers && (select app.principals()));
end $$;

-- What everybody who sees it may know; the count so far only while it is a live one, the result only when it is published.
create function vote_public_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    c jsonb := case when v.state in ('open', 'paused') then app.vote_count(v) end;
begin
    return jsonb_build_object('id', v.id, 'item_id', v.item_id, 'position', v.position, 'title', v.title, 'method', v.method, 'words', v.words, 'secret', v.secret,
        'most_choices', v.most_choices, 'majority', v.majority, 'majority_of', v.majority_of, 'quorum', v.quorum, 'live_counts', v.live_counts, 'state', v.state,
        'options', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'label', o.label, 'meaning', o.meaning) order by o.position), '[]') from app.vote_option o where o.vote_id = v.id),
        'ready_asked_at', app.json_time(v.ready_asked_at),
        'ready', case when v.state = 'created' and v.ready_asked_at is not null then (select count(*) from app.vote_ready r where r.vote_id = v.id) end,
        'opened_at', app.json_time(v.opened_at), 'closed_at', app.json_time(v.closed_at), 'published_at', app.json_time(v.published_at),
        'voted', c -> 'voted', 'counts', case when v.live_counts and not v.secret then nullif(c -> 'counts', 'null') end,
        'result', case when v.state = 'published' then v.result end, 'edit_version', v.edit_version);
end $$;

-- Why the caller does not vote; null when they may. Of the mandates as they were at opening.
create function vote_why_not(v app.vote) returns text
language plpgsql stable security definer as $$
declare
    m app.meeting;
begin
    if exists (select from app.vote_mandate d where d.vote_id = v.id and d.voter_id = app.me()) then
        return case when not app.attendance_present(v.meeting_id, v.item_id, app.me()) then 'absent' end;
    end if;
    select * into m from app.meeting x where x.id = v.meeting_id;
    return case
        when exists (select from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id = app.me()) then 'substitute'
        when exists (select from app.invitation_answer a where a.meeting_id = m.id and a.person_id = app.me() and a.answer = 'substituted') then 'substituted'
        when not exists (select from app.meeting_mandates(m.id) d where d.person_id = app.me()) then 'not-member'
        when exists (select from app.meeting_mandates(m.id) d where d.person_id = app.me() and d.role = 'guest') then 'guest'
        else 'late'
    end;
end $$;

create function vote_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean; steers boolean; runs boolean;
begin
    select * into m from app.meeting x where x.id = v.meeting_id;
    prepares := app.meeting_prepared_by_me(m);
    steers := app.meeting_steered_by_me(m);
    runs := v.state in ('open', 'paused');
    return app.vote_public_json(v) || jsonb_build_object('paper', app.vote_paper_json(v),
        'ready_mine', exists (select from app.vote_ready r where r.vote_id = v.id and r.person_id = app.me()),
        'entitled', case when prepares and runs then (select count(*) from app.vote_mandate d where d.vote_id = v.id
                         and (app.attendance_present(v.meeting_id, v.item_id, d.voter_id) or d.person_id in (select app.vote_voted(v)))) end,
        'mine', (select coalesce(jsonb_agg(jsonb_build_object('mandate', app.person_ref(d.person_id), 'own', d.person_id = d.voter_id, 'voted', coalesce(d.voted, b.vote_id is not null),
                    'option_ids', b.option_ids, 'words', b.words, 'at', app.json_time(b.at)) order by d.ord, d.person_id), '[]')
                 from app.vote_mandate d left join app.ballot b on b.vote_id = d.vote_id and b.person_id = d.person_id
                 where d.vote_id = v.id and d.voter_id = app.me()),
        'why_not', case when v.state <> 'created' then app.vote_why_not(v) end,
        'result', case when v.state = 'published' or (v.state = 'closed' and prepares) then v.result end,
        'may', jsonb_build_object('edit', prepares and v.state = 'created' and app.meeting_is_open(m), 'ready', steers and v.state = 'created' and m.state = 'in_progress',
            'open', steers and v.state = 'created' and m.state = 'in_progress' and not exists (select from app.vote x where x.meeting_id = m.id and x.state in ('open', 'paused')),
            'pause', steers and v.state = 'open', 'resume', steers and v.state = 'paused' and m.state = 'in_progress', 'close', steers and runs, 'publish', steers and v.state = 'closed'));
end $$;

-- Everybody who was entitled, with what they chose: to all when it is published, to who prepares it when it is closed. While it runs who prepares it
-- is told who has not voted yet, and nobody what (rule 32).
create function vote_mandates_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean;
    shown boolean;
    done uuid[];
    day date;
begin
    select * into m from app.meeting x where x.id = v.meeting_id;
    prepares := app.meeting_prepared_by_me(m);
    shown := v.state = 'published' or (v.state = 'closed' and prepares);
    if v.state = 'created' or not (shown or prepares) then
        return null;
    end if;
    done := case when v.closed_at is null then array(select app.vote_voted(v)) end;
    day := least(app.today(), app.civil_date(m.starts_at));
    return (select coalesce(jsonb_agg(jsonb_build_object('person', app.person_ref(d.person_id), 'unit', app.unit_named(u.unit_id, u.name, u.short_name),
                'voter', case when d.voter_id <> d.person_id then app.person_ref(d.voter_id) end, 'voted', coalesce(d.voted, d.person_id = any (done)),
                'option_ids', case when shown then b.option_ids end, 'words', case when shown then b.words end) order by d.ord, u.name collate "vi-x-icu", p.full_name collate "vi-x-icu"), '[]')
            from app.vote_mandate d
            join app.person p on p.id = d.person_id
            left join app.ballot b on b.vote_id = d.vote_id and b.person_id = d.person_id
            left join lateral app.unit_name_on(d.unit_id, day) u on true
            where d.vote_id = v.id);
end $$;

-- only 'live': what a member's screen needs, which is what runs, what one is asked to be ready for, and the last that was published.
create function votes_json(m app.meeting, only_these text) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('revision', m.revision, 'at', app.json_time(clock_timestamp()),
        'may_prepare', app.meeting_prepared_by_me(m) and app.meeting_is_open(m), 'prepares', app.meeting_prepared_by_me(m),
        'words', coalesce((select r.vote_words from app.meeting_type_rule r where r.type_id = m.type_id), 'agree'),
        'quorum', coalesce((select r.quorum from app.roll r where r.meeting_id = m.id), 'half'),
        'items', (select coalesce(jsonb_agg(app.vote_json(v) order by i.position, v.position), '[]')
                  from app.items_seen(m.id) i join app.vote v on v.item_id = i.id
                  where (v.state <> 'created' or v.ready_asked_at is not null or app.meeting_prepared_by_me(m))
                    and (only_these is distinct from 'live' or v.state in ('open', 'paused') or (v.state = 'created' and v.ready_asked_at is not null)
                         or v.id = (select x.id from app.vote x join app.items_seen(m.id) s on s.id = x.item_id where x.state = 'published' order by x.published_at desc limit 1))));
end $$;

create function vote_list(meeting uuid, only_these text) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.votes_json(m, only_these) from app.meeting m where m.id = vote_list.meeting and app.meeting_seen(m);
end $$;

create function vote_get(vote uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.vote_json(v) || jsonb_build_object('meeting_id', v.meeting_id, 'mandates', app.vote_mandates_json(v)) from app.vote v where v.id = vote_get.vote and app.vote_seen(v);
end $$;

-- ---- its register (0044)

create function vote_register(vote uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    v app.vote;
    m app.meeting;
    i app.agenda_item;
begin
    select * into v from app.vote x where x.id = vote_register.vote and app.vote_seen(x);
    select * into m from app.meeting x where x.id = v.meeting_id;
    if m.id is null then
        return;
    elsif v.state <> 'published' and not (v.state = 'closed' and app.meeting_prepared_by_me(m)) then
        perform app.fail('wrong-state');
    end if;
    select * into i from app.agenda_item x where x.id = v.item_id;
    return query select app.register_head(m) || jsonb_build_object('vote', v.title, 'item', coalesce(i.number || '. ', '') || i.title, 'secret', v.secret, 'passed', v.result -> 'passed',
        'quorum_met', v.result #> '{quorum,met}', 'majority', v.majority, 'majority_of', v.majority_of, 'quorum', v.quorum,
        'members', v.result ->> 'members', 'present', v.result ->> 'present', 'entitled', v.result ->> 'entitled', 'voted', v.result ->> 'voted',
        'invalid', v.result ->> 'invalid', 'blank', v.result ->> 'blank', 'base', v.result #>> '{majority,base}', 'needed', v.result #>> '{majority,needed}',
        'quorum_needed', v.result #>> '{quorum,needed}',
        'paper', (select jsonb_build_object('subject', j ->> 'subject', 'version', j -> 'version', 'page', j -> 'page') from app.vote_paper_json(v) j where j is not null),
        'opened', app.register_time(v.opened_at), 'closed', app.register_time(v.closed_at),
        'counts', (select coalesce(jsonb_agg(jsonb_build_object('label', o.label, 'count', c ->> 'count', 'reached', c -> 'reached') order by o.position), '[]')
                   from jsonb_array_elements(v.result -> 'counts') c join app.vote_option o on o.id = (c ->> 'option_id')::uuid),
        'rows', (select jsonb_agg(jsonb_build_object('who', r #>> '{person,full_name}', 'unit', r #>> '{unit,name}', 'by', r #>> '{voter,full_name}', 'voted', r -> 'voted', 'words', r ->> 'words',
                    'choice', (select string_agg(o.label, '; ' order by o.position) from app.vote_option o where o.vote_id = v.id and (r -> 'option_ids') ? o.id::text)) order by ord)
                 from jsonb_array_elements(app.vote_mandates_json(v)) with ordinality t (r, ord)));
end $$;

-- who may run what

do $$ begin perform app.rights_close('{vote_list, vote_get, vote_register}'); end $$;
