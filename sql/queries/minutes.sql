-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Minutes of a meeting and what comes out of them (G1, G4; rules 20, 24, 34).

-- name: minutes_list
select app.minutes_list($1::uuid);

-- name: minutes_record
select r.facts, r.body from app.minutes_record($1::uuid, $2::uuid) r;

-- name: minutes_keep
select app.minutes_keep($1::uuid, $2::uuid, $3::jsonb);

-- name: minutes_change
select app.minutes_change($1::uuid, $2::bigint, $3::jsonb);

-- name: minutes_block_create
select app.minutes_block_create($1::uuid, $2::jsonb);

-- name: minutes_block_change
select app.minutes_block_change($1::uuid, $2::bigint, $3::jsonb);

-- name: minutes_block_delete
select app.minutes_block_delete($1::uuid, $2::bigint);

-- name: minutes_block_place
select app.minutes_block_place($1::uuid, $2::jsonb);

-- name: minutes_block_offer
select app.minutes_block_offer($1::uuid, $2::bigint, $3::jsonb);

-- name: minutes_offers
select app.minutes_offers($1::uuid, $2::jsonb);

-- name: minutes_circulate
select app.minutes_circulate($1::uuid, $2::jsonb);

-- name: minutes_comment_create
select app.minutes_comment_create($1::uuid, $2::jsonb);

-- name: minutes_comment_answer
select app.minutes_comment_answer($1::uuid, $2::jsonb);

-- name: minutes_correct
select app.minutes_correct($1::uuid, $2::jsonb);

-- name: minutes_paper
select p.facts, p.blocks, p.title, p.made_at, p.digest from app.minutes_paper($1::uuid) p;

-- name: minutes_approve_begin
select b.document_id, b.note from app.minutes_approve_begin($1::uuid) b;

-- name: minutes_approve_end
select app.minutes_approve_end($1::uuid, $2::integer, $3::text);

-- name: minutes_extract_paper
select p.facts, p.blocks, p.title, p.made_at, p.body from app.minutes_extract_paper($1::uuid) p;

-- name: minutes_extract_begin
select app.minutes_extract_begin($1::uuid);

-- name: minutes_extract_end
select app.minutes_extract_end($1::uuid, $2::uuid);

-- name: conclusion_paper
select p.facts, p.title, p.made_at, p.body from app.conclusion_paper($1::uuid) p;

-- name: conclusion_notice_begin
select app.conclusion_notice_begin($1::uuid);
