-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Mail of notices (E6): what a person wants of it, and whom it did not reach. The sender's own are in post.sql.

-- name: mail_choice_get
select app.mail_choice_get();

-- name: mail_choice_set
select app.mail_choice_set($1::jsonb);

-- name: meeting_mail_get
select app.meeting_mail_get($1::uuid);
