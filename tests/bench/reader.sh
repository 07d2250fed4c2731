#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The reader beside pdf.js's viewer: see reader.md. Arguments: which of decree report scan memory; all without.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
exec node tests/bench/reader.mjs "$@"
