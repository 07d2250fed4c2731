-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The sample province, as the owner: what no request may do.

-- name: sample_state
select case when s.value = 'loading' then 'loading' when exists (select from app.person) then 'loaded' else 'empty' end
from app.setting s where s.key = 'sample';

-- name: sample_mark
insert into app.setting (key, value) values ('sample', $1::text), ('organisation', $2::text), ('sample_password', $3::text)
on conflict (key) do update set value = excluded.value returning key;

-- name: sample_title_roles
update app.catalogue_entry set roles = array(select jsonb_array_elements_text($2::jsonb)) where id = $1::uuid returning id;

-- name: sample_catalogue_find
select id from app.catalogue_entry
where catalogue = $1::text and (name = $2::text or code = $3::text or (held_on = $4::date and active)) order by id limit 1;

-- name: sample_backdate_meeting
with timed as (
    update app.meeting set published_at = $2::timestamptz - interval '3 days', started_at = $2::timestamptz, ended_at = $3::timestamptz,
        created_at = $2::timestamptz - interval '5 days'
    where id = $1::uuid and state = 'ended' returning id
)
update app.agenda_item i set spent_ms = coalesce(i.minutes, 10) * 60000 from timed where i.meeting_id = timed.id returning i.id;
