#!/usr/bin/env bash
# every relative link in a page leads to a file of the project
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

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
  }' | while IFS=$'\t' read -r page line link; do
  [ -e "$(dirname -- "$page")/${link%%#*}" ] ||
    echo "$page:$line: broken link to $link"
done | report
