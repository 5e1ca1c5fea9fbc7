// RUN: lutra-opt %s --split-input-file --verify-diagnostics

// C1: element type
func.func @contract(%acts: tensor<4x64xf16>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects acts of f32 or i8, got 'tensor<4x64xf16>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf16>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C1: K is static
func.func @contract(%acts: tensor<4x?xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects acts [..., K] with a static K > 0, got 'tensor<4x?xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x?xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C1: no scalars
func.func @contract(%acts: tensor<f32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects acts [..., K] with a static K > 0, got 'tensor<f32>'}}
  %y = lowbit.contract acts(%acts : tensor<f32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C2: element type
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi4>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects codes of i8, got 'tensor<8x64xi4>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi4>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C2: K agrees
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x32xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects codes [N, 64] of static sizes, got 'tensor<8x32xi8>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x32xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C3: element type
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf16>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects scales of f32, got 'tensor<8x2xf16>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf16>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C3: one column for each group
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x3xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects scales with 2 columns for K = 64 and group_size = 32, got 'tensor<8x3xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x3xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C3: one column without groups
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects scales with 1 columns for K = 64 and group_size = 0, got 'tensor<8x2xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 0 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C3: N agrees
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<7x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects scales [8, G] of static sizes with G > 0, got 'tensor<7x2xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<7x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C3: some group
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x0xf32>, %g_idx: tensor<64xi32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects scales [8, G] of static sizes with G > 0, got 'tensor<8x0xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x0xf32>) g_idx(%g_idx : tensor<64xi32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C3: group size
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects group_size >= 0, got -1}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = -1 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C4: shape
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %zero_points: tensor<8x1xi8>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects zero_points of shape [8, 2], got 'tensor<8x1xi8>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) zero_points(%zero_points : tensor<8x1xi8>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C4: element type
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %zero_points: tensor<8x2xi16>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects zero_points of i8 or f32, got 'tensor<8x2xi16>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) zero_points(%zero_points : tensor<8x2xi16>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C4: ternary codes have none
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %zero_points: tensor<8x2xi8>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects no zero_points with format #lowbit.ternary, got 'tensor<8x2xi8>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) zero_points(%zero_points : tensor<8x2xi8>) outs(%outs : tensor<4x8xf32>) format = #lowbit.ternary activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C4: one zero point only
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %zero_points: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects no zero_points with format #lowbit.int<bits = 4, zero_point = 8>, got 'tensor<8x2xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) zero_points(%zero_points : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C5: shape
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %g_idx: tensor<63xi32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects g_idx of shape [64], got 'tensor<63xi32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) g_idx(%g_idx : tensor<63xi32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C5: element type
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %g_idx: tensor<64xi64>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects g_idx of i32, got 'tensor<64xi64>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) g_idx(%g_idx : tensor<64xi64>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C6: leading dimensions
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<5x8xf32>) -> tensor<5x8xf32> {
  // expected-error @below {{expects outs of shape [4, 8], got 'tensor<5x8xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<5x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<5x8xf32>
  return %y : tensor<5x8xf32>
}

// -----

// C6: rank
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{expects outs of shape [4, 8], got 'tensor<8xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

// C6: element type
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf16>) -> tensor<4x8xf16> {
  // expected-error @below {{expects outs of f32, got 'tensor<4x8xf16>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf16>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf16>
  return %y : tensor<4x8xf16>
}

// -----

