-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The dated tree of units (A1).

-- name: unit_list
select app.unit_list($1::date);

-- name: unit_create
select j, j ->> 'edit_version' as etag from app.unit_create($1::jsonb) as j;

-- name: unit_get
select j, j ->> 'edit_version' as etag from app.unit_get($1::uuid) as j;

-- name: unit_change
select j, j ->> 'edit_version' as etag from app.unit_change($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: unit_rename
select j, j ->> 'edit_version' as etag from app.unit_rename($1::uuid, $2::jsonb) as j;

-- name: unit_move
select j, j ->> 'edit_version' as etag from app.unit_move($1::uuid, $2::jsonb) as j;

-- name: unit_dissolve
select j, j ->> 'edit_version' as etag from app.unit_dissolve($1::uuid, $2::jsonb) as j;

-- name: unit_import
select app.unit_import($1::jsonb);
