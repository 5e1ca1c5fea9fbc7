//===- Random.cpp - random numbers, Dropout -------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers come from Philox 4x32 with 10 rounds (Salmon et al., "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011). Its counter is the position of the
// element, its key the seed's bits as f32 (0 without one) and the number of the
// node in the model. So each element is computed by itself, and every run of a
// model gives the same numbers.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Reduce.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
class Philox {
public:
  explicit Philox(Node &node)
      : Philox(node, llvm::bit_cast<uint32_t>(
                         static_cast<float>(node.getFloat("seed", 0)))) {}
  Philox(Node &node, uint32_t seed) : seed(seed) {
    auto &known = node.legalizer.randomNodes;
    auto [it, isNew] = known.try_emplace(node.op, known.size());
    number = it->second;
    if (isNew)
      emitRemark(node.loc())
          << node.str() << " has random numbers: the same in each run, but not "
          << "those of other programs";
  }

  /// Four words for a position, an index.
  std::array<Value, 4> words(Scalars &s, Value position) const;
  /// In [0, 1), with 24 bits or, for f64, 53.
  Value uniform(Scalars &s, Value position, Type type) const;
  /// With mean 0 and deviation 1 (Box and Muller).
  Value normal(Scalars &s, Value position, Type type) const;

private:
  uint32_t seed, number;
};
} // namespace

std::array<Value, 4> Philox::words(Scalars &s, Value position) const {
  Type i32 = s.b.getI32Type(), i64 = s.b.getI64Type();
  auto word = [&](uint32_t value) -> Value {
    return arith::ConstantOp::create(
        s.b, s.loc, s.b.getI32IntegerAttr(static_cast<int32_t>(value)));
  };
  Value wide = s.toInteger(position);
  Value half = arith::ConstantOp::create(s.b, s.loc, IntegerAttr::get(i64, 32));
  Value high = arith::ShRUIOp::create(s.b, s.loc, wide, half);
  std::array<Value, 4> c = {arith::TruncIOp::create(s.b, s.loc, i32, wide),
                            arith::TruncIOp::create(s.b, s.loc, i32, high),
                            word(0), word(0)};
  uint32_t keys[2] = {seed, number};
  // Products of 64 bits in place of ops with two results, which loops of
  // vectors do not know.
  auto multiply = [&](Value x, uint32_t y) {
    Value product =
        s.mul(arith::ExtUIOp::create(s.b, s.loc, i64, x),
              arith::ConstantOp::create(s.b, s.loc, IntegerAttr::get(i64, y)));
    Value upper = arith::ShRUIOp::create(s.b, s.loc, product, half);
    return std::pair<Value, Value>(
        arith::TruncIOp::create(s.b, s.loc, i32, product),
        arith::TruncIOp::create(s.b, s.loc, i32, upper));
  };
  for (int round = 0; round < 10; ++round) {
    auto [low0, high0] = multiply(c[0], 0xD2511F53);
    auto [low1, high1] = multiply(c[2], 0xCD9E8D57);
    auto mix = [&](Value x, Value y, uint32_t key) -> Value {
      return arith::XOrIOp::create(
          s.b, s.loc, arith::XOrIOp::create(s.b, s.loc, x, y), word(key));
    };
    c = {mix(high1, c[1], keys[0]), low1, mix(high0, c[3], keys[1]), low0};
    keys[0] += 0x9E3779B9;
    keys[1] += 0xBB67AE85;
  }
  return c;
}

/// The highest `bits` of a word, times 2^-bits.
static Value fraction(Scalars &s, Value word, unsigned bits, Type type) {
  Value shifted = arith::ShRUIOp::create(s.b, s.loc, word,
                                         s.constant(word.getType(), 32 - bits));
  Value real = arith::UIToFPOp::create(s.b, s.loc, type, shifted);
  return s.mul(real, s.constant(type, std::ldexp(1.0, -int(bits))));
}

Value Philox::uniform(Scalars &s, Value position, Type type) const {
  std::array<Value, 4> c = words(s, position);
  if (!type.isF64())
    return fraction(s, c[0], 24, type);
  Value low = s.mul(fraction(s, c[1], 26, type),
                    s.constant(type, std::ldexp(1.0, -27)));
  return s.add(fraction(s, c[0], 27, type), low);
}

Value Philox::normal(Scalars &s, Value position, Type type) const {
  std::array<Value, 4> c = words(s, position);
  unsigned bits = type.isF64() ? 32 : 24;
  // Of (0, 1], so that the logarithm is finite.
  Value length = s.sub(s.constant(type, 1), fraction(s, c[0], bits, type));
  Value turn = s.mul(fraction(s, c[1], bits, type),
                     s.constant(type, 6.28318530717958647692));
  Value squared =
      s.mul(s.constant(type, -2), math::LogOp::create(s.b, s.loc, length));
  return s.mul(math::SqrtOp::create(s.b, s.loc, squared),
               math::CosOp::create(s.b, s.loc, turn));
}

