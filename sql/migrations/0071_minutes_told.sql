-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who was in a meeting is told that its minutes wait for their words, and that
-- they are approved or corrected (G1, E6): in the bell and by mail. Of a
-- circle's minutes only the circle hears (rule 24).

set local search_path = app;

do $$
declare
    c record;
begin
    select x.conname, pg_get_constraintdef(x.oid) as def into c from pg_constraint x
    where x.conrelid = 'app.notice'::regclass and x.contype = 'c' and pg_get_constraintdef(x.oid) like '%meeting_soon%';
    execute format('alter table app.notice drop constraint %I', c.conname);
    execute format('alter table app.notice add constraint %I check (%s or kind in (''minutes_circulated'', ''minutes_approved''))', c.conname, regexp_replace(c.def, '^CHECK ', ''));
    -- in the functions as they stand: until when words are taken, whether they still are, where the mail leads to
    perform app.function_edit('meeting_notice_json', $w$'due_at', x.due_at,$w$, $w$'due_at', coalesce(d ->> 'until', x.due_at),$w$);
    perform app.function_edit('meeting_mail_facts', 'else true end;', $w$when n.kind = 'minutes_circulated' then exists (select from app.minutes y where y.id = (n.detail ->> 'minutes_id')::uuid and y.state = 'circulated'
                and (y.comments_until is null or y.comments_until > clock_timestamp()))
        else true end;$w$);
    perform app.function_edit('meeting_mail_facts', $w$then '/meetings/' || m.id else$w$, $w$then '/meetings/' || m.id || case when starts_with(n.kind, 'minutes_') then '/minutes' else '' end else$w$);
    perform app.function_edit('meeting_mail_wanted', $w$'sitting_dropped')$w$, $w$'sitting_dropped', 'minutes_circulated')$w$);
end $$;

create function notice_of_minutes() returns trigger
language plpgsql security definer as $$
begin
    perform app.notice_add(array(select t.person_id from app.notice_told t where t.meeting_id = new.meeting_id
            and (new.circle_id is null or t.person_id in (select p from app.persons_of(array[new.circle_id]) p))),
        'minutes_' || new.state, new.meeting_id, jsonb_strip_nulls(jsonb_build_object('minutes_id', new.id, 'circle_id', new.circle_id, 'reason', new.reason,
            'until', case new.state when 'circulated' then app.json_time(new.comments_until) end)));
    return null;
end $$;
create constraint trigger notice_of_minutes after update on minutes deferrable initially deferred for each row
    when (old.state <> new.state and new.state <> 'draft') execute function notice_of_minutes();

alter function meeting_notice_shown(notice, uuid[]) rename to agenda_notice_shown;
create function meeting_notice_shown(n app.notice, who uuid[]) returns boolean
language plpgsql stable security definer as $$
begin
    return app.agenda_notice_shown(n, who) and (not n.detail ? 'circle_id' or (n.detail ->> 'circle_id')::uuid = any (who));
end $$;

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
