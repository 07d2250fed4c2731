-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who is no longer of a meeting that is on (taken off the list, the unit names
-- another, the substitute is withdrawn) has the floor no more (rules 25, 26):
-- their speech is ended with the time they had, what they wait for is
-- withdrawn, what they present is ended. Else their clock would run on in the
-- minutes, and the meeting could not end.

set local search_path = app;

-- For migrations: a function as it stands, with one passage of its body in other words. It must be there, or the migration stops.
create function function_edit(name text, old text, new text) returns void
language plpgsql as $$
declare
    was text := (select pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'app'::regnamespace and p.proname = name);
begin
    if was is null or position(old in was) = 0 then
        raise exception '% is not as it was', name;
    end if;
    execute replace(was, old, new);
end $$;

create function floor_leave(meeting uuid) returns void
language plpgsql security definer as $$
declare
    m app.meeting;
    s app.speech;
    f app.follow;
    stay uuid[];
begin
    select * into m from app.meeting x where x.id = floor_leave.meeting;
    if m.state not in ('in_progress', 'paused') then
        return;
    end if;
    stay := array(select d.stands_id from app.meeting_mandates(m.id) d where d.stands_id is not null);
    for s in select * from app.speech x where x.meeting_id = m.id and x.state in ('waiting', 'speaking', 'stopped') and not x.person_id = any (stay) order by x.id loop
        if s.state = 'waiting' then
            update app.speech x set state = 'withdrawn', ended_at = now() where x.id = s.id returning * into s;
        else
            perform app.speech_ended(m.id);
            select * into s from app.speech x where x.id = s.id;
        end if;
        perform app.speech_done(s, 'speech-' || s.state);
    end loop;
    -- who prepares the meeting may present without a seat in it
    stay := stay || array(select a.principal_id from app.audience_member a where a.audience_id = m.preparers_id);
    delete from app.follow_presenter p where p.meeting_id = m.id and not p.person_id = any (stay);
    delete from app.follow x where x.meeting_id = m.id and not x.person_id = any (stay) returning * into f;
    if f.meeting_id is not null then
        perform app.audit('follow-stopped', 'meeting', m.id, jsonb_build_object('item_id', f.item_id, 'paper_id', f.paper_id));
        perform app.follow_told(m, f.item_id, null);
    end if;
end $$;

-- The function as it stands goes on under another name; its body names itself.
do $$ begin
    execute (select regexp_replace(pg_get_functiondef(p.oid), '\mmeeting_audience_sync\M', 'meeting_audiences_set', 'g')
             from pg_proc p where p.pronamespace = 'app'::regnamespace and p.proname = 'meeting_audience_sync');
end $$;

create or replace function meeting_audience_sync(meeting uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    perform app.meeting_audiences_set(meeting);
    perform app.floor_leave(meeting);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
