#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A 2 MB version stored durably: ours (new repository, blobs, trees, signed commit, both refs)
# against stock git with core.fsync=all (blob, tree, unsigned commit, one ref, in a repository
# made outside the time). In turns A B A B in one run on one disk; prints both medians and their ratio.
#
#   tests/bench/store.sh BUILD_FOLDER [ROUNDS]
set -euo pipefail
build=${1:?usage: store.sh BUILD_FOLDER [ROUNDS]}
rounds=${2:-15}
bytes=2097152
place=$(mktemp -d "${BENCH_FOLDER:-$build}/store-bench-XXXXXX")
trap 'rm -rf "$place"' EXIT
export HOME=$place GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=bench GIT_AUTHOR_EMAIL=bench@nghisu.invalid GIT_COMMITTER_NAME=bench GIT_COMMITTER_EMAIL=bench@nghisu.invalid

git_version() {
    local repository=$place/git-$1.git start blob tree commit
    git init -q --bare "$repository"
    git -C "$repository" config core.fsync all
    git -C "$repository" config core.fsyncMethod fsync
    start=$(date +%s%N)
    blob=$(git -C "$repository" hash-object -w "$place/paper")
    tree=$(printf '100644 blob %s\tmain.pdf\n' "$blob" | git -C "$repository" mktree)
    commit=$(git -C "$repository" commit-tree -m "Version 1" "$tree")
    git -C "$repository" update-ref refs/heads/main "$commit" ''
    awk -v ns=$(($(date +%s%N) - start)) 'BEGIN { printf "%.3f\n", ns / 1e6 }'
}

median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

fresh_paper() { # not compressible, like a PDF; on the disk before anyone is timed
    head -c "$bytes" /dev/urandom > "$place/paper"
    sync "$place/paper"
}

# Once each unmeasured: programs and folders warm for both.
fresh_paper
"$build/bench_store_write" "$place/store" "$place/paper" > /dev/null
git_version warm > /dev/null
for round in $(seq "$rounds"); do
    fresh_paper
    ours=$("$build/bench_store_write" "$place/store" "$place/paper")
    theirs=$(git_version "$round")
    echo "$ours" >> "$place/ours"
    echo "$theirs" >> "$place/theirs"
    echo "$ours $theirs" | awk '{ print $2 / $1 }' >> "$place/ratios"
done
echo "store_write: $(median "$place/ours") ms, git $(median "$place/theirs") ms, $(median "$place/ratios") times faster (median of $rounds pairs)"
