#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A running meeting with 90, 500, 2,000 and 5,000 connected members: from the chair's request to the last of them, beside nchan handing out the same bytes
# to as many in the same run; memory and bytes a member; 2,000 ballots; rights asked again; all back after a restart; the chair's tap in Chromium.
#   tests/bench/live.sh [members …]      ROUNDS=9 TAPS=40 NO_BROWSER=1
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
ninja -C build bench_live_load >/dev/null
exec node tests/bench/live.mjs "$@"
