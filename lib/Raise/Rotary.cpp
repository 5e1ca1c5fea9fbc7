//===- Rotary.cpp - rotary embeddings in one loop -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// x * cos + concat(-upper half of x, lower half of x) * sin: slices, a
// negation, a concatenation and three elementwise ops, each with tensors of its
// own. The same numbers, in the same order of operations, are one loop over
// pairs, and it can run where tokens are before heads and heads are not yet
// swapped outwards.
//
//===----------------------------------------------------------------------===//

#include "lutra/Raise/Passes.h"

#include "Elements.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace lutra {
#define GEN_PASS_DEF_RAISEROTARY
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

/// The last dimension is that of features; the others are as in the result.
constexpr unsigned rank = 4, feature = 3;

class RotaryPattern {
public:
  explicit RotaryPattern(linalg::LinalgOp sum)
      : sum(sum), tracer(sum.getContext()) {}

  bool run();

private:
  /// A tensor read at distinct dimensions, or at 0.
  struct Operand {
    Value tensor;
    Coordinates at;
  };

  bool match();
  bool matchTurned(const Element &turned, const Element &straight);
  std::optional<Operand> findTable(Element element);
  void findSource(Element element);
  Element shift(Element element, int64_t by);
  Value getHalf(OpBuilder &b, Location loc, Value pairs, int64_t side);

  linalg::LinalgOp sum;
  ElementTracer tracer;
  int64_t half = 0;
  Value source;
  /// Whether the source has dimensions 1 and 2 the other way round.
  bool swapped = false;
  Operand cosines, sines;
};

} // namespace

/// `element` of the feature that is `by` further on.
Element RotaryPattern::shift(Element element, int64_t by) {
  AffineExpr from = tracer.dim(feature);
  for (Coordinate &c : element.at)
    c.expr = tracer.simplify(c.expr.replace(from, from + by));
  return element;
}

bool RotaryPattern::matchTurned(const Element &turned,
                                const Element &straight) {
  auto concat = turned.value.getDefiningOp<tensor::ConcatOp>();
  if (!concat || concat.getInputs().size() != 2)
    return false;
  unsigned along = concat.getDim();
  if (turned.at[along].zeroIf || turned.at[along].expr != tracer.dim(feature))
    return false;
  for (Value input : concat.getInputs())
    if (cast<RankedTensorType>(input.getType()).getDimSize(along) != half)
      return false;
  // Below the half; above it coordinates begin at 0 again.
  Element lower = tracer.resolve(Element{concat.getInputs()[0], turned.at});
  Element upper = tracer.resolve(Element{concat.getInputs()[1], turned.at});
  return lower.getDefiningOp<arith::NegFOp>() &&
         tracer.resolve(lower.operand(0)) == shift(straight, half) &&
         upper == straight;
}

std::optional<RotaryPattern::Operand>
RotaryPattern::findTable(Element element) {
  std::optional<Operand> best;
  for (;;) {
    auto type = dyn_cast<RankedTensorType>(element.value.getType());
    if (type && type.getRank() > 0 &&
        type.getDimSize(type.getRank() - 1) == 2 * half &&
        element.at.back() == Coordinate{tracer.dim(feature), Value()} &&
        llvm::all_of(ArrayRef(element.at).drop_back(), [](const Coordinate &c) {
          return !c.zeroIf &&
                 (isa<AffineDimExpr>(c.expr) ||
                  c.expr == getAffineConstantExpr(0, c.expr.getContext()));
        }))
      best = Operand{element.value, element.at};
    std::optional<Element> next = tracer.step(element);
    if (!next)
      return best;
    element = std::move(*next);
  }
}

void RotaryPattern::findSource(Element element) {
  for (;;) {
    auto type = dyn_cast<RankedTensorType>(element.value.getType());
    auto isAt = [&](unsigned first, unsigned second) {
      const unsigned dims[] = {0, first, second, feature};
      return llvm::all_of_zip(
          element.at, dims, [&](const Coordinate &c, unsigned dim) {
            return c == Coordinate{tracer.dim(dim), Value()};
          });
    };
    if (type && type.getRank() == rank &&
        type.getDimSize(feature) == 2 * half && (isAt(1, 2) || isAt(2, 1))) {
      source = element.value;
      swapped = isAt(2, 1);
    }
    if (element.getDefiningOp<tensor::ExtractSliceOp>())
      return;
    std::optional<Element> next = tracer.step(element);
    if (!next)
      return;
    element = std::move(*next);
  }
}

bool RotaryPattern::match() {
  if (sum->getNumResults() != 1 || sum.getNumReductionLoops() > 0)
    return false;
  auto type = dyn_cast<RankedTensorType>(sum->getResultTypes().front());
  if (!type || type.getRank() != rank || type.isDynamicDim(feature) ||
      type.getDimSize(feature) % 2 != 0)
    return false;
  half = type.getDimSize(feature) / 2;
  tracer.setExtent(rank - 1, AffineExpr());
  Element result{sum->getResult(0), {}};
  for (unsigned i = 0; i < rank; ++i)
    result.at.push_back({tracer.dim(i), Value()});
  std::optional<Element> total = tracer.step(result);
  if (!total || !total->getDefiningOp<arith::AddFOp>())
    return false;
  // Which is which of two sums and two products.
  for (unsigned i : {0, 1}) {
    Element straight = tracer.resolve(total->operand(i)),
            turned = tracer.resolve(total->operand(1 - i));
    if (!straight.getDefiningOp<arith::MulFOp>() ||
        !turned.getDefiningOp<arith::MulFOp>())
      return false;
    for (unsigned j : {0, 1})
      for (unsigned k : {0, 1}) {
        Element x = tracer.resolve(straight.operand(j)),
                r = tracer.resolve(turned.operand(k));
        if (!matchTurned(r, x))
          continue;
        findSource(straight.operand(j));
        auto cos = findTable(straight.operand(1 - j)),
             sin = findTable(turned.operand(1 - k));
        if (!source || !cos || !sin)
          return false;
        cosines = *cos;
        sines = *sin;
        return true;
      }
  }
  return false;
}

