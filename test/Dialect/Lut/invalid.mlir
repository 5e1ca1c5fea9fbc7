// RUN: lutra-opt %s --split-input-file --verify-diagnostics

// target C1
// expected-error @below {{expects vector_bits of 128, 256 with avx2 or 512 with avx512, got 64}}
#t = #lut.target<name = "t", vector_bits = 64, registers = 16, features = none>

// -----

// target C1
// expected-error @below {{expects vector_bits of 128, 256 with avx2 or 512 with avx512, got 256}}
#t = #lut.target<name = "t", vector_bits = 256, registers = 16, features = none>

// -----

// target C1
// expected-error @below {{expects vector_bits of 128, 256 with avx2 or 512 with avx512, got 512}}
#t = #lut.target<name = "t", vector_bits = 512, registers = 32, features = avx2>

// -----

// target C2
// expected-error @below {{expects avx2 with avx512}}
#t = #lut.target<name = "t", vector_bits = 512, registers = 32, features = avx512>

// -----

// target C2
// expected-error @below {{expects avx2 with vnni}}
#t = #lut.target<name = "t", vector_bits = 128, registers = 16, features = vnni>

// -----

// target C2
// expected-error @below {{expects avx2 with gfni}}
#t = #lut.target<name = "t", vector_bits = 128, registers = 16, features = gfni>

// -----

// target C3
// expected-error @below {{expects vbmi with vectors of 512 bits only, got 256}}
#t = #lut.target<name = "t", vector_bits = 256, registers = 16, features = avx2|vbmi>

// -----

// target C4
// expected-error @below {{expects registers}}
#t = #lut.target<name = "t", vector_bits = 128, registers = 0, features = none>

// -----

// expected-error @below {{the lut dialect has no attribute "lut.targets" for operations}}
module attributes {lut.targets = 1 : i64} {}

// -----

// expected-error @below {{lut.target expects a #lut.target, got 1 : i64}}
module attributes {lut.target = 1 : i64} {}

// -----

// expected-error @below {{lut.target belongs on a module, not on 'func.func'}}
func.func private @f() attributes {lut.target = 1 : i64}

// -----

// dot C1
func.func @dot(%acc: vector<2xi32>, %codes: vector<8xi8>) {
  // expected-error @below {{expects a multiple of 4 lanes, got 2}}
  %0 = lut.dot %acc, %codes, %codes : vector<2xi32>, vector<8xi8>, vector<8xi8>
  return
}

// -----

// dot C1
func.func @dot(%acc: vector<4xi32>, %codes: vector<32xi8>) {
  // expected-error @below {{expects 16 codes for 4 lanes, got 32}}
  %0 = lut.dot %acc, %codes, %codes : vector<4xi32>, vector<32xi8>, vector<32xi8>
  return
}

// -----

// dot C2
func.func @dot(%acc: vector<4xi32>, %codes: vector<16xi8>) {
  // expected-error @below {{expects max_code in [1, 255], got 256}}
  %0 = lut.dot %acc, %codes, %codes {max_code = 256 : i64} : vector<4xi32>, vector<16xi8>, vector<16xi8>
  return
}

// -----

// dot C2
func.func @dot(%acc: vector<4xi32>, %codes: vector<16xi8>) {
  // expected-error @below {{expects max_code in [1, 255], got 0}}
  %0 = lut.dot %acc, %codes, %codes {max_code = 0 : i64} : vector<4xi32>, vector<16xi8>, vector<16xi8>
  return
}

// -----

// lookup C1
func.func @lookup(%table: vector<257xi8>, %codes: vector<16xi8>) {
  // expected-error @below {{expects at most 256 entries, got 257}}
  %0 = lut.lookup %table, %codes : vector<257xi8>, vector<16xi8> -> vector<16xi8>
  return
}

// -----

// lookup C2
func.func @lookup(%table: vector<16xf32>, %codes: vector<16xi8>) {
  // expected-error @below {{expects a result of type 'vector<16xf32>', got 'vector<8xf32>'}}
  %0 = lut.lookup %table, %codes : vector<16xf32>, vector<16xi8> -> vector<8xf32>
  return
}

// -----

// lookup C2
func.func @lookup(%table: vector<16xf32>, %codes: vector<16xi8>) {
  // expected-error @below {{expects a result of type 'vector<16xf32>', got 'vector<16xi32>'}}
  %0 = lut.lookup %table, %codes : vector<16xf32>, vector<16xi8> -> vector<16xi32>
  return
}

// -----

