-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Decisions on tasks (G2, rule 35): what was reported done is confirmed or
-- returned with a reason; longer time is asked with a reason and granted or
-- refused; a task is changed, chased, withdrawn. What was before is kept.

set local search_path = app;

-- The row locked, for one of those who gave it; null: it is not there for the caller.
create function task_lock_given(task uuid) returns app.task
language plpgsql security definer as $$
declare
    t app.task := app.task_lock(task);
begin
    if t.id is not null and not app.task_given_by_me(t) then
        perform app.fail('not-allowed');
    end if;
    return t;
end $$;

create function task_confirm(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock_given(task);
begin
    if t.id is null then
        return;
    end if;
    -- done on the day it was reported: how long the confirmation took is not the doers' lateness
    update app.task x set state = 'done', edit_version = x.edit_version + 1,
        done_on = (select app.civil_date(max(s.at)) from app.task_step s where s.task_id = x.id and s.kind = 'reported')
    where x.id = t.id and x.state = 'reported' returning * into t;
    if not found then
        perform app.fail('wrong-state');
    end if;
    perform app.task_steps_on(t, 'confirmed', b);
    perform app.task_notice_add(app.task_doers(t), 'task_confirmed', t, jsonb_build_object('words', app.text_or_null(b ->> 'words')));
    return next app.task_told(t);
end $$;

create function task_return(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock_given(task);
begin
    if t.id is null then
        return;
    end if;
    update app.task x set state = 'doing', edit_version = x.edit_version + 1,
        percent = coalesce((select s.percent from app.task_step s where s.task_id = x.id and s.kind = 'progress' order by s.id desc limit 1), 0)
    where x.id = t.id and x.state = 'reported' returning * into t;
    if not found then
        perform app.fail('wrong-state');
    end if;
    perform app.task_steps_on(t, 'returned', b);
    perform app.task_notice_add(app.task_doers(t), 'task_returned', t, jsonb_build_object('words', b ->> 'words'));
    return next app.task_told(t);
end $$;

create function task_extend(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock(task);
    until date := (b ->> 'until')::date;
begin
    if t.id is null then
        return;
    elsif not coalesce(app.task_done_by_me(t), false) then
        perform app.fail('not-allowed');
    elsif t.state not in ('assigned', 'doing') then
        perform app.fail('wrong-state');
    elsif until <= t.due_on or until < app.today() then
        perform app.fail('wrong-value', 'until', 'not after the due date');
    end if;
    insert into app.task_extension (task_id, asked_by, until, reason) values (t.id, app.me(), until, btrim(b ->> 'words')) on conflict do nothing;
    if not found then
        perform app.fail('duplicate', 'until', 'one waits for its answer');
    end if;
    perform app.task_steps_on(t, 'extension_asked', b - 'until', jsonb_build_object('due_on', t.due_on), jsonb_build_object('due_on', until));
    perform app.task_notice_add(app.task_givers(t), 'task_extension_asked', t, jsonb_build_object('words', b ->> 'words', 'until', until));
    return next app.task_told(t);
end $$;

create function task_extension_decide(task uuid, granted boolean, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock_given(task);
    e app.task_extension;
    before jsonb := jsonb_build_object('due_on', t.due_on);
begin
    if t.id is null then
        return;
    elsif t.state not in ('assigned', 'doing') then
        perform app.fail('wrong-state');
    end if;
    update app.task_extension x set state = case when granted then 'granted' else 'refused' end, decided_by = app.me(), decided_at = now(), answer = app.text_or_null(b ->> 'words')
    where x.task_id = t.id and x.state = 'asked' returning * into e;
    if e.id is null then
        perform app.fail('wrong-state');
    end if;
    if granted then
        -- the one who grants may give another day than was asked
        e.until := coalesce((b ->> 'until')::date, e.until);
        if e.until <= t.due_on or e.until < app.today() then
            perform app.fail('wrong-value', 'until', 'not after the due date');
        end if;
        update app.task x set due_on = e.until, edit_version = x.edit_version + 1 where x.id = t.id returning * into t;
    end if;
    perform app.task_steps_on(t, case when granted then 'extension_granted' else 'extension_refused' end, b - 'until', before, jsonb_build_object('due_on', t.due_on));
    perform app.task_notice_add(app.task_doers(t) || e.asked_by, case when granted then 'task_extension_granted' else 'task_extension_refused' end, t,
        jsonb_build_object('words', app.text_or_null(b ->> 'words'), 'until', e.until));
    return next app.task_told(t);
end $$;

create function task_extension_grant(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.task_extension_decide(task_extension_grant.task, true, b);
end $$;

create function task_extension_refuse(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.task_extension_decide(task_extension_refuse.task, false, b);
end $$;

-- Writes down what differs, tells those who have it now and those who had it.
create function task_changed(t app.task, was jsonb, doers uuid[], b jsonb) returns jsonb
language plpgsql security definer as $$
declare
    now_is jsonb := app.task_facts(t);
    keys text[] := array(select k from jsonb_object_keys(was) k where was -> k is distinct from app.task_facts(t) -> k);
    before jsonb; after jsonb;
    fresh uuid[];
begin
    if cardinality(keys) = 0 then
        return app.task_json(t.id);
    end if;
    select jsonb_object_agg(k, was -> k), jsonb_object_agg(k, now_is -> k) into before, after from unnest(keys) k;
    update app.task x set edit_version = x.edit_version + 1 where x.id = t.id returning * into t;
    perform app.task_steps_on(t, 'changed', jsonb_build_object('words', b ->> 'words'), before, after);
    fresh := array(select x from unnest(app.task_doers(t)) x where not x = any (doers));
    perform app.task_notice_add(fresh, 'task_given', t);
    perform app.task_notice_add(array(select x from unnest(app.task_doers(t) || array(select app.unit_speakers(t.lead_unit_id)) || doers) x where not x = any (fresh)), 'task_changed', t,
        jsonb_build_object('words', app.text_or_null(b ->> 'words')));
    return app.task_told(t, doers);
end $$;

create function task_change(task uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock_given(task);
    was jsonb; doers uuid[];
    c app.conclusion;
    due_before date := t.due_on;
begin
    if t.id is null then
        return;
    elsif t.state not in ('assigned', 'doing', 'reported') then
        perform app.fail('wrong-state');
    end if;
    perform app.check_edit(t.edit_version, given);
    was := app.task_facts(t);
    doers := app.task_doers(t);
    if b ? 'conclusion_id' then
        select * into c from app.conclusion x where x.id = (b ->> 'conclusion_id')::uuid and x.meeting_id = t.meeting_id and not x.draft;
        if c.id is null and b ->> 'conclusion_id' is not null then
            perform app.unknown('conclusion_id');
        end if;
        t.conclusion_id := c.id;
        t.item_id := case when c.id is null then t.item_id else c.item_id end;
    end if;
    t.title := coalesce(app.text_or_null(b ->> 'title'), t.title);
    t.description := case when b ? 'description' then app.text_or_null(b ->> 'description') else t.description end;
    t.lead_unit_id := coalesce((b ->> 'lead_unit_id')::uuid, t.lead_unit_id);
    t.person_id := case when b ? 'person_id' then (b ->> 'person_id')::uuid else t.person_id end;
    t.due_on := coalesce((b ->> 'due_on')::date, t.due_on);
    perform app.task_check(t, t.due_on <> due_before);
    update app.task x set conclusion_id = t.conclusion_id, item_id = t.item_id, title = t.title, description = t.description, lead_unit_id = t.lead_unit_id, person_id = t.person_id,
        due_on = t.due_on where x.id = t.id returning * into t;
    if nullif(b -> 'support_unit_ids', 'null') is not null then
        perform app.task_supports_set(t, b -> 'support_unit_ids');
    elsif exists (select from app.task_support s where s.task_id = t.id and s.unit_id = t.lead_unit_id) then
        delete from app.task_support s where s.task_id = t.id and s.unit_id = t.lead_unit_id; -- it leads now
    end if;
    return next app.task_changed(t, was, doers, b);
end $$;

-- The lead unit says who of it does the work.
create function task_name(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock(task);
    was jsonb; doers uuid[];
begin
    if t.id is null then
        return;
    elsif not (app.task_led_by_me(t) or app.task_given_by_me(t)) then
        perform app.fail('not-allowed');
    elsif t.state not in ('assigned', 'doing') then
        perform app.fail('wrong-state');
    end if;
    was := app.task_facts(t);
    doers := app.task_doers(t);
    t.person_id := (b ->> 'person_id')::uuid;
    perform app.task_check(t, false);
    update app.task x set person_id = t.person_id where x.id = t.id returning * into t;
    return next app.task_changed(t, was, doers, b);
end $$;

-- Once a day and task: who is chased hourly stops reading.
create function task_chase(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock_given(task);
    step uuid;
begin
    if t.id is null then
        return;
    elsif t.state not in ('assigned', 'doing') then
        perform app.fail('wrong-state');
    elsif t.chased_at > now() - interval '1 day' then
        perform app.fail('conflict', null, 'chased less than a day ago');
    end if;
    update app.task x set chased_at = now() where x.id = t.id returning * into t;
    step := app.task_steps_on(t, 'chased', b);
    perform app.task_notice_add(app.task_doers(t) || array(select app.unit_speakers(t.lead_unit_id)), 'task_chased', t, jsonb_build_object('words', app.text_or_null(b ->> 'words')), step::text);
    return next app.task_told(t);
end $$;

create function task_withdraw(task uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    t app.task := app.task_lock_given(task);
begin
    if t.id is null then
        return;
    end if;
    update app.task x set state = 'withdrawn', edit_version = x.edit_version + 1 where x.id = t.id and x.state in ('assigned', 'doing', 'reported') returning * into t;
    if not found then
        perform app.fail('wrong-state');
    end if;
    perform app.task_steps_on(t, 'withdrawn', b);
    perform app.task_notice_add(app.task_doers(t), 'task_withdrawn', t, jsonb_build_object('words', b ->> 'words'));
    return next app.task_told(t);
end $$;

-- who may run what

do $$ begin perform app.rights_close('{task_confirm, task_return, task_extend, task_extension_grant, task_extension_refuse, task_change, task_name, task_chase, task_withdraw}'); end $$;
