#!/usr/bin/env bash
# every source file names the project and its licence at the top
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

project_files '*.c' '*.cpp' '*.h' '*.hpp' '*.td' | while IFS= read -r -d '' file; do
  top=$(head -n 12 -- "$file")
  case "$top" in
    *"Part of the Lutra project"*"SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"*) ;;
    *) echo "$file:1: no licence header; copy the first lines of another file" ;;
  esac
done | report
