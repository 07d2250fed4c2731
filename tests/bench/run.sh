#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every ratio, each side by side with its peer in one run. Prints; judges nothing: absolute times are the machine's business.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
ninja -C build bench_page_draw bench_store_write >/dev/null
echo "== a cold page at 150 dpi, beside mutool draw and pdftocairo -png (wanted: faster than mutool)"
node tests/bench/page.mjs "$PWD/build"
echo "== a version of 2 MB, beside git hash-object + commit-tree + update-ref with core.fsync=all (wanted: 3 times as fast)"
bash tests/bench/store.sh "$PWD/build"
echo "== what is served (wanted: 0.8 of nginx, 0.4 of pgbench)"
node tests/bench/served.mjs
echo "== 20,000 meetings with 500,000 invitations, for one who sees one in fifty (wanted: p95 under 50 ms)"
bash tests/bench/meetings.sh
echo "== the reader on a slow tablet and line, beside pdf.js's viewer (wanted: half its time and half its memory)"
bash tests/bench/reader.sh
echo "== a meeting pack of 40 papers and 1,200 pages, beside qpdf joining and numbering (wanted: under 30 s)"
bash tests/bench/meeting_pack.sh
echo "== a running meeting with up to 5,000 members, beside nchan (wanted: last client no later, under 20 KiB a member, 5,000 back in 10 s, ballots p99 under 500 ms)"
bash tests/bench/live.sh
