-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- People, their positions and roles (A2).

-- name: person_list
select app.person_list($1::text, $2::uuid, $3::text, $4::int);

-- name: person_create
select app.person_create($1::jsonb, $2::text);

-- name: person_password_set
select app.person_password_set($1::uuid, $2::text);

-- name: person_get
select j, j ->> 'edit_version' as etag from app.person_get($1::uuid) as j;

-- name: person_change
select j, j ->> 'edit_version' as etag from app.person_change($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: position_create
select app.position_create($1::uuid, $2::jsonb);

-- name: position_end
select app.position_end($1::uuid, $2::jsonb);

-- name: person_roles_set
select j, j ->> 'edit_version' as etag from app.person_roles_set($1::uuid, $2::jsonb) as j;

-- name: person_session_list
select app.person_session_list($1::uuid);

-- name: person_sessions_end
select app.person_sessions_end($1::uuid);

-- name: principal_search
select app.principal_search($1::text, $2::int);
