//===- Reduce.cpp - ReduceSum and its family ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reduce.h"

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

//===----------------------------------------------------------------------===//
// Building blocks
//===----------------------------------------------------------------------===//

/// The loops in (or not in) `axes`, as a map over all loops.
static AffineMap loopsOf(const llvm::SmallBitVector &axes, bool in,
                         MLIRContext *context) {
  SmallVector<AffineExpr> exprs;
  for (unsigned d = 0; d < axes.size(); ++d)
    if (axes.test(d) == in)
      exprs.push_back(getAffineDimExpr(d, context));
  return AffineMap::get(axes.size(), 0, exprs, context);
}

Tensor *lutra::onnx::reduce(Legalizer &lg, Location loc, Tensor *x,
                            const llvm::SmallBitVector &axes, Type element,
                            TypedAttr init, Body body) {
  // Each element alone, when nothing is folded.
  if (axes.none())
    return lg.elementwiseOver(loc, {x}, x->dims, element,
                              [&](OpBuilder &b, Location loc, ValueRange args) {
                                Value start =
                                    arith::ConstantOp::create(b, loc, init);
                                return body(b, loc, {args[0], start});
                              });
  MLIRContext *context = lg.builder.getContext();
  Sizes dims;
  SmallVector<utils::IteratorType> loops;
  for (int64_t d = 0; d < x->rank(); ++d) {
    loops.push_back(axes.test(d) ? utils::IteratorType::reduction
                                 : utils::IteratorType::parallel);
    if (!axes.test(d))
      dims.push_back(x->dims[d]);
  }
  Value data = lg.data(x);
  AffineMap maps[] = {AffineMap::getMultiDimIdentityMap(x->rank(), context),
                      loopsOf(axes, false, context)};
  Value result =
      lg.generic(loc, data, maps, lg.filled(loc, dims, init), loops, body);
  return lg.make(result, element, dims);
}

Tensor *lutra::onnx::sum(Legalizer &lg, Location loc, Tensor *x,
                         const llvm::SmallBitVector &axes) {
  Type type = computeType(x->element);
  return reduce(lg, loc, x, axes, type, numberAttr(type, 0),
                [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                  return arith::AddFOp::create(b, loc, args[1],
                                               extend(b, loc, args[0]));
                });
}

Tensor *lutra::onnx::sumOfSquares(Legalizer &lg, Location loc, Tensor *x,
                                  const llvm::SmallBitVector &axes) {
  Type type = computeType(x->element);
  return reduce(lg, loc, x, axes, type, numberAttr(type, 0),
                [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                  Value wide = extend(b, loc, args[0]);
                  return math::FmaOp::create(b, loc, wide, wide, args[1]);
                });
}

Tensor *lutra::onnx::withStatistics(Legalizer &lg, Location loc, Tensor *x,
                                    ArrayRef<Tensor *> statistics,
                                    ArrayRef<Tensor *> weights,
                                    const llvm::SmallBitVector &axes,
                                    Type element, Body body) {
  MLIRContext *context = lg.builder.getContext();
  SmallVector<Value> inputs = {lg.data(x)};
  SmallVector<AffineMap> maps = {
      AffineMap::getMultiDimIdentityMap(x->rank(), context)};
  for (Tensor *statistic : statistics) {
    inputs.push_back(lg.data(statistic));
    maps.push_back(loopsOf(axes, false, context));
  }
  for (Tensor *weight : weights) {
    inputs.push_back(lg.data(weight));
    maps.push_back(loopsOf(axes, true, context));
  }
  return lg.make(lg.map(loc, inputs, maps, x->dims, toCore(element), body),
                 element, x->dims);
}

