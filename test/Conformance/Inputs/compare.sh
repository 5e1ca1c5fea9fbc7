#!/bin/bash
# compare.sh LOG LIST: what `lutra-run --onnx-suite --verbose` says in LOG is what
# LIST expects: no model fails, and LIST has exactly those that are skipped. A
# line of it is a model, a colon and the reason.
set -euo pipefail
log=$1 list=$2
if grep '^failed: ' "$log"; then
  echo "those failed"
  exit 1
fi
# All of them, or the list could be right about nothing.
[ "$(grep -c '^passed: ' "$log")" -ge 600 ]
diff <(sed -n 's/^skipped: \([^:]*\): .*/\1/p' "$log" | LC_ALL=C sort) \
  <(sed -n 's/^\([^#:][^:]*\): .*/\1/p' "$list" | LC_ALL=C sort) ||
  { echo "'<' is skipped and not on the list, '>' is on it and passes"; exit 1; }
