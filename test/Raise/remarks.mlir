// RUN: lutra-opt %S/ternary-matmul.mlir --split-input-file --raise-ternary-matmul --remarks-filter=raise -o /dev/null 2>&1 | FileCheck %s --check-prefix=TERNARY
// RUN: lutra-opt %S/states.mlir --split-input-file --raise-states --remarks-filter=raise -o /dev/null 2>&1 | FileCheck %s --check-prefix=STATES
// RUN: lutra-opt %S/states.mlir --split-input-file --raise-states -o /dev/null 2>&1 | FileCheck %s --check-prefix=QUIET --allow-empty

// What was found is said to those who ask, and to nobody else.

// TERNARY: remark: [Passed] RaiseTernaryMatmul | Category:raise | Remark="the weight has no other values than {-s, 0, s}: a low-bit product"
// STATES: remark: [Passed] RaiseStates | Category:raise | Remark="input 0 and output 0 are a cache: the runtime keeps it in one buffer"
// QUIET-NOT: remark
