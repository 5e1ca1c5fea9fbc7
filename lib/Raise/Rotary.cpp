//===- Rotary.cpp - rotary embeddings in one loop -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// x * cos + turned x * sin, where turning makes (-y, x) of each pair (x, y), or
// the two halves of that concatenated: slices, negations, concatenations and
// elementwise ops, each with tensors of its own. The same numbers, in the same
// order of operations, are one loop over pairs, and it can run where tokens are
// before heads and heads are not yet swapped outwards.
//
//===----------------------------------------------------------------------===//

#include "lutra/Raise/Passes.h"

#include "Elements.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Support/Remarks.h"
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
  explicit RotaryPattern(Operation *root)
      : root(root), tracer(root->getContext()) {}

  bool run();

private:
  /// A tensor read at distinct dimensions, or at 0.
  struct Operand {
    Value tensor;
    Coordinates at;
  };

  bool match();
  bool matchSum();
  bool matchHalves();
  bool matchTurned(const Element &turned, const Element &straight);
  bool findOperands(const Element &x, const Element &cos, const Element &sin);
  std::optional<Operand> findTable(Element element);
  void findSource(Element element);
  Element atFeature(Element element, AffineExpr expr);
  Value splitFeatures(OpBuilder &b, Location loc, Value tensor);
  Value getSide(OpBuilder &b, Location loc, Value pairs, int64_t side);

  Operation *root;
  ElementTracer tracer;
  int64_t half = 0;
  /// Whether pairs are neighbours rather than in two halves.
  bool interleaved = false;
  /// Whether tables have an entry for each pair rather than each feature.
  bool tablesOfPairs = false;
  Value source;
  /// Whether the source has dimensions 1 and 2 the other way round.
  bool swapped = false;
  Operand cosines, sines;
};

} // namespace

/// `element` at another feature.
Element RotaryPattern::atFeature(Element element, AffineExpr expr) {
  for (Coordinate &c : element.at)
    c.expr = tracer.simplify(c.expr.replace(tracer.dim(feature), expr));
  return element;
}

/// Whether `turned` is made of the pairs of `straight`.
bool RotaryPattern::matchTurned(const Element &turned,
                                const Element &straight) {
  auto concat = turned.value.getDefiningOp<tensor::ConcatOp>();
  if (!concat || concat.getInputs().size() != 2)
    return false;
  unsigned along = concat.getDim();
  AffineExpr at = tracer.dim(feature), first = at, second = at + half;
  Coordinates ofPart = turned.at;
  interleaved = turned.at[along].expr == at % 2;
  if (interleaved) {
    // The side of a pair is what is concatenated.
    ofPart[along].expr = getAffineConstantExpr(0, at.getContext());
    first = at.floorDiv(2) * 2;
    second = first + 1;
  }
  if (turned.at[along].zeroIf || (!interleaved && turned.at[along].expr != at))
    return false;
  for (Value input : concat.getInputs())
    if (cast<RankedTensorType>(input.getType()).getDimSize(along) !=
        (interleaved ? 1 : half))
      return false;
  // In both parts coordinates begin at 0.
  Element lower = tracer.resolve(Element{concat.getInputs()[0], ofPart});
  Element upper = tracer.resolve(Element{concat.getInputs()[1], ofPart});
  return lower.getDefiningOp<arith::NegFOp>() &&
         tracer.resolve(lower.operand(0)) == atFeature(straight, second) &&
         upper == atFeature(straight, first);
}

std::optional<RotaryPattern::Operand>
RotaryPattern::findTable(Element element) {
  std::optional<Operand> best;
  for (;;) {
    auto type = dyn_cast<RankedTensorType>(element.value.getType());
    if (type && type.getRank() > 0 &&
        type.getDimSize(type.getRank() - 1) ==
            (tablesOfPairs ? half : 2 * half) &&
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
      // Part of a tensor is none.
      bool swaps = isAt(2, 1), isWhole = true;
      const unsigned dims[] = {0, swaps ? 2u : 1u, swaps ? 1u : 2u};
      for (auto [i, dim] : llvm::enumerate(dims))
        isWhole &= tracer.getSize(element.value, i) ==
                   tracer.getSize(root->getResult(0), dim);
      if (isWhole) {
        source = element.value;
        swapped = swaps;
      }
    }
    std::optional<Element> next = tracer.step(element);
    if (!next)
      return;
    element = std::move(*next);
  }
}

