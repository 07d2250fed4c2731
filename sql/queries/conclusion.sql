-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Conclusions of a meeting and its items (F10; rule 24).

-- name: conclusion_list
select app.conclusion_list($1::uuid);

-- name: conclusion_create
select app.conclusion_create($1::uuid, $2::jsonb);

-- name: conclusion_change
select app.conclusion_change($1::uuid, $2::bigint, $3::jsonb);

-- name: conclusion_delete
select app.conclusion_delete($1::uuid, $2::bigint);

-- name: conclusion_place
select app.conclusion_place($1::uuid, $2::jsonb);
