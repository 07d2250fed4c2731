-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What many event streams may follow, asked at once: rights that change
-- somewhere are asked again for every stream, and 5,000 round trips would hold
-- the events up. Each is still answered as its own session, by the functions
-- and under the policies that answer it when it begins.

set local search_path = app;

-- asked: [{"token_hash", "address", "subjects": […]} …]. One row a subject that is seen, of the stream at that place from 0; or one with the slug of
-- what is wrong with its session.
create function stream_subjects(asked jsonb) returns table (ord integer, problem text, subject text, revision bigint)
language plpgsql as $$
declare
    a record;
begin
    perform set_config('synchronous_commit', 'off', true); -- nothing is written but when sessions were seen
    for a in select x ->> 'token_hash' as token_hash, x ->> 'address' as address, x -> 'subjects' as subjects, n::integer - 1 as n
             from jsonb_array_elements(asked) with ordinality l (x, n) loop
        ord := a.n;
        problem := null;
        begin
            perform app.session_open(a.token_hash, a.address, false);
        exception when sqlstate 'NGERR' then
            problem := sqlerrm;
        end;
        if problem is null then
            return query select a.n, null::text, s.subject, s.revision from app.event_subjects(a.subjects) s;
        else
            subject := null;
            revision := null;
            return next;
        end if;
    end loop;
end $$;

-- who may run what

do $$ begin perform app.rights_close('{stream_subjects}'); end $$;
