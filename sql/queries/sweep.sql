-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The owner's own work: what the start-up sweep and the reader of texts need. Never as nghisu_app.

-- name: sweep_documents
select document_id, versions from app.sweep_documents($1::uuid);

-- name: sweep_uploads
select id from app.sweep_uploads() as id;

-- name: text_claim
select document_id, version, oid, sha256, bytes, page from app.text_claim();

-- name: text_keep
select app.text_keep($1::uuid, $2::int, $3::int, $4::int, $5::jsonb);

-- name: text_finish
select app.text_finish($1::uuid, $2::int, $3::text);

-- name: text_release
select app.text_release($1::uuid, $2::int, $3::text);

-- name: vote_tick
select app.vote_tick();
