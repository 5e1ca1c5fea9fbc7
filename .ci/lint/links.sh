#!/usr/bin/env bash
# relative links lead to files of the project; docs/README.md lists every page
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

links() { # PAGE <tab> LINE <tab> LINK
  project_files '*.md' | xargs -0 -r awk '
    FNR == 1 { fenced = 0 }
    /^ *```/ { fenced = !fenced; next }
    fenced { next }
    {
      rest = $0
      gsub(/`[^`]*`/, "", rest)
      while (match(rest, /\]\([^) ]+\)/)) {
        link = substr(rest, RSTART + 2, RLENGTH - 3)
        rest = substr(rest, RSTART + RLENGTH)
        if (link !~ /^[a-z]+:/ && link !~ /^#/) print FILENAME "\t" FNR "\t" link
      }
    }'
}
{
  links | while IFS=$'\t' read -r page line link; do
    [ -e "$(dirname -- "$page")/${link%%#*}" ] ||
      echo "$page:$line: broken link to $link"
  done
  project_files 'docs/*.md' | while IFS= read -r -d '' page; do
    [ "$page" = docs/README.md ] || grep -qF "](${page#docs/})" docs/README.md ||
      echo "$page:1: not listed in docs/README.md"
  done
} | report