Value lutra::onnx::countOf(Legalizer &lg, Location loc, Tensor *x,
                           const llvm::SmallBitVector &axes, Type type) {
  Size count = lg.sizes.constant(1);
  for (unsigned d : axes.set_bits())
    count = lg.sizes.mul(loc, count, x->dims[d]);
  if (std::optional<int64_t> known = getConstantIntValue(count))
    return number(lg.builder, loc, type, *known);
  Value integer = arith::IndexCastOp::create(
      lg.builder, loc, lg.builder.getI64Type(), lg.sizes.value(loc, count));
  return arith::SIToFPOp::create(lg.builder, loc, type, integer);
}

Tensor *lutra::onnx::restoreDims(Legalizer &lg, Location loc, Tensor *result,
                                 const llvm::SmallBitVector &axes) {
  Sizes dims;
  auto next = result->dims.begin();
  for (unsigned d = 0; d < axes.size(); ++d)
    dims.push_back(axes.test(d) ? lg.sizes.constant(1) : *next++);
  return lg.reshape(loc, result, dims);
}

//===----------------------------------------------------------------------===//
// The operators
//===----------------------------------------------------------------------===//

namespace {
using Combine = Value (*)(OpBuilder &, Location, Value element,
                          Value accumulator);

/// How a reduction begins, goes on and ends. `integer` and `unsignedInteger`
/// are null where the operator does not take them.
struct Reduction {
  const char *name;
  /// The version from which axes are an input.
  int64_t axesInput;
  double start;
  Combine floating, integer, unsignedInteger, boolean;
  /// Applied to the result, in the type that it was computed in.
  Value (*finish)(OpBuilder &, Location, Value) = nullptr;
  bool isMean = false;
};
} // namespace

template <typename OpTy>
static Value combine(OpBuilder &b, Location loc, Value x, Value acc) {
  return OpTy::create(b, loc, acc, x);
}
static Value addSquare(OpBuilder &b, Location loc, Value x, Value acc) {
  return math::FmaOp::create(b, loc, x, x, acc);
}
static Value addSquareInteger(OpBuilder &b, Location loc, Value x, Value acc) {
  return arith::AddIOp::create(b, loc, acc,
                               arith::MulIOp::create(b, loc, x, x));
}
static Value addMagnitude(OpBuilder &b, Location loc, Value x, Value acc) {
  return arith::AddFOp::create(b, loc, acc, math::AbsFOp::create(b, loc, x));
}
static Value addMagnitudeInteger(OpBuilder &b, Location loc, Value x,
                                 Value acc) {
  return arith::AddIOp::create(b, loc, acc, math::AbsIOp::create(b, loc, x));
}
template <typename OpTy>
static Value finishWith(OpBuilder &b, Location loc, Value x) {
  return OpTy::create(b, loc, x);
}

static constexpr double infinity = std::numeric_limits<double>::infinity();

static const Reduction reductions[] = {
    {"ReduceSum", 13, 0, combine<arith::AddFOp>, combine<arith::AddIOp>,
     combine<arith::AddIOp>, nullptr},
    {"ReduceMean", 18, 0, combine<arith::AddFOp>, combine<arith::AddIOp>,
     combine<arith::AddIOp>, nullptr, nullptr, true},
    {"ReduceProd", 18, 1, combine<arith::MulFOp>, combine<arith::MulIOp>,
     combine<arith::MulIOp>, nullptr},
    {"ReduceMax", 18, -infinity, combine<arith::MaximumFOp>,
     combine<arith::MaxSIOp>, combine<arith::MaxUIOp>, combine<arith::OrIOp>},
    {"ReduceMin", 18, infinity, combine<arith::MinimumFOp>,
     combine<arith::MinSIOp>, combine<arith::MinUIOp>, combine<arith::AndIOp>},
    {"ReduceSumSquare", 18, 0, addSquare, addSquareInteger, addSquareInteger,
     nullptr},
    {"ReduceL1", 18, 0, addMagnitude, addMagnitudeInteger,
     combine<arith::AddIOp>, nullptr},
    {"ReduceL2", 18, 0, addSquare, nullptr, nullptr, nullptr,
     finishWith<math::SqrtOp>},
    {"ReduceLogSum", 18, 0, combine<arith::AddFOp>, nullptr, nullptr, nullptr,
     finishWith<math::LogOp>},
};

