// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse)))' | FileCheck %s

// Two groups of 260 places, each with a divisor and its reciprocal; 130 rows are
// three panels of which two go together.

module {
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
// CHECK-LABEL: func @twoGroups
// CHECK-SAME:    %[[Q:[a-z0-9]+]]: memref<?x520xi8>, %[[S:[a-z0-9]+]]: memref<?x2xf32>
// CHECK:         %[[DIVISORS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<2x2xi32>
// CHECK:         %[[WIDE:.*]] = memref.alloc() {alignment = 64 : i64} : memref<520xi16>
// CHECK:         %[[TABLES:.*]] = memref.alloc() {alignment = 64 : i64} : memref<104x128xi8>
// CHECK:         scf.for %[[TOKEN:.*]] =
// Activations of 16 bits, and the greatest sum of five magnitudes, which are
// four places apart.
// CHECK:           scf.for %[[GROUP:.*]] = %c0 to %c2
// CHECK:             %[[MOST:.*]] = scf.for %{{.*}} = %c0 to %c13 {{.*}} -> (vector<4xi16>)
// CHECK:               vector.load %[[Q]][%[[TOKEN]], %[[PLACE:.*]]] : memref<?x520xi8>, vector<4xi8>
// CHECK:               vector.store %{{.*}}, %[[WIDE]][%[[PLACE]]] : memref<520xi16>, vector<4xi16>
// CHECK:               math.absi
// CHECK:               arith.addi %[[PLACE]], %c4
// CHECK-COUNT-4:       math.absi
// CHECK:               arith.maxsi
// CHECK:             vector.reduction <maxsi>, %[[MOST]]
// CHECK:             arith.divui %{{.*}}, %c127_i32
// CHECK:             arith.maxui %{{.*}}, %c1_i32
// CHECK:             %[[DIVISOR:.*]] = arith.select %{{.*}}, %{{.*}}, %c8_i32
// CHECK:             %[[FACTOR:.*]] = arith.divui %{{.*}}, %[[DIVISOR]]
// CHECK:             memref.store %[[DIVISOR]], %[[DIVISORS]][%[[GROUP]], %c0]
// CHECK:             memref.store %[[FACTOR]], %[[DIVISORS]][%[[GROUP]], %c1]
// CHECK:           scf.for %[[STEP:.*]] = %c0 to %c26
// CHECK:             %[[OF:.*]] = arith.divui %[[STEP]], %c13
// CHECK:             %[[LOADED:.*]] = memref.load %[[DIVISORS]][%[[OF]], %c1]
// CHECK:             %[[SHORT:.*]] = arith.trunci %[[LOADED]] : i32 to i16
// CHECK:             memref.load %[[WIDE]]
// CHECK:             %[[FIVE:.*]] = vector.from_elements
// CHECK:             %[[TABLE:.*]] = lut.build_trit_bytes %[[FIVE]], %[[SHORT]] : vector<5xi16> -> vector<128xi8>
// CHECK:             vector.store %[[TABLE]], %[[TABLES]]
// CHECK-COUNT-3:     lut.build_trit_bytes
// Sums begin with what bytes have too much.
// CHECK:             %[[SUMS:.*]]:2 = scf.for {{.*}} -> (vector<64xi16>, vector<64xi16>)
// CHECK:               %[[T:.*]] = vector.load %[[TABLES]]
// CHECK-COUNT-2:       lut.accumulate_bytes %{{.*}}, %[[T]], %{{.*}}
// CHECK-NOT:           lut.accumulate_bytes
// CHECK:             lut.flush_pairs %cst{{.*}}, %[[SUMS]]#0 interval = 52 max_term = 255
// CHECK:             vector.shuffle %{{.*}} [0, 32, 1, 33, 8, 40, 9, 41, 16, 48, 17, 49, 24, 56, 25, 57]
// CHECK:             %[[BY:.*]] = memref.load %[[DIVISORS]][%{{.*}}, %c0]
// CHECK:             %[[ALL:.*]] = vector.broadcast %[[BY]] : i32 to vector<16xi32>
// CHECK:             arith.muli %{{.*}}, %[[ALL]]
func.func @twoGroups(%q: memref<?x520xi8>, %s: memref<?x2xf32>, %sums: memref<?x2xi32>, %w: memref<20736xi8>,
                     %ws: memref<3x2x64xf32>, %y: memref<?x130xf32>) {
  lowbit.packed_contract acts(%q, %s, %sums : memref<?x520xi8>, memref<?x2xf32>, memref<?x2xi32>)
    weights(%w : memref<20736xi8>) scales(%ws : memref<3x2x64xf32>) outs(%y : memref<?x130xf32>)
    format = #lowbit.ternary activation = <int8_block> layout = #lowbit.trits<rows = 64, group = 260> byte_tables
    kernels = [#lowbit.kernel<family = "lut-gemv-bytes", tokens = 1, knobs = {rows = 128}>]
  return
}

// Unsigned bytes of 257 tables are all that 16 bits hold.

// CHECK-LABEL: func @long
// CHECK:         scf.for %{{.*}} = %c0 to %c2 {{.*}} -> (vector<64xi32>)
// CHECK:           scf.for %{{.*}} = %c0 to %c130 {{.*}} -> (vector<64xi16>)
// CHECK:           lut.flush_pairs {{.*}} interval = 130 max_term = 255
func.func @long(%q: memref<1x1300xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<16768xi8>,
                %ws: memref<1x1x64xf32>, %y: memref<1x64xf32>) {
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x1300xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<16768xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<1x64xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 1300> byte_tables
    kernels = [#lowbit.kernel<family = "lut-gemv-bytes", tokens = 1, knobs = {rows = 64}>]
  return
}

// Divisors are found before threads make tables.

// CHECK-LABEL: func @pieces
// CHECK:         vector.reduction <maxsi>
// CHECK:         scf.parallel
// CHECK:           lut.build_trit_bytes
// CHECK:         scf.parallel
// CHECK:           lut.accumulate_bytes
func.func @pieces(%q: memref<1x1280xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<528384xi8>,
                  %ws: memref<32x1x64xf32>, %y: memref<1x2048xf32>) {
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x1280xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<528384xi8>) scales(%ws : memref<32x1x64xf32>) outs(%y : memref<1x2048xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 1280> byte_tables
    kernels = [#lowbit.kernel<family = "lut-gemv-bytes", tokens = 1, knobs = {rows = 256, piece = 200}>]
  return
}
}
}

// -----

module {
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
func.func @exact(%q: memref<1x20xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<384xi8>,
                 %ws: memref<1x1x64xf32>, %y: memref<1x64xf32>) {
  // expected-error @below {{cannot be computed by 'lut-gemv-bytes': tables of 8 bits are not asked for}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x20xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<1x64xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20>
    kernels = [#lowbit.kernel<family = "lut-gemv-bytes", tokens = 1, knobs = {rows = 64}>]
  return
}
}
}

// -----

module {
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
func.func @avx2(%q: memref<1x20xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<384xi8>,
                %ws: memref<1x1x64xf32>, %y: memref<1x64xf32>) {
  // expected-error @below {{cannot be computed by 'lut-gemv-bytes': no instruction looks bytes up in 128 entries}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x20xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<1x64xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20> byte_tables
    kernels = [#lowbit.kernel<family = "lut-gemv-bytes", tokens = 1, knobs = {rows = 64}>]
  return
}
}
}
