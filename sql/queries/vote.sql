-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Votes (F5; rules 29 to 33).

-- name: vote_list
select app.vote_list($1::uuid, $2::text);

-- name: vote_get
select j, j ->> 'edit_version' as etag from app.vote_get($1::uuid) j;

-- name: vote_create
select app.vote_create($1::uuid, $2::jsonb);

-- name: vote_change
select j, j ->> 'edit_version' as etag from app.vote_change($1::uuid, $2::bigint, $3::jsonb) j;

-- name: vote_delete
select app.vote_delete($1::uuid);

-- name: vote_place
select app.vote_place($1::uuid, $2::jsonb);

-- name: vote_ready_ask
select app.vote_ready_ask($1::uuid);

-- name: vote_ready_say
select app.vote_ready_say($1::uuid);

-- name: vote_open
select app.vote_open($1::uuid);

-- name: vote_pause
select app.vote_pause($1::uuid);

-- name: vote_resume
select app.vote_resume($1::uuid);

-- name: vote_close
select app.vote_close($1::uuid);

-- name: vote_publish
select app.vote_publish($1::uuid);

-- name: ballot_cast
select app.ballot_cast($1::uuid, $2::jsonb);

-- name: vote_register
select app.vote_register($1::uuid);
