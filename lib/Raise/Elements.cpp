//===- Elements.cpp - where the elements of tensors come from -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elements.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace lutra;

linalg::LinalgOp lutra::getEnclosing(Block *block) {
  return dyn_cast_or_null<linalg::LinalgOp>(block->getParentOp());
}

linalg::LinalgOp lutra::getEnclosing(Value scalar) {
  return getEnclosing(scalar.getParentBlock());
}

OpFoldResult lutra::getGivenSize(OpBuilder &b, Location loc, Value tensor,
                                 int64_t dim) {
  auto type = cast<RankedTensorType>(tensor.getType());
  if (!type.isDynamicDim(dim))
    return b.getIndexAttr(type.getDimSize(dim));
  Operation *op = tensor.getDefiningOp();
  if (auto empty = dyn_cast_or_null<tensor::EmptyOp>(op))
    return empty.getMixedSizes()[dim];
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op))
    return expand.getMixedOutputShape()[dim];
  if (auto slice = dyn_cast_or_null<tensor::ExtractSliceOp>(op))
    if (slice.getSourceType().getRank() == type.getRank())
      return slice.getMixedSizes()[dim];
  if (auto writer = dyn_cast_or_null<DestinationStyleOpInterface>(op)) {
    OpOperand *init = writer.getTiedOpOperand(cast<OpResult>(tensor));
    return getGivenSize(b, loc, init->get(), dim);
  }
  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(op)) {
    SmallVector<int64_t> members;
    for (int64_t member : collapse.getReassociationIndices()[dim])
      if (collapse.getSrcType().getDimSize(member) != 1)
        members.push_back(member);
    if (members.size() == 1)
      return getGivenSize(b, loc, collapse.getSrc(), members.front());
  }
  if (auto concat = dyn_cast_or_null<tensor::ConcatOp>(op)) {
    Value first = concat.getInputs().front();
    OpFoldResult size = getGivenSize(b, loc, first, dim);
    if (int64_t(concat.getDim()) != dim)
      return size;
    Value sum = getValueOrCreateConstantIndexOp(b, loc, size);
    for (Value input : concat.getInputs().drop_front()) {
      Value more = getValueOrCreateConstantIndexOp(
          b, loc, getGivenSize(b, loc, input, dim));
      sum = arith::AddIOp::create(b, loc, sum, more);
    }
    return sum;
  }
  return tensor::getMixedSize(b, loc, tensor, dim);
}

SmallVector<OpFoldResult> lutra::getGivenSizes(OpBuilder &b, Location loc,
                                               Value tensor) {
  SmallVector<OpFoldResult> sizes;
  int64_t rank = cast<RankedTensorType>(tensor.getType()).getRank();
  for (int64_t dim = 0; dim < rank; ++dim)
    sizes.push_back(getGivenSize(b, loc, tensor, dim));
  return sizes;
}

void lutra::eraseUnused(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
    if (isOpTriviallyDead(&op))
      op.erase();
}

/// (b, x, y, d) -> (b, y, x, d)
static AffineMap getSwap(MLIRContext *context) {
  return AffineMap::getPermutationMap(ArrayRef<unsigned>{0, 2, 1, 3}, context);
}

Value lutra::swapTokensAndHeads(OpBuilder &b, Location loc, Value tensor) {
  SmallVector<OpFoldResult> sizes = getGivenSizes(b, loc, tensor);
  std::swap(sizes[1], sizes[2]);
  auto type = cast<RankedTensorType>(tensor.getType());
  Value init = tensor::EmptyOp::create(b, loc, sizes, type.getElementType());
  SmallVector<AffineMap> maps{getSwap(b.getContext()),
                              b.getMultiDimIdentityMap(4)};
  SmallVector<utils::IteratorType> iterators(4, utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, init.getType(), tensor, init, maps, iterators,
             [](OpBuilder &b, Location loc, ValueRange args) {
               linalg::YieldOp::create(b, loc, args[0]);
             })
      .getResult(0);
}

Value lutra::getSwapped(Value value) {
  auto copy = value.getDefiningOp<linalg::LinalgOp>();
  if (!copy || copy.getNumLoops() != 4 || copy.getNumDpsInputs() != 1 ||
      copy.getNumDpsInits() != 1 || copy.getNumReductionLoops() > 0 ||
      copy.getBlock()->getTerminator()->getOperand(0) !=
          copy.getBlock()->getArgument(0))
    return {};
  // Either of them may be the one that is not in order.
  AffineMap from = copy.getMatchingIndexingMap(copy.getDpsInputOperand(0)),
            to = copy.getMatchingIndexingMap(copy.getDpsInitOperand(0));
  AffineMap swap = getSwap(value.getContext());
  if ((from == swap && to.isIdentity()) || (from.isIdentity() && to == swap))
    return copy.getDpsInputs().front();
  return {};
}

