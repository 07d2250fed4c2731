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

-- who may run what

do $$ begin perform app.rights_close('{export_keep}'); end $$;
