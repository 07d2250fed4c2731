#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Migrations on data that is there (design, "The database"): the database as the
# first release left it, with people, a document and a meeting, and then all
# that came since.
#   tests/sql/upgrade.sh database     (PGHOST as in run.sh; the database is empty)
set -u
cd "$(dirname "$0")/../.." || exit 1
sql() { psql -X -q -t -A -v ON_ERROR_STOP=1 -d "$1"; }
migrate() { for file in "$@"; do { echo 'set role nghisu_owner;'; cat "$file"; } | psql -X -q -1 -v ON_ERROR_STOP=1 -o /dev/null -d "$database" || return 1; done; }
database=$1 first=16
mapfile -t old < <(ls sql/migrations/*.sql | head -n $first)
mapfile -t new < <(ls sql/migrations/*.sql | tail -n +$((first + 1)))
migrate "${old[@]}" && echo 'create schema tap; create extension pgtap schema tap; grant usage, create on schema tap to public' | sql "$database" >/dev/null &&
    sql "$database" <tests/sql/fixture.psql >/dev/null || { echo 'not ok - upgrade: the first release loads'; exit 1; }
made=$(sql "$database" <<'SQL'
set search_path = app, tap, public;
begin;
create temp table made (document uuid, meeting uuid);
grant select, insert, update on made to public;
insert into made (document) select tap.document('thuky', 'Tờ trình cũ');
select tap.version('thuky', document, 1) is not null from made;
update made set meeting = tap.meeting(document, 1);
select tap.as_json('thuky', format('select app.meeting_publish(%L)', meeting)) is not null from made;
select tap.as_json('xa.lanhdao', format('select app.reading_set(%L, ''{"version": 1, "page": 2}'')', document)) is not null from made;
select tap.back();
commit;
SQL
) || { echo "not ok - upgrade: data of the first release ($made)"; exit 1; }
if migrate "${new[@]}"; then echo 'ok - upgrade__later_migrations_load_on_data_of_the_first_release'; else echo 'not ok - upgrade__later_migrations_load_on_data_of_the_first_release'; exit 1; fi
found=$(sql "$database" <<'SQL'
set search_path = app, tap, public;
begin;
select tap.be('xa.lanhdao');
select (app.meeting_get(m.id) #>> '{agenda,0,papers,0,state}') || ' ' || (app.meeting_get(m.id) ->> 'my_role') from app.meeting m;
select app.home_get() -> 'to_read' -> 0 ->> 'read_page';
select tap.be('thuky');
select count(*) from app.meeting m where m.preparers_id = any (app.principals()::uuid[]);
select (app.outbox_key_get() ->> 'key') <> '';
rollback;
SQL
)
if [ "$(grep -v '^$' <<<"$found" | tr '\n' '|')" = 'approved member|2|1|t|' ]; then echo 'ok - upgrade__what_was_there_is_as_it_was'; else echo "not ok - upgrade__what_was_there_is_as_it_was"; echo "# $found"; exit 1; fi
