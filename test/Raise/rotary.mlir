// Rotary embeddings in single operators: one loop over pairs each, and the same
// numbers to the last bit.

// RUN: lutra-compile %s --compile-from=import --compile-to=raise | FileCheck %s

// RUN: rm -rf %t && mkdir %t && lutra-compile %s --compile-from=import -o %t/raised
// RUN: lutra-compile %s --compile-from=import --compile-to=legalize -o %t/core.mlir
// RUN: lutra-compile %t/core.mlir --compile-from=raise -o %t/plain
// RUN: head -c 3072 %models/ternary-lm/golden/prompt0.float.logits.f32 > %t/x
// RUN: tail -c 384 %models/ternary-lm/golden/prompt0.float.logits.f32 > %t/cos
// RUN: tail -c 384 %models/ternary-lm/golden/prompt1.float.logits.f32 > %t/sin
// RUN: head -c 192 %t/cos > %t/half-cos && head -c 192 %t/sin > %t/half-sin
// DEFINE: %{run} = lutra-run --input=x=%t/x --input=cos8=%t/half-cos --input=sin8=%t/half-sin --input=cos16=%t/cos --input=sin16=%t/sin \
// DEFINE:   --shape=x=2x6x64 --shape=cos8=6x8 --shape=sin8=6x8 --shape=cos16=6x16 --shape=sin16=6x16
// RUN: %{run} %t/raised --output-dir=%t/got && %{run} %t/plain --output-dir=%t/want
// RUN: cmp %t/got/halves.npy %t/want/halves.npy
// RUN: cmp %t/got/whole.npy %t/want/whole.npy
// RUN: cmp %t/got/neighbours.npy %t/want/neighbours.npy

// CHECK: func.func @main
// CHECK: %[[X:.*]] = tensor.expand_shape %arg0 {{.*}} into tensor<?x?x4x2x8xf32>
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %{{.*}}, %arg1, %arg2 : tensor<?x?x4x8xf32>, tensor<?x?x4x8xf32>, tensor<?x8xf32>, tensor<?x8xf32>) outs(%{{.*}} : tensor<?x?x4x2x8xf32>)
// CHECK: linalg.generic {{.*}} : tensor<?x?x4x8xf32>, tensor<?x?x4x8xf32>, tensor<?x2x8xf32>, tensor<?x2x8xf32>) outs(%{{.*}} : tensor<?x?x4x2x8xf32>)
// CHECK: linalg.generic {{.*}} : tensor<?x?x4x8xf32>, tensor<?x?x4x8xf32>, tensor<?x8x2xf32>, tensor<?x8x2xf32>) outs(%{{.*}} : tensor<?x?x4x8x2xf32>)
// CHECK: tensor.collapse_shape {{.*}} : tensor<?x?x4x8x2xf32> into
// CHECK-NOT: {{4x8x2|4x2x8}}xf32>
// CHECK: tensor.concat dim(3)
// CHECK: tensor.concat dim(3)
// CHECK: return

