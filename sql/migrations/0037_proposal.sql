-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Items that units propose (E4): to a meeting its speakers see, or to the unit
-- that holds meetings. Who prepares the meeting (for a host unit alone, its
-- leaders and secretaries) accepts, postpones, or returns with a reason. An
-- accepted one becomes an item like any other, by the same function; it is not
-- a second agenda, and gives nobody a right to a document before that.

set local search_path = app;

create table agenda_proposal (
    id uuid primary key default uuid7(),
    unit_id uuid not null references unit,
    proposed_by uuid not null references person,
    title text not null check (title <> ''),
    explanation text check (explanation <> ''),
    kind text not null default 'discussion' check (kind in ('information', 'discussion', 'vote')),
    minutes integer check (minutes between 0 and 1440),
    presenter_id uuid references person,
    meeting_id uuid references meeting on delete set null, -- asked for, put off to, or accepted into
    host_unit_id uuid references unit, -- decides while there is no meeting
    wished_on date,
    state text not null default 'proposed' check (state in ('proposed', 'accepted', 'postponed', 'returned', 'withdrawn')),
    reason text check (reason <> ''),
    decided_by uuid references person,
    decided_at timestamptz,
    item_id uuid references agenda_item on delete set null,
    created_at timestamptz not null default now(),
    sent_at timestamptz not null default now(),
    edit_version bigint not null default 1,
    constraint returned_with_a_reason check (state <> 'returned' or reason is not null),
    constraint only_an_accepted_one_is_an_item check (item_id is null or state = 'accepted')
);
create index on agenda_proposal (unit_id);
create index on agenda_proposal (meeting_id);
create index on agenda_proposal (host_unit_id) where meeting_id is null;
create index on agenda_proposal (item_id);

create table proposal_paper (
    proposal_id uuid not null references agenda_proposal on delete cascade,
    position integer not null,
    document_id uuid not null,
    version integer not null, -- rule 10
    primary key (proposal_id, document_id),
    foreign key (document_id, version) references version (document_id, number)
);

-- ---- who

create function unit_is_there(unit uuid) returns boolean
language sql stable as $$ select exists (select from app.unit_period t where t.unit_id = unit and t.valid @> (select app.today())) $$;

