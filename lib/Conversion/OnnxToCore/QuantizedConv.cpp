//===- QuantizedConv.cpp - ConvInteger, QLinearConv, Q/DQ around Conv -----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Codes less their zero points are summed as integers, which is exact, and the
// scales come afterwards. Where the weights are known, the loops are over
// images with channels innermost and multiply unsigned bytes of the image by
// signed bytes of the weights: what the zero point of the image adds to the
// sums is known but for the zero point, and padding is the zero point itself.
//
//===----------------------------------------------------------------------===//

#include "QuantizedConv.h"

#include "ElementMath.h"
#include "Elementwise.h"
#include "Quantize.h"
#include "Registry.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

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

namespace {
/// Weights that are known, less their zero points: [M, C / group, window..].
struct ByteWeights {
  SmallVector<int8_t, 0> values;
  /// Of the values of each output channel.
  SmallVector<int32_t, 0> sums;
};
} // namespace

static std::optional<ByteWeights> readBytes(const Codes &w) {
  std::optional<ConstantIntegers> codes = ConstantIntegers::get(w.codes), zeros;
  if (!codes || codes->size() == 0)
    return std::nullopt;
  if (w.zero && !(zeros = ConstantIntegers::get(w.zero)))
    return std::nullopt;
  int64_t channels = w.codes->shape()[0], size = codes->size() / channels;
  // What getUnsigned leaves out of a code, it leaves out of its zero point.
  int64_t lowest = codes->isSigned() ? int64_t(1) << (codes->getBits() - 1) : 0;
  ByteWeights result;
  result.values.reserve(codes->size());
  for (int64_t c = 0; c < channels; ++c) {
    int64_t zero =
        zeros ? zeros->getUnsigned(zeros->size() == 1 ? 0 : c) : lowest;
    int64_t sum = 0;
    for (int64_t i = 0; i < size; ++i) {
      int64_t value = codes->getUnsigned(c * size + i) - zero;
      if (!llvm::isInt<8>(value))
        return std::nullopt;
      result.values.push_back(static_cast<int8_t>(value));
      sum += value;
    }
    result.sums.push_back(static_cast<int32_t>(sum));
  }
  return result;
}

namespace {

/// sum over c and k of code * weight for weights that are known, in loops over
/// positions, groups, channels of the output, then the window and channels of
/// the input, which are innermost everywhere.
class ByteConvolver {
public:
  ByteConvolver(Legalizer &lg, Location loc, const Codes &x, const Codes &w,
                const ByteWeights &weights, int64_t group, const Window &window)
      : lg(lg), loc(loc), x(x), weights(weights), group(group), window(window),
        shape(w.codes->shape()), outputs(shape[0] / group), inputs(shape[1]),
        flat(group == 1 && isPointwise(window)) {}

  /// [N, M, positions..] of i32, with the image's zero point taken off.
  Tensor *run();

private:
  unsigned rank() const { return window.rank(); }
  bool isDepthwise() const { return group > 1 && inputs == 1 && outputs == 1; }
  void makeUnsigned();
  Tensor *getImage();
  Value getWeights();
  Tensor *sum(Tensor *image, Value filter);
  Tensor *withoutZeroPoint(Tensor *sums);

  Legalizer &lg;
  Location loc;
  Codes x;
  const ByteWeights &weights;
  int64_t group;
  const Window &window;
  /// Of the weights; channels of a group.
  SmallVector<int64_t> shape;
  int64_t outputs, inputs;
  /// Positions are one dimension.
  bool flat;
  /// Channels of zeros that fill a group's up to whole quads.
  int64_t extraInputs = 0;
  /// Code of the number 0, as an unsigned byte: known, or a value, or 0.
  std::optional<uint8_t> knownZero;
};

} // namespace

/// Unsigned codes have their zero point at 128 more than signed ones.
void ByteConvolver::makeUnsigned() {
  if (!x.zero) {
    knownZero = x.codes->isUnsigned() ? 0 : 128;
  } else if (auto zero = ConstantIntegers::get(x.zero)) {
    knownZero = zero->getUnsigned(0);
  }
  if (x.codes->isUnsigned())
    return;
  x.codes = withOtherSign(lg, loc, x.codes);
  if (!knownZero)
    x.zero = withOtherSign(lg, loc, x.zero);
}

