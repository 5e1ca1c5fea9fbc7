#!/usr/bin/env bash
# each-variant.sh BUNDLE COMMAND...: runs COMMAND once for each variant of BUNDLE,
# with @ in its words replaced by the variant's name. A variant that this
# processor does not run is named and left out.
set -euo pipefail
bundle=$1
shift
ran=0
while read -r variant; do
  if ! "${@//@/$variant}" > "$bundle.$variant.log" 2>&1; then
    cat "$bundle.$variant.log"
    grep -q "this processor does not run the variant $variant (needs " "$bundle.$variant.log" || exit 1
    continue
  fi
  echo "variant $variant:"
  cat "$bundle.$variant.log"
  ran=$((ran + 1))
done < <(sed -nE 's/.*"probe": "lutra_(.*)_probe".*/\1/p' "$bundle/manifest.json")
[ $ran -gt 0 ]
