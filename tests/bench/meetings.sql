-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What tests/bench/meetings.mjs measures on, beside the sample data: an office
-- of 2,000 people and 100 units, :meetings meetings over two years, 25 invited
-- to each, five items, two papers with text. The person whose account is :who
-- is to see about one in fifty of them. Run as the owner.

\set ON_ERROR_STOP on
set client_min_messages = warning;
set search_path = app, pg_temp;
select setseed(0.20261123);
begin;
create temp table me as select id from person where account = :'who';
create temp table new_person as select n, uuid7() as id from generate_series(1, 2000) n;
insert into person (id, account, full_name, must_change_password) select id, 'bench' || n, 'Nguyễn Văn Thử ' || n, false from new_person;
create temp table new_unit as select n, uuid7() as id from generate_series(1, 100) n;
insert into unit (id, code, is_agency, founded_on) select id, 'BENCH' || n, true, '2020-01-01' from new_unit;
insert into unit_period (unit_id, valid, name, short_name) select id, daterange('2020-01-01', null), 'Đơn vị thử ' || n, 'ĐV' || n from new_unit;
insert into position (person_id, unit_id, title_id, held, main)
select p.id, u.id, (select id from catalogue_entry where catalogue = 'title' limit 1), daterange('2021-01-01', null), true
from new_person p join new_unit u on u.n = 1 + p.n % 100;
-- the unit of the person measured
create temp table my_unit as select unit_id as id from position where person_id = (select id from me) and held @> current_date limit 1;

create temp table new_meeting as
select n, uuid7() as id, uuid7() as audience,
       date_trunc('day', now()) - interval '17 hours' + interval '8 hours' + (random() * 730 - 540)::integer * interval '1 day' + (random() * 9)::integer * interval '1 hour' as starts_at,
       (1 + (random() * 1999))::integer as chair, (1 + (random() * 1999))::integer as secretary, (random() * 999)::integer as luck
from generate_series(1, :meetings) n;
insert into audience (id, name) select audience, 'Họp' from new_meeting;
insert into meeting (id, title, state, type_id, host_unit_id, chair_id, author_id, starts_at, ends_at, room_id, place, audience_id, published_at)
select m.id, 'Họp ' || (array['giao ban', 'thường kỳ', 'chuyên đề', 'tổng kết', 'thẩm định'])[1 + m.n % 5] || ' về việc số ' || m.n,
       case when m.starts_at < now() - interval '4 hours' then case when m.n % 20 = 0 then 'cancelled' else 'ended' end when m.n % 10 = 0 then 'draft' else 'invited' end,
       (select id from catalogue_entry where catalogue = 'meeting-type' limit 1), u.id, p.id, s.id, m.starts_at, m.starts_at + interval '90 minutes',
       -- those that hold a room would be refused for overlapping in it
       case when m.starts_at < now() - interval '4 hours' or m.n % 10 = 0 then (select id from catalogue_entry where catalogue = 'room' limit 1) end, 'Phòng số ' || m.n % 30, m.audience,
       case when m.starts_at < now() - interval '4 hours' or m.n % 10 <> 0 then m.starts_at - interval '5 days' end
