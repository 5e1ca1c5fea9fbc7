#===- doctor.sh - ./dev doctor --------------------------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#

# Instruction sets that our kernels or LLVM's choices for them depend on.
doctor_features="avx2 fma f16c avx_vnni avx512f avx512bw avx512vl avx512_vnni avx512vbmi avx512_bf16 gfni amx_int8"

line() { printf '%-10s %s\n' "$1" "$2"; }

# What is there, what is not. Status 1 when a build cannot start.
run_doctor() {
  local need missing status=0 feature have='' lack='' flags model name
  line lutra "$(git -C "$root" describe --always --dirty 2>/dev/null || echo 'not a git checkout')"
  line system "$(. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-unknown}"), $(uname -m)"

  model=$(sed -n '/^model name/ { s/.*: //p; q }' /proc/cpuinfo)
  name=$(/usr/lib/llvm-22/bin/llc --version 2>/dev/null | sed -n 's/^ *Host CPU: //p')
  line cpu "${model:-unknown}${name:+ ($name)}, $(nproc) cores"
  flags=" $(sed -n '/^flags/ { s/.*: //p; q }' /proc/cpuinfo) "
  for feature in $doctor_features; do
    case "$flags" in
      *" $feature "*) have+=" $feature" ;;
      *) lack+=" $feature" ;;
    esac
  done
  line '  has' "${have# }"
  [ -z "$lack" ] || line '  has not' "${lack# }"
  case "$have" in
    *avx2*fma*f16c*) ;;
    *) line '' "below x86-64-v3: bundles for this machine cannot be made" ;;
  esac

  line memory "$(awk '/^MemTotal/ { t = $2 } /^MemAvailable/ { a = $2 }
    END { printf "%.1f GB, %.1f free", t / 1048576, a / 1048576 }' /proc/meminfo)"
  line disk "$(df -h --output=avail "$root" | tail -n 1 | tr -d ' ') free (a build takes about 1 GB)"
  if command -v ccache >/dev/null; then
    line ccache "$(ccache -k cache_dir), at most $(ccache -k max_size)"
  else
    line ccache "not installed"
  fi

  for need in build test sanitize lint tidy; do
    mapfile -t missing < <(missing_packages $need)
    if [ ${#missing[@]} -eq 0 ]; then
      line "$need" "all packages installed"
    else
      line "$need" "missing: ${missing[*]}"
      [ $need != build ] || status=1
    fi
  done
  return $status
}
