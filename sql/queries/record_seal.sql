-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Sealing the records of meetings: the owner's own work, never in a request.

-- name: record_claim
select id, meeting_id, number, parent, author_id, author_name, author_email, contents from app.record_claim();

-- name: record_sealed
select app.record_sealed($1::uuid, $2::jsonb);

-- name: record_failed
select app.record_failed($1::uuid, $2::text);
