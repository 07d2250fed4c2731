-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Speaking and questions (F4; rules 25 to 28).

-- name: floor_get
select app.floor_get($1::uuid);

-- name: desk_set
select app.desk_set($1::uuid, $2::text, $3::jsonb);

-- name: speech_create
select app.speech_create($1::uuid, $2::jsonb);

-- name: speech_call
select app.speech_call($1::uuid);

-- name: speech_stop
select app.speech_stop($1::uuid);

-- name: speech_resume
select app.speech_resume($1::uuid);

-- name: speech_end
select app.speech_end($1::uuid);

-- name: speech_withdraw
select app.speech_withdraw($1::uuid);

-- name: speech_place
select app.speech_place($1::uuid, $2::jsonb);
