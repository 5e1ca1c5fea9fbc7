// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse))' | FileCheck %s

// 130 rows are three panels of which two go together; 250 codes are 260 places
// and 52 bytes of a row, whose sums of 16 bits are two parts of 26.

// CHECK-LABEL: func @perChannel
// CHECK-SAME:    %[[Q:[a-z0-9]+]]: memref<?x260xi8>, %[[S:[a-z0-9]+]]: memref<?x1xf32>
// CHECK-SAME:    %[[W:[a-z0-9]+]]: memref<10368xi8>, %[[WS:[a-z0-9]+]]: memref<3x1x64xf32>, %[[Y:[a-z0-9]+]]: memref<?x130xf32>
// CHECK:         %[[M:.*]] = memref.dim %[[Y]], %c0
// CHECK:         %[[TABLES:.*]] = memref.alloc() {alignment = 64 : i64} : memref<52x256xi8>
// CHECK:         scf.for %[[TOKEN:.*]] = %c0 to %[[M]]
// A table for each byte: its digits, the least significant first, meet
// activations four places apart.
// CHECK:           scf.for %[[STEP:.*]] = %c0 to %c13
// CHECK:             %[[PLACE:.*]] = arith.muli %[[STEP]], %c20
// CHECK:             %[[P16:.*]] = arith.addi %[[PLACE]], %c16
// CHECK:             %[[X0:.*]] = memref.load %[[Q]][%[[TOKEN]], %[[P16]]]
// CHECK:             %[[X4:.*]] = memref.load %[[Q]][%[[TOKEN]], %[[PLACE]]]
// CHECK:             %[[FIVE:.*]] = vector.from_elements %[[X0]], {{.*}}, %[[X4]] : vector<5xi8>
// CHECK:             %[[LOW:.*]], %[[HIGH:.*]] = lut.build_trits %[[FIVE]] : vector<5xi8> -> vector<128xi8>
// CHECK:             vector.store %[[LOW]], %[[TABLES]][%{{.*}}, %c0]
// CHECK:             vector.store %[[HIGH]], %[[TABLES]][%{{.*}}, %c128]
// CHECK-COUNT-3:     lut.build_trits
// Two panels share what is loaded of a table.
// CHECK:           %[[WIDE:.*]]:2 = scf.for %[[PART:.*]] = %c0 to %c2 {{.*}} -> (vector<64xi32>, vector<64xi32>)
// CHECK:             %[[SUMS:.*]]:2 = scf.for %{{.*}} = %c0 to %c26 {{.*}} -> (vector<64xi16>, vector<64xi16>)
// CHECK:               %[[L:.*]] = vector.load %[[TABLES]][%[[I:.*]], %c0]
// CHECK:               %[[H:.*]] = vector.load %[[TABLES]][%[[I]], %c128]
// CHECK-COUNT-2:       lut.accumulate %{{.*}}, planes(%[[L]], %[[H]])
// CHECK-NOT:           lut.accumulate
// CHECK:             lut.flush %{{.*}}, %[[SUMS]]#0 interval = 26 max_term = 641
// Negative bytes are one too small each, and are counted in front of a panel.
// CHECK:           vector.shuffle %[[WIDE]]#0, %[[WIDE]]#0 [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]
// CHECK:           %[[BYTES:.*]] = vector.load %[[W]][%c0] : memref<10368xi8>, vector<32xi8>
// CHECK:           %[[SHORTS:.*]] = vector.bitcast %[[BYTES]] : vector<32xi8> to vector<16xi16>
// CHECK:           %[[COUNTS:.*]] = arith.extui %[[SHORTS]]
// CHECK:           arith.addi %{{.*}}, %[[COUNTS]]
// CHECK:           vector.store %{{.*}}, %[[Y]][%[[TOKEN]], %c0]
// The panel that is left has rows past N.
// CHECK:           scf.for {{.*}} -> (vector<64xi32>)
// CHECK:           vector.maskedstore %[[Y]]
func.func @perChannel(%q: memref<?x260xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<10368xi8>,
                      %ws: memref<3x1x64xf32>, %y: memref<?x130xf32>) {
  lowbit.packed_contract acts(%q, %s, %sums : memref<?x260xi8>, memref<?x1xf32>, memref<?x1xi32>)
    weights(%w : memref<10368xi8>) scales(%ws : memref<3x1x64xf32>) outs(%y : memref<?x130xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 260>
    kernels = [#lowbit.kernel<family = "lut-gemv", tokens = 1, knobs = {rows = 128}>]
  return
}

// -----

// Tables are made before pieces of the rows begin, and are what all read.

// CHECK-LABEL: func @pieces
// CHECK:         %[[TABLES:.*]] = memref.alloc()
// CHECK:         scf.parallel (%{{.*}}) = (%c0) to (%c64) step (%c32)
// CHECK:           lut.build_trits
// CHECK:         scf.parallel (%[[BEGIN:.*]]) = (%c0) to (%c32) step (%c4)
// CHECK:           lut.accumulate
// CHECK-NOT:     lut.build_trits
func.func @pieces(%q: memref<1x1280xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<528384xi8>,
                  %ws: memref<32x1x64xf32>, %y: memref<1x2048xf32>) {
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x1280xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<528384xi8>) scales(%ws : memref<32x1x64xf32>) outs(%y : memref<1x2048xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 1280>
    kernels = [#lowbit.kernel<family = "lut-gemv", tokens = 1, knobs = {rows = 256, piece = 200}>]
  return
}

// -----

func.func @rows(%q: memref<1x20xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<384xi8>,
                %ws: memref<1x1x64xf32>, %y: memref<1x64xf32>) {
  // expected-error @below {{expects one token and rows of whole panels of 64, got {rows = 32 : i64}}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x20xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<1x64xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20>
    kernels = [#lowbit.kernel<family = "lut-gemv", tokens = 1, knobs = {rows = 32}>]
  return
}

// -----

func.func @planes(%q: memref<1x16xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<256xi8>,
                  %ws: memref<1x1x64xf32>, %y: memref<1x64xf32>) {
  // expected-error @below {{cannot be computed by 'lut-gemv': weights are not in ternary digits}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x16xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<256xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<1x64xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 64, group = 16>
    kernels = [#lowbit.kernel<family = "lut-gemv", tokens = 1, knobs = {rows = 64}>]
  return
}

// -----

func.func @float(%x: memref<1x20xf32>, %w: memref<384xi8>, %ws: memref<1x1x64xf32>, %y: memref<1x64xf32>) {
  // expected-error @below {{cannot be computed by 'lut-gemv': activations are floats}}
  lowbit.packed_contract acts(%x : memref<1x20xf32>)
    weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<1x64xf32>)
    format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20>
    kernels = [#lowbit.kernel<family = "lut-gemv", tokens = 1, knobs = {rows = 64}>]
  return
}
