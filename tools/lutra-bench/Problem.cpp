//===- Problem.cpp - a mixed-precision product to measure -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Problem.h"

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <random>

using namespace mlir;
using namespace lutra::bench;
namespace lowbit = lutra::lowbit;

std::optional<Format> Format::parse(StringRef name) {
  if (name == "ternary")
    return Format{"ternary", 0, 3, 1, {}};
  // Sign, two bits of an exponent, one behind the point.
  if (name == "fp4")
    return Format{"fp4",
                  4,
                  16,
                  0,
                  {0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0.0f, -0.5f, -1, -1.5f, -2,
                   -3, -4, -6}};
  // Quantiles of a normal distribution, as QLoRA (arXiv 2305.14314) has them.
  if (name == "nf4")
    return Format{"nf4",
                  4,
                  16,
                  0,
                  {-1.0f, -0.6961928f, -0.52507305f, -0.3949175f, -0.28444138f,
                   -0.18477343f, -0.09105004f, 0.0f, 0.0795803f, 0.1609302f,
                   0.2461123f, 0.33791524f, 0.44070983f, 0.562617f, 0.72295684f,
                   1.0f}};
  unsigned bits = 0;
  StringRef number = name;
  if (!number.consume_front("int") || number.getAsInteger(10, bits) ||
      bits < 1 || bits > 8 || name != "int" + std::to_string(bits))
    return std::nullopt;
  // Values around zero, as quantizers without zero points make them.
  return Format{name.str(), bits, 1u << bits, 1 << (bits - 1), {}};
}

void Problem::fill() {
  // Our own mapping from bits to values: distributions differ by library.
  std::mt19937_64 random(0);
  auto uniform = [&] { return float(int32_t(random() >> 32)) * 0x1p-31f; };
  a.resize(m * k);
  for (float &value : a)
    value = uniform();
  codes.resize(n * k);
  for (uint8_t &code : codes)
    code = uint8_t((random() >> 32) % format.numCodes);
  scales.resize(n * getNumGroups());
  for (float &scale : scales)
    scale = 0.02f + 0.01f * uniform();
  integerZeroPoints.resize(zeroPoints == ZeroPoints::Integers ? scales.size()
                                                              : 0);
  for (uint8_t &point : integerZeroPoints)
    point = uint8_t((random() >> 32) % format.numCodes);
  realZeroPoints.resize(zeroPoints == ZeroPoints::Reals ? scales.size() : 0);
  for (float &point : realZeroPoints)
    point = float(format.zeroPoint) - 0.5f + 0.1f * uniform();
  groupOfK.resize(isShuffled ? k : 0);
  for (int64_t i = 0; i != int64_t(groupOfK.size()); ++i)
    groupOfK[i] = int32_t(i / group);
  for (size_t i = groupOfK.size(); i > 1; --i)
    std::swap(groupOfK[i - 1], groupOfK[(random() >> 32) % i]);
}

template <typename T>
static Value createConstant(OpBuilder &b, Location loc, StringRef name,
                            ArrayRef<int64_t> shape, Type element,
                            const std::vector<T> &values) {
  auto type = RankedTensorType::get(shape, element);
  AsmResourceBlob blob =
      HeapAsmResourceBlob::allocateAndCopyInferAlign<T>(ArrayRef<T>(values));
  auto attr = DenseResourceElementsAttr::get(type, name, std::move(blob));
  return arith::ConstantOp::create(b, loc, attr);
}

OwningOpRef<ModuleOp> Problem::build(MLIRContext &context, bool fixed) const {
  context.loadDialect<arith::ArithDialect, func::FuncDialect,
                      lowbit::LowbitDialect, tensor::TensorDialect>();
  OpBuilder b(&context);
  Location loc = NameLoc::get(b.getStringAttr(kNodeName),
                              FileLineColLoc::get(&context, kNodeName, 0, 0));
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  b.setInsertionPointToEnd(module->getBody());

  int64_t rows = fixed ? m : ShapedType::kDynamic;
  auto actsType = RankedTensorType::get({rows, k}, b.getF32Type());
  auto resultType = RankedTensorType::get({rows, n}, b.getF32Type());
  auto func = func::FuncOp::create(b, loc, "main",
                                   b.getFunctionType(actsType, resultType));
  Attribute known =
      fixed ? Attribute(b.getI64IntegerAttr(m)) : b.getStringAttr("M");
  auto describe = [&](StringRef name, int64_t columns) {
    return b.getDictionaryAttr(
        {b.getNamedAttr("onnx.name", b.getStringAttr(name)),
         b.getNamedAttr("onnx.dims", b.getArrayAttr({known, b.getI64IntegerAttr(
                                                                columns)}))});
  };
  func.setArgAttrs(0, describe("A", k));
  func.setResultAttrs(0, describe("Y", n));
  Block *body = func.addEntryBlock();
  b.setInsertionPointToStart(body);

  Value acts = body->getArgument(0);
  Value weights = createConstant(b, loc, "codes", {n, k}, b.getI8Type(), codes);
  Value scale = createConstant(b, loc, "scales", {n, getNumGroups()},
                               b.getF32Type(), scales);
  auto createPoints = [&](Type element, const auto &values) {
    return values.empty()
               ? Value()
               : createConstant(b, loc, "zero_points", {n, getNumGroups()},
                                element, values);
  };
  Value points = zeroPoints == ZeroPoints::Reals
                     ? createPoints(b.getF32Type(), realZeroPoints)
                     : createPoints(b.getI8Type(), integerZeroPoints);
  Value groups;
  if (isShuffled)
    groups = createConstant(b, loc, "g_idx", {k}, b.getI32Type(), groupOfK);
  SmallVector<Value> tokens;
  if (!fixed)
    tokens.push_back(tensor::DimOp::create(b, loc, acts, 0));
  Value init = tensor::EmptyOp::create(b, loc, resultType, tokens);
  lowbit::FormatAttrInterface type;
  if (format.bits == 0)
    type = lowbit::TernaryFormatAttr::get(&context);
  else if (!format.values.empty())
    type = lowbit::CodebookFormatAttr::get(
        &context, format.bits, b.getDenseF32ArrayAttr(format.values));
  else
    type = lowbit::IntFormatAttr::get(&context, format.bits,
                                      points ? 0 : format.zeroPoint);
  lowbit::ActivationKind kind =
      activations == Activations::Float32 ? lowbit::ActivationKind::Float
      : getNumGroups() == 1               ? lowbit::ActivationKind::Int8Token
                                          : lowbit::ActivationKind::Int8Block;
  auto product = lowbit::ContractOp::create(
      b, loc, resultType, acts, /*act_scales=*/Value(), weights, scale, points,
      groups, init, type, kind, getNumGroups() == 1 ? 0 : group,
      /*int8_permitted=*/true);
  func::ReturnOp::create(b, loc, product.getResult());
  return module;
}
