// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file | FileCheck %s

// Bytes stay bytes: lowbit.unpack says what they are, also in zero points.

// CHECK-LABEL: func.func @packed(
// CHECK-DAG:     %[[Z:.*]] = lowbit.unpack %{{.*}} format = #lowbit.int<bits = 2> block_size = 2 : tensor<8x1x1xi8> -> tensor<8x2xi8>
// CHECK-DAG:     %[[W:.*]] = lowbit.unpack %{{.*}} format = #lowbit.int<bits = 2> block_size = 16 : tensor<8x2x4xi8> -> tensor<8x20xi8>
// CHECK:         lowbit.contract acts(%{{.*}} : tensor<?x20xf32>) codes(%[[W]] : tensor<8x20xi8>) scales(%{{.*}} : tensor<8x2xf32>) zero_points(%[[Z]] : tensor<8x2xi8>)
// CHECK-SAME:      format = #lowbit.int<bits = 2> activation = <auto> group_size = 16 int8_permitted
func.func @packed(%a: tensor<?x20xf32>) -> tensor<?x8xf32> {
  %b = onnx.constant dense_resource<weight> : tensor<8x2x4xui8>
  %s = onnx.constant dense_resource<scales> : tensor<8x2xf32>
  %z = onnx.constant dense_resource<zeros> : tensor<8x1xui8>
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s, %z)
    with {K = 20 : i64, N = 8 : i64, bits = 2 : i64, block_size = 16 : i64, accuracy_level = 4 : i64}
    : (tensor<?x20xf32>, tensor<8x2x4xui8>, tensor<8x2xf32>, tensor<8x1xui8>) -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// -----

// Without zero points the format has the one of all codes. Bits are 4 where
// nothing is said, and int8 only where level 4 permits it.

// CHECK-LABEL: func.func @middle(
// CHECK:         lowbit.contract
// CHECK-NOT:       zero_points(
// CHECK-SAME:      format = #lowbit.int<bits = 4, zero_point = 8> activation = <auto> group_size = 32 -> tensor<?x8xf32>
func.func @middle(%a: tensor<?x40xf32>) -> tensor<?x8xf32> {
  %b = onnx.constant dense_resource<weight> : tensor<8x2x16xui8>
  %s = onnx.constant dense_resource<scales> : tensor<8x2xf32>
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s)
    with {K = 40 : i64, N = 8 : i64, block_size = 32 : i64, accuracy_level = 1 : i64}
    : (tensor<?x40xf32>, tensor<8x2x16xui8>, tensor<8x2xf32>) -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// -----

// Narrow activations and scales are widened around the contraction; the bias
// is added before the result is rounded. An activation whose last size is
// dynamic is checked.

// CHECK-LABEL: func.func @narrow(
// CHECK:         cf.assert %{{.*}}, "node 'linear' (MatMulNBits): the last dimension of input A and attribute 'K' must be equal"
// CHECK:         arith.extf
// CHECK:         %[[A:.*]] = tensor.cast %{{.*}} : tensor<?x?xf32> to tensor<?x16xf32>
// CHECK:         %[[Y:.*]] = lowbit.contract acts(%[[A]] : tensor<?x16xf32>) {{.*}} zero_points(%{{.*}} : tensor<8x1xf32>)
// CHECK-SAME:      g_idx(%{{.*}} : tensor<16xi32>)
// CHECK:         linalg.generic {{.*}} ins(%[[Y]], %{{.*}} : tensor<?x8xf32>, tensor<8xf16>)
// CHECK:           arith.addf
// CHECK:           arith.truncf
func.func @narrow(%a: tensor<?x?xf16>) -> tensor<?x8xf16> {
  %b = onnx.constant dense_resource<weight> : tensor<8x1x16xui8>
  %s = onnx.constant dense_resource<scales> : tensor<8xf16>
  %z = onnx.constant dense_resource<zeros> : tensor<8xf16>
  %g = onnx.constant dense<0> : tensor<16xi32>
  %c = onnx.constant dense_resource<bias> : tensor<8xf16>
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s, %z, %g, %c)
    with {K = 16 : i64, N = 8 : i64, bits = 8 : i64, block_size = 16 : i64}
    : (tensor<?x?xf16>, tensor<8x1x16xui8>, tensor<8xf16>, tensor<8xf16>, tensor<16xi32>, tensor<8xf16>) -> tensor<?x8xf16> loc("linear")
  return %y : tensor<?x8xf16>
}

// -----

// Activations of bf16, and accuracy_level 3, permit products of bf16.

// Scales that are constants of bf16 are constants of f32.

// CHECK-LABEL: func.func @bf16(
// CHECK: arith.constant dense<5.000000e-01> : tensor<8x2xf32>
// CHECK-COUNT-2: activation = <bf16>
// CHECK: return
func.func @bf16(%a: tensor<?x40xbf16>, %f: tensor<?x40xf32>) -> (tensor<?x8xbf16>, tensor<?x8xf32>) {
  %b = onnx.constant dense_resource<weight> : tensor<8x2x16xui8>
  %s = onnx.constant dense_resource<scales> : tensor<8x2xf32>
  %sb = onnx.constant dense<0.5> : tensor<8x2xbf16>
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %sb)
    with {K = 40 : i64, N = 8 : i64, block_size = 32 : i64}
    : (tensor<?x40xbf16>, tensor<8x2x16xui8>, tensor<8x2xbf16>) -> tensor<?x8xbf16>
  %z = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%f, %b, %s)
    with {K = 40 : i64, N = 8 : i64, block_size = 32 : i64, accuracy_level = 3 : i64}
    : (tensor<?x40xf32>, tensor<8x2x16xui8>, tensor<8x2xf32>) -> tensor<?x8xf32>
  return %y, %z : tensor<?x8xbf16>, tensor<?x8xf32>
}
