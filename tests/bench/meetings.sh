#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Lists, a meeting, home and the calendar with 20,000 meetings and 500,000 invitations, for one who sees one in fifty (wanted: p95 under 50 ms).
#   tests/bench/meetings.sh [meetings]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
exec node tests/bench/meetings.mjs "$@"
