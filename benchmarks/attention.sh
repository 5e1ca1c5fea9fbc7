#!/usr/bin/env bash
# causal attention, from one token to a long prompt
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

# The op alone, with keys and values where a cache has them. `./dev bench
# --compare attention` sets it, with the cache, beside ONNX Runtime.

# compile HEADS SHARED SIZE: the bundle $scratch/HEADS-SHARED-SIZE.
compile() {
  local heads=$1 shared=$2 size=$3
  local query="tensor<1x?x${heads}x${size}xf32>" keys="tensor<1x${shared}x?x${size}xf32>"
  local asked="[1, \"queries\", $heads, $size]" known="[1, $shared, \"keys\", $size]"
  cat >"$scratch/attention.mlir" <<MLIR
func.func @main(%q: $query {onnx.name = "q", onnx.dims = $asked}, %k: $keys {onnx.name = "k", onnx.dims = $known},
                %v: $keys {onnx.name = "v", onnx.dims = $known}) -> ($query {onnx.name = "y", onnx.dims = $asked}) {
  %c1 = arith.constant 1 : index
  %n = tensor.dim %q, %c1 : $query
  %init = tensor.empty(%n) : $query
  %y = nn.attention query(%q : $query) key(%k : $keys) value(%v : $keys) outs(%init : $query)
    {causal, token_major, scale = 0.125 : f32} -> $query
  return %y : $query
}
MLIR
  "$bin/lutra-compile" --compile-from=legalize "$scratch/attention.mlir" -o "$scratch/$heads-$shared-$size"
}

# measure HEADS SHARED SIZE QUERIES KEYS THREADS
measure() {
  local heads=$1 shared=$2 size=$3 queries=$4 keys=$5 threads=$6
  "$bin/lutra-run" "$scratch/$heads-$shared-$size" --bench=1 --json --threads="$threads" \
    --dim=queries="$queries" --dim=keys="$keys" >"$scratch/bench.json"
  awk -v median="$(number median_ms <"$scratch/bench.json")" -v least="$(number min_ms <"$scratch/bench.json")" \
    -v heads="$heads" -v shared="$shared" -v size="$size" -v queries="$queries" -v keys="$keys" -v threads="$threads" 'BEGIN {
      products = heads * size * 2 * queries * (keys - (queries - 1) / 2)
      printf "%2d heads x %3d, %d of keys, %4d queries, %4d keys, %d threads: %9.4f ms (least %.4f, %5.1f G products/s)\n",
        heads, size, shared, queries, keys, threads, median, least, products / least * 1e-6
    }'
}

compile 8 8 64
for threads in 1 "$(nproc)"; do
  for queries in 1 128 2048; do measure 8 8 64 $queries 2048 "$threads"; done
done
compile 8 2 64
for queries in 1 128; do measure 8 2 64 $queries 2048 1; done
compile 8 4 32
for keys in 5 64 128 512; do measure 8 4 32 1 $keys 1; done
measure 8 4 32 128 128 1
compile 32 8 128
for queries in 1 128; do measure 32 8 128 $queries 2048 1; done
