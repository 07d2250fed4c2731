-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Secret votes (F6, K7; rules 30 to 32).

-- name: secret_papers_get
select app.secret_papers_get($1::uuid);

-- name: secret_hand_out_check
select app.secret_hand_out_check($1::uuid);

-- name: secret_hand_out
select app.secret_hand_out($1::uuid, $2::text);

-- name: secret_paper_take
select app.secret_paper_take($1::uuid, $2::jsonb);

-- name: secret_box_open
select app.secret_box_open($1::uuid);

-- name: secret_last_call
select app.secret_last_call($1::uuid, $2::jsonb);

-- name: secret_box_get
select app.secret_box_get($1::uuid);

-- name: secret_ballot_drop
select app.secret_ballot_drop($1::uuid, $2::text, $3::text);

-- name: secret_ballot_held
select app.secret_ballot_held($1::uuid, $2::text);

-- name: secret_count_begin
select app.secret_count_begin($1::uuid);

-- name: secret_count_end
select app.secret_count_end($1::uuid, $2::jsonb);

-- name: secret_list_get
select app.secret_list_get($1::uuid);

-- name: secret_seal_get
select app.secret_seal_get($1::uuid);

-- name: secret_keys_wanted
select app.secret_keys_wanted($1::jsonb);
