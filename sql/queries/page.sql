-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What drawing a page needs to know of its version (C1); no row for whom it does not exist. A secret one bears its reader's name and the
-- time at the office (B13).

-- name: page_source
select v.oid, v.sha256, v.bytes, v.media, v.pages, d.secrecy is not null as secret,
    case when d.secrecy is not null then
        (select p.full_name from app.person p where p.id = app.me()) || ' · ' || to_char(now() at time zone app.zone(), 'DD/MM/YYYY HH24:MI')
    end as mark
from app.version v join app.document d on d.id = v.document_id
where v.document_id = $1::uuid and v.number = $2::bigint;
