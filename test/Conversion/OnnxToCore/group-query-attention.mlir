// RUN: lutra-opt %s --convert-onnx-to-core | FileCheck %s

// Two layers: caches, appends and attention for each, the places of new tokens
// and the rows of the rotation tables once for both.

// CHECK-LABEL: func.func @main(
// CHECK:         cf.assert %{{.*}}, "node 'first' (GroupQueryAttention): the sequence must fit into total_sequence_length"
// CHECK:         cf.assert %{{.*}}, "node 'first' (GroupQueryAttention): seqlens_k reaches beyond total_sequence_length"
// CHECK:         cf.assert %{{.*}}, "node 'first' (GroupQueryAttention): the sequence is longer than input cos_cache"
// CHECK:         %[[COS:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<?x?x8xf32>)
// CHECK:         %[[SIN:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<?x?x8xf32>)
// CHECK:         linalg.generic {{.*}} ins(%{{.*}}, %{{.*}}, %[[COS]], %[[SIN]] :
// CHECK:         %[[K:.*]] = nn.cache %arg1 length(%[[T:.*]]) {axis = 2 : i64}
// CHECK:         %[[FULL:.*]] = nn.append %{{.*}} into %[[K]] at(%[[AT:.*]] : tensor<?xi32>) length(%[[T]]) {token_major}
// CHECK:         %[[KEYS:.*]] = tensor.extract_slice %[[FULL]][0, 0, 0, 0] [%{{.*}}, 1, %[[T]], 16]
// CHECK:         nn.cache %arg2 length(%[[T]])
// CHECK:         nn.attention query(%{{.*}}) key(%[[KEYS]] : {{.*}}) value(%{{.*}}) lengths(%[[LEN:.*]] : tensor<?xi32>)
// CHECK-SAME:      {causal, scale = 2.500000e-01 : f32, softcap = 3.000000e+01 : f32, token_major, window = 7 : i64}
// CHECK-NOT:     cf.assert
// CHECK:         nn.append {{.*}} at(%[[AT]] : tensor<?xi32>) length(%[[T]])
// CHECK:         nn.attention {{.*}} lengths(%[[LEN]] : tensor<?xi32>)
func.func @main(%x: tensor<?x?x32xf32> {onnx.dims = ["b", "s", 32]},
                %pk: tensor<?x1x?x16xf32> {onnx.dims = ["b", 1, "p", 16]},
                %pv: tensor<?x1x?x16xf32> {onnx.dims = ["b", 1, "p", 16]},
                %kv: tensor<?x?x16xf32> {onnx.dims = ["b", "s", 16]},
                %ends: tensor<?xi32> {onnx.dims = ["b"]}, %total: tensor<i32>)
    -> (tensor<?x?x32xf32>, tensor<?x1x?x16xf32>, tensor<?x1x?x16xf32>) {
  %cos = onnx.constant dense_resource<cos> : tensor<64x8xf32>
  %sin = onnx.constant dense_resource<sin> : tensor<64x8xf32>
  %0:3 = onnx.node "GroupQueryAttention" domain "com.microsoft" version 1(%x, %kv, %kv, %pk, %pv, %ends, %total, %cos, %sin)
    with {num_heads = 2 : i64, kv_num_heads = 1 : i64, do_rotary = 1 : i64, softcap = 30.0 : f32, local_window_size = 7 : i64}
    : (tensor<?x?x32xf32>, tensor<?x?x16xf32>, tensor<?x?x16xf32>, tensor<?x1x?x16xf32>, tensor<?x1x?x16xf32>, tensor<?xi32>, tensor<i32>, tensor<64x8xf32>, tensor<64x8xf32>)
    -> (!onnx.unknown, !onnx.unknown, !onnx.unknown) loc("first")
  %1:3 = onnx.node "GroupQueryAttention" domain "com.microsoft" version 1(%0#0, %kv, %kv, %pk, %pv, %ends, %total, %cos, %sin)
    with {num_heads = 2 : i64, kv_num_heads = 1 : i64, do_rotary = 1 : i64}
    : (!onnx.unknown, tensor<?x?x16xf32>, tensor<?x?x16xf32>, tensor<?x1x?x16xf32>, tensor<?x1x?x16xf32>, tensor<?xi32>, tensor<i32>, tensor<64x8xf32>, tensor<64x8xf32>)
    -> (tensor<?x?x32xf32>, tensor<?x1x?x16xf32>, tensor<?x1x?x16xf32>) loc("second")
  return %1#0, %1#1, %1#2 : tensor<?x?x32xf32>, tensor<?x1x?x16xf32>, tensor<?x1x?x16xf32>
}
