// A made-up defect: whatever contains a contraction that quantises fails. What
// remains has neither group indices nor what surrounds it.

// RUN: lutra-reduce %s --reduction-tree='traversal-mode=0 test=%S/Inputs/quantises.sh' | FileCheck %s --implicit-check-not=g_idx --implicit-check-not=lowbit.quantize
// CHECK: lowbit.contract
func.func @main(%a: tensor<3x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %g: tensor<64xi32>) -> (tensor<3x8xf32>, tensor<3x64xi8>) {
  %init = tensor.empty() : tensor<3x8xf32>
  %q, %scale = lowbit.quantize %a kind = <int8_token> group_size = 0 : tensor<3x64xf32> -> tensor<3x64xi8>, tensor<3x1xf32>
  %y = lowbit.contract acts(%a : tensor<3x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>) g_idx(%g : tensor<64xi32>)
    outs(%init : tensor<3x8xf32>) format = #lowbit.ternary activation = <int8_block> group_size = 0 -> tensor<3x8xf32>
  return %y, %q : tensor<3x8xf32>, tensor<3x64xi8>
}
