-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Where ink lies, so that it is found again by the words under it: note_unplaced gives the bounds of its strokes as its quad.

set local search_path = app;

create function strokes_bounds(strokes jsonb) returns jsonb
language sql immutable as $$
    select coalesce(jsonb_agg(jsonb_build_object('x', b.x, 'y', b.y, 'w', b.w, 'h', b.h)), '[]')
    from (select min(p.x) as x, min(p.y) as y, max(p.x) - min(p.x) as w, max(p.y) - min(p.y) as h
          from (select case when n.ord % 3 = 1 then n.v::numeric end as x, case when n.ord % 3 = 2 then n.v::numeric end as y
                from jsonb_array_elements(strokes) s, jsonb_array_elements(s -> 'points') with ordinality n (v, ord)) p) b
    where b.x is not null and b.y is not null
$$;

create or replace function note_unplaced(doc uuid, n bigint)
returns table (id uuid, edition bigint, kind text, origin integer, page integer, quads jsonb, exact text, prefix text, suffix text,
               oid text, sha256 text, bytes bigint, media text)
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
    if not app.version_visible(doc, n) then
        return;
    end if;
    return query
        select x.id, x.edit_version, x.kind, o.version, o.page, case when x.kind = 'ink' then app.strokes_bounds(o.strokes) else o.quads end,
               o.exact, o.prefix, o.suffix, v.oid, v.sha256, v.bytes, v.media
        from app.note x
        cross join lateral (select p.* from app.note_place p where p.note_id = x.id and p.how <> 'tray'
                            order by p.version > n, abs(p.version - n) limit 1) o
        join app.version v on v.document_id = doc and v.number = o.version
        where x.document_id = doc and x.deleted_at is null and not exists (select from app.note_place p where p.note_id = x.id and p.version = n)
        order by o.version, o.page, x.id limit 20000;
end $$;

revoke execute on function strokes_bounds(jsonb) from public;
