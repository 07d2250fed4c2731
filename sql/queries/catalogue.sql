-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Catalogues (A5).

-- name: catalogue_list
select app.catalogue_list($1::text);

-- name: catalogue_create
select j, j ->> 'edit_version' as etag from app.catalogue_create($1::text, $2::jsonb) as j;

-- name: catalogue_change
select j, j ->> 'edit_version' as etag from app.catalogue_change($1::text, $2::uuid, $3::bigint, $4::jsonb) as j;
