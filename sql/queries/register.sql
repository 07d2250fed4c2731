-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a meeting's printed registers tell (E9, F1).

-- name: comment_register
select app.comment_register($1::uuid);

-- name: attendance_register
select app.attendance_register($1::uuid);
