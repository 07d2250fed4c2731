-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Comments, questions and private notes on an agenda item (E9, F8).

-- name: item_comment_list
select app.item_comment_list($1::uuid);

-- name: item_comment_create
select app.item_comment_create($1::uuid, $2::jsonb);

-- name: item_comment_change
select app.item_comment_change($1::uuid, $2::jsonb);

-- name: item_comment_delete
select app.item_comment_delete($1::uuid);

-- name: item_note_set
select app.item_note_set($1::uuid, $2::jsonb);
