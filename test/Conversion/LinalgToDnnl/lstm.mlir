// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl=always --canonicalize | FileCheck %s --check-prefixes=CHECK,ALWAYS
// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl --canonicalize | FileCheck %s --check-prefixes=CHECK,AUTO

// One sequence reads weights once: generated code is as fast.
// ALWAYS:      module attributes {lutra.libraries = ["libdnnl.so.2"]}
// CHECK-LABEL: func.func @main
// CHECK-SAME:    %[[X:[^:]*]]: tensor<16x1x64xf32>, %[[S:[^:]*]]: tensor<1x128xf32>
//  ALWAYS-DAG:   %[[W:.*]] = arith.constant dense<1.0
//  ALWAYS-DAG:   %[[R:.*]] = arith.constant dense<2.0
//  ALWAYS-DAG:   %[[B:.*]] = arith.constant dense<3.0
//      ALWAYS:   %[[Y:.*]]:3 = dnnl.lstm ins(%[[X]], %[[W]], %[[R]], %[[B]] : tensor<16x1x64xf32>, tensor<4x128x64xf32>, tensor<4x128x128xf32>, tensor<4x128xf32>)
// ALWAYS-SAME:     state(%[[S]], %[[S]] : {{.*}}) outs({{.*}}) {lutra.generated_ns = {{.*}}, lutra.predicted_ns = {{.*}}, reverse}
//      ALWAYS:   return %[[Y]]#0, %[[Y]]#1
//        AUTO:   nn.lstm
func.func @main(%x: tensor<16x1x64xf32>, %s: tensor<1x128xf32>) -> (tensor<16x1x128xf32>, tensor<1x128xf32>) {
  %w = arith.constant dense<1.0> : tensor<4x128x64xf32>
  %r = arith.constant dense<2.0> : tensor<4x128x128xf32>
  %b = arith.constant dense<3.0> : tensor<4x128xf32>
  %y:3 = nn.lstm input(%x : tensor<16x1x64xf32>) weights(%w, %r : tensor<4x128x64xf32>, tensor<4x128x128xf32>) bias(%b : tensor<4x128xf32>)
    state(%s, %s : tensor<1x128xf32>, tensor<1x128xf32>) {reverse} -> tensor<16x1x128xf32>, tensor<1x128xf32>, tensor<1x128xf32>
  return %y#0, %y#1 : tensor<16x1x128xf32>, tensor<1x128xf32>
}

// -----

// Sixteen share them. A bias of zeros is written down, and steps of any number
// go with it.
// CHECK-LABEL: func.func @main
// CHECK-SAME:    %[[X:[^:]*]]: tensor<?x16x64xf32>
//   CHECK-DAG:   %[[ZEROS:.*]] = arith.constant dense<0.000000e+00> : tensor<4x128xf32>
//   CHECK-DAG:   %[[T:.*]] = tensor.dim %[[X]], %c0
//       CHECK:   tensor.empty(%[[T]]) : tensor<?x16x128xf32>
//       CHECK:   dnnl.lstm ins(%[[X]], %{{.*}}, %{{.*}}, %[[ZEROS]] :
func.func @main(%x: tensor<?x16x64xf32>, %s: tensor<16x128xf32>) -> tensor<?x16x128xf32> {
  %w = arith.constant dense<1.0> : tensor<4x128x64xf32>
  %r = arith.constant dense<2.0> : tensor<4x128x128xf32>
  %y:3 = nn.lstm input(%x : tensor<?x16x64xf32>) weights(%w, %r : tensor<4x128x64xf32>, tensor<4x128x128xf32>)
    state(%s, %s : tensor<16x128xf32>, tensor<16x128xf32>) -> tensor<?x16x128xf32>, tensor<16x128xf32>, tensor<16x128xf32>
  return %y#0 : tensor<?x16x128xf32>
}

// -----

// An unknown number of sequences may be one.
// CHECK-LABEL: func.func @main
//      ALWAYS:   dnnl.lstm
//        AUTO:   nn.lstm
func.func @main(%x: tensor<16x?x64xf32>, %s: tensor<?x128xf32>) -> tensor<16x?x128xf32> {
  %w = arith.constant dense<1.0> : tensor<4x128x64xf32>
  %r = arith.constant dense<2.0> : tensor<4x128x128xf32>
  %y:3 = nn.lstm input(%x : tensor<16x?x64xf32>) weights(%w, %r : tensor<4x128x64xf32>, tensor<4x128x128xf32>)
    state(%s, %s : tensor<?x128xf32>, tensor<?x128xf32>) -> tensor<16x?x128xf32>, tensor<?x128xf32>, tensor<?x128xf32>
  return %y#0 : tensor<16x?x128xf32>
}

// -----

// With AVX2 even that one is faster.
// CHECK-LABEL: func.func @main
//       CHECK:   dnnl.lstm
module attributes {lutra.variants = [{cpu = "x86-64-v3", target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>}]} {
func.func @main(%x: tensor<16x?x64xf32>, %s: tensor<?x128xf32>) -> tensor<16x?x128xf32> {
  %w = arith.constant dense<1.0> : tensor<4x128x64xf32>
  %r = arith.constant dense<2.0> : tensor<4x128x128xf32>
  %y:3 = nn.lstm input(%x : tensor<16x?x64xf32>) weights(%w, %r : tensor<4x128x64xf32>, tensor<4x128x128xf32>)
    state(%s, %s : tensor<?x128xf32>, tensor<?x128xf32>) -> tensor<16x?x128xf32>, tensor<?x128xf32>, tensor<?x128xf32>
  return %y#0 : tensor<16x?x128xf32>
}
}
