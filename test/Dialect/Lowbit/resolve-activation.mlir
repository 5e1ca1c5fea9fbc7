// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-resolve-activation))' | FileCheck %s --check-prefixes=CHECK,AUTO
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-resolve-activation{activations=float}))' | FileCheck %s --check-prefixes=CHECK,FLOAT
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-resolve-activation{activations=int8-token}))' | FileCheck %s --check-prefixes=CHECK,TOKEN
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-resolve-activation{activations=int8-block}))' | FileCheck %s --check-prefixes=CHECK,BLOCK
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-resolve-activation{activations=int8-block byte-tables}))' | FileCheck %s --check-prefix=BYTES
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-resolve-activation{byte-tables}))' | FileCheck %s --check-prefix=FLOATS
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-resolve-activation))' --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// Tables of 8 bits are for ternary weights and activations that are int8 in the
// end, or were before.
// BYTES-LABEL: @one_scale_permitted
// BYTES:       activation = <int8_token> group_size = 0 int8_permitted byte_tables
// BYTES-LABEL: @block_scales_permitted
// BYTES-NOT:   byte_tables
// BYTES-LABEL: @decided
// BYTES:       activation = <int8_token> group_size = 0 int8_permitted byte_tables
// BYTES-LABEL: @prepared_ternary
// BYTES:       activation = <int8_token> group_size = 0 byte_tables
// FLOATS-LABEL: @decided
// FLOATS-NOT:  byte_tables
// FLOATS:      return

// CHECK-LABEL: @one_scale_permitted
// AUTO:  activation = <int8_token>
// FLOAT: activation = <float>
// TOKEN: activation = <int8_token>
// One block is a row.
// BLOCK: activation = <int8_token>
// LOC-LABEL: @one_scale_permitted
// LOC: lowbit.contract {{.*}} loc("q_proj")
func.func @one_scale_permitted(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.ternary activation = <auto> group_size = 0 int8_permitted -> tensor<4x8xf32> loc("q_proj")
  return %y : tensor<4x8xf32>
}

// CHECK-LABEL: @block_scales_permitted
// AUTO:  activation = <int8_block>
// FLOAT: activation = <float>
// TOKEN: activation = <int8_token>
// BLOCK: activation = <int8_block>
func.func @block_scales_permitted(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 int8_permitted -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// CHECK-LABEL: @not_permitted
// AUTO:  activation = <float>
// FLOAT: activation = <float>
// TOKEN: activation = <int8_token>
// BLOCK: activation = <int8_block>
func.func @not_permitted(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// What somebody decided already stays, unless the user says otherwise.
// CHECK-LABEL: @decided
// AUTO:  activation = <float>
// FLOAT: activation = <float>
// TOKEN: activation = <int8_token>
// BLOCK: activation = <int8_token>
func.func @decided(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.ternary activation = <float> group_size = 0 int8_permitted -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// Prepared activations cannot change any more.
// CHECK-LABEL: @prepared
// CHECK: activation = <int8_block>
func.func @prepared(%a: tensor<4x64xi8>, %as: tensor<4x2xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x64xi8>) act_scales(%as : tensor<4x2xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// CHECK-LABEL: @prepared_ternary
// CHECK-NOT: byte_tables
func.func @prepared_ternary(%a: tensor<4x64xi8>, %as: tensor<4x1xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x64xi8>) act_scales(%as : tensor<4x1xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// Short groups are joined to sets of at most 128 k.
// CHECK-LABEL: @short_groups
// AUTO:  activation = <int8_block> group_size = 20 act_groups = 6 int8_permitted
// FLOAT: activation = <float> group_size = 20 int8_permitted
// TOKEN: activation = <int8_token> group_size = 20 int8_permitted
// BLOCK: activation = <int8_block> group_size = 20 act_groups = 6 int8_permitted
func.func @short_groups(%a: tensor<4x200xf32>, %w: tensor<8x200xi8>, %s: tensor<8x10xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x200xf32>) codes(%w : tensor<8x200xi8>) scales(%s : tensor<8x10xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 20 int8_permitted -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// Those of g_idx by their mean length, 250 / 16.
// CHECK-LABEL: @short_groups_of_g_idx
// AUTO:  activation = <int8_block> group_size = 0 act_groups = 8
// BLOCK: activation = <int8_block> group_size = 0 act_groups = 8
func.func @short_groups_of_g_idx(%a: tensor<4x250xf32>, %w: tensor<8x250xi8>, %s: tensor<8x16xf32>, %g: tensor<250xi32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x250xf32>) codes(%w : tensor<8x250xi8>) scales(%s : tensor<8x16xf32>) g_idx(%g : tensor<250xi32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 0 int8_permitted -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// One set is a row.
// CHECK-LABEL: @one_set
// AUTO:  activation = <int8_token> group_size = 16 int8_permitted
// BLOCK: activation = <int8_token> group_size = 16 int8_permitted
func.func @one_set(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x4xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x4xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 16 int8_permitted -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// Sets that somebody decided stay, unless the user says otherwise.
// CHECK-LABEL: @decided_sets
// AUTO:  activation = <int8_block> group_size = 16 act_groups = 2
// FLOAT: activation = <float> group_size = 16 ->
// TOKEN: activation = <int8_token> group_size = 16 ->
// BLOCK: activation = <int8_block> group_size = 16 act_groups = 8
func.func @decided_sets(%a: tensor<4x256xf32>, %w: tensor<8x256xi8>, %s: tensor<8x16xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x256xf32>) codes(%w : tensor<8x256xi8>) scales(%s : tensor<8x16xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 16 act_groups = 2 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
