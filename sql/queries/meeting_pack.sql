-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The meeting pack (E8).

-- name: meeting_pack_get
select app.meeting_pack_get($1::uuid);

-- name: meeting_pack_ask
select app.meeting_pack_ask($1::uuid, $2::jsonb);

-- name: meeting_pack_file
select state, changed, hash, sha256, bytes, title from app.meeting_pack_file($1::uuid);

-- name: meeting_pack_taken
select app.meeting_pack_taken($1::uuid, $2::jsonb);
