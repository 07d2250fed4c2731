-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Secret votes (F6, K7; rules 22, 30 to 32): papers handed out, the box, the
-- count and the published list. docs/secret-votes.md says what is kept from
-- whom, and how.
--
-- What stands here of a person is that they received a paper, and nothing of it
-- meets a ballot again: what they sent to be signed was blinded. While the box
-- stands open its ballots lie in sealed envelopes, whose key is in no database;
-- so the order in which they came, which the log of the database keeps for ever,
-- is the order of nothing that can be read. At the count they are written anew,
-- all in one transaction and in order of serial. Nothing here has a time.
--
-- Locks: acts lock the meeting, then the vote for update (0047); taking a paper
-- and dropping a ballot lock the vote for key share, so that they never wait for
-- each other, and an act waits for those on their way.

set local search_path = app;

create table secret_vote (
    vote_id uuid primary key references vote on delete cascade,
    public_key bytea not null, -- SubjectPublicKeyInfo: the same for everybody, or papers could be told apart
    phase text not null default 'handing_out' check (phase in ('handing_out', 'box', 'counted')),
    ends_at timestamptz, -- announced to everybody, so that nobody is cut off
    handed_out integer, -- from the count on: what came of it
    returned integer,
    unreadable integer, -- envelopes that no key opens any more
    list text, -- what is published, byte for byte as it is sealed
    seal text,
    constraint counted_has_its_list check ((phase = 'counted') = (list is not null and seal is not null and handed_out is not null and returned is not null and unreadable is not null))
);

-- Who received a paper, for which mandate. The same blinded bytes again get the same answer.
create table ballot_paper (
    vote_id uuid not null references vote on delete cascade,
    person_id uuid not null, -- the mandate
    voter_id uuid not null references person,
    blinded_hash bytea not null,
    signature bytea not null,
    primary key (vote_id, person_id)
);

create table sealed_ballot (
    vote_id uuid not null references vote on delete cascade,
    tag bytea not null check (octet_length(tag) = 32), -- one a serial, and nothing without the box's key
    envelope bytea not null,
    primary key (vote_id, tag)
);

create table secret_ballot (
    vote_id uuid not null references vote on delete cascade,
    serial bytea not null check (octet_length(serial) = 65),
    prefix bytea not null check (octet_length(prefix) = 32),
    paper bytea not null,
    option_ids uuid[] not null, -- in order of the options; as many as its voter marked
    signature bytea not null check (octet_length(signature) = 64),
    primary key (vote_id, serial)
);

do $$
declare t text;
begin
    foreach t in array array['secret_vote', 'ballot_paper', 'sealed_ballot', 'secret_ballot'] loop
        execute format('alter table app.%I enable row level security', t);
    end loop;
end $$;

-- ---- what the seam of 0046 asks

create or replace function vote_voted(v app.vote) returns setof uuid
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    if v.secret then
        return query select p.person_id from app.ballot_paper p where p.vote_id = v.id;
    else
        return query select b.person_id from app.ballot b where b.vote_id = v.id;
    end if;
end $$;