namespace {
/// Folds the dimensions that a node asks for, be they known or not.
class Folder {
public:
  Folder(Node &node) : node(node), lg(node.legalizer), x(node.input(0)) {}

  /// Axes are all dimensions when none are given, or none at all with
  /// noop_with_empty_axes.
  LogicalResult readAxes(int64_t axesInput);
  /// Known axes; null where the run has to look.
  const llvm::SmallBitVector *known() const {
    return flags.empty() ? &axes : nullptr;
  }
  /// Without the folded dimensions; with them, as 1, where axes are not known.
  Tensor *fold(Tensor *operand, Type element, TypedAttr init, Body body);
  /// exp(x - max) and the like: `statistic` is what `fold` has made.
  Tensor *beside(Tensor *statistic, Type element, Body body);
  Value count(Type type);
  /// The dimensions of the result.
  Tensor *finish(Tensor *folded);

private:
  Node &node;
  Legalizer &lg;
  Tensor *x;
  bool keepDims = true;
  llvm::SmallBitVector axes;
  /// 1 for each folded dimension, where the axes are not known.
  Sizes flags;
  /// The rank of the result then.
  int64_t rank = 0;
};
} // namespace

LogicalResult Folder::readAxes(int64_t axesInput) {
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  keepDims = node.getInt("keepdims", 1) != 0;
  bool noop = node.version() >= axesInput &&
              node.getInt("noop_with_empty_axes", 0) != 0;
  Tensor *input = node.version() < axesInput ? nullptr : node.input(1);
  const Sizes *contents = input ? lg.contents(input) : nullptr;
  SmallVector<int64_t> values;
  if (node.version() < axesInput)
    values = node.getInts("axes").value_or(SmallVector<int64_t>());
  if (node.refused())
    return failure();
  if (contents)
    for (Size value : *contents)
      if (std::optional<int64_t> number = getConstantIntValue(value))
        values.push_back(*number);
  bool isKnown = !input || input->numElements() == 0 ||
                 (contents && values.size() == contents->size());
  if (isKnown) {
    axes.resize(x->rank(), values.empty() && !noop);
    for (int64_t axis : values) {
      int64_t normal = node.normalizeAxis(axis, x->rank());
      if (node.refused())
        return failure();
      axes.set(normal);
    }
    return success();
  }
  Size given;
  FailureOr<Sizes> read = readAxisFlags(node, input, x->rank(), given);
  if (failed(read))
    return failure();
  flags = *read;
  if (!noop) {
    Size all = sizes.equal(loc, given, sizes.constant(0));
    for (Size &flag : flags)
      flag = sizes.max(loc, flag, all);
  }
  rank = x->rank();
  if (keepDims)
    return success();
  // How many dimensions are left is what the file claims, or follows from the
  // number of axes.
  if (std::optional<int64_t> number = getConstantIntValue(given))
    rank -= *number;
  else if (std::optional<int64_t> claimed = claimedRank(node))
    rank = *claimed;
  else
    return node.refuse("input axes must have a known length, got " +
                       input->str());
  Size folded = sizes.constant(0);
  for (Size flag : flags)
    folded = sizes.add(loc, folded, flag);
  return lg.requireEqual(node, folded, sizes.constant(x->rank() - rank),
                         "the number of axes and the ranks' difference");
}

