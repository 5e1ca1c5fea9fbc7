#map = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d4, d2 + d5, d3 + d6)>
#map1 = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d1, d4, d5, d6)>
#map2 = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1, d2, d3)>
#map3 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d1)>
#map5 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 * 2 + d4, d3 * 2 + d5)>
#map6 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d4, d5)>
#map7 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d1, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map11 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 + d4, d3 + d5)>
#map12 = affine_map<(d0, d1, d2, d3, d4, d5) -> (d1, d4, d5)>
#map13 = affine_map<(d0, d1, d2, d3) -> (d0, d1)>
#map14 = affine_map<(d0, d1) -> (d0, d1)>
#map15 = affine_map<(d0, d1, d2) -> (d0, d2)>
#map16 = affine_map<(d0, d1, d2) -> (d2, d1)>
#map17 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map18 = affine_map<(d0, d1) -> (d1)>
module attributes {onnx.ir_version = 8 : i64, onnx.model_file = "convnet.onnx", onnx.opset_imports = {ai.onnx = 17 : i64}, onnx.producer = ""} {
  func.func @main(%arg0: tensor<?x3x20x20xf32> {onnx.dims = ["N", 3, 20, 20], onnx.dtype = "f32", onnx.name = "x"}) -> (tensor<?x10xf32> {onnx.dims = ["N", 10], onnx.dtype = "f32", onnx.name = "y"}) {
    %cst = arith.constant dense<[0.839664816, -2.74371719, -1.06679082, 1.0331769, 0.465109318, 0.978769361, -0.309760898, 0.563999355, -0.730844259, -1.3719604]> : tensor<10xf32>
    %cst_0 = arith.constant dense_resource<w5> : tensor<16x10xf32>
    %cst_1 = arith.constant 1.000000e+02 : f32
    %cst_2 = arith.constant 6.000000e+00 : f32
    %cst_3 = arith.constant dense<[1.67311502, -1.29075444, -0.831654965, -0.162246525, 0.808990061, 0.251639187, 0.74204415, -1.06729424, 0.944776594, 0.569028795, -1.59456456, 1.53991616, 2.29239798, -0.768577337, 0.0556528158, 1.39742255]> : tensor<16xf32>
    %cst_4 = arith.constant dense_resource<w3> : tensor<16x3x3xf32>
    %cst_5 = arith.constant dense<[0.843662679, 0.416248471, 0.873415529, -0.336627454, 0.82815653, -1.06106496, 0.569999814, -0.490380317, 0.674351692, 1.00564408, -0.735990167, -0.0512294807, 0.0389546268, 1.18966484, 0.710558116, -1.2192775]> : tensor<16xf32>
    %cst_6 = arith.constant dense_resource<w2> : tensor<16x8xf32>
    %cst_7 = arith.constant 0xFF800000 : f32
    %cst_8 = arith.constant dense<[-0.437988073, -0.206892923, -0.333726019, 0.0566899553, -0.293102205, 0.753211379, -0.323195934, -0.136649594]> : tensor<8xf32>
    %cst_9 = arith.constant dense_resource<w1> : tensor<8x3x3x3xf32>
    %cst_10 = arith.constant 0.000000e+00 : f32
    %c0 = arith.constant 0 : index
    %dim = tensor.dim %arg0, %c0 : tensor<?x3x20x20xf32>
    %0 = tensor.empty(%dim) : tensor<?x3x22x22xf32>
    %1 = linalg.fill ins(%cst_10 : f32) outs(%0 : tensor<?x3x22x22xf32>) -> tensor<?x3x22x22xf32>
    %inserted_slice = tensor.insert_slice %arg0 into %1[0, 0, 1, 1] [%dim, 3, 20, 20] [1, 1, 1, 1] : tensor<?x3x20x20xf32> into tensor<?x3x22x22xf32>
    %2 = tensor.empty(%dim) : tensor<?x8x20x20xf32>
    %3 = linalg.fill ins(%cst_10 : f32) outs(%2 : tensor<?x8x20x20xf32>) -> tensor<?x8x20x20xf32>
    %4 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%inserted_slice, %cst_9 : tensor<?x3x22x22xf32>, tensor<8x3x3x3xf32>) outs(%3 : tensor<?x8x20x20xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = math.fma %in, %in_13, %out : f32
      linalg.yield %33 : f32
    } -> tensor<?x8x20x20xf32>
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%4, %cst_8 : tensor<?x8x20x20xf32>, tensor<8xf32>) outs(%2 : tensor<?x8x20x20xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = arith.addf %in, %in_13 : f32
      linalg.yield %33 : f32
    } -> tensor<?x8x20x20xf32>
    %6 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5 : tensor<?x8x20x20xf32>) outs(%2 : tensor<?x8x20x20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.maximumf %in, %cst_10 : f32
      linalg.yield %33 : f32
    } -> tensor<?x8x20x20xf32>
    %7 = tensor.empty(%dim) : tensor<?x8x22x22xf32>
    %8 = linalg.fill ins(%cst_7 : f32) outs(%7 : tensor<?x8x22x22xf32>) -> tensor<?x8x22x22xf32>
    %inserted_slice_11 = tensor.insert_slice %6 into %8[0, 0, 1, 1] [%dim, 8, 20, 20] [1, 1, 1, 1] : tensor<?x8x20x20xf32> into tensor<?x8x22x22xf32>
    %9 = tensor.empty() : tensor<3x3xi8>
    %10 = tensor.empty(%dim) : tensor<?x8x10x10xf32>
    %11 = linalg.fill ins(%cst_7 : f32) outs(%10 : tensor<?x8x10x10xf32>) -> tensor<?x8x10x10xf32>
    %12 = linalg.generic {indexing_maps = [#map5, #map6, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%inserted_slice_11, %9 : tensor<?x8x22x22xf32>, tensor<3x3xi8>) outs(%11 : tensor<?x8x10x10xf32>) {
    ^bb0(%in: f32, %in_13: i8, %out: f32):
      %33 = arith.maximumf %out, %in : f32
      linalg.yield %33 : f32
    } -> tensor<?x8x10x10xf32>
    %collapsed = tensor.collapse_shape %12 [[0], [1], [2, 3]] : tensor<?x8x10x10xf32> into tensor<?x8x100xf32>
    %13 = tensor.empty(%dim) : tensor<?x16x100xf32>
    %14 = linalg.fill ins(%cst_10 : f32) outs(%13 : tensor<?x16x100xf32>) -> tensor<?x16x100xf32>
    %15 = linalg.generic {indexing_maps = [#map8, #map9, #map10], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %cst_6 : tensor<?x8x100xf32>, tensor<16x8xf32>) outs(%14 : tensor<?x16x100xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = math.fma %in, %in_13, %out : f32
      linalg.yield %33 : f32
    } -> tensor<?x16x100xf32>
    %expanded = tensor.expand_shape %15 [[0], [1], [2, 3]] output_shape [%dim, 16, 10, 10] : tensor<?x16x100xf32> into tensor<?x16x10x10xf32>
    %16 = tensor.empty(%dim) : tensor<?x16x10x10xf32>
    %17 = linalg.generic {indexing_maps = [#map3, #map4, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded, %cst_5 : tensor<?x16x10x10xf32>, tensor<16xf32>) outs(%16 : tensor<?x16x10x10xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = arith.addf %in, %in_13 : f32
      linalg.yield %33 : f32
    } -> tensor<?x16x10x10xf32>
    %18 = tensor.empty(%dim) : tensor<?x16x12x12xf32>
    %19 = linalg.fill ins(%cst_10 : f32) outs(%18 : tensor<?x16x12x12xf32>) -> tensor<?x16x12x12xf32>
    %inserted_slice_12 = tensor.insert_slice %17 into %19[0, 0, 1, 1] [%dim, 16, 10, 10] [1, 1, 1, 1] : tensor<?x16x10x10xf32> into tensor<?x16x12x12xf32>
    %20 = linalg.fill ins(%cst_10 : f32) outs(%16 : tensor<?x16x10x10xf32>) -> tensor<?x16x10x10xf32>
    %21 = linalg.generic {indexing_maps = [#map11, #map12, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%inserted_slice_12, %cst_4 : tensor<?x16x12x12xf32>, tensor<16x3x3xf32>) outs(%20 : tensor<?x16x10x10xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = math.fma %in, %in_13, %out : f32
      linalg.yield %33 : f32
    } -> tensor<?x16x10x10xf32>
    %22 = linalg.generic {indexing_maps = [#map3, #map4, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21, %cst_3 : tensor<?x16x10x10xf32>, tensor<16xf32>) outs(%16 : tensor<?x16x10x10xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = arith.addf %in, %in_13 : f32
      linalg.yield %33 : f32
    } -> tensor<?x16x10x10xf32>
    %23 = linalg.generic {indexing_maps = [#map3, #map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22, %17 : tensor<?x16x10x10xf32>, tensor<?x16x10x10xf32>) outs(%16 : tensor<?x16x10x10xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = arith.addf %in, %in_13 : f32
      linalg.yield %33 : f32
    } -> tensor<?x16x10x10xf32>
    %24 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<?x16x10x10xf32>) outs(%16 : tensor<?x16x10x10xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.maximumf %in, %cst_10 : f32
      %34 = arith.minimumf %33, %cst_2 : f32
      linalg.yield %34 : f32
    } -> tensor<?x16x10x10xf32>
    %25 = tensor.empty(%dim) : tensor<?x16xf32>
    %26 = linalg.fill ins(%cst_10 : f32) outs(%25 : tensor<?x16xf32>) -> tensor<?x16xf32>
    %27 = linalg.generic {indexing_maps = [#map3, #map13], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%24 : tensor<?x16x10x10xf32>) outs(%26 : tensor<?x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.addf %out, %in : f32
      linalg.yield %33 : f32
    } -> tensor<?x16xf32>
    %28 = linalg.generic {indexing_maps = [#map14, #map14], iterator_types = ["parallel", "parallel"]} ins(%27 : tensor<?x16xf32>) outs(%25 : tensor<?x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.divf %in, %cst_1 : f32
      linalg.yield %33 : f32
    } -> tensor<?x16xf32>
    %29 = tensor.empty(%dim) : tensor<?x10xf32>
    %30 = linalg.fill ins(%cst_10 : f32) outs(%29 : tensor<?x10xf32>) -> tensor<?x10xf32>
    %31 = linalg.generic {indexing_maps = [#map15, #map16, #map17], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %cst_0 : tensor<?x16xf32>, tensor<16x10xf32>) outs(%30 : tensor<?x10xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = math.fma %in, %in_13, %out : f32
      linalg.yield %33 : f32
    } -> tensor<?x10xf32>
    %32 = linalg.generic {indexing_maps = [#map14, #map18, #map14], iterator_types = ["parallel", "parallel"]} ins(%31, %cst : tensor<?x10xf32>, tensor<10xf32>) outs(%29 : tensor<?x10xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %33 = arith.addf %in, %in_13 : f32
      linalg.yield %33 : f32
    } -> tensor<?x10xf32>
    return %32 : tensor<?x10xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      w5: "0x1000000058D3EFBE781621BF87FCD1BE41A037BE3F4F3BBE63AB443ED5E9AD3D2AC0C9BE38BA373E08B7173F3BD0C13E0678A03E3516D13B26429F3EDC6C9CBE0531733E3505E2BC771AB73EFAE6163EFF75B0BE09C9253D953DC53E2CD5B6BE230F35BED9E878BE7028F2BE3BA39B3E0343D43EAD88813ECE189D3D0ECA86BCEB079B3DF2E36CBEA7B8903E3346A93EA1FC963E20EE2BBE031CCB3C12BB56BDF7CA103F42C1683D9B5C18BF020B013EA860183F28DF5D3E35658E3E0ED63A3CAC971FBF548C12BFCCBAC9BE174824BD06C4C83D833E5F3E0B7EDCBD62EF9A3EC92CB5BD372064BE5DE3893E780E94BE62EE5CBFBB9DABBE83ECF33C895A79BF7F4BE7BDBB12D7BD9CF4E6BEB407F0BECEC015BE142931BEDEFDCB3E34C6F23D41F4FFBE1D608ABE4456643ECC7C193F764FFA3D683AC93DCCA2163FC9ECEABB372FC8BD31D1E4BE9A1F26BE4E60303F3331E6BEB9F0673B3505E4BE2069263DBDB78F3EB3CB9DBDC17F6C3EF16B693E1CC1103E0BF00A3F76337C3E9880C5BD60765CBEC5DC88BE15181A3E45A7D1BD16F05C3F7127153FE2EE8ABD2028D5BDBBD3083F527718BF533812BE8DEF993E2CAD93BEE0671ABE3F69E3BD2FFB553E6222323DED33023E5CC3403EBB1C1B3C6CCFB33EA80C6CBE3C85E8BE6ED80FBF4C3A03BF384432BE02C6A63EC197613DD8D141BE0638ADBE25432BBED1B602BE2AFD36BEF7F0E7BE24131ABEE0AEA43E410B30BF93D39BBD77BB2BBF8C186D3DC90C72BE6CD828BFB96F023D7620133F380B0D3DA31ABC3E203CB9BC91AA2EBFB7D31E3E307207BE62B9ECBEC6247E3E62C7B93DFE222ABE448C8C3E2B328DBEBF5A503EC64498BE5CE72C3E7838B2BEC61CF13EC4B2A43DADFEE73E3D2985BE8F2B1ABE",
      w3: "0x100000006C321C3EE3527E3E3F3B353F92490FBF2E1337BEE08FE33EED43E7BE3CB5CCBE557F303EF4CEAD3E313E64BE085D383ED4AE1F3D9499013FECAE04BA9100A93ED2219ABED76B7CBDA80804BD6368C23E5CD7453E984C80BE41C7683E6585833E026F18BDC1E5AFBD924D84BDADA310BF3BD9803D7723A03D85B793BEF16B7D3ED751EABE245A3CBE473522BED199293FB57608BF620B403EFEC9A03E2AEE003EFAB1C93E4722ABBE029542BFC9DE823E8816CCBE83D2DEBD9130C9BE8499B33EFEA6933E1FC875BE29329A3E7995253DED4F3EBD28C99C3C05698ABDFBEB513E2BDDD33DCF91EEBDFCBBAB3E8EB750BE4AE1C33D8018103E1162FC3E24862CBE38BE143F1D86703DEC6B84BD918965BE1A1F483E37A0853C6D59BCBE257EC0BE029E3DBE4EBE66BE0A14BA3E2FC2EA3EF33B943E1F4EF43D072C12BE86C6943C70FD963ECCD7353F2DCD9B3E936DBFBDE9AA4F3C6BB524BE848785BE3F8D7BBD258A853DE2A91C3F55158E3CE1A7E73E63D3163FB232D73CE732093F0208743ECA840EBE9107B53D04E3F93B309C9EBD8AB387BDCEE4443D5433143E140597BE9C134DBB5AE801BF5109B23DF4DA543E5FDA5F3D7624C33D045E493E660563BED130A3BD0D652E3E0EFDAA3EC2CC063E11D8593FAB79F9BCD59BAA3E2D30D83EF3A336BDC1088CBEB6D4C9BEEC8F5D3D657DBD3E7E75B93D94016C3D377001BE877F3F3EF14136BF2BA29E3D6E9B193C14DFE9BEA9A6393F02C9ECBE97E5B7BE82F2CCBEB680BD3E059197BE173C643E6C89483EB244B13DFF28DFBEACEE50BE",
      w2: "0x1000000033AD70BE659E3EBECCE5E4BEF9D13B3E5FD1CEBEB20387BE7A0F023E44BF113E65DB10BE59C336BFF83D183EABF1BB3D16ABFFBE75718B3E43D37DBEA1DCCBBE04A20A3DF53981BD28B7923DF25511BF3C06243F8C2F5ABEA35A0BBF780B603EEC7300BE0139EB3D1CE7F5BDCD06ADBC63F5B13D9B2887BEE0BA753E3C1F2ABE216E9DBE171CDF3C451F213E04DFA5BDFD219CBEE762603EA7531FBF399BBABEE8F0643CC960F6BEFC28223C8BE69EBC75B0A23E4198A5BE359A62BED33FF13DEA6E5EBFBA4A8C3F47F07CBE401D84BE78E19B3E0DBB66BC350E21BFD2F8623E05D79A3EE0E522BE83E6CBBDFAF12F3EBD81A4BEAFB61E3EBB4E903D0A5A74BE53FFFBBE275BA3BDE6779EBE4D46B53E6CA8503D8A928D3E11F4423D5A5CBE3DEABC8DBEE8DB713E4F88213FDD3CE0BD789B56BE6C9264BDF93D2EBE6FF67DBE3320483D94A5D2BD623B023F5C8295388E89EA3D9955AC3E3FC5D9BDDE09023F4D0F65BEAC5292BE539A04BEE72026BD6BAAFDBE6C4A4BBC75EC16BF0401FC3E9C97EABCDD6968BE406DA4BEBF2D0BBEDC86A1BDA113BDBE2E80A6BE788787BD3A8B3CBE0704AA3EFEF9CD3E059CB93B1C762B3EE6B1F1BE16C5663E8C2831BCFB772F3E03D9103F8F704EBF59F2BC3D39F6C6BEEA65563E31BCEDBE935A33BE80CB923D371D5E3E77A0D83C8A848FBE6B6648BEB41CA03E80DBFEBAC86618BF",
      w1: "0x100000003235883D56EA213EDC3C823DE76780BEE06A323EDFEEAF3D31A2D3BD650AE53D17B18F3D83DB673D893CB33BF17AD73DD72111BEFE6A00BD7D05BEBD2607EC3DE87EFA3B598966BDFF161ABE05BD4ABD9162CD3A444059BD0C057F3EE064463E4A9205BF0422BABEC1C409BDB566A6BDD968283D404F2B3D19AED03E0B255BBE12D494BD8B48C93EDDE3FE3D4EAB023EDE96CABD6664A2BE2402043DC5DDAB3C77DF71BE89A406BE3D2963BC602E3ABE79ED9ABCAC88963C026AE03B768CC7BDC004EA3D0C9F2F3EB9EA7C3D6B3F21BE972F103EEFA2C5BD55412D3E493753BE8A36343E6A0C7DBBED1676BE757077BD0B972A3CE508573D098F41BE913A5ABEDE531D3DB2F6B7BDB1A4393D7CAD153E5D76A2BE2787483DFE56713E7C886ABD4DC91FBE6D3E143E23C9473DFA8C303E041088BD990292BE0670ADBCBDB7AFBDCECA183ED4A2183DE0B1A0BE8B876BBED62A2E3EE6F5053E1758FCBD47A553B90C9EAF3DA89DB83D1AAE2C3E6D2E4A3D718095BC2A0B4CBDD70D503E64C9DDBEE398DABCFC1AD03B2B728CBEA72C833DE45800BE07F6293E9A00C6BC8ADE033E3732703E51ED963DD0932CBE6A3695BECCC4AC3E3575AFBCDAB107BEBE6DE33C87E216BD44EE273E43F5D53B566A2D3B49D20CBE1413B93D33BE4BBEE139033E0C29963EEE3B96BE2F02F3BE9E22F33D420EFB3E4B4045BE257976BE8922E83D19AE25BE9A71C7BDCD3489BDA0AED13DB7BE9FBD5A0C5B3D28280BBD5A7526BE791C7CBD514B3BBEDF56A43AA47A5DBE206057BE998F8F3EFEB127BC67F529BCA79DC93D2AE0A5BD1B2634BD3391A73D1B9F5E3D197664BED539243E75B6E8BDCD1E50BEA47431BEBEED99BD5A58A03E5CA967BE2A5EFC3C3BA6D2BE381A9EB9CC46313E508E3ABD740DF8BD997E363D67FA093E48C9023E4B5BC23EB1E1243DC07DE9BDD69CC6BC679864BC176EAB3C8D5CBDBB1322093DE4A2A4BE7B7E233EC686E2BD6E3167BEA15CFB3D4FCD813E2F52C23D6E13FE3C2DB637BE62790D3FBA782D3E008560BE73A419BE9220893CCF3199BE5FED043DFCEFB4BDE8A8713E5A9C3D3ED79305BF167E033C53609FBED5AC5A3E8583043DB625D83D28E751BED229B43EFC0BC73E50D551BEC6F0923DDDAF04BE08A394BBED6A79BE68FAB73EC1FE3EBE486569BD43A7C53D673AFFBDE6A43CBDDA26DEBD5F68D2BC73AD66BE"
    }
  }
#-}

