-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Copies to take away (C9).

-- name: export_source
select v.oid, v.sha256, v.bytes, v.media, v.filename, d.subject, d.secrecy is not null as secret, app.json_time(v.created_at) as created_at, app.zone() as zone,
    (select p.full_name from app.person p where p.id = app.me()) || ' · ' || to_char(now() at time zone app.zone(), 'DD/MM/YYYY HH24:MI') as mark
from app.version v join app.document d on d.id = v.document_id
where v.document_id = $1::uuid and v.number = $2::bigint;

-- name: export_keep
select app.export_keep($1::uuid, $2::bigint, $3::jsonb);
