#!/usr/bin/env bash
# speed and memory of the models the project carries
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

for name in mlp-float mlp-int4 mlp-ternary; do
  "$bin/lutra-compile" "$models/digits/$name.onnx" -o "$scratch/$name"
  for rows in 1 360; do
    "$bin/lutra-run" "$scratch/$name" --bench=1 --json --shape=input=${rows}x64 >"$scratch/bench.json"
    printf '%-12s %3d rows: %8.3f ms (least %.3f), %.0f MB\n' "$name" $rows \
      "$(number median_ms <"$scratch/bench.json")" "$(number min_ms <"$scratch/bench.json")" \
      "$(number rss_mb <"$scratch/bench.json")"
  done
done

"$bin/lutra-compile" "$models/ternary-lm/model.onnx" -o "$scratch/lm"
for threads in 1 "$(nproc)"; do
  "$bin/lutra-generate" "$scratch/lm" --prompt="And it came to pass" --max-tokens=256 \
    --ignore-eos --threads="$threads" --json >"$scratch/lm.json"
  printf 'ternary-lm, %d threads: %.0f tokens/s, first token after %.1f ms, %.0f MB\n' "$threads" \
    "$(number tokens_per_second <"$scratch/lm.json")" "$(number ttft_ms <"$scratch/lm.json")" \
    "$(number rss_mb <"$scratch/lm.json")"
done
