-- SPDX-License-Identifier: GPL-3.0-or-later
-- E11: meetings found by what one has to do with them, and by the text of papers that one may see (rules 10, 12, 24).

-- ---- words
select is(app.text_letters('Số: 15/ĐA-UBND,  HÒA  Bình'), 'số 15 đa ubnd hoà bình', 'words__lower_case_without_signs');
select is(app.text_letters('Thúy, Hoà, khỏe, ủy ban'), app.text_letters('Thuý, Hòa, khoẻ, uỷ ban'), 'words__the_tone_stands_here_or_there');
select is(app.text_letters(normalize('Công văn', NFD)), app.text_letters('Công văn'), 'words__letters_and_marks_apart_are_the_same');
select ok(app.page_vector('Công văn số 15') @@ app.text_query('cong van'), 'words__without_marks_find_those_with');
select ok(app.page_vector('Công văn số 15') @@ app.text_query('công văn'), 'words__with_marks_find_the_same');
select ok(not app.page_vector('Công văn số 15') @@ app.text_query('cống'), 'words__with_other_marks_do_not');
select ok(not app.page_vector('Cong van') @@ app.text_query('công'), 'words__with_marks_are_not_found_where_there_are_none');
select ok(app.page_vector('Quyết định') @@ app.text_query('quy'), 'words__the_beginning_is_enough');
select ok(app.page_vector('huyện Hòa Bình') @@ app.text_query('hoà') and app.page_vector('huyện Hoà Bình') @@ app.text_query('hòa'), 'words__hoa_is_found_in_both_spellings');
select is(app.text_query(' – / '), null, 'words__signs_alone_ask_nothing');
select ok(app.page_vector($$it's :* & | ! \ (')$$) @@ app.text_query($$'s:* & '\$$), 'words__signs_of_the_query_language_are_no_language');
select ok(length(app.page_vector((select string_agg(md5(n::text), ' ') from generate_series(1, 40000) n))) > 20000, 'words__more_than_a_vector_holds_are_cut_not_refused');

-- ---- a meeting with an open and a restricted item, and with papers in all states
create temp table d as select x.n, tap.document('thuky', x.subject) as id
    from (values (1, 'Báo cáo thu chi'), (2, 'Đề án riêng'), (3, 'Tờ trình đang chờ'), (4, 'Tờ trình bị trả')) x (n, subject);
grant select on d to nghisu_app;
select tap.version('thuky', id, 1) from d;
select tap.version('thuky', id, 2) from d where n = 1;
create temp table m as select (tap.as_json('thuky', format('select app.meeting_create(%L)', jsonb_build_object('title', 'Phiên họp thường kỳ', 'starts_at', now() + interval '3 days',
    'place', 'Phòng số 2', 'chair_id', tap.id('chutri'), 'host_unit_id', tap.unit('VP')))) ->> 'id')::uuid as id;
grant select on m to nghisu_app;
select app.invitee_set(id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.unit('BM'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'member')))) from m;
select app.agenda_set(m.id, (app.meeting_get(m.id) ->> 'edit_version')::bigint, jsonb_build_object('items', jsonb_build_array(
    jsonb_build_object('title', 'Kinh tế', 'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 1), 'version', 1),
        jsonb_build_object('document_id', (select id from d where n = 3), 'version', 1), jsonb_build_object('document_id', (select id from d where n = 4), 'version', 1))),
    jsonb_build_object('title', 'Riêng', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa2.lanhdao')),
        'papers', jsonb_build_array(jsonb_build_object('document_id', (select id from d where n = 2), 'version', 1))),
    jsonb_build_object('title', 'Ngân sách', 'presenting_unit_id', tap.unit('TH'), 'papers_due_at', now() + interval '1 day')))) from m;
select app.meeting_publish(id) from m;
select tap.back();
update app.paper p set state = 'submitted', submitted_by = tap.id('thuky') from d where d.n = 3 and p.document_id = d.id;
update app.paper p set state = 'returned', reason = 'Thiếu số liệu' from d where d.n = 4 and p.document_id = d.id;
select app.meeting_grants_sync(id) from m;

