// Attention as exporters write it, in single operators: found, and the same as
// what the operators say, with masks that hide nothing, something and all.

// RUN: lutra-compile %s --compile-from=import --compile-to=raise | FileCheck %s

// RUN: rm -rf %t && mkdir %t && lutra-compile %s --compile-from=import -o %t/raised
// RUN: lutra-compile %s --compile-from=import --compile-to=legalize -o %t/core.mlir
// RUN: lutra-compile %t/core.mlir --compile-from=raise -o %t/plain
// RUN: head -c 3072 %models/ternary-lm/golden/prompt0.float.logits.f32 > %t/x
// RUN: head -c 1536 %models/ternary-lm/golden/prompt1.float.logits.f32 > %t/kx
// RUN: tail -c 1536 %models/ternary-lm/golden/prompt1.float.logits.f32 > %t/vx
// RUN: head -c 768 %models/ternary-lm/golden/prompt2.float.logits.f32 > %t/past_k
// RUN: tail -c 768 %models/ternary-lm/golden/prompt2.float.logits.f32 > %t/past_v
// RUN: bash -c "for i in {1..18}; do printf '\1\0\0\0\0\0\0\0'; done" > %t/ones
// RUN: head -c 144 /dev/zero > %t/zeros
// The first query of the first row sees nothing.
// RUN: head -c 32 %t/zeros > %t/some && head -c 112 %t/ones >> %t/some

// DEFINE: %{mask} =
// DEFINE: %{bundle} =
// DEFINE: %{run} = lutra-run %t/%{bundle} --output-dir=%t/%{mask}-%{bundle} \
// DEFINE:   --input=x=%t/x --input=kx=%t/kx --input=vx=%t/vx --input=past_k=%t/past_k --input=past_v=%t/past_v --input=mask=%t/%{mask} \
// DEFINE:   --shape=x=2x6x64 --shape=kx=2x6x32 --shape=vx=2x6x32 --shape=past_k=2x2x3x16 --shape=past_v=2x2x3x16 --shape=mask=2x9
// DEFINE: %{output} =
// DEFINE: %{same} = compare-floats %t/%{mask}-raised/%{output}.npy %t/%{mask}-plain/%{output}.npy 5e-5

// REDEFINE: %{mask} = ones
// REDEFINE: %{bundle} = raised
// RUN: %{run}
// REDEFINE: %{bundle} = plain
// RUN: %{run}
// REDEFINE: %{output} = decoder
// RUN: %{same}
// REDEFINE: %{output} = encoder
// RUN: %{same}
// REDEFINE: %{mask} = some
// REDEFINE: %{bundle} = raised
// RUN: %{run}
// REDEFINE: %{bundle} = plain
// RUN: %{run}
// REDEFINE: %{output} = decoder
// RUN: %{same}
// REDEFINE: %{output} = causal
// RUN: %{same}
// REDEFINE: %{output} = window
// RUN: %{same}
// REDEFINE: %{output} = encoder
// RUN: %{same}
// REDEFINE: %{output} = one
// RUN: %{same}
// REDEFINE: %{output} = turns
// RUN: %{same}
// REDEFINE: %{output} = present_k
// RUN: %{same}
// REDEFINE: %{output} = present_v
// RUN: %{same}
// REDEFINE: %{mask} = zeros
// REDEFINE: %{bundle} = raised
// RUN: %{run}
// REDEFINE: %{bundle} = plain
// RUN: %{run}
// REDEFINE: %{output} = decoder
// RUN: %{same}
// REDEFINE: %{output} = encoder
// RUN: %{same}

// The caches stay in place, and take tokens before heads.
// CHECK: func.func @main
// CHECK-SAME: lutra.state = {axis = 2 : i64, output = 6 : i64}{{.*}}onnx.name = "past_k"
// CHECK-SAME: lutra.state = {axis = 2 : i64, output = 7 : i64}{{.*}}onnx.name = "past_v"
// CHECK-DAG: %[[P:.*]] = tensor.dim %arg4, %c2
// CHECK-DAG: %[[S:.*]] = tensor.dim %arg0, %c1
// CHECK-DAG: %[[T:.*]] = arith.addi %[[P]], %[[S]]

