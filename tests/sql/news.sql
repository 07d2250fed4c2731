-- SPDX-License-Identifier: GPL-3.0-or-later
-- What changed since I last read (C6): told from the version one knows, less the pages seen since.

create temp table d as select tap.document('thuky', 'Dự thảo đang sửa') as id;
select tap.version('thuky', id, 1) from d;
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read')) from d;
grant select on d to nghisu_app;
create function pg_temp.news() returns jsonb language sql as $$ select n.reply - 'seen_pages' - 'comparable' from d, app.news_get(d.id) n $$;
create function pg_temp.expect(last integer, newest integer, variadic pages integer[]) returns jsonb language sql as $$
    select jsonb_build_object('last_version', last, 'newest_version', newest, 'changed_pages', array_remove(pages, 0))
$$;
create function pg_temp.seen() returns text language sql as $$
    select string_agg((x ->> 'from') || '-' || (x ->> 'to'), ' ' order by ord) from d, app.news_get(d.id) n, jsonb_array_elements(n.reply -> 'seen_pages') with ordinality t (x, ord)
$$;
create function pg_temp.comparable() returns boolean language sql as $$ select (n.reply ->> 'comparable')::boolean from d, app.news_get(d.id) n $$;

create function pg_temp.read(n integer, p integer, done boolean default null) returns jsonb language sql as $$
    select app.reading_set(id, jsonb_strip_nulls(jsonb_build_object('version', n, 'page', p, 'read', done))) from d
$$;

select tap.be('nguoila');
select is_empty('select app.news_get(id) from d', 'news__of_a_document_one_cannot_see');
select is((select app.news_keep(id, 1, 1, '[]') from d), false, 'news__are_not_kept_by_who_cannot_see_the_versions');
select throws_ok('select * from app.version_change', '42501', null, 'version_change__is_not_readable');
select tap.be('chutri');
select is(pg_temp.news(), pg_temp.expect(null, 1, 0), 'news__of_what_was_never_opened');
select pg_temp.read(1, 1);
select is(pg_temp.news(), pg_temp.expect(1, 1, 0), 'news__none_of_the_first_version_opened');
select tap.version('thuky', id, 2) from d;
select tap.be('chutri');
select is(pg_temp.news(), null, 'news__are_to_be_found');
select ok((select app.news_keep(id, 1, 2, '[1, 3]') from d), 'news__are_kept');
select is(pg_temp.news(), pg_temp.expect(1, 2, 1, 3), 'news__are_the_pages_that_changed');
select pg_temp.read(2, 3);
select is(pg_temp.news(), pg_temp.expect(1, 2, 1), 'news__less_the_pages_seen_since');
select tap.version('thuky', id, 3) from d;
select tap.be('chutri');
select ok((select app.news_keep(id, 1, 3, '[1, 2]') from d), 'news__are_kept_from_the_version_one_knows');
select is(pg_temp.news(), pg_temp.expect(1, 3, 1, 2), 'news__what_was_only_begun_is_not_known');
select pg_temp.read(3, 2, true);
select is(pg_temp.news(), pg_temp.expect(3, 3, 0), 'news__none_when_marked_as_read');
select pg_temp.read(1, 2);
select is(pg_temp.news(), pg_temp.expect(3, 3, 0), 'news__looking_into_an_old_version_changes_nothing');
select tap.version('thuky', id, 4) from d;
select tap.be('chutri');
select ok((select app.news_keep(id, 3, 4, '[2]') from d), 'news__from_the_version_marked');
select is(pg_temp.news(), pg_temp.expect(3, 4, 2), 'news__begin_at_the_version_marked');
select pg_temp.read(4, p) from generate_series(1, 3) p;
select is(pg_temp.news(), pg_temp.expect(3, 4, 0), 'news__none_when_all_is_seen');
select tap.version('thuky', id, 5) from d;
select tap.be('chutri');
select ok((select app.news_keep(id, 4, 5, '[3]') from d), 'news__from_the_version_seen_to_the_end');
select is(pg_temp.news(), pg_temp.expect(4, 5, 3), 'news__begin_at_the_version_seen_to_the_end');
-- one who lost the right to the version known is told that all is new
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', 5, 'right', 'read')) from d;
select tap.be('chutri');
select is(pg_temp.news(), pg_temp.expect(4, 5, 1, 2, 3), 'news__all_pages_when_the_version_known_is_not_there_any_more');

-- how far one has read: several pages are told at once, of the version they are of
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read')) from d;
select tap.be('chutri');
select is(pg_temp.seen(), null, 'seen__nothing_of_a_version_never_opened');
select ok(pg_temp.comparable(), 'news__can_be_compared_while_both_versions_are_there');
select app.reading_set(id, '{"version": 5, "page": 1, "seen": [3, 3, 2]}') from d;
select is(pg_temp.seen(), '1-3', 'seen__several_pages_at_once');
select is(pg_temp.news(), pg_temp.expect(4, 5, 0), 'news__less_all_that_was_seen');
select app.reading_set(id, '{"version": 5, "page": 2, "seen": [900]}') from d;
select is(pg_temp.seen(), '1-3', 'seen__no_page_that_the_version_has_not');
select app.reading_set(id, '{"version": 1, "page": 2, "seen": [1, 2]}') from d;
select tap.version('thuky', id, 6) from d;
select tap.be('chutri');
select app.news_keep(id, 5, 6, '[1]') from d;
select app.reading_set(id, '{"version": 6, "page": 2, "seen": null}') from d;
select is(pg_temp.seen(), '2-2', 'seen__is_of_the_newest_version');
select is(pg_temp.news(), pg_temp.expect(5, 6, 1), 'news__stay_until_the_page_is_seen');
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', 6, 'right', 'read')) from d;
select tap.be('chutri');
select ok(not pg_temp.comparable(), 'news__cannot_be_compared_with_a_version_that_is_not_there_any_more');

