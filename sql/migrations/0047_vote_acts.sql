-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Votes prepared, opened, held and closed (F5; rules 22, 24, 25, 29 to 33).
--
-- Who locks what: an act locks its meeting, then the vote for update. A ballot
-- locks the vote for key share and nothing of the meeting: ballots do not wait
-- for each other, closing waits for those on their way, and one that comes
-- after finds it closed (rule 31). What ballots change is told by vote_tick.

set local search_path = app;

-- ---- what is told

-- To all who see it what they need without asking; what is only prepared is told to nobody but that something was.
create function vote_told(v app.vote, action text, detail jsonb default '{}') returns setof jsonb
language plpgsql security definer as $$
declare
    apart uuid := (select i.audience_id from app.agenda_item i where i.id = v.item_id);
begin
    perform app.audit(action, 'meeting', v.meeting_id, jsonb_build_object('vote_id', v.id, 'item_id', v.item_id) || detail);
    if apart is not null then
        perform app.circle_bump(v.meeting_id, apart);
    else
        perform app.meeting_bump(v.meeting_id, 'vote', case when v.state = 'created' and v.ready_asked_at is null then jsonb_build_object('prepared', v.id) else
            jsonb_build_object('vote', app.vote_public_json(v)) end);
    end if;
    return query select app.vote_get(v.id);
end $$;

-- Counts that changed since they were last told, each meeting's once a tick, in the order of locks. Returns whether anything may still change.
create function vote_tick() returns boolean
language plpgsql security definer as $$
declare
    one uuid;
    v app.vote;
    apart uuid;
    now_so jsonb;
    runs boolean := false;
begin
    if not pg_try_advisory_xact_lock(hashtext('vote_tick')) then
        return true; -- another machine does it
    end if;
    for one in select x.id from app.vote x where x.state in ('open', 'paused') or (x.state = 'created' and x.ready_asked_at is not null) order by x.id loop
        runs := true;
        select * into v from app.vote x where x.id = one;
        now_so := app.vote_tally(v);
        if now_so is not distinct from v.told then
            continue;
        end if;
        perform from app.meeting m where m.id = v.meeting_id for update;
        select * into v from app.vote x where x.id = v.id for no key update; -- ballots hold it for key share, and do not wait
        now_so := app.vote_tally(v);
        if now_so is null or now_so is not distinct from v.told then
            continue; -- it ended, or another machine told it
        end if;
        update app.vote x set told = now_so where x.id = v.id;
        select i.audience_id into apart from app.agenda_item i where i.id = v.item_id;
        if apart is not null then
            perform app.circle_bump(v.meeting_id, apart);
        else
            perform app.meeting_bump(v.meeting_id, 'vote', now_so);
        end if;
    end loop;
    return runs;
end $$;

create function vote_tally(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    j jsonb := app.vote_public_json(v);
begin
    return case when v.state in ('open', 'paused') or (v.state = 'created' and v.ready_asked_at is not null)
        then jsonb_build_object('vote_id', v.id, 'voted', j -> 'voted', 'counts', j -> 'counts', 'ready', j -> 'ready') end;
end $$;

-- ---- preparing (rule 29: only while created)

-- The vote locked, of a meeting locked before it, for one who prepares or, when steered is asked for, who steers. Null: not there for the caller.
create function vote_lock(vote uuid, steered boolean) returns app.vote
language plpgsql security definer as $$
declare
    v app.vote;
    m app.meeting;
begin
    select * into v from app.vote x where x.id = vote_lock.vote;
    if v.id is null or not app.vote_seen(v) then
        return null;
    end if;
    m := case when steered then app.meeting_lock_steered(v.meeting_id) else app.meeting_lock(v.meeting_id) end;
    select * into v from app.vote x where x.id = v.id for update;
    return v;
end $$;

create function vote_lock_created(vote uuid) returns app.vote
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, false);
begin
    if v.id is not null and (v.state <> 'created' or not (select app.meeting_is_open(m) from app.meeting m where m.id = v.meeting_id)) then
        perform app.fail('wrong-state');
    end if;
    return v;
end $$;

