// What looks like attention and would not be the same.
// RUN: lutra-compile %s --compile-from=import --compile-to=raise | FileCheck %s
// CHECK: func.func @main
// CHECK-NOT: nn.attention
// CHECK: return

func.func @main(
    %x: tensor<?x?x64xf32> {onnx.name = "x", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
    %kx: tensor<?x?x32xf32> {onnx.name = "kx", onnx.dims = ["batch", "sequence", 32], onnx.dtype = "f32"},
    %vx: tensor<?x?x32xf32> {onnx.name = "vx", onnx.dims = ["batch", "sequence", 32], onnx.dtype = "f32"},
    %mask: tensor<?x?xi64> {onnx.name = "mask", onnx.dims = ["batch", "total"], onnx.dtype = "i64"},
    %past_k: tensor<?x2x?x16xf32> {onnx.name = "past_k", onnx.dims = ["batch", 2, "past", 16], onnx.dtype = "f32"},
    %past_v: tensor<?x2x?x16xf32> {onnx.name = "past_v", onnx.dims = ["batch", 2, "past", 16], onnx.dtype = "f32"})
  -> (tensor<?x?x64xf32> {onnx.name = "weights_too", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x4x?x?xf32> {onnx.name = "weights", onnx.dims = ["batch", 4, "sequence", "total"], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "soft_fill", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "soft_causal", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "scaled_mask", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "scaled_weights", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "other_axis", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "other_mask", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"}) {
  %c0 = onnx.constant dense<[2]> : tensor<1xi64>
  %c1 = onnx.constant dense<[1]> : tensor<1xi64>
  %c2 = onnx.constant dense<[0]> : tensor<1xi64>
  %c3 = onnx.constant dense<[1, 2]> : tensor<2xi64>
  %c4 = onnx.constant dense<[0, 0, 4, 16]> : tensor<4xi64>
  %c5 = onnx.constant dense<[0, 0, 2, 16]> : tensor<4xi64>
  %c6 = onnx.constant dense<[1, 1, 2, 1, 1]> : tensor<5xi64>
  %c7 = onnx.constant dense<[0, 4, -1, 16]> : tensor<4xi64>
  %c8 = onnx.constant dense<0.25> : tensor<f32>
  %c9 = onnx.constant dense<0.125> : tensor<f32>
  %c10 = onnx.constant dense<[0, 0, 64]> : tensor<3xi64>
  %c11 = onnx.constant dense<2.0> : tensor<f32>
  %c12 = onnx.constant dense<-10000.0> : tensor<f32>
  %c13 = onnx.constant dense<0.5> : tensor<f32>
  %c14 = onnx.constant dense<-1.0E+9> : tensor<f32>
  %1 = onnx.node "Shape" version 21(%past_k) : (tensor<?x2x?x16xf32>) -> !onnx.unknown
  %2 = onnx.node "Gather" version 21(%1, %c0) with {axis = 0 : i64} : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %3 = onnx.node "Shape" version 21(%x) : (tensor<?x?x64xf32>) -> !onnx.unknown
  %4 = onnx.node "Gather" version 21(%3, %c1) with {axis = 0 : i64} : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %5 = onnx.node "Add" version 21(%2, %4) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %6 = onnx.node "Range" version 21(%2, %5, %c1) : (!onnx.unknown, !onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %7 = onnx.node "Range" version 21(%c2, %5, %c1) : (tensor<1xi64>, !onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %8 = onnx.node "Unsqueeze" version 21(%6, %c1) : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %9 = onnx.node "Unsqueeze" version 21(%7, %c2) : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %10 = onnx.node "LessOrEqual" version 21(%9, %8) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %11 = onnx.node "Cast" version 21(%mask) with {to = 9 : i64} : (tensor<?x?xi64>) -> !onnx.unknown
  %12 = onnx.node "Unsqueeze" version 21(%11, %c3) : (!onnx.unknown, tensor<2xi64>) -> !onnx.unknown
  %13 = onnx.node "Reshape" version 21(%x, %c4) : (tensor<?x?x64xf32>, tensor<4xi64>) -> !onnx.unknown
  %14 = onnx.node "Transpose" version 21(%13) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %15 = onnx.node "Reshape" version 21(%kx, %c5) : (tensor<?x?x32xf32>, tensor<4xi64>) -> !onnx.unknown
  %16 = onnx.node "Transpose" version 21(%15) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %17 = onnx.node "Concat" version 21(%past_k, %16) with {axis = 2 : i64} : (tensor<?x2x?x16xf32>, !onnx.unknown) -> tensor<?x2x?x16xf32>
  %18 = onnx.node "Reshape" version 21(%vx, %c5) : (tensor<?x?x32xf32>, tensor<4xi64>) -> !onnx.unknown
  %19 = onnx.node "Transpose" version 21(%18) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %20 = onnx.node "Concat" version 21(%past_v, %19) with {axis = 2 : i64} : (tensor<?x2x?x16xf32>, !onnx.unknown) -> tensor<?x2x?x16xf32>
  %21 = onnx.node "Unsqueeze" version 21(%17, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %22 = onnx.node "Expand" version 21(%21, %c6) : (!onnx.unknown, tensor<5xi64>) -> !onnx.unknown
  %23 = onnx.node "Reshape" version 21(%22, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %24 = onnx.node "Transpose" version 21(%23) with {perm = array<i64: 0, 1, 3, 2>} : (!onnx.unknown) -> !onnx.unknown
  %25 = onnx.node "Unsqueeze" version 21(%20, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %26 = onnx.node "Expand" version 21(%25, %c6) : (!onnx.unknown, tensor<5xi64>) -> !onnx.unknown
  %27 = onnx.node "Reshape" version 21(%26, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %28 = onnx.node "MatMul" version 21(%14, %24) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %29 = onnx.node "Mul" version 21(%28, %c8) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  // The weights are a result too.
  %30 = onnx.node "Mul" version 21(%28, %c9) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %31 = onnx.node "Softmax" version 21(%30) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %32 = onnx.node "MatMul" version 21(%31, %27) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %33 = onnx.node "Transpose" version 21(%32) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %34 = onnx.node "Reshape" version 21(%33, %c10) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  %35 = onnx.node "Identity" version 21(%31) : (!onnx.unknown) -> tensor<?x4x?x?xf32>
  %36 = onnx.node "Mul" version 21(%14, %c11) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %37 = onnx.node "MatMul" version 21(%36, %24) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %38 = onnx.node "Mul" version 21(%37, %c8) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  // A row of padding alone would not be what it was: scores still count beside -10000.
  %39 = onnx.node "Where" version 21(%12, %38, %c12) : (!onnx.unknown, !onnx.unknown, tensor<f32>) -> !onnx.unknown
  %40 = onnx.node "Softmax" version 21(%39) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %41 = onnx.node "MatMul" version 21(%40, %27) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %42 = onnx.node "Transpose" version 21(%41) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %43 = onnx.node "Reshape" version 21(%42, %c10) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // Nor are weights of hidden keys surely 0.
  %44 = onnx.node "Where" version 21(%10, %38, %c12) : (!onnx.unknown, !onnx.unknown, tensor<f32>) -> !onnx.unknown
  %45 = onnx.node "Softmax" version 21(%44) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %46 = onnx.node "MatMul" version 21(%45, %27) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %47 = onnx.node "Transpose" version 21(%46) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %48 = onnx.node "Reshape" version 21(%47, %c10) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // A mask that is scaled with the scores.
  %49 = onnx.node "Cast" version 21(%12) with {to = 1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %50 = onnx.node "Add" version 21(%37, %49) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %51 = onnx.node "Mul" version 21(%50, %c8) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %52 = onnx.node "Softmax" version 21(%51) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %53 = onnx.node "MatMul" version 21(%52, %27) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %54 = onnx.node "Transpose" version 21(%53) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %55 = onnx.node "Reshape" version 21(%54, %c10) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // Weights that do not add up to 1.
  %56 = onnx.node "Softmax" version 21(%38) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %57 = onnx.node "Mul" version 21(%56, %c13) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %58 = onnx.node "MatMul" version 21(%57, %27) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %59 = onnx.node "Transpose" version 21(%58) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %60 = onnx.node "Reshape" version 21(%59, %c10) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // Weights of a key over the queries.
  %61 = onnx.node "Softmax" version 21(%38) with {axis = 2 : i64} : (!onnx.unknown) -> !onnx.unknown
  %62 = onnx.node "MatMul" version 21(%61, %27) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %63 = onnx.node "Transpose" version 21(%62) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %64 = onnx.node "Reshape" version 21(%63, %c10) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // Keys that only later queries should see.
  %65 = onnx.node "Add" version 21(%8, %c1) : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %66 = onnx.node "LessOrEqual" version 21(%9, %65) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %67 = onnx.node "Where" version 21(%66, %38, %c14) : (!onnx.unknown, !onnx.unknown, tensor<f32>) -> !onnx.unknown
  %68 = onnx.node "Softmax" version 21(%67) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %69 = onnx.node "MatMul" version 21(%68, %27) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %70 = onnx.node "Transpose" version 21(%69) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %71 = onnx.node "Reshape" version 21(%70, %c10) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  return %34, %35, %43, %48, %55, %60, %64, %71 : tensor<?x?x64xf32>, tensor<?x4x?x?xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>
}
