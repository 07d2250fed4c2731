-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What happened in a meeting, and its sealed record (G3, rule 34).

-- name: meeting_event_list
select app.meeting_event_list($1::uuid, $2::text, $3::int);
