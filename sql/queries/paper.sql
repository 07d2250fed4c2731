-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Papers on their way into a meeting (E5).

-- name: paper_request_list
select app.paper_request_list();

-- name: paper_submit
select app.paper_submit($1::uuid, $2::jsonb);

-- name: paper_approve
select app.paper_approve($1::uuid);

-- name: paper_return
select app.paper_return($1::uuid, $2::jsonb);
