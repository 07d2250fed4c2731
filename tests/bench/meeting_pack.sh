#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A meeting pack of 40 papers and 1,200 pages (E8), from asking to there, with
# numbers, links and bookmarks; beside qpdf joining the same files and laying
# numbers that were printed before over them. Wanted: under 30 s.
#   tests/bench/meeting_pack.sh      NGHISU_PROGRAM: the server, NGHISU_SAMPLES: a folder with pdf/ to take papers from
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d /tmp/nghisu-pack.XXXXXX)
trap 'rm -rf "$folder"' EXIT
node tests/bench/meeting_pack.mjs "$folder"
