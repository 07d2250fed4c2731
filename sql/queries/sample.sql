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
