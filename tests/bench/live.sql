-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What tests/bench/live.mjs measures on, beside the sample data: 5,000 people
-- of 50 units, each signed in (by token 'bench-live-token-of-<n>'), and for each
-- of :sizes a running meeting of so many of them, with a chair and eight
-- items. Signing in with a password would take a tenth of a second each. Run
-- as the owner.

\set ON_ERROR_STOP on
set client_min_messages = warning;
set search_path = app, pg_temp;
begin;
create temp table new_unit as select n, uuid7() as id from generate_series(1, 50) n;
insert into unit (id, code, is_agency, founded_on) select id, 'LIVE' || n, true, '2020-01-01' from new_unit;
insert into unit_period (unit_id, valid, name, short_name) select id, daterange('2020-01-01', null), 'Đơn vị dự họp ' || n, 'ĐV' || n from new_unit;
create temp table new_person as select n, uuid7() as id from generate_series(0, (select max(s) from unnest(:'sizes'::integer[]) s)) n;
insert into person (id, account, full_name, must_change_password) select id, 'live' || n, 'Nguyễn Thị Dự Họp ' || n, false from new_person;
insert into position (person_id, unit_id, title_id, held, main)
select p.id, u.id, (select id from catalogue_entry where catalogue = 'title' limit 1), daterange('2021-01-01', null), true
from new_person p join new_unit u on u.n = 1 + p.n % 50;
insert into session (person_id, token_hash, idle_hours, expires_at)
select p.id, encode(sha256(convert_to('bench-live-token-of-' || p.n, 'UTF8')), 'hex'), 12, now() + interval '12 hours' from new_person p;

create temp table new_meeting as select s as size, uuid7() as id, uuid7() as audience from unnest(:'sizes'::integer[]) s;
insert into audience (id, name) select audience, 'Họp' from new_meeting;
insert into meeting (id, title, state, type_id, host_unit_id, chair_id, author_id, starts_at, ends_at, audience_id, published_at, started_at)
select m.id, 'Họp của ' || m.size, 'in_progress', (select id from catalogue_entry where catalogue = 'meeting-type' limit 1), (select id from new_unit where n = 1), p.id, p.id,
       now() - interval '10 minutes', now() + interval '3 hours', m.audience, now() - interval '1 day', now() - interval '5 minutes'
from new_meeting m join new_person p on p.n = 0;
insert into meeting_invitee (meeting_id, principal_id, kind, role, position) select m.id, p.id, 'person', 'member', p.n from new_meeting m join new_person p on p.n between 1 and m.size;
insert into audience_member (audience_id, principal_id)
select m.audience_id, p.id from meeting m join new_meeting w on w.id = m.id join new_person p on p.n between 0 and w.size
union all select m.preparers_id, p.id from meeting m join new_meeting w on w.id = m.id join new_person p on p.n = 0;
insert into invitation_answer (meeting_id, person_id, answer) select i.meeting_id, i.principal_id, 'confirmed' from meeting_invitee i join new_meeting m on m.id = i.meeting_id;
insert into attendance (meeting_id, person_id, state, method, confirmed, said_by) select i.meeting_id, i.principal_id, 'room', 'self', false, i.principal_id
from meeting_invitee i join new_meeting m on m.id = i.meeting_id;
insert into agenda_item (meeting_id, position, number, title, minutes, presenter_id)
select m.id, k, k::text, 'Nội dung ' || k || ' của cuộc họp', 15, p.id from new_meeting m cross join generate_series(1, 8) k join new_person p on p.n = k;
update meeting m set current_item_id = i.id, current_since = now() from agenda_item i join new_meeting w on w.id = i.meeting_id where i.meeting_id = m.id and i.position = 1;
analyze;
select string_agg(m.size || ' ' || m.id || ' ' || (select string_agg(i.id::text, ' ' order by i.position) from agenda_item i where i.meeting_id = m.id), E'\n' order by m.size) from new_meeting m;
commit;
