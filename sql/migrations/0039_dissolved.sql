-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A unit that is invited and will not be there any more on the day of the
-- meeting (A1, E6): those who look at the invitation are told, with the unit
-- that came in its place. Nobody is invited by that: who prepares decides.

set local search_path = app;

create or replace function invitees_of(m app.meeting) returns jsonb
language plpgsql stable set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    today date := app.today();
    held date := app.civil_date(m.starts_at);
    day date := least(today, held); -- A2: positions as they were on the day
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('principal_id', i.principal_id, 'kind', i.kind, 'name', coalesce(p.full_name, u.name),
            'detail', o.words, 'role', i.role,
            'dissolved_on', d.dissolved_on, 'successor', app.unit_named(s.unit_id, s.name, s.short_name)) order by i.role desc, i.position), '[]')
        from app.meeting_invitee i
        left join app.person p on p.id = i.principal_id
        left join lateral app.unit_name_on(i.principal_id, today) u on true
        left join app.unit d on d.id = i.principal_id and d.dissolved_on <= held
        left join lateral app.unit_name_on(d.successor_id, today) s on true
        left join lateral (
            select string_agg(t.name || ', ' || n.name, '; ' order by h.main desc, h.id) as words
            from app.position h
            join app.catalogue_entry t on t.id = h.title_id
            cross join lateral app.unit_name_on(h.unit_id, day) n
            where h.person_id = i.principal_id and h.held @> day) o on true
        where i.meeting_id = m.id);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