bool RotaryPattern::findOperands(const Element &x, const Element &cos,
                                 const Element &sin) {
  findSource(x);
  auto cosTable = findTable(cos), sinTable = findTable(sin);
  if (!source || !cosTable || !sinTable)
    return false;
  cosines = *cosTable;
  sines = *sinTable;
  return true;
}

/// x * cos + turned x * sin
bool RotaryPattern::matchSum() {
  Element result{root->getResult(0), {}};
  for (unsigned i = 0; i < rank; ++i)
    result.at.push_back({tracer.dim(i), Value()});
  std::optional<Element> total = tracer.step(result);
  if (!total || !total->getDefiningOp<arith::AddFOp>())
    return false;
  // Which is which of two terms and two factors.
  for (unsigned i : {0, 1}) {
    Element straight = tracer.resolve(total->operand(i)),
            turned = tracer.resolve(total->operand(1 - i));
    if (!straight.getDefiningOp<arith::MulFOp>() ||
        !turned.getDefiningOp<arith::MulFOp>())
      return false;
    for (unsigned j : {0, 1})
      for (unsigned k : {0, 1})
        if (matchTurned(tracer.resolve(turned.operand(k)),
                        tracer.resolve(straight.operand(j))))
          return findOperands(straight.operand(j), straight.operand(1 - j),
                              turned.operand(1 - k));
  }
  return false;
}

/// concat(x * cos - y * sin, y * cos + x * sin), x and y the halves
bool RotaryPattern::matchHalves() {
  auto concat = cast<tensor::ConcatOp>(root);
  if (concat.getInputs().size() != 2 || concat.getDim() != feature)
    return false;
  Coordinates at;
  for (unsigned i = 0; i < rank; ++i)
    at.push_back({tracer.dim(i), Value()});
  for (Value input : concat.getInputs())
    if (cast<RankedTensorType>(input.getType()).getDimSize(feature) != half)
      return false;
  Element first = tracer.resolve(Element{concat.getInputs()[0], at}),
          second = tracer.resolve(Element{concat.getInputs()[1], at});
  if (!first.getDefiningOp<arith::SubFOp>() ||
      !second.getDefiningOp<arith::AddFOp>())
    return false;
  auto product = [&](const Element &term) {
    return term.getDefiningOp<arith::MulFOp>() != nullptr;
  };
  Element cosTerm = tracer.resolve(first.operand(0)),
          sinTerm = tracer.resolve(first.operand(1));
  if (!product(cosTerm) || !product(sinTerm))
    return false;
  AffineExpr other = tracer.dim(feature) + half;
  tablesOfPairs = true;
  for (unsigned j : {0, 1})
    for (unsigned k : {0, 1}) {
      Element x = tracer.resolve(cosTerm.operand(j)),
              y = tracer.resolve(sinTerm.operand(k)),
              cos = tracer.resolve(cosTerm.operand(1 - j)),
              sin = tracer.resolve(sinTerm.operand(1 - k));
      if (y != atFeature(x, other))
        continue;
      // The same four in the other half.
      auto isProduct = [&](unsigned i, const Element &a, const Element &b) {
        Element term = tracer.resolve(second.operand(i));
        if (!product(term))
          return false;
        Element l = tracer.resolve(term.operand(0)),
                r = tracer.resolve(term.operand(1));
        return (l == a && r == b) || (l == b && r == a);
      };
      for (unsigned i : {0, 1})
        if (isProduct(i, y, cos) && isProduct(1 - i, x, sin))
          return findOperands(cosTerm.operand(j), cosTerm.operand(1 - j),
                              sinTerm.operand(1 - k));
    }
  return false;
}

bool RotaryPattern::match() {
  if (root->getNumResults() != 1)
    return false;
  auto type = dyn_cast<RankedTensorType>(root->getResultTypes().front());
  if (!type || type.getRank() != rank || type.isDynamicDim(feature) ||
      type.getDimSize(feature) % 2 != 0)
    return false;
  half = type.getDimSize(feature) / 2;
  tracer.setExtent(rank - 1, AffineExpr());
  if (isa<tensor::ConcatOp>(root))
    return matchHalves();
  auto sum = dyn_cast<linalg::LinalgOp>(root);
  return sum && sum.getNumReductionLoops() == 0 && matchSum();
}

