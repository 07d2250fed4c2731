#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What rights cost: the list, the search and a count under the bare policy, for
# people who are 10, 500 and 2,000 principals, on 100,000 documents of which they
# see one in twenty. Makes a private cluster, prints one table, takes it away.
#   tests/bench/rights.sh [documents]
# KEEP=1 leaves the cluster running and says where.
set -eu
cd "$(dirname "$0")/../.."
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
folder=$(mktemp -d /tmp/nghisu-rights.XXXXXX)
chmod 755 "$folder"
[ "$(id -u)" != 0 ] || chown postgres "$folder"
[ -n "${KEEP:-}" ] || trap 'as_postgres "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
(cd / && as_postgres "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null)
(cd / && as_postgres "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
    -o "-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off -c jit=off -c max_wal_size=4GB" start >/dev/null)
export PGHOST=$folder PGUSER=postgres PGOPTIONS='-c client_min_messages=warning'
sql() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }
sql -d postgres -c 'create role nghisu_owner login' -c 'create role nghisu_app login'
sql -d postgres -c "create database nghisu owner nghisu_owner template template0 encoding 'UTF8'"
for file in sql/migrations/*.sql; do { echo 'set role nghisu_owner;'; cat "$file"; } | sql -1 -d nghisu; done
sql -d nghisu -o /dev/null -v documents="${1:-100000}" -f tests/bench/rights.sql
sql -d nghisu -U nghisu_app <<'SQL'
\pset footer off
set statement_timeout = '20s';
\echo milliseconds, the best of some runs
select w.name as principals, bench.seen(w.name) as seen,
    bench.time(w.name, 'select app.document_list(null, null, null, null, null, null)', 20) as list,
    bench.time(w.name, format('select app.document_list(null, null, null, null, %L, null)', (app.document_list(null, null, null, null, null, null) ->> 'next')), 20) as "list, next",
    bench.time(w.name, 'select app.document_list(null, null, null, ''true'', null, null)', 20) as "list, mine",
    bench.time(w.name, 'select app.document_list(''tu2'', null, null, null, null, null)', 10) as "frequent word",
    bench.time(w.name, 'select app.document_list(''tu3f'', null, null, null, null, null)', 10) as "of 2%",
    bench.time(w.name, 'select app.document_list(''tu3e7'', null, null, null, null, null)', 10) as "of 0.1%",
    bench.time(w.name, 'select app.document_list(''khongcogi'', null, null, null, null, null)', 10) as "of none",
    bench.time(w.name, 'select count(*) from app.document', 5) as "count by policy",
    bench.time(w.name, 'select count(*) from app.version', 5) as "versions by policy",
    bench.time(w.name, format('select app.document_get(%L)', (app.document_list(null, null, null, null, null, 1) #>> '{items,0,id}')), 20) as get,
    bench.time(w.name, 'select app.home_get()', 10) as home
from bench.who w;
SQL
[ -z "${KEEP:-}" ] || echo "kept: PGHOST=$folder"
