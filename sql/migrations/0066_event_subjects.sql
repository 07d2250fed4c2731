-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who a session is and what its stream may follow, as before (0003, 0064) but
-- for the thousands that come back at once after a restart: one short statement
-- a subject instead of one over all kinds, and plans that are kept.

set local search_path = app;

alter function principals_of(uuid) set plan_cache_mode = force_generic_plan;
alter function session_open(text, text, boolean) set plan_cache_mode = force_generic_plan;

-- Those of the subjects that are there for the caller; the others, like those that do not exist, are left out. Runs under the policies.
create or replace function event_subjects(subjects jsonb) returns table (subject text, revision bigint)
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    thing uuid;
begin
    for subject in select distinct jsonb_array_elements_text(subjects) loop
        if subject !~ '^(meeting|document|person|follow):[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
            continue;
        end if;
        thing := split_part(subject, ':', 2)::uuid;
        revision := null;
        case split_part(subject, ':', 1)
            when 'meeting' then
                select m.revision into revision from app.meeting m where m.id = thing and app.meeting_seen(m);
            when 'document' then
                select d.revision into revision from app.document d where d.id = thing and d.readers && (select app.principals());
            when 'person' then
                if thing = app.me() then
                    revision := coalesce((select h.revision from app.home h where h.person_id = thing), 0);
                end if;
            else -- what everybody sees; the policy of follow leaves out what is presented of a restricted item
                select coalesce((select f.turn from app.follow f join app.agenda_item i on i.id = f.item_id where f.meeting_id = m.id and i.audience_id is null), 0) into revision
                from app.meeting m where m.id = thing and app.meeting_seen(m);
                if not found then
                    select coalesce((select f.turn from app.follow f where f.item_id = i.id), 0) into revision
                    from app.agenda_item i join app.meeting m on m.id = i.meeting_id and app.meeting_seen(m) where i.id = thing and i.audience_id is not null;
                end if;
        end case;
        if revision is not null then
            return next;
        end if;
    end loop;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
