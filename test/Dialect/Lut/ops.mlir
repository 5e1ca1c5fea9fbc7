// RUN: lutra-opt %s --verify-roundtrip | FileCheck %s

// What is used twice is computed once, and what is not used not at all.
// RUN: lutra-opt %s --cse --canonicalize | FileCheck %s --check-prefix=PURE

// CHECK: #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>
// CHECK: #lut.target<name = "any", vector_bits = 128, registers = 16, features = none>
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  module attributes {lut.target = #lut.target<name = "any", vector_bits = 128, registers = 16, features = none>} {}

  // CHECK-LABEL: @dot
  // CHECK: lut.dot %{{.*}}, %{{.*}}, %{{.*}} {max_code = 3 : i64} : vector<12xi32>, vector<48xi8>, vector<48xi8>
  // CHECK: lut.dot %{{.*}}, %{{.*}}, %{{.*}} : vector<12xi32>, vector<48xi8>, vector<48xi8>
  func.func @dot(%acc: vector<12xi32>, %codes: vector<48xi8>, %acts: vector<48xi8>) -> vector<12xi32> {
    %0 = lut.dot %acc, %codes, %acts {max_code = 3 : i64} : vector<12xi32>, vector<48xi8>, vector<48xi8>
    %1 = lut.dot %0, %codes, %acts : vector<12xi32>, vector<48xi8>, vector<48xi8>
    return %1 : vector<12xi32>
  }

  // CHECK-LABEL: @dot_pairs
  // CHECK: lut.dot_pairs %{{.*}}, %{{.*}}, %{{.*}} : vector<12xf32>, vector<24xbf16>
  func.func @dot_pairs(%acc: vector<12xf32>, %lhs: vector<24xbf16>, %rhs: vector<24xbf16>) -> vector<12xf32> {
    %0 = lut.dot_pairs %acc, %lhs, %rhs : vector<12xf32>, vector<24xbf16>
    return %0 : vector<12xf32>
  }

  // CHECK-LABEL: @lookup
  // CHECK: lut.lookup %{{.*}}, %{{.*}} : vector<2xf32>, vector<3xi8> -> vector<3xf32>
  // CHECK: lut.lookup %{{.*}}, %{{.*}} : vector<256xi8>, vector<3xi8> -> vector<3xi8>
  // PURE-LABEL: @lookup
  // PURE-NEXT: lut.lookup {{.*}} vector<3xf32>
  // PURE-NEXT: return
  func.func @lookup(%t: vector<2xf32>, %u: vector<256xi8>, %codes: vector<3xi8>) -> (vector<3xf32>, vector<3xf32>) {
    %0 = lut.lookup %t, %codes : vector<2xf32>, vector<3xi8> -> vector<3xf32>
    %1 = lut.lookup %t, %codes : vector<2xf32>, vector<3xi8> -> vector<3xf32>
    %2 = lut.lookup %u, %codes : vector<256xi8>, vector<3xi8> -> vector<3xi8>
    return %0, %1 : vector<3xf32>, vector<3xf32>
  }

  // CHECK-LABEL: @pairs
  // CHECK: %[[TABLE:.*]] = lut.build_trit_bytes %{{.*}}, %{{.*}} : vector<3xi16> -> vector<14xi8>
  // CHECK: %[[PAIRS:.*]] = lut.accumulate_bytes %{{.*}}, %[[TABLE]], %{{.*}} : vector<16xi16>, vector<14xi8>, vector<16xi8>
  // CHECK: lut.flush_pairs %{{.*}}, %[[PAIRS]] interval = 257 max_term = 255 : vector<16xi32>, vector<16xi16>
  func.func @pairs(%x: vector<3xi16>, %factor: i16, %codes: vector<16xi8>, %acc: vector<16xi16>, %wide: vector<16xi32>) -> vector<16xi32> {
    %table = lut.build_trit_bytes %x, %factor : vector<3xi16> -> vector<14xi8>
    %0 = lut.accumulate_bytes %acc, %table, %codes : vector<16xi16>, vector<14xi8>, vector<16xi8>
    %1 = lut.flush_pairs %wide, %0 interval = 257 max_term = 255 : vector<16xi32>, vector<16xi16>
    return %1 : vector<16xi32>
  }

  // CHECK-LABEL: @digits
  // CHECK: %[[DIGITS:.*]] = lut.lookup_signed %{{.*}}, %{{.*}} : vector<14xi8>, vector<16xi8>
  // CHECK: lut.flush_bytes %{{.*}}, digits(%[[DIGITS]], %[[DIGITS]]) radix = 28 interval = 9 max_term = 14 : vector<16xi16>, vector<16xi8>
  func.func @digits(%t: vector<14xi8>, %codes: vector<16xi8>, %acc: vector<16xi16>) -> vector<16xi16> {
    %0 = lut.lookup_signed %t, %codes : vector<14xi8>, vector<16xi8>
    %1 = lut.flush_bytes %acc, digits(%0, %0) radix = 28 interval = 9 max_term = 14 : vector<16xi16>, vector<16xi8>
    return %1 : vector<16xi16>
  }

  // CHECK-LABEL: @sums
  // CHECK: %[[LOW:.*]], %[[HIGH:.*]] = lut.build_trits %{{.*}} : vector<3xi8> -> vector<14xi8>
  // CHECK: lut.accumulate %{{.*}}, planes(%[[LOW]], %[[HIGH]]), %{{.*}} : vector<16xi16>, vector<14xi8>, vector<16xi8>
  // CHECK: lut.flush %{{.*}}, %{{.*}} interval = 85 max_term = 385 : vector<16xi32>, vector<16xi16>
  // CHECK: lut.unpermute %{{.*}} : vector<16xi32>
  func.func @sums(%x: vector<3xi8>, %codes: vector<16xi8>, %acc: vector<16xi16>, %wide: vector<16xi32>) -> vector<16xi32> {
    %low, %high = lut.build_trits %x : vector<3xi8> -> vector<14xi8>
    %0 = lut.accumulate %acc, planes(%low, %high), %codes : vector<16xi16>, vector<14xi8>, vector<16xi8>
    %1 = lut.flush %wide, %0 interval = 85 max_term = 385 : vector<16xi32>, vector<16xi16>
    %2 = lut.unpermute %1 : vector<16xi32>
    return %2 : vector<16xi32>
  }
}
