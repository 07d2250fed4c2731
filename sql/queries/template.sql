-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Templates of meetings, meetings made of them and of earlier ones, series, and the rules of meeting types (E1, rule 23).

-- name: template_list
select app.template_list();

-- name: template_get
select j, j ->> 'edit_version' as etag from app.template_get($1::uuid) as j;

-- name: template_create
select j, j ->> 'edit_version' as etag from app.template_create($1::jsonb) as j;

-- name: template_change
select j, j ->> 'edit_version' as etag from app.template_change($1::uuid, $2::bigint, $3::jsonb) as j;

-- name: template_delete
select app.template_delete($1::uuid);

-- name: series_preview
select app.series_preview($1::timestamptz, $2::text, $3::int, $4::date, $5::text, $6::text);

-- name: meeting_make
select app.meeting_make($1::jsonb);

-- name: series_get
select app.series_get($1::uuid);

-- name: series_change
select app.series_change($1::uuid, $2::jsonb);

-- name: series_delete
select app.series_delete($1::uuid);

-- name: type_rules_get
select j, j ->> 'edit_version' as etag from app.type_rules_get($1::uuid) as j;

-- name: type_rules_set
select j, j ->> 'edit_version' as etag from app.type_rules_set($1::uuid, $2::bigint, $3::jsonb) as j;