-- Writes what the whole body says into the row, and its options anew.
create function vote_write(v app.vote, b jsonb) returns app.vote
language plpgsql security definer as $$
declare
    labels jsonb := coalesce(nullif(b -> 'options', 'null'), '[]');
    n integer := jsonb_array_length(labels);
    how text := b ->> 'method';
    saying text := case when how = 'approve' then b ->> 'words' end;
    hidden boolean := coalesce((b ->> 'secret')::boolean, false);
begin
    if how = 'approve' and n > 0 then
        perform app.fail('conflict', 'options', 'an approval has its own words');
    elsif how <> 'approve' and n < 2 then
        perform app.fail('missing-field', 'options', 'two at least');
    elsif (select count(distinct lower(btrim(x))) from jsonb_array_elements_text(labels) x) < n then
        perform app.fail('duplicate', 'options');
    elsif how = 'choose_several' and b ->> 'most_choices' is null then
        perform app.fail('missing-field', 'most_choices');
    elsif how = 'choose_several' and (b ->> 'most_choices')::integer > n then
        perform app.fail('out-of-range', 'most_choices', 'no more than there are options');
    elsif hidden and coalesce((b ->> 'live_counts')::boolean, false) then
        perform app.fail('conflict', 'live_counts', 'a secret vote shows no count before it ends'); -- rule 32
    elsif b ->> 'paper_id' is not null and not exists (select from app.paper p where p.id = (b ->> 'paper_id')::uuid and p.item_id = v.item_id) then
        perform app.unknown('paper_id');
    elsif b ->> 'page' is not null and b ->> 'paper_id' is null then
        perform app.fail('conflict', 'page', 'a page is of a paper');
    end if;
    update app.vote x set title = btrim(b ->> 'title'), method = how, words = saying, secret = hidden, paper_id = (b ->> 'paper_id')::uuid, page = (b ->> 'page')::integer,
        most_choices = case when how = 'choose_several' then (b ->> 'most_choices')::integer end, majority = b ->> 'majority', majority_of = b ->> 'majority_of',
        quorum = b ->> 'quorum', live_counts = coalesce((b ->> 'live_counts')::boolean, false), ready_asked_at = null
    where x.id = v.id returning * into v;
    delete from app.vote_ready r where r.vote_id = v.id;
    delete from app.vote_option o where o.vote_id = v.id;
    if how = 'approve' then
        insert into app.vote_option (vote_id, position, label, meaning)
        select v.id, t.ord, t.label, t.meaning from (values ('agree', 1, 'Đồng ý', 'for'), ('agree', 2, 'Không đồng ý', 'against'), ('agree', 3, 'Ý kiến khác', 'other'),
            ('approve', 1, 'Tán thành', 'for'), ('approve', 2, 'Không tán thành', 'against'), ('approve', 3, 'Không biểu quyết', 'abstain')) t (words, ord, label, meaning)
        where t.words = saying;
    else
        insert into app.vote_option (vote_id, position, label) select v.id, ord, btrim(x) from jsonb_array_elements_text(labels) with ordinality t (x, ord);
    end if;
    return v;
end $$;

