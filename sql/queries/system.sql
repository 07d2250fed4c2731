-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What belongs to no noun: the sign-in page, subjects of events, idempotency.

-- name: welcome_get
select app.welcome_get();

-- name: session_check
select 1;

-- That the session was seen just now need not be on disk when a stream begins: with a whole meeting coming back at once the disk was most of it.
-- name: event_subjects
select s.subject, s.revision from (select set_config('synchronous_commit', 'off', true)) c, app.event_subjects($1::jsonb) s;

-- name: stream_subjects
select ord, problem, subject, revision from app.stream_subjects($1::jsonb);

-- name: idempotency_claim
select status, body from app.idempotency_claim($1::text, $2::text, $3::text);

-- name: idempotency_keep
select app.idempotency_keep($1::text, $2::int, $3::text);

-- name: home_get
select app.home_get();
