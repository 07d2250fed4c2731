-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a person is in a meeting and what waits for their answer, as in 0020 but
-- asked through an index: with thousands of meetings and principals the list of
-- all that one is must not be walked for every row.

set local search_path = app;

create or replace function meeting_role_of(m app.meeting, self uuid, who uuid[]) returns setof text
language sql stable as $$
    select case
        when m.chair_id = self then 'chair'
        when exists (select from app.meeting_secretary s where s.meeting_id = m.id and s.person_id = self) then 'secretary'
        when m.author_id = self then 'author'
        when m.state = 'draft' then null
        when exists (select from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id = self) then 'substitute'
        else (select max(i.role) from app.meeting_invitee i where i.meeting_id = m.id and (i.principal_id in (select unnest(who))) is true)
    end
$$;

create or replace function home_to_answer() returns jsonb
language plpgsql stable security definer set plan_cache_mode = force_generic_plan set search_path = app, pg_temp as $$
declare
    self uuid := app.me();
    who uuid[] := app.principals();
    mine uuid[] := array(select u.id from app.unit u where u.id = any (who) and app.unit_named_for_by_me(u.id));
begin
    return (
        with m as materialized (
            select x.id, x.title, x.starts_at from app.meeting x where x.audience_id = any (who) and x.state = 'invited' and x.starts_at > now() - interval '1 day'
        )
        select coalesce(jsonb_agg(jsonb_build_object('meeting_id', m.id, 'title', m.title, 'starts_at', app.json_time(m.starts_at), 'what', x.what,
            'unit', app.unit_named(u.unit_id, u.name, u.short_name)) order by m.starts_at, m.id, x.what), '[]')
        from m
        cross join lateral (
            select 'answer' as what, null::uuid as unit_id
            where (exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = self)
                   or exists (select from app.unit_attendee a join app.meeting_invitee i on i.meeting_id = a.meeting_id and i.principal_id = a.unit_id
                              where a.meeting_id = m.id and a.person_id = self))
              and not exists (select from app.invitation_answer a where a.meeting_id = m.id and a.person_id = self)
            union all
            select 'name', i.principal_id from app.meeting_invitee i
            where i.meeting_id = m.id and i.kind = 'unit' and i.principal_id = any (mine)
              and not exists (select from app.unit_attendee a where a.meeting_id = m.id and a.unit_id = i.principal_id)
        ) x
        left join lateral app.unit_name_on(x.unit_id, app.today()) u on true);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
