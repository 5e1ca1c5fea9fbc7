#map = affine_map<(d0, d1, d2, d3) -> (d0, d3, d1, d2)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map2 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)>
#map3 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d4, d5, d3)>
#map4 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> ()>
#map6 = affine_map<(d0, d1, d2, d3) -> (d3)>
#map7 = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1 * 2 + d5, d2 * 2 + d6, d3, d7)>
#map8 = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d3, d5, d6, d7, d4)>
#map9 = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1, d2, d3, d4)>
#map10 = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1 + d4, d2 + d5, d6)>
#map11 = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d4, d5, d6, d3)>
#map12 = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1, d2, d3)>
#map13 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
#map14 = affine_map<(d0, d1, d2, d3) -> (d3, d2)>
#map15 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map16 = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3, d1)>
#map17 = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d4, d2 + d5, d3 + d6)>
#map18 = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d1, d4, d5, d6)>
#map19 = affine_map<(d0, d1, d2, d3) -> (d1)>
#map20 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 * 2 + d4, d3 * 2 + d5)>
#map21 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d4, d5)>
#map22 = affine_map<(d0) -> (d0)>
#map23 = affine_map<(d0, d1, d2, d3) -> (d2)>
#map24 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 + d4, d3 + d5)>
#map25 = affine_map<(d0, d1) -> (d0, d1)>
#map26 = affine_map<(d0, d1, d2) -> (d0, d2)>
#map27 = affine_map<(d0, d1, d2) -> (d2, d1)>
#map28 = affine_map<(d0, d1, d2) -> (d0, d1)>
module attributes {onnx.ir_version = 9 : i64, onnx.model_file = "narrow.onnx", onnx.opset_imports = {ai.onnx = 19 : i64}, onnx.producer = ""} {
  func.func @main(%arg0: tensor<?x8x12x12xi8> {onnx.dims = ["N", 8, 12, 12], onnx.dtype = "u8", onnx.name = "x"}) -> (tensor<?x5xf32> {onnx.dims = ["N", 5], onnx.dtype = "f32", onnx.name = "y"}, tensor<?x12x6x6xi8> {onnx.dims = ["N", 12, 6, 6], onnx.dtype = "u8", onnx.name = "q4"}) {
    %cst = arith.constant 3.000000e+00 : f32
    %cst_0 = arith.constant dense_resource<mw> : tensor<72x5xbf16>
    %c4 = arith.constant 4 : index
    %c2 = arith.constant 2 : index
    %c3 = arith.constant 3 : index
    %c7 = arith.constant 7 : index
    %c1 = arith.constant 1 : index
    %cst_1 = arith.constant dense<[-4.941410e-01, 1.376950e-01, 7.958980e-02, -5.053710e-02, -2.158200e-01, -1.049800e-01, -1.787110e-01, 2.021480e-01]> : tensor<8xbf16>
    %cst_2 = arith.constant dense_resource<bw> : tensor<8x12x3x3xbf16>
    %cst_3 = arith.constant 0.000000e+00 : bf16
    %cst_4 = arith.constant 2.400000e-02 : f32
    %cst_5 = arith.constant dense<[0.0104876189, 0.0067041046, 0.0027165052, 0.00387841905, 0.00642525079, 0.00901246629, 0.00991114601, 0.00978913716, 0.00878884923, 0.00555608887, 0.00672193849, 0.00356693706]> : tensor<12xf32>
    %cst_6 = arith.constant dense<0.0719999969> : tensor<f32>
    %cst_7 = arith.constant dense_resource<weight_bytes_2> : tensor<16x12xi8>
    %cst_8 = arith.constant 0.0719999969 : f32
    %cst_9 = arith.constant dense<[0.00920485332, 0.00924881827, 0.00813516695, 5.947910e-03, 0.00346152764, 0.00381807308, 0.00272621261, 0.00429454492, 0.00106187747, 0.00553766172, 0.00882663205, 0.00430718949, 0.00954602193, 6.569790e-03, 0.00884353555, 0.0109589249]> : tensor<16xf32>
    %cst_10 = arith.constant dense<3.600000e-02> : tensor<f32>
    %cst_11 = arith.constant dense<[-1737, 3972, 450, 9411, -105, -1308, 1134, -1482, -1725, 4452, -6297, 975, -894, -4836, 2169, 2355]> : tensor<16xi32>
    %cst_12 = arith.constant dense_resource<weight_bytes_1> : tensor<3x3x16x16xi8>
    %c3_i8 = arith.constant 3 : i8
    %cst_13 = arith.constant 3.600000e-02 : f32
    %cst_14 = arith.constant dense<[0.00322462479, 0.00750919385, 0.00147838332, 0.00344454194, 0.00403917255, 0.0035849181, 0.00830606371, 0.00692437496, 0.0100396359, 0.00800977368, 0.00394455716, 0.00424234802, 0.00223244843, 0.0034254354, 0.00704620034, 0.00830996316]> : tensor<16xf32>
    %cst_15 = arith.constant dense<1.800000e-02> : tensor<f32>
    %cst_16 = arith.constant dense_resource<weight_bytes> : tensor<2x3x3x4x8xi8>
    %cst_17 = arith.constant 2.550000e+02 : f32
    %cst_18 = arith.constant 0.000000e+00 : f32
    %cst_19 = arith.constant 1.800000e-02 : f32
    %cst_20 = arith.constant dense<[0.00398163078, 0.00841756723, 0.0082216477, 0.00318715419, 0.00929886848, 0.00757652195, 0.00782798883, 0.00920075736]> : tensor<8xf32>
    %cst_21 = arith.constant dense<2.000000e-02> : tensor<f32>
    %c0_i32 = arith.constant 0 : i32
    %cst_22 = arith.constant dense<[[[79, -103, -119, 22, 38, -51, -79, -104], [-106, -43, -99, -83, 50, -92, 70, 28], [-82, -17, -12, 61, 94, -47, -7, 41]], [[-67, 31, -28, 65, -53, -117, -120, 5], [-81, -5, 99, 116, 112, 100, -63, 110], [77, -60, 4, 73, -127, 41, 53, 109]], [[94, -87, -20, -55, -108, 22, 5, -75], [21, 49, -18, -46, 121, -65, -32, 28], [-117, 60, 42, 38, 113, -7, -63, 33]]]> : tensor<3x3x8xi8>
    %c0_i8 = arith.constant 0 : i8
    %c0 = arith.constant 0 : index
    %dim = tensor.dim %arg0, %c0 : tensor<?x8x12x12xi8>
    %0 = tensor.empty(%dim) : tensor<?x12x12x8xi8>
    %1 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg0 : tensor<?x8x12x12xi8>) outs(%0 : tensor<?x12x12x8xi8>) {
    ^bb0(%in: i8, %out: i8):
      linalg.yield %in : i8
    } -> tensor<?x12x12x8xi8>
    %2 = tensor.empty(%dim) : tensor<?x14x14x8xi8>
    %3 = linalg.fill ins(%c0_i8 : i8) outs(%2 : tensor<?x14x14x8xi8>) -> tensor<?x14x14x8xi8>
    %inserted_slice = tensor.insert_slice %1 into %3[0, 1, 1, 0] [%dim, 12, 12, 8] [1, 1, 1, 1] : tensor<?x12x12x8xi8> into tensor<?x14x14x8xi8>
    %4 = tensor.empty(%dim) : tensor<?x12x12x8xi32>
    %5 = linalg.fill ins(%c0_i32 : i32) outs(%4 : tensor<?x12x12x8xi32>) -> tensor<?x12x12x8xi32>
    %6 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%inserted_slice, %cst_22 : tensor<?x14x14x8xi8>, tensor<3x3x8xi8>) outs(%5 : tensor<?x12x12x8xi32>) {
    ^bb0(%in: i8, %in_31: i8, %out: i32):
      %70 = arith.extui %in : i8 to i32
      %71 = arith.extsi %in_31 : i8 to i32
      %72 = arith.muli %70, %71 : i32
      %73 = arith.addi %out, %72 : i32
      linalg.yield %73 : i32
    } -> tensor<?x12x12x8xi32>
    %7 = tensor.empty(%dim) : tensor<?x12x12x8xf32>
    %8 = linalg.generic {indexing_maps = [#map1, #map5, #map6, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%6, %cst_21, %cst_20 : tensor<?x12x12x8xi32>, tensor<f32>, tensor<8xf32>) outs(%7 : tensor<?x12x12x8xf32>) {
    ^bb0(%in: i32, %in_31: f32, %in_32: f32, %out: f32):
      %70 = arith.sitofp %in : i32 to f32
      %71 = arith.mulf %in_31, %in_32 : f32
      %72 = arith.mulf %70, %71 : f32
      linalg.yield %72 : f32
    } -> tensor<?x12x12x8xf32>
    %9 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%8 : tensor<?x12x12x8xf32>) outs(%0 : tensor<?x12x12x8xi8>) {
    ^bb0(%in: f32, %out: i8):
      %70 = arith.divf %in, %cst_19 : f32
      %71 = math.roundeven %70 : f32
      %72 = arith.cmpf ogt, %71, %cst_18 : f32
      %73 = arith.select %72, %71, %cst_18 : f32
      %74 = arith.cmpf olt, %73, %cst_17 : f32
      %75 = arith.select %74, %73, %cst_17 : f32
      %76 = arith.fptosi %75 : f32 to i32
      %77 = arith.trunci %76 : i32 to i8
      linalg.yield %77 : i8
    } -> tensor<?x12x12x8xi8>
    %inserted_slice_23 = tensor.insert_slice %9 into %3[0, 1, 1, 0] [%dim, 12, 12, 8] [1, 1, 1, 1] : tensor<?x12x12x8xi8> into tensor<?x14x14x8xi8>
    %expanded = tensor.expand_shape %inserted_slice_23 [[0], [1], [2], [3, 4]] output_shape [%dim, 14, 14, 2, 4] : tensor<?x14x14x8xi8> into tensor<?x14x14x2x4xi8>
    %10 = tensor.empty(%dim) : tensor<?x6x6x2x8xi32>
    %11 = linalg.fill ins(%c0_i32 : i32) outs(%10 : tensor<?x6x6x2x8xi32>) -> tensor<?x6x6x2x8xi32>
    %12 = linalg.generic {indexing_maps = [#map7, #map8, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%expanded, %cst_16 : tensor<?x14x14x2x4xi8>, tensor<2x3x3x4x8xi8>) outs(%11 : tensor<?x6x6x2x8xi32>) {
    ^bb0(%in: i8, %in_31: i8, %out: i32):
      %70 = arith.extui %in : i8 to i32
      %71 = arith.extsi %in_31 : i8 to i32
      %72 = arith.muli %70, %71 : i32
      %73 = arith.addi %out, %72 : i32
      linalg.yield %73 : i32
    } -> tensor<?x6x6x2x8xi32>
    %collapsed = tensor.collapse_shape %12 [[0], [1], [2], [3, 4]] : tensor<?x6x6x2x8xi32> into tensor<?x6x6x16xi32>
    %13 = tensor.empty(%dim) : tensor<?x6x6x16xf32>
    %14 = linalg.generic {indexing_maps = [#map1, #map5, #map6, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%collapsed, %cst_15, %cst_14 : tensor<?x6x6x16xi32>, tensor<f32>, tensor<16xf32>) outs(%13 : tensor<?x6x6x16xf32>) {
    ^bb0(%in: i32, %in_31: f32, %in_32: f32, %out: f32):
      %70 = arith.sitofp %in : i32 to f32
      %71 = arith.mulf %in_31, %in_32 : f32
      %72 = arith.mulf %70, %71 : f32
      linalg.yield %72 : f32
    } -> tensor<?x6x6x16xf32>
    %15 = tensor.empty(%dim) : tensor<?x6x6x16xi8>
    %16 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%14 : tensor<?x6x6x16xf32>) outs(%15 : tensor<?x6x6x16xi8>) {
    ^bb0(%in: f32, %out: i8):
      %70 = arith.divf %in, %cst_13 : f32
      %71 = math.roundeven %70 : f32
      %72 = arith.addf %71, %cst : f32
      %73 = arith.cmpf ogt, %72, %cst_18 : f32
      %74 = arith.select %73, %72, %cst_18 : f32
      %75 = arith.cmpf olt, %74, %cst_17 : f32
      %76 = arith.select %75, %74, %cst_17 : f32
      %77 = arith.fptosi %76 : f32 to i32
      %78 = arith.trunci %77 : i32 to i8
      linalg.yield %78 : i8
    } -> tensor<?x6x6x16xi8>
    %17 = tensor.empty(%dim) : tensor<?x8x8x16xi8>
    %18 = linalg.fill ins(%c3_i8 : i8) outs(%17 : tensor<?x8x8x16xi8>) -> tensor<?x8x8x16xi8>
    %inserted_slice_24 = tensor.insert_slice %16 into %18[0, 1, 1, 0] [%dim, 6, 6, 16] [1, 1, 1, 1] : tensor<?x6x6x16xi8> into tensor<?x8x8x16xi8>
    %19 = tensor.empty(%dim) : tensor<?x6x6x16xi32>
    %20 = linalg.fill ins(%c0_i32 : i32) outs(%19 : tensor<?x6x6x16xi32>) -> tensor<?x6x6x16xi32>
    %21 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%inserted_slice_24, %cst_12 : tensor<?x8x8x16xi8>, tensor<3x3x16x16xi8>) outs(%20 : tensor<?x6x6x16xi32>) {
    ^bb0(%in: i8, %in_31: i8, %out: i32):
      %70 = arith.extui %in : i8 to i32
      %71 = arith.extsi %in_31 : i8 to i32
      %72 = arith.muli %70, %71 : i32
      %73 = arith.addi %out, %72 : i32
      linalg.yield %73 : i32
    } -> tensor<?x6x6x16xi32>
    %22 = linalg.generic {indexing_maps = [#map1, #map6, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21, %cst_11 : tensor<?x6x6x16xi32>, tensor<16xi32>) outs(%19 : tensor<?x6x6x16xi32>) {
    ^bb0(%in: i32, %in_31: i32, %out: i32):
      %70 = arith.addi %in, %in_31 : i32
      linalg.yield %70 : i32
    } -> tensor<?x6x6x16xi32>
    %23 = linalg.generic {indexing_maps = [#map1, #map5, #map6, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22, %cst_10, %cst_9 : tensor<?x6x6x16xi32>, tensor<f32>, tensor<16xf32>) outs(%13 : tensor<?x6x6x16xf32>) {
    ^bb0(%in: i32, %in_31: f32, %in_32: f32, %out: f32):
      %70 = arith.sitofp %in : i32 to f32
      %71 = arith.mulf %in_31, %in_32 : f32
      %72 = arith.mulf %70, %71 : f32
      linalg.yield %72 : f32
    } -> tensor<?x6x6x16xf32>
    %24 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<?x6x6x16xf32>) outs(%15 : tensor<?x6x6x16xi8>) {
    ^bb0(%in: f32, %out: i8):
      %70 = arith.divf %in, %cst_8 : f32
      %71 = math.roundeven %70 : f32
      %72 = arith.cmpf ogt, %71, %cst_18 : f32
      %73 = arith.select %72, %71, %cst_18 : f32
      %74 = arith.cmpf olt, %73, %cst_17 : f32
      %75 = arith.select %74, %73, %cst_17 : f32
      %76 = arith.fptosi %75 : f32 to i32
      %77 = arith.trunci %76 : i32 to i8
      linalg.yield %77 : i8
    } -> tensor<?x6x6x16xi8>
    %collapsed_25 = tensor.collapse_shape %24 [[0], [1, 2], [3]] : tensor<?x6x6x16xi8> into tensor<?x36x16xi8>
    %25 = tensor.empty(%dim) : tensor<?x36x12xi32>
    %26 = linalg.fill ins(%c0_i32 : i32) outs(%25 : tensor<?x36x12xi32>) -> tensor<?x36x12xi32>
    %27 = linalg.generic {indexing_maps = [#map13, #map14, #map15], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed_25, %cst_7 : tensor<?x36x16xi8>, tensor<16x12xi8>) outs(%26 : tensor<?x36x12xi32>) {
    ^bb0(%in: i8, %in_31: i8, %out: i32):
      %70 = arith.extui %in : i8 to i32
      %71 = arith.extsi %in_31 : i8 to i32
      %72 = arith.muli %70, %71 : i32
      %73 = arith.addi %out, %72 : i32
      linalg.yield %73 : i32
    } -> tensor<?x36x12xi32>
    %expanded_26 = tensor.expand_shape %27 [[0], [1, 2], [3]] output_shape [%dim, 6, 6, 12] : tensor<?x36x12xi32> into tensor<?x6x6x12xi32>
    %28 = tensor.empty(%dim) : tensor<?x6x6x12xf32>
    %29 = linalg.generic {indexing_maps = [#map1, #map5, #map6, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_26, %cst_6, %cst_5 : tensor<?x6x6x12xi32>, tensor<f32>, tensor<12xf32>) outs(%28 : tensor<?x6x6x12xf32>) {
    ^bb0(%in: i32, %in_31: f32, %in_32: f32, %out: f32):
      %70 = arith.sitofp %in : i32 to f32
      %71 = arith.mulf %in_31, %in_32 : f32
      %72 = arith.mulf %70, %71 : f32
      linalg.yield %72 : f32
    } -> tensor<?x6x6x12xf32>
    %30 = tensor.empty(%dim) : tensor<?x12x6x6xi8>
    %31 = tensor.empty(%dim) : tensor<?x6x6x12xi8>
    %32 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29 : tensor<?x6x6x12xf32>) outs(%31 : tensor<?x6x6x12xi8>) {
    ^bb0(%in: f32, %out: i8):
      %70 = arith.divf %in, %cst_4 : f32
      %71 = math.roundeven %70 : f32
      %72 = arith.cmpf ogt, %71, %cst_18 : f32
      %73 = arith.select %72, %71, %cst_18 : f32
      %74 = arith.cmpf olt, %73, %cst_17 : f32
      %75 = arith.select %74, %73, %cst_17 : f32
      %76 = arith.fptosi %75 : f32 to i32
      %77 = arith.trunci %76 : i32 to i8
      linalg.yield %77 : i8
    } -> tensor<?x6x6x12xi8>
    %33 = linalg.generic {indexing_maps = [#map16, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%32 : tensor<?x6x6x12xi8>) outs(%30 : tensor<?x12x6x6xi8>) {
    ^bb0(%in: i8, %out: i8):
      linalg.yield %in : i8
    } -> tensor<?x12x6x6xi8>
    %34 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%32 : tensor<?x6x6x12xi8>) outs(%28 : tensor<?x6x6x12xf32>) {
    ^bb0(%in: i8, %out: f32):
      %70 = arith.uitofp %in : i8 to f32
      %71 = arith.mulf %70, %cst_4 : f32
      linalg.yield %71 : f32
    } -> tensor<?x6x6x12xf32>
    %35 = tensor.empty(%dim) : tensor<?x12x6x6xbf16>
    %36 = tensor.empty(%dim) : tensor<?x6x6x12xbf16>
    %37 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%34 : tensor<?x6x6x12xf32>) outs(%36 : tensor<?x6x6x12xbf16>) {
    ^bb0(%in: f32, %out: bf16):
      %70 = arith.truncf %in : f32 to bf16
      linalg.yield %70 : bf16
    } -> tensor<?x6x6x12xbf16>
    %38 = linalg.generic {indexing_maps = [#map16, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%37 : tensor<?x6x6x12xbf16>) outs(%35 : tensor<?x12x6x6xbf16>) {
    ^bb0(%in: bf16, %out: bf16):
      linalg.yield %in : bf16
    } -> tensor<?x12x6x6xbf16>
    %39 = tensor.empty(%dim) : tensor<?x12x8x8xbf16>
    %40 = linalg.fill ins(%cst_3 : bf16) outs(%39 : tensor<?x12x8x8xbf16>) -> tensor<?x12x8x8xbf16>
    %inserted_slice_27 = tensor.insert_slice %38 into %40[0, 0, 1, 1] [%dim, 12, 6, 6] [1, 1, 1, 1] : tensor<?x12x6x6xbf16> into tensor<?x12x8x8xbf16>
    %41 = tensor.empty(%dim) : tensor<?x8x6x6xf32>
    %42 = linalg.fill ins(%cst_18 : f32) outs(%41 : tensor<?x8x6x6xf32>) -> tensor<?x8x6x6xf32>
    %43 = linalg.generic {indexing_maps = [#map17, #map18, #map12], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%inserted_slice_27, %cst_2 : tensor<?x12x8x8xbf16>, tensor<8x12x3x3xbf16>) outs(%42 : tensor<?x8x6x6xf32>) {
    ^bb0(%in: bf16, %in_31: bf16, %out: f32):
      %70 = arith.extf %in : bf16 to f32
      %71 = arith.extf %in_31 : bf16 to f32
      %72 = math.fma %70, %71, %out : f32
      linalg.yield %72 : f32
    } -> tensor<?x8x6x6xf32>
    %44 = tensor.empty(%dim) : tensor<?x8x6x6xbf16>
    %45 = linalg.generic {indexing_maps = [#map1, #map19, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%43, %cst_1 : tensor<?x8x6x6xf32>, tensor<8xbf16>) outs(%44 : tensor<?x8x6x6xbf16>) {
    ^bb0(%in: f32, %in_31: bf16, %out: bf16):
      %70 = arith.extf %in_31 : bf16 to f32
      %71 = arith.addf %in, %70 : f32
      %72 = arith.truncf %71 : f32 to bf16
      linalg.yield %72 : bf16
    } -> tensor<?x8x6x6xbf16>
    %46 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%45 : tensor<?x8x6x6xbf16>) outs(%41 : tensor<?x8x6x6xf32>) {
    ^bb0(%in: bf16, %out: f32):
      %70 = arith.extf %in : bf16 to f32
      linalg.yield %70 : f32
    } -> tensor<?x8x6x6xf32>
    %47 = tensor.empty(%dim) : tensor<?x8x8x8xf32>
    %48 = linalg.fill ins(%cst_18 : f32) outs(%47 : tensor<?x8x8x8xf32>) -> tensor<?x8x8x8xf32>
    %inserted_slice_28 = tensor.insert_slice %46 into %48[0, 0, 1, 1] [%dim, 8, 6, 6] [1, 1, 1, 1] : tensor<?x8x6x6xf32> into tensor<?x8x8x8xf32>
    %49 = tensor.empty() : tensor<3x3xi8>
    %50 = tensor.empty(%dim) : tensor<?x8x3x3xf32>
    %51 = linalg.fill ins(%cst_18 : f32) outs(%50 : tensor<?x8x3x3xf32>) -> tensor<?x8x3x3xf32>
    %52 = linalg.generic {indexing_maps = [#map20, #map21, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%inserted_slice_28, %49 : tensor<?x8x8x8xf32>, tensor<3x3xi8>) outs(%51 : tensor<?x8x3x3xf32>) {
    ^bb0(%in: f32, %in_31: i8, %out: f32):
      %70 = arith.addf %out, %in : f32
      linalg.yield %70 : f32
    } -> tensor<?x8x3x3xf32>
    %53 = tensor.empty() : tensor<3xf32>
    %54 = linalg.generic {indexing_maps = [#map22], iterator_types = ["parallel"]} outs(%53 : tensor<3xf32>) {
    ^bb0(%out: f32):
      %70 = linalg.index 0 : index
      %71 = arith.muli %70, %c2 : index
      %72 = arith.subi %c7, %71 : index
      %73 = arith.maxsi %72, %c0 : index
      %74 = arith.minsi %73, %c3 : index
      %75 = arith.subi %c1, %71 : index
      %76 = arith.maxsi %75, %c0 : index
      %77 = arith.minsi %76, %c3 : index
      %78 = arith.subi %74, %77 : index
      %79 = arith.index_cast %78 : index to i64
      %80 = arith.sitofp %79 : i64 to f32
      linalg.yield %80 : f32
    } -> tensor<3xf32>
    %55 = linalg.generic {indexing_maps = [#map1, #map23, #map6, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%52, %54, %54 : tensor<?x8x3x3xf32>, tensor<3xf32>, tensor<3xf32>) outs(%50 : tensor<?x8x3x3xf32>) {
    ^bb0(%in: f32, %in_31: f32, %in_32: f32, %out: f32):
      %70 = arith.mulf %in_31, %in_32 : f32
      %71 = arith.divf %in, %70 : f32
      linalg.yield %71 : f32
    } -> tensor<?x8x3x3xf32>
    %56 = tensor.empty(%dim) : tensor<?x8x4x4xf32>
    %57 = linalg.fill ins(%cst_18 : f32) outs(%56 : tensor<?x8x4x4xf32>) -> tensor<?x8x4x4xf32>
    %inserted_slice_29 = tensor.insert_slice %55 into %57[0, 0, 1, 1] [%dim, 8, 3, 3] [1, 1, 1, 1] : tensor<?x8x3x3xf32> into tensor<?x8x4x4xf32>
    %58 = tensor.empty() : tensor<2x2xi8>
    %59 = linalg.generic {indexing_maps = [#map24, #map21, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%inserted_slice_29, %58 : tensor<?x8x4x4xf32>, tensor<2x2xi8>) outs(%51 : tensor<?x8x3x3xf32>) {
    ^bb0(%in: f32, %in_31: i8, %out: f32):
      %70 = arith.addf %out, %in : f32
      linalg.yield %70 : f32
    } -> tensor<?x8x3x3xf32>
    %60 = linalg.generic {indexing_maps = [#map22], iterator_types = ["parallel"]} outs(%53 : tensor<3xf32>) {
    ^bb0(%out: f32):
      %70 = linalg.index 0 : index
      %71 = arith.subi %c4, %70 : index
      %72 = arith.maxsi %71, %c0 : index
      %73 = arith.minsi %72, %c2 : index
      %74 = arith.subi %c0, %70 : index
      %75 = arith.maxsi %74, %c0 : index
      %76 = arith.minsi %75, %c2 : index
      %77 = arith.subi %73, %76 : index
      %78 = arith.index_cast %77 : index to i64
      %79 = arith.sitofp %78 : i64 to f32
      linalg.yield %79 : f32
    } -> tensor<3xf32>
    %61 = linalg.generic {indexing_maps = [#map1, #map23, #map6, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%59, %60, %60 : tensor<?x8x3x3xf32>, tensor<3xf32>, tensor<3xf32>) outs(%50 : tensor<?x8x3x3xf32>) {
    ^bb0(%in: f32, %in_31: f32, %in_32: f32, %out: f32):
      %70 = arith.mulf %in_31, %in_32 : f32
      %71 = arith.divf %in, %70 : f32
      linalg.yield %71 : f32
    } -> tensor<?x8x3x3xf32>
    %collapsed_30 = tensor.collapse_shape %61 [[0], [1, 2, 3]] : tensor<?x8x3x3xf32> into tensor<?x72xf32>
    %62 = tensor.empty(%dim) : tensor<?x72xbf16>
    %63 = linalg.generic {indexing_maps = [#map25, #map25], iterator_types = ["parallel", "parallel"]} ins(%collapsed_30 : tensor<?x72xf32>) outs(%62 : tensor<?x72xbf16>) {
    ^bb0(%in: f32, %out: bf16):
      %70 = arith.truncf %in : f32 to bf16
      linalg.yield %70 : bf16
    } -> tensor<?x72xbf16>
    %64 = tensor.empty(%dim) : tensor<?x5xf32>
    %65 = linalg.fill ins(%cst_18 : f32) outs(%64 : tensor<?x5xf32>) -> tensor<?x5xf32>
    %66 = linalg.generic {indexing_maps = [#map26, #map27, #map28], iterator_types = ["parallel", "parallel", "reduction"]} ins(%63, %cst_0 : tensor<?x72xbf16>, tensor<72x5xbf16>) outs(%65 : tensor<?x5xf32>) {
    ^bb0(%in: bf16, %in_31: bf16, %out: f32):
      %70 = arith.extf %in : bf16 to f32
      %71 = arith.extf %in_31 : bf16 to f32
      %72 = math.fma %70, %71, %out : f32
      linalg.yield %72 : f32
    } -> tensor<?x5xf32>
    %67 = tensor.empty(%dim) : tensor<?x5xbf16>
    %68 = linalg.generic {indexing_maps = [#map25, #map25], iterator_types = ["parallel", "parallel"]} ins(%66 : tensor<?x5xf32>) outs(%67 : tensor<?x5xbf16>) {
    ^bb0(%in: f32, %out: bf16):
      %70 = arith.truncf %in : f32 to bf16
      linalg.yield %70 : bf16
    } -> tensor<?x5xbf16>
    %69 = linalg.generic {indexing_maps = [#map25, #map25], iterator_types = ["parallel", "parallel"]} ins(%68 : tensor<?x5xbf16>) outs(%64 : tensor<?x5xf32>) {
    ^bb0(%in: bf16, %out: f32):
      %70 = arith.extf %in : bf16 to f32
      linalg.yield %70 : f32
    } -> tensor<?x5xf32>
    return %69, %33 : tensor<?x5xf32>, tensor<?x12x6x6xi8>
  }
}

{-#
  dialect_resources: {
    builtin: {
      mw: "0x10000000A73D6E3E0D3EB6BE6FBA003FA0BE103D6CBE84BE923C473E213EA53D4F3EE3BE2D3E863DA7BD1CBD7FBE833E66BECFBE19BD39BE5ABDB03E90BD97BB083FC6BE693D843EB13E073F4CBEF33D6CBD17BE5DBECDBE4F3D1F3E99BE223E30BE93BE31BF7A3E173EE3BD05BEB8BEC93D44BDD63D5C3CC5BED8BE9A3DE9BE213D4C3EB4BE123E7ABCE03D3CBEDEBCAE3DE13E293ED93DB1BE873D41BE0BBD543D6A3E0A3E0A3DE5BCA83E71BE15BBAB3E77BD4A3E5A3EFA3E8C3EDABE35BC7F3D493EAE3DEC3E873EA0BE33BE09BFD63E51BD68BDD8BE0BBEA63D06BE05BE41BEEF3E32BECFBE2DBE03BE85BDD6BDA7BEC4BD543DCEBEE83EC43E02BF11BE553E963ECF3E04BFA9BE37BEBC3DA4BE813D8D3D0D3EBEBEC53BCABC18BE943EEABDA83E42BECB3EC43E7ABE553D413D8FBE2D3EF93D80BE34BB4C3E88BD54BEC93E8CBE833D873E393EF9BED1BD54BD91BD133EFC3DA53C603D7B3E9D3EFCBE0B3F19BE433ED7BE0DBEA7BE8A3E613E6ABB44BDC03D79BE22BE4BBE513E223BA8BEAB3D053EB23E15BECB3D063FB1BDC5BD003E06BE6EBB07BE50BE603ECCBD85BE9FBD29BD913D6D3EE33EA2BE8DBDF0BE473DFF3D32BE77BE86BEC8BE183EF23E9ABECD3E2DBDBCBE033E353EAC3DA8BDD03EB6BD133E163E7BBEFABEEABEF6BD903DF1BE50BEBC3EF4BEC43D8A3D363ECBBE803DC0BEA13E79BE943D68BE313CD4BE423D033EE1BCC53E8D3D333ED43DE73E44BEBFBDA4BD083E2F3D413E553D1DBE1DBDB63D1ABFAA3E29BEE2BD3F3DA9BDC7BE9CBDAC3E803E993E20BE8FBD823EBB3E9CBB84BE01BFB43ECCBECD3D603E533F2A3D12BDE53D013EAE3E303E4CBE0BBF963D34BEB83EAEBE4D3D42BE68BEDB3E303D41BD433E4FBEC2BD28BE033FAE3D263E933E45BD24BDD8BEFC3D883DDBBD9F3EEDBEDD3DB7BE98BE63BDB03E9EBE85BEA1BE053F093ED53D093F823D0CBF07BE9FBE063FBDBE9F3D0ABEEDBD833B15BD37BEA5BE2FBE8CBE73BEEB3C",
      bw: "0x1000000016BE823D98BE753D063EA03E883E4E3D2CBEE9BE303AB63ED53E22BF3FBEAFBD84BE463D3C3C02BEEBBBCBBE77BE63BE673ECFBE53BD493E44BC513E25BEE23D693E0F3F3C3EB83EA03BDB3CCA3E183EB73E393E083F193F52BEF03EE63DFD3DC8BC3D3E8CBE35BE3EBEA03D723E433ECA3D11BEDEBEDD3D323DC53DBA3E1DBD31BD12BF173E9EBB36BED53D82BE03BEFF3E483E743E473E2C3E633D143F3FBC433E45BDA7BD1ABFF3BEC93EC23ED4BD2FBB223E79BEE53E83BE34BE30BFC43E993CD23E7CBEB53DB83C5B3D063F123FB23EC6BD683EAE3E123E153EFD3D64BE843DCF3E7CBEBF3C593EADBE02BDD8BE19BEB3BE63BEF7BD8ABD4BBD1ABFCC3E8BBD8CBE20BE9F3D80BED4BDF1BD0A3E40BEE83DB33D18BD9F3EA73B97BE983DFC3C26BC6E3D163F6F3DEA3D7CBDA83E68BC4DBE9CBE073E3F3ECBBE39BE243E833EA9BED1BD553E09BEE7BD0BBEA7BE3A3C9B3DB4BECA3C8E3E533D723E0DBEAF3E4ABEF13EE7BD39BE65BED5BDFEBD31BEAABD293E613EAEBD9E3E80BE84BE91BE193EC7BEB3BEA33EDB3EAB3EC0BED63A533EBA3CD0BEB3BDDABE9FBE093F2C3EBDBEC1BEE53D1EBE123E28BE56BD6B3D85BEF7BE9ABE35BE5CBD91BCA2BC013E68BEB13EFF3EB43D323D9E3E223E313D3BBD41BE98BE263E963E89BEB4BC4F3DE2BD47BED1BDFEBE9EBC9FBD063F6B3EBABDCDBBD93ECB3E2B3D15BDBBBEB0BD3FBD41BEDB3EF2BE1DBDC73DD73DD63EB5BE44BEA33CEB3CCFBD48BE873E89BE18BEB63EDC3E5B3E61BE5FBE6BBE94BEDEBDA03E513D46BE4CBE99BE983E03BF813DBBBE8BBEC2BE703EDDBC2E3F88BE90BE103E083EA0BD03BFB53E093EBA3D21BE1A3E19BE363A6CBD9C3E04BEC8BD883E383D8ABC94BD673E34BED73DFD3EB13D57BEA1BEBB3CA4BED3BE51BE94BE513EC2BEC33E51BE603C1C3E223D283E87BE16BF8BBDE0BE27BE5F3E8BBD2BBE9ABEBDBD80BDD5BE5D3D94BE0E3D08BE693E473E93BC42BDB83DA73E7E3EB53C7F3DC23ED9BEF83D75BEA73E0BBE22BD91BEC6BB423ED23EA6BEF1BD793F6C3ED2BB023E2CBFCD3E173DB9BE953E23BE84BE053ECC3DEDBD9BBCACBEB9BE663EA93EDD3DBF3DCBBD05BD70BEE13E11BED23D2F38B3BEF83EC0BD45BEEB3C66BEF33B76BE113E643CAFBE853E473D8DBEB93DDE3DEF3E5CBE5C3EB6BC203E83BD4FBC013E98BE06BF2EB8E0BDC93C283E50BD9B3EC5BB073D5B3E1D3E84BC1B3D3CBE17BE063D593ED0BD603EFD3E0C3F823C8C3E273E553E623E123E603E763D57BD9D3D0C3EA43EDA3D4D3EBE3E61BE54BD193EA73C76BE863E83BB73BEFA3E9EBE1E3C1FBE253D1E3E45BE60BCA8BC75BE9C3E613D78BD1FBE94BD413DD6BDA63E20BF07BF5ABDE7BEC6BB1EBE203EEB3DAD3E773EA73E133E8F3E0C3E0CBE9BBE95BE073E16BF623D35BE483E7B3D35BE723C0FBFA13D033EE6BE683E97BC603DB0BE273E213E093C70BE503EA63EE83D873E08BE593DDF3D543D393FF93DFCBD673E82BEE43D593ED3BD74BD5BBE5F3D17BEEA3E3D3E05BDA9BE093FB43E133E993D8D3DBBBDFE3E9E3DABBE0EBE1FBF443E5E3EF03E0D3F2EBE0E3E8D3E653ED1BD683E193EBB3E8E3C11BDD4BD91BD2CBE7FBD183E0D3EB43E973E363E89BE273EA03E9DBE85BE61BE78BE60BD5EBEE93D93BE84BCE0BD69BE8C3EB23C1A3E8DBD433E2C3EC3BCDCBE613E403E743D9A3D393D803D73BEE139C03D0EBE6ABEF53E2A3E7FBDDEBD25BFAFBE44BDAC3E00BF24BEFD3E3B3EF23DA13E7ABCF2BC463E693E81BECB3ED8BE22BE493FE7BD383E71BE85BD29BEACBD383EE83E703ECF3EE3BDC43E213EB83EB6BD2FBDB73E2C3E2A3D20BE34BC0A3E463E01BE95BDF43D88BE7B3EF53BD2BC19BFC9BE83BE12BE8BBEC23D0C3D88BD02BFB33E8FBD173E2CBE41BA323E6F3D763E3DBDFF3EF3BE0EBE793E84BDE6BDE4BE983EF4BEFF3D3D3D5D3EB93E37BE53BEAABDDEBE4E3ED5BD0E3D93BE70BB26BED4BC90BE7F3E2FBE26BF1C3EACBD6CBE1E3FBBBCB0BE28BEAD3D89BD993E833E55BE96BA193EE9BD02BE563ED13DB9BE17BEE9BD24BD43BEA63E82BE90BE2D3D13BF89BE163EAFBE63BE863ED63D9C3B543D37BE8C3D73BD1E3F023EBDBDAABCC93BB4BE5ABEC03EB7BE1BBE803EBE3E86BEB83EC5BDD13EF73D9ABD363E0B3E4ABE093FB8BD923E00BEECBE91BEEABC2B3EE03E8C3C97BD9FBE74BC933D0FBFA53E903E113F6DBEC73B9036ACBE5EBE80BEFF3DD43DAA3ED8BDB6BED73DB33D253E9D3E1BBE473E83BE0B3D2B3E0DBD493DB5BE2CBE033D9DBE61BE1A3F6F3D5ABE88BEAD3E36BFD1BD0B3E28BEDA3D94BEFBBC8EBCCFBCF03BA4BC803EC5BD37BED0BDDDBDD4BE03BFBEBE1D3D4DBE0BBE2F3F7E3EB0BD44BE9F3E6ABE8D3EE93DA03E5CBE453EF9BE9EBD723E103E",
      weight_bytes_2: "0x40000000A1695B1D28A6F4D9A4EA98D09BEC186E180BFBC7A5F5BB86676FCD40A65F66B59840EF79E83085274085A44FFECFD94D65571B137AD2F62019F94B11ABA2529DD381AF5857CD35E0BFF1865F0E06CAED66B2FFFEA341D80A104390F30542CC1C2DB0D6A1426E8BB4A96CB6EC37463167A6DD72C852B83BB5B9F0DF951639B03BCE827F768216FE879EB3F575D3017A2BB842A9624A8F941531DC54B7186AA8810EC2F3D32FDDDD0010563C9CF89E1332F026B8AF6A0DFB51596C90C6AD62097E",
      weight_bytes_1: "0x40000000C7ED0B65ED257F1F309A2740BB831902968F1A9CCEB7767813AF6375001A858104E1AFE7EE306298975526EA40424972755B493019A239CD96F51F94965896663C51E3A449EA2ABAB822F79E60463DDA5313E7007F7129B82FCC6604B3F4C1A636FB0AED0130D4B3EB6BFA75343D85DA4B4DAE7D609E0343E931B8DD1AA876E1256EF5AB7FE26BC07A00DE0A8F0851092BB07F5A02D624D7E3E3707FC26BD49CAA94DD4E9CA83830FE5BBB12F344EC0D213504AA7A8F87D62C920FB75A8FC38F08C328860D6B6EE34293C5F172300F62B633CFCD0660815EBC97ACE1BD75CCE626F15F89F26166B4A0899D2A0271B67013E016C90861F9214409F344D5F29F2FCCBEAAF0CA0226F9B9B0082F7100614F469E89F7E2F8D50F2B51DEB79EAC5E8D22F3E41B2BC56CE274D2C9F57ACB09BF4C45FDB39F27AFC87AFCCC87C43382D4B5343C36A75EFF7329CF6942972BAEEFC42428A8B5A3BC625B4DCED1DEAE15DB388E5DEBF0D435F3C057FC960A5F089FAD83669AEA647BFD68EC680CD26783C8DF1DAFEB03DC7DDD78BFC0B24A6C6AF46BF67919A20DC70EE90C7C73F6E52EA196364AA901CFF1B0E3D0960E78696676C20A9BFCA3D56848F6B4BF21C158AB86E06E25EE70210B61661826D0B4ECC1DB3EAA1C06B92587927EFBB517F617012A64C47936A4EA7CA8B8AEC82B1DD4E34FED5D5F2B50BF2207BAFA7431E17279C225CFAEE170B565D6B19B788E6448E0CA939E9D4E60EAE6106853858B49D5FE7218F0ED98F838301D05B21ACD247B81DFEBD79E9F85C623DF1AB25DAEE950BCCECB7E6B0EA648C73E1B901B7330D34354AE185F965C39D77A8D3D71B7ED23448A4834FD017341C5D2B1F211DB72C0B886862E083A8A2551E94151395E48131059249FED7E72B2114E3D1A4FA22B96A565084AAF4F029990CDFA7422937365C46BF2DC31E637AD761F14B5C079DF8225DF3ED96DFA77AAD49537D10B466954D848ACD161A94E92C27F75B9CB26F917DCE937C83F9593BD9F5B79023171A1F7EF326A3A5C7731E0039A49827EB6D6FD62D4D94C0218619BBF3B12A751B4856484E2D8259C26AA94B1EA9B1B4471A2A57474F383C79FDE2F36D04917FBDFCFA951C042B5E48F72A416C22C3CFD71CF2213723E15C6848B69D971699520D8483155E809E26F0854C4E28B1C637296FCA666C02B52BEEE74D2FC24C8757E24076C621CCEE1A691B53D10421EB8DCB6EA5FE533D305D35BA24D1368ADAEB2192A46E2AFB2CE21277244D984FB99E00750C9ECAD82796AF655281C229B090FA968B1681594179416542B117F2042F576C0613938E4A2F11B2BCB702C82C099429AD4F918C48D910A265F12B8A958746C23E1990EE1EE0295CAD5A4AB056232D64C76A82DB860FA4A893DA76E6094BE6AC0945E8752CCAADA7746BC19A8AE214D8FB46DDFAE52594DED1CC773E391FF5216D769AA42482B60A326C999FE0A6EC1254495470839CF9A2E1829F3080F852E1E8F5986F8ECD33F51A693ECFDF7AA187E7AAEA25EA9B6B3B738EB7A923157659CA18197621401C8D46E5560D71A46ACF4638242DAD82D01403C34523973D678FFF4E2AA8F11C1EE6CE326B929EE1C0BD7F36B519216FCEB20785AF8EDAE625A5A54F8A4068CA259D5D227F62870D49A0F73FA7678431636696B45BF239A7AD5167648CECCB265AFD2743D55423AD5D640571933B325FEF72FB646A3C8F1FBB6426989ABE62608E9DF3697FD084E79B288F50C6FBBE0FAAE2B2D322E62193B530DFF09F3177AEEFD2EA8CB26AE1F2405346963D84D8F38CF3F991F95FC08C2EEA7EA0B15DDEF338A94A087E1EA19A081FBC49684928CE6610229F06D7AE62FB1AF13EECE769D17D9B61D1720DD0EEBB43C703B5967027A276825A959E087F24A2F81DA2D1A4560ECC07FB9EAEC6DD0BA039EBF589F8B0487AFD8400E2F498FFC457B98C87103EE711AB299D6D5862E8360FDADAA5E49C353AFE5ED7F76ED008936F5CCB97C5DD7185C74E45768597DE58E8B88A6188A8B8B5E4B12E55C8E65D2389E654A15F84B24D2A5AE52AD25401D9FCD786F550E83A076942DD1A11041460C28C1DDDDE266C57205EF71D384B243B676F54BA85D5A84FF4BF95D618D7BA2136D85F5F0CE2B8B266637241735A7C7C50CC77CB25DE9F8C91EDEB1F6C4305164D6D2D4FFDF415585191468F33017DC99C1A29B59840A88CDF3D90FDFA058A96E1AEA55C6C48FA6D31DCDE241E5378E5CBA0290F71402915BB412843F4F511457D0A89EA066DAC98E159A3988EB6708CE56EE2A498F3A9B10B0EECBC1BB8831071E79C072974EB3F37204D909B26FF4892E74577195A1CDF107DAC4BABABD05B8979DF97AA2FBD5CE608AD7D147C713EEB8E8F07C5318CACFECB534D0D0502686A43623DF813C819EC8EBA916881755927087D7BD7DAFD89972C0E210C72D54D4887731D89F482B6C82B511625519B1B3794E84C447A73749432890584F5BAB6ECBCBBF2DDF251123F5EC93D7D1481315B62A89759190B82F25435F3D08123C343C3AF5923692CAFB9AE300315F88631504C79E76AF34F9A338CC316F6C18CE631A37A5F6AB1FA7179C8AB4ED40D39471290A7802E592BBB0230859A1A3DCA04FBDB3634F5E99C30522722D67AD26384D0B074897E0A6D5C6286F8F35E0F074CD40A7B07E8A19919A33B70D9481190E97B8414F498A91F6C2F6F9A31F25090687AC4F574987318D2D0881F7226FE18B6D642A7A3BC777F8EA4C1A7B54866B7D51F7C13EF832174ACC4FA40304C98E9C88D56D00A6685800FA6F7B10D0BFA4FC78ED9B158AB14FABA64AE7606E015D95E8ED7A02FE4352B71A8761BCA0C560432606034E7D3688CD57976800F949446A5472F2634F1555A0D3D29DDE9B35C6AA5E96DABDEDFE7035E0BF27DDA1217F13F4278FF33C3C55FCFBA1FDCDA62FC5A15B7CBDDB163EBC759ACCAB2C8C73F271A27B4AAAAE2635ABAEE1FD2E480AA09752F70CE7B77348ABA7818F9CCFEA72622E6BCB5E8F9BBC3D0819D76EADA20BC8A8B424F9484FDE9F3D93019B47BE304381CA1ABFAC42857263C21E793205C81FEB7520D4060082F89744E1636C4B136E78D67519F5A0BF118D73A9358FBC4C7ED2ADFC09C4C388EC5647533EEFE2F58ACE509A8CDF8B1BE8387976D981883A178360C8B7790024CE9B5D864D0D1F569064C3CB1E559CB80A545FBC98E9E61F17DB68535B5006B2931AC1CF903C4A178F95A0F700",
      weight_bytes: "0x4000000069AFFF8ACD1E6F255959774672AC7F344C00528931B35C88E6DF2BE512C80A5FEE40A1FF0CF1A1BD28176FFF8DD89011CB788E3EC1B31748A18E4D87F6DEDFD975D5911F936E4AA1E5AC35E55703A5CF211BCC2F0E5887C91D962BD9D2D783114211CCA06BE4EA2B6762872B5511215C5F492EE4FB6EAD046EC5913A0DC8BDA6D470EA6C5BD1523CFB76B7853EE80ADFA6D722745EEF610CB3B206D91EBA9177616BFEFB10352BE8E3783F1EA36298F3C74ADEE2D8BF44A94C37CEFEAB209EF9E3FACE773B5E8FA3A6200B07502A61440679A9CFE9555EBEAEB70EFB1509EB819BB559093E9762C4B77971A775ABBCEA108E1768C3A670F28C202E9035286AD918C0113A839C6D7C331B35B552D58EFFE6099795FDA4CD9A3F5BB3989B6F59D7BDE49B25B4B5759F6094F0231AD40CD5F7377FC40F1D2F8AFBE2626C003FE61D452538EA7D6D289F4ECD04E43D5C32AED39E0B32F70531218A43906DED36A5877B980A0F58A73DEA2F5D102BFCA3BB3A038AD4DC2434A9CC8729A3B01C91D5882FE48436BD684771F467197910705A8E2B64AB034FE2614EBDCE17D825955AF2B0A42B018221E3040C60C8DB52A4B081B29E830B474671DF09AA20A610B7F65610DB4F3DC486238CAE9E9C4719EE2F791DE71ED64D03BCA8FAEFB6AF90D82930F6B2DDC5ECE1A06D10766327B64B7EF3DA601FFBC79C4BF65BFD6484B15EEDEB2A38EFF4B32A3C7003EAF43D608D35E049C566EF69548DE7A1EC70E00695AD2F562D14A729AABE032AA3B7146075832D17C879C4885B3B212429B45A00FE71BF"
    }
  }
#-}

