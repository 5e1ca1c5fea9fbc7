//===- Quantize.cpp - QuantizeLinear, DequantizeLinear --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Dequantised tensors are not made: whoever multiplies by one or gathers from
// it reads the codes. Others make it where they first read it.
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"

#include "Elementwise.h"
#include "Reduce.h"
#include "Registry.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// Whether a tensor is known to hold zeros only.
static bool isZero(const Tensor *tensor) {
  auto values = ConstantIntegers::get(tensor);
  if (!values)
    return false;
  uint8_t zero = values->isSigned() ? 1u << (values->getBits() - 1) : 0;
  for (int64_t i = 0; i < values->size(); ++i)
    if (values->getUnsigned(i) != zero)
      return false;
  return true;
}

/// Generated code has no integers below a byte.
static Tensor *widen(Legalizer &lg, Tensor *tensor) {
  auto type = cast<IntegerType>(tensor->element);
  if (type.getWidth() >= 8)
    return tensor;
  auto values = ConstantIntegers::get(tensor);
  auto bytes = IntegerType::get(type.getContext(), 8, type.getSignedness());
  int lowest = values->isSigned() ? -(1 << (type.getWidth() - 1)) : 0;
  SmallVector<int8_t, 0> wide;
  wide.reserve(values->size());
  for (int64_t i = 0; i < values->size(); ++i)
    wide.push_back(static_cast<int8_t>(values->getUnsigned(i) + lowest));
  return lg.makeConstant(DenseElementsAttr::getFromRawBuffer(
      RankedTensorType::get(tensor->shape(), bytes),
      ArrayRef<char>(reinterpret_cast<char *>(wide.data()), wide.size())));
}

//===----------------------------------------------------------------------===//
// What both directions share
//===----------------------------------------------------------------------===//

/// Whether tensors of this type can be made: integers of whole bytes.
static bool isCodeType(Type element) {
  auto type = dyn_cast<IntegerType>(element);
  return type && (type.getWidth() == 8 || type.getWidth() == 16);
}

/// Inputs 1 and 2 of a node on `x` and its attributes axis and block_size.
static FailureOr<Quantization> readQuantization(Node &node, Tensor *x) {
  Legalizer &lg = node.legalizer;
  Quantization by;
  by.scale = node.input(1);
  by.zeroPoint = node.input(2);
  int64_t axis = node.getInt("axis", 1), block = node.getInt("block_size", 0);
  if (node.refused())
    return failure();
  if (!by.scale->isFloat() || by.scale->element.isF64() ||
      cast<FloatType>(by.scale->element).getWidth() < 16)
    return node.refuse("input scale must be float, float16 or bfloat16, got " +
                       by.scale->str());
  auto sameShape = [&](Tensor *zero) -> LogicalResult {
    // One number may come with a dimension or without.
    if (by.scale->numElements() == 1 && zero->numElements() == 1)
      return success();
    if (zero->rank() != by.scale->rank())
      return node.refuse("scale and zero point must have one shape, got " +
                         by.scale->str() + " and " + zero->str());
    for (auto [a, b] : llvm::zip(zero->dims, by.scale->dims))
      if (failed(lg.requireEqual(node, a, b, "sizes of scale and zero point")))
        return failure();
    return success();
  };
  if (by.zeroPoint && failed(sameShape(by.zeroPoint)))
    return failure();
  if (by.zeroPoint && isZero(by.zeroPoint))
    by.zeroPoint = nullptr;
  if (by.scale->numElements() == 1 && by.scale->rank() <= 1)
    return by;

  by.axis = node.normalizeAxis(axis, x->rank());
  by.block = block;
  if (node.refused())
    return failure();
  if (block < 0)
    return node.refuse("attribute 'block_size' is negative");
  if (by.scale->rank() != (block ? x->rank() : 1))
    return node.refuse("scales of shape " + by.scale->str() +
                       " do not fit an operand " + x->str());
  for (int64_t d = 0; d < x->rank(); ++d) {
    if (!block && d != by.axis)
      continue;
    Size want = x->dims[d];
    if (block && d == by.axis)
      want = lg.sizes.ceilDiv(node.loc(), want, lg.sizes.constant(block));
    if (failed(lg.requireEqual(node, by.scale->dims[block ? d : 0], want,
                               "sizes of operand and scale")))
      return failure();
  }
  return by;
}

