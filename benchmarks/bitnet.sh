#!/usr/bin/env bash
# a model in the shape of BitNet b1.58 2B: decode, prompt and memory beside what the machine can do
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

# Options, behind BIN MODELS SCRATCH: --turns=N (3) of each measurement, the best
# of which counts. Lutra and what it is compared with run in turns.
turns=3
for option in "${@:4}"; do
  case "$option" in
    --turns=*) turns=${option#--turns=} ;;
    *)
      echo "bitnet.sh: unknown option '$option'" >&2
      exit 2
      ;;
  esac
done
layers=30 hidden=2560 intermediate=6912 heads=20 kv_heads=5 vocabulary=128256
prompt=256 new=32

"$bin/lutra-gen-model" --kind=bitnet -o "$scratch/bitnet.onnx" --external=bitnet.data --layers=$layers \
  --hidden=$hidden --intermediate=$intermediate --heads=$heads --kv-heads=$kv_heads --vocabulary=$vocabulary
file_bytes=$(cat "$scratch/bitnet.onnx" "$scratch/bitnet.data" | wc -c)
"$bin/lutra-compile" "$scratch/bitnet.onnx" -o "$scratch/bitnet" --report="$scratch/report.json"
rm -f -- "$scratch/bitnet.onnx" "$scratch/bitnet.data"
awk -v seconds="$(number compile_seconds <"$scratch/report.json")" \
  -v peak="$(number peak_rss_mb <"$scratch/report.json")" -v file="$file_bytes" 'BEGIN {
    mb = file / 1048576
    printf "%d MB of model: compiled in %.1f s with %d MB at most (%.2f x)\n", mb, seconds, peak, peak / mb }'

# Of the table a token reads one row, and all of it as the head; and the caches of
# those before it.
table_bytes=$((vocabulary * hidden))
kv=$((hidden / heads * kv_heads))
cache_bytes=$((layers * 2 * kv * 4 * (prompt + new / 2)))
token_bytes=$(($(wc -c <"$scratch/bitnet/weights.bin") - table_bytes + cache_bytes))
prompt_macs=$((layers * hidden * (2 * hidden + 2 * kv + 3 * intermediate) * prompt + table_bytes))
ids=$(seq -s, 1 $prompt)

# best KEY FILE..: the largest number under KEY; least: the smallest.
best() { for file in "${@:2}"; do number "$1" <"$file"; done | sort -g | tail -n 1; }
least() { for file in "${@:2}"; do number "$1" <"$file"; done | sort -g | head -n 1; }

status=0
for threads in 1 2; do
  [ "$threads" -le "$(nproc)" ] || continue
  for turn in $(seq "$turns"); do
    "$bin/lutra-bench" machine --bytes="$token_bytes" --threads=$threads --json >"$scratch/machine.$turn"
    "$bin/lutra-generate" "$scratch/bitnet" --ids="$ids" --max-tokens=$new --threads=$threads \
      --json >"$scratch/decode.$turn"
    "$bin/lutra-run" "$scratch/bitnet" --bench=1 --json --threads=$threads --last-positions=1 \
      --shape=input_ids=1x$prompt --shape=attention_mask=1x$prompt >"$scratch/prompt.$turn"
  done
  awk -v threads=$threads -v tokens="$(best tokens_per_second "$scratch"/decode.*)" \
    -v first="$(least ttft_ms "$scratch"/decode.*)" -v ms="$(least min_ms "$scratch"/prompt.*)" \
    -v peak="$(best int8_gmacs "$scratch"/machine.*)" -v reading="$(best gbps "$scratch"/machine.*)" \
    -v bytes=$token_bytes -v macs=$prompt_macs -v count=$prompt -v rss="$(best rss_mb "$scratch"/decode.*)" \
    -v file="$file_bytes" '
    function judge(share, goal) { return sprintf("%.2f of %s (goal %.2f, %s)", share, what, goal, share >= goal ? "met" : "missed") }
    BEGIN {
      what = sprintf("%.1f GB/s for %d MB", reading, bytes / 1e6)
      printf "%d threads, decode: %.1f tokens/s, %s\n", threads, tokens, judge(tokens * bytes / 1e9 / reading, 0.8)
      what = sprintf("%.0f GMAC/s", peak)
      printf "%d threads, prompt of %d: %.0f ms (%.0f the first time), %s\n", threads, count, ms, first,
             judge(macs / ms / 1e6 / peak, 0.65)
      mb = file / 1048576
      printf "%d threads, memory: %d MB, %.2f x the model (at most 1.20)\n", threads, rss, rss / mb
      exit rss > 1.2 * mb }' || status=1
done
exit $status