-- what is not read is found in the list and stands on the home page (H3)
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read')) from d;
create function pg_temp.listed(unread text) returns boolean language sql as $$
    select exists (select from jsonb_array_elements(app.document_list(null, null, null, null, null, 200, unread) -> 'items') x, d where x ->> 'id' = d.id::text)
$$;
create function pg_temp.at_home() returns jsonb language sql as $$
    select jsonb_build_array(x -> 'version', x -> 'news', x -> 'read_page') from d, jsonb_array_elements(app.home_get() -> 'to_read') x where x ->> 'document_id' = d.id::text
$$;
select tap.be('chutri');
select is(array[pg_temp.listed(null), pg_temp.listed('true'), pg_temp.listed('false')], '{t,f,t}', 'list__what_is_opened_is_not_unread');
select is(pg_temp.at_home(), null, 'home__nor_to_be_read');
select tap.version('thuky', id, 7) from d;
select tap.be('chutri');
select is(array[pg_temp.listed(null), pg_temp.listed('true'), pg_temp.listed('false')], '{t,t,f}', 'list__a_newer_version_is_unread');
select is(pg_temp.at_home(), '[7, "changed", null]', 'home__shows_the_newer_version_to_read');
select app.reading_set(id, '{"version": 7, "page": 1, "read": true}') from d;
select is(array[pg_temp.listed('true'), pg_temp.at_home() is null], '{f,t}', 'home__and_no_longer_when_marked_as_read');
select tap.be('thuky');
select is(pg_temp.listed('true'), false, 'list__ones_own_is_not_unread');
select tap.be('nguoila');
select is(array[pg_temp.listed('true'), pg_temp.listed('false')], '{f,f}', 'list__no_condition_shows_a_stranger_anything (A4)');

-- the paper of a meeting is read when it is marked so, or read to its end; the page is of the paper's version
create temp table p as select tap.document('thuky', 'Tài liệu họp') as id;
grant select on p to nghisu_app;
select tap.version('thuky', id, 1) from p;
create temp table m as select tap.meeting(id, 1) as id from p;
select tap.be('thuky');
select app.meeting_publish(id) from m;
create function pg_temp.paper_at_home() returns jsonb language sql as $$
    select jsonb_build_array(x -> 'version', x -> 'news', x -> 'read_page') from p, jsonb_array_elements(app.home_get() -> 'to_read') x where x ->> 'document_id' = p.id::text
$$;
select tap.be('xa.lanhdao');
select is(pg_temp.paper_at_home(), '[1, "new", null]', 'home__a_paper_never_opened_is_new');
select app.reading_set(id, '{"version": 1, "page": 2}') from p;
select is(pg_temp.paper_at_home(), '[1, null, 2]', 'home__a_paper_begun_says_where');
select app.reading_set(id, '{"version": 1, "page": 3}') from p;
select app.reading_set(id, '{"version": 1, "page": 1}') from p;
select is(pg_temp.paper_at_home(), null, 'home__a_paper_read_to_its_end_stays_read_when_one_leafs_back');
select tap.version('thuky', id, 2) from p;
select app.paper_change((app.agenda_get(m.id) #>> '{items,0,papers,0,id}')::uuid, '{"version": 2}') from m;
select tap.be('xa.lanhdao');
select is(pg_temp.paper_at_home(), '[2, "changed", null]', 'home__a_paper_that_took_a_newer_version_is_to_be_read_again');
select app.reading_set(id, '{"version": 2, "page": 1, "read": true}') from p;
select is(pg_temp.paper_at_home(), null, 'home__a_paper_marked_as_read_is_read');

-- who saw all that changed knows the version, though they did not leaf through the rest
create temp table q as select tap.document('thuky', 'Sửa hai trang') as id;
select tap.version('thuky', id, 1), tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read')) from q;
grant select on q to nghisu_app;
create function pg_temp.last_known() returns integer language sql as $$ select n.known from q, app.news_get(q.id) n $$;
select tap.be('chutri');
select app.reading_set(id, '{"version": 1, "page": 1, "read": true}') from q;
select tap.version('thuky', id, 2) from q;
select tap.be('chutri');
select app.news_keep(id, 1, 2, '[1, 2]') from q;
select app.reading_set(id, '{"version": 2, "page": 1}') from q;
select tap.version('thuky', id, 3) from q;
select tap.be('chutri');
select is(pg_temp.last_known(), 1, 'known__not_while_a_changed_page_was_not_seen');
select app.reading_set(id, '{"version": 2, "page": 2}') from q;
select is(pg_temp.last_known(), 2, 'known__once_all_changed_pages_were_seen');
select app.reading_set(id, '{"version": 3, "page": 3}') from q;
select is((select r.known from app.reading r, q where r.document_id = q.id and r.person_id = app.me()), 2, 'known__and_stays_so_when_the_next_is_opened');
