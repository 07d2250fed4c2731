-- SPDX-License-Identifier: GPL-3.0-or-later
-- C8, K5, B13: what a person's tablet keeps is what they may read, never what is secret; and what is new to them (C6).

create temp table d as select k, tap.document('thuky', k) as id from unnest(array['paper', 'open', 'secret', 'other']) k;
create function pg_temp.doc(k text) returns uuid language sql as $$ select id from d where d.k = doc.k $$;
select tap.version('thuky', id, 1), tap.be('thuky') from d;
create temp table m as select tap.meeting(pg_temp.doc('paper'), 1) as id;
select tap.back();
grant select on d, m to nghisu_app;
create function pg_temp.pin(k text, wanted boolean) returns jsonb language sql as $$ select app.pin_set(pg_temp.doc(k), jsonb_build_object('pinned', wanted)) $$;
-- what the tablet keeps: "paper/1", a pinned one with its mark
create function pg_temp.kept() returns text[] language sql as $$
    select array_agg(d.k || '/' || (x ->> 'version') || case when (x ->> 'pinned')::boolean then ' pinned' else '' end order by ord)
    from app.pack_list() p, jsonb_array_elements(p -> 'items') with ordinality t (x, ord) join d on d.id = (x ->> 'document_id')::uuid
$$;
create function pg_temp.shows(k text) returns jsonb language sql as $$
    select jsonb_build_object('news', g -> 'news', 'pinned', g -> 'pinned') from app.document_get(pg_temp.doc(k)) g
$$;
create function pg_temp.expect(news text, pinned boolean) returns jsonb language sql as $$ select jsonb_build_object('news', news, 'pinned', pinned) $$;

-- the key that seals what waits to be sent
select is(tap.as_json('thuky', 'select app.outbox_key_get()'), tap.as_json('thuky', 'select app.outbox_key_get()'), 'outbox_key__stays_the_same');
select isnt(tap.as_json('thuky', 'select app.outbox_key_get()') -> 'key', tap.as_json('chutri', 'select app.outbox_key_get()') -> 'key', 'outbox_key__is_a_persons_own');
select is_empty('select 1 from app.person p where to_jsonb(p)::text ~ ''key''', 'outbox_key__is_no_fact_of_a_person_that_others_read (A4)');
select is(length(decode(tap.as_json('thuky', 'select app.outbox_key_get()') ->> 'key', 'base64')), 32, 'outbox_key__has_256_bits');
select throws_ok('select key from app.outbox_key', '42501', null, 'outbox_key__is_not_readable_from_the_table (A4)');

