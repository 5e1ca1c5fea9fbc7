#!/usr/bin/env bash
# dense operators, generated and by oneDNN, in turns
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

# Each operator is a model of its own, on one thread. A row has the least time of
# both in milliseconds, the one that `--library=auto` takes in bold. Options, behind
# BIN MODELS SCRATCH: --write-docs puts the table into docs/; --filter=REGEX
# measures what matches; --seconds=X for each turn.
root=$(dirname -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")")
page='' filter=. seconds=0.1
for option in "${@:4}"; do
  case "$option" in
    --write-docs) page=$root/docs/Performance.md ;;
    --filter=*) filter=${option#--filter=} ;;
    --seconds=*) seconds=${option#--seconds=} ;;
    *)
      echo "onednn.sh: unknown option '$option'" >&2
      exit 2
      ;;
  esac
done

# Weights: floats of both widths from 0.01 to 0.75, and bytes from -8 to 7. No
# pipe ends early, as the shell takes that for a failure.
head -c 16777216 /dev/urandom | tr '\000-\377' '[<*64][=*64][>*64][?*64]' >"$scratch/floats.bin"
head -c 50331648 /dev/urandom | tr -dc '\000-\007\370-\377' >"$scratch/bytes.bin"

# Parts of a graph in the text form of ONNX's protocol buffer. Types are numbers:
# 1 f32, 2 u8, 3 i8, 7 i64, 16 bf16.
value() {
  local kind=$1 name=$2 type=$3 dims='' dim
  shift 3
  for dim in "$@"; do dims+="dim { dim_value: $dim } "; done
  printf '%s { name: "%s" type { tensor_type { elem_type: %s shape { %s} } } } ' "$kind" "$name" "$type" "$dims"
}
weights() {
  local name=$1 type=$2 file=floats bytes=4 dims='' dim
  shift 2
  case $type in
    3) file=bytes bytes=1 ;;
    16) bytes=2 ;;
  esac
  for dim in "$@"; do dims+="dims: $dim " bytes=$((bytes * dim)); done
  printf 'initializer { name: "%s" data_type: %s %sdata_location: EXTERNAL external_data { key: "location" value: "%s.bin" } external_data { key: "length" value: "%s" } } ' \
    "$name" "$type" "$dims" "$file" "$bytes"
}
scalar() { printf 'initializer { name: "%s" data_type: %s %s } ' "$1" "$2" "$3"; }
node() {
  local op=$1 outputs=$2 attributes=$3 name
  shift 3
  printf 'node { op_type: "%s" ' "$op"
  for name in "$@"; do printf 'input: "%s" ' "${name#-}"; done
  for name in $outputs; do printf 'output: "%s" ' "$name"; done
  printf '%s } ' "$attributes"
}
ints() {
  local name=$1 list='' number
  shift
  for number in "$@"; do list+="ints: $number "; done
  printf 'attribute { name: "%s" type: INTS %s} ' "$name" "$list"
}
int() { printf 'attribute { name: "%s" type: INT i: %s } ' "$1" "$2"; }
scales() {
  scalar xs 1 'float_data: 0.02'
  scalar xz 2 'int32_data: 120'
  scalar ws 1 'float_data: 0.01'
  scalar wz 3 'int32_data: 0'
  scalar ys 1 'float_data: 0.1'
  scalar yz 2 'int32_data: 128'
}

