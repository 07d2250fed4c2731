-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Meetings for calendars elsewhere (E1, I2). feed_read runs as nobody.

-- name: meeting_calendar
select app.meeting_calendar($1::uuid);

-- name: feed_get
select app.feed_get();

-- name: feed_make
select app.feed_make($1::text, $2::text);

-- name: feed_end
select app.feed_end();

-- name: feed_read
select meetings, language from app.feed_read($1::text, $2::text);