// lookup C3
func.func @lookup(%table: vector<16xi8>, %codes: vector<16xi32>) {
  // expected-error @below {{expects codes no longer than entries, which have 8 bits, got 'vector<16xi32>'}}
  %0 = lut.lookup %table, %codes : vector<16xi8>, vector<16xi32> -> vector<16xi8>
  return
}

// -----

// build_trits C1
func.func @build(%x: vector<6xi8>) {
  // expected-error @below {{expects at most 5 activations, got 6}}
  %0, %1 = lut.build_trits %x : vector<6xi8> -> vector<128xi8>
  return
}

// -----

// build_trits C2
func.func @build(%x: vector<5xi8>) {
  // expected-error @below {{expects 122 to 128 entries for 5 activations, got 121}}
  %0, %1 = lut.build_trits %x : vector<5xi8> -> vector<121xi8>
  return
}

// -----

// build_trits C2
func.func @build(%x: vector<1xi8>) {
  // expected-error @below {{expects 2 to 128 entries for 1 activations, got 129}}
  %0, %1 = lut.build_trits %x : vector<1xi8> -> vector<129xi8>
  return
}

// -----

// build_trit_bytes C1
func.func @build(%x: vector<6xi16>, %factor: i16) {
  // expected-error @below {{expects at most 5 activations, got 6}}
  %0 = lut.build_trit_bytes %x, %factor : vector<6xi16> -> vector<128xi8>
  return
}

// -----

// build_trit_bytes C2
func.func @build(%x: vector<4xi16>, %factor: i16) {
  // expected-error @below {{expects 41 to 128 entries for 4 activations, got 40}}
  %0 = lut.build_trit_bytes %x, %factor : vector<4xi16> -> vector<40xi8>
  return
}

// -----

// accumulate_bytes C1
func.func @accumulate(%acc: vector<24xi16>, %table: vector<16xi8>, %codes: vector<24xi8>) {
  // expected-error @below {{expects a multiple of 16 lanes, got 24}}
  %0 = lut.accumulate_bytes %acc, %table, %codes : vector<24xi16>, vector<16xi8>, vector<24xi8>
  return
}

// -----

// accumulate_bytes C1
func.func @accumulate(%acc: vector<16xi16>, %table: vector<16xi8>, %codes: vector<32xi8>) {
  // expected-error @below {{expects as many codes as lanes, got 32 and 16}}
  %0 = lut.accumulate_bytes %acc, %table, %codes : vector<16xi16>, vector<16xi8>, vector<32xi8>
  return
}

// -----

// accumulate_bytes C2
func.func @accumulate(%acc: vector<16xi16>, %table: vector<129xi8>, %codes: vector<16xi8>) {
  // expected-error @below {{expects at most 128 entries, got 129}}
  %0 = lut.accumulate_bytes %acc, %table, %codes : vector<16xi16>, vector<129xi8>, vector<16xi8>
  return
}

// -----

// flush_pairs C1
func.func @flush(%wide: vector<8xi32>, %acc: vector<8xi16>) {
  // expected-error @below {{expects a multiple of 16 lanes, got 8}}
  %0 = lut.flush_pairs %wide, %acc interval = 1 max_term = 1 : vector<8xi32>, vector<8xi16>
  return
}

// -----

// flush_pairs C1
func.func @flush(%wide: vector<32xi32>, %acc: vector<16xi16>) {
  // expected-error @below {{expects equally many lanes, got 32 and 16}}
  %0 = lut.flush_pairs %wide, %acc interval = 1 max_term = 1 : vector<32xi32>, vector<16xi16>
  return
}

// -----

// flush_pairs C2
func.func @flush(%wide: vector<16xi32>, %acc: vector<16xi16>) {
  // expected-error @below {{expects interval and max_term above 0 whose product is at most 65535, got 258 and 255}}
  %0 = lut.flush_pairs %wide, %acc interval = 258 max_term = 255 : vector<16xi32>, vector<16xi16>
  return
}

// -----

// accumulate C1
func.func @accumulate(%acc: vector<8xi16>, %plane: vector<16xi8>, %codes: vector<8xi8>) {
  // expected-error @below {{expects a multiple of 16 lanes, got 8}}
  %0 = lut.accumulate %acc, planes(%plane, %plane), %codes : vector<8xi16>, vector<16xi8>, vector<8xi8>
  return
}

// -----

// accumulate C1
func.func @accumulate(%acc: vector<16xi16>, %plane: vector<16xi8>, %codes: vector<32xi8>) {
  // expected-error @below {{expects as many codes as lanes, got 32 and 16}}
  %0 = lut.accumulate %acc, planes(%plane, %plane), %codes : vector<16xi16>, vector<16xi8>, vector<32xi8>
  return
}