Tensor *Folder::fold(Tensor *operand, Type element, TypedAttr init, Body body) {
  Location loc = node.loc();
  if (known())
    return reduce(lg, loc, operand, axes, element, init, body);
  // Each dimension is a loop of the result or one of the fold; the other one of
  // the two is of length 1.
  IndexMath &sizes = lg.sizes;
  Sizes outer, inner;
  SmallVector<Value> isFolded;
  Size one = sizes.constant(1);
  for (auto [dim, flag] : llvm::zip(operand->dims, flags)) {
    outer.push_back(sizes.select(loc, flag, one, dim));
    inner.push_back(sizes.select(loc, flag, dim, one));
    for (Size size : {outer.back(), inner.back()})
      if (!sizes.provablyNonNegative(size))
        sizes.markNonNegative(cast<Value>(size));
    isFolded.push_back(arith::CmpIOp::create(
        lg.builder, loc, arith::CmpIPredicate::ne, sizes.value(loc, flag),
        sizes.value(loc, sizes.constant(0))));
  }
  Value data = lg.data(operand);
  return generateFold(
      lg, loc, outer, inner, element, init,
      [&](Scalars &s, ValueRange at, ValueRange folded, Value soFar) {
        SmallVector<Value> where;
        for (auto [condition, own, other] : llvm::zip(isFolded, at, folded))
          where.push_back(s.select(condition, other, own));
        return body(s.b, s.loc, {s.read(data, where), soFar});
      });
}

Tensor *Folder::beside(Tensor *statistic, Type element, Body body) {
  if (known())
    return withStatistics(lg, node.loc(), x, statistic, {}, axes, element,
                          body);
  return lg.elementwiseOver(node.loc(), {x, statistic}, x->dims, element, body);
}

Value Folder::count(Type type) {
  Location loc = node.loc();
  if (known())
    return countOf(lg, loc, x, axes, type);
  Size count = lg.sizes.constant(1);
  for (auto [dim, flag] : llvm::zip(x->dims, flags))
    count = lg.sizes.mul(loc, count,
                         lg.sizes.select(loc, flag, dim, lg.sizes.constant(1)));
  Value integer = arith::IndexCastOp::create(
      lg.builder, loc, lg.builder.getI64Type(), lg.sizes.value(loc, count));
  return arith::SIToFPOp::create(lg.builder, loc, type, integer);
}

Tensor *Folder::finish(Tensor *folded) {
  Location loc = node.loc();
  if (known())
    return keepDims ? restoreDims(lg, loc, folded, axes) : folded;
  if (keepDims)
    return folded;
  return lg.reshape(loc, folded, dropFlagged(lg, loc, x->dims, flags, rank),
                    /*proven=*/false);
}

/// Where the fold starts, for integers too.
static TypedAttr startOf(const Reduction &entry, Type onnx, Type type) {
  auto integer = dyn_cast<IntegerType>(type);
  if (!integer || std::isfinite(entry.start))
    return numberAttr(type, entry.start);
  unsigned width = integer.getWidth();
  bool isUnsigned = onnx.isUnsignedInteger() || width == 1;
  APInt least =
      isUnsigned ? APInt::getZero(width) : APInt::getSignedMinValue(width);
  APInt most =
      isUnsigned ? APInt::getMaxValue(width) : APInt::getSignedMaxValue(width);
  return IntegerAttr::get(integer, entry.start < 0 ? least : most);
}

/// Contents of a fully reduced list of sizes: how exporters count elements.
static Tensor *reduceContents(Node &node, const Reduction &entry,
                              const llvm::SmallBitVector &axes, bool keepDims) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  StringRef name = entry.name;
  const Sizes *contents = lg.contents(x);
  if (!contents || contents->empty() || x->rank() != 1 || !axes.all() ||
      x->element.isUnsignedInteger(64))
    return nullptr;
  Size result = contents->front();
  for (Size next : llvm::drop_begin(*contents)) {
    if (name == "ReduceProd")
      result = lg.sizes.mul(node.loc(), result, next);
    else if (name == "ReduceSum")
      result = lg.sizes.add(node.loc(), result, next);
    else if (name == "ReduceMax")
      result = lg.sizes.max(node.loc(), result, next);
    else if (name == "ReduceMin")
      result = lg.sizes.min(node.loc(), result, next);
    else
      return nullptr;
  }
  return lg.makeContents(
      x->element, keepDims ? Sizes{lg.sizes.constant(1)} : Sizes{}, {result});
}

