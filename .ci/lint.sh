#===- lint.sh - ./dev lint, and what its checks share ---------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#
#
# Each check is a script of .ci/lint: NAME.sh [ROOT] prints one line
# `file:line: what and what to do` for each finding, and fails if there is one.
#
#===------------------------------------------------------------------------===#

# run_lint [--list | --tidy | NAME..]
run_lint() {
  local names=() name script status=0 tidy=
  for name in "$@"; do
    case "$name" in
      --list)
        for script in "$root"/.ci/lint/*.sh; do
          printf '%-10s %s\n' "$(basename "$script" .sh)" "$(sed -n '2s/^# //p' "$script")"
        done
        return 0
        ;;
      --tidy) tidy=1 ;;
      *)
        [ -x "$root/.ci/lint/$name.sh" ] ||
          wrong_usage "there is no check '$name'; './dev lint --list' lists them"
        names+=("$name")
        ;;
    esac
  done
  if [ ${#names[@]} -eq 0 ]; then
    for script in "$root"/.ci/lint/*.sh; do
      name=$(basename "$script" .sh)
      # clang-tidy needs a build and minutes: only when asked for.
      [ "$name" = tidy ] && [ -z "$tidy" ] || names+=("$name")
    done
  fi
  need_packages lint
  case " ${names[*]} " in *" tidy "*)
    need_packages build test tidy
    build_targets # clang-tidy reads generated headers
    ;;
  esac
  for name in "${names[@]}"; do
    "$root/.ci/lint/$name.sh" || {
      say "dev: lint '$name' failed"
      status=1
    }
  done
  return $status
}
