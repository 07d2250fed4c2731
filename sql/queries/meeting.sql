-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Meetings and their steps (E2, F2; rule 20).

-- name: meeting_list
select app.meeting_list(wanted => $1::text, mine => $2::text, state => $3::text, unit => $4::uuid, type => $5::uuid, room => $6::uuid, since => $7::date,
    until => $8::date, q => $9::text, after => $10::text, page_size => $11::int);

-- name: meeting_create
select j, j ->> 'edit_version' as etag from app.meeting_create($1::jsonb) as j;

-- name: meeting_get
select j, j ->> 'edit_version' as etag from app.meeting_get($1::uuid) as j;

-- name: meeting_change
select j, j ->> 'edit_version' as etag from app.meeting_change($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: meeting_delete
select app.meeting_delete($1::uuid);

-- name: invitee_set
select app.invitee_set($1::uuid, $2::jsonb);

-- name: meeting_publish
select j, j ->> 'edit_version' as etag from app.meeting_publish($1::uuid) as j;

-- name: meeting_start
select j, j ->> 'edit_version' as etag from app.meeting_start($1::uuid) as j;

-- name: meeting_current
select j, j ->> 'edit_version' as etag from app.meeting_current($1::uuid, $2::jsonb) as j;

-- name: meeting_pause
select j, j ->> 'edit_version' as etag from app.meeting_pause($1::uuid) as j;

-- name: meeting_resume
select j, j ->> 'edit_version' as etag from app.meeting_resume($1::uuid) as j;

-- name: meeting_end
select j, j ->> 'edit_version' as etag from app.meeting_end($1::uuid) as j;

-- name: meeting_cancel
select j, j ->> 'edit_version' as etag from app.meeting_cancel($1::uuid) as j;

-- name: meeting_adjourn
select j, j ->> 'edit_version' as etag from app.meeting_adjourn($1::uuid, $2::jsonb) as j;
