#===- bench.sh - ./dev bench ----------------------------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#
#
# Benchmarks are the scripts of benchmarks/: NAME.sh BIN MODELS SCRATCH prints
# what it measured, one line each, and fails where a stated limit is exceeded.
# Options, as --write-docs of mpgemm, follow these three.
# --compare runs benchmarks/compare instead, Lutra and its peers in turns.
#
#===------------------------------------------------------------------------===#

# The peers' versions, in an environment of their own. Nothing that is built,
# run or tested needs them.
peers_required=(onnxruntime==1.31.1 onnx==1.23.2 numpy)
peers_wanted=(onnxruntime-genai==0.18.0)

# run_benchmarks [NAME..] [OPTION..] | --compare [CASE..] [OPTION..]
run_benchmarks() {
  local arg others=() compare=
  for arg in "$@"; do
    if [ "$arg" = --compare ]; then compare=yes; else others+=("$arg"); fi
  done
  if [ -n "$compare" ]; then run_compare "${others[@]}"; else run_scripts "$@"; fi
}

run_scripts() {
  local arg name script status=0 names=() options=() work=$root/out/bench
  for arg in "$@"; do
    case "$arg" in
      -*) options+=("$arg") ;;
      *) names+=("$arg") ;;
    esac
  done
  if [ ${#names[@]} -eq 0 ]; then
    for script in "$root"/benchmarks/*.sh; do names+=("$(basename "$script" .sh)"); done
  fi
  for name in "${names[@]}"; do
    [ -f "$root/benchmarks/$name.sh" ] ||
      wrong_usage "there is no benchmark '$name'; there are $(cd "$root/benchmarks" && echo *.sh | sed 's/\.sh//g')"
  done
  build_targets
  for name in "${names[@]}"; do
    echo "== $name: $(sed -n '2s/^# //p' "$root/benchmarks/$name.sh")"
    rm -rf -- "$work"
    mkdir -p -- "$work"
    bash "$root/benchmarks/$name.sh" "$build/bin" "$root/models" "$work" "${options[@]}" || status=1
  done
  rm -rf -- "$work"
  return $status
}

# Makes out/peers unless it holds these versions already; `python` is then its
# interpreter.
find_peers() {
  local home=$root/out/peers log=$root/out/peers.log wanted="${peers_required[*]} ${peers_wanted[*]}"
  python=$home/bin/python
  [ "$(cat -- "$home/versions" 2>/dev/null)" != "$wanted" ] || return 0
  command -v python3 >/dev/null ||
    die "the peers come as Python packages, and there is no python3"
  say "Fetching ${peers_required[*]} ${peers_wanted[*]} into out/peers"
  rm -rf -- "$home"
  mkdir -p -- "$root/out"
  if ! { python3 -m venv "$home" && "$python" -m pip install "${peers_required[@]}"; } >"$log" 2>&1; then
    tail -n 5 -- "$log" >&2
    die "the peers cannot be had on this machine, so there is nothing to compare with; out/peers.log says more"
  fi
  "$python" -m pip install "${peers_wanted[@]}" >>"$log" 2>&1 ||
    say "dev: note: ${peers_wanted[*]} cannot be had; its rows are left out"
  printf '%s\n' "$wanted" >"$home/versions"
}

run_compare() {
  local python status=0 work=$root/out/compare
  find_peers
  build_targets lutra-rt lutra-compile lutra-generate lutra-derive-model
  rm -rf -- "$work"
  mkdir -p -- "$work"
  PYTHONDONTWRITEBYTECODE=1 "$python" "$root/benchmarks/compare/compare.py" \
    --bin="$build/bin" --library="$build/lib/liblutra-rt.so" --models="$root/models" \
    --skeletons="$root/test/lib/Frontend/Inputs" --scratch="$work" "$@" || status=$?
  rm -rf -- "$work"
  return $status
}
