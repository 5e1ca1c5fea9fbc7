// What lutra-opt knows without being told: our dialects, and how to read its
// own output in both forms.

// RUN: lutra-opt --show-dialects | FileCheck %s --check-prefix=DIALECTS
// DIALECTS-DAG: {{(^|,| )}}check{{(,|$)}}
// DIALECTS-DAG: lowbit
// DIALECTS-DAG: {{(^|,| )}}nn{{(,|$)}}
// DIALECTS-DAG: onnx

// RUN: lutra-opt --verify-roundtrip %s | FileCheck %s
// CHECK-LABEL: func.func @id
// CHECK-SAME: (%[[X:.+]]: tensor<?x4xf32>)
// CHECK: return %[[X]]
func.func @id(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  return %x : tensor<?x4xf32>
}

// A pipeline that is not where it belongs is an error, not the end of the tool.
// RUN: not lutra-opt --pass-pipeline='builtin.module(func.func(lutra-legalize))' %s 2>&1 | FileCheck %s --check-prefix=NESTED
// NESTED: error: 'lutra-legalize' is for 'builtin.module', not for 'func.func'
// RUN: not lutra-opt --pass-pipeline='builtin.module(cpu-target{fast=1})' %s 2>&1 | FileCheck %s --check-prefix=OPTIONS
// OPTIONS: error: 'cpu-target' takes no options, got 'fast=1'
