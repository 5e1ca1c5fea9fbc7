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
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/bit.h"
#include <cmath>
#include <random>

using namespace mlir;
using namespace lutra::bench;
namespace lowbit = lutra::lowbit;

static constexpr std::pair<llvm::StringLiteral, Activations> kActivations[] = {
    {"i8", Activations::Int8},
    {"f32", Activations::Float32},
    {"bf16", Activations::BFloat16},
    {"f16", Activations::Float16}};

std::optional<Activations> lutra::bench::parseActivations(StringRef name) {
  for (auto [known, activations] : kActivations)
    if (known == name)
      return activations;
  return std::nullopt;
}

StringRef lutra::bench::getName(Activations activations) {
  return llvm::find_if(
             kActivations,
             [&](const auto &known) { return known.second == activations; })
      ->first;
}

/// "e4m3": the numbers of a sign, so many bits of exponent and of mantissa.
static std::optional<Format> parseMinifloat(StringRef name) {
  unsigned exponent = 0, mantissa = 0;
  StringRef rest = name;
  if (!rest.consume_front("e") || rest.consumeInteger(10, exponent) ||
      !rest.consume_front("m") || rest.getAsInteger(10, mantissa) ||
      exponent < 1 || exponent > 5 || mantissa < 1 || exponent + mantissa > 7)
    return std::nullopt;
  Format format;
  format.name = name.str();
  format.bits = 1 + exponent + mantissa;
  format.numCodes = 1u << format.bits;
  format.exponent = exponent;
  unsigned numPositive = format.numCodes / 2;
  for (unsigned code = 0; code != format.numCodes; ++code) {
    unsigned magnitude = code % numPositive, power = magnitude >> mantissa,
             steps = magnitude % (1u << mantissa);
    if (power)
      steps += 1u << mantissa;
    float value =
        std::ldexp(float(steps), int(std::max(power, 1u)) -
                                     (1 << (exponent - 1)) + 1 - int(mantissa));
    format.values.push_back(code < numPositive ? value : -value);
  }
  return format;
}

/// "v8x12x2": vectors of so many values, bits of an index, and books if there
/// are several.
static std::optional<Format> parseVectors(StringRef name) {
  Format format;
  StringRef rest = name;
  if (!rest.consume_front("v") || rest.consumeInteger(10, format.length) ||
      !rest.consume_front("x") || rest.consumeInteger(10, format.bits) ||
      (rest.consume_front("x") && rest.consumeInteger(10, format.books)) ||
      !rest.empty() || !llvm::is_contained({2u, 4u, 8u}, format.length) ||
      format.bits < 1 || format.bits > 16 || format.books < 1 ||
      format.books > 4)
    return std::nullopt;
  format.name = name.str();
  format.numCodes = 1u << format.bits;
  std::mt19937 random(format.bits);
  format.values.resize(size_t(format.books) * format.length * format.numCodes);
  for (float &value : format.values)
    value = float(int32_t(uint32_t(random()))) * 0x1p-31f;
  return format;
}

float Format::getValue(const uint8_t *codes, int64_t k) const {
  if (length == 1)
    return values[codes[k]];
  const uint8_t *next = codes + k / length * books * getCodeBytes();
  float sum = 0;
  for (unsigned book = 0; book != books; ++book, next += getCodeBytes()) {
    unsigned code = bits > 8 ? next[0] + 256u * next[1] : next[0];
    float value = values[(book * numCodes + code) * length + k % length];
    sum = book ? sum + value : value;
  }
  return sum;
}

