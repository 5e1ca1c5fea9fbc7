#===- fuzz.sh - ./dev fuzz ------------------------------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#

# run_fuzz [COUNT [SEED]]: one process for each processor, each with its share.
# What out/fuzz/log has of this build and seed is not done again.
run_fuzz() {
  local count=${1:-1000} seed=${2:-1} suite jobs status=0 job pids=()
  case "$count$seed" in
    *[!0-9]*) wrong_usage "'fuzz' takes numbers, got '$count' and '$seed'" ;;
  esac
  build_targets lutra-mutate-models
  suite=$(sed -n 's/^LUTRA_ONNX_SUITE:PATH=//p' "$build/CMakeCache.txt")
  [ -d "$suite" ] || die "the conformance models are not installed (libonnx-testdata)"
  jobs=$(nproc)
  mkdir -p "$root/out/fuzz"
  for ((job = 0; job < jobs; ++job)); do
    "$build/bin/lutra-mutate-models" "$suite" "$root/out/fuzz" "$count" "$seed" \
      "$job" "$jobs" | grep --line-buffered -v " models, " &
    pids+=($!)
  done
  for job in "${pids[@]}"; do wait "$job" || true; done
  # Nothing is left to do: this only adds up.
  "$build/bin/lutra-mutate-models" "$suite" "$root/out/fuzz" "$count" "$seed" || status=1
  return $status
}