/// Where an element is, as one number.
static Value flatten(Scalars &s, ArrayRef<Value> sizes, ValueRange at) {
  Value position = s.index(0);
  for (auto [size, index] : llvm::zip(sizes, at))
    position = s.add(s.mul(position, size), index);
  return position;
}

/// The element type that attribute `dtype` names, else `like`; null, and the
/// node refused, where that is no number.
static Type readType(Node &node, Type like) {
  Type element = like;
  if (node.hasAttr("dtype")) {
    element = elementFromOnnx(node.op->getContext(), node.getInt("dtype", 1));
    if (!element) {
      (void)node.refuse("attribute 'dtype' names an element type that is not "
                        "supported");
      return {};
    }
  }
  if (!isa<FloatType, IntegerType>(element)) {
    (void)badElement(node, element);
    return {};
  }
  return element;
}

static HandlerResult fill(Node &node, ArrayRef<Size> dims, Type element,
                          bool isNormal) {
  Legalizer &lg = node.legalizer;
  if (!element)
    return failure();
  if (!isa<FloatType>(element))
    return badElement(node, element);
  double a = isNormal ? node.getFloat("mean", 0) : node.getFloat("low", 0),
         b = isNormal ? node.getFloat("scale", 1) : node.getFloat("high", 1);
  Philox philox(node);
  Type type = computeType(element);
  SmallVector<Value> sizes = valuesOf(lg, node.loc(), dims);
  return Results{
      generate(lg, node.loc(), dims, element, [&](Scalars &s, ValueRange at) {
        Value position = flatten(s, sizes, at);
        Value value = isNormal ? philox.normal(s, position, type)
                               : philox.uniform(s, position, type);
        value = s.add(s.mul(value, s.constant(type, isNormal ? b : b - a)),
                      s.constant(type, a));
        return truncate(s.b, s.loc, value, element);
      })};
}

static HandlerResult ofShape(Node &node, bool isNormal) {
  std::optional<SmallVector<int64_t>> shape = node.getInts("shape");
  if (!shape)
    return node.refuse("attribute 'shape' is missing");
  Sizes dims;
  for (int64_t size : *shape) {
    if (size < 0)
      return node.refuse("attribute 'shape' has the size " + Twine(size));
    dims.push_back(node.legalizer.sizes.constant(size));
  }
  return fill(node, dims, readType(node, node.legalizer.builder.getF32Type()),
              isNormal);
}

static HandlerResult likeInput(Node &node, bool isNormal) {
  Tensor *x = node.input(0);
  return fill(node, x->dims, readType(node, x->element), isNormal);
}

/// 1 with the probability that the input tells.
static HandlerResult bernoulli(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  Type element = readType(node, x->element);
  if (!element)
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  Philox philox(node);
  Type type = computeType(x->element), i1 = lg.builder.getI1Type();
  SmallVector<Value> sizes = valuesOf(lg, node.loc(), x->dims);
  Value data = lg.data(x);
  return Results{generate(
      lg, node.loc(), x->dims, element, [&](Scalars &s, ValueRange at) {
        Value drawn = philox.uniform(s, flatten(s, sizes, at), type);
        Value hit = s.less(drawn, extend(s.b, s.loc, s.read(data, at)));
        return convertElement(s.b, s.loc, hit, i1, element);
      })};
}