Tensor *lutra::onnx::mapQuantized(Legalizer &lg, Location loc, Tensor *x,
                                  const Quantization &by, Type element,
                                  Body body) {
  MLIRContext *context = lg.builder.getContext();
  int64_t rank = x->rank();
  SmallVector<AffineExpr> exprs;
  for (int64_t d = 0; d < by.scale->rank(); ++d) {
    AffineExpr expr = getAffineConstantExpr(0, context);
    if (by.block)
      expr = getAffineDimExpr(d, context);
    else if (by.axis >= 0)
      expr = getAffineDimExpr(by.axis, context);
    exprs.push_back(d == by.axis && by.block ? expr.floorDiv(by.block) : expr);
  }
  SmallVector<Value> inputs = {lg.data(x)};
  SmallVector<AffineMap> maps = {
      AffineMap::getMultiDimIdentityMap(rank, context)};
  SmallVector<TypedAttr> scalars;
  for (Tensor *operand : {by.scale, by.zeroPoint}) {
    if (!operand)
      continue;
    scalars.push_back(lg.splat(operand));
    if (scalars.back())
      continue;
    inputs.push_back(lg.data(operand));
    // One number may come with a dimension or without.
    maps.push_back(AffineMap::get(
        rank, 0,
        by.axis < 0 ? SmallVector<AffineExpr>(operand->rank(),
                                              getAffineConstantExpr(0, context))
                    : exprs,
        context));
  }
  Value result = lg.map(
      loc, inputs, maps, x->dims, toCore(element),
      [&](OpBuilder &b, Location loc, ValueRange args) {
        SmallVector<Value> all = {args[0]};
        unsigned next = 1;
        for (TypedAttr scalar : scalars)
          all.push_back(
              scalar ? arith::ConstantOp::create(b, loc, scalar).getResult()
                     : args[next++]);
        return body(b, loc, all);
      });
  return lg.make(result, element, x->dims);
}

//===----------------------------------------------------------------------===//
// DequantizeLinear
//===----------------------------------------------------------------------===//

Value lutra::onnx::dequantizeElement(OpBuilder &b, Location loc,
                                     ValueRange args, const Dequantized &source,
                                     Type to) {
  Type f32 = b.getF32Type();
  auto widened = [&](Value value, Tensor *of) {
    auto type = cast<IntegerType>(of->element);
    return convertElement(b, loc, value,
                          IntegerType::get(b.getContext(),
                                           std::max(type.getWidth(), 8u),
                                           type.getSignedness()),
                          f32);
  };
  Value value = widened(args[0], source.codes);
  // Both are exact for codes of up to 16 bits, and so is the difference.
  if (source.by.zeroPoint)
    value = arith::SubFOp::create(b, loc, value,
                                  widened(args[2], source.by.zeroPoint));
  value = arith::MulFOp::create(b, loc, value, extend(b, loc, args[1]));
  return truncate(b, loc, value, to);
}

/// A constant bias, with its scale in it. Others have fewer bits than floats.
static Tensor *foldBias(Legalizer &lg, const Dequantized &source,
                        Type element) {
  std::optional<SmallVector<int32_t, 0>> codes = readConstantInts(source.codes);
  std::optional<SmallVector<float, 0>> scales =
      readConstantFloats(source.by.scale);
  if (!codes || !scales || !element.isF32() || source.by.zeroPoint ||
      source.by.block || source.codes->rank() != 1)
    return nullptr;
  SmallVector<float, 0> values;
  for (auto [i, code] : llvm::enumerate(*codes))
    values.push_back(static_cast<float>(code) *
                     (*scales)[source.by.axis < 0 ? 0 : i]);
  auto type = RankedTensorType::get(source.codes->shape(), element);
  return lg.makeConstant(
      lutra::lowbit::getConstant(type, "bias", ArrayRef<float>(values)));
}