// Rotary embeddings are one loop each, on tokens before heads.
// CHECK: linalg.generic {{.*}} outs({{.*}} : tensor<?x?x4x2x8xf32>)
// CHECK: %[[Q:.*]] = tensor.collapse_shape {{.*}} : tensor<?x?x4x2x8xf32> into tensor<?x?x4x16xf32>
// CHECK: %[[NEW:.*]] = tensor.collapse_shape {{.*}} : tensor<?x?x2x2x8xf32> into tensor<?x?x2x16xf32>
// CHECK: nn.append %[[NEW]] into %{{.*}} at(%[[P]] : index) length(%[[T]]) {token_major}
// CHECK: %[[K:.*]] = tensor.extract_slice %{{.*}}[0, 0, 0, 0] [%{{.*}}, 2, %[[T]], 16]
// CHECK: nn.append {{.*}} {token_major}
// CHECK: %[[V:.*]] = tensor.extract_slice

// Whether the mask hides anything is counted; if not it has no elements.
// CHECK: %[[COUNT:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "reduction"]} ins(%arg3 : tensor<?x?xi64>)
// CHECK: %[[HIDDEN:.*]] = tensor.extract %[[COUNT]][]
// CHECK: %[[IF:.*]] = arith.cmpi ne, %[[HIDDEN]], %c0_i64
// CHECK: %[[ROWS:.*]] = arith.select %[[IF]], %{{.*}}, %c0
// CHECK: tensor.empty(%[[ROWS]], %[[S]], %[[T]]) : tensor<?x1x?x?xf32>
// CHECK: nn.attention query(%[[Q]] : tensor<?x?x4x16xf32>) key(%[[K]] : tensor<?x2x?x16xf32>) value(%[[V]] : tensor<?x2x?x16xf32>)
// CHECK-SAME: mask(%{{.*}} : tensor<?x1x?x?xf32>) if(%[[IF]]) outs({{.*}}) {causal, scale = 2.500000e-01 : f32, token_major}
// CHECK: nn.attention query(%[[Q]] : {{.*}}) key(%[[K]] : {{.*}}) value(%[[V]] : tensor<?x2x?x16xf32>) outs({{.*}}) {causal, scale = 2.500000e-01 : f32, token_major}
// CHECK: nn.attention {{.*}} key(%[[K]] : {{.*}}) value(%[[V]] : tensor<?x2x?x16xf32>) outs({{.*}}) {causal, scale = 2.500000e-01 : f32, token_major, window = 3 : i64}
// CHECK: nn.attention {{.*}} key({{.*}} : tensor<?x4x?x16xf32>) {{.*}} mask({{.*}} : tensor<?x1x1x?xf32>) outs({{.*}}) {scale = 2.500000e-01 : f32, token_major}
// CHECK: nn.attention {{.*}} key({{.*}} : tensor<?x1x?x16xf32>) value({{.*}} : tensor<?x1x?x16xf32>) outs({{.*}}) {scale = 2.500000e-01 : f32, token_major}
// CHECK: nn.attention {{.*}} key({{.*}} : tensor<?x4x?x16xf32>) value({{.*}} : tensor<?x4x?x16xf32>) outs({{.*}}) {scale = 2.500000e-01 : f32, token_major}
// CHECK-NOT: math.exp