/// One side of all pairs: [B, X, Y, half]
Value RotaryPattern::getSide(OpBuilder &b, Location loc, Value pairs,
                             int64_t side) {
  unsigned sides = interleaved ? 4 : 3;
  SmallVector<OpFoldResult> sizes = getGivenSizes(b, loc, pairs),
                            offsets(rank + 1, b.getIndexAttr(0)),
                            strides(rank + 1, b.getIndexAttr(1));
  sizes[sides] = b.getIndexAttr(1);
  offsets[sides] = b.getIndexAttr(side);
  Value slice =
      tensor::ExtractSliceOp::create(b, loc, pairs, offsets, sizes, strides);
  SmallVector<ReassociationIndices> groups{{0}, {1}, {2}, {3, 4}};
  return tensor::CollapseShapeOp::create(b, loc, slice, groups);
}

/// The last dimension of a tensor in two: sides and pairs, or pairs and sides.
Value RotaryPattern::splitFeatures(OpBuilder &b, Location loc, Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  int64_t outer = interleaved ? half : 2, inner = interleaved ? 2 : half;
  SmallVector<OpFoldResult> sizes = getGivenSizes(b, loc, tensor);
  sizes.back() = b.getIndexAttr(outer);
  sizes.push_back(b.getIndexAttr(inner));
  SmallVector<int64_t> shape(type.getShape());
  shape.back() = outer;
  shape.push_back(inner);
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
  OpBuilder b(root);
  Location loc = root->getLoc();
  auto type = cast<RankedTensorType>(source.getType());
  Value pairs = splitFeatures(b, loc, source);
  SmallVector<Value> inputs{getSide(b, loc, pairs, 0),
                            getSide(b, loc, pairs, 1)};
  // The loops are those of the source, and sides and pairs in their order.
  constexpr unsigned numLoops = rank + 1;
  unsigned ofSide = interleaved ? 4 : 3, ofPairs = interleaved ? 3 : 4;
  auto loop = [&](unsigned number) { return b.getAffineDimExpr(number); };
  AffineMap ofHalf = AffineMap::get(
      numLoops, 0, {loop(0), loop(1), loop(2), loop(ofPairs)}, b.getContext());
  SmallVector<AffineMap> maps(2, ofHalf);
  for (const Operand &table : {cosines, sines}) {
    inputs.push_back(tablesOfPairs ? table.tensor
                                   : splitFeatures(b, loc, table.tensor));
    SmallVector<AffineExpr> exprs;
    for (const Coordinate &c : ArrayRef(table.at).drop_back()) {
      auto dim = dyn_cast<AffineDimExpr>(c.expr);
      unsigned number = dim ? dim.getPosition() : 0;
      if (swapped && (number == 1 || number == 2))
        number = 3 - number;
      exprs.push_back(dim ? loop(number) : c.expr);
    }
    if (tablesOfPairs)
      exprs.push_back(loop(ofPairs));
    else
      exprs.append({loop(3), loop(4)});
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
        Value side = linalg::IndexOp::create(b, loc, ofSide);
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
  if (result.getType() != root->getResultTypes().front())
    result =
        tensor::CastOp::create(b, loc, root->getResultTypes().front(), result);
  root->getResult(0).replaceAllUsesWith(result);
  lutra::remarkPassed(loc, "raise", "RaiseRotary",
                      "single operators are a rotary embedding");
  return true;
}

namespace {

struct RaiseRotary : lutra::impl::RaiseRotaryBase<RaiseRotary> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>()) {
      if (func.isExternal() || !func.getBody().hasOneBlock())
        continue;
      bool changed = false;
      for (Operation &op : llvm::make_early_inc_range(func.getBody().front()))
        if (isa<linalg::LinalgOp, tensor::ConcatOp>(op))
          changed |= RotaryPattern(&op).run();
      if (changed)
        eraseUnused(func.getBody().front());
    }
  }
};

} // namespace