// C6: the result
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<?x8xf32> {
  // expected-error @below {{expects a result of the type of outs, 'tensor<4x8xf32>', got 'tensor<?x8xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// -----

// C7: no scales of f32
func.func @contract(%acts: tensor<4x64xf32>, %act_scales: tensor<4x1xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_scales exactly with acts of i8, got 'tensor<4x64xf32>' with act_scales}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) act_scales(%act_scales : tensor<4x1xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C7: scales of i8
func.func @contract(%acts: tensor<4x64xi8>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_scales exactly with acts of i8, got 'tensor<4x64xi8>' without act_scales}}
  %y = lowbit.contract acts(%acts : tensor<4x64xi8>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_token> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C7: one scale for each row
func.func @contract(%acts: tensor<4x64xi8>, %act_scales: tensor<4x2xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_scales of shape [4, 1], got 'tensor<4x2xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xi8>) act_scales(%act_scales : tensor<4x2xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_token> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C7: one scale for each block
func.func @contract(%acts: tensor<4x64xi8>, %act_scales: tensor<4x1xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_scales of shape [4, 2], got 'tensor<4x1xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xi8>) act_scales(%act_scales : tensor<4x1xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C7: one scale for each set
func.func @contract(%acts: tensor<4x64xi8>, %act_scales: tensor<4x4xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x4xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_scales of shape [4, 2], got 'tensor<4x4xf32>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xi8>) act_scales(%act_scales : tensor<4x4xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x4xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 16 act_groups = 3 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C9: sets of no groups
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x4xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_groups above 0, and 1 but for int8_block, got 0 for int8_block}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x4xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 16 act_groups = 0 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C9: a row has no sets
func.func @contract(%acts: tensor<4x64xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x4xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_groups above 0, and 1 but for int8_block, got 2 for int8_token}}
  %y = lowbit.contract acts(%acts : tensor<4x64xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x4xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_token> group_size = 16 act_groups = 2 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C7: element type
func.func @contract(%acts: tensor<4x64xi8>, %act_scales: tensor<4x1xf16>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects act_scales of f32, got 'tensor<4x1xf16>'}}
  %y = lowbit.contract acts(%acts : tensor<4x64xi8>) act_scales(%act_scales : tensor<4x1xf16>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_token> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C8: prepared activations are integers
func.func @contract(%acts: tensor<4x64xi8>, %act_scales: tensor<4x1xf32>, %codes: tensor<8x64xi8>, %scales: tensor<8x2xf32>, %outs: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{expects activation int8_token or int8_block with acts of i8, got float}}
  %y = lowbit.contract acts(%acts : tensor<4x64xi8>) act_scales(%act_scales : tensor<4x1xf32>) codes(%codes : tensor<8x64xi8>) scales(%scales : tensor<8x2xf32>) outs(%outs : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// C1: element type
func.func @quantize(%a: tensor<4x64xf16>) {
  // expected-error @below {{expects acts of f32, got 'tensor<4x64xf16>'}}
  %q, %s = lowbit.quantize %a kind = <int8_block> group_size = 32 : tensor<4x64xf16> -> tensor<4x64xi8>, tensor<4x2xf32>
  return
}

// -----

// C1: codes
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects codes of i8, got 'tensor<4x64xi4>'}}
  %q, %s = lowbit.quantize %a kind = <int8_block> group_size = 32 : tensor<4x64xf32> -> tensor<4x64xi4>, tensor<4x2xf32>
  return
}

// -----

// C1: shape of codes
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects codes of shape [4, 64], got 'tensor<4x63xi8>'}}
  %q, %s = lowbit.quantize %a kind = <int8_block> group_size = 32 : tensor<4x64xf32> -> tensor<4x63xi8>, tensor<4x2xf32>
  return
}

// -----

// C2: one scale for each row
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects scales of shape [4, 1], got 'tensor<4x2xf32>'}}
  %q, %s = lowbit.quantize %a kind = <int8_token> group_size = 0 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x2xf32>
  return
}

// -----

// C2: one scale for each block
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects scales of shape [4, 2], got 'tensor<4x3xf32>'}}
  %q, %s = lowbit.quantize %a kind = <int8_block> group_size = 32 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x3xf32>
  return
}

// -----

// C2: blocks have a size
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects group_size > 0 for int8_block, got 0}}
  %q, %s = lowbit.quantize %a kind = <int8_block> group_size = 0 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x2xf32>
  return
}

