#===- common.sh - what the commands of ./dev share ------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#
#
# Packages, configuring and building. Sourced; expects $root, and for building
# $preset and $build.
#
#===------------------------------------------------------------------------===#

say() { printf '%s\n' "$*" >&2; }
die() {
  say "dev: error: $*"
  exit 1
}
wrong_usage() {
  say "dev: $*; './dev help' lists what there is"
  exit 2
}

# A folder for this run's logs, gone when the run ends, however it ends.
scratch=
make_scratch() {
  [ -z "$scratch" ] || return 0
  scratch=$(mktemp -d)
  trap 'rm -rf -- "$scratch"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# project_files [PATTERN..]: the project's files below $root, relative to it, each
# ended by NUL: tracked ones and new ones that git does not ignore.
project_files() {
  (
    cd "$root"
    if [ -e .git ] && git rev-parse --git-dir >/dev/null 2>&1; then
      git ls-files -z --cached --others --exclude-standard -- "$@"
    else # an unpacked archive
      local pattern names=()
      for pattern in "$@"; do names+=(-o -path "*/$pattern"); done
      [ $# -gt 0 ] || names=(-o -true)
      find . \( -name .git -o -path './build*' -o -path ./out \) -prune -o \
        -type f \( "${names[@]:1}" \) -print0 | sed -z 's|^\./||'
    fi | while IFS= read -r -d '' file; do
      # A deleted file may still be in git's index.
      if [ -f "$file" ]; then printf '%s\0' "$file"; fi
    done
  )
}

#===------------------------------------------------------------------------===#
# Packages
#===------------------------------------------------------------------------===#

# packages NEED..: the packages for these needs.
packages() {
  awk -v needs=" $* " \
    '!/^#/ && NF && index(needs, " " $1 " ") { print $2 }' "$root/.ci/packages"
}

# missing_packages NEED..: those of them that are not installed.
missing_packages() {
  local wanted
  mapfile -t wanted < <(packages "$@")
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
    awk 'have_list { if ($1 == "installed") have[$2]; next }
         !($1 in have)' have_list=1 - have_list=0 <(printf '%s\n' "${wanted[@]}") || true
}

# need_packages NEED..: installs what is missing, or says how to.
need_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "dev: note: not a Debian system; .ci/packages lists what is needed"
    return 0
  fi
  local missing install=(apt-get install -y --no-install-recommends)
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "dev: error: missing packages; install them with"
    printf 'sudo apt-get update && sudo %s %s\n' "${install[*]}" "${missing[*]}"
    exit 1
  fi
  make_scratch
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  {
    dpkg --configure -a && # after an installation that was cut off
      apt-get update -q
  } >"$scratch/apt.log" 2>&1 || install_failed
  if [ -t 2 ]; then
    # dlstatus:ITEM:PERCENT:TEXT while loading, pmstatus:... while installing.
    { "${install[@]}" -q -o APT::Status-Fd=3 "${missing[@]}" \
      >>"$scratch/apt.log" 2>&1 || install_failed; } 3> >(
      awk -F: '{ part = $1 == "dlstatus" ? "loading" : "installing"
                 printf "\r  %-10s %3d %%", part, $3; fflush() }
               END { printf "\r%24s\r", "" }' >&2)
  else
    "${install[@]}" -q "${missing[@]}" >>"$scratch/apt.log" 2>&1 || install_failed
  fi
}

install_failed() {
  tail -n 20 "$scratch/apt.log" >&2
  die "apt-get failed; LLVM 22 needs Debian 12's security archive among apt's sources"
}

#===------------------------------------------------------------------------===#
# Configuring and building
#===------------------------------------------------------------------------===#

# Configures $build when it is not, or when it was for another folder or other
# presets; CMake itself notices every later change. Always anew: what a
# configuration that failed has left in its cache is of no use.
configure() {
  local home
  if [ -f "$build/build.ninja" ] && [ "$build/build.ninja" -nt "$root/CMakePresets.json" ]; then
    home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$build/CMakeCache.txt")
    [ "$home" != "$root" ] || return 0
  fi
  make_scratch
  if ! (cd "$root" && cmake --preset "$preset" --fresh) >"$scratch/cmake.log" 2>&1; then
    rm -f -- "$build/build.ninja"
    grep -v '^-- ' "$scratch/cmake.log" | tail -n 40 >&2
    die "configuring $build failed"
  fi
}

# build_targets [TARGET..]: everything without one. A compiler of MLIR code
# takes about 1 GB, so memory bounds the jobs as well as cores do.
build_targets() {
  configure
  local jobs memory quiet=()
  jobs=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
  [ "$jobs" -le "$memory" ] || jobs=$((memory > 0 ? memory : 1))
  [ -t 1 ] || quiet=(--quiet)
  export CCACHE_DEPEND=1 # keys by what the compiler says it read: no extra cpp run
  # What ccache wants to hear before it keeps objects of precompiled headers.
  export CCACHE_SLOPPINESS=pch_defines,time_macros
  "${NINJA:-ninja}" -C "$build" -j "$jobs" "${quiet[@]}" "$@" ||
    die "building failed"
}