static bool isZeroCoordinate(const Coordinate &c) {
  auto number = dyn_cast<AffineConstantExpr>(c.expr);
  return number && number.getValue() == 0;
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

AffineExpr ElementTracer::simplify(AffineExpr expr) {
  return simplifyAffineExpr(expr, extents.size(), symbols.size());
}

void ElementTracer::setExtent(unsigned number, AffineExpr size) {
  if (number >= extents.size())
    extents.resize(number + 1);
  extents[number] = size;
}

AffineExpr ElementTracer::getSymbol(Value value, int64_t dim) {
  auto [it, isNew] = numbers.try_emplace({value, dim}, symbols.size());
  if (isNew)
    symbols.push_back({value, dim});
  return getAffineSymbolExpr(it->second, context);
}

AffineExpr ElementTracer::getSize(Value tensor, int64_t dim) {
  auto type = cast<RankedTensorType>(tensor.getType());
  if (!type.isDynamicDim(dim))
    return constant(type.getDimSize(dim));
  Operation *op = tensor.getDefiningOp();
  auto fold = [&](OpFoldResult size) -> AffineExpr {
    if (std::optional<int64_t> number = getConstantIntValue(size))
      return constant(*number);
    return getAffine({cast<Value>(size), {}});
  };
  if (auto cast = dyn_cast_or_null<tensor::CastOp>(op))
    return getSize(cast.getSource(), dim);
  if (auto empty = dyn_cast_or_null<tensor::EmptyOp>(op))
    return fold(empty.getMixedSizes()[dim]);
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op))
    return fold(expand.getMixedOutputShape()[dim]);
  if (auto slice = dyn_cast_or_null<tensor::ExtractSliceOp>(op))
    if (slice.getSourceType().getRank() == type.getRank())
      return fold(slice.getMixedSizes()[dim]);
  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(op)) {
    AffineExpr product = constant(1);
    for (int64_t member : collapse.getReassociationIndices()[dim])
      product = product * getSize(collapse.getSrc(), member);
    return simplify(product);
  }
  if (auto concat = dyn_cast_or_null<tensor::ConcatOp>(op)) {
    if (int64_t(concat.getDim()) != dim)
      return getSize(concat.getInputs().front(), dim);
    AffineExpr sum = constant(0);
    for (Value input : concat.getInputs())
      sum = sum + getSize(input, dim);
    return simplify(sum);
  }
  if (auto writer = dyn_cast_or_null<DestinationStyleOpInterface>(op))
    return getSize(writer.getTiedOpOperand(cast<OpResult>(tensor))->get(), dim);
  return getSymbol(tensor, dim);
}

AffineExpr ElementTracer::getAffine(Element scalar) {
  Element element = resolve(std::move(scalar));
  if (isa<ShapedType>(element.value.getType()))
    return {};
  llvm::APInt number;
  if (matchPattern(element.value, m_ConstantInt(&number)))
    return number.isSignedIntN(64) ? constant(number.getSExtValue())
                                   : AffineExpr();
  Operation *op = element.value.getDefiningOp();
  auto both = [&](auto combine) -> AffineExpr {
    AffineExpr lhs = getAffine(element.operand(0));
    AffineExpr rhs = lhs ? getAffine(element.operand(1)) : lhs;
    return rhs ? simplify(combine(lhs, rhs)) : rhs;
  };
  auto opaque = [&]() -> AffineExpr {
    return getEnclosing(element.value) ? AffineExpr()
                                       : getSymbol(element.value);
  };
  if (!op)
    return opaque();
  return llvm::TypeSwitch<Operation *, AffineExpr>(op)
      .Case([&](linalg::IndexOp index) {
        const Coordinate &at = element.at[index.getDim()];
        return at.zeroIf ? AffineExpr() : at.expr;
      })
      .Case<arith::IndexCastOp, arith::ExtSIOp>(
          [&](Operation *) { return getAffine(element.operand(0)); })
      .Case([&](arith::AddIOp) {
        return both([](AffineExpr x, AffineExpr y) { return x + y; });
      })
      .Case([&](arith::SubIOp) {
        return both([](AffineExpr x, AffineExpr y) { return x - y; });
      })
      .Case([&](arith::MulIOp) -> AffineExpr {
        AffineExpr lhs = getAffine(element.operand(0)),
                   rhs = getAffine(element.operand(1));
        if (lhs && rhs &&
            (isa<AffineConstantExpr>(lhs) || isa<AffineConstantExpr>(rhs)))
          return simplify(lhs * rhs);
        return opaque();
      })
      .Case([&](tensor::DimOp dim) -> AffineExpr {
        std::optional<int64_t> number = dim.getConstantIndex();
        if (!number || !isa<RankedTensorType>(dim.getSource().getType()))
          return opaque();
        return getSize(dim.getSource(), *number);
      })
      .Default([&](Operation *) { return opaque(); });
}

