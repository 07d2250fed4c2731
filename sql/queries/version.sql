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

-- A secret document with pages is read and taken away page by page under one's name (B13); the bare file is for who may change it.
-- name: version_content
select v.oid, v.sha256, v.bytes, v.media, v.filename, v.pages, v.pages_problem, v.commit,
       d.secrecy is not null and v.pages > 0 and app.document_right(d.id) is distinct from 'edit' as withheld
from app.version v join app.document d on d.id = v.document_id where v.document_id = $1::uuid and v.number = $2::bigint;

-- name: attachment_content
select oid, sha256, bytes, media, filename from app.version_file where document_id = $1::uuid and version = $2::bigint and number = $3::bigint;

-- name: version_files
select path, oid, sha256, bytes, media, filename, 0 as number from app.version where document_id = $1::uuid and number = $2::bigint
union all
select path, oid, sha256, bytes, media, filename, number from app.version_file where document_id = $1::uuid and version = $2::bigint
order by 7;