-- the papers of my meetings, from the invitation on
select tap.be('xa.phong');
select is(pg_temp.kept(), null, 'pack__has_nothing_of_a_draft (E5)');
select is(app.pack_list() - 'at', '{"items": [], "meetings": [], "withheld": 0, "lease_days": 7}', 'pack__of_nothing');
select tap.be('thuky');
select is(pg_temp.kept(), null, 'pack__has_no_draft_of_ones_own_either');
select is((select app.meeting_publish(id) ->> 'state' from m), 'invited', 'the meeting is published');
select tap.be('xa.phong');
select is(pg_temp.kept(), '{paper/1}', 'pack__has_the_papers_of_my_meetings');
select is((select app.pack_list() -> 'meetings' from m), (select jsonb_build_array(id) from m), 'pack__names_my_meetings');
select is(app.pack_list() #>> '{items,0,meeting_title}', 'Giao ban', 'pack__names_the_meeting_of_a_paper');
select tap.be('nguoila');
select is(app.pack_list() - 'at', '{"items": [], "meetings": [], "withheld": 0, "lease_days": 7}', 'pack__has_nothing_of_a_meeting_I_am_not_in (A4)');
select tap.back();
select set_config('role', 'nghisu_app', true);
select is(app.pack_list() -> 'items', '[]', 'pack__of_nobody_signed_in_is_empty (A4)');
select is_empty('select app.outbox_key_get()', 'outbox_key__of_nobody_signed_in_is_none');
select is_empty('select 1 from app.pin', 'pin__nobody_signed_in_sees_no_row (A4)');

-- a newer version is kept when the meeting takes it, and only by those who see it
select tap.version('thuky', pg_temp.doc('paper'), 2);
select tap.be('xa.phong');
select is(pg_temp.kept(), '{paper/1}', 'pack__keeps_the_version_of_the_meeting (rule 10)');
select is(pg_temp.pin('paper', true), '{"pinned": true}', 'pin__of_a_paper');
select is(pg_temp.kept(), '{"paper/1 pinned"}', 'pack__keeps_no_version_I_may_not_see (E5)');
select tap.be('thuky');
select is(pg_temp.pin('paper', true), '{"pinned": true}', 'pin__of_ones_own');
select is(pg_temp.kept(), '{"paper/2 pinned","paper/1 pinned"}', 'pack__keeps_the_newest_of_what_is_pinned_beside_the_meetings');

-- pins
select is(pg_temp.pin('open', true), '{"pinned": true}', 'pin__keeps_a_document');
select is(pg_temp.pin('open', true), '{"pinned": true}', 'pin__twice_is_once');
select is(pg_temp.shows('open'), pg_temp.expect(null, true), 'document__says_that_it_is_pinned');
select is((select x -> 'pinned' from app.document_list(null, null, null, null, null, null) l, jsonb_array_elements(l -> 'items') x where x ->> 'id' = pg_temp.doc('open')::text),
    'true', 'list__says_that_it_is_pinned');
select tap.grant_to('thuky', pg_temp.doc('open'), jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read'));
select tap.be('chutri');
select is(pg_temp.shows('open'), pg_temp.expect('new', false), 'document__does_not_show_the_pin_of_another (A4)');
select is((select count(*) from app.pin), 0::bigint, 'pin__no_condition_shows_those_of_others (A4)');
select ok('open/1 pinned' <> all (coalesce(pg_temp.kept(), '{}')), 'pack__keeps_nothing_that_another_pinned');
select throws_ok(format('insert into app.pin (person_id, document_id) values (app.me(), %L)', pg_temp.doc('open')), '42501', null, 'pin__is_not_written_past_the_function');
select tap.be('nguoila');
select is_empty($$ select pg_temp.pin('open', true) where pg_temp.pin('open', true) is not null $$, 'pin__of_a_document_one_cannot_see');
select is_empty('select 1 from app.pin', 'pin__and_none_is_kept');
select tap.be('thuky');
select is(pg_temp.pin('open', false), '{"pinned": false}', 'pin__is_taken_back');
select is(pg_temp.pin('open', false), '{"pinned": false}', 'pin__taken_back_twice');
select is(pg_temp.kept(), '{"paper/2 pinned","paper/1 pinned"}', 'pack__no_longer_keeps_what_is_not_pinned');

-- another device of the same person learns of it
create temp table before as select (app.home_get() ->> 'revision')::bigint as revision;
select pg_temp.pin('open', true);
select ok((app.home_get() ->> 'revision')::bigint > (select revision from before), 'pin__is_told_to_the_persons_devices');

-- rights taken back take the pinned from the tablet
select tap.be('chutri');
select pg_temp.pin('open', true);
select ok('open/1 pinned' = any (pg_temp.kept()), 'pack__keeps_what_was_granted_and_pinned');
select tap.grant_to('thuky', pg_temp.doc('open'), variadic '{}'::jsonb[]);
select tap.be('chutri');
select ok('open/1 pinned' <> all (coalesce(pg_temp.kept(), '{}')), 'pack__gives_up_what_one_may_not_read_any_more (A4)');
select is((app.pack_list() -> 'withheld'), '0', 'pack__nor_counts_it');

-- secret documents are counted and not kept (B13)
select tap.be('thuky');
select pg_temp.pin('secret', true);
select ok('secret/1 pinned' = any (pg_temp.kept()), 'pack__keeps_it_while_it_is_not_secret');
select app.document_change(pg_temp.doc('secret'), null, '{"secrecy": "confidential"}');
select ok('secret/1 pinned' <> all (pg_temp.kept()), 'pack__leaves_out_what_became_secret_after_pinning (B13)');
select is(app.pack_list() -> 'withheld', '1', 'pack__counts_what_is_secret');
select ok(position(pg_temp.doc('secret')::text in app.pack_list()::text) = 0, 'pack__does_not_name_what_is_secret (B13)');
select pg_temp.pin('secret', false);
select throws_ok($$ select pg_temp.pin('secret', true) $$, 'NGERR', 'not-allowed', 'pin__of_a_secret_document_is_refused (B13)');
select app.document_change(pg_temp.doc('paper'), null, '{"secrecy": "top_secret"}');
select tap.be('xa.phong');
select is(app.pack_list() - 'at' - 'meetings', '{"items": [], "withheld": 1, "lease_days": 7}', 'pack__leaves_out_a_secret_paper_of_my_meeting (B13)');
select tap.be('thuky');
select app.document_change(pg_temp.doc('paper'), null, '{"secrecy": null}');

-- the meetings of the pack: running, within a month, ended three days ago at most
create function pg_temp.at(starts interval, state text, ended interval default null) returns text[] language plpgsql as $$
begin
    perform tap.back();
    update app.meeting set starts_at = now() + starts, ends_at = null, state = at.state, ended_at = now() + ended where id = (select id from m);
    perform tap.be('xa.lanhdao');
    return pg_temp.kept();
end $$;
select is(pg_temp.at('29 days', 'invited'), '{paper/1}', 'pack__has_a_meeting_of_this_month');
select is(pg_temp.at('31 days', 'invited'), null, 'pack__has_no_meeting_of_later');
select is(pg_temp.at('-25 hours', 'invited'), null, 'pack__has_no_meeting_that_was_never_held');
select is(pg_temp.at('-25 hours', 'paused'), '{paper/1}', 'pack__has_a_meeting_that_runs_however_long');
select is(pg_temp.at('-4 days', 'ended', '-2 days'), '{paper/1}', 'pack__has_a_meeting_that_just_ended');
select is(pg_temp.at('-4 days', 'ended', '-4 days'), null, 'pack__gives_up_an_old_meeting');
select is(pg_temp.at('1 hour', 'cancelled'), null, 'pack__gives_up_a_cancelled_meeting');

-- what is new to me (C6)
select is(pg_temp.at('1 hour', 'invited'), '{paper/1}', 'the meeting comes');
select is(pg_temp.shows('paper'), pg_temp.expect('new', false), 'news__a_document_never_opened_is_new');
select app.reading_set(pg_temp.doc('paper'), '{"version": 1, "page": 1}');
select is(pg_temp.shows('paper'), pg_temp.expect(null, false), 'news__an_opened_one_is_not');
select tap.be('thuky');
select is(pg_temp.shows('other'), pg_temp.expect(null, false), 'news__ones_own_document_is_not_new');
select tap.grant_to('thuky', pg_temp.doc('other'), jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'edit'));
select tap.be('chutri');
select app.reading_set(pg_temp.doc('other'), '{"version": 1, "page": 3}');
select tap.version('thuky', pg_temp.doc('other'), 2);
select tap.be('chutri');
select is(pg_temp.shows('other'), pg_temp.expect('changed', false), 'news__a_newer_version_than_I_opened_is_a_change');
select is((select x -> 'news' from app.document_list(null, null, null, null, null, null) l, jsonb_array_elements(l -> 'items') x where x ->> 'id' = pg_temp.doc('other')::text),
    '"changed"', 'news__are_in_the_list');
select app.reading_set(pg_temp.doc('other'), '{"version": 2, "page": 1}');
select is(pg_temp.shows('other'), pg_temp.expect(null, false), 'news__none_once_it_is_opened');
select tap.version('chutri', pg_temp.doc('other'), 3);
select is(pg_temp.shows('other'), pg_temp.expect(null, false), 'news__my_own_version_is_no_change_to_me');
select tap.be('thuky');
select app.reading_set(pg_temp.doc('other'), '{"version": 2, "page": 1}');
select is(pg_temp.shows('other'), pg_temp.expect('changed', false), 'news__but_to_the_others');
select tap.be('xa.lanhdao');
select is(pg_temp.shows('paper'), pg_temp.expect(null, false), 'news__a_version_I_may_not_see_is_none (A4)');
select tap.document('thuky', 'no file yet') as id into temp table empty;
select tap.grant_to('thuky', id, jsonb_build_object('principal_id', tap.id('chutri'), 'version', null, 'right', 'read')) from empty;
select is((select g -> 'news' from empty, app.document_get(empty.id) g), 'null', 'news__a_document_without_a_file_is_none');