std::optional<Coordinate> ElementTracer::getCoordinate(const Element &scalar) {
  Element element = resolve(scalar);
  auto select = element.getDefiningOp<arith::SelectOp>();
  if (!select) {
    AffineExpr expr = getAffine(element);
    if (!expr)
      return std::nullopt;
    return Coordinate{expr, Value()};
  }
  // 0 where the size is 1.
  AffineExpr zero = getAffine(element.operand(1)),
             expr = getAffine(element.operand(2));
  auto test = element.operand(0).getDefiningOp<arith::CmpIOp>();
  if (!zero || !expr || !isZeroCoordinate({zero, Value()}) || !test ||
      getEnclosing(test) || test.getPredicate() != arith::CmpIPredicate::eq ||
      !isConstantIntValue(test.getRhs(), 1))
    return std::nullopt;
  // All that the dimension takes is 0 then anyway.
  AffineExpr size = getAffine({test.getLhs(), {}});
  auto loop = dyn_cast<AffineDimExpr>(expr);
  if (loop && loop.getPosition() < extents.size() &&
      extents[loop.getPosition()] == size)
    return Coordinate{expr, Value()};
  return Coordinate{expr, test.getResult()};
}

std::optional<llvm::APFloat> ElementTracer::getConstant(Element element) {
  element = resolveFloat(std::move(element));
  DenseElementsAttr splat;
  llvm::APFloat number(0.0);
  if (matchPattern(element.value, m_ConstantFloat(&number)))
    return number;
  if (matchPattern(element.value, m_Constant(&splat)) && splat.isSplat() &&
      isa<FloatType>(splat.getElementType()))
    return splat.getSplatValue<llvm::APFloat>();
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

/// The element of `tensor` that `map` names in iteration `at`.
std::optional<Element> ElementTracer::apply(AffineMap map, Value tensor,
                                            ArrayRef<Coordinate> at) {
  Element result{tensor, {}};
  SmallVector<AffineExpr> dims;
  for (const Coordinate &c : at)
    dims.push_back(c.expr);
  for (AffineExpr expr : map.getResults()) {
    if (auto loop = dyn_cast<AffineDimExpr>(expr)) {
      result.at.push_back(at[loop.getPosition()]);
      continue;
    }
    for (auto [i, c] : llvm::enumerate(at))
      if (c.zeroIf && expr.isFunctionOfDim(i))
        return std::nullopt;
    result.at.push_back({simplify(expr.replaceDims(dims)), Value()});
  }
  return result;
}

std::optional<Element> ElementTracer::stepScalar(const Element &element) {
  linalg::LinalgOp op = getEnclosing(element.value);
  if (!op)
    return std::nullopt;
  if (auto argument = dyn_cast<BlockArgument>(element.value)) {
    OpOperand *operand = op.getMatchingOpOperand(argument);
    if (!isa<RankedTensorType>(operand->get().getType()))
      return Element{operand->get(), {}};
    return apply(op.getMatchingIndexingMap(operand), operand->get(),
                 element.at);
  }
  auto extract = element.getDefiningOp<tensor::ExtractOp>();
  if (!extract)
    return std::nullopt;
  Element result{extract.getTensor(), {}};
  for (Value index : extract.getIndices()) {
    std::optional<Coordinate> c = getCoordinate({index, element.at});
    if (!c)
      return std::nullopt;
    result.at.push_back(*c);
  }
  return result;
}

std::optional<Element> ElementTracer::stepTensor(const Element &element) {
  Operation *op = element.value.getDefiningOp();
  if (auto cast = dyn_cast_or_null<tensor::CastOp>(op)) {
    if (!isa<RankedTensorType>(cast.getSource().getType()))
      return std::nullopt;
    return Element{cast.getSource(), element.at};
  }

  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op)) {
    Element result{expand.getSrc(), {}};
    for (const ReassociationIndices &group : expand.getReassociationIndices()) {
      Coordinate at{constant(0), Value()};
      bool isFirst = true;
      for (int64_t member : group) {
        int64_t size = expand.getResultType().getDimSize(member);
        const Coordinate &c = element.at[member];
        if (size == 1)
          continue;
        if (isFirst) {
          at = c;
        } else {
          if (ShapedType::isDynamic(size) || c.zeroIf || at.zeroIf)
            return std::nullopt;
          at.expr = simplify(at.expr * size + c.expr);
        }
        isFirst = false;
      }
      result.at.push_back(at);
    }
    return result;
  }

  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(op)) {
    Element result{collapse.getSrc(), {}};
    RankedTensorType type = collapse.getSrcType();
    result.at.assign(type.getRank(), {constant(0), Value()});
    for (auto [i, group] :
         llvm::enumerate(collapse.getReassociationIndices())) {
      SmallVector<int64_t> members;
      for (int64_t member : group)
        if (type.getDimSize(member) != 1)
          members.push_back(member);
      Coordinate rest = element.at[i];
      for (auto [j, member] : llvm::enumerate(llvm::reverse(members))) {
        int64_t size = type.getDimSize(member);
        if (j + 1 == members.size()) {
          result.at[member] = rest;
          break;
        }
        if (ShapedType::isDynamic(size) || rest.zeroIf)
          return std::nullopt;
        result.at[member] = {simplify(rest.expr % size), Value()};
        rest.expr = simplify(rest.expr.floorDiv(size));
      }
    }
    return result;
  }

  if (auto slice = dyn_cast_or_null<tensor::ExtractSliceOp>(op)) {
    if (slice.getSourceType().getRank() != slice.getType().getRank())
      return std::nullopt;
    Element result{slice.getSource(), {}};
    for (auto [c, offset, stride] : llvm::zip_equal(
             element.at, slice.getMixedOffsets(), slice.getMixedStrides())) {
      if (isZeroInteger(offset) && isOneInteger(stride)) {
        result.at.push_back(c);
        continue;
      }
      std::optional<int64_t> number = getConstantIntValue(offset),
                             every = getConstantIntValue(stride);
      AffineExpr by =
          number ? constant(*number) : getAffine({cast<Value>(offset), {}});
      if (!by || !every || c.zeroIf)
        return std::nullopt;
      result.at.push_back({simplify(c.expr * *every + by), Value()});
    }
    return result;
  }

  if (auto concat = dyn_cast_or_null<tensor::ConcatOp>(op)) {
    // A tensor repeated.
    int64_t along = concat.getDim();
    Value first = concat.getInputs().front();
    int64_t size = cast<RankedTensorType>(first.getType()).getDimSize(along);
    if (ShapedType::isDynamic(size) || element.at[along].zeroIf ||
        !llvm::all_equal(concat.getInputs()))
      return std::nullopt;
    Element result{first, element.at};
    result.at[along].expr = simplify(element.at[along].expr % size);
    return result;
  }

  auto structured = dyn_cast_or_null<linalg::LinalgOp>(op);
  if (!structured || structured.getNumReductionLoops() > 0)
    return std::nullopt;
  OpOperand *init = structured.getDpsInitOperand(
      cast<OpResult>(element.value).getResultNumber());
  AffineMap map = structured.getMatchingIndexingMap(init);
  if (!map.isPermutation())
    return std::nullopt;
  Element result{structured.getBlock()->getTerminator()->getOperand(
                     init->getOperandNumber() - structured.getNumDpsInputs()),
                 {}};
  result.at.resize(map.getNumDims());
  for (auto [i, expr] : llvm::enumerate(map.getResults()))
    result.at[cast<AffineDimExpr>(expr).getPosition()] = element.at[i];
  return result;
}

std::optional<Element> ElementTracer::step(const Element &element) {
  if (isa<RankedTensorType>(element.value.getType()))
    return stepTensor(element);
  return stepScalar(element);
}

Element ElementTracer::resolve(Element element) {
  while (std::optional<Element> next = step(element))
    element = std::move(*next);
  // Outside of bodies there are no iterations.
  if (!isa<RankedTensorType>(element.value.getType()) &&
      !getEnclosing(element.value))
    element.at.clear();
  return element;
}

Element ElementTracer::resolveFloat(Element element) {
  element = resolve(std::move(element));
  while (isa_and_nonnull<arith::ExtFOp, arith::TruncFOp>(
      element.value.getDefiningOp()))
    element = resolve(element.operand(0));
  return element;
}
