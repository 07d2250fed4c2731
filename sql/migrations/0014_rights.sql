-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who may run what. PostgreSQL lets everybody execute a new function; here
-- nobody may, and nghisu_app gets those that answer requests or that policies
-- and replies are made of. What acts without asking who calls (audit, notices,
-- readers, ending sessions of others, sweeps) stays with the owner. A later
-- migration that adds a function does the same for it.

set local search_path = app;

alter table if exists migration enable row level security; -- made by nghisu before the first migration

do $$
declare
    f record;
    open_to_app text[] := array[
        'agenda_get', 'agenda_item_change', 'agenda_item_create', 'agenda_set', 'catalogue_change', 'catalogue_create', 'catalogue_entry_json',
        'catalogue_known', 'catalogue_list', 'civil_date', 'comment_change', 'comment_create', 'comment_delete', 'document_change', 'document_create',
        'document_get', 'document_list', 'document_may_edit', 'document_right', 'event_subjects', 'grant_list', 'grant_set', 'home_get',
        'idempotency_claim', 'idempotency_keep', 'invitee_set', 'json_time', 'me', 'meeting_cancel', 'meeting_change', 'meeting_create',
        'meeting_current', 'meeting_delete', 'meeting_end', 'meeting_get', 'meeting_list', 'meeting_pause', 'meeting_prepared_by_me',
        'meeting_publish', 'meeting_resume', 'meeting_role', 'meeting_seen', 'meeting_start', 'paper_change', 'paper_create', 'password_set',
        'person_change', 'person_create', 'person_get', 'person_list', 'person_password_set', 'person_roles_set', 'person_session_list',
        'person_sessions_end', 'position_create', 'position_end', 'principal_search', 'principals', 'reading_set', 'session_create',
        'session_credential', 'session_end', 'session_failed', 'session_get', 'session_list', 'session_open', 'session_revoke', 'thread_create',
        'thread_list', 'thread_reopen', 'thread_resolve', 'today', 'unit_change', 'unit_create', 'unit_dissolve', 'unit_get', 'unit_import', 'unit_list',
        'unit_move', 'unit_name_on', 'unit_rename', 'upload_advance', 'upload_create', 'upload_delete', 'version_begin', 'version_get', 'version_list',
        'version_store', 'welcome_get', 'zone'
    ];
begin
    for f in
        select p.oid::regprocedure as sig, p.proname, p.prosecdef, l.lanname
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
        where n.nspname = 'app' and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    loop
        execute format('revoke execute on function %s from public', f.sig);
        if f.proname = any (open_to_app) then
            execute format('grant execute on function %s to nghisu_app', f.sig);
        end if;
        -- a fixed search_path for all but the callers' own SQL: those name everything, and without a setting they are inlined
        if f.prosecdef or f.lanname <> 'sql' then
            execute format('alter function %s set search_path = app, pg_temp', f.sig);
        end if;
    end loop;
end $$;