/// [B, X, Y, 2, half] -> [B, X, Y, half]
Value RotaryPattern::getHalf(OpBuilder &b, Location loc, Value pairs,
                             int64_t side) {
  SmallVector<OpFoldResult> sizes = getGivenSizes(b, loc, pairs),
                            offsets(rank + 1, b.getIndexAttr(0)),
                            strides(rank + 1, b.getIndexAttr(1));
  sizes[3] = b.getIndexAttr(1);
  offsets[3] = b.getIndexAttr(side);
  Value slice =
      tensor::ExtractSliceOp::create(b, loc, pairs, offsets, sizes, strides);
  SmallVector<ReassociationIndices> groups{{0}, {1}, {2}, {3, 4}};
  return tensor::CollapseShapeOp::create(b, loc, slice, groups);
}

/// The last dimension of a tensor in two.
static Value splitFeatures(OpBuilder &b, Location loc, Value tensor,
                           int64_t half) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<OpFoldResult> sizes = getGivenSizes(b, loc, tensor);
  sizes.back() = b.getIndexAttr(2);
  sizes.push_back(b.getIndexAttr(half));
  SmallVector<int64_t> shape(type.getShape());
  shape.back() = 2;
  shape.push_back(half);
  SmallVector<ReassociationIndices> groups;
  for (int64_t i = 0; i < type.getRank(); ++i)
    groups.push_back({i});
  groups.back().push_back(type.getRank());
  return tensor::ExpandShapeOp::create(b, loc, type.clone(shape), tensor,
                                       groups, sizes);
}

bool RotaryPattern::run() {
  if (!match())
    return false;
  OpBuilder b(sum);
  Location loc = sum.getLoc();
  auto type = cast<RankedTensorType>(source.getType());
  Value pairs = splitFeatures(b, loc, source, half);
  SmallVector<Value> inputs{getHalf(b, loc, pairs, 0),
                            getHalf(b, loc, pairs, 1)};
  // The loops are those of the source, sides, and features of a side.
  constexpr unsigned numLoops = rank + 1;
  auto loop = [&](unsigned number) { return b.getAffineDimExpr(number); };
  AffineMap ofHalf = AffineMap::get(
      numLoops, 0, {loop(0), loop(1), loop(2), loop(4)}, b.getContext());
  SmallVector<AffineMap> maps(2, ofHalf);
  for (const Operand &table : {cosines, sines}) {
    inputs.push_back(splitFeatures(b, loc, table.tensor, half));
    SmallVector<AffineExpr> exprs;
    for (const Coordinate &c : ArrayRef(table.at).drop_back()) {
      auto dim = dyn_cast<AffineDimExpr>(c.expr);
      unsigned number = dim ? dim.getPosition() : 0;
      if (swapped && (number == 1 || number == 2))
        number = 3 - number;
      exprs.push_back(dim ? loop(number) : c.expr);
    }
    exprs.push_back(loop(3));
    exprs.push_back(loop(4));
    maps.push_back(AffineMap::get(numLoops, 0, exprs, b.getContext()));
  }
  maps.push_back(b.getMultiDimIdentityMap(numLoops));
  SmallVector<utils::IteratorType> iterators(numLoops,
                                             utils::IteratorType::parallel);
  Value init = tensor::EmptyOp::create(b, loc, getGivenSizes(b, loc, pairs),
                                       type.getElementType());
  auto turned = linalg::GenericOp::create(
      b, loc, init.getType(), inputs, init, maps, iterators,
      [&](OpBuilder &b, Location loc, ValueRange args) {
        Value side = linalg::IndexOp::create(b, loc, 3);
        Value isFirst =
            arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, side,
                                  arith::ConstantIndexOp::create(b, loc, 0));
        Value own = arith::SelectOp::create(b, loc, isFirst, args[0], args[1]);
        Value other = arith::SelectOp::create(
            b, loc, isFirst, arith::NegFOp::create(b, loc, args[1]), args[0]);
        Value result = arith::AddFOp::create(
            b, loc, arith::MulFOp::create(b, loc, own, args[2]),
            arith::MulFOp::create(b, loc, other, args[3]));
        linalg::YieldOp::create(b, loc, result);
      });
  SmallVector<ReassociationIndices> groups{{0}, {1}, {2}, {3, 4}};
  Value result = tensor::CollapseShapeOp::create(b, loc, type,
                                                 turned.getResult(0), groups);
  if (swapped)
    result = swapTokensAndHeads(b, loc, result);
  if (result.getType() != sum->getResultTypes().front())
    result =
        tensor::CastOp::create(b, loc, sum->getResultTypes().front(), result);
  sum->getResult(0).replaceAllUsesWith(result);
  return true;
}

namespace {

struct RaiseRotary : lutra::impl::RaiseRotaryBase<RaiseRotary> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>()) {
      if (func.isExternal() || !func.getBody().hasOneBlock())
        continue;
      bool changed = false;
      for (auto op :
           llvm::make_early_inc_range(func.getOps<linalg::LinalgOp>()))
        changed |= RotaryPattern(op).run();
      if (changed)
        eraseUnused(func.getBody().front());
    }
  }
};

} // namespace
