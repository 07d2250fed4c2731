-- SPDX-License-Identifier: GPL-3.0-or-later
-- A4: the database enforces who sees what, not only the handlers.

select is_empty($$ select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where n.nspname = 'app' and c.relkind in ('r', 'p') and not c.relrowsecurity $$, 'every_table__has_row_level_security (A4)');
select is_empty($$ select table_name, privilege_type from information_schema.table_privileges
                   where table_schema = 'app' and grantee in ('nghisu_app', 'PUBLIC') and privilege_type <> 'SELECT' $$, 'nghisu_app__writes_no_table_itself');
select is_empty($$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                   where n.nspname = 'app' and p.prosecdef and not coalesce(p.proconfig::text ~ 'search_path=app', false) $$, 'definer_functions__have_a_fixed_search_path');
select is_empty($$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                   where n.nspname = 'app' and has_function_privilege('public', p.oid, 'execute')
                     and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e') $$, 'functions__are_run_by_nobody_unless_granted');
select is_empty($$ select oid::regclass from pg_class where relnamespace = 'app'::regnamespace and relkind in ('v', 'm', 'f') $$, 'views__that_would_pass_by_row_level_security_are_not_there (A4)');
select is_empty($$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                   where n.nspname = 'app' and p.proname in ('audit', 'publish_event', 'home_bump', 'document_bump', 'meeting_bump', 'sessions_end', 'notify_session',
                         'meeting_grants_sync', 'meeting_audience_sync', 'papers_set', 'sweep_documents', 'sweep_uploads', 'principals_of', 'comment_rewrite',
                         'meeting_stepped', 'meeting_clock_stop', 'thread_changed', 'meeting_secretaries_set', 'unit_create_from', 'sign_in_wait', 'session_items', 'home_to_read',
                         'documents_json', 'document_json', 'grants_json', 'versions_json', 'threads_json', 'thread_json', 'meetings_json', 'meeting_json', 'agenda_json',
                         'agenda_items_json', 'invitees_of', 'persons_json', 'units_json', 'setting_get', 'notes_json', 'note_changed', 'note_own_place', 'note_lock', 'document_news', 'pack_meetings', 'outbox_key_make', 'reading_known', 'pages_of')
                     and has_function_privilege('nghisu_app', p.oid, 'execute') $$, 'nghisu_app__cannot_run_what_does_not_ask_who_calls');

select tap.be('quantri');
select throws_ok('select * from credential', '42501', null, 'credential__nobody_as_nghisu_app_can_read');
select throws_ok('select * from audit', '42501', null, 'audit__nobody_as_nghisu_app_can_read');
select throws_ok('select token_hash from session', '42501', null, 'session__token_hashes_are_not_readable');
select throws_ok('select * from sign_in_failure', '42501', null, 'sign_in_failure__is_not_readable');
select throws_ok('select * from setting', '42501', null, 'setting__is_not_readable');
select throws_ok('select * from principal', '42501', null, 'principal__is_not_readable');
select throws_ok('insert into audit (action, kind) values (''a'', ''b'')', '42501', null, 'audit__cannot_be_written_by_nghisu_app');
select throws_ok('update audit set action = ''x''', '42501', null, 'audit__cannot_be_changed_by_nghisu_app');
select throws_ok('delete from audit', '42501', null, 'audit__cannot_be_deleted_by_nghisu_app');
select throws_ok('update document set readers = ''{}''', '42501', null, 'document__cannot_be_written_past_the_functions');

select tap.back();
select isnt_empty('select * from audit', 'audit__has_rows_of_what_was_done');
select throws_ok('update audit set action = ''x''', 'NGERR', 'not-allowed', 'audit__not_even_the_owner_changes_it');
select throws_ok('delete from audit', 'NGERR', 'not-allowed', 'audit__not_even_the_owner_deletes_from_it');
select throws_ok('truncate audit', 'NGERR', 'not-allowed', 'audit__not_even_the_owner_empties_it');

-- every table that nghisu_app may read, with no condition, as nobody: nothing
select set_config('role', 'nghisu_app', true);
select is_empty(format('select 1 from %I', t), t || '__nobody_signed_in_sees_no_row (A4)')
from unnest(array['catalogue_entry', 'unit', 'unit_period', 'person', 'position', 'role_grant', 'home', 'idempotency', 'audience', 'audience_member', 'document',
                  'version', 'version_file', 'document_grant', 'reading', 'upload', 'meeting', 'meeting_secretary', 'meeting_invitee', 'agenda_item', 'paper',
                  'comment_thread', 'comment', 'note', 'note_place', 'pin', 'vote', 'vote_option', 'vote_mandate', 'ballot', 'vote_ready']) t;
select is_empty('select id from session', 'session__nobody_signed_in_sees_no_row (A4)');
select throws_ok('select app.home_get()', 'NGERR', 'signed-out', 'home__is_of_somebody');
select throws_ok('select app.person_list(null, null, null, null)', 'NGERR', 'signed-out', 'people__are_listed_to_those_signed_in');
select is(app.welcome_get() -> 'sample_accounts', '[]', 'welcome__shows_no_accounts_without_sample_data');
