// RUN: lutra-opt %s --convert-lut-to-vector --split-input-file | FileCheck %s

// With everything: one instruction each, and no conversion of order.

// CHECK-LABEL: module @vbmi
module @vbmi attributes {lut.target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
  // CHECK-LABEL: @dot(
  // CHECK-SAME: %[[ACC:.*]]: vector<16xi32>, %[[CODES:.*]]: vector<64xi8>, %[[ACTS:.*]]: vector<64xi8>
  // CHECK-NEXT: %[[R:.*]] = llvm.call_intrinsic "llvm.x86.avx512.vpdpbusd.512"(%[[ACC]], %[[CODES]], %[[ACTS]])
  // CHECK-NEXT: return %[[R]]
  func.func @dot(%acc: vector<16xi32>, %codes: vector<64xi8>, %acts: vector<64xi8>) -> vector<16xi32> {
    %0 = lut.dot %acc, %codes, %acts : vector<16xi32>, vector<64xi8>, vector<64xi8>
    return %0 : vector<16xi32>
  }
  // Vectors longer than registers are split, shorter ones take shorter registers.
  // CHECK-LABEL: @long_dot
  // CHECK-COUNT-3: "llvm.x86.avx512.vpdpbusd.512"
  // CHECK-NOT: vpdpbusd
  // CHECK: return
  func.func @long_dot(%acc: vector<36xi32>, %codes: vector<144xi8>, %acts: vector<144xi8>) -> vector<36xi32> {
    %0 = lut.dot %acc, %codes, %acts : vector<36xi32>, vector<144xi8>, vector<144xi8>
    return %0 : vector<36xi32>
  }
  // CHECK-LABEL: @short_dot
  // CHECK: "llvm.x86.avx512.vpdpbusd.128"
  func.func @short_dot(%acc: vector<4xi32>, %codes: vector<16xi8>, %acts: vector<16xi8>) -> vector<4xi32> {
    %0 = lut.dot %acc, %codes, %acts : vector<4xi32>, vector<16xi8>, vector<16xi8>
    return %0 : vector<4xi32>
  }
  // CHECK-LABEL: @lookups
  // CHECK: "llvm.x86.avx512.pshuf.b.512"
  // CHECK: "llvm.x86.avx512.permvar.qi.512"
  // CHECK: "llvm.x86.avx512.vpermi2var.qi.512"
  // CHECK: "llvm.x86.avx512.permvar.sf.512"
  // CHECK: "llvm.x86.avx512.vpermi2var.d.512"
  // CHECK-NOT: arith.ext
  // CHECK: "llvm.x86.avx512.vpermi2var.ps.512"
  // CHECK: "llvm.x86.avx512.permvar.sf.512"
  // CHECK: arith.andi
  // CHECK: arith.select
  func.func @lookups(%a: vector<16xi8>, %b: vector<64xi8>, %c: vector<128xi8>, %d: vector<16xf32>, %e: vector<17xi32>,
                     %f: vector<40xf32>, %codes: vector<64xi8>, %few: vector<16xi8>, %words: vector<16xi32>)
      -> (vector<64xi8>, vector<64xi8>, vector<64xi8>, vector<16xf32>, vector<16xi32>, vector<16xf32>) {
    %0 = lut.lookup %a, %codes : vector<16xi8>, vector<64xi8> -> vector<64xi8>
    %1 = lut.lookup %b, %codes : vector<64xi8>, vector<64xi8> -> vector<64xi8>
    %2 = lut.lookup %c, %codes : vector<128xi8>, vector<64xi8> -> vector<64xi8>
    %3 = lut.lookup %d, %few : vector<16xf32>, vector<16xi8> -> vector<16xf32>
    %4 = lut.lookup %e, %few : vector<17xi32>, vector<16xi8> -> vector<16xi32>
    %5 = lut.lookup %f, %words : vector<40xf32>, vector<16xi32> -> vector<16xf32>
    return %0, %1, %2, %3, %4, %5 : vector<64xi8>, vector<64xi8>, vector<64xi8>, vector<16xf32>, vector<16xi32>, vector<16xf32>
  }
  // CHECK-LABEL: @accumulate
  // CHECK: "llvm.x86.vgf2p8affineqb.512"
  // CHECK: "llvm.x86.avx512.vpermi2var.qi.512"
  // CHECK: "llvm.x86.avx512.vpermi2var.qi.512"
  // CHECK: vector.shuffle {{.*}} [0, 64, 1, 65, 2, 66, 3, 67, 4, 68, 5, 69, 6, 70, 7, 71, 16, 80,
  // CHECK: arith.addi {{.*}} : vector<32xi16>
  // CHECK: vector.shuffle {{.*}} [8, 72, 9, 73, 10, 74, 11, 75, 12, 76, 13, 77, 14, 78, 15, 79, 24, 88,
  // CHECK: arith.addi {{.*}} : vector<32xi16>
  func.func @accumulate(%acc: vector<64xi16>, %low: vector<128xi8>, %high: vector<128xi8>, %codes: vector<64xi8>) -> vector<64xi16> {
    %0 = lut.accumulate %acc, planes(%low, %high), %codes : vector<64xi16>, vector<128xi8>, vector<64xi8>
    return %0 : vector<64xi16>
  }
}

