-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The sender's work on the outbox of mail, as the owner. Never as nghisu_app.

-- name: post_configure
select app.mail_configure($1::text);

-- name: post_take
select app.mail_take();

-- name: post_done
select app.mail_done($1::uuid, $2::int, $3::text, $4::text, $5::int, $6::text, $7::text);

-- name: post_remind
select app.reminder_tick();