-- ---- the queue
select is((select count(*) from app.version_text t join d on d.id = t.document_id where t.state = 'waiting'), 5::bigint, 'queue__every_version_waits_as_soon_as_it_is_there');
update app.version_text t set queued_at = now() + interval '1 second' * (t.version * 10 + d.n) from d where t.document_id = d.id;
create temp table c as select * from app.text_claim();
select is((select array[c.document_id::text, c.version::text, c.page::text] from c), (select array[d.id::text, '2', '1'] from d where n = 1), 'queue__the_newest_first');
select isnt((select document_id::text || version from app.text_claim()), (select document_id::text || version from c), 'queue__what_is_taken_is_not_taken_twice');
select ok(app.text_release(id, 2, null), 'queue__given_back_by_a_server_that_stops') from d where n = 1;
select is((select document_id::text || version from app.text_claim()), (select document_id::text || version from c), 'queue__and_taken_again_at_once');
select ok(app.text_keep(id, 2, 1, 0, '[{"page": 1, "text": "Bản mới có từ Cà phê"}]'), 'queue__a_page_is_kept') from d where n = 1;
update app.version_text set not_before = now() where version = 2 or tries = 0;
select is((select page from app.text_claim()), 2, 'queue__goes_on_after_the_last_page_kept');
select ok(app.text_keep(id, 2, 3, 1, '[{"page": 3, "text": "Trang cuối"}]') and app.text_finish(id, 2, null) = 'indexed', 'queue__is_done_with_its_last_page') from d where n = 1;
select is((select array[t.pages, t.unread] from app.version_text t join d on d.id = t.document_id where d.n = 1 and t.version = 2), array[3, 1], 'queue__remembers_what_could_not_be_read');
select is(app.text_keep(id, 2, 3, 0, '[]'), false, 'queue__what_is_done_is_not_done_again') from d where n = 1;
update app.version_text set not_before = now() + interval '1 year' where state = 'waiting';
update app.version_text t set not_before = now(), tries = 6 from d where d.n = 1 and t.document_id = d.id and t.version = 1;
select is_empty('select * from app.text_claim()', 'queue__what_ends_every_reader_is_given_up');
select is((select t.state from app.version_text t join d on d.id = t.document_id where d.n = 1 and t.version = 1), 'failed', 'queue__and_said_to_have_failed');
update app.version_text t set state = 'waiting', tries = 0, not_before = now() where t.state <> 'indexed';
select ok(app.text_keep(id, 1, 3, 0, jsonb_build_array(jsonb_build_object('page', 1, 'text', 'Trang bìa'), jsonb_build_object('page', 3, 'text',
    (select string_agg('mở đầu', ' ') from generate_series(1, 40)) || ' Dự toán kinh phí sửa nhà Văn hóa xã Hòa Bình năm 2027 ' || (select string_agg('kết', ' ') from generate_series(1, 90)))))) from d where n = 1;
select ok(app.text_keep(id, 1, 1, 0, jsonb_build_array(jsonb_build_object('page', 1, 'text', 'Nhân sự đặcbiệt')))) from d where n = 2;
select ok(app.text_keep(id, 1, 1, 0, jsonb_build_array(jsonb_build_object('page', 1, 'text', 'Nội dung chưaduyệt')))) from d where n in (3, 4);
select is(app.text_finish(id, 1, null), 'indexed') from d;
create temp table x as select tap.document('thuky', 'Bản quét') as id;
grant select on x to nghisu_app;
select tap.version('thuky', id, 1) from x;
select tap.back();
select is(app.text_finish(id, 1, null), 'wordless', 'queue__a_scan_says_that_it_has_no_words') from x;

