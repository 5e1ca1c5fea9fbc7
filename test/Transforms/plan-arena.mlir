// RUN: lutra-opt %s --plan-arena --split-input-file | FileCheck %s

func.func private @use(memref<?x4xf32>, memref<?x4xf32>)

// %a and %c never live at the same time and have sizes of the same dimension, so
// they share a slot, the larger one's; %b lies behind it.

// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[CALL:[^ ]*]]: !llvm.ptr, %[[D:[^ ]*]]: index
// CHECK:         call @lutra_rt_arena(%[[CALL]],
// CHECK:         %[[ARENA:.*]] = builtin.unrealized_conversion_cast
// CHECK:         memref.view %[[ARENA]][%[[O0:.*]]][%[[D]]] : memref<?xi8> to memref<?x4xf32>
// CHECK:         memref.view %[[ARENA]][%[[O1:.*]]][%[[D]]] : memref<?xi8> to memref<?x4xf32>
// CHECK:         memref.view %[[ARENA]][%[[O0]]][%[[D]]] : memref<?xi8> to memref<?x4xf32>
// CHECK-NOT:     memref.alloc(
func.func @main(%call: !llvm.ptr, %d: index) {
  %a = memref.alloc(%d) : memref<?x4xf32>
  %b = memref.alloc(%d) : memref<?x4xf32>
  call @use(%a, %b) : (memref<?x4xf32>, memref<?x4xf32>) -> ()
  %c = memref.alloc(%d) : memref<?x4xf32>
  call @use(%b, %c) : (memref<?x4xf32>, memref<?x4xf32>) -> ()
  return
}

// -----

func.func private @use(memref<8xf32>)

// A use through a view keeps the memory: %b must not lie where %a does.

// CHECK-LABEL: func.func @main(
// CHECK:         memref.view %[[ARENA:.*]][%[[O0:.*]]][] : memref<?xi8> to memref<2x4xf32>
// CHECK-NOT:     memref.view %[[ARENA]][%[[O0]]][] : memref<?xi8> to memref<8xf32>
// CHECK:         return
func.func @main(%call: !llvm.ptr) {
  %a = memref.alloc() : memref<2x4xf32>
  %v = memref.collapse_shape %a [[0, 1]] : memref<2x4xf32> into memref<8xf32>
  %b = memref.alloc() : memref<8xf32>
  call @use(%b) : (memref<8xf32>) -> ()
  call @use(%v) : (memref<8xf32>) -> ()
  return
}

// -----

func.func private @use(memref<?xf32>)

// A size out of computed data is not known at the top.

// CHECK-LABEL: func.func @main(
// CHECK-NOT:     call @lutra_rt_arena
// CHECK:         memref.load
// CHECK:         call @lutra_rt_arena(
func.func @main(%call: !llvm.ptr, %n: memref<1xindex>) {
  %c0 = arith.constant 0 : index
  %d = memref.load %n[%c0] : memref<1xindex>
  %a = memref.alloc(%d) : memref<?xf32>
  call @use(%a) : (memref<?xf32>) -> ()
  return
}

// -----

func.func private @use(memref<?xf32>)
func.func private @lutra_rt_first(!llvm.ptr, i64, i64) -> i64

// The wanted positions are known before anything is computed, so sizes over them
// are in the arena.

// CHECK-LABEL: func.func @main(
// CHECK:         call @lutra_rt_first(
// CHECK:         call @lutra_rt_arena(
// CHECK-NOT:     call @lutra_rt_arena(
// CHECK:         call @use(
func.func @main(%call: !llvm.ptr, %x: memref<?xf32>, %d: i64) {
  call @use(%x) : (memref<?xf32>) -> ()
  %c0 = arith.constant 0 : i64
  %p = call @lutra_rt_first(%call, %c0, %d) : (!llvm.ptr, i64, i64) -> i64
  %n = arith.subi %d, %p : i64
  %i = arith.index_cast %n : i64 to index
  %a = memref.alloc(%i) : memref<?xf32>
  call @use(%a) : (memref<?xf32>) -> ()
  return
}