/// Channels last, with its padding, and so much more that quads of bytes may be
/// read past the end of what a window has in a row.
Tensor *ByteConvolver::getImage() {
  SmallVector<int64_t> order = {0};
  llvm::append_range(order, llvm::seq<int64_t>(2, 2 + rank()));
  order.push_back(1);
  Tensor *image = lg.transpose(loc, x.codes, order);

  IndexMath &sizes = lg.sizes;
  Sizes low = {sizes.constant(0)}, high = low;
  llvm::append_range(low, window.padBegin);
  llvm::append_range(high, window.reach);
  lowbit::ConvolutionRuns runs(ArrayRef(shape).drop_front(2), window.dilations,
                               group * inputs, group * outputs, group);
  if (runs.readsBeyond()) {
    Size width = sizes.add(loc, sizes.add(loc, image->dims[rank()], low.back()),
                           high.back());
    std::optional<int64_t> columns = getConstantIntValue(width),
                           positions = getConstantIntValue(window.out.back());
    std::optional<int64_t> wanted;
    if (columns && positions && !flat)
      wanted = runs.getColumns(*positions, window.strides.back());
    if (wanted) {
      if (*wanted > *columns)
        high.back() =
            sizes.add(loc, high.back(), sizes.constant(*wanted - *columns));
    } else if (group == 1) {
      extraInputs =
          llvm::alignTo(inputs, lowbit::ConvolutionRuns::kQuad) - inputs;
    }
  }
  low.push_back(sizes.constant(0));
  high.push_back(sizes.constant(extraInputs));
  Value zero;
  if (knownZero)
    zero = number(lg.builder, loc, lg.builder.getI8Type(),
                  static_cast<int8_t>(*knownZero));
  else
    zero = tensor::ExtractOp::create(
        lg.builder, loc, lg.data(lg.reshape(loc, x.zero, {})), ValueRange());
  image = padWith(lg, loc, image, low, high, zero);

  Sizes dims = {image->dims[0]};
  if (flat)
    dims.push_back(sizes.product(loc, window.out));
  else
    llvm::append_range(dims, ArrayRef(image->dims).slice(1, rank()));
  if (group > 1)
    dims.push_back(sizes.constant(group));
  if (!isDepthwise())
    dims.push_back(sizes.constant(inputs + extraInputs));
  return lg.reshape(loc, image, dims);
}

/// [groups, window.., inputs, outputs], without what there is one of.
Value ByteConvolver::getWeights() {
  int64_t taps = 1;
  SmallVector<int64_t> dims;
  if (group > 1 && !isDepthwise())
    dims.push_back(group);
  for (int64_t size : ArrayRef(shape).drop_front(2)) {
    taps *= size;
    if (!flat)
      dims.push_back(size);
  }
  int64_t padded = inputs + extraInputs;
  if (isDepthwise())
    dims.push_back(group);
  else
    dims.append({padded, outputs});
  SmallVector<uint8_t, 0> bytes(group * taps * padded * outputs, 0);
  for (int64_t g = 0; g < group; ++g)
    for (int64_t o = 0; o < outputs; ++o)
      for (int64_t i = 0; i < inputs; ++i)
        for (int64_t tap = 0; tap < taps; ++tap) {
          int64_t to = isDepthwise()
                           ? tap * group + g
                           : ((g * taps + tap) * padded + i) * outputs + o;
          bytes[to] = static_cast<uint8_t>(
              weights.values[((g * outputs + o) * inputs + i) * taps + tap]);
        }
  auto type = RankedTensorType::get(dims, lg.builder.getI8Type());
  return arith::ConstantOp::create(
      lg.builder, loc,
      lowbit::getConstant(type, "weight_bytes", ArrayRef(bytes)));
}

Tensor *ByteConvolver::sum(Tensor *image, Value filter) {
  MLIRContext *context = lg.builder.getContext();
  constexpr auto parallel = utils::IteratorType::parallel,
                 reduction = utils::IteratorType::reduction;
  SmallVector<utils::IteratorType> loops;
  auto add = [&](utils::IteratorType kind) {
    loops.push_back(kind);
    return getAffineDimExpr(loops.size() - 1, context);
  };
  unsigned spatial = flat ? 1 : rank();
  SmallVector<AffineExpr> ofX, ofW, ofOut;
  Sizes dims = {image->dims[0]};
  ofX.push_back(add(parallel));
  for (unsigned d = 0; d < spatial; ++d)
    ofX.push_back(add(parallel));
  ofOut = ofX;
  if (flat)
    dims.push_back(image->dims[1]);
  else
    llvm::append_range(dims, window.out);
  if (group > 1) {
    AffineExpr g = add(parallel);
    ofX.push_back(g);
    ofOut.push_back(g);
    if (!isDepthwise())
      ofW.push_back(g);
    dims.push_back(lg.sizes.constant(group));
  }
  if (!isDepthwise()) {
    ofOut.push_back(add(parallel));
    dims.push_back(lg.sizes.constant(outputs));
  }
  for (unsigned d = 0; d < rank() && !flat; ++d) {
    unsigned offset = loops.size();
    ofW.push_back(add(reduction));
    ofX[1 + d] = windowExpr(window, d, 1 + d, offset, context);
  }
  if (isDepthwise()) {
    ofW.push_back(ofOut.back());
  } else {
    AffineExpr channel = add(reduction);
    ofX.push_back(channel);
    ofW.append({channel, ofOut.back()});
  }
  AffineMap maps[] = {AffineMap::get(loops.size(), 0, ofX, context),
                      AffineMap::get(loops.size(), 0, ofW, context),
                      AffineMap::get(loops.size(), 0, ofOut, context)};
  Type i32 = lg.builder.getI32Type();
  Value init = lg.filled(loc, dims, lg.builder.getI32IntegerAttr(0));
  Value result =
      lg.generic(loc, {lg.data(image), filter}, maps, init, loops,
                 [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                   Value product = arith::MulIOp::create(
                       b, loc, arith::ExtUIOp::create(b, loc, i32, args[0]),
                       arith::ExtSIOp::create(b, loc, i32, args[1]));
                   return arith::AddIOp::create(b, loc, args[2], product);
                 });
  return lg.make(result, i32, dims);
}

