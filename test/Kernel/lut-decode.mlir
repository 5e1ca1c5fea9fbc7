// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse))' | FileCheck %s

// A panel becomes bytes of codes, once for all tokens of a block, and tiles of
// another family read them as planes of eight bits.

// CHECK-LABEL: func @tables
// CHECK:         %[[SCRATCH:.*]] = memref.alloc() {alignment = 64 : i64} : memref<1280xi8>
// CHECK-COUNT-4: vector.load %{{.*}} : memref<384xi8>, vector<64xi8>
// In each 128 bits, bytes in turn and then pairs of them: four bytes of a row.
// CHECK:         vector.shuffle %{{.*}} [0, 64, 1, 65, 2, 66, 3, 67, 4, 68, 5, 69, 6, 70, 7, 71, 16, 80,
// CHECK:         vector.shuffle %{{.*}} [0, 32, 1, 33, 2, 34, 3, 35, 8, 40,
// CHECK:         %[[NEGATIVE:.*]] = arith.cmpi slt, %[[BYTES:.*]], %{{.*}} : vector<64xi8>
// CHECK:         %[[MAGNITUDE:.*]] = arith.andi %[[BYTES]]
// CHECK:         %[[CODE:.*]] = lut.lookup %{{.*}}, %[[MAGNITUDE]] : vector<128xi8>, vector<64xi8>
// CHECK:         %[[OPPOSITE:.*]] = arith.subi %{{.*}}, %[[CODE]]
// CHECK:         %[[RIGHT:.*]] = arith.select %[[NEGATIVE]], %[[OPPOSITE]], %[[CODE]]
// CHECK:         vector.store %[[RIGHT]], %[[SCRATCH]][%c0]
// CHECK-COUNT-19: lut.lookup
// CHECK-NOT:     lut.lookup
// CHECK:         lowbit.micro_contract {{.*}} weights(%[[SCRATCH]][%c0] : memref<1280xi8>)
// CHECK-SAME:      rows = 32 tokens = 5 {{.*}} layout = #lowbit.planes<bits = 8, rows = 64, group = 20> kernel = <family = "dot", tokens = 1,
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi>} {
  func.func @tables(%q: memref<5x20xi8>, %s: memref<5x1xf32>, %sums: memref<5x1xi32>, %w: memref<384xi8>,
                    %ws: memref<1x1x64xf32>, %y: memref<5x64xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<5x20xi8>, memref<5x1xf32>, memref<5x1xi32>)
      weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<5x64xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20>
      kernels = [#lowbit.kernel<family = "lut-decode", tokens = 1, knobs = {rows = 32, tokens = 5, block = 5}>]
    return
  }
}

// -----

// Without such tables digits come out of a fraction of 256.

// CHECK-LABEL: func @arithmetic
// CHECK-NOT:     lut.lookup
// CHECK-DAG:     %[[THIRD:.*]] = arith.constant dense<-43> : vector<64xi8>
// CHECK-DAG:     %[[TWO_THIRDS:.*]] = arith.constant dense<42> : vector<64xi8>
// CHECK:         arith.cmpi sgt, %[[FRACTION:.*]], %[[THIRD]]
// CHECK:         arith.cmpi sgt, %[[FRACTION]], %[[TWO_THIRDS]]
// CHECK:         %[[TWICE:.*]] = arith.addi %[[FRACTION]], %[[FRACTION]]
// CHECK:         arith.addi %[[FRACTION]], %[[TWICE]]
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @arithmetic(%q: memref<5x20xi8>, %s: memref<5x1xf32>, %sums: memref<5x1xi32>, %w: memref<384xi8>,
                        %ws: memref<1x1x64xf32>, %y: memref<5x64xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<5x20xi8>, memref<5x1xf32>, memref<5x1xi32>)
      weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<5x64xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20>
      kernels = [#lowbit.kernel<family = "lut-decode", tokens = 1, knobs = {rows = 32, tokens = 5, block = 5}>]
    return
  }
}

// -----

func.func @tiles(%q: memref<5x20xi8>, %s: memref<5x1xf32>, %sums: memref<5x1xi32>, %w: memref<384xi8>,
                 %ws: memref<1x1x64xf32>, %y: memref<5x64xf32>) {
  // expected-error @below {{expects tiles that divide the 64 rows of a panel}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<5x20xi8>, memref<5x1xf32>, memref<5x1xi32>)
    weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<5x64xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20>
    kernels = [#lowbit.kernel<family = "lut-decode", tokens = 1, knobs = {rows = 48, tokens = 5, block = 5}>]
  return
}
