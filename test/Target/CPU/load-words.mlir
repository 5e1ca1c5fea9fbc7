// RUN: lutra-opt %s --cpu-convert-to-llvm | FileCheck %s

// Four bytes that are read as a word are loaded as one, as little aligned as they are.

// CHECK-LABEL: llvm.func @word
// CHECK:         %[[WORD:.*]] = llvm.load %{{.*}} {alignment = 1 : i64} : !llvm.ptr -> i32
// CHECK-NOT:     llvm.extractelement
// CHECK:         llvm.insertelement %[[WORD]]
func.func @word(%x: memref<64xi8>, %i: index) -> vector<16xi32> {
  %bytes = vector.load %x[%i] : memref<64xi8>, vector<4xi8>
  %words = vector.bitcast %bytes : vector<4xi8> to vector<1xi32>
  %word = vector.extract %words[0] : i32 from vector<1xi32>
  %all = vector.broadcast %word : i32 to vector<16xi32>
  return %all : vector<16xi32>
}

// Bytes that something else reads, too, stay bytes.

// CHECK-LABEL: llvm.func @both
// CHECK:         llvm.load %{{.*}} {alignment = 1 : i64} : !llvm.ptr -> vector<4xi8>
// CHECK:         llvm.extractelement
func.func @both(%x: memref<64xi8>, %i: index) -> (i32, vector<4xi8>) {
  %bytes = vector.load %x[%i] : memref<64xi8>, vector<4xi8>
  %words = vector.bitcast %bytes : vector<4xi8> to vector<1xi32>
  %word = vector.extract %words[0] : i32 from vector<1xi32>
  return %word, %bytes : i32, vector<4xi8>
}
