-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Answers to an invitation (E6, rule 23).

-- name: answer_set
select j, j ->> 'edit_version' as etag from app.answer_set($1::uuid, $2::jsonb) as j;

-- name: unit_attendees_set
select j, j ->> 'edit_version' as etag from app.unit_attendees_set($1::uuid, $2::uuid, $3::jsonb) as j;

-- name: colleague_list
select app.colleague_list($1::uuid, $2::uuid, $3::text);
