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

-- name: meeting_pack_changed
select item_id, document_id, pages, old_number, old_oid, old_sha256, old_bytes, new_number, new_oid, new_sha256, new_bytes from app.meeting_pack_changed($1::uuid);
