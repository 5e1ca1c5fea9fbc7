#===- test.sh - ./dev test ------------------------------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#

# count_results: lit's summary on stdin -> "passed failed skipped". Whatever is
# not known to be good counts as failed; only tests that a filter left out do
# not count.
count_results() {
  awk '/^Total Discovered Tests:/ { summary = 1; next }
       summary && match($0, /: +[0-9]+ \(/) {
         name = substr($0, 1, RSTART - 1); gsub(/^ +| +$/, "", name)
         n = substr($0, RSTART + 1) + 0
         if (name ~ /^(Passed|Passed With Retry|Expectedly Failed)$/) passed += n
         else if (name ~ /^(Unsupported|Skipped)$/) skipped += n
         else if (name != "Excluded") failed += n
       }
       END { printf "%d %d %d\n", passed, failed, skipped }'
}

# run_tests [PATH or lit option..]
run_tests() {
  local arg suites=() options=() status=0 passed failed skipped
  for arg in "$@"; do
    case "$arg" in
      -*) options+=("$arg") ;;
      *)
        # A path in the source tree, from here or from the root.
        if [ -e "$arg" ]; then
          arg=$(readlink -f -- "$arg")
        elif [ -e "$root/$arg" ]; then
          arg=$root/$arg
        else
          wrong_usage "no test at '$arg'"
        fi
        case "$arg" in
          "$root"/test | "$root"/test/*) suites+=("$build/${arg#"$root"/}") ;;
          *) wrong_usage "'$arg' is not below test/" ;;
        esac
        ;;
    esac
  done
  [ ${#suites[@]} -gt 0 ] || suites=("$build/test" "$build/test/unit")
  build_targets

  make_scratch
  if [ "$preset" = coverage ]; then
    rm -rf -- "$build/profile"
    export LLVM_PROFILE_FILE=$build/profile/%p-%m.profraw
  fi
  case "$root" in *[[:space:]]*)
    ln -s -- "$root" "$scratch/lutra"
    options+=(--param "alias=$scratch/lutra")
    ;;
  esac
  # On a terminal lit shows a bar; in a pipe only what failed.
  [ -t 1 ] || options+=(--no-progress-bar)
  /usr/lib/llvm-22/bin/lit -sv "${options[@]}" "${suites[@]}" 2>&1 |
    tee "$scratch/lit.log" || status=$?
  [ "$preset" != coverage ] || report_coverage
  read -r passed failed skipped < <(count_results <"$scratch/lit.log")
  if [ $((passed + failed)) -eq 0 ]; then
    say "dev: error: no test ran"
    status=1
  fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$status" -eq 0 ]
}

# Lines of our sources that the tests reached, by file, and the sum.
report_coverage() {
  local programs=() program llvm=/usr/lib/llvm-22/bin
  for program in "$build"/bin/lutra-* "$build"/test/unit/*/*Tests; do
    [ ! -x "$program" ] || programs+=(-object "$program")
  done
  find "$build/profile" -name '*.profraw' -print0 |
    xargs -0 "$llvm/llvm-profdata" merge -sparse -o "$build/coverage.profdata"
  "$llvm/llvm-cov" report "${programs[@]:1}" -instr-profile="$build/coverage.profdata" \
    -ignore-filename-regex='(^/usr/|/build-coverage/|/test/)' 2>/dev/null
}