static Combine choose(const Reduction &entry, Tensor *x) {
  if (x->isFloat())
    return entry.floating;
  if (x->isBool())
    return entry.boolean;
  return x->isUnsigned() ? entry.unsignedInteger : entry.integer;
}

static HandlerResult runReduction(Node &node, const Reduction &entry) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  Folder folder(node);
  if (failed(folder.readAxes(entry.axesInput)))
    return failure();
  Combine fn = choose(entry, x);
  if (!fn)
    return badElement(node, x->element);
  if (const llvm::SmallBitVector *axes = folder.known())
    if (Tensor *known =
            reduceContents(node, entry, *axes, node.getInt("keepdims", 1) != 0))
      return Results{known};

  Type type = computeType(x->element);
  Type accumulator = x->isFloat() ? type : x->element;
  Tensor *result =
      folder.fold(x, accumulator, startOf(entry, x->element, type),
                  [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                    return fn(b, loc, extend(b, loc, args[0]), args[1]);
                  });
  bool rounds = type != toCore(x->element);
  if (entry.isMean || entry.finish || rounds) {
    Value count;
    if (entry.isMean && x->isFloat())
      count = folder.count(type);
    else if (entry.isMean) {
      Value doubleCount = folder.count(lg.builder.getF64Type());
      count = convertElement(lg.builder, loc, doubleCount,
                             doubleCount.getType(), x->element);
      // The mean of nothing must not trap.
      count = arith::MaxUIOp::create(
          lg.builder, loc, count, number(lg.builder, loc, count.getType(), 1));
    }
    result = lg.elementwiseOver(
        loc, {result}, result->dims, x->element,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          Value value = args[0];
          if (entry.isMean && x->isFloat())
            value = arith::DivFOp::create(b, loc, value, count);
          else if (entry.isMean && x->isUnsigned())
            value = arith::DivUIOp::create(b, loc, value, count);
          else if (entry.isMean)
            value = arith::DivSIOp::create(b, loc, value, count);
          if (entry.finish)
            value = entry.finish(b, loc, value);
          return truncate(b, loc, value, toCore(x->element));
        });
  }
  return Results{folder.finish(result)};
}

/// max + log(sum(exp(x - max))), so that exp does not overflow.
static HandlerResult reduceLogSumExp(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  Folder folder(node);
  if (failed(folder.readAxes(18)))
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  Type type = computeType(x->element);
  // A finite start, so that a row of -infinity gives -infinity and not NaN.
  double lowest = type.isF64() ? std::numeric_limits<double>::lowest()
                               : std::numeric_limits<float>::lowest();
  Tensor *max =
      folder.fold(x, type, numberAttr(type, lowest),
                  [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                    return arith::MaximumFOp::create(b, loc, args[1],
                                                     extend(b, loc, args[0]));
                  });
  Tensor *exps = folder.beside(
      max, type, [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value distance =
            arith::SubFOp::create(b, loc, extend(b, loc, args[0]), args[1]);
        return math::ExpOp::create(b, loc, distance);
      });
  Tensor *total =
      folder.fold(exps, type, numberAttr(type, 0),
                  [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                    return arith::AddFOp::create(b, loc, args[1], args[0]);
                  });
  Tensor *result = lg.elementwiseOver(
      loc, {max, total}, max->dims, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value log = math::LogOp::create(b, loc, args[1]);
        return truncate(b, loc, arith::AddFOp::create(b, loc, args[0], log),
                        x->element);
      });
  return Results{folder.finish(result)};
}

void lutra::onnx::addReductions(Registry &registry) {
  for (const Reduction &entry : reductions) {
    registry.add(entry.name, 1, 1, 1,
                 [&entry](Node &node) { return runReduction(node, entry); });
    registry.add(entry.name, entry.axesInput, 1, 2,
                 [&entry](Node &node) { return runReduction(node, entry); });
  }
  registry.add("ReduceLogSumExp", 1, 1, 1, reduceLogSumExp);
  registry.add("ReduceLogSumExp", 18, 1, 2, reduceLogSumExp);
}
