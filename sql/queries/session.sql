-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Sessions and passwords (A3). The first three run as nobody.

-- name: session_credential
select person_id, password_hash, wait_seconds, locked from app.session_credential($1::text, $2::text);

-- name: session_failed
select app.session_failed($1::text, $2::text);

-- name: session_create
select app.session_create($1::uuid, $2::text, $3::text, $4::text, $5::int, $6::text) as session_id;

-- name: session_get
select app.session_get();

-- name: session_end
select app.session_end();

-- name: session_list
select app.session_list();

-- name: session_revoke
select app.session_revoke($1::uuid);

-- name: password_set
select app.password_set($1::text);
