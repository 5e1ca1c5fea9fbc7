# What the checks share. A check is run as NAME.sh [ROOT]; ROOT is another tree
# to look at (the tests do that). It ends in `| report`.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(readlink -f -- "${1:-$here/../..}")
. "$here/../common.sh"
cd "$root"

# Findings on stdin: passes them on and fails if there is any.
report() { awk '{ print } END { exit NR > 0 }'; }
