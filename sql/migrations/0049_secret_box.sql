-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The box of a secret vote: opened when the last paper is out, emptied and
-- counted by who steers (F6, K7; rules 30 to 32). Nothing in this file that runs
-- for a ballot knows who is asking, and none of it writes an audit row.

set local search_path = app;

-- How long after the announced end a ballot on its way is still taken.
create function secret_grace() returns interval
language sql immutable as $$ select interval '5 seconds' $$;

create function secret_phase(v app.vote) returns text
language plpgsql stable security definer as $$
begin
    return (select s.phase from app.secret_vote s where s.vote_id = v.id);
end $$;

-- Handing out is over; who comes later waits for the next vote.
create function secret_box_open(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
    n integer;
begin
    if v.id is null then
        return;
    elsif v.state <> 'open' or app.secret_phase(v) is distinct from 'handing_out' then
        perform app.fail('wrong-state');
    end if;
    select count(*) into n from app.ballot_paper p where p.vote_id = v.id;
    update app.secret_vote s set phase = 'box' where s.vote_id = v.id;
    return query select app.vote_told(v, 'secret-box-opened', jsonb_build_object('title', v.title, 'handed_out', n));
end $$;

-- Later than what was announced before, never sooner.
create function secret_last_call(vote uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
    goal timestamptz := clock_timestamp() + make_interval(secs => (b ->> 'seconds')::integer);
begin
    if v.id is null then
        return;
    elsif v.state <> 'open' or app.secret_phase(v) is distinct from 'box' then
        perform app.fail('wrong-state');
    end if;
    update app.secret_vote s set ends_at = greatest(s.ends_at, goal) where s.vote_id = v.id;
    return query select app.vote_told(v, 'secret-last-call', jsonb_build_object('title', v.title, 'seconds', (b ->> 'seconds')::integer));
end $$;

-- ---- a ballot: nobody is asking

-- What the server must know to judge it: {state, phase, public_key (hex), options: [id …] in order}.
create function secret_box_get(vote uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select jsonb_build_object('state', v.state, 'phase', s.phase, 'public_key', encode(s.public_key, 'hex'),
            'options', (select jsonb_agg(o.id order by o.position) from app.vote_option o where o.vote_id = v.id))
        from app.vote v join app.secret_vote s on s.vote_id = v.id where v.id = secret_box_get.vote;
end $$;

-- tag and envelope in hexadecimal. Gives the envelope that lies there under this tag: this one, or an earlier one to be compared.
create function secret_ballot_drop(vote uuid, tag text, envelope text) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote;
    s app.secret_vote;
    held bytea;
begin
    select * into v from app.vote x where x.id = secret_ballot_drop.vote and x.secret for key share; -- the count waits for us, or we for it
    select * into s from app.secret_vote x where x.vote_id = v.id;
    if s.vote_id is null then
        return;
    end if;
    select b.envelope into held from app.sealed_ballot b where b.vote_id = v.id and b.tag = decode(secret_ballot_drop.tag, 'hex');
    if held is null then
        if v.state <> 'open' or s.phase <> 'box' or clock_timestamp() > s.ends_at + app.secret_grace() then
            perform app.fail('wrong-state');
        end if;
        insert into app.sealed_ballot as b (vote_id, tag, envelope) values (v.id, decode(secret_ballot_drop.tag, 'hex'), decode(secret_ballot_drop.envelope, 'hex'))
        on conflict do nothing returning b.envelope into held;
        if held is null then
            select b.envelope into held from app.sealed_ballot b where b.vote_id = v.id and b.tag = decode(secret_ballot_drop.tag, 'hex');
        end if;
    end if;
    return next jsonb_build_object('envelope', encode(held, 'hex'));
end $$;

-- For one sent again after the count: what of it was counted.
create function secret_ballot_held(vote uuid, serial text) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select to_jsonb(b.option_ids) from app.secret_ballot b where b.vote_id = secret_ballot_held.vote and b.serial = decode(secret_ballot_held.serial, 'hex');
end $$;

-- ---- the count

-- Everything that lies in the box, and the facts of the list; the vote stays locked until the transaction ends. Before the announced end only when all
-- papers have come back: then nobody is cut off.
create function secret_count_begin(vote uuid) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
    s app.secret_vote;
    m app.meeting;
    i app.agenda_item;
    day date;
    n integer; came integer;
begin
    if v.id is null then
        return;
    end if;
    select * into s from app.secret_vote x where x.vote_id = v.id;
    if v.state <> 'open' or s.phase is distinct from 'box' then
        perform app.fail('wrong-state');
    end if;
    select count(*) into n from app.ballot_paper p where p.vote_id = v.id;
    select count(*) into came from app.sealed_ballot b where b.vote_id = v.id;
    if came < n and (s.ends_at is null or clock_timestamp() <= s.ends_at + app.secret_grace()) then
        perform app.fail('conflict', 'ends_at', 'the end is announced first');
    end if;
    select * into m from app.meeting x where x.id = v.meeting_id;
    select * into i from app.agenda_item x where x.id = v.item_id;
    day := least(app.today(), app.civil_date(m.starts_at));
    return next jsonb_build_object('envelopes', (select coalesce(jsonb_agg(encode(b.envelope, 'hex') order by b.tag), '[]') from app.sealed_ballot b where b.vote_id = v.id),
        'public_key', encode(s.public_key, 'hex'),
        'list', jsonb_build_object('form', 'nghisu-ballots-1',
            'vote', jsonb_build_object('id', v.id, 'title', v.title, 'meeting_id', m.id, 'meeting', m.title, 'item', coalesce(i.number || '. ', '') || i.title, 'method', v.method,
                'most_choices', coalesce(v.most_choices, 1), 'options', (select jsonb_agg(jsonb_build_object('id', o.id, 'label', o.label) order by o.position) from app.vote_option o where o.vote_id = v.id)),
            'public_key', translate(encode(s.public_key, 'base64'), E'\n', ''), 'handed_out', n, 'returned', came,
            'names', (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', w.full_name, 'unit', u.name, 'by', case when p.voter_id <> p.person_id then b.full_name end))
                          order by w.full_name collate "vi-x-icu", w.id), '[]')
                      from app.ballot_paper p join app.person w on w.id = p.person_id join app.person b on b.id = p.voter_id
                      left join app.vote_mandate d on d.vote_id = p.vote_id and d.person_id = p.person_id
                      left join lateral app.unit_name_on(d.unit_id, day) u on true where p.vote_id = v.id)));
end $$;

-- b: {ballots: [{serial, prefix, paper, signature (hex), option_ids}], unreadable, list, seal}. In order of serial, all at once: their places in the
-- table, their transaction and their place in the log say nothing.
create function secret_count_end(vote uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
begin
    if v.id is null then
        return;
    elsif v.state <> 'open' or app.secret_phase(v) is distinct from 'box' then
        perform app.fail('wrong-state');
    end if;
    insert into app.secret_ballot (vote_id, serial, prefix, paper, option_ids, signature)
    select v.id, decode(x ->> 'serial', 'hex'), decode(x ->> 'prefix', 'hex'), decode(x ->> 'paper', 'hex'),
        array(select o::uuid from jsonb_array_elements_text(x -> 'option_ids') o), decode(x ->> 'signature', 'hex')
    from jsonb_array_elements(b -> 'ballots') x order by decode(x ->> 'serial', 'hex');
    update app.secret_vote s set phase = 'counted', list = b ->> 'list', seal = b ->> 'seal', unreadable = (b ->> 'unreadable')::integer,
        handed_out = (select count(*) from app.ballot_paper p where p.vote_id = v.id), returned = (select count(*) from app.sealed_ballot x where x.vote_id = v.id)
    where s.vote_id = v.id;
    delete from app.sealed_ballot x where x.vote_id = v.id;
    return query select app.vote_close(v.id);
end $$;

-- ---- what is published

create function secret_list_of(vote uuid) returns app.secret_vote
language plpgsql stable security definer as $$
declare
    v app.vote;
    s app.secret_vote;
begin
    select * into v from app.vote x where x.id = secret_list_of.vote and x.secret and app.vote_seen(x);
    if v.id is null then
        return null;
    elsif v.state <> 'published' and not (v.state = 'closed' and (select app.meeting_prepared_by_me(m) from app.meeting m where m.id = v.meeting_id)) then
        perform app.fail('wrong-state');
    end if;
    select * into s from app.secret_vote x where x.vote_id = v.id;
    return s;
end $$;

create function secret_list_get(vote uuid) returns setof text
language plpgsql stable security definer as $$
begin
    return query select s.list from app.secret_list_of(vote) s where s.vote_id is not null;
end $$;

create function secret_seal_get(vote uuid) returns setof text
language plpgsql stable security definer as $$
begin
    return query select s.seal from app.secret_list_of(vote) s where s.vote_id is not null;
end $$;

-- ---- keys that outlived their use, because the server stopped in between

-- Of these votes: [{id, paper, box}], which of their keys are still wanted. A vote that is not opened keeps what is there: it may be opening.
create function secret_keys_wanted(votes jsonb) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select jsonb_build_object('id', x.id, 'paper', v.state = 'created' or (v.state in ('open', 'paused') and s.phase = 'handing_out'),
            'box', v.state = 'created' or v.state in ('open', 'paused'))
        from jsonb_array_elements_text(votes) t (id) cross join lateral (select t.id::uuid) x (id)
        left join app.vote v on v.id = x.id left join app.secret_vote s on s.vote_id = v.id;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{secret_box_open, secret_last_call, secret_box_get, secret_ballot_drop, secret_ballot_held, secret_count_begin, secret_count_end, secret_list_get, secret_seal_get}'); end $$;
