-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What tests/bench/rights.sh measures on: :documents documents, a version or two
-- each, and three people who are 10, 500 and 2,000 principals and each see one
-- document in twenty, spread evenly. One person of 500 principals more sees only
-- the oldest, which a list that begins with the newest meets last. Loaded by the
-- superuser with triggers off; readers are what the triggers would have made.

\set ON_ERROR_STOP on
set client_min_messages = warning;
set search_path = app, pg_temp;
select setseed(0.20261123);
create schema bench;

begin;
set local session_replication_role = replica;
insert into person (id, account, full_name) select uuid7(), 'p' || n, 'Người ' || n from generate_series(1, 500) n;
create table bench.author as select row_number() over (order by id) as n, id from person;

create table bench.who (name text, principals integer, person_id uuid, held uuid[]);
insert into bench.who
select k.name, k.n, (select id from bench.author where n = k.author), array(select uuid7() from generate_series(2, k.n))
from (values ('10', 10, 1), ('500', 500, 2), ('2000', 2000, 3), ('500 old', 500, 4)) k (name, n, author);
insert into audience (id, name) select unnest(held), 'Tập hợp' from bench.who;
insert into principal (id, kind) select id, 'person' from person union all select id, 'audience' from audience;
insert into audience_member (audience_id, principal_id) select unnest(held), person_id from bench.who;

-- Subjects of eight words: the k-th of a thousand stands in about one of k.
create table bench.doc as
select s.i as n, uuid7() as id, (select a.id from bench.author a where a.n = 5 + s.i % 495) as author_id,
       (select string_agg('từ' || to_hex((1000 ^ random())::integer), ' ') from generate_series(1, 8) k where s.i > 0) as subject,
       array(select w.held[1 + floor(random() * cardinality(w.held))::integer] from bench.who w
             where s.i > 0 and case when w.name like '% old' then s.i < :documents / 50 else random() < 0.05 end)
       || array(select a.id from bench.author a where a.n in (5 + (s.i * 7) % 495, 5 + (s.i * 13) % 495)) as readers
from generate_series(1, :documents) s (i);
insert into document (id, type, subject, author_id, readers)
select d.id, 'BC', d.subject, d.author_id, d.author_id || d.readers from bench.doc d order by d.n;
insert into version (document_id, number, commit, sha256, bytes, media, filename, pages, author_id, oid, path, readers)
select d.id, v, 'c' || v, repeat('a', 64), 9, 'application/pdf', 'a.pdf', 3, d.author_id, 'o' || v, 'content/main.pdf', d.author_id || d.readers
from bench.doc d, generate_series(1, 1 + d.n % 2) v order by d.n, v;
insert into document_grant (document_id, principal_id, "right", origin) select d.id, d.author_id, 'edit', 'author' from bench.doc d
union all select distinct d.id, r, 'read', 'manual' from bench.doc d, unnest(d.readers) r;
commit;
vacuum analyze;

grant usage on schema bench to public;
grant select on bench.who to public;
-- The best of some runs, in milliseconds, as that person: what else the machine does is no part of it.
create function bench.time(who text, query text, runs integer) returns numeric language plpgsql as $$
declare
    w record; began timestamptz; took interval;
begin
    select * into w from bench.who x where x.name = who;
    perform set_config('app.person_id', w.person_id::text, true), set_config('app.principals', (w.person_id || w.held)::text, true);
    for i in 0 .. runs loop
        began := clock_timestamp();
        execute query;
        if i > 0 then -- the first plans
            took := least(took, clock_timestamp() - began);
        end if;
    end loop;
    return round(extract(epoch from took) * 1000, 2);
end $$;
create function bench.seen(who text) returns bigint language plpgsql as $$
begin
    perform bench.time(who, 'select 1', 1);
    return (select count(*) from app.document);
end $$;
