// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(cpu-expand-attention,canonicalize,cse))' --split-input-file --verify-diagnostics | FileCheck %s

// What is computed is tested in test/unit; here is what later passes rely on, and
// what no result shows.

// One token: the heads of a key/value head are rows with features in lanes. K and V
// are read where they are, through their strides, and results go where they belong.
// Pieces of the loop are worth a thread; scratch is made once for each.
// CHECK-LABEL: func.func @one_token(
// CHECK-SAME:    %{{[^:]*}}: !llvm.ptr, %[[Q:[^:]*]]: memref{{[^,]*}}, %[[K:[^:]*]]: memref<?x4x?x32xf32, strided<[?, ?, 32, 1]>>, %[[V:[^:]*]]: memref{{[^,]*}}, %[[L:[^:]*]]: memref<?xi32>, %[[Y:[^:]*]]: memref<?x1x8x32xf32>)
// CHECK-DAG:     %[[PIECE:.*]] = arith.constant 131072 : index
// CHECK:         %[[TASKS:.*]] = arith.muli %{{.*}}, %c4
// CHECK:         %[[CELLS:.*]] = arith.divui %[[PIECE]]
// CHECK:         %[[GRAIN:.*]] = arith.maxsi %[[CELLS]], %c1
// CHECK-NOT:     scf.if
// CHECK:         scf.parallel (%[[BEGIN:.*]]) = (%c0) to (%[[TASKS]]) step (%[[GRAIN]]) {
// CHECK:           memref.alloca() {alignment = 64 : i64} : memref<2x32xf32>
// CHECK:           scf.for %{{.*}} = %[[BEGIN]] to
// CHECK-NOT:         memref.alloca
// CHECK:             %[[LENGTH:.*]] = memref.load %[[L]]
// CHECK:             vector.load %[[Q]]
// A block of 256 keys after the other; four keys and both rows share their loads.
// CHECK:             scf.for {{.*}} step %c256 iter_args(
// CHECK:               scf.for
// CHECK-COUNT-8:         vector.load %[[K]]
// CHECK-NOT:             vector.load %[[K]]
// CHECK:               scf.for {{.*}} step %c16 iter_args(
// CHECK:                 arith.maxnumf
// CHECK:               scf.for {{.*}} step %c16 iter_args(
// CHECK:                 math.fma
// Two keys by turns, so that sums do not wait for each other.
// CHECK:               scf.for {{.*}} step %c2 iter_args(
// CHECK-COUNT-4:         vector.load %[[V]]
// CHECK-NOT:             vector.load %[[V]]
// CHECK:             arith.divf
// CHECK:             vector.store %{{.*}}, %[[Y]]
// CHECK-NOT:     nn.attention
func.func @one_token(%call: !llvm.ptr, %q: memref<?x1x8x32xf32>, %k: memref<?x4x?x32xf32, strided<[?, ?, 32, 1]>>, %v: memref<?x4x?x32xf32>, %l: memref<?xi32>, %y: memref<?x1x8x32xf32>) {
  nn.attention query(%q : memref<?x1x8x32xf32>) key(%k : memref<?x4x?x32xf32, strided<[?, ?, 32, 1]>>) value(%v : memref<?x4x?x32xf32>)
    lengths(%l : memref<?xi32>) outs(%y : memref<?x1x8x32xf32>) {causal, token_major, scale = 0.25 : f32}
  return
}

// -----

// Any number of queries: few rows or blocks, decided when the op runs. At the end
// of the rows half a block may do.
// CHECK-LABEL: func.func @prompt(
// CHECK:         %[[ROWS:.*]] = arith.muli %{{.*}}, %c2
// CHECK:         %[[FEW:.*]] = arith.cmpi ule, %[[ROWS]], %c12
// CHECK:         scf.if %[[FEW]] {
// CHECK:           scf.parallel
// CHECK:         } else {
// CHECK:           scf.parallel
// CHECK:             memref.alloca() {alignment = 64 : i64} : memref<32x32xf32>
// CHECK:             scf.for
// CHECK:               arith.cmpi ule, %{{.*}}, %c16
// CHECK:               scf.if
// CHECK:               } else {
// A block of 64 keys after the other, 8 keys with 2 vectors of rows in registers.
// CHECK:                 scf.for {{.*}} step %c64 iter_args(
// CHECK:                   scf.for {{.*}} step %c8
// CHECK:                     scf.for {{.*}} = %c0 to %c32 step %c1 iter_args(
// CHECK-COUNT-8:               memref.load
// CHECK-NOT:                   memref.load
// CHECK:                       scf.yield %{{([^,:]*, ){15}[^,:]*}} :
// Only where some row does not see some key, scores are hidden.
// CHECK:                   scf.if
func.func @prompt(%call: !llvm.ptr, %q: memref<?x?x8x32xf32>, %k: memref<?x4x?x32xf32>, %v: memref<?x4x?x32xf32>, %y: memref<?x?x8x32xf32>) {
  nn.attention query(%q : memref<?x?x8x32xf32>) key(%k : memref<?x4x?x32xf32>) value(%v : memref<?x4x?x32xf32>)
    outs(%y : memref<?x?x8x32xf32>) {causal, token_major, scale = 0.25 : f32}
  return
}