# convolution TYPE CHANNELS OUTPUTS WINDOW STRIDE GROUPS SIZE: with relu; of
# bytes, with requantisation.
convolution() {
  local type=$1 in=$2 out=$3 k=$4 stride=$5 groups=$6 size=$7 pad=$((($4 - 1) / 2)) to attributes
  to=$(((size + 2 * pad - k) / stride + 1))
  attributes="$(ints kernel_shape "$k" "$k")$(ints strides "$stride" "$stride")$(ints pads $pad $pad $pad $pad)$(int group "$groups")"
  weights w "$type" "$out" $((in / groups)) "$k" "$k"
  if [ "$type" = 3 ]; then
    scales
    node QLinearConv y "$attributes" x xs xz w ws wz ys yz
    value input x 2 1 "$in" "$size" "$size"
    value output y 2 1 "$out" $to $to
  else
    weights b "$type" "$out"
    node Conv c "$attributes" x w b
    node Relu y '' c
    value input x "$type" 1 "$in" "$size" "$size"
    value output y "$type" 1 "$out" $to $to
  fi
}
# pooling CHANNELS WINDOW STRIDE SIZE
pooling() {
  local channels=$1 k=$2 stride=$3 size=$4 pad=$((($2 - 1) / 2)) to
  to=$(((size + 2 * pad - k) / stride + 1))
  node MaxPool y "$(ints kernel_shape "$k" "$k")$(ints strides "$stride" "$stride")$(ints pads $pad $pad $pad $pad)" x
  value input x 1 1 "$channels" "$size" "$size"
  value output y 1 1 "$channels" $to $to
}
# product TYPE ROWS TERMS COLUMNS [transposed]
product() {
  local type=$1 m=$2 k=$3 n=$4 input=$1 transposed=${5:-}
  if [ "$type" = 3 ]; then
    input=2
    weights w 3 "$k" "$n"
    scales
    node QLinearMatMul y '' x xs xz w ws wz ys yz
  elif [ -n "$transposed" ]; then
    weights w "$type" "$n" "$k"
    weights b "$type" "$n"
    node Gemm c "$(int transB 1)" x w b
    node Relu y '' c
  else
    weights w "$type" "$k" "$n"
    node MatMul c '' x w
    node Relu y '' c
  fi
  value input x "$input" "$m" "$k"
  value output y "$input" "$m" "$n"
}
# lstm STEPS SEQUENCES INPUTS CELLS
lstm() {
  weights w 1 1 $((4 * $4)) "$3"
  weights r 1 1 $((4 * $4)) "$4"
  weights b 1 1 $((8 * $4))
  node LSTM 'y h c' "$(int hidden_size "$4")" x w r b
  value input x 1 "$1" "$2" "$3"
  value output y 1 "$1" 1 "$2" "$4"
}

# least OLD NEW
least() { awk -v a="$1" -v b="$2" 'BEGIN { print a == "" || b < a ? b : a }'; }

# row NAME DEVICE GRAPH..: measures what the words of GRAPH print. DEVICE is - for
# this machine.
row() {
  local name=$1 device=$2 library turn isa='' generated='' taken='' now chosen
  [[ $name =~ $filter ]] || return 0
  shift 2
  local compile=("$bin/lutra-compile" "$scratch/model.onnx")
  if [ "$device" != - ]; then
    compile+=(--device="$device")
    isa=AVX2
  fi
  printf 'ir_version: 10 opset_import { version: 22 } graph { name: "g" %s }\n' "$("$@")" >"$scratch/model.txt"
  "$bin/lutra-onnx-from-text" "$scratch/model.txt" -o "$scratch/model.onnx"
  for library in none onednn auto; do
    rm -rf -- "$scratch/$library"
    "${compile[@]}" --library=$library --report="$scratch/$library.json" -o "$scratch/$library"
  done
  for turn in 1 2 3; do
    for library in none onednn; do
      ONEDNN_MAX_CPU_ISA=${isa:-ALL} "$bin/lutra-run" "$scratch/$library" --bench="$seconds" --threads=1 --json >"$scratch/bench.json"
      now=$(number min_ms <"$scratch/bench.json")
      if [ $library = none ]; then generated=$(least "$generated" "$now"); else taken=$(least "$taken" "$now"); fi
    done
  done
  chosen=generated
  if grep -q '"kernel": "onednn"' "$scratch/auto.json"; then chosen=onednn; fi
  awk -v name="$name" -v chosen=$chosen -v generated="$generated" -v taken="$taken" '
    function ms(x) { return x < 0.1 ? sprintf("%.4f", x) : x < 1 ? sprintf("%.3f", x) : sprintf("%.2f", x) }
    function cell(x, bold) { return bold ? "**" ms(x) "**" : ms(x) }
    BEGIN { printf "| %s | %s | %s |\n", name, cell(generated, chosen == "generated"), cell(taken, chosen == "onednn") }'
}