Tensor *lutra::onnx::dequantize(Legalizer &lg, Tensor *tensor) {
  Dequantized source = *tensor->dequantized;
  if (Tensor *bias = foldBias(lg, source, tensor->element)) {
    lg.data(bias);
    return bias;
  }
  Quantization by = source.by;
  if (by.zeroPoint)
    by.zeroPoint = widen(lg, by.zeroPoint);
  return mapQuantized(
      lg, source.loc, widen(lg, source.codes), by, tensor->element,
      [&](OpBuilder &b, Location loc, ValueRange args) {
        return dequantizeElement(b, loc, args, source, tensor->element);
      });
}

/// The type an attribute names, or `otherwise`.
static FailureOr<Type> readType(Node &node, StringRef attribute,
                                Type otherwise) {
  int64_t number = node.getInt(attribute, 0);
  if (node.refused())
    return failure();
  if (number == 0)
    return otherwise;
  Type type = elementFromOnnx(node.op->getContext(), number);
  if (!type)
    return node.refuse("attribute '" + attribute + "' names element type " +
                       Twine(number) + ", which is not supported");
  return type;
}

static HandlerResult dequantizeLinear(Node &node) {
  Tensor *x = node.input(0);
  FailureOr<Quantization> by = readQuantization(node, x);
  if (failed(by))
    return failure();
  FailureOr<Type> element = readType(node, "output_dtype", by->scale->element);
  if (failed(element))
    return failure();
  if (!isa<FloatType>(*element) || element->isF64())
    return badElement(node, *element);
  auto type = dyn_cast<IntegerType>(x->element);
  if (!type || x->isBool() || type.getWidth() > 32)
    return badElement(node, x->element);
  if (by->zeroPoint && by->zeroPoint->element != x->element)
    return node.refuse("operand and zero point must have one element type, "
                       "got " +
                       x->str() + " and " + by->zeroPoint->str());
  for (Tensor *codes : {x, by->zeroPoint})
    if (codes && type.getWidth() < 8 && !ConstantIntegers::get(codes))
      return node.refuse("codes of " + Twine(type.getWidth()) +
                         " bits must be constant, got " + codes->str());
  return Results{
      node.legalizer.makeDequantized({x, *by, node.loc()}, *element)};
}

//===----------------------------------------------------------------------===//
// QuantizeLinear
//===----------------------------------------------------------------------===//

Tensor *lutra::onnx::withOtherSign(Legalizer &lg, Location loc, Tensor *codes) {
  Type other = codes->isUnsigned()
                   ? lg.builder.getI8Type()
                   : lg.builder.getIntegerType(8, /*isSigned=*/false);
  return lg.elementwiseOver(
      loc, {codes}, codes->dims, other,
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::XOrIOp::create(b, loc, args[0],
                                     number(b, loc, args[0].getType(), -128));
      });
}

Value lutra::onnx::saturate(OpBuilder &b, Location loc, Value value,
                            Type element) {
  auto type = cast<IntegerType>(element);
  unsigned width = type.getWidth();
  APInt lowest = type.isUnsigned() ? APInt::getZero(width)
                                   : APInt::getSignedMinValue(width);
  APInt highest = type.isUnsigned() ? APInt::getMaxValue(width)
                                    : APInt::getSignedMaxValue(width);
  Type f32 = b.getF32Type(), i32 = b.getI32Type();
  // What is no number is the lowest one. These are single instructions.
  Value low = number(b, loc, f32, lowest.roundToDouble(!type.isUnsigned())),
        high = number(b, loc, f32, highest.roundToDouble(!type.isUnsigned()));
  Value above =
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, value, low);
  value = arith::SelectOp::create(b, loc, above, value, low);
  Value below =
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, value, high);
  value = arith::SelectOp::create(b, loc, below, value, high);
  return arith::TruncIOp::create(b, loc, toCore(element),
                                 arith::FPToSIOp::create(b, loc, i32, value));
}

Tensor *lutra::onnx::quantize(Legalizer &lg, Location loc, Tensor *x,
                              const Quantization &by, Type precision,
                              Type element) {
  return mapQuantized(
      lg, loc, x, by, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Type f32 = b.getF32Type();
        Value value = convertElement(b, loc, args[0], x->element, f32);
        value = arith::DivFOp::create(b, loc, value, extend(b, loc, args[1]));
        value = extend(b, loc, truncate(b, loc, value, precision));
        value = math::RoundEvenOp::create(b, loc, value);
        if (by.zeroPoint)
          value = arith::AddFOp::create(
              b, loc, value,
              convertElement(b, loc, args[2], by.zeroPoint->element, f32));
        return saturate(b, loc, value, element);
      });
}

