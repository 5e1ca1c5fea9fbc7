// Stock mlir-opt knows our dialects and passes once it has loaded the plugin.

// With sanitizers the plugin needs their runtimes.
// UNSUPPORTED: sanitizer

// RUN: mlir-opt --load-dialect-plugin=%obj_root/lib/LutraPlugin.so --load-pass-plugin=%obj_root/lib/LutraPlugin.so --pass-pipeline='builtin.module(func.func(lowbit-decompose))' %s | FileCheck %s
// RUN: not mlir-opt %s 2>&1 | FileCheck %s --check-prefix=WITHOUT

// WITHOUT: Dialect `lowbit' not found
// CHECK-LABEL: @prepare
//   CHECK-NOT:   lowbit.
//       CHECK:   linalg.generic
func.func @prepare(%a: tensor<?x250xf32>) -> tensor<?x256xi8> {
  %q, %s, %sums = lowbit.prepare %a kind = <int8_token> group_size = 0 group = 256
    : tensor<?x250xf32> -> tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>
  return %q : tensor<?x256xi8>
}
