-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Comment threads on pages of a version.

-- name: thread_list
select app.thread_list($1::uuid, $2::bigint, $3::int);

-- name: thread_create
select app.thread_create($1::uuid, $2::bigint, $3::jsonb);

-- name: comment_create
select app.comment_create($1::uuid, $2::jsonb);

-- name: thread_resolve
select app.thread_resolve($1::uuid);

-- name: thread_reopen
select app.thread_reopen($1::uuid);

-- name: comment_change
select app.comment_change($1::uuid, $2::jsonb);

-- name: comment_delete
select app.comment_delete($1::uuid);