bool lutra::onnx::hasOrderlyScale(const Quantization &by) {
  std::optional<SmallVector<float, 0>> scale = readConstantFloats(by.scale);
  return by.axis < 0 && scale && scale->size() == 1 &&
         scale->front() > 0x1p-100f && scale->front() < 0x1p100f;
}

/// Whether coding what these codes stand for again gives them back: with one
/// scale that is neither huge nor tiny, product and quotient are nearer to the
/// integer than to any other.
static bool areSameCodes(const Dequantized &source, const Quantization &by) {
  auto sameZero = [](const Tensor *a, const Tensor *b) {
    if (a == b)
      return true;
    auto x = ConstantIntegers::get(a), y = ConstantIntegers::get(b);
    return x && y && x->getUnsigned(0) == y->getUnsigned(0);
  };
  auto have = readConstantFloats(source.by.scale),
       want = readConstantFloats(by.scale);
  return hasOrderlyScale(source.by) && hasOrderlyScale(by) &&
         have->front() == want->front() &&
         !source.by.zeroPoint == !by.zeroPoint &&
         sameZero(source.by.zeroPoint, by.zeroPoint);
}

static HandlerResult quantizeLinear(Node &node) {
  Tensor *x = node.input(0), *zero = node.input(2);
  MLIRContext *context = node.op->getContext();
  FailureOr<Quantization> by = readQuantization(node, x);
  if (failed(by))
    return failure();
  // Concerns float8 only.
  node.getInt("saturate", 1);
  FailureOr<Type> element =
      readType(node, "output_dtype",
               zero ? zero->element
                    : IntegerType::get(context, 8, IntegerType::Unsigned));
  // From version 23 on the quotient has the type of the scale; before, nothing
  // is said, and ONNX Runtime divides in f32.
  Type f32 = Float32Type::get(context);
  FailureOr<Type> precision = readType(
      node, "precision", node.version() < 23 ? f32 : by->scale->element);
  if (failed(element) || failed(precision))
    return failure();
  if (zero && zero->element != *element)
    return node.refuse("attribute 'output_dtype' and the zero point " +
                       zero->str() + " differ");
  if (!isCodeType(*element))
    return badElement(node, *element);
  if (!isa<FloatType>(*precision) || precision->isF64())
    return badElement(node, *precision);
  if ((!x->isFloat() || x->element.isF64()) &&
      !x->element.isSignlessInteger(32))
    return badElement(node, x->element);
  if (x->dequantized && x->dequantized->codes->element == *element &&
      element->getIntOrFloatBitWidth() == 8 && x->element.isF32() &&
      precision->isF32() && areSameCodes(*x->dequantized, *by))
    return Results{x->dequantized->codes};
  return Results{
      quantize(node.legalizer, node.loc(), x, *by, *precision, *element)};
}

//===----------------------------------------------------------------------===//
// DynamicQuantizeLinear
//===----------------------------------------------------------------------===//

/// One scale and zero point for the range of x, which is made to hold 0.
static HandlerResult dynamicQuantizeLinear(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  if (!x->element.isF32())
    return badElement(node, x->element);
  OpBuilder &b = lg.builder;
  Type f32 = b.getF32Type(), u8 = b.getIntegerType(8, /*isSigned=*/false);
  llvm::SmallBitVector all(x->rank(), true);
  TypedAttr zero = b.getF32FloatAttr(0);
  auto fold = [&](auto op) {
    return reduce(lg, loc, x, all, f32, zero,
                  [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                    return op(b, loc, args[0], args[1]);
                  });
  };
  Tensor *lowest = fold([](OpBuilder &b, Location loc, Value x, Value y) {
    return arith::MinimumFOp::create(b, loc, x, y);
  });
  Tensor *highest = fold([](OpBuilder &b, Location loc, Value x, Value y) {
    return arith::MaximumFOp::create(b, loc, x, y);
  });
  Quantization by;
  by.scale = lg.elementwiseOver(
      loc, {lowest, highest}, {}, f32,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value range = arith::SubFOp::create(b, loc, args[1], args[0]);
        Value scale =
            arith::DivFOp::create(b, loc, range, number(b, loc, f32, 255));
        // Zeros alone: any scale will do.
        Value none = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                           range, number(b, loc, f32, 0));
        return arith::SelectOp::create(b, loc, none, number(b, loc, f32, 1),
                                       scale);
      });
  by.zeroPoint = lg.elementwiseOver(
      loc, {lowest, by.scale}, {}, u8,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value = arith::DivFOp::create(b, loc, args[0], args[1]);
        value = arith::SubFOp::create(b, loc, number(b, loc, f32, 0), value);
        value = math::RoundEvenOp::create(b, loc, value);
        return saturate(b, loc, value, u8);
      });
  Tensor *codes = quantize(lg, loc, x, by, f32, u8);
  return Results{codes, by.scale, by.zeroPoint};
}

