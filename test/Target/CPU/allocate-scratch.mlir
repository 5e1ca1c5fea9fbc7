// RUN: lutra-opt %s --cpu-allocate-scratch --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @small(
// CHECK-NEXT:    memref.alloca() {alignment = 64 : i64} : memref<16x64xf32>
// CHECK:         scf.for
// CHECK-NOT:     memref.alloc
func.func @small(%call: !llvm.ptr, %n: index, %out: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %m = memref.alloc() : memref<16x64xf32>
    %x = memref.load %m[%c0, %c0] : memref<16x64xf32>
    memref.store %x, %out[%i] : memref<?xf32>
  }
  return
}

// -----

// CHECK-LABEL: func.func @dynamic(
// CHECK-SAME:    %[[CALL:[^:]*]]: !llvm.ptr, %[[N:[^:]*]]: index
// CHECK:         %[[C2:.*]] = arith.constant 2 : index
// CHECK:         %[[A:.*]] = arith.muli %[[C2]], %[[N]] : index
// CHECK:         %[[B:.*]] = arith.muli %[[A]], %{{.*}} : index
// CHECK:         %[[BYTES:.*]] = arith.index_cast %[[B]] : index to i64
// CHECK:         %[[P:.*]] = call @lutra_rt_alloc(%[[CALL]], %[[BYTES]])
// CHECK:         memref.view {{.*}}[%[[N]]] : memref<?xi8> to memref<?x3xf16>
func.func @dynamic(%call: !llvm.ptr, %n: index) -> f16 {
  %c0 = arith.constant 0 : index
  %m = memref.alloc(%n) : memref<?x3xf16>
  %x = memref.load %m[%c0, %c0] : memref<?x3xf16>
  return %x : f16
}

// -----

// Two of these are alive at once, so the stack's one place will not do, and who
// gets the last is not known.

// CHECK-LABEL: func.func @escapes(
// CHECK-NOT:     alloca
// CHECK:         scf.for
// CHECK:           func.call @lutra_rt_arena
func.func @escapes(%call: !llvm.ptr, %n: index, %m0: memref<4xf32>) -> memref<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%m = %m0) -> memref<4xf32> {
    %a = memref.alloc() : memref<4xf32>
    %x = memref.load %m[%c0] : memref<4xf32>
    memref.store %x, %a[%c1] : memref<4xf32>
    scf.yield %a : memref<4xf32>
  }
  return %r : memref<4xf32>
}

// -----

// As much as the longest iteration needs, once.

// CHECK-LABEL: func.func @hoisted(
// CHECK-SAME:    %{{[^:]*}}: !llvm.ptr, %[[N:[^:]*]]: index
// CHECK:         arith.muli %{{.*}}, %[[N]] : index
// CHECK:         call @lutra_rt_alloc
// CHECK:         scf.for
// CHECK:           %[[LEN:.*]] = arith.minsi
// CHECK-NOT:       lutra_rt_alloc
// CHECK:           memref.view {{.*}}[%[[LEN]]]
func.func @hoisted(%call: !llvm.ptr, %n: index, %out: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %next = arith.addi %i, %c1 : index
    %len = arith.minsi %next, %n : index
    %m = memref.alloc(%len) : memref<?xf32>
    %x = memref.load %m[%c0] : memref<?xf32>
    memref.store %x, %out[%i] : memref<?xf32>
  }
  return
}

// -----

func.func @no_handle(%n: index) -> f32 {
  %c0 = arith.constant 0 : index
  // expected-error @+1 {{is in a function without the runtime's handle as its first argument}}
  %m = memref.alloc(%n) : memref<?xf32>
  %x = memref.load %m[%c0] : memref<?xf32>
  return %x : f32
}

// -----

// Tasks run at the same time: each has its own.

// CHECK-LABEL: func.func @tasks(
// CHECK-NOT:     memref.alloca
// CHECK:         scf.forall
// CHECK-NEXT:      memref.alloca() {alignment = 64 : i64} : memref<f32>
// CHECK-NEXT:      scf.for
// CHECK-NOT:     memref.alloc
func.func @tasks(%call: !llvm.ptr, %n: index, %out: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.forall (%i) in (%n) {
    scf.for %j = %c0 to %n step %c1 {
      %m = memref.alloc() : memref<f32>
      %x = memref.load %m[] : memref<f32>
      memref.store %x, %out[%i] : memref<?xf32>
    }
  }
  return
}
