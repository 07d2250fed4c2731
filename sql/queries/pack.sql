-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a tablet keeps for reading without a network (C8, K5).

-- name: pack_list
select app.pack_list();

-- name: pin_set
select app.pin_set($1::uuid, $2::jsonb);

-- name: outbox_key_get
select app.outbox_key_get();
