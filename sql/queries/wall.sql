-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The screen in the room (F7). All but the first three run as nobody, who has the address.

-- name: wall_get
select app.wall_get($1::uuid);

-- name: wall_make
select app.wall_make($1::uuid, $2::text);

-- name: wall_end
select app.wall_end($1::uuid);

-- name: wall_subjects
select subject, revision from app.wall_subjects($1::text);

-- name: wall_read
select app.wall_read($1::text);

-- name: wall_page
select document_id, oid, sha256, bytes, media, pages, page from app.wall_page($1::text);
