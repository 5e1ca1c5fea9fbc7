// RUN: lutra-opt %s --mark-steps | FileCheck %s

// Each kernel call is a step of its own, also of the same kernel; other calls
// are none.

// CHECK:      module attributes {lutra.steps = [
// CHECK-SAME:   {kernel = "add", nodes = ["/first"]}, {kernel = "add", nodes = ["/second", "/third"]}]}
// CHECK-LABEL: func.func @main(
//  CHECK-SAME:   %[[CALL:[a-z0-9]+]]: !llvm.ptr
//       CHECK:   call @other
//       CHECK:   %[[FIRST:.*]] = arith.constant 0 : i64
//  CHECK-NEXT:   call @lutra_rt_step(%[[CALL]], %[[FIRST]]) : (!llvm.ptr, i64) -> ()
//  CHECK-NEXT:   call @add
//       CHECK:   %[[SECOND:.*]] = arith.constant 1 : i64
//  CHECK-NEXT:   call @lutra_rt_step(%[[CALL]], %[[SECOND]])
//  CHECK-NEXT:   call @add
//       CHECK:   %[[END:.*]] = arith.constant -1 : i64
//  CHECK-NEXT:   call @lutra_rt_step(%[[CALL]], %[[END]])
//  CHECK-NEXT:   return
func.func private @other()
func.func private @add(%call: !llvm.ptr, %x: memref<4xf32>) attributes {lutra.kernel} {
  return
}
func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, %x: memref<4xf32>) {
  call @other() : () -> ()
  call @add(%call, %x) : (!llvm.ptr, memref<4xf32>) -> () loc("/first"("m.onnx":1:0))
  call @add(%call, %x) : (!llvm.ptr, memref<4xf32>) -> () loc(fused["/second"("m.onnx":2:0), "/third"("m.onnx":3:0)])
  return
}
