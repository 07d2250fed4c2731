-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A series once it is made: told, moved and taken away from one of it on; and
-- the rules of a meeting type, among them whom a member may send (rule 23).
-- Tables and the making of series are in 0028.

set local search_path = app;

-- ---- a series: this one of it and the following

create function series_of(meeting uuid) returns uuid
language sql stable as $$ select p.series_id from app.meeting_series_place p where p.meeting_id = meeting $$;

create function series_json(m app.meeting) returns jsonb
language plpgsql stable security definer as $$
declare
    series uuid := app.series_of(m.id);
begin
    return (select jsonb_build_object('every', (select s.every from app.meeting_series s where s.id = series), 'items', coalesce(jsonb_agg(jsonb_build_object(
            'id', x.id, 'title', x.title, 'starts_at', app.json_time(x.starts_at), 'state', x.state, 'may_edit', x.state = 'draft' and app.meeting_prepared_by_me(x))
            order by x.starts_at, x.id), '[]'))
        from app.meeting_series_place p join app.meeting x on x.id = p.meeting_id where p.series_id = series and app.meeting_seen(x));
end $$;

create function series_get(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.series_json(m) from app.meeting m where m.id = meeting and app.meeting_seen(m);
end $$;

-- Does this to the drafts of the series from this one on; what is published, or another's, stays and is told of. b null: deletes them.
create function series_act(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock(meeting);
    x app.meeting;
    tz text := app.zone();
    goes timestamptz := coalesce((b ->> 'starts_at')::timestamptz, m.starts_at);
    shift integer := app.civil_date(goes, tz) - app.civil_date(m.starts_at, tz);
    at timestamptz;
    changes jsonb;
    touched integer := 0; kept jsonb := '[]';
begin
    if m.id is null then
        return;
    elsif app.series_of(m.id) is null then
        perform app.fail('wrong-state', null, 'not one of a series');
    elsif b = '{}' then
        perform app.fail('missing-field', 'starts_at');
    elsif (b ->> 'ends_at')::timestamptz <= goes then
        perform app.fail('wrong-value', 'ends_at', 'not after starts_at');
    end if;
    for x in select s.* from app.meeting_series_place p join app.meeting s on s.id = p.meeting_id
             where p.series_id = app.series_of(m.id) and (s.starts_at, s.id) >= (m.starts_at, m.id) and app.meeting_seen(s) order by s.starts_at, s.id for update of s loop
        if x.state <> 'draft' or not app.meeting_prepared_by_me(x) then
            kept := kept || jsonb_build_object('id', x.id, 'title', x.title, 'starts_at', app.json_time(x.starts_at), 'why', case when x.state = 'draft' then 'not-allowed' else 'wrong-state' end);
            continue;
        end if;
        touched := touched + 1;
        if b is null then
            perform app.meeting_delete(x.id);
            continue;
        end if;
        changes := b - '{starts_at, ends_at}'::text[];
        if b ?| '{starts_at, ends_at}' then
            at := (app.civil_date(x.starts_at, tz) + shift + (goes at time zone tz)::time) at time zone tz;
            changes := changes || jsonb_build_object('starts_at', at, 'ends_at', at + coalesce((b ->> 'ends_at')::timestamptz - goes, x.ends_at - x.starts_at));
            -- papers are asked for as long before as they were
            update app.agenda_item i set papers_due_at = ((i.papers_due_at at time zone tz) + make_interval(days => shift)) at time zone tz
            where i.meeting_id = x.id and i.papers_due_at is not null and shift <> 0;
        end if;
        perform app.meeting_change(x.id, null, changes);
    end loop;
    return next jsonb_build_object('changed', touched, 'untouched', kept);
end $$;

create function series_change(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.series_act(meeting, b);
end $$;

create function series_delete(meeting uuid) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.series_act(meeting, null);
end $$;

-- ---- rules of a meeting type

create function type_rules_get(entry uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select jsonb_build_object('substitutes', coalesce(r.substitutes, 'agency'), 'substitute_votes', coalesce(r.substitute_votes, false),
            'edit_version', coalesce(r.edit_version, 0))
        from app.catalogue_entry e left join app.meeting_type_rule r on r.type_id = e.id where e.id = entry and e.catalogue = 'meeting-type';
end $$;

create function type_rules_set(entry uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    perform from app.catalogue_entry e where e.id = entry and e.catalogue = 'meeting-type' for update;
    if not found then
        return;
    end if;
    perform app.require_role('system_admin');
    perform app.check_edit((select (j ->> 'edit_version')::bigint from app.type_rules_get(entry) j), given);
    insert into app.meeting_type_rule as r (type_id, substitutes, substitute_votes) values (entry, b ->> 'substitutes', (b ->> 'substitute_votes')::boolean)
    on conflict (type_id) do update set substitutes = excluded.substitutes, substitute_votes = excluded.substitute_votes, edit_version = r.edit_version + 1;
    perform app.audit('meeting-type-rules-set', 'meeting-type', entry, b);
    return query select app.type_rules_get(entry);
end $$;

-- Rule 23: whom a member may send: an active colleague, who is not expected anyway and stands in for nobody else. The type of
-- the meeting says of where: of the member's agency, of a unit in which they hold a position (or below it), or that nobody is sent.
create or replace function substitute_problem(m app.meeting, person uuid, substitute uuid) returns text
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
    rule text := coalesce((select r.substitutes from app.meeting_type_rule r where r.type_id = m.type_id), 'agency');
begin
    if rule = 'none' then
        return 'not-allowed';
    elsif substitute is null or not exists (select from app.person p where p.id = substitute and p.state = 'active') then
        return 'unknown-reference';
    elsif substitute = person or substitute = m.chair_id or exists (select from app.meeting_secretary s where s.meeting_id = m.id and s.person_id = substitute)
        or exists (select from app.meeting_expected(m.id) e where e.person_id = substitute)
        or exists (select from app.invitation_answer a where a.meeting_id = m.id and a.substitute_id = substitute and a.person_id <> person) then
        return 'conflict';
    elsif not exists (select from app.unit u where u.id = any (app.principals_of(person)) and u.id = any (app.principals_of(substitute))
                      and (rule = 'agency' or exists (select from app.position h where h.person_id = person and h.unit_id = u.id and h.held @> app.today()))) then
        return 'wrong-value';
    end if;
    return null;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{series_get, series_change, series_delete, type_rules_get, type_rules_set}'); end $$;
