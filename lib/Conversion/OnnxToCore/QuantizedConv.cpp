//===- QuantizedConv.cpp - ConvInteger, QLinearConv, Q/DQ around Conv -----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Codes less their zero points are summed as integers, which is exact, and the
// scales come afterwards. Where no sum can pass what f32 holds exactly, and
// the weights are known, the integers are floats: the product of matrices of
// floats is the faster one.
//
//===----------------------------------------------------------------------===//

#include "QuantizedConv.h"

#include "ElementMath.h"
#include "Elementwise.h"
#include "Quantize.h"
#include "Registry.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::onnx;

namespace {
/// Codes and their zero point, which may be null. `axis` is -1 where there is
/// one for all.
struct Codes {
  Tensor *codes;
  Tensor *zero;
  int64_t axis = -1;
};
} // namespace

static bool isByte(const Tensor *tensor) {
  return tensor->isInteger() && tensor->element.getIntOrFloatBitWidth() == 8;
}

/// code - zero point in another element type that holds it.
static Tensor *shifted(Legalizer &lg, Location loc, const Codes &x,
                       Type element) {
  if (!x.zero)
    return lg.convert(loc, x.codes, element);
  MLIRContext *context = lg.builder.getContext();
  unsigned rank = x.codes->rank();
  SmallVector<AffineExpr> exprs(x.zero->rank(),
                                x.axis < 0 ? getAffineConstantExpr(0, context)
                                           : getAffineDimExpr(x.axis, context));
  AffineMap maps[] = {AffineMap::getMultiDimIdentityMap(rank, context),
                      AffineMap::get(rank, 0, exprs, context)};
  Value result = lg.map(
      loc, {lg.data(x.codes), lg.data(x.zero)}, maps, x.codes->dims,
      toCore(element),
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value code = convertElement(b, loc, args[0], x.codes->element, element);
        Value zero = convertElement(b, loc, args[1], x.zero->element, element);
        if (isa<FloatType>(element))
          return arith::SubFOp::create(b, loc, code, zero);
        return arith::SubIOp::create(b, loc, code, zero);
      });
  return lg.make(result, element, x.codes->dims);
}

