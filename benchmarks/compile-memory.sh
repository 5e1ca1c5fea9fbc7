#!/usr/bin/env bash
# peak memory of compiling 1 GB of weights, at most 1.5 x the weights + 500 MB
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

status=0
measure() { # NAME, then options of lutra-gen-model
  local name=$1 megabytes peak seconds
  shift
  "$bin/lutra-gen-model" -o "$scratch/$name.onnx" --layers=16 --size=4096 "$@"
  megabytes=$(($(cat "$scratch/$name".* | wc -c) / 1000000))
  "$bin/lutra-compile" "$scratch/$name.onnx" -o "$scratch/bundle" --report="$scratch/report.json"
  peak=$(number peak_rss_mb <"$scratch/report.json")
  seconds=$(number compile_seconds <"$scratch/report.json")
  awk -v name="$name" -v weights="$megabytes" -v peak="$peak" -v seconds="$seconds" 'BEGIN {
    limit = 1.5 * weights + 500
    printf "%-10s %5d MB of weights, peak %5d MB (at most %d), %.1f s\n",
           name, weights, peak, limit, seconds
    exit peak > limit }' || status=1
  rm -rf -- "$scratch/$name".* "$scratch/bundle"
}
measure inline
measure external --external=external.data
exit $status
