-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What changed since I last read (C6).

-- name: news_get
select reply, known, newest from app.news_get($1::uuid);

-- name: news_keep
select app.news_keep($1::uuid, $2::int, $3::int, $4::jsonb);