-- ---- who finds what
create function pg_temp.found(q text) returns jsonb language sql as $$ select coalesce(jsonb_agg(x ->> 'title'), '[]') from jsonb_array_elements(app.meeting_list(q => found.q) -> 'items') x $$;
create function pg_temp.hits(q text) returns jsonb language sql as $$ select coalesce(jsonb_agg(h), '[]') from jsonb_array_elements(app.meeting_list(q => hits.q) -> 'items') x, jsonb_array_elements(x -> 'hits') h $$;
select tap.be('xa.lanhdao');
select is(pg_temp.found('thuong ky phong'), '["Phiên họp thường kỳ"]', 'meetings__found_by_title_and_place');
select is(pg_temp.found('kinh phi hoa'), '["Phiên họp thường kỳ"]', 'meetings__found_by_the_text_of_a_paper');
select is(pg_temp.hits('kinh phí hoà') #>> '{0,page}', '3', 'hit__says_the_page');
select is(pg_temp.hits('kinh phí hoà') #>> '{0,subject}', 'Báo cáo thu chi', 'hit__says_the_paper');
select ok(pg_temp.hits('kinh phí hoà') #>> '{0,snippet}' like '… %Dự toán kinh phí sửa nhà Văn hóa xã Hòa Bình năm 2027 % …', 'hit__shows_the_words_around');
select is(pg_temp.hits('bìa 2027') #>> '{0,page}', '1', 'hit__words_on_several_pages_show_the_first');
select is(pg_temp.hits('thu chi') -> 0 -> 'page', 'null', 'hit__of_a_subject_has_no_page');
select is(pg_temp.found('kính phí'), '[]', 'meetings__other_marks_find_nothing');
select is(pg_temp.found('cà phê'), '[]', 'meetings__a_version_that_is_not_pinned_is_not_searched (rule 10)');
select is(pg_temp.found('chuaduyet'), '[]', 'meetings__papers_not_approved_are_not_searched (rule 12)');
select is(pg_temp.found('tờ trình'), '[]', 'meetings__nor_their_subjects (rule 12)');
select is(pg_temp.found('dacbiet'), '[]', 'restricted__its_text_finds_nothing_for_others (rule 24)');
select is(pg_temp.found('đề án'), '[]', 'restricted__nor_do_its_subjects (rule 24)');
select tap.be('xa2.lanhdao');
select is(pg_temp.found('dacbiet'), '["Phiên họp thường kỳ"]', 'restricted__is_found_by_its_circle (rule 24)');
select tap.be('thuky');
select is(pg_temp.found('dacbiet'), '["Phiên họp thường kỳ"]', 'restricted__is_found_by_who_prepares (rule 24)');
select is(pg_temp.found('chuaduyet'), '[]', 'meetings__what_waits_is_not_searched_for_who_prepares_either');
select tap.be('nguoila');
select is(pg_temp.found('kinh phi'), '[]', 'meetings__a_stranger_finds_nothing');
select ok(not has_table_privilege('app.version_page', 'select') and not has_table_privilege('app.version_text', 'select'), 'text__is_nobodys_to_read');

-- the pin moves
select tap.be('thuky');
select app.paper_change(p.id, '{"version": 2}') from app.paper p join d on d.id = p.document_id where d.n = 1;
select is(pg_temp.found('dự toán kinh phí'), '[]', 'pin__the_older_versions_text_is_found_no_longer (rule 10)');
select is(pg_temp.found('cà phê'), '["Phiên họp thường kỳ"]', 'pin__the_newer_ones_is (rule 10)');

-- ---- mine, and the other conditions
create function pg_temp.has(variadic args text[]) returns boolean language plpgsql as $$
declare j jsonb;
begin
    execute format('select app.meeting_list(%s)', array_to_string(args, ', ')) into j;
    return exists (select from jsonb_array_elements(j -> 'items') x where x ->> 'title' = 'Phiên họp thường kỳ');
end $$;
select ok(pg_temp.has($$mine => 'prepare'$$) and not pg_temp.has($$mine => 'attend'$$) and not pg_temp.has($$mine => 'unit'$$), 'mine__the_secretary_prepares');
select tap.be('xa.lanhdao');
select ok(pg_temp.has($$mine => 'unit'$$) and not pg_temp.has($$mine => 'prepare'$$) and not pg_temp.has($$mine => 'attend'$$) and not pg_temp.has($$mine => 'papers'$$), 'mine__my_unit_is_invited');
select tap.be('xa2.lanhdao');
select ok(pg_temp.has($$mine => 'attend'$$) and pg_temp.has($$mine => 'papers'$$) and not pg_temp.has($$mine => 'prepare'$$), 'mine__i_attend_and_my_unit_is_asked_for_papers');
select ok(pg_temp.has($$wanted => 'upcoming'$$) and pg_temp.has($$wanted => 'coming'$$) and not pg_temp.has($$wanted => 'today'$$) and not pg_temp.has($$wanted => 'past'$$), 'when__in_three_days_is_to_come');
select ok(pg_temp.has($$state => 'invited'$$) and not pg_temp.has($$state => 'ended'$$), 'state__is_a_condition');
select ok(pg_temp.has('unit => ' || quote_literal(tap.unit('VP'))) and not pg_temp.has('unit => ' || quote_literal(tap.unit('BM'))), 'unit__is_the_host');
select ok(pg_temp.has('since => app.today() + 3', 'until => app.today() + 3') and not pg_temp.has('since => app.today() + 4') and not pg_temp.has('until => app.today() + 2'), 'dates__are_days_of_the_office_both_ends_in');
select throws_ok($$ select app.meeting_list(after => 'x') $$, 'NGERR', 'wrong-value', 'after__is_ours_or_refused');
select throws_ok($$ select app.meeting_list(after => '99999999999999999999999999_00000000-0000-0000-0000-000000000000') $$, 'NGERR', 'wrong-value', 'after__far_beyond_time_is_refused');

-- pages of the list, also when the last one told is gone
select tap.be('thuky');
select app.meeting_create(jsonb_build_object('title', 'Họp ' || n, 'starts_at', '2031-05-01T01:00:00Z'::timestamptz + make_interval(hours => n / 2))) from generate_series(1, 7) n;
select tap.be('thuky');
create temp table l as select app.meeting_list(wanted => 'upcoming', since => '2031-05-01', page_size => 3) as j;
grant select, insert on l to nghisu_app;
select app.meeting_delete((j #>> '{items,2,id}')::uuid) from l; -- the cursor's own
insert into l select app.meeting_list(wanted => 'upcoming', since => '2031-05-01', page_size => 3, after => j ->> 'next') from l;
insert into l select app.meeting_list(wanted => 'upcoming', since => '2031-05-01', page_size => 3, after => j ->> 'next') from l where j #>> '{items,0,title}' = 'Họp 4';
select is((select jsonb_agg(x ->> 'title' order by x ->> 'title') from l, jsonb_array_elements(j -> 'items') x), '["Họp 1", "Họp 2", "Họp 3", "Họp 4", "Họp 5", "Họp 6", "Họp 7"]', 'pages__each_once_and_none_left_out');
select is((select count(*) from l where j ->> 'next' is null), 1::bigint, 'pages__come_to_an_end');