-- More than half of all members, as the law has it for councils and committees, unless said otherwise.
create function vote_create(meeting uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_lock_open(meeting);
    v app.vote;
    item uuid := (select i.id from app.items_seen(m.id) i where i.id = (b ->> 'item_id')::uuid);
    whole jsonb;
begin
    if m.id is null then
        return;
    elsif item is null then
        perform app.unknown('item_id');
    end if;
    whole := jsonb_build_object('method', 'approve', 'words', coalesce((select r.vote_words from app.meeting_type_rule r where r.type_id = m.type_id), 'agree'), 'majority', 'half',
        'majority_of', 'members', 'quorum', coalesce((select r.quorum from app.roll r where r.meeting_id = m.id), 'half')) || jsonb_strip_nulls(b);
    insert into app.vote (meeting_id, item_id, position, title, method, words, most_choices, author_id)
    select m.id, item, coalesce(max(x.position), 0) + 1, btrim(b ->> 'title'), 'approve', 'agree', null, app.me() from app.vote x where x.item_id = item
    returning * into v;
    v := app.vote_write(v, whole);
    return query select app.vote_told(v, 'vote-created', jsonb_build_object('title', v.title));
end $$;

create function vote_change(vote uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock_created(vote);
    whole jsonb;
begin
    if v.id is null then
        return;
    end if;
    perform app.check_edit(v.edit_version, given);
    whole := to_jsonb(v) || jsonb_build_object('words', coalesce(v.words, 'agree'))
        || case when v.method <> 'approve' and coalesce(b ->> 'method', v.method) <> 'approve'
                then jsonb_build_object('options', (select jsonb_agg(o.label order by o.position) from app.vote_option o where o.vote_id = v.id)) else '{}' end
        || jsonb_strip_nulls(b)
        || case when b ? 'paper_id' and b ->> 'paper_id' is null then '{"paper_id": null, "page": null}' when b ? 'page' then jsonb_build_object('page', b -> 'page') else '{}' end;
    v := app.vote_write(v, whole);
    update app.vote x set edit_version = x.edit_version + 1 where x.id = v.id returning * into v;
    return query select app.vote_told(v, 'vote-changed', b);
end $$;

create function vote_delete(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock_created(vote);
begin
    if v.id is null then
        return;
    end if;
    delete from app.vote x where x.id = v.id;
    v.ready_asked_at := null;
    perform app.vote_told(v, 'vote-deleted', jsonb_build_object('title', v.title));
    return next jsonb_build_object('id', v.id);
end $$;

-- Before another of its item; before none: last.
create function vote_place(vote uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock_created(vote);
    goal uuid := (b ->> 'before_id')::uuid;
    ids uuid[];
begin
    if v.id is null then
        return;
    end if;
    ids := array(select x.id from app.vote x where x.item_id = v.item_id and x.id <> v.id order by x.position);
    if goal is not null and not goal = any (ids) then
        perform app.unknown('before_id');
    end if;
    ids := case when goal is null then ids || v.id else ids[:array_position(ids, goal) - 1] || v.id || ids[array_position(ids, goal):] end;
    update app.vote x set position = t.ord from unnest(ids) with ordinality t (id, ord) where x.id = t.id;
    select * into v from app.vote x where x.id = v.id;
    return query select app.vote_told(v, 'vote-placed', jsonb_build_object('position', v.position));
end $$;

-- ---- ready to vote

create function vote_ready_ask(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
begin
    if v.id is null then
        return;
    elsif v.state <> 'created' or (select m.state from app.meeting m where m.id = v.meeting_id) <> 'in_progress' then
        perform app.fail('wrong-state');
    end if;
    delete from app.vote_ready r where r.vote_id = v.id;
    update app.vote x set ready_asked_at = now(), told = null where x.id = v.id returning * into v;
    return query select app.vote_told(v, 'vote-ready-asked');
end $$;

-- Twice is once.
create function vote_ready_say(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote;
begin
    select * into v from app.vote x where x.id = vote;
    if v.id is null or not app.vote_seen(v) then
        return;
    end if;
    select * into v from app.vote x where x.id = v.id for key share;
    if v.state <> 'created' or v.ready_asked_at is null then
        perform app.fail('wrong-state');
    elsif not app.attendance_present(v.meeting_id, v.item_id, app.me()) or (select app.meeting_role(m) from app.meeting m where m.id = v.meeting_id) = 'guest' then
        perform app.fail('not-allowed');
    end if;
    insert into app.vote_ready (vote_id, person_id) values (v.id, app.me()) on conflict do nothing;
    return next jsonb_build_object('vote_id', v.id, 'ready_mine', true);
end $$;

-- ---- holding

-- Rule 11: what lies before the meeting now is what is voted on. Rule 29: from here on nothing of it changes, and who is entitled is who holds a seat now.
create function vote_open(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
    p app.paper;
begin
    if v.id is null then
        return;
    elsif v.state <> 'created' or (select m.state from app.meeting m where m.id = v.meeting_id) <> 'in_progress' then
        perform app.fail('wrong-state');
    elsif exists (select from app.vote x where x.meeting_id = v.meeting_id and x.state in ('open', 'paused')) then
        perform app.fail('conflict', 'vote', 'another vote is open');
    end if;
    select * into p from app.paper x where x.id = v.paper_id;
    if p.id is not null and p.state <> 'approved' then
        perform app.fail('conflict', 'paper_id', 'the members do not see this paper yet');
    end if;
    update app.vote x set state = 'open', opened_at = now(), document_id = p.document_id, version = p.version, told = null where x.id = v.id returning * into v;
    insert into app.vote_mandate (vote_id, person_id, voter_id, unit_id, ord)
    select v.id, s.person_id, s.stands_id, coalesce(s.unit_id, o.unit_id), row_number() over (order by s.ord, s.person_id)
    from app.vote_seats(v) s left join lateral app.post_on(s.person_id, app.today()) o on true where s.may;
    delete from app.vote_ready r where r.vote_id = v.id;
    perform app.vote_opening(v);
    select * into v from app.vote x where x.id = v.id;
    return query select app.vote_told(v, 'vote-opened', jsonb_build_object('title', v.title, 'document_id', v.document_id, 'version', v.version));
end $$;

create function vote_pause(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
begin
    if v.id is null then
        return;
    end if;
    update app.vote x set state = 'paused' where x.id = v.id and x.state = 'open' returning * into v;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return query select app.vote_told(v, 'vote-paused');
end $$;

create function vote_resume(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
begin
    if v.id is null then
        return;
    end if;
    update app.vote x set state = 'open' where x.id = v.id and x.state = 'paused'
        and exists (select from app.meeting m where m.id = x.meeting_id and m.state = 'in_progress') returning * into v;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return query select app.vote_told(v, 'vote-resumed');
end $$;

-- Rule 31. The lock has waited for every ballot that was taken.
create function vote_close(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
begin
    if v.id is null then
        return;
    elsif v.state not in ('open', 'paused') then
        perform app.fail('wrong-state');
    end if;
    perform app.vote_closing(v);
    update app.vote_mandate d set voted = d.person_id in (select app.vote_voted(v)) where d.vote_id = v.id;
    delete from app.vote_mandate d where d.vote_id = v.id and not d.voted and not app.attendance_present(v.meeting_id, v.item_id, d.voter_id);
    update app.vote x set state = 'closed', closed_at = now(), result = app.vote_result(v), told = null where x.id = v.id returning * into v;
    return query select app.vote_told(v, 'vote-closed', jsonb_build_object('title', v.title, 'result', v.result));
end $$;

create function vote_publish(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
begin
    if v.id is null then
        return;
    end if;
    update app.vote x set state = 'published', published_at = now() where x.id = v.id and x.state = 'closed' returning * into v;
    if not found then
        perform app.fail('wrong-state');
    end if;
    return query select app.vote_told(v, 'vote-published', jsonb_build_object('title', v.title, 'result', v.result));
end $$;

-- ---- a ballot (rules 30, 31)

create function ballot_json(c app.ballot) returns jsonb
language sql stable as $$
    select jsonb_build_object('vote_id', c.vote_id, 'mandate_id', c.person_id, 'option_ids', c.option_ids, 'words', c.words, 'at', app.json_time(c.at))
$$;

-- The same again is the same, also after closing, for a tablet that did not hear the answer; another choice is refused: a hand once raised was seen.
create function ballot_cast(vote uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote;
    self uuid := app.me();
    mandate uuid := (b ->> 'mandate_id')::uuid;
    chosen uuid[];
    said text := app.text_or_null(b ->> 'words');
    held app.ballot;
begin
    select * into v from app.vote x where x.id = vote;
    if v.id is null or not app.vote_seen(v) then
        return;
    end if;
    select * into v from app.vote x where x.id = v.id for key share; -- closing waits for us, or we for it
    if v.secret then
        perform app.fail('conflict', 'vote', 'a secret vote has ballots without names');
    end if;
    chosen := array(select o.id from app.vote_option o where o.vote_id = v.id
                    and o.id in (select x::uuid from jsonb_array_elements_text(b -> 'option_ids') x) order by o.position);
    if mandate is null and (select count(*) from app.vote_mandate d where d.vote_id = v.id and d.voter_id = self) > 1 then
        perform app.fail('missing-field', 'mandate_id', 'you hold more than one');
    end if;
    select d.person_id into mandate from app.vote_mandate d where d.vote_id = v.id and d.voter_id = self and (mandate is null or d.person_id = mandate);
    select * into held from app.ballot x where x.vote_id = v.id and x.person_id = mandate;
    if held.vote_id is null then
        if v.state <> 'open' then
            perform app.fail('wrong-state');
        elsif mandate is null then
            perform app.fail('not-allowed', 'mandate_id', 'no mandate in this vote');
        elsif not app.attendance_present(v.meeting_id, v.item_id, self) then
            perform app.fail('not-allowed', 'attendance', 'only who is present votes');
        elsif cardinality(chosen) < jsonb_array_length(b -> 'option_ids') then
            perform app.unknown('option_ids');
        elsif cardinality(chosen) not between 1 and coalesce(v.most_choices, 1) then
            perform app.fail('out-of-range', 'option_ids');
        elsif said is not null and not exists (select from app.vote_option o where o.id = any (chosen) and o.meaning = 'other') then
            perform app.fail('conflict', 'words', 'only another opinion is put into words');
        end if;
        insert into app.ballot (vote_id, person_id, voter_id, option_ids, words) values (v.id, mandate, self, chosen, said) on conflict do nothing returning * into held;
        if found then
            perform app.audit('ballot-cast', 'meeting', v.meeting_id, jsonb_build_object('vote_id', v.id, 'item_id', v.item_id, 'mandate_id', mandate));
            return next app.ballot_json(held);
            return;
        end if;
        select * into held from app.ballot x where x.vote_id = v.id and x.person_id = mandate; -- from another device, this moment
    end if;
    if (held.option_ids, held.words) is distinct from (chosen, said) then
        perform app.fail('duplicate', 'option_ids', 'one ballot a mandate');
    end if;
    return next app.ballot_json(held);
end $$;

-- ---- what other acts must not do

-- Rule 25.
create function meeting_has_no_open_vote() returns trigger
language plpgsql security definer as $$
begin
    if old.state in ('in_progress', 'paused') and new.state not in ('in_progress', 'paused')
        and exists (select from app.vote v where v.meeting_id = new.id and v.state in ('open', 'paused')) then
        perform app.fail('conflict', 'vote', 'a vote is open');
    end if;
    return new;
end $$;
create trigger meeting_has_no_open_vote before update of state on meeting for each row execute function meeting_has_no_open_vote();

-- Rule 22. A vote that runs is locked first: no ballot is on its way while one is marked absent.
create function who_voted_was_there() returns trigger
language plpgsql security definer as $$
declare
    row jsonb := to_jsonb(old);
    apart uuid := row ->> 'item_id'; -- null: of the whole meeting
    meeting uuid := coalesce((row ->> 'meeting_id')::uuid, (select i.meeting_id from app.agenda_item i where i.id = apart));
    v app.vote;
begin
    for v in select * from app.vote x where x.meeting_id = meeting and x.state in ('open', 'paused') order by x.id for update loop
        null;
    end loop;
    for v in select * from app.vote x where x.meeting_id = meeting and x.state <> 'created' and (apart is null or x.item_id = apart) loop
        if not app.attendance_present(v.meeting_id, v.item_id, old.person_id) and app.vote_voted_by(v, old.person_id) then
            perform app.fail('conflict', case when apart is null then 'state' else 'present' end, 'who voted on an item was there for it');
        end if;
    end loop;
    return null;
end $$;
create trigger who_voted_was_there after update or delete on attendance for each row when (old.state in ('room', 'online')) execute function who_voted_was_there();
create trigger who_voted_was_there after delete on item_attendance for each row when (old.present) execute function who_voted_was_there();
create function who_voted_is_not_sent_out() returns trigger
language plpgsql security definer as $$
declare
    v app.vote;
begin
    for v in select * from app.vote x where x.item_id = new.item_id and x.state <> 'created' order by x.id for update loop
        if app.vote_voted_by(v, new.person_id) then
            perform app.fail('conflict', 'present', 'who voted on an item was there for it');
        end if;
    end loop;
    return null;
end $$;
create trigger who_voted_is_not_sent_out after insert or update on item_attendance for each row when (not new.present) execute function who_voted_is_not_sent_out();

-- who may run what

do $$ begin perform app.rights_close('{vote_create, vote_change, vote_delete, vote_place, vote_ready_ask, vote_ready_say, vote_open, vote_pause, vote_resume, vote_close, vote_publish, ballot_cast}'); end $$;
