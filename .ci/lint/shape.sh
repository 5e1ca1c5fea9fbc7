#!/usr/bin/env bash
# whitespace, length of files, depth of folders
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

text=('*.c' '*.cpp' '*.h' '*.hpp' '*.td' '*.mlir' '*.test' '*.textproto' '*.py'
  '*.sh' '*.bash' '*.md' '*.txt' '*.cmake' '*.json' '*.in' '.ci/run' dev)
# What comes with the models stays as it came.
text_files() { project_files "${text[@]}" | { grep -zv '^models/.*\.json$' || true; }; }
{
  text_files | xargs -0 -r awk '
    /\r$/ { print FILENAME ":" FNR ": carriage return"; next }
    /[ \t]$/ { print FILENAME ":" FNR ": space at the end of the line" }
    /\t/ { print FILENAME ":" FNR ": tab; indent with spaces" }'
  text_files | while IFS= read -r -d '' file; do
    [ ! -s "$file" ] || [ -z "$(tail -c 1 -- "$file")" ] ||
      echo "$file:$(($(wc -l <"$file") + 1)): no newline at the end of the file"
  done
  project_files '*.c' '*.cpp' '*.h' '*.hpp' '*.td' '*.py' '*.sh' '*.bash' |
    while IFS= read -r -d '' file; do
      lines=$(wc -l <"$file")
      [ "$lines" -le 800 ] ||
        echo "$file:801: $lines lines; more than 800 have more than one purpose"
    done
  project_files | tr '\0' '\n' |
    awk -F/ 'NF > 5 { print $0 ":1: " NF - 1 " folders deep; at most four" }'
} | report
