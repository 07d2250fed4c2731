-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Agendas and papers (E3, E5; rules 10, 21).

-- name: agenda_get
select j, j ->> 'edit_version' as etag from app.agenda_get($1::uuid) as j;

-- name: agenda_set
select j, j ->> 'edit_version' as etag from app.agenda_set($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: agenda_item_create
select j, j ->> 'edit_version' as etag from app.agenda_item_create($1::uuid, $2::jsonb) as j;

-- name: agenda_item_change
select j, j ->> 'edit_version' as etag from app.agenda_item_change($1::uuid, $2::jsonb) as j;

-- name: paper_create
select j, j ->> 'edit_version' as etag from app.paper_create($1::uuid, $2::jsonb) as j;

-- name: paper_change
select j, j ->> 'edit_version' as etag from app.paper_change($1::uuid, $2::jsonb) as j;

-- name: agenda_change_list
select app.agenda_change_list($1::uuid);

-- name: agenda_change_seen
select app.agenda_change_seen($1::uuid, $2::jsonb);
