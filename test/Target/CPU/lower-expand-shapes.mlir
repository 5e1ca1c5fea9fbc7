// RUN: lutra-opt %s --cpu-lower-expand-shapes | FileCheck %s
// RUN: lutra-opt %s --cpu-lower-expand-shapes --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC
// RUN: lutra-opt %s --cpu-lower-expand-shapes --expand-strided-metadata | FileCheck %s --check-prefix=NEXT

// CHECK-LABEL: @dynamic
//  CHECK-SAME:   (%[[A:.+]]: memref<?x256xf32>, %[[M:.+]]: index, %[[N:.+]]: index)
//       CHECK:   %[[STRIDE:.+]] = arith.muli %{{.+}}, %[[N]]
//       CHECK:   memref.reinterpret_cast %[[A]] to offset: [0], sizes: [%[[M]], %[[N]], 8, 32], strides: [%[[STRIDE]], 256, 32, 1]
//  CHECK-SAME:     : memref<?x256xf32> to memref<?x?x8x32xf32>
// LOC-LABEL: @dynamic
//       LOC:   memref.reinterpret_cast {{.*}} loc("heads")
// NEXT-LABEL: @dynamic
//   NEXT-NOT:   expand_shape
func.func @dynamic(%a: memref<?x256xf32>, %m: index, %n: index) -> memref<?x?x8x32xf32> {
  %0 = memref.expand_shape %a [[0, 1], [2, 3]] output_shape [%m, %n, 8, 32] : memref<?x256xf32> into memref<?x?x8x32xf32> loc("heads")
  return %0 : memref<?x?x8x32xf32>
}

// A slice of columns: the outer strides are multiples of the source's.
// CHECK-LABEL: @slice
//  CHECK-SAME:   (%[[A:.+]]: memref<?x512xf32>, %[[T:.+]]: index, %[[M:.+]]: index, %[[N:.+]]: index)
//       CHECK:   %[[BASE:.+]], %{{.+}}, %{{.+}}:2, %{{.+}}:2 = memref.extract_strided_metadata
//       CHECK:   %[[STRIDE:.+]] = arith.muli %{{.+}}, %[[N]]
//       CHECK:   memref.reinterpret_cast %[[BASE]] to offset: [256], sizes: [%[[M]], %[[N]], 4, 32], strides: [%[[STRIDE]], 512, 32, 1]
// NEXT-LABEL: @slice
//   NEXT-NOT:   expand_shape
func.func @slice(%a: memref<?x512xf32>, %t: index, %m: index, %n: index) -> memref<?x?x4x32xf32, strided<[?, 512, 32, 1], offset: 256>> {
  %s = memref.subview %a[0, 256] [%t, 128] [1, 1] : memref<?x512xf32> to memref<?x128xf32, strided<[512, 1], offset: 256>>
  %0 = memref.expand_shape %s [[0, 1], [2, 3]] output_shape [%m, %n, 4, 32]
      : memref<?x128xf32, strided<[512, 1], offset: 256>> into memref<?x?x4x32xf32, strided<[?, 512, 32, 1], offset: 256>>
  return %0 : memref<?x?x4x32xf32, strided<[?, 512, 32, 1], offset: 256>>
}

// CHECK-LABEL: @scalar
//       CHECK:   memref.reinterpret_cast %{{.*}} to offset: [0], sizes: [1, 1], strides: [1, 1] : memref<f32> to memref<1x1xf32>
func.func @scalar(%a: memref<f32>) -> memref<1x1xf32> {
  %0 = memref.expand_shape %a [] output_shape [1, 1] : memref<f32> into memref<1x1xf32>
  return %0 : memref<1x1xf32>
}

// Strides that are the source's business.
// CHECK-LABEL: @strided
//       CHECK:   memref.expand_shape
func.func @strided(%a: memref<?x256xf32, strided<[512, 1]>>, %m: index) -> memref<?x8x32xf32, strided<[512, 32, 1]>> {
  %0 = memref.expand_shape %a [[0], [1, 2]] output_shape [%m, 8, 32] : memref<?x256xf32, strided<[512, 1]>> into memref<?x8x32xf32, strided<[512, 32, 1]>>
  return %0 : memref<?x8x32xf32, strided<[512, 32, 1]>>
}