/// Classes drawn with the probabilities whose logarithms are in the rows of the
/// input, up to a term that is the same for a row.
static HandlerResult multinomial(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  int64_t count = node.getInt("sample_size", 1);
  Type element = readType(node, lg.builder.getI32Type());
  if (!element)
    return failure();
  if (!isa<IntegerType>(element) || element.isInteger(1))
    return badElement(node, element);
  if (!x->isFloat() || x->rank() != 2)
    return node.refuse("its input must be floats [batch, classes], got " +
                       x->str());
  if (count < 0)
    return node.refuse("attribute 'sample_size' is " + Twine(count));
  Philox philox(node);
  llvm::SmallBitVector last(2);
  last.set(1);
  Type type = computeType(x->element);
  Value logs = lg.data(logSoftmax(lg, loc, x, last, type)),
        classes = lg.sizes.value(loc, x->dims[1]);
  Sizes dims = {x->dims[0], lg.sizes.constant(count)};
  SmallVector<Value> sizes = valuesOf(lg, loc, dims);
  SmallVector<Value> result = loopInOrder(
      lg, loc, dims, lg.empty(loc, dims, toCore(element)),
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        Value drawn = philox.uniform(s, flatten(s, sizes, at), type);
        // The first class up to which there is more; the last one at most.
        Value end = s.sub(classes, s.index(1));
        SmallVector<Value> found = innerLoop(
            s, s.index(0), classes, {s.constant(type, 0), s.index(0)},
            [&](Scalars &s, Value i, ValueRange soFar) {
              Value share =
                  math::ExpOp::create(s.b, s.loc, s.read(logs, {at[0], i}));
              Value total = s.add(soFar[0], share);
              Value next = s.select(s.lessEqual(total, drawn),
                                    s.add(soFar[1], s.index(1)), soFar[1]);
              return SmallVector<Value>{total, next};
            });
        Value chosen = s.min(found[1], end);
        Value number = convertElement(s.b, s.loc, s.toInteger(chosen),
                                      s.b.getI64Type(), element);
        return SmallVector<Value>{s.write(number, carried[0], at)};
      });
  return Results{lg.make(result[0], element, dims)};
}

/// The input, of which training drops elements by chance; the others grow in
/// turn. Whether it is training may be for the run to know.
static HandlerResult dropout(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *ratio = node.input(1), *mode = node.input(2);
  double given = node.getFloat("ratio", 0.5);
  // A whole number here, of which the lowest bits are taken.
  auto seed = static_cast<uint32_t>(node.getInt("seed", 0));
  bool hasMask = node.hasOutput(1);
  Type i1 = lg.builder.getI1Type();
  const Sizes *known = mode ? lg.contents(mode) : nullptr;
  if (!mode ||
      (known && known->size() == 1 && isConstantIntValue(known->front(), 0))) {
    Results results = {x};
    // The mask was of the type of the data up to version 9.
    Type element = node.version() >= 10 ? i1 : x->element;
    if (hasMask)
      results.push_back(
          lg.make(lg.filled(loc, x->dims, numberAttr(toCore(element), 1)),
                  element, x->dims));
    return results;
  }
  if (!x->isFloat() || !mode->isBool() || (ratio && !ratio->isFloat()))
    return node.refuse("its inputs must be floats, a float and a bool, got " +
                       x->str() + ", " + (ratio ? ratio->str() : "none") +
                       " and " + mode->str());
  for (Tensor *scalar : {ratio, mode})
    if (scalar)
      for (Size dim : scalar->dims)
        if (failed(lg.requireEqual(node, dim, lg.sizes.constant(1),
                                   "the size of ratio or mode and 1")))
          return failure();
  Philox philox(node, seed);
  Type element = x->element, type = computeType(element);
  OpBuilder &b = lg.builder;
  Scalars outside{b, loc};
  Value share = ratio ? convertElement(b, loc, scalarOf(lg, loc, ratio),
                                       ratio->element, type)
                      : outside.constant(type, given);
  Value training = scalarOf(lg, loc, mode), data = lg.data(x);
  share = outside.select(training, share, outside.constant(type, 0));
  SmallVector<Value> sizes = valuesOf(lg, loc, x->dims);
  Tensor *kept =
      generate(lg, loc, x->dims, i1, [&](Scalars &s, ValueRange at) -> Value {
        Value drawn = philox.uniform(s, flatten(s, sizes, at), type);
        return s.lessEqual(share, drawn);
      });
  Value keptData = lg.data(kept);
  Tensor *result = generate(
      lg, loc, x->dims, element, [&](Scalars &s, ValueRange at) -> Value {
        Value rest = s.sub(s.constant(type, 1), share);
        Value grown = arith::DivFOp::create(
            s.b, s.loc, extend(s.b, s.loc, s.read(data, at)), rest);
        Value value =
            s.select(s.read(keptData, at), grown, s.constant(type, 0));
        return truncate(s.b, s.loc, value, element);
      });
  Results results = {result};
  if (hasMask)
    results.push_back(kept);
  return results;
}

void lutra::onnx::addRandom(Registry &registry) {
  for (bool isNormal : {false, true}) {
    StringRef name = isNormal ? "RandomNormal" : "RandomUniform";
    registry.add(name, 1, 0, 0,
                 [=](Node &node) { return ofShape(node, isNormal); });
    registry.add((name + "Like").str(), 1, 1, 1,
                 [=](Node &node) { return likeInput(node, isNormal); });
  }
  registry.add("Bernoulli", 15, 1, 1, bernoulli);
  registry.add("Multinomial", 7, 1, 1, multinomial);
  registry.add("Dropout", 7, 1, 1, dropout);
  registry.add("Dropout", 12, 1, 3, dropout);
}
