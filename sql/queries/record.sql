-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What happened in a meeting, and its sealed record (G3, rule 34).

-- name: meeting_event_list
select app.meeting_event_list($1::uuid, $2::text, $3::int);

-- name: record_get
select app.record_get($1::uuid);

-- name: record_ask
select app.record_ask($1::uuid);

-- name: record_file
select repository, title, versions from app.record_file($1::uuid);

-- name: item_record_file
select repository, title, versions from app.item_record_file($1::uuid);
