#!/usr/bin/env bash
# td-examples.sh FOLDER OUT: every ```mlir example of the .td files below FOLDER
# survives lutra-opt --verify-roundtrip, and every op of a dialect is in one.
set -euo pipefail
folder=$1 out=$2
rm -rf -- "$out"
mkdir -p -- "$out"
status=0 examples=0

while IFS= read -r -d '' td; do
  stem=$out/${td//\//_}
  # One file an example. The lines before it stay, empty, so that a diagnostic's
  # line is the line in the .td file.
  awk -v stem="$stem" '
    /^ *```/ && inside { inside = 0; close(file); next }
    /^ *```mlir *$/ {
      inside = 1
      file = stem "." NR ".mlir"
      for (i = 1; i <= NR; i++) print "" > file
      next
    }
    inside { print > file }
    END { if (inside) { print FILENAME ": unclosed ```" > "/dev/stderr"; exit 1 } }
  ' "$td" || status=1

  for example in "$stem".*.mlir; do
    [ -e "$example" ] || continue
    examples=$((examples + 1))
    if ! lutra-opt --verify-roundtrip "$example" -o /dev/null 2>"$out/message"; then
      sed "s|^$example|$td|" "$out/message"
      status=1
    fi
  done

  dialect=$(sed -n '/^ *let name = "[a-z_]*";/ { s/.*"\(.*\)".*/\1/p; q }' "$td")
  [ -n "$dialect" ] || continue
  while read -r op; do
    grep -qsE "(^|[^[:alnum:]_.])$dialect\.$op([^[:alnum:]_.]|\$)" "$stem".*.mlir || {
      echo "$td: $dialect.$op has no example in its description"
      status=1
    }
  done < <(sed -nE 's/^def [A-Za-z0-9_]+Op *: *[A-Za-z0-9_]*Op<"([a-z0-9_.]+)".*/\1/p' "$td")
done < <(find "$folder" -name '*.td' -print0 | sort -z)

echo "$examples examples"
exit $status
