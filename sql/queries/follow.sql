-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Following the presenter (F3). follow_count is the hub's own, run as nobody.

-- name: follow_get
select app.follow_get($1::uuid);

-- name: follow_start
select app.follow_start($1::uuid, $2::jsonb);

-- name: follow_stop
select app.follow_stop($1::uuid);

-- name: follow_let
select app.follow_let($1::uuid, $2::jsonb);

-- name: follow_here
select app.follow_here($1::uuid, $2::jsonb);

-- name: follow_count
select app.follow_count($1::text, $2::bigint, $3::text, $4::integer);