-- As with paper: a ballot with nothing marked is blank, one with more marks than the vote takes is invalid, and neither counts for any option.
create function secret_count(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    s app.secret_vote;
    most integer := coalesce(v.most_choices, 1);
begin
    select * into s from app.secret_vote x where x.vote_id = v.id;
    if s.phase is distinct from 'counted' then -- until then nobody knows what lies in the box but how much
        return (with n as (select count(*) as came from app.sealed_ballot b where b.vote_id = v.id)
            select jsonb_build_object('handed_out', (select count(*) from app.ballot_paper p where p.vote_id = v.id), 'returned', n.came, 'voted', n.came) from n);
    end if;
    return (
        with b as materialized (select x.option_ids, cardinality(x.option_ids) as marks from app.secret_ballot x where x.vote_id = v.id),
        said as (select o.id, count(*) as n from b cross join unnest(b.option_ids) o (id) where b.marks between 1 and most group by o.id)
        select jsonb_build_object('handed_out', s.handed_out, 'returned', s.returned, 'voted', s.returned, 'valid', count(*) filter (where b.marks between 1 and most),
            'invalid', count(*) filter (where b.marks > most) + s.unreadable, 'blank', count(*) filter (where b.marks = 0), 'unreadable', s.unreadable,
            'counts', (select jsonb_agg(jsonb_build_object('option_id', o.id, 'count', coalesce(t.n, 0)) order by o.position)
                       from app.vote_option o left join said t on t.id = o.id where o.vote_id = v.id))
        from b);
end $$;

alter function vote_count(app.vote) rename to open_count;
create function vote_count(v app.vote) returns jsonb
language plpgsql stable security definer as $$
begin
    return case when v.secret then app.secret_count(v) else app.open_count(v) end;
end $$;

-- A secret vote opens by handing out its papers, with a key, and closes by the count.
create or replace function vote_opening(v app.vote) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    if v.secret and not exists (select from app.secret_vote s where s.vote_id = v.id and s.phase = 'handing_out') then
        perform app.fail('conflict', 'secret', 'papers are handed out first');
    end if;
end $$;

create or replace function vote_closing(v app.vote) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
begin
    if v.secret and not exists (select from app.secret_vote s where s.vote_id = v.id and s.phase = 'counted') then
        perform app.fail('conflict', 'secret', 'the box is closed by counting');
    end if;
end $$;

-- What everybody who sees the vote may know of the box. key: short enough to be read out and compared.
create function secret_box_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('phase', s.phase, 'handed_out', c -> 'handed_out', 'returned', c -> 'returned', 'ends_at', app.json_time(s.ends_at),
                'key', upper(substr(encode(sha256(s.public_key), 'hex'), 1, 16)))
            from app.secret_vote s cross join lateral app.secret_count(v) c where s.vote_id = v.id);
end $$;

alter function vote_public_json(app.vote) rename to vote_plain_json;
create function vote_public_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
begin
    return app.vote_plain_json(v) || jsonb_build_object('box', case when v.secret then app.secret_box_json(v) end);
end $$;

