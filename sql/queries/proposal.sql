-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Items that units propose (E4).

-- name: proposal_list
select app.proposal_list($1::text, $2::uuid, $3::text, $4::text, $5::int);

-- name: proposal_create
select j, j ->> 'edit_version' as etag from app.proposal_create($1::jsonb) as j;

-- name: proposal_change
select j, j ->> 'edit_version' as etag from app.proposal_change($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: proposal_accept
select j, j ->> 'edit_version' as etag from app.proposal_accept($1::uuid, $2::jsonb) as j;

-- name: proposal_postpone
select j, j ->> 'edit_version' as etag from app.proposal_postpone($1::uuid, $2::jsonb) as j;

-- name: proposal_return
select j, j ->> 'edit_version' as etag from app.proposal_return($1::uuid, $2::jsonb) as j;

-- name: proposal_withdraw
select j, j ->> 'edit_version' as etag from app.proposal_withdraw($1::uuid) as j;
