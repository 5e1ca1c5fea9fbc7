// RUN: lutra-opt %s --cpu-lower-assertions --split-input-file --verify-diagnostics | FileCheck %s

// One text, one global.

// CHECK-LABEL: func.func @f(
// CHECK-SAME:    %[[CALL:[^:]*]]: !llvm.ptr, %[[A:[^:]*]]: i1, %[[B:[^:]*]]: i1)
// CHECK:         cf.cond_br %[[A]], ^[[OK:.*]], ^[[FAIL:.*]]
// CHECK:       ^[[OK]]:
// CHECK:         cf.cond_br %[[B]]
// CHECK:       ^[[FAIL]]:
// CHECK:         %[[TEXT:.*]] = llvm.mlir.addressof @lutra_message_0
// CHECK:         call @lutra_rt_fail(%[[CALL]], %[[TEXT]])
// CHECK:         llvm.unreachable
// CHECK:         llvm.mlir.addressof @lutra_message_0
// CHECK:       llvm.mlir.global internal constant @lutra_message_0("sizes differ\00")
// CHECK-NOT:   @lutra_message_1
func.func @f(%call: !llvm.ptr, %a: i1, %b: i1) {
  cf.assert %a, "sizes differ"
  cf.assert %b, "sizes differ"
  return
}

// -----

func.func @no_handle(%a: i1) {
  // expected-error @+1 {{expects to be directly in a function whose first argument is the runtime's handle}}
  cf.assert %a, "never"
  return
}
