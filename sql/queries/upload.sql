-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Uploads in parts (B4); one sees only one's own.

-- name: upload_create
select id, expires_at from app.upload_create($1::text, $2::bigint);

-- name: upload_get
select id, filename, bytes, received, app.json_time(expires_at) as expires_at from app.upload where id = $1::uuid and expires_at > now();

-- name: upload_advance
select id, filename, bytes, received, expires_at from app.upload_advance($1::uuid, $2::bigint, $3::bigint);

-- name: upload_delete
select id from app.upload_delete($1::uuid) as id where id is not null;
