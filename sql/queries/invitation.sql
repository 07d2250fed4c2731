-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The invitation as a paper (E6), and the installation's own wordings.

-- name: invitation_get
select * from app.invitation_get($1::uuid, $2::uuid);

-- name: invitation_paper_get
select j, j ->> 'edit_version' as etag from app.invitation_paper_get($1::uuid) as j;

-- name: invitation_paper_set
select j, j ->> 'edit_version' as etag from app.invitation_paper_set($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: word_template_list
select name, body, app.json_time(changed_at), edit_version from app.word_template_list() where language = 'vi';

-- name: word_template_set
select name, body, app.json_time(changed_at), edit_version from app.word_template_set($1::text, $2::bigint, $3::jsonb);

-- name: word_template_reset
select app.word_template_reset($1::text);

-- name: word_template_may
select app.word_template_may();
