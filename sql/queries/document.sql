-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Documents, who may see them, and where one stopped reading (B1, A4).

-- name: document_list
select app.document_list($1::text, $2::text, $3::text, $4::text, $6::text, $7::int, $5::text);

-- name: document_create
select j, j ->> 'edit_version' as etag from app.document_create($1::jsonb) as j;

-- name: document_get
select j, j ->> 'edit_version' as etag from app.document_get($1::uuid) as j;

-- name: document_change
select j, j ->> 'edit_version' as etag from app.document_change($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: document_may_edit
select app.document_may_edit($1::uuid);

-- name: grant_list
select app.grant_list($1::uuid);

-- name: grant_set
select app.grant_set($1::uuid, $2::jsonb);

-- name: reading_set
select app.reading_set($1::uuid, $2::jsonb);
