#!/usr/bin/env bash
# C and C++ are formatted as .clang-format says
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

project_files '*.c' '*.cpp' '*.h' '*.hpp' |
  { xargs -0 -r clang-format-22 --dry-run 2>&1 || true; } |
  sed -n 's/^\([^:]*:[0-9]*\):[0-9]*: \(warning\|error\): .*/\1: not formatted; run .\/dev format/p' |
  sort -t: -k1,1 -u | report
