#!/usr/bin/env bash
# low-bit products beside what this machine can do at most
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

# Options, behind BIN MODELS SCRATCH: --write-docs puts the table and the drawing
# into docs/; --filter=REGEX measures what matches; --programs=DIR has programs of
# others that some goals name, beside our own; --peer=PYTHON is an interpreter
# that has onnxruntime (default: that of `./dev bench --compare`, if it was run).
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname -- "$here")
options=(--programs="$scratch" --seconds=1)
peer=$root/out/peers/bin/python
for option in "${@:4}"; do
  case "$option" in
    --write-docs) options+=(--markdown="$root/docs/Performance.md" --chart="$root/docs/mpgemm.svg") ;;
    --peer=*) peer=${option#--peer=} ;;
    --programs=*) for program in "${option#--programs=}"/*; do ln -sf -- "$program" "$scratch/"; done ;;
    --filter=* | --seconds=*) options+=("$option") ;;
    *)
      echo "mpgemm.sh: unknown option '$option'" >&2
      exit 2
      ;;
  esac
done
ln -sf -- "$bin/bench-avx2-dot" "$scratch/"
if "$peer" -c 'import onnx, onnxruntime' 2>/dev/null; then
  options+=(--peer="PYTHONDONTWRITEBYTECODE=1 $peer $here/mpgemm/peer.py")
else
  echo "no onnxruntime: its goals are not compared"
fi
"$bin/lutra-bench" goals "$here/mpgemm/goals.json" "${options[@]}"
