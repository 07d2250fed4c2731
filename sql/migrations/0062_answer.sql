-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What an act in a running meeting answers, and what its event carries, with
-- thousands of members. Who asks with "Prefer: return=minimal" is answered with
-- the change itself, as every member's page gets it, instead of the meeting,
-- the roll or the floor whole: that was most of the time until the act was
-- committed and the others heard of it. And the event says what changed, so
-- that no page has to ask.

set local search_path = app;

-- ---- the answer

-- As in 0001; and remembered for the act's own answer. app.answer is set for one transaction by the server, by the request's own word.
create or replace function publish_event(subject text, revision bigint, kind text, patch jsonb default null) returns void
language plpgsql set search_path = app, pg_temp as $$
declare
    notice text := jsonb_build_object('subject', subject, 'revision', revision, 'kind', kind, 'patch', patch)::text;
begin
    if octet_length(notice) > 7900 then
        notice := jsonb_build_object('subject', subject, 'revision', revision, 'kind', kind, 'patch', null)::text;
    end if;
    perform pg_notify('nghisu_event', notice);
    if starts_with(subject, 'meeting:') then
        perform set_config('app.told', notice, true);
    end if;
end $$;

-- What this transaction told of the meeting, when that is answer enough; null: answer whole.
create function told_instead(meeting uuid) returns jsonb
language plpgsql stable as $$
declare
    told text := current_setting('app.told', true);
begin
    if current_setting('app.answer', true) is distinct from 'minimal' or coalesce(told, '') = '' or told::jsonb ->> 'subject' <> 'meeting:' || meeting then
        return null;
    end if;
    return told::jsonb;
end $$;

-- The functions as they stand go on under another name; their bodies name themselves.
do $$
declare
    f record;
begin
    for f in select * from (values ('meeting_json', 'meeting_whole_json'), ('roll_json', 'roll_whole_json'), ('floor_json', 'floor_whole_json'),
                                   ('meeting_step_patch', 'meeting_step_patch_alone')) x (was, now) loop
        execute (select regexp_replace(pg_get_functiondef(p.oid), '\m' || f.was || '\M', f.now, 'g') from pg_proc p where p.pronamespace = 'app'::regnamespace and p.proname = f.was);
    end loop;
end $$;

create or replace function meeting_json(meeting uuid) returns jsonb
language plpgsql stable set search_path = app, pg_temp as $$ begin return coalesce(app.told_instead(meeting), app.meeting_whole_json(meeting)); end $$;

create or replace function roll_json(m app.meeting) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$ begin return coalesce(app.told_instead(m.id), app.roll_whole_json(m)); end $$;

create or replace function floor_json(m app.meeting) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$ begin return coalesce(app.told_instead(m.id), app.floor_whole_json(m)); end $$;

-- ---- a step says of the roll what it changes: who is there for the item that is on now, and the quorum where that made a difference (rule 24: of a
-- restricted item nothing; its circle asks)

create or replace function meeting_step_patch(meeting uuid, touched uuid[]) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    m app.meeting;
    item uuid;
    apart jsonb;
begin
    select * into m from app.meeting x where x.id = meeting;
    item := (select i.id from app.agenda_item i where i.id = m.current_item_id and i.audience_id is null);
    apart := coalesce((select jsonb_object_agg(a.person_id, a.present) from app.item_attendance a where a.item_id = item), '{}');
    return app.meeting_step_patch_alone(meeting, touched) || jsonb_build_object('roll', jsonb_build_object('apart', apart) ||
        case when exists (select from app.item_attendance a join app.agenda_item i on i.id = a.item_id where i.id = any (touched || item) and i.audience_id is null)
            then jsonb_build_object('quorum', app.quorum_json(m, item)) else '{}' end);
end $$;

-- Rule 33, as in 0041, for all in one pass.
create or replace function quorum_json(m app.meeting, item uuid) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    share text := coalesce((select r.quorum from app.roll r where r.meeting_id = m.id), 'half');
    total integer; present integer; guests integer;
begin
    select count(*) filter (where x.role <> 'guest'), count(*) filter (where x.role <> 'guest' and x.here), count(*) filter (where x.role = 'guest' and x.here)
    into total, present, guests
    from (select d.role, coalesce(i.present, a.state in ('room', 'online'), false) as here
          from app.meeting_mandates(m.id) d
          left join app.attendance a on a.meeting_id = m.id and a.person_id = d.stands_id
          left join app.item_attendance i on i.item_id = item and i.person_id = d.stands_id) x;
    return jsonb_build_object('share', share, 'total', total, 'present', present, 'needed', app.quorum_needed(share, total),
        'met', present >= app.quorum_needed(share, total), 'guests', guests);
end $$;

-- ---- the floor: the event brings the entries and queues that this act changed, to be put in their place

create or replace function speech_json(s app.speech) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return jsonb_build_object('id', s.id, 'item_id', s.item_id, 'queue', s.queue, 'is_order', s.is_order, 'person', app.person_ref(s.person_id), 'asked', app.person_ref(s.asked_id),
        'topic', s.topic, 'state', s.state, 'place', s.place, 'since', app.json_time(s.since), 'spent_ms', s.spent_ms, 'registered_at', app.json_time(s.registered_at));
end $$;

-- What this transaction wrote, of what all who see the meeting may see (rule 24). Null: nothing yet, so that pages ask.
create function floor_patch(meeting uuid) returns jsonb
language plpgsql stable security definer as $$
declare
    mine xid := pg_current_xact_id_if_assigned()::xid;
    speeches jsonb := (select jsonb_agg(app.speech_json(s) order by s.ended_at nulls last, s.id) from app.speech s
        where s.meeting_id = meeting and s.xmin = mine and (s.item_id is null or exists (select from app.agenda_item i where i.id = s.item_id and i.audience_id is null)));
    queues jsonb := (select jsonb_agg(jsonb_build_object('queue', d.queue, 'state', d.state, 'list_closed', d.list_closed, 'present_only', d.present_only, 'minutes_each', d.minutes_each))
        from app.desk d where d.meeting_id = meeting and d.xmin = mine);
begin
    if speeches is null and queues is null then
        return null;
    end if;
    return jsonb_build_object('speeches', coalesce(speeches, '[]'), 'queues', coalesce(queues, '[]'));
end $$;

create or replace function floor_bump(meeting uuid, item uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare
    apart uuid := (select i.audience_id from app.agenda_item i where i.id = item);
begin
    if apart is null then
        perform app.meeting_bump(meeting, 'floor', app.floor_patch(meeting));
    else
        perform app.circle_bump(meeting, apart);
    end if;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