table() {
  echo '| operator | generated | oneDNN |'
  echo '|---|---|---|'
  row '64 to 64 channels, 3 x 3, 56 x 56' - convolution 1 64 64 3 1 1 56
  row '128 to 128, 3 x 3, 28 x 28' - convolution 1 128 128 3 1 1 28
  row '256 to 256, 3 x 3, 14 x 14' - convolution 1 256 256 3 1 1 14
  row '512 to 512, 3 x 3, 7 x 7' - convolution 1 512 512 3 1 1 7
  row '3 to 64, 7 x 7, stride 2, 224 x 224' - convolution 1 3 64 7 2 1 224
  row '3 to 32, 3 x 3, stride 2, 224 x 224' - convolution 1 3 32 3 2 1 224
  row '64 to 256, 1 x 1, 56 x 56' - convolution 1 64 256 1 1 1 56
  row '512 to 2048, 1 x 1, 7 x 7' - convolution 1 512 2048 1 1 1 7
  row '96, depthwise 3 x 3, 56 x 56' - convolution 1 96 96 3 1 96 56
  row '96, depthwise 3 x 3, stride 2, 56 x 56' - convolution 1 96 96 3 2 96 56
  row '16 to 32, 3 x 3, 14 x 14' - convolution 1 16 32 3 1 1 14
  row '1 to 8, 3 x 3, 28 x 28' - convolution 1 1 8 3 1 1 28
  row 'max pooling of 64 channels, 3 x 3, stride 2, 112 x 112' - pooling 64 3 2 112
  row 'max pooling of 64 channels, 2 x 2, stride 2, 56 x 56' - pooling 64 2 2 56
  row 'product 1 x 512 x 512, `[K, N]`' - product 1 1 512 512
  row 'product 4 x 512 x 512, `[N, K]`' - product 1 4 512 512 transposed
  row 'product 128 x 1536 x 384, `[K, N]`' - product 1 128 1536 384
  row 'product 64 x 512 x 512, `[N, K]`' - product 1 64 512 512 transposed
  row 'LSTM, 16 steps of 1 x 64, 128 cells' - lstm 16 1 64 128
  row 'LSTM, 16 steps of 16 x 64, 128 cells' - lstm 16 16 64 128
  row 'LSTM, 64 steps of 1 x 256, 256 cells' - lstm 64 1 256 256
  row 'LSTM, 64 steps of 2 x 256, 256 cells' - lstm 64 2 256 256
  row 'LSTM, 64 steps of 4 x 256, 256 cells' - lstm 64 4 256 256
  row 'LSTM, 64 steps of 16 x 256, 256 cells' - lstm 64 16 256 256
  row 'LSTM, 32 steps of 1 x 512, 512 cells' - lstm 32 1 512 512
  row 'bf16, product 128 x 512 x 512, `[K, N]`' - product 16 128 512 512
  row 'bf16, product 128 x 512 x 256, `[N, K]`' - product 16 128 512 256 transposed
  row 'bf16, 64 to 64, 3 x 3, 28 x 28' - convolution 16 64 64 3 1 1 28
  row 'bytes, 256 to 256, 3 x 3, 14 x 14' - convolution 3 256 256 3 1 1 14
  row 'bytes, 96, depthwise 3 x 3, 56 x 56' - convolution 3 96 96 3 1 96 56
  row 'bytes, 96, depthwise 3 x 3, stride 2, 56 x 56' - convolution 3 96 96 3 2 96 56
  row 'bytes, 128, 32 groups, 3 x 3, 28 x 28' - convolution 3 128 128 3 1 32 28
  row 'bytes, 576, depthwise 3 x 3, 14 x 14' - convolution 3 576 576 3 1 576 14
  row 'bytes, product 1 x 1024 x 1024' - product 3 1 1024 1024
  row 'bytes, product 16 x 384 x 384' - product 3 16 384 384
  row 'bytes, product 128 x 384 x 1536' - product 3 128 384 1536
  row 'bytes, product 128 x 1024 x 1024' - product 3 128 1024 1024
  row 'AVX2, f32, 128 to 128, 3 x 3, 28 x 28' x86-64-v3 convolution 1 128 128 3 1 1 28
  row 'AVX2, f32, 64 to 256, 1 x 1, 56 x 56' x86-64-v3 convolution 1 64 256 1 1 1 56
  row 'AVX2, f32, 64 to 64, 3 x 3, stride 2, 56 x 56' x86-64-v3 convolution 1 64 64 3 2 1 56
  row 'AVX2, f32, product 128 x 512 x 512, `[N, K]`' x86-64-v3 product 1 128 512 512 transposed
  row 'AVX2, LSTM, 16 steps of 1 x 64, 128 cells' x86-64-v3 lstm 16 1 64 128
  row 'AVX2, LSTM, 64 steps of 16 x 256, 256 cells' x86-64-v3 lstm 64 16 256 256
}

table | tee "$scratch/table.md"
[ -n "$page" ] || exit 0
awk -v table="$scratch/table.md" '
  /^<!-- bench onednn end -->/ { skipping = 0 }
  !skipping { print }
  /^<!-- bench onednn -->/ {
    while ((getline line < table) > 0) print line
    skipping = 1
  }' "$page" >"$scratch/page.md"
cat -- "$scratch/page.md" >"$page"
