-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Calendars and what overlaps while a meeting is planned (E1).

-- name: calendar_get
select app.calendar_get($1::date, $2::date, $3::text);

-- name: meeting_conflicts
select app.meeting_conflicts($1::timestamptz, $2::timestamptz, $3::uuid, $4::jsonb, $5::uuid);
