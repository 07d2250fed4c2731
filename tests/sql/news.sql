-- SPDX-License-Identifier: GPL-3.0-or-later
-- What changed since I last read (C6): told from the version one knows, less the pages seen since.

create temp table d as select tap.document('thuky', 'Dự thảo đang sửa') as id;
select tap.version('thuky', id, 1) from d;
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read')) from d;
grant select on d to nghisu_app;
create function pg_temp.news() returns jsonb language sql as $$ select (n.reply) from d, app.news_get(d.id) n $$;
create function pg_temp.expect(last integer, newest integer, variadic pages integer[]) returns jsonb language sql as $$
    select jsonb_build_object('last_version', last, 'newest_version', newest, 'changed_pages', array_remove(pages, 0))
$$;
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