// -----

// 16 registers of 256 bits hold 4 sums of 16 lanes and the operands.
// CHECK-LABEL: func.func @avx2(
// CHECK:         scf.for {{.*}} step %c4 {
// CHECK:           scf.for {{.*}} = %c0 to %c32 step %c1 iter_args(
// CHECK-COUNT-4:     memref.load
// CHECK:             scf.yield %{{([^,:]*, ){3}[^,:]*}} :
// CHECK-NOT:     scf.parallel
module attributes {lut.target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @avx2(%q: memref<1x8x64x32xf32>, %k: memref<1x8x64x32xf32>, %v: memref<1x8x64x32xf32>, %y: memref<1x8x64x32xf32>) {
    nn.attention query(%q : memref<1x8x64x32xf32>) key(%k : memref<1x8x64x32xf32>) value(%v : memref<1x8x64x32xf32>)
      outs(%y : memref<1x8x64x32xf32>) {scale = 0.25 : f32}
    return
  }
}

// -----

// Half-precision keys are converted once for all rows of a block.
// CHECK-LABEL: func.func @half(
// CHECK:         scf.for {{.*}} step %c64 iter_args(
// CHECK:           vector.load %{{.*}} : memref<1x8x128x32xi16>, vector<16xi16>
// CHECK:           arith.extf %{{.*}} : vector<16xf16> to vector<16xf32>
// CHECK:           scf.for {{.*}} = %c0 to %c32 step %c1 iter_args(
// CHECK-COUNT-8:     memref.load %{{.*}} : memref<64x32xf32>
func.func @half(%q: memref<1x8x64x32xf16>, %k: memref<1x8x128x32xf16>, %v: memref<1x8x128x32xf16>, %y: memref<1x8x64x32xf16>) {
  nn.attention query(%q : memref<1x8x64x32xf16>) key(%k : memref<1x8x128x32xf16>) value(%v : memref<1x8x128x32xf16>)
    outs(%y : memref<1x8x64x32xf16>) {scale = 0.25 : f32}
  return
}

// -----

func.func @strided(%call: !llvm.ptr, %q: memref<?x8x?x32xf32, strided<[?, ?, ?, 2]>>, %k: memref<?x4x?x32xf32>, %v: memref<?x4x?x32xf32>, %y: memref<?x8x?x32xf32>) {
  // expected-error @below {{expects features that are neighbours, got 'memref<?x8x?x32xf32, strided<[?, ?, ?, 2]>>'}}
  nn.attention query(%q : memref<?x8x?x32xf32, strided<[?, ?, ?, 2]>>) key(%k : memref<?x4x?x32xf32>) value(%v : memref<?x4x?x32xf32>)
    outs(%y : memref<?x8x?x32xf32>) {scale = 0.25 : f32}
  return
}

// -----

// Where there is a condition for the mask, only one side looks at it.
// CHECK-LABEL: func.func @condition(
// CHECK-SAME:    %[[M:[^:]*]]: memref<?x1x1x?xf32>, %[[IF:[^:]*]]: i1
// CHECK:         scf.if %[[IF]] {
// CHECK:           vector.maskedload %[[M]]
// CHECK:         } else {
// CHECK-NOT:       %[[M]]
// CHECK:         return
func.func @condition(%q: memref<?x8x1x32xf32>, %k: memref<?x4x?x32xf32>, %v: memref<?x4x?x32xf32>, %m: memref<?x1x1x?xf32>, %if: i1, %y: memref<?x8x1x32xf32>) {
  nn.attention query(%q : memref<?x8x1x32xf32>) key(%k : memref<?x4x?x32xf32>) value(%v : memref<?x4x?x32xf32>) mask(%m : memref<?x1x1x?xf32>) if(%if)
    outs(%y : memref<?x8x1x32xf32>) {causal, scale = 0.25 : f32}
  return
}

// -----

func.func @tensors(%q: tensor<?x8x?x32xf32>, %k: tensor<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %init: tensor<?x8x?x32xf32>) {
  // expected-error @below {{expects to be on buffers}}
  %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>)
    outs(%init : tensor<?x8x?x32xf32>) {scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
  return
}

// -----

func.func @unknown_heads(%q: memref<?x?x?x32xf32>, %k: memref<?x4x?x32xf32>, %v: memref<?x4x?x32xf32>, %y: memref<?x?x?x32xf32>) {
  // expected-error @below {{expects a known number of heads of known sizes of at most 256}}
  nn.attention query(%q : memref<?x?x?x32xf32>) key(%k : memref<?x4x?x32xf32>) value(%v : memref<?x4x?x32xf32>)
    outs(%y : memref<?x?x?x32xf32>) {scale = 0.25 : f32}
  return
}
