-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Versions and their files (B2).

-- name: version_list
select app.version_list($1::uuid);

-- name: version_get
select app.version_get($1::uuid, $2::bigint);

-- name: version_begin
select number, commit, metadata, author_name, author_email, author_id from app.version_begin($1::uuid, $2::bigint);

-- name: version_store
select app.version_store($1::uuid, $2::jsonb);

-- name: version_content
select oid, sha256, bytes, media, filename, pages, pages_problem, commit from app.version where document_id = $1::uuid and number = $2::bigint;

-- name: attachment_content
select oid, sha256, bytes, media, filename from app.version_file where document_id = $1::uuid and version = $2::bigint and number = $3::bigint;

-- name: version_files
select path, oid, sha256, bytes, media, filename, 0 as number from app.version where document_id = $1::uuid and number = $2::bigint
union all
select path, oid, sha256, bytes, media, filename, number from app.version_file where document_id = $1::uuid and version = $2::bigint
order by 7;
