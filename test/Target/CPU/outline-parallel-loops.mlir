// RUN: lutra-opt %s --outline-parallel-loops --split-input-file --verify-diagnostics | FileCheck %s

// Captures travel in a struct at the top of the function, constants are copied,
// and the loop around keeps calling with the same struct.

// CHECK-LABEL: func.func @kernel(
// CHECK-SAME:    %[[CALL:[^:]*]]: !llvm.ptr
// CHECK:         %[[RECORD:.*]] = llvm.alloca {{.*}} x !llvm.struct<(f32, struct<(ptr, ptr, i64, array<1 x i64>, array<1 x i64>)>, i64)>
// CHECK:         scf.for
// CHECK:           llvm.store
// CHECK:           %[[TRIPS:.*]] = arith.ceildivsi
// CHECK:           %[[COUNT:.*]] = arith.index_cast %[[TRIPS]] : index to i64
// CHECK:           %[[F:.*]] = func.constant @kernel_parallel
// CHECK:           %[[P:.*]] = builtin.unrealized_conversion_cast %[[F]]
// CHECK:           call @lutra_rt_parallel_for(%[[CALL]], %[[P]], %[[RECORD]], %[[COUNT]], %{{.*}})
// CHECK-NOT:       scf.parallel

// CHECK-LABEL: func.func private @kernel_parallel(
// CHECK-SAME:    %[[CALL:[^:]*]]: !llvm.ptr, %[[RECORD:[^:]*]]: !llvm.ptr, %[[BEGIN:[^:]*]]: i64, %[[END:[^:]*]]: i64)
// CHECK:         arith.constant 7 : index
// CHECK:         llvm.load
// CHECK:         scf.for
// CHECK:           memref.store
// CHECK:           call @use(%[[CALL]])
func.func @kernel(%call: !llvm.ptr, %n: index, %x: f32, %out: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  scf.for %k = %c0 to %n step %c1 {
    scf.parallel (%i) = (%k) to (%n) step (%c7) {
      memref.store %x, %out[%i] : memref<?xf32>
      func.call @use(%call) : (!llvm.ptr) -> ()
    }
  }
  return
}
func.func private @use(!llvm.ptr)

// -----

// Only the outermost loop goes to threads.

// CHECK-LABEL: func.func @nested(
// CHECK:         call @lutra_rt_parallel_for
// CHECK-LABEL: func.func private @nested_parallel(
// CHECK:         scf.for
// CHECK:           scf.parallel
func.func @nested(%call: !llvm.ptr, %n: index, %out: memref<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = arith.constant 1.0 : f32
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    scf.parallel (%j) = (%c0) to (%n) step (%c1) {
      memref.store %x, %out[%i, %j] : memref<?x?xf32>
    }
  }
  return
}

// -----

func.func @no_handle(%n: index, %out: memref<?xindex>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-error @+1 {{is in a function without the runtime's handle as its first argument}}
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    memref.store %i, %out[%i] : memref<?xindex>
  }
  return
}

// -----

// Stack memory of a task is taken once for all iterations of a piece.

// CHECK-LABEL: func.func private @scratch_parallel(
// CHECK:         %[[M:.*]] = memref.alloca() : memref<f32>
// CHECK:         scf.for
// CHECK-NOT:       memref.alloca
// CHECK:           memref.load %[[M]]
func.func @scratch(%call: !llvm.ptr, %n: index, %out: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    %m = memref.alloca() : memref<f32>
    %x = memref.load %m[] : memref<f32>
    memref.store %x, %out[%i] : memref<?xf32>
  }
  return
}