//===----------------------------------------------------------------------===//
// QLinearAdd, QLinearMul
//===----------------------------------------------------------------------===//

/// com.microsoft's arithmetic on codes: dequantised, computed, coded again.
/// Each tensor has one scale and one zero point.
template <typename OpTy> static HandlerResult qlinearBinary(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Type f32 = lg.builder.getF32Type();
  auto by = [&](unsigned scale) -> FailureOr<Quantization> {
    Quantization result;
    result.scale = node.input(scale);
    result.zeroPoint = node.input(scale + 1);
    if (!result.scale->element.isF32())
      return badElement(node, result.scale->element);
    for (Tensor *operand : {result.scale, result.zeroPoint})
      if (operand && operand->numElements() != 1)
        return node.refuse("its scales and zero points must be scalars, got " +
                           operand->str());
    return result;
  };
  for (unsigned i : {3, 4, 6})
    if (!node.input(i))
      return node.refuse("input " + Twine(i) + " is missing");
  FailureOr<Quantization> ofA = by(1), ofB = by(4), ofC = by(6);
  if (failed(ofA) || failed(ofB) || failed(ofC))
    return failure();
  Tensor *a = node.input(0), *b = node.input(3);
  if (failed(sameElement(node, {a, b})))
    return failure();
  for (Tensor *zero : {ofA->zeroPoint, ofB->zeroPoint, ofC->zeroPoint})
    if (zero && failed(sameElement(node, {a, zero})))
      return failure();
  if (!a->isInteger() || a->element.getIntOrFloatBitWidth() != 8)
    return badElement(node, a->element);
  FailureOr<Tensor *> result = lg.elementwise(
      node,
      {lg.makeDequantized({a, *ofA, loc}, f32),
       lg.makeDequantized({b, *ofB, loc}, f32)},
      f32, [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return OpTy::create(b, loc, args[0], args[1]);
      });
  if (failed(result))
    return failure();
  // Unlike QuantizeLinear, it rounds with the zero point added.
  SmallVector<Tensor *> operands = {*result, lg.reshape(loc, ofC->scale, {})};
  if (ofC->zeroPoint)
    operands.push_back(lg.reshape(loc, ofC->zeroPoint, {}));
  return Results{lg.elementwiseOver(
      loc, operands, (*result)->dims, a->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value code = arith::DivFOp::create(b, loc, args[0], args[1]);
        if (args.size() > 2)
          code = arith::AddFOp::create(
              b, loc, code, convertElement(b, loc, args[2], a->element, f32));
        code = math::RoundEvenOp::create(b, loc, code);
        return saturate(b, loc, code, a->element);
      })};
}

void lutra::onnx::addQuantize(Registry &registry) {
  for (StringRef domain : {StringRef(""), StringRef(Registry::microsoft)}) {
    int64_t since = domain.empty() ? 10 : 1;
    registry.add(domain, "DequantizeLinear", since, 2, 3, dequantizeLinear);
    registry.add(domain, "QuantizeLinear", since, 2, 3, quantizeLinear);
  }
  registry.add(Registry::microsoft, "QLinearAdd", 1, 2, 8,
               qlinearBinary<arith::AddFOp>);
  registry.add(Registry::microsoft, "QLinearMul", 1, 2, 8,
               qlinearBinary<arith::MulFOp>);
  registry.add("DynamicQuantizeLinear", 11, 1, 1, dynamicQuantizeLinear);
}
