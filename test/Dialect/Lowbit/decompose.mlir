// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-decompose))' --split-input-file --verify-diagnostics | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-decompose))' --split-input-file --verify-diagnostics --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// What the forms compute is tested in test/unit/Dialect; here is what later passes
// rely on.

// One scale for each row: one contraction of integers, one loop over the results.
// CHECK-LABEL: @one_scale
// CHECK-NOT:   scf.for
// CHECK:   %[[ACC:.*]] = linalg.generic
// CHECK-SAME:     iterator_types = ["parallel", "parallel", "reduction"]
// CHECK-SAME:     tensor<?x256xi8>, tensor<704x256xi8>
// CHECK:     arith.extsi
// CHECK:     arith.extui
// CHECK:     %[[MUL:.*]] = arith.muli
// CHECK:     arith.addi %{{.*}}, %[[MUL]] : i32
// CHECK:   linalg.generic
// CHECK-SAME:     iterator_types = ["parallel", "parallel"]
// CHECK-SAME:     ins(%[[ACC]],
// CHECK:     arith.sitofp
// CHECK:     %[[SCALE:.*]] = arith.mulf
// CHECK:     arith.mulf %{{.*}}, %[[SCALE]]
// CHECK-NOT:   lowbit.
// LOC-LABEL: @one_scale
// LOC-COUNT-2: linalg.yield {{.*}} loc("layer 3")
func.func @one_scale(%a: tensor<?x256xi8>, %as: tensor<?x1xf32>, %w: tensor<704x256xi8>, %s: tensor<704x1xf32>, %init: tensor<?x704xf32>) -> tensor<?x704xf32> {
  %y = lowbit.contract acts(%a : tensor<?x256xi8>) act_scales(%as : tensor<?x1xf32>) codes(%w : tensor<704x256xi8>) scales(%s : tensor<704x1xf32>)
    outs(%init : tensor<?x704xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x704xf32> loc("layer 3")
  return %y : tensor<?x704xf32>
}

// -----

// Groups are a loop over slices of static size; the short last one stays outside.
// CHECK-LABEL: @groups
// CHECK:   scf.for
// CHECK:     tensor<?x64xi8>, tensor<704x64xi8>
// CHECK:     math.fma
// CHECK:     scf.yield
// CHECK:   tensor<?x8xi8>, tensor<704x8xi8>
// CHECK:   math.fma
func.func @groups(%a: tensor<?x200xi8>, %as: tensor<?x1xf32>, %w: tensor<704x200xi8>, %s: tensor<704x4xf32>, %init: tensor<?x704xf32>) -> tensor<?x704xf32> {
  %y = lowbit.contract acts(%a : tensor<?x200xi8>) act_scales(%as : tensor<?x1xf32>) codes(%w : tensor<704x200xi8>) scales(%s : tensor<704x4xf32>)
    outs(%init : tensor<?x704xf32>) format = #lowbit.int<bits = 2, zero_point = 1> activation = <int8_token> group_size = 64 -> tensor<?x704xf32>
  return %y : tensor<?x704xf32>
}

// -----

// 128 * 255 * 65793 fits 32 bits, one term more does not.
// CHECK-LABEL: @accumulators
// CHECK:   linalg.generic {{.*}} outs(%{{.*}} : tensor<1x1xi32>)
// CHECK:   linalg.generic {{.*}} outs(%{{.*}} : tensor<1x1xf32>)
// CHECK:   linalg.generic {{.*}} outs(%{{.*}} : tensor<1x1xi64>)
func.func @accumulators(%a: tensor<1x65793xi8>, %w: tensor<1x65793xi8>, %b: tensor<1x65794xi8>, %v: tensor<1x65794xi8>,
                        %as: tensor<1x1xf32>, %s: tensor<1x1xf32>, %init: tensor<1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>) {
  %y = lowbit.contract acts(%a : tensor<1x65793xi8>) act_scales(%as : tensor<1x1xf32>) codes(%w : tensor<1x65793xi8>) scales(%s : tensor<1x1xf32>)
    outs(%init : tensor<1x1xf32>) format = #lowbit.int<bits = 8> activation = <int8_token> group_size = 0 -> tensor<1x1xf32>
  %z = lowbit.contract acts(%b : tensor<1x65794xi8>) act_scales(%as : tensor<1x1xf32>) codes(%v : tensor<1x65794xi8>) scales(%s : tensor<1x1xf32>)
    outs(%init : tensor<1x1xf32>) format = #lowbit.int<bits = 8> activation = <int8_token> group_size = 0 -> tensor<1x1xf32>
  return %y, %z : tensor<1x1xf32>, tensor<1x1xf32>
}

// -----

// Floats: codes become weights in the body of one contraction.
// CHECK-LABEL: @floats
// CHECK:   linalg.generic
// CHECK-SAME:     iterator_types = ["parallel", "parallel", "reduction"]
// CHECK:     %[[W:.*]] = arith.mulf
// CHECK:     math.fma %{{.*}}, %[[W]], %{{.*}} : f32
// CHECK-NOT:   linalg.generic
func.func @floats(%a: tensor<?x256xf32>, %w: tensor<704x256xi8>, %s: tensor<704x1xf32>, %init: tensor<?x704xf32>) -> tensor<?x704xf32> {
  %y = lowbit.contract acts(%a : tensor<?x256xf32>) codes(%w : tensor<704x256xi8>) scales(%s : tensor<704x1xf32>)
    outs(%init : tensor<?x704xf32>) format = #lowbit.ternary activation = <float> group_size = 0 -> tensor<?x704xf32>
  return %y : tensor<?x704xf32>
}

// Values of a codebook are read out of it.
// CHECK-LABEL: @codebook
// CHECK:         %[[VALUES:.*]] = arith.constant dense<[-1.500000e+00, 2.500000e-01, 3.000000e+00]> : tensor<3xf32>
// CHECK:         linalg.generic
// CHECK:           %[[CODE:.*]] = arith.index_castui %{{.*}} : i8 to index
// CHECK:           %[[VALUE:.*]] = tensor.extract %[[VALUES]][%[[CODE]]]
// CHECK:           arith.mulf %[[VALUE]]
// CHECK:           math.fma
func.func @codebook(%a: tensor<?x256xf32>, %w: tensor<704x256xi8>, %s: tensor<704x1xf32>, %init: tensor<?x704xf32>) -> tensor<?x704xf32> {
  %y = lowbit.contract acts(%a : tensor<?x256xf32>) codes(%w : tensor<704x256xi8>) scales(%s : tensor<704x1xf32>)
    outs(%init : tensor<?x704xf32>) format = #lowbit.codebook<bits = 2, values = [-1.5, 0.25, 3.0]> activation = <float> group_size = 0 -> tensor<?x704xf32>
  return %y : tensor<?x704xf32>
}

// -----

func.func @undecided(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{has no decomposition as it stands}}
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.ternary activation = <auto> group_size = 0 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// Sets of groups are a loop around that of their groups; the last set has what is
// left, a group and a short one.
// CHECK-LABEL: @sets
// CHECK:   scf.for %{{.*}} = %c0{{.*}} to %c2
// CHECK:     scf.for
// CHECK:       tensor<?x16xi8>, tensor<704x16xi8>
// CHECK:       math.fma
// CHECK:     tensor.extract_slice %{{.*}}[0, %{{.*}}] {{.*}} : tensor<?x3xf32> to tensor<?xf32>
// CHECK:     math.fma
// CHECK:     scf.yield
// CHECK:   tensor<?x16xi8>, tensor<704x16xi8>
// CHECK:   tensor<?x8xi8>, tensor<704x8xi8>
// CHECK:   tensor.extract_slice %{{.*}}[0, 2] {{.*}} : tensor<?x3xf32> to tensor<?xf32>
// CHECK:   math.fma
func.func @sets(%a: tensor<?x120xi8>, %as: tensor<?x3xf32>, %w: tensor<704x120xi8>, %s: tensor<704x8xf32>, %init: tensor<?x704xf32>) -> tensor<?x704xf32> {
  %y = lowbit.contract acts(%a : tensor<?x120xi8>) act_scales(%as : tensor<?x3xf32>) codes(%w : tensor<704x120xi8>) scales(%s : tensor<704x8xf32>)
    outs(%init : tensor<?x704xf32>) format = #lowbit.int<bits = 2, zero_point = 1> activation = <int8_block> group_size = 16 act_groups = 3 -> tensor<?x704xf32>
  return %y : tensor<?x704xf32>
}