// -----

// Without VNNI and VBMI: pairs of products in 16 bits, tables in parts of 16.

// CHECK-LABEL: module @avx512
module @avx512 attributes {lut.target = #lut.target<name = "avx512", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  // CHECK-LABEL: @dot
  // CHECK: "llvm.x86.avx512.pmaddubs.w.512"
  // CHECK: "llvm.x86.avx512.pmaddw.d.512"
  // CHECK-NOT: pmadd
  // CHECK: return
  func.func @dot(%acc: vector<16xi32>, %codes: vector<64xi8>, %acts: vector<64xi8>) -> vector<16xi32> {
    %0 = lut.dot %acc, %codes, %acts {max_code = 128 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    return %0 : vector<16xi32>
  }
  // CHECK-LABEL: @dot_of_bytes
  // CHECK: arith.constant dense<127>
  // CHECK: "llvm.x86.avx512.pmaddw.d.512"
  // CHECK: arith.constant dense<-128>
  // CHECK: "llvm.x86.avx512.pmaddw.d.512"
  func.func @dot_of_bytes(%acc: vector<16xi32>, %codes: vector<64xi8>, %acts: vector<64xi8>) -> vector<16xi32> {
    %0 = lut.dot %acc, %codes, %acts {max_code = 129 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    return %0 : vector<16xi32>
  }
  // CHECK-LABEL: @lookup
  // CHECK-COUNT-3: "llvm.x86.avx512.pshuf.b.512"
  // CHECK-NOT: "llvm.x86
  // CHECK: return
  func.func @lookup(%a: vector<41xi8>, %codes: vector<64xi8>) -> vector<64xi8> {
    %0 = lut.lookup %a, %codes : vector<41xi8>, vector<64xi8> -> vector<64xi8>
    return %0 : vector<64xi8>
  }
}

// -----

// CHECK-LABEL: module @avx2
module @avx2 attributes {lut.target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>} {
  // CHECK-LABEL: @dot
  // CHECK-COUNT-2: "llvm.x86.avx2.pmadd.ub.sw"
  // CHECK-NOT: "llvm.x86.avx512
  // CHECK: return
  func.func @dot(%acc: vector<16xi32>, %codes: vector<64xi8>, %acts: vector<64xi8>) -> vector<16xi32> {
    %0 = lut.dot %acc, %codes, %acts {max_code = 3 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    return %0 : vector<16xi32>
  }
  // One after the other on the same lanes, products stay in 16 bits for as long as
  // they fit there: 2 * 2 * 128 * 63 is 32256, and three would be too many.
  // CHECK-LABEL: @dots
  // CHECK-NOT: pmadd.wd
  // CHECK-COUNT-4: "llvm.x86.avx2.pmadd.ub.sw"
  // CHECK: arith.addi {{.*}} vector<32xi16>
  // CHECK-COUNT-2: "llvm.x86.avx2.pmadd.wd"
  // CHECK: "llvm.x86.avx2.pmadd.ub.sw"
  // CHECK: "llvm.x86.avx2.pmadd.wd"
  // CHECK: "llvm.x86.avx2.pmadd.ub.sw"
  // CHECK: "llvm.x86.avx2.pmadd.wd"
  // CHECK-NOT: pmadd
  // CHECK: return
  func.func @dots(%acc: vector<16xi32>, %codes: vector<64xi8>, %acts: vector<64xi8>) -> vector<16xi32> {
    %0 = lut.dot %acc, %codes, %acts {max_code = 63 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    %1 = lut.dot %0, %codes, %acts {max_code = 63 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    %2 = lut.dot %1, %codes, %acts {max_code = 63 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    return %2 : vector<16xi32>
  }
  // What somebody else reads, too, is a sum of 32 bits.
  // CHECK-LABEL: @shared
  // CHECK-COUNT-2: "llvm.x86.avx2.pmadd.ub.sw"
  // CHECK: "llvm.x86.avx2.pmadd.wd"
  // CHECK: return
  func.func @shared(%acc: vector<16xi32>, %codes: vector<64xi8>, %acts: vector<64xi8>) -> (vector<16xi32>, vector<16xi32>) {
    %0 = lut.dot %acc, %codes, %acts {max_code = 3 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    %1 = lut.dot %0, %codes, %acts {max_code = 3 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
    return %0, %1 : vector<16xi32>, vector<16xi32>
  }
  // CHECK-LABEL: @lookup
  // CHECK: "llvm.x86.avx2.permps"
  // CHECK: "llvm.x86.avx2.permps"
  // CHECK: arith.select
  func.func @lookup(%table: vector<16xf32>, %codes: vector<8xi8>) -> vector<8xf32> {
    %0 = lut.lookup %table, %codes : vector<16xf32>, vector<8xi8> -> vector<8xf32>
    return %0 : vector<8xf32>
  }
}

// -----

// For any processor there are no intrinsics. A sum in 32 bits keeps its order
// until it is asked for.

// CHECK-LABEL: module @any
module @any {
  // CHECK-NOT: llvm.
  // CHECK-LABEL: @dot
  // CHECK-COUNT-4: arith.muli {{.*}} : vector<4xi32>
  func.func @dot(%acc: vector<4xi32>, %codes: vector<16xi8>, %acts: vector<16xi8>) -> vector<4xi32> {
    %0 = lut.dot %acc, %codes, %acts : vector<4xi32>, vector<16xi8>, vector<16xi8>
    return %0 : vector<4xi32>
  }
  // CHECK-LABEL: @lookup
  // CHECK-COUNT-2: vector.extract %{{.*}}[%{{.*}}] : f32 from vector<3xf32>
  func.func @lookup(%table: vector<3xf32>, %codes: vector<2xi8>) -> vector<2xf32> {
    %0 = lut.lookup %table, %codes : vector<3xf32>, vector<2xi8> -> vector<2xf32>
    return %0 : vector<2xf32>
  }
  // CHECK-LABEL: @build
  // CHECK-DAG: arith.constant dense<[0, 1, -1, 0, 1]> : vector<5xi16>
  // CHECK-DAG: arith.constant dense<[0, 0, 1, 1, 1]> : vector<5xi16>
  func.func @build(%x: vector<2xi8>) -> (vector<5xi8>, vector<5xi8>) {
    %0, %1 = lut.build_trits %x : vector<2xi8> -> vector<5xi8>
    return %0, %1 : vector<5xi8>, vector<5xi8>
  }
  // CHECK-LABEL: @order
  // CHECK: arith.extsi %{{.*}} : vector<32xi16> to vector<32xi32>
  // CHECK: vector.shuffle {{.*}} [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 8, 9, 10,
  func.func @order(%wide: vector<32xi32>, %acc: vector<32xi16>) -> vector<32xi32> {
    %0 = lut.flush %wide, %acc interval = 1 max_term = 1 : vector<32xi32>, vector<32xi16>
    %1 = lut.unpermute %0 : vector<32xi32>
    return %1 : vector<32xi32>
  }
}

// -----

// Tables of bytes: one permutation for a look-up, one product that rounds for
// each 32 entries of a table, and no lane is moved where sums are kept.

// CHECK-LABEL: module @tables
module @tables attributes {lut.target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
  // CHECK-LABEL: @build
  // CHECK-SAME: %[[FACTOR:[a-z0-9]+]]: i16
  // CHECK: %[[FACTORS:.*]] = vector.broadcast %[[FACTOR]] : i16 to vector<32xi16>
  // CHECK-COUNT-4: "llvm.x86.avx512.pmul.hr.sw.512"(%{{.*}}, %[[FACTORS]])
  // CHECK-NOT: pmul.hr.sw
  // CHECK: arith.xori %{{.*}} : vector<128xi8>
  func.func @build(%x: vector<5xi16>, %factor: i16) -> vector<128xi8> {
    %0 = lut.build_trit_bytes %x, %factor : vector<5xi16> -> vector<128xi8>
    return %0 : vector<128xi8>
  }
  // CHECK-LABEL: @accumulate
  // CHECK-SAME: %[[ACC:.*]]: vector<64xi16>, %{{.*}}: vector<128xi8>, %[[CODES:.*]]: vector<64xi8>
  // CHECK: %[[ENTRIES:.*]] = llvm.call_intrinsic "llvm.x86.avx512.vpermi2var.qi.512"(%{{.*}}, %[[CODES]], %{{.*}})
  // CHECK: %[[SIGNS:.*]] = llvm.call_intrinsic "llvm.x86.vgf2p8affineqb.512"(%[[CODES]]
  // CHECK: %[[BYTES:.*]] = arith.xori %[[ENTRIES]], %[[SIGNS]]
  // CHECK: %[[PAIRS:.*]] = vector.bitcast %[[BYTES]] : vector<64xi8> to vector<32xi16>
  // CHECK: %[[UPPER:.*]] = arith.shrui %[[PAIRS]]
  // CHECK: arith.addi %[[ACC]]
  func.func @accumulate(%acc: vector<64xi16>, %table: vector<128xi8>, %codes: vector<64xi8>) -> vector<64xi16> {
    %0 = lut.accumulate_bytes %acc, %table, %codes : vector<64xi16>, vector<128xi8>, vector<64xi8>
    return %0 : vector<64xi16>
  }
  // CHECK-LABEL: @flush
  // CHECK: arith.shli %{{.*}} : vector<32xi16>
  // CHECK: arith.subi %{{.*}} : vector<32xi16>
  // CHECK: arith.extui %{{.*}} : vector<64xi16> to vector<64xi32>
  func.func @flush(%wide: vector<64xi32>, %acc: vector<64xi16>) -> vector<64xi32> {
    %0 = lut.flush_pairs %wide, %acc interval = 257 max_term = 255 : vector<64xi32>, vector<64xi16>
    return %0 : vector<64xi32>
  }
}

// -----

// Pairs of bf16, and tables of shorts.

// CHECK-LABEL: module @bf16
module @bf16 attributes {lut.target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512|bf16>} {
  // CHECK-LABEL: @dot_pairs
  // CHECK-COUNT-2: "llvm.x86.avx512bf16.dpbf16ps.512"
  // CHECK-NOT: dpbf16ps
  func.func @dot_pairs(%acc: vector<32xf32>, %w: vector<64xbf16>, %x: vector<64xbf16>) -> vector<32xf32> {
    %0 = lut.dot_pairs %acc, %w, %x : vector<32xf32>, vector<64xbf16>
    return %0 : vector<32xf32>
  }
  // CHECK-LABEL: @lookups
  // CHECK: "llvm.x86.avx512.permvar.hi.512"
  // CHECK: "llvm.x86.avx512.vpermi2var.hi.512"
  // CHECK: "llvm.x86.avx512.vpermi2var.hi.512"
  // CHECK: "llvm.x86.avx512.vpermi2var.hi.512"
  // CHECK: arith.select
  func.func @lookups(%short: vector<32xi16>, %long: vector<64xi16>, %longest: vector<128xi16>, %codes: vector<32xi16>) -> (vector<32xi16>, vector<32xi16>, vector<32xi16>) {
    %0 = lut.lookup %short, %codes : vector<32xi16>, vector<32xi16> -> vector<32xi16>
    %1 = lut.lookup %long, %codes : vector<64xi16>, vector<32xi16> -> vector<32xi16>
    %2 = lut.lookup %longest, %codes : vector<128xi16>, vector<32xi16> -> vector<32xi16>
    return %0, %1, %2 : vector<32xi16>, vector<32xi16>, vector<32xi16>
  }
}

// -----

// Without the instruction, products one after the other and no denormals.
// CHECK-LABEL: module @without
module @without attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  // CHECK-LABEL: @dot_pairs
  // CHECK: math.fma
  // CHECK: arith.select
  // CHECK: math.fma
  // CHECK: arith.select
  func.func @dot_pairs(%acc: vector<16xf32>, %w: vector<32xbf16>, %x: vector<32xbf16>) -> vector<16xf32> {
    %0 = lut.dot_pairs %acc, %w, %x : vector<16xf32>, vector<32xbf16>
    return %0 : vector<16xf32>
  }
}