func.func @main(
    %x: tensor<?x?x64xf32> {onnx.name = "x", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
    %kx: tensor<?x?x32xf32> {onnx.name = "kx", onnx.dims = ["batch", "sequence", 32], onnx.dtype = "f32"},
    %vx: tensor<?x?x32xf32> {onnx.name = "vx", onnx.dims = ["batch", "sequence", 32], onnx.dtype = "f32"},
    %mask: tensor<?x?xi64> {onnx.name = "mask", onnx.dims = ["batch", "total"], onnx.dtype = "i64"},
    %past_k: tensor<?x2x?x16xf32> {onnx.name = "past_k", onnx.dims = ["batch", 2, "past", 16], onnx.dtype = "f32"},
    %past_v: tensor<?x2x?x16xf32> {onnx.name = "past_v", onnx.dims = ["batch", 2, "past", 16], onnx.dtype = "f32"})
  -> (tensor<?x?x64xf32> {onnx.name = "decoder", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "causal", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "window", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "encoder", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "one", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x?x64xf32> {onnx.name = "turns", onnx.dims = ["batch", "sequence", 64], onnx.dtype = "f32"},
      tensor<?x2x?x16xf32> {onnx.name = "present_k", onnx.dims = ["batch", 2, "total", 16], onnx.dtype = "f32"},
      tensor<?x2x?x16xf32> {onnx.name = "present_v", onnx.dims = ["batch", 2, "total", 16], onnx.dtype = "f32"}) {
  %c0 = onnx.constant dense<[2]> : tensor<1xi64>
  %c1 = onnx.constant dense<[1]> : tensor<1xi64>
  %c2 = onnx.constant dense<[0]> : tensor<1xi64>
  %c3 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %c4 = onnx.constant dense<[[1.0, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005]]> : tensor<1x8xf32>
  %c5 = onnx.constant dense<0.1> : tensor<f32>
  %c6 = onnx.constant dense<[1, 2]> : tensor<2xi64>
  %c7 = onnx.constant dense<[0, 0, 4, 16]> : tensor<4xi64>
  %c8 = onnx.constant dense<[8]> : tensor<1xi64>
  %c9 = onnx.constant dense<[3]> : tensor<1xi64>
  %c10 = onnx.constant dense<[9223372036854775807]> : tensor<1xi64>
  %c11 = onnx.constant dense<[0, 0, 2, 16]> : tensor<4xi64>
  %c12 = onnx.constant dense<[1, 1, 2, 1, 1]> : tensor<5xi64>
  %c13 = onnx.constant dense<[0, 4, -1, 16]> : tensor<4xi64>
  %c14 = onnx.constant dense<0.25> : tensor<f32>
  %c15 = onnx.constant dense<-3.40282347E+38> : tensor<f32>
  %c16 = onnx.constant dense<[0, 0, 64]> : tensor<3xi64>
  %c17 = onnx.constant dense<0.5> : tensor<f32>
  %c18 = onnx.constant dense<0xFF800000> : tensor<f32>
  %c19 = onnx.constant dense<4.0> : tensor<f32>
  %c20 = onnx.constant dense<-1.0E+9> : tensor<f32>
  %c21 = onnx.constant dense<1.0> : tensor<f32>
  // Positions of queries and keys, and tables for rotary embeddings.
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
  %11 = onnx.node "Unsqueeze" version 21(%10, %c3) : (!onnx.unknown, tensor<2xi64>) -> !onnx.unknown
  %12 = onnx.node "Cast" version 21(%8) with {to = 1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %13 = onnx.node "Mul" version 21(%12, %c4) : (!onnx.unknown, tensor<1x8xf32>) -> !onnx.unknown
  %14 = onnx.node "Concat" version 21(%13, %13) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %15 = onnx.node "Cos" version 21(%14) : (!onnx.unknown) -> !onnx.unknown
  %16 = onnx.node "Unsqueeze" version 21(%15, %c3) : (!onnx.unknown, tensor<2xi64>) -> !onnx.unknown
  %17 = onnx.node "Sin" version 21(%14) : (!onnx.unknown) -> !onnx.unknown
  %18 = onnx.node "Unsqueeze" version 21(%17, %c3) : (!onnx.unknown, tensor<2xi64>) -> !onnx.unknown
  %19 = onnx.node "Mul" version 21(%x, %c5) : (tensor<?x?x64xf32>, tensor<f32>) -> !onnx.unknown
  %20 = onnx.node "Mul" version 21(%kx, %c5) : (tensor<?x?x32xf32>, tensor<f32>) -> !onnx.unknown
  // A decoder: caches, heads that share keys, rotary embeddings, padding.
  %21 = onnx.node "Cast" version 21(%mask) with {to = 9 : i64} : (tensor<?x?xi64>) -> !onnx.unknown
  %22 = onnx.node "Unsqueeze" version 21(%21, %c6) : (!onnx.unknown, tensor<2xi64>) -> !onnx.unknown
  %23 = onnx.node "And" version 21(%11, %22) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %24 = onnx.node "Reshape" version 21(%19, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %25 = onnx.node "Transpose" version 21(%24) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %26 = onnx.node "Slice" version 21(%25, %c2, %c8, %c9) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %27 = onnx.node "Slice" version 21(%25, %c8, %c10, %c9) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %28 = onnx.node "Neg" version 21(%27) : (!onnx.unknown) -> !onnx.unknown
  %29 = onnx.node "Concat" version 21(%28, %26) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %30 = onnx.node "Mul" version 21(%25, %16) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %31 = onnx.node "Mul" version 21(%29, %18) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %32 = onnx.node "Add" version 21(%30, %31) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %33 = onnx.node "Reshape" version 21(%20, %c11) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %34 = onnx.node "Transpose" version 21(%33) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %35 = onnx.node "Slice" version 21(%34, %c2, %c8, %c9) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %36 = onnx.node "Slice" version 21(%34, %c8, %c10, %c9) : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %37 = onnx.node "Neg" version 21(%36) : (!onnx.unknown) -> !onnx.unknown
  %38 = onnx.node "Concat" version 21(%37, %35) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %39 = onnx.node "Mul" version 21(%34, %16) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %40 = onnx.node "Mul" version 21(%38, %18) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %41 = onnx.node "Add" version 21(%39, %40) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %42 = onnx.node "Concat" version 21(%past_k, %41) with {axis = 2 : i64} : (tensor<?x2x?x16xf32>, !onnx.unknown) -> tensor<?x2x?x16xf32>
  %43 = onnx.node "Reshape" version 21(%vx, %c11) : (tensor<?x?x32xf32>, tensor<4xi64>) -> !onnx.unknown
  %44 = onnx.node "Transpose" version 21(%43) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %45 = onnx.node "Concat" version 21(%past_v, %44) with {axis = 2 : i64} : (tensor<?x2x?x16xf32>, !onnx.unknown) -> tensor<?x2x?x16xf32>
  %46 = onnx.node "Unsqueeze" version 21(%42, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %47 = onnx.node "Expand" version 21(%46, %c12) : (!onnx.unknown, tensor<5xi64>) -> !onnx.unknown
  %48 = onnx.node "Reshape" version 21(%47, %c13) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %49 = onnx.node "Transpose" version 21(%48) with {perm = array<i64: 0, 1, 3, 2>} : (!onnx.unknown) -> !onnx.unknown
  %50 = onnx.node "MatMul" version 21(%32, %49) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %51 = onnx.node "Mul" version 21(%50, %c14) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %52 = onnx.node "Where" version 21(%23, %51, %c15) : (!onnx.unknown, !onnx.unknown, tensor<f32>) -> !onnx.unknown
  %53 = onnx.node "Softmax" version 21(%52) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %54 = onnx.node "Unsqueeze" version 21(%45, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %55 = onnx.node "Expand" version 21(%54, %c12) : (!onnx.unknown, tensor<5xi64>) -> !onnx.unknown
  %56 = onnx.node "Reshape" version 21(%55, %c13) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %57 = onnx.node "MatMul" version 21(%53, %56) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %58 = onnx.node "Transpose" version 21(%57) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %59 = onnx.node "Reshape" version 21(%58, %c16) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // The same without data in the mask; scale on both sides, -inf, heads repeated by concatenation.
  %60 = onnx.node "Mul" version 21(%32, %c17) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %61 = onnx.node "Unsqueeze" version 21(%42, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %62 = onnx.node "Concat" version 21(%61, %61) with {axis = 2 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %63 = onnx.node "Reshape" version 21(%62, %c13) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %64 = onnx.node "Transpose" version 21(%63) with {perm = array<i64: 0, 1, 3, 2>} : (!onnx.unknown) -> !onnx.unknown
  %65 = onnx.node "Mul" version 21(%64, %c17) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %66 = onnx.node "MatMul" version 21(%60, %65) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %67 = onnx.node "Where" version 21(%11, %66, %c18) : (!onnx.unknown, !onnx.unknown, tensor<f32>) -> !onnx.unknown
  %68 = onnx.node "Softmax" version 21(%67) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %69 = onnx.node "Unsqueeze" version 21(%45, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %70 = onnx.node "Concat" version 21(%69, %69) with {axis = 2 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %71 = onnx.node "Reshape" version 21(%70, %c13) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %72 = onnx.node "MatMul" version 21(%68, %71) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %73 = onnx.node "Transpose" version 21(%72) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %74 = onnx.node "Reshape" version 21(%73, %c16) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // A window of 3, hidden where the condition holds.
  %75 = onnx.node "Sub" version 21(%8, %c9) : (!onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %76 = onnx.node "Greater" version 21(%9, %75) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %77 = onnx.node "LessOrEqual" version 21(%9, %8) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %78 = onnx.node "And" version 21(%77, %76) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %79 = onnx.node "Not" version 21(%78) : (!onnx.unknown) -> !onnx.unknown
  %80 = onnx.node "Reshape" version 21(%19, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %81 = onnx.node "Transpose" version 21(%80) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %82 = onnx.node "Unsqueeze" version 21(%42, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %83 = onnx.node "Expand" version 21(%82, %c12) : (!onnx.unknown, tensor<5xi64>) -> !onnx.unknown
  %84 = onnx.node "Reshape" version 21(%83, %c13) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %85 = onnx.node "Transpose" version 21(%84) with {perm = array<i64: 0, 1, 3, 2>} : (!onnx.unknown) -> !onnx.unknown
  %86 = onnx.node "MatMul" version 21(%81, %85) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %87 = onnx.node "Div" version 21(%86, %c19) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %88 = onnx.node "Where" version 21(%79, %c20, %87) : (!onnx.unknown, tensor<f32>, !onnx.unknown) -> !onnx.unknown
  %89 = onnx.node "Softmax" version 21(%88) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %90 = onnx.node "Unsqueeze" version 21(%45, %c0) : (tensor<?x2x?x16xf32>, tensor<1xi64>) -> !onnx.unknown
  %91 = onnx.node "Expand" version 21(%90, %c12) : (!onnx.unknown, tensor<5xi64>) -> !onnx.unknown
  %92 = onnx.node "Reshape" version 21(%91, %c13) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %93 = onnx.node "MatMul" version 21(%89, %92) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %94 = onnx.node "Transpose" version 21(%93) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %95 = onnx.node "Reshape" version 21(%94, %c16) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // An encoder: keys transposed at once, a mask that is added.
  %96 = onnx.node "Slice" version 21(%mask, %c2, %4, %c1) : (tensor<?x?xi64>, tensor<1xi64>, !onnx.unknown, tensor<1xi64>) -> !onnx.unknown
  %97 = onnx.node "Unsqueeze" version 21(%96, %c6) : (!onnx.unknown, tensor<2xi64>) -> !onnx.unknown
  %98 = onnx.node "Cast" version 21(%97) with {to = 1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %99 = onnx.node "Sub" version 21(%c21, %98) : (tensor<f32>, !onnx.unknown) -> !onnx.unknown
  %100 = onnx.node "Mul" version 21(%99, %c15) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %101 = onnx.node "Concat" version 21(%20, %20) with {axis = -1 : i64} : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %102 = onnx.node "Reshape" version 21(%101, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %103 = onnx.node "Transpose" version 21(%102) with {perm = array<i64: 0, 2, 3, 1>} : (!onnx.unknown) -> !onnx.unknown
  %104 = onnx.node "Concat" version 21(%vx, %vx) with {axis = -1 : i64} : (tensor<?x?x32xf32>, tensor<?x?x32xf32>) -> !onnx.unknown
  %105 = onnx.node "Reshape" version 21(%104, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %106 = onnx.node "Transpose" version 21(%105) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %107 = onnx.node "Reshape" version 21(%19, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %108 = onnx.node "Transpose" version 21(%107) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %109 = onnx.node "MatMul" version 21(%108, %103) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %110 = onnx.node "Div" version 21(%109, %c19) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %111 = onnx.node "Add" version 21(%110, %100) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %112 = onnx.node "Softmax" version 21(%111) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %113 = onnx.node "MatMul" version 21(%112, %106) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %114 = onnx.node "Transpose" version 21(%113) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %115 = onnx.node "Reshape" version 21(%114, %c16) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // One head of keys and values for all, broadcast by the products; no mask.
  %116 = onnx.node "Slice" version 21(%42, %c2, %c1, %c1) : (tensor<?x2x?x16xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %117 = onnx.node "Transpose" version 21(%116) with {perm = array<i64: 0, 1, 3, 2>} : (!onnx.unknown) -> !onnx.unknown
  %118 = onnx.node "Slice" version 21(%45, %c1, %c0, %c1) : (tensor<?x2x?x16xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %119 = onnx.node "Reshape" version 21(%19, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %120 = onnx.node "Transpose" version 21(%119) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %121 = onnx.node "MatMul" version 21(%120, %117) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %122 = onnx.node "Mul" version 21(%121, %c14) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %123 = onnx.node "Softmax" version 21(%122) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %124 = onnx.node "MatMul" version 21(%123, %118) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %125 = onnx.node "Transpose" version 21(%124) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %126 = onnx.node "Reshape" version 21(%125, %c16) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  // Heads that take turns, 0, 1, 0, 1, do not share neighbours: all of them are keys.
  %127 = onnx.node "Reshape" version 21(%19, %c7) : (!onnx.unknown, tensor<4xi64>) -> !onnx.unknown
  %128 = onnx.node "Transpose" version 21(%127) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %129 = onnx.node "Concat" version 21(%42, %42) with {axis = 1 : i64} : (tensor<?x2x?x16xf32>, tensor<?x2x?x16xf32>) -> !onnx.unknown
  %130 = onnx.node "Transpose" version 21(%129) with {perm = array<i64: 0, 1, 3, 2>} : (!onnx.unknown) -> !onnx.unknown
  %131 = onnx.node "MatMul" version 21(%128, %130) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %132 = onnx.node "Mul" version 21(%131, %c14) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
  %133 = onnx.node "Softmax" version 21(%132) with {axis = -1 : i64} : (!onnx.unknown) -> !onnx.unknown
  %134 = onnx.node "Concat" version 21(%45, %45) with {axis = 1 : i64} : (tensor<?x2x?x16xf32>, tensor<?x2x?x16xf32>) -> !onnx.unknown
  %135 = onnx.node "MatMul" version 21(%133, %134) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %136 = onnx.node "Transpose" version 21(%135) with {perm = array<i64: 0, 2, 1, 3>} : (!onnx.unknown) -> !onnx.unknown
  %137 = onnx.node "Reshape" version 21(%136, %c16) : (!onnx.unknown, tensor<3xi64>) -> tensor<?x?x64xf32>
  return %59, %74, %95, %115, %126, %137, %42, %45 : tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x?x64xf32>, tensor<?x2x?x16xf32>, tensor<?x2x?x16xf32>
}