/// Less zero point * sum of the weights, for each channel of the output.
Tensor *ByteConvolver::withoutZeroPoint(Tensor *sums) {
  if (knownZero == 0)
    return sums;
  SmallVector<int32_t, 0> perChannel(weights.sums);
  if (knownZero)
    for (int32_t &sum : perChannel)
      sum *= -int32_t(*knownZero);
  Type i32 = lg.builder.getI32Type();
  auto type = RankedTensorType::get({group * outputs}, i32);
  SmallVector<Tensor *> operands = {
      sums, lg.makeConstant(lowbit::getConstant(
                type, "weight_sums", ArrayRef<int32_t>(perChannel)))};
  if (!knownZero)
    operands.push_back(lg.reshape(loc, x.zero, {}));
  return lg.elementwiseOver(
      loc, operands, sums->dims, i32,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        if (knownZero)
          return arith::AddIOp::create(b, loc, args[0], args[1]);
        Value zero = arith::ExtUIOp::create(b, loc, i32, args[2]);
        return arith::SubIOp::create(
            b, loc, args[0], arith::MulIOp::create(b, loc, zero, args[1]));
      });
}

Tensor *ByteConvolver::run() {
  makeUnsigned();
  Tensor *image = getImage();
  Tensor *result = sum(image, getWeights());
  Sizes dims = {image->dims[0]};
  llvm::append_range(dims, window.out);
  dims.push_back(lg.sizes.constant(group * outputs));
  result = withoutZeroPoint(lg.reshape(loc, result, dims));
  SmallVector<int64_t> order = {0, int64_t(rank()) + 1};
  llvm::append_range(order, llvm::seq<int64_t>(1, 1 + rank()));
  return lg.transpose(loc, result, order);
}

/// Sums of (code - zero point) * (code - zero point): i32.
static Tensor *sumCodes(Legalizer &lg, Location loc, const Codes &x,
                        const Codes &w, int64_t group, const Window &window) {
  if (std::optional<ByteWeights> weights = readBytes(w))
    return ByteConvolver(lg, loc, x, w, *weights, group, window).run();
  Type i32 = lg.builder.getI32Type(), i16 = lg.builder.getI16Type();
  ConvOperands operands{shifted(lg, loc, x, i16), shifted(lg, loc, w, i16),
                        group};
  operands.x = padForWindow(lg, loc, operands.x, window,
                            number(lg.builder, loc, i16, 0));
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
               if (bias)
                 total = arith::AddIOp::create(b, loc, total, args[3]);
               total = arith::SIToFPOp::create(b, loc, f32, total);
               Value scale = arith::MulFOp::create(b, loc, args[1], args[2]);
               return arith::MulFOp::create(b, loc, total, scale);
             });
  return lg.make(result, f32, sum->dims);
}

/// The codes of a bias that are of the size of the sums: integers whose scale
/// is that of x times that of w. Null otherwise.
static Tensor *getBiasCodes(const Tensor *bias, const Tensor *xScale,
                            const Tensor *wScale) {
  if (!bias || !bias->dequantized)
    return nullptr;
  const Dequantized &source = *bias->dequantized;
  auto x = readConstantFloats(xScale), w = readConstantFloats(wScale),
       b = readConstantFloats(source.by.scale);
  if (!x || !w || !b || source.by.zeroPoint || source.by.block ||
      !source.codes->element.isSignlessInteger(32) || source.codes->rank() != 1)
    return nullptr;
  int64_t channels = source.codes->numElements().value_or(0);
  auto at = [](ArrayRef<float> numbers, int64_t i) {
    return numbers[numbers.size() == 1 ? 0 : i];
  };
  for (int64_t i = 0; i < channels; ++i)
    if (at(*b, i) != at(*x, i) * at(*w, i))
      return nullptr;
  return source.codes;
}

Tensor *lutra::onnx::convolveCodes(Legalizer &lg, Location loc,
                                   const ConvOperands &operands, Tensor *bias,
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
  Tensor *xScale = operands.x->dequantized->by.scale,
         *wScale = operands.w->dequantized->by.scale;
  Tensor *codes = getBiasCodes(bias, xScale, wScale);
  Tensor *result = scaleSums(lg, loc, sum, codes, xScale, wScale, w->axis == 0);
  return addChannelBias(lg, loc, result, codes ? nullptr : bias,
                        operands.x->element);
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
  return Results{sumCodes(lg, node.loc(), conv->x, conv->w,
                          conv->operands.group, conv->window)};
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
