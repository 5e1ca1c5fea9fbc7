#===- bench.sh - ./dev bench ----------------------------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#
#
# Benchmarks are the scripts of benchmarks/: NAME.sh BIN MODELS SCRATCH prints
# what it measured, one line each, and fails where a stated limit is exceeded.
#
#===------------------------------------------------------------------------===#

# run_benchmarks [NAME..]
run_benchmarks() {
  local name script status=0 names=("$@") work=$root/out/bench
  if [ ${#names[@]} -eq 0 ]; then
    for script in "$root"/benchmarks/*.sh; do names+=("$(basename "$script" .sh)"); done
  fi
  for name in "${names[@]}"; do
    [ -f "$root/benchmarks/$name.sh" ] ||
      wrong_usage "there is no benchmark '$name'; there are $(cd "$root/benchmarks" && echo *.sh | sed 's/\.sh//g')"
  done
  build_targets
  for name in "${names[@]}"; do
    echo "== $name: $(sed -n '2s/^# //p' "$root/benchmarks/$name.sh")"
    rm -rf -- "$work"
    mkdir -p -- "$work"
    bash "$root/benchmarks/$name.sh" "$build/bin" "$root/models" "$work" || status=1
  done
  rm -rf -- "$work"
  return $status
}