/// Weights less their zero points as floats, if they are known and no sum of
/// them times bytes can pass 2^24.
static Tensor *exactFloatWeights(Legalizer &lg, const Codes &w) {
  std::optional<ConstantIntegers> codes = ConstantIntegers::get(w.codes), zeros;
  if (!codes)
    return nullptr;
  if (w.zero && !(zeros = ConstantIntegers::get(w.zero)))
    return nullptr;
  int64_t channels = w.codes->shape()[0];
  int64_t perChannel = channels ? codes->size() / channels : 0;
  // What getUnsigned leaves out of a code, it leaves out of its zero point.
  int64_t lowest = codes->isSigned() ? int64_t(1) << (codes->getBits() - 1) : 0;
  SmallVector<float, 0> values;
  values.reserve(codes->size());
  for (int64_t c = 0; c < channels; ++c) {
    int64_t zero =
        zeros ? zeros->getUnsigned(zeros->size() == 1 ? 0 : c) : lowest;
    int64_t total = 0;
    for (int64_t i = 0; i < perChannel; ++i) {
      int64_t value = codes->getUnsigned(c * perChannel + i) - zero;
      total += std::abs(value);
      values.push_back(value);
    }
    if (total * 255 > (int64_t(1) << 24))
      return nullptr;
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(w.codes->constant);
  std::string name =
      ((resource ? resource.getRawHandle().getKey() : "weight") + "_values")
          .str();
  auto type = RankedTensorType::get(w.codes->shape(), lg.builder.getF32Type());
  return lg.makeConstant(
      lowbit::getConstant(type, name, ArrayRef<float>(values)));
}

/// Sums of (code - zero point) * (code - zero point): f32 or i32.
static Tensor *sumCodes(Legalizer &lg, Location loc, const Codes &x,
                        const Codes &w, int64_t group, const Window &window) {
  Type f32 = lg.builder.getF32Type(), i32 = lg.builder.getI32Type(),
       i16 = lg.builder.getI16Type();
  Tensor *weights = exactFloatWeights(lg, w);
  Type type = weights ? f32 : i16;
  if (!weights)
    weights = shifted(lg, loc, w, i16);
  ConvOperands operands{shifted(lg, loc, x, type), weights, group};
  operands.x = padForWindow(lg, loc, operands.x, window,
                            number(lg.builder, loc, type, 0));
  if (type == f32)
    return convolveFloats(lg, loc, operands, window);
  return convolve(lg, loc, operands, window, i32,
                  [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                    Value product = arith::MulIOp::create(
                        b, loc, arith::ExtSIOp::create(b, loc, i32, args[0]),
                        arith::ExtSIOp::create(b, loc, i32, args[1]));
                    return arith::AddIOp::create(b, loc, args[2], product);
                  });
}

/// (sum + bias) * (scale of x * scale of w), in f32. `bias` may be null.
static Tensor *scaleSums(Legalizer &lg, Location loc, Tensor *sum, Tensor *bias,
                         Tensor *xScale, Tensor *wScale, bool perChannel) {
  MLIRContext *context = lg.builder.getContext();
  unsigned rank = sum->rank();
  Type f32 = lg.builder.getF32Type();
  AffineExpr zero = getAffineConstantExpr(0, context),
             channel = getAffineDimExpr(1, context);
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  auto read = [&](Tensor *tensor, AffineExpr at) {
    inputs.push_back(lg.data(tensor));
    maps.push_back(AffineMap::get(
        rank, 0, SmallVector<AffineExpr>(tensor->rank(), at), context));
  };
  inputs.push_back(lg.data(sum));
  maps.push_back(AffineMap::getMultiDimIdentityMap(rank, context));
  read(xScale, zero);
  read(wScale, perChannel ? channel : zero);
  if (bias)
    read(bias, channel);
  Value result =
      lg.map(loc, inputs, maps, sum->dims, f32,
             [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
               Value total = args[0];
               if (bias) {
                 Type i32 = b.getI32Type();
                 total = convertElement(b, loc, total, sum->element, i32);
                 total = arith::AddIOp::create(b, loc, total, args[3]);
                 total = convertElement(b, loc, total, i32, f32);
               } else {
                 total = convertElement(b, loc, total, sum->element, f32);
               }
               Value scale = arith::MulFOp::create(b, loc, args[1], args[2]);
               return arith::MulFOp::create(b, loc, total, scale);
             });
  return lg.make(result, f32, sum->dims);
}

Tensor *lutra::onnx::convolveCodes(Legalizer &lg, Location loc,
                                   ConvOperands operands,
                                   const Window &window) {
  auto codesOf = [](Tensor *tensor, bool perChannel) -> std::optional<Codes> {
    if (!tensor->dequantized || !tensor->element.isF32())
      return std::nullopt;
    auto [codes, by, loc] = *tensor->dequantized;
    bool fits = by.axis < 0 || (perChannel && by.axis == 0);
    if (!isByte(codes) || by.block || !fits || !by.scale->element.isF32() ||
        (by.axis < 0 && by.scale->numElements() != 1))
      return std::nullopt;
    return Codes{codes, by.zeroPoint, by.axis};
  };
  std::optional<Codes> x = codesOf(operands.x, false),
                       w = codesOf(operands.w, true);
  if (!x || !w || operands.transposed)
    return nullptr;
  // A sum of 32 bits holds so many products of nine bits.
  Size terms = lg.sizes.product(loc, ArrayRef(w->codes->dims).drop_front());
  std::optional<int64_t> known = getConstantIntValue(terms);
  if (!known || *known > (int64_t(1) << 15))
    return nullptr;
  Tensor *sum = sumCodes(lg, loc, *x, *w, operands.group, window);
  return scaleSums(lg, loc, sum, nullptr, operands.x->dequantized->by.scale,
                   operands.w->dequantized->by.scale, w->axis == 0);
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

/// Codes of input `i` with the zero point of input `zero`.
static FailureOr<Codes> readCodes(Node &node, unsigned i, unsigned zero,
                                  bool perChannel) {
  Codes result{node.input(i), node.input(zero)};
  if (!isByte(result.codes))
    return badElement(node, result.codes->element);
  if (!result.zero)
    return result;
  if (failed(sameElement(node, {result.codes, result.zero})))
    return failure();
  if (result.zero->rank() <= 1 && result.zero->numElements() == 1)
    return result;
  if (!perChannel || result.zero->rank() != 1)
    return node.refuse("zero point must be one number" +
                       Twine(perChannel ? " or one for each channel" : "") +
                       ", got " + result.zero->str());
  result.axis = 0;
  if (failed(node.legalizer.requireEqual(
          node, result.zero->dims[0], result.codes->dims[0],
          "channels of the weights and their zero points")))
    return failure();
  return result;
}

namespace {
struct IntegerConv {
  Codes x, w;
  ConvOperands operands;
  Window window;
};
} // namespace

static FailureOr<IntegerConv> readConv(Node &node, unsigned x, unsigned xZero,
                                       unsigned w, unsigned wZero) {
  FailureOr<Codes> ofX = readCodes(node, x, xZero, false),
                   ofW = readCodes(node, w, wZero, true);
  if (failed(ofX) || failed(ofW))
    return failure();
  int64_t group = node.getInt("group", 1);
  if (node.refused())
    return failure();
  if (group < 1 || group > (int64_t(1) << 31))
    return node.refuse("attribute 'group' is " + Twine(group));
  if (ofX->codes->rank() < 3 || ofW->codes->rank() != ofX->codes->rank())
    return node.refuse("its operands must be images and windows of as many "
                       "dimensions, got " +
                       ofX->codes->str() + " and " + ofW->codes->str());
  ConvOperands operands{ofX->codes, ofW->codes, group};
  if (failed(checkChannels(node, operands)))
    return failure();
  FailureOr<Window> window = readWindow(
      node, ofX->codes, Sizes(ArrayRef(ofW->codes->dims).drop_front(2)),
      /*ceil=*/false);
  if (failed(window))
    return failure();
  return IntegerConv{*ofX, *ofW, operands, *window};
}

static HandlerResult convInteger(Node &node) {
  Legalizer &lg = node.legalizer;
  FailureOr<IntegerConv> conv = readConv(node, 0, 2, 1, 3);
  if (failed(conv))
    return failure();
  Tensor *sum = sumCodes(lg, node.loc(), conv->x, conv->w, conv->operands.group,
                         conv->window);
  return Results{lg.convert(node.loc(), sum, lg.builder.getI32Type())};
}

static HandlerResult qlinearConv(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  FailureOr<IntegerConv> conv = readConv(node, 0, 2, 3, 5);
  if (failed(conv))
    return failure();
  Tensor *xScale = node.input(1), *wScale = node.input(4),
         *yScale = node.input(6), *yZero = node.input(7), *bias = node.input(8);
  for (Tensor *scale : {xScale, wScale, yScale})
    if (!scale->element.isF32())
      return badElement(node, scale->element);
  if (!isByte(yZero))
    return badElement(node, yZero->element);
  for (Tensor *one : {xScale, yScale, yZero})
    if (one->rank() > 1 || one->numElements() != 1)
      return node.refuse("scales and zero points of input and output must be "
                         "one number, got " +
                         one->str());
  bool perChannel = wScale->numElements() != 1;
  Size channels = conv->w.codes->dims[0];
  if (wScale->rank() > 1 ||
      (perChannel &&
       failed(lg.requireEqual(node, wScale->dims[0], channels,
                              "channels of the weights and their scales"))))
    return node.refuse("scales of the weights must be one number or one for "
                       "each channel, got " +
                       wScale->str());
  if (bias) {
    if (!bias->element.isSignlessInteger(32) || bias->rank() != 1)
      return node.refuse("input B must be a vector of 32-bit integers, got " +
                         bias->str());
    if (failed(lg.requireEqual(node, bias->dims[0], channels,
                               "sizes of input B and channels of the output")))
      return failure();
  }
  Tensor *sum =
      sumCodes(lg, loc, conv->x, conv->w, conv->operands.group, conv->window);
  Tensor *real = scaleSums(lg, loc, sum, bias, xScale, wScale, perChannel);
  Quantization by;
  by.scale = yScale;
  by.zeroPoint = yZero;
  return Results{
      quantize(lg, loc, real, by, lg.builder.getF32Type(), yZero->element)};
}

void lutra::onnx::addQuantizedConv(Registry &registry) {
  registry.add("ConvInteger", 10, 2, 4, convInteger);
  registry.add("QLinearConv", 10, 8, 9, qlinearConv);
}
