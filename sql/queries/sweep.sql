-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The owner's own work: what the start-up sweep needs. Never as nghisu_app.

-- name: sweep_documents
select document_id, versions from app.sweep_documents($1::uuid);

-- name: sweep_uploads
select id from app.sweep_uploads() as id;
