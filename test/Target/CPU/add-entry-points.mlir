// RUN: lutra-opt %s --cpu-add-entry-points --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func private @lutra_rt_alloc(
// CHECK-SAME:    %[[CALL:[^:]*]]: !llvm.ptr, %[[BYTES:[^:]*]]: i64) -> !llvm.ptr
// CHECK:         %[[TABLE:.*]] = llvm.load %[[CALL]]
// CHECK:         %[[SLOT:.*]] = llvm.getelementptr %[[TABLE]][3]
// CHECK:         %[[F:.*]] = llvm.load %[[SLOT]]
// CHECK:         %[[R:.*]] = llvm.call %[[F]](%[[CALL]], %[[BYTES]])
// CHECK:         return %[[R]]
func.func private @lutra_rt_alloc(!llvm.ptr, i64) -> !llvm.ptr

// CHECK-LABEL: func.func private @main(
func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, %x: memref<?x2xf32>, %s: memref<f32>) {
  return
}

// CHECK-LABEL: func.func @lutra_probe(
// CHECK-SAME:    i32) -> i32
// CHECK:         vector<64xi8>
// CHECK:         lut.lookup
// CHECK:         lut.dot
// CHECK:         lut.accumulate
// CHECK:         math.fma

// CHECK-LABEL: func.func @lutra_run(
// CHECK-SAME:    %[[ARGS:[^:]*]]: !llvm.ptr)
// CHECK:         %[[C0:.*]] = llvm.getelementptr %[[ARGS]][0]
// CHECK:         %[[CALL:.*]] = llvm.load %[[C0]]
// CHECK:         llvm.getelementptr %[[ARGS]][1]
// CHECK:         llvm.getelementptr %[[ARGS]][2]
// CHECK:         llvm.load {{.*}} -> !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
// CHECK:         llvm.getelementptr %[[ARGS]][3]
// CHECK:         llvm.load {{.*}} -> !llvm.struct<(ptr, ptr, i64)>
// CHECK:         call @main(%[[CALL]],

// -----

// expected-error @+1 {{expects a function @main that takes the runtime's handle, the weights and the inputs as buffers}}
module {
  func.func @other(%call: !llvm.ptr) {
    return
  }
}

// -----

// expected-error @+1 {{expects contiguous buffers as arguments}}
func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, %x: memref<?xf32, strided<[2]>>) {
  return
}
