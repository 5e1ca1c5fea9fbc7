// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(cpu-lower-metadata))' | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(cpu-lower-affine))' | FileCheck %s --check-prefix=AFFINE

// Views become arithmetic, without affine ops on the way. What neither is for stays, even
// where it folds.

// CHECK-LABEL: func @view
// CHECK-SAME:    %[[X:.*]]: memref<8x16xf32>, %[[I:.*]]: index
// CHECK-NOT:     memref.subview
// CHECK-NOT:     affine.
// CHECK:         %[[OFFSET:.*]] = arith.muli %[[I]], %c16
// CHECK:         memref.reinterpret_cast %{{.*}} to offset: [%[[OFFSET]]], sizes: [16], strides: [1]
// CHECK:         arith.addi %{{.*}}, %{{.*}} : i32
// AFFINE-LABEL: func @view
// AFFINE:         memref.subview
// AFFINE:         arith.addi %{{.*}}, %{{.*}} : i32
func.func @view(%x: memref<8x16xf32>, %i: index) -> (memref<16xf32, strided<[1], offset: ?>>, i32) {
  %row = memref.subview %x[%i, 0] [1, 16] [1, 1] : memref<8x16xf32> to memref<16xf32, strided<[1], offset: ?>>
  %one = arith.constant 1 : i32
  %two = arith.addi %one, %one : i32
  return %row, %two : memref<16xf32, strided<[1], offset: ?>>, i32
}

// AFFINE-LABEL: func @affine
// AFFINE-SAME:    %[[I:.*]]: index
// AFFINE-NOT:     affine.
// AFFINE:         %[[TWICE:.*]] = arith.muli %[[I]], %c2
// AFFINE:         %[[RESULT:.*]] = arith.addi %[[TWICE]], %c3
// AFFINE:         return %[[RESULT]]
func.func @affine(%i: index) -> index {
  %r = affine.apply affine_map<(d0) -> (d0 * 2 + 3)>(%i)
  return %r : index
}