// -----

// C2: static groups
func.func @quantize(%a: tensor<4x64xf32>, %g: tensor<64xi32>) {
  // expected-error @below {{expects scales [..., G] with a static G > 0, got 'tensor<4x?xf32>'}}
  %q, %s = lowbit.quantize %a g_idx(%g : tensor<64xi32>) kind = <int8_block> group_size = 32 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x?xf32>
  return
}

// -----

// C2: element type
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects scales of f32, got 'tensor<4x2xf64>'}}
  %q, %s = lowbit.quantize %a kind = <int8_block> group_size = 32 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x2xf64>
  return
}

// -----

// C3: kind
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects kind int8_token or int8_block, got float}}
  %q, %s = lowbit.quantize %a kind = <float> group_size = 32 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x2xf32>
  return
}

// -----

// C3: rows have no groups
func.func @quantize(%a: tensor<4x64xf32>) {
  // expected-error @below {{expects group_size 0 and no g_idx for int8_token, got group_size 32}}
  %q, %s = lowbit.quantize %a kind = <int8_token> group_size = 32 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x2xf32>
  return
}

// -----

// C3: rows have no g_idx
func.func @quantize(%a: tensor<4x64xf32>, %g: tensor<64xi32>) {
  // expected-error @below {{expects group_size 0 and no g_idx for int8_token, got group_size 0 and g_idx}}
  %q, %s = lowbit.quantize %a g_idx(%g : tensor<64xi32>) kind = <int8_token> group_size = 0 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x2xf32>
  return
}

// -----

// C4: shape
func.func @quantize(%a: tensor<4x64xf32>, %g: tensor<64x1xi32>) {
  // expected-error @below {{expects g_idx of shape [64], got 'tensor<64x1xi32>'}}
  %q, %s = lowbit.quantize %a g_idx(%g : tensor<64x1xi32>) kind = <int8_block> group_size = 32 : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x2xf32>
  return
}

// -----

// C1: element type
func.func @unpack(%p: tensor<4x2x8xi32>) {
  // expected-error @below {{expects packed of i8, got 'tensor<4x2x8xi32>'}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 16 : tensor<4x2x8xi32> -> tensor<4x30xi8>
  return
}

// -----

// C1: rank
func.func @unpack(%p: tensor<4x16xi8>) {
  // expected-error @below {{expects packed [N, blocks, bytes] of static sizes, got 'tensor<4x16xi8>'}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 16 : tensor<4x16xi8> -> tensor<4x30xi8>
  return
}

// -----

// C1: static
func.func @unpack(%p: tensor<?x2x8xi8>) {
  // expected-error @below {{expects packed [N, blocks, bytes] of static sizes, got 'tensor<?x2x8xi8>'}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 16 : tensor<?x2x8xi8> -> tensor<4x30xi8>
  return
}

// -----

// C1: block size
func.func @unpack(%p: tensor<4x2x8xi8>) {
  // expected-error @below {{expects block_size > 0, got 0}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 0 : tensor<4x2x8xi8> -> tensor<4x30xi8>
  return
}

// -----

// C2: bytes of a block
func.func @unpack(%p: tensor<4x2x8xi8>) {
  // expected-error @below {{expects blocks of 6 bytes for 16 codes of 3 bits, got 'tensor<4x2x8xi8>'}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 3> block_size = 16 : tensor<4x2x8xi8> -> tensor<4x30xi8>
  return
}

// -----

// C3: element type
func.func @unpack(%p: tensor<4x2x8xi8>) {
  // expected-error @below {{expects codes of i8, got 'tensor<4x30xi4>'}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 16 : tensor<4x2x8xi8> -> tensor<4x30xi4>
  return
}

// -----

