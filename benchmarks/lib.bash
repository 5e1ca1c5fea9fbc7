# What the benchmarks share: BIN MODELS SCRATCH of the command line, and numbers
# out of JSON.
set -euo pipefail
bin=$1 models=$2 scratch=$3

# number KEY: the first number under a key of the JSON on stdin.
number() { awk -v key="\"$1\":" '!found && $1 == key { sub(/,$/, "", $2); print $2; found = 1 }'; }
