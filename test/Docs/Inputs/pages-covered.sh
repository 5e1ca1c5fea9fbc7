#!/usr/bin/env bash
# pages-covered.sh SOURCE: every page with a ```console block is named in a test
# of test/Docs that runs it.
set -euo pipefail
cd -- "$1"
status=0
while IFS= read -r -d '' page; do
  if grep -q '^```console$' "$page" && ! grep -qsF "run-page.sh %src_root/$page " test/Docs/*.test; then
    echo "$page: has \`\`\`console blocks, but no test in test/Docs runs it"
    status=1
  fi
done < <(find . \( -path './build*' -o -path ./out -o -path ./.git -o -path ./test \) -prune -o \
  -name '*.md' -print0 | sed -z 's|^\./||')
exit $status