from new_meeting m join new_unit u on u.n = 1 + m.n % 100 join new_person p on p.n = m.chair
join lateral (select case when m.luck < 2 then (select id from me) else (select x.id from new_person x where x.n = m.secretary) end as id) s on true;
insert into meeting_secretary (meeting_id, person_id) select m.id, m.author_id from meeting m join new_meeting w on w.id = m.id;
-- 22 persons and 3 units each; the person measured by name, their unit, or both, in about one of fifty
insert into meeting_invitee (meeting_id, principal_id, kind, role, position)
select m.id, p.id, 'person', case when k < 20 then 'member' else 'guest' end, k
from new_meeting m cross join generate_series(1, 22) k join new_person p on p.n = 1 + (m.n * 89 + k * 91 + m.luck) % 2000
union all select m.id, u.id, 'unit', 'member', 30 + k from new_meeting m cross join generate_series(1, 3) k join new_unit u on u.n = 1 + (m.n * 7 + k * 31) % 100
union all select m.id, me.id, 'person', 'member', 0 from new_meeting m, me where m.luck between 10 and 19
union all select m.id, u.id, 'unit', 'member', 40 from new_meeting m, my_unit u where m.luck between 18 and 28;
insert into invitation_answer (meeting_id, person_id, answer) select i.meeting_id, i.principal_id, 'confirmed'
from meeting_invitee i join new_meeting m on m.id = i.meeting_id where i.kind = 'person' and i.position % 2 = 0;
insert into audience_member (audience_id, principal_id)
select m.audience_id, x.id from meeting m join new_meeting w on w.id = m.id
cross join lateral (select m.author_id as id union select m.chair_id union select i.principal_id from meeting_invitee i where i.meeting_id = m.id and m.published_at is not null) x
union all select m.preparers_id, x.id from meeting m join new_meeting w on w.id = m.id cross join lateral (select m.author_id as id union select m.chair_id) x;
insert into agenda_item (meeting_id, position, number, title, minutes, presenter_id, presenting_unit_id, papers_due_at)
select m.id, k, k::text, 'Nội dung ' || k || ' của cuộc họp ' || m.n, 15, p.id, u.id, case when k = 1 then m.starts_at - interval '2 days' end
from new_meeting m cross join generate_series(1, 5) k join new_person p on p.n = 1 + (m.n + k) % 2000
join lateral (select case when m.luck between 18 and 28 then (select id from my_unit) else (select x.id from new_unit x where x.n = 1 + (m.n + k) % 100) end as id) u on true;

-- Two papers a meeting; words of which the k-th of a thousand stands in about one of k.
create temp table new_document as select n, uuid7() as id, (select string_agg('từ' || to_hex((1000 ^ random())::integer), ' ') from generate_series(1, 200) k where n > 0) as text
from generate_series(1, :meetings) n;
alter table document disable trigger document_is_granted_to_author;
insert into document (id, type, subject, author_id) select d.id, 'BC', 'Báo cáo chuyên đề số ' || d.n, p.id from new_document d join new_person p on p.n = 1 + d.n % 2000;
alter table document enable trigger document_is_granted_to_author;
insert into version (document_id, number, commit, sha256, bytes, media, filename, pages, author_id, oid, path)
select d.id, 1, 'c1', repeat('a', 64), 9, 'application/pdf', 'a.pdf', 1, x.author_id, 'o1', 'content/main.pdf' from new_document d join document x on x.id = d.id;
insert into version_page (document_id, version, page, words, text) select d.id, 1, 1, page_vector(d.text), d.text from new_document d;
update version_text t set state = 'indexed', pages = 1, words = p.words from version_page p where p.document_id = t.document_id and p.version = t.version and p.document_id in (select id from new_document);
insert into paper (item_id, position, document_id, version)
select i.id, k, d.id, 1 from new_meeting m join agenda_item i on i.meeting_id = m.id and i.position = 2 cross join generate_series(1, 2) k
join new_document d on d.n = 1 + (m.n * 2 + k) % :meetings;
alter table document_grant disable trigger user; -- readers are what the triggers would have made
insert into document_grant (document_id, principal_id, version, "right", origin)
select distinct p.document_id, m.audience, 1, 'read', 'meeting' from new_meeting m join agenda_item i on i.meeting_id = m.id join paper p on p.item_id = i.id;
alter table document_grant enable trigger user;
update version v set readers = g.readers from (select document_id, array_agg(distinct principal_id) as readers from document_grant group by 1) g
where g.document_id = v.document_id and v.document_id in (select id from new_document);
update document d set readers = v.readers || d.author_id from version v where v.document_id = d.id and v.number = 1 and d.id in (select id from new_document);
commit;
vacuum analyze;
select count(*) as meetings, (select count(*) from meeting_invitee) as invitations,
       (select count(*) from meeting m where m.audience_id = any (principals_of((select id from me)))) as seen from meeting;
