-- SPDX-License-Identifier: GPL-3.0-or-later
-- Votes (F5, K2; rules 11, 22, 24, 25, 29 to 33).

create temp table m as select tap.meeting(null, null) as id;
grant select on m to nghisu_app;
select tap.be('chutri');
select app.meeting_publish(id) from m;
select tap.back();
create temp table v as select app.uuid7() as id;
grant select on v to nghisu_app;
insert into vote (id, meeting_id, item_id, position, title, method, words, author_id)
select v.id, m.id, i.id, 1, 'Thông qua mục một', 'approve', 'agree', tap.id('thuky') from v, m join agenda_item i on i.meeting_id = m.id and i.position = 1;
insert into vote_option (vote_id, position, label, meaning) select id, 1, 'Đồng ý', 'for' from v;

select throws_ok($$ update vote set state = 'open' $$, '23514', null, 'vote__that_opened_says_when');
select throws_ok($$ update vote set words = null $$, '23514', null, 'vote__of_approval_has_its_words');
select tap.be('thuky');
select is((select count(*) from vote), 1::bigint, 'vote__prepared_is_seen_by_who_prepares');
select throws_ok('select result from vote', '42501', null, 'result__is_read_through_functions_alone');
select tap.be('nguoila');
select is((select count(*) from vote), 0::bigint, 'vote__is_not_there_for_strangers (A4)');
