-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who took what away, and when (C9).

set local search_path = app;

-- False: not there for them, or no longer; then nothing may go out. b: {notes, mark, bytes}
create function export_keep(doc uuid, n bigint, b jsonb) returns boolean
language plpgsql security definer as $$
begin
    if not app.version_visible(doc, n) then
        return false;
    end if;
    perform app.audit('version-exported', 'document', doc, b || jsonb_build_object('version', n));
    return true;
end $$;

-- who may run what, as in 0014

do $$
declare
    f record;
    open_to_app text[] := array['export_keep'];
begin
    for f in
        select p.oid::regprocedure as sig, p.proname, p.prosecdef, l.lanname
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
        where n.nspname = 'app' and p.proacl is null and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    loop
        execute format('revoke execute on function %s from public', f.sig);
        if f.proname = any (open_to_app) then
            execute format('grant execute on function %s to nghisu_app', f.sig);
        end if;
        if f.prosecdef or f.lanname <> 'sql' then
            execute format('alter function %s set search_path = app, pg_temp', f.sig);
        end if;
    end loop;
end $$;
