-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A unit that has named nobody, and whose people are at the door: they can be
-- named while the meeting is on too (E5, F1), by who speaks for the unit or by
-- who steers the meeting. Who is recorded as present is not taken off that way
-- (rule 22); votes that are open keep their list (rule 29).

set local search_path = app;

-- The row locked, for one who sees it, while people may be named; null when it is not there for the caller.
create function meeting_lock_naming(meeting uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select * into m from app.meeting x where x.id = meeting_lock_naming.meeting and app.meeting_seen(x) for update;
    if m.id is not null and m.state not in ('invited', 'in_progress', 'paused') then
        perform app.fail('wrong-state');
    end if;
    return m;
end $$;

-- Before the meeting it is the unit's own affair.
create function unit_named_by_me(m app.meeting, unit uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return app.unit_named_for_by_me(unit) or (m.state in ('in_progress', 'paused') and app.meeting_steered_by_me(m)
        and exists (select from app.meeting_invitee i where i.meeting_id = m.id and i.principal_id = unit and i.kind = 'unit'));
end $$;

-- The functions as they stand, with another lock and another question.
do $$
begin
    perform app.function_edit('unit_attendees_set', 'app.meeting_lock_invited(meeting)', 'app.meeting_lock_naming(meeting)');
    perform app.function_edit('unit_attendees_set', 'not app.unit_named_for_by_me(unit)', 'not app.unit_named_by_me(m, unit)');
    perform app.function_edit('unit_attendees_set', 'before := array(', $w$if m.state <> 'invited' and exists (select from app.unit_attendee a join app.attendance h on h.meeting_id = m.id and h.person_id = a.person_id
        where a.meeting_id = m.id and a.unit_id = unit and h.state in ('room', 'online') and not a.person_id in (select x::uuid from jsonb_array_elements_text(b -> 'person_ids') x)) then
        perform app.fail('conflict', 'person_ids', 'who is present stays');
    end if;
    before := array($w$);
    perform app.function_edit('colleague_list', 'not app.unit_named_for_by_me(unit)', 'not app.unit_named_by_me(m, unit)');
    perform app.function_edit('my_units_json', $w$m.state = 'invited'$w$, $w$m.state in ('invited', 'in_progress', 'paused')$w$);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
