// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// A product with packed weights reads contiguous activations from their beginning: those
// that are a part of others, from a place that only the run knows, are copied first.

func.func @main() {
  %scores = onnx.constant dense<[0.0, 9.0, 1.0]> : tensor<3xf32>
  %begin = onnx.node "ArgMax" version 13(%scores) with {axis = 0 : i64, keepdims = 1 : i64} : (tensor<3xf32>) -> tensor<1xi64>
  %two = onnx.constant dense<2> : tensor<1xi64>
  %end = onnx.node "Add" version 14(%begin, %two) : (tensor<1xi64>, tensor<1xi64>) -> tensor<1xi64>
  %w = onnx.constant dense<[[1, 2, 3], [-1, 4, -2], [2, 0, 1], [1, 1, -3]]> : tensor<4x3xi8>
  %s = onnx.constant dense<0.5> : tensor<f32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s) : (tensor<4x3xi8>, tensor<f32>) -> tensor<4x3xf32>

  // Rows.
  %x = onnx.constant dense<[[1.0, 2.0, 0.0, 1.0], [3.0, 4.0, 1.0, 0.0], [5.0, 6.0, 2.0, -1.0], [7.0, 8.0, 0.0, 3.0]]> : tensor<4x4xf32>
  %rows = onnx.constant dense<0> : tensor<1xi64>
  %part = onnx.node "Slice" version 13(%x, %begin, %end, %rows) : (tensor<4x4xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<2x4xf32>
  %y = onnx.node "MatMul" version 13(%part, %d) : (tensor<2x4xf32>, tensor<4x3xf32>) -> tensor<2x3xf32>
  %e = onnx.constant dense<[[0.5, 11.0, 1.0], [1.0, 16.5, 4.0]]> : tensor<2x3xf32>
  check.expect_close %y, %e {atol = 0.0 : f64, rtol = 0.0 : f64} : tensor<2x3xf32>

  // Columns.
  %four = onnx.constant dense<4> : tensor<1xi64>
  %last = onnx.node "Add" version 14(%begin, %four) : (tensor<1xi64>, tensor<1xi64>) -> tensor<1xi64>
  %x2 = onnx.constant dense<[[9.0, 1.0, 2.0, 3.0, 4.0, 9.0], [9.0, 5.0, 6.0, 7.0, 8.0, 9.0]]> : tensor<2x6xf32>
  %columns = onnx.constant dense<1> : tensor<1xi64>
  %part2 = onnx.node "Slice" version 13(%x2, %begin, %last, %columns) : (tensor<2x6xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<2x4xf32>
  %y2 = onnx.node "MatMul" version 13(%part2, %d) : (tensor<2x4xf32>, tensor<4x3xf32>) -> tensor<2x3xf32>
  %e2 = onnx.constant dense<[[4.5, 7.0, -5.0], [10.5, 21.0, -7.0]]> : tensor<2x3xf32>
  check.expect_close %y2, %e2 {atol = 0.0 : f64, rtol = 0.0 : f64} : tensor<2x3xf32>
  return
}