// C3: rows
func.func @unpack(%p: tensor<4x2x8xi8>) {
  // expected-error @below {{expects codes [4, K] of static sizes, got 'tensor<5x30xi8>'}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 16 : tensor<4x2x8xi8> -> tensor<5x30xi8>
  return
}

// -----

// C3: blocks
func.func @unpack(%p: tensor<4x2x8xi8>) {
  // expected-error @below {{expects 3 blocks for K = 33, got 'tensor<4x2x8xi8>'}}
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 16 : tensor<4x2x8xi8> -> tensor<4x33xi8>
  return
}

// -----

// expected-error @below {{expects 1 to 8 bits, got 9}}
func.func private @format() attributes {f = #lowbit.int<bits = 9>}

// -----

// expected-error @below {{expects a zero point of 2 bits, got 4}}
func.func private @format() attributes {f = #lowbit.int<bits = 2, zero_point = 4>}

// -----

// expected-error @below {{expects 1 to 4 values, got 5}}
func.func private @codebook() attributes {f = #lowbit.codebook<bits = 2, values = [1.0, 2.0, 3.0, 4.0, 5.0]>}

// -----

// expected-error @below {{expects 1 to 8 bits, got 0}}
func.func private @codebook() attributes {f = #lowbit.codebook<bits = 0, values = [1.0]>}

// -----

// expected-error @below {{expects values that are numbers, got}}
func.func private @codebook() attributes {f = #lowbit.codebook<bits = 2, values = [1.0e+50]>}

// -----

// expected-error @below {{expects 1 to 5 bits of exponent, got 6}}
func.func private @minifloat() attributes {f = #lowbit.minifloat<exponent = 6, mantissa = 1>}

// -----

// expected-error @below {{expects 3 to 8 bits altogether, got a sign, 5 and 3}}
func.func private @minifloat() attributes {f = #lowbit.minifloat<exponent = 5, mantissa = 3>}

// -----

// C4
func.func @unpack(%b: tensor<4x2x6xi8>) {
  // expected-error @below {{expects codes that fill bytes with high_first, got 3 bits}}
  %c = lowbit.unpack %b format = #lowbit.int<bits = 3> block_size = 16 {high_first} : tensor<4x2x6xi8> -> tensor<4x30xi8>
  return
}

// -----

// expected-error @below {{expects a codebook or minifloat, got #lowbit.ternary}}
func.func private @sign_scaled() attributes {f = #lowbit.sign_scaled<#lowbit.ternary>}

// -----

// expected-error @below {{expects a codebook or minifloat, got #lowbit.vector_codebook}}
func.func private @sign_scaled() attributes {f = #lowbit.sign_scaled<#lowbit.vector_codebook<bits = 1, length = 2, values = [1.0, 2.0]>>}

// -----

// expected-error @below {{expects 1 to 16 bits, got 17}}
func.func private @vectors() attributes {f = #lowbit.vector_codebook<bits = 17, length = 2, values = []>}

// -----

// expected-error @below {{expects vectors of 2, 4 or 8 values, got 3}}
func.func private @vectors() attributes {f = #lowbit.vector_codebook<bits = 1, length = 3, values = [1.0, 2.0, 3.0]>}

// -----

// expected-error @below {{expects 1 to 4 books, got 5}}
func.func private @vectors() attributes {f = #lowbit.vector_codebook<bits = 1, length = 2, books = 5, values = []>}

// -----

// Whole vectors, as many in each book.
// expected-error @below {{expects 2 x up to 2 x 2 values, got 6}}
func.func private @vectors() attributes {f = #lowbit.vector_codebook<bits = 1, length = 2, books = 2, values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]>}

// -----

// expected-error @below {{expects 1 x up to 2 x 2 values, got 6}}
func.func private @vectors() attributes {f = #lowbit.vector_codebook<bits = 1, length = 2, values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]>}

// -----

// expected-error @below {{expects values that are numbers, as their sums are, got}}
func.func private @vectors() attributes {f = #lowbit.vector_codebook<bits = 1, length = 2, books = 2, values = [1.0, 3.0e+38, 3.0, 4.0]>}

// -----

// contract C2: a byte of each book for every four of K.
func.func @vectors(%a: tensor<2x10xf32>, %w: tensor<8x3xi8>, %s: tensor<8x1xf32>, %init: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{expects codes [N, 6] of static sizes, got 'tensor<8x3xi8>'}}
  %y = lowbit.contract acts(%a : tensor<2x10xf32>) codes(%w : tensor<8x3xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<2x8xf32>) format = #lowbit.vector_codebook<bits = 1, length = 4, books = 2, values = [1.0, 3.0, 3.0, 4.0, 1.0, 3.0, 3.0, 4.0]>
    activation = <float> group_size = 0 -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// contract C2: values.
func.func @vectors(%a: tensor<2x10xf32>, %w: tensor<8x3xi8>, %s: tensor<8x1xf32>, %init: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{expects a format with values, got #lowbit.vector_codebook}}
  %y = lowbit.contract acts(%a : tensor<2x10xf32>) codes(%w : tensor<8x3xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<2x8xf32>) format = #lowbit.vector_codebook<bits = 8, length = 4, values = []> activation = <float> group_size = 0 -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// contract C3: groups of whole vectors.
func.func @vectors(%a: tensor<2x10xf32>, %w: tensor<8x5xi8>, %s: tensor<8x4xf32>, %init: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{expects group_size of whole vectors of 2 values, got 3}}
  %y = lowbit.contract acts(%a : tensor<2x10xf32>) codes(%w : tensor<8x5xi8>) scales(%s : tensor<8x4xf32>)
    outs(%init : tensor<2x8xf32>) format = #lowbit.vector_codebook<bits = 1, length = 2, values = [1.0, 2.0, 3.0, 4.0]> activation = <float> group_size = 3 -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// contract C5
func.func @vectors(%a: tensor<2x10xf32>, %w: tensor<8x5xi8>, %s: tensor<8x4xf32>, %g: tensor<10xi32>, %init: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{expects no g_idx with format #lowbit.vector_codebook}}
  %y = lowbit.contract acts(%a : tensor<2x10xf32>) codes(%w : tensor<8x5xi8>) scales(%s : tensor<8x4xf32>) g_idx(%g : tensor<10xi32>)
    outs(%init : tensor<2x8xf32>) format = #lowbit.vector_codebook<bits = 1, length = 2, values = [1.0, 2.0, 3.0, 4.0]> activation = <float> group_size = 2 -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// contract C8
func.func @vectors(%a: tensor<2x10xf32>, %w: tensor<8x5xi8>, %s: tensor<8x1xf32>, %init: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{expects a format of integers for activation int8_token, got #lowbit.vector_codebook}}
  %y = lowbit.contract acts(%a : tensor<2x10xf32>) codes(%w : tensor<8x5xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<2x8xf32>) format = #lowbit.vector_codebook<bits = 1, length = 2, values = [1.0, 2.0, 3.0, 4.0]> activation = <int8_token> group_size = 0 -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// unpack C4
func.func @vectors(%b: tensor<4x1x3xi8>) {
  // expected-error @below {{expects codes of at most 8 bits, got 12}}
  %c = lowbit.unpack %b format = #lowbit.vector_codebook<bits = 12, length = 8, values = []> block_size = 2 : tensor<4x1x3xi8> -> tensor<4x2xi8>
  return
}

// -----

// contract C3: two scales for each group.
func.func @sign_scaled(%a: tensor<2x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %init: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{expects scales with 4 columns for K = 64 and group_size = 32, got 'tensor<8x2xf32>'}}
  %y = lowbit.contract acts(%a : tensor<2x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>)
    outs(%init : tensor<2x8xf32>) format = #lowbit.sign_scaled<#lowbit.minifloat<exponent = 2, mantissa = 1>> activation = <float> group_size = 32 -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}
