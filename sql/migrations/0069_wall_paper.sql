-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is presented, on the screen in the room (F7; rule 24): the page the
-- presenter shows, as long as everybody in the meeting may read it. Never of a
-- restricted item, nor of a secret document, nor what was handed over for
-- approval only.

set local search_path = app;

create function wall_shown(meeting uuid) returns table (document_id uuid, version integer, page integer, turn bigint, subject text)
language plpgsql stable security definer as $$
begin
    return query select p.document_id, p.version, f.page, f.turn, d.subject
        from app.follow f join app.meeting m on m.id = f.meeting_id join app.agenda_item i on i.id = f.item_id join app.paper p on p.id = f.paper_id
        join app.document d on d.id = p.document_id join app.version v on v.document_id = p.document_id and v.number = p.version
        where f.meeting_id = wall_shown.meeting and i.audience_id is null and p.item_id = i.id and p.state = 'approved' and d.secrecy is null
          and m.current_item_id in (select x.id from app.agenda_item x where x.meeting_id = m.id and x.audience_id is null)
          and v.readers @> array[m.audience_id];
end $$;

create or replace function wall_paper(m app.meeting) returns jsonb
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    return (select jsonb_build_object('subject', s.subject, 'page', s.page, 'turn', s.turn) from app.wall_shown(m.id) s);
end $$;

-- Which page of which file to draw; run as nobody, who has the address.
create function wall_page(token_hash text) returns table (document_id uuid, oid text, sha256 text, bytes bigint, media text, pages integer, page integer)
language plpgsql stable security definer as $$
begin
    return query select v.document_id, v.oid::text, v.sha256::text, v.bytes::bigint, v.media::text, v.pages::integer, s.page
        from app.wall w join app.meeting m on m.id = w.meeting_id cross join lateral app.wall_shown(m.id) s
        join app.version v on v.document_id = s.document_id and v.number = s.version
        where w.token_hash = wall_page.token_hash and app.wall_lives(m);
end $$;

-- A page turned is told to the wall as everything else is.
create function follow_is_told_to_the_wall() returns trigger
language plpgsql security definer as $$
begin
    perform app.wall_bump(new.meeting_id);
    return null;
end $$;
create trigger follow_is_told_to_the_wall after update of page on follow for each row when (old.page <> new.page) execute function follow_is_told_to_the_wall();

do $$ begin perform app.rights_close('{wall_page}'); end $$;
