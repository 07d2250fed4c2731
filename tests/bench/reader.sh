#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The reader beside pdf.js's viewer: see reader.md. Arguments: which of decree report scan memory; all without.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
# The peer is fetched here and not with the tests: nothing else needs it, and its optional drawing library is for servers.
peer=build/peer
[ -d "$peer/node_modules/pdfjs-dist" ] || npm install --prefix "$peer" --no-save --no-package-lock --omit=optional --no-audit --no-fund --loglevel=error pdfjs-dist@6.5.438
exec node tests/bench/reader.mjs "$@"
