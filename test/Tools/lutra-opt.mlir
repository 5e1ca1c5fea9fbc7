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
