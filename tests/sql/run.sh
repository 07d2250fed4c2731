#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The database's own promises, as TAP: loads sql/migrations into a scratch
# database and runs every tests/sql/*.sql in a transaction that is rolled back,
# then concurrency.sh.
#   tests/sql/run.sh [file …]
# With PGHOST set it uses that server as its superuser; otherwise it makes a
# private cluster on a unix socket and takes it away again.
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ -z "${PGHOST:-}" ]; then
    folder=$(mktemp -d /tmp/nghisu-sql.XXXXXX)
    chmod 755 "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    trap 'as_postgres "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
    (cd / && as_postgres "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null) || exit 1
    (cd / && as_postgres "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
        -o "-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off" start >/dev/null) || exit 1
    export PGHOST=$folder PGUSER=postgres
fi
scratch=nghisu_sql_$$
export PGOPTIONS='-c client_min_messages=warning'
sql() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }
for role in nghisu_owner nghisu_app; do
    sql -d postgres -c "do \$\$ begin if not exists (select from pg_roles where rolname = '$role') then create role $role login; end if; end \$\$" || exit 1
done
sql -d postgres -c "create database $scratch owner nghisu_owner template template0 encoding 'UTF8'" || exit 1
trap 'psql -X -q -d postgres -c "drop database if exists $scratch"; [ -z "${folder:-}" ] || { as_postgres "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"; }' EXIT
for file in sql/migrations/*.sql; do
    { echo 'set role nghisu_owner;'; cat "$file"; } | sql -1 -d "$scratch" || { echo "not ok - $file loads"; exit 1; }
    echo "ok - $(basename "$file") loads"
done
# the queries are what C prepares: each must be a statement that nghisu_app (the sweeps: the owner) may prepare
for file in sql/queries/*.sql; do
    role=nghisu_app
    case $file in */sweep.sql | */sample.sql | */post.sql | */record_seal.sql | */meeting_pack_build.sql) role=nghisu_owner ;; esac
    if awk -v role=$role '/^-- name: /{if (open) print ""; printf "prepare %s as\n", $3; open = 1; next} /^--/{next} {print} BEGIN{print "set role " role ";"}' "$file" |
        sql -d "$scratch" >/dev/null; then echo "ok - $(basename "$file") prepares as $role"; else echo "not ok - $(basename "$file") prepares as $role"; failed=1; fi
done
sql -d "$scratch" -c 'create schema tap; create extension pgtap schema tap; grant usage, create on schema tap to public' || exit 1
sql -d "$scratch" -o /dev/null -f tests/sql/fixture.psql || { echo 'not ok - the fixture loads'; exit 1; }
failed=${failed:-0}
for file in "${@:-}"; do [ -z "$file" ] || files="${files:-} $file"; done
for file in ${files:-$root/tests/sql/*.sql}; do
    name=$(basename "$file" .sql)
    output=$(psql -X -q -t -A -d "$scratch" -v ON_ERROR_STOP=1 <<<"$(cat tests/sql/begin.psql "$file" tests/sql/end.psql)" 2>&1) || output+=$'\n'"not ok - $name stopped early"
    grep -E '^ok|^not ok|^#|ERROR|DETAIL|CONTEXT' <<<"$output" | sed -E "s/^(ok|not ok) ([0-9]+)? ?- /\1 - $name: /"
    ! grep -q '^not ok' <<<"$output" || failed=1
done
# given files are all that was asked for
if [ -z "${files:-}" ]; then
    bash tests/sql/concurrency.sh "$scratch" || failed=1
    sql -d postgres -c "create database ${scratch}_old owner nghisu_owner template template0 encoding 'UTF8'" && bash tests/sql/upgrade.sh "${scratch}_old" || failed=1
    psql -X -q -d postgres -c "drop database if exists ${scratch}_old"
fi
exit $failed