-- A secretary may sit in a division of the host unit.
create function unit_decided_by_me(unit uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return app.has_role('leader', unit) or app.has_role('secretary', unit)
        or (unit = any (app.principals()::uuid[]) and app.has_role('secretary'));
end $$;

create function proposal_decided_by_me(p app.agenda_proposal) returns boolean
language plpgsql stable security definer as $$
begin
    if p.meeting_id is not null then
        return (select app.meeting_prepared_by_me(m) from app.meeting m where m.id = p.meeting_id);
    end if;
    return p.host_unit_id is not null and app.unit_decided_by_me(p.host_unit_id);
end $$;

-- Those who speak for the unit that proposes, and those who decide; of what was withdrawn only the former.
create function proposal_seen(p app.agenda_proposal) returns boolean
language plpgsql stable security definer as $$
begin
    return app.unit_named_for_by_me(p.unit_id) or (p.state <> 'withdrawn' and app.proposal_decided_by_me(p));
end $$;

alter table agenda_proposal enable row level security;
alter table proposal_paper enable row level security;
grant select on agenda_proposal, proposal_paper to nghisu_app;
create policy "those who propose and those who decide see a proposal" on agenda_proposal for select to nghisu_app using (proposal_seen(agenda_proposal));
create policy "who sees a document sees that it was proposed with" on proposal_paper for select to nghisu_app
    using (exists (select from agenda_proposal p where p.id = proposal_id) and exists (select from document d where d.id = document_id));

-- ---- replies

create function proposal_waits(p app.agenda_proposal) returns boolean
language sql immutable as $$ select p.state in ('proposed', 'postponed') $$;

-- A meeting and an item are named only to those who see them; a paper by its subject also to those who decide, for it was given to them.
create function proposal_json(p app.agenda_proposal) returns jsonb
language plpgsql stable security definer as $$
declare
    who uuid[] := app.principals();
    day date := app.today();
    mine boolean := app.unit_named_for_by_me(p.unit_id);
    decides boolean := app.proposal_decided_by_me(p);
begin
    return (
        select jsonb_build_object('id', p.id, 'unit', app.unit_named(u.unit_id, u.name, u.short_name), 'proposed_by', app.person_ref(p.proposed_by), 'title', p.title,
            'explanation', p.explanation, 'kind', p.kind, 'minutes', p.minutes, 'presenter', app.person_ref(p.presenter_id),
            'papers', (select coalesce(jsonb_agg(jsonb_build_object('document_id', x.document_id, 'version', x.version, 'subject', d.subject,
                           'readable', coalesce(v.readers && who, false)) order by x.position, x.document_id), '[]')
                       from app.proposal_paper x join app.document d on d.id = x.document_id join app.version v on v.document_id = x.document_id and v.number = x.version
                       where x.proposal_id = p.id and (decides or p.proposed_by = app.me() or d.readers && who)),
            'meeting', case when m.id is not null then jsonb_build_object('id', m.id, 'title', m.title, 'starts_at', app.json_time(m.starts_at), 'state', m.state) end,
            'host_unit', app.unit_named(h.unit_id, h.name, h.short_name), 'wished_on', p.wished_on, 'state', p.state, 'reason', p.reason,
            'decided_by', app.person_ref(p.decided_by), 'decided_at', app.json_time(p.decided_at),
            'item_id', (select i.id from app.agenda_item i where i.id = p.item_id and m.id is not null and app.item_seen(i)),
            'sent_at', app.json_time(p.sent_at), 'edit_version', p.edit_version,
            'may', jsonb_build_object('edit', mine and p.state in ('proposed', 'returned'), 'withdraw', mine and p.state in ('proposed', 'postponed', 'returned'),
                'decide', decides and app.proposal_waits(p)))
        from (select 1) one
        left join lateral app.unit_name_on(p.unit_id, day) u on true
        left join lateral app.unit_name_on(p.host_unit_id, day) h on true
        left join app.meeting m on m.id = p.meeting_id and app.meeting_seen(m));
end $$;

-- ?waiting=true: for my decision. ?meeting=: that meeting's. The newest first.
create function proposal_list(waiting text, meeting uuid, wanted text, after text, count integer) returns setof jsonb
language plpgsql stable security definer as $$
declare
    last uuid := app.cursor_id(after);
    n integer := coalesce(count, 50);
    who uuid[] := app.principals();
    speaks uuid[] := array(select u.unit_id from (select distinct p.unit_id from app.agenda_proposal p) u where app.unit_named_for_by_me(u.unit_id));
    hosts uuid[] := array(select u.host_unit_id from (select distinct p.host_unit_id from app.agenda_proposal p where p.meeting_id is null) u
                          where u.host_unit_id is not null and app.unit_decided_by_me(u.host_unit_id));
    held app.agenda_proposal[];
    mine integer;
begin
    select coalesce(array_agg(x.p order by (x.p).id desc), '{}') into held from (
        select p from app.agenda_proposal p left join app.meeting m on m.id = p.meeting_id
        cross join lateral (select coalesce(case when m.id is not null then m.preparers_id = any (who) else p.host_unit_id = any (hosts) end, false)) d (mine)
        where (last is null or p.id < last)
          and ((d.mine and p.state <> 'withdrawn') or (p.unit_id = any (speaks) and waiting is distinct from 'true'))
          and (waiting is distinct from 'true' or app.proposal_waits(p))
          and (proposal_list.meeting is null or (p.meeting_id = proposal_list.meeting and (d.mine or app.meeting_seen(m))))
          and (wanted is null or p.state = wanted)
        order by p.id desc limit n + 1
    ) x;
    select count(*) into mine from app.agenda_proposal p left join app.meeting m on m.id = p.meeting_id
    where p.state in ('proposed', 'postponed') and case when m.id is not null then m.preparers_id = any (who) else p.host_unit_id = any (hosts) end;
    return query select jsonb_build_object('items', (select coalesce(jsonb_agg(app.proposal_json(p) order by p.id desc), '[]') from unnest(held[1:n]) p),
        'next', case when cardinality(held) > n then held[n].id end, 'waiting', mine,
        'units', (select coalesce(jsonb_agg(app.unit_named(u.unit_id, u.name, u.short_name) order by u.name collate "vi-x-icu", u.unit_id), '[]')
                  from unnest(who) w join app.unit_period u on u.unit_id = w and u.valid @> app.today() where app.unit_named_for_by_me(w)));
end $$;

-- ---- proposing

create function proposal_told(p app.agenda_proposal) returns void
language plpgsql security definer as $$
begin
    perform app.home_bump(array[p.unit_id] || coalesce((select array[m.preparers_id] from app.meeting m where m.id = p.meeting_id), array[p.host_unit_id]));
end $$;

-- held: as it was, null when new. What the body leaves out stays.
create function proposal_check(held app.agenda_proposal, b jsonb) returns void
language plpgsql stable security definer as $$
begin
    if (b ->> 'presenter_id')::uuid is distinct from held.presenter_id and b ->> 'presenter_id' is not null
        and not exists (select from app.person x where x.id = (b ->> 'presenter_id')::uuid and x.state = 'active') then
        perform app.unknown('presenter_id');
    end if;
    if (b ->> 'meeting_id')::uuid is distinct from held.meeting_id and b ->> 'meeting_id' is not null
        and not exists (select from app.meeting m where m.id = (b ->> 'meeting_id')::uuid and app.meeting_seen(m) and app.meeting_is_open(m)) then
        perform app.unknown('meeting_id');
    end if;
    if (b ->> 'host_unit_id')::uuid is distinct from held.host_unit_id and b ->> 'host_unit_id' is not null and not app.unit_is_there((b ->> 'host_unit_id')::uuid) then
        perform app.unknown('host_unit_id');
    end if;
end $$;

-- Those kept are not asked for again; those that the caller may not see stay as they are.
create function proposal_papers_set(proposal uuid, papers jsonb) returns void
language plpgsql security definer as $$
declare
    p record;
begin
    if papers is null or papers = 'null' then
        return;
    end if;
    delete from app.proposal_paper x using app.document d
    where x.proposal_id = proposal and d.id = x.document_id and d.readers && app.principals()
      and not exists (select from jsonb_array_elements(papers) b where (b ->> 'document_id')::uuid = x.document_id);
    for p in select b, ord::integer as ord from jsonb_array_elements(papers) with ordinality t (b, ord) loop
        if not exists (select from app.proposal_paper x where x.proposal_id = proposal and x.document_id = (p.b ->> 'document_id')::uuid and x.version = (p.b ->> 'version')::integer) then
            perform app.paper_check(p.b, 'papers.' || p.ord - 1 || '.');
        end if;
        insert into app.proposal_paper (proposal_id, position, document_id, version) values (proposal, p.ord, (p.b ->> 'document_id')::uuid, (p.b ->> 'version')::integer)
        on conflict (proposal_id, document_id) do update set position = excluded.position, version = excluded.version;
    end loop;
end $$;

create function proposal_create(b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    p app.agenda_proposal;
    unit uuid := (b ->> 'unit_id')::uuid;
begin
    if not app.unit_is_there(unit) then
        perform app.unknown('unit_id');
    elsif not app.unit_named_for_by_me(unit) then
        perform app.fail('not-allowed');
    elsif app.text_or_null(b ->> 'title') is null then
        perform app.fail('missing-field', 'title');
    elsif b ->> 'meeting_id' is null and b ->> 'host_unit_id' is null then
        perform app.fail('missing-field', 'host_unit_id', 'a proposal goes to a meeting or to the unit that holds it');
    end if;
    perform app.proposal_check(null, b);
    insert into app.agenda_proposal (unit_id, proposed_by, title, explanation, kind, minutes, presenter_id, meeting_id, host_unit_id, wished_on)
    values (unit, app.me(), btrim(b ->> 'title'), app.text_or_null(b ->> 'explanation'), coalesce(b ->> 'kind', 'discussion'), (b ->> 'minutes')::integer,
            (b ->> 'presenter_id')::uuid, (b ->> 'meeting_id')::uuid,
            coalesce((b ->> 'host_unit_id')::uuid, (select m.host_unit_id from app.meeting m where m.id = (b ->> 'meeting_id')::uuid)), (b ->> 'wished_on')::date)
    returning * into p;
    perform app.proposal_papers_set(p.id, b -> 'papers');
    perform app.audit('proposal-created', 'agenda_proposal', p.id, b);
    perform app.proposal_told(p);
    return next app.proposal_json(p);
end $$;

create function proposal_lock(proposal uuid) returns app.agenda_proposal
language plpgsql security definer as $$
declare
    p app.agenda_proposal;
begin
    select * into p from app.agenda_proposal x where x.id = proposal and app.proposal_seen(x) for update;
    return p;
end $$;

-- One that was returned is sent again by being changed.
create function proposal_change(proposal uuid, given bigint, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    p app.agenda_proposal := app.proposal_lock(proposal);
begin
    if p.id is null then
        return;
    end if;
    if not app.unit_named_for_by_me(p.unit_id) then
        perform app.fail('not-allowed');
    elsif p.state not in ('proposed', 'returned') then
        perform app.fail('wrong-state');
    end if;
    perform app.check_edit(p.edit_version, given);
    if b ? 'title' and app.text_or_null(b ->> 'title') is null then
        perform app.fail('missing-field', 'title');
    end if;
    perform app.proposal_check(p, b);
    update app.agenda_proposal x set
        title = coalesce(btrim(b ->> 'title'), x.title),
        explanation = case when b ? 'explanation' then app.text_or_null(b ->> 'explanation') else x.explanation end,
        kind = coalesce(b ->> 'kind', x.kind),
        minutes = case when b ? 'minutes' then (b ->> 'minutes')::integer else x.minutes end,
        presenter_id = case when b ? 'presenter_id' then (b ->> 'presenter_id')::uuid else x.presenter_id end,
        meeting_id = case when b ? 'meeting_id' then (b ->> 'meeting_id')::uuid else x.meeting_id end,
        host_unit_id = case when b ? 'host_unit_id' then (b ->> 'host_unit_id')::uuid else x.host_unit_id end,
        wished_on = case when b ? 'wished_on' then (b ->> 'wished_on')::date else x.wished_on end,
        state = 'proposed', reason = null, decided_by = null, decided_at = null, sent_at = now(), edit_version = x.edit_version + 1
    where x.id = p.id returning * into p;
    if p.meeting_id is null and p.host_unit_id is null then
        perform app.fail('missing-field', 'host_unit_id', 'a proposal goes to a meeting or to the unit that holds it');
    end if;
    perform app.proposal_papers_set(p.id, b -> 'papers');
    perform app.audit('proposal-changed', 'agenda_proposal', p.id, b);
    perform app.proposal_told(p);
    return next app.proposal_json(p);
end $$;

create function proposal_withdraw(proposal uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    p app.agenda_proposal := app.proposal_lock(proposal);
begin
    if p.id is null then
        return;
    end if;
    if not app.unit_named_for_by_me(p.unit_id) then
        perform app.fail('not-allowed');
    elsif p.state not in ('proposed', 'postponed', 'returned') then
        perform app.fail('wrong-state');
    end if;
    update app.agenda_proposal x set state = 'withdrawn', edit_version = x.edit_version + 1 where x.id = p.id returning * into p;
    perform app.audit('proposal-withdrawn', 'agenda_proposal', p.id);
    perform app.proposal_told(p);
    return next app.proposal_json(p);
end $$;

-- ---- deciding

create function proposal_lock_waiting(proposal uuid) returns app.agenda_proposal
language plpgsql security definer as $$
declare
    p app.agenda_proposal := app.proposal_lock(proposal);
begin
    if p.id is not null and not app.proposal_decided_by_me(p) then
        perform app.fail('not-allowed');
    elsif p.id is not null and not app.proposal_waits(p) then
        perform app.fail('wrong-state');
    end if;
    return p;
end $$;

-- before: those who decided until now hear of it too.
create function proposal_decided(before app.agenda_proposal, p app.agenda_proposal, action text, detail jsonb) returns jsonb
language plpgsql security definer as $$
begin
    perform app.audit(action, 'agenda_proposal', p.id, detail);
    if before.meeting_id is distinct from p.meeting_id then
        perform app.proposal_told(before);
    end if;
    perform app.proposal_told(p);
    return app.proposal_json(p);
end $$;

-- The meeting of a body, locked and open, prepared by the caller; the locks of a meeting come before those of its proposals.
create function proposal_meeting_lock(proposal uuid, b jsonb) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    if b ->> 'meeting_id' is not null and exists (select from app.agenda_proposal x where x.id = proposal and app.proposal_seen(x)) then
        m := app.meeting_lock_open((b ->> 'meeting_id')::uuid);
        if m.id is null then
            perform app.unknown('meeting_id');
        end if;
    end if;
    return m;
end $$;

-- The papers come along as sent by who proposed them, so that somebody else still approves them (E5); those that this person may no longer read stay away.
create function proposal_papers_bring(p app.agenda_proposal, m app.meeting, item uuid) returns integer
language plpgsql security definer as $$
declare
    n integer;
begin
    insert into app.paper (item_id, position, document_id, version, late, state, submitted_by, submitted_at)
    select item, row_number() over (order by x.position, x.document_id), x.document_id, x.version, m.state <> 'draft',
           case when p.proposed_by = app.me() then 'approved' else 'submitted' end, p.proposed_by, p.sent_at
    from app.proposal_paper x join app.version v on v.document_id = x.document_id and v.number = x.version
    where x.proposal_id = p.id and v.readers && app.principals_of(p.proposed_by);
    get diagnostics n = row_count;
    return n;
end $$;

create function proposal_accept(proposal uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.proposal_meeting_lock(proposal, b);
    p app.agenda_proposal := app.proposal_lock_waiting(proposal);
    before app.agenda_proposal := p;
    unit uuid;
    item uuid;
begin
    if p.id is null then
        return;
    end if;
    -- a unit that is no more presents through the one that followed it
    select case when app.unit_is_there(u.id) then u.id when app.unit_is_there(u.successor_id) then u.successor_id end into unit from app.unit u where u.id = p.unit_id;
    perform app.agenda_item_create(m.id, jsonb_build_object('title', p.title, 'kind', p.kind, 'presenter_id', p.presenter_id, 'presenting_unit_id', unit, 'minutes', p.minutes));
    select i.id into item from app.agenda_item i where i.meeting_id = m.id order by i.position desc limit 1;
    if app.proposal_papers_bring(p, m, item) > 0 then
        -- asked for until the meeting: what is returned can be mended and sent again
        update app.agenda_item i set papers_due_at = m.starts_at where i.id = item and i.presenting_unit_id is not null;
        perform app.papers_changed(m, item, 'paper-submitted', jsonb_build_object('proposal_id', p.id));
    end if;
    update app.agenda_proposal x set state = 'accepted', meeting_id = m.id, item_id = item, reason = null, decided_by = app.me(), decided_at = now(), edit_version = x.edit_version + 1
    where x.id = p.id returning * into p;
    return next app.proposal_decided(before, p, 'proposal-accepted', jsonb_build_object('meeting_id', m.id, 'item_id', item));
end $$;

-- To another meeting that the caller prepares, or to one that is not planned yet; it waits there.
create function proposal_postpone(proposal uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.proposal_meeting_lock(proposal, b);
    p app.agenda_proposal := app.proposal_lock_waiting(proposal);
    before app.agenda_proposal := p;
begin
    if p.id is null then
        return;
    end if;
    if m.id = p.meeting_id then
        perform app.fail('conflict', 'meeting_id', 'it is proposed to this meeting');
    elsif m.id is null and not exists (select from app.unit u where u.id = p.host_unit_id and app.unit_is_there(u.id)) then
        perform app.fail('missing-field', 'meeting_id', 'no unit would decide on it');
    end if;
    update app.agenda_proposal x set state = 'postponed', meeting_id = m.id, reason = app.text_or_null(b ->> 'reason'), decided_by = app.me(), decided_at = now(),
        edit_version = x.edit_version + 1
    where x.id = p.id returning * into p;
    return next app.proposal_decided(before, p, 'proposal-postponed', jsonb_build_object('meeting_id', m.id, 'reason', p.reason));
end $$;

create function proposal_return(proposal uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    p app.agenda_proposal := app.proposal_lock_waiting(proposal);
    why text := app.text_or_null(b ->> 'reason');
begin
    if p.id is null then
        return;
    end if;
    if why is null then
        perform app.fail('missing-field', 'reason', 'a proposal is returned with a reason');
    end if;
    update app.agenda_proposal x set state = 'returned', reason = why, decided_by = app.me(), decided_at = now(), edit_version = x.edit_version + 1
    where x.id = p.id returning * into p;
    return next app.proposal_decided(p, p, 'proposal-returned', jsonb_build_object('reason', why));
end $$;

-- An item taken out of a draft again, or gone with it: what was proposed waits anew.
create function proposal_waits_again() returns trigger
language plpgsql security definer as $$
begin
    update app.agenda_proposal p set state = 'proposed', item_id = null, decided_by = null, decided_at = null, edit_version = p.edit_version + 1
    where p.item_id = old.id and p.state = 'accepted';
    return old;
end $$;
create trigger proposal_waits_again before delete on agenda_item for each row execute function proposal_waits_again();

-- who may run what

do $$ begin perform app.rights_close('{proposal_seen, proposal_list, proposal_create, proposal_change, proposal_withdraw, proposal_accept, proposal_postpone, proposal_return}'); end $$;
