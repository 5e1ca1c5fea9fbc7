#===- demo.sh - ./dev demo ------------------------------------*- bash -*---===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#

# number FILE KEY: the number under a key of a report.
number() { sed -n "s/.*\"$2\": *\([0-9.]*\).*/\1/p" "$1"; }

# run_demo [PROMPT]: three classifiers, then a language model, from ONNX files to
# answers. Only what this needs is built.
run_demo() {
  [ $# -le 1 ] || wrong_usage "'demo' takes one prompt, got '$2' as well; quote it"
  local prompt=${1:-And it came to pass} bin=$build/bin models=$root/models
  local out=$root/out/demo name report
  build_targets lutra-compile lutra-generate example-digits
  mkdir -p -- "$out"

  echo
  echo "Handwritten digits: 360 images through three networks"
  for name in mlp-float mlp-int4 mlp-ternary; do
    report=$out/$name.json
    "$bin/lutra-compile" "$models/digits/$name.onnx" -o "$out/$name" --report="$report"
    printf '  %-12s compiled in %.1f s: ' "$name" "$(number "$report" compile_seconds)"
    "$bin/example-digits" "$out/$name" "$models/digits/images.f32" "$models/digits/labels.u8"
  done

  echo
  echo "A language model of 5 million weights, nine in ten of them -1, 0 or +1"
  report=$out/ternary-lm.json
  "$bin/lutra-compile" "$models/ternary-lm/model.onnx" -o "$out/ternary-lm" --report="$report"
  printf '  compiled in %.1f s with %.0f MB of memory\n\n' \
    "$(number "$report" compile_seconds)" "$(number "$report" peak_rss_mb)"
  "$bin/lutra-generate" "$out/ternary-lm" --prompt="$prompt" \
    --tokenizer="$models/ternary-lm/tokenizer.model" \
    --max-tokens=160 --temperature=0.7 --seed=7
}
