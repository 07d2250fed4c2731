-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Tasks of meetings and what becomes of them (G2; rules 24, 35).

-- name: task_list
select app.task_list(whose => $1::text, wanted => $2::text, unit => $3::uuid, person => $4::uuid, meeting => $5::uuid, q => $6::text, after => $7::text, page_size => $8::int);

-- name: task_board
select app.task_board($1::text, $2::uuid, $3::text);

-- name: task_create
select j, j ->> 'edit_version' as etag from app.task_create($1::uuid, $2::jsonb) as j;

-- name: task_get
select j, j ->> 'edit_version' as etag from app.task_get($1::uuid) as j;

-- name: task_change
select j, j ->> 'edit_version' as etag from app.task_change($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: task_accept
select j, j ->> 'edit_version' as etag from app.task_accept($1::uuid) as j;

-- name: task_progress
select j, j ->> 'edit_version' as etag from app.task_progress($1::uuid, $2::jsonb) as j;

-- name: task_report
select j, j ->> 'edit_version' as etag from app.task_report($1::uuid, $2::jsonb) as j;

-- name: task_confirm
select j, j ->> 'edit_version' as etag from app.task_confirm($1::uuid, $2::jsonb) as j;

-- name: task_return
select j, j ->> 'edit_version' as etag from app.task_return($1::uuid, $2::jsonb) as j;

-- name: task_extend
select j, j ->> 'edit_version' as etag from app.task_extend($1::uuid, $2::jsonb) as j;

-- name: task_extension_grant
select j, j ->> 'edit_version' as etag from app.task_extension_grant($1::uuid, $2::jsonb) as j;

-- name: task_extension_refuse
select j, j ->> 'edit_version' as etag from app.task_extension_refuse($1::uuid, $2::jsonb) as j;

-- name: task_name
select j, j ->> 'edit_version' as etag from app.task_name($1::uuid, $2::jsonb) as j;

-- name: task_chase
select j, j ->> 'edit_version' as etag from app.task_chase($1::uuid, $2::jsonb) as j;

-- name: task_withdraw
select j, j ->> 'edit_version' as etag from app.task_withdraw($1::uuid, $2::jsonb) as j;
