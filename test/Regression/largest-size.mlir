// The largest integer was looked up in a hash table that keeps this key for
// itself, and the value found was none.

// RUN: lutra-opt %s --convert-onnx-to-core --verify-diagnostics

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<?x5xf32>) -> tensor<?x?x?xf32> {
  %shape = onnx.constant dense<[3, 5, 9223372036854775807]> : tensor<3xi64>
  // expected-note@below {{its result would have the type tensor<3x5x9223372036854775807xf32>}}
  %y = onnx.node "Reshape" version 13(%x, %shape) : (tensor<?x5xf32>, tensor<3xi64>) -> tensor<?x?x?xf32>
  return %y : tensor<?x?x?xf32>
}
