#===- demo.sh - ./dev demo ------------------------------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#

# number FILE KEY: the first number under a key of a report.
number() { sed -n "/\"$2\":/ { s/.*: *\([0-9.]*\).*/\1/p; q }" "$1"; }

# run_demo [PROMPT]: three classifiers, then a language model, from ONNX files to
# answers. Only what this needs is built.
run_demo() {
  [ $# -le 1 ] || wrong_usage "'demo' takes one prompt, got '$2' as well; quote it"
  local prompt=${1:-And it came to pass} bin=$build/bin models=$root/models
  local out=$root/out/demo name report seconds memory
  build_targets lutra-compile lutra-generate example-digits
  mkdir -p -- "$out"

  printf '\nHandwritten digits: 360 images through three networks\n'
  for name in mlp-float mlp-int4 mlp-ternary; do
    report=$out/$name.json
    "$bin/lutra-compile" "$models/digits/$name.onnx" -o "$out/$name" --report="$report"
    printf '  %-12s compiled in %.1f s: ' "$name" "$(number "$report" compile_seconds)"
    "$bin/example-digits" "$out/$name" "$models/digits/images.f32" "$models/digits/labels.u8"
  done

  printf '\nA language model of 5 million weights, nine in ten of them -1, 0 or +1\n\n'
  report=$out/ternary-lm.json
  "$bin/lutra-compile" "$models/ternary-lm/model.onnx" -o "$out/ternary-lm" --report="$report"
  seconds=$(number "$report" compile_seconds)
  memory=$(number "$report" peak_rss_mb)
  printf '%s' "$prompt"
  "$bin/lutra-generate" "$out/ternary-lm" --prompt="$prompt" \
    --max-tokens=160 --temperature=0.7 --seed=4 --stats
  printf 'compiled in %.1f s with %.0f MB; the bundle is in %s\n' \
    "$seconds" "$memory" "out/demo/ternary-lm"
}