std::optional<Format> Format::parse(StringRef name) {
  if (std::optional<Format> format = parseVectors(name))
    return format;
  if (StringRef of = name; of.consume_back("-signs")) {
    std::optional<Format> format = parse(of);
    if (!format || format->values.empty() || format->isSignScaled ||
        format->length > 1)
      return std::nullopt;
    format->name = name.str();
    format->isSignScaled = true;
    return format;
  }
  if (std::optional<Format> format = parseMinifloat(name))
    return format;
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
  shortActs.clear();
  for (float &value : a) {
    value = uniform();
    if (!isShort())
      continue;
    llvm::APFloat rounded(value);
    bool losesInfo = false;
    rounded.convert(activations == Activations::BFloat16
                        ? llvm::APFloat::BFloat()
                        : llvm::APFloat::IEEEhalf(),
                    llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    shortActs.push_back(uint16_t(rounded.bitcastToAPInt().getZExtValue()));
    value = rounded.convertToFloat();
  }
  codes.resize(n * format.countCodeBytes(k));
  for (size_t i = 0; i != codes.size(); ++i) {
    auto code = unsigned((random() >> 32) % format.numCodes);
    codes[i] = uint8_t(code);
    // The upper byte of an index of two.
    if (format.bits > 8)
      codes[++i] = uint8_t(code >> 8);
  }
  scales.resize(n * getNumGroups() * format.getScalesPerGroup());
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

float Problem::widen(uint16_t bits) const {
  const llvm::fltSemantics &semantics = activations == Activations::BFloat16
                                            ? llvm::APFloat::BFloat()
                                            : llvm::APFloat::IEEEhalf();
  return llvm::APFloat(semantics, llvm::APInt(16, bits)).convertToFloat();
}

/// Floats with other elements, as they enter and leave a model of 16 bits.
static Value convert(OpBuilder &b, Location loc, Value floats, Type element) {
  auto type = cast<RankedTensorType>(floats.getType());
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, floats);
  Value init = tensor::EmptyOp::create(b, loc, sizes, element);
  SmallVector<AffineMap> maps(2, b.getMultiDimIdentityMap(type.getRank()));
  SmallVector<utils::IteratorType> loops(type.getRank(),
                                         utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, TypeRange(init.getType()), floats, init, maps, loops,
             [&](OpBuilder &nested, Location at, ValueRange args) {
               Value result =
                   element.isF32()
                       ? arith::ExtFOp::create(nested, at, element, args[0])
                             .getResult()
                       : arith::TruncFOp::create(nested, at, element, args[0]);
               linalg::YieldOp::create(nested, at, result);
             })
      .getResult(0);
}

/// Whether all that activations are multiplied by is bf16, as products of bf16
/// need it: the compiler decides so where it finds such a product.
static bool hasBFloat16Weights(const Problem &problem) {
  return problem.zeroPoints != ZeroPoints::Reals &&
         problem.format.length == 1 &&
         llvm::all_of(problem.format.values, [](float value) {
           return llvm::bit_cast<uint32_t>(value) % 0x10000 == 0;
         });
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
                      linalg::LinalgDialect, lowbit::LowbitDialect,
                      tensor::TensorDialect>();
  OpBuilder b(&context);
  Location loc = NameLoc::get(b.getStringAttr(kNodeName),
                              FileLineColLoc::get(&context, kNodeName, 0, 0));
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  b.setInsertionPointToEnd(module->getBody());

  int64_t rows = fixed ? m : ShapedType::kDynamic;
  Type element = activations == Activations::BFloat16  ? b.getBF16Type()
                 : activations == Activations::Float16 ? b.getF16Type()
                                                       : b.getF32Type();
  auto actsType = RankedTensorType::get({rows, k}, element);
  auto resultType = RankedTensorType::get({rows, n}, element);
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
  if (isShort())
    acts = convert(b, loc, acts, b.getF32Type());
  Value weights = createConstant(b, loc, "codes", {n, format.countCodeBytes(k)},
                                 b.getI8Type(), codes);
  Value scale = createConstant(b, loc, "scales",
                               {n, getNumGroups() * format.getScalesPerGroup()},
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
  auto productType = resultType.clone(b.getF32Type());
  Value init = tensor::EmptyOp::create(b, loc, productType, tokens);
  lowbit::FormatAttrInterface type;
  if (format.bits == 0)
    type = lowbit::TernaryFormatAttr::get(&context);
  else if (format.exponent)
    type = lowbit::MinifloatFormatAttr::get(&context, format.exponent,
                                            format.bits - 1 - format.exponent);
  else if (format.length > 1)
    type = lowbit::VectorCodebookFormatAttr::get(
        &context, format.bits, format.length, format.books,
        b.getDenseF32ArrayAttr(format.values));
  else if (!format.values.empty())
    type = lowbit::CodebookFormatAttr::get(
        &context, format.bits, b.getDenseF32ArrayAttr(format.values));
  else
    type = lowbit::IntFormatAttr::get(&context, format.bits,
                                      points ? 0 : format.zeroPoint);
  if (format.isSignScaled)
    type = lowbit::SignScaledFormatAttr::get(&context, type);
  lowbit::ActivationKind kind =
      activations == Activations::BFloat16 && hasBFloat16Weights(*this)
          ? lowbit::ActivationKind::BFloat16
      : activations != Activations::Int8 ? lowbit::ActivationKind::Float
      : getNumSets() == 1                ? lowbit::ActivationKind::Int8Token
                                         : lowbit::ActivationKind::Int8Block;
  auto product = lowbit::ContractOp::create(
      b, loc, productType, acts, /*act_scales=*/Value(), weights, scale, points,
      groups, init, type, kind, getNumGroups() == 1 ? 0 : group,
      /*int8_permitted=*/true, permitsByteTables,
      kind == lowbit::ActivationKind::Int8Block ? getActGroups() : 1);
  Value result = product.getResult();
  if (isShort())
    result = convert(b, loc, result, element);
  func::ReturnOp::create(b, loc, result);
  return module;
}