alter function vote_tally(app.vote) rename to open_tally;
create function vote_tally(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    j jsonb := app.open_tally(v);
begin
    return case when v.secret and j is not null then j || jsonb_build_object('box', app.secret_box_json(v)) else j end;
end $$;

-- One's own mandates: of a secret vote that runs, whether a paper was received.
alter function vote_json(app.vote) rename to open_vote_json;
create function vote_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
declare
    j jsonb := app.open_vote_json(v);
begin
    if not v.secret or v.closed_at is not null then
        return j;
    end if;
    return j || jsonb_build_object('mine', (select coalesce(jsonb_agg(x || jsonb_build_object('voted', exists (
                select from app.ballot_paper p where p.vote_id = v.id and p.person_id = (x #>> '{mandate,id}')::uuid)) order by ord), '[]')
            from jsonb_array_elements(j -> 'mine') with ordinality t (x, ord)));
end $$;

-- ---- papers

create function secret_papers_json(v app.vote) returns jsonb
language plpgsql stable security definer as $$
begin
    return (select jsonb_build_object('vote_id', v.id, 'state', v.state, 'box', app.secret_box_json(v), 'public_key', translate(encode(s.public_key, 'base64'), E'\n', ''), 'at', app.json_time(clock_timestamp()),
            'present', app.attendance_present(v.meeting_id, v.item_id, app.me()),
            'mine', (select coalesce(jsonb_agg(jsonb_build_object('mandate', app.person_ref(d.person_id), 'own', d.person_id = d.voter_id,
                        'received', p.vote_id is not null, 'blinded_sha256', encode(p.blinded_hash, 'hex')) order by d.ord, d.person_id), '[]')
                     from app.vote_mandate d left join app.ballot_paper p on p.vote_id = d.vote_id and p.person_id = d.person_id
                     where d.vote_id = v.id and d.voter_id = app.me()))
        from app.secret_vote s where s.vote_id = v.id);
end $$;

create function secret_papers_get(vote uuid) returns setof jsonb
language plpgsql stable security definer as $$
begin
    return query select app.secret_papers_json(v) from app.vote v where v.id = secret_papers_get.vote and v.secret and app.vote_seen(v)
        and exists (select from app.secret_vote s where s.vote_id = v.id);
end $$;

-- Before a key is made, for that takes a while and holds no lock: may the caller hand out now?
create function secret_hand_out_check(vote uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    v app.vote;
    m app.meeting;
begin
    select * into v from app.vote x where x.id = secret_hand_out_check.vote and app.vote_seen(x);
    if v.id is null then
        return;
    end if;
    select * into m from app.meeting x where x.id = v.meeting_id;
    if not app.meeting_steered_by_me(m) then
        perform app.fail('not-allowed');
    elsif not v.secret then
        perform app.fail('conflict', 'vote', 'an open vote has no papers');
    elsif v.state <> 'created' or m.state <> 'in_progress' then
        perform app.fail('wrong-state');
    elsif (select count(*) from app.vote_option o where o.vote_id = v.id) > 256 then
        perform app.fail('out-of-range', 'options');
    end if;
    return next jsonb_build_object('id', v.id);
end $$;

create function secret_hand_out(vote uuid, public_key text) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote := app.vote_lock(vote, true);
begin
    if v.id is null then
        return;
    elsif v.state <> 'created' then
        perform app.fail('wrong-state'); -- nor is its key changed
    end if;
    perform app.secret_hand_out_check(v.id);
    insert into app.secret_vote (vote_id, public_key) values (v.id, decode(secret_hand_out.public_key, 'hex'));
    return query select app.vote_open(v.id);
end $$;

-- b: {mandate_id, blinded_hash, signature} in hexadecimal; signature null when the key is gone already: then only what was signed before is given again.
create function secret_paper_take(vote uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    v app.vote;
    self uuid := app.me();
    mandate uuid;
    held app.ballot_paper;
    hash bytea := decode(b ->> 'blinded_hash', 'hex');
begin
    select * into v from app.vote x where x.id = secret_paper_take.vote;
    if v.id is null or not app.vote_seen(v) then
        return;
    end if;
    select * into v from app.vote x where x.id = v.id for key share;
    if not v.secret then
        perform app.fail('conflict', 'vote', 'an open vote has no papers');
    end if;
    select d.person_id into mandate from app.vote_mandate d where d.vote_id = v.id and d.voter_id = self and d.person_id = (b ->> 'mandate_id')::uuid;
    select * into held from app.ballot_paper p where p.vote_id = v.id and p.person_id = mandate;
    if held.vote_id is null then
        if v.state <> 'open' or b ->> 'signature' is null or not exists (select from app.secret_vote s where s.vote_id = v.id and s.phase = 'handing_out') then
            perform app.fail('wrong-state');
        elsif mandate is null then
            perform app.fail('not-allowed', 'mandate_id', 'no mandate in this vote');
        elsif not app.attendance_present(v.meeting_id, v.item_id, self) then
            perform app.fail('not-allowed', 'attendance', 'only who is present receives a paper');
        end if;
        insert into app.ballot_paper (vote_id, person_id, voter_id, blinded_hash, signature) values (v.id, mandate, self, hash, decode(b ->> 'signature', 'hex'))
        on conflict do nothing returning * into held;
        if not found then -- from another device, this moment
            select * into held from app.ballot_paper p where p.vote_id = v.id and p.person_id = mandate;
        end if;
    end if;
    if held.blinded_hash <> hash then
        perform app.fail('duplicate', 'mandate_id', 'one paper a mandate');
    end if;
    return next jsonb_build_object('signature', encode(held.signature, 'hex'));
end $$;

-- who may run what

do $$ begin perform app.rights_close('{secret_papers_get, secret_hand_out_check, secret_hand_out, secret_paper_take}'); end $$;
