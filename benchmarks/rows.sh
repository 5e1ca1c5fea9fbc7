#!/usr/bin/env bash
# float kernels of any size against loops written by hand, in turns
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

# model NAME TEXT: compiles a graph in the text form of ONNX's protocol buffer.
model() {
  printf 'ir_version: 10 opset_import { version: 23 } opset_import { domain: "com.microsoft" version: 1 } graph { name: "%s" %s }\n' \
    "$1" "$2" >"$scratch/$1.txt"
  "$bin/lutra-onnx-from-text" "$scratch/$1.txt" -o "$scratch/$1.onnx"
  "$bin/lutra-compile" "$scratch/$1.onnx" -o "$scratch/$1"
}
# value, node: parts of a graph. Sizes are names; an output - is left out.
value() {
  local kind=$1 name=$2 type=$3 dims='' dim
  shift 3
  for dim in "$@"; do dims+="dim { dim_param: \"$dim\" } "; done
  printf '%s { name: "%s" type { tensor_type { elem_type: %s shape { %s} } } } ' "$kind" "$name" "$type" "$dims"
}
node() {
  local op=$1 domain=$2 outputs=$3 attributes=$4 name
  shift 4
  printf 'node { op_type: "%s" domain: "%s" ' "$op" "$domain"
  for name in "$@"; do printf 'input: "%s" ' "$name"; done
  for name in $outputs; do printf 'output: "%s" ' "${name#-}"; done
  printf '%s } ' "$attributes"
}
axis() { printf 'attribute { name: "axis" type: INT i: %d }' "$1"; }
x=$(value input x 1 m k) y=$(value output y 1 m k) w=$(value input w 1 k) u=$(value input u 1 m k)

model rmsnorm "$(node RMSNormalization '' y "$(axis -1)" x w) $x $w $y"
model add-rmsnorm "$(node SkipSimplifiedLayerNormalization com.microsoft 'y - - sum' '' x u w) $x $u $w $y $(value output sum 1 m k)"
model layernorm "$(node LayerNormalization '' y "$(axis -1)" x w b) $x $w $(value input b 1 k) $y"
model softmax "$(node Softmax '' y "$(axis -1)" x) $x $y"
model silu-mul "$(node Sigmoid '' s '' x) $(node Mul '' t '' x s) $(node Mul '' y '' t u) $x $u $y"
model relu2-mul "$(node Relu '' s '' x) $(node Mul '' t '' s s) $(node Mul '' y '' t u) $x $u $y"
model gather "$(node Gather '' y "$(axis 0)" w i) $(value input w 1 v k) $(value input i 7 m) $y"
model row-sums "$(node ReduceSum '' y 'attribute { name: "keepdims" type: INT i: 0 }' x axes) initializer { name: \"axes\" data_type: 7 dims: 1 int64_data: 1 } $x $(value output y 1 m)"
model rotary "$(node Split '' 'a b' "$(axis 2) attribute { name: \"num_outputs\" type: INT i: 2 }" x)
  $(node Mul '' ac '' a c) $(node Mul '' bs '' b s) $(node Sub '' first '' ac bs)
  $(node Mul '' bc '' b c) $(node Mul '' as '' a s) $(node Add '' second '' bc as) $(node Concat '' y "$(axis 2)" first second)
  input { name: \"x\" type { tensor_type { elem_type: 1 shape { dim { dim_param: \"m\" } dim { dim_param: \"h\" } dim { dim_value: 64 } } } } }
  input { name: \"c\" type { tensor_type { elem_type: 1 shape { dim { dim_param: \"m\" } dim { dim_value: 1 } dim { dim_value: 32 } } } } }
  input { name: \"s\" type { tensor_type { elem_type: 1 shape { dim { dim_param: \"m\" } dim { dim_value: 1 } dim { dim_value: 32 } } } } }
  output { name: \"y\" type { tensor_type { elem_type: 1 shape { dim { dim_param: \"m\" } dim { dim_param: \"h\" } dim { dim_value: 64 } } } } }"

"$bin/bench-rows" "$scratch"
