-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Roll-call and quorum (F1; rules 22, 23, 33).

-- name: roll_get
select app.roll_get($1::uuid);

-- name: roll_code_get
select app.roll_code_get($1::uuid);

-- name: attendance_say
select app.attendance_say($1::uuid, $2::jsonb);

-- name: attendance_set
select app.attendance_set($1::uuid, $2::uuid, $3::jsonb);

-- name: item_attendance_set
select app.item_attendance_set($1::uuid, $2::uuid, $3::jsonb);

-- name: quorum_set
select app.quorum_set($1::uuid, $2::jsonb);
