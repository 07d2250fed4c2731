-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Notes on pages, and their places on each version (C2, C3, C4).

-- name: note_list
select app.note_list($1::uuid, $2::bigint);

-- name: note_put
select j, j ->> 'edit_version' as etag from app.note_put($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: note_delete
select app.note_delete($1::uuid);

-- name: note_restore
select j, j ->> 'edit_version' as etag from app.note_restore($1::uuid) as j;

-- name: note_place
select j, j ->> 'edit_version' as etag from app.note_place_set($1::uuid, $2::jsonb) as j;

-- name: note_unplaced
select id, edition, kind, origin, page, quads, exact, prefix, suffix, oid, sha256, bytes, media from app.note_unplaced($1::uuid, $2::bigint);

-- name: note_places_keep
select app.note_places_keep($1::uuid, $2::bigint, $3::jsonb);
