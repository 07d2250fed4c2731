-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The chat beside a meeting (F8).

-- name: chat_get
select app.chat_get($1::uuid);

-- name: chat_set
select app.chat_set($1::uuid, $2::jsonb);

-- name: chat_write
select app.chat_write($1::uuid, $2::jsonb);

-- name: chat_take_back
select app.chat_take_back($1::uuid);

-- name: chat_hide
select app.chat_hide($1::uuid, $2::jsonb);
