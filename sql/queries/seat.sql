-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seat maps of rooms, and who sits where (A5, E10).

-- name: room_map_get
select j, j ->> 'edit_version' as etag from app.room_map_get($1::uuid) as j;

-- name: room_map_set
select j, j ->> 'edit_version' as etag from app.room_map_set($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: my_seat_get
select app.my_seat_get($1::uuid);

-- name: meeting_seats_get
select j, j ->> 'edit_version' as etag from app.meeting_seats_get($1::uuid) as j;

-- name: meeting_seats_set
select j, j ->> 'edit_version' as etag from app.meeting_seats_set($1::uuid, $2::bigint, $3::jsonb) as j;
