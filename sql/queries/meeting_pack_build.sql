-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Building meeting packs: the owner's own work, never in a request.

-- name: meeting_pack_claim
select hash, contents from app.meeting_pack_claim();

-- name: meeting_pack_beat
select app.meeting_pack_beat($1::text, $2::integer);

-- name: meeting_pack_end
select app.meeting_pack_end($1::text, $2::jsonb);

-- name: meeting_pack_kept
select app.meeting_pack_kept($1::integer);
