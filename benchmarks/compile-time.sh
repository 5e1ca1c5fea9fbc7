#!/usr/bin/env bash
# one kernel compiled in process: at most 60 ms, and 30 ms for another tile of it
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

for format in "ternary" "int4 --group=128" "int8"; do
  for tokens in 1 32; do
    # shellcheck disable=SC2086 # a format and its options
    "$bin/lutra-bench" compile --format=$format --n=512 --k=512 --m=$tokens --seconds=2 --json >"$scratch/compile.json"
    awk -v format="$format" -v tokens=$tokens -v whole="$(number whole_ms <"$scratch/compile.json")" \
      -v again="$(number again_ms <"$scratch/compile.json")" 'BEGIN {
      printf "%-18s %3d tokens: %6.1f ms (at most 60, %s), again %6.1f ms (at most 30, %s)\n", format, tokens,
             whole, whole <= 60 ? "met" : "missed", again, again <= 30 ? "met" : "missed" }'
  done
done
