-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a person is told of the meetings that concern them (E6).

-- name: notice_list
select app.notice_list($1::text, $2::int);

-- name: notice_read
select app.notice_read($1::jsonb);