func.func @main(
    %x: tensor<?x?x64xf32> {onnx.name = "x", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
    %cos8: tensor<?x8xf32> {onnx.name = "cos8", onnx.dims = ["sequence", 8], onnx.dtype = "f32"},
    %sin8: tensor<?x8xf32> {onnx.name = "sin8", onnx.dims = ["sequence", 8], onnx.dtype = "f32"},
    %cos16: tensor<?x16xf32> {onnx.name = "cos16", onnx.dims = ["sequence", 16], onnx.dtype = "f32"},
    %sin16: tensor<?x16xf32> {onnx.name = "sin16", onnx.dims = ["sequence", 16], onnx.dtype = "f32"})
  -> (tensor<?x4x?x16xf32> {onnx.name = "halves", onnx.dims = ["batch", 4, "sequence", 16], onnx.dtype = "f32"},
      tensor<?x4x?x16xf32> {onnx.name = "whole", onnx.dims = ["batch", 4, "sequence", 16], onnx.dtype = "f32"},
      tensor<?x4x?x16xf32> {onnx.name = "neighbours", onnx.dims = ["batch", 4, "sequence", 16], onnx.dtype = "f32"},
      tensor<?x4x?x16xf32> {onnx.name = "not_turned", onnx.dims = ["batch", 4, "sequence", 16], onnx.dtype = "f32"},
      tensor<?x4x?x16xf32> {onnx.name = "not_pairs", onnx.dims = ["batch", 4, "sequence", 16], onnx.dtype = "f32"}) {
  %c0 = onnx.constant dense<[0, 0, 4, 16]> : tensor<4xi64>
  %c1 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %c2 = onnx.constant dense<[9223372036854775807]> : tensor<1xi64>
  %c3 = onnx.constant dense<[0]> : tensor<1xi64>
  %c4 = onnx.constant dense<[8]> : tensor<1xi64>
  %c5 = onnx.constant dense<[3]> : tensor<1xi64>
  %c6 = onnx.constant dense<[2]> : tensor<1xi64>
  %c7 = onnx.constant dense<[1]> : tensor<1xi64>
  %c8 = onnx.constant dense<[4]> : tensor<1xi64>
  %c9 = onnx.constant dense<[0, 0, 0, 16]> : tensor<4xi64>
  %1 = onnx.node "Reshape" version 21(%x, %c0) : (tensor<?x?x64xf32>, tensor<4xi64>) -> !onnx.unknown
  %2 = onnx.node "Transpose" version 21(%1) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %3 = onnx.node "Unsqueeze" version 21(%cos8, %c1) : (tensor<?x8xf32>, tensor<2xi64>) -> !onnx.unknown
  %4 = onnx.node "Unsqueeze" version 21(%sin8, %c1) : (tensor<?x8xf32>, tensor<2xi64>) -> !onnx.unknown
  %5 = onnx.node "Unsqueeze" version 21(%cos16, %c1) : (tensor<?x16xf32>, tensor<2xi64>) -> !onnx.unknown
  %6 = onnx.node "Unsqueeze" version 21(%sin16, %c1) : (tensor<?x16xf32>, tensor<2xi64>) -> !onnx.unknown
  %7 = onnx.node "Slice" version 21(%2, %c3, %c4, %c5) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %8 = onnx.node "Slice" version 21(%2, %c4, %c2, %c5) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  // Halves that are turned, then put together; the terms of the second in the other order.
  %9 = onnx.node "Mul" version 21(%7, %3) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %10 = onnx.node "Mul" version 21(%8, %4) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %11 = onnx.node "Sub" version 21(%9, %10) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %12 = onnx.node "Mul" version 21(%7, %4) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %13 = onnx.node "Mul" version 21(%3, %8) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %14 = onnx.node "Add" version 21(%12, %13) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %15 = onnx.node "Concat" version 21(%11, %14) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> tensor<?x4x?x16xf32>
  // All of a head at once, sine first.
  %16 = onnx.node "Neg" version 21(%8) : (!onnx.unknown) -> !onnx.unknown
  %17 = onnx.node "Concat" version 21(%16, %7) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %18 = onnx.node "Mul" version 21(%17, %6) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %19 = onnx.node "Mul" version 21(%5, %2) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %20 = onnx.node "Add" version 21(%18, %19) : (!onnx.unknown, !onnx.unknown) -> tensor<?x4x?x16xf32>
  // Neighbours.
  %21 = onnx.node "Slice" version 21(%2, %c3, %c2, %c5, %c6) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %22 = onnx.node "Slice" version 21(%2, %c7, %c2, %c5, %c6) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %23 = onnx.node "Neg" version 21(%22) : (!onnx.unknown) -> !onnx.unknown
  %24 = onnx.node "Unsqueeze" version 21(%23, %c8) : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %25 = onnx.node "Unsqueeze" version 21(%21, %c8) : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %26 = onnx.node "Concat" version 21(%24, %25) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %27 = onnx.node "Reshape" version 21(%26, %c9) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %28 = onnx.node "Mul" version 21(%2, %5) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %29 = onnx.node "Mul" version 21(%27, %6) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %30 = onnx.node "Add" version 21(%28, %29) : (!onnx.unknown, !onnx.unknown) -> tensor<?x4x?x16xf32>
  // Turned the other way, and not turned at all: no rotary embeddings.
  %31 = onnx.node "Neg" version 21(%7) : (!onnx.unknown) -> !onnx.unknown
  %32 = onnx.node "Concat" version 21(%31, %8) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %33 = onnx.node "Mul" version 21(%2, %5) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %34 = onnx.node "Mul" version 21(%32, %6) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %35 = onnx.node "Add" version 21(%33, %34) : (!onnx.unknown, !onnx.unknown) -> tensor<?x4x?x16xf32>
  %36 = onnx.node "Mul" version 21(%7, %3) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %37 = onnx.node "Mul" version 21(%8, %4) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %38 = onnx.node "Sub" version 21(%36, %37) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %39 = onnx.node "Mul" version 21(%8, %4) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %40 = onnx.node "Mul" version 21(%7, %3) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %41 = onnx.node "Add" version 21(%39, %40) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %42 = onnx.node "Concat" version 21(%38, %41) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> tensor<?x4x?x16xf32>
  return %15, %20, %30, %35, %42 : tensor<?x4x?x16xf32>, tensor<?x4x?x16xf32>, tensor<?x4x?x16xf32>, tensor<?x4x?x16xf32>, tensor<?x4x?x16xf32>
}
