-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What was made of invitations, by person, unit and time (H1).

-- name: statistics_get
select app.statistics_get($1::text, $2::uuid, $3::date, $4::date, $5::text, $6::uuid);

-- name: statistics_sheet
select app.statistics_sheet($1::text, $2::uuid, $3::date, $4::date, $5::text, $6::uuid);