// -----

// accumulate C2
func.func @accumulate(%acc: vector<16xi16>, %plane: vector<129xi8>, %codes: vector<16xi8>) {
  // expected-error @below {{expects at most 128 entries, got 129}}
  %0 = lut.accumulate %acc, planes(%plane, %plane), %codes : vector<16xi16>, vector<129xi8>, vector<16xi8>
  return
}

// -----

// flush C1
func.func @flush(%wide: vector<8xi32>, %acc: vector<16xi16>) {
  // expected-error @below {{expects equally many lanes, got 8 and 16}}
  %0 = lut.flush %wide, %acc interval = 1 max_term = 1 : vector<8xi32>, vector<16xi16>
  return
}

// -----

// flush C2
func.func @flush(%wide: vector<8xi32>, %acc: vector<8xi16>) {
  // expected-error @below {{expects interval and max_term above 0 whose product is at most 32767, got 52 and 641}}
  %0 = lut.flush %wide, %acc interval = 52 max_term = 641 : vector<8xi32>, vector<8xi16>
  return
}

// -----

// flush C2
func.func @flush(%wide: vector<8xi32>, %acc: vector<8xi16>) {
  // expected-error @below {{got 1 and 0}}
  %0 = lut.flush %wide, %acc interval = 1 max_term = 0 : vector<8xi32>, vector<8xi16>
  return
}

// -----

// flush C2
func.func @flush(%wide: vector<8xi32>, %acc: vector<8xi16>) {
  // expected-error @below {{got 0 and 1}}
  %0 = lut.flush %wide, %acc interval = 0 max_term = 1 : vector<8xi32>, vector<8xi16>
  return
}

// -----

// lookup_signed C1
func.func @lookup_signed(%table: vector<129xi8>, %codes: vector<16xi8>) {
  // expected-error @below {{expects at most 128 entries, got 129}}
  %0 = lut.lookup_signed %table, %codes : vector<129xi8>, vector<16xi8>
  return
}

// -----

// flush_bytes C1
func.func @flush_bytes(%acc: vector<16xi16>, %digits: vector<32xi8>) {
  // expected-error @below {{expects as many bytes as lanes, got 32 and 16}}
  %0 = lut.flush_bytes %acc, digits(%digits, %digits) radix = 28 interval = 1 max_term = 1 : vector<16xi16>, vector<32xi8>
  return
}

// -----

// flush_bytes C1
func.func @flush_bytes(%acc: vector<8xi16>, %digits: vector<8xi8>) {
  // expected-error @below {{expects a multiple of 16 lanes, got 8}}
  %0 = lut.flush_bytes %acc, digits(%digits, %digits) radix = 28 interval = 1 max_term = 1 : vector<8xi16>, vector<8xi8>
  return
}

// -----

// flush_bytes C2
func.func @flush_bytes(%acc: vector<16xi16>, %digits: vector<16xi8>) {
  // expected-error @below {{expects interval and max_term above 0 whose product is at most 127, got 10 and 14}}
  %0 = lut.flush_bytes %acc, digits(%digits, %digits) radix = 28 interval = 10 max_term = 14 : vector<16xi16>, vector<16xi8>
  return
}

// -----

// flush_bytes C3
func.func @flush_bytes(%acc: vector<16xi16>, %digits: vector<16xi8>) {
  // expected-error @below {{expects a radix in [1, 127], got 128}}
  %0 = lut.flush_bytes %acc, digits(%digits, %digits) radix = 128 interval = 1 max_term = 1 : vector<16xi16>, vector<16xi8>
  return
}

// -----

// unpermute C1
func.func @unpermute(%source: vector<24xi32>) {
  // expected-error @below {{expects a multiple of 16 lanes, got 24}}
  %0 = lut.unpermute %source : vector<24xi32>
  return
}

// -----

// dot_pairs C1
func.func @dot_pairs(%acc: vector<16xf32>, %pairs: vector<16xbf16>) {
  // expected-error @below {{expects 32 factors for 16 lanes, got 16}}
  %0 = lut.dot_pairs %acc, %pairs, %pairs : vector<16xf32>, vector<16xbf16>
  return
}

// -----

// target C3
// expected-error @below {{expects bf16 with vectors of 512 bits only, got 256}}
#t = #lut.target<name = "t", vector_bits = 256, registers = 32, features = avx2|avx512|bf16>
