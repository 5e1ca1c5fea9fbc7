#!/usr/bin/env bash
# clang-tidy as .clang-tidy says (slow, needs a build)
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

[ -f build/compile_commands.json ] || {
  echo "build/compile_commands.json:1: missing; run ./dev build first"
  exit 1
}
project_files 'lib/*.cpp' 'tools/*.cpp' 'python-free-frontend/*.cpp' |
  { xargs -0 -r -n 1 -P "$(nproc)" clang-tidy-22 -p build --quiet 2>/dev/null || true; } |
  grep -E '^[^ ]+:[0-9]+:[0-9]+: (warning|error):' | sed "s|^$root/||" | sort -u | report
