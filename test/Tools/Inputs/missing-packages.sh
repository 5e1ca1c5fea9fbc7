#!/usr/bin/env bash
# missing-packages.sh SOURCE ROOT STATES: what ./dev takes for missing for `build
# test`, then for `build`, when dpkg-query prints STATES.
set -euo pipefail
states=$3
root=$2
. "$1/.ci/common.sh"
dpkg-query() {
  # shellcheck disable=SC2059 # it holds the newlines
  printf "$states"
}
missing_packages build test | tr '\n' ' '
printf '|%s\n' "$(missing_packages build | paste -sd ' ')"
